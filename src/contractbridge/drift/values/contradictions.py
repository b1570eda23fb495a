"""Atoms that no value can be of, since what is said of them cannot all be true."""

from __future__ import annotations

from contractbridge.contract import Contains, Number, String
from contractbridge.drift.strings.texts import outside
from contractbridge.drift.values import numbers
from contractbridge.drift.values.atoms import Atom, Items, Record, Texts, Values
from contractbridge.drift.values.equality import identity
from contractbridge.drift.values.lens import Lens
from contractbridge.drift.values.membership import admits


def is_contradictory(atom: Atom, lens: Lens) -> bool:
    """Whether `atom` has no value, whatever its parts have; False where nobody knows."""
    match atom.core:
        case Values(values=values):
            return not values
        case Number() as number:
            return numbers.range_of(number).is_empty
        case Texts(languages=languages):
            return any(map(_is_silent, languages))
        case Items() as row:
            return _is_crowded(row, lens) or any(
                _is_missing(rule, row, lens) for rule in atom.rules if isinstance(rule, Contains)
            )
        case Record() as record:
            return _is_overfull(record, lens)
        case _:
            return False


def most_values(row: Items, lens: Lens) -> int | None:
    """How many items there can be, by what is said of their number; None where there is no end to them."""
    most = row.most
    if row.unique and not row.first:
        atoms = [each.core for each in lens.atoms(row.rest)]
        if all(isinstance(each, Values) for each in atoms):
            few = {identity(each) for core in atoms if isinstance(core, Values) for each in core.values}
            most = len(few) if most is None else min(most, len(few))
    return most


def _is_silent(language: String) -> bool:
    least, most = language.min_length or 0, language.max_length
    if most is not None and least > most:
        return True
    if language.pattern is None or (not least and most is None):
        return False
    verdict = outside(language)
    return verdict.decided and verdict.witness is None


def _is_crowded(row: Items, lens: Lens) -> bool:
    most = most_values(row, lens)
    return most is not None and most < row.least


def _is_missing(rule: Contains, row: Items, lens: Lens) -> bool:
    """Whether an array must contain what none of its items can be."""
    positions = [*row.first, row.rest]
    return rule.least > 0 and not any(
        lens.meet(one, other) is not None
        for each in positions
        for one in lens.atoms(each)
        for other in lens.atoms(rule.type)
    )


def _is_overfull(record: Record, lens: Lens) -> bool:
    """Whether a record needs more members than it may have, or one whose name it may not have."""
    needed = [name for name, slot in record.slots.items() if slot.present]
    if record.most is not None and record.most < max(len(needed), record.least):
        return True
    if record.extra is None and not record.patterns and record.least > len(record.slots):
        return True
    return not all(admits(node, name, lens.view) for node in record.names for name in needed)
