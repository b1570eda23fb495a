"""Changes as JSON: valid by the schema that is shipped, and every key of the issue's."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest

from contractbridge.reports.as_json import SCHEMA, to_json
from contractbridge.reports.report import Report
from reports.samples import EMPTY, HOSTILE, REMOVED, RICH

VALIDATOR = jsonschema_rs.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def parsed(report: Report) -> Any:
    document = json.loads(to_json(report), parse_constant=pytest.fail)
    VALIDATOR.validate(document)
    return document


@pytest.mark.parametrize("report", [RICH, EMPTY, HOSTILE], ids=["rich", "empty", "hostile"])
def test_every_output_is_valid_by_the_schema(report: Report) -> None:
    assert len(parsed(report)["changes"]) == len(report.changes)


def test_the_schema_knows_every_key_and_asks_for_it() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    document = parsed(RICH)
    change = document["changes"][0]
    parts = {
        "change": change,
        "witness": change["witness"],
        "source": change["source"],
        "use": next(change["uses"][0] for change in document["changes"] if change["uses"]),
    }
    for name, part in [("", document), *parts.items()]:
        rules = schema["$defs"][name] if name else schema
        assert list(part) == rules["required"] == list(rules["properties"]), name


def test_a_change() -> None:
    [change] = parsed(Report("main", "app", (REMOVED,)))["changes"]
    assert change == {
        "id": REMOVED.id,
        "rule": "response-field-removed",
        "severity": "breaking",
        "breaks": ["wire", "types", "validators"],
        "fails": True,
        "direction": "response",
        "operation": "GET /orders/{order_id}",
        "operations": [],
        "location": "response.200.body.note",
        "tags": ["orders"],
        "message": "`Order.note` is no longer sent.",
        "hint": "Keep sending it, and mark it as deprecated.",
        "old": "string",
        "new": None,
        "witness": {
            "kind": "response",
            "value": {
                "id": 1,
                "status": "paid",
                "items": [{"sku": "A-1", "quantity": 1, "price": "9.90"}],
                "total": "9.90",
            },
            "request": "",
            "confirmed_by": ["jsonschema"],
        },
        "unproven": "",
        "source": {"file": "shop/models.py", "line": 57, "revision": "4f1c2d9"},
        "uses": [],
        "accepted": "",
    }


def test_what_a_document_holds_stays_ascii_and_whole() -> None:
    text = to_json(HOSTILE)
    assert text.isascii()
    assert not [letter for letter in text if letter != "\n" and not letter.isprintable()]
    hint = json.loads(text)["changes"][0]["hint"]
    assert hint == HOSTILE.changes[0].hint
