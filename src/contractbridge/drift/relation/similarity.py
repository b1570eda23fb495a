"""Which member of a union people mean: the one with the same tag, the same class, the most in common."""

from __future__ import annotations

from collections.abc import Sequence

from contractbridge.contract import PythonName
from contractbridge.drift.relation.found import Judge
from contractbridge.drift.relation.records import member_type, received_type
from contractbridge.drift.values.atoms import Atom, Items, Record, Values
from contractbridge.drift.values.lens import Lens


def most_similar(atom: Atom, others: Sequence[Atom], judge: Judge) -> Atom:
    """The first of the most similar ones."""
    return max(others, key=lambda other: _likeness(atom, other, judge))


def is_alien(atom: Atom, others: Sequence[Atom], judge: Judge) -> bool:
    """Whether an object is of none of the classes that it might be, and told apart from all of them: by tags, or since
    each of these classes is still there beside its own."""
    records = [each for each in others if isinstance(each.core, Record)]
    return (
        isinstance(atom.core, Record)
        and bool(records)
        and all(isinstance(each.core, Record | Values) for each in others)
        and same_class(atom, records, judge) is None
        and all(_same_tags(atom, each, judge) < 0 or _is_beside(atom, each, judge) for each in records)
    )


def same_class(atom: Atom, others: Sequence[Atom], judge: Judge) -> Atom | None:
    """The one that is of the same class, or else of the same definition."""
    return next((each for each in others if _is_same_class(atom, each, judge)), None)


def _is_beside(atom: Atom, other: Atom, judge: Judge) -> bool:
    """Whether the class of `other` is no new name for that of `atom`: both are on the side of `atom`."""
    mine = judge.sub.view.contract.definitions
    python = _python(other, judge.sup)
    known = {each.python for each in mine.values()} if python is not None else set()
    return bool(atom.key) and (other.key in mine or python in known)


def _is_same_class(atom: Atom, other: Atom, judge: Judge) -> bool:
    python = _python(atom, judge.sub), _python(other, judge.sup)
    return bool(atom.key and atom.key == other.key) or (python[0] is not None and python[0] == python[1])


def _likeness(atom: Atom, other: Atom, judge: Judge) -> tuple[int, int, int, float, int]:
    python = _python(atom, judge.sub), _python(other, judge.sup)
    same_class = python[0] is not None and python[0] == python[1]
    return (
        type(atom.core) is type(other.core),
        _same_tags(atom, other, judge),
        2 * same_class + bool(atom.key and atom.key == other.key),
        _in_common(atom, other, judge),
        -sum(not each.is_harmless for each in judge.direct(atom, other)),
    )


def _python(atom: Atom, lens: Lens) -> PythonName | None:
    definition = lens.view.contract.definitions.get(atom.key)
    return None if definition is None else definition.python


def _same_tags(atom: Atom, other: Atom, judge: Judge) -> int:
    """How many members that only have a few values agree, less those that do not."""
    if not isinstance(atom.core, Record) or not isinstance(other.core, Record):
        return 0
    score = 0
    for name in atom.core.slots.keys() & other.core.slots.keys():
        node, wanted = member_type(atom.core, name, judge), received_type(other.core, name, judge)
        if node is None or wanted is None:
            continue
        tags = [each.core for each in judge.sub.atoms(node)]
        held = [each.core for each in judge.sup.atoms(wanted)]
        if all(isinstance(each, Values) for each in tags) and all(isinstance(each, Values) for each in held):
            values = [value for each in tags if isinstance(each, Values) for value in each.values]
            score += 1 if any(judge.is_sup(wanted, value) for value in values) else -1
    return score


def _in_common(atom: Atom, other: Atom, judge: Judge) -> float:
    match atom.core, other.core:
        case Record() as one, Record() as wanted:
            every = one.slots.keys() | wanted.slots.keys()
            shared = [name for name in every if name in one.slots and name in wanted.slots]
            fitting = sum(judge.fits(one.slots[name].type, wanted.slots[name].type) for name in shared)
            return (len(shared) + fitting) / (2 * len(every) or 1)
        case Items() as row, Items() as wanted_row:
            return float(judge.fits(row.at(0), wanted_row.at(0)))
        case _:
            return 0.0
