"""Changes in a terminal: as wide as it is, and nothing in it that steers it."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace

import pytest

from contractbridge.contract import JSON
from contractbridge.drift.change import Use, Witness
from contractbridge.report import COLOURED
from contractbridge.reports.layout import cells, command_lines, cut, json_lines, wrap
from contractbridge.reports.report import Report
from contractbridge.reports.text import Look, to_text
from reports.samples import ADDED, EMPTY, HOSTILE, NARROWED, RICH

COLOUR = re.compile(r"\x1b\[\d+m")
# What the terminal may break: an argument of a command, a file to click on.
UNBROKEN = re.compile(r"\s+(-d|at|http|curl) ?.*|\s+-H .*")


@pytest.mark.parametrize("columns", [40, 80, 120, 200])
@pytest.mark.parametrize("report", [RICH, EMPTY, HOSTILE], ids=["rich", "empty", "hostile"])
def test_no_line_is_wider_than_the_terminal(report: Report, columns: int) -> None:
    without = replace(report, changes=tuple(replace(each, witness=None, source=None) for each in report.changes))
    assert [line for line in to_text(without, Look(columns=columns)).splitlines() if cells(line) > columns] == []


@pytest.mark.parametrize("columns", [40, 80])
def test_only_commands_and_files_are_left_to_the_terminal(columns: int) -> None:
    wide = [line for line in to_text(RICH, Look(columns=columns)).splitlines() if cells(line) > columns]
    assert [line for line in wide if not UNBROKEN.fullmatch(line)] == []


def test_nothing_but_our_colours_steers_the_terminal() -> None:
    plain, coloured = (to_text(HOSTILE, look) for look in (Look(), Look(COLOURED)))
    for text in (plain, COLOUR.sub("", coloured)):
        assert not [letter for letter in text.replace("\n", "") if not letter.isprintable() and letter != "\ufffe"]


def test_every_colour_ends_with_its_line() -> None:
    for line in to_text(RICH, Look(COLOURED)).splitlines():
        assert not (codes := COLOUR.findall(line)) or codes[-1] == COLOURED.reset, line


def test_colour_changes_no_letter() -> None:
    assert COLOUR.sub("", to_text(RICH, Look(COLOURED, 80))) == to_text(RICH, Look(columns=80))


def test_many_infos_are_counted_unless_all_are_wanted() -> None:
    report = Report("main", "app", tuple(replace(ADDED[0], location=f"response.{number}") for number in range(30)))
    brief, whole = to_text(report), to_text(report, Look(verbose=True))
    assert brief.count("`created_at` is new.") == 6
    assert "… and 24 more: 24 response-field-added; --verbose shows all" in brief
    assert whole.count("`created_at` is new.") == 30
    assert "verbose" not in whole


def test_long_proofs_and_uses_are_cut_unless_all_is_wanted() -> None:
    long = replace(
        NARROWED,
        witness=Witness("response", {f"field_{number}": "x" * 500 for number in range(30)}),
        uses=tuple(Use("web/src/Cart.tsx", line, "no") for line in range(1, 9)),
        old="注" * 100_000,
    )
    brief, whole = (to_text(Report("main", "app", (long,)), Look(verbose=verbose)) for verbose in (False, True))
    assert "… and 18 more lines" in brief
    assert "… and 3 more" in brief
    assert max(map(cells, brief.splitlines())) <= 100
    assert len(brief) < 3_000
    assert (whole.count("x" * 500), whole.count("Cart.tsx"), whole.count("注")) == (30, 8, 100_000)


def test_nothing_changed() -> None:
    assert to_text(EMPTY) == "main → shop.main:app\n\nNo changes.\n"


# Layout


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 80, ["one two three"]),
        ("abcdefghij kl", 4, ["abcd", "efgh", "ij", "kl"]),
        ("注文 が変わった", 6, ["注文", "が変わ", "った"]),
        ("e\u0301e\u0301 e\u0301", 4, ["e\u0301e\u0301 e\u0301"]),
        ("", 4, []),
    ],
)
def test_wrap(text: str, columns: int, lines: list[str]) -> None:
    assert list(wrap(text, columns)) == lines


@pytest.mark.parametrize(("text", "short"), [("abcd", "abcd"), ("abcde", "abc…"), ("注文が", "注…"), ("", "")])
def test_cut(text: str, short: str) -> None:
    assert cut(text, 4) == short


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ({"a": 1, "b": [1, 2]}, ['{"a": 1, "b": [1, 2]}']),
        ({"name": "a long text", "b": [1, 2]}, ["{", '  "name": "a long text",', '  "b": [1, 2]', "}"]),
        (
            [["aaaaaaaaaa", "bbbbbbbbbbb"], []],
            ["[", "  [", '    "aaaaaaaaaa",', '    "bbbbbbbbbbb"', "  ],", "  []", "]"],
        ),
        ("a text longer than the line", ['"a text longer than the line"']),
        ([], ["[]"]),
    ],
)
def test_json_is_broken_where_it_must_be(value: JSON, lines: list[str]) -> None:
    assert json_lines(value, 24) == lines


@pytest.mark.parametrize("columns", [10, 40, 200])
@pytest.mark.parametrize(
    "command",
    [
        "curl -X POST http://localhost/orders -H 'content-type: application/json' -d '{\"a\": \"it'\\''s  two\"}'",
        "curl --request GET 'http://localhost/orders?limit=-1&after=%2F' --header 'x: -d'",
        "curl http://localhost",
        "curl -G http://localhost --data-urlencode 'q=$(rm -rf)'",
        """curl 'http://localhost/?a=b'"&key=$KEY" -H "authorization: Bearer $TOKEN" -H 'a"b '"$A" -d '{"a": 1}'""",
    ],
)
def test_a_broken_command_is_the_same_command(command: str, columns: int) -> None:
    lines = list(command_lines(command, columns))
    assert all(line.endswith(" \\") for line in lines[:-1])
    assert shlex.split("\n".join(lines).replace("\\\n", "")) == shlex.split(command)
    assert all(line.strip(" \\") in command for line in lines)


def test_a_command_that_does_not_end_is_left_alone() -> None:
    assert list(command_lines("curl 'http://localhost", 10)) == ["curl 'http://localhost"]
