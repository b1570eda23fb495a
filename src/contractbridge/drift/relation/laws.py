"""Rules of JSON Schema that only laws and samples can compare, and the app's own checks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final, assert_never

from contractbridge.contract import (
    JSON,
    Check,
    Conditional,
    Contains,
    Dependent,
    Embedded,
    Excluded,
    Exclusive,
    MemberCount,
    MemberNames,
    Missing,
    Patterned,
    Rule,
    Ruled,
    Type,
    Unevaluated,
    Unknown,
)
from contractbridge.drift.mismatch import Reason
from contractbridge.drift.relation.found import Found, Judge, first
from contractbridge.drift.relation.records import make_record, member_type
from contractbridge.drift.relation.rows import make_items, most_items
from contractbridge.drift.values.atoms import Atom, Items, Record, Texts
from contractbridge.drift.values.edges import values_for

_ANYTHING: Final = Unknown()


def compare_rules(sub: Atom, sup: Atom, judge: Judge) -> Iterator[Found]:
    """The rules of `sup` that are not seen to hold of every value of `sub`."""
    exclusive = any(isinstance(each, Exclusive) for each in sub.rules)
    for rule in sup.rules:
        if not _holds(rule, sub, judge):
            reason: Reason = "check" if isinstance(rule, Check) else "rule"
            build = partial(_breaker, rule, sub, sup, judge)
            follows = exclusive and isinstance(rule, Exclusive)
            yield Found(reason, sub.origin, sup.origin, build, note=_note(rule), follows=follows)


def _note(rule: Rule | Check) -> str:
    return f"Nobody knows whether `{rule.name}` holds of every value." if isinstance(rule, Check) else ""


def _holds(rule: Rule | Check, sub: Atom, judge: Judge) -> bool:
    if any(_implies(each, rule, sub, judge) for each in sub.rules):
        return True
    match rule:
        case Check():
            return _keeps_check(rule, sub)
        case Contains(type=node, least=least, most=most):
            if not isinstance(sub.core, Items):
                return True
            return _counts(sub.core, node, least, most, judge)
        case Dependent(field=field, type=node):
            if not isinstance(sub.core, Record) or member_type(sub.core, field, judge) is None:
                return True
            having = judge.sub.both([sub.origin, judge.sub.member(field, _ANYTHING, present=True)])
            return judge.fits(having, node)
        case Excluded(type=node):
            return judge.are_apart(sub.origin, node)
        case Exclusive(types=types):
            holding = [each for each in types if not judge.are_apart(sub.origin, each)]
            # One type may stand there twice, and is then as if it were not there.
            return any(
                judge.fits(sub.origin, each)
                and all(_is_excluded(other, sub, judge) for index, other in enumerate(holding) if index != at)
                for at, each in enumerate(holding)
            )
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            if judge.fits(sub.origin, condition):
                return judge.fits(sub.origin, then)
            if judge.are_apart(sub.origin, condition):
                return judge.fits(sub.origin, otherwise)
            return judge.fits(sub.origin, then) and judge.fits(sub.origin, otherwise)
        case Embedded():
            return False
        case Unevaluated():
            return False
        case Patterned() | MemberNames() | MemberCount():
            return False
        case _:
            assert_never(rule)


def _implies(one: Rule | Check, other: Rule | Check, sub: Atom, judge: Judge) -> bool:
    """Whether a value of `sub` that keeps its rule `one` keeps `other` as well.

    Rules speak of values in an open world, with members that nobody declares. So a type within a rule is compared
    together with what is sent there; and where less is more, the two types must be the same.
    """
    match one, other:
        case Check(), Check():
            return one == other or (one.name == other.name and set(other.options) <= set(one.options))
        case Contains(type=left, least=least, most=most), Contains(type=right, least=wanted, most=limit):
            items = [*sub.core.first, sub.core.rest] if isinstance(sub.core, Items) else []
            enough = least >= wanted and (
                wanted == 0 or all(judge.fits(judge.sub.both([each, left]), right) for each in items)
            )
            return enough and (limit is None or (most is not None and most <= limit and _are_same(left, right, judge)))
        case Dependent(field=left_name, type=left), Dependent(field=right_name, type=right):
            having = judge.sub.both([sub.origin, judge.sub.member(left_name, _ANYTHING, present=True), left])
            return left_name == right_name and judge.fits(having, right)
        case Excluded(type=left), Excluded(type=right):
            return _are_same(left, right, judge)
        case Conditional() as left, Conditional() as right:
            return (
                _are_same(left.condition, right.condition, judge)
                and judge.fits(judge.sub.both([sub.origin, left.then]), right.then)
                and judge.fits(judge.sub.both([sub.origin, left.otherwise]), right.otherwise)
            )
        case Exclusive(types=left_types), Exclusive(types=right_types):
            return len(left_types) == len(right_types) and all(
                _are_same(*each, judge) for each in zip(left_types, right_types, strict=True)
            )
        case (Unevaluated(), _) | (Embedded(), _):
            return one == other
        case _:
            return False


def _are_same(one: Type, other: Type, judge: Judge) -> bool:
    """Whether two types admit the same values, with any members besides those that they declare."""
    return not judge.compare(one, other) and not judge.reverse.compare(other, one)


def _is_excluded(node: Type, sub: Atom, judge: Judge) -> bool:
    """Whether `sub` is one of an exclusive union's types, and `node` is the same as another one of them."""
    for rule in sub.rules:
        if isinstance(rule, Exclusive) and (own := _own_type(rule, sub, judge)) is not None:
            others = [each for index, each in enumerate(rule.types) if index != own]
            return any(_are_same(each, node, judge) for each in others)
    return False


def _own_type(rule: Exclusive, sub: Atom, judge: Judge) -> int | None:
    """Which of an exclusive union's types `sub` was made of."""
    made_of = judge.sub.resolve(sub.origin.type if isinstance(sub.origin, Ruled) else sub.origin)
    for index, each in enumerate(rule.types):
        if judge.sub.resolve(each) is made_of or any(atom.origin is made_of for atom in judge.sub.atoms(each)):
            return index
    return None


def _counts(row: Items, node: Type, least: int, most: int | None, judge: Judge) -> bool:
    """Whether so many items are of a type, whichever they are."""
    longest = most_items(row, judge)
    reached = len(row.first) + 1
    sure = sum(judge.fits(row.at(index), node) for index in range(min(row.least, len(row.first))))
    if row.least > len(row.first) and judge.fits(row.rest, node):
        sure += row.least - len(row.first)
    if sure < least:
        return False
    if most is None:
        return True
    possible = [not judge.are_apart(row.at(index), node) for index in range(reached)]
    if possible[-1] and (longest is None or longest > len(row.first)):
        return longest is not None and sum(possible[:-1]) + longest - len(row.first) <= most
    return sum(possible[:-1]) <= most


def _keeps_check(check: Check, sub: Atom) -> bool:
    """What JSON Schema's formats promise, and what any text keeps."""
    options = dict(check.options)
    match sub.core:
        case Texts(languages=languages):
            formats = {each.format for each in languages}
            return not options and bool(formats & _PROMISED.get(check.name, frozenset()))
        case _:
            return False


_PROMISED = {
    "date": frozenset({"date"}),
    "dateTime": frozenset({"date-time"}),
    "uuid": frozenset({"uuid"}),
}


def _breaker(rule: Rule | Check, sub: Atom, sup: Atom, judge: Judge) -> JSON | Missing:
    """A value of `sub` that breaks a rule of `sup`: from the samples of either side, or built for it."""
    tried = [*judge.some(sub.origin)]
    match rule, sub.core:
        case Contains(type=node, most=most), Items() as row:
            wrong = [each.witness for each in judge.compare(row.rest, node) if not each.is_harmless]
            places = range(len(row.first), max(row.least, len(row.first) + 1))
            made = [
                make_items(sub, row, judge, 0, dict.fromkeys(places, each))
                for each in wrong
                if not isinstance(each, Missing)
            ]
            made += [make_items(sub, row, judge, length) for length in (0, (most or 0) + 1)]
            if most is not None:
                made += [
                    make_items(sub, row, judge, 0, dict.fromkeys(range(most + 1), each))
                    for each in _held(row, node, sub, judge)
                ]
            tried += [each for each in made if not isinstance(each, Missing)]
        case Check() as check, _:
            tried += values_for(check)
        case Excluded(type=node), _:
            tried += [*judge.reverse.some(node)]
        case Exclusive(types=types), _:
            tried += [value for each in types for value in judge.reverse.some(each)]
        case Conditional() as conditional, _:
            tried += [*judge.reverse.some(conditional.condition)]
        case Dependent(field=field), Record() as record:
            member = member_type(record, field, judge)
            if member is not None:
                for value in judge.some(member):
                    with_field = make_record(sub, record, judge, {field: value})
                    if not isinstance(with_field, Missing):
                        tried.append(with_field)
        case _:
            pass
    return first(each for each in tried if judge.is_sub(sub.origin, each) and not judge.is_sup(sup.origin, each))


def _held(row: Items, node: Type, sub: Atom, judge: Judge) -> list[JSON]:
    """Items of `row` that are of type `node`, first of all those that `sub` counts as something else."""
    rules = [each.type for each in sub.rules if isinstance(each, Contains)]
    counted = [each.witness for rule in rules for each in judge.reverse.compare(node, rule)]
    values = [*(each for each in counted if not isinstance(each, Missing)), *judge.reverse.some(node)]
    return [each for each in values if judge.is_sub(row.rest, each)]
