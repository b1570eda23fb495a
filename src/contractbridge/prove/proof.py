"""The story of a proof from top to bottom: inputs and what the app says of them, what Zod says, where they differ."""

from __future__ import annotations

import importlib.util
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, cast

from contractbridge.config import App
from contractbridge.contract import Contract, Operation, Type
from contractbridge.emitters.types import Scope, type_text
from contractbridge.errors import ConfigError, MissingExtra
from contractbridge.faces import REQUEST, Face, face_definitions
from contractbridge.loading import load_app
from contractbridge.naming import name_contract
from contractbridge.prove.schemas import Issues, Question, find_node, find_zod, generated
from contractbridge.prove.within import is_within
from contractbridge.readers.document import read_contract
from contractbridge.readers.worker import Progress, Task

PROGRAM: Final = "contractbridge.prove.process"

Outcome: TypeAlias = Literal[
    "agreed",
    # disagreements
    "accepted",  # by the schema, and refused by the app
    "refused",  # by the schema, and accepted by the app
    "response refused",
    "response altered",
    "broken",
    # neither
    "python only",
    "lax",
    "undecidable",
    "server error",
]
DISAGREEMENTS: Final[tuple[Outcome, ...]] = ("accepted", "refused", "response refused", "response altered", "broken")


@dataclass(frozen=True, slots=True)
class Settings:
    """What is proven, and how thoroughly; without names, everything."""

    examples: int = 100
    seed: int = 0
    models: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    node_modules: Path | None = None


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

    `validators` are Python's alone. `trouble` says why there are no inputs, or that none of them is legal.
    """

    method: str
    path: str
    side: str
    status: str
    model: str
    validators: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
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


def prove(app: App, folder: Path, settings: Settings, on_progress: Callable[[Progress], None] | None = None) -> Proof:
    """Compare the schemas that are generated from an app with the app itself. `folder` is the configuration's.

    Raises:
        ConfigError: there is no node, no Zod, or the contract comes from a document.
        MissingExtra: Hypothesis is not installed.
        AppError: the app cannot be loaded, or has no such model or tag.
        ContractbridgeError: the generated schemas do not load.
    """
    if app.spec is not None:
        raise ConfigError("A document has no validators to ask: prove needs the app.", hint="Name it: --app module:app")
    if importlib.util.find_spec("hypothesis") is None:
        raise MissingExtra("hypothesis", "prove")
    node = find_node()
    node_modules = find_zod([target.out for target in app.targets] or [folder], settings.node_modules)
    with tempfile.TemporaryDirectory(prefix="contractbridge-") as name:
        answers = Path(name) / "answers.jsonl"
        request = {"answers": str(answers), "examples": settings.examples, "seed": settings.seed}
        names = {"models": list(settings.models), "tags": list(settings.tags)}
        source = load_app(app, folder, on_progress, Task(PROGRAM, request | names))
        with answers.open(encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
    contract = read_contract(source.document).contract
    subjects = [each for each in records if "method" in each]
    asked = [each for each in records if "text" in each and each["verdict"] != "breaks"]
    with generated(contract, node, node_modules) as ask:
        verdicts = ask(_questions(subjects, asked))
    return Proof(contract.title, settings, tuple(_sections(contract, subjects, records, asked, verdicts)))


def _questions(subjects: Sequence[Any], asked: Iterable[Any]) -> Iterator[Question]:
    for each in asked:
        subject = subjects[each["subject"]]
        side = subject["side"]
        text = each["text"] if side == "body" else each["sent"]
        yield subject["method"], subject["path"], side, subject["status"], text


def _sections(
    contract: Contract,
    subjects: Sequence[Any],
    records: Iterable[Any],
    asked: Sequence[Any],
    verdicts: Sequence[tuple[str, Issues]],
) -> Iterator[Section]:
    operations = {(each.method, each.path): each for each in contract.operations}
    names = name_contract(contract, face_definitions(contract))
    findings: list[list[Finding]] = [[] for _ in subjects]
    for each in records:
        if each.get("verdict") == "breaks":
            findings[each["subject"]].append(Finding("server error", each["text"], _issues(each["problems"]), []))
    nodes = [_node(subject, operations[subject["method"], subject["path"]]) for subject in subjects]
    for each, verdict in zip(asked, verdicts, strict=True):
        number = each["subject"]
        findings[number].append(_judged(subjects[number], each, verdict, nodes[number][0], contract))
    for subject, found, node_and_face in zip(subjects, findings, nodes, strict=True):
        node, face = node_and_face
        model = type_text(node, Scope(contract, names, face)) if node is not None else ", ".join(subject["classes"][:1])
        yield Section(
            subject["method"],
            subject["path"],
            subject["side"],
            subject["status"],
            model,
            tuple(subject["validators"]),
            tuple(found),
            _trouble(subject, found),
        )


def _node(subject: Any, operation: Operation) -> tuple[Type | None, Face]:
    """The type of one side of an operation in the contract, and its face."""
    if subject["side"] == "body":
        contents = operation.body.contents if operation.body else ()
        return (contents[0].type if contents else None), REQUEST
    response = next((each for each in operation.responses if each.status == subject["status"]), None)
    if response is None or not response.contents:
        return None, Face("response")
    return response.contents[0].type, Face("response", response.omits)


def _trouble(subject: Any, found: Sequence[Finding]) -> str:
    if trouble := subject.get("trouble"):
        return str(trouble)
    if subject["side"] == "body" and found and not any(not each.server for each in found):
        return "No input was legal, so that only refusals are compared."
    if not found:
        return "No legal value was found to send."
    return ""


def _issues(problems: Any) -> Issues:
    return [(path, message) for path, message in problems]


def _judged(subject: Any, record: Any, verdict: tuple[str, Issues], node: Type | None, contract: Contract) -> Finding:
    said, issues = verdict
    outcome = (_judge_body if subject["side"] == "body" else _judge_response)(record, said, node, contract)
    return Finding(outcome, record["text"], _issues(record["problems"]), issues, record["sent"])


def _judge_response(_record: Any, said: str, _node: Type | None, _contract: Contract) -> Outcome:
    outcomes = {"ok": "agreed", "refused": "response refused", "altered": "response altered"}
    return cast("Outcome", outcomes.get(said, "broken"))


def _judge_body(record: Any, said: str, node: Type | None, contract: Contract) -> Outcome:
    accepted = said in {"ok", "altered"}
    if said not in {"ok", "altered", "refused"}:
        return "broken"
    if accepted == (record["verdict"] == "accepts"):
        return "agreed"
    if record["lossy"]:
        return "undecidable"
    if accepted:
        return "python only" if record["python_only"] else "accepted"
    within = node is None or is_within(json.loads(record["text"]), node, contract)
    return "refused" if within else "lax"
