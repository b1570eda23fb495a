"""JUnit XML: what the common parsers ask for, read back with the standard library's parser and with a common one."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from junitparser import JUnitXml

from contractbridge.reports.junit import to_junit
from contractbridge.reports.report import Report
from reports.samples import EMPTY, HOSTILE, RICH

CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"testcase"},
    "testcase": {"failure", "skipped", "system-out"},
    "failure": set(),
    "skipped": set(),
    "system-out": set(),
}
ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors", "skipped", "time"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
    "testcase": {"classname", "name", "time", "file", "line"},
    "failure": {"type", "message"},
    "skipped": {"message"},
    "system-out": set(),
}


def parsed(report: Report) -> ET.Element:
    return ET.fromstring(to_junit(report))


@pytest.mark.parametrize("report", [RICH, EMPTY, HOSTILE], ids=["rich", "empty", "hostile"])
def test_it_holds_what_parsers_know_and_counts_right(report: Report) -> None:
    root = parsed(report)
    assert root.tag == "testsuites"
    for element in root.iter():
        assert {child.tag for child in element} <= CHILDREN[element.tag], element.tag
        assert set(element.attrib) <= ATTRIBUTES[element.tag], element.tag
    [suite] = root
    counts = {"tests": "testcase", "failures": "testcase/failure", "skipped": "testcase/skipped"}
    for element in (root, suite):
        assert {name: int(element.attrib[name]) for name in counts} == {
            name: len(suite.findall(path)) for name, path in counts.items()
        }


@pytest.mark.parametrize("report", [RICH, EMPTY, HOSTILE], ids=["rich", "empty", "hostile"])
def test_a_common_parser_reads_it(report: Report, tmp_path: Path) -> None:
    file = tmp_path / "changes.xml"
    file.write_text(to_junit(report), encoding="utf-8")
    suites = JUnitXml.fromfile(str(file))
    told = (suites.tests, suites.failures, suites.skipped, suites.errors)
    suites.update_statistics()  # type: ignore[no-untyped-call]
    assert told == (suites.tests, suites.failures, suites.skipped, suites.errors)
    assert told[1] == len(report.failing)


def test_what_fails_the_gate_fails_and_nothing_else() -> None:
    results = {
        case.attrib["name"]: next((child.tag for child in case), "")
        for case in parsed(Report(RICH.old, RICH.new, RICH.changes[-7:])).iter("testcase")
    }
    assert [(name.split()[0], result) for name, result in results.items()] == [
        ("request-value-narrowed", "failure"),
        ("response-field-removed", "failure"),
        ("security-added", "failure"),
        ("request-value-narrowed", "system-out"),
        ("response-enum-member-added", "failure"),
        ("definition-renamed", "system-out"),
        ("operation-removed", "skipped"),
    ]


def test_nothing_changed_is_a_test_that_passes() -> None:
    [case] = parsed(EMPTY).iter("testcase")
    assert (case.attrib["name"], len(case)) == ("no changes from main to shop.main:app", 0)
