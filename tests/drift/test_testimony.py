"""The app's own word on what single edits break, beside what was measured: no break of the wire is argued away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pytest

from contractbridge.drift.change import Change
from contractbridge.drift.comparison import find_changes
from contractbridge.drift.testimony import Said, question_about, settle
from contractbridge.prove.claims import answer_claims
from contractbridge.readers.openapi.document import read_contract
from drift.edits.contracts import read_contracts
from drift.edits.running import load
from drift.edits.table import edits

CONTRACTS = cache(read_contracts)
EDITS = {each.name: each for each in edits()}

# What was measured to break no request, whatever else it breaks.
TAKEN = {"request: Decimal to float"}


def heard(name: str, folder: Path) -> Iterator[tuple[Change, Change]]:
    """Each claim about a request that can be asked, as it was and as it is once the app was asked."""
    old, new = (read_contract(each, rules=True).contract for each in (CONTRACTS()[0], CONTRACTS()[1][name]))
    asked = [(each, question) for each in find_changes(old, new) if (question := question_about(each, old, new))]
    asked = [(each, question) for each, question in asked if not question.status]
    answers = folder / "answers.json"
    answer_claims(load(EDITS[name].source()).app, [asdict(question) for _, question in asked], answers)
    for (change, question), said in zip(asked, json.loads(answers.read_text())["said"], strict=True):
        told = [Said(each["verdict"], tuple(map(tuple, each["problems"])), each["sent"]) for each in said]
        yield change, settle(change, question, told, "Pydantic")


@pytest.mark.parametrize("name", [*dict.fromkeys([*[*EDITS][::30], *TAKEN])])
def test_what_was_measured_to_break_is_not_taken_back(name: str, tmp_path: Path) -> None:
    kept = [after.witness is not None for _, after in heard(name, tmp_path)]
    assert all(kept) == (name not in TAKEN)
