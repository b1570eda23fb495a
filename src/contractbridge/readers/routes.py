"""What the routes of an app tell of its operations, beyond its document."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

from fastapi import FastAPI, routing
from fastapi.datastructures import DefaultPlaceholder
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)

from contractbridge.readers.facts import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from contractbridge.errors import Notice

Facts = dict[str, Any]


def read_websockets(_app: FastAPI) -> list[Facts]:
    return []


def each_route(routes: Iterable[Any]) -> Iterator[Any]:
    """Give every route with its full path and what it inherits from the routers that include it."""
    # From FastAPI 0.137 on, `app.routes` holds included routers and not their routes.
    contexts = getattr(routing, "iter_route_contexts", iter)
    return iter(contexts(list(routes)))


def add_operation_facts(app: FastAPI, document: dict[str, Any]) -> Iterator[Notice]:
    """Put its facts on each operation of `document`, in place."""
    _describe(document.get("paths", {}), app.routes)
    _describe(document.get("webhooks", {}), app.webhooks.routes)
    return iter(())


def _describe(paths: dict[str, Any], routes: Iterable[Any]) -> None:
    for route in each_route(routes):
        if not isinstance(getattr(route, "original_route", route), routing.APIRoute) or not route.include_in_schema:
            continue
        item = paths.get(route.path_format, {})
        for method in route.methods:
            if operation := item.get(method.lower()):
                operation[EXTENSION] = _operation_facts(route)
                for callback in route.callbacks or ():
                    if isinstance(callback, routing.APIRoute):
                        _describe(operation.get("callbacks", {}).get(callback.name, {}), [callback])


def _operation_facts(route: Any) -> Facts:
    facts: Facts = {"python": python_name(route.endpoint)}
    if omits := [what for what in ("unset", "defaults", "none") if getattr(route, f"response_model_exclude_{what}")]:
        facts["omits"] = omits
    match _response_kind(route):
        case "":
            pass
        case "stream":
            facts["streams"] = True
        case kind:
            facts["returns"] = kind
    return facts


def python_name(endpoint: Callable[..., Any]) -> str:
    while isinstance(endpoint, functools.partial):
        endpoint = endpoint.func
    named: Any = endpoint if hasattr(endpoint, "__qualname__") else type(endpoint)
    return f"{named.__module__}:{named.__qualname__}"


# Responses. The first class that fits says what kind of body it has; the rest are unknown responses.
_KINDS: Final[tuple[tuple[type[Response], str], ...]] = (
    (StreamingResponse, "stream"),
    (FileResponse, "binary"),
    (HTMLResponse, "text"),
    (PlainTextResponse, "text"),
    (JSONResponse, ""),
    (RedirectResponse, ""),
    (Response, "response"),
)


def _response_kind(route: Any) -> str:
    if getattr(route, "is_sse_stream", False) or getattr(route, "is_json_stream", False):
        return "stream"
    if isinstance(route.response_class, DefaultPlaceholder):
        return ""
    return _kind(route.response_class)


def _kind(cls: type[Response]) -> str:
    return next((kind for known, kind in _KINDS if issubclass(cls, known)), "")
