"""Rules about the bodies of requests, as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from contractbridge.contract import Body
from contractbridge.drift.change import Witness
from contractbridge.drift.descriptions import describe
from contractbridge.drift.facts import (
    BodyAdded,
    BodyPresenceChanged,
    BodyRemoved,
    BodyWrapped,
    MediaTypeAdded,
    MediaTypeRemoved,
    Sides,
)
from contractbridge.drift.rules.finding import TYPES, WIRE, Finding
from contractbridge.drift.witnesses import proof_of, request_of, smallest


def request_body_added(fact: BodyAdded, sides: Sides) -> Iterator[Finding]:
    """An operation takes a body, which may be left out.

    Before:
        def cancel(order_id: int): ...
    After:
        def cancel(order_id: int, reason: Reason | None = None): ...
    """
    if not fact.body.required or fact.operation.from_server:
        yield Finding("was added", new=_describe(fact.body, sides, now=True))


def request_body_added_required(fact: BodyAdded, sides: Sides) -> Iterator[Finding]:
    """An operation needs a body, and needed none before.

    Every request that was good before gets 422.

    Before:
        def cancel(order_id: int): ...
    After:
        def cancel(order_id: int, reason: Reason): ...

    Instead:
        Give the parameter a default.
    """
    if fact.body.required and not fact.operation.from_server:
        old = fact.operation.old
        yield Finding(
            "was added and is required",
            WIRE | TYPES,
            "Give it a default.",
            new=_describe(fact.body, sides, now=True),
            witness=request_of(old, sides.old),
        )


def request_body_removed(fact: BodyRemoved, sides: Sides) -> Iterator[Finding]:
    """An operation takes no body any longer, and whoever sends one is not told.

    The server ignores it. In TypeScript the call no longer compiles.

    Before:
        def cancel(order_id: int, reason: Reason): ...
    After:
        def cancel(order_id: int): ...
    """
    yield Finding(
        "was removed; requests that have one are answered as if they had not",
        TYPES,
        "Tell clients that it is ignored.",
        old=_describe(fact.body, sides, now=False),
    )


def request_body_became_required(fact: BodyPresenceChanged, sides: Sides) -> Iterator[Finding]:
    """A body that could be left out is required now.

    Requests without one get 422.

    Before:
        def search(filters: Filters | None = None): ...
    After:
        def search(filters: Filters): ...

    Instead:
        Keep the default.
    """
    if fact.new.required and not fact.operation.from_server:
        old = fact.operation.old
        yield Finding(
            "became required",
            WIRE | TYPES,
            "Keep a default.",
            "optional",
            "required",
            request_of(old, sides.old),
        )


def request_body_became_optional(fact: BodyPresenceChanged, sides: Sides) -> Iterator[Finding]:
    """A required body may be left out now.

    Before:
        def search(filters: Filters): ...
    After:
        def search(filters: Filters | None = None): ...
    """
    if fact.old.required:
        yield Finding("became optional", old="required", new="optional")


def request_body_wrapped(fact: BodyWrapped, sides: Sides) -> Iterator[Finding]:
    """What was the body is now one of its fields.

    FastAPI does so as soon as a function has two parameters for the body, or one with `embed=True`. Requests as they
    were get 422.

    Before:
        def create(order: Order): ...                     # {"name": ...}
    After:
        def create(order: Order, coupon: Coupon): ...     # {"order": {"name": ...}, "coupon": ...}

    Instead:
        Make the second value a field of the first, or a parameter of the query.
    """
    if fact.wrapped:
        yield Finding(
            f"is now wrapped: what was the body is its field `{fact.field}`",
            WIRE | TYPES,
            "Two parameters for the body make FastAPI wrap them: put the second into the first model.",
            "the body",
            f"body.{fact.field}",
            _proof(fact, sides),
        )


def request_body_unwrapped(fact: BodyWrapped, sides: Sides) -> Iterator[Finding]:
    """What was a field of the body is now the body itself.

    Requests as they were get 422.

    Before:
        def create(order: Order, coupon: Coupon): ...     # {"order": {"name": ...}, "coupon": ...}
    After:
        def create(order: Order): ...                     # {"name": ...}

    Instead:
        Keep the field with `Body(embed=True)`.
    """
    if not fact.wrapped:
        yield Finding(
            f"is no longer wrapped: its field `{fact.field}` is the body now",
            WIRE | TYPES,
            "Keep it wrapped with `Body(embed=True)`.",
            f"body.{fact.field}",
            "the body",
            _proof(fact, sides),
        )


def request_media_type_added(fact: MediaTypeAdded, sides: Sides) -> Iterator[Finding]:
    """A body may be sent under one more media type.

    Before:
        "content": {"application/json": ...}
    After:
        "content": {"application/json": ..., "application/x-www-form-urlencoded": ...}
    """
    if fact.place.message == "request":
        yield Finding(f"may be {fact.content.media_type}", new=fact.content.media_type)


def request_media_type_removed(fact: MediaTypeRemoved, sides: Sides) -> Iterator[Finding]:
    """A body may no longer be sent under a media type.

    Requests of that type get 415 or 422.

    Before:
        def upload(file: UploadFile): ...        # multipart/form-data
    After:
        def upload(file: Annotated[bytes, Body()]): ...

    Instead:
        Take both for a while, in two operations.
    """
    if fact.place.message != "request":
        return
    old = fact.place.operation.old
    value = smallest(fact.content.type, sides.old)
    before, now = fact.content.media_type, fact.instead.media_type if fact.instead else None
    yield Finding(
        f"has to be {now}, no longer {before}" if now else f"may no longer be {before}",
        WIRE | TYPES if fact.typed else WIRE,
        "Take both media types until clients have followed.",
        before,
        now,
        witness=request_of(old, sides.old, body=value, media_type=fact.content.media_type),
    )


def _describe(body: Body, sides: Sides, *, now: bool) -> str:
    return " or ".join(describe(each.type, sides.new if now else sides.old) for each in body.contents)


def _proof(fact: BodyWrapped, sides: Sides) -> Witness | None:
    """The body as it was."""
    proofs = (proof_of(fact.place, each, sides) for each in fact.broken)
    return next((each for each in proofs if each is not None), None)
