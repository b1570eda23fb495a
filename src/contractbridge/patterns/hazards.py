"""Patterns that are slow only in JavaScript.

Rust's engine takes time in proportion to the text, whatever the pattern. JavaScript tries one way after the other, and
where a repetition within a repetition can divide the same text in many ways, a text that does not match in the end
makes it try them all. This looks for that shape, from the outside and roughly: by first characters, and ASCII alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, reduce
from operator import or_
from typing import Final, assert_never

from contractbridge.patterns.charsets import (
    ASCII_SPACE,
    ASCII_WORD,
    Both,
    CharSet,
    Either,
    Folded,
    Not,
    Property,
    Ranges,
    expanded,
)
from contractbridge.patterns.nodes import (
    Atomic,
    Backreference,
    Capture,
    Choice,
    End,
    Look,
    Node,
    One,
    Repeat,
    Sequence,
    Start,
    matches_empty,
)

_WARNING: Final = (
    "JavaScript may take exponential time where a text does not match: "
    "a repetition within a repetition can divide the same text in many ways."
)
_MANY: Final = 10

# A set of characters as the bits of a number, one for each in ASCII.
_ALL: Final = (1 << 128) - 1


def find_hazard(node: Node) -> str:
    """A sentence about the time that `node` may take, or nothing."""
    return _WARNING if _is_slow(node, may_fail=False) else ""


def _is_slow(node: Node, *, may_fail: bool) -> bool:
    """`may_fail`: does what follows `node` send the engine back into it?"""
    match node:
        case Sequence(items):
            for item in reversed(items):
                if _is_slow(item, may_fail=may_fail):
                    return True
                may_fail = may_fail or not _always_matches(item)
            return False
        case Choice(options):
            return any(_is_slow(option, may_fail=may_fail) for option in options)
        case Repeat(item, _, most):
            return (may_fail and _is_many(most) and _is_ambiguous(item)) or _is_slow(item, may_fail=may_fail)
        case Capture(item):
            return _is_slow(item, may_fail=may_fail)
        case Atomic(item) | Look(item):
            return _is_slow(item, may_fail=False)
        case One() | Backreference() | Start() | End():
            return False
        case _:
            assert_never(node)


def _is_ambiguous(body: Node) -> bool:
    """Can a text be several rounds of `body`, and also fewer longer ones?"""
    start = _first(body)
    return any(tail & start for tail in _tails(body, _ALL)) or _has_twin_options(body)


def _tails(node: Node, behind: int) -> Iterator[int]:
    """What is repeated at the end of `node`, as far as the characters after it could be more of the same."""
    match node:
        case Sequence(items):
            for item in reversed(items):
                yield from _tails(item, behind)
                if isinstance(item, One):
                    behind &= _first(item)
                elif not matches_empty(item):
                    return
        case Choice(options):
            for option in options:
                yield from _tails(option, behind)
        case Repeat(item, _, most):
            if _is_many(most):
                yield _first(item) & behind
            yield from _tails(item, behind)
        case Capture(item):
            yield from _tails(item, behind)
        case _:
            return


def _has_twin_options(node: Node) -> bool:
    """Do two options take the same single character?"""
    match node:
        case Sequence((item,)) | Capture(item):
            return _has_twin_options(item)
        case Choice(options):
            seen = 0
            for mask in (_first(option) for option in options if isinstance(option, One)):
                if seen & mask:
                    return True
                seen |= mask
    return False


def _is_many(most: int | None) -> bool:
    return most is None or most >= _MANY


def _always_matches(node: Node) -> bool:
    match node:
        case Sequence(items):
            return all(map(_always_matches, items))
        case Choice(options):
            return any(map(_always_matches, options))
        case Repeat(item, least):
            return least == 0 or _always_matches(item)
        case Capture(item) | Atomic(item):
            return _always_matches(item)
        case _:
            return False


def _first(node: Node) -> int:
    """What `node` can begin with."""
    match node:
        case One(charset):
            return _mask(charset)
        case Sequence(items):
            result = 0
            for item in items:
                result |= _first(item)
                if not matches_empty(item):
                    break
            return result
        case Choice(options):
            return reduce(or_, map(_first, options), 0)
        case Repeat(item) | Capture(item) | Atomic(item):
            return _first(item)
        case Backreference():
            return _ALL
        case Look() | Start() | End():
            return 0
        case _:
            assert_never(node)


@cache
def _property_mask(name: str) -> int:
    """Scripts, and what else has no short name, are taken for letters and digits."""
    if name == "White_Space":
        return _mask(ASCII_SPACE)
    if len(name) > 2:
        return _mask(ASCII_WORD)
    return sum(1 << code for code in range(128) if unicodedata.category(chr(code)).startswith(name))


def _mask(charset: CharSet) -> int:
    match charset:
        case Ranges(pairs):
            return sum((1 << min(last, 127) + 1) - (1 << first) for first, last in pairs if first < 128)
        case Property(names):
            return reduce(or_, map(_property_mask, names), 0)
        case Folded(Ranges() as inner, by):
            return _mask(expanded(inner, by))
        case Folded(inner):
            return _mask(inner)
        case Either(parts):
            return reduce(or_, map(_mask, parts), 0)
        case Both(left, right):
            return _mask(left) & _mask(right)
        case Not(inner):
            return _ALL & ~_mask(inner)
        case _:
            assert_never(charset)
