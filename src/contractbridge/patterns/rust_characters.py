"""Rust's dialect, the parts that stand for one character or for a place: escapes, properties, classes, boundaries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contractbridge.patterns import nodes
from contractbridge.patterns.charsets import (
    ASCII,
    ASCII_DIGIT,
    ASCII_LETTER,
    ASCII_SPACE,
    ASCII_WORD,
    EVERYTHING,
    NEWLINE,
    NOTHING,
    UNICODE_WORD,
    CharSet,
    Property,
    Ranges,
    both,
    chars,
    complement,
    either,
    folded,
    ranges,
    span,
    without,
)
from contractbridge.patterns.nodes import End, Look, Node, One, Sequence, Start
from contractbridge.patterns.properties import find_property, find_value
from contractbridge.patterns.reader import CONTROLS, HEX, HEX_WIDTHS, PatternError, Reader

_POSIX: Final[dict[str, CharSet]] = {
    "alnum": either(ASCII_DIGIT, ASCII_LETTER),
    "alpha": ASCII_LETTER,
    "ascii": ASCII,
    "blank": chars("\t "),
    "cntrl": either(span(0, 0x1F), span(0x7F, 0x7F)),
    "digit": ASCII_DIGIT,
    "graph": span("!", "~"),
    "lower": span("a", "z"),
    "print": span(" ", "~"),
    "punct": either(span("!", "/"), span(":", "@"), span("[", "`"), span("{", "~")),
    "space": ASCII_SPACE,
    "upper": span("A", "Z"),
    "word": ASCII_WORD,
    "xdigit": either(ASCII_DIGIT, span("A", "F"), span("a", "f")),
}
# A `~~` counts for six, since it names each of its sides twice.
_MOST_OPERATORS: Final = 60
SPACES: Final = frozenset("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {
    chr(code) for code in range(0x2000, 0x200B)
}


@dataclass(frozen=True, slots=True)
class Flags:
    """What the letters of `(?imsURux)` switch."""

    i: bool = False
    m: bool = False
    s: bool = False
    U: bool = False
    R: bool = False
    u: bool = True
    x: bool = False


class Characters(Reader):
    """Reads a pattern character by character, under the flags of the place."""

    __slots__ = ("flags", "operators")

    def __init__(self, pattern: str) -> None:
        super().__init__(pattern)
        self.flags = Flags()
        self.operators = 0

    def skip(self) -> None:
        """In verbose mode, pass white space and comments."""
        if self.flags.x:
            self.pass_comments(SPACES)

    def single(self) -> Node:
        match self.next():
            case ".":
                return One(self._dot())
            case "^":
                return self._line_edge(behind=True) if self.flags.m else Start()
            case "$":
                return self._line_edge(behind=False) if self.flags.m else End()
            case "[":
                return One(self._class())
            case "\\":
                found = self._escape()
                return One(self._literal(found)) if isinstance(found, int) else found
            case char:
                return One(self._literal(ord(char)))

    def _literal(self, code: int) -> CharSet:
        return self._cased(span(code, code))

    def _cased(self, charset: CharSet) -> CharSet:
        if not self.flags.i:
            return charset
        return folded(charset, "unicode" if self.flags.u else "ascii")

    def _dot(self) -> CharSet:
        if not self.flags.u:
            raise PatternError("Without Unicode, a dot could match half of a character.")
        if self.flags.s:
            return EVERYTHING
        return complement(self._newline())

    def _newline(self) -> Ranges:
        return chars("\r\n") if self.flags.R else NEWLINE

    def _line_edge(self, *, behind: bool) -> Node:
        look = Look(One(complement(self._newline())), behind=behind, negated=True)
        return Sequence((look, _NOT_WITHIN_CRLF)) if self.flags.R else look

    def _escape(self) -> int | Node:
        """What follows a backslash: a code point, a set or a boundary."""
        char = self.next()
        word = UNICODE_WORD if self.flags.u else ASCII_WORD
        match char:
            case "x" | "u" | "U":
                return self._hex(char)
            case "p" | "P":
                return One(self._property(negated=char == "P"))
            case "d" | "D" | "s" | "S" | "w" | "W":
                return One(self._perl(char))
            case "A":
                return Start()
            case "z":
                return End()
            case "b":
                return self._boundary(word)
            case "B":
                return nodes.no_boundary(word)
            case "<":
                return nodes.word_start(word)
            case ">":
                return nodes.word_end(word)
            case _ if char in CONTROLS:
                return CONTROLS[char]
            case _ if char.isascii() and not char.isalnum():
                return ord(char)
            case _:
                raise PatternError(f"Rust's engine does not know the escape \\{char}.")

    def _boundary(self, word: CharSet) -> Node:
        start = self.at
        if not self.take("{"):
            return nodes.boundary(word)
        self.skip()
        if not (self.peek().isascii() and (self.peek().isalpha() or self.peek() == "-")):
            self.at = start
            return nodes.boundary(word)
        match "".join(char for char in self.until("}") if not (self.flags.x and char in SPACES)):
            case "start":
                return nodes.word_start(word)
            case "end":
                return nodes.word_end(word)
            case "start-half":
                return nodes.half_start(word)
            case "end-half":
                return nodes.half_end(word)
            case kind:
                raise PatternError(f"Rust's engine does not know the boundary \\b{{{kind}}}.")

    def _hex(self, kind: str) -> int:
        self.skip()
        braced = self.take("{")
        digits = ""
        while braced or len(digits) < HEX_WIDTHS[kind]:
            self.skip()
            if braced and self.take("}"):
                break
            if (char := self.next()) not in HEX:
                raise PatternError("A hexadecimal escape holds another character.")
            digits += char
        code = int(digits or "-1", 16)
        if not 0 <= code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            raise PatternError("A hexadecimal escape is not a character.")
        if not self.flags.u and not braced and kind == "x" and code > 0x7F:
            raise PatternError("Without Unicode, the escape is half of a character.")
        return code

    def _property(self, *, negated: bool) -> CharSet:
        if not self.flags.u:
            raise PatternError("Without Unicode there are no Unicode properties.")
        self.skip()
        if self.take("{"):
            query = "".join(char for char in self.until("}") if not (self.flags.x and char in SPACES))
        else:
            query = self.next()
        found, differs = _find(query)
        if found is None:
            raise PatternError(f"JavaScript has no Unicode property {query!r}.")
        # A property that is not folded under `i` would be wrong once it is negated.
        charset = self._cased(Property((found,)) if found != "Any" else EVERYTHING)
        return complement(charset) if negated != differs else charset

    def _perl(self, letter: str) -> CharSet:
        match letter.lower(), self.flags.u:
            case "d", True:
                charset: CharSet = Property(("Nd",))
            case "s", True:
                charset = Property(("White_Space",))
            case "w", True:
                charset = UNICODE_WORD
            case "d", False:
                charset = ASCII_DIGIT
            case "s", False:
                charset = ASCII_SPACE
            case _:
                charset = ASCII_WORD
        return self._checked(complement(charset) if letter.isupper() else charset)

    def _checked(self, charset: CharSet) -> CharSet:
        """Without Unicode the engine sees bytes, and Pydantic's use of it refuses what could match half a character."""
        if not self.flags.u and without(charset, ASCII) != NOTHING:
            raise PatternError("Without Unicode, a class could match half of a character.")
        return charset

    # Classes

    def _class(self) -> CharSet:
        """A bracketed class; its opening bracket has been passed. The operators bind alike, from the left."""
        self.enter()
        self.skip()
        negated = self.take("^")
        self.skip()
        parts = self._leading_literals()
        left: tuple[CharSet, str] | None = None
        while True:
            self.skip()
            operator = next((each for each in ("&&", "--", "~~", "]") if self.take(each)), None)
            if operator is None:
                parts.append(self._class_item())
                continue
            union = self._cased(either(*parts))
            done = union if left is None else _combined(left[0], left[1], union)
            if operator == "]":
                break
            left, parts = (done, operator), []
            self.operators += 6 if operator == "~~" else 1
            if self.operators > _MOST_OPERATORS:
                raise PatternError("The classes have too many operators.")
        self.leave()
        return self._checked(complement(done) if negated else done)

    def _leading_literals(self) -> list[CharSet]:
        """Hyphens, or else one `]`, at the start of a class."""
        found: list[CharSet] = []
        while self.take("-"):
            found.append(chars("-"))
            self.skip()
        if not found and self.take("]"):
            found.append(chars("]"))
        return found

    def _class_item(self) -> CharSet:
        if self.peek() == "[":
            if (posix := self._posix()) is not None:
                return posix
            self.take("[")
            return self._class()
        first = self._class_atom()
        self.skip()
        if self.peek() != "-" or self._after_hyphen() in {"]", "-"}:
            return ranges([(first, first)]) if isinstance(first, int) else first
        self.take("-")
        self.skip()
        last = self._class_atom()
        if not isinstance(first, int) or not isinstance(last, int) or first > last:
            raise PatternError("A range in a class does not go from one character to a later one.")
        if not self.flags.u and last > 0x7F:
            raise PatternError("Without Unicode, a class could match half of a character.")
        return span(first, last)

    def _after_hyphen(self) -> str:
        start = self.at
        self.take("-")
        self.skip()
        found = self.peek()
        self.at = start
        return found

    def _class_atom(self) -> int | CharSet:
        if not self.take("\\"):
            return ord(self.next())
        match self._escape():
            case int() as code:
                return code
            case One(charset):
                return charset
            case _:
                raise PatternError("A boundary cannot stand in a class.")

    def _posix(self) -> CharSet | None:
        start = self.at
        if self.take("[:"):
            negated = self.take("^")
            end = self.text.find(":", self.at)
            name = self.text[self.at : max(end, self.at)]
            if name in _POSIX and self.text.startswith(":]", end):
                self.at = end + 2
                charset = self._cased(_POSIX[name])
                return self._checked(complement(charset) if negated else charset)
        self.at = start
        return None


_NOT_WITHIN_CRLF: Final = Look(Sequence((Look(One(chars("\r")), behind=True), One(chars("\n")))), negated=True)


def _combined(left: CharSet, operator: str, right: CharSet) -> CharSet:
    match operator:
        case "&&":
            return both(left, right)
        case "--":
            return without(left, right)
        case _:
            return either(without(left, right), without(right, left))


def _find(query: str) -> tuple[str | None, bool]:
    """JavaScript's name for what stands within the braces of a property, and whether its complement is asked for."""
    for operator in ("!=", ":", "="):
        name, found, value = query.partition(operator)
        if found:
            return find_value(name, value), operator == "!="
    return find_property(query), False
