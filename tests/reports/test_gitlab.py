"""Code Quality: the keys that GitLab asks for, each change once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from contractbridge.reports.gitlab import to_gitlab
from contractbridge.reports.report import Report
from reports.samples import EMPTY, HOSTILE, NARROWED, REMOVED, RICH


def issues(report: Report) -> Any:
    return json.loads(to_gitlab(report))


@pytest.mark.parametrize("report", [RICH, EMPTY, HOSTILE], ids=["rich", "empty", "hostile"])
def test_every_issue_has_what_gitlab_asks_for(report: Report) -> None:
    found = issues(report)
    assert len(found) == len(report.changes)
    for issue in found:
        assert issue.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["path"]
        assert issue["location"]["lines"]["begin"] >= 1


def test_fingerprints_tell_changes_apart() -> None:
    prints = [issue["fingerprint"] for issue in issues(RICH)]
    assert len(set(prints)) == len(prints)


def test_a_change() -> None:
    narrowed, removed = (issues(Report("main", "app", (change,)))[0] for change in (NARROWED, REMOVED))
    assert narrowed["description"].startswith("`items[].quantity` must be at least 1; it could be 0.\nPOST /orders")
    assert narrowed["severity"] == "critical"
    assert narrowed["location"] == {"path": "shop/models.py", "lines": {"begin": 41}}
    # Its line is one of an older revision.
    assert removed["location"] == {"path": "contract.json", "lines": {"begin": 1}}
