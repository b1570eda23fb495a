"""The story from top to bottom: inputs and what the app says of them, what Zod says of them, where they differ."""

from __future__ import annotations

import importlib.util
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

from contractbridge.config import App
from contractbridge.contract import Contract, Operation, Type
from contractbridge.emitters.arguments import preferred_content
from contractbridge.emitters.media import is_value
from contractbridge.emitters.types import Scope, type_text
from contractbridge.errors import ConfigError, MissingExtra
from contractbridge.faces import REQUEST, RESPONSE, Face, face_definitions
from contractbridge.loading import load_app
from contractbridge.naming import Names, name_contract
from contractbridge.prove.proof import Finding, Outcome, Proof, Section, Settings
from contractbridge.prove.schemas import Issues, Question, find_node, find_zod, generated
from contractbridge.prove.within import is_within
from contractbridge.readers.app.worker import Progress, Task
from contractbridge.readers.openapi.document import read_contract

PROGRAM: Final = "contractbridge.prove.process"


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
    contract, told = _ask_app(app, folder, settings, on_progress)
    names = name_contract(contract, face_definitions(contract))
    sides = [_side(each, contract, names) for each in told if "method" in each]
    answers = [each for each in told if "text" in each and not sides[each["subject"]].trouble]
    with generated(contract, settings.coerce, node, node_modules) as ask:
        verdicts = ask([sides[each["subject"]].question(each) for each in answers if each["verdict"] != "breaks"])
    is_lax = partial(_is_lax, contract=contract, coerces=settings.coerce == "pydantic")
    findings = _findings(sides, answers, iter(verdicts), is_lax)
    return Proof(contract.title, settings, tuple(map(_section, sides, findings)))


def _ask_app(
    app: App, folder: Path, settings: Settings, on_progress: Callable[[Progress], None] | None
) -> tuple[Contract, list[dict[str, Any]]]:
    """An app's contract, and the lines that its process has left: see `prove.asking`."""
    with tempfile.TemporaryDirectory(prefix="contractbridge-") as name:
        answers = Path(name) / "answers.jsonl"
        request = {
            "answers": str(answers),
            "examples": settings.examples,
            "seed": settings.seed,
            "models": list(settings.models),
            "tags": list(settings.tags),
        }
        source = load_app(app, folder, on_progress, Task(PROGRAM, request))
        with answers.open(encoding="utf-8") as lines:
            return read_contract(source.document).contract, [json.loads(line) for line in lines]


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of one operation: as the app's process tells it, and its type in the contract."""

    told: Mapping[str, Any]
    type: Type | None
    model: str
    trouble: str

    def question(self, answer: Mapping[str, Any]) -> Question:
        side = self.told["side"]
        text = answer["text"] if side == "body" else answer["sent"]
        return self.told["method"], self.told["path"], side, self.told["status"], text


_IsLax: TypeAlias = Callable[[_Side, str], bool]


def _side(told: Mapping[str, Any], contract: Contract, names: Names) -> _Side:
    operation = next((each for each in contract.operations if _is(each, told)), None)
    if operation is None:
        return _Side(told, None, "", "It is not in the app's document.")
    node, face = _type(told, operation)
    if node is None:
        return _Side(told, None, "", "The app's document has no JSON for it.")
    return _Side(told, node, type_text(node, Scope(contract, names, face)), told["trouble"])


def _is(operation: Operation, told: Mapping[str, Any]) -> bool:
    return (operation.method, operation.path) == (told["method"], told["path"])


def _type(told: Mapping[str, Any], operation: Operation) -> tuple[Type | None, Face]:
    """The type that the client has a schema for, as `emitters.client` chooses it, and its face."""
    if told["side"] == "body":
        content = preferred_content(operation.body) if operation.body and operation.body.contents else None
        return (content.type if content and is_value(content.media_type) else None), REQUEST
    for response in operation.responses:
        if response.status == told["status"] and response.contents and is_value(response.contents[0].media_type):
            return response.contents[0].type, Face("response", response.omits)
    return None, RESPONSE


def _findings(
    sides: Sequence[_Side], answers: Sequence[Any], verdicts: Iterator[tuple[str, Issues]], is_lax: _IsLax
) -> list[list[Finding]]:
    """What each answer comes to, by side. There is a verdict for each that the app has not failed on."""
    findings: list[list[Finding]] = [[] for _ in sides]
    for answer in answers:
        side = sides[answer["subject"]]
        said, issues = ("", []) if answer["verdict"] == "breaks" else next(verdicts)
        problems: Issues = [(path, message) for path, message in answer["problems"]]
        finding = Finding(_judge(side, answer, said, is_lax), answer["text"], problems, issues, answer["sent"])
        findings[answer["subject"]].append(finding)
    return findings


def _section(side: _Side, findings: list[Finding]) -> Section:
    told = side.told
    trouble = side.trouble
    if not trouble and told["side"] == "body" and all(each.server for each in findings):
        trouble = "No input was legal, so that only refusals are compared."
    elif not trouble and not findings:
        trouble = "No legal value was found to send."
    return Section(
        method=told["method"],
        path=told["path"],
        side=told["side"],
        status=told["status"],
        model=side.model or ", ".join(told["classes"][:1]),
        validators=tuple(told["validators"]),
        findings=tuple(findings),
        trouble=trouble,
    )


# Verdicts


def _judge(side: _Side, answer: Mapping[str, Any], said: str, is_lax: _IsLax) -> Outcome:
    """What an answer of the app and one of the schema come to."""
    if answer["verdict"] == "breaks":
        return "server error"
    if said not in {"ok", "altered", "refused"}:
        return "broken"
    if side.told["side"] == "response":
        return "agreed" if said == "ok" else cast("Outcome", f"response {said}")
    accepted = said != "refused"
    if accepted == (answer["verdict"] == "accepts"):
        return "agreed"
    if answer["lossy"]:
        return "undecidable"
    if accepted:
        return "python only" if answer["python_only"] else "accepted"
    return "lax" if is_lax(side, answer["text"]) else "refused"


def _is_lax(side: _Side, text: str, *, contract: Contract, coerces: bool) -> bool:
    """Whether a schema may refuse what is legal: it lies outside the TypeScript type, and nothing is coerced."""
    return not coerces and side.type is not None and not is_within(json.loads(text), side.type, contract)
