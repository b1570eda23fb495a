"""What answers have in common: which kinds of values stand where, and which members are always there.

It is learnt from answers, not from types. Objects that a `kind` tells apart are apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class Shape:
    """Learnt by `learn`; `breach` says what is new and was never seen."""

    def __init__(self) -> None:
        self._kinds: dict[str, set[str]] = {}
        self._always: dict[str, set[str]] = {}
        self._shortest: dict[str, int] = {}

    def learn(self, value: Any) -> None:
        for place, part in _parts(value, ""):
            self._kinds.setdefault(place, set()).add(_kind(part))
            if isinstance(part, dict):
                self._always[place] = self._always.get(place, set(part)) & set(part)
            if isinstance(part, list):
                self._shortest[place] = min(len(part), self._shortest.get(place, len(part)))

    def breach(self, value: Any) -> str:
        """Why an old client is not prepared for `value`; empty if it is. What it never saw, it does not read."""
        for place, part in _parts(value, ""):
            if place in self._kinds and _kind(part) not in self._kinds[place]:
                return f"{place or 'the body'} is {_kind(part)}, was {' or '.join(sorted(self._kinds[place]))}"
            if isinstance(part, dict) and (missing := sorted(self._always.get(place, set()) - set(part))):
                return f"{place or 'the body'} lacks {', '.join(missing)}"
            if isinstance(part, list) and len(part) < self._shortest.get(place, 0):
                return f"{place or 'the body'} has {len(part)} items, had {self._shortest[place]}"
        return ""


def _parts(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    tag = value.get("kind") if isinstance(value, dict) else None
    yield place, value
    place = f"{place}<{tag}>" if isinstance(tag, str) else place
    if isinstance(tag, str):
        yield place, value
    children = (
        value.items()
        if isinstance(value, dict)
        else (("[]", each) for each in value)
        if isinstance(value, list)
        else ()
    )
    for name, each in children:
        yield from _parts(each, f"{place}.{name}" if place else str(name))


def _kind(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "a list"
        case _:
            return "an object"
