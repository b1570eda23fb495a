"""The story from top to bottom: inputs and what the app says of them, what Zod says of them, where they differ."""

from __future__ import annotations

import importlib.util
import json
import pickle
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from contractbridge.config import App
from contractbridge.contract import Contract, Field, Object, Operation, Type
from contractbridge.emitters.arguments import parameters_at, preferred_content
from contractbridge.emitters.media import is_value
from contractbridge.emitters.types import Scope, type_text
from contractbridge.errors import AppError, ConfigError, MissingExtra
from contractbridge.faces import REQUEST, RESPONSE, Face, face_definitions
from contractbridge.loading import load_app
from contractbridge.naming import Names, name_contract
from contractbridge.prove.findings import telling
from contractbridge.prove.proof import Finding, Proof, Section, Settings
from contractbridge.prove.schemas import Judge, Said, find_node, find_zod, generated
from contractbridge.prove.verdicts import IsLax, Shrink, Side, finding_of, has_question, is_lax
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
    ask_app = _App(app, folder, settings, on_progress)
    contract, told = ask_app()
    names = name_contract(contract, face_definitions(contract))
    sides = [_side(each, contract, names) for each in told if "method" in each]
    answers = [each for each in told if "text" in each and not sides[each["subject"]].trouble]
    rule = partial(is_lax, contract=contract, coerces=settings.coerce == "pydantic")
    with generated(contract, settings.coerce, node, node_modules) as judge:
        verdicts = judge.ask([sides[each["subject"]].question(each) for each in answers if has_question(each)])
        findings = _findings(sides, answers, iter(verdicts), rule)
        shown = [telling(each) for each in findings]
        if any(shown):
            with suppress(AppError):  # an app may load once only; what was found is shown as it is
                shown = _smallest(ask_app, judge, sides, shown, rule)
    return Proof(contract.title, settings, tuple(map(_section, sides, findings, shown)))


@dataclass(frozen=True, slots=True)
class _App:
    """Asks an app in a process of its own, once for each call."""

    app: App
    folder: Path
    settings: Settings
    on_progress: Callable[[Progress], None] | None

    def __call__(self, **request: str) -> tuple[Contract, list[dict[str, Any]]]:
        """The app's contract, and the lines that its process has left: see `prove.asking`."""
        with tempfile.TemporaryDirectory(prefix="contractbridge-") as name:
            answers = Path(name) / "answers.jsonl"
            settings = self.settings
            told = {
                "answers": str(answers),
                "examples": settings.examples,
                "seed": settings.seed,
                "models": list(settings.models),
                "tags": list(settings.tags),
                "coerces": settings.coerce == "pydantic",
                **request,
            }
            source = load_app(self.app, self.folder, self.on_progress, Task(PROGRAM, told))
            with answers.open(encoding="utf-8") as lines:
                return read_contract(source.document).contract, [json.loads(line) for line in lines]


def _smallest(
    ask_app: _App, judge: Judge, sides: Sequence[Side], shown: Sequence[list[Finding]], rule: IsLax
) -> list[list[Finding]]:
    """`shown` with the smallest inputs that show the same. It needs the app again, which answers nothing else."""
    with tempfile.TemporaryDirectory(prefix="contractbridge-") as name:
        file = Path(name) / "shrink.pickle"
        file.write_bytes(pickle.dumps(Shrink(judge, sides, shown, rule)))
        _, lines = ask_app(shrink=str(file))
    found: list[list[Finding]] = [[] for _ in sides]
    for line in lines:
        number = line["subject"]
        found[number].append(finding_of(sides[number], line, line["said"], line["issues"], rule))
    return found


def _side(told: Mapping[str, Any], contract: Contract, names: Names) -> Side:
    operation = next((each for each in contract.operations if _is(each, told)), None)
    if operation is None:
        return Side(told, None, "", "It is not in the app's document.")
    node, face = _type(told, operation)
    if node is None:
        return Side(told, None, "", "The app's document has no JSON for it.")
    return Side(told, node, _model(node, Scope(contract, names, face)), told["trouble"])


def _model(node: Type, scope: Scope) -> str:
    """A type in a word; parameters have none, and are named."""
    match node:
        case Object(fields=fields):
            return ", ".join(each.name if each.required else f"{each.name}?" for each in fields)
        case _:
            return type_text(node, scope)


def _is(operation: Operation, told: Mapping[str, Any]) -> bool:
    return (operation.method, operation.path) == (told["method"], told["path"])


def _type(told: Mapping[str, Any], operation: Operation) -> tuple[Type | None, Face]:
    """The type that the client has a schema for, as `emitters.client` chooses it, and its face."""
    match told["side"]:
        case "body":
            content = preferred_content(operation.body) if operation.body and operation.body.contents else None
            return (content.type if content and is_value(content.media_type) else None), REQUEST
        case "response" | "item" as side:
            return _sent_type(side, told["status"], operation)
        case location:
            parameters = parameters_at(operation, location)
            fields = tuple(Field(each.name, each.type, required=each.required) for each in parameters)
            return (Object(fields) if fields else None), REQUEST


def _sent_type(side: str, status: str, operation: Operation) -> tuple[Type | None, Face]:
    for response in operation.responses:
        if response.status == status and response.contents:
            content = response.contents[0]
            face = Face("response", response.omits)
            return (content.items if side == "item" else content.type if is_value(content.media_type) else None), face
    return None, RESPONSE


def _findings(
    sides: Sequence[Side], answers: Sequence[Any], verdicts: Iterator[Said], rule: IsLax
) -> list[list[Finding]]:
    """What each answer comes to, by side. There is a verdict for each that there was a question for."""
    findings: list[list[Finding]] = [[] for _ in sides]
    for answer in answers:
        said, issues = next(verdicts) if has_question(answer) else ("", [])
        findings[answer["subject"]].append(finding_of(sides[answer["subject"]], answer, said, issues, rule))
    return findings


def _section(side: Side, findings: list[Finding], shown: list[Finding]) -> Section:
    told = side.told
    trouble = side.trouble
    if not trouble and not side.is_sent and all(each.server or each.outcome == "unsendable" for each in findings):
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
        smallest=tuple(shown),
        trouble=trouble,
    )
