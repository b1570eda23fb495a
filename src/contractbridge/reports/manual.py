"""The manual of the rules in a terminal; where there are no columns, as it was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contractbridge.drift.rules import Page
from contractbridge.report import folded


def listed_rules(pages: Sequence[Page], columns: int) -> Iterator[str]:
    """Each rule with its sentence, below it where they have no room beside each other."""
    width = max(len(each.id) for each in pages)
    beside = not columns or width + 2 + max(len(each.summary) for each in pages) <= columns
    for each in pages:
        if beside:
            yield f"{each.id:{width}}  {each.summary}"
        else:
            yield each.id
            yield from folded(f"    {each.summary}", columns, "    ")


def page_text(page: str, columns: int) -> str:
    """A rule's page, with prose as wide as the terminal."""
    if not columns:
        return page
    lines: list[str] = []
    for line in page.splitlines():
        if line[:1].strip() and lines and lines[-1][:1].strip() and not lines[-1].endswith(":"):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return "\n".join(text for line in lines for text in folded(line, columns, " " * _indent(line)))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
