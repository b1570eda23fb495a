"""Changes as one page: light and dark, readable on a phone, asking nothing of the network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final

from contractbridge.drift.change import Change
from contractbridge.report import printable
from contractbridge.reports.report import Group, Report, by_operation
from contractbridge.reports.words import (
    EVERYWHERE,
    TITLES,
    broken,
    line_of,
    old_and_new,
    one_line,
    others,
    page_parts,
    proof_lines,
    proof_title,
    spans,
    summary,
    used,
    verdict,
    worst,
)

_COLUMNS: Final = 80  # of code
_STYLE: Final = Path(__file__).with_name("page.css")


def to_html(report: Report) -> str:
    sums_up = f'\n<p class="summary">{_text(summary(report))}</p>' if report.changes else ""
    if stale := report.staleness:
        sums_up += f"\n<p>{_prose(f'{stale.message} {stale.hint}')}</p>"
    names = f"<p>{_code(report.old)} → {_code(report.new)}</p>"
    header = f"<h1>{_text(verdict(report))}</h1>\n{names}{sums_up}"
    return page_of(f"contractbridge: {summary(report)}", worst(report), header, "".join(_groups(report)).rstrip("\n"))


def page_of(title: str, kind: str, header: str, main: str) -> str:
    """A whole page; `title` is text, what it holds is HTML."""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>{_text(title)}</title>
<style>
{_STYLE.read_text(encoding="utf-8")}</style>
</head>
<body>
<header class="{kind}">
{header}
</header>
<main>
{main}
</main>
</body>
</html>
"""


def _groups(report: Report) -> Iterator[str]:
    for group, changes in report.groups.items():
        yield f'<section class="{group}">\n<h2>{TITLES[group]} <span class="count">{len(changes)}</span></h2>\n'
        yield from _operations(group, changes, report)
        yield "</section>\n"


def _operations(group: Group, changes: Sequence[Change], report: Report) -> Iterator[str]:
    for operation, those in by_operation(changes).items():
        title = _code(operation) if operation else EVERYWHERE
        # What is only for information is folded, so that a phone shows what matters.
        if group == "info":
            yield f'<details class="operation">\n<summary>{title} <span class="count">{len(those)}</span></summary>\n'
        else:
            yield f"<h3>{title}</h3>\n"
        yield from (_article(change, report) for change in those)
        if group == "info":
            yield "</details>\n"


def _article(change: Change, report: Report) -> str:
    inside = "\n".join(_parts(change, report.manual.get(change.rule, "")))
    return f'<article id="{change.id}">\n{inside}\n</article>\n'


def _parts(change: Change, page: str) -> Iterator[str]:
    yield f'<p class="message">{_prose(change.message)}</p>'
    badges = [f'<b class="whom">breaks {broken(change)}</b>'] if change.breaks else []
    badges += [_code(change.rule), f'<a href="#{change.id}">{change.id}</a>']
    yield f'<p class="facts">{" ".join(badges)}</p>'
    place = [_code(change.location)] if change.location else []
    place += [_prose(others(change))] if others(change) else []
    if place:
        yield f'<p class="place">{" ".join(place)}</p>'
    yield from _values(change)
    if change.witness:
        yield f"<p>{escape(proof_title(change.witness))}</p>"
        yield f'<pre tabindex="0">{_pre(chr(10).join(proof_lines(change.witness, _COLUMNS)))}</pre>'
    if change.unproven:
        yield f'<p class="unproven">Unproven: {_prose(change.unproven)}</p>'
    yield from (f"<p>{_prose(line)}</p>" for line in used(change))
    if change.source:
        yield f'<p class="place">{_code(line_of(change.source))}</p>'
    if change.accepted:
        yield f"<p>Accepted: {_prose(change.accepted)}</p>"
    if change.hint:
        yield f'<p class="hint">{_prose(change.hint)}</p>'
    if page.strip():
        yield f"<details>\n<summary>About this rule</summary>\n{''.join(_manual(page))}</details>"


def _values(change: Change) -> Iterator[str]:
    was, is_ = old_and_new(change)
    if was or is_:
        old = f"<del>{_text(was)}</del>" if was else "nothing"
        new = f"<ins>{_text(is_)}</ins>" if is_ else "nothing"
        yield f'<p class="values">{old} → {new}</p>'


def _manual(page: str) -> Iterator[str]:
    for text, is_code in page_parts(page):
        yield f'<pre tabindex="0">{_pre(text)}</pre>\n' if is_code else f"<p>{_prose(text)}</p>\n"


# Escaping


def _text(text: str) -> str:
    return escape(one_line(text))


def _code(text: str) -> str:
    return f"<code>{_text(text)}</code>"


def _prose(text: str) -> str:
    return "".join(f"<code>{escape(text)}</code>" if is_code else escape(text) for text, is_code in spans(text))


def _pre(text: str) -> str:
    return escape(printable(text))
