"""Rules about what is no plain request: webhooks, callbacks and WebSocket routes."""

from __future__ import annotations

from collections.abc import Iterator

from contractbridge.drift.facts import (
    CallbackAdded,
    CallbackRemoved,
    Sides,
    WebhookAdded,
    WebhookRemoved,
    WebSocketAdded,
    WebSocketRemoved,
)
from contractbridge.drift.rules.finding import TYPES, WIRE, Finding
from contractbridge.drift.witnesses import call_of, request_of


def webhook_added(fact: WebhookAdded, sides: Sides) -> Iterator[Finding]:
    """The server makes one more call.

    Nobody waits for it yet.

    Before:
        (nothing)
    After:
        @app.webhooks.post("order-shipped")
    """
    yield Finding("was added", new=fact.webhook.summary or fact.webhook.name)


def webhook_removed(fact: WebhookRemoved, sides: Sides) -> Iterator[Finding]:
    """The server no longer makes a call that clients wait for.

    Before:
        @app.webhooks.post("order-shipped")
    After:
        (nothing)

    Instead:
        Deprecate it, and go on calling until subscribers have left.
    """
    yield Finding(
        "was removed; whoever waits for it is no longer called",
        WIRE,
        "Go on calling until subscribers have left.",
        old=fact.webhook.summary or fact.webhook.name,
        witness=call_of(fact.webhook, sides.old),
    )


def callback_added(fact: CallbackAdded, sides: Sides) -> Iterator[Finding]:
    """The server calls back once more.

    Whoever gives it an address may be called there; nobody was before.

    Before:
        @app.post("/orders")
    After:
        @app.post("/orders", callbacks=shipping.routes)
    """
    yield Finding("was added", new=fact.callback.name)


def callback_removed(fact: CallbackRemoved, sides: Sides) -> Iterator[Finding]:
    """The server no longer calls back.

    Clients that gave it an address wait in vain.

    Before:
        @app.post("/orders", callbacks=shipping.routes)
    After:
        @app.post("/orders")
    """
    yield Finding(
        "was removed; whoever waits for it is no longer called",
        WIRE,
        "Go on calling until clients have left.",
        old=fact.callback.name,
        witness=call_of(fact.callback.operation, sides.old),
    )


def websocket_added(fact: WebSocketAdded, sides: Sides) -> Iterator[Finding]:
    """A WebSocket route is new.

    Nobody connected to it before.

    Before:
        (nothing)
    After:
        @app.websocket("/rooms/{room}")
    """
    yield Finding("was added", new=fact.socket.name)


def websocket_removed(fact: WebSocketRemoved, sides: Sides) -> Iterator[Finding]:
    """A WebSocket route is gone.

    Connections are refused, and its function is missing in TypeScript.

    Before:
        @app.websocket("/rooms/{room}")
    After:
        (nothing)
    """
    yield Finding(
        "was removed",
        WIRE | TYPES,
        "Serve it until clients have left.",
        old=fact.socket.name,
        witness=request_of(fact.socket, sides.old),
    )
