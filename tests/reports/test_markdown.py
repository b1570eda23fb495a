"""Markdown: rendered as CommonMark with HTML allowed, a document adds no element of its own."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from contractbridge.drift.change import Witness
from contractbridge.reports.markdown import MARKER, MOST, code_span, prose, to_markdown
from contractbridge.reports.report import Report
from reports.samples import ADDED, EMPTY, EVIL, HOSTILE, NARROWED, RICH

OURS = {"h2", "h3", "p", "strong", "code", "details", "summary", "b", "ul", "li", "pre"}


class Reader(HTMLParser):
    """Which elements are opened, whether each is closed in turn, and what text is not code."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.open: list[str] = []
        self.prose = ""
        self.feed(MarkdownIt("commonmark", {"html": True}).render(text))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "code" or not attrs, (tag, attrs)  # a fence has a language
        self.tags[tag] += 1
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "code" not in self.open:
            self.prose += data


@pytest.mark.parametrize("report", [RICH, EMPTY, HOSTILE], ids=["rich", "empty", "hostile"])
def test_it_renders_to_our_elements_alone(report: Report) -> None:
    reader = Reader(to_markdown(report))
    assert set(reader.tags) <= OURS
    assert reader.open == []


def test_a_document_adds_no_element() -> None:
    tame = [replace(change, source=None, uses=None, operation="GET /") for change in HOSTILE.changes]
    calm = [
        replace(
            change,
            operation="GET /",
            location="x",
            message="`x` is.",
            hint="x",
            old="x",
            new="y",
            witness=change.witness and Witness(change.witness.kind, "x", "x" if change.witness.request else ""),
            unproven="x",
            accepted=change.accepted and "x",
        )
        for change in tame
    ]
    evil, plain = (Reader(to_markdown(Report("a", "b", tuple(changes)))).tags for changes in (tame, calm))
    # The one difference: backticks of its own pair up, and what is between them is code.
    del evil["code"], plain["code"]
    assert evil == plain


def test_nobody_is_mentioned_and_nothing_is_linked() -> None:
    reader = Reader(to_markdown(HOSTILE))
    assert "octocat" in reader.prose
    assert not re.search(r"[@#]\w|://|www\.", reader.prose)


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("`a|b` is *not* <b>", "<p><code>a|b</code> is *not* &lt;b&gt;</p>"),
        ("one ` alone", "<p>one ` alone</p>"),
        ("- no list\n# no heading", "<p>- no list #\u200b no heading</p>"),
        ("1. no list", "<p>1. no list</p>"),
        ("> no quotation &amp; [no](link)", "<p>&gt; no quotation &amp;amp; [no](link)</p>"),
        ("a\\`b` c", "<p>a\\<code>b</code> c</p>"),
        ("    no code", "<p>no code</p>"),
        ("===", "<p>===</p>"),
        ("~~~", "<p>~~~</p>"),
    ],
)
def test_a_sentence_stays_one(text: str, rendered: str) -> None:
    assert MarkdownIt("commonmark", {"html": True}).render(prose(text)) == f"{rendered}\n"


@pytest.mark.parametrize("text", ["a`b", "`", "``a``", "` `` ```", "<b>&amp;\\`", EVIL.replace("\n", " ")[:300]])
def test_code_keeps_its_letters(text: str) -> None:
    html = MarkdownIt("commonmark", {"html": True}).render(code_span(text))
    assert re.fullmatch("<p><code>[^<]*</code></p>\n", html)


def test_a_proof_does_not_end_its_fence() -> None:
    change = replace(NARROWED, witness=Witness("request", None, request="````"))
    reader = Reader(to_markdown(Report("main", "app", (change,))))
    assert (reader.tags["pre"], reader.tags["summary"], reader.open) == (1, 1, [])
    assert "give it a meaning of its own" in reader.prose


def test_the_first_line_finds_the_comment_again() -> None:
    for report in (RICH, EMPTY, HOSTILE):
        assert to_markdown(report).splitlines()[0] == MARKER


@pytest.mark.parametrize(
    "changes",
    [
        [replace(NARROWED, location=f"request.body.field_{number}") for number in range(500)],
        [replace(ADDED[0], location=f"response.200.body.field_{number}") for number in range(3000)],
        [replace(NARROWED, message="x" * 100_000, hint="`" * 100_000, old="y" * 100_000, operation="z" * 100_000)] * 90,
        [replace(NARROWED, witness=Witness("response", ["`" * 99_999]))] * 90,
    ],
    ids=["breaking", "infos", "long texts", "long proofs"],
)
def test_a_long_report_ends_with_what_is_left_out(changes: list[object]) -> None:
    text = to_markdown(Report("main", "app", tuple(changes)))  # type: ignore[arg-type]
    assert MOST // 2 < len(text) <= MOST
    match = re.search(r"\n… and (\d+) more changes that found no room here; `contractbridge diff` shows them.\n$", text)
    assert match
    reader = Reader(text)
    assert reader.open == []
    shown = reader.tags["details"] if "for information" not in text else text.count("- `created_at` is new.")
    assert shown + int(match[1]) == len(changes)
