"""What changes come to: breaking or not, the bump, who fails the gate, and the words for it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from contractbridge.drift.change import Audience, Change
from contractbridge.reports import FORMATS
from contractbridge.reports.as_json import to_json
from contractbridge.reports.github import to_github
from contractbridge.reports.junit import to_junit
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


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("changes", [(), (NARROWED,)], ids=["fresh", "broken"])
def test_what_is_stale_is_told_in_each_format(format_: str, changes: tuple[Change, ...]) -> None:
    report = Report("main", "app", changes, frozenset(), stale=("web/api/client.js", "web/api/types.d.ts"))
    text = FORMATS[format_](report)
    if format_ == "text":  # in which `check` has told it before
        assert summary(report)[1:] in text
    else:
        assert "web/api/types.d.ts" in text


def test_what_is_stale_fails_whomever_the_gate_guards() -> None:
    report = Report("main", "app", (NARROWED,), frozenset(), stale=("web/api/client.js",))
    assert json.loads(to_json(report))["fails"]
    assert 'failures="1"' in to_junit(report)
    assert to_github(report).startswith("::error file=web/api/client.js,line=1,title=generated-stale ")
    assert (verdict(report), worst(report)) == ("Generated files are stale", "breaking")
    assert summary(report) == "1 breaking; next version: major; 1 stale file"


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
