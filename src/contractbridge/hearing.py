"""The app itself, asked about the claims: in a process of its own, all at once, and only where there are claims."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from contractbridge.config import App
from contractbridge.contract import Contract
from contractbridge.drift.change import Change
from contractbridge.drift.testimony import Question, Said, question_about, settle
from contractbridge.errors import AppError
from contractbridge.loading import load_app
from contractbridge.readers.app.worker import Task

PROGRAM: Final = "contractbridge.prove.claims_process"


def hear(changes: Iterable[Change], old: Contract, new: Contract, app: App, folder: Path) -> tuple[Change, ...]:
    """`changes`, those that break the wire as `app`, from which `new` was read, confirms them or takes them back.

    `folder` is that of the configuration. An app that cannot be loaded a second time is not asked.
    """
    changes = tuple(changes)
    questions = {at: each for at, change in enumerate(changes) if (each := question_about(change, old, new))}
    if not questions:
        return changes
    try:
        told = _ask(list(questions.values()), app, folder)
    except AppError:
        return changes
    validator = f"Pydantic {told['pydantic']}"
    found = list(changes)
    for (at, question), said in zip(questions.items(), told["said"], strict=True):
        found[at] = settle(changes[at], question, [_said(each) for each in said], validator)
    return tuple(found)


def _ask(questions: list[Question], app: App, folder: Path) -> dict[str, Any]:
    """What `prove.claims` writes."""
    with tempfile.TemporaryDirectory(prefix="contractbridge-") as name:
        answers = Path(name) / "answers.json"
        claims = [asdict(each) for each in questions]
        load_app(app, folder, task=Task(PROGRAM, {"claims": claims, "answers": str(answers)}))
        told: dict[str, Any] = json.loads(answers.read_text(encoding="utf-8"))
        return told


def _said(told: Mapping[str, Any]) -> Said:
    return Said(told["verdict"], tuple(map(tuple, told["problems"])), told["sent"])
