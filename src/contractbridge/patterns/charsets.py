"""Sets of characters: the algebra behind classes, dots and case.

Plain ranges are computed with. Unicode properties are only names here, so what involves them stays symbolic, and the
printer finds a JavaScript spelling for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final, TypeAlias, assert_never

from contractbridge.patterns.casing import Folding, orbits, variants
from contractbridge.patterns.properties import CASE_SPLITTING

LAST: Final = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Ranges:
    """Code points as sorted ranges, both ends included, that neither overlap nor touch."""

    pairs: tuple[tuple[int, int], ...]

    def __contains__(self, code: int) -> bool:
        return any(first <= code <= last for first, last in self.pairs)


@dataclass(frozen=True, slots=True)
class Property:
    """What has any of these Unicode properties, each as JavaScript names it: `L`, `Script=Greek`."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """A set and whatever differs from a member only in case."""

    set: Ranges | Property
    by: Folding


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[CharSet, ...]


@dataclass(frozen=True, slots=True)
class Both:
    left: CharSet
    right: CharSet


@dataclass(frozen=True, slots=True)
class Not:
    set: CharSet


CharSet: TypeAlias = Ranges | Property | Folded | Either | Both | Not

NOTHING: Final = Ranges(())
EVERYTHING: Final = Ranges(((0, LAST),))

# UTS #18, annex C: what Rust calls a word. As one set, it is closed under case; some of its parts are not.
UNICODE_WORD: Final = Property(("Alphabetic", "M", "Nd", "Pc", "Join_Control"))
# What Python calls a word, but for "_". It is closed under case, but for a mark that counts as a small iota.
PYTHON_WORD: Final = Property(("L", "N"))


def span(first: str | int, last: str | int) -> Ranges:
    """From `first` to `last`, each a character or its code point."""
    low, high = (ord(end) if isinstance(end, str) else end for end in (first, last))
    return Ranges(((low, high),))


def chars(text: str) -> Ranges:
    """The characters of `text`."""
    return ranges((ord(char), ord(char)) for char in text)


def ranges(pairs: Iterable[tuple[int, int]]) -> Ranges:
    """The union of `pairs`, in any order."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(pairs):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return Ranges(tuple(merged))


def either(*parts: CharSet) -> CharSet:
    """The union."""
    flat = [each for part in parts for each in (part.parts if isinstance(part, Either) else (part,))]
    plain = ranges(chain.from_iterable(part.pairs for part in flat if isinstance(part, Ranges)))
    rest = tuple(dict.fromkeys(part for part in flat if not isinstance(part, Ranges)))
    if plain == EVERYTHING or any(isinstance(part, Not) and part.set in rest for part in rest):
        return EVERYTHING
    if not rest:
        return plain
    kept = (plain, *rest) if plain.pairs else rest
    return kept[0] if len(kept) == 1 else Either(kept)


def both(left: CharSet, right: CharSet) -> CharSet:
    """The intersection."""
    match _settled(left), _settled(right):
        case Ranges() as first, Ranges() as second:
            return _common(first, second)
        case (Ranges(()), _) | (_, Ranges(())):
            return NOTHING
        case first, second if first == EVERYTHING:
            return second
        case first, second if second == EVERYTHING:
            return first
        case first, second:
            return Both(first, second)


def complement(charset: CharSet) -> CharSet:
    """Every other code point."""
    match charset:
        case Ranges():
            return minus(EVERYTHING, charset)
        case Not(inner):
            return inner
        case Either(parts) if any(isinstance(part, Not) for part in parts):
            result = complement(either(*(part for part in parts if not isinstance(part, Not))))
            for part in parts:
                if isinstance(part, Not):
                    result = both(part.set, result)
            return result
        case _:
            return Not(charset)


def without(left: CharSet, right: CharSet) -> CharSet:
    """What is in `left` and not in `right`."""
    return both(left, complement(_settled(right)))


def folded(charset: CharSet, by: Folding) -> CharSet:
    """`charset` where case does not count. What lies below a complement or an intersection has been folded before."""
    match charset:
        case Ranges():
            return charset if expanded(charset, by) == charset else Folded(charset, by)
        case Property():
            return charset if is_closed(charset) else Folded(charset, by)
        case Either(parts):
            return either(*(folded(part, by) for part in parts))
        case Folded() | Both() | Not():
            return charset
        case _:
            assert_never(charset)


@lru_cache(1_000)
def expanded(plain: Ranges, by: Folding) -> Ranges:
    """`plain` and everything that differs from one of its members only in case."""
    if by == "ascii":
        cased: Iterable[int] = (code for code in range(128) if code in plain)
    else:
        cased = (code for first, last in plain.pairs for code in _cased_between(first, last))
    added = {variant for code in cased for variant in variants(code, by)}
    return ranges(chain(plain.pairs, ((code, code) for code in added)))


def is_closed(charset: Property) -> bool:
    """Does the property hold for all letters that differ only in case, or for none of them?"""
    return charset == UNICODE_WORD or not any(name in CASE_SPLITTING for name in charset.names)


def leaves(charset: CharSet) -> Iterator[Ranges | Property | Folded]:
    """The sets that `charset` is composed of."""
    match charset:
        case Ranges() | Property() | Folded():
            yield charset
        case Either(parts):
            for part in parts:
                yield from leaves(part)
        case Both(left, right):
            yield from leaves(left)
            yield from leaves(right)
        case Not(inner):
            yield from leaves(inner)
        case _:
            assert_never(charset)


def nesting(charset: CharSet) -> int:
    """How deep sets lie within `charset`; without recursion, since that is the question."""
    deepest = 0
    pending = [(charset, 0)]
    while pending:
        each, depth = pending.pop()
        deepest = max(deepest, depth)
        match each:
            case Either(parts):
                pending.extend((part, depth + 1) for part in parts)
            case Both(left, right):
                pending += [(left, depth + 1), (right, depth + 1)]
            case Not(inner):
                pending.append((inner, depth + 1))
    return deepest


def _cased_between(first: int, last: int) -> Iterator[int]:
    cased = orbits()
    if last - first < len(cased):
        return (code for code in range(first, last + 1) if code in cased)
    return (code for code in cased if first <= code <= last)


def _settled(charset: CharSet) -> CharSet:
    """Plain ranges where the set can be computed."""
    match charset:
        case Folded(set=Ranges() as plain, by=by):
            return expanded(plain, by)
        case Not(set=Folded(set=Ranges() as plain, by=by)):
            return complement(expanded(plain, by))
        case _:
            return charset


def minus(left: Ranges, right: Ranges) -> Ranges:
    """What is in `left` and not in `right`."""
    edges = [-1, *chain.from_iterable(right.pairs), LAST + 1]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    return _common(left, Ranges(tuple((low + 1, high - 1) for low, high in gaps if high - low > 1)))


def _common(left: Ranges, right: Ranges) -> Ranges:
    pairs = (
        (max(first, other), min(last, end))
        for first, last in left.pairs
        for other, end in right.pairs
        if first <= end and other <= last
    )
    return ranges(pairs)


ASCII: Final = span(0, 0x7F)
ASCII_DIGIT: Final = span("0", "9")
ASCII_LETTER: Final = ranges([*span("A", "Z").pairs, *span("a", "z").pairs])
ASCII_WORD: Final = ranges([*ASCII_DIGIT.pairs, *ASCII_LETTER.pairs, *chars("_").pairs])
ASCII_SPACE: Final = chars("\t\n\v\f\r ")
NEWLINE: Final = chars("\n")
