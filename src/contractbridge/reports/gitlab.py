"""Changes as a Code Quality report: GitLab shows them in the merge request, at their lines."""

from __future__ import annotations

from typing import Final

from contractbridge.contract import JSON
from contractbridge.drift.change import Change
from contractbridge.reports.as_json import ascii_json
from contractbridge.reports.report import Group, Report, group_of
from contractbridge.reports.words import place_of, told

_SEVERITIES: Final[dict[Group, str]] = {
    "breaking": "critical",
    "warning": "major",
    "info": "info",
    "accepted": "info",
}


def to_gitlab(report: Report) -> str:
    return ascii_json([_issue(report, change) for change in report.listed])


def _issue(report: Report, change: Change) -> JSON:
    file, line = place_of(report, change)
    return {
        "description": "\n".join(told(change)),
        "check_name": change.rule,
        "fingerprint": change.id,
        "severity": _SEVERITIES[group_of(change)],
        "location": {"path": file.removeprefix("./"), "lines": {"begin": line}},
    }
