"""Places in a document, and what a `$ref` at a place points at (RFC 6901; OpenAPI 3.1, 4.8.23)."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import unquote

from contractbridge.errors import Notice

# Linked, not a string: a place is made for every node, and printed only for a notice.
Place: TypeAlias = "tuple[Place, str | int] | None"

_LONGEST_SHOWN = 60
_LONGEST_TOKEN = 200
_MOST_TOKENS = 128
_MOST_HOPS = 16
_MOST_NOTICES = 1000


class Target(NamedTuple):
    """What a reference points at; `key` is what the contract calls it."""

    value: Any
    place: Place
    key: str


class Scope:
    """A document as it is read: where references lead, and what could not be expressed.

    `rules`: it is read to be compared, so that all is kept that it demands.
    """

    def __init__(self, document: Mapping[str, Any], *, rules: bool = False) -> None:
        self.document = document
        self.rules = rules
        self._notices: dict[Notice, None] = {}
        self._targets: dict[str, Target | None] = {}

    @property
    def notices(self) -> tuple[Notice, ...]:
        return tuple(self._notices)

    def note(self, place: Place, message: str) -> None:
        """Keep in mind that something at `place` could not be expressed."""
        if len(self._notices) < _MOST_NOTICES:
            self._notices[Notice(pointer(place), message)] = None
        else:
            self._notices[Notice("#", f"There is more to say than these {_MOST_NOTICES} notices.")] = None

    def follow(self, ref: object, place: Place) -> Target | None:
        """What `ref`, written at `place`, points at; None, and a notice, where that is nothing here."""
        if not isinstance(ref, str):
            self.note(place, "`$ref` is not a string.")
            return None
        if ref not in self._targets:
            self._targets[ref] = _find(self.document, ref)
        target = self._targets[ref]
        if target is None:
            target = self._beside(ref, place)
        if target is None:
            kind = "nothing in this document" if ref.startswith("#") else "another document, which was not read"
            self.note(place, f"{shown(ref)} points at {kind}.")
        return target

    def dereference(self, node: object, place: Place) -> tuple[Any, Place]:
        """What stands at the end of the references that begin at `node`."""
        for _ in range(_MOST_HOPS):
            if not isinstance(node, dict) or "$ref" not in node:
                break
            target = self.follow(node["$ref"], place)
            if target is None:
                break
            node, place = target.value, target.place
        return node, place

    def _beside(self, ref: str, place: Place) -> Target | None:
        """A whole JSON Schema pasted into a document brings `$defs`, and references that start at itself."""
        if not ref.startswith("#/$defs/"):
            return None
        tokens = split(ref)
        for ancestor in ancestors(self.document, place):
            target = _walk(ancestor.value, ancestor.place, tokens)
            if target is not None:
                self.note(
                    place, f"{shown(ref)} points at nothing in this document; the schema's own `$defs` was meant."
                )
                return target
        return None


def pointer(place: Place, longest: int = _LONGEST_TOKEN) -> str:
    """The JSON pointer to `place`, as a fragment, for people: a name that fills pages is cut."""
    tokens: list[str] = []
    while place is not None:
        place, token = place
        text = str(token)
        tokens.append((text if len(text) <= longest else f"{text[:longest]}…").replace("~", "~0").replace("/", "~1"))
    return "#" + "".join(f"/{token}" for token in reversed(tokens))


def split(ref: str) -> list[str]:
    """The tokens of a JSON pointer that is a fragment."""
    return [token.replace("~1", "/").replace("~0", "~") for token in unquote(ref).removeprefix("#").split("/")[1:]]


def shown(text: str) -> str:
    """`text` quoted for a sentence: on one line, and not endless."""
    return repr(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…")


def entries(value: object) -> Iterator[tuple[str, Any]]:
    """The members of an object, named by strings; none of anything else."""
    if isinstance(value, dict):
        for name, each in value.items():
            if isinstance(name, str):
                yield name, each
            elif isinstance(name, int) and 100 <= name < 600:
                # A status, as Python and YAML write it.
                yield str(name), each


def sorted_entries(value: object) -> list[tuple[str, Any]]:
    """The same in the order of their names: how a document happens to be ordered says nothing."""
    return sorted(entries(value), key=itemgetter(0))


def _find(document: Mapping[str, Any], ref: str) -> Target | None:
    tokens = split(ref) if ref.startswith("#/") else []
    return _walk(document, None, tokens) if 0 < len(tokens) <= _MOST_TOKENS else None


def _walk(value: Any, place: Place, tokens: list[str]) -> Target | None:
    for token in tokens:
        step: str | int = token
        if isinstance(value, Mapping) and token in value:
            value = value[token]
        elif isinstance(value, list) and token.isdecimal() and int(token[:9]) < len(value):
            step = int(token[:9])
            value = value[step]
        else:
            return None
        place = (place, step)
    return Target(value, place, key_of(place))


def key_of(place: Place) -> str:
    """What the contract calls the type at `place`: a component by its name, anything else by its pointer."""
    match place:
        case (((None, "components"), "schemas"), str(name)) if not name.startswith("#"):
            return name
        case _:
            return pointer(place, sys.maxsize)


def ancestors(document: Mapping[str, Any], place: Place) -> Iterator[Target]:
    """What encloses `place`, from the inside out."""
    while place is not None:
        tokens: list[str] = []
        at: Place = place
        while at is not None:
            at, token = at
            tokens.append(str(token))
        found = _walk(document, None, tokens[::-1])
        if found is not None:
            yield found
        place = place[0]
