"""Bodies and responses under each media type (OpenAPI 3.2, 4.13 to 4.17)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, get_args

from contractbridge.contract import (
    Array,
    Binary,
    Body,
    Content,
    Field,
    Intersection,
    Map,
    Object,
    Omission,
    Ref,
    Response,
    Ruled,
    String,
    Type,
    Union,
    Unknown,
)
from contractbridge.readers.facts import EXTENSION
from contractbridge.readers.openapi.parameters import HeaderReader
from contractbridge.readers.openapi.references import Place, Scope, entries, sorted_entries
from contractbridge.readers.openapi.schemas import SchemaReader
from contractbridge.readers.openapi.values import facts_of, read_docs, text, texts

_OMISSIONS: Final = frozenset(get_args(Omission))
_STREAMED: Final = frozenset({"application/json-seq", "application/jsonl", "application/x-ndjson", "text/event-stream"})
_WORDS: Final = frozenset({"deprecated", "description", "example", "examples", "title", EXTENSION})
_FORM: Final = "application/x-www-form-urlencoded"
_UNTOLD: Final = Content("*/*", Unknown())
_STRUCTURED: Final = frozenset({"*/*", "application/*", _FORM})


class BodyReader:
    """Reads what requests and responses carry."""

    def __init__(self, scope: Scope, schemas: SchemaReader, headers: HeaderReader) -> None:
        self._scope = scope
        self._schemas = schemas
        self._headers = headers

    def read_body(self, node: object, place: Place) -> Body | None:
        """The body of a request; none where it is left out."""
        body, place = self._scope.dereference(node, place)
        if not isinstance(body, dict):
            self._scope.note(place, "A request body must be an object; left out.")
            return None
        return Body(self._read_contents(body, place), body.get("required") is True, read_docs(body))

    def read_responses(self, node: object, place: Place, facts: dict[str, Any]) -> tuple[Response, ...]:
        """The responses by status. What an app's `facts` say of its route is about success."""
        omits = frozenset(each for each in _OMISSIONS if each in texts(facts.get("omits")))
        found: list[Response] = []
        for status, written in sorted_entries(node):
            if status.startswith("x-"):
                continue
            response, response_place = self._scope.dereference(written, (place, status))
            if not isinstance(response, dict):
                self._scope.note(response_place, "A response must be an object; left out.")
                continue
            if "python" in facts and not status.startswith("2"):
                response = _as_raised(response)
            contents = self._read_contents(response, response_place)
            description = text(response.get("description"))
            headers = self._headers.read_headers(response, response_place)
            links = tuple(name for name, _ in sorted_entries(response.get("links")))
            if status.startswith("2"):
                returns = facts.get("returns")
                contents = tuple(_as_returned(each, returns) for each in contents or ([_UNTOLD] if returns else []))
                found.append(Response(status.upper(), contents, description, omits, headers, links))
            else:
                code = status if status == "default" else status.upper()
                found.append(Response(code, contents, description, headers=headers, links=links))
        return tuple(self._as_served(found, facts)) if "python" in facts else tuple(found)

    def _as_served(self, responses: list[Response], facts: dict[str, Any]) -> Iterator[Response]:
        """The responses of an app: what a handler returns with what its route leaves of that, whatever the status. What
        is raised, or returned as a response, is of no model, which would fill in defaults."""
        successes = [each.status for each in responses if each.status.startswith("2")]
        own = str(facts.get("status", successes[0] if len(successes) == 1 else 200))
        of_handler = [] if facts.get("untyped") is True else [each for each in responses if each.status == own]
        returned = [each.type for response in of_handler for each in response.contents]
        for response in responses:
            contents = response.contents
            succeeds = response.status.startswith("2")
            is_model = succeeds and all(each.type in returned for each in contents)
            omits: frozenset[Omission] = response.omits if is_model else response.omits | {"unset"}
            if "reshaped" in facts and succeeds:
                contents = tuple(
                    self._reshaped(each, facts["reshaped"]) if each.type in returned else each for each in contents
                )
            yield replace(response, contents=contents, omits=omits)

    def _read_contents(self, node: dict[str, Any], place: Place) -> tuple[Content, ...]:
        place = (place, "content")
        return tuple(
            self._read_content(name, each, (place, name)) for name, each in sorted_entries(node.get("content"))
        )

    def _read_content(self, media_type: str, node: object, place: Place) -> Content:
        node, place = self._scope.dereference(node, place)
        if not isinstance(node, dict):
            self._scope.note(place, "A media type must be an object; read as any value.")
            node = {}
        if _kind(media_type) == _FORM and EXTENSION in self._scope.document and self._takes_files(node.get("schema")):
            # FastAPI writes this type, and takes the other as well.
            media_type = "multipart/form-data"
        kind = _kind(media_type)
        whole = self._read_type(kind, node.get("schema", True), (place, "schema"))
        if "itemSchema" in node:
            return Content(
                media_type, whole, self._schemas.read(*_event_data(node["itemSchema"], (place, "itemSchema")))
            )
        return Content(media_type, whole, _items_of(whole) if kind in _STREAMED else None)

    def _takes_files(self, schema: object, most: int = 4) -> bool:
        """Whether a form of an app has uploads among its fields, or those of its models, and not only bytes."""
        form, _ = self._scope.dereference(schema, None)
        form = facts_of(form).get("whole", form) if isinstance(form, dict) else None
        if not isinstance(form, dict) or not most:
            return False
        models = [each for word in ("allOf", "anyOf") if isinstance(form.get(word), list) for each in form[word]]
        own = any(_is_upload(each) for _, each in entries(form.get("properties")))
        return own or any(self._takes_files(each, most - 1) for each in models)

    def _reshaped(self, content: Content, names: object) -> Content:
        """The content with what its route leaves of it: `names` are those sent, each with that in the schema, which
        stands in a list if a part of its value is sent."""
        node: Type = Unknown()
        if isinstance(names, dict) and isinstance(content.type, Ref):
            whole = self._schemas.read_definition(self._schemas.needed[content.type.key]).type
            whole = whole.type if isinstance(whole, Ruled) else whole
            if isinstance(whole, Object):
                known = {each.name: each for each in whole.fields}
                parts = {name: given[0] for name, given in names.items() if isinstance(given, list) and given}
                whole_names = {name: str(parts.get(name, given)) for name, given in names.items()}
                sent = [_sent_as(name, known.get(of), part=name in parts) for name, of in whole_names.items()]
                node = Object(tuple(sorted(sent, key=_order(whole_names, list(known)))), whole.extra)
        return replace(content, type=node)

    def _read_type(self, kind: str, schema: object, place: Place) -> Type:
        if kind.startswith("multipart/"):
            return self._schemas.read_in_form(schema, place)
        if kind.endswith(("/json", "+json")) or kind in _STREAMED or kind in _STRUCTURED:
            return self._schemas.read(schema, place)
        if self._scope.rules and _describes(schema):
            # Nobody prints such a type, but what it says may change.
            return self._schemas.read(schema, place)
        return String() if kind.startswith("text/") or kind.endswith(("/xml", "+xml")) else Binary()


def _is_upload(schema: Any) -> bool:
    match schema:
        case {"anyOf": [*members]}:
            return any(map(_is_upload, members))
        case {"items": items}:
            return _is_upload(items)
        case {"contentMediaType": "application/octet-stream"} | {"format": "binary"}:
            return "checks" not in facts_of(schema)
        case _:
            return False


def _describes(schema: object) -> bool:
    """Whether a schema says of a body that is no JSON more than that it is text or bytes."""
    match schema:
        case {"format": "binary" | "byte"} | {"contentMediaType": _} | {"contentEncoding": _}:
            return False
        case dict():
            return {name: each for name, each in schema.items() if name not in _WORDS} not in ({}, {"type": "string"})
        case _:
            return False


def arrives_in_pieces(responses: tuple[Response, ...]) -> bool:
    """Whether a response is a sequence that a client takes one by one."""
    contents = [content for response in responses for content in response.contents]
    return any(each.items is not None or _kind(each.media_type) in _STREAMED for each in contents)


def _kind(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _items_of(whole: Type) -> Type | None:
    """What a sequence is of: before OpenAPI 3.2 had a place for it, people wrote it as the schema."""
    match whole:
        case Array(items=items):
            return items
        case Ruled(type=Array(items=items)):
            return items
        case Object() | Map() | Union() | Intersection() | Ref() | Ruled():
            return whole
        case _:
            return None


def _event_data(schema: object, place: Place) -> tuple[object, Place]:
    """The value that a server-sent event carries: its other fields belong to the protocol."""
    match schema:
        case {"properties": {"data": {"contentSchema": inner}}}:
            return inner, (((place, "properties"), "data"), "contentSchema")
        case _:
            return schema, place


def _order(names: Mapping[str, str], known: list[str]) -> Callable[[Field], tuple[int, str]]:
    """Fields in the order of the schema, and what it does not name last."""

    def place(field: Field) -> tuple[int, str]:
        name = names[field.name]
        return (known.index(name) if name in known else len(known), field.name)

    return place


def _sent_as(name: str, field: Field | None, *, part: bool) -> Field:
    if field is None:
        return Field(name, Unknown())
    return replace(field, name=name, type=Unknown()) if part else replace(field, name=name)


def _as_raised(response: dict[str, Any]) -> dict[str, Any]:
    """An error of an app. FastAPI writes its model under the media type of the route's success; what is raised is
    answered in JSON all the same."""
    contents = sorted_entries(response.get("content"))
    return {**response, "content": {_raised_as(name, each): each for name, each in contents}}


def _raised_as(media_type: str, content: object) -> str:
    match content:
        case {"schema": {"$ref": str()} | {"anyOf": list()}}:
            return "application/json"
        case _:
            return media_type


def _as_returned(content: Content, returns: object) -> Content:
    """A body that the document says nothing of, as the handler returns it. Of a response that is no JSON by its class
    FastAPI says that it is text, whatever its media type."""
    match content.type, returns:
        case Unknown(), "binary":
            return Content("application/octet-stream", Binary())
        case Unknown(), "text":
            return Content("text/plain", String())
        case Unknown() | String(), "response":
            return _UNTOLD
        case _:
            return content
