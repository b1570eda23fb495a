"""Fields under the names that requests may have for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from contractbridge.contract import Array, Faced, Field, Object, Path, Tuple, Type, Unknown
from contractbridge.readers.openapi.nodes import intersect
from contractbridge.readers.openapi.values import text

_LONGEST = 8


def respell(fields: list[Field], facts: Mapping[str, Any]) -> list[Field]:
    """`fields` with the Python `names` and the `aliases` that facts give them; those with `paths` move into what these
    lead through."""
    aliases, paths = facts.get("aliases"), facts.get("paths")
    if isinstance(names := facts.get("names"), dict):
        fields = [replace(each, python=text(names[each.name])) if each.name in names else each for each in fields]
    if isinstance(aliases, dict):
        fields = [replace(each, aliases=_paths(aliases.get(each.name))) for each in fields]
    if not isinstance(paths, dict):
        return fields
    moved = {name: path for name, written in paths.items() if len(path := _path(written)) > 1}
    kept = [_only_sent(each) if each.name in moved else each for each in fields]
    return [each for each in kept if each is not None] + _holders(
        [each for each in fields if each.name in moved], moved
    )


def _only_sent(field: Field) -> Field | None:
    return replace(field, required=False, type=Faced(Unknown(), field.type)) if field.sent else None


def _holders(fields: Iterable[Field], paths: Mapping[str, Path]) -> list[Field]:
    """What holds the values of `fields`. A value with a default need not be where it is looked for."""
    found: dict[str, list[Type]] = {}
    required: set[str] = set()
    for field in fields:
        root, *rest = paths[field.name]
        if field.required:
            required.add(str(root))
        found.setdefault(str(root), []).append(_within(rest, field.type) if field.required else Unknown())
    return [Field(root, intersect(types), root in required, sent=False) for root, types in found.items()]


def _within(path: list[str | int], node: Type) -> Type:
    match path:
        case []:
            return node
        case [int(index), *rest] if 0 <= index < _LONGEST:
            return Tuple((*[Unknown()] * index, _within(rest, node)), Unknown())
        case [str(name), *rest]:
            return Object((Field(name, _within(rest, node)),), Unknown())
        case _:
            return Array(Unknown())


def _paths(written: object) -> tuple[Path, ...]:
    if not isinstance(written, list):
        return ()
    return tuple(path for each in written if (path := _path([each] if isinstance(each, str) else each)))


def _path(written: object) -> Path:
    if not isinstance(written, list) or not all(type(each) in {str, int} for each in written):
        return ()
    return tuple(written)
