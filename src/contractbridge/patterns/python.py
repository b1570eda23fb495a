"""The dialect of Python's `re`, which Pydantic uses for `regex_engine="python-re"` and for compiled patterns.

Whether a pattern is valid is left to `re` itself; the parser here takes it that it is. Lookarounds and backreferences
go over; conditionals do not, nor a reference to a group that may not have matched: Python then fails, and JavaScript
takes the empty string.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from dataclasses import dataclass, replace
from typing import Final

from contractbridge.patterns import nodes
from contractbridge.patterns.charsets import (
    ASCII_DIGIT,
    ASCII_SPACE,
    ASCII_WORD,
    EVERYTHING,
    NEWLINE,
    CharSet,
    Property,
    chars,
    complement,
    either,
    folded,
    span,
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
)
from contractbridge.patterns.reader import CONTROLS, DECIMAL, HEX_WIDTHS, OCTAL, PatternError, Reader

_WORD: Final = either(Property(("L", "N")), chars("_"))
_SPACE: Final = either(Property(("White_Space",)), span(0x1C, 0x1F))
_DIGIT: Final = Property(("Nd",))

_UNSET: Final = "A backreference is to a group that may not have matched, where JavaScript and Python differ."
_VERBOSE_SPACES: Final = frozenset(" \t\n\r\v\f")


@dataclass(frozen=True, slots=True)
class Flags:
    """What the letters of `(?aimsx)` switch."""

    a: bool = False
    i: bool = False
    m: bool = False
    s: bool = False
    x: bool = False


def parse_python(pattern: str, flags: int) -> Node:
    """The node that `pattern` stands for under `flags`, those of a compiled pattern.

    Raises:
        PatternError: the pattern is not valid, or uses what JavaScript has nothing for.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of sets that may mean something else one day
            re.compile(pattern, flags & ~re.DEBUG)
    except (re.error, OverflowError, RecursionError, ValueError) as error:
        raise PatternError(f"Python's re does not take the pattern: {error}.") from None
    node = _Parser(pattern, flags).choice()
    _check_references(node, frozenset())
    _check_lookbehinds(node)
    return node


class _Parser(Reader):
    __slots__ = ("captures", "flags", "names")

    def __init__(self, pattern: str, flags: int) -> None:
        super().__init__(pattern)
        self.flags = Flags(
            **{letter: bool(flags & re.RegexFlag[letter.upper()]) for letter in ("a", "i", "m", "s", "x")}
        )
        self.captures = 0
        self.names: dict[str, int] = {}

    # Structure

    def choice(self) -> Node:
        return nodes.choice(*self.separated(self._sequence))

    def _sequence(self) -> Node:
        items: list[Node] = []
        while True:
            self._skip()
            if self.peek() in {"", "|", ")"}:
                return nodes.sequence(*items)
            if (counts := self._counts()) is not None:
                items.append(self._repetition(items.pop(), *counts))
            elif self.take("("):
                group = self._group()
                items += [] if group is None else [group]
            else:
                items.append(self._single())

    def _repetition(self, item: Node, least: int, most: int | None) -> Node:
        if self.take("+"):
            return Atomic(Repeat(item, least, most))
        return Repeat(item, least, most, lazy=self.take("?"))

    def _counts(self) -> tuple[int, int | None] | None:
        """The bounds of a repetition, or None where there is none: a brace may be only a brace."""
        for char, counts in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self.take(char):
                return counts
        found = re.compile(r"\{(?!\})([0-9]*)(,?)([0-9]*)\}").match(self.text, self.at)
        if not found:
            return None
        least, comma, most = found.groups()
        self.at = found.end()
        if not comma:
            return int(least), int(least)
        return int(least or 0), int(most) if most else None

    def _group(self) -> Node | None:
        """A group, its parenthesis passed; None for what matches nothing by itself, as a comment does."""
        outside = self.flags
        kind = self._opening()
        match kind:
            case "flags":
                return None
            case "#":
                self.until(")")
                return None
            case "P=":
                return Backreference(self.names[self.until(")")], outside.i)
            case "(":
                raise PatternError("JavaScript has no conditional groups.")
        name = self.until(">") if kind == "P<" else ""
        index = 0
        if kind in {"", "P<"}:
            self.captures = index = self.captures + 1
            self.names |= {name: index} if name else {}
        self.enter()
        inner = self.choice()
        self.leave()
        self.take(")")
        self.flags = outside
        return Capture(inner, index, name) if index else _grouped(kind, inner)

    def _opening(self) -> str:
        """What kind of group begins here; its flags are set."""
        if not self.take("?"):
            return ""
        for kind in ("P<", "P=", "<=", "<!", "=", "!", ">", ":", "#", "("):
            if self.take(kind):
                return kind
        on = True
        while (letter := self.next()) not in {":", ")"}:
            if letter == "-":
                on = False
            elif letter in {"a", "u"}:
                self.flags = replace(self.flags, a=letter == "a")
            else:
                self.flags = replace(self.flags, **{letter: on})
        return "flags" if letter == ")" else ":"

    def _skip(self) -> None:
        if self.flags.x:
            self.pass_comments(_VERBOSE_SPACES)

    # Single characters and boundaries

    def _single(self) -> Node:
        match self.next():
            case ".":
                return One(EVERYTHING if self.flags.s else complement(NEWLINE))
            case "^":
                return Look(One(complement(NEWLINE)), behind=True, negated=True) if self.flags.m else Start()
            case "$":
                return Look(One(complement(NEWLINE)), negated=True) if self.flags.m else _BEFORE_LAST_NEWLINE
            case "[":
                return One(self._class())
            case "\\":
                return self._escape()
            case char:
                return self._literal(ord(char))

    def _literal(self, code: int) -> Node:
        return One(self._cased(span(code, code)))

    def _cased(self, charset: CharSet) -> CharSet:
        if not self.flags.i:
            return charset
        return folded(charset, "ascii" if self.flags.a else "python")

    def _escape(self) -> Node:
        char = self.next()
        word = ASCII_WORD if self.flags.a else _WORD
        match char:
            case "A":
                return Start()
            case "Z" | "z":  # the small one since Python 3.14
                return End()
            case "b":
                return nodes.boundary(word)
            case "B":
                # The empty string has no such place, until Python 3.14.
                return Sequence((Look(Sequence((Start(), End())), negated=True), nodes.no_boundary(word)))
            case "0":
                return self._literal(int("0" + self.digits(OCTAL, 2), 8))
            case _ if char in DECIMAL:
                return self._numbered(char)
        if (charset := self._category(char)) is not None:
            return One(charset)
        return self._literal(self._character(char))

    def _numbered(self, digit: str) -> Node:
        """A backreference, unless three octal digits make it a character."""
        digits = digit + self.digits(most=1)
        if len(digits) == 2 and all(each in OCTAL for each in digits) and self.peek() in OCTAL:
            return self._literal(int(digits + self.next(), 8))
        return Backreference(int(digits), self.flags.i)

    def _category(self, letter: str) -> CharSet | None:
        match letter:
            case "d" | "D":
                charset: CharSet = ASCII_DIGIT if self.flags.a else _DIGIT
            case "s" | "S":
                charset = ASCII_SPACE if self.flags.a else _SPACE
            case "w" | "W":
                charset = ASCII_WORD if self.flags.a else _WORD
            case _:
                return None
        return complement(charset) if letter.isupper() else charset

    def _character(self, char: str) -> int:
        """The code point of an escape that stands for one; `char` follows its backslash."""
        if char in HEX_WIDTHS:
            width = HEX_WIDTHS[char]
            self.at += width
            return int(self.text[self.at - width : self.at], 16)
        if char == "N":
            self.take("{")
            return ord(unicodedata.lookup(self.until("}")))
        return CONTROLS.get(char, ord(char))

    # Classes

    def _class(self) -> CharSet:
        """A bracketed class; its opening bracket has been passed."""
        negated = self.take("^")
        literal: list[CharSet] = []
        categories: list[CharSet] = []
        start = self.at
        while self.at == start or not self.take("]"):
            first = self._class_atom()
            if not isinstance(first, int):
                categories.append(first)
            elif self.peek() == "-" and self.peek(1) != "]":
                self.take("-")
                last = self._class_atom()
                literal.append(span(first, last) if isinstance(last, int) else last)
            else:
                literal.append(span(first, first))
        # A category is asked for the lower case of a character, which changes nothing.
        charset = either(self._cased(either(*literal)), *categories)
        return complement(charset) if negated else charset

    def _class_atom(self) -> int | CharSet:
        char = self.next()
        if char != "\\":
            return ord(char)
        char = self.next()
        if char == "b":
            return 0x08
        if char in OCTAL:
            return int(char + self.digits(OCTAL, 2), 8)
        charset = self._category(char)
        return self._character(char) if charset is None else charset


_BEFORE_LAST_NEWLINE: Final = Look(Sequence((Repeat(One(NEWLINE), 0, 1), End())))


def _grouped(kind: str, inner: Node) -> Node:
    match kind:
        case ">":
            return Atomic(inner)
        case "=" | "!" | "<=" | "<!":
            return Look(inner, behind=kind.startswith("<"), negated=kind.endswith("!"))
        case _:
            return Sequence((inner,))


def _check_references(node: Node, known: frozenset[int]) -> frozenset[int]:
    """The groups that have matched for certain once `node` has, where those in `known` had before."""
    match node:
        case Backreference(index=index) if index not in known:
            raise PatternError(_UNSET)
        case Capture(item=item, index=index):
            return _check_references(item, known) | {index}
        case Choice(options=options):
            return frozenset.intersection(*(_check_references(option, known) for option in options))
        case Repeat(item=item, least=0) | Look(item=item, negated=True):
            _check_references(item, known)
            return known
        case _:
            for child in nodes.children(node):
                known = _check_references(child, known)
            return known


def _check_lookbehinds(node: Node) -> None:
    for look, _ in nodes.walk(node):
        if isinstance(look, Look) and look.behind:
            inside = (each for each, _ in nodes.walk(look.item))
            if any(isinstance(each, Atomic | Backreference) for each in inside):
                raise PatternError("JavaScript matches a lookbehind from its end, where this one would differ.")
