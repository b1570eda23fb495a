"""Rules about operations as a whole: whether they are there, where, and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from contractbridge.contract import Docs
from contractbridge.drift.facts import (
    DeprecationChanged,
    OperationAdded,
    OperationIdChanged,
    OperationMoved,
    OperationRemoved,
    PathParameterRenamed,
    PrefixMoved,
    RedirectsChanged,
    Sides,
    StabilityChanged,
    TagsChanged,
)
from contractbridge.drift.rules.finding import TYPES, WIRE, Finding
from contractbridge.drift.security import caller_of
from contractbridge.drift.witnesses import request_of

# From what may change any day to what stays (the extension `x-stability-level`).
STABILITIES: Final = ("draft", "alpha", "beta", "stable")


def operation_added(fact: OperationAdded, sides: Sides) -> Iterator[Finding]:
    """An operation is new.

    Nobody called it before, so nobody is broken.

    Before:
        @app.get("/orders")
    After:
        @app.get("/orders")
        @app.get("/orders/{order_id}")
    """
    yield Finding("was added", new=fact.operation.summary or fact.operation.name)


def operation_removed(fact: OperationRemoved, sides: Sides) -> Iterator[Finding]:
    """An operation is gone.

    Whoever calls it gets 404 or 405, and its function is missing in TypeScript.

    Before:
        @app.delete("/orders/{order_id}")
        def cancel_order(order_id: int): ...
    After:
        (nothing)

    Instead:
        Mark it `deprecated=True` with an `x-sunset` date, and remove it after that day.
    """
    if fact.hidden or _is_over(fact.operation.docs, sides.today):
        return
    sunset = read_sunset(fact.operation.docs)
    what = "was removed"
    if sunset is not None:
        what = f"was removed before its sunset on {sunset.isoformat()}"
    elif fact.operation.docs.deprecated:
        what = "was removed; it was deprecated without a sunset date"
    yield Finding(
        what,
        WIRE | TYPES,
        "Deprecate it with a sunset date first, and remove it after that day.",
        old=fact.operation.summary or fact.operation.name,
        witness=request_of(fact.operation, sides.old, shown=caller_of(fact.operation)),
    )


def operation_removed_after_sunset(fact: OperationRemoved, sides: Sides) -> Iterator[Finding]:
    """A deprecated operation is gone, after the day that was announced.

    Clients had the time that they were promised. The function is missing in TypeScript.

    Before:
        @app.get("/v1/orders", deprecated=True, openapi_extra={"x-sunset": "2026-01-31"})
    After (in February 2026):
        (nothing)
    """
    if not fact.hidden and _is_over(fact.operation.docs, sides.today):
        yield Finding(
            f"was removed after its sunset on {fact.operation.docs.sunset}",
            TYPES,
            old=fact.operation.summary or fact.operation.name,
            severity="info",
        )


def operation_hidden(fact: OperationRemoved, sides: Sides) -> Iterator[Finding]:
    """An operation is still served, and no longer described.

    Requests are answered as before, but its function is missing in TypeScript.

    Before:
        @app.get("/orders")
    After:
        @app.get("/orders", include_in_schema=False)

    Instead:
        Mark it `deprecated=True`: editors strike it through, and code compiles.
    """
    if fact.hidden:
        yield Finding(
            "is no longer described, though it is still served",
            TYPES,
            "Leave `include_in_schema=False` out for as long as somebody calls it.",
        )


def operation_moved(fact: OperationMoved, sides: Sides) -> Iterator[Finding]:
    """An operation has another path or method.

    Requests to the old one get 404 or 405.

    Before:
        @app.put("/orders/{order_id}")
    After:
        @app.patch("/orders/{order_id}")

    Instead:
        Put both decorators on the handler, the old one with `deprecated=True`.
    """
    if fact.redirected:
        return
    old, new = fact.operation.old, fact.operation.new
    yield Finding(
        f"moved here from {old.method} {old.path}",
        WIRE,
        "Serve it in both places until clients have followed.",
        f"{old.method} {old.path}",
        f"{new.method} {new.path}",
        request_of(old, sides.old, shown=caller_of(old)),
    )


def operation_redirected(fact: OperationMoved, sides: Sides) -> Iterator[Finding]:
    """A path has a slash more or less at its end, and the app redirects the old one.

    Most clients follow. A browser does not from another origin, where the redirect has no CORS headers; nor does
    a client that was told not to; and behind a proxy the address may be wrong.

    Before:
        @app.post("/orders")
    After:
        @app.post("/orders/")
    """
    if fact.redirected:
        yield Finding(
            f"moved here from {fact.operation.old.path}, which is redirected",
            old=fact.operation.old.path,
            new=fact.operation.new.path,
            hint="Keep the path as it was: not every client follows a redirect.",
            severity="warning",
        )


def prefix_moved(fact: PrefixMoved, sides: Sides) -> Iterator[Finding]:
    """Many operations moved together from one prefix to another.

    Requests to the old paths get 404.

    Before:
        app.include_router(orders, prefix="/orders")
    After:
        app.include_router(orders, prefix="/v2/orders")

    Instead:
        Include the router twice, the old prefix with `deprecated=True`.
    """
    first = fact.operations[0].old
    yield Finding(
        f"moved to {fact.new or '/'} with all its {len(fact.operations)} operations",
        WIRE,
        "Include the router under both prefixes until clients have followed.",
        fact.old,
        fact.new,
        request_of(first, sides.old, shown=caller_of(first)),
    )


def path_parameter_renamed(fact: PathParameterRenamed, sides: Sides) -> Iterator[Finding]:
    """A parameter of a path has another name.

    The address is the same. In TypeScript the argument `path` has the name, so that calls no longer compile.

    Before:
        @app.get("/orders/{id}")
    After:
        @app.get("/orders/{order_id}")
    """
    yield Finding(f"was renamed from `{fact.old}`", TYPES, "Addresses are the same.", fact.old, fact.new)


def operation_id_changed(fact: OperationIdChanged, sides: Sides) -> Iterator[Finding]:
    """An operation has another id.

    Our names come from the handler, or from the id where nothing else tells; `operation-renamed` says where they
    changed.
    Other generators name their functions by the id.
    """
    old, new = fact.operation.old.id, fact.operation.new.id
    yield Finding("has another operation id", old=old, new=new)


def tags_changed(fact: TagsChanged, sides: Sides) -> Iterator[Finding]:
    """An operation has other tags.

    The first names the namespace in TypeScript; `operation-renamed` says where that changed.
    """
    old, new = fact.operation.old.tags, fact.operation.new.tags
    yield Finding("has other tags", old=list(old), new=list(new))


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


def slash_redirects_removed(fact: RedirectsChanged, sides: Sides) -> Iterator[Finding]:
    """Paths with a slash more or less are no longer redirected.

    Clients that call them so, which the contract never promised, get 404.

    Before:
        app = FastAPI()
    After:
        app = FastAPI(redirect_slashes=False)
    """
    if fact.old and not fact.new:
        yield Finding(
            "no longer redirects a path with a slash more or less",
            hint="Clients that write paths so get 404 now.",
            old=True,
            new=False,
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


def _is_over(docs: Docs, today: date) -> bool:
    sunset = read_sunset(docs)
    return docs.deprecated and sunset is not None and sunset < today


def _rank(stability: str) -> int | None:
    """What is not said is stable; None where a level is unknown."""
    level = stability.lower() or "stable"
    return STABILITIES.index(level) if level in STABILITIES else None
