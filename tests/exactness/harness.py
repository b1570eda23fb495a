"""Ask the endpoint and the generated schemas the same questions, and compare."""

from __future__ import annotations

import asyncio
import json
import math
import subprocess
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from fastapi import FastAPI

import contractbridge
from contractbridge.contract import Contract, Faced, Never, children, reached
from contractbridge.prove.answer import is_json
from contractbridge.prove.within import is_within
from contractbridge.readers.openapi.document import read_contract
from exactness.cases import Case, texts

JUDGE: Final = Path(__file__).with_name("judge.mjs")

Kind: TypeAlias = Literal[
    "severe false reject", "false accept", "lax only", "undecidable", "response refused", "response altered", "broken"
]
# What must not happen.
WRONG: Final[tuple[Kind, ...]] = (
    "severe false reject",
    "false accept",
    "response refused",
    "response altered",
    "broken",
)


@dataclass(frozen=True, slots=True)
class Question:
    """One body, and what the endpoint said to it; `sent` is the document of a success."""

    case: Case
    text: str
    status: int
    sent: str


@dataclass(frozen=True, slots=True)
class Finding:
    kind: Kind
    case: str
    text: str
    why: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.case}: {self.text[:160]} {' '.join(self.why.split())[:160]}"


@dataclass(slots=True)
class Report:
    bodies: int = 0
    legal: int = 0
    models: int = 0
    findings: list[Finding] = field(default_factory=list)

    def count(self, kind: Kind) -> int:
        return sum(each.kind == kind for each in self.findings)

    @property
    def wrong(self) -> list[Finding]:
        return [each for each in self.findings if each.kind in WRONG]

    def __str__(self) -> str:
        lines = [f"{self.models} models, {self.bodies} bodies, {self.legal} of them legal"]
        kinds: list[Kind] = [*WRONG, "lax only", "undecidable"]
        lines += [f"{self.count(kind):6} {kind}" for kind in kinds]
        by_case = Counter((each.case, each.kind) for each in self.wrong)
        lines += [f"       {number:4} {kind} in {case}" for (case, kind), number in by_case.most_common()]
        return "\n".join(lines)


def operation_name(case: Case) -> str:
    words = [word for word in "".join(c if c.isalnum() else " " for c in case.name).split(" ") if word]
    return "case" + "".join(word[0].upper() + word[1:] for word in words)


def make_app(cases: Sequence[Case], *, separates: bool = True) -> FastAPI:
    """One endpoint for each case, which sends back what it took; `separates`: FastAPI describes what is sent apart."""
    app = FastAPI(separate_input_output_schemas=separates)
    for case in cases:
        _add_route(app, case)
    return app


def _add_route(app: FastAPI, case: Case) -> None:
    async def handler(body: Any) -> Any:
        return body

    handler.__annotations__ = {"body": case.model, "return": case.model}
    handler.__name__ = handler.__qualname__ = operation_name(case)
    app.post(f"/{operation_name(case)}", **case.options)(handler)


async def post(app: FastAPI, path: str, text: str) -> tuple[int, str]:
    """Post JSON in process. A handler that breaks is a 500, as it is on a server."""
    body = text.encode()
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())],
        "server": ("test", 80),
        "client": ("test", 1),
    }
    status = 500
    sent = bytearray()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        sent.extend(message.get("body", b""))

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a server only logs them
            await app(scope, receive, send)
    except Exception:  # noqa: BLE001
        return 500, ""
    return status, sent.decode()


async def ask_endpoints(app: FastAPI, cases: Sequence[Case], more: int) -> list[Question]:
    found = []
    for case in cases:
        path = f"/{operation_name(case)}"
        found += [Question(case, text, *await post(app, path, text)) for text in texts(case, more)]
    return found


def ask_schemas(node: str, client: Path, lines: Sequence[list[str]]) -> list[list[str]]:
    """Parse each of (operation, side, text) in one process. Raises where the module does not load."""
    done = subprocess.run(
        [node, str(JUDGE), (client / "index.js").as_uri()],
        input="".join(json.dumps(line) + "\n" for line in lines),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise AssertionError(f"the module failed to load:\n{done.stderr[-3000:]}")
    return [json.loads(line) for line in done.stdout.split("\n")[:-1]]


def compare(
    cases: Sequence[Case],
    folder: Path,
    node: str,
    more: int = 20,
    coerce: Literal["none", "pydantic"] = "none",
    *,
    separates: bool = True,
) -> Report:
    """Generate a client in `folder`, which must find Zod, and compare it with the app on every body."""
    app = make_app(cases, separates=separates)
    document = contractbridge.export(app)
    contractbridge.generate(document, out=folder / "api", coerce=coerce).apply()
    contract = read_contract(document).contract
    requests = {each.name: each.body.contents[0].type for each in contract.operations if each.body is not None}

    questions = asyncio.run(ask_endpoints(app, cases, more))
    lines = [[operation_name(each.case), "body", each.text] for each in questions]
    answered = [each for each in questions if each.status == 200 and is_json(each.sent)]
    lines += [[operation_name(each.case), "200", each.sent] for each in answered]
    verdicts = ask_schemas(node, folder / "api", lines)

    report = Report(len(questions), len(answered), len(cases))
    for question, (verdict, why) in zip(questions, verdicts, strict=False):
        kind = judge_request(question, verdict, requests[operation_name(question.case)], contract, app)
        if kind is not None:
            report.findings.append(Finding(kind, question.case.name, question.text, why))
    for question, (verdict, why) in zip(answered, verdicts[len(questions) :], strict=True):
        if verdict != "ok":
            kinds: dict[str, Kind] = {"refused": "response refused", "altered": "response altered"}
            text = f"{question.text} -> {question.sent}"
            report.findings.append(Finding(kinds.get(verdict, "broken"), question.case.name, text, why))
    return report


def judge_request(question: Question, verdict: str, node: Any, contract: Contract, app: FastAPI) -> Kind | None:
    """What is wrong about one answer, if anything."""
    accepted = verdict in ("ok", "altered")
    if verdict == "broken":
        return "broken"
    if question.status not in (200, 422) or accepted == (question.status == 200):
        return None
    if is_lossy(question, app):
        return "undecidable"
    if accepted:
        return None if question.case.python_only else "false accept"
    value = json.loads(question.text)
    # A type that has no value at all is not what a legal one is held to.
    is_missed = json.dumps(json.loads(question.sent)) == json.dumps(value) and has_none(node, contract)
    return "severe false reject" if is_missed or is_within(value, node, contract) else "lax only"


def has_none(node: Any, contract: Contract) -> bool:
    """Whether a part of a type has no values."""
    parts = [node, *(contract.definitions[key].type for key in reached([node], contract.definitions))]
    for each in parts:
        parts += children(each)
    return any(isinstance(each, Faced) and each.request == Never() for each in parts)


def is_lossy(question: Question, app: FastAPI) -> bool:
    """Whether the endpoint says something else to what `JSON.parse` leaves of a body."""
    value = json.loads(question.text)
    left, whole = _as_doubles(value)
    if not whole:
        return True
    text = json.dumps(left)
    if text == json.dumps(value):
        return False
    status, _ = asyncio.run(post(app, f"/{operation_name(question.case)}", text))
    return status != question.status


def _as_doubles(value: Any) -> tuple[Any, bool]:
    """`value` after JavaScript had it, and whether JSON can still write it."""
    match value:
        case bool() | None | str():
            return value, True
        case int():
            try:
                double = float(value)
                # JavaScript writes these with an exponent.
                return double if abs(double) >= 1e21 else int(double), True
            except OverflowError:
                return None, False
        case float() if not math.isfinite(value):
            return None, False
        case float():
            return int(value) if value.is_integer() and abs(value) < 1e21 else value, True
        case list():
            items = [_as_doubles(each) for each in value]
            return [each for each, _ in items], all(whole for _, whole in items)
        case dict():
            pairs = {name: _as_doubles(each) for name, each in value.items()}
            return {name: each for name, (each, _) in pairs.items()}, all(whole for _, whole in pairs.values())
        case _:
            raise TypeError(type(value))
