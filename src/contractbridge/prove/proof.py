"""A proof: what was asked, and where the app and the schemas differ."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from contractbridge.config import Coercion

# Method, path, side, status, text, and what carries it there.
Question: TypeAlias = tuple[str, str, str, str, str, object]
Issues: TypeAlias = list[tuple[list[str | int], str]]

Outcome: TypeAlias = Literal[
    "agreed",
    # disagreements
    "accepted",  # by the schema, and refused by the app
    "refused",  # by the schema, and accepted by the app
    "response refused",
    "response altered",
    "missent",  # by the client, so that the app gets another value
    "broken",
    # neither
    "python only",
    "lax",
    "undecidable",
    "server error",
    "unsendable",
]
DISAGREEMENTS: Final[tuple[Outcome, ...]] = (
    "accepted",
    "refused",
    "response refused",
    "response altered",
    "missent",
    "broken",
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What is proven, and how thoroughly; without names, everything. `coerce` is the mode of the request schemas."""

    examples: int = 100
    seed: int = 0
    models: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    node_modules: Path | None = None
    coerce: Coercion = "none"


@dataclass(frozen=True, slots=True)
class Finding:
    """One input, and what each side says of it; `sent` is the document of a response."""

    outcome: Outcome
    text: str
    server: Issues
    zod: Issues
    sent: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What was found of one side of one operation.

    `validators` are Python's alone, `smallest` a few disagreements of each kind, with all taken away that can be.
    `trouble` says why there are no inputs, or that none of them is legal.
    """

    method: str
    path: str
    side: str
    status: str
    model: str
    validators: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    smallest: tuple[Finding, ...] = ()
    trouble: str = ""

    def count(self, *outcomes: Outcome) -> int:
        return sum(each.outcome in outcomes for each in self.findings)

    @property
    def disagreements(self) -> list[Finding]:
        return [each for each in self.findings if each.outcome in DISAGREEMENTS]


@dataclass(frozen=True, slots=True)
class Proof:
    title: str
    settings: Settings
    sections: tuple[Section, ...]

    def count(self, *outcomes: Outcome) -> int:
        return sum(section.count(*outcomes) for section in self.sections)

    @property
    def inputs(self) -> int:
        return sum(len(section.findings) for section in self.sections)

    @property
    def holds(self) -> bool:
        return not self.count(*DISAGREEMENTS)
