"""What single edits of a FastAPI app break, as we say, beside what was measured.

`edits/table.py` has the edits, `edits/measured.json` what they broke: old requests sent to the new app, a frontend
compiled against the new client, the old Zod schemas run on the new answers (`edits/measure.py` measures again).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from _pytest.mark.structures import ParameterSet

from contractbridge.contract import Contract
from contractbridge.drift.change import Audience, Change
from contractbridge.drift.comparison import find_changes
from contractbridge.readers.openapi.document import read_contract
from drift.edits.contracts import Document, export, read_contracts
from drift.edits.table import edits

EDITS: Final = {each.name: each for each in edits()}
MEASURED: Final[Mapping[str, Mapping[Audience, str]]] = json.loads(
    (Path(__file__).parent / "edits" / "measured.json").read_text(encoding="utf-8")
)

# Where we say something else than was measured, on purpose: what we say, and why.
ON_PURPOSE: Final[Mapping[str, tuple[set[Audience], str]]] = {
    "request: model to dict": (
        set(),
        "An interface is no dictionary to TypeScript; what is written where it is sent compiles as before.",
    ),
    "answer: status code 201": ({"wire", "types"}, "200 was promised, and clients look at it."),
    "answer: status code 200": ({"wire", "types"}, "201 was promised, and clients look at it."),
    "more: status 202": ({"wire", "types"}, "200 was promised, and clients look at it."),
    "more: response dict to model": (set(), "As with requests: an interface is no dictionary."),
    "more: dict to model": (
        {"wire", "types", "validators"},
        "Every value of a dictionary was promised to be text; the answers that were drawn had other keys.",
    ),
    "answer: error model changed": (
        {"types", "validators"},
        "The old schema of the error refuses what is declared now; errors were not drawn.",
    ),
}

# Where we are wrong, and know it.
WRONG: Final[Mapping[str, str]] = {
    "request: field validator added": "It is warned of: Python alone knows what validators refuse.",
    "more: dict keys an enum": "TypeScript takes any dictionary for one of certain keys.",
    "route: separate schemas off": "With one schema for both ways Decimal's two faces are lost.",
}


@cache
def contracts() -> tuple[Contract, Mapping[str, Contract]]:
    old, new = read_contracts()
    return _read(old), {name: _read(each) for name, each in new.items()}


def _read(document: Document) -> Contract:
    return read_contract(document, rules=True).contract


@cache
def changes(name: str) -> tuple[Change, ...]:
    old, new = contracts()
    return find_changes(old, new[name])


def broken(found: tuple[Change, ...]) -> set[Audience]:
    return {audience for each in found for audience in each.breaks}


def measured(name: str) -> set[Audience]:
    return {audience for audience, why in MEASURED[name].items() if why}


def _marked(name: str) -> ParameterSet:
    return pytest.param(name, marks=pytest.mark.xfail if name in WRONG else ())


@pytest.mark.parametrize("name", [*map(_marked, EDITS)])
def test_an_edit_breaks_what_it_was_measured_to_break(name: str) -> None:
    expected = ON_PURPOSE[name][0] if name in ON_PURPOSE else measured(name)
    assert broken(changes(name)) == expected, MEASURED[name]


RENAMES: Final = [name for name in EDITS if ("renamed" in name or "embed" in name) and not name.startswith("both: ")]


@pytest.mark.parametrize("name", RENAMES)
def test_a_rename_is_one_change(name: str) -> None:
    found = [each for each in changes(name) if each.severity != "info"]
    assert len(found) <= 1 or name in {"names: tag renamed", "more: discriminator field renamed"}, found


def test_what_breaks_the_wire_is_not_missed() -> None:
    agreed = [name for name in EDITS if broken(changes(name)) == measured(name)]
    missed = {name for name in EDITS if "wire" in measured(name) - broken(changes(name))}
    assert len(agreed) > 0.95 * len(EDITS)
    assert missed <= WRONG.keys()


def test_documents_without_facts_are_judged_as_well_as_they_can_be() -> None:
    """They are silent about aliases, strictness, what a route leaves out, and what is always sent."""
    old, new = read_contracts()
    plain = _read(_without_facts(old))
    right = [
        name
        for name, document in new.items()
        if ("wire" in broken(find_changes(plain, _read(_without_facts(document))))) == ("wire" in measured(name))
    ]
    assert len(right) > 0.9 * len(EDITS)


def _without_facts(node: Any) -> Any:
    match node:
        case dict():
            return {key: _without_facts(value) for key, value in node.items() if key != "x-contractbridge"}
        case list():
            return [_without_facts(each) for each in node]
        case _:
            return node


def test_every_edit_was_measured() -> None:
    assert [*MEASURED] == [*EDITS]


@pytest.mark.parametrize("name", [*EDITS][::25])
def test_the_contracts_that_are_kept_are_those_of_today(name: str) -> None:
    assert export(EDITS[name].source()) == read_contracts()[1][name], "run `python tests/drift/edits/contracts.py`"
