"""Text in columns: how wide it is, and where to break it."""

from __future__ import annotations

import json
import re
import shlex
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from contractbridge.contract import JSON

_WORD: Final = re.compile(r"""(?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+""", re.DOTALL)


def cells(text: str) -> int:
    """How many columns a terminal gives to `text`."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def cut(text: str, columns: int) -> str:
    """`text`, or as much of it as there is room for."""
    if cells(text) <= columns:
        return text
    kept = _head(text, max(columns - 1, 0))
    return f"{kept}…"


def _head(text: str, columns: int) -> str:
    """As many characters as there is room for."""
    width = 0
    for position, character in enumerate(text):
        width += _cells(character)
        if width > columns:
            return text[:position]
    return text


def _pieces(word: str, columns: int) -> Iterator[str]:
    """A word in pieces of a line each."""
    start = 0
    while start < len(word):
        # A window, since a word may be long; accents, which have no width, are the reason that it is wide.
        piece = _head(word[start : start + 4 * columns], columns) or word[start]
        yield piece
        start += len(piece)


def wrap(text: str, columns: int) -> Iterator[str]:
    """Lines of whole words; only a word that is wider than a line is broken."""
    yield from flow(text.split(), columns, " ")


def flow(words: Iterable[str], columns: int, gap: str) -> Iterator[str]:
    """Words in lines with `gap` between them."""
    line = ""
    for word in words:
        longer = f"{line}{gap}{word}" if line else word
        if cells(longer) <= columns:
            line = longer
            continue
        if line:
            yield line
        *whole, line = _pieces(word, columns)
        yield from whole
    if line:
        yield line


def json_lines(value: JSON, columns: int, head: str = "") -> list[str]:
    """JSON on one line where there is room, else a member a line, and so on inwards; `head` comes before it."""
    whole = head + json.dumps(value, ensure_ascii=False)
    if not value or cells(whole) <= columns:
        return [whole]
    # Two columns for the indentation, one for the comma.
    match value:
        case dict():
            members = [
                json_lines(member, columns - 3, f"{json.dumps(key, ensure_ascii=False)}: ")
                for key, member in value.items()
            ]
            return [f"{head}{{", *_members(members), "}"]
        case list():
            return [f"{head}[", *_members([json_lines(item, columns - 3) for item in value]), "]"]
        case _:
            return [whole]


def _members(members: list[list[str]]) -> Iterator[str]:
    for number, lines in enumerate(members, start=1):
        comma = "," if number < len(members) else ""
        yield from (f"  {line}" for line in lines[:-1])
        yield f"  {lines[-1]}{comma}"


def command_lines(command: str, columns: int) -> Iterator[str]:
    """A command of a shell, broken between its options so that it can still be pasted.

    An argument is never broken: the terminal does that, and pasting what it shows gives the whole.
    """
    try:
        shlex.split(command)
    except ValueError:  # a quotation that does not end
        yield command
        return
    options: list[str] = []
    # As they are quoted: between double quotes stand variables.
    for word in _WORD.findall(command):
        if options and (not word.startswith("-") and options[-1].startswith("-") and " " not in options[-1]):
            options[-1] += f" {word}"
        else:
            options.append(word)
    line = ""
    for option in options:
        longer = f"{line} {option}" if line else option
        if line and cells(longer) > columns - 2:
            yield f"{line} \\"
            line = f"  {option}"
        else:
            line = longer
    if line:
        yield line
