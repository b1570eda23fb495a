"""What rules about types ask of a fact."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from contractbridge.drift.change import Audience, Severity, Witness
from contractbridge.drift.descriptions import describe
from contractbridge.drift.facts import FieldRenamed, Place, Sides, TypeChanged
from contractbridge.drift.mismatch import Mismatch, Reason
from contractbridge.drift.rules.finding import NOBODY, TYPES, VALIDATORS, WIRE, Finding
from contractbridge.drift.witnesses import proof_of

DECLARED: Final = "FastAPI holds no error to what is declared of it."

KIND: Final[frozenset[Reason]] = frozenset({"type", "integer", "length"})
MEMBER: Final[frozenset[Reason]] = frozenset({"member"})
NULL: Final[frozenset[Reason]] = frozenset({"null"})
VALUE: Final[frozenset[Reason]] = frozenset({"value"})
ENUMERATED: Final[frozenset[Reason]] = frozenset({"enumerated"})
LIMIT: Final[frozenset[Reason]] = frozenset(
    {
        "minimum",
        "maximum",
        "multiple",
        "min_length",
        "max_length",
        "min_items",
        "max_items",
        "unique",
        "min_size",
        "max_size",
    }
)
PATTERN: Final[frozenset[Reason]] = frozenset({"pattern"})
FORMAT: Final[frozenset[Reason]] = frozenset({"format"})
RULE: Final[frozenset[Reason]] = frozenset({"check", "rule"})
REFUSED: Final[frozenset[Reason]] = frozenset({"refused"})
REQUIRED: Final[frozenset[Reason]] = frozenset({"required"})
UNDECIDED: Final[frozenset[Reason]] = frozenset({"undecided"})


def is_request(fact: TypeChanged) -> bool:
    return fact.place.direction == "request"


def is_added(fact: TypeChanged) -> bool:
    """Whether a field has come."""
    return fact.old is None and fact.new is not None


def is_removed(fact: TypeChanged) -> bool:
    """Whether a field is gone; that another member of a union never had it is not enough for requests."""
    return fact.new is None and fact.old is not None and not (is_request(fact) and not fact.broken)


def is_kept(fact: TypeChanged) -> bool:
    return fact.old is not None and fact.new is not None


def broken(fact: TypeChanged, reasons: Collection[Reason]) -> tuple[Mismatch, ...]:
    return tuple(each for each in fact.broken if each.reason in reasons)


def extended(fact: TypeChanged, reasons: Collection[Reason]) -> tuple[Mismatch, ...]:
    return tuple(each for each in fact.extended if each.reason in reasons)


def is_only_extended(fact: TypeChanged, reasons: Collection[Reason]) -> bool:
    """Whether more is possible than before, and all that was possible still is."""
    return bool(extended(fact, reasons)) and all(each.is_harmless for each in fact.broken)


def audiences(fact: TypeChanged, *, wire: bool = True) -> frozenset[Audience]:
    """Whom a mismatch breaks: the wire, unless a rule knows better, and what TypeScript and old schemas tell apart."""
    return (WIRE if wire else NOBODY) | (TYPES if fact.typed else NOBODY) | (VALIDATORS if fact.validated else NOBODY)


def claim(  # noqa: PLR0913  each is a part of a finding
    fact: TypeChanged,
    found: Collection[Mismatch],
    what: str,
    sides: Sides,
    hint: str = "",
    *,
    breaks: frozenset[Audience] | None = None,
    severity: Severity | None = None,
) -> Finding:
    """A finding about the types of `fact`, with the proof of the first mismatch that has one."""
    declared = is_only_declared(fact, sides)
    return Finding(
        what,
        audiences(fact) if breaks is None else breaks,
        hint,
        describe(fact.old, sides.old) if fact.old is not None else None,
        describe(fact.new, sides.new) if fact.new is not None else None,
        None if declared else witness_of(fact.place, found, sides),
        DECLARED if declared else next((each.note for each in found if each.note), "No value was found that shows it."),
        severity,
    )


def is_only_declared(fact: TypeChanged | FieldRenamed, sides: Sides) -> bool:
    """Whether it is about errors alone that an app declares: FastAPI holds nobody to them."""
    return sides.by_fastapi and all(map(_is_error, (fact.place, *fact.others)))


def _is_error(place: Place) -> bool:
    return place.message == "response" and place.part[:1] not in {"1", "2", "3"}


def witness_of(place: Place, found: Collection[Mismatch], sides: Sides) -> Witness | None:
    proofs = (proof_of(place, each, sides) for each in found)
    return next((each for each in proofs if each is not None), None)
