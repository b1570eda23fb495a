"""Measure what each edit breaks, and write it to `measured.json`: python tests/drift/edits/measure.py [part of a name]

The old requests are sent to the new app, the frontend of the old app is compiled against the new client, and the old
schemas are run on all that the new app may answer.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

HERE: Final = Path(__file__).parent
TESTS: Final = HERE.parents[1]
sys.path.insert(0, str(TESTS))

import contractbridge  # noqa: E402
from contractbridge.config import App, Target  # noqa: E402
from contractbridge.loading import Source  # noqa: E402
from contractbridge.pipeline import plan_app  # noqa: E402
from drift.edits.requests import Sent, recorded  # noqa: E402
from drift.edits.running import Answer, Reply, Running, load, run  # noqa: E402
from drift.edits.shapes import Shape  # noqa: E402
from drift.edits.table import SOURCE, edits  # noqa: E402

NODE_MODULES: Final = TESTS / "node" / "node_modules"
MEASURED: Final = HERE / "measured.json"
_OPTIONS: Final = {
    "target": "ES2022",
    "module": "NodeNext",
    "lib": ["ES2023", "DOM", "DOM.Iterable", "DOM.AsyncIterable"],
    "strict": True,
    "noUncheckedIndexedAccess": True,
    "noEmit": True,
    "skipLibCheck": True,
    "types": [],
}


@dataclass(frozen=True, slots=True)
class Ran:
    """An app that was run: the document, the replies to the requests, all answers by handler."""

    document: Mapping[str, Any]
    replies: Sequence[Reply]
    answers: Mapping[str, Sequence[Answer]]
    operations: Mapping[str, str]  # "GET /me" by handler
    returns: Mapping[str, Any]


def main(wanted: str) -> None:
    requests = list(recorded())
    old = _run(SOURCE, requests, {})
    refused = [
        f"{sent.method} {sent.path} {sent.query or sent.body}: {reply.status}"
        for sent, reply in _beside(requests, old)
        if not _is_good(reply)
    ]
    if refused:
        sys.exit("The unedited shop refuses\n" + "\n".join(each[-150:] for each in refused[:9]))
    chosen = [each for each in edits() if wanted in each.name]
    found: dict[str, dict[str, str]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "node_modules").symlink_to(NODE_MODULES)
        (folder / "package.json").write_text('{"type": "module"}')
        _generate(old.document, folder / "old")
        questions: dict[str, list[tuple[str, int, Any]]] = {}
        for number, edit in enumerate(chosen):
            new = _run(edit.source(), requests, old.returns)
            reached = _reached(requests, old, new)
            found[edit.name] = {"wire": _wire(requests, old, new, reached)}
            questions[edit.name] = list(_questions(old, new, reached))
            _generate(new.document, folder / f"e{number}")
            print(f"{number + 1}/{len(chosen)} {edit.name}: {found[edit.name]['wire']}", file=sys.stderr)
        verdicts = _judge(folder / "old", questions)
        errors = _compile(folder)
        for number, edit in enumerate(chosen):
            found[edit.name] |= {"types": errors.get(f"e{number}", ""), "validators": verdicts[edit.name]}
    before = json.loads(MEASURED.read_text()) if wanted and MEASURED.exists() else {}
    kept = {**before, **found}
    ordered = {each.name: kept[each.name] for each in edits() if each.name in kept}
    MEASURED.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n")


def _run(source: str, requests: Sequence[Sent], returns: Mapping[str, Any]) -> Ran:
    module = load(source)
    document = contractbridge.export(module.app)
    running = Running(module, returns)
    replies, answers = run(running, requests)
    operations = {name: f"{min(each.methods)} {each.path_format}" for name, each in running.routes.items()}
    return Ran(document, replies, answers, operations, running.returns)


def _is_good(reply: Reply) -> bool:
    return reply.status < 300


def _beside(requests: Sequence[Sent], ran: Ran) -> Iterator[tuple[Sent, Reply]]:
    return zip(requests, ran.replies, strict=True)


def _reached(requests: Sequence[Sent], old: Ran, new: Ran) -> dict[str, str]:
    """The new handler behind each old one: the one that its requests reach, or that of the same method and path."""
    found = {}
    for name in old.operations:
        same = next((each for each, operation in new.operations.items() if operation == old.operations[name]), "")
        found[name] = next(
            (reply.handler for sent, reply in _beside(requests, new) if sent.handler == name and reply.handler), same
        )
    return found


def _wire(requests: Sequence[Sent], old: Ran, new: Ran, reached: Mapping[str, str]) -> str:
    """Why an old client fails; empty if it does not."""
    for sent, reply in _beside(requests, new):
        if not _is_good(reply):
            body = json.dumps(sent.body or sent.query, ensure_ascii=False)[:300]
            return f"{sent.method} {sent.path} {body}: {reply.status}"
    for name, handler in reached.items():
        shape, kinds = Shape(), {each.kind for each in old.answers[name]}
        for each in old.answers[name]:
            shape.learn(each.body)
        for each in new.answers.get(handler, ()):
            if each.kind not in kinds:
                return f"{name}: {each.kind}, was {' or '.join(sorted(kinds))}"
            if breach := shape.breach(each.body):
                return f"{name}: {breach}: {json.dumps(each.body, ensure_ascii=False)[:300]}"
    return ""


def _questions(old: Ran, new: Ran, reached: Mapping[str, str]) -> Iterator[tuple[str, int, Any]]:
    for name, handler in reached.items():
        for each in new.answers.get(handler, ()):
            if each.kind == "json":
                yield old.operations[name], each.status, each.body
            elif each.kind == "item":
                yield get_args(old.returns[name])[0].__name__, each.status, each.body


def _generate(document: Mapping[str, Any], folder: Path) -> None:
    target = Target(folder / "api", frozenset({"types", "schemas", "client"}))
    plan_app(App(targets=(target,)), Source(document)).apply()
    shutil.copy(HERE / "consumer.ts", folder)
    shutil.copy(HERE / "judge.mjs", folder)


def _judge(folder: Path, questions: Mapping[str, Sequence[tuple[str, int, Any]]]) -> dict[str, str]:
    """The first complaint of the old schemas for each edit; each question is asked once."""
    lines = list(dict.fromkeys(json.dumps(each) for asked in questions.values() for each in asked))
    answered = subprocess.run(
        ["node", "judge.mjs"], cwd=folder, input="\n".join(lines) + "\n", text=True, capture_output=True, check=True
    ).stdout.splitlines()
    verdicts = dict(zip(lines, map(json.loads, answered), strict=True))
    return {
        name: next((f"{each[0]}: {said}" for each in asked if (said := verdicts[json.dumps(each)])), "")
        for name, asked in questions.items()
    }


def _compile(folder: Path) -> dict[str, str]:
    """The first error of each folder, all compiled at once."""
    config = {"compilerOptions": _OPTIONS, "include": ["*/consumer.ts"]}
    (folder / "tsconfig.json").write_text(json.dumps(config))
    tsc = NODE_MODULES / "typescript" / "bin" / "tsc"
    told = subprocess.run(
        ["node", str(tsc), "-p", ".", "--pretty", "false"], cwd=folder, text=True, capture_output=True, check=False
    ).stdout
    found: dict[str, str] = {}
    for line in told.splitlines():
        if match := re.match(r"(\w+)/(consumer\.ts\(\d+),\d+(\): .*)", line):
            found.setdefault(match[1], (match[2] + match[3]).replace(f"{folder.resolve()}/{match[1]}", "."))
    if "old" in found:
        sys.exit(f"The frontend does not fit the unedited shop: {found['old']}")
    return found


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
