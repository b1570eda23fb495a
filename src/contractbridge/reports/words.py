"""What all formats say in the same words. What comes from a document leaves here without what steers a terminal."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from textwrap import dedent
from typing import Final

from contractbridge.contract import JSON
from contractbridge.drift.change import Change, Source, Witness
from contractbridge.drift.mismatch import Each, Steps
from contractbridge.policies import AUDIENCES
from contractbridge.report import printable
from contractbridge.reports.layout import command_lines, json_lines
from contractbridge.reports.report import GROUPS, Group, Report, group_of

TITLES: Final[dict[Group, str]] = {
    "breaking": "Breaking",
    "warning": "Warnings",
    "info": "For information",
    "accepted": "Accepted",
}

# What stands for an operation where a change is about none.
EVERYWHERE: Final = "The whole contract"

_LONGEST: Final = 2_000  # characters of a line in an annotation


def one_line(text: str) -> str:
    return printable(" ".join(text.split()))


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def summary(report: Report) -> str:
    """As in "3 breaking, 2 warnings, 5 for information; next version: major"."""
    counts = Counter(group_of(change) for change in report.changes)
    words = [
        counted(count, "warning") if group == "warning" else f"{count} {TITLES[group].lower()}"
        for group in GROUPS
        if (count := counts[group])
    ]
    found = f"{', '.join(words)}; next version: {report.bump}" if words else "no changes"
    return f"{found}; {counted(len(report.stale), 'stale file')}" if report.stale else found


def verdict(report: Report) -> str:
    """What it comes to, for a heading."""
    if count := len(report.failing):
        return f"{counted(count, 'change')} fail{'s' if count == 1 else ''} the gate"
    if report.stale:
        return "Generated files are stale"
    if any(change.breaks for change in report.changes):
        return "No change fails the gate"
    return "Nothing breaks" if report.changes else "No changes"


def worst(report: Report) -> Group:
    """The group whose colour or mark stands for the whole."""
    if report.failing or report.stale:
        return "breaking"
    return "warning" if any(change.breaks for change in report.changes) else "accepted"


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
    return one_line(value) if isinstance(value, str) else json_line(value)


def json_line(value: JSON) -> str:
    return printable(json.dumps(finite(value), ensure_ascii=False))


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
    """What it shows, and who else says so."""
    shown = "Accepted before, refused now" if witness.kind == "request" else "Sent now, never promised"
    names = " and ".join(map(one_line, witness.confirmed_by))
    match len(witness.confirmed_by):
        case 0:
            return f"{shown}:"
        case 1:
            return f"{shown}, as {names} confirms:"
        case _:
            return f"{shown}, as {names} confirm:"


def excerpt(value: JSON, steps: Steps) -> JSON:
    """What of a value leads to the end of `steps`, with dots for all else; where that is missing, what is there."""
    match value, steps:
        case dict(), (str(name), *_) if name in value:
            return {**({"…": "…"} if len(value) > 1 else {}), name: excerpt(value[name], steps[1:])}
        case dict(), (Each.VALUE, *_) if value:
            name = next(iter(value))
            return {name: excerpt(value[name], steps[1:])}
        case list(), (Each.ITEM, *_) if value:
            return [excerpt(value[0], steps[1:])]
        case list(), (int(index), *_) if index < len(value):
            return [*(["…"] if index else []), excerpt(value[index], steps[1:])]
        case _:
            return value


def proof_line(witness: Witness) -> str:
    """The `curl` line of a request, or the JSON of what is sent."""
    return _command(witness) if witness.request else json_line(witness.value)


def proof_lines(witness: Witness, columns: int) -> list[str]:
    """The same in lines of about so many columns; a request can still be pasted."""
    if witness.request:
        return list(command_lines(_command(witness), columns))
    return [printable(line) for line in json_lines(finite(witness.value), columns)]


def _command(witness: Witness) -> str:
    # Spaces stay as they are: they may be what is refused.
    return printable(" ".join(witness.request.splitlines()))


def line_of(source: Source) -> str:
    """As editors and terminals recognise it: `shop/models.py:41`."""
    return one_line(f"{source.file}:{source.line}" + (f" ({source.revision})" if source.revision else ""))


def old_and_new(change: Change) -> tuple[str, str]:
    """What was and what is, empty where there is none, and both where they look the same or the message tells them."""
    was, is_ = ("" if value is None else shown_value(value) for value in (change.old, change.new))
    told = change.message.endswith((f": {was} became {is_}.", f" became {is_}."))
    told = told or (f"`{was}`" in change.message and f"`{is_}`" in change.message)
    return ("", "") if was == is_ or told else (was, is_)


def others(change: Change, most: int = 5) -> str:
    """The other operations that the same change concerns, as in "also `GET /a`, `GET /b` and 3 more"."""
    named = [f"`{one_line(each)}`" for each in change.operations if each != change.operation]
    rest = len(named) - most
    return f"also {', '.join(named[:most])}{f' and {rest} more' if rest > 0 else ''}" if named else ""


def used(change: Change) -> Iterator[str]:
    """Who uses what breaks, as far as somebody looked."""
    if change.uses is not None and not change.uses:
        yield "no code uses it"
    for use in change.uses or ():
        place = f"{use.file}:{use.line}"
        yield one_line(f"breaks {place}: {use.message}" if use.message else f"used at {place}")


def told(change: Change) -> Iterator[str]:
    """What is known of a change, in plain lines, for formats that have no shape of their own for it."""
    yield from (line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…" for line in _told(change))


def _told(change: Change) -> Iterator[str]:
    yield one_line(change.message)
    if place := one_line(f"{change.operation} {change.location}"):
        yield place
    if also := others(change):
        yield also
    if change.breaks:
        yield f"Breaks: {broken(change)}"
    was, is_ = old_and_new(change)
    if was or is_:
        yield f"{was or 'nothing'} → {is_ or 'nothing'}"
    if change.witness:
        yield f"{proof_title(change.witness)} {proof_line(change.witness)}"
    if change.unproven:
        yield f"Unproven: {one_line(change.unproven)}"
    yield from used(change)
    if change.source and change.source.revision:
        yield f"It was at {line_of(change.source)}"
    if change.accepted:
        yield f"Accepted: {one_line(change.accepted)}"
    if change.hint:
        yield one_line(change.hint)


def place_of(report: Report, change: Change) -> tuple[str, int]:
    """The file and line to point at: one of an older revision need not be there any more."""
    if change.source and not change.source.revision:
        return change.source.file, change.source.line
    return report.contract, 1


def page_title(page: str) -> str:
    """The first sentence of a rule's page."""
    return one_line(page.strip().partition("\n\n")[0])


def page_parts(page: str) -> Iterator[tuple[str, bool]]:
    """A rule's page in paragraphs and, marked as code, what is indented below a label like "Before:"."""
    label = ""
    for indented, lines in groupby(page.strip().splitlines(), lambda line: line.startswith(" ") or not line):
        text = dedent("\n".join(lines)).strip("\n")
        if not indented:
            label = text.rpartition("\n")[2]
        if text:
            yield text, indented and label != "Instead:"
