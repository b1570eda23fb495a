"""Members that nobody declares: a request may have had some, and they were ignored."""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import islice
from typing import Final

from contractbridge.contract import (
    JSON,
    MISSING,
    Dependent,
    MemberNames,
    Missing,
    Object,
    Patterned,
    Ruled,
    String,
    Type,
    Unevaluated,
)
from contractbridge.drift.facts import Sides
from contractbridge.drift.mismatch import Each, Steps, View
from contractbridge.drift.strings.texts import samples
from contractbridge.drift.values.inhabitants import inhabitants
from contractbridge.drift.values.membership import admits
from contractbridge.drift.walk.owners import fields_of
from contractbridge.faces import REQUEST

UNDECLARED: Final = "undeclared"
_NAMES: Final = (UNDECLARED, "Undeclared", "0")
_VALUES: Final[tuple[JSON, ...]] = (1, "a")
_SAMPLES: Final = 3


def is_closer(old: Type, new: Type) -> bool:
    """Whether an object that let any other member through asks something of them now."""
    before, now = _core(old), _core(new)
    if not isinstance(before, Object) or not isinstance(now, Object) or before.extra is not None:
        return False
    declared = {each.name for each in now.fields}
    return now.extra is not None or any(
        _is_about_others(rule, declared) and rule not in _rules(old) for rule in _rules(new)
    )


def with_undeclared(old: Type, new: Type, at: Type, steps: Steps, sides: Sides) -> JSON | Missing:
    """A request with a member that nobody declared at `steps`, where `new` has `at`: it was ignored, and is refused."""
    before, now = View(sides.old, REQUEST), View(sides.new, REQUEST)
    for name in dict.fromkeys(_names(at, sides)):
        for extra in _VALUES:
            for value in inhabitants(old, before):
                for holder in _at(value, steps):
                    holder.setdefault(name, extra)
                if admits(old, value, before) and not admits(new, value, now):
                    return value
    return MISSING


def _core(node: Type) -> Type:
    return node.type if isinstance(node, Ruled) else node


def _rules(node: Type) -> tuple[object, ...]:
    return node.rules if isinstance(node, Ruled) else ()


def _is_about_others(rule: object, declared: Set[str]) -> bool:
    match rule:
        case Dependent(type=Object(fields=fields)):
            return any(each.name not in declared for each in fields)
        case _:
            return isinstance(rule, Patterned | MemberNames | Unevaluated)


def _names(node: Type, sides: Sides) -> Iterator[str]:
    """Names that may be of interest to `node`."""
    yield UNDECLARED
    for rule in _rules(node):
        if isinstance(rule, Patterned):
            yield from islice(samples(String(pattern=rule.pattern)), _SAMPLES)
        elif isinstance(rule, Dependent):
            yield from (field.name for field in fields_of(rule.type, sides.new))
    yield from _NAMES


def _at(value: JSON, steps: Steps) -> Iterator[dict[str, JSON]]:
    """The objects in `value` that stand at `steps`."""
    if not steps:
        yield from [value] if isinstance(value, dict) else ()
        return
    step, *rest = steps
    match value, step:
        case dict(), str():
            inside = [value[step]] if step in value else []
        case dict(), Each.VALUE:
            inside = list(value.values())
        case list(), Each.ITEM:
            inside = value
        case list(), int():
            inside = value[step : step + 1]
        case _:
            inside = []
    for each in inside:
        yield from _at(each, tuple(rest))
