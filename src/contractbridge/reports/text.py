"""Changes for people in a terminal, of 40 columns or of 200."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from contractbridge.drift.change import Change, Witness
from contractbridge.drift.mismatch import read_steps
from contractbridge.report import PLAIN, Palette
from contractbridge.reports.layout import cells, cut, flow, wrap
from contractbridge.reports.report import Group, Report, by_operation, group_of
from contractbridge.reports.words import (
    EVERYWHERE,
    TITLES,
    broken,
    excerpt,
    line_of,
    old_and_new,
    one_line,
    others,
    proof_lines,
    proof_title,
    summary,
    used,
)

_MARKS: Final[dict[Group, str]] = {"breaking": "✗", "warning": "!", "info": "·", "accepted": "✓"}
_INDENT: Final = "    "
_WIDEST: Final = 110  # columns of prose; longer lines are hard to read
_BRIEF: Final = 6  # infos; the others are counted
_VALUE_LINES: Final = 4
_PROOF_LINES: Final = 14
_COMMAND_LINES: Final = 6  # of one argument of a command, which the terminal breaks
_USES: Final = 5


@dataclass(frozen=True, slots=True)
class Look:
    """How to print: `verbose` leaves nothing out."""

    palette: Palette = PLAIN
    columns: int = 100
    verbose: bool = False


def to_text(report: Report, look: Look = Look()) -> str:
    """By severity, then by operation, and a line that sums it up."""
    palette = look.palette
    names = f"{one_line(report.old)} → {one_line(report.new)}"
    lines = [*_painted(wrap(names, look.columns), palette.dim, palette), ""]
    for group, changes in report.groups.items():
        lines += _group(group, changes, look)
    colour = palette.red if report.failing else palette.green
    lines += _painted(wrap(_capital(summary(report)) + ".", look.columns), palette.bold + colour, palette)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _group(group: Group, changes: Sequence[Change], look: Look) -> Iterator[str]:
    palette = look.palette
    yield f"{_colour(group, palette)}{palette.bold}{TITLES[group]}{palette.reset if palette.bold else ''}"
    yield ""
    brief = group == "info" and not look.verbose
    shown = changes[:_BRIEF] if brief and len(changes) > _BRIEF + 1 else changes
    for operation, those in by_operation(shown).items():
        yield from _painted(wrap(one_line(operation) or EVERYWHERE, look.columns), palette.bold, palette)
        for change in those:
            yield from _brief(change, look) if brief else _whole(change, look)
        yield ""
    if rest := changes[len(shown) :]:
        yield from _painted(wrap(f"… and {_tally(rest)}; --verbose shows all", look.columns), palette.dim, palette)
        yield ""


def _tally(changes: Sequence[Change]) -> str:
    counts = Counter(change.rule for change in changes)
    return f"{len(changes)} more: " + ", ".join(f"{count} {rule}" for rule, count in counts.most_common())


def _brief(change: Change, look: Look) -> Iterator[str]:
    yield from _marked(change, look)
    yield from _indented(flow([change.rule, one_line(change.location)], _room(look), "  "), look.palette.dim, look)


def _whole(change: Change, look: Look) -> Iterator[str]:
    palette, room = look.palette, _room(look)
    yield from _marked(change, look)
    whom = [f"breaks {broken(change)}"] if change.breaks else []
    yield from _indented(flow([change.rule, *whom, f"id {change.id}"], room, "  "), palette.cyan, look)
    if change.location:
        yield from _indented(wrap(one_line(change.location), room), palette.dim, look)
    if also := others(change):
        yield from _indented(wrap(also, room), palette.dim, look)
    yield from _old_and_new(change, look)
    if change.witness:
        yield from _proof(change, change.witness, look)
    if change.unproven:
        yield from _indented(wrap(f"Unproven: {one_line(change.unproven)}", room), palette.yellow, look)
    yield from _uses(change, look)
    if change.source:
        # Whole, whatever its width: a terminal makes a link of it.
        yield from _indented([f"at {line_of(change.source)}"], "", look)
    if change.accepted:
        yield from _indented(wrap(f"Accepted: {one_line(change.accepted)}", room), palette.green, look)
    if change.hint:
        yield from _indented(wrap(one_line(change.hint), room), palette.dim, look)


def _marked(change: Change, look: Look) -> Iterator[str]:
    group = group_of(change)
    mark = f"{_colour(group, look.palette)}{_MARKS[group]}{look.palette.reset}"
    for number, line in enumerate(wrap(one_line(change.message), _room(look))):
        yield f"  {mark} {line}" if number == 0 else f"{_INDENT}{line}"


def _old_and_new(change: Change, look: Look) -> Iterator[str]:
    room = _room(look)
    was, is_ = old_and_new(change)
    if not look.verbose:
        was, is_ = (cut(text, room * _VALUE_LINES) for text in (was, is_))
    both = f"{was} → {is_}"
    if was and is_ and cells(both) <= room:
        yield from _indented([both], "", look)
        return
    palette = look.palette
    for sign, text, colour in (("-", was, palette.red), ("+", is_, palette.green)):
        if text:
            lines = list(wrap(text, room - 2))
            yield from _indented([f"{sign} {lines[0]}", *(f"  {line}" for line in lines[1:])], colour, look)


def _proof(change: Change, witness: Witness, look: Look) -> Iterator[str]:
    palette, room = look.palette, _room(look)
    width = (look.columns if witness.request else room) - len(_INDENT) - 2
    lines, title = proof_lines(witness, width), proof_title(witness)
    if not look.verbose and len(lines) > _PROOF_LINES and not witness.request:
        # The line that matters is seldom among the first.
        _, _, inside = change.location.partition(".body")
        lines = proof_lines(replace(witness, value=excerpt(witness.value, read_steps(inside))), width)
        title = f"{title.removesuffix(':')}, in part:"
    yield from _indented(wrap(title, room), "", look)
    if not look.verbose:
        lines = _cut_lines(lines, width * _COMMAND_LINES if witness.request else width)
    yield from _indented((f"  {line}" for line in lines), palette.cyan, look)


def _cut_lines(lines: list[str], columns: int) -> list[str]:
    kept = [cut(line, columns) for line in lines[:_PROOF_LINES]]
    rest = len(lines) - len(kept)
    return [*kept, f"… and {rest} more line{'s' if rest > 1 else ''}"] if rest else kept


def _uses(change: Change, look: Look) -> Iterator[str]:
    lines = list(used(change))
    shown = lines if look.verbose else lines[:_USES]
    for line in shown:
        yield from _indented(wrap(line, _room(look)), look.palette.red if change.uses else look.palette.dim, look)
    if rest := len(lines) - len(shown):
        yield from _indented([f"… and {rest} more"], look.palette.dim, look)


# Lines


def _room(look: Look) -> int:
    return max(min(look.columns, _WIDEST) - len(_INDENT), 20)


def _indented(lines: Iterator[str] | Sequence[str], colour: str, look: Look) -> Iterator[str]:
    for line in _painted(lines, colour, look.palette):
        yield f"{_INDENT}{line}"


def _painted(lines: Iterator[str] | Sequence[str], colour: str, palette: Palette) -> Iterator[str]:
    for line in lines:
        yield f"{colour}{line}{palette.reset}" if colour else line


def _colour(group: Group, palette: Palette) -> str:
    match group:
        case "breaking":
            return palette.red
        case "warning":
            return palette.yellow
        case "info":
            return palette.cyan
        case "accepted":
            return palette.green


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
