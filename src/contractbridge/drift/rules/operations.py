"""Rules about operations as a whole: whether they are there, and where."""

from __future__ import annotations

from collections.abc import Iterator

from contractbridge.drift.facts import (
    OperationAdded,
    OperationIdChanged,
    OperationMoved,
    OperationRemoved,
    PathParameterRenamed,
    PrefixMoved,
    RedirectsChanged,
    Sides,
    TagsChanged,
)
from contractbridge.drift.rules.finding import TYPES, WIRE, Finding
from contractbridge.drift.rules.lifecycle import is_over, read_sunset
from contractbridge.drift.witnesses import request_of


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
    if fact.hidden or is_over(fact.operation.docs, sides.today):
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
        witness=request_of(fact.operation, sides.old),
    )


def operation_removed_after_sunset(fact: OperationRemoved, sides: Sides) -> Iterator[Finding]:
    """A deprecated operation is gone, after the day that was announced.

    Clients had the time that they were promised. The function is missing in TypeScript.

    Before:
        @app.get("/v1/orders", deprecated=True, openapi_extra={"x-sunset": "2026-01-31"})
    After (in February 2026):
        (nothing)
    """
    if not fact.hidden and is_over(fact.operation.docs, sides.today):
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
        request_of(old, sides.old),
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
        f"moved to {fact.new or '/'}",
        WIRE,
        "Include the router under both prefixes until clients have followed.",
        fact.old,
        fact.new,
        request_of(first, sides.old),
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
