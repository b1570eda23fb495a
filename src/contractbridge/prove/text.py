"""A proof as text for people."""

from __future__ import annotations

from collections.abc import Iterator
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

_LONGEST_MODEL: Final = 32
_LONGEST_VALUE: Final = 200
_LONGEST_PART: Final = 80


def as_text(proof: Proof, palette: Palette = PLAIN) -> str:
    """A line for each side of each operation, then what needs words."""
    blocks = ["\n".join(_table(proof, palette))]
    blocks += ["\n".join(_disagreements(each, palette)) for each in proof.sections if each.disagreements]
    blocks += ["\n".join(each) for each in (_troubles(proof, palette), _validators(proof, palette)) if each]
    colour = palette.green if proof.holds and proof.inputs else palette.red
    end = [
        summary_of(proof),
        mode_of(proof),
        *_legend(proof, palette),
        f"{colour}{conclusion_of(proof)}{palette.reset}",
    ]
    return "\n\n".join([*(each for each in blocks if each), "\n".join(end)]) + "\n"


def _table(proof: Proof, palette: Palette) -> Iterator[str]:
    rows = [
        (place_of(each), side_of(each), _cut(each.model, _LONGEST_MODEL), f"{len(each.findings):,}", verdict_of(each))
        for each in proof.sections
    ]
    widths = [max((len(row[at]) for row in rows), default=0) for at in range(4)]
    before = ""
    for section, (place, side, model, inputs, verdict) in zip(proof.sections, rows, strict=True):
        colour = palette.red if section.disagreements else palette.green if section.findings else palette.yellow
        shown = "" if place == before else place
        before = place
        line = f"{shown:{widths[0]}}  {side:{widths[1]}}  {model:{widths[2]}}  {inputs:>{widths[3]}}  "
        yield printable(line) + f"{colour}{verdict}{palette.reset}"


def _disagreements(section: Section, palette: Palette) -> Iterator[str]:
    yield f"{palette.bold}{printable(f'{place_of(section)}, {side_of(section)}: {section.model}')}{palette.reset}"
    shown = section.smallest
    for each in shown:
        yield from _finding(each, palette)
    if (rest := len(section.disagreements) - len(shown)) > 0:
        yield f"  {palette.dim}… and {rest:,} more; --format json has them all{palette.reset}"


def _finding(finding: Finding, palette: Palette) -> Iterator[str]:
    yield f"  {palette.red}{SAYS[finding.outcome]}{palette.reset}"
    yield f"    {printable(_cut(input_of(finding), _LONGEST_VALUE))}"
    for who, issues in (("app", finding.server), ("Zod", finding.zod)):
        for path, value, message in list(issues_of(finding, issues))[:3]:
            at = f"{path or 'the whole'} = {_cut(value, _LONGEST_PART)}" if value else path or "the whole"
            yield f"    {who}: {printable(' '.join(message.split()))}  {palette.dim}at {printable(at)}{palette.reset}"


def _troubles(proof: Proof, palette: Palette) -> list[str]:
    lines = [f"  {place_of(each)}, {side_of(each)}: {each.trouble}" for each in proof.sections if each.trouble]
    return [f"{palette.bold}Not proven{palette.reset}", *map(printable, lines)] if lines else []


def _validators(proof: Proof, palette: Palette) -> list[str]:
    found = validators_of(proof)
    lines = []
    for name, sections in found.items():
        places = dict.fromkeys(place_of(each) for each in sections)
        first, *others = places
        more = f" and {len(others)} more" if others else ""
        lines.append(f"  {name}  {palette.dim}in {printable(first)}{more}{palette.reset}")
    return [f"{palette.bold}Validators that only Python can run{palette.reset}", *lines] if lines else []


def _legend(proof: Proof, palette: Palette) -> list[str]:
    return [
        f"{palette.dim}{ASIDE[each]}: {text}{palette.reset}" for each, text in MEANINGS.items() if proof.count(each)
    ]


def _cut(text: str, width: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"
