"""A proof as text for people, in as many columns as there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contractbridge.prove.findings import (
    ASIDE,
    MEANINGS,
    SAYS,
    conclusion_of,
    input_of,
    issues_of,
    mode_of,
    place_of,
    side_of,
    summary_of,
    validators_of,
    verdict_of,
)
from contractbridge.prove.proof import Finding, Proof, Section
from contractbridge.report import PLAIN, Palette, printable
from contractbridge.reports.layout import cells, cut, wrap

WIDE: Final = 160
_WIDEST: Final = 110  # of prose; longer lines are hard to read
_LONGEST_MODEL: Final = 32
_LONGEST_VALUE: Final = 200
_LONGEST_PART: Final = 80
_GAP: Final = "  "


@dataclass(frozen=True, slots=True)
class _Look:
    palette: Palette
    columns: int

    def lines(self, text: str, colour: str = "", indent: str = "") -> Iterator[str]:
        """`text` in lines of whole words."""
        end = self.palette.reset if colour else ""
        room = max(min(self.columns, _WIDEST) - len(indent), 20)
        yield from (f"{indent}{colour}{line}{end}" for line in wrap(printable(text), room))

    def pair(self, text: str, aside: str, indent: str = _GAP) -> Iterator[str]:
        """`text` with something dim after it, or below."""
        if cells(f"{indent}{printable(text)}{_GAP}{printable(aside)}") <= self.columns:
            yield f"{indent}{printable(text)}{_GAP}{self.palette.dim}{printable(aside)}{self.palette.reset}"
        else:
            yield from self.lines(text, indent=indent)
            yield from self.lines(aside, self.palette.dim, indent + _GAP)


def as_text(proof: Proof, palette: Palette = PLAIN, columns: int = WIDE) -> str:
    """A line for each side of each operation, then what needs words."""
    look = _Look(palette, columns)
    blocks = [list(_overview(proof, look))]
    blocks += [list(_disagreements(each, look)) for each in proof.sections if each.disagreements]
    blocks += [_troubles(proof, look), _validators(proof, look), list(_end(proof, look))]
    return "\n\n".join("\n".join(each) for each in blocks if each) + "\n"


def _overview(proof: Proof, look: _Look) -> Iterator[str]:
    rows = [
        (place_of(each), side_of(each), cut(_one_line(each.model), _LONGEST_MODEL), f"{len(each.findings):,}")
        for each in proof.sections
    ]
    widths = [max((cells(row[at]) for row in rows), default=0) for at in range(4)]
    verdicts = max((len(verdict_of(each)) for each in proof.sections), default=0)
    fits = sum(widths) + verdicts + 4 * len(_GAP) <= look.columns
    before = ""
    for section, row in zip(proof.sections, rows, strict=True):
        place = "" if row[0] == before else row[0]
        before = row[0]
        yield from (_row if fits else _stacked)(section, (place, *row[1:]), widths, look)


def _row(section: Section, row: tuple[str, ...], widths: list[int], look: _Look) -> Iterator[str]:
    place, side, model, inputs = (
        " " * (width - cells(text)) + text if at == 3 else text + " " * (width - cells(text))
        for at, (text, width) in enumerate(zip(row, widths, strict=True))
    )
    colour = _colour(section, look.palette)
    line = printable(_GAP.join((place, side, model, inputs)))
    yield f"{line}{_GAP}{colour}{verdict_of(section)}{look.palette.reset}"


def _stacked(section: Section, row: tuple[str, ...], _widths: list[int], look: _Look) -> Iterator[str]:
    """The same where a row has no room."""
    place, side, model, inputs = row
    yield from look.lines(place, look.palette.bold)
    yield from look.lines(f"{side}: {model}" if model else side, indent=_GAP)
    yield from look.lines(f"{inputs} inputs: {verdict_of(section)}", _colour(section, look.palette), _GAP * 2)


def _colour(section: Section, palette: Palette) -> str:
    return palette.red if section.disagreements else palette.green if section.findings else palette.yellow


def _disagreements(section: Section, look: _Look) -> Iterator[str]:
    model = cut(_one_line(section.model), _LONGEST_PART)
    yield from look.lines(f"{place_of(section)}, {side_of(section)}: {model}", look.palette.bold)
    for each in section.smallest:
        yield from _finding(each, look)
    if (rest := len(section.disagreements) - len(section.smallest)) > 0:
        yield from look.lines(f"… and {rest:,} more; --format json has them all", look.palette.dim, _GAP)


def _finding(finding: Finding, look: _Look) -> Iterator[str]:
    yield from look.lines(SAYS[finding.outcome], look.palette.red, _GAP)
    yield from look.lines(cut(_one_line(input_of(finding)), _LONGEST_VALUE), indent=_GAP * 2)
    for who, issues in (("app", finding.server), ("Zod", finding.zod)):
        for path, value, message in list(issues_of(finding, issues))[:3]:
            at = f"{path or 'the whole'} = {cut(_one_line(value), _LONGEST_PART)}" if value else path or "the whole"
            yield from look.pair(f"{who}: {_one_line(message)}", f"at {at}", _GAP * 2)


def _troubles(proof: Proof, look: _Look) -> list[str]:
    lines = [
        line
        for each in proof.sections
        if each.trouble
        for line in look.lines(f"{place_of(each)}, {side_of(each)}: {each.trouble}", indent=_GAP)
    ]
    return [f"{look.palette.bold}Not proven{look.palette.reset}", *lines] if lines else []


def _validators(proof: Proof, look: _Look) -> list[str]:
    lines: list[str] = []
    for name, sections in validators_of(proof).items():
        first, *others = dict.fromkeys(place_of(each) for each in sections)
        lines += look.pair(name, f"in {first}{f' and {len(others)} more' if others else ''}")
    return [*look.lines("Validators that only Python can run", look.palette.bold), *lines] if lines else []


def _end(proof: Proof, look: _Look) -> Iterator[str]:
    palette = look.palette
    yield from look.lines(summary_of(proof))
    yield from look.lines(mode_of(proof))
    for each, text in MEANINGS.items():
        if proof.count(each):
            yield from look.lines(f"{ASIDE[each]}: {text}", palette.dim)
    yield from look.lines(conclusion_of(proof), palette.green if proof.holds and proof.inputs else palette.red)


def _one_line(text: str) -> str:
    return " ".join(text.split())
