"""Types taken apart: a type is a choice of atoms, each of one kind of JSON value, with all that is said of it.

References, unions, intersections and what depends on the face are gone; types within an atom are as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, assert_never

from contractbridge.contract import (
    JSON,
    Array,
    Binary,
    Boolean,
    Check,
    Encoded,
    Map,
    Null,
    Number,
    Rule,
    String,
    Type,
    Unknown,
)
from contractbridge.drift.strings.texts import is_text

Kind: TypeAlias = Literal["null", "boolean", "number", "string", "array", "object", "binary"]
KINDS: Final[Mapping[str, Type]] = {
    "null": Null(),
    "boolean": Boolean(),
    "number": Number(),
    "string": String(),
    "array": Array(Unknown()),
    "object": Map(Unknown()),
}


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """A few values, of any kind."""

    values: tuple[JSON, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """The strings that are in all of these languages."""

    languages: tuple[String, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Items:
    """An array: the types of its first items, and of those that follow."""

    first: tuple[Type, ...]
    rest: Type
    least: int = 0
    most: int | None = None
    unique: bool = False

    def at(self, index: int) -> Type:
        return self.first[index] if index < len(self.first) else self.rest


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """A named member; `present` where it must be there, and it is looked for under `others` too."""

    type: Type
    present: bool
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """An object or a dictionary. `extra` is None where nothing is said of other members: they are not sent, and are let
    through."""

    slots: Mapping[str, Slot]
    extra: Type | None = None
    patterns: tuple[tuple[str, Type], ...] = ()
    names: tuple[Type, ...] = ()
    least: int = 0
    most: int | None = None

    def said_of(self, name: str) -> list[Type]:
        """The types that a member of this name is of, all at once; none where nothing is said of it."""
        said = [self.slots[name].type] if name in self.slots else []
        said += [each for pattern, each in self.patterns if is_text(String(pattern=pattern), name)]
        return said or ([] if self.extra is None else [self.extra])


Core: TypeAlias = Unknown | Values | Number | Texts | Binary | Encoded | Items | Record


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """`origin` is the type that is this atom and no other, `key` the definition that it stands in, `rules` what else
    holds of its values. `parts`: what it is the meeting of, each exactly; put together they may lose a little."""

    origin: Type
    core: Core
    rules: tuple[Rule | Check, ...] = ()
    key: str = ""
    parts: tuple[Atom, ...] = ()

    @property
    def kinds(self) -> frozenset[str]:
        match self.core:
            case Unknown():
                return frozenset(KINDS)
            case Values(values=values):
                return frozenset(map(kind_of, values))
            case Number():
                return frozenset({"number"})
            case Texts() | Encoded():
                return frozenset({"string"})
            case Binary():
                return frozenset({"binary"})
            case Items():
                return frozenset({"array"})
            case Record():
                return frozenset({"object"})
            case _:
                assert_never(self.core)


def kind_of(value: JSON) -> Kind:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"
        case _:
            assert_never(value)
