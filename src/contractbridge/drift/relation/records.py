"""Objects and dictionaries: is every object of one type also one of the other?

What is sent has the members that its type declares, and others only where it gives them a type. What is received may
have any others, unless they are refused or have a type.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final

from contractbridge.contract import JSON, MISSING, Missing, Never, String, Type
from contractbridge.drift.mismatch import Each
from contractbridge.drift.relation.found import Found, Judge, first
from contractbridge.drift.values.atoms import Atom, Record, Slot, Values

_MOST_NAMES: Final = 40


@dataclass(frozen=True, slots=True)
class Records:
    """Two atoms that are records: `sub` is `one`, and `sup` is `other`."""

    sub: Atom
    one: Record
    sup: Atom
    other: Record


def compare_records(pair: Records, judge: Judge) -> Iterator[Found]:
    """Every member on its own, then what is said of names and of how many there are."""
    one, other = pair.one, pair.other
    for name in {**one.slots, **other.slots}:
        yield from _compare_member(name, pair, judge)
    if one.extra is not None or one.patterns:
        yield from _compare_others(pair, judge)
    if other.names:
        yield from _compare_names(pair, judge)
    yield from _compare_counts(pair, judge)


def member_type(record: Record, name: str, judge: Judge) -> Type | None:
    """The type of what `sub` sends under `name`; None where it sends no such member."""
    said = record.said_of(name)
    if not said or (name not in record.slots and not _is_name(record, name, judge)):
        return None
    node = judge.sub.both(said)
    return None if name not in record.slots and judge.is_empty(node) else node


def received_type(record: Record, name: str, judge: Judge) -> Type | None:
    """The type that `sup` holds a member called `name` to; None where it says nothing of it."""
    said = record.said_of(name)
    return judge.sup.both(said) if said else None


def make_record(
    atom: Atom, record: Record, judge: Judge, given: Mapping[str, JSON | Missing], least: int = 0
) -> JSON | Missing:
    """A value of `atom` with the `given` members, without those that are given as missing, with at least so many."""
    members: dict[str, JSON] = {}
    for name, slot in record.slots.items():
        if not slot.present and name not in given:
            continue
        value = given[name] if name in given else _some_member(record, name, judge)
        if not isinstance(value, Missing):
            members[name] = value
        elif name not in given:
            return MISSING
    kept: dict[str, JSON] = {name: value for name, value in given.items() if not isinstance(value, Missing)}
    members |= {name: value for name, value in kept.items() if name not in members}
    for name in _more_names(record, judge, {**given, **members}):
        if len(members) >= max(record.least, least):
            break
        value = _some_member(record, name, judge)
        if not isinstance(value, Missing):
            members[name] = value
    if len(members) < max(record.least, least) or (record.most is not None and len(members) > record.most):
        return MISSING
    if not atom.rules or judge.is_sub(atom.origin, members):
        return members
    others = (each for each in judge.some(atom.origin) if isinstance(each, dict))
    varied = ({**{name: each[name] for name in each if name not in given}, **kept} for each in others)
    return first(each for each in varied if len(each) >= least and judge.is_sub(atom.origin, each))


def _some_member(record: Record, name: str, judge: Judge) -> JSON | Missing:
    node = member_type(record, name, judge)
    return MISSING if node is None else first(judge.some(node))


def _compare_member(name: str, pair: Records, judge: Judge) -> Iterator[Found]:
    sub, one, other = pair.sub, pair.one, pair.other
    sent, slot = one.slots.get(name), other.slots.get(name)
    node, wanted = member_type(one, name, judge), received_type(other, name, judge)
    if slot is not None and slot.present and not (sent is not None and sent.present) and not _has_alias(one, slot):
        yield Found("required", node, slot.type, lambda: make_record(sub, one, judge, {name: MISSING}), (name,))
    if node is None or (sent is not None and not sent.present and judge.is_empty(node)):
        return
    if wanted is None:
        if sent is not None:
            yield Found("undeclared", node, None, steps=(name,))
        return

    def wrap(value: JSON) -> JSON | Missing:
        return make_record(sub, one, judge, {name: value})

    if not judge.sup.atoms(wanted):
        some = first(judge.some(node))
        yield Found(
            "refused", node, wanted, partial(_same, MISSING if isinstance(some, Missing) else wrap(some)), (name,)
        )
        return
    for found in judge.compare(node, wanted):
        yield found.within(name, wrap)


def _same(value: JSON | Missing) -> JSON | Missing:
    return value


def _has_alias(sent: Record, slot: Slot) -> bool:
    return any(other in sent.slots and sent.slots[other].present for other in slot.others)


def _compare_others(pair: Records, judge: Judge) -> Iterator[Found]:
    """Members without a name of their own, under names that tell the patterns of both sides apart."""
    sub, one, other = pair.sub, pair.one, pair.other
    if other.extra is None and not other.patterns:
        return
    seen: set[tuple[int, int]] = set()
    for name in _telling_names(one, other, judge):
        node, wanted = member_type(one, name, judge), received_type(other, name, judge)
        if node is None or wanted is None or (id(node), id(wanted)) in seen:
            continue
        seen.add((id(node), id(wanted)))

        def wrap(value: JSON, name: str = name) -> JSON | Missing:
            return make_record(sub, one, judge, {name: value})

        if not judge.sup.atoms(wanted):
            some = first(judge.some(node))
            witness = MISSING if isinstance(some, Missing) else wrap(some)
            yield Found("refused", node, wanted, partial(_same, witness), (Each.VALUE,))
            continue
        for found in judge.compare(node, wanted):
            yield found.within(Each.VALUE, wrap)
    yield from _undecided_patterns(pair, judge, seen)


def _undecided_patterns(pair: Records, judge: Judge, seen: set[tuple[int, int]]) -> Iterator[Found]:
    """Types that may meet under a name that nobody found."""
    one, other = pair.one, pair.other
    sent = [*(each for _, each in one.patterns), *([] if one.extra is None else [one.extra])]
    patterns = [pattern for pattern, _ in one.patterns]
    for pattern, wanted in other.patterns:
        if pattern in patterns or (not one.names and one.extra is not None and not one.patterns):
            continue
        for node in sent:
            resolved = judge.sub.both([node]), judge.sup.both([wanted])
            if (id(resolved[0]), id(resolved[1])) not in seen and not judge.fits(node, wanted):
                note = f"No name was found that is sent and matches {pattern!r}."
                yield Found("undecided", node, wanted, steps=(Each.VALUE,), note=note)


def _telling_names(one: Record, other: Record, judge: Judge) -> list[str]:
    """Names that no member has: of each pattern, of the keys' own type, and others."""
    names: dict[str, None] = {}
    for pattern, _ in (*one.patterns, *other.patterns):
        for each in islice(judge.some(String(pattern=pattern)), 12):
            names[str(each)] = None
    for node in one.names:
        for each in islice(judge.some(node), 12):
            names[str(each)] = None
    names |= dict.fromkeys(("extra", "another", "a", "x1", "1", "A", "other_name", ""))
    return [each for each in names if each not in one.slots and each not in other.slots]


def _compare_names(pair: Records, judge: Judge) -> Iterator[Found]:
    sub, one, other = pair.sub, pair.one, pair.other
    for names in other.names:
        for name, slot in one.slots.items():
            if judge.is_empty(slot.type) or judge.is_sup(names, name):
                continue
            some = first(judge.some(slot.type))
            witness = MISSING if isinstance(some, Missing) else make_record(sub, one, judge, {name: some})
            yield Found("refused", slot.type, Never(), partial(_same, witness), (name,))
        if one.extra is None and not one.patterns:
            continue
        keys = judge.sub.both([*one.names]) if one.names else String()

        def wrap(name: JSON) -> JSON | Missing:
            value = _some_member(one, str(name), judge)
            return MISSING if isinstance(value, Missing) else make_record(sub, one, judge, {str(name): value})

        if one.extra is not None and not judge.is_empty(one.extra):
            for found in judge.compare(keys, names):
                yield found.within(Each.KEY, wrap)
            continue
        for pattern, node in one.patterns:
            if not judge.is_empty(node):
                for found in judge.compare(
                    judge.sub.both([*one.names, judge.sub.keep(String(pattern=pattern))]), names
                ):
                    yield found.within(Each.KEY, wrap)


def _compare_counts(pair: Records, judge: Judge) -> Iterator[Found]:
    sub, sup, one, other = pair.sub, pair.sup, pair.one, pair.other
    least = max(one.least, sum(each.present for each in one.slots.values()))
    if other.least > least:
        yield Found("min_size", sub.origin, sup.origin, lambda: make_record(sub, one, judge, {}))
    if other.most is not None:
        wanted = other.most + 1
        most = _most_members(one, judge)
        if most is None or most >= wanted:
            yield Found("max_size", sub.origin, sup.origin, lambda: make_record(sub, one, judge, {}, least=wanted))


def _most_members(record: Record, judge: Judge) -> int | None:
    """How many members a record can have; None where there is no end to them."""
    possible = sum(not judge.is_empty(each.type) for each in record.slots.values())
    most = possible if record.extra is None and not record.patterns else None
    if most is None and (names := _few_names(record, judge)) is not None:
        most = possible + len(names - record.slots.keys())
    return min((each for each in (most, record.most) if each is not None), default=None)


def _few_names(record: Record, judge: Judge) -> set[str] | None:
    """The names that a dictionary's keys are limited to, where they are listed."""
    for node in record.names:
        atoms = judge.sub.atoms(node)
        if all(isinstance(each.core, Values) for each in atoms):
            return {
                value
                for each in atoms
                if isinstance(each.core, Values)
                for value in each.core.values
                if isinstance(value, str)
            }
    return None


def _is_name(record: Record, name: str, judge: Judge) -> bool:
    return all(judge.is_sub(each, name) for each in record.names)


def _more_names(record: Record, judge: Judge, taken: Mapping[str, JSON | Missing]) -> Iterator[str]:
    """Names that a value may have besides those that it has."""
    named = [name for name in record.slots if name not in taken]
    yield from named
    if record.extra is None and not record.patterns:
        return
    sources: list[Type] = [*record.names, *(String(pattern=pattern) for pattern, _ in record.patterns)]
    others: dict[str, None] = {}
    for node in sources:
        for each in islice(judge.some(node), _MOST_NAMES):
            others[str(each)] = None
    others |= dict.fromkeys(f"extra{each or ''}" for each in range(_MOST_NAMES))
    for name in others:
        if name not in taken and name not in record.slots and _is_name(record, name, judge):
            yield name
