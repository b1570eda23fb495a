"""Parameters (OpenAPI 3.1, 4.8.12)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, TypeGuard, get_args

from contractbridge.contract import Docs, Header, Location, Never, Parameter, String, Type
from contractbridge.readers.facts import EXTENSION
from contractbridge.readers.openapi.convertors import converted, held_to
from contractbridge.readers.openapi.references import Place, Scope, entries, shown, sorted_entries
from contractbridge.readers.openapi.schemas import SchemaReader, read_python_name
from contractbridge.readers.openapi.values import facts_of, read_default, read_docs, text, texts

_LOCATIONS: Final = frozenset(get_args(Location))
_REFUSED: Final = "No request can have the parameter {}: a model beside it refuses all that it does not declare."
# Those that pages cannot set, and those of a body, which the client and fetch write.
_WRITTEN: Final = frozenset({"accept-encoding", "connection", "host", "transfer-encoding"})
_OF_BODY: Final = frozenset({"content-length", "content-type"})
# What fetch sends where nobody says otherwise.
_FILLED: Final = frozenset({"accept", "accept-language", "user-agent"})
_DEFAULT_STYLES: Final = {"path": "simple", "header": "simple", "query": "form", "cookie": "form"}


class ParameterReader:
    """Reads parameters, each that is shared once."""

    def __init__(self, scope: Scope, schemas: SchemaReader) -> None:
        self._scope = scope
        self._schemas = schemas
        self._shared: dict[str, Parameter | None] = {}

    def read_parameters(self, node: object, place: Place) -> tuple[Parameter, ...]:
        """The parameters that a path, an operation or a WebSocket route lists."""
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

    def complete_path(self, path: str, parameters: tuple[Parameter, ...], place: Place) -> tuple[Parameter, ...]:
        """`parameters` with exactly those path parameters that `path` has: a client could not call it otherwise."""
        expected = dict.fromkeys(re.findall(r"\{([^{}]*)\}", path))
        declared = dict.fromkeys(each.name for each in parameters if each.location == "path")
        missing = [name for name in expected if name not in declared]
        for name in missing:
            self._scope.note(place, f"The path parameter {shown(name)} is not declared; read as a string.")
        for name in declared:
            if name not in expected:
                self._scope.note(place, f"The path has no parameter {shown(name)}; left out.")
        return (
            *(
                Parameter(name, "path", String(), required=True, style=self._segment_style(""), explode=False)
                for name in missing
            ),
            *(each for each in parameters if each.location != "path" or each.name in expected),
        )

    def _read_parameter(self, node: object, place: Place) -> Parameter | None:
        match node:
            case {"$ref": str(ref)}:
                if ref not in self._shared:
                    self._shared[ref] = self._parse_parameter(*self._scope.dereference(node, place))
                return self._shared[ref]
            case _:
                return self._parse_parameter(node, place)

    def _parse_parameter(self, node: object, place: Place) -> Parameter | None:
        if not isinstance(node, dict) or "$ref" in node:
            return None  # noted where the reference was followed
        name, location = node.get("name"), node.get("in")
        if not isinstance(name, str) or not is_location(location):
            self._scope.note(place, "A parameter needs a name and a known place to be in; left out.")
            return None
        style = text(node.get("style")) or _DEFAULT_STYLES[location]
        explode = node.get("explode")
        media_type, schema, schema_place = _read_encoding(node, place)
        facts = facts_of(node)
        read = self._schemas.read(schema, schema_place)
        convertor = text(facts.get("convertor")) if location == "path" else ""
        # What is generated leaves it to the server what that refuses: a client's type has no room for it.
        held = held_to(read, convertor) if self._scope.rules else converted(read, convertor)
        if location == "path" and style == "simple":
            style = self._segment_style(convertor)
        if facts.get("refused") is True and not self._scope.rules:
            self._scope.note(place, _REFUSED.format(shown(name)))
            held = Never()
        return Parameter(
            name,
            location,
            held,
            location == "path" or node.get("required") is True,
            style,
            explode if isinstance(explode, bool) else style == "form",
            media_type,
            read_default(schema),
            read_docs({**schema, **node} if isinstance(schema, dict) else node),
            tuple(texts(facts.get("aliases"))),
            text(facts.get("name")),
            read_python_name(node),
        )

    def _segment_style(self, convertor: str) -> str:
        """How text is written between slashes: what may have some of its own, which only an app tells."""
        if self._scope.rules:
            return "simple"
        known = {"": "simple", "path": "rest"} if EXTENSION in self._scope.document else {}
        return known.get(convertor, "slashed")


class HeaderReader:
    """Reads headers of responses (OpenAPI 3.1, 4.8.21), each that is shared once."""

    def __init__(self, scope: Scope, schemas: SchemaReader) -> None:
        self._scope = scope
        self._schemas = schemas
        self._shared: dict[str, tuple[Type, bool, Docs]] = {}

    def read_headers(self, response: Mapping[str, Any], place: Place) -> tuple[Header, ...]:
        """The headers of a response, in the order of their names; what is no object is left out."""
        place = (place, "headers")
        return tuple(
            Header(name, *read)
            for name, each in sorted_entries(response.get("headers"))
            if (read := self._read_header(each, (place, name))) is not None
        )

    def _read_header(self, node: object, place: Place) -> tuple[Type, bool, Docs] | None:
        match node:
            case {"$ref": str(ref)}:
                if ref not in self._shared:
                    target, place = self._scope.dereference(node, place)
                    if not isinstance(target, dict) or "$ref" in target:
                        return None
                    self._shared[ref] = self._parse_header(target, place)
                return self._shared[ref]
            case dict():
                return self._parse_header(node, place)
            case _:
                self._scope.note(place, "A header must be an object; left out.")
                return None

    def _parse_header(self, node: dict[str, Any], place: Place) -> tuple[Type, bool, Docs]:
        _, schema, schema_place = _read_encoding(node, place)
        return self._schemas.read(schema, schema_place), node.get("required") is True, read_docs(node)


def left_to_fetch(parameters: tuple[Parameter, ...], *, has_body: bool) -> Iterator[Parameter]:
    """`parameters` without the headers that a request has by itself; of some of these a caller may give another."""
    for each in parameters:
        name = each.name.lower() if each.location == "header" else ""
        if name in _FILLED and isinstance(each.type, String):  # it may be no member of an enumeration
            yield replace(each, required=False)
        elif name not in _WRITTEN and not (has_body and name in _OF_BODY):
            yield each


def is_location(value: object) -> TypeGuard[Location]:
    return isinstance(value, str) and value in _LOCATIONS


def _read_encoding(node: dict[str, Any], place: Place) -> tuple[str, object, Place]:
    """The schema of a parameter, and the media type that its value is written in, where there is one."""
    for media_type, content in entries(node.get("content")):
        schema = content.get("schema", True) if isinstance(content, dict) else True
        return media_type, schema, (((place, "content"), media_type), "schema")
    return "", node.get("schema", True), (place, "schema")
