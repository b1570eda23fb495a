"""Does a value keep the rules that only JSON Schema has? As in `membership.py`, each rule asks and waits."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import TypeAlias, assert_never

from contractbridge.contract import (
    JSON,
    Array,
    Conditional,
    Contains,
    Dependent,
    Embedded,
    Excluded,
    Exclusive,
    Intersection,
    Map,
    MemberCount,
    MemberNames,
    Object,
    Patterned,
    Rule,
    Ruled,
    String,
    Tuple,
    Type,
    Unevaluated,
    Union,
    Unknown,
)
from contractbridge.drift.mismatch import View
from contractbridge.drift.strings.texts import is_text
from contractbridge.drift.values.seeing import seen

# Is this value of that type?
Question: TypeAlias = tuple[Type, JSON]
Answering: TypeAlias = Generator[Question, bool, bool]


def follow_rules(ruled: Ruled, value: JSON, view: View) -> Answering:
    """Whether `value` is of the type and keeps its rules; a rule for another kind of value says nothing."""
    patterns = [each for each in ruled.rules if isinstance(each, Patterned)]
    if patterns and isinstance(value, dict):
        kept = yield from _without_patterned(ruled.type, patterns, value, view)
    else:
        kept = yield ruled.type, value
    if not kept:
        return False
    for rule in ruled.rules:
        if not (yield from _keeps(rule, ruled, value, view)):
            return False
    return True


def _without_patterned(node: Type, patterns: list[Patterned], value: dict[str, JSON], view: View) -> Answering:
    """A member whose name matches a pattern is no additional one (JSON Schema, core, 10.3.2.3)."""
    match seen(node, view):
        case Map(min_size=least, max_size=most) as table:
            if len(value) < (least or 0) or (most is not None and len(value) > most):
                return False
            node, declared = replace(table, min_size=None, max_size=None), set[str]()
        case Object(fields=fields) as record:
            node, declared = record, {each.name for each in fields}
        case _:
            return (yield node, value)
    others = {
        name: each
        for name, each in value.items()
        if name in declared or not any(is_text(String(pattern=rule.pattern), name) for rule in patterns)
    }
    return (yield node, others)


def _keeps(rule: Rule, ruled: Ruled, value: JSON, view: View) -> Answering:
    match rule, value:
        case Contains(type=node, least=least, most=most), list():
            count = 0
            for each in value:
                count += int((yield node, each))
            return least <= count and (most is None or count <= most)
        case Dependent(field=field, type=node), dict():
            return field not in value or (yield node, value)
        case Conditional(condition=condition, then=then, otherwise=otherwise), _:
            node = then if (yield condition, value) else otherwise
            return (yield node, value)
        case Excluded(type=node), _:
            return not (yield node, value)
        case Exclusive(types=nodes), _:
            count = 0
            for choice in nodes:
                count += int((yield choice, value))
            return count == 1
        case Patterned(pattern=pattern, type=node), dict():
            for name, each in value.items():
                if is_text(String(pattern=pattern), name) and not (yield node, each):
                    return False
            return True
        case MemberNames(type=node), dict():
            for name in value:
                if not (yield node, name):
                    return False
            return True
        case MemberCount(least=least, most=most), dict():
            return len(value) >= least and (most is None or len(value) <= most)
        case Unevaluated(what="members", type=node), dict():
            names = _named(value, (yield from _spoken(ruled, value, view)))
            for name, each in value.items():
                if names is not None and name not in names and not (yield node, each):
                    return False
            return True
        case Unevaluated(what="items", type=node), list():
            first = _counted((yield from _spoken(ruled.type, value, view)))
            for item in [] if first is None else value[first:]:
                if not (yield node, item):
                    return False
            return True
        # A document within a string is only described (JSON Schema, validation, 8.1), and the rest holds for others.
        case ((Embedded() | Contains() | Dependent() | Patterned() | MemberNames() | MemberCount() | Unevaluated()), _):
            return True
        case other:
            assert_never(other)


_Spoken: TypeAlias = Generator[Question, bool, list[Type | Patterned]]


def _spoken(node: Type, value: JSON, view: View) -> _Spoken:
    """What says something of `value`, down to types that are no choice: only what takes it is asked
    (JSON Schema, core, 11.2 and 11.3)."""
    found: list[Type | Patterned] = []
    match seen(node, view):
        case Union(members=nodes) | Intersection(members=nodes):
            parts = list(nodes)
        case Ruled(type=inner, rules=rules):
            parts = [inner]
            for rule in rules:
                match rule:
                    case Dependent(field=field, type=other) if isinstance(value, dict) and field in value:
                        parts.append(other)
                    case Conditional(condition=condition, then=then, otherwise=otherwise):
                        parts += [condition, then] if (yield condition, value) else [otherwise]
                    case Exclusive(types=others):
                        parts += others
                    case Patterned():
                        found.append(rule)
                    case _:
                        pass
        case alone:
            return [alone]
    for each in parts:
        if (yield each, value):
            found += yield from _spoken(each, value, view)
    return found


def _named(value: dict[str, JSON], spoken: Sequence[Type | Patterned]) -> set[str] | None:
    """The names of members that something is said of; None for all of them."""
    names: set[str] = set()
    for each in spoken:
        match each:
            case Object(fields=fields, extra=None):
                names |= {field.name for field in fields}
            case Map() | Object():
                return None
            case Patterned(pattern=pattern):
                names |= {name for name in value if is_text(String(pattern=pattern), name)}
            case _:
                pass
    return names


def _counted(spoken: Sequence[Type | Patterned]) -> int | None:
    """How many of the first items something is said of; None for all of them."""
    count = 0
    for each in spoken:
        match each:
            case Array(items=Unknown()):
                pass  # as every array
            case Tuple(items=items, rest=None | Unknown()):
                count = max(count, len(items))
            case Array() | Tuple():
                return None
            case _:
                pass
    return count
