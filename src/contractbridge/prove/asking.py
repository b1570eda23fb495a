"""Asking the validators of a live app. What they say is left in a file, in lines of JSON.

{"subject": 0, "method": …, "path": …, "side": …, …}                  a side of an operation
{"subject": 0, "text": …, "verdict": …, "problems": …, "sent": …, …}  an input for it, and what the app says of it
"""

from __future__ import annotations

import json
import math
import pickle
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeAlias

from fastapi import FastAPI
from hypothesis.configuration import set_hypothesis_home_dir

from contractbridge.contract import JSON
from contractbridge.errors import AppError
from contractbridge.naming import class_name
from contractbridge.prove.answer import Answer
from contractbridge.prove.findings import Kind, kind_of
from contractbridge.prove.inputs import make_inputs
from contractbridge.prove.leaves import written
from contractbridge.prove.proof import Finding, Question
from contractbridge.prove.requests import Ask
from contractbridge.prove.schemas import Said
from contractbridge.prove.shrinking import smallest
from contractbridge.prove.subjects import SENT, Subject, find_subjects
from contractbridge.prove.verdicts import IsLax, Shrink, Side, finding_of, has_question
from contractbridge.prove.wire import FILE, doubled, is_broken
from contractbridge.spelling import closest

Line: TypeAlias = dict[str, Any]

_EXACT: Final = 2**53
_FILE: Final = written(FILE)[1:-1]
_PATIENCE: Final = 12_000  # questions about all disagreements together
_QUIET_SECONDS: Final = 4.0
_LISTED: Final = 20


def answer(app: FastAPI, request: dict[str, Any], tell: Callable[..., None]) -> None:
    """Answer a request: {"answers": file, "examples", "seed", "models", "tags", "coerces"}, and `tell` now and then
    how far it is. With {"shrink": file} beside these, look for the smallest inputs of its disagreements instead.

    Raises:
        AppError: the app has no such model or tag.
    """
    subjects = wanted(list(find_subjects(app, coerces=request["coerces"])), request["models"], request["tags"])
    if file := request.get("shrink"):
        shrink(subjects, pickle.loads(Path(file).read_bytes()), Path(request["answers"]))  # noqa: S301  our parent's
        return
    inputs = _Inputs(request["examples"], request["seed"])
    with tempfile.TemporaryDirectory() as folder, Path(request["answers"]).open("w", encoding="utf-8") as answers:
        set_hypothesis_home_dir(folder)  # it leaves notes where it runs
        started = told = time.monotonic()
        for number, subject in enumerate(subjects):
            if (now := time.monotonic()) - told > _QUIET_SECONDS:
                place = f"{subject.method} {subject.path}, {number + 1} of {len(subjects)}"
                tell(doing="asking the app", place=place, code="", seconds=now - started)
                told = now
            for line in lines_of(subject, inputs):
                print(json.dumps({"subject": number, **line}), file=answers)


def wanted(subjects: list[Subject], models: list[str], tags: list[str]) -> list[Subject]:
    """Those that meet one of the models and have one of the tags. Raises `AppError` where there is no such name.

    A model is known by its name in Python, or in TypeScript for either way.
    """
    classes = {name for each in subjects for name in each.classes}
    models = [_without_face(class_name(name), classes) for name in models]
    known = {
        "model": (models, sorted(classes)),
        "tag": (tags, sorted({tag for each in subjects for tag in each.tags})),
    }
    for what, (names, all_names) in known.items():
        for name in names:
            if name not in all_names:
                listed = f"The {what}s are: {', '.join(all_names[:_LISTED])}." if all_names else ""
                raise AppError(f'No operation has the {what} "{name}".', hint=closest(name, all_names) or listed)
    return [
        each
        for each in subjects
        if (not models or set(models) & set(each.classes)) and (not tags or set(tags) & set(each.tags))
    ]


def _without_face(name: str, classes: set[str]) -> str:
    """`OrderInput` is what an `Order` is called on its way in."""
    plain = name.removesuffix("Input")
    return plain if name not in classes and plain in classes else name


def shrink(subjects: list[Subject], asked: Shrink, answers: Path) -> None:
    """Write, for each disagreement, the answer to the smallest input that shows the same."""
    patience = _PATIENCE // max(sum(map(len, asked.findings)), 12)
    with asked.judge.one_by_one() as ask_schema, answers.open("w", encoding="utf-8") as lines:
        for number, (subject, side) in enumerate(zip(subjects, asked.sides, strict=True)):
            for finding in asked.findings[number]:
                both = _Both(subject, side, ask_schema, asked.is_lax, kind_of(finding))
                line, _ = both.asked(smallest(finding.text, both.show_the_same, patience))
                print(json.dumps({"subject": number, **line}), file=lines)


@dataclass(frozen=True, slots=True)
class _Both:
    """The app and the schema of one subject, and a disagreement between them."""

    subject: Subject
    side: Side
    ask_schema: Callable[[Question], Said]
    is_lax: IsLax
    kind: Kind

    def show_the_same(self, text: str) -> bool:
        return kind_of(self.asked(text)[1]) == self.kind

    def asked(self, text: str) -> tuple[Line, Finding]:
        line = line_of(self.subject, text, self.subject.ask(text))
        said, issues = self.ask_schema(self.side.question(line)) if has_question(line) else ("", [])
        return {**line, "said": said, "issues": issues}, finding_of(self.side, line, said, issues, self.is_lax)


@dataclass(frozen=True, slots=True)
class _Inputs:
    """Inputs by core schema: operations share models, and making them is most of the work."""

    examples: int
    seed: int
    made: dict[str, list[str]] = field(default_factory=dict)

    def of(self, subject: Subject) -> list[str]:
        key = repr(subject.schema)  # FastAPI makes one anew for each use of a model
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
        if answer.wire is None and _FILE in text:  # JSON holds no files
            continue
        if _is_of_interest(subject, text, answer):
            yield line_of(subject, text, answer)


def _is_of_interest(subject: Subject, text: str, answer: Answer) -> bool:
    match answer.verdict:
        case "refuses":
            return subject.side not in SENT
        case "breaks":  # what no handler returns either
            return subject.side not in SENT or not _is_beyond(json.loads(text))
        case "unsendable":  # only values with names have a place in a form or among parameters
            return text.startswith("{")
        case _:
            return True


def line_of(subject: Subject, text: str, answer: Answer) -> Line:
    return {
        "text": text,
        "verdict": answer.verdict,
        "problems": answer.problems,
        "sent": answer.sent,
        "wire": answer.wire,
        "python_only": answer.verdict == "refuses" and subject.ask_bare(text).verdict == "accepts",
        # A list of one item, or an object within a form, where the app takes a string.
        "as_text": answer.wire is not None and answer.verdict == "accepts" and not subject.takes_typed(_as_read(text)),
        "lossy": _is_lossy(text, answer, subject.ask),
    }


def _is_lossy(text: str, answer: Answer, ask: Ask) -> bool:
    """Whether JavaScript is left with something else than `text`, of which the app may say something else."""
    if answer.sent:
        return _is_beyond(json.loads(answer.sent))
    if _is_beyond(json.loads(text)):
        return True
    if answer.wire is not None:
        return _is_rewritten(json.loads(text))
    left = _as_read(text)
    return left != text and ask(left).verdict != answer.verdict


def _is_rewritten(value: JSON) -> bool:
    """Whether JavaScript writes an integer as another: with as few digits as tell it from its neighbours."""
    match value:
        case bool() | None | str():
            return False
        case int() | float():
            return abs(value) > _EXACT and not math.isinf(doubled(value)) and Decimal(repr(doubled(value))) != value
        case list():
            return any(map(_is_rewritten, value))
        case dict():
            return any(map(_is_rewritten, value.values()))


def _is_beyond(value: JSON) -> bool:
    """Whether one of the two languages has no such value: half of a surrogate pair, a number that is infinite to
    JavaScript, a member that Zod leaves out lest it be taken for a prototype."""
    match value:
        case str():
            return is_broken(value)
        case int() | float():
            return math.isinf(doubled(value))
        case list():
            return any(map(_is_beyond, value))
        case dict():
            return "__proto__" in value or any(map(_is_beyond, (*value, *value.values())))
        case _:
            return False


def _as_read(text: str) -> str:
    """JSON as `JSON.parse` leaves it: with every number in 64 bits."""
    return written(_doubled(json.loads(text)))


def _doubled(value: JSON) -> JSON:
    match value:
        case bool() | None | str():
            return value
        case int() | float():
            double = doubled(value)
            return int(double) if double.is_integer() and abs(double) < 1e21 else double
        case list():
            return [_doubled(each) for each in value]
        case dict():
            return {name: _doubled(each) for name, each in value.items()}
