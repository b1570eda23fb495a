r"""A regular expression, freed of its dialect: what parsers make and the printer prints.

A flag never appears here. Parsers resolve them: a case-insensitive letter is a folded set, a dot is the set that its
flags make of it, and every boundary (`\b`, a multi-line `^`) is spelled out with lookarounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from contractbridge.patterns.charsets import CharSet


@dataclass(frozen=True, slots=True)
class One:
    """Exactly one code point, out of a set."""

    set: CharSet


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other; the empty sequence matches the empty string."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The first of the options that leads to a match."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """`most` is None where nothing bounds it."""

    item: Node
    least: int
    most: int | None
    lazy: bool = False


@dataclass(frozen=True, slots=True)
class Capture:
    """A numbered group; `index` is its number in the source, which need not be its number in what is printed."""

    item: Node
    index: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Backreference:
    """What the group `index` matched, in any case where `folded`; None where that makes no difference."""

    index: int
    folded: bool | None = False


@dataclass(frozen=True, slots=True)
class Atomic:
    """Once it has matched, it is not entered again."""

    item: Node


@dataclass(frozen=True, slots=True)
class Look:
    """A lookahead, or a lookbehind."""

    item: Node
    behind: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """The start of the whole string."""


@dataclass(frozen=True, slots=True)
class End:
    """The end of the whole string."""


Node: TypeAlias = One | Sequence | Choice | Repeat | Capture | Backreference | Atomic | Look | Start | End

EMPTY = Sequence(())


def sequence(*items: Node) -> Node:
    return items[0] if len(items) == 1 else Sequence(items)


def choice(*options: Node) -> Node:
    return options[0] if len(options) == 1 else Choice(options)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside `node`."""
    match node:
        case Sequence(items=items):
            return items
        case Choice(options=options):
            return options
        case Repeat(item=item) | Capture(item=item) | Atomic(item=item) | Look(item=item):
            return (item,)
        case _:
            return ()


def walk(node: Node) -> Iterator[tuple[Node, int]]:
    """Every node from `node` downwards, each with its depth; without recursion, since the depth is not yet known."""
    pending = [(node, 0)]
    while pending:
        node, depth = pending.pop()
        yield node, depth
        pending.extend((child, depth + 1) for child in children(node))


def matches_empty(node: Node) -> bool:
    """Can `node` match without taking a character?"""
    match node:
        case One():
            return False
        case Sequence(items):
            return all(map(matches_empty, items))
        case Choice(options):
            return any(map(matches_empty, options))
        case Repeat(item, least):
            return least == 0 or matches_empty(item)
        case Capture(item) | Atomic(item):
            return matches_empty(item)
        case Backreference() | Look() | Start() | End():
            return True
        case _:
            assert_never(node)


# Boundaries, spelled out


def word_start(word: CharSet) -> Node:
    return Sequence((half_start(word), Look(One(word))))


def word_end(word: CharSet) -> Node:
    return Sequence((Look(One(word), behind=True), half_end(word)))


def half_start(word: CharSet) -> Node:
    return Look(One(word), behind=True, negated=True)


def half_end(word: CharSet) -> Node:
    return Look(One(word), negated=True)


def boundary(word: CharSet) -> Node:
    return Choice((word_end(word), word_start(word)))


def no_boundary(word: CharSet) -> Node:
    inside = Sequence((Look(One(word), behind=True), Look(One(word))))
    outside = Sequence((half_start(word), half_end(word)))
    return Choice((inside, outside))
