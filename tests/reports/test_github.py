"""Workflow commands: read back as the runner reads them, none can be smuggled in."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from contractbridge.drift.change import Witness
from contractbridge.reports.github import escape_data, escape_property, to_github
from contractbridge.reports.report import Report
from reports.samples import EMPTY, HOSTILE, NARROWED, REMOVED, RICH, SECURED

COMMAND = re.compile(r"::(?P<name>[a-z-]+) (?P<properties>[^:]*)::(?P<data>.*)")
ESCAPES = {"%25": "%", "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}


def unescaped(text: str) -> str:
    return re.sub("%25|%0D|%0A|%3A|%2C", lambda match: ESCAPES[match[0]], text)


def commands(report: Report) -> list[tuple[str, dict[str, str], str]]:
    """Name, properties and text of each command; the last line is no command."""
    *lines, summary = to_github(report).splitlines()
    assert summary.startswith("contractbridge: ")
    found = []
    for line in lines:
        match = COMMAND.fullmatch(line)
        assert match, line
        properties = dict(pair.split("=", 1) for pair in match["properties"].split(","))
        found.append(
            (match["name"], {name: unescaped(text) for name, text in properties.items()}, unescaped(match["data"]))
        )
    return found


@pytest.mark.parametrize(
    ("text", "data", "property_"),
    [
        ("100%", "100%25", "100%25"),
        ("%0A", "%250A", "%250A"),
        ("a\nb", "a%0Ab", "a%0Ab"),
        ("a: b, c", "a: b, c", "a%3A b%2C c"),
        ("\x1b[31m", "\\u001b[31m", "\\u001b[31m"),
    ],
)
def test_escaping(text: str, data: str, property_: str) -> None:
    assert (escape_data(text), escape_property(text)) == (data, property_)


def test_a_change_is_an_annotation_of_its_line() -> None:
    [(name, properties, text)] = commands(Report("main", "app", (SECURED,)))
    assert name == "error"
    assert properties == {
        "file": "shop/routes, old/products:v1.py",
        "line": "12",
        "title": f"security-added {SECURED.id}",
    }
    assert text.splitlines()[0] == "`GET /products` asks for a bearer token; it asked for nothing."


def test_a_line_of_an_older_revision_is_only_told() -> None:
    [(_, properties, text)] = commands(Report("main", "app", (REMOVED,)))
    assert "file" not in properties
    assert "It was at shop/models.py:57 (4f1c2d9)" in text.splitlines()


def test_the_worst_come_first() -> None:
    names = [name for name, _, _ in commands(RICH)]
    assert names == ["error"] * 3 + ["warning"] * 2 + ["notice"] * 10


def test_nothing_changed() -> None:
    assert to_github(EMPTY) == "contractbridge: no changes\n"


def test_a_document_smuggles_nothing_in() -> None:
    found = commands(HOSTILE)
    assert [name for name, _, _ in found] == ["error", "warning", "notice", "notice"]
    assert {frozenset(properties) for _, properties, _ in found} == {frozenset({"file", "line", "title"})}


def test_the_proof_is_told() -> None:
    [(_, _, text)] = commands(Report("main", "app", (NARROWED,)))
    assert "Accepted before, refused now, as jsonschema and Pydantic confirm: curl -X POST" in text


def test_a_long_proof_is_cut() -> None:
    long = replace(NARROWED, witness=Witness("response", ["x" * 100_000]))
    [(_, _, text)] = commands(Report("main", "app", (long,)))
    assert len(text) < 3_000
    assert text.endswith("give it a meaning of its own.")
