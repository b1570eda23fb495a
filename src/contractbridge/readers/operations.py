"""Paths, methods and what they carry (OpenAPI 3.1, 4.8.8 to 4.8.17)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final, get_args

from contractbridge.contract import (
    MISSING,
    Binary,
    Body,
    Content,
    Location,
    Omission,
    Operation,
    Parameter,
    Response,
    String,
    Type,
    WebSocket,
)
from contractbridge.readers.facts import EXTENSION
from contractbridge.readers.references import Place, Scope, entries, shown
from contractbridge.readers.schemas import SchemaReader, read_python_name
from contractbridge.readers.values import facts_of, is_json, read_docs, text, texts

_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_LOCATIONS: Final = frozenset(get_args(Location))
_DEFAULT_STYLES: Final = {"path": "simple", "header": "simple", "query": "form", "cookie": "form"}
_OMISSIONS: Final = frozenset(get_args(Omission))
_STREAMED: Final = frozenset({"text/event-stream", "application/jsonl", "application/x-ndjson", "application/json-seq"})
_MOST_HOPS: Final = 16


class OperationReader:
    """Reads operations and WebSocket routes; the schemas in them are read by a `SchemaReader`."""

    def __init__(self, scope: Scope, schemas: SchemaReader) -> None:
        self._scope = scope
        self._schemas = schemas
        self._parameters: dict[str, Parameter | None] = {}
        self._contents: dict[str, tuple[Content, ...]] = {}

    def read_operations(self) -> tuple[Operation, ...]:
        """Every operation, ordered by path and method: the order in a document carries no meaning."""
        found: list[Operation] = []
        ids: dict[str, str] = {}
        for path, written in sorted(entries(self._scope.document.get("paths")), key=_first):
            item, item_place = self._follow(written, ((None, "paths"), path))
            shared = self._read_parameters(item, item_place)
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
            if not isinstance(route, dict) or not isinstance(route.get("path"), str):
                self._scope.note((place, index), "A WebSocket route must be an object with a path; left out.")
                continue
            found.append(self._read_websocket(route, (place, index)))
        return tuple(sorted(found, key=lambda each: (each.path, each.name)))

    def _read_websocket(self, route: dict[str, Any], place: Place) -> WebSocket:
        path = route["path"]
        own = self._read_parameters(route, place)
        return WebSocket(
            path,
            text(route.get("name")) or _plain_name("ws", path),
            tuple(texts(route.get("tags"))),
            self._complete_path(path, own, place),
            read_docs(route),
            read_python_name({EXTENSION: route}),
        )

    def _read_operation(
        self, method: str, path: str, node: dict[str, Any], place: Place, shared: tuple[Parameter, ...]
    ) -> Operation:
        facts = facts_of(node)
        python = read_python_name(node)
        tags = tuple(texts(node.get("tags")))
        omits = frozenset(each for each in _OMISSIONS if each in texts(facts.get("omits")))
        responses = self._read_responses(node.get("responses"), (place, "responses"), omits)
        own = self._read_parameters(node, place)
        taken = {(each.location, each.name) for each in own}
        parameters = (*(each for each in shared if (each.location, each.name) not in taken), *own)
        return Operation(
            method=method,
            path=path,
            name=_name(python.qualname if python else "", text(node.get("operationId")), method, path, tags),
            tags=tags,
            parameters=self._complete_path(path, parameters, place),
            body=self._read_body(node, place),
            responses=responses,
            streams=facts.get("streams") is True or _arrives_in_pieces(responses),
            summary=text(node.get("summary")),
            docs=read_docs(node),
            python=python,
        )

    def _check_id(self, ids: dict[str, str], node: dict[str, Any], label: str, place: Place) -> None:
        given = node.get("operationId")
        if not isinstance(given, str):
            return
        first = ids.setdefault(given, label)
        if first != label:
            self._scope.note((place, "operationId"), f"{shown(given)} is already the operation id of {shown(first)}.")

    # Parameters

    def _read_parameters(self, node: object, place: Place) -> tuple[Parameter, ...]:
        listed = node.get("parameters", []) if isinstance(node, dict) else []
        place = (place, "parameters")
        if not isinstance(listed, list):
            self._scope.note(place, "`parameters` is not a list, and was ignored.")
            return ()
        found: dict[tuple[str, str], Parameter] = {}
        for index, each in enumerate(listed):
            parameter = self._read_parameter(each, (place, index))
            if parameter is None:
                continue
            if (parameter.location, parameter.name) in found:
                self._scope.note((place, index), f"The parameter {shown(parameter.name)} is given twice.")
            found.setdefault((parameter.location, parameter.name), parameter)
        return tuple(found.values())

    def _read_parameter(self, node: object, place: Place) -> Parameter | None:
        match node:
            case {"$ref": str(ref)}:
                if ref not in self._parameters:
                    self._parameters[ref] = self._parse_parameter(*self._follow(node, place))
                return self._parameters[ref]
            case _:
                return self._parse_parameter(node, place)

    def _parse_parameter(self, node: object, place: Place) -> Parameter | None:
        match node:
            case {"name": str(name), "in": "path" | "query" | "header" | "cookie" as location}:
                pass
            case {"$ref": _}:
                return None  # noted where it was followed
            case _:
                self._scope.note(place, "A parameter needs a name and a place that is known; left out.")
                return None
        style = text(node.get("style")) or _DEFAULT_STYLES[location]
        explode = node.get("explode")
        media_type, schema, schema_place = self._read_encoding(node, place)
        default = schema.get("default", MISSING) if isinstance(schema, dict) else MISSING
        return Parameter(
            name,
            location,
            self._schemas.read(schema, schema_place),
            location == "path" or node.get("required") is True,
            style,
            explode if isinstance(explode, bool) else style == "form",
            media_type,
            default if default is MISSING or is_json(default) else MISSING,
            read_docs({**schema, **node} if isinstance(schema, dict) else node),
        )

    def _read_encoding(self, node: dict[str, Any], place: Place) -> tuple[str, object, Place]:
        for media_type, content in entries(node.get("content")):
            schema = content.get("schema", True) if isinstance(content, dict) else True
            return media_type, schema, (((place, "content"), media_type), "schema")
        return "", node.get("schema", True), (place, "schema")

    def _complete_path(self, path: str, parameters: tuple[Parameter, ...], place: Place) -> tuple[Parameter, ...]:
        """Exactly the path parameters that the path has: a client could not call it otherwise."""
        expected = dict.fromkeys(re.findall(r"\{([^{}]*)\}", path))
        declared = {each.name for each in parameters if each.location == "path"}
        for name in [each for each in expected if each not in declared]:
            self._scope.note(place, f"The path parameter {shown(name)} is not declared; read as a string.")
        for name in sorted(declared - expected.keys()):
            self._scope.note(place, f"The path has no parameter {shown(name)}; left out.")
        missing = tuple(
            Parameter(name, "path", String(), required=True, style="simple", explode=False)
            for name in expected
            if name not in declared
        )
        kept = tuple(each for each in parameters if each.location != "path" or each.name in expected)
        return (*missing, *kept)

    # Bodies

    def _read_body(self, node: dict[str, Any], place: Place) -> Body | None:
        if "requestBody" not in node:
            return None
        body, place = self._follow(node["requestBody"], (place, "requestBody"))
        if not isinstance(body, dict):
            self._scope.note(place, "A request body must be an object; left out.")
            return None
        return Body(self._read_contents(body, place), body.get("required") is True, read_docs(body))

    def _read_responses(self, node: object, place: Place, omits: frozenset[Omission]) -> tuple[Response, ...]:
        found: list[Response] = []
        for status, response in sorted(entries(node), key=_first):
            if status.startswith("x-"):
                continue
            target, target_place = self._follow(response, (place, status))
            if not isinstance(target, dict):
                self._scope.note(target_place, "A response must be an object; left out.")
                continue
            found.append(
                Response(
                    status.upper() if status != "default" else status,
                    self._read_contents(target, target_place),
                    text(target.get("description")),
                    omits if status.startswith("2") else frozenset(),
                )
            )
        return tuple(found)

    def _read_contents(self, node: dict[str, Any], place: Place) -> tuple[Content, ...]:
        return tuple(
            self._read_content(media_type, content, ((place, "content"), media_type))
            for media_type, content in sorted(entries(node.get("content")), key=_first)
        )

    def _read_content(self, media_type: str, node: object, place: Place) -> Content:
        node, place = self._follow(node, place)
        if not isinstance(node, dict):
            self._scope.note(place, "A media type must be an object; read as any value.")
            node = {}
        kind = media_type.partition(";")[0].strip().lower()
        items = None
        if "itemSchema" in node:
            items = self._schemas.read(*_event_data(node["itemSchema"], (place, "itemSchema")))
        return Content(media_type, self._read_body_type(kind, node, place), items)

    def _read_body_type(self, kind: str, node: dict[str, Any], place: Place) -> Type:
        schema, place = node.get("schema", True), (place, "schema")
        if kind.startswith("multipart/"):
            return self._schemas.read_in_form(schema, place)
        if kind.startswith("text/") or kind.endswith(("/xml", "+xml")):
            return String()
        if _is_structured(kind):
            return self._schemas.read(schema, place)
        return Binary()

    def _follow(self, node: object, place: Place) -> tuple[Any, Place]:
        """What stands at the end of the references that begin at `node`."""
        for _ in range(_MOST_HOPS):
            if not isinstance(node, dict) or "$ref" not in node:
                break
            target = self._scope.follow(node["$ref"], place)
            if target is None:
                break
            node, place = target.value, target.place
        return node, place


def _first(pair: tuple[str, Any]) -> str:
    return pair[0]


def _methods(item: object, place: Place) -> Iterable[tuple[str, Any, Place]]:
    if not isinstance(item, dict):
        return
    for method in _METHODS:
        if method in item:
            yield method.upper(), item[method], (place, method)
    for method, operation in sorted(entries(item.get("additionalOperations")), key=_first):
        yield method, operation, ((place, "additionalOperations"), method)


def _is_structured(kind: str) -> bool:
    """Whether a schema describes the body: JSON under any name, forms, and what may be anything."""
    return (
        kind.endswith(("/json", "+json"))
        or kind in _STREAMED
        or kind in ("application/x-www-form-urlencoded", "*/*", "application/*")
    )


def _event_data(schema: object, place: Place) -> tuple[object, Place]:
    """The value that one server-sent event carries: its other fields belong to the protocol."""
    match schema:
        case {"properties": {"data": {"contentSchema": inner}}}:
            return inner, ((((place, "properties"), "data"), "contentSchema"))
        case _:
            return schema, place


def _arrives_in_pieces(responses: tuple[Response, ...]) -> bool:
    return any(
        content.items is not None or content.media_type.partition(";")[0].strip().lower() in _STREAMED
        for response in responses
        for content in response.contents
    )


def _name(handler: str, operation_id: str, method: str, path: str, tags: tuple[str, ...]) -> str:
    """What the developer calls an operation: the handler, or the id without what frameworks add to it."""
    last = handler.rpartition(".")[2]
    if last.isidentifier():
        return last
    name = operation_id
    tail = re.sub(r"\W", "_", path)
    for each in _METHODS:
        suffix = f"{tail}_{each}"
        if name.endswith(suffix) and name != suffix:
            name = name.removesuffix(suffix)
            break
    for tag in tags:
        # FastAPI's guide to client generation puts the tag first.
        name = name.removeprefix(f"{tag}-").removeprefix(f"{tag}:") or name
    return name or _plain_name(method, path)


def _plain_name(method: str, path: str) -> str:
    return "_".join([method.lower(), *re.findall(r"\w+", path)])
