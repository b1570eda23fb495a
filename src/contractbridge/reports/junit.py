"""Changes as JUnit XML: a test for each change, which fails where the gate does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from contractbridge.drift.change import Change
from contractbridge.report import printable
from contractbridge.reports.report import Report
from contractbridge.reports.words import EVERYWHERE, one_line, place_of, told

# Neither is a character of XML 1.0 (2.2).
_NO_CHARACTER: Final = re.compile("[\ufffe\uffff]")


def to_junit(report: Report) -> str:
    """Accepted changes are skipped tests, the others that nothing fails on are passed ones with their text."""
    changes = report.listed
    counts = _attributes(
        name="contractbridge",
        tests=str(len(changes) or 1),
        failures=str(sum(map(report.fails, changes))),
        errors="0",
        skipped=str(sum(bool(change.accepted) for change in changes)),
        time="0",
    )
    cases = [line for change in changes for line in _case(report, change)] or [_nothing(report)]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites{counts}>", f"  <testsuite{counts}>"]
    return "\n".join([*lines, *(f"    {case}" for case in cases), "  </testsuite>", "</testsuites>"]) + "\n"


def _case(report: Report, change: Change) -> Iterator[str]:
    file, line = place_of(report, change)
    attributes = _attributes(
        classname=one_line(change.operation) or EVERYWHERE,
        name=one_line(f"{change.rule} {change.location} ({change.id})"),
        file=one_line(file),
        line=str(line),
        time="0",
    )
    text = _text("\n".join(told(change)))
    message = one_line(change.message)
    yield f"<testcase{attributes}>"
    if change.accepted:
        yield f"  <skipped{_attributes(message=one_line(change.accepted))}/>"
    elif report.fails(change):
        yield f"  <failure{_attributes(type=change.rule, message=message)}>{text}</failure>"
    else:
        yield f"  <system-out>{text}</system-out>"
    yield "</testcase>"


def _nothing(report: Report) -> str:
    # Some parsers take a suite without tests for a broken one.
    name = one_line(f"no changes from {report.old} to {report.new}")
    return f"<testcase{_attributes(classname=EVERYWHERE, name=name, time='0')}/>"


def _attributes(**values: str) -> str:
    return "".join(f" {name}={quoteattr(_NO_CHARACTER.sub('?', value))}" for name, value in values.items())


def _text(text: str) -> str:
    return escape(_NO_CHARACTER.sub("?", printable(text)))
