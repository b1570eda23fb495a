"""Patterns read: what automata can say of them, and whether a text holds a match."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Literal

from contractbridge.drift.strings.alphabets import Alphabet, Beyond
from contractbridge.drift.strings.automata import Automaton, graph_of
from contractbridge.drift.strings.languages import Held
from contractbridge.drift.strings.matching import has_match
from contractbridge.patterns import Dialect, PatternError, parse
from contractbridge.patterns.charsets import chars
from contractbridge.patterns.nodes import Capture, Choice, End, Look, Node, One, Sequence, Start


class Pattern:
    """A pattern; `node` is None where no dialect has it."""

    def __init__(self, node: Node | None) -> None:
        self._node = None if node is None else _ended(node)
        self._conjuncts = [] if self._node is None else list(_conjuncts(self._node))

    @cached_property
    def parts(self) -> tuple[Held, ...]:
        """What a text must hold and must not hold; where that `is_whole`, to hold a match."""
        parts = []
        for node, wanted in self._conjuncts:
            try:
                graph = graph_of(node)
                Alphabet(graph.sets())
            except Beyond:
                continue
            parts.append(Held(graph, wanted))
        return tuple(parts)

    @cached_property
    def is_whole(self) -> bool:
        return self._node is not None and len(self.parts) == len(self._conjuncts)

    def matches(self, text: str) -> bool | None:
        """Whether `text` holds a match; None where nobody can tell."""
        if self._node is None or any("\ud800" <= char < "\ue000" for char in text):
            return None
        if not self.is_whole:
            try:
                return has_match(self._node, text)
            except Beyond:
                return None
        return all(self._holds(at, text) == part.wanted for at, part in enumerate(self.parts))

    def _holds(self, at: int, text: str) -> bool:
        alphabet, automaton = self._automata[at]
        state = automaton.initial
        for char in text:
            state = automaton.step(state, alphabet.letter(char))
            if state == automaton.matched:
                return True
        return automaton.accepts(state)

    @cached_property
    def _automata(self) -> list[tuple[Alphabet, Automaton]]:
        alphabets = [Alphabet(part.graph.sets()) for part in self.parts]
        return [
            (alphabet, Automaton(part.graph, alphabet)) for alphabet, part in zip(alphabets, self.parts, strict=True)
        ]


@lru_cache(2_000)
def read_pattern(pattern: str, dialect: Dialect | Literal[""]) -> Pattern:
    """The pattern, in its dialect if there it is one: Pydantic writes some that its own engine has not."""
    dialects: tuple[Dialect | Literal[""], ...] = (dialect, "python", "ecma")
    for each in dialects:
        try:
            return Pattern(parse(pattern, each))
        except PatternError:
            continue
    return Pattern(None)


@lru_cache(2_000)
def listed(texts: tuple[str, ...]) -> Pattern:
    """A pattern for just these texts; one with half of a surrogate pair is none."""
    return Pattern(Choice(tuple(Sequence((Start(), *(One(chars(char)) for char in text), End())) for text in texts)))


def _conjuncts(node: Node) -> Iterator[tuple[Node, bool]]:
    """What has to match, or must not: lookaheads at the start of a text are questions of their own."""
    items = list(_in_order(node))
    start: Node = Start()
    while len(items) > 1 and items[0] == start:
        match items[1]:
            case Start():
                del items[0]
            case Look(item=item, behind=False, negated=negated):
                yield Sequence((start, item)), not negated
                del items[1]
            case _:
                break
    yield Sequence(tuple(items)), True


def _in_order(node: Node) -> Iterator[Node]:
    """The parts of a sequence, of those within it too."""
    match node:
        case Sequence(items):
            for item in items:
                yield from _in_order(item)
        case Capture(item):
            yield from _in_order(item)
        case _:
            yield node


def _ended(node: Node) -> Node:
    """The same where nothing comes behind `node`: there, to look ahead is to match."""
    match node:
        case Sequence((*items, last)):
            return Sequence((*items, _ended(last)))
        case Choice(options):
            return Choice(tuple(map(_ended, options)))
        case Capture(item, index, name):
            return Capture(_ended(item), index, name)
        case Look(item, behind=False, negated=False):
            return _ended(item)
        case _:
            return node
