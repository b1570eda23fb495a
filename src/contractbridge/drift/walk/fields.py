"""Two types walked side by side: the fields, the definitions and the enumerations that stand at the same place.

What is found here is no matter of values: names, defaults, deprecations. Definitions that meet twice are told once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from contractbridge.contract import (
    MISSING,
    Array,
    Checked,
    Contract,
    Encoded,
    Enum,
    Faced,
    Field,
    Intersection,
    Map,
    Missing,
    Object,
    Ref,
    Ruled,
    Tuple,
    Type,
    Union,
    Unknown,
)
from contractbridge.drift.facts import AliasRemoved, DefaultChanged, DeprecationChanged, Fact, Place
from contractbridge.drift.mismatch import Each, Step, Steps
from contractbridge.drift.walk.differences import Types
from contractbridge.drift.walk.undeclared import is_closer
from contractbridge.faces import Face


@dataclass(frozen=True, slots=True)
class FieldPair:
    """A field on both sides; `owner` is the new definition that holds it."""

    steps: Steps
    old: Field
    new: Field
    owner: str


@dataclass(frozen=True, slots=True)
class DefinitionPair:
    """Two definitions at one place, by key."""

    old: str
    new: str
    face: Face


@dataclass(frozen=True, slots=True)
class ClosedPair:
    """An object that ignored what it does not know, and is `new` now; `owner` is its new definition."""

    steps: Steps
    owner: str
    new: Type


Meeting: TypeAlias = FieldPair | DefinitionPair | ClosedPair


class Encounters:
    """Walks types of the two sides together."""

    def __init__(self, types: Types) -> None:
        self._types = types
        self._met: set[tuple[str, str, Face]] = set()

    def meet(self, old: Type, new: Type, face: Face) -> Iterator[Meeting]:
        yield from self._meet(old, new, face, (), "")

    def _meet(self, old: Type, new: Type, face: Face, steps: Steps, owner: str) -> Iterator[Meeting]:
        if self._types.is_same(old, new):
            return
        if face.direction == "request" and is_closer(old, new):
            yield ClosedPair(steps, owner, new)
        match old, new:
            case (Ref(), Ref()):
                if (old.key, new.key, face) not in self._met:
                    self._met.add((old.key, new.key, face))
                    yield DefinitionPair(old.key, new.key, face)
                    yield from self._meet(*self._behind(old, new), face, steps, new.key)
            case (Ref(), _) | (_, Ref()):
                # What is written in place comes to an end, and the walk with it.
                yield from self._meet(*self._behind(old, new), face, steps, owner)
            case (Object(), Object()):
                yield from self._meet_fields(old, new, face, steps, owner)
            case _:
                for step, was, now in _children(old, new, face):
                    yield from self._meet(was, now, face, (*steps, *step), owner)

    def _meet_fields(self, old: Object, new: Object, face: Face, steps: Steps, owner: str) -> Iterator[Meeting]:
        before = {each.name: each for each in old.fields}
        for field in new.fields:
            if (was := before.get(field.name)) is not None:
                yield FieldPair((*steps, field.name), was, field, owner)
                yield from self._meet(was.type, field.type, face, (*steps, field.name), owner)
        if old.extra is not None and new.extra is not None:
            yield from self._meet(old.extra, new.extra, face, (*steps, Each.VALUE), owner)

    def _behind(self, old: Type, new: Type) -> tuple[Type, Type]:
        return _behind(old, self._types.sides.old), _behind(new, self._types.sides.new)


def field_facts(pair: FieldPair, place: Place) -> Iterator[Fact]:
    """What is said of a field apart from its type."""
    old, new = pair.old, pair.new
    if (old.docs.deprecated, old.docs.sunset) != (new.docs.deprecated, new.docs.sunset):
        yield DeprecationChanged(place.operation, old.docs, new.docs, place, pair.steps, pair.owner)
    if place.direction != "request":
        return
    if not old.required and not new.required and is_other_default(old.default, new.default):
        yield DefaultChanged(place, pair.steps, old.default, new.default, pair.owner)
    for alias in old.aliases:
        if alias not in new.aliases and alias != (new.name,):
            yield AliasRemoved(place, pair.steps, alias, new.required, pair.owner)


def is_other_default(old: object, new: object) -> bool:
    """Whether what is left out is taken for something else; null and nothing are one."""
    empty: tuple[None | Missing, ...] = (None, MISSING)
    return repr(old) != repr(new) and not (old in empty and new in empty)


def _behind(node: Type, contract: Contract) -> Type:
    passed: set[str] = set()
    while isinstance(node, Ref) and node.key in contract.definitions and node.key not in passed:
        passed.add(node.key)
        node = contract.definitions[node.key].type
    return Unknown() if isinstance(node, Ref) else node


def _children(old: Type, new: Type, face: Face) -> Iterator[tuple[tuple[Step, ...], Type, Type]]:
    match old, new:
        case (Ruled(), Ruled()):
            yield (), old.type, new.type
        case (Checked(type=inner) | Ruled(type=inner) | Encoded(type=inner), _):
            yield (), inner, new
        case (_, Checked(type=inner) | Ruled(type=inner) | Encoded(type=inner)):
            yield (), old, inner
        case (Faced(), _):
            yield (), old.request if face.direction == "request" else old.response, new
        case (_, Faced()):
            yield (), old, new.request if face.direction == "request" else new.response
        case (Array(), Array()):
            yield (Each.ITEM,), old.items, new.items
        case (Map(), Map()):
            yield (Each.VALUE,), old.values, new.values
        case (Tuple(), Tuple()):
            for index, (was, now) in enumerate(zip(old.items, new.items, strict=False)):
                yield (index,), was, now
        case (Union() | Intersection(), Union() | Intersection()):
            for was, now in _matching(old.members, new.members):
                yield (), was, now
        case (Union(), _):
            for was, now in _matching(old.members, (new,)):
                yield (), was, now
        case (_, Union()):
            for was, now in _matching((old,), new.members):
                yield (), was, now
        case _:
            return


def _matching(old: tuple[Type, ...], new: tuple[Type, ...]) -> Iterator[tuple[Type, Type]]:
    """The members that are certain to be each other: of one name, or the only ones of their kind that are left."""
    keys = {each.key: each for each in old if isinstance(each, Ref)}
    named = [each for each in new if isinstance(each, Ref) and each.key in keys]
    for each in named:
        yield keys[each.key], each
    taken = {each.key for each in named}
    for kind in (Ref, Enum, Object, Array, Map, Tuple, Union, Intersection, Checked, Ruled):
        olds = [each for each in old if isinstance(each, kind) and not (isinstance(each, Ref) and each.key in taken)]
        news = [each for each in new if isinstance(each, kind) and not (isinstance(each, Ref) and each.key in taken)]
        if len(olds) == len(news) == 1:
            yield olds[0], news[0]
