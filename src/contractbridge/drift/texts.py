"""Strings as languages: is every text of one also a text of another?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from contractbridge.contract import String


@dataclass(frozen=True, slots=True)
class Verdict:
    """`witness` is a text of the first language that is none of the second; without one, the first is within the
    second if that is `decided`, and otherwise nobody knows."""

    witness: str | None
    decided: bool


def outside(sub: String, sup: String) -> Verdict:
    """Look for a text of `sub` that is none of `sup`."""
    for text in samples(sub):
        if not is_text(sup, text):
            return Verdict(text, decided=True)
    covered = (sup.min_length or 0) <= (sub.min_length or 0) and (
        sup.max_length is None or (sub.max_length is not None and sub.max_length <= sup.max_length)
    )
    included = covered and sup.pattern in (None, sub.pattern) and sup.format in ("", sub.format)
    return Verdict(None, decided=included)


def is_text(string: String, text: str) -> bool:
    """Whether `text` keeps the limits of `string`."""
    if not (string.min_length or 0) <= len(text) <= (len(text) if string.max_length is None else string.max_length):
        return False
    try:
        return string.pattern is None or re.search(string.pattern, text) is not None
    except re.error:
        return True


def samples(string: String) -> Iterator[str]:
    """Some texts of `string`: the most telling first, then the shortest and the longest."""
    least, most = string.min_length or 0, string.max_length
    lengths = [max(least, 1), least, least + 1, *([] if most is None else [most])]
    texts = [*_FORMATS.get(string.format, ()), *("a" * length for length in lengths), *_COMMON]
    if most is None:
        texts.append("a" * (least + 300))
    yield from dict.fromkeys(text for text in texts if is_text(string, text))


_COMMON = ("1", "A", "-", " ", "2024-01-31", "é")
_FORMATS = {
    "date": ("2024-01-31",),
    "date-time": ("2024-01-31T12:00:00Z",),
    "time": ("12:00:00Z",),
    "duration": ("P1D",),
    "uuid": ("123e4567-e89b-42d3-a456-426614174000",),
    "email": ("ada@example.com",),
    "uri": ("https://example.com/",),
    "ipv4": ("192.0.2.1",),
    "ipv6": ("2001:db8::1",),
}
