"""Under which names a field is taken: the document has one of them, Pydantic may have more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

Facts: TypeAlias = dict[str, Any]
_Path: TypeAlias = list[str | int]


def name_facts(names: Iterable[tuple[str, str]]) -> Facts:
    """Read from pairs of a name in the document and one in Python which fields have another there."""
    return {"names": {written: name for written, name in names if written != name}}


def spelling_facts(fields: Iterable[tuple[str, Mapping[str, Any]]], settings: Mapping[str, Any]) -> Facts:
    """Read where else than under its name in the document each of the `fields` is looked for.

    `aliases` has the names and paths besides that name, in order, and the name among them where a path goes before it.
    `paths` has the fields that are found nowhere but within another.
    """
    aliases: dict[str, list[Any]] = {}
    paths: dict[str, _Path] = {}
    for name, found, single in _spelled(fields, settings):
        if single is None:
            paths[name], *others = found
            if others:
                aliases[name] = others
        elif len(found) > 1:
            others = found[1:] if found[0] == single else found
            aliases[str(single[0])] = [path[0] if len(path) == 1 else path for path in others]
    return {"aliases": aliases, "paths": paths}


def written_names(fields: Iterable[tuple[str, Mapping[str, Any]]], settings: Mapping[str, Any]) -> list[str]:
    """Give the name of each of the `fields` that these facts know it by, where no document has one."""
    return [name if single is None else str(single[0]) for name, _, single in _spelled(fields, settings)]


def paths_of(fields: Iterable[tuple[str, Mapping[str, Any]]], settings: Mapping[str, Any]) -> list[list[_Path]]:
    """Give all paths of each of the `fields`, in order."""
    return [found for _, found, _ in _spelled(fields, settings)]


def _spelled(
    fields: Iterable[tuple[str, Mapping[str, Any]]], settings: Mapping[str, Any]
) -> Iterator[tuple[str, list[_Path], _Path | None]]:
    """Give the name of each field, where it is looked for, and the one of these that is its name in the document."""
    by_name = settings.get("validate_by_name", settings.get("populate_by_name", False))
    for name, field in fields:
        found = _paths(field, name) if settings.get("validate_by_alias", True) else []
        if by_name and [name] not in found:
            found.append([name])
        # Where there is a path and no choice, the document does not look at it.
        named = found[1:] if isinstance(path := field.get("validation_alias"), list) and found[:1] == [path] else found
        yield name, found, next((path for path in named if len(path) == 1), None)


def _paths(field: Mapping[str, Any], name: str) -> list[_Path]:
    match field.get("validation_alias", name):
        case str(alias):
            return [[alias]]
        case [[*_], *_] as paths:
            return [list(path) for path in paths]
        case path:
            return [list(path)]
