"""Values of a type: the smallest first, then one part at a time at its edges, and the same ones every time."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, count, islice
from typing import Final, assert_never

from contractbridge.contract import (
    JSON,
    MISSING,
    Binary,
    Check,
    Conditional,
    Contains,
    Contract,
    Dependent,
    Embedded,
    Encoded,
    Excluded,
    Exclusive,
    Intersection,
    MemberCount,
    MemberNames,
    Missing,
    Number,
    Patterned,
    Rule,
    Ruled,
    String,
    Type,
    Unevaluated,
    Unknown,
)
from contractbridge.drift.mismatch import Grain, View
from contractbridge.drift.strings.texts import samples
from contractbridge.drift.values.atoms import Atom, Core, Items, Record, Texts, Values
from contractbridge.drift.values.edges import numbers_of, values_for
from contractbridge.drift.values.equality import Identity, identity
from contractbridge.drift.values.heights import Heights
from contractbridge.drift.values.lens import Lens
from contractbridge.drift.values.membership import admits
from contractbridge.faces import Face

__all__ = ["admits", "inhabitants"]

_MOST: Final = 100
_ANYTHING: Final[tuple[JSON, ...]] = (None, True, 1, "a", [], {}, 1.5, "", [None], {"a": None})
# Arrays and dictionaries of more are not written out.
_LONGEST: Final = 10_000
_MOST_VIEWS: Final = 10
_MOST_EFFORT: Final = 20_000  # values, and values within values
_DEEPEST: Final = 80


def inhabitants(node: Type, view: View, most: int = _MOST) -> Iterator[JSON]:
    """At most so many values of `node` under `view`, each once, smallest first; none where it has no finite value.

    An object has its declared fields alone, and another member only where it says of which type that is. After the
    smallest value, one part at a time is varied. What only a rule or a check tells apart is found by trying, so that
    none may be found though there are some. An uploaded file is a text here. Where limits and formats do not count,
    values that keep them come first all the same: no server sends "a" for a date.
    """
    if view.grain == "exact":
        return _made(node, view, most)
    likely = _made(node, replace(view, grain="exact"), (most + 1) // 2)
    return islice(_each_once(chain(likely, _made(node, view, most))), most)


def _made(node: Type, view: View, most: int) -> Iterator[JSON]:
    lens, heights = _seen_through(view)
    return islice(_each_once(islice(_Maker(lens, heights).values(node), 20 * most)), most)


_lenses: dict[tuple[int, Face, Grain], tuple[Contract, Lens, Heights]] = {}


def _seen_through(view: View) -> tuple[Lens, Heights]:
    """What is learned of types is kept for a few views, with their contracts, lest others get their ids."""
    key = id(view.contract), view.face, view.grain
    if key not in _lenses:
        while len(_lenses) >= _MOST_VIEWS:
            del _lenses[next(iter(_lenses))]
        lens = Lens(view)
        _lenses[key] = view.contract, lens, Heights(lens)
    _, lens, heights = _lenses[key]
    return lens, heights


class _Maker:
    """Makes values; `_within` are the types whose values are being made."""

    def __init__(self, lens: Lens, heights: Heights) -> None:
        self._lens = lens
        self._heights = heights
        self._within: list[int] = []
        self._effort = 0

    def values(self, node: Type) -> Iterator[JSON]:
        """Values of `node`, perhaps some more than once; within one of its own values only the least."""
        node = self._lens.resolve(node)
        depth = self._within.count(id(node))
        # Only where rules have a say does the least value of a type look into that type again.
        if depth > 1 or len(self._within) > _DEEPEST or self._heights.of(node) == math.inf:
            return
        atoms = sorted(self._lens.atoms(node), key=self._heights.of_atom)
        making = _in_turns([self._of_atom(each) for each in atoms])
        for _ in range(1) if depth else count():
            self._effort += 1
            self._within.append(id(node))
            value = next(making, MISSING) if self._effort < _MOST_EFFORT else MISSING
            self._within.pop()
            if isinstance(value, Missing):
                return
            yield value

    def first(self, node: Type) -> JSON | Missing:
        """The smallest value."""
        return next(self.values(node), MISSING)

    def _of_atom(self, atom: Atom) -> Iterator[JSON]:
        made = self._of_core(atom.core)
        if not atom.rules and not atom.parts:
            return made
        tried = _in_turns([made, *(self._for_rule(rule, atom) for rule in atom.rules)])
        return (each for each in islice(tried, _MOST) if admits(atom.origin, each, self._lens.view))

    def _of_core(self, core: Core) -> Iterator[JSON]:
        match core:
            case Unknown():
                return iter(_ANYTHING)
            case Values(values=values):
                return iter(values)
            case Number():
                return iter(numbers_of(core, self._lens.view))
            case Texts(languages=languages):
                return iter(samples(*languages))
            case Binary():
                return iter(("a", ""))
            case Encoded(type=inner):
                return (json.dumps(each, ensure_ascii=False) for each in self.values(inner))
            case Items():
                return self._arrays(core)
            case Record():
                return self._objects(core)
            case _:
                assert_never(core)

    def _for_rule(self, rule: Rule | Check, atom: Atom) -> Iterator[JSON]:
        """Values that may keep a rule, or be told apart by it; whether they are of the type is asked later."""
        match rule:
            case Check():
                return values_for(rule)
            case Contains(type=node, least=least) if isinstance(atom.core, Items):
                inner = self._lens.both([atom.core.rest, node])
                base = [] if isinstance(only := self.first(inner), Missing) else [only]
                return iter([base * least, *(base * size for size in range(1, least + 2))])
            case Dependent(field=field, type=node):
                needed = self._lens.member(field, Unknown(), present=True)
                return self.values(self._lens.both([self._unruled(atom.origin), needed, node]))
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                ways = ([condition, then], [otherwise])
                return _in_turns([self.values(self._lens.both([self._unruled(atom.origin), *each])) for each in ways])
            case Exclusive(types=nodes):
                base_type = self._unruled(atom.origin)
                return _in_turns([self.values(self._lens.both([base_type, each])) for each in nodes])
            case Unevaluated(type=node):
                return self._with_unevaluated(node, atom)
            case Contains() | Excluded() | Patterned() | MemberNames() | MemberCount() | Embedded():
                return iter(())
            case _:
                assert_never(rule)

    def _unruled(self, node: Type) -> Type:
        """`node` without its own rules: looking for what keeps them must not lead back to them."""
        node = self._lens.resolve(node)
        match node:
            case Ruled(type=inner):
                return self._unruled(inner)
            case Intersection(members=members):
                return self._lens.both(list(map(self._unruled, members)))
            case _:
                return node

    def _with_unevaluated(self, node: Type, atom: Atom) -> Iterator[JSON]:
        value, base = self.first(node), next(self._of_core(atom.core), MISSING)
        match base:
            case _ if isinstance(value, Missing):
                return
            case dict():
                yield {**base, _unused_name(base): value}
            case list():
                yield [*base, value]

    # Arrays

    def _arrays(self, row: Items) -> Iterator[JSON]:
        least, most = row.least, math.inf if row.most is None else row.most
        if least > most:
            return
        if least == 0:
            yield []
        sizes = [max(least, 1), least + 1, least + 2, *([] if row.most is None else [row.most])]
        for size in dict.fromkeys(each for each in sizes if each <= most):
            if 0 < size <= _LONGEST and (base := self._row(row, size)) is not None:
                yield base
        size = max(least, 1)
        base = self._row(row, size) if size <= min(_LONGEST, most) else None
        if base is not None:
            varied = [_replaced(base, at, self.values(row.at(at))) for at in range(min(size, len(row.first) + 1))]
            made = _in_turns(varied)
            yield from (each for each in made if not row.unique or _are_distinct(each)) if row.unique else made

    def _row(self, row: Items, size: int) -> list[JSON] | None:
        """The least items, distinct where they have to be."""
        items: list[JSON] = []
        met: set[Identity] = set()
        rest = iter(_each_once(self.values(row.rest))) if row.unique else iter(())
        for at in range(size):
            if row.unique:
                some = rest if at >= len(row.first) else self.values(row.at(at))
                value = next((each for each in islice(some, _LONGEST) if identity(each) not in met), MISSING)
            else:
                value = items[-1] if at > len(row.first) else self.first(row.at(at))
            if isinstance(value, Missing):
                return None
            items.append(value)
            if row.unique:
                met.add(identity(value))
        return items

    # Objects

    def _objects(self, record: Record) -> Iterator[JSON]:
        present = [name for name, slot in record.slots.items() if slot.present]
        base = self._firsts(record, present)
        most = math.inf if record.most is None else record.most
        if len(base) < len(present) or not all(self._may_be_named(record, name) for name in present):
            return
        if most < max(len(base), record.least):
            return
        optional = [name for name in record.slots if name not in base and self._may_be_named(record, name)]
        if len(base) >= record.least:
            yield dict(base)
        more = self._firsts(record, optional)
        if len(base) < record.least:
            missing = islice(chain(more.items(), self._others(record)), record.least - len(base))
            base = {**base, **dict(missing)}
            if len(base) < record.least:
                return
            yield dict(base)
        if len(base) < most:
            yield from ({**base, name: value} for name, value in more.items() if name not in base)
        if 1 < len(more) <= most - len(base):
            yield {**base, **more}
        yield from self._varied(record, base, most)

    def _varied(self, record: Record, base: dict[str, JSON], most: float) -> Iterator[JSON]:
        """With another member, with as many as there may be, and with each member at its edges."""
        names = [each for each in record.slots if each in base or len(base) < most]
        varied = [_with_member(base, each, self._member(record, each)) for each in names]
        other = next(self._others(record), None)
        if other is not None and len(base) < most:
            varied.insert(0, _with_member(base, other[0], self._member(record, other[0])))
            varied.append({**base, name: value} for name, value in islice(self._others(record), 1, 20))
        if other is not None and record.most is not None and len(base) + 1 < record.most <= _LONGEST:
            full = {**base, **dict(islice(self._others(record), record.most - len(base)))}
            varied.insert(1, iter([full] if len(full) == record.most else []))
        varied += [_with_member(base, each, self._member(record, each)) for each in base if each not in record.slots]
        yield from _in_turns(varied)

    def _firsts(self, record: Record, names: Iterable[str]) -> dict[str, JSON]:
        """The smallest value of each member that has one."""
        found = {name: next(self._member(record, name), MISSING) for name in names}
        return {name: value for name, value in found.items() if not isinstance(value, Missing)}

    def _member(self, record: Record, name: str) -> Iterator[JSON]:
        said = record.said_of(name)
        return self.values(self._lens.both(said) if said else Unknown())

    def _may_be_named(self, record: Record, name: str) -> bool:
        return all(admits(each, name, self._lens.view) for each in record.names)

    def _others(self, record: Record) -> Iterator[tuple[str, JSON]]:
        """Members that are not declared, of which something is said."""
        names: Iterable[JSON] = chain.from_iterable(samples(String(pattern=pattern)) for pattern, _ in record.patterns)
        if record.extra is not None and self._heights.of(record.extra) < math.inf:
            named = chain.from_iterable(self.values(each) for each in record.names)
            plain = ["extra"] if record.slots or record.patterns else ["a"]
            wanted = min(max(record.least, record.most or 0), _LONGEST) + 20
            names = chain(names, named, plain, (f"a{number}" for number in range(1, wanted)))
        met = set(record.slots)
        for name in names:
            if isinstance(name, str) and name not in met and self._may_be_named(record, name):
                met.add(name)
                value = next(self._member(record, name), MISSING)
                if not isinstance(value, Missing):
                    yield name, value


def _each_once(values: Iterable[JSON]) -> Iterator[JSON]:
    met: set[Identity] = set()
    for value in values:
        if (each := identity(value)) not in met:
            met.add(each)
            yield value


def _are_distinct(items: JSON) -> bool:
    return isinstance(items, list) and len(set(map(identity, items))) == len(items)


def _with_member(base: dict[str, JSON], name: str, values: Iterator[JSON]) -> Iterator[JSON]:
    return ({**base, name: each} for each in values)


def _replaced(base: list[JSON], at: int, values: Iterator[JSON]) -> Iterator[JSON]:
    return ([*base[:at], each, *base[at + 1 :]] for each in values)


def _unused_name(members: dict[str, JSON]) -> str:
    return next(each for each in chain(["extra"], (f"extra{number}" for number in count())) if each not in members)


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
