"""Changes as Markdown: a comment on a pull request, which CI keeps up to date by its first line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from contractbridge.drift.change import Change, Witness
from contractbridge.reports.report import Group, Report, by_operation, group_of
from contractbridge.reports.words import (
    EVERYWHERE,
    TITLES,
    broken,
    counted,
    line_of,
    old_and_new,
    one_line,
    others,
    proof_lines,
    proof_title,
    spans,
    summary,
    used,
    verdict,
    worst,
)

# By this line the comment is found again.
MARKER: Final = "<!-- contractbridge -->"
MOST: Final = 65_536  # characters of a comment on GitHub

_CLOSING: Final = 300  # characters, for the sentence at the end
_LONGEST: Final = 400  # characters of a sentence or a value
_COLUMNS: Final = 80  # of code
_LONGEST_PROOF: Final = 2_000
_USES: Final = 10
_LISTED: Final = 40  # changes in one list
_MARKS: Final[dict[Group, str]] = {"breaking": "❌", "warning": "⚠️", "info": "ℹ️", "accepted": "✅"}


@dataclass(frozen=True, slots=True)
class _Block:
    """A part that stands for itself, so that the comment can end after any; `changes` are told in it."""

    text: str
    changes: int = 0


def to_markdown(report: Report) -> str:
    """At most `MOST` characters; what does not fit is counted at the end."""
    kept: list[str] = []
    room = MOST - _CLOSING
    rest = len(report.changes)
    for block in _blocks(report):
        room -= len(block.text) + 2
        if room < 0:
            break
        kept.append(block.text)
        rest -= block.changes
    if rest:
        kept.append(f"… and {counted(rest, 'more change')} that found no room here; `contractbridge diff` shows them.")
    return "\n\n".join(kept) + "\n"


def _blocks(report: Report) -> Iterator[_Block]:
    yield _Block(f"{MARKER}\n## {_MARKS[worst(report)]} {verdict(report)}")
    names = f"{code_span(report.old)} → {code_span(report.new)}"
    yield _Block(f"**{summary(report)}**, {names}" if report.changes else names)
    if stale := report.staleness:
        yield _Block(prose(f"{stale.message} {stale.hint}"))
    for group, changes in report.groups.items():
        yield _Block(f"### {TITLES[group]}")
        for operation, those in by_operation(changes).items():
            yield from _folded_list(operation, those) if group == "info" else _one_by_one(operation, those)


def _one_by_one(operation: str, changes: Sequence[Change]) -> Iterator[_Block]:
    yield _Block(f"**{code_span(operation) if operation else EVERYWHERE}**")
    for change in changes:
        yield _Block(_folded(change), 1)


def _folded_list(operation: str, changes: Sequence[Change]) -> Iterator[_Block]:
    for start in range(0, len(changes), _LISTED):
        those = changes[start : start + _LISTED]
        title = f"<code>{_html(_short(one_line(operation)))}</code>" if operation else EVERYWHERE
        lines = "\n".join(f"- {prose(change.message)} {code_span(change.rule)}" for change in those)
        yield _Block(_details(f"{title}: {counted(len(those), 'change')}", lines), len(those))


def _folded(change: Change) -> str:
    title = "".join(
        f"<code>{_html(text)}</code>" if is_code else _html(text) for text, is_code in spans(_short(change.message))
    )
    whom = f" <b>breaks {broken(change)}</b>" if change.breaks else ""
    inside = ["\n".join(f"- {line}" for line in _lines(change))]
    if change.witness:
        inside += [prose(proof_title(change.witness)), _fenced(change.witness)]
    if change.hint:
        inside.append(prose(change.hint))
    return _details(f"{_MARKS[group_of(change)]} {title}{whom}", "\n\n".join(inside))


def _details(title: str, inside: str) -> str:
    return f"<details>\n<summary>{title}</summary>\n\n{inside}\n\n</details>"


def _lines(change: Change) -> Iterator[str]:
    yield f"{code_span(change.rule)}, id {code_span(change.id)}"
    if change.location:
        yield f"at {code_span(change.location)}"
    if also := others(change):
        yield prose(also)
    was, is_ = old_and_new(change)
    if was or is_:
        yield f"{code_span(was) or 'nothing'} → {code_span(is_) or 'nothing'}"
    if change.source:
        yield code_span(line_of(change.source))
    if change.unproven:
        yield f"unproven: {prose(change.unproven)}"
    yield from (prose(line) for line in list(used(change))[:_USES])
    if change.accepted:
        yield f"accepted: {prose(change.accepted)}"


def _fenced(witness: Witness) -> str:
    text = _short("\n".join(proof_lines(witness, _COLUMNS)), _LONGEST_PROOF)
    fence = "`" * max(3, 1 + _longest_run(text))
    return f"{fence}{'sh' if witness.request else 'json'}\n{text}\n{fence}"


# Escaping


def prose(text: str) -> str:
    """A sentence, in which only code is marked up: no link, no mention, no HTML."""
    return "".join(code_span(text) if is_code else _escaped(text) for text, is_code in spans(_short(text)))


def code_span(text: str) -> str:
    """`text` as code (CommonMark 6.1): between more backticks than it has in a row."""
    text = _short(one_line(text))
    fence = "`" * (1 + _longest_run(text))
    gap = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{gap}{text}{gap}{fence}" if text else ""


def _escaped(text: str) -> str:
    # A number at the start would begin a list.
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", _MARKUP.sub(_inert, text))


_MARKUP: Final = re.compile(r"[\\`*_{}\[\]<>&#|~!$@+=-]|:(?=//)|(?<=www)\.")


def _inert(match: re.Match[str]) -> str:
    """A character as a letter; an empty one after it keeps GitHub from making a link or a mention of what follows."""
    match match[0]:
        case "<" | ">" | "&":
            return escape(match[0])
        case "@" | "#" | ":" | ".":
            return f"{match[0]}&#8203;"
        case character:
            return f"\\{character}"


def _html(text: str) -> str:
    """The text of an element, as inert as in a sentence."""
    return _MARKUP_HTML.sub(_inert_html, text)


_MARKUP_HTML: Final = re.compile(r"[<>&\"'@#]|:(?=//)|(?<=www)\.")


def _inert_html(match: re.Match[str]) -> str:
    return escape(match[0]) if match[0] in "<>&\"'" else f"{match[0]}&#8203;"


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)


def _short(text: str, most: int = _LONGEST) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
