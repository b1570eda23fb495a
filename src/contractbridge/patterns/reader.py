"""What the parsers share: a place in the pattern, and the way to give up."""

from __future__ import annotations

from typing import Final

# Far more than people write; beyond it the recursion of parsers and engines would be at stake.
MAX_DEPTH: Final = 50


class PatternError(Exception):
    """The pattern is not valid in its dialect, or JavaScript has nothing for it. The message is one sentence."""


class Reader:
    """A pattern and a place in it."""

    __slots__ = ("at", "depth", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    @property
    def done(self) -> bool:
        return self.at >= len(self.text)

    def peek(self, ahead: int = 0) -> str:
        """The character `ahead` of this place, empty past the end."""
        return self.text[self.at + ahead : self.at + ahead + 1]

    def next(self) -> str:
        """The character at this place, which is passed."""
        if self.done:
            raise PatternError("The pattern ends too early.")
        self.at += 1
        return self.text[self.at - 1]

    def take(self, prefix: str) -> bool:
        """Is `prefix` at this place? If so, it is passed."""
        found = self.text.startswith(prefix, self.at)
        self.at += len(prefix) * found
        return found

    def until(self, end: str) -> str:
        """What lies before the next `end`; both are passed."""
        stop = self.text.find(end, self.at)
        if stop < 0:
            raise PatternError(f"A {end!r} is missing.")
        found = self.text[self.at : stop]
        self.at = stop + len(end)
        return found

    def digits(self, alphabet: str = "0123456789", most: int | None = None) -> str:
        """The digits at this place, at most so many of them, perhaps none."""
        start = self.at
        while (char := self.peek()) and char in alphabet and (most is None or self.at - start < most):
            self.at += 1
        return self.text[start : self.at]

    def pass_comments(self, spaces: frozenset[str]) -> None:
        """Pass what verbose mode ignores: white space, and comments up to the end of their line."""
        while not self.done:
            if self.peek() in spaces:
                self.at += 1
            elif self.take("#"):
                newline = self.text.find("\n", self.at)
                self.at = len(self.text) if newline < 0 else newline + 1
            else:
                return

    def enter(self) -> None:
        """One group or class deeper."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise PatternError(f"The pattern is nested more than {MAX_DEPTH} deep.")

    def leave(self) -> None:
        self.depth -= 1
