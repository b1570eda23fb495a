"""The checks and limits that facts name, and what their options may be: what a document says is printed as code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from ipaddress import ip_address
from typing import Any, Final

from contractbridge.contract import JSON, Check
from contractbridge.readers.openapi.values import is_number


def read_checks(written: object) -> tuple[Check, ...]:
    """The checks that are known, with their known options."""
    checks = []
    for each in written if isinstance(written, list) else ():
        match each:
            case {"name": str(name)} if name in _OPTIONS:
                known = _OPTIONS[name]
                options = [(key, each[key]) for key in known if key in each and known[key](each[key])]
                checks.append(Check(name, tuple(sorted(options))))
    return tuple(checks)


def read_limits(written: object) -> dict[str, JSON]:
    """The limits that are known, of values that they can have."""
    given = written if isinstance(written, dict) else {}
    return {name: given[name] for name, is_limit in _LIMITS.items() if name in given and is_limit(given[name])}


def _is_size(value: JSON) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def _is_text(value: JSON) -> bool:
    return isinstance(value, str)


def _is_true(value: JSON) -> bool:
    return value is True


def _is_limit(value: JSON) -> bool:
    return is_number(value) or _is_text(value)


def _one_of(*allowed: JSON) -> Callable[[JSON], bool]:
    return lambda value: value in allowed


def _parsed_by(parse: Callable[[str], object]) -> Callable[[JSON], bool]:
    def is_parsed(value: JSON) -> bool:
        try:
            return isinstance(value, str) and parse(value) is not None
        except (ValueError, ArithmeticError):
            return False

    return is_parsed


def _is_moment(value: JSON) -> bool:
    return _parsed_by(datetime.fromisoformat)(value) and not _parsed_by(date.fromisoformat)(value)


def _is_texts(value: JSON) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_plain(value: JSON) -> bool:
    return isinstance(value, list) and all(_is_text(each) or is_number(each) for each in value)


def _bounds(is_bound: Callable[[Any], bool]) -> dict[str, Callable[[Any], bool]]:
    return dict.fromkeys(("gt", "ge", "lt", "le"), is_bound)


def _is_offset(value: JSON) -> bool:
    return value in ("aware", "naive") or (isinstance(value, int) and not isinstance(value, bool))


_SIZES: Final = {"min": _is_size, "max": _is_size}
_PATTERN: Final[Mapping[str, Callable[[Any], bool]]] = {
    "pattern": _is_text,
    "dialect": _one_of("rust", "python"),
    "flags": _is_size,
}
_TEXT: Final[Mapping[str, Callable[[Any], bool]]] = {
    **_SIZES,
    **_PATTERN,
    "strip": _is_true,
    "ascii": _is_true,
    "case": _one_of("lower", "upper"),
}
_LIMITS: Final[Mapping[str, Callable[[Any], bool]]] = {
    **_SIZES,
    "maxDigits": _is_size,
    "decimalPlaces": _is_size,
    "multipleOf": _is_limit,
    **_bounds(_is_limit),
    **_PATTERN,
}
_WHEN: Final = {"when": _one_of("past", "future"), "unit": _one_of("seconds", "milliseconds")}
_OPTIONS: Final[Mapping[str, Mapping[str, Callable[[Any], bool]]]] = {
    "base64": {
        **_TEXT,
        "alphabet": _one_of("standard", "url", "either"),
        "lenient": _is_true,
        "text": _is_true,
        "within": _one_of("base64", "hex"),
    },
    "bit": {},
    "booleanKey": {},
    "byteSize": {"multipleOf": _is_size, **_bounds(is_number)},
    "bytes": _SIZES,
    "complex": {},
    "date": {**_WHEN, **_bounds(_parsed_by(date.fromisoformat))},
    "dateTime": {**_WHEN, "timezone": _is_offset, **_bounds(_is_moment)},
    "decimal": {
        "maxDigits": _is_size,
        "decimalPlaces": _is_size,
        "multipleOf": _parsed_by(Decimal),
        "special": _is_true,
        **_bounds(_parsed_by(Decimal)),
    },
    "distinct": {**_SIZES, "hashable": _is_size, "opaque": _is_true},
    "duration": _bounds(_is_text),
    "email": {**_SIZES, **_PATTERN, "trim": _is_true},
    "flags": {"mask": _is_size, "refused": _is_plain},
    "fraction": {"multipleOf": _parsed_by(Fraction), "spaced": _is_true, **_bounds(_parsed_by(Fraction))},
    "hex": _SIZES,
    "integerKey": {"multipleOf": _is_size, **_bounds(is_number)},
    "ip": {
        "version": _one_of(4, 6),
        "kind": _one_of("address", "interface", "network"),
        **_bounds(_parsed_by(ip_address)),
    },
    "jsonText": {},
    "memberKey": {"values": _is_plain, "text": _one_of("integer", "number")},
    "numberKey": {"finite": _is_true, "multipleOf": is_number, **_bounds(is_number)},
    "numeral": _TEXT,
    "size": _SIZES,
    "text": _TEXT,
    "time": {"timezone": _is_offset, **_bounds(_parsed_by(time.fromisoformat))},
    "url": {
        **_SIZES,
        "schemes": _is_texts,
        "maxLength": _is_size,
        "host": _is_true,
        "defaultHost": _is_text,
        "defaultPort": _is_size,
        "multiHost": _is_true,
        "strict": _is_true,
    },
    "uuid": {"version": _is_size},
}
