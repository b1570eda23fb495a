"""Rules about the types of what a response may hold."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

from contractbridge.contract import Const, Unknown
from contractbridge.drift.descriptions import show
from contractbridge.drift.facts import Sides, TypeChanged
from contractbridge.drift.mismatch import Mismatch, Reason
from contractbridge.drift.rules.finding import NOBODY, TYPES, Finding
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
    is_request,
)
from contractbridge.drift.walk.owners import tags_of

_FINER: Final[frozenset[Reason]] = LIMIT | FORMAT | RULE


def response_type_changed(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A value of a response may be of a type that was not promised.

    Clients that rely on the old one read something else.

    Before:
        total: int
    After:
        total: Decimal          # a string in JSON

    Instead:
        Send the new value in a field of its own.
    """
    if _widens(fact) and not isinstance(fact.new, Unknown) and (found := broken(fact, KIND)):
        breaks = audiences(fact, wire=not fact.converted)
        hint = "Send the new value in a field of its own."
        yield claim(fact, found, "may be of another type", sides, hint, breaks=breaks)


def response_untyped(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """Nothing is promised any longer of what a response holds.

    In TypeScript the value is `unknown`. A whole response may well be what it was, and nobody can prove that it is not.

    Before:
        def read_order() -> Order: ...
    After:
        def read_order(): ...

    Instead:
        Keep the return annotation, or the `response_model`.
    """
    if _widens(fact) and isinstance(fact.new, Unknown) and (found := broken(fact, KIND)):
        hint = "Keep the return annotation, or the `response_model`."
        if fact.steps:
            yield claim(fact, found, "may be anything", sides, "Say what it may be.")
        else:
            yield claim(fact, (), "may be anything", sides, hint, breaks=TYPES)


def response_type_narrowed(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A value of a response is of fewer types than was promised.

    Nothing fails. In TypeScript a comparison with the tag of a type that is gone no longer compiles.

    Before:
        total: int | str
    After:
        total: int
    """
    if _only_narrows(fact, KIND | MEMBER):
        breaks = TYPES if extended(fact, MEMBER) else NOBODY
        yield claim(fact, (), "is of fewer types", sides, breaks=breaks)


def response_null_added(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A value of a response may be null.

    Clients that never looked for null fail when they meet it.

    Before:
        note: str
    After:
        note: str | None

    Instead:
        Send an empty value.
    """
    if _widens(fact) and (found := broken(fact, NULL)):
        yield claim(fact, found, "may be null", sides, "Send an empty value instead.")


def response_null_removed(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A value of a response is never null now.

    Before:
        note: str | None
    After:
        note: str
    """
    if _widens(fact) and extended(fact, NULL):
        yield claim(fact, (), "is never null now", sides, breaks=NOBODY)


def response_enum_value_added(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A response may have a value of an enumeration that clients do not know.

    Many clients pass over it. A deployed Zod schema refuses the answer, and a `switch` that names every member no
    longer compiles. Where another value has gone, it may have been renamed, and clients wait for the old one in vain.

    Before:
        class Status(Enum): NEW = "new"
    After:
        class Status(Enum): NEW = "new"; DONE = "done"

    Instead:
        Tell clients early that there may be more: an open enumeration, `Status | str`, is one that can grow.
    """
    if _widens(fact) and (found := broken(fact, VALUE)):
        values = ", ".join(show(value) for each in found for value in each.values)
        # What was called one thing may now be called another.
        breaks = audiences(fact, wire=bool(extended(fact, VALUE)))
        yield claim(fact, found, f"may be {values}", sides, "An open enumeration is one that can grow.", breaks=breaks)


def response_enum_value_removed(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A response no longer has one of the values of an enumeration.

    Clients that are ready for it wait in vain; nothing fails. In TypeScript a comparison with it no longer compiles.

    Before:
        class Status(Enum): NEW = "new"; DONE = "done"
    After:
        class Status(Enum): NEW = "new"
    """
    if _widens(fact) and (found := extended(fact, VALUE)):
        values = ", ".join(show(value) for each in found for value in each.values)
        yield claim(fact, (), f"is never {values} now", sides, breaks=TYPES)


def response_enum_opened(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A response may have any value of a kind, where only certain ones were promised.

    A deployed Zod schema refuses what it does not know, and code in TypeScript that counts on the values no longer
    compiles. Where there was one value only, clients told things apart by it.

    Before:
        status: Literal["new", "done"]
    After:
        status: str
    """
    if _widens(fact) and (found := broken(fact, ENUMERATED)):
        breaks = audiences(fact, wire=any(isinstance(each.sup, Const) for each in found))
        yield claim(fact, found, "may be any value of its kind", sides, breaks=breaks)


def response_enum_closed(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A response has one of certain values, where it could have any of a kind.

    Before:
        status: str
    After:
        status: Literal["new", "done"]
    """
    if _only_narrows(fact, ENUMERATED):
        yield claim(fact, (), "is one of certain values now", sides, breaks=NOBODY)


def response_limit_loosened(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A number, a length or a size in a response may go beyond what was promised.

    Clients that made room for so much and no more have too little.

    Before:
        {"type": "string", "maxLength": 40}
    After:
        {"type": "string", "maxLength": 80}

    Instead:
        Keep what was promised, and send the longer value in a field of its own.
    """
    if _widens(fact) and (found := broken(fact, LIMIT)):
        what = limits_in_words(found, sides, request=False, tightened=False)
        finding = claim(fact, found, what or "may go beyond what was promised", sides, "Keep the limit.")
        yield replace(finding, whole=bool(what))


def response_limit_tightened(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A value of a response keeps closer limits than before.

    Before:
        {"type": "string", "maxLength": 80}
    After:
        {"type": "string", "maxLength": 40}
    """
    if _only_narrows(fact, _FINER):
        what = limits_in_words(extended(fact, LIMIT), sides, request=False, tightened=True)
        finding = claim(fact, (), what or "keeps closer limits", sides, breaks=NOBODY)
        yield replace(finding, whole=bool(what))


def response_pattern_changed(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A text in a response has another pattern.

    Hardly anybody checks the pattern of what a server sends.

    Before:
        {"type": "string", "pattern": "^[A-Z]{3}$"}
    After:
        {"type": "string"}
    """
    if _widens(fact) and (broken(fact, PATTERN) or extended(fact, PATTERN)):
        yield claim(fact, (), "has another pattern", sides, breaks=NOBODY)


def response_format_changed(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A text in a response may be of another format than was promised.

    Clients that parse it fail.

    Before:
        {"type": "string", "format": "date-time"}
    After:
        {"type": "string"}

    Instead:
        Send the new text in a field of its own.
    """
    if _widens(fact) and (found := broken(fact, FORMAT)):
        yield claim(fact, found, "may be of another format", sides, "Send the new text in a field of its own.")


def response_members_added(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A response may have members that it promised not to have.

    Before:
        {"type": "object", "additionalProperties": false}
    After:
        {"type": "object", "additionalProperties": {"type": "string"}}
    """
    if _widens(fact) and (found := broken(fact, REFUSED)):
        yield claim(fact, found, "may have members that are not declared", sides)


def response_union_member_added(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A value of a response may be of one more type.

    Where a tag tells it from the others, it is like a new value of an enumeration: many clients pass over it, a
    deployed Zod schema refuses the answer, and a `switch` that names every type no longer compiles. Otherwise clients
    do not find what they look for.

    Before:
        payment: Card
    After:
        payment: Card | Transfer

    Instead:
        Send the new kind at a new path, or to clients that ask for it.
    """
    if _widens(fact) and (found := broken(fact, MEMBER)):
        told = all(_is_told_by_tag(each, sides) for each in found)
        breaks = audiences(fact, wire=not told)
        hint = f"Clients that ask for {'the' if told else 'a'} tag can pass over what they do not know."
        yield claim(fact, found, "may be of one more type", sides, hint, breaks=breaks)


def _is_told_by_tag(found: Mismatch, sides: Sides) -> bool:
    was, now = found.sup or Unknown(), found.sub or Unknown()
    return bool(tags_of(was, sides.old) & tags_of(now, sides.new))


def response_rule_loosened(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """A value of a response no longer keeps a rule that it kept.

    Before:
        {"type": "object", "dependentRequired": {"card": ["holder"]}}
    After:
        {"type": "object"}
    """
    if _widens(fact) and (found := broken(fact, RULE)):
        yield claim(fact, found, "no longer keeps a rule that was promised", sides, "Keep what was promised.")


def response_undecided(fact: TypeChanged, sides: Sides) -> Iterator[Finding]:
    """Whether responses are still what was promised, nobody can tell: the types are beyond what is decided.

    Look at the two, and accept the change with a reason if they are the same.
    """
    if _widens(fact) and (found := broken(fact, UNDECIDED)):
        yield claim(fact, found, "is described differently", sides, "Nobody can tell whether old clients can read it.")


def _widens(fact: TypeChanged) -> bool:
    return not is_request(fact) and is_kept(fact)


def _only_narrows(fact: TypeChanged, reasons: Collection[Reason]) -> bool:
    return _widens(fact) and bool(extended(fact, reasons)) and all(each.is_harmless for each in fact.broken)
