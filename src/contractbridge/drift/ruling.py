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
)
from contractbridge.drift.mismatch import View
from contractbridge.drift.seeing import seen
from contractbridge.drift.texts import is_text

# Is this value of that type?
Question: TypeAlias = tuple[Type, JSON]
Answering: TypeAlias = Generator[Question, bool | None, bool]


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
                count += bool((yield node, each))
            return least <= count and (most is None or count <= most)
        case Dependent(field=field, type=node), dict():
            return field not in value or bool((yield node, value))
        case Conditional(condition=condition, then=then, otherwise=otherwise), _:
            node = then if (yield condition, value) else otherwise
            return bool((yield node, value))
        case Excluded(type=node), _:
            return not (yield node, value)
        case Exclusive(types=nodes), _:
            count = 0
            for each in nodes:
                count += bool((yield each, value))
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
            names = yield from _evaluated_names(ruled, value, view)
            for name, each in value.items():
                if names is not None and name not in names and not (yield node, each):
                    return False
            return True
        case Unevaluated(what="items", type=node), list():
            for each in value[_evaluated_items(ruled.type, view) :]:
                if not (yield node, each):
                    return False
            return True
        # A document within a string is only described (JSON Schema, validation, 8.1), and the rest holds for others.
        case ((Embedded() | Contains() | Dependent() | Patterned() | MemberNames() | MemberCount() | Unevaluated()), _):
            return True
        case other:
            assert_never(other)


_Names: TypeAlias = Generator[Question, bool | None, set[str] | None]


def _evaluated_names(node: Type, value: dict[str, JSON], view: View) -> _Names:
    """The names of members that `node` speaks of where `value` is one of its values; None for all of them."""
    match seen(node, view):
        case Map():
            return None
        case Object(fields=fields, extra=extra):
            return {each.name for each in fields} if extra is None else None
        case Union(members=nodes) | Intersection(members=nodes):
            return (yield from _united(nodes, value, view))
        case Ruled(type=inner, rules=rules):
            parts = [inner]
            names: set[str] = set()
            for rule in rules:
                match rule:
                    case Dependent(field=field, type=other) if field in value:
                        parts.append(other)
                    case Conditional(condition=condition, then=then, otherwise=otherwise):
                        parts += [condition, then] if (yield condition, value) else [otherwise]
                    case Exclusive(types=nodes):
                        parts += nodes
                    case Patterned(pattern=pattern):
                        names |= {each for each in value if is_text(String(pattern=pattern), each)}
                    case _:
                        pass
            found = yield from _united(parts, value, view)
            return None if found is None else found | names
        case _:
            return set()


def _united(nodes: Sequence[Type], value: dict[str, JSON], view: View) -> _Names:
    names: set[str] = set()
    for each in nodes:
        if (yield each, value):
            found = yield from _evaluated_names(each, value, view)
            if found is None:
                return None
            names |= found
    return names


def _evaluated_items(node: Type, view: View) -> int | None:
    """How many of the first items `node` speaks of; None for all of them."""
    match seen(node, view):
        case Tuple(items=items, rest=None):
            return len(items)
        case Tuple() | Array():
            return None
        case Ruled(type=inner):
            return _evaluated_items(inner, view)
        case Union(members=nodes) | Intersection(members=nodes):
            counts = [_evaluated_items(each, view) for each in nodes]
            return None if None in counts else max((each for each in counts if each is not None), default=0)
        case _:
            return 0
