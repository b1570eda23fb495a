"""The second opinion on a proof, asked of documents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from contractbridge.drift.change import Change, Witness
from contractbridge.drift.confirmation import NAME, SecondOpinion


def document(body: Any, answer: Any, limit: Any, version: str = "3.1.0", path: str = "/orders/{id}") -> dict[str, Any]:
    return {
        "openapi": version,
        "info": {"title": "shop", "version": "1"},
        "paths": {
            path: {
                "parameters": [{"$ref": "#/components/parameters/limit"}],
                "post": {
                    "requestBody": {"content": {"application/json": {"schema": body}}},
                    "responses": {"200": {"$ref": "#/components/responses/order"}},
                },
            }
        },
        "components": {
            "parameters": {"limit": {"name": "limit", "in": "query", "schema": limit}},
            "responses": {"order": {"description": "", "content": {"application/json": {"schema": answer}}}},
            "schemas": {"Note": {"type": "string"}, "Order": {"type": "object", "required": ["note"]}},
        },
    }


NOTE = {"properties": {"note": {"$ref": "#/components/schemas/Note"}}}
ORDER = {"$ref": "#/components/schemas/Order"}


def claim(kind: Any, location: str, value: Any) -> Change:
    """A change with a witness; a request is given by the part at `location`."""
    where, _, name = location.removeprefix("request.").partition(".")
    message = {where: value if where == "body" else {name: value}} if kind == "request" else value
    return Change(
        rule="some-rule",
        severity="breaking",
        breaks=frozenset({"wire"}),
        direction=kind,
        operation="POST /orders/{id}",
        location=location,
        message="",
        witness=Witness(kind, message),
    )


@pytest.mark.parametrize(
    ("old", "new", "change", "opinion"),
    [
        (document(NOTE, {}, {}), document(ORDER, {}, {}), claim("request", "request.body.note", {}), "agrees"),
        (document(NOTE, {}, {}), document(NOTE, {}, {}), claim("request", "request.body.note", {}), "objects"),
        (document(NOTE, {}, {}), document(ORDER, {}, {}), claim("request", "request.body", {"note": 1}), "objects"),
        (document({}, ORDER, {}), document({}, NOTE, {}), claim("response", "response.200.body.note", {}), "agrees"),
        (document({}, NOTE, {}), document({}, ORDER, {}), claim("response", "response.200.body.note", {}), "objects"),
        (document({}, {}, {}), document({}, {}, {"maximum": 5}), claim("request", "request.query.limit", 6), "agrees"),
        (document({}, {}, {}), document({}, {}, {}), claim("request", "request.header.other", 6), "silent"),
        (document({}, {}, {}), document({}, {}, {}), claim("response", "response.404.body", 6), "silent"),
        (
            document({"type": "string", "nullable": True}, {}, {}, "3.0.3"),
            document({"type": "string"}, {}, {}, "3.0.3"),
            claim("request", "request.body", None),
            "agrees",
        ),
        (
            document({}, {}, {}),
            document({"type": "integer"}, {}, {}, path="/orders/{order_id}"),
            claim("request", "request.body", "one"),
            "agrees",
        ),
        (
            document({"type": "string"}, {}, {}),
            document({"type": "string", "format": "date-time"}, {}, {}),
            claim("request", "request.body", "tomorrow"),
            "agrees",
        ),
    ],
)
def test_opinions(old: dict[str, Any], new: dict[str, Any], change: Change, opinion: str) -> None:
    assert change.witness
    assert SecondOpinion(old, new).ask(change, change.witness) == opinion


def test_what_becomes_of_a_claim() -> None:
    second = SecondOpinion(document(NOTE, {}, {}), document(ORDER, {}, {}))
    shown, wrong = second.confirm(
        [claim("request", "request.body", {}), claim("request", "request.body", {"note": 1})], of_app=False
    )
    assert shown.witness is not None
    assert (shown.severity, shown.witness.confirmed_by) == ("breaking", (NAME,))
    assert (wrong.severity, bool(wrong.unproven), wrong.breaks) == ("warning", True, frozenset())
    unheard = replace(claim("request", "request.body", {"note": 1}), rule="request-format-changed")
    assert second.confirm([unheard], of_app=False) == (unheard,)
    (kept,) = second.confirm([claim("request", "request.body", {"note": 1})], of_app=True)
    assert (kept.severity, kept.unproven) == ("breaking", "")
