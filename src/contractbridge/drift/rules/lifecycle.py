"""Rules about how long something lasts: deprecation, sunset, stability."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from contractbridge.contract import Docs
from contractbridge.drift.facts import (
    DeprecationChanged,
    Sides,
    StabilityChanged,
)
from contractbridge.drift.rules.finding import Finding

# From what may change any day to what stays (the extension `x-stability-level`).
STABILITIES: Final = ("draft", "alpha", "beta", "stable")


def deprecated(fact: DeprecationChanged, sides: Sides) -> Iterator[Finding]:
    """Something is deprecated now.

    It works as before. Editors strike it through.

    Before:
        @app.get("/orders")
    After:
        @app.get("/orders", deprecated=True, openapi_extra={"x-sunset": "2027-01-31"})
    """
    if fact.new.deprecated and not fact.old.deprecated:
        what = f"is deprecated until {fact.new.sunset}" if fact.new.sunset else "is deprecated"
        hint = "" if fact.new.sunset else "A sunset date (`x-sunset`) tells clients how long they have."
        yield Finding(what, hint=hint, new=fact.new.sunset or None)


def deprecation_withdrawn(fact: DeprecationChanged, sides: Sides) -> Iterator[Finding]:
    """Something is no longer deprecated.

    Before:
        @app.get("/orders", deprecated=True)
    After:
        @app.get("/orders")
    """
    if fact.old.deprecated and not fact.new.deprecated:
        yield Finding("is no longer deprecated", old=fact.old.sunset or None)


def sunset_malformed(fact: DeprecationChanged, sides: Sides) -> Iterator[Finding]:
    """A sunset is no date.

    Nobody can tell when it ends, and its removal will count as a break.

    Before:
        openapi_extra={"x-sunset": "2027-01-31"}
    After:
        openapi_extra={"x-sunset": "next spring"}

    Instead:
        Write an ISO date (RFC 3339): 2027-01-31.
    """
    if fact.new.sunset and read_sunset(fact.new) is None:
        yield Finding(
            f"has a sunset that is no date: {fact.new.sunset}",
            hint="Write it as 2027-01-31.",
            old=fact.old.sunset or None,
            new=fact.new.sunset,
            severity="warning",
        )


def sunset_brought_forward(fact: DeprecationChanged, sides: Sides) -> Iterator[Finding]:
    """Something ends sooner than was announced, or nobody says any longer when.

    Clients have planned with the first date.

    Before:
        openapi_extra={"x-sunset": "2027-06-30"}
    After:
        openapi_extra={"x-sunset": "2027-01-31"}
    """
    before, now = read_sunset(fact.old), read_sunset(fact.new)
    if before is None or not fact.new.deprecated or (now is None and fact.new.sunset):
        return
    if now is None or now < before:
        what = f"ends on {now.isoformat()}, sooner than announced" if now else "no longer says when it ends"
        yield Finding(
            what, hint="Keep the date that was announced.", old=fact.old.sunset, new=fact.new.sunset, severity="warning"
        )


def sunset_put_off(fact: DeprecationChanged, sides: Sides) -> Iterator[Finding]:
    """Something deprecated lives longer, or it is now known how long.

    Before:
        openapi_extra={"x-sunset": "2027-01-31"}
    After:
        openapi_extra={"x-sunset": "2027-06-30"}
    """
    before, now = read_sunset(fact.old), read_sunset(fact.new)
    if fact.old.deprecated and fact.new.deprecated and now is not None and (before is None or now > before):
        yield Finding(f"ends on {now.isoformat()}", old=fact.old.sunset or None, new=fact.new.sunset)


def stability_lowered(fact: StabilityChanged, sides: Sides) -> Iterator[Finding]:
    """An operation promises less than before.

    Nothing is refused yet, but what was stable may now change without notice.

    Before:
        openapi_extra={"x-stability-level": "stable"}
    After:
        openapi_extra={"x-stability-level": "beta"}
    """
    old, new = _rank(fact.operation.old.stability), _rank(fact.operation.new.stability)
    if old is not None and new is not None and new < old:
        yield Finding(
            "promises less stability than before",
            hint="Whoever relies on it was promised more.",
            old=fact.operation.old.stability or "stable",
            new=fact.operation.new.stability,
            severity="warning",
        )


def stability_raised(fact: StabilityChanged, sides: Sides) -> Iterator[Finding]:
    """An operation promises more than before.

    Before:
        openapi_extra={"x-stability-level": "beta"}
    After:
        openapi_extra={"x-stability-level": "stable"}
    """
    old, new = _rank(fact.operation.old.stability), _rank(fact.operation.new.stability)
    if old is not None and new is not None and new > old:
        yield Finding(
            "promises more stability than before",
            old=fact.operation.old.stability,
            new=fact.operation.new.stability or "stable",
        )


def stability_unknown(fact: StabilityChanged, sides: Sides) -> Iterator[Finding]:
    """A stability level is none that is known.

    Policies that go by levels do not see it.

    Before:
        openapi_extra={"x-stability-level": "beta"}
    After:
        openapi_extra={"x-stability-level": "ga"}

    Instead:
        Write draft, alpha, beta or stable.
    """
    if _rank(fact.operation.new.stability) is None:
        yield Finding(
            f"has a stability level that is none: {fact.operation.new.stability}",
            hint=f"The levels are {', '.join(STABILITIES)}.",
            old=fact.operation.old.stability or None,
            new=fact.operation.new.stability,
            severity="warning",
        )


def read_sunset(docs: Docs) -> date | None:
    """The day, or None where there is none or it is no date (RFC 3339)."""
    text = docs.sunset.strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def is_over(docs: Docs, today: date) -> bool:
    sunset = read_sunset(docs)
    return docs.deprecated and sunset is not None and sunset < today


def _rank(stability: str) -> int | None:
    """What is not said is stable; None where a level is unknown."""
    level = stability.lower() or "stable"
    return STABILITIES.index(level) if level in STABILITIES else None
