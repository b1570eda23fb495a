"""Limits that Pydantic's functions hold a value to, whatever it is: put on each of the types that a value may have.

Python says what a limit means for which value. One that means nothing for a type, such as the length of a number,
breaks the endpoint, so that no request has values of that type.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, Final, TypeAlias

from contractbridge.contract import (
    JSON,
    Array,
    Boolean,
    Check,
    Checked,
    Const,
    Encoded,
    Enum,
    Faced,
    Map,
    Never,
    Null,
    Number,
    Object,
    Ref,
    String,
    Tuple,
    Type,
    Union,
    Unknown,
)
from contractbridge.faces import structural
from contractbridge.readers.openapi.checks import read_checks, read_limits
from contractbridge.readers.openapi.nodes import unite

Limits: TypeAlias = Mapping[str, Any]
Resolve: TypeAlias = Callable[[str], Type]

_SIZES: Final = frozenset({"min", "max"})
_TEXTUAL: Final = frozenset({"pattern", "dialect", "flags"})
_LEAST: Final = frozenset({"ge", "gt", "min"})
# What says the same in a document.
_WORDS: Final[Mapping[str, str]] = {
    "exclusiveMaximum": "lt",
    "exclusiveMinimum": "gt",
    "maxItems": "max",
    "maxLength": "max",
    "maximum": "le",
    "minItems": "min",
    "minLength": "min",
    "minimum": "ge",
}
# The fields of nodes that hold limits.
_FIELDS: Final[Mapping[type[Type], Mapping[str, str]]] = {
    Array: {"min": "min_items", "max": "max_items"},
    Map: {"min": "min_size", "max": "max_size"},
    Number: {
        "ge": "minimum",
        "gt": "exclusive_minimum",
        "le": "maximum",
        "lt": "exclusive_maximum",
        "multipleOf": "multiple_of",
    },
    String: {"min": "min_length", "max": "max_length"},
}
# Checks of what a limit may mean something for that they cannot say.
_LOOSE: Final = frozenset(
    {
        *("base64", "bit", "booleanKey", "byteSize", "bytes", "flags", "hex", "integerKey", "ip"),
        *("jsonText", "memberKey", "omitted", "url"),
    }
)
_ANY_KIND: Final = Union((String(), Number(), Boolean(), Array(Unknown()), Map(Unknown())))


def without_limits(schema: dict[str, Any], limits: object) -> dict[str, Any]:
    """`schema` without the limits that its facts tell instead."""
    told = limits if isinstance(limits, dict) else {}
    return {word: each for word, each in schema.items() if _WORDS.get(word) not in told}


def tighten(node: Type, limits: object, resolve: Resolve) -> Type:
    """`node` with requests that keep to `limits`, as a fact has them; `resolve` gives what a reference refers to."""
    if not (known := read_limits(limits)):
        return node
    request = _tight(node, known, resolve)
    return request if structural(request) == structural(node) else Faced(request, node)


def _tight(node: Type, limits: Limits, resolve: Resolve) -> Type:
    match node:
        case Unknown():
            return _tight(_ANY_KIND, limits, resolve)
        case Ref(key=key):
            named = resolve(key)
            if isinstance(named, Object):
                return _tight_leaf(node, limits)
            found = node if named == node else _tight(named, limits, partial(_outside, key, resolve))
            return node if found == named else found
        case Union(members=members, discriminator=discriminator):
            return unite((_tight(each, limits, resolve) for each in _taken(members)), discriminator)
        case Faced(request=Union(), response=Tuple(items=items, rest=None)):  # a named tuple
            return node if _admits(limits, [None] * len(items)) else Never()
        case Faced(request=request):
            return replace(node, request=_tight(request, limits, resolve))
        case Encoded(type=encoded):
            return Encoded(_tight(encoded, limits, resolve))
        case Checked(checks=[Check(name="jsonText")]):
            return Encoded(_tight(Unknown(), limits, resolve))
        case Checked(checks=[Check(name="bit")]):
            return unite(Const(value) for value in (0, 1) if _admits(limits, value))
        case Checked(type=checked, checks=[check, *others]):
            checks = _tight_check(check, limits)
            return Checked(checked, (*checks, *others)) if checks else Never()
        case _:
            return _tight_leaf(node, limits)


def _outside(key: str, resolve: Resolve, other: str) -> Type:
    """What a reference within a definition refers to, unless to that itself."""
    return Ref(other) if other == key else resolve(other)


def _tight_leaf(node: Type, limits: Limits) -> Type:
    match node:
        case Null():
            return Never()
        case Boolean():
            kept = [value for value in (True, False) if _admits(limits, value)]
            return node if len(kept) == 2 else unite(map(Const, kept))
        case Const(value=value):
            return _patterned(node, limits) if _admits(limits, value) else Never()
        case Enum(members=members):
            some = tuple(each for each in members if _admits(limits, each.value))
            return _patterned(replace(node, members=some), limits) if some else Never()
        case Number(flags=None) if numbers := _numbers(limits):
            stepped = replace(node, exact=True) if "multipleOf" in numbers and not node.integer else node
            return _limited(stepped, {name: _plain(limit) for name, limit in numbers.items()})
        case String() if limits.keys() <= _SIZES | _TEXTUAL:
            sizes = {name: limit for name, limit in limits.items() if name in _SIZES}
            return _patterned(_limited(node, sizes), limits)
        case Array(unique=True) if limits.keys() <= _SIZES:
            return Checked(node, _tight_check(Check("distinct"), limits))
        case Array() | Map() if limits.keys() <= _SIZES:
            return _limited(node, limits)
        case Number(flags=None) | String() | Array() | Map():
            return Never()
        case Object() | Ref() if limits.keys() <= _SIZES:  # of a typed dictionary, since no other has a length
            return Checked(node, read_checks([{"name": "size", **limits}]))
        case Tuple(items=items, rest=None):
            return node if _admits(limits, [None] * len(items)) else Never()
        case _:
            return node


def _taken(members: tuple[Type, ...]) -> list[Type]:
    """The members that a value may be to Python: where any text will do, a text is made nothing else of."""
    converted = [each for each in members if isinstance(each, Checked) and isinstance(each.type, String)]
    return [each for each in members if String() not in members or each not in converted]


def _limited(node: Type, limits: Limits) -> Type:
    """`node` with limits that its fields hold, where they are stricter."""
    fields = _FIELDS[type(node)]
    held = {fields[name]: _stricter(name, getattr(node, fields[name]), limit) for name, limit in limits.items()}
    return replace(node, **held)


def _patterned(node: Type, limits: Limits) -> Type:
    """`node`, whose texts also match a pattern."""
    pattern = {name: limit for name, limit in limits.items() if name in _TEXTUAL}
    if not pattern:
        return node
    own: dict[str, Any] = {}
    if isinstance(node, String):
        own = {"min": node.min_length, "max": node.max_length, "pattern": node.pattern, "dialect": node.dialect or None}
    own = {name: each for name, each in own.items() if each is not None}
    return Checked(node, read_checks([{"name": "text", **each} for each in (own, pattern) if each]))


def _tight_check(check: Check, limits: Limits) -> tuple[Check, ...]:
    """The check with limits among its options, or nothing where they mean nothing to it."""
    write = _WRITTEN.get(check.name)
    given = {name: write(limit) if write and name in _KEEPS else limit for name, limit in limits.items()}
    options = dict(check.options)
    alone = read_checks([{"name": check.name, **given}])
    if not alone or len(alone[0].options) < len(given):
        return (check,) if check.name in _LOOSE else ()
    if "pattern" in options and "pattern" in given:
        return (check, *alone)
    stricter = {name: _stricter(name, options.get(name), limit) for name, limit in given.items()}
    return read_checks([{"name": check.name, **options, **stricter}])


def _stricter(name: str, one: Any, other: Any) -> Any:
    if one is None or name == "multipleOf" or name in _TEXTUAL:
        return other
    return (max if name in _LEAST else min)(one, other, key=_order)


def _order(limit: Any) -> Any:
    """Moments are in the order of their texts, as far as they are of one zone."""
    number = _read_number(limit)
    return limit if number is None else number


def _numbers(limits: Limits) -> dict[str, Fraction]:
    """The limits as numbers, or nothing where one is none."""
    numbers = {name: _read_number(limit) for name, limit in limits.items() if name in _KEEPS}
    known = {name: number for name, number in numbers.items() if number is not None}
    return known if len(known) == len(limits) else {}


def _read_number(limit: Any) -> Fraction | None:
    try:
        return Fraction(limit) if isinstance(limit, int | float | str | Fraction) else None
    except ValueError:
        return None


def _plain(number: Any) -> JSON:
    """A number as JSON has it."""
    read = _read_number(number)
    return number if read is None else read.numerator if read.denominator == 1 else float(read)


def _admits(limits: Limits, value: JSON) -> bool:
    """Whether a value keeps to limits; but for a pattern, which is left to JavaScript."""
    match value:
        case str() | list():
            names = _SIZES | _TEXTUAL if isinstance(value, str) else _SIZES
            return limits.keys() <= names and limits.get("min", 0) <= len(value) <= limits.get("max", math.inf)
        case int() | float():
            numbers = _numbers(limits)
            return bool(numbers) and all(_KEEPS[name](Fraction(value), limit) for name, limit in numbers.items())
        case _:
            return False


# What numbers are held to.
_KEEPS: Final[Mapping[str, Callable[[Fraction, Fraction], bool]]] = {
    "ge": operator.ge,
    "gt": operator.gt,
    "le": operator.le,
    "lt": operator.lt,
    "multipleOf": lambda number, step: step != 0 and number % step == 0,
}
# How checks have numbers among their options, where not as they are.
_WRITTEN: Final[Mapping[str, Callable[[Any], JSON]]] = {
    "byteSize": _plain,
    "decimal": lambda limit: str(Decimal(limit)) if isinstance(limit, int | float) else limit,
    "fraction": str,
    "integerKey": _plain,
    "numberKey": _plain,
}
