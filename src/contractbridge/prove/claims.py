"""Claims about a live app, put to its own validators: whole requests, and values that it is said to send.

As in a proof, FastAPI's own functions are given the parts of a message; neither a handler nor a dependency is run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias

import pydantic
from fastapi import FastAPI

from contractbridge.contract import JSON
from contractbridge.prove.answer import Answer
from contractbridge.prove.requests import (
    LOCATIONS,
    Ask,
    body_asker,
    body_fields,
    is_form,
    parameter_asker,
    parameter_fields,
)
from contractbridge.prove.responses import ask_error, ask_response
from contractbridge.prove.subjects import routes_of, sends_json, status_text

# What is asked, and what is said, as `contractbridge.testimony` tells them.
Question: TypeAlias = Mapping[str, Any]
Said: TypeAlias = dict[str, Any]

_UNSENDABLE: Final = Answer("unsendable")
_FORM: Final = "application/x-www-form-urlencoded"
# What FastAPI reads as JSON.
_JSON: Final = re.compile(r"application/(?:.+\+)?json(?:;.*)?", re.IGNORECASE)


def answer_claims(app: FastAPI, questions: Sequence[Question], answers: Path) -> None:
    """Write to `answers` which Pydantic was asked, and what it says of each value of each question."""
    routes: dict[tuple[str, str], Any] = {}
    for path, route in routes_of(app):
        for method in route.methods:
            routes.setdefault((method, path), route)
    said = [_asked(each, routes.get((each["method"], each["path"]))) for each in questions]
    answers.write_text(json.dumps({"pydantic": pydantic.VERSION, "said": said}), encoding="utf-8")


def _asked(question: Question, route: Any) -> list[Said]:
    if route is None:
        return []
    if status := question["status"]:
        ask = _response_asker(route, status)
        return [] if ask is None else [_said(ask(json.dumps(value))) for value in question["values"]]
    return [_request_said(route, question["path"], value) for value in question["values"]]


# Requests


def _request_said(route: Any, path: str, request: Mapping[str, Any]) -> Said:
    """What each part comes to together: one that no request carries, or at which a validator fails, decides."""
    parts = list(_parts(route, path, request))
    problems = [[part, *loc] for part, answer in parts for loc, _ in answer.problems]
    verdicts = {answer.verdict for _, answer in parts}
    verdict = next((each for each in ("unsendable", "breaks", "refuses") if each in verdicts), "accepts")
    return {"verdict": verdict, "problems": problems, "sent": ""}


def _parts(route: Any, path: str, request: Mapping[str, Any]) -> Iterator[tuple[str, Answer]]:
    for location in LOCATIONS:
        values = request.get(location, {})
        if location == "path":
            values = _renamed(values, request["url"], path)
        if groups := parameter_fields(route, location):
            yield location, _answer(parameter_asker(route, path, location, groups), values)
    if route.body_field is not None:
        yield "body", _body_answer(route, request)


def _body_answer(route: Any, request: Mapping[str, Any]) -> Answer:
    ask = body_asker(route, body_fields(route))
    if "body" not in request:
        # As FastAPI has it: no form is an empty one, and no JSON is null.
        return ask("{}" if is_form(route) else "null")
    if not is_form(route):
        return ask(json.dumps(request["body"])) if _JSON.fullmatch(request["media_type"]) else _UNSENDABLE
    return _answer(ask, request["body"]) if request["media_type"] == _FORM else _UNSENDABLE


def _answer(ask: Ask, values: JSON) -> Answer:
    """Of values that travel as text, among which there is no null."""
    return ask(json.dumps(values)) if isinstance(values, dict) and not _has_null(values) else _UNSENDABLE


def _has_null(value: JSON) -> bool:
    match value:
        case dict():
            return any(map(_has_null, value.values()))
        case list():
            return any(map(_has_null, value))
        case _:
            return value is None


def _renamed(values: Mapping[str, JSON], url: str, path: str) -> dict[str, JSON]:
    """The parameters of a path, by the names that they have now."""
    return {new: values[old] for old, new in zip(_names(url), _names(path), strict=False) if old in values}


def _names(path: str) -> list[str]:
    return re.findall(r"\{([^{}]*)\}", path)


# Responses


def _response_asker(route: Any, status: str) -> Ask | None:
    if sends_json(route) and status == str(route.status_code or 200):
        return partial(ask_response, route)
    found = (field for declared, field in route.response_fields.items() if status_text(declared) == status)
    field = next(found, None)
    return None if field is None else partial(ask_error, field)


def _said(answer: Answer) -> Said:
    return {"verdict": answer.verdict, "problems": [loc for loc, _ in answer.problems], "sent": answer.sent}
