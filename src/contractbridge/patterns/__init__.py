"""Regular expressions of Python backends, for JavaScript.

A pattern is parsed in the dialect of its engine and printed in JavaScript's: never text replaced in text. What is
printed matches the same strings, and always compiles: one bad pattern would otherwise take a whole module down.

What stays different is the age of Unicode's tables: a character newer than one of two engines is a letter to one of
them only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, assert_never

from contractbridge.patterns.charsets import Ranges, nesting
from contractbridge.patterns.ecma import parse_ecma
from contractbridge.patterns.hazards import find_hazard
from contractbridge.patterns.nodes import Node, One, Repeat, Sequence, walk
from contractbridge.patterns.printer import print_javascript
from contractbridge.patterns.python import parse_python
from contractbridge.patterns.reader import PatternError
from contractbridge.patterns.rust import parse_rust

__all__ = ["Dialect", "PatternError", "Translated", "Untranslatable", "parse", "translate", "translate_unknown"]

Dialect: TypeAlias = Literal["rust", "python", "ecma"]

_FOREIGN: Final[tuple[Dialect, ...]] = ("ecma", "rust", "python")
_FASTAPI: Final[tuple[Dialect, ...]] = ("rust", "python", "ecma")

# Engines give up, some only at the first match, on patterns of several thousand parts; literal text counts for little.
_MOST_PARTS: Final = 2_000
_MOST_CHARACTERS: Final = 50_000
_MOST_DEPTH: Final = 120
_MOST_ROUNDS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Translated:
    """`new RegExp(source, flags)`, to be asked with `test`; the source can also stand between slashes.

    `warning` is a sentence about the time it may take, or empty.
    """

    source: str
    flags: str
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Untranslatable:
    """Why there is no such expression, in one sentence."""

    reason: str


def translate(pattern: str, dialect: Dialect, re_flags: int = 0) -> Translated | Untranslatable:
    """The JavaScript expression that finds a match in the same strings as `pattern` does, anywhere within them.

    `rust` is Pydantic's own engine, `python` is `re`, for which `re_flags` are the flags of a compiled pattern, and
    `ecma` is JavaScript itself with the `u` flag, as JSON Schema recommends: such a pattern stays as it is.
    """
    try:
        match dialect:
            case "rust":
                return _printed(parse_rust(_bounded(pattern)))
            case "python":
                return _printed(parse_python(_bounded(pattern), re_flags))
            case "ecma":
                node, source = parse_ecma(_bounded(pattern))
                _check_size(node)
                return Translated(source or "(?:)", "u", find_hazard(node))
            case _:
                assert_never(dialect)
    except PatternError as error:
        return Untranslatable(str(error))


def translate_unknown(pattern: str, *, from_fastapi: bool = False) -> Translated | Untranslatable:
    r"""The expression for a pattern whose dialect nobody tells, as in a document without facts.

    JSON Schema (2020-12, core, 6.4) names ECMA-262, and everyday patterns mean the same in every dialect. So what is an
    expression of JavaScript's with the `u` flag is taken for one: read as Rust's, it would differ only at line breaks
    and in how far `\d`, `\w`, `\s` and `\b` reach beyond ASCII. What is not valid there is read as Rust's dialect, then
    as Python's, and last as what JavaScript takes without the flag. A document that is known to come from FastAPI is
    read as Rust's dialect first, and where that has no such thing, as Python's.
    """
    refused = []
    for reading in _readings(pattern, _FASTAPI if from_fastapi else _FOREIGN):
        if isinstance(reading, Translated):
            return reading
        refused.append(reading)
    return refused[0]


def parse(pattern: str, dialect: Dialect | Literal[""], re_flags: int = 0) -> Node:
    """The node that `pattern` stands for; where nobody tells its dialect, as `translate_unknown` reads it.

    Raises:
        PatternError: no dialect that is asked for has such a pattern.
    """
    match dialect:
        case "rust":
            node = parse_rust(_bounded(pattern))
        case "python":
            node = parse_python(_bounded(pattern), re_flags)
        case "ecma":
            node, _ = parse_ecma(_bounded(pattern))
        case "":
            for each in _FOREIGN:
                try:
                    return parse(pattern, each)
                except PatternError:
                    continue
            node, _ = parse_ecma(_bounded(pattern), lenient=True)
        case _:
            assert_never(dialect)
    _check_size(node)
    return node


def _readings(pattern: str, dialects: tuple[Dialect, ...]) -> Iterator[Translated | Untranslatable]:
    for dialect in dialects:
        yield translate(pattern, dialect)
    yield _lenient(pattern)


def _lenient(pattern: str) -> Translated | Untranslatable:
    try:
        return _printed(parse_ecma(_bounded(pattern), lenient=True)[0])
    except PatternError as error:
        return Untranslatable(str(error))


def _printed(node: Node) -> Translated:
    _check_size(node)
    source, flags = print_javascript(node)
    return Translated(source, flags, find_hazard(node))


def _bounded(pattern: str) -> str:
    if len(pattern) > _MOST_CHARACTERS:
        raise PatternError(f"The pattern has more than {_MOST_CHARACTERS} characters.")
    return pattern


def _check_size(node: Node) -> None:
    parts = 0
    for each, depth in walk(node):
        below = 0
        match each:
            case Sequence():
                pass
            case One(charset):
                below = nesting(charset)
                parts += not isinstance(charset, Ranges)
            case Repeat(_, least, most) if max(least, most or 0) > _MOST_ROUNDS:
                raise PatternError(f"A repetition counts beyond {_MOST_ROUNDS}.")
            case _:
                parts += 1
        if depth + below > _MOST_DEPTH:
            raise PatternError("The pattern is nested too deep.")
    if parts > _MOST_PARTS:
        raise PatternError(f"The pattern has more than {_MOST_PARTS} parts.")
