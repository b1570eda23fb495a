"""Changes as JSON, version 1: `changes.schema.json` beside this file says what it is made of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from contractbridge.drift.change import Change, Source, Use, Witness
from contractbridge.reports.report import AUDIENCES, Report
from contractbridge.reports.words import finite

VERSION: Final = 1
SCHEMA: Final = Path(__file__).with_name("changes.schema.json")


def to_json(report: Report) -> str:
    document = {
        "version": VERSION,
        "old": report.old,
        "new": report.new,
        "breaking": report.is_breaking,
        "bump": report.bump,
        "fail_on": [audience for audience in AUDIENCES if audience in report.fail_on],
        "fails": bool(report.failing),
        "changes": [_change(change, fails=report.fails(change)) for change in report.ranked],
    }
    # Plain ASCII: nothing that a document holds can steer a terminal, or break an encoding.
    return json.dumps(document, indent=2, ensure_ascii=True, allow_nan=False).replace("\x7f", "\\u007f") + "\n"


def _change(change: Change, *, fails: bool) -> dict[str, Any]:
    return {
        "id": change.id,
        "rule": change.rule,
        "severity": change.severity,
        "breaks": [audience for audience in AUDIENCES if audience in change.breaks],
        "fails": fails,
        "direction": change.direction,
        "operation": change.operation,
        "location": change.location,
        "tags": list(change.tags),
        "message": change.message,
        "hint": change.hint,
        "old": finite(change.old),
        "new": finite(change.new),
        "witness": change.witness and _witness(change.witness),
        "unproven": change.unproven,
        "source": change.source and _source(change.source),
        "uses": None if change.uses is None else [_use(use) for use in change.uses],
        "accepted": change.accepted,
    }


def _witness(witness: Witness) -> dict[str, Any]:
    return {
        "kind": witness.kind,
        "value": finite(witness.value),
        "request": witness.request,
        "confirmed_by": list(witness.confirmed_by),
    }


def _source(source: Source) -> dict[str, Any]:
    return {"file": source.file, "line": source.line, "revision": source.revision}


def _use(use: Use) -> dict[str, Any]:
    return {"file": use.file, "line": use.line, "message": use.message}
