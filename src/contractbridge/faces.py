"""Faces: the same definition as a request and as a response.

What an endpoint accepts is exact. What a server sends is only structural: FastAPI does not validate it again, so the
limits of the input are no promise about the output (`structural`), and which fields are there differs (`is_present`).
A definition is printed once for each face under which operations reach it and under which it differs from the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Literal, TypeAlias, assert_never

from contractbridge.contract import (
    Array,
    Binary,
    Boolean,
    Check,
    Checked,
    Const,
    Contract,
    Definition,
    Encoded,
    Enum,
    Faced,
    Field,
    Intersection,
    Map,
    Never,
    Null,
    Number,
    Object,
    Omission,
    Operation,
    Ref,
    Ruled,
    String,
    Tuple,
    Type,
    Union,
    Unknown,
    children,
    references,
)
from contractbridge.graphs import dependents

Direction: TypeAlias = Literal["request", "response"]


@dataclass(frozen=True, slots=True)
class Face:
    """One direction of travel; a response may leave fields out (`Response.omits`)."""

    direction: Direction
    omits: frozenset[Omission] = frozenset()


REQUEST: Final = Face("request")
RESPONSE: Final = Face("response")


def is_present(field: Field, face: Face, contract: Contract) -> bool:
    """Whether every value under `face` holds `field`."""
    if face.direction == "request":
        return field.required
    if not field.sent or ("none" in face.omits and (field.nullable or admits_null(field.type, contract))):
        return False
    return field.required or not face.omits & {"unset", "defaults"}


def is_hidden(field: Field, face: Face) -> bool:
    """Whether values under `face` never hold `field` by its name."""
    if face.direction == "request":
        return field.elsewhere
    return not field.sent and isinstance(field.type, Faced) and field.type.response == Never()


def admits_null(node: Type, contract: Contract, seen: frozenset[str] = frozenset()) -> bool:
    match node:
        case Null() | Unknown():
            return True
        case Union(members=members):
            return any(admits_null(each, contract, seen) for each in members)
        case Ref(key=key) if key not in seen and key in contract.definitions:
            return admits_null(contract.definitions[key].type, contract, seen | {key})
        case Checked(checks=(Check(name="claimed"),)):
            return True
        case Checked(type=inner) | Faced(response=inner) | Ruled(type=inner):
            return admits_null(inner, contract, seen)
        case _:
            return False


def structural(
    node: Type, direction: Direction = "response", definitions: Mapping[str, Definition] | None = None
) -> Type:
    """`node` without its limits: what a response is held to, and a request that a validator sees first. Where
    `definitions` are given, what they name stands in the place of a reference, but for one within itself."""
    bare = partial(structural, direction=direction, definitions=definitions)
    match node:
        case Number(infinite=infinite, strict=strict):
            return Number(infinite=infinite, strict=strict)
        case String():
            return String()
        case Array(items=items):
            return Array(bare(items))
        case Tuple(items=items, rest=rest):
            return Tuple(tuple(map(bare, items)), None if rest is None else bare(rest))
        case Object(fields=fields, extra=extra):
            refused = isinstance(extra, Never)
            if direction == "response":  # which has each field under one name
                fields = tuple(replace(each, aliases=()) for each in fields if not is_hidden(each, RESPONSE))
            return Object(
                tuple(replace(field, type=bare(field.type)) for field in fields),
                None if extra is None or refused else bare(extra),
            )
        case Map(values=values, keys=keys):
            return Map(bare(values), bare(keys))
        case Union(members=members, discriminator=tag):
            known = replace(tag, also="") if tag is not None and direction == "response" else tag
            return Union(tuple(map(bare, members)), known)
        case Intersection(members=members):
            return Intersection(tuple(map(bare, members)))
        case Checked(checks=(Check(name="claimed"),)) if direction == "response":
            return node
        case Checked(type=checked):
            return bare(checked)
        case Faced(request=request, response=response):
            return bare(request if direction == "request" else response)
        case Encoded():
            return String()
        case Ruled(type=ruled):
            return bare(ruled)
        case Ref(key=key) if definitions and key in definitions:
            others = {name: each for name, each in definitions.items() if name != key}
            return structural(definitions[key].type, direction, others)
        case Unknown() | Never() | Null() | Boolean() | Binary() | Const() | Enum() | Ref():
            return node
        case _:
            assert_never(node)


@dataclass(frozen=True, slots=True)
class FacedDefinitions:
    """How each definition is printed. Faces come in order: the full response, other responses, the request.

    `printed`: the faces under which a definition stands on its own, by key.
    `stand_in`: for each face under which it is reached, the printed face that serves it.
    `alias_of`: for a printed face whose TypeScript type is that of an earlier one, that one.
    """

    printed: Mapping[str, tuple[Face, ...]]
    stand_in: Mapping[tuple[str, Face], Face]
    alias_of: Mapping[tuple[str, Face], Face]


def face_definitions(contract: Contract) -> FacedDefinitions:
    """Follow every operation's references. A definition that no operation reaches is printed as a response."""
    uses = {key: tuple(dict.fromkeys(references(each.type))) for key, each in contract.definitions.items()}
    reached = _reached_faces(contract, uses)
    faces = sorted(reached, key=_precedence)
    typed = {face: dependents(_differing_presence(contract, face), uses) for face in faces}
    exact = dependents(_limited(contract), uses)

    printed: dict[str, tuple[Face, ...]] = {}
    stand_in: dict[tuple[str, Face], Face] = {}
    alias_of: dict[tuple[str, Face], Face] = {}
    for key in uses:
        own: list[Face] = []
        for face in (each for each in faces if key in reached[each]):
            same_type = next((each for each in own if key not in typed[each] | typed[face]), None)
            if same_type is not None and not (face == REQUEST and key in exact):
                stand_in[key, face] = same_type
                continue
            own.append(face)
            stand_in[key, face] = face
            if same_type is not None:
                alias_of[key, face] = same_type
        printed[key] = tuple(own)
    return FacedDefinitions(printed, stand_in, alias_of)


def operation_types(operation: Operation) -> Iterator[tuple[Face, Type]]:
    """Every type that an operation names, with the face it is seen under."""
    for parameter in operation.parameters:
        yield REQUEST, parameter.type
    if operation.body is not None:
        for content in operation.body.contents:
            yield REQUEST, content.type
    for response in operation.responses:
        for content in response.contents:
            yield Face("response", response.omits), content.type
            if content.items is not None:
                yield Face("response", response.omits), content.items


def _precedence(face: Face) -> tuple[bool, bool, list[str]]:
    return (face.direction == "request", bool(face.omits), sorted(face.omits))


def _reached_faces(contract: Contract, uses: Mapping[str, tuple[str, ...]]) -> dict[Face, set[str]]:
    reached: dict[Face, set[str]] = {RESPONSE: set()}
    for operation in contract.operations:
        for face, node in operation_types(operation):
            _reach(references(node), uses, reached.setdefault(face, set()))
    for socket in contract.websockets:
        for parameter in socket.parameters:
            _reach(references(parameter.type), uses, reached.setdefault(REQUEST, set()))
    _reach(set(uses).difference(*reached.values()), uses, reached[RESPONSE])
    return reached


def _reach(keys: Iterable[str], uses: Mapping[str, tuple[str, ...]], reached: set[str]) -> None:
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in reached and key in uses:
            reached.add(key)
            waiting += uses[key]


def _limited(contract: Contract) -> set[str]:
    return {key for key, each in contract.definitions.items() if _is_limited(each.type)}


def _is_limited(node: Type) -> bool:
    return structural(node) != node or _is_wider_in_responses(node)


def _is_wider_in_responses(node: Type) -> bool:
    match node:
        case Number(infinite=True) | Checked(checks=(Check(name="claimed"),)):
            return True
        case _:
            return any(map(_is_wider_in_responses, children(node)))


def _differing_presence(contract: Contract, face: Face) -> set[str]:
    if face == RESPONSE:
        return set()
    return {key for key, each in contract.definitions.items() if _presence_differs(each.type, face, contract)}


def _presence_differs(node: Type, face: Face, contract: Contract) -> bool:
    """Whether a field within `node` is there under `face` but not in the full response, or the other way round; or
    another type."""
    if isinstance(node, Faced) and face.direction == "request" and not _is_same_type(node):
        return True
    if isinstance(node, Object) and any(
        is_present(each, face, contract) != is_present(each, RESPONSE, contract)
        or is_hidden(each, face) != is_hidden(each, RESPONSE)
        for each in node.fields
    ):
        return True
    return any(_presence_differs(child, face, contract) for child in children(node))


def _is_same_type(node: Faced) -> bool:
    response = node.response.type if isinstance(node.response, Checked) else node.response
    return structural(node.request) == structural(response)
