"""Changes as SARIF 2.1.0 (OASIS Standard): what code scanning and editors read."""

from __future__ import annotations

import re
from textwrap import indent
from typing import Final
from urllib.parse import quote

from contractbridge import __version__
from contractbridge.contract import JSON
from contractbridge.drift.change import Change, Severity
from contractbridge.policies import AUDIENCES
from contractbridge.report import printable
from contractbridge.reports.as_json import ascii_json
from contractbridge.reports.report import Report
from contractbridge.reports.words import EVERYWHERE, one_line, page_parts, page_title, place_of, told

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS: Final[dict[Severity, str]] = {"breaking": "error", "warning": "warning", "info": "note"}


def to_sarif(report: Report) -> str:
    changes = report.listed
    rules = list(dict.fromkeys(change.rule for change in changes))
    driver: JSON = {
        "name": "contractbridge",
        "semanticVersion": __version__,
        "rules": [_rule(rule, report.manual.get(rule, "")) for rule in rules],
    }
    run: JSON = {
        "tool": {"driver": driver},
        "automationDetails": {"id": "contractbridge/diff/"},
        "columnKind": "unicodeCodePoints",
        "results": [_result(report, change, rules.index(change.rule)) for change in changes],
        "properties": {"old": report.old, "new": report.new, "bump": report.bump},
    }
    return ascii_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: str, page: str) -> JSON:
    described: dict[str, JSON] = {"id": rule}
    if page := page.strip():
        described |= {
            "shortDescription": {"text": _message(page_title(page))},
            "fullDescription": {"text": _message(page)},
            "help": {"text": _message(page), "markdown": _markdown(page)},
        }
    return described | {"properties": {"tags": ["api", "contract"]}}


def _markdown(page: str) -> str:
    # An indented block is code only after an empty line (CommonMark 4.4).
    parts = [indent(text, "    ") if is_code else text for text, is_code in page_parts(page)]
    return printable("\n\n".join(parts))


def _result(report: Report, change: Change, index: int) -> JSON:
    result: dict[str, JSON] = {
        "ruleId": change.rule,
        "ruleIndex": index,
        "level": _LEVELS[change.severity],
        "message": {"text": _message("\n".join(told(change)))},
        "locations": [_location(report, change)],
        # The first is ours; by the second GitHub knows an alert again, wherever its line has moved.
        "partialFingerprints": {"contractbridge/v1": change.id, "primaryLocationLineHash": change.id},
    }
    if change.accepted:
        justification = one_line(change.accepted)
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": justification}]
    return result | {"properties": _properties(change)}


def _location(report: Report, change: Change) -> JSON:
    file, line = place_of(report, change)
    # `%SRCROOT%` is what consumers take for the top of the repository.
    artifact: JSON = {"uri": quote(file.encode(errors="replace")), "uriBaseId": "%SRCROOT%"}
    name = one_line(f"{change.operation} {change.location}") or EVERYWHERE
    return {
        "physicalLocation": {"artifactLocation": artifact, "region": {"startLine": line}},
        "logicalLocations": [{"fullyQualifiedName": name, "kind": "member"}],
    }


def _properties(change: Change) -> JSON:
    return {
        "breaks": [audience for audience in AUDIENCES if audience in change.breaks],
        "direction": change.direction,
        "operation": change.operation,
        "location": change.location,
    }


def _message(text: str) -> str:
    """Text that is neither a placeholder nor a link (3.11.5, 3.11.6).

    Only what would be taken for a placeholder gets doubled braces: few viewers undo them, and paths are full of braces.
    """
    return re.sub(r"\{(\d+)\}", r"{{\1}}", printable(text)).replace("](", "] (")
