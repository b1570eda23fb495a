"""What all formats say in the same words. What comes from a document leaves here without what steers a terminal."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from typing import Final

from contractbridge.contract import JSON
from contractbridge.drift.change import Change, Source, Witness
from contractbridge.report import printable
from contractbridge.reports.report import AUDIENCES, GROUPS, Group, Report, group_of

TITLES: Final[dict[Group, str]] = {
    "breaking": "Breaking",
    "warning": "Warnings",
    "info": "For information",
    "accepted": "Accepted",
}

# What stands for an operation where a change is about none.
EVERYWHERE: Final = "The whole contract"


def one_line(text: str) -> str:
    return printable(" ".join(text.split()))


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def summary(report: Report) -> str:
    """As in "3 breaking, 2 warnings, 5 infos; major"."""
    counts = Counter(group_of(change) for change in report.changes)
    words = [
        f"{count} {group}" if group in {"breaking", "accepted"} else counted(count, group)
        for group in GROUPS
        if (count := counts[group])
    ]
    return f"{', '.join(words)}; {report.bump}" if words else "no changes"


def verdict(report: Report) -> str:
    """One sentence for a heading."""
    if count := len(report.failing):
        return f"{counted(count, 'change')} that break{'s' if count == 1 else ''} {_whom(report)}"
    return f"Nothing that breaks {_whom(report)}" if report.changes else "No changes"


def _whom(report: Report) -> str:
    audiences = [f"the {audience}" for audience in AUDIENCES if audience in report.fail_on]
    return " or ".join(audiences) or "anybody"


def broken(change: Change) -> str:
    """Whom a change breaks, as in "wire, types"."""
    return ", ".join(audience for audience in AUDIENCES if audience in change.breaks)


def spans(prose: str) -> Iterator[tuple[str, bool]]:
    """A sentence in pieces: what stands between backticks is code. One that has no partner is a letter."""
    pieces = one_line(prose).split("`")
    if len(pieces) % 2 == 0:
        yield "`".join(pieces), False
        return
    for position, piece in enumerate(pieces):
        if piece:
            yield piece, position % 2 == 1


def shown_value(value: JSON) -> str:
    """A short text as it is, any other value as JSON."""
    return one_line(value if isinstance(value, str) else json_text(value))


def json_text(value: JSON, indent: int | None = None) -> str:
    return json.dumps(finite(value), ensure_ascii=False, indent=indent)


def finite(value: JSON) -> JSON:
    """JSON has no infinities; documents read leniently may. They become their names."""
    match value:
        case float() if not math.isfinite(value):
            return str(value)
        case list():
            return [finite(item) for item in value]
        case dict():
            return {key: finite(item) for key, item in value.items()}
        case _:
            return value


def proof_title(witness: Witness) -> str:
    return "Accepted before, refused now:" if witness.kind == "request" else "Sent now, never promised:"


def proof_text(witness: Witness, indent: int | None = 2) -> str:
    """The `curl` line of a request, or the JSON of what is sent; it may have several lines."""
    return printable(witness.request or json_text(witness.value, indent))


def line_of(source: Source) -> str:
    """As editors and terminals recognise it: `shop/models.py:41`."""
    return one_line(f"{source.file}:{source.line}" + (f" ({source.revision})" if source.revision else ""))


def old_and_new(change: Change) -> tuple[str, str]:
    """What was and what is, empty where there is none."""
    was, is_ = ("" if value is None else shown_value(value) for value in (change.old, change.new))
    return was, is_


def used(change: Change) -> Iterator[str]:
    """Who uses what breaks, as far as somebody looked."""
    if change.uses is not None and not change.uses:
        yield "No code uses it."
    for use in change.uses or ():
        yield one_line(f"{use.file}:{use.line} {use.message}")
