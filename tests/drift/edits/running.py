"""An edited shop, run within this process: what it answers to old requests, and all that it may answer."""

from __future__ import annotations

import asyncio
import inspect
import json
import linecache
import sys
import types
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, get_args

import httpx
from fastapi import FastAPI
from pydantic import BaseModel

from contractbridge.readers.app.routes import each_route
from drift.edits import answers
from drift.edits.drawing import draw
from drift.edits.requests import Sent

MODULE: Final = "shop"
JSON: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Answer:
    """`kind` is "json", "text" or "empty"; of a stream, "item" by item."""

    status: int
    kind: str
    body: JSON


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a request: the handler that it reached, if any."""

    status: int
    handler: str


def load(source: str) -> types.ModuleType:
    """The app's module, from its text, always under the same name."""
    module = types.ModuleType(MODULE)
    sys.modules[MODULE] = module
    # What reads the code of functions finds it here.
    linecache.cache[f"{MODULE}.py"] = (len(source), None, source.splitlines(keepends=True), f"{MODULE}.py")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(source, f"{MODULE}.py", "exec", dont_inherit=True), module.__dict__)
    return module


class Running:
    """`returns` is what handlers returned before the edit, for those that no longer say."""

    def __init__(self, module: types.ModuleType, returns: Mapping[str, Any]) -> None:
        self.app: FastAPI = module.app
        self.routes = {
            each.endpoint.__name__: each for each in each_route(self.app.routes) if hasattr(each, "dependant")
        }
        self.returns = {name: _returned(route, returns.get(name), module) for name, route in self.routes.items()}
        self._drawn: dict[str, list[Any]] = {}

    def draw(self, name: str) -> list[Any]:
        if name not in self._drawn:
            returned = self.returns[name]
            self._drawn[name] = draw(get_args(returned)[0] if _streams(returned) else returned)
        return self._drawn[name]

    async def ask(self, requests: Iterable[Sent]) -> list[Reply]:
        """What the app says to each request, redirects followed."""
        found = []
        for name in self.routes:
            drawn = self.draw(name)
            answers.LAID_DOWN[name] = drawn if _streams(self.returns[name]) else next(iter(drawn), None)
        async with _client(self.app) as client:
            for each in requests:
                answers.CALLED.clear()
                response = await client.request(**_written(each))
                found.append(Reply(response.status_code, answers.CALLED[-1] if answers.CALLED else ""))
        return found

    async def answers(self, name: str) -> list[Answer]:
        """All that a handler's route sends for what its handler may return."""
        route, found = self.routes[name], []
        if _streams(self.returns[name]):
            return [Answer(200, "item", json.loads(each.model_dump_json(by_alias=True))) for each in self.draw(name)]
        probe = FastAPI()
        probe.add_api_route("/", _handler(name), **_options(route))
        async with _client(probe) as client:
            for each in self.draw(name):
                answers.LAID_DOWN["probe"] = each
                response = await client.get("/")
                if response.status_code < 400:
                    found.append(_read(response))
        return found


def _handler(name: str) -> Any:
    async def probe() -> Any:
        return answers.answer()

    return probe


def _options(route: Any) -> dict[str, Any]:
    names = (
        *("response_model", "status_code", "response_class", "response_model_by_alias", "response_model_include"),
        *("response_model_exclude", "response_model_exclude_unset", "response_model_exclude_defaults"),
        "response_model_exclude_none",
    )
    return {name: getattr(route, name) for name in names}


def _streams(returned: Any) -> bool:
    return getattr(getattr(returned, "__origin__", None), "__name__", "") == "AsyncIterable"


def _returned(route: Any, before: Any, module: types.ModuleType) -> Any:
    """What the handler returns: what it says, else its route, else what it returned before the edit."""
    said = inspect.get_annotations(route.endpoint).get("return", inspect.Parameter.empty)
    if said is not inspect.Parameter.empty:
        return said
    if isinstance(route.response_model, type):
        return route.response_model
    if isinstance(before, type) and issubclass(before, BaseModel):
        return getattr(module, before.__name__)
    return before


def _client(app: FastAPI) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://shop.test", follow_redirects=True)


def _written(sent: Sent) -> dict[str, Any]:
    request: dict[str, Any] = {"method": sent.method, "url": sent.path, "headers": dict(sent.header)}
    if sent.query:
        request["params"] = sent.query
    if sent.cookie:
        request["headers"]["Cookie"] = "; ".join(f"{name}={value}" for name, value in sent.cookie.items())
    match sent.kind:
        case "json":
            request["json"] = sent.body
        case "form":
            request["data"] = sent.body
        case "files":
            request |= {"data": sent.body, "files": {"file": ("front.png", b"picture", "image/png")}}
    return request


def _read(response: httpx.Response) -> Answer:
    if not response.content:
        return Answer(response.status_code, "empty", None)
    if response.headers.get("content-type", "").startswith("application/json"):
        return Answer(response.status_code, "json", response.json())
    return Answer(response.status_code, "text", response.text)


def run(running: Running, requests: Sequence[Sent]) -> tuple[list[Reply], dict[str, list[Answer]]]:
    """The replies to `requests`, and all answers of each handler."""

    async def both() -> tuple[list[Reply], dict[str, list[Answer]]]:
        return await running.ask(requests), {name: await running.answers(name) for name in running.routes}

    return asyncio.run(both())
