"""Arrays and tuples: is every array of one type also one of the other?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from contractbridge.contract import JSON, MISSING, Missing
from contractbridge.drift.mismatch import Each, Reason, Step
from contractbridge.drift.relation.found import Found, Judge, first
from contractbridge.drift.values.atoms import Atom, Items
from contractbridge.drift.values.contradictions import most_values
from contractbridge.drift.values.equality import identity

_LONGEST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Rows:
    """Two atoms that are arrays: `sub` is `one`, and `sup` is `other`."""

    sub: Atom
    one: Items
    sup: Atom
    other: Items


def compare_items(pair: Rows, judge: Judge) -> Iterator[Found]:
    """How many there are, each position on its own, then whether they are distinct."""
    one, other = pair.one, pair.other
    most = most_items(one, judge)
    yield from _compare_lengths(pair, most, judge)
    reached = max(len(one.first), len(other.first))
    for index in range(reached):
        if (most is None or index < most) and (other.most is None or index < other.most):
            yield from _compare_position(index, index, pair, judge)
    if (most is None or most > reached) and (other.most is None or other.most > reached):
        yield from _compare_position(reached, Each.ITEM, pair, judge)
    if other.unique and not one.unique and (most is None or most > 1):
        yield from _compare_uniqueness(pair, judge)


def most_items(items: Items, judge: Judge) -> int | None:
    """How many items there can be; None where there is no end to them."""
    most = most_values(items, judge.sub)
    empty = next((at for at in range(len(items.first) + 1) if judge.is_empty(items.at(at))), None)
    return most if empty is None else min(empty, empty if most is None else most)


def make_items(
    atom: Atom, row: Items, judge: Judge, length: int, given: dict[int, JSON] | None = None
) -> JSON | Missing:
    """A value of `atom` with so many items at least, and the `given` ones in their places."""
    given = given or {}
    length = max([length, row.least, *(each + 1 for each in given)])
    if length > _LONGEST or (row.most is not None and length > row.most):
        return MISSING
    taken = {identity(each) for each in given.values()}
    made: list[JSON] = []
    for index in range(length):
        if index in given:
            made.append(given[index])
            continue
        fresh = (each for each in judge.some(row.at(index)) if not row.unique or identity(each) not in taken)
        value = first(fresh)
        if isinstance(value, Missing):
            return MISSING
        taken.add(identity(value))
        made.append(value)
    if not atom.rules or judge.is_sub(atom.origin, made):
        return made
    return first(_varied(atom, judge, length, given))


def _varied(atom: Atom, judge: Judge, length: int, given: dict[int, JSON]) -> Iterator[JSON]:
    """Values that keep the rules of `atom`, with the given items in their places or before them."""
    for each in judge.some(atom.origin):
        if not isinstance(each, list):
            continue
        replaced = [given.get(index, item) for index, item in enumerate(each)]
        for made in (replaced, [*given.values(), *each], [*each, *given.values()]):
            if len(made) >= length and judge.is_sub(atom.origin, made):
                yield made


def _compare_lengths(pair: Rows, most: int | None, judge: Judge) -> Iterator[Found]:
    sub, sup, one, other = pair.sub, pair.sup, pair.one, pair.other
    of_tuple = bool(other.first)
    shorter: Reason = "length" if of_tuple else "min_items"
    longer: Reason = "length" if of_tuple else "max_items"
    if one.least < other.least:
        yield Found(shorter, sub.origin, sup.origin, lambda: make_items(sub, one, judge, 0))
    wanted = None if other.most is None else max(one.least, other.most + 1)
    if wanted is not None and (most is None or most >= wanted):
        yield Found(longer, sub.origin, sup.origin, lambda: make_items(sub, one, judge, wanted))


def _compare_position(index: int, step: Step, pair: Rows, judge: Judge) -> Iterator[Found]:
    sub, one, other = pair.sub, pair.one, pair.other

    def wrap(value: JSON) -> JSON | Missing:
        return make_items(sub, one, judge, 0, {index: value})

    for found in judge.compare(one.at(index), other.at(index)):
        yield found.within(step, wrap)


def _compare_uniqueness(pair: Rows, judge: Judge) -> Iterator[Found]:
    sub, sup, one = pair.sub, pair.sup, pair.one
    reached = len(one.first)
    apart = all(
        judge_apart(judge, one, left, right) for left in range(reached + 1) for right in range(left + 1, reached + 2)
    )
    if not apart:
        yield Found("unique", sub.origin, sup.origin, lambda: _repeated(sub, one, judge))


def judge_apart(judge: Judge, row: Items, left: int, right: int) -> bool:
    """Whether the items at two positions are never equal, or not both there."""
    if row.most is not None and right >= row.most:
        return True
    one, other = judge.sub.atoms(row.at(left)), judge.sub.atoms(row.at(right))
    return not any(judge.sub.meet(a, b) is not None for a in one for b in other)


def _repeated(sub: Atom, row: Items, judge: Judge) -> JSON | Missing:
    for left in range(len(row.first) + 1):
        for right in range(left + 1, len(row.first) + 2):
            if row.most is not None and right >= row.most:
                continue
            for value in islice(judge.some(row.at(left)), 40):
                if judge.is_sub(row.at(right), value):
                    made = make_items(sub, row, judge, 0, {left: value, right: value})
                    if made is not MISSING:
                        return made
    return MISSING
