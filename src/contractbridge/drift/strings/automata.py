r"""Patterns as automata, whose states are made as they are reached.

A pattern is searched for anywhere in a text, so a new attempt starts at every character, and a match is for good.
What looks at one character (`\b`, a multi-line `^`) is a guard on a way that takes none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, TypeAlias, assert_never

from contractbridge.drift.strings.alphabets import Alphabet, Beyond
from contractbridge.patterns.charsets import CharSet, either
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
)

_MOST_STATES: Final = 6_000
_EDGE: Final = -1  # before the first letter, and behind the last

# A set that the letter on one side is in, or is not in.
_Peek: TypeAlias = tuple[Literal["ahead", "behind"], CharSet, bool]
_Guard: TypeAlias = Literal["start", "end"] | _Peek | None


@dataclass(slots=True)
class Graph:
    """A pattern's states from 0 on: ways that take no character, each with its guard, and ways that take one."""

    free: list[list[tuple[_Guard, int]]] = field(default_factory=list)
    taking: list[list[tuple[CharSet, int]]] = field(default_factory=list)
    goal: int = 0

    def sets(self) -> Iterator[CharSet]:
        for ways in self.taking:
            yield from (charset for charset, _ in ways)
        for free in self.free:
            yield from (guard[1] for guard, _ in free if isinstance(guard, tuple))

    def state(self) -> int:
        if len(self.free) >= _MOST_STATES:
            raise Beyond("The pattern has too many states.")
        self.free.append([])
        self.taking.append([])
        return len(self.free) - 1

    def add(self, node: Node, at: int) -> int:
        """The state behind `node`, which begins at the state `at`."""
        match node:
            case One(charset):
                end = self.state()
                self.taking[at].append((charset, end))
                return end
            case Sequence(items):
                for item in items:
                    at = self.add(item, at)
                return at
            case Choice(options):
                end = self.state()
                for option in options:
                    self._join(self.add(option, self._branch(at)), end)
                return end
            case Repeat(item, least, most):
                return self._repeat(item, least, most, at)
            case Capture(item):
                return self.add(item, at)
            case Look(item, behind, negated) if (looked := _single(item)) is not None:
                return self._guarded(("behind" if behind else "ahead", looked, negated), at)
            case Start():
                return self._guarded("start", at)
            case End():
                return self._guarded("end", at)
            case Look() | Backreference() | Atomic():
                raise Beyond("The pattern looks around, or back.")
            case _:
                assert_never(node)

    def _repeat(self, item: Node, least: int, most: int | None, at: int) -> int:
        for _ in range(least):
            at = self.add(item, at)
        if most is None:
            start = self._branch(at)
            self._join(self.add(item, start), start)
            return self._branch(start)
        end = self.state()
        for _ in range(most - least):
            self._join(at, end)
            at = self.add(item, self._branch(at))
        self._join(at, end)
        return end

    def _guarded(self, guard: _Guard, at: int) -> int:
        end = self.state()
        self.free[at].append((guard, end))
        return end

    def _branch(self, at: int) -> int:
        return self._guarded(None, at)

    def _join(self, at: int, end: int) -> None:
        self.free[at].append((None, end))


def _single(node: Node) -> CharSet | None:
    """The set that a lookaround looks for, if it looks at one character."""
    match node:
        case One(charset):
            return charset
        case Sequence((item,)) | Capture(item):
            return _single(item)
        case Choice(options):
            sets = [_single(option) for option in options]
            known = [each for each in sets if each is not None]
            return either(*known) if len(known) == len(sets) else None
        case _:
            return None


@lru_cache(2_000)
def graph_of(node: Node) -> Graph:
    """
    Raises:
        Beyond: the node looks further than one character, or is too large.
    """
    graph = Graph()
    graph.goal = graph.add(node, graph.state())
    return graph


# The states in which an attempt may be before the next letter, and that before: its class where that matters.
State: TypeAlias = tuple[frozenset[int], int]


class Automaton:
    """A graph over an alphabet, made deterministic as far as it is asked."""

    def __init__(self, graph: Graph, alphabet: Alphabet) -> None:
        self._goal = graph.goal
        self._taking = [[(alphabet.mask(charset), to) for charset, to in ways] for ways in graph.taking]
        self._free = [[(_compiled(guard, alphabet), to) for guard, to in ways] for ways in graph.free]
        self._remembers = any(
            isinstance(guard, tuple) and guard[0] == "behind" for ways in graph.free for guard, _ in ways
        )
        self._steps: dict[tuple[State, int], State] = {}
        self._ends: dict[State, bool] = {}
        self.effort = 0
        self.initial: State = (frozenset(), _EDGE)
        self.matched: State = (frozenset({self._goal}), _EDGE)
        self._restarts = self._may_restart()

    def step(self, state: State, letter: int) -> State:
        """The state behind one more letter."""
        if state == self.matched:
            return state
        found = self._steps.get((state, letter))
        if found is None:
            found = self._steps[state, letter] = self._step(state, letter)
        return found

    def accepts(self, state: State) -> bool:
        """Does a text that ends here hold a match?"""
        if state == self.matched:
            return True
        found = self._ends.get(state)
        if found is None:
            found = self._ends[state] = self._goal in self._closure(state, _EDGE)
        return found

    def is_lost(self, state: State) -> bool:
        """Is it plain that no longer text will hold a match? Otherwise it may be so."""
        return not state[0] and state[1] != _EDGE and not self._restarts

    def _step(self, state: State, letter: int) -> State:
        closure = self._closure(state, letter)
        if self._goal in closure:
            return self.matched
        reached = frozenset(to for each in closure for mask, to in self._taking[each] if mask >> letter & 1)
        return reached, letter if self._remembers else 0

    def _closure(self, state: State, following: int) -> set[int]:
        kernel, last = state
        reached = {*kernel, 0}
        waiting = list(reached)
        while waiting:
            for guard, to in self._free[waiting.pop()]:
                if to not in reached and (guard is None or _holds(guard, last, following)):
                    reached.add(to)
                    waiting.append(to)
        self.effort += len(reached)
        return reached

    def _may_restart(self) -> bool:
        """Can an attempt that starts behind the first letter come to anything?"""
        reached = {0}
        waiting = [0]
        while waiting:
            each = waiting.pop()
            if self._taking[each] or each == self._goal:
                return True
            for guard, to in self._free[each]:
                if to not in reached and not (guard is not None and guard[0] == "start"):
                    reached.add(to)
                    waiting.append(to)
        return False


_Compiled: TypeAlias = tuple[Literal["start", "end", "ahead", "behind"], int, bool]


def _compiled(guard: _Guard, alphabet: Alphabet) -> _Compiled | None:
    match guard:
        case None:
            return None
        case "start" | "end":
            return guard, 0, False
        case (side, charset, negated):
            return side, alphabet.mask(charset), negated


def _holds(guard: _Compiled, last: int, following: int) -> bool:
    kind, mask, negated = guard
    match kind:
        case "start":
            return last == _EDGE
        case "end":
            return following == _EDGE
        case "ahead":
            return (following != _EDGE and bool(mask >> following & 1)) != negated
        case "behind":
            return (last != _EDGE and bool(mask >> last & 1)) != negated
        case _:
            assert_never(kind)
