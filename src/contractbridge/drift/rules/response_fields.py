"""Rules about the fields of responses."""

from __future__ import annotations

from collections.abc import Iterator

from contractbridge.contract import MISSING
from contractbridge.drift.facts import FieldRenamed, Sides, TypeChanged
from contractbridge.drift.rules.finding import NO_REQUEST, NOBODY, TYPES, VALIDATORS, WIRE, Finding
from contractbridge.drift.rules.mismatches import (
    DECLARED,
    REQUIRED,
    broken,
    claim,
    extended,
    is_added,
    is_kept,
    is_only_declared,
    is_removed,
    is_request,
    witness_of,
)
from contractbridge.drift.walk.owners import find_field
from contractbridge.faces import admits_null


def response_field_added(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A field of a response is new.

    Clients that do not know it pass over it.

    Before:
        class Order(BaseModel): id: int
    After:
        class Order(BaseModel): id: int; note: str
    """
    if not is_request(fact) and is_added(fact):
        yield claim(fact, (), "was added", sides, breaks=NOBODY)


def response_field_removed(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A field of a response is gone.

    Clients that read it find nothing there. Where it could be missing before, they had to be ready for that.

    Before:
        class Order(BaseModel): id: int; note: str
    After:
        class Order(BaseModel): id: int

    Instead:
        Deprecate it, `Field(deprecated=True)`, and remove it when nobody reads it.
    """
    if is_request(fact) or not is_removed(fact):
        return
    found = broken(fact, REQUIRED)
    breaks = (WIRE if found else NOBODY) | TYPES | (VALIDATORS if fact.validated and found else NOBODY)
    yield claim(fact, found, "was removed", sides, "Deprecate it, and remove it when nobody reads it.", breaks=breaks)


def response_field_became_optional(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A field that was always sent may be missing.

    Clients that read it without looking find nothing there.

    Before:
        @app.get("/orders")
    After:
        @app.get("/orders", response_model_exclude_unset=True)

    Instead:
        Send null, where null was possible, or the default.
    """
    if not is_request(fact) and is_kept(fact) and (found := broken(fact, REQUIRED)):
        if _is_filled_in(fact, sides):
            # FastAPI sends defaults, and whether a route leaves them out the document does not say.
            yield claim(fact, (), "may be missing, as far as the document goes", sides, breaks=TYPES)
        else:
            yield claim(fact, found, "may be missing now", sides, "Send it always.")


def response_field_became_required(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A field that could be missing is always sent.

    Before:
        @app.get("/orders", response_model_exclude_unset=True)
    After:
        @app.get("/orders")
    """
    if not is_request(fact) and is_kept(fact) and extended(fact, REQUIRED):
        yield claim(fact, (), "is always sent now", sides, breaks=NOBODY)


def response_field_renamed(fact: FieldRenamed, sides: Sides) -> Iterator[Finding]:
    """A field of a response has another name.

    Clients that read the old one find nothing there.

    Before:
        class Order(BaseModel): quantity: int
    After:
        class Order(BaseModel): amount: int

    Instead:
        Send both for a while, with a `computed_field`; or keep the name on the wire with an alias.
    """
    if fact.place.direction != "response":
        return
    found = tuple(each for each in fact.broken if each.reason in REQUIRED)
    declared = is_only_declared(fact, sides)
    yield Finding(
        f"was renamed from `{fact.old}`",
        (WIRE if found else NOBODY) | TYPES | (VALIDATORS if fact.validated and found else NOBODY),
        "Send both for a while, or keep the name on the wire with an alias.",
        fact.old,
        fact.new,
        None if declared else witness_of(fact.place, found, sides),
        DECLARED if declared else NO_REQUEST,
    )


def _is_filled_in(fact: TypeChanged, sides: Sides) -> bool:
    """Whether a field has a default, null among them, which FastAPI leaves out of documents."""
    if sides.new.of_app or not sides.by_fastapi or fact.new is None:
        return False
    holder = sides.new.definitions.get(fact.new_owner)
    field = find_field(holder.type, fact.within, sides.new) if holder else None
    return (field is not None and field.default is not MISSING) or admits_null(fact.new, sides.new)
