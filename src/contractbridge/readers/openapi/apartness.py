"""Whether schemas are seen to have no value in common, so that it makes no difference how many of them one is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from contractbridge.readers.openapi.composition import OBJECT_RULES, Composer
from contractbridge.readers.openapi.references import Place, Scope
from contractbridge.readers.openapi.scalars import is_of_kind
from contractbridge.readers.openapi.values import texts

_MOST_MEMBERS: Final = 64
_MOST_HOPS: Final = 16
_ALL: Final = frozenset({"array", "boolean", "null", "number", "object", "string"})


@dataclass(frozen=True, slots=True)
class _Outline:
    """What is seen of a schema at a glance: kinds of values, the values themselves, what objects hold."""

    kinds: frozenset[str]
    literals: tuple[Any, ...] | None = None
    required: frozenset[str] = frozenset()
    tags: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    names: frozenset[str] | None = None  # of an object that refuses others


def are_apart(members: Sequence[Any], place: Place, scope: Scope, composer: Composer) -> bool:
    """Whether no two of `members`, listed at `place`, are seen to share a value."""
    if len(members) > _MOST_MEMBERS:
        return False
    outlines = [_outline(each, (place, index), scope, composer) for index, each in enumerate(members)]
    return all(_differ(one, other) for one, other in combinations(outlines, 2))


def _differ(one: _Outline, other: _Outline) -> bool:
    common = one.kinds & other.kinds
    if not common:
        return True
    if one.literals is not None and other.literals is not None:
        return _disjoint(one.literals, other.literals)
    if common != {"object"}:
        return False
    if _lacks(one, other) or _lacks(other, one):
        return True
    tags = dict(other.tags)
    return any(
        name in tags and name in one.required | other.required and _disjoint(values, tags[name])
        for name, values in one.tags
    )


def _lacks(one: _Outline, other: _Outline) -> bool:
    return one.names is not None and not other.required <= one.names


def _disjoint(ones: Sequence[Any], others: Sequence[Any]) -> bool:
    return {repr(each) for each in ones}.isdisjoint(repr(each) for each in others)


def _outline(schema: Any, place: Place, scope: Scope, composer: Composer) -> _Outline:
    for _ in range(_MOST_HOPS):
        match schema:
            case {"$ref": str(ref)} if (target := scope.follow(ref, place)) is not None:
                schema, place = target.value, target.place
            case _:
                break
    if not isinstance(schema, dict):
        return _Outline(frozenset() if schema is False else _ALL)
    literals = [schema["const"]] if "const" in schema else schema.get("enum")
    if isinstance(literals, list):
        return _Outline(
            frozenset(each for each in _ALL if any(is_of_kind(value, each) for value in literals)), tuple(literals)
        )
    kinds = _kinds(schema)
    parts = composer.object_parts(schema, place) if "object" in kinds else None
    if not parts:
        return _Outline(kinds)
    properties = {name: (each, part.place) for part in parts for name, each in part.properties.items()}
    tags = {name: composer.literals(each, ((at, "properties"), name)) for name, (each, at) in properties.items()}
    return _Outline(
        kinds if "type" in schema else frozenset({"object"}),
        None,
        frozenset(name for part in parts for name in texts(part.schema.get("required"))),
        tuple((name, tuple(values)) for name, values in tags.items() if values),
        frozenset(properties) if _is_closed(parts) else None,
    )


def _is_closed(parts: list[Any]) -> bool:
    return any(part.schema.get("additionalProperties") is False for part in parts) and not any(
        "patternProperties" in part.schema for part in parts
    )


def _kinds(schema: dict[str, Any]) -> frozenset[str]:
    given = schema.get("type")
    written = [given] if isinstance(given, str) else texts(given)
    if not written and not OBJECT_RULES.isdisjoint(schema):
        written = ["object"]
    kinds = {"number" if each == "integer" else each for each in written} or set(_ALL)
    return frozenset(kinds | {"null"} if schema.get("nullable") is True else kinds)
