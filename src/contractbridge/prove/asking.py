"""Asking the validators of a live app. What they say is left in a file, in lines of JSON.

{"subject": 0, "method": …, "path": …, "side": …, …}                  a side of an operation
{"subject": 0, "text": …, "verdict": …, "problems": …, "sent": …, …}  an input for it, and what the app says of it
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

from fastapi import FastAPI
from hypothesis.configuration import set_hypothesis_home_dir

from contractbridge.contract import JSON
from contractbridge.errors import AppError
from contractbridge.prove.inputs import make_inputs
from contractbridge.prove.subjects import Answer, Subject, find_subjects
from contractbridge.spelling import closest

Line: TypeAlias = dict[str, Any]

_QUIET_SECONDS: Final = 4.0


def answer(app: FastAPI, request: dict[str, Any], tell: Callable[..., None]) -> None:
    """Answer a request: {"answers": file, "examples", "seed", "models", "tags"}, and `tell` now and then how far it is.

    Raises:
        AppError: the app has no such model or tag.
    """
    subjects = wanted(list(find_subjects(app)), request["models"], request["tags"])
    inputs = _Inputs(request["examples"], request["seed"])
    with tempfile.TemporaryDirectory() as folder, Path(request["answers"]).open("w", encoding="utf-8") as answers:
        set_hypothesis_home_dir(folder)  # it leaves notes where it runs
        started = told = time.monotonic()
        for number, subject in enumerate(subjects):
            if (now := time.monotonic()) - told > _QUIET_SECONDS:
                place, code = f"{subject.method} {subject.path}", f"{number + 1} of {len(subjects)}"
                tell(doing="asking the app", place=place, code=code, seconds=now - started)
                told = now
            for line in lines_of(subject, inputs):
                print(json.dumps({"subject": number, **line}), file=answers)


def wanted(subjects: list[Subject], models: list[str], tags: list[str]) -> list[Subject]:
    """Those that meet one of the models and have one of the tags. Raises `AppError` where there is no such name."""
    known = {
        "model": (models, sorted({name for each in subjects for name in each.classes})),
        "tag": (tags, sorted({tag for each in subjects for tag in each.tags})),
    }
    for what, (names, all_names) in known.items():
        for name in names:
            if name not in all_names:
                raise AppError(f'No JSON of the app has the {what} "{name}".', hint=closest(name, all_names))
    return [
        each
        for each in subjects
        if (not models or set(models) & set(each.classes)) and (not tags or set(tags) & set(each.tags))
    ]


@dataclass(frozen=True, slots=True)
class _Inputs:
    """Inputs by core schema: operations share models, and making them is most of the work."""

    examples: int
    seed: int
    made: dict[int, list[str]] = field(default_factory=dict)

    def of(self, subject: Subject) -> list[str]:
        key = id(subject.schema)
        if key not in self.made:
            self.made[key] = make_inputs(subject.schema, lambda text: _takes(subject, text), self.examples, self.seed)
        return self.made[key]


def _takes(subject: Subject, text: str) -> bool:
    return subject.ask(text).verdict == "accepts"


def lines_of(subject: Subject, inputs: _Inputs) -> Iterator[Line]:
    """What a subject is, and what the app says of each input. What no handler can return is left out."""
    described = {
        "method": subject.method,
        "path": subject.path,
        "side": subject.side,
        "status": subject.status,
        "classes": subject.classes,
        "validators": subject.validators,
        "trouble": subject.trouble,
    }
    try:
        texts = [] if subject.trouble else inputs.of(subject)
    except ValueError as error:
        texts, described["trouble"] = [], str(error)
    except Exception as error:  # noqa: BLE001  types that nobody has thought of; the others are proven all the same
        texts, described["trouble"] = [], f"{type(error).__name__}: {error}"
    yield described
    for text in texts:
        answer = subject.ask(text)
        if subject.side == "body" or answer.verdict != "refuses":
            yield _line(subject, text, answer)


def _line(subject: Subject, text: str, answer: Answer) -> Line:
    return {
        "text": text,
        "verdict": answer.verdict,
        "problems": answer.problems,
        "sent": answer.sent,
        "python_only": answer.verdict == "refuses" and subject.ask_bare(text).verdict == "accepts",
        "lossy": _is_lossy(text, answer, subject.ask),
    }


def _is_lossy(text: str, answer: Answer, ask: Callable[[str], Answer]) -> bool:
    """Whether the app says something else to what JavaScript is left with when it reads `text`."""
    try:
        left = json.dumps(_doubled(json.loads(text)), ensure_ascii=False)
    except OverflowError:
        return True
    return left != text and ask(left).verdict != answer.verdict


def _doubled(value: JSON) -> JSON:
    """`value` as `JSON.parse` leaves it: with every number in 64 bits."""
    match value:
        case bool() | None | str():
            return value
        case int():
            return int(float(value))
        case float():
            return int(value) if value.is_integer() and abs(value) < 1e21 else value
        case list():
            return [_doubled(each) for each in value]
        case dict():
            return {name: _doubled(each) for name, each in value.items()}
