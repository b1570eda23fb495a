"""The smallest input that still shows a disagreement."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from contractbridge.contract import JSON
from contractbridge.prove.leaves import written

_Row = TypeVar("_Row", str, list[JSON])

_LETTERS: Final = 30  # of a text that is taken apart letter by letter


def smallest(text: str, still: Callable[[str], bool], patience: int = 1000) -> str:
    """The JSON `text` with all taken away that can be, one thing after the other, while `still` holds of it.

    It is asked `patience` times at most.
    """
    asked = {text}
    while len(asked) < patience:
        for each in map(written, simpler(json.loads(text))):
            if each in asked or _size(each) >= _size(text):
                continue
            asked.add(each)
            if still(each):
                text = each
                break
            if len(asked) >= patience:
                return text
        else:
            return text
    return text


def _size(text: str) -> tuple[int, int, str]:
    """Short and plain comes first."""
    return len(text), sum(not (each.isascii() and each.isalnum()) for each in text), text


def simpler(value: JSON) -> Iterator[JSON]:
    """`value` with one thing less, the most first."""
    match value:
        case dict():
            yield from (each for each in value.values() if isinstance(each, dict | list))
            yield from ({name: value[name] for name in value if name != gone} for gone in value)
            yield from ({**value, name: each} for name in value for each in simpler(value[name]))
        case list():
            yield from (each for each in value if isinstance(each, dict | list))
            yield from _shorter(value)
            yield from (
                [*value[:at], each, *value[at + 1 :]] for at in range(len(value)) for each in simpler(value[at])
            )
        case str():
            yield from _shorter(value)
            if len(value) <= _LETTERS:
                yield from (value[:at] + each + value[at + 1 :] for at in range(len(value)) for each in "0a")
        case bool() | None:
            return
        case int() | float():
            yield from (0, 1, -value)
            if abs(value) < 1e300:
                yield from (int(value), int(value / 2), int(value) - 1)


def _shorter(value: _Row) -> Iterator[_Row]:
    size = len(value)
    yield from (value[:0], value[: size // 2], value[size // 2 :])
    if size <= _LETTERS:
        yield from (value[:at] + value[at + 1 :] for at in range(size))
