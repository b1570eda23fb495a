"""The limits of values as calls on a schema: bounds, lengths, patterns, and the predicates of `checks.js`."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Final, assert_never

from contractbridge.contract import Array, Check, Checked, Contract, Map, Number, Object, String, Type, Union, children
from contractbridge.emitters.text import fit, key, literal, quote
from contractbridge.errors import Notice
from contractbridge.faces import operation_types, structural
from contractbridge.patterns import Translated, Untranslatable, translate, translate_unknown

# Options of a check that are given as one regular expression, and those that only tell which values are equal.
_NOT_PRINTED: Final = frozenset({"pattern", "dialect", "flags", "case", "opaque"})


def number_limits(node: Number) -> Iterator[str]:
    """The calls that hold a number to its limits, to its step first, as on the server; a bound that JavaScript lacks
    becomes the next one within it."""
    if node.integer:
        yield ".refine(...is.integer)"
    if node.multiple_of is not None:
        yield f".refine(...is.multiple({literal(node.multiple_of)}{', true' if node.integer or node.exact else ''}))"
    for method, inclusive, bound, inward in (
        ("gte", "gte", node.minimum, math.inf),
        ("lte", "lte", node.maximum, -math.inf),
        ("gt", "gte", node.exclusive_minimum, math.inf),
        ("lt", "lte", node.exclusive_maximum, -math.inf),
    ):
        if bound is None:
            continue
        double = float(bound)
        if double == bound:
            yield f".{method}({literal(bound)})"
        else:
            outside = double < bound if inward > 0 else double > bound
            yield f".{inclusive}({literal(math.nextafter(double, inward) if outside else double)})"


def string_limits(node: String) -> str:
    """The calls that hold a string to its lengths and its pattern."""
    lengths = size_limits("min", node.min_length, "max", node.max_length)
    if node.pattern is None:
        return lengths
    match _javascript(node.pattern, node.dialect):
        case Translated(source=source, flags=flags):
            told = quote(f"String should match pattern '{node.pattern}'")
            message = "" if source == node.pattern else f", {told}"
            return f"{lengths}.regex(new RegExp({quote(source)}, {quote(flags)}){message})"
        case _:
            return lengths  # not checked; `unchecked_patterns` says so


def size_limits(low_method: str, low: int | None, high_method: str, high: int | None) -> str:
    text = "" if low is None else f".{low_method}({low})"
    return text if high is None else f"{text}.{high_method}({high})"


def check_call(check: Check) -> str:
    """The call that holds a schema to a check."""
    return f".refine(...{check_text(check)})"


def check_text(check: Check, *more: str) -> str:
    """A predicate of `checks.js` of the same name; a pattern among its options is given as a regular expression.
    `more` arguments stand behind the options."""
    options = [f"{key(name)}: {literal(value)}" for name, value in check.options if name not in _NOT_PRINTED]
    match _pattern_of(check):
        case Translated(source=source, flags=flags):
            options.append(f"pattern: new RegExp({quote(source)}, {quote(flags)})")
            if source != (written := str(dict(check.options)["pattern"])):
                options.append(f"written: {quote(written)}")
        case _:
            pass  # not checked; `unchecked_patterns` says so
    given = [fit("{", options, "}", spaced=True)] if options else []
    return f"is.{check.name}({', '.join((*given, *more))})"


def _pattern_of(check: Check) -> Translated | Untranslatable | None:
    match dict(check.options):
        case {"pattern": str(pattern), "dialect": "python", **rest}:
            flags = rest.get("flags", 0)
            return translate(pattern, "python", flags if isinstance(flags, int) else 0)
        case {"pattern": str(pattern)}:
            return _javascript(pattern, "rust")
        case _:
            return None


@cache
def _javascript(pattern: str, dialect: str) -> Translated | Untranslatable:
    """One pattern stands in many places, and some are thousands of characters long."""
    return translate(pattern, "rust") if dialect == "rust" else translate_unknown(pattern)


def unchecked_patterns(contract: Contract) -> Iterator[Notice]:
    """A notice for each pattern that JavaScript has no equal of, and for those that may be slow in it."""
    for definition_key, definition in contract.definitions.items():
        yield from _pattern_notices(definition.type, f"/components/schemas/{definition_key}")
    for operation in contract.operations:
        for _, node in operation_types(operation):
            yield from _pattern_notices(node, f"/paths/{operation.path}/{operation.method.lower()}")


def _pattern_notices(node: Type, place: str) -> Iterator[Notice]:
    for pattern, translated in _patterns(node):
        match translated:
            case Untranslatable(reason=reason):
                yield Notice(place, f"the pattern {pattern!r} is not checked: {reason}")
            case Translated(warning=warning):
                if warning:
                    yield Notice(place, f"the pattern {pattern!r} is checked, but {warning}")
            case _:
                assert_never(translated)
    if isinstance(node, Object):
        for field in node.fields:
            yield from _pattern_notices(field.type, f"{place}/properties/{field.name}")
    elif not _is_replaced(node):
        for child in children(node):
            yield from _pattern_notices(child, place)


def _is_replaced(node: Type) -> bool:
    """Whether checks of a string take the place of its own pattern."""
    match node:
        case Checked(type=String(), checks=checks):
            return not any(each.name == "sent" for each in checks)
        case _:
            return False


def _patterns(node: Type) -> Iterator[tuple[str, Translated | Untranslatable]]:
    match node:
        case String(pattern=str(pattern), dialect=dialect):
            yield pattern, _javascript(pattern, dialect)
        case Checked(checks=checks):
            for check in checks:
                if translated := _pattern_of(check):
                    yield str(dict(check.options)["pattern"]), translated
        case _:
            return


def unlimited(node: Type) -> Type:
    """`node` without its own limits; what is inside keeps those that it has."""
    match node:
        case Array(items=items):
            return Array(items)
        case Map(values=values, keys=keys):
            return Map(values, keys)
        case Number() | String():
            return structural(node)
        case Union(members=members):
            return replace(node, members=tuple(map(unlimited, members)))
        case _:
            return node
