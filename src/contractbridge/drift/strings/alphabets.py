"""Characters in classes: two are in one class where no set of a question tells them apart.

There are a million code points, and two dozen classes in all but the strangest patterns. Surrogates are none of them:
no text that is sent holds one.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain, groupby
from string import ascii_letters, digits, punctuation
from typing import Final, TypeAlias, assert_never

from contractbridge.patterns.casing import category_variants
from contractbridge.patterns.charsets import (
    ASCII,
    LAST,
    UNICODE_WORD,
    Both,
    CharSet,
    Either,
    Folded,
    Not,
    Property,
    Ranges,
    expanded,
    leaves,
    ranges,
)

Leaf: TypeAlias = Ranges | Property | Folded

# What stands for a class, if it is in it: the plainest first.
_TELLING: Final = tuple(dict.fromkeys("a1A" + "0" + ascii_letters + digits + "-_. /:@" + punctuation + "éßλ日٣😀\n"))
_SURROGATES: Final = (0xD800, 0xE000)


class Beyond(Exception):  # noqa: N818  not an error: there is no answer
    """The question is beyond what is decided here."""


class Alphabet:
    """The classes that `sets` make, numbered, each with the character that stands for it."""

    def __init__(self, sets: Iterable[CharSet]) -> None:
        """
        Raises:
            Beyond: a set is of a Unicode property that is not known here.
        """
        self._bits = {leaf: bit for bit, leaf in enumerate(dict.fromkeys(chain.from_iterable(map(leaves, sets))))}
        self._starts, self._marks = self._swept()
        found: dict[int, str] = {}
        for char in _TELLING:
            found.setdefault(self._mark(char), char)
        known = frozenset(found)
        for start, mark in zip(self._starts, self._marks, strict=True):
            # What can be seen is better than what cannot.
            if mark >= 0 and mark not in known and not (mark in found and found[mark].isprintable()):
                found[mark] = chr(start)
        self._letters = {mark: letter for letter, mark in enumerate(found)}
        self.chars = tuple(found.values())

    def __len__(self) -> int:
        return len(self.chars)

    def letter(self, char: str) -> int:
        """The class of `char`, which is no surrogate."""
        return self._letters[self._mark(char)]

    def mask(self, charset: CharSet) -> int:
        """The classes within `charset`, one of those that made this alphabet: a bit for each."""
        match charset:
            case Ranges() | Property() | Folded():
                bit = self._bits[charset]
                return sum(1 << letter for mark, letter in self._letters.items() if mark >> bit & 1)
            case Either(parts):
                mask = 0
                for part in parts:
                    mask |= self.mask(part)
                return mask
            case Both(left, right):
                return self.mask(left) & self.mask(right)
            case Not(inner):
                return (1 << len(self)) - 1 & ~self.mask(inner)
            case _:
                assert_never(charset)

    def _mark(self, char: str) -> int:
        return self._marks[bisect_right(self._starts, ord(char)) - 1]

    def _swept(self) -> tuple[list[int], list[int]]:
        """Where each run of one class starts, and which leaves hold it: a bit for each, -1 for surrogates."""
        changes: dict[int, int] = dict.fromkeys((0, *_SURROGATES), 0)
        for leaf, bit in self._bits.items():
            for first, last in _points(leaf).pairs:
                changes[first] = changes.get(first, 0) ^ 1 << bit
                changes[last + 1] = changes.get(last + 1, 0) ^ 1 << bit
        starts = sorted(each for each in changes if each <= LAST)
        marks = []
        mark = 0
        for start in starts:
            mark ^= changes[start]
            marks.append(-1 if _SURROGATES[0] <= start < _SURROGATES[1] else mark)
        return starts, marks


def is_in(char: str, charset: CharSet) -> bool:
    """
    Raises:
        Beyond: the set is of a Unicode property that is not known here.
    """
    match charset:
        case Ranges() | Property() | Folded():
            return ord(char) in _points(charset)
        case Either(parts):
            return any(is_in(char, part) for part in parts)
        case Both(left, right):
            return is_in(char, left) and is_in(char, right)
        case Not(inner):
            return not is_in(char, inner)
        case _:
            assert_never(charset)


@cache
def _points(leaf: Leaf) -> Ranges:
    match leaf:
        case Ranges():
            return leaf
        case Property():
            return ranges(chain.from_iterable(_property(name, leaf) for name in leaf.names))
        case Folded(set=inner, by=by):
            if isinstance(inner, Ranges):
                return expanded(inner, by)
            added = [category_variants(name) for name in inner.names]
            if None in added:
                raise Beyond(inner.names)
            codes = chain.from_iterable(each for each in added if each is not None)
            return ranges(chain(_points(inner).pairs, ((code, code) for code in codes)))
        case _:
            assert_never(leaf)


def _property(name: str, whole: Property) -> Iterable[tuple[int, int]]:
    name = name.removeprefix("General_Category=").removeprefix("gc=")
    if name in _KNOWN:
        return _KNOWN[name]
    if name in _PREDICATES:
        return _runs(_PREDICATES[name])
    if name == "Alphabetic" and whole == UNICODE_WORD:
        # All letters that are no marks, which the word has too; and letters in circles and squares.
        return chain(_categories("L"), _categories("Nl"), _CIRCLED)
    if name == "LC":
        return chain.from_iterable(map(_categories, ("Ll", "Lt", "Lu")))
    if found := list(_categories(name)):
        return found
    raise Beyond(name)


def _categories(prefix: str) -> Iterator[tuple[int, int]]:
    return chain.from_iterable(pairs for name, pairs in _table().items() if name.startswith(prefix))


@cache
def _table() -> Mapping[str, list[tuple[int, int]]]:
    """The code points of each general category."""
    table: dict[str, list[tuple[int, int]]] = {}
    # Private planes and those without characters need no look.
    for part in (range(0x40000), range(0xE0000, 0xE1000)):
        for category, run in groupby(part, lambda code: unicodedata.category(chr(code))):
            first, *rest = run
            table.setdefault(category, []).append((first, rest[-1] if rest else first))
    table["Co"] += [(0xF0000, 0xFFFFD), (0x100000, 0x10FFFD)]
    table["Cn"] += [(0x40000, 0xDFFFF), (0xE1000, 0xEFFFF), (0xFFFFE, 0xFFFFF), (0x10FFFE, LAST)]
    return table


def _runs(holds: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    for held, run in groupby(range(0x40000), lambda code: holds(chr(code))):
        if held:
            first, *rest = run
            yield first, rest[-1] if rest else first


_CIRCLED: Final = ((0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189))
_SPACES: Final = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_KNOWN: Final[Mapping[str, Iterable[tuple[int, int]]]] = {
    "Any": ((0, LAST),),
    "ASCII": ASCII.pairs,
    "White_Space": ranges((ord(char), ord(char)) for char in _SPACES).pairs,
    "Join_Control": ((0x200C, 0x200D),),
}
_PREDICATES: Final[Mapping[str, Callable[[str], bool]]] = {"Lowercase": str.islower, "Uppercase": str.isupper}
