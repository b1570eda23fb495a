"""Changes as JSON, version 1: `changes.schema.json` beside this file says what it is made of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from contractbridge.contract import JSON
from contractbridge.drift.change import Change, Source, Use, Witness
from contractbridge.policies import AUDIENCES
from contractbridge.reports.report import Report
from contractbridge.reports.words import finite

VERSION: Final = 1
SCHEMA: Final = Path(__file__).with_name("changes.schema.json")


def to_json(report: Report) -> str:
    document: JSON = {
        "version": VERSION,
        "old": report.old,
        "new": report.new,
        "breaking": report.is_breaking,
        "bump": report.bump,
        "fail_on": [audience for audience in AUDIENCES if audience in report.fail_on],
        "fails": bool(report.failing or report.stale),
        "stale": list(report.stale),
        "changes": [_change(change, fails=report.fails(change)) for change in report.ranked],
    }
    return ascii_json(document)


def ascii_json(document: JSON) -> str:
    """JSON in plain ASCII: nothing that it holds can steer a terminal, or break an encoding."""
    return json.dumps(finite(document), indent=2, ensure_ascii=True) + "\n"


def _change(change: Change, *, fails: bool) -> dict[str, JSON]:
    return {
        "id": change.id,
        "rule": change.rule,
        "severity": change.severity,
        "breaks": [audience for audience in AUDIENCES if audience in change.breaks],
        "fails": fails,
        "direction": change.direction,
        "operation": change.operation,
        "operations": list(change.operations),
        "location": change.location,
        "tags": list(change.tags),
        "message": change.message,
        "hint": change.hint,
        "old": change.old,
        "new": change.new,
        "witness": _witness(change.witness) if change.witness else None,
        "unproven": change.unproven,
        "source": _source(change.source) if change.source else None,
        "uses": None if change.uses is None else [_use(use) for use in change.uses],
        "accepted": change.accepted,
    }


def _witness(witness: Witness) -> dict[str, JSON]:
    return {
        "kind": witness.kind,
        "value": witness.value,
        "request": witness.request,
        "confirmed_by": list(witness.confirmed_by),
    }


def _source(source: Source) -> dict[str, JSON]:
    return {"file": source.file, "line": source.line, "revision": source.revision}


def _use(use: Use) -> dict[str, JSON]:
    return {"file": use.file, "line": use.line, "message": use.message}
