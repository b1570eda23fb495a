"""What a call takes: the type of its arguments, and how the runtime writes each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from contractbridge.contract import (
    Array,
    Body,
    Boolean,
    Checked,
    Const,
    Content,
    Contract,
    Encoded,
    Enum,
    Faced,
    Location,
    Never,
    Null,
    Number,
    Operation,
    Parameter,
    Ref,
    String,
    Type,
    Union,
    WebSocket,
    resolve,
)
from contractbridge.emitters.media import is_form, is_json, is_multipart, is_range, is_text, is_value
from contractbridge.emitters.text import after, fit, jsdoc, property_key, quote
from contractbridge.emitters.types import Scope, alternatives, constraints, describe, member_text, union_text

LOCATIONS: Final[tuple[Location, ...]] = ("path", "query", "header", "cookie")
# Those with styles of their own, and the descriptor's name for them.
_STYLED: Final[tuple[tuple[Location, str], ...]] = (("path", "paths"), ("query", "query"), ("header", "header"))

# What a path has room for, where that is more than one segment.
_ROOMS: Final = frozenset({"rest", "slashed"})
_WITHOUT_SLASHES: Final = frozenset({"date", "date-time", "duration", "time", "uuid"})


def parameters_at(route: Operation | WebSocket, location: Location) -> list[Parameter]:
    """Those of a location, with types that can be sent: nothing is sent of null and of an empty list."""
    return [_sendable(parameter) for parameter in route.parameters if parameter.location == location]


def _sendable(parameter: Parameter) -> Parameter:
    return replace(parameter, type=_there(parameter.type)) if parameter.required else parameter


def _there(node: Type) -> Type:
    """The type of those values of which something is sent."""
    match node:
        case Union(members=members):
            there = tuple(_there(each) for each in members if each != Null())
            return there[0] if len(there) == 1 else replace(node, members=there) if there else Never()
        case Null():
            return Never()
        case Array(min_items=least):
            return replace(node, min_items=max(least or 0, 1))
        case _:
            return node


# Types


def arguments(
    route: Operation | WebSocket, scope: Scope, locations: Iterable[Location] = LOCATIONS
) -> tuple[str, bool]:
    """The type of a call's arguments, and whether a call must give them."""
    parts: list[str] = []
    required = False
    for location in locations:
        if parameters := parameters_at(route, location):
            needed = any(parameter.required for parameter in parameters)
            required |= needed
            members = [_parameter(parameter, scope) for parameter in parameters]
            note = jsdoc(["Browsers send their own cookies instead."]) if location == "cookie" else ""
            parts.append(note + member_text(location, [_object(members)], required=needed))
    body = route.body if isinstance(route, Operation) else None
    if body is None or not body.contents:
        return (_object(parts) if parts else "runtime.NoArgs"), required
    required |= body.required
    if len(body.contents) == 1:
        return _object([*parts, _body(body, body.contents[0], scope)]), required
    choices = [_object([_body(body, content, scope), _content_type(content, body)]) for content in body.contents]
    either = f"{after('(', union_text(choices))})"
    return (f"{_object(parts)} & {either}" if parts else either), required


def _parameter(parameter: Parameter, scope: Scope) -> str:
    docs = jsdoc(describe(parameter.docs, constraints(parameter.type), parameter.default))
    return docs + member_text(parameter.name, alternatives(parameter.type, scope), required=parameter.required)


def _body(body: Body, content: Content, scope: Scope) -> str:
    docs = jsdoc([body.docs.description])
    return docs + member_text("body", _body_types(content, scope), required=body.required)


def _content_type(content: Content, body: Body) -> str:
    return member_text("contentType", [quote(content.media_type)], required=content is not preferred_content(body))


def _body_types(content: Content, scope: Scope) -> Iterable[str]:
    """JSON and forms are given as values, all else as it is sent."""
    if is_value(content.media_type):
        return alternatives(content.type, scope)
    if is_text(content.media_type):
        return ["string"]
    return ["runtime.BinaryBody", *(["string"] if isinstance(content.type, String) else [])]


def _object(members: Sequence[str]) -> str:
    return fit("{", members, "}", separator=";", spaced=True)


def preferred_content(body: Body) -> Content:
    """What is sent where a call does not say: JSON, if it is among the media types."""
    return next((each for each in body.contents if is_json(each.media_type)), body.contents[0])


# For the runtime


def argument_descriptors(route: Operation | WebSocket, contract: Contract) -> Iterator[str]:
    """The members of a descriptor that tell how arguments are written, as far as that is not the common way."""
    for location, member in _STYLED:
        styles = [
            f"{property_key(parameter.name)}: {quote(style) if style in _ROOMS else f'runtime.{style}'}"
            for parameter in parameters_at(route, location)
            if (style := _style(parameter, contract))
        ]
        if styles:
            yield f"{member}: {fit('{', styles, '}', spaced=True)}"
    if isinstance(route, WebSocket):
        return
    if parameters_at(route, "cookie"):
        yield "cookie: runtime.cookies"
    if route.body is not None and route.body.contents:
        preferred = preferred_content(route.body)
        if (encoder := _encoder(preferred)) != '"application/json"':
            yield f"body: {encoder}"
        if len(route.body.contents) > 1:
            encoders = [f"{quote(each.media_type)}: {_encoder(each)}" for each in route.body.contents]
            yield f"bodies: {fit('{', encoders, '}', spaced=True)}"


def _encoder(content: Content) -> str:
    """A function for what knows its own media type, otherwise the media type."""
    if is_multipart(content.media_type):
        return "runtime.multipart"
    if is_form(content.media_type):
        return "runtime.form"
    if not is_range(content.media_type):
        return quote(content.media_type)
    return '"application/json"' if is_value(content.media_type) else '"application/octet-stream"'


def _style(parameter: Parameter, contract: Contract) -> str:
    """The runtime's name or word for how `parameter` is written (OpenAPI 3.1, 4.8.12.3), empty for the common way."""
    path = parameter.location == "path"
    if parameter.media_type:
        return "jsonSegment" if path else "json"
    match parameter.style, parameter.explode:
        case "label" | "matrix", explode if path:
            return f"{parameter.style}Exploded" if explode else parameter.style
        case "rest" | "slashed" as style, _ if path and _is_scalar(parameter.type, contract):
            return style if style == "rest" or _is_open(parameter.type, contract) else ""
        case _ if _is_scalar(parameter.type, contract):
            return ""
        case "rest" | "simple" | "slashed", True if path:
            return "exploded"
        case "rest" | "slashed" as style, _:
            return style
        case "form", False if parameter.location == "query":
            return "commas"
        case "spaceDelimited", False:
            return "spaces"
        case "pipeDelimited", False:
            return "pipes"
        case "deepObject", _:
            return "deepObject"
        case _:
            return ""


def _is_open(node: Type, contract: Contract) -> bool:
    """Whether a slash may be in the text of a scalar."""
    match resolve(node, contract.definitions):
        case String(format=name):
            return name not in _WITHOUT_SLASHES
        case Const(value=value):
            return "/" in str(value)
        case Enum(members=members):
            return any("/" in str(each.value) for each in members)
        case Union(members=members):
            return any(_is_open(each, contract) for each in members)
        case Checked(type=checked) | Faced(request=checked):
            return _is_open(checked, contract)
        case other:
            return isinstance(other, Encoded)


def _is_scalar(node: Type, contract: Contract, seen: frozenset[str] = frozenset()) -> bool:
    """Whether every style writes the values of `node` alike."""
    match node:
        case Null() | Boolean() | Number() | String() | Enum() | Encoded():
            return True
        case Const(value=value):
            return not isinstance(value, list | dict)
        case Union(members=members):
            return all(_is_scalar(each, contract, seen) for each in members)
        case Checked(type=checked) | Faced(request=checked):
            return _is_scalar(checked, contract, seen)
        case Ref(key=definition_key) if definition_key not in seen:
            return _is_scalar(contract.definitions[definition_key].type, contract, seen | {definition_key})
        case _:
            return False
