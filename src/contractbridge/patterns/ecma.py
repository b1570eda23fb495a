"""JavaScript's own dialect, which JSON Schema names for `pattern`: here only to know what may be left as it is.

ECMA-262, 22.2.1, with the `u` flag: what is accepted compiles in every engine since 2018, names of groups being ASCII.
The lenient reading is that of Annex B, for expressions written without the flag; it is printed anew.
"""

from __future__ import annotations

from typing import Final

from contractbridge.patterns import nodes
from contractbridge.patterns.charsets import (
    ASCII_DIGIT,
    ASCII_WORD,
    CharSet,
    Property,
    chars,
    complement,
    either,
    span,
)
from contractbridge.patterns.nodes import Backreference, Capture, End, Look, Node, One, Repeat, Sequence, Start
from contractbridge.patterns.properties import is_exact
from contractbridge.patterns.reader import DECIMAL, HEX, PatternError, Reader, number

_NEWLINES: Final = chars("\n\r\u2028\u2029")
_SPACE: Final = either(Property(("Zs",)), chars("\t\n\v\f\r\u2028\u2029\ufeff"))
_CATEGORIES: Final[dict[str, CharSet]] = {"d": ASCII_DIGIT, "s": _SPACE, "w": ASCII_WORD}
_CONTROLS: Final = {"f": 0x0C, "n": 0x0A, "r": 0x0D, "t": 0x09, "v": 0x0B}
_SYNTAX: Final = frozenset("^$\\.*+?()[]{}|/")
_ASSERTIONS: Final = ("^", "$", "\\b", "\\B", "(?<=", "(?<!")
_LOOKAHEADS: Final = ("(?=", "(?!")
_LINE_BREAKS: Final = {"\n": "\\n", "\r": "\\r", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def parse_ecma(pattern: str, *, lenient: bool = False) -> tuple[Node, str]:
    """The node that `pattern` stands for, and the pattern as it may stand between slashes.

    Raises:
        PatternError: the pattern is not valid with the `u` flag, or, leniently, not without it either.
    """
    parser = _Parser(pattern, lenient=lenient)
    node = parser.choice()
    if not parser.done:
        raise PatternError("A ')' closes no group.")
    for reference in parser.references:
        if isinstance(reference, str):
            if reference not in parser.names:
                raise PatternError(f"There is no group {reference!r}.")
        elif reference > parser.captures:
            raise PatternError(f"There is no group {reference}.")
    return node, parser.between_slashes()


class _Parser(Reader):
    __slots__ = ("captures", "escapes", "lenient", "names", "references")

    def __init__(self, pattern: str, *, lenient: bool) -> None:
        super().__init__(pattern)
        self.lenient = lenient
        self.captures = 0
        self.names: dict[str, int] = {}
        self.references: list[int | str] = []
        # Places of slashes and line breaks that stand for themselves.
        self.escapes: list[int] = []

    def between_slashes(self) -> str:
        """The pattern, with an escape before what would end a literal."""
        text = list(self.text)
        for at in self.escapes:
            text[at] = _LINE_BREAKS.get(text[at], "\\" + text[at])
        return "".join(text)

    @property
    def _fixed(self) -> tuple[str, ...]:
        """How that begins which cannot be repeated."""
        return _ASSERTIONS if self.lenient else _ASSERTIONS + _LOOKAHEADS

    def choice(self) -> Node:
        return nodes.choice(*self.separated(self._sequence))

    def _sequence(self) -> Node:
        items: list[Node] = []
        if self._counts() is not None:
            raise PatternError("A repetition has nothing to repeat.")
        while self.peek() not in {"", "|", ")"}:
            fixed = self.text.startswith(self._fixed, self.at)
            item = self._term()
            if (counts := self._counts()) is not None:
                if fixed:
                    raise PatternError("An assertion cannot be repeated.")
                item = Repeat(item, *counts, lazy=self.take("?"))
                if self._counts() is not None:
                    raise PatternError("A repetition has nothing to repeat.")
            items.append(item)
        return nodes.sequence(*items)

    def _counts(self) -> tuple[int, int | None] | None:
        for char, counts in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self.take(char):
                return counts
        start = self.at
        if not self.take("{"):
            return None
        digits = self.digits()
        least = number(digits)
        most: int | None = least
        if self.take(","):
            upper = self.digits()
            most = number(upper) if upper else None
        if not digits or not self.take("}"):
            self.at = start
            return None
        if most is not None and most < least:
            raise PatternError("A repetition asks for more than it allows.")
        return least, most

    def _term(self) -> Node:
        match self.next():
            case "^":
                return Start()
            case "$":
                return End()
            case ".":
                return One(complement(_NEWLINES))
            case "(":
                return self._group()
            case "[":
                return One(self._class())
            case "\\":
                return self._escape()
            case "{" | "}" | "]" as bracket if not self.lenient:
                raise PatternError(f"A {bracket!r} stands alone.")
            case char:
                return One(self._verbatim(char))

    def _verbatim(self, char: str, *, within_class: bool = False) -> CharSet:
        if char in _LINE_BREAKS or (char == "/" and not within_class):
            self.escapes.append(self.at - 1)
        return chars(char)

    def _group(self) -> Node:
        kind = next((each for each in ("?:", "?=", "?!", "?<=", "?<!", "?<", "?") if self.take(each)), "")
        if kind == "?":
            raise PatternError("JavaScript does not know this kind of group.")
        index = 0
        if kind in {"", "?<"}:
            self.captures = index = self.captures + 1
        if kind == "?<":
            name = self._name()
            if name in self.names:
                raise PatternError(f"Two groups are called {name!r}.")
            self.names[name] = index
        self.enter()
        inner = self.choice()
        self.leave()
        if not self.take(")"):
            raise PatternError("A group is not closed.")
        if index:
            return Capture(inner, index)
        if kind == "?:":
            return Sequence((inner,))
        return Look(inner, behind="<" in kind, negated="!" in kind)

    def _name(self) -> str:
        name = self.until(">")
        if not name.isascii() or not name.isidentifier():
            raise PatternError(f"The name {name!r} cannot be given to a group.")
        return name

    def _escape(self) -> Node:
        char = self.next()
        match char:
            case "b":
                return nodes.boundary(ASCII_WORD)
            case "B":
                return nodes.no_boundary(ASCII_WORD)
            case "k" if self.take("<"):
                return self._reference(self._name())
            case _ if char != "0" and char in DECIMAL:
                return self._reference(number(char + self.digits()))
        found = self._character(char)
        return One(chars(chr(found)) if isinstance(found, int) else found)

    def _reference(self, group: int | str) -> Node:
        if self.lenient:
            raise PatternError("A backreference is left to the strict reading.")
        self.references.append(group)
        return Backreference(0)

    def _character(self, char: str) -> int | CharSet:
        """A code point or a set; `char` follows its backslash."""
        match char:
            case "d" | "s" | "w":
                return _CATEGORIES[char]
            case "D" | "S" | "W":
                return complement(_CATEGORIES[char.lower()])
            case "p" | "P" if self.take("{"):
                name = self.until("}")
                if not is_exact(name):
                    raise PatternError(f"JavaScript has no Unicode property {name!r}.")
                return complement(Property((name,))) if char == "P" else Property((name,))
            case "c" if self.peek().isascii() and self.peek().isalpha():
                return ord(self.next()) % 32
            case "0" if self.peek() not in DECIMAL:
                return 0
            case "x":
                return self._hex(2)
            case "u":
                return self._unicode()
            case _ if char in _CONTROLS:
                return _CONTROLS[char]
            case _ if char in _SYNTAX or (self.lenient and char.isascii() and not char.isalnum()):
                return ord(char)
            case _:
                raise PatternError(f"JavaScript does not know the escape \\{char}.")

    def _hex(self, width: int) -> int:
        digits = self.digits(HEX, width)
        if len(digits) != width:
            raise PatternError("A hexadecimal escape is too short.")
        return int(digits, 16)

    def _unicode(self) -> int:
        if self.take("{"):
            digits = self.digits(HEX)
            if not digits or int(digits, 16) > 0x10FFFF or not self.take("}"):
                raise PatternError("A Unicode escape is not a character.")
            return int(digits, 16)
        code = self._hex(4)
        start = self.at
        if 0xD800 <= code < 0xDC00 and self.take("\\u") and self.peek() != "{":
            low = self._hex(4)
            if 0xDC00 <= low < 0xE000:
                return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
        self.at = start
        return code

    # Classes

    def _class(self) -> CharSet:
        """A bracketed class; its opening bracket has been passed."""
        negated = self.take("^")
        parts: list[CharSet] = []
        while not self.take("]"):
            first = self._class_atom()
            if self.peek() != "-" or self.peek(1) == "]":
                parts.append(_as_set(first))
                continue
            self.take("-")
            last = self._class_atom()
            if isinstance(first, int) and isinstance(last, int):
                if first > last:
                    raise PatternError("A range in a class does not go from one character to a later one.")
                parts.append(span(first, last))
            elif self.lenient:
                parts += [_as_set(first), chars("-"), _as_set(last)]
            else:
                raise PatternError("A range in a class does not go from one character to another.")
        charset = either(*parts)
        return complement(charset) if negated else charset

    def _class_atom(self) -> int | CharSet:
        char = self.next()
        if char != "\\":
            self._verbatim(char, within_class=True)
            return ord(char)
        char = self.next()
        if char == "b":
            return 0x08
        return ord("-") if char == "-" else self._character(char)


def _as_set(found: int | CharSet) -> CharSet:
    return span(found, found) if isinstance(found, int) else found
