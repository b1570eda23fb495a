"""Sets of texts, and a text that is in one and in none of some others: the shortest, if there is any.

A language is what some automata hold or refuse, between two lengths. All automata of a question read the same text
side by side. What they can have reached by each length is a layer; the layers repeat sooner or later, and so even
lengths far beyond any that were looked at are decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final, TypeAlias

from contractbridge.drift.strings.alphabets import Alphabet, Beyond
from contractbridge.drift.strings.automata import Automaton, Graph, State

# About a quarter of a second.
_MOST_EFFORT: Final = 200_000
LONGEST: Final = 2**21


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Texts that hold a match of a pattern, or hold none."""

    graph: Graph
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Language:
    """The texts of `least` to `most` characters that all of `parts` take."""

    parts: tuple[Held, ...] = ()
    least: int = 0
    most: int | None = None

    def has_length(self, length: int) -> bool:
        return self.least <= length and (self.most is None or length <= self.most)


def find_text(language: Language, others: Sequence[Language] = ()) -> str | None:
    """The shortest text of `language` that is in none of `others`, or None; the empty one last.

    Raises:
        Beyond: it would take too long to say.
    """
    search = _Search(language, others)
    end = search.end()
    return None if end is None else search.text(*end)


# Where each automaton of a question is.
_Places: TypeAlias = tuple[State, ...]


class _Search:
    def __init__(self, language: Language, others: Sequence[Language]) -> None:
        self.language = language
        self.others = others
        held = list(chain(language.parts, *(each.parts for each in others)))
        self.alphabet = Alphabet(chain.from_iterable(each.graph.sets() for each in held))
        self.automata = [Automaton(each.graph, self.alphabet) for each in held]
        self.wanted = [each.wanted for each in held]
        ends = [len(language.parts)]
        for each in others:
            ends.append(ends[-1] + len(each.parts))
        self.spans = [range(start, end) for start, end in pairwise(ends)]
        # Each place with those before it, and the letter between them: the plainest letter first.
        self.before: dict[_Places, list[tuple[_Places, int]]] = {}
        self.after: dict[_Places, list[_Places]] = {}
        self.layers: list[dict[_Places, None]] = [dict.fromkeys([tuple(each.initial for each in self.automata)])]
        self.effort = 0
        # From this layer on, the last ones repeat.
        self.repeats_from: int | None = None

    def end(self) -> tuple[int, _Places] | None:
        """The length of the shortest text, and where it ends; 0 only where there is no other."""
        most = self.language.most
        known = {frozenset(self.layers[0]): 0}
        while most is None or len(self.layers) <= most:
            layer = dict.fromkeys(chain.from_iterable(map(self._follow, self.layers[-1])))
            earlier = known.setdefault(frozenset(layer), len(self.layers))
            if earlier < len(self.layers):
                self.repeats_from = earlier
                break
            self.layers.append(layer)
            self._spend(len(layer))
            if (places := self._end_at(len(self.layers) - 1)) is not None:
                return len(self.layers) - 1, places
        for length in chain(self._further_lengths(), [0]):
            if (places := self._end_at(length)) is not None:
                return length, places
        return None

    def _further_lengths(self) -> Iterator[int]:
        """Lengths beyond the layers; if none of them has a text, no length has."""
        if self.repeats_from is None:
            return
        first = len(self.layers)
        period = first - self.repeats_from
        turns = {first, self.language.least}
        for each in self.others:
            turns |= {each.least} if each.most is None else {each.least, each.most + 1}
        for turn in sorted(each for each in turns if each >= first):
            for length in range(turn, turn + period):
                if self.language.has_length(length):
                    yield length

    def text(self, length: int, places: _Places) -> str:
        """A text of that length that ends there."""
        if length > LONGEST:
            raise Beyond("The text is too long.")
        chars = []
        for at in range(length - 1, -1, -1):
            layer = self._layer(at)
            places, letter = next(each for each in self.before[places] if each[0] in layer)
            chars.append(self.alphabet.chars[letter])
        return "".join(reversed(chars))

    def _layer(self, length: int) -> dict[_Places, None]:
        if length < len(self.layers) or self.repeats_from is None:
            return self.layers[length]
        period = len(self.layers) - self.repeats_from
        return self.layers[self.repeats_from + (length - self.repeats_from) % period]

    def _follow(self, places: _Places) -> list[_Places]:
        """Where one more letter leads, as far as it may lead to a text."""
        if places in self.after:
            return self.after[places]
        found: dict[_Places, None] = {}
        for letter in range(len(self.alphabet)):
            to = tuple(automaton.step(state, letter) for automaton, state in zip(self.automata, places, strict=True))
            if to not in found and not self._is_lost(to):
                found[to] = None
                self.before.setdefault(to, []).append((places, letter))
        self._spend(len(self.alphabet))
        self.after[places] = list(found)
        return self.after[places]

    def _is_lost(self, places: _Places) -> bool:
        """Whether no longer text will do."""
        own = range(len(self.language.parts))
        if any(self._is_settled(at, places[at], taken=False) for at in own):
            return True
        return any(
            other.least == 0 and other.most is None and all(self._is_settled(at, places[at], taken=True) for at in span)
            for other, span in zip(self.others, self.spans, strict=True)
        )

    def _is_settled(self, at: int, state: State, *, taken: bool) -> bool:
        """Whether an automaton takes every longer text, or none of them."""
        automaton = self.automata[at]
        return state == automaton.matched if self.wanted[at] == taken else automaton.is_lost(state)

    def _end_at(self, length: int) -> _Places | None:
        """Where a text of that length ends that is in the language, and in none of the others."""
        if not self.language.has_length(length):
            return None
        spans = [span for each, span in zip(self.others, self.spans, strict=True) if each.has_length(length)]
        own = range(len(self.language.parts))
        for places in self._layer(length):
            if self._takes(own, places) and not any(self._takes(span, places) for span in spans):
                return places
        return None

    def _takes(self, span: range, places: _Places) -> bool:
        return all(self.automata[at].accepts(places[at]) == self.wanted[at] for at in span)

    def _spend(self, effort: int) -> None:
        self.effort += effort
        if self.effort + sum(each.effort for each in self.automata) > _MOST_EFFORT:
            raise Beyond("The patterns have too many states.")
