"""Rules about responses as a whole: statuses, media types, headers, links and streams."""

from __future__ import annotations

from collections.abc import Iterator

from contractbridge.contract import Unknown
from contractbridge.drift.change import Witness
from contractbridge.drift.descriptions import describe
from contractbridge.drift.facts import (
    HeaderAdded,
    HeaderPresenceChanged,
    HeaderRemoved,
    LinkRemoved,
    MediaTypeAdded,
    MediaTypeRemoved,
    Pair,
    Sides,
    StatusAdded,
    StatusRemoved,
    StreamingChanged,
)
from contractbridge.drift.rules.finding import NOBODY, TYPES, WIRE, Finding
from contractbridge.drift.witnesses import request_of


def response_success_status_added(fact: StatusAdded, sides: Sides) -> Iterator[Finding]:
    """An operation may answer with one more success.

    In TypeScript the result is of one more type.

    Before:
        @app.put("/orders/{order_id}")
    After:
        @app.put("/orders/{order_id}", responses={201: {"model": Order}})
    """
    if is_success(fact.response.status):
        yield Finding("was added", new=fact.response.status)


def response_success_status_removed(fact: StatusRemoved, sides: Sides) -> Iterator[Finding]:
    """An operation no longer answers with a status that meant success.

    Clients that wait for it take the answer for a failure, or find no body.

    Before:
        @app.post("/orders")
    After:
        @app.post("/orders", status_code=201)

    Instead:
        Keep the status.
    """
    if is_success(fact.response.status):
        yield Finding(
            "is no longer given",
            WIRE | TYPES,
            "Keep the status: clients look at it.",
            old=fact.response.status,
            new=", ".join(each.status for each in fact.operation.new.responses if is_success(each.status)) or None,
            witness=_asking(fact.operation, sides),
        )


def response_error_status_added(fact: StatusAdded, sides: Sides) -> Iterator[Finding]:
    """A failure is described that was not.

    Before:
        @app.get("/orders/{order_id}")
    After:
        @app.get("/orders/{order_id}", responses={404: {"model": Problem}})
    """
    if not is_success(fact.response.status):
        yield Finding("was added", new=fact.response.status)


def response_error_status_removed(fact: StatusRemoved, sides: Sides) -> Iterator[Finding]:
    """A failure is no longer described.

    It may still be given. In TypeScript nothing is known of its body any longer.

    Before:
        @app.get("/orders/{order_id}", responses={404: {"model": Problem}})
    After:
        @app.get("/orders/{order_id}")

    Instead:
        Keep it in `responses`.
    """
    if not is_success(fact.response.status):
        typed = any(not isinstance(each.type, Unknown) for each in fact.response.contents)
        yield Finding("is no longer described", TYPES if typed else NOBODY, old=fact.response.status)


def response_media_type_added(fact: MediaTypeAdded, sides: Sides) -> Iterator[Finding]:
    """An answer may come under one more media type.

    Before:
        "content": {"application/json": ...}
    After:
        "content": {"application/json": ..., "text/csv": ...}
    """
    if fact.place.message == "response":
        yield Finding(f"may be {fact.content.media_type}", new=fact.content.media_type)


def response_media_type_removed(fact: MediaTypeRemoved, sides: Sides) -> Iterator[Finding]:
    """An answer no longer comes under a media type.

    Clients that ask for it, or read nothing else, cannot use the answer.

    Before:
        def export(): -> dict
    After:
        @app.get("/export", response_class=PlainTextResponse)

    Instead:
        Offer the new type at a new path, or by the header `Accept`.
    """
    before, now = fact.content.media_type, fact.instead.media_type if fact.instead else None
    if fact.place.message == "response":
        yield Finding(
            f"is {now}, no longer {before}" if now else f"is no longer {before}",
            WIRE | TYPES if fact.typed else WIRE,
            "Keep the media type, and offer another one beside it.",
            before,
            now,
            witness=_asking(fact.place.operation, sides),
        )


def response_header_added(fact: HeaderAdded, sides: Sides) -> Iterator[Finding]:
    """An answer has one more header.

    Before:
        responses={200: {"headers": {}}}
    After:
        responses={200: {"headers": {"ETag": {"schema": {"type": "string"}}}}}
    """
    yield Finding("was added", new=describe(fact.header.type, sides.new))


def response_header_removed(fact: HeaderRemoved, sides: Sides) -> Iterator[Finding]:
    """An answer no longer has a header.

    Clients that read one that was always there find nothing. One that could be missing is worth a look.

    Before:
        responses={200: {"headers": {"ETag": {"required": True, "schema": {"type": "string"}}}}}
    After:
        responses={200: {"headers": {}}}
    """
    required = fact.header.required
    yield Finding(
        "was removed",
        WIRE if required else NOBODY,
        "Send it until clients have stopped reading it.",
        old=describe(fact.header.type, sides.old),
        witness=_asking(fact.operation, sides) if required else None,
        severity=None if required else "warning",
    )


def response_header_became_optional(fact: HeaderPresenceChanged, sides: Sides) -> Iterator[Finding]:
    """A header that was always there may be missing.

    Before:
        {"ETag": {"required": True, "schema": {"type": "string"}}}
    After:
        {"ETag": {"schema": {"type": "string"}}}
    """
    if fact.old.required:
        yield Finding(
            "may be missing now",
            WIRE,
            "Send it always.",
            "always sent",
            "may be missing",
            _asking(fact.operation, sides),
        )


def response_header_became_required(fact: HeaderPresenceChanged, sides: Sides) -> Iterator[Finding]:
    """A header that could be missing is always there.

    Before:
        {"ETag": {"schema": {"type": "string"}}}
    After:
        {"ETag": {"required": True, "schema": {"type": "string"}}}
    """
    if fact.new.required:
        yield Finding("is always sent now", old="may be missing", new="always sent")


def response_link_removed(fact: LinkRemoved, sides: Sides) -> Iterator[Finding]:
    """A link to another operation is no longer described.

    Before:
        "links": {"cancel": {"operationId": "cancel_order"}}
    After:
        "links": {}
    """
    yield Finding("is no longer described", old=fact.name)


def response_streaming_changed(fact: StreamingChanged, sides: Sides) -> Iterator[Finding]:
    """An answer arrives piece by piece, or no longer does.

    A client that waits for the whole waits for the end of a stream; one that reads items finds a single document. In
    TypeScript the function returns something else.

    Before:
        def watch() -> list[Event]: ...
    After:
        def watch() -> EventSourceResponse: ...

    Instead:
        Stream at a path of its own.
    """
    streams = fact.operation.new.streams
    yield Finding(
        "arrives piece by piece now" if streams else "arrives in one piece now",
        WIRE | TYPES,
        "Offer the other way at a path of its own.",
        "at once" if streams else "piece by piece",
        "piece by piece" if streams else "at once",
        _asking(fact.operation, sides),
    )


def is_success(status: str) -> bool:
    """Whether it means that all went well; a redirect is an answer, too."""
    return status[:1] in {"1", "2", "3"}


def _asking(pair: Pair, sides: Sides) -> Witness | None:
    """The request whose answer is another one now."""
    return request_of(pair.old, sides.old)
