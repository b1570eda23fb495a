"""Which characters are the same where case does not count.

Rust's engine and JavaScript's `iu` flags agree: two characters are the same when Unicode's *simple case folding* maps
them to one (so K also matches the Kelvin sign, and S the long s). Python adds that all four of I, i, dotless ı and
dotted İ are one letter. Both know an ASCII mode besides, where only the letters A to Z have a case.

The table is made from `str`, whose full foldings are passed over for the simple ones, and only for the blocks that
have a case. It can lack letters newer than the running Python; they count only where a part of a pattern ignores
case and JavaScript's own flag cannot be used.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, Literal, TypeAlias

Folding: TypeAlias = Literal["unicode", "ascii", "python"]

_CASED_BLOCKS: Final = (
    (0x0041, 0x0600),
    (0x1000, 0x1400),
    (0x1C00, 0x2200),
    (0x2400, 0x2E00),
    (0xA600, 0xAC00),
    (0xFB00, 0xFB07),
    (0xFF00, 0xFF60),
    (0x10400, 0x10600),
    (0x10C00, 0x10E00),
    (0x11800, 0x11900),
    (0x16E00, 0x16F00),
    (0x1E900, 0x1EA00),
)
# Folded to each other since Unicode 15.1; Python learns of it in 3.13.
_LATE_PAIRS: Final = {0xFB05: 0xFB06, 0x1FD3: 0x0390, 0x1FE3: 0x03B0}

_PYTHON_I: Final = tuple(map(ord, "Iiİı"))


def variants(code: int, by: Folding) -> tuple[int, ...]:
    """The code points that are the same as `code` where case does not count, itself among them."""
    match by:
        case "ascii":
            return tuple({ord(chr(code).lower()), ord(chr(code).upper())}) if _is_ascii_letter(code) else (code,)
        case "python" if code in _PYTHON_I:
            return _PYTHON_I
        case _:
            return orbits().get(code, (code,))


def category_variants(category: str) -> Iterable[int] | None:
    """The code points outside a general category that differ only in case from one in it; None for other properties."""
    if len(category) > 2:
        return None
    prefixes = ("Lu", "Ll", "Lt") if category == "LC" else (category,)
    inside = {code for code in orbits() if unicodedata.category(chr(code)).startswith(prefixes)}
    return (code for code, orbit in orbits().items() if code not in inside and not inside.isdisjoint(orbit))


@cache
def orbits() -> Mapping[int, tuple[int, ...]]:
    """For each code point that has others of its kind: those that are the same under simple case folding."""
    by_folded: dict[int, list[int]] = {}
    for first, end in _CASED_BLOCKS:
        for code in range(first, end):
            by_folded.setdefault(_simple_fold(code), []).append(code)
    found = {code: tuple(orbit) for orbit in by_folded.values() if len(orbit) > 1 for code in orbit}
    return {code: (code,) for code in _PYTHON_I} | found


def _simple_fold(code: int) -> int:
    char = chr(code)
    # Where the full folding is several letters, the simple one is the lower case, or there is none.
    folded = next((each for each in (char.casefold(), char.lower()) if len(each) == 1), char)
    return _LATE_PAIRS.get(ord(folded), ord(folded))


def _is_ascii_letter(code: int) -> bool:
    return code < 128 and chr(code).isalpha()
