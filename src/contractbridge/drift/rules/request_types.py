"""Rules about the types of what a request may hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from contractbridge.drift.descriptions import show
from contractbridge.drift.facts import ExtrasRefused, Sides, TypeChanged, ValidatorAdded
from contractbridge.drift.mismatch import Reason
from contractbridge.drift.rules.finding import NOBODY, WIRE, Finding, quoted
from contractbridge.drift.rules.limits import limits_in_words
from contractbridge.drift.rules.mismatches import (
    ENUMERATED,
    FORMAT,
    KIND,
    LIMIT,
    MEMBER,
    NULL,
    PATTERN,
    REFUSED,
    RULE,
    UNDECIDED,
    VALUE,
    audiences,
    broken,
    claim,
    extended,
    is_kept,
    is_only_extended,
    is_request,
)
from contractbridge.drift.witnesses import proof_of_extra

# What says less than another kind of value.
_FINER: Final[frozenset[Reason]] = LIMIT | PATTERN | FORMAT | RULE


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
        what = limits_in_words(found, sides, request=True, tightened=True)
        finding = claim(
            fact, found, what or "is held to a closer limit", sides, "See what clients send before you limit it."
        )
        yield replace(finding, whole=bool(what))


def request_limit_loosened(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A value of a request is held to fewer or wider limits.

    Before:
        quantity: int = Field(le=100)
    After:
        quantity: int
    """
    if is_request(fact) and is_kept(fact) and is_only_extended(fact, _FINER):
        what = limits_in_words(extended(fact, LIMIT), sides, request=True, tightened=False)
        finding = claim(fact, (), what or "is held to wider limits", sides, breaks=NOBODY)
        yield replace(finding, whole=bool(what))


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


def request_extra_refused(fact: TypeChanged | ExtrasRefused, sides: Sides) -> Iterator[Finding]:
    """A request may no longer have members that nobody declared.

    Requests that have some get 422.

    Before:
        class OrderIn(BaseModel): name: str
    After:
        class OrderIn(BaseModel, extra="forbid"): name: str

    Instead:
        Look at what clients send beside the fields before you forbid it.
    """
    what = "refuses what is not declared"
    hint = "Look at what clients send beside the fields before you forbid it."
    if isinstance(fact, ExtrasRefused):
        yield Finding(what, WIRE, hint, witness=proof_of_extra(fact, sides))
    elif _narrows(fact) and (found := broken(fact, REFUSED)):
        yield claim(fact, found, what, sides, hint)


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


def request_validator_added(fact: ValidatorAdded, _sides: Sides) -> Iterator[Finding]:
    """A model of requests has a validator that it did not have.

    What it refuses is written in Python, and no schema tells of it: requests that were good may get 422.

    Before:
        class OrderIn(BaseModel): discount: int
    After:
        class OrderIn(BaseModel):
            discount: int

            @field_validator("discount")
            def is_fair(cls, value): ...

    Instead:
        Use a limit where one will do: `discount: int = Field(le=90)`. Clients learn of it.
    """
    plural = "s" if len(fact.validators) > 1 else ""
    names = [each.rpartition(":")[2] for each in fact.validators]
    yield Finding(
        f"is put to the new validator{plural} {quoted(names)}",
        WIRE,
        "Use a limit instead, where one will do: clients learn of it.",
        new=", ".join(names),
        unproven="Only Python knows what it refuses.",
    )


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
