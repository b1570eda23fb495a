"""The inside of a proof's own process: it loads the app as an export does, and asks its validators.

What they say is left in a file that the parent names, in lines of JSON: of each subject, then of each input. The
document goes over the channel, as always.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from contractbridge.errors import AppError
from contractbridge.readers.worker_process import serve
from contractbridge.spelling import closest

if TYPE_CHECKING:
    from fastapi import FastAPI

    from contractbridge.prove.subjects import Subject


def main() -> NoReturn:
    serve(prove)


def prove(app: FastAPI, request: dict[str, Any]) -> None:
    """Answer a request: {"answers": file, "examples", "seed", "models", "tags"}. Raises `AppError`."""
    # Not before: the app's own imports come first.
    from hypothesis.configuration import set_hypothesis_home_dir  # noqa: PLC0415

    from contractbridge.prove.subjects import find_subjects  # noqa: PLC0415

    subjects = wanted(list(find_subjects(app)), request["models"], request["tags"])
    with tempfile.TemporaryDirectory() as folder, Path(request["answers"]).open("w", encoding="utf-8") as answers:
        set_hypothesis_home_dir(folder)  # it leaves notes where it runs
        for number, subject in enumerate(subjects):
            for line in lines_of(subject, number, request["examples"], request["seed"]):
                print(json.dumps(line), file=answers)


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


def lines_of(subject: Subject, number: int, examples: int, seed: int) -> Iterator[dict[str, Any]]:
    from contractbridge.prove.inputs import make_inputs  # noqa: PLC0415  see `prove`

    described = {
        "subject": number,
        "method": subject.method,
        "path": subject.path,
        "side": subject.side,
        "status": subject.status,
        "classes": subject.classes,
        "validators": subject.validators,
    }
    if subject.trouble:
        yield {**described, "trouble": subject.trouble}
        return
    try:
        texts = make_inputs(subject.schema, lambda text: subject.ask(text).verdict == "accepts", examples, seed)
    except Exception as error:  # noqa: BLE001  types that nobody has thought of; the others are proven all the same
        yield {
            **described,
            "trouble": f"{error}" if isinstance(error, ValueError) else f"{type(error).__name__}: {error}",
        }
        return
    yield described
    for text in texts:
        answer = subject.ask(text)
        if subject.side == "response" and answer.verdict == "refuses":
            continue  # no handler can return it
        yield {
            "subject": number,
            "text": text,
            "verdict": answer.verdict,
            "problems": answer.problems,
            "sent": answer.sent,
            "python_only": answer.verdict == "refuses" and subject.ask_bare(text).verdict == "accepts",
            "lossy": _is_lossy(text, answer.verdict, subject.ask),
        }


def _is_lossy(text: str, verdict: str, ask: Callable[[str], Any]) -> bool:
    """Whether the app says something else to what JavaScript is left with when it reads `text`."""
    from contractbridge.prove.subjects import doubled  # noqa: PLC0415  see `prove`

    try:
        left = json.dumps(doubled(json.loads(text)), ensure_ascii=False)
    except OverflowError:
        return True
    return left != text and ask(left).verdict != verdict


if __name__ == "__main__":
    main()
