"""Values without parts: numbers at the edges of their type, and texts that a check of the app's may want."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from contractbridge.contract import JSON, Check, Number, String
from contractbridge.drift.mismatch import View
from contractbridge.drift.strings.texts import samples
from contractbridge.drift.values import numbers
from contractbridge.drift.values.membership import is_number


def numbers_of(node: Number, view: View) -> Iterator[float]:
    """Some of the numbers, each once: small ones, those at the edges, large ones."""
    found = [each for each in dict.fromkeys(map(numbers.plain, _numbers_near(node))) if is_number(node, each, view)]
    witness = None if found else numbers.outside(numbers.range_of(node), []).witness
    if witness is not None and is_number(node, witness, view):
        found.append(witness)
    yield from found


def _numbers_near(node: Number) -> Iterator[Fraction]:
    bounds = (node.minimum, node.maximum, node.exclusive_minimum, node.exclusive_maximum)
    given = [numbers.exact(each) for each in bounds if each is not None]
    yield from map(Fraction, (1, 0))
    yield from given
    yield from (each + by for each in given for by in (1, -1))
    if node.multiple_of:
        step = numbers.exact(node.multiple_of)
        yield from (step, 2 * step, -step)
        yield from (rounded(each / step) * step for each in given for rounded in (math.ceil, math.floor))
    if not node.integer:
        if len(given) > 1:
            yield sum(given[:2]) / Fraction(2)
        yield from (each + by for each in given for by in (_HALF, -_HALF))
        yield 3 * _HALF
    yield from map(Fraction, (-1, 2, 10, 100, 2**31, -(2**31) - 1, 2**53 - 1))


def values_for(check: Check) -> Iterator[JSON]:
    """Values that may pass `check`, or just not: they are to be asked about."""
    options: Mapping[str, Any] = dict(check.options)
    yield from _TELLING.get(check.name, ())
    yield from (each for name in ("gt", "ge", "lt", "le") for each in _near(check.name, options.get(name)))
    sizes = [each for each in (options.get("min"), options.get("max")) if isinstance(each, int)]
    for size in (each + by for each in sizes for by in (0, 1, -1) if 0 <= each + by <= _LONGEST):
        match check.name:
            case "hex":
                yield "ab" * size
            case "base64":
                yield base64.b64encode(b"a" * size).decode()
            case "email":
                yield "a" * (size - len("@example.com")) + "@example.com"
            case _:
                yield "a" * size
    if isinstance(pattern := options.get("pattern"), str):
        yield from samples(String("", options.get("min"), options.get("max"), pattern))
    if check.name == "decimal":
        yield from _decimals(options)
    if check.name == "url":
        yield from (f"{scheme}://user@example.com/a" for scheme in options.get("schemes", ()))
    if check.name == "flags":
        yield from (options.get("mask", 0), 0)


def _decimals(options: Mapping[str, Any]) -> Iterator[JSON]:
    """A step and half of it; one digit more than there may be, before the point and after it."""
    if isinstance(step := options.get("multipleOf"), str):
        half = Decimal(step) / 2
        yield from (step, str(half), float(half))
    if isinstance(places := options.get("decimalPlaces"), int) and places < _LONGEST:
        text = f"0.{'0' * places}1"
        yield from (text, float(text))
    if isinstance(digits := options.get("maxDigits"), int) and digits < _LONGEST:
        yield from ("1" * digits, "1" * (digits + 1))


def _near(name: str, bound: JSON) -> Iterator[JSON]:
    """Around a bound: dates and times with another year or hour, numbers one more and one less."""
    if isinstance(bound, str) and name in {"date", "dateTime"}:
        yield from (bound, f"{_year(bound, 1)}{bound[4:]}", f"{_year(bound, -1)}{bound[4:]}")
    elif isinstance(bound, str) and name == "time":
        yield from (bound, f"00:00:00{bound[8:]}", f"23:59:59{bound[8:]}")
    elif isinstance(bound, str) and name == "decimal":
        yield from (str(Decimal(bound) + by) for by in (0, 1, -1))
    elif bound is not None:
        yield from (bound, str(bound))
        yield from (str(bound + by) for by in (1, -1) if isinstance(bound, int))


def _year(text: str, by: int) -> str:
    return f"{int(text[:4]) + by:04}" if text[:4].isdigit() else text[:4]


_HALF: Final = Fraction(1, 2)
_LONGEST: Final = 10_000
_TELLING: Final[Mapping[str, tuple[JSON, ...]]] = {
    "base64": ("YWJj", "YQ==", ""),
    "booleanKey": ("true", "1", "off"),
    "bytes": ("a", "", "é"),
    "date": ("2024-01-31", "1970-01-01", "2999-12-31"),
    "dateTime": ("2024-01-31T12:00:00Z", "2024-01-31T12:00:00", "1970-01-01T00:00:00+02:00", "2999-12-31T00:00:00Z"),
    "decimal": ("1", 1, "1.5", "0", "-1", "0.01", "100"),
    "duration": ("P1D", "PT1H", "PT0S", "P365D"),
    "email": ("ada@example.com",),
    "hex": ("ab", "", "abcd"),
    "integerKey": ("1", "0", "-1", "100"),
    "ip": ("192.0.2.1", "2001:db8::1", "192.0.2.0/24", "2001:db8::/32"),
    "jsonText": ("1", "{}", '"a"'),
    "numberKey": ("1", "1.5", "-1"),
    "text": ("a", "1", "A", "ab", ""),
    "time": ("12:00:00", "12:00:00Z", "00:00:00", "23:59:59"),
    "url": ("https://example.com/", "http://example.com:8080/a", "https://localhost/"),
    "uuid": (
        *("123e4567-e89b-42d3-a456-426614174000", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
        *("01890a5d-ac96-774b-bcce-b302099a8057", "a3bb189e-8bf9-3888-9912-ace4e6543002"),
        "74738ff5-5367-5958-9aee-98fffdcd1876",
    ),
}
