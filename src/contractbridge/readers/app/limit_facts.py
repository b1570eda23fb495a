"""Facts about limits that Pydantic checks with functions, because the type that they stand at does not know them.

Such a limit is that of a union, an enumeration, a literal, an alias of several types. One that stands behind a
validator of somebody's own is a limit of what that has made of a value, and no request is held to it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from ipaddress import IPv4Address, IPv6Address
from itertools import takewhile
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
_ORDERED: Final = (int, float, Decimal, Fraction, date, time, timedelta, IPv4Address, IPv6Address)
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
    held = {name: limit for name, limit in limits_around(schema).items() if name in _own_limits(schema)}
    told = {_NAMES[name]: _as_json(limit) for name, limit in held.items() if limit is not None}
    lost = {name for name, words in _WORDS.items() if held.get(name, 0) is None and not words.isdisjoint(described)}
    told |= {_NAMES[name]: False for name in lost}
    told |= _text_limits(schema, config)
    return {"limits": {**described.get(EXTENSION, {}).get("limits", {}), **told}} if told else {}


def limits_around(schema: CoreSchema) -> Facts:
    """What Pydantic's functions around a type hold its values to, with what the type itself does."""
    inner = _within(schema)
    if inner is None:
        known = {name: schema[name] for name in _NAMES if schema.get(name) is not None}
        return {name: limit for name, limit in known.items() if is_finite(limit)}
    limits, own = limits_around(inner), _own_limits(schema)
    return limits | {name: limits.get(name) for name in own} if own and _is_made(inner) else _both(limits, own)


def _own_limits(schema: CoreSchema) -> Mapping[str, Any]:
    match schema:
        case {"type": "function-after", "function": {"function": functools.partial(keywords=limits)}}:
            # Bounds of other types are left to the server, which has texts and identifiers in an order of its own.
            known = {} if is_own(schema) else limits
            found = {name: limit for name, limit in known.items() if name in _NAMES and isinstance(limit, _ORDERED)}
            return {name: limit for name, limit in found.items() if is_finite(limit)}
        case {"type": "chain", "steps": [first, *_]}:
            alike = (
                limits_around(each) for each in _steps(schema) if _within(each) is None and _kind(each) == _kind(first)
            )
            return functools.reduce(_both, alike, {})
        case _:
            return {}


def _text_limits(schema: CoreSchema, config: Config) -> Facts:
    """What the steps behind the first hold a text to."""
    match schema:
        case {"type": "chain", "steps": [first, *_]} if not _is_made(first):
            texts = [text for each in _steps(schema) if (text := each.get("schema", each))["type"] == "str"]
            checks = [check for each in texts for check in limits_of_text("text", each, config)["checks"]]
            return {name: option for check in checks for name, option in check.items() if name in _TEXT}
        case _:
            return {}


def _steps(schema: CoreSchema) -> Iterator[CoreSchema]:
    """The steps of a chain behind the first, as far as nobody's own function makes something else of a value."""
    return takewhile(lambda each: not _is_made(each), schema["steps"][1:])


def _kind(schema: CoreSchema) -> str:
    """The type within functions, where that of a number is one: each knows the limits of the other."""
    while (inner := _within(schema)) is not None:
        schema = inner
    return "number" if schema["type"] in {"float", "int"} else str(schema["type"])


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


def _both(limits: Mapping[str, Any], others: Mapping[str, Any]) -> Facts:
    return {**limits} | {name: _stricter(name, limits.get(name), limit) for name, limit in others.items()}


def _stricter(name: str, one: Any, other: Any) -> Any:
    if one is None or name == "multiple_of":
        return other
    return max(one, other) if name in _LEAST else min(one, other)


def _as_json(limit: Any) -> Any:
    return str(limit) if isinstance(limit, Decimal | Fraction) else written(limit)


_TEXT: Final = frozenset({"pattern", "dialect", "flags"})
