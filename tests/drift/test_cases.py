"""Our verdict beside that of others: the pairs of oasdiff's own tests, and changes of real contracts.

They are no part of the repository. Where we differ, `disagreements.py` has the reason.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from contractbridge.drift.comparison import find_changes
from contractbridge.readers.openapi.document import read_contract
from contractbridge.readers.openapi.source import load_document
from drift.disagreements import CASES, EVOLUTION, REASONS

ROOT: Final = Path(__file__).resolve().parents[2]
SHARED: Final = ROOT.parent / "shared"
DRIFT_CASES: Final = Path(os.environ.get("CONTRACTBRIDGE_DRIFT_CASES") or SHARED / "drift-cases")
CHANGES: Final = Path(os.environ.get("CONTRACTBRIDGE_EVOLUTION") or SHARED / "evolution")
TODAY: Final = date(2026, 11, 20)
# Their tests set options for these, or their command line fails.
LEFT_OUT: Final = {"policy", "cli-fails"}
# What the notes of a real change call it, where that is not plainly breaking.
COMPATIBLE: Final = ("NON-breaking", "client-breaking only", "ambiguous")


def is_breaking(old: Path, new: Path) -> bool:
    before, after = (read_contract(load_document(each), rules=True).contract for each in (old, new))
    return any("wire" in each.breaks for each in find_changes(before, after, TODAY))


def cases() -> Iterator[Any]:
    if not DRIFT_CASES.is_dir():
        reason = f"{DRIFT_CASES} is missing: set CONTRACTBRIDGE_DRIFT_CASES to a folder of pairs"
        yield pytest.param({}, marks=pytest.mark.skip(reason=reason))
        return
    for line in (DRIFT_CASES / "cases.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if not LEFT_OUT & set(case["tags"]):
            yield pytest.param(case, id=case["id"])


def real_changes() -> Iterator[Any]:
    if not CHANGES.is_dir():
        reason = f"{CHANGES} is missing: set CONTRACTBRIDGE_EVOLUTION to a folder of changes"
        yield pytest.param(Path(), marks=pytest.mark.skip(reason=reason))
        return
    for folder in sorted(each for each in CHANGES.iterdir() if each.is_dir()):
        yield pytest.param(folder, id=folder.name)


@pytest.mark.parametrize("case", [*cases()])
def test_a_pair_is_judged_as_expected_or_otherwise_on_purpose(case: dict[str, Any]) -> None:
    breaking = is_breaking(DRIFT_CASES / case["base"], DRIFT_CASES / case["revision"])
    if case["id"] in REASONS:
        assert breaking != case["breaking"], "we agree by now: take the case off the table"
    else:
        assert breaking == case["breaking"], [each["text"] for each in case["expected"]]


@pytest.mark.parametrize("folder", [*real_changes()])
def test_a_real_change_is_judged_as_its_notes_say_or_otherwise_on_purpose(folder: Path) -> None:
    verdict = json.loads((folder / "note.json").read_text(encoding="utf-8"))["verdict"]
    breaking = is_breaking(folder / "before.json", folder / "after.json")
    expected = not verdict.startswith(COMPATIBLE)
    assert breaking == (expected != (folder.name in EVOLUTION)), verdict


@pytest.mark.parametrize("reason", [*CASES, *EVOLUTION.values()])
def test_the_documentation_tells_each_reason(reason: str) -> None:
    assert " ".join(reason.split()) in " ".join((ROOT / "docs" / "drift.md").read_text(encoding="utf-8").split())
