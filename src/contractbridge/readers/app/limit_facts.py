"""Facts about limits that Pydantic checks with functions, because the type that they stand at does not know them.

Such a limit is that of a union, an enumeration, a literal, an alias of several types. One that stands behind a
validator of somebody's own is a limit of what that has made of a value, and no request is held to it.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from contractbridge.readers.app.scalar_facts import Config, CoreSchema, Facts, is_finite, limits_of_text, written
from contractbridge.readers.app.validators import inside, is_own
from contractbridge.readers.facts import EXTENSION

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

# Facts by Pydantic's names.
_NAMES: Final[Mapping[str, str]] = {
    "decimal_places": "decimalPlaces",
    "ge": "ge",
    "gt": "gt",
    "le": "le",
    "lt": "lt",
    "max_digits": "maxDigits",
    "max_length": "max",
    "min_length": "min",
    "multiple_of": "multipleOf",
}
_LEAST: Final = frozenset({"ge", "gt", "min_length"})
# Where a document writes those that Pydantic writes by JSON Schema's names.
_WORDS: Final[Mapping[str, frozenset[str]]] = {
    "max_length": frozenset({"maxItems", "maxLength"}),
    "min_length": frozenset({"minItems", "minLength"}),
}
_AROUND: Final = frozenset({"default", "function-after", "function-before", "function-wrap", "json", "nullable"})
_SEVERAL: Final = frozenset({"chain", "tagged-union", "union"})


def limit_facts(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    """Read the limits that functions hold a value to: false for one of the document's that no request is held to."""
    held = {name: limit for name, limit in _limits(schema).items() if name in _own_limits(schema)}
    told = {_NAMES[name]: _as_json(limit) for name, limit in held.items() if limit is not None}
    lost = {name for name, words in _WORDS.items() if held.get(name, 0) is None and not words.isdisjoint(described)}
    told |= {_NAMES[name]: False for name in lost}
    told |= _text_limits(schema, config)
    return {"limits": {**described.get(EXTENSION, {}).get("limits", {}), **told}} if told else {}


def _limits(schema: CoreSchema) -> Facts:
    """What Pydantic's functions around a type hold its values to, with what the type itself does."""
    inner = _within(schema)
    if inner is None:
        return {name: schema[name] for name in _NAMES if name in schema}
    limits = _limits(inner)
    if own := _own_limits(schema):
        is_made = _is_made(inner)
        limits |= {name: limits.get(name) if is_made else _stricter(name, limits.get(name), own[name]) for name in own}
    return limits


def _own_limits(schema: CoreSchema) -> Mapping[str, Any]:
    match schema:
        case {"type": "function-after", "function": {"function": functools.partial(keywords=limits)}}:
            known = {} if is_own(schema) else limits
            return {name: limit for name, limit in known.items() if name in _NAMES and is_finite(limit)}
        case _:
            return {}


def _text_limits(schema: CoreSchema, config: Config) -> Facts:
    """What the steps behind the first hold a text to."""
    match schema:
        case {"type": "chain", "steps": [first, *steps]} if not _is_made(first):
            texts = [each["schema"] for each in steps if each.get("schema", {}).get("type") == "str"]
            checks = [check for each in texts for check in limits_of_text("text", each, config)["checks"]]
            return {name: option for check in checks for name, option in check.items() if name in _TEXT}
        case _:
            return {}


def _within(schema: CoreSchema) -> CoreSchema | None:
    """The schema that functions stand around."""
    within: CoreSchema | None = None
    match schema:
        case {"type": "function-after" | "function-before" | "function-wrap", "schema": inner}:
            within = inner
        case {"type": "chain", "steps": [inner, *_]}:
            within = inner
    return within


def _is_made(schema: CoreSchema) -> bool:
    """Whether somebody's own function may have made what is checked behind it."""
    parts = inside(schema) if schema["type"] in _AROUND | _SEVERAL else ()
    return is_own(schema) or any(map(_is_made, parts))


def _stricter(name: str, one: Any, other: Any) -> Any:
    if one is None or name == "multiple_of":
        return other
    return max(one, other) if name in _LEAST else min(one, other)


def _as_json(limit: Any) -> Any:
    return str(limit) if isinstance(limit, Decimal | Fraction) else written(limit)


_TEXT: Final = frozenset({"pattern", "dialect", "flags"})
