"""WebSocket routes, which OpenAPI has no place for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIWebSocketRoute
from starlette.routing import WebSocketRoute

from contractbridge.errors import Notice
from contractbridge.readers.app.parameters import describe_parameters
from contractbridge.readers.app.routes import python_name
from contractbridge.readers.facts import EXTENSION, without_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fastapi import FastAPI

JsonObject: TypeAlias = dict[str, Any]

_SCHEMAS = "#/components/schemas/"


def add_websockets(app: FastAPI, document: JsonObject) -> Iterator[Notice]:
    """List the WebSocket routes of an app in the facts of its document, and yield what could not be read."""
    schemas = _schemas(document)
    for route, tags in _tagged(app.routes, []):
        try:
            operation, own = _as_operation(route)
        except Exception as error:  # noqa: BLE001  the route is listed without its parameters
            operation, own = {}, {}
            yield Notice("", f"The parameters of WebSocket {route.path} could not be read: {error}")
        parameters = [_in_terms_of(each, own, schemas) for each in operation.get("parameters", [])]
        if isinstance(route, APIWebSocketRoute):
            describe_parameters(parameters, route.dependant, route.param_convertors)
        websocket = {
            "path": route.path_format,
            "name": route.name,
            "python": python_name(route.endpoint),
            "tags": tags,
            "parameters": [*_undeclared(route.path_format, parameters), *parameters],
        }
        if description := operation.get("description"):
            websocket["description"] = description
        document[EXTENSION]["websockets"].append(websocket)


def _undeclared(path: str, parameters: list[JsonObject]) -> Iterator[JsonObject]:
    """Give the path parameters that a handler takes from the connection and not as arguments."""
    declared = {each["name"] for each in parameters if each["in"] == "path"}
    for name in re.findall(r"{(\w+)}", path):
        if name not in declared:
            yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _tagged(routes: Iterable[Any], tags: list[str]) -> Iterator[tuple[WebSocketRoute, list[str]]]:
    """Give each WebSocket route under its full path, with its tags: it has only those of its routers."""
    for route in routes:
        if (context := getattr(route, "include_context", None)) is not None:
            inherited = (*context.tags, *context.included_router.tags)
            names = dict.fromkeys(str(getattr(tag, "value", tag)) for tag in inherited)
            yield from _tagged(route.effective_candidates(), list(names))
            continue
        route_in_place = getattr(route, "starlette_route", None) or route
        if isinstance(route_in_place, WebSocketRoute):
            yield route_in_place, tags


def _as_operation(route: WebSocketRoute) -> tuple[JsonObject, JsonObject]:
    """Let FastAPI describe the parameters: a route of the same handler has the same ones, whatever the protocol."""
    if not isinstance(route, APIWebSocketRoute):
        return {}, {}
    router = APIRouter()
    router.add_api_route(
        route.path, route.endpoint, methods=["GET"], dependencies=route.dependencies, response_model=None
    )
    document = get_openapi(title="", version="", routes=router.routes)
    return document["paths"][route.path_format]["get"], _schemas(document)


def _schemas(document: Mapping[str, Any]) -> JsonObject:
    schemas: JsonObject = document.get("components", {}).get("schemas", {})
    return schemas


def _in_terms_of(node: Any, own: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:
    """Rewrite a parameter for a document with `schemas`: what they do not have is written out in its place."""
    match node:
        case {"$ref": str(ref), **rest} if (name := ref.removeprefix(_SCHEMAS)) in own:
            if name in schemas and own[name] == without_facts(schemas[name]):
                return node
            return _in_terms_of({**own[name], **rest}, own, schemas)
        case dict():
            return {key: _in_terms_of(value, own, schemas) for key, value in node.items()}
        case list():
            return [_in_terms_of(item, own, schemas) for item in node]
        case _:
            return node
