"""A node as the source and the flags of a JavaScript regular expression.

Always with `u`, so that a character is a code point; never with `m` or `s`, whose meaning differs between dialects; and
never with `v`, which engines before 2023 lack: what has no spelling as one class is spelled with lookaheads and
alternatives. `i` is set where it says the same for every part; otherwise case is spelled out.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Final, assert_never

from contractbridge.patterns import nodes
from contractbridge.patterns.casing import Folding, category_variants
from contractbridge.patterns.charsets import (
    EVERYTHING,
    LAST,
    NOTHING,
    PYTHON_WORD,
    Both,
    CharSet,
    Either,
    Folded,
    Not,
    Property,
    Ranges,
    either,
    expanded,
    is_closed,
    leaves,
    minus,
    ranges,
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
    matches_empty,
)
from contractbridge.patterns.reader import PatternError


class _Level(IntEnum):
    """How tightly a piece of text holds together."""

    CHOICE = 0
    SEQUENCE = 1
    TERM = 2  # cannot be repeated as it stands
    ATOM = 3


_SYNTAX: Final = frozenset("^$\\.*+?()[]{}|/")
_CLASS_SYNTAX: Final = frozenset("^\\-[]")
_CONTROLS: Final = {0x09: "\\t", 0x0A: "\\n", 0x0B: "\\v", 0x0C: "\\f", 0x0D: "\\r"}


def print_javascript(node: Node) -> tuple[str, str]:
    """The source and the flags for `new RegExp(source, flags)`; the source can also stand between slashes.

    Raises:
        PatternError: JavaScript has nothing for a part of it.
    """
    everything = [each for each, _ in nodes.walk(node)]
    ignore_case = _wants_flag(everything) and _allows_flag(everything)
    needs_guard = matches_empty(node) and any(isinstance(each, Look) for each in everything)
    guarded = Sequence((_ON_A_CHARACTER, node)) if needs_guard else node
    source, _ = _Printer(ignore_case=ignore_case).node(guarded)
    return source or "(?:)", "iu" if ignore_case else "u"


# V8 also looks for a match between the halves of a surrogate pair, where no character is, and so no lookaround sees
# one. An expression that takes no character could match there.
_ON_A_CHARACTER: Final = Look(Choice((One(EVERYTHING), End())))


def _wants_flag(everything: list[Node]) -> bool:
    return any(
        each.folded if isinstance(each, Backreference) else isinstance(leaf, Folded)
        for each in everything
        for leaf in _leaves(each)
    )


def _allows_flag(everything: list[Node]) -> bool:
    """Does the `i` flag leave alone what minds case, and never take more than what does not?"""
    # Nothing else folds a reference, and then one mark is no matter.
    known = [PYTHON_WORD] if any(isinstance(each, Backreference) and each.folded for each in everything) else []
    return all(
        each.folded is not False if isinstance(each, Backreference) else leaf in known or _allows(leaf)
        for each in everything
        for leaf in _leaves(each)
    )


def _leaves(node: Node) -> Iterable[Ranges | Property | Folded]:
    match node:
        case One(charset):
            return leaves(charset)
        case Backreference():
            return (NOTHING,)
        case _:
            return ()


def _allows(leaf: Ranges | Property | Folded) -> bool:
    match leaf:
        case Ranges():
            return expanded(leaf, "unicode") == leaf
        case Property():
            return is_closed(leaf)
        case Folded(set=Ranges() as plain, by=by):
            return not minus(expanded(plain, "unicode"), expanded(plain, by)).pairs
        case Folded():
            return True
        case _:
            assert_never(leaf)


class _Printer:
    """Prints from left to right, so that groups are numbered as JavaScript will."""

    __slots__ = ("captures", "ignore_case", "numbers")

    def __init__(self, *, ignore_case: bool) -> None:
        self.ignore_case = ignore_case
        self.captures = 0
        self.numbers: dict[int, int] = {}

    def node(self, node: Node) -> tuple[str, _Level]:
        match node:
            case One(charset):
                return self._set(charset)
            case Sequence(items):
                return self._sequence(items)
            case Choice(options):
                return "|".join(self.node(option)[0] for option in options), _Level.CHOICE
            case Repeat(item, least, most, lazy):
                return self._at(_Level.ATOM, item) + _quantifier(least, most) + "?" * lazy, _Level.TERM
            case Capture(item, index, name):
                self.numbers[index] = self.captures = self.captures + 1
                label = f"?<{name}>" if name.isascii() and name.isidentifier() else ""
                return f"({label}{self.node(item)[0]})", _Level.ATOM
            case Backreference(index, folded):
                if folded is not None and folded != self.ignore_case:
                    raise PatternError("A backreference and another part of the pattern differ in whether case counts.")
                # Within a group, since a digit may follow.
                return f"(?:\\{self.numbers[index]})", _Level.ATOM
            case Atomic(item):
                # A lookahead is not entered again: match in one, then take what it captured.
                self.captures += 1
                number = self.captures
                return f"(?=({self.node(item)[0]}))(?:\\{number})", _Level.SEQUENCE
            case Look(item, behind, negated):
                return f"(?{'<' * behind}{'!' if negated else '='}{self.node(item)[0]})", _Level.TERM
            case Start():
                return "^", _Level.TERM
            case End():
                return "$", _Level.TERM
            case _:
                assert_never(node)

    def _sequence(self, items: tuple[Node, ...]) -> tuple[str, _Level]:
        if len(items) == 1:
            return self.node(items[0])
        return "".join(self._at(_Level.SEQUENCE, item) for item in items), _Level.SEQUENCE

    def _at(self, level: _Level, node: Node) -> str:
        return _grouped(self.node(node), level)

    # Sets

    def _set(self, charset: CharSet) -> tuple[str, _Level]:
        """One character out of a set."""
        match charset:
            case Folded(inner, by):
                return self._set(self._unfolded(inner, by))
            case Ranges(((first, last),)) if first == last:
                return _char(first, _SYNTAX), _Level.ATOM
            case Ranges() if _is_mostly_everything(charset):
                return f"[^{_ranges(minus(EVERYTHING, charset))}]", _Level.ATOM
            case Property((name,)):
                return f"\\p{{{name}}}", _Level.ATOM
            case Not(Property((name,))) if (members := self._members(charset)) is not None:
                return members, _Level.ATOM
            case _ if (members := self._members(charset)) is not None:
                return f"[{members}]", _Level.ATOM
            case Not(inner) if (members := self._members(inner)) is not None:
                return f"[^{members}]", _Level.ATOM
            case Not(inner):
                return f"(?!{self._set(inner)[0]})[^]", _Level.SEQUENCE
            case Both(left, Not(inner)) | Both(Not(inner), left):
                return f"(?!{self._set(inner)[0]}){_grouped(self._set(left), _Level.SEQUENCE)}", _Level.SEQUENCE
            case Both(left, Ranges() as right) | Both(Ranges() as right, left) if _is_mostly_everything(right):
                lacking = self._set(minus(EVERYTHING, right))[0]
                return f"(?!{lacking}){_grouped(self._set(left), _Level.SEQUENCE)}", _Level.SEQUENCE
            case Both(left, right):
                return f"(?={self._set(left)[0]}){_grouped(self._set(right), _Level.SEQUENCE)}", _Level.SEQUENCE
            case Either(parts):
                flat = either(*(part for part in parts if self._members(part) is not None))
                others = [part for part in parts if self._members(part) is None]
                options = ([] if flat == NOTHING else [flat]) + others
                return "|".join(self._set(option)[0] for option in options), _Level.CHOICE
            case _:
                raise AssertionError(charset)

    def _members(self, charset: CharSet) -> str | None:
        """What to write between brackets; None where brackets are not enough."""
        match charset:
            case Ranges():
                return _ranges(charset)
            case Property(names):
                return "".join(f"\\p{{{name}}}" for name in names)
            case Folded(inner, by):
                return self._members(self._unfolded(inner, by))
            case Either(parts):
                members = [self._members(part) for part in parts]
                return None if None in members else "".join(each for each in members if each)
            # With `i`, a complement in brackets is taken before case is: right only for what case does not split.
            case Not(Property((name,)) as inner) if is_closed(inner) or not self.ignore_case:
                return f"\\P{{{name}}}"
            case _:
                return None

    def _unfolded(self, inner: Ranges | Property, by: Folding) -> CharSet:
        """What to print for a set where case does not count: the flag does the rest, where it is set."""
        match inner:
            # What is printed by what it lacks must be whole: the flag would fold what it lacks.
            case Ranges() if self.ignore_case and not _is_mostly_everything(inner):
                return ranges([*inner.pairs, *minus(expanded(inner, by), expanded(inner, "unicode")).pairs])
            case Ranges():
                return expanded(inner, by)
            case Property() if self.ignore_case:
                return inner
            case Property((name,)) if (variants := category_variants(name)) is not None:
                return either(ranges((code, code) for code in variants), inner)
            case _:
                raise PatternError("A Unicode property ignores case where other parts of the pattern do not.")


def _is_mostly_everything(charset: Ranges) -> bool:
    """Is it said more shortly by what it lacks?"""
    return bool(charset.pairs) and charset.pairs[0][0] == 0 and charset.pairs[-1][1] == LAST


def _grouped(printed: tuple[str, _Level], least: _Level) -> str:
    text, level = printed
    return text if level >= least else f"(?:{text})"


def _quantifier(least: int, most: int | None) -> str:
    match least, most:
        case 0, None:
            return "*"
        case 1, None:
            return "+"
        case 0, 1:
            return "?"
        case _, None:
            return f"{{{least},}}"
        case _ if least == most:
            return f"{{{least}}}"
        case _:
            return f"{{{least},{most}}}"


def _ranges(charset: Ranges) -> str:
    return "".join(_range(first, last) for first, last in charset.pairs)


def _range(first: int, last: int) -> str:
    start, end = _char(first, _CLASS_SYNTAX), _char(last, _CLASS_SYNTAX)
    match last - first:
        case 0:
            return start
        case 1:
            return start + end
        case _:
            return f"{start}-{end}"


def _char(code: int, syntax: frozenset[str]) -> str:
    """A character that stands for itself; what a reader could not see, or an editor might change, is escaped."""
    char = chr(code)
    if char in syntax:
        return "\\" + char
    if 0x20 <= code < 0x7F or (code > 0x7F and char.isalpha()):
        return char
    if code in _CONTROLS:
        return _CONTROLS[code]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{{{code:x}}}"
