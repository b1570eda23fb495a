"""One relation decides what a change breaks: why is not every value of one type a value of another?

Types are sets of values. Both are taken apart into atoms; an atom fits where one atom of the other side holds all of
its values, or several of them do together. What is recursive fits as long as nothing speaks against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from math import inf
from typing import Final

from contractbridge.contract import (
    JSON,
    MISSING,
    Binary,
    Encoded,
    Intersection,
    Missing,
    Number,
    Type,
    Unknown,
    references,
)
from contractbridge.drift.mismatch import Mismatch, View
from contractbridge.drift.relation.deep import run_deep
from contractbridge.drift.relation.found import FITS, Build, Findings, Found, first, is_certain, search
from contractbridge.drift.relation.laws import compare_rules
from contractbridge.drift.relation.leftovers import is_apart, left_over
from contractbridge.drift.relation.records import Records, compare_records
from contractbridge.drift.relation.rows import Rows, compare_items
from contractbridge.drift.relation.sameness import is_same_type, same_definitions
from contractbridge.drift.relation.scalars import (
    compare_encoded,
    compare_numbers,
    compare_text_with_values,
    compare_texts,
    outside_numbers,
)
from contractbridge.drift.relation.similarity import is_alien, most_similar, same_class
from contractbridge.drift.values.atoms import KINDS, Atom, Items, Record, Texts, Values, kind_of
from contractbridge.drift.values.heights import Heights
from contractbridge.drift.values.inhabitants import inhabitants
from contractbridge.drift.values.lens import Lens
from contractbridge.drift.values.membership import admits

_MOST_VALUES: Final = 60
_MOST_FOUND: Final = 400
_MOST_PARTS: Final = 12
_Pair = tuple[int, int]


class Relation:
    """Compares types of the view `sub` with types of the view `sup`, and remembers what it found."""

    def __init__(self, sub: View, sup: View) -> None:
        alike = sub.face == sup.face and sub.grain == sup.grain
        self._same = same_definitions(sub.contract, sup.contract) if alike else None
        self._begin(sub, sup)

    def _begin(self, sub: View, sup: View) -> None:
        self.sub, self.sup = Lens(sub), Lens(sup)
        self._known: dict[_Pair, Findings] = {}
        self._open: dict[_Pair, int] = {}
        self._assumed: dict[_Pair, float] = {}
        self._reach: float = inf
        self._heights = Heights(self.sub)
        self._some: dict[int, tuple[Type, list[JSON], Iterator[JSON]]] = {}
        self._kept: list[Type] = []
        self._reverse: Relation | None = None

    def mismatches(self, sub: Type, sup: Type) -> tuple[Mismatch, ...]:
        """Each reason why a value of `sub` may be none of `sup`; none at all where the one is within the other.

        A witness is a value that was asked about: `sub` admits it, and `sup` does not.
        """
        return self._deeply(lambda: tuple(self._shown(each, sub, sup) for each in self._found(sub, sup)))

    def reasons(self, sub: Type, sup: Type) -> tuple[Mismatch, ...]:
        """The same without witnesses, which take the most time to find."""
        return self._deeply(lambda: tuple(map(_unproved, self._found(sub, sup))))

    def _deeply(self, work: Callable[[], tuple[Mismatch, ...]]) -> tuple[Mismatch, ...]:
        try:
            return work()
        except RecursionError:
            # What was half known is worth nothing.
            self._begin(self.sub.view, self.sup.view)
            return run_deep(work)

    def _found(self, sub: Type, sup: Type) -> Iterator[Found]:
        return _each_once(self.compare(sub, sup))

    def _shown(self, found: Found, sub: Type, sup: Type) -> Mismatch:
        if found.is_harmless:
            return _unproved(found)
        witness, note = found.witness, found.note
        if isinstance(witness, Missing) or not (self.is_sub(sub, witness) and not self.is_sup(sup, witness)):
            witness = MISSING
            note = note or self._why_unproved(sub)
        return Mismatch(found.reason, found.steps, found.sub, found.sup, witness, found.values, note)

    def _why_unproved(self, sub: Type) -> str:
        if isinstance(first(self.some(sub)), Missing):
            return "No value of the type was found at all."
        return "No value was found that shows it."

    # What the parts of the comparison ask

    @property
    def reverse(self) -> Relation:
        if self._reverse is None:
            self._reverse = Relation(self.sup.view, self.sub.view)
            self._reverse._reverse = self
        return self._reverse

    def compare(self, sub: Type, sup: Type) -> Findings:
        """Why not every value of `sub` is one of `sup`; what is being compared further out counts as fitting."""
        one, other = self.sub.resolve(sub), self.sup.resolve(sup)
        pair = id(one), id(other)
        known = self._known.get(pair)
        if known is not None:
            self._reach = min(self._reach, self._assumed.get(pair, inf))
            return known
        if pair in self._open:
            self._reach = min(self._reach, self._open[pair])
            return FITS
        return self._compare_anew(pair, one, other)

    def _is_same(self, sub: Type, sup: Type) -> bool:
        """Whether the two say the same in the same words, which is quick to see."""
        return self._same is not None and is_same_type(sub, sup) and self._same.issuperset(references(sub))

    def _compare_anew(self, pair: _Pair, sub: Type, sup: Type) -> Findings:
        depth = len(self._open)
        around, self._reach = self._reach, inf
        self._open[pair] = depth
        assumed_before = len(self._assumed)
        found = FITS if self._is_same(sub, sup) else _bounded(_telling(tuple(self._compare(sub, sup))))
        del self._open[pair]
        self._kept += (sub, sup)
        self._known[pair] = found
        if self._reach < depth:
            self._assumed[pair] = self._reach
        else:
            self._settle(assumed_before, holds=not found)
            self._reach = inf
        self._reach = min(around, self._reach)
        return found

    def _settle(self, before: int, *, holds: bool) -> None:
        """Keep what was found on the assumption that has turned out true; forget it otherwise."""
        for pair in list(self._assumed)[before:]:
            del self._assumed[pair]
            if not holds:
                del self._known[pair]

    def fits(self, sub: Type, sup: Type) -> bool:
        return not is_certain(self.compare(sub, sup))

    def is_sub(self, node: Type, value: JSON) -> bool:
        return admits(node, value, self.sub.view)

    def is_sup(self, node: Type, value: JSON) -> bool:
        return admits(node, value, self.sup.view)

    def some(self, sub: Type) -> Iterator[JSON]:
        """A few values of `sub`, the smallest first, each made when somebody first asks for it."""
        if id(sub) not in self._some:
            self._some[id(sub)] = (sub, [], inhabitants(sub, self.sub.view, _MOST_VALUES))
        _, values, more = self._some[id(sub)]
        for at in range(_MOST_VALUES):
            if at == len(values):
                values += islice(more, 1)
            if at == len(values):
                return
            yield values[at]

    def is_empty(self, sub: Type) -> bool:
        return self._heights.of(sub) == inf

    def are_apart(self, sub: Type, sup: Type) -> bool:
        return all(is_apart(one, other, self) for one in self.sub.atoms(sub) for other in self.sup.atoms(sup))

    # The comparison

    def _compare(self, sub: Type, sup: Type) -> Iterator[Found]:
        if isinstance(sup, Intersection):
            yield from self._compare_with_all(sub, sup)
            return
        atoms = self.sup.atoms(sup)
        if any(isinstance(each.core, Unknown) and not each.rules for each in atoms):
            return
        parts = self.sub.atoms(sub)
        for atom in parts:
            if self._heights.of_atom(atom) == inf:
                continue
            if len(parts) + len(atoms) > 2 and is_alien(atom, atoms, self):
                yield Found("member", atom.origin, sup, self._some_of(atom))
            else:
                yield from self._place(atom, atoms, sup)

    def _some_of(self, atom: Atom) -> Build:
        return lambda: first(self.some(atom.origin))

    def _compare_with_all(self, sub: Type, sup: Intersection) -> Iterator[Found]:
        """Each part on its own; a member is undeclared where none of them speaks of it."""
        found = [self.compare(sub, each) for each in sup.members]
        yield from _conjoined(found)

    def _place(self, atom: Atom, atoms: Sequence[Atom], sup: Type) -> Iterator[Found]:
        match atom.core:
            case Values(values=values):
                yield from self._place_values(atom, values, atoms, sup)
                return
            case Unknown():
                named = [each for each in atoms if isinstance(each.core, Unknown)]
                if all(is_certain(self.direct(atom, each)) for each in named):
                    yield from self._place_anything(atom, sup)
                return
            case _:
                pass
        candidates = [each for each in atoms if atom.kinds & each.kinds]
        if not candidates:
            yield Found("type", atom.origin, sup, lambda: first(self.some(atom.origin)))
            return
        if len(candidates) == 1:
            yield from self.direct(atom, candidates[0])
            return
        fitting = self._fitting(atom, candidates)
        yield from self._place_among(atom, candidates, sup) if fitting is None else fitting

    def _fitting(self, atom: Atom, candidates: Sequence[Atom]) -> Findings | None:
        """What is told of the one that holds all values of `atom`, if one does: one that speaks of every member,
        if there is one."""
        best: Findings | None = None
        # That of the same definition is the most likely one.
        for each in sorted(candidates, key=lambda each: each.key != atom.key):
            # The first thing that speaks against it is enough here.
            if not each.parts and is_certain(self._direct(atom, each)):
                continue
            found = self.direct(atom, each)
            if not found:
                return FITS
            if not is_certain(found) and (best is None or len(found) < len(best)):
                best = found
        return best

    def _place_values(self, atom: Atom, held: tuple[JSON, ...], atoms: Sequence[Atom], sup: Type) -> Iterator[Found]:
        refused = [each for each in held if not self.is_sup(sup, each)]
        if None in refused:
            yield Found("null", atom.origin, sup, lambda: None, values=(None,))
        others = [each for each in refused if each is not None]
        if others:
            kinds = frozenset[str]().union(*(each.kinds for each in atoms))
            alien = not any(kind_of(each) in kinds for each in held if each is not None)
            values = () if alien else tuple(others)
            yield Found("type" if alien else "value", atom.origin, sup, lambda: others[0], values=values)

    def _place_anything(self, atom: Atom, sup: Type) -> Iterator[Found]:
        """Any value: one kind after the other, and one reason for all of them."""
        kinds = [self.sub.both([atom.origin, each]) for each in KINDS.values()]
        refused = [found for each in kinds for found in self.compare(each, sup) if not found.is_harmless]
        if refused:

            def build() -> JSON | Missing:
                witnesses = (each.witness for each in refused)
                return first(each for each in witnesses if each is not MISSING and not self.is_sup(sup, each))

            yield Found("type", atom.origin, sup, build)

    def _place_among(self, atom: Atom, candidates: Sequence[Atom], sup: Type) -> Iterator[Found]:
        """Several may hold the values of an atom together; what is left over is told by the most similar one."""
        left = left_over(atom, candidates, self)
        same = same_class(atom, candidates, self)
        for part in islice(left, _MOST_PARTS):
            for piece in self.sub.atoms(part):
                if self._heights.of_atom(piece) == inf:
                    continue
                similar = same or most_similar(piece, candidates, self)
                for found in self.direct(piece, similar):
                    yield found if found.is_harmless else found.proved_by(self._proof(found, part, atom.origin, sup))

    def _proof(self, found: Found, part: Type, whole: Type, sup: Type) -> Build:
        def build() -> JSON | Missing:
            witness = found.witness
            if not isinstance(witness, Missing) and self.is_sub(whole, witness) and not self.is_sup(sup, witness):
                return witness
            some = search(self, part, sup)
            return search(self, whole, sup) if isinstance(some, Missing) else some

        return build

    def direct(self, sub: Atom, sup: Atom) -> Findings:
        """The mismatches of two atoms: of what they are, and of the rules that `sup` has besides."""
        if sup.parts:
            return tuple(_conjoined([self.direct(sub, each) for each in sup.parts]))
        return (*self._direct(sub, sup), *compare_rules(sub, sup, self))

    def _direct(self, sub: Atom, sup: Atom) -> Iterable[Found]:
        match sub.core, sup.core:
            case _, Unknown():
                return FITS
            case Number() as one, Number() as other:
                return compare_numbers(sub, one, sup, other)
            case Number() as one, Values(values=values):
                witness = outside_numbers(one, values)
                return (Found("enumerated", sub.origin, sup.origin, lambda: witness),) if witness is not None else FITS
            case Texts() as text, Texts() as wanted:
                return compare_texts(sub, text, sup, wanted, self)
            case (Encoded(), _) | (_, Encoded()):
                return compare_encoded(sub, sup, self)
            case Binary(), Binary():
                return FITS
            case Items() as row, Items() as wanted_row:
                return compare_items(Rows(sub, row, sup, wanted_row), self)
            case Record() as record, Record() as wanted_record:
                return compare_records(Records(sub, record, sup, wanted_record), self)
            case Texts() as text, Values(values=values):
                return compare_text_with_values(sub, text, sup, values, self)
            case ((Items() | Record()), Values()):
                return (Found("enumerated", sub.origin, sup.origin, lambda: search(self, sub.origin, sup.origin)),)
            case _:
                return (Found("type", sub.origin, sup.origin, lambda: search(self, sub.origin, sup.origin)),)


def _unproved(found: Found) -> Mismatch:
    return Mismatch(found.reason, found.steps, found.sub, found.sup, values=found.values, note=found.note)


def _conjoined(found: Sequence[Findings]) -> Iterator[Found]:
    """What speaks against any of several types; a member is undeclared where all of them say so."""
    silent = [{each.steps for each in part if each.is_harmless} for part in found]
    undeclared = set.intersection(*silent) if silent else set()
    for part in found:
        for each in part:
            if not each.is_harmless:
                yield each
            elif each.steps in undeclared:
                undeclared.discard(each.steps)
                yield each


def _each_once(found: Iterable[Found]) -> Iterator[Found]:
    seen: set[object] = set()
    for each in found:
        key = each.reason, each.steps, repr(each.values)
        if key not in seen:
            seen.add(key)
            yield each


def _telling(found: Findings) -> Findings:
    """Without what only follows from the rest."""
    if not any(each.follows for each in found) or not any(not each.follows and not each.is_harmless for each in found):
        return found
    return tuple(each for each in found if not each.follows)


def _bounded(found: Findings) -> Findings:
    """All of them, unless one change is found in so many places that its repetition says nothing."""
    if len(found) <= _MOST_FOUND:
        return found
    seen: set[object] = set()
    kept: list[Found] = []
    for each in found:
        key = each.reason, id(each.sub), id(each.sup)
        if key not in seen:
            seen.add(key)
            kept.append(each)
    return tuple(kept)
