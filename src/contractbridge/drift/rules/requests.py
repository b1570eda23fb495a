"""Rules about what a request may hold: fields and their types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from contractbridge.drift.descriptions import show
from contractbridge.drift.facts import FieldRenamed, Sides, TypeChanged
from contractbridge.drift.mismatch import Reason
from contractbridge.drift.rules.finding import NOBODY, TYPES, WIRE, Finding
from contractbridge.drift.rules.mismatches import (
    ENUMERATED,
    FORMAT,
    KIND,
    LIMIT,
    MEMBER,
    NULL,
    PATTERN,
    REFUSED,
    REQUIRED,
    RULE,
    UNDECIDED,
    VALUE,
    audiences,
    broken,
    claim,
    extended,
    is_added,
    is_kept,
    is_only_extended,
    is_removed,
    is_request,
    witness_of,
)

# What says less than another kind of value.
_FINER: Final[frozenset[Reason]] = LIMIT | PATTERN | FORMAT | RULE


# Fields


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


# Types


def request_type_changed(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A value of a request has to be of another type.

    What was good before gets 422.

    Before:
        quantity: float
    After:
        quantity: int

    Instead:
        Take both: `quantity: int | float`.
    """
    if _narrows(fact) and (found := broken(fact, KIND)):
        yield claim(fact, found, "has to be of another type", sides, "Take what was taken before as well.")


def request_type_widened(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A value of a request may be of more types than before.

    Before:
        quantity: int
    After:
        quantity: int | float
    """
    if is_request(fact) and is_kept(fact) and is_only_extended(fact, KIND | UNDECIDED):
        yield claim(fact, (), "may be of more types", sides, breaks=NOBODY)


def request_value_converted(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A value of a request has to be of another type, and the server converts what was sent before.

    Pydantic takes `true` for 1 and a date for the midnight it begins with. Requests are answered; code in TypeScript
    may no longer compile.

    Before:
        paid: bool
    After:
        paid: int
    """
    if is_request(fact) and is_kept(fact) and fact.converted:
        what = "has to be of another type, to which the server converts what was sent before"
        yield claim(fact, (), what, sides, breaks=audiences(fact, wire=False))


def request_null_refused(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A value of a request may no longer be null.

    Requests that have null there get 422.

    Before:
        note: str | None = None
    After:
        note: str = ""

    Instead:
        Go on taking null, and treat it as the default.
    """
    if _narrows(fact) and (found := broken(fact, NULL)):
        yield claim(fact, found, "may no longer be null", sides, "Go on taking null, and treat it as the default.")


def request_null_admitted(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A value of a request may be null now.

    Before:
        note: str = ""
    After:
        note: str | None = None
    """
    if is_request(fact) and is_kept(fact) and extended(fact, NULL):
        yield claim(fact, (), "may be null", sides, breaks=NOBODY)


def request_enum_value_removed(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A request may no longer have some of the values of an enumeration.

    Requests with one of them get 422.

    Before:
        class Status(Enum): NEW = "new"; DONE = "done"
    After:
        class Status(Enum): NEW = "new"

    Instead:
        Take the value, and treat it as another one.
    """
    if _narrows(fact) and (found := broken(fact, VALUE)):
        values = ", ".join(show(value) for each in found for value in each.values)
        yield claim(fact, found, f"may no longer be {values}", sides, "Take the value, and treat it as another one.")


def request_enum_value_added(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A request may have one more value of an enumeration.

    Before:
        class Status(Enum): NEW = "new"
    After:
        class Status(Enum): NEW = "new"; DONE = "done"
    """
    if is_request(fact) and is_kept(fact) and (found := extended(fact, VALUE)):
        values = ", ".join(show(value) for each in found for value in each.values)
        yield claim(fact, (), f"may be {values}", sides, breaks=NOBODY)


def request_became_enum(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A request may only have certain values, where any of their kind was good.

    Requests with another one get 422.

    Before:
        status: str
    After:
        status: Literal["new", "done"]

    Instead:
        Take any value, and treat the unknown ones as a default.
    """
    if _narrows(fact) and (found := broken(fact, ENUMERATED)):
        yield claim(fact, found, "may only be one of certain values", sides, "Take any value that was taken before.")


def request_enum_opened(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A request may have any value of a kind, where only certain ones were good.

    Before:
        status: Literal["new", "done"]
    After:
        status: str
    """
    if is_request(fact) and is_kept(fact) and is_only_extended(fact, ENUMERATED):
        yield claim(fact, (), "may be any value of its kind", sides, breaks=NOBODY)


def request_limit_tightened(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A number, a length or a size in a request is held to a closer limit.

    Requests beyond it get 422.

    Before:
        quantity: int
    After:
        quantity: int = Field(le=100)

    Instead:
        Measure what clients send first; cut it where that is harmless.
    """
    if _narrows(fact) and (found := broken(fact, LIMIT)):
        what = f"is held to a closer limit ({', '.join(dict.fromkeys(_limit(each.reason) for each in found))})"
        yield claim(fact, found, what, sides, "See what clients send before you limit it.")


def request_limit_loosened(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A value of a request is held to fewer or wider limits.

    Before:
        quantity: int = Field(le=100)
    After:
        quantity: int
    """
    if is_request(fact) and is_kept(fact) and is_only_extended(fact, _FINER):
        yield claim(fact, (), "is held to wider limits", sides, breaks=NOBODY)


def request_pattern_changed(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A text in a request has to match a pattern that it did not have to match.

    Requests with another text get 422.

    Before:
        code: str
    After:
        code: str = Field(pattern="^[A-Z]{3}$")

    Instead:
        Take what was taken, and bring it into the form that you need.
    """
    if _narrows(fact) and (found := broken(fact, PATTERN)):
        yield claim(fact, found, "has to match another pattern", sides, "Take what was taken before as well.")


def request_format_changed(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A text in a request has to be of a format that it did not have to be of.

    Requests with another text get 422.

    Before:
        when: str
    After:
        when: date

    Instead:
        Take what was taken, and read it as far as you can.
    """
    if _narrows(fact) and (found := broken(fact, FORMAT)):
        yield claim(fact, found, "has to be of another format", sides, "Take what was taken before as well.")


def request_extra_refused(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A request may no longer have members that nobody declared.

    Requests that have some get 422.

    Before:
        class OrderIn(BaseModel): name: str
    After:
        class OrderIn(BaseModel, extra="forbid"): name: str

    Instead:
        Look at what clients send beside the fields before you forbid it.
    """
    if _narrows(fact) and (found := broken(fact, REFUSED)):
        hint = "Look at what clients send beside the fields before you forbid it."
        yield claim(fact, found, "refuses members that are not declared", sides, hint)


def request_union_member_removed(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A request may no longer have one of several types.

    Requests of that type get 422.

    Before:
        payment: Card | Transfer
    After:
        payment: Card

    Instead:
        Take the type for as long as clients send it.
    """
    if _narrows(fact) and (found := broken(fact, MEMBER)):
        yield claim(
            fact, found, "may no longer be of one of its types", sides, "Take it for as long as clients send it."
        )


def request_union_member_added(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A request may have one more of several types.

    Before:
        payment: Card
    After:
        payment: Card | Transfer
    """
    if is_request(fact) and is_kept(fact) and is_only_extended(fact, MEMBER):
        yield claim(fact, (), "may be of one more type", sides, breaks=NOBODY)


def request_rule_tightened(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A value of a request has to keep a rule that it did not have to keep.

    Requests that do not get 422.

    Before:
        at: datetime
    After:
        at: AwareDatetime
    """
    if _narrows(fact) and (found := broken(fact, RULE)):
        yield claim(fact, found, "has to keep another rule", sides, "Take what was taken before as well.")


def request_undecided(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """Whether requests are still good, nobody can tell: the types are beyond what is decided.

    Look at the two, and accept the change with a reason if they are the same.
    """
    if _narrows(fact) and (found := broken(fact, UNDECIDED)):
        yield claim(
            fact, found, "is described differently", sides, "Nobody can tell whether old requests are still good."
        )


def _narrows(fact: TypeChanged) -> bool:
    return is_request(fact) and is_kept(fact) and not fact.converted


def _limit(reason: Reason) -> str:
    return reason.replace("_", " ")
