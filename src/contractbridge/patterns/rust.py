"""The dialect of Rust's `regex` crate, which Pydantic uses unless told otherwise.

The crate's documentation has its syntax. The engine has neither lookarounds nor backreferences; all it can express,
JavaScript can as well, but for a few Unicode properties.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from contractbridge.patterns import nodes
from contractbridge.patterns.nodes import Capture, Node, Repeat
from contractbridge.patterns.reader import DECIMAL, PatternError, number
from contractbridge.patterns.rust_characters import SPACES, Characters, Flags

_MOST: Final = 2**32 - 1


def parse_rust(pattern: str) -> Node:
    """The node that `pattern` stands for.

    Raises:
        PatternError: the pattern is not valid, or uses what JavaScript has nothing for.
    """
    if any("\ud800" <= char <= "\udfff" for char in pattern):
        raise PatternError("The pattern holds half of a surrogate pair.")
    parser = _Parser(pattern)
    node = parser.choice()
    if not parser.done:
        raise PatternError("A ')' closes no group.")
    return node


class _Parser(Characters):
    __slots__ = ("captures", "names")

    def __init__(self, pattern: str) -> None:
        super().__init__(pattern)
        self.captures = 0
        self.names: set[str] = set()

    def choice(self) -> Node:
        return nodes.choice(*self.separated(self._sequence))

    def _sequence(self) -> Node:
        items: list[Node] = []
        repeatable = False
        while True:
            self.skip()
            match self.peek():
                case "" | "|" | ")":
                    return nodes.sequence(*items)
                case "*" | "+" | "?" | "{":
                    if not repeatable:
                        raise PatternError("A repetition has nothing to repeat.")
                    items.append(self._repetition(items.pop()))
                case "(":
                    group = self._group()
                    items += [] if group is None else [group]
                    repeatable = group is not None
                case _:
                    items.append(self.single())
                    repeatable = True

    def _repetition(self, item: Node) -> Node:
        least, most = self._count()
        lazy = self.take("?") != self.flags.U
        return Repeat(item, least, most, lazy)

    def _count(self) -> tuple[int, int | None]:
        match self.next():
            case "*":
                return 0, None
            case "+":
                return 1, None
            case "?":
                return 0, 1
        least = self._decimal()
        most: int | None = least
        if self.take(","):
            self.skip()
            most = None if self.peek() == "}" else self._decimal()
        if not self.take("}"):
            raise PatternError("A counted repetition is not closed.")
        self.skip()
        if most is not None and most < least:
            raise PatternError("A repetition asks for more than it allows.")
        return least, most

    def _decimal(self) -> int:
        self._skip_spaces()
        digits = ""
        while self.peek() in DECIMAL:
            digits += self.next()
            self.skip()
        self._skip_spaces()
        if not digits or number(digits) > _MOST:
            raise PatternError("A counted repetition needs a number.")
        return number(digits)

    def _skip_spaces(self) -> None:
        while self.peek() in SPACES:
            self.at += 1
            self.skip()

    def _group(self) -> Node | None:
        """A group, or None for a mere switch of flags."""
        self.take("(")
        self.skip()
        if any(self.text.startswith(prefix, self.at) for prefix in ("?=", "?!", "?<=", "?<!")):
            raise PatternError("Rust's engine has no lookarounds.")
        outside = self.flags
        capture: tuple[int, str] | None = None
        if self.take("?P<") or self.take("?<"):
            capture = self._capture(self._name())
        elif self.take("?"):
            self.flags = self._switched()
            if self.next() == ")":
                return None
        else:
            capture = self._capture("")
        self.enter()
        inner = self.choice()
        self.leave()
        if not self.take(")"):
            raise PatternError("A group is not closed.")
        self.flags = outside
        return Capture(inner, *capture) if capture else nodes.Sequence((inner,))

    def _capture(self, name: str) -> tuple[int, str]:
        self.captures += 1
        return self.captures, name

    def _name(self) -> str:
        name = self.until(">")
        if not name or not (name[0].isalpha() or name[0] == "_"):
            raise PatternError("A group's name begins with a letter or an underscore.")
        if name in self.names or not all(char.isalnum() or char in "_.[]" for char in name):
            raise PatternError(f"The name {name!r} cannot be given to a group.")
        self.names.add(name)
        return name

    def _switched(self) -> Flags:
        """The flags after the letters up to `:` or `)`."""
        switched: dict[str, bool] = {}
        on = True
        letters = 0
        while (char := self.peek()) not in {":", ")"}:
            self.next()
            if char == "-" and on:
                on, letters = False, 0
            elif char and char in "imsURux" and char not in switched:
                switched[char] = on
                letters += 1
            else:
                raise PatternError(f"The flag {char!r} is unknown or repeated.")
        if (not on and not letters) or (char == ")" and not switched):
            raise PatternError("Flags are missing.")
        return replace(self.flags, **switched)
