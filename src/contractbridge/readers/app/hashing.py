"""Facts about sets: which items they can hold, and how many they count.

Python asks items for a hash, which what JSON has as arrays and objects often lacks, and counts equal ones once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from contractbridge.readers.app.scalar_facts import Facts, check
from contractbridge.readers.app.validators import class_validators

CoreSchema: TypeAlias = Mapping[str, Any]
Resolve: TypeAlias = Callable[[str], CoreSchema | None]

SETS: Final = frozenset({"frozenset", "set"})

_ARRAYS: Final = frozenset({"frozenset", "tuple"})
_CLASSES: Final = frozenset({"dataclass", "model"})
_MUTABLE: Final = frozenset({"counter", "deque", "defaultdict", "dict", "list", "set", "typed-dict"})
# What is made of an array or an object, and may have no hash.
_UNHASHABLE: Final = _MUTABLE | {"any"}
_AROUND: Final = frozenset({"nullable", "default"})
_UNKNOWN: Final = frozenset(
    {"call", "function-after", "function-before", "function-plain", "function-wrap", "named-tuple", "definition-ref"}
)


def set_facts(schema: CoreSchema, resolve: Resolve) -> Facts:
    """Read the sizes of a set, and what is known of its items."""
    items = schema.get("items_schema", {"type": "any"})
    most = schema.get("max_length")
    # Whatever a validator makes of items may be equal.
    opaque = most is not None and any(class_validators(items))
    told: Facts = {"min": schema.get("min_length"), "max": most, "opaque": opaque or None}
    told |= {"max": 0} if _never_hashable(items, resolve) else {"hashable": hashable_depth(items)}
    return check("distinct", **told) if any(each is not None for each in told.values()) else {}


def hashable_depth(schema: CoreSchema) -> int | None:
    """How deep arrays may stand within items of this schema, with no object in them; None where that is not known, or
    nobody need ask."""
    return _depth(schema) if _may_be_unhashable(schema) else None


def _may_be_unhashable(schema: CoreSchema) -> bool:
    return schema["type"] in _UNHASHABLE or _is_unhashable_class(schema) or any(map(_may_be_unhashable, _parts(schema)))


def _depth(schema: CoreSchema) -> int | None:
    kind = schema["type"]
    if kind in _UNKNOWN or (kind in _CLASSES and not _is_unhashable_class(schema)):
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


def _never_hashable(schema: CoreSchema, resolve: Resolve, within: frozenset[str] = frozenset()) -> bool:
    """Whether surely no value of a schema has a hash."""

    def is_never(inner: CoreSchema) -> bool:
        return _never_hashable(inner, resolve, within)

    match schema:
        case {"type": "definition-ref", "schema_ref": ref} if ref not in within and (target := resolve(ref)):
            return _never_hashable(target, resolve, within | {ref})
        case {"type": "default", "schema": inner}:
            return is_never(inner) and getattr(type(schema.get("default", [])), "__hash__", None) is None
        case {"type": "union" | "tagged-union"}:
            return all(map(is_never, _parts(schema)))
        case {"type": "tuple"} if "variadic_item_index" not in schema:
            return any(map(is_never, _parts(schema)))
        case {"type": "named-tuple"}:
            return any(map(is_never, _fields(schema)))
        case {"type": "json-or-python", "python_schema": {"type": "chain"}, "json_schema": inner}:  # a sequence
            return is_never(inner)
        case {"type": "model" | "dataclass"}:
            hashes_fields = _is_made(schema["cls"].__hash__)
            return _is_unhashable_class(schema) or (hashes_fields and any(map(is_never, _fields(schema["schema"]))))
        case _:
            return schema["type"] in _MUTABLE


def _is_made(function: Any) -> bool:
    """Whether a class did not write its hash itself: Pydantic gave it one of all fields, or `dataclasses` did, whose
    code stands in no file."""
    code = getattr(function, "__code__", None)
    module = getattr(function, "__module__", None) or ""
    return module.startswith("pydantic.") or (code is not None and code.co_filename == "<string>")


def _fields(schema: CoreSchema) -> Iterator[CoreSchema]:
    """What a class holds, as far as it is seen: the root of a model, or fields."""
    match schema:
        case {"type": "model-fields", "fields": dict(fields)}:
            yield from (each["schema"] for each in fields.values())
        case {"type": "dataclass-args" | "named-tuple", "fields": list(fields)}:
            yield from (each["schema"] for each in fields)
        case _:
            yield schema


def _is_unhashable_class(schema: CoreSchema) -> bool:
    return schema["type"] in _CLASSES and getattr(schema["cls"], "__hash__", None) is None


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
