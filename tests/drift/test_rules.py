"""Each rule has a folder: two documents, and all that is found between them. Every rule runs on every folder.

UPDATE_GOLDENS=1 writes what is found; read the difference before you commit it.
"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from contractbridge.contract import Contract
from contractbridge.drift.change import Change
from contractbridge.drift.comparison import find_changes
from contractbridge.drift.policy import GENERATED, STALE
from contractbridge.drift.rules import pages
from contractbridge.readers.openapi.document import read_contract
from contractbridge.readers.openapi.source import load_document

HERE = Path(__file__).parent
FOLDERS = sorted((HERE / "rules").iterdir())
TODAY = date(2026, 11, 20)


def read(file: Path) -> Contract:
    return read_contract(load_document(file), rules=True).contract


def found_in(folder: Path) -> tuple[Change, ...]:
    return find_changes(read(folder / "old.yaml"), read(folder / "new.yaml"), TODAY)


def shown(change: Change) -> dict[str, Any]:
    return {
        "rule": change.rule,
        "severity": change.severity,
        "breaks": sorted(change.breaks),
        "operation": change.operation,
        "location": change.location,
        "message": change.message,
        "proof": change.witness.kind if change.witness else change.unproven or None,
    }


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_is_found(folder: Path) -> None:
    changes = [shown(each) for each in found_in(folder)]
    file = folder / "expected.json"
    if os.environ.get("UPDATE_GOLDENS"):
        file.write_text(json.dumps(changes, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert changes == json.loads(file.read_text(encoding="utf-8"))
    assert folder.name in {each["rule"] for each in changes}


def test_every_rule_has_a_folder() -> None:
    # What is stale is the configuration or the client, not a contract.
    assert set(pages()) - {STALE, GENERATED} == {folder.name for folder in FOLDERS}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_nothing_is_found_where_nothing_changed(folder: Path) -> None:
    for name in ("old.yaml", "new.yaml"):
        assert not find_changes(read(folder / name), read(folder / name), TODAY)


@pytest.mark.parametrize("folder", sorted((HERE / "nothing").iterdir()), ids=lambda folder: folder.name)
def test_no_false_alarm(folder: Path) -> None:
    """What means the same is no change, however it is written; also the other way round."""
    assert not found_in(folder)
    assert not find_changes(read(folder / "new.yaml"), read(folder / "old.yaml"), TODAY)


@pytest.mark.parametrize("page", pages().values(), ids=lambda page: page.id)
def test_every_rule_has_a_page(page: Any) -> None:
    assert page.summary.endswith(".")
    assert len(page.text.splitlines()) > 1


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_claims_are_proved_or_doubted(folder: Path) -> None:
    for change in found_in(folder):
        assert (change.severity == "breaking") == ("wire" in change.breaks)
        assert change.witness is not None or "wire" not in change.breaks
        assert change.message.endswith(".")
