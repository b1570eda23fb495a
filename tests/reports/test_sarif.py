"""SARIF: valid by the part of the standard that is used, and by the whole of it where that is at hand."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from markdown_it import MarkdownIt

from contractbridge.drift.change import Change
from contractbridge.reports.report import Report
from contractbridge.reports.sarif import to_sarif
from reports.samples import ACCEPTED, EMPTY, HOSTILE, MANUAL, NARROWED, REMOVED, RICH, SECURED

OURS = Path(__file__).with_name("sarif.schema.json")
REPORTS = pytest.mark.parametrize("report", [RICH, EMPTY, HOSTILE], ids=["rich", "empty", "hostile"])


def run_of(report: Report) -> Any:
    return json.loads(to_sarif(report))["runs"][0]


def result_of(change: Change) -> Any:
    [result] = run_of(Report("main", "app", (change,), manual=MANUAL))["results"]
    return result


@REPORTS
def test_it_is_valid_by_what_we_use_of_the_standard(report: Report) -> None:
    schema = json.loads(OURS.read_text(encoding="utf-8"))
    jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(json.loads(to_sarif(report)))


@REPORTS
def test_it_is_valid_by_the_standard(report: Report) -> None:
    path = os.environ.get("CONTRACTBRIDGE_SARIF_SCHEMA")
    if not path:
        pytest.skip("set CONTRACTBRIDGE_SARIF_SCHEMA to OASIS's sarif-schema-2.1.0.json")
    schema = json.loads(Path(path).read_text(encoding="utf-8"))
    jsonschema_rs.validator_for(schema, validate_formats=True).validate(json.loads(to_sarif(report)))


@pytest.mark.parametrize(
    ("change", "level", "uri", "line"),
    [
        (NARROWED, "error", "shop/models.py", 41),
        (SECURED, "error", "shop/routes%2C%20old/products%3Av1.py", 12),
        (REMOVED, "error", "contract.json", 1),  # its line is one of an older revision
        (RICH.changes[0], "note", "contract.json", 1),
    ],
)
def test_a_result_points_at_a_line(change: Change, level: str, uri: str, line: int) -> None:
    result = result_of(change)
    place = result["locations"][0]["physicalLocation"]
    assert (result["level"], place["artifactLocation"]["uri"], place["region"]["startLine"]) == (level, uri, line)
    assert result["partialFingerprints"]["contractbridge/v1"] == change.id


def test_each_result_finds_its_rule() -> None:
    run = run_of(RICH)
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [change.rule for change in RICH.ranked]
    assert len({rule["id"] for rule in rules}) == len(rules)


def test_a_rule_brings_its_page() -> None:
    rules = {rule["id"]: rule for rule in run_of(RICH)["tool"]["driver"]["rules"]}
    narrowed = rules["request-value-narrowed"]
    assert narrowed["shortDescription"]["text"] == "Values that were accepted are refused."
    assert narrowed["help"]["text"] == MANUAL["request-value-narrowed"].strip()
    assert "help" not in rules["security-added"]  # no page was given


def test_a_page_is_marked_down_with_its_examples_as_code() -> None:
    [page] = [rule["help"]["markdown"] for rule in run_of(RICH)["tool"]["driver"]["rules"] if "Field" in str(rule)]
    example = "<pre><code>quantity: int = Field(ge={})\n\nnote: str = &quot;&quot;\n</code></pre>\n"
    assert MarkdownIt().render(page) == (
        "<p>Values that were accepted are refused.</p>\n"
        "<p>A client that sends one of them gets a 422 after the change.</p>\n"
        f"<p>Before:</p>\n{example.format(0)}<p>After:</p>\n{example.format(1)}"
        "<p>Instead:</p>\n"
        "<p>Accept the old values for as long as old clients are about,\nand tell their authors.</p>\n"
    )


def test_what_was_accepted_is_suppressed() -> None:
    assert result_of(ACCEPTED)["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": ACCEPTED.accepted}
    ]
    assert "suppressions" not in result_of(NARROWED)


def test_a_document_makes_no_links_and_no_placeholders() -> None:
    for result in run_of(HOSTILE)["results"]:
        text = result["message"]["text"]
        assert "](" not in text
        assert "{0}" not in text.replace("{{0}}", "")
        assert "\x1b" not in text
