"""Fields under the names that requests may have for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from contractbridge.contract import Array, Faced, Field, Never, Object, Path, Tuple, Type, Unknown
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
        fields = [
            replace(each, aliases=read_paths(aliases.get(each.name))) if each.name in aliases else each
            for each in fields
        ]
    if not isinstance(paths, dict):
        return fields
    moved = {name: path for name, written in paths.items() if (path := _path(written))}
    declared = {each.name for each in fields if each.name not in moved}
    kept = [_moved(each, moved[each.name], declared) if each.name in moved else each for each in fields]
    return _with_holders(kept, [each for each in fields if each.name in moved], moved)


def _moved(field: Field, path: Path, declared: set[str]) -> Field:
    # What holds the one path of a field tells that it is required, if it is no field itself and a type can.
    untold = bool(field.aliases) or path[0] in declared
    untold = untold or any(isinstance(key, int) and not 0 <= key < _LONGEST for key in path)
    return replace(field, required=field.required and untold, aliases=(path, *field.aliases), elsewhere=True)


def _with_holders(kept: list[Field], moved: Iterable[Field], paths: Mapping[str, Path]) -> list[Field]:
    """The fields, with what holds the values of those that are `moved`, as far as that is no field itself. A value with
    a default need not be where it is looked for."""
    found: dict[str, list[Type]] = {}
    required: set[str] = set()
    for field in moved:
        root, *rest = paths[field.name]
        # One that has more paths may lie along any of them.
        needed = field.required and not field.aliases
        if needed:
            required.add(str(root))
        found.setdefault(str(root), []).append(_within(rest, field.type) if needed else Unknown())
    declared = {each.name for each in kept if not each.elsewhere}
    holders = {
        root: Field(root, Faced(intersect(types), Never()), root in required, sent=False)
        for root, types in found.items()
        if root not in declared
    }
    fields = [replace(each, required=True) if each.name in declared & required else each for each in kept]
    return [part for each in fields for part in _apart(each, holders.pop(each.name, None))] + [*holders.values()]


def _apart(field: Field, holder: Field | None) -> list[Field]:
    """A field, or in the place of one that has the name of what `holder` holds, that and what it is taken from."""
    if holder is None or not isinstance(holder.type, Faced):
        return [field]
    taken = replace(field, name="", type=Faced(field.type, Never()), sent=False)
    sent = Faced(holder.type.request, field.type)
    return [taken, replace(field, type=sent, required=holder.required, aliases=(), elsewhere=False)]


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


def read_paths(written: object) -> tuple[Path, ...]:
    """The paths that a fact has, where a single name may stand for one."""
    if not isinstance(written, list):
        return ()
    return tuple(path for each in written if (path := _path([each] if isinstance(each, str) else each)))


def _path(written: object) -> Path:
    if not isinstance(written, list) or not all(type(each) in {str, int} for each in written):
        return ()
    return tuple(written)
