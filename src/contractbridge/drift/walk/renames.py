"""What has another name now, or stands in another place: one change instead of a removal and an addition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, TypeVar

from contractbridge.contract import Const, Object, Parameter
from contractbridge.drift.facts import FieldRenamed, Pair, TypeChanged
from contractbridge.drift.walk.differences import Types
from contractbridge.drift.walk.owners import find_type, objects_of
from contractbridge.naming import words

# How alike two names are that may be one: `customer` and `customer_name`, `color` and `colour`.
_ALIKE: Final = 0.6
_CONTAINED: Final = 0.8
_KEPT: Final = 3.0
_IN_PLACE: Final = 0.5

T = TypeVar("T")


def similarity(old: str, new: str) -> float:
    """How sure it is that people meant one name by both, from 0 to 1."""
    before, after = (" ".join(words(name)).lower() for name in (old, new))
    ratio = SequenceMatcher(None, before, after).ratio()
    shorter, longer = sorted((set(before.split()), set(after.split())), key=len)
    if shorter and shorter <= longer:
        return max(ratio, _CONTAINED)
    return ratio if ratio >= _ALIKE else 0.0


def rename_parameters(
    removed: Sequence[Parameter], added: Sequence[Parameter], pair: Pair, types: Types
) -> Iterator[tuple[Parameter, Parameter, bool]]:
    """Parameters of one place and type that have another name, and whether the server still takes the old one."""
    candidates = [
        (_KEPT if old.name in new.aliases else _sureness_of_parameter(old, new, pair), old, new)
        for old in removed
        for new in added
        if old.location == new.location and types.is_within(old.type, new.type)
    ]
    for sureness, old, new in _best(candidates):
        yield old, new, sureness == _KEPT


def _sureness_of_parameter(old: Parameter, new: Parameter, pair: Pair) -> float:
    """The names are alike, or one stands in the other's place, and may be left out just so."""
    before = [each.name for each in pair.old.parameters if each.location == old.location]
    now = [each.name for each in pair.new.parameters if each.location == old.location]
    in_place = len(before) == len(now) and before.index(old.name) == now.index(new.name)
    same = (old.required, old.default) == (new.required, new.default)
    return similarity(old.name, new.name) + (_IN_PLACE if in_place and same else 0.0)


def fold_renames(facts: Iterable[TypeChanged], types: Types) -> Iterator[TypeChanged | FieldRenamed]:
    """The same facts; a field that is gone and one that has come become one fact where they are the same field."""
    facts = list(facts)
    siblings: defaultdict[tuple[object, ...], list[TypeChanged]] = defaultdict(list)
    for fact in facts:
        if (fact.old is None) != (fact.new is None):
            siblings[(fact.place.key, fact.steps[:-1])].append(fact)
    renamed: dict[int, FieldRenamed] = {}
    folded: set[int] = set()
    for group in siblings.values():
        for gone, come, keeps in _pairs(group, types):
            renamed[id(gone)] = _renamed(gone, come, keeps=keeps)
            folded |= {id(gone), id(come)}
    for fact in facts:
        if id(fact) in renamed:
            yield renamed[id(fact)]
        elif id(fact) not in folded:
            yield fact


def _pairs(group: Sequence[TypeChanged], types: Types) -> Iterator[tuple[TypeChanged, TypeChanged, bool]]:
    gone = [each for each in group if each.new is None and each.old is not None]
    come = [each for each in group if each.old is None and each.new is not None]
    if not gone or not come:
        return
    holders = _holders(group[0], types)
    candidates = [
        (sureness, old, new)
        for old in gone
        for new in come
        if (sureness := _sureness(_name(old), _name(new), *holders)) and _is_one_type(old, new, types)
    ]
    for sureness, old, new in _best(candidates):
        yield old, new, sureness == _KEPT


def _sureness(old: str, new: str, before: Sequence[Object], now: Sequence[Object]) -> float:
    """The old name is still taken, the names are alike, or one stands in the other's place."""
    if any(field.name == new and (old,) in field.aliases for each in now for field in each.fields):
        return _KEPT
    return similarity(old, new) + (_IN_PLACE if _is_in_place(old, new, before, now) else 0.0)


def _is_in_place(old: str, new: str, before: Sequence[Object], now: Sequence[Object]) -> bool:
    """Whether each object that had the one field has the other where that was."""
    had = [each for each in before if old in _names(each)]
    have = [each for each in now if new in _names(each)]
    return (
        bool(had)
        and len(had) == len(have)
        and all(sum(_is_renamed(old, new, each, other) for other in have) == 1 for each in had)
    )


def _is_renamed(old: str, new: str, before: Object, now: Object) -> bool:
    """Whether two objects may be one, with a field of another name: no tag tells them apart."""
    names, others = _names(before), _names(now)
    tags = {each.name: each.type for each in before.fields if isinstance(each.type, Const)}
    is_other = any(isinstance(each.type, Const) and tags.get(each.name, each.type) != each.type for each in now.fields)
    return not is_other and len(names) == len(others) and names.index(old) == others.index(new)


def _names(node: Object) -> list[str]:
    return [each.name for each in node.fields]


def _best(candidates: Sequence[tuple[float, T, T]]) -> Iterator[tuple[float, T, T]]:
    """The surest pairs, each thing once; two that are equally sure are none."""
    left = [each for each in candidates if each[0]]
    while left:
        top = max(each[0] for each in left)
        best = [each for each in left if each[0] == top]
        for sureness, old, new in best:
            if _alone(old, [each[1] for each in best]) and _alone(new, [each[2] for each in best]):
                yield sureness, old, new
        left = [each for each in left if all(each[1] is not one[1] and each[2] is not one[2] for one in best)]


def _is_one_type(old: TypeChanged, new: TypeChanged, types: Types) -> bool:
    return old.old is not None and new.new is not None and types.is_within(old.old, new.new)


def _holders(fact: TypeChanged, types: Types) -> tuple[Sequence[Object], Sequence[Object]]:
    """The objects that hold the field of `fact`, or may hold it, before and now."""
    old, new = types.roots[fact.place.key]
    holders = find_type(old, fact.steps[:-1], types.sides.old), find_type(new, fact.steps[:-1], types.sides.new)
    return (
        () if holders[0] is None else objects_of(holders[0], types.sides.old),
        () if holders[1] is None else objects_of(holders[1], types.sides.new),
    )


def _name(fact: TypeChanged) -> str:
    return str(fact.steps[-1]) if fact.steps else ""


def _renamed(gone: TypeChanged, come: TypeChanged, *, keeps: bool) -> FieldRenamed:
    return FieldRenamed(
        gone.place,
        come.steps,
        _name(gone),
        _name(come),
        tuple(each for each in (*gone.broken, *come.broken) if not each.is_harmless),
        gone.old_owner,
        come.new_owner,
        come.within,
        kept=keeps,
        validated=gone.validated or come.validated,
        others=tuple(each for each in gone.others if any(each.key == other.key for other in come.others)),
    )


def _alone(thing: T, things: Sequence[T]) -> bool:
    return sum(each is thing for each in things) == 1
