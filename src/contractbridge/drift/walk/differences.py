"""Types at their places, compared in both directions; what is the same costs nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from contractbridge.contract import Definition, Intersection, Never, Omission, Ref, Type, Union, Unknown, references
from contractbridge.drift.facts import Pair, Place, Sides, TypeChanged
from contractbridge.drift.mismatch import Grain, Mismatch, Steps, View
from contractbridge.drift.relation.subtype import Relation
from contractbridge.drift.walk.conversions import is_converted, is_never_sent
from contractbridge.drift.walk.media import is_form
from contractbridge.drift.walk.owners import find_field, find_owner, find_type
from contractbridge.faces import REQUEST, Face
from contractbridge.graphs import dependents

Omits = frozenset[Omission]
NOTHING: Final[Omits] = frozenset()


@dataclass(frozen=True, slots=True)
class Difference:
    """How two types differ at some steps, wherever they stand."""

    steps: Steps
    broken: tuple[Mismatch, ...]
    extended: tuple[Mismatch, ...]
    typed: bool
    validated: bool


class Types:
    """Compares types of the two sides; each question is asked once."""

    def __init__(self, sides: Sides) -> None:
        self.sides = sides
        self._relations: dict[tuple[Face, Face, Grain, bool], Relation] = {}
        self._differences: dict[tuple[object, ...], tuple[Difference, ...]] = {}
        # Where types were compared: the place, the new face, the two types.
        self.compared: list[tuple[Place, Face, Type, Type]] = []
        self.roots: dict[tuple[str, ...], tuple[Type, Type]] = {}
        self.changed = _changed_keys(sides.old.definitions, sides.new.definitions)

    def is_same(self, old: Type, new: Type) -> bool:
        """Whether the two are written alike, and what they refer to as well."""
        return old == new and (not self.changed or self.changed.isdisjoint(references(old)))

    def is_within(self, old: Type, new: Type) -> bool:
        """Whether a request may hold a value of either where the other is asked for."""
        views = (View(self.sides.old, REQUEST), View(self.sides.new, REQUEST))
        return not self._relation(*views).reasons(old, new) and not self._relation(*views[::-1]).reasons(new, old)

    def admits(self, old: Type, new: Type) -> bool:
        """Whether every request that holds `old` is good where `new` is asked for."""
        views = (View(self.sides.old, REQUEST), View(self.sides.new, REQUEST))
        return all(each.is_harmless for each in self._relation(*views).reasons(old, new))

    def compiles(self, old: Sequence[Type], new: Sequence[Type], direction: Literal["request", "response"]) -> bool:
        """Whether TypeScript takes what it took for any of `old` where it is any of `new`."""
        was, now = (View(side, Face(direction), "typescript") for side in (self.sides.old, self.sides.new))
        one, other = Union(tuple(old)), Union(tuple(new))
        found = (
            self._relation(was, now).mismatches(one, other)
            if direction == "request"
            else self._relation(now, was).mismatches(other, one)
        )
        return all(each.is_harmless for each in found)

    def compare(
        self, place: Place, old: Type, new: Type, omits: tuple[Omits, Omits] = (NOTHING, NOTHING)
    ) -> Iterator[TypeChanged]:
        """Where the types at one place differ. `omits`: what the routes leave out of the response, before and now."""
        if omits[0] == omits[1] and self.is_same(old, new):
            return
        self.roots[place.key] = (old, new)
        self.compared.append((place, _faces(place.direction, omits)[1], old, new))
        for each in self._compare(old, new, place.direction, omits):
            was, now = self._whole(each, place.direction, old, new)
            fact = TypeChanged(place, each.steps, was, now, each.broken, each.extended)
            fact = self._declared(replace(fact, typed=each.typed, validated=each.validated), old, new)
            yield replace(self._owned(fact, old, new), converted=self._is_converted(fact))

    def _whole(
        self, difference: Difference, direction: Literal["request", "response"], old: Type, new: Type
    ) -> tuple[Type | None, Type | None]:
        """What stands at the steps on each side, all of it: a mismatch may speak of one member of a union alone."""
        was, now = _ends(difference, direction)
        whole = find_type(old, difference.steps, self.sides.old), find_type(new, difference.steps, self.sides.new)
        return was and (whole[0] or was), now and (whole[1] or now)

    def _declared(self, fact: TypeChanged, old: Type, new: Type) -> TypeChanged:
        """`fact` without what an open object says of a field that only the other side declares: anything goes there."""
        if not fact.steps or not isinstance(fact.steps[-1], str):
            return fact
        was = fact.old if find_field(old, fact.steps, self.sides.old) or not _is_open(fact.old) else None
        now = fact.new if find_field(new, fact.steps, self.sides.new) or not _is_open(fact.new) else None
        if (was is None) == (now is None):
            return fact
        broken = tuple(each for each in fact.broken if each.reason in {"required", "refused", "undeclared"})
        return replace(fact, old=was, new=now, broken=broken)

    def _is_converted(self, fact: TypeChanged) -> bool:
        """Whether the other end reads what does not fit as something that does."""
        first, _, rest = fact.place.part.partition(".")
        header = rest.startswith("headers.")
        by_text = header or first in {"path", "query", "header", "cookie"}
        by_text = by_text or (first == "body" and len(fact.steps) == 1 and is_form(fact.place.media_type))
        harming = [each for each in fact.broken if not each.is_harmless]
        if fact.place.direction != "request" and not header:
            return self.sides.by_fastapi and bool(harming) and all(map(is_never_sent, harming))
        return bool(harming) and all(is_converted(each, self.sides, by_text=by_text) for each in harming)

    def _owned(self, fact: TypeChanged, old: Type, new: Type) -> TypeChanged:
        """`fact` with the definitions that hold what changed: both those of the field, or both those of its type."""
        steps = fact.steps
        at_end = isinstance(find_type(old, steps, self.sides.old), Ref) and isinstance(
            find_type(new, steps, self.sides.new), Ref
        )
        holder = steps if at_end else steps[:-1]
        old_owner, _ = find_owner(old, holder, self.sides.old)
        new_owner, within = find_owner(new, holder, self.sides.new)
        return replace(fact, old_owner=old_owner, new_owner=new_owner, within=within + steps[len(holder) :])

    def _compare(
        self, old: Type, new: Type, direction: Literal["request", "response"], omits: tuple[Omits, Omits]
    ) -> tuple[Difference, ...]:
        # By identity: values within a type may have no hash, and the contracts outlive the answers.
        key = (_handle(old), _handle(new), direction, *omits)
        if key not in self._differences:
            self._differences[key] = tuple(self._differ(old, new, direction, omits))
        return self._differences[key]

    def _differ(
        self, old: Type, new: Type, direction: Literal["request", "response"], omits: tuple[Omits, Omits]
    ) -> Iterator[Difference]:
        faces = _faces(direction, omits)

        def asked(grain: Grain, *, breaking: bool) -> tuple[Relation, Type, Type]:
            was, now = View(self.sides.old, faces[0], grain), View(self.sides.new, faces[1], grain)
            if (direction == "request") == breaking:
                return self._relation(was, now), old, new
            return self._relation(now, was), new, old

        def prove(grain: Grain) -> tuple[Mismatch, ...]:
            """What breaks, with witnesses."""
            relation, sub, sup = asked(grain, breaking=True)
            return relation.mismatches(sub, sup)

        def tell(grain: Grain, *, breaking: bool) -> tuple[Mismatch, ...]:
            relation, sub, sup = asked(grain, breaking=breaking)
            return relation.reasons(sub, sup)

        # What FastAPI sends it does not hold to limits.
        grain: Grain = "structural" if direction == "response" and self.sides.by_fastapi else "exact"
        found = [prove(grain), tell(grain, breaking=False)]
        if grain == "structural" and self.sides.new.of_app:
            # Old schemas let the null pass that stands for an infinity; nobody else was told of it.
            others = (prove("typescript"), tell("typescript", breaking=False))
            found = list(map(_with_nulls_of, found, others))
        broken, extended = map(_by_steps, found)
        if not broken and not extended:
            return
        typed = _harming(tell("typescript", breaking=True))
        validated = _harming(tell("structural", breaking=True)) if direction == "response" else ()
        for steps in dict.fromkeys((*broken, *extended)):
            yield Difference(
                steps,
                tuple(broken.get(steps, ())),
                tuple(extended.get(steps, ())),
                typed=_concerns(steps, typed),
                validated=_concerns(steps, validated),
            )

    def _relation(self, sub: View, sup: View) -> Relation:
        key = (sub.face, sup.face, sub.grain, sub.contract is self.sides.old)
        if key not in self._relations:
            self._relations[key] = Relation(sub, sup)
        return self._relations[key]


def gather(facts: Iterable[TypeChanged]) -> Iterator[TypeChanged]:
    """One fact for what one definition changes in many places: the first, with the others."""
    groups: defaultdict[tuple[object, ...], list[TypeChanged]] = defaultdict(list)
    for fact in facts:
        groups[_identity(fact)].append(fact)
    for first, *rest in groups.values():
        yield replace(first, others=tuple(each.place for each in rest))


def _identity(fact: TypeChanged) -> tuple[object, ...]:
    shared = bool(fact.old_owner and fact.new_owner)
    return (
        fact.place.direction,
        fact.old_owner,
        fact.new_owner,
        fact.within if shared else (fact.place.key, fact.steps),
        tuple((each.reason, repr(each.values)) for each in fact.broken),
        tuple((each.reason, repr(each.values)) for each in fact.extended),
        fact.typed,
        fact.validated,
        fact.converted,
    )


def _changed_keys(old: Mapping[str, Definition], new: Mapping[str, Definition]) -> frozenset[str]:
    """The definitions that are not the same on both sides, and whatever refers to them."""
    changed = {key for key in old.keys() | new.keys() if key not in old or key not in new or old[key] != new[key]}
    if not changed:
        return frozenset()
    uses = {key: {*references(old[key].type)} if key in old else set() for key in old.keys() | new.keys()}
    for key, each in new.items():
        uses[key] |= {*references(each.type)}
    return dependents(changed, uses)


def _is_open(node: Type | None) -> bool:
    """Whether it stands for no field: any value, or none at all."""
    match node:
        case Intersection(members=members):
            return all(map(_is_open, members))
        case _:
            return isinstance(node, Unknown | Never)


def _faces(direction: Literal["request", "response"], omits: tuple[Omits, Omits]) -> tuple[Face, Face]:
    return (REQUEST, REQUEST) if direction == "request" else (Face("response", omits[0]), Face("response", omits[1]))


def _handle(node: Type) -> object:
    return node.key if isinstance(node, Ref) else id(node)


def _by_steps(mismatches: Iterable[Mismatch]) -> dict[Steps, list[Mismatch]]:
    found: dict[Steps, list[Mismatch]] = {}
    for each in mismatches:
        found.setdefault(each.steps, []).append(each)
    return found


def _with_nulls_of(mismatches: Iterable[Mismatch], others: Iterable[Mismatch]) -> tuple[Mismatch, ...]:
    kept = [each for each in mismatches if each.reason != "null"]
    return (*kept, *(each for each in others if each.reason == "null"))


def _harming(mismatches: Iterable[Mismatch]) -> tuple[Steps, ...]:
    return tuple(each.steps for each in mismatches if not each.is_harmless)


def _concerns(steps: Steps, places: Iterable[Steps]) -> bool:
    """Whether one of `places` is there, above or within."""
    return any(each[: len(steps)] == steps[: len(each)] for each in places)


def _ends(difference: Difference, direction: Literal["request", "response"]) -> tuple[Type | None, Type | None]:
    """The old and the new type, None where one side has none."""
    for mismatch in difference.broken:
        return (mismatch.sub, mismatch.sup) if direction == "request" else (mismatch.sup, mismatch.sub)
    for mismatch in difference.extended:
        return (mismatch.sup, mismatch.sub) if direction == "request" else (mismatch.sub, mismatch.sup)
    return None, None


def place_of(pair: Pair, message: Literal["request", "response"], part: str, media_type: str = "") -> Place:
    """A place in an operation; in a call that the server makes, values travel the other way."""
    towards = message if not pair.from_server else "response" if message == "request" else "request"
    return Place(pair, message, towards, part, media_type)
