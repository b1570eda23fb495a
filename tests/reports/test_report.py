"""What changes come to: breaking or not, the bump, who fails the gate, and the words for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contractbridge.drift.change import Audience, Change
from contractbridge.reports import FORMATS
from contractbridge.reports.report import Report
from contractbridge.reports.words import summary, verdict, worst
from reports.samples import ACCEPTED, NARROWED, NEW_MEMBER, REMOVED, RICH, UNPROVEN


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ((), (False, "none", False)),
        ((NARROWED,), (True, "major", True)),
        ((UNPROVEN,), (False, "minor", False)),
        (RICH.changes[:1], (False, "minor", False)),  # a field was added
    ],
    ids=["nothing", "breaking", "unproven", "added"],
)
def test_what_changes_come_to(changes: tuple[Change, ...], expected: tuple[bool, str, bool]) -> None:
    report = Report("main", "app", changes)
    assert (report.is_breaking, report.bump, bool(report.failing)) == expected


@pytest.mark.parametrize(
    ("changes", "fail_on", "expected"),
    [
        ((), {"wire"}, ("No changes", "accepted")),
        ((NARROWED, REMOVED), {"wire"}, ("2 changes fail the gate", "breaking")),
        ((REMOVED,), {"types"}, ("1 change fails the gate", "breaking")),
        ((NARROWED,), {"types"}, ("No change fails the gate", "warning")),
        ((NARROWED,), set(), ("No change fails the gate", "warning")),
        ((ACCEPTED,), {"wire"}, ("No change fails the gate", "warning")),
        (RICH.changes[:1], {"wire"}, ("Nothing breaks", "accepted")),
    ],
)
def test_the_heading(changes: tuple[Change, ...], fail_on: set[Audience], expected: tuple[str, str]) -> None:
    report = Report("main", "app", changes, frozenset(fail_on))
    assert (verdict(report), worst(report)) == expected


def test_the_worst_come_first() -> None:
    ranked = Report("main", "app", RICH.changes[-7:]).ranked
    assert [(change.severity, change.operation) for change in ranked] == [
        ("breaking", "POST /orders"),
        ("breaking", "GET /orders/{order_id}"),
        ("breaking", "GET /products"),
        ("warning", "POST /orders"),
        ("warning", "GET /orders/{order_id}"),
        ("info", ""),
        ("breaking", "DELETE /carts/{cart_id}"),  # accepted
    ]


def test_the_summary() -> None:
    assert summary(RICH) == "3 breaking, 2 warnings, 9 for information, 1 accepted; next version: major"
    assert summary(Report("main", "app", (NEW_MEMBER,))) == "1 warning; next version: minor"
    assert summary(Report("main", "app", ())) == "no changes"


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("`n` has to be of another type: number became integer.", False),
        ("`n` was renamed from `number` to `integer`.", False),
        ("`n` may now be at most 9 (it was 10).", True),
    ],
)
@pytest.mark.parametrize("name", ["text", "markdown", "github", "html"])
def test_no_format_says_twice_what_was_and_what_is(message: str, *, shown: bool, name: str) -> None:
    change = replace(NARROWED, message=message, old="number", new="integer")
    text = FORMATS[name](Report("main", "app", (change,)))
    assert ("→ integer" in text.replace("`", "") or "→ <ins>integer" in text) is shown
