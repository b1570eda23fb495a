"""The dialect of Python's `re`, which Pydantic uses for `regex_engine="python-re"` and for compiled patterns.

Whether a pattern is valid is left to `re` itself; the parser here takes it that it is. Lookarounds and backreferences
go over. Where a group may not have matched, Python fails at a reference to it, and has conditionals; JavaScript takes
the empty string. So such a group gets a witness: a capture of all the text from where the group begins. Behind the
group less text is left than that, and a reference to the witness fails, unless neither has matched.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Final

from contractbridge.patterns import nodes
from contractbridge.patterns.charsets import (
    ASCII_DIGIT,
    ASCII_SPACE,
    ASCII_WORD,
    EVERYTHING,
    NEWLINE,
    PYTHON_WORD,
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

_WORD: Final = either(PYTHON_WORD, chars("_"))
_SPACE: Final = either(Property(("White_Space",)), span(0x1C, 0x1F))
_DIGIT: Final = Property(("Nd",))

_UNTOLD: Final = "Whether a group has matched is asked where JavaScript cannot tell it as Python does."
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
    if asked := frozenset(map(abs, _unsure(node, frozenset()))):
        _check_told(node, asked)
        node = _Parser(pattern, flags, asked).choice()
    _check_lookbehinds(node)
    return node


class _Parser(Reader):
    """`asked` are the groups that may not have matched where it matters: they get a witness."""

    __slots__ = ("asked", "captures", "closed", "flags", "names")

    def __init__(self, pattern: str, flags: int, asked: frozenset[int] = frozenset()) -> None:
        super().__init__(pattern)
        self.asked = asked
        self.closed: set[int] = set()
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
                return self._reference(self.names[self.until(")")])
            case "(":
                return self._conditional()
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
        if not index:
            return _grouped(kind, inner)
        self.closed.add(index)
        capture = Capture(inner, index, name)
        return Sequence((Look(Capture(_REST, -index)), capture)) if index in self.asked else capture

    def _conditional(self) -> Node:
        """A condition and what follows it, each option behind whether the group has matched."""
        name = self.until(")")
        index = self.names[name] if name in self.names else int(name)
        if index not in self.closed:
            raise PatternError(_UNTOLD)
        outside = self.flags
        self.enter()
        options = [*self.separated(self._sequence), nodes.EMPTY]
        self.leave()
        self.take(")")
        self.flags = outside
        matched = _has_matched(index)
        return Choice((Sequence((matched, options[0])), Sequence((replace(matched, negated=False), options[1]))))

    def _reference(self, index: int) -> Node:
        reference = Backreference(index, self.flags.i)
        return Sequence((_has_matched(index), reference)) if index in self.asked else reference

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
        return self._reference(int(digits))

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


_REST: Final = Repeat(One(EVERYTHING), 1, None)
_BEFORE_LAST_NEWLINE: Final = Look(Sequence((Repeat(One(NEWLINE), 0, 1), End())))


def _grouped(kind: str, inner: Node) -> Node:
    match kind:
        case ">":
            return Atomic(inner)
        case "=" | "!" | "<=" | "<!":
            return Look(inner, behind=kind.startswith("<"), negated=kind.endswith("!"))
        case _:
            return Sequence((inner,))


def _has_matched(index: int) -> Look:
    """Whether the group has matched: its witness, if there is one, is longer than what is left."""
    return Look(Backreference(-index, None), negated=True)


def _unsure(node: Node, known: frozenset[int]) -> Generator[int, None, frozenset[int]]:
    """What references in `node` are to and may not have matched; and what has for certain once `node` has, where those
    in `known` had before."""
    match node:
        case Backreference(index=index) if index not in known:
            yield index
            return known
        case Capture(item=item, index=index):
            return (yield from _unsure(item, known)) | {index}
        case Choice(options=options):
            after = None
            for option in options:
                found = yield from _unsure(option, known)
                after = found if after is None else after & found
            return after or known
        case Repeat(item=item, least=0) | Look(item=item, negated=True):
            yield from _unsure(item, known)
            return known
        case _:
            for child in nodes.children(node):
                known = yield from _unsure(child, known)
            return known


def _check_told(node: Node, asked: frozenset[int]) -> None:
    """A witness tells nothing of a group that takes no text, is left again, or is forgotten in the next round."""
    for each, _ in nodes.walk(node):
        match each:
            case Capture(item=item, index=index) if index in asked and nodes.matches_empty(item):
                raise PatternError(_UNTOLD)
            case Repeat(most=most) if most == 1:
                pass
            case Repeat() | Look(negated=True) | Look(behind=True):
                inside = {found.index for found, _ in nodes.walk(each) if isinstance(found, Capture)}
                if not asked.isdisjoint(inside):
                    raise PatternError(_UNTOLD)


def _check_lookbehinds(node: Node) -> None:
    for look, _ in nodes.walk(node):
        if isinstance(look, Look) and look.behind:
            inside = (each for each, _ in nodes.walk(look.item))
            if any(isinstance(each, Atomic | Backreference) for each in inside):
                raise PatternError("JavaScript matches a lookbehind from its end, where this one would differ.")
