"""What each format makes of one rich report, to the letter: `goldens/`.

`make goldens` rewrites them; look at the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from contractbridge.report import COLOURED, PLAIN
from contractbridge.reports import FORMATS
from contractbridge.reports.text import Look, to_text
from reports.samples import EMPTY, HOSTILE, RICH

GOLDENS = Path(__file__).parent / "goldens"
NAMES = {
    "text": "changes.txt",
    "json": "changes.json",
    "markdown": "changes.md",
    "github": "changes.commands",
    "gitlab": "changes.gitlab.json",
    "sarif": "changes.sarif",
    "junit": "changes.xml",
    "html": "changes.html",
}


def check(name: str, text: str) -> None:
    kept = GOLDENS / name
    if os.environ.get("UPDATE_GOLDENS"):
        kept.write_text(text, encoding="utf-8")
    assert text == kept.read_text(encoding="utf-8")


def test_every_format_has_its_golden() -> None:
    assert NAMES.keys() == FORMATS.keys()


@pytest.mark.parametrize("format_", FORMATS)
def test_golden(format_: str) -> None:
    check(NAMES[format_], FORMATS[format_](RICH))


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_golden_in_a_terminal(columns: int) -> None:
    check(f"changes.{columns}.txt", to_text(RICH, Look(PLAIN, columns, verbose=columns == 120)))


def test_golden_in_colour() -> None:
    check("changes.colour.txt", to_text(RICH, Look(COLOURED, 80)))


@pytest.mark.parametrize("report", [RICH, EMPTY, HOSTILE], ids=["rich", "empty", "hostile"])
@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_ends_with_a_line(format_: str, report: object) -> None:
    text = FORMATS[format_](report)  # type: ignore[arg-type]
    assert text.endswith("\n")
    text.encode()  # nothing that UTF-8 lacks
