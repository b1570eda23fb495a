"""What the generated client sends for typed values: numbers become text, lists repeat their name, null is left out.

`runtime.js` does it in browsers; node holds this to the very client, for each input (`judge.mjs`).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from contractbridge.contract import JSON

Pairs: TypeAlias = list[tuple[str, str]]

# A string that stands for a file wherever inputs are JSON.
FILE: Final = "\x00file"

_UNESCAPED: Final = "-_.!~*'()"  # by encodeURIComponent, beside letters and digits
_HALF: Final = re.compile("[\ud800-\udfff]")
_INDEX: Final = re.compile(r"0|[1-9]\d{0,9}", re.ASCII)
_NO_SEGMENT: Final = re.compile(r"\.{0,2}")
_NO_HEADER: Final = re.compile(r"[^\t\x20-\x7e\x80-\xff]")
_PLAIN_COOKIE: Final = re.compile(r"[\w!#$%&'*+\-./:<=>?@\[\]^`{|}~()]*", re.ASCII)
_IN_COOKIE: Final = re.compile(r"[^\w!#$%&'*+\-./:<=>?@\[\]^`{|}~() ]", re.ASCII)


class Unsendable(ValueError):  # noqa: N818  no mistake of anybody's
    """No request carries the value."""


# Parts of a request


def path_of(template: str, values: Mapping[str, JSON], rests: Collection[str]) -> str:
    """The path with its parameters filled in, escaped; of those of `rests` nothing need be left. Raises `Unsendable`
    where a segment would be lost."""

    def segment(match: re.Match[str]) -> str:
        value = values.get(match[1])
        text = "" if value is None else ",".join(map(_escaped, _items(value)))
        if _NO_SEGMENT.fullmatch(text) and (text or value is None or match[1] not in rests):
            raise Unsendable
        return text

    return re.sub(r"\{([^{}]*)\}", segment, template)


def query_of(values: Mapping[str, JSON]) -> Pairs:
    return [(_whole(name), _whole(text)) for name, text in _pairs(values, _repeated)]


def headers_of(values: Mapping[str, JSON]) -> Pairs:
    """Names in lower case, sorted. Raises `Unsendable` for letters that HTTP does not have, or would take away."""
    sent = {name.lower(): text for name, text in _pairs(values, _joined)}
    if not all(_is_token(name) and _is_header(text) for name, text in sent.items()):
        raise Unsendable
    return sorted(sent.items())


def cookies_of(values: Mapping[str, JSON]) -> str:
    """The header `cookie`."""
    texts = [(name, _cookie(text)) for name, text in _pairs(values, _joined)]
    if not all(_is_token(name) for name, _ in texts):
        raise Unsendable
    return "; ".join(f"{name}={text}" for name, text in texts)


def texts_of(value: JSON) -> str:
    """A value as the one text that headers and cookies carry."""
    return ",".join(map(_text, _items(value)))


def form_of(values: Mapping[str, JSON]) -> Pairs:
    """The entries of a form; a file is `FILE`."""
    members = ((name, each) for name, value in _members(values) for each in _flat([value]) if each is not None)
    return [(_whole(name), _whole(_text(each))) for name, each in members]


def _cookie(text: str) -> str:
    if _PLAIN_COOKIE.fullmatch(text):
        return text
    units = text.encode("utf-16-be", "surrogatepass")
    letters = "".join(chr(int.from_bytes(units[at : at + 2])) for at in range(0, len(units), 2))
    return f'"{_IN_COOKIE.sub(_octal, letters)}"'


def _octal(match: re.Match[str]) -> str:
    letter = match[0]
    return f"\\{letter}" if letter in '"\\' else f"\\{ord(letter):03o}"


def _is_header(text: str) -> bool:
    return not _NO_HEADER.search(text) and text == text.strip("\t ")


def _is_token(name: str) -> bool:
    return re.fullmatch(r"[\w!#$%&'*+\-.^`|~]+", name, re.ASCII) is not None


def _escaped(value: JSON) -> str:
    try:
        return quote(_text(value), safe=_UNESCAPED)
    except UnicodeEncodeError:
        raise Unsendable from None


def _whole(text: str) -> str:
    """Text as UTF-8 has it: half of a pair is replaced."""
    return _HALF.sub("\ufffd", text)


# Values


def _pairs(values: Mapping[str, JSON], style: Callable[[str, JSON], Iterator[tuple[str, str]]]) -> Pairs:
    return [pair for name, value in _members(values) for pair in style(name, value)]


def _repeated(name: str, value: JSON) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        yield from _pairs(value, _repeated)
    else:
        yield from ((name, _text(each)) for each in _items(value))


def _joined(name: str, value: JSON) -> Iterator[tuple[str, str]]:
    if _items(value):
        yield name, texts_of(value)


def _members(values: Mapping[str, JSON]) -> list[tuple[str, JSON]]:
    """In JavaScript's order: names that are numbers come first."""
    return [(name, values[name]) for name in sorted(values, key=_order) if values[name] is not None]


def _order(name: str) -> tuple[int, int]:
    return (0, int(name)) if _INDEX.fullmatch(name) else (1, 0)


def _items(value: JSON) -> list[JSON]:
    listed: list[JSON] = [list(each) for each in _members(value)] if isinstance(value, dict) else [value]
    return [each for each in _flat(listed) if each is not None]


def _flat(values: list[JSON]) -> list[JSON]:
    return [inner for each in values for inner in (each if isinstance(each, list) else [each])]


def _text(value: JSON) -> str:
    match value:
        case str():
            return value
        case int() | float() if not isinstance(value, bool):
            return number_text(value)
        case _:
            return json_text(value)


def json_text(value: Any) -> str:
    """`JSON.stringify(value)`."""
    match value:
        case list():
            return f"[{','.join(map(json_text, value))}]"
        case dict():
            return (
                f"{{{','.join(f'{json_text(name)}:{json_text(value[name])}' for name in sorted(value, key=_order))}}}"
            )
        case int() | float() if not isinstance(value, bool):
            text = number_text(value)
            return "null" if text.endswith("Infinity") else text
        case str() if value == FILE:
            return "{}"
        case _:
            return _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", json.dumps(value, ensure_ascii=False))


def number_text(value: float) -> str:
    """A number as JavaScript prints it (ECMA-262, Number::toString), which reads all of them as doubles."""
    double = doubled(value)
    if math.isinf(double):
        return "Infinity" if double > 0 else "-Infinity"
    if double == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(double)).normalize().as_tuple()
    text = "".join(map(str, digits))
    point = len(digits) + int(exponent)
    return "-" * sign + _placed(text, point)


def _placed(digits: str, point: int) -> str:
    if len(digits) <= point <= 21:
        return digits.ljust(point, "0")
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    mantissa = f"{digits[0]}.{digits[1:]}" if len(digits) > 1 else digits
    return f"{mantissa}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def is_broken(text: str) -> bool:
    """Whether it has half of a surrogate pair, which UTF-8 cannot write."""
    return _HALF.search(text) is not None


def doubled(value: float) -> float:
    """A number as JavaScript has it."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
