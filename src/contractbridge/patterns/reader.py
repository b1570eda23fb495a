"""What the parsers share: a place in the pattern, and the way to give up."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Final, TypeVar

T = TypeVar("T")

# Escapes that Rust and Python have in common.
CONTROLS: Final = {"a": 0x07, "f": 0x0C, "t": 0x09, "n": 0x0A, "r": 0x0D, "v": 0x0B}
HEX_WIDTHS: Final = {"x": 2, "u": 4, "U": 8}
HEX: Final = frozenset("0123456789abcdefABCDEF")
OCTAL: Final = frozenset("01234567")
DECIMAL: Final = frozenset("0123456789")

# Far more than people write; beyond it the recursion of parsers and engines would be at stake.
MAX_DEPTH: Final = 50


# More than any count that an engine takes, and short of what `int` refuses to read.
_LONGEST_NUMBER: Final = 12


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

    def separated(self, read: Callable[[], T]) -> list[T]:
        """What `read` finds here, and after each `|` again."""
        found = [read()]
        while self.take("|"):
            found.append(read())
        return found

    def until(self, end: str) -> str:
        """What lies before the next `end`; both are passed."""
        stop = self.text.find(end, self.at)
        if stop < 0:
            raise PatternError(f"A {end!r} is missing.")
        found = self.text[self.at : stop]
        self.at = stop + len(end)
        return found

    def digits(self, alphabet: Container[str] = DECIMAL, most: int | None = None) -> str:
        """The digits at this place, at most so many of them, perhaps none."""
        start = self.at
        while self.peek() in alphabet and (most is None or self.at - start < most):
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


def number(digits: str) -> int:
    """What decimal digits stand for; one number for all that are too large to matter."""
    significant = digits.lstrip("0") or "0"
    return int(significant) if len(significant) <= _LONGEST_NUMBER else 10**_LONGEST_NUMBER
