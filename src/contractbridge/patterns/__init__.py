"""Regular expressions of Python backends, for JavaScript.

A pattern is parsed in the dialect of its engine and printed in JavaScript's: never text replaced in text. What is
printed matches the same strings, and always compiles: one bad pattern would otherwise take a whole module down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, assert_never

from contractbridge.patterns.nodes import Node, One, Repeat, walk
from contractbridge.patterns.printer import print_javascript
from contractbridge.patterns.python import parse_python
from contractbridge.patterns.reader import PatternError
from contractbridge.patterns.rust import parse_rust

__all__ = ["Dialect", "Translated", "Untranslatable", "translate"]

Dialect: TypeAlias = Literal["rust", "python"]

# Engines give up, some with an exception at the first match, where a pattern has many thousands of parts.
_MOST_PARTS: Final = 2_000
_MOST_DEPTH: Final = 120
_MOST_REPETITIONS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Translated:
    """`new RegExp(source, flags)`, to be asked with `test`. `warning` is a sentence about its speed, or empty."""

    source: str
    flags: str
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Untranslatable:
    """Why there is no such expression, in one sentence."""

    reason: str


def translate(pattern: str, dialect: Dialect, re_flags: int = 0) -> Translated | Untranslatable:
    """The JavaScript expression that finds a match in the same strings as `pattern` does, anywhere within them.

    `re_flags` are the flags of a compiled Python pattern.
    """
    try:
        node = _parse(pattern, dialect, re_flags)
        _check_size(node)
        source, flags = print_javascript(node)
    except PatternError as refusal:
        return Untranslatable(str(refusal))
    return Translated(source, flags)


def _parse(pattern: str, dialect: Dialect, re_flags: int) -> Node:
    match dialect:
        case "rust":
            return parse_rust(pattern)
        case "python":
            return parse_python(pattern, re_flags)
        case _:
            assert_never(dialect)


def _check_size(node: Node) -> None:
    parts = 0
    for each, depth in walk(node):
        parts += not isinstance(each, One)
        if depth > _MOST_DEPTH:
            raise PatternError("The pattern is nested too deep.")
        if isinstance(each, Repeat) and max(each.least, each.most or 0) > _MOST_REPETITIONS:
            raise PatternError("A repetition is too long.")
    if parts > _MOST_PARTS:
        raise PatternError("The pattern has too many parts.")
