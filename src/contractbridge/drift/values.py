"""Values of a type: the smallest first, then its edges, and the same ones every time."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Final, assert_never

from contractbridge.contract import (
    JSON,
    MISSING,
    Array,
    Binary,
    Boolean,
    Checked,
    Const,
    Encoded,
    Enum,
    Faced,
    Field,
    Intersection,
    Map,
    Missing,
    Never,
    Null,
    Number,
    Object,
    Ref,
    Ruled,
    String,
    Tuple,
    Type,
    Union,
    Unknown,
    references,
)
from contractbridge.drift.equality import Identity, identity
from contractbridge.drift.membership import admits, is_number
from contractbridge.drift.mismatch import View
from contractbridge.drift.seeing import unwrapped
from contractbridge.drift.texts import samples
from contractbridge.faces import admits_null, is_present

__all__ = ["admits", "inhabitants"]

_MOST: Final = 100
_ANYTHING: Final[tuple[JSON, ...]] = (None, True, 1, "a", [], {}, 1.5, "", [None], {"a": None})
# Arrays and dictionaries of more are not written out.
_LONGEST: Final = 10_000


def inhabitants(node: Type, view: View, most: int = _MOST) -> Iterator[JSON]:
    """At most so many values of `node` under `view`, each once, smallest first; none where it has no finite value.

    An object has its declared fields alone, and another member only where it says of which type that is. After the
    smallest value, one part at a time is varied.
    """
    met: set[Identity] = set()
    maker = _Maker(view)
    for value in islice(maker.values(node), 20 * most):
        if (each := identity(value)) not in met:
            met.add(each)
            yield value
            if len(met) == most:
                return


class _Maker:
    """Makes values; `_within` are the definitions whose values are being made."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._heights: dict[str, float] = {}
        self._within: list[str] = []

    # Heights: how many levels the least deep value of a type has

    def height(self, node: Type) -> float:
        """Infinite where every value would hold another one for ever."""
        self._learn(node)
        return self._height(node)

    def _learn(self, node: Type) -> None:
        waiting = list(references(node))
        new: list[str] = []
        while waiting:
            key = waiting.pop()
            if key not in self._heights and key in self.view.contract.definitions:
                self._heights[key] = math.inf
                new.append(key)
                waiting += references(self.view.contract.definitions[key].type)
        changed = bool(new)
        while changed:
            changed = False
            for key in new:
                height = self._height(self.view.contract.definitions[key].type)
                if height < self._heights[key]:
                    self._heights[key] = height
                    changed = True

    def _height(self, node: Type) -> float:
        match unwrapped(node, self.view):
            case Never() | Enum(members=()):
                return math.inf
            case Ref(key=key):
                # More than what it leads to, so that following the least height leads somewhere.
                return 1 + self._heights.get(key, 0)
            case Array(items=items, min_items=least):
                return 1 + self._height(items) if least else 1
            case Tuple(items=parts):
                return 1 + max(map(self._height, parts), default=0)
            case Object(fields=fields):
                present = (each.type for each in fields if self._is_present(each))
                return 1 + max(map(self._height, present), default=0)
            case Map(values=values, min_size=least):
                return 1 + self._height(values) if least else 1
            case Union(members=parts):
                return min(map(self._height, parts), default=math.inf)
            case Intersection(members=parts):
                return max(map(self._height, parts), default=0)
            case Checked(type=inner) | Encoded(type=inner) | Ruled(type=inner):
                return self._height(inner)
            case _:
                return 0

    def _is_present(self, field: Field) -> bool:
        return is_present(field, self.view.face, self.view.contract)

    # Values

    def first(self, node: Type) -> JSON | Missing:
        """The smallest value."""
        return next(self.values(node, brief=True), MISSING)

    def values(self, node: Type, *, brief: bool = False) -> Iterator[JSON]:
        """Values of `node`, perhaps some more than once; `brief`: only the first is asked for."""
        node = unwrapped(node, self.view)
        if self.height(node) == math.inf:
            return
        if isinstance(node, Ref):
            yield from self._named(node, brief=brief)
            return
        match node:
            case Unknown():
                yield from _ANYTHING
            case Null():
                yield None
            case Boolean():
                yield from (True, False)
            case Number():
                yield from self._numbers(node)
            case String():
                yield from samples(node)
            case Binary():
                yield from ("a", "")
            case Const(value=value):
                yield value
            case Enum(members=members):
                yield from (each.value for each in members)
            case Array():
                yield from self._arrays(node)
            case Tuple(items=items, rest=rest):
                yield from self._rows(items, rest)
            case Object():
                yield from self._objects(node)
            case Map():
                yield from self._maps(node)
            case Union(members=members):
                by_height = sorted(members, key=self.height)
                yield from _in_turns([self.values(each) for each in by_height])
            case Intersection() | Ruled() | Checked():
                yield from self._filtered(node)
            case Encoded(type=inner):
                yield from (json.dumps(each, ensure_ascii=False) for each in self.values(inner))
            case Never() | Faced():
                return
            case _:
                assert_never(node)

    def _named(self, ref: Ref, *, brief: bool) -> Iterator[JSON]:
        depth = self._within.count(ref.key)
        if depth > 1:
            # Only where parts are put together does the least value of a definition look into it again.
            return
        definition = self.view.contract.definitions.get(ref.key)
        inner = self._values_within(ref.key, Unknown() if definition is None else definition.type)
        yield from islice(inner, 1 if depth or brief else None)

    def _values_within(self, key: str, node: Type) -> Iterator[JSON]:
        """Values of a definition, each made while it is known that this one is within it."""
        making = self.values(node)
        while True:
            self._within.append(key)
            value = next(making, MISSING)
            self._within.pop()
            if isinstance(value, Missing):
                return
            yield value

    def _numbers(self, node: Number) -> Iterator[JSON]:
        yield from (each for each in dict.fromkeys(_numbers_near(node)) if is_number(node, each, self.view))
        if node.infinite and self.view.face.direction == "response":
            yield None

    def _arrays(self, node: Array) -> Iterator[JSON]:
        least, most = node.min_items or 0, node.max_items
        if least == 0:
            yield []
        if least > _LONGEST:
            return
        some = list(islice(self._distinct(node.items), _MOST if node.unique else 1))
        longest = min(least + 2, len(some)) if node.unique else least + 2
        sizes = [*range(max(least, 1), longest + 1), *([] if most is None else [most])]
        for size in dict.fromkeys(each for each in sizes if most is None or each <= most):
            if some and 0 < size <= (len(some) if node.unique else _LONGEST):
                yield some[:size] if node.unique else some * size
        size = max(least, 1)
        if most is None or size <= most:
            rest = [] if node.unique and size > 1 else some * (size - 1)
            if len(rest) == size - 1:
                yield from ([each, *rest] for each in self.values(node.items))

    def _distinct(self, node: Type) -> Iterator[JSON]:
        met: set[Identity] = set()
        for value in islice(self.values(node), 20 * _MOST):
            if (each := identity(value)) not in met:
                met.add(each)
                yield value

    def _rows(self, items: tuple[Type, ...], rest: Type | None) -> Iterator[JSON]:
        base = [each for each in map(self.first, items) if not isinstance(each, Missing)]
        if len(base) < len(items):
            return
        yield base
        if rest is not None:
            yield from ([*base, each] for each in islice(self.values(rest), 2))
        varied = [islice(self.values(each), 1, None) for each in items]
        yield from _in_turns([_with_item(base, at, values) for at, values in enumerate(varied)])

    def _objects(self, node: Object) -> Iterator[JSON]:
        present = [each for each in node.fields if self._is_present(each)]
        base = self._firsts(present)
        if len(base) < len(present):
            return
        yield base
        optional = self._firsts(each for each in node.fields if each.name not in base)
        yield from ({**base, name: value} for name, value in optional.items())
        if len(optional) > 1:
            yield {**base, **optional}
        others = [] if node.extra is None else [(_unused_name(node), self.values(node.extra))]
        varied = [(each.name, islice(self._of_field(each), 1, None)) for each in node.fields]
        yield from _in_turns([_with_member(base, name, values) for name, values in [*others, *varied]])

    def _firsts(self, fields: Iterable[Field]) -> dict[str, JSON]:
        """The smallest value of each field that has one."""
        found = {each.name: next(self._of_field(each), MISSING) for each in fields}
        return {name: value for name, value in found.items() if not isinstance(value, Missing)}

    def _of_field(self, field: Field) -> Iterator[JSON]:
        """Its values; a route that leaves out null never sends one."""
        values = self.values(field.type)
        if "none" in self.view.face.omits and admits_null(field.type, self.view.contract):
            return (each for each in values if each is not None)
        return values

    def _maps(self, node: Map) -> Iterator[JSON]:
        least, most = node.min_size or 0, node.max_size
        if least == 0:
            yield {}
        value = self.first(node.values)
        wanted = min(max(least + 2, 0 if most is None else most), _LONGEST)
        names = [each for each in islice(self._distinct(node.keys), max(wanted, 8)) if isinstance(each, str)]
        names = _more_names(names, node.keys, wanted, self.view)
        if isinstance(value, Missing):
            return
        for size in dict.fromkeys((max(least, 1), least + 1, *([] if most is None else [most]))):
            if least <= size <= min(len(names), math.inf if most is None else most):
                yield dict.fromkeys(names[:size], value)
        size = max(least, 1)
        if size > len(names) or (most is not None and size > most):
            return
        base = dict.fromkeys(names[:size], value)
        yield from ({**base, names[0]: each} for each in islice(self.values(node.values), 1, None))
        if size == 1:
            yield from ({name: value} for name in names[1:])

    def _filtered(self, node: Intersection | Ruled | Checked) -> Iterator[JSON]:
        yield from (each for each in islice(self._candidates(node), _MOST) if admits(node, each, self.view))

    def _candidates(self, node: Intersection | Ruled | Checked) -> Iterator[JSON]:
        match node:
            case Ruled(type=inner) | Checked(type=inner):
                yield from self.values(inner)
            case Intersection(members=members):
                whole = [list(islice(self.values(each), 10)) for each in members]
                if all(isinstance(each, dict) for some in whole for each in some[:1]):
                    yield from (_merged(parts) for parts in zip(*whole, strict=False))
                yield from chain.from_iterable(whole)


def _with_member(base: dict[str, JSON], name: str, values: Iterator[JSON]) -> Iterator[JSON]:
    return ({**base, name: each} for each in values)


def _with_item(base: list[JSON], at: int, values: Iterator[JSON]) -> Iterator[JSON]:
    return ([*base[:at], each, *base[at + 1 :]] for each in values)


def _merged(parts: Iterable[JSON]) -> JSON:
    return {name: each for part in parts if isinstance(part, dict) for name, each in part.items()}


def _more_names(names: list[str], keys: Type, wanted: int, view: View) -> list[str]:
    if len(names) >= wanted:
        return names
    numbered = (f"a{at}" for at in range(wanted))
    return [*names, *(each for each in numbered if each not in names and admits(keys, each, view))]


def _unused_name(node: Object) -> str:
    names = {each.name for each in node.fields}
    return next(each for each in chain(["extra"], (f"extra{at}" for at in range(len(names) + 1))) if each not in names)


def _numbers_near(node: Number) -> Iterator[float]:
    bounds = (node.minimum, node.maximum, node.exclusive_minimum, node.exclusive_maximum)
    given = [each for each in bounds if each is not None]
    yield from (1, 0)
    yield from given
    yield from (each + by for each in given for by in (1, -1))
    if (step := node.multiple_of) is not None:
        yield from (step, 2 * step, -step)
        yield from (math.ceil(each / step) * step for each in given)
        yield from (math.floor(each / step) * step for each in given)
    if not node.integer:
        yield from (each + by for each in given for by in (0.5, -0.5))
        if len(given) > 1:
            yield (given[0] + given[1]) / 2
        yield 1.5
    yield from (-1, 2, 10, 100, 2**31, -(2**31) - 1, 2**53 - 1)


def _in_turns(iterators: list[Iterator[JSON]]) -> Iterator[JSON]:
    """One of each, then another one of each, until all have ended."""
    while iterators:
        left = []
        for each in iterators:
            value = next(each, MISSING)
            if not isinstance(value, Missing):
                yield value
                left.append(each)
        iterators = left
