"""Paths and their operations (OpenAPI 3.1, 4.8.8 to 4.8.10), and WebSocket routes, which are in an app's facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar, Final, NamedTuple

from contractbridge.contract import Callback, Operation, Parameter, Route, WebSocket
from contractbridge.readers.facts import EXTENSION
from contractbridge.readers.openapi.bodies import BodyReader, arrives_in_pieces
from contractbridge.readers.openapi.parameters import HeaderReader, ParameterReader, is_location, left_to_fetch
from contractbridge.readers.openapi.references import Place, Scope, shown, sorted_entries
from contractbridge.readers.openapi.schemas import SchemaReader, read_python_name
from contractbridge.readers.openapi.security import read_security
from contractbridge.readers.openapi.servers import read_servers
from contractbridge.readers.openapi.values import facts_of, read_docs, text, texts

_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")

_CLOSED_HEADERS: Final = (
    "Hardly any request can satisfy this: its model of headers refuses others, and clients send some of their own."
)

_REFUSAL: Final = {
    "description": "Validation Error",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/HTTPValidationError"}}},
}
_BODILESS: Final = "fetch sends no body with {}: take it with POST."


class _Shared(NamedTuple):
    """What a path says of all its operations."""

    parameters: tuple[Parameter, ...]
    servers: tuple[str, ...]


class OperationReader:
    """Reads operations and WebSocket routes; the schemas in them are read by a `SchemaReader`."""

    _has_paths: ClassVar[bool] = True

    def __init__(self, scope: Scope, schemas: SchemaReader, calls: CallReader | None, headers: HeaderReader) -> None:
        self._scope = scope
        self._parameters = ParameterReader(scope, schemas)
        self._bodies = BodyReader(scope, schemas, headers)
        self._calls = calls

    def read_operations(self) -> tuple[Operation, ...]:
        """Every operation, in the order of paths and then of methods."""
        found: list[Operation] = []
        ids: dict[str, str] = {}
        for path, written in sorted_entries(self._scope.document.get("paths")):
            item, item_place = self._scope.dereference(written, ((None, "paths"), path))
            shared = _Shared(self._parameters.read_parameters(item, item_place), _servers_of(item))
            for method, operation, place in _methods(item, item_place):
                if not isinstance(operation, dict):
                    self._scope.note(place, "An operation must be an object; left out.")
                    continue
                self._check_id(ids, operation, f"{method} {path}", place)
                found.append(self._read_operation(method, path, operation, place, shared))
        return tuple(found)

    def read_websockets(self) -> tuple[WebSocket, ...]:
        """The WebSocket routes that the app told of."""
        place: Place = ((None, EXTENSION), "websockets")
        routes = facts_of(self._scope.document).get("websockets")
        found: list[WebSocket] = []
        for index, route in enumerate(routes if isinstance(routes, list) else []):
            if isinstance(route, dict) and isinstance(route.get("path"), str):
                found.append(self._read_websocket(route["path"], route, (place, index)))
            else:
                self._scope.note((place, index), "A WebSocket route must be an object with a path; left out.")
        return tuple(sorted(found, key=lambda each: (each.path, each.name)))

    def read_hidden(self) -> tuple[Route, ...]:
        """The routes that the app serves and does not describe."""
        routes = facts_of(self._scope.document).get("hidden")
        found = [
            Route(each["method"], each["path"], read_python_name({EXTENSION: each}))
            for each in (routes if isinstance(routes, list) else [])
            if isinstance(each, dict) and isinstance(each.get("method"), str) and isinstance(each.get("path"), str)
        ]
        return tuple(sorted(found, key=lambda each: (each.path, each.method)))

    def _read_websocket(self, path: str, route: dict[str, Any], place: Place) -> WebSocket:
        own = self._parameters.read_parameters(route, place)
        return WebSocket(
            path,
            text(route.get("name")) or _plain_name("ws", path),
            tuple(texts(route.get("tags"))),
            self._parameters.complete_path(path, own, place),
            read_docs(route),
            read_python_name({EXTENSION: route}),
        )

    def _read_operation(self, method: str, path: str, node: dict[str, Any], place: Place, shared: _Shared) -> Operation:
        if node.get("callbacks"):
            self._scope.note((place, "callbacks"), "Callbacks generate nothing: they are calls that the server makes.")
        facts = facts_of(node)
        python = read_python_name(node)
        tags = tuple(texts(node.get("tags")))
        own = self._parameters.read_parameters(node, place)
        taken = {(each.location, each.name) for each in own}
        parameters = (*(each for each in shared.parameters if (each.location, each.name) not in taken), *own)
        if "header" in (closed := frozenset(each for each in texts(facts.get("forbids")) if is_location(each))):
            self._scope.note(place, _CLOSED_HEADERS)
        body = self._bodies.read_body(node["requestBody"], (place, "requestBody")) if "requestBody" in node else None
        if not self._scope.rules:
            if body is not None and method in ("GET", "HEAD"):
                self._scope.note((place, "requestBody"), _BODILESS.format(method))
            parameters = tuple(left_to_fetch(parameters, has_body=body is not None))
        answers = node.get("responses")
        if facts.get("refuses") is True and isinstance(answers, dict) and not self._scope.rules:
            answers = {"422": _REFUSAL, **answers}
        responses = self._bodies.read_responses(answers, (place, "responses"), facts)
        return Operation(
            method=method,
            path=path,
            name=_name(python.qualname if python else "", text(node.get("operationId")), method, path, tags),
            tags=tags,
            parameters=self._parameters.complete_path(path, parameters, place) if self._has_paths else parameters,
            closed=closed,
            body=body,
            responses=responses,
            streams=facts.get("streams") is True or arrives_in_pieces(responses),
            summary=text(node.get("summary")),
            docs=read_docs(node),
            python=python,
            id=text(node.get("operationId")),
            security=read_security(node, self._scope.document, facts),
            servers=_servers_of(node) or shared.servers,
            callbacks=self._read_callbacks(node.get("callbacks"), (place, "callbacks")),
            stability=text(node.get("x-stability-level")),
        )

    def _read_callbacks(self, node: object, place: Place) -> tuple[Callback, ...]:
        return self._calls.read_callbacks(node, place) if self._calls else ()

    def _check_id(self, ids: dict[str, str], node: dict[str, Any], label: str, place: Place) -> None:
        given = node.get("operationId")
        if not isinstance(given, str):
            return
        handler = text(facts_of(node).get("python"))
        here = f"{label} ({handler})" if handler else label
        if (first := ids.setdefault(given, here)) is not here:
            trouble = f"The operation id {shown(given)} is used twice: by {shown(first)} and by {shown(here)}."
            self._scope.note((place, "operationId"), trouble)


class CallReader(OperationReader):
    """Reads calls that the server makes: their paths are names and expressions."""

    _has_paths = False

    def __init__(self, scope: Scope, schemas: SchemaReader, headers: HeaderReader) -> None:
        super().__init__(scope, schemas, None, headers)

    def read_webhooks(self) -> tuple[Operation, ...]:
        """Every webhook, with its name as its path."""
        webhooks = self._scope.document.get("webhooks")
        return tuple(
            operation
            for name, item in sorted_entries(webhooks)
            for operation in self._read_calls(name, item, ((None, "webhooks"), name))
        )

    def read_callbacks(self, node: object, place: Place) -> tuple[Callback, ...]:
        """What an operation lists under `callbacks`, each expression with its operations."""
        found: list[Callback] = []
        for name, written in sorted_entries(node):
            callback, callback_place = self._scope.dereference(written, (place, name))
            for expression, item in sorted_entries(callback):
                if not expression.startswith("x-"):
                    calls = self._read_calls(expression, item, (callback_place, expression))
                    found += [Callback(name, each) for each in calls]
        return tuple(found)

    def _read_calls(self, path: str, written: object, place: Place) -> Iterator[Operation]:
        item, place = self._scope.dereference(written, place)
        shared = _Shared(self._parameters.read_parameters(item, place), _servers_of(item))
        for method, operation, operation_place in _methods(item, place):
            if isinstance(operation, dict):
                yield self._read_operation(method, path, operation, operation_place, shared)


def _servers_of(node: object) -> tuple[str, ...]:
    return read_servers(node) if isinstance(node, dict) and "servers" in node else ()


def _methods(item: object, place: Place) -> Iterator[tuple[str, Any, Place]]:
    if not isinstance(item, dict):
        return
    for method in _METHODS:
        if method in item:
            yield method.upper(), item[method], (place, method)
    for method, operation in sorted_entries(item.get("additionalOperations")):
        yield method, operation, ((place, "additionalOperations"), method)


def _name(handler: str, operation_id: str, method: str, path: str, tags: tuple[str, ...]) -> str:
    """What the developer calls an operation: the handler, or the id without what frameworks add to it."""
    last = handler.rpartition(".")[2]
    if last.isidentifier() and not last.startswith("__"):  # `__call__` says nothing; its route has a name
        return last
    name = operation_id
    tail = re.sub(r"\W", "_", path)
    for each in _METHODS:
        # FastAPI's own ids end in the path and one of the route's methods, which need not be this one.
        name = name.removesuffix(f"{tail}_{each}") or name
    for tag in tags:
        # FastAPI's guide to generating clients puts the tag first.
        name = name.removeprefix(f"{tag}-").removeprefix(f"{tag}:") or name
    return name or _plain_name(method, path)


def _plain_name(method: str, path: str) -> str:
    return "_".join([method.lower(), *re.findall(r"\w+", path)])
