"""Rules about the fields of requests."""

from __future__ import annotations

from collections.abc import Iterator

from contractbridge.drift.facts import FieldRenamed, Sides, TypeChanged
from contractbridge.drift.rules.finding import NOBODY, TYPES, WIRE, Finding
from contractbridge.drift.rules.mismatches import (
    REFUSED,
    REQUIRED,
    broken,
    claim,
    extended,
    is_added,
    is_kept,
    is_removed,
    is_request,
    witness_of,
)


def request_field_added(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A field of a request is new, and may be left out.

    Before:
        class OrderIn(BaseModel): name: str
    After:
        class OrderIn(BaseModel): name: str; note: str = ""
    """
    if is_request(fact) and is_added(fact) and not broken(fact, REQUIRED):
        yield claim(fact, (), "was added", sides, breaks=NOBODY)


def request_field_added_required(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A required field of a request is new.

    Every request that was good before lacks it, and gets 422.

    Before:
        class OrderIn(BaseModel): name: str
    After:
        class OrderIn(BaseModel): name: str; shop: str

    Instead:
        Give it a default, or allow null: `shop: str | None = None`.
    """
    if is_request(fact) and is_added(fact) and (found := broken(fact, REQUIRED)):
        yield claim(fact, found, "was added and is required", sides, "Give it a default.", breaks=WIRE | TYPES)


def request_field_removed(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A field of a request is gone, and whoever sends it is not told.

    Pydantic ignores what it does not know: the request is answered, and the value lost. In TypeScript an object with
    the field no longer compiles.

    Before:
        class OrderIn(BaseModel): name: str; note: str = ""
    After:
        class OrderIn(BaseModel): name: str

    Instead:
        Deprecate it first: `Field(deprecated=True)`.
    """
    if is_request(fact) and is_removed(fact) and not broken(fact, REFUSED):
        what = "was removed; what clients send for it is ignored"
        yield claim(fact, (), what, sides, "Deprecate it first, so that clients leave it out.", breaks=TYPES)


def request_field_refused(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A field of a request is gone where unknown ones are refused.

    Requests that have it get 422.

    Before:
        class OrderIn(BaseModel, extra="forbid"): name: str; note: str = ""
    After:
        class OrderIn(BaseModel, extra="forbid"): name: str

    Instead:
        Deprecate it first, and ignore it for a while.
    """
    if is_request(fact) and is_removed(fact) and (found := broken(fact, REFUSED)):
        what = "was removed; requests that have it are refused"
        yield claim(fact, found, what, sides, "Deprecate it first, so that clients leave it out.", breaks=WIRE | TYPES)


def request_field_became_required(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A field of a request that could be left out is required now.

    Requests without it get 422.

    Before:
        note: str = ""
    After:
        note: str

    Instead:
        Keep the default.
    """
    if is_request(fact) and is_kept(fact) and (found := broken(fact, REQUIRED)):
        yield claim(fact, found, "became required", sides, "Keep a default.", breaks=WIRE | TYPES)


def request_field_became_optional(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A required field of a request may be left out now.

    Before:
        note: str
    After:
        note: str = ""
    """
    if is_request(fact) and is_kept(fact) and extended(fact, REQUIRED):
        yield claim(fact, (), "became optional", sides, breaks=NOBODY)


def request_field_renamed(fact: FieldRenamed, sides: Sides) -> Iterator[Finding]:
    """A field of a request has another name.

    Under the old name a required one is missing, and an optional one is ignored. Where the server still takes the old
    name, only code in TypeScript has to follow.

    Before:
        quantity: int
    After:
        amount: int

    Instead:
        Take both: `amount: int = Field(validation_alias=AliasChoices("amount", "quantity"))`.
    """
    if fact.place.direction != "request":
        return
    found = () if fact.kept else tuple(each for each in fact.broken if each.reason in REQUIRED | REFUSED)
    ignored = "" if found else "; the old name is ignored"
    yield Finding(
        f"was renamed from `{fact.old}`{', which the server still takes' if fact.kept else ignored}",
        (WIRE if found else NOBODY) | TYPES,
        "Move clients to the new name." if fact.kept else "Let the server take both names, with `AliasChoices`.",
        fact.old,
        fact.new,
        witness_of(fact.place, found, sides),
    )
