"""The page: whole, without scripts and resources, and opened by a browser as it is meant."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from contractbridge.reports.html import to_html
from contractbridge.reports.report import Report
from reports.samples import EMPTY, EVIL, HOSTILE, RICH

VOID = {"meta"}
REPORTS = pytest.mark.parametrize("report", [RICH, EMPTY, HOSTILE], ids=["rich", "empty", "hostile"])


class Reader(HTMLParser):
    """Which elements are opened, whether each is closed in turn, which attributes there are, and what is shown."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: set[tuple[str, str]] = set()
        self.open: list[str] = []
        self.shown = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {(tag, name) for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "title"} & set(self.open):
            self.shown += data


@REPORTS
def test_it_asks_nothing_of_the_network_and_runs_nothing(report: Report) -> None:
    text = to_html(report)
    reader = Reader(text)
    assert reader.open == []
    assert not {"script", "img", "link", "iframe", "object", "form", "svg"} & set(reader.tags)
    assert not [name for _, name in reader.attributes if name.startswith("on") or name in {"src", "style"}]
    assert set(re.findall('href="(.)', text)) <= {"#"}
    assert not re.search(r"@import|url\(", text)
    assert "default-src 'none'" in text


def test_every_change_is_shown() -> None:
    reader = Reader(to_html(RICH))
    assert reader.tags["article"] == len(RICH.changes)
    for change in RICH.changes:
        assert change.message.replace("`", "") in reader.shown


def test_a_document_adds_no_element() -> None:
    reader = Reader(to_html(HOSTILE))
    assert reader.tags["article"] == len(HOSTILE.changes)
    assert "<script>alert(1)</script>" in reader.shown
    assert "\x1b" not in reader.shown


@pytest.mark.parametrize("report", [RICH, HOSTILE], ids=["rich", "hostile"])
def test_a_browser_shows_it(report: Report, chromium: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(to_html(report), encoding="utf-8")
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}", "--dump-dom"]
    run = subprocess.run([*command, page.as_uri()], capture_output=True, text=True, check=True, timeout=120)
    reader = Reader(run.stdout)
    assert reader.tags["article"] == len(report.changes)
    assert not {"script", "img"} & set(reader.tags)


def test_the_samples_mean_harm() -> None:
    assert "<script>" in EVIL
    assert "\x1b[" in EVIL
