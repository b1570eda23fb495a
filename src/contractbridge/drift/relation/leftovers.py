"""What is left of a type when others are taken away: how several types hold the values of one together.

Never less than what is left in truth, so that nothing left means that all is held.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from contractbridge.contract import Array, Enum, Member, Never, Number, Type, Unknown
from contractbridge.drift.relation.found import Judge, is_certain
from contractbridge.drift.relation.records import member_type, received_type
from contractbridge.drift.strings import texts
from contractbridge.drift.values import numbers
from contractbridge.drift.values.atoms import Atom, Items, Record, Texts, Values, kind_of

_MOST: Final = 60
_DEEPEST: Final = 3
_NEVER: Final = Never()
_NOBODY: Final = numbers.Outside(None)


def left_over(atom: Atom, others: Sequence[Atom], judge: Judge, depth: int = 0) -> list[Type]:
    """Types that together hold all values of `atom` that are in none of `others`."""
    if _are_all_held(atom, others):
        return []
    parts = [atom.origin]
    for other in others:
        parts = list(islice((rest for part in parts for rest in _minus(part, other, judge, depth)), _MOST + 1))
        if len(parts) > _MOST:
            return [atom.origin]
    return parts


def is_apart(one: Atom, other: Atom, judge: Judge, depth: int = 0) -> bool:
    """Whether no value is in both; False where nobody knows."""
    match one.core, other.core:
        case Unknown(), _:
            return False
        case Values(values=values), _:
            return not any(judge.is_sup(other.origin, each) for each in values)
        case _, Values(values=values):
            return not any(judge.is_sub(one.origin, each) for each in values)
        case _ if not one.kinds & other.kinds:
            return True
        case Number() as left, Number() as right:
            return numbers.meet(numbers.range_of(left), numbers.range_of(right)).is_empty
        case Record() as left, Record() as right if depth < _DEEPEST:
            return _are_records_apart(left, right, judge, depth)
        case Items() as left, Items() as right:
            return _is_longer(left, right) or _is_longer(right, left)
        case _:
            return False


def _is_longer(one: Items, other: Items) -> bool:
    return other.most is not None and one.least > other.most


def _are_records_apart(left: Record, right: Record, judge: Judge, depth: int) -> bool:
    for name in {**left.slots, **right.slots}:
        sent, wanted = left.slots.get(name), right.slots.get(name)
        if not (sent is not None and sent.present) and not (wanted is not None and wanted.present):
            continue
        if wanted is not None and wanted.others:
            continue
        node, held = member_type(left, name, judge), received_type(right, name, judge)
        if node is None:
            return True
        if held is not None and _are_types_apart(node, held, judge, depth + 1):
            return True
    return False


def _are_types_apart(sub: Type, sup: Type, judge: Judge, depth: int) -> bool:
    return all(is_apart(a, b, judge, depth) for a in judge.sub.atoms(sub) for b in judge.sup.atoms(sup))


def _are_all_held(atom: Atom, others: Sequence[Atom]) -> bool:
    """Whether it is certain that each number, or each text, is in one of `others`."""
    cores = [each.core for each in others if not each.rules and not each.parts]
    values = [value for core in cores if isinstance(core, Values) for value in core.values]
    match atom.core:
        case Number() as number:
            points = [each for each in values if kind_of(each) == "number" and isinstance(each, int | float)]
            ranges = [numbers.range_of(core) for core in cores if isinstance(core, Number)]
            return numbers.outside(numbers.range_of(number), [*ranges, *map(numbers.just, points)]) == _NOBODY
        case Texts(languages=languages):
            wanted = [core.languages[0] for core in cores if isinstance(core, Texts) and len(core.languages) == 1]
            words = tuple(each for each in values if isinstance(each, str))
            verdicts = [texts.outside(each, *wanted, values=words) for each in languages]
            return any(each.decided and each.witness is None for each in verdicts)
        case _:
            return False


def _minus(part: Type, other: Atom, judge: Judge, depth: int) -> Iterator[Type]:
    for atom in judge.sub.atoms(part):
        if is_apart(atom, other, judge, depth):
            yield atom.origin
        elif is_certain(judge.direct(atom, other)):
            for each in other.parts or (other,):
                yield from _rest(atom, each, judge, depth)


def _rest(atom: Atom, other: Atom, judge: Judge, depth: int) -> Iterator[Type]:
    if depth >= _DEEPEST or other.rules:
        yield atom.origin
        return
    match atom.core, other.core:
        case Values(values=values), _:
            yield judge.sub.keep(Enum(tuple(Member(each) for each in values if not judge.is_sup(other.origin, each))))
        case Number() as one, Number() as wanted:
            for piece in numbers.minus(numbers.range_of(one), numbers.range_of(wanted)):
                yield judge.sub.both([atom.origin, judge.sub.keep(numbers.number_of(piece))])
        case Record() as one, Record() as wanted:
            yield from _rest_of_record(atom.origin, one, wanted, judge, depth)
        case Items(), Items() as wanted:
            yield from _rest_of_items(atom, wanted, judge)
        case _:
            yield atom.origin


def _rest_of_items(atom: Atom, wanted: Items, judge: Judge) -> Iterator[Type]:
    """Shorter ones, longer ones, and those between, as a whole."""
    lengths: list[tuple[int, int | None]] = [(wanted.least, wanted.most)]
    if wanted.least:
        lengths.append((0, wanted.least - 1))
    if wanted.most is not None:
        lengths.append((wanted.most + 1, None))
    for least, most in lengths:
        row = judge.sub.both([atom.origin, judge.sub.keep(Array(Unknown(), least, most))])
        if not judge.is_empty(row):
            yield row


def _rest_of_record(current: Type, one: Record, wanted: Record, judge: Judge, depth: int) -> Iterator[Type]:
    """Member by member: objects where it is wrong; the next members are looked at where it is right."""
    if wanted.names or wanted.patterns or wanted.least or wanted.most is not None or one.patterns:
        yield current
        return
    if one.extra is not None and wanted.extra is not None and not judge.fits(one.extra, wanted.extra):
        yield current
        return
    for name in {**one.slots, **wanted.slots}:
        sent, slot = one.slots.get(name), wanted.slots.get(name)
        node, held = member_type(one, name, judge), received_type(wanted, name, judge)
        if node is None:
            if slot is not None and slot.present:
                yield current
                return
            continue
        present = sent is not None and sent.present
        if not present and slot is not None and slot.present:
            yield judge.sub.both([current, judge.sub.member(name, _NEVER, present=False)])
            present = True
        inside, outside = _split(node, held, judge, depth + 1)
        if outside:
            wrong = judge.sub.either(outside)
            yield judge.sub.both([current, judge.sub.member(name, wrong, present=True)])
            if not inside and present:
                return
        current = judge.sub.both(
            [current, judge.sub.member(name, judge.sub.either(inside) if inside else _NEVER, present=present)]
        )


def _split(node: Type, held: Type | None, judge: Judge, depth: int) -> tuple[list[Type], list[Type]]:
    """The parts of a member's type that may be within `held`, and those that may be outside."""
    if held is None or judge.fits(node, held):
        return [node], []
    inside: list[Type] = []
    outside: list[Type] = []
    others = judge.sup.atoms(held)
    for atom in judge.sub.atoms(node):
        match atom.core:
            case Values(values=values):
                good = [each for each in values if judge.is_sup(held, each)]
                if good:
                    inside.append(judge.sub.keep(Enum(tuple(map(Member, good)))))
                if len(good) < len(values):
                    bad = [each for each in values if not judge.is_sup(held, each)]
                    outside.append(judge.sub.keep(Enum(tuple(map(Member, bad)))))
            case _:
                if not all(is_apart(atom, each, judge, depth) for each in others):
                    inside.append(atom.origin)
                outside += left_over(atom, others, judge, depth)
    return inside, outside
