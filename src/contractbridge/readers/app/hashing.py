"""Which items a set can hold: Python asks them for a hash, and what JSON has as arrays and objects often has none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

CoreSchema: TypeAlias = Mapping[str, Any]

_ARRAYS: Final = frozenset({"frozenset", "tuple"})
# What is made of an array or an object, and has no hash.
_UNHASHABLE: Final = frozenset({"any", "deque", "defaultdict", "dict", "list", "set", "typed-dict"})
_AROUND: Final = frozenset({"nullable", "default"})
_UNKNOWN: Final = frozenset(
    {"call", "function-after", "function-before", "function-plain", "function-wrap", "named-tuple", "definition-ref"}
)


def hashable_depth(schema: CoreSchema) -> int | None:
    """How deep arrays may stand within items of this schema, with no object in them; None where that is not known, or
    nobody need ask."""
    return _depth(schema) if _may_be_unhashable(schema) else None


def _may_be_unhashable(schema: CoreSchema) -> bool:
    return schema["type"] in _UNHASHABLE or _is_unhashable_class(schema) or any(map(_may_be_unhashable, _parts(schema)))


def _depth(schema: CoreSchema) -> int | None:
    kind = schema["type"]
    if kind in _UNKNOWN or (kind in {"model", "dataclass"} and not _is_unhashable_class(schema)):
        return None
    depths = [_depth(each) for each in _parts(schema)]
    if None in depths or (kind in {"union", "tagged-union"} and len(set(depths)) > 1 and _has_arrays(schema)):
        return None
    deepest = max((each for each in depths if each is not None), default=0)
    return deepest + 1 if kind in _ARRAYS else deepest


def _has_arrays(schema: CoreSchema) -> bool:
    """Whether a list might be taken for a tuple, or the other way round."""
    kinds = {each["type"] for each in _parts(schema)}
    return not kinds.isdisjoint(_ARRAYS) and not kinds.isdisjoint(_UNHASHABLE)


def _is_unhashable_class(schema: CoreSchema) -> bool:
    return schema["type"] in {"model", "dataclass"} and getattr(schema["cls"], "__hash__", None) is None


def _parts(schema: CoreSchema) -> list[CoreSchema]:
    match schema["type"]:
        case "union":
            return [each[0] if isinstance(each, tuple) else each for each in schema["choices"]]
        case "tagged-union":
            return list(schema["choices"].values())
        case "tuple":
            return list(schema["items_schema"])
        case "frozenset":
            return [schema.get("items_schema", {"type": "any"})]
        case kind if kind in _AROUND:
            return [schema["schema"]]
        case _:
            return []
