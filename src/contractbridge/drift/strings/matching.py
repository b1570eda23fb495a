"""Does a text hold a match of a pattern, lookarounds and all? In polynomial time, whatever the pattern."""

from __future__ import annotations

from contractbridge.drift.strings.alphabets import Beyond, is_in
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

_LONGEST = 1_000


def has_match(node: Node, text: str) -> bool:
    """Whether `node` matches anywhere in `text`.

    Raises:
        Beyond: the pattern refers back, or holds on to what it matched, or the text is too long to say.
    """
    if len(text) > _LONGEST:
        raise Beyond("The text is too long.")
    matcher = _Matcher(text)
    return any(matcher.ends(node, at) for at in range(len(text) + 1))


class _Matcher:
    """Knows for each part of a pattern where its matches end, by where they begin."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[tuple[int, int], frozenset[int]] = {}

    def ends(self, node: Node, at: int) -> frozenset[int]:
        key = (id(node), at)
        if key not in self._known:
            self._known[key] = frozenset(self._ends(node, at))
        return self._known[key]

    def _ends(self, node: Node, at: int) -> set[int] | frozenset[int]:
        match node:
            case One(charset):
                return {at + 1} if at < len(self._text) and is_in(self._text[at], charset) else set()
            case Sequence(items):
                found = {at}
                for item in items:
                    found = self._all_ends(item, found)
                return found
            case Choice(options):
                return set().union(*(self.ends(option, at) for option in options))
            case Repeat(item, least, most):
                return self._repeated(item, least, most, at)
            case Capture(item):
                return self.ends(item, at)
            case Look(item, behind, negated):
                seen = any(at in self.ends(item, start) for start in range(at + 1)) if behind else self.ends(item, at)
                return {at} if bool(seen) != negated else set()
            case Start():
                return {at} if at == 0 else set()
            case End():
                return {at} if at == len(self._text) else set()
            case Backreference() | Atomic():
                raise Beyond("The pattern looks back.")

    def _all_ends(self, item: Node, starts: set[int]) -> set[int]:
        return {end for start in starts for end in self.ends(item, start)}

    def _repeated(self, item: Node, least: int, most: int | None, at: int) -> set[int]:
        # More rounds than there are characters only repeat what takes none.
        current = {at}
        for _ in range(min(least, len(self._text) + 1)):
            current = self._all_ends(item, current)
        found = set(current)
        rounds = 0
        while current and (most is None or rounds < most - least):
            current = self._all_ends(item, current) - found
            found |= current
            rounds += 1
        return found
