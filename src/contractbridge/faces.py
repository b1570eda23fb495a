"""Faces: the same definition as a request and as a response.

A definition is printed once for each face under which operations reach it. Two faces of one definition are the same
type where no field's presence differs between them, here or in anything they refer to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from contractbridge.contract import (
    Contract,
    Field,
    Null,
    Object,
    Omission,
    Operation,
    Ref,
    Type,
    Union,
    children,
    references,
)


@dataclass(frozen=True, slots=True)
class Face:
    """One direction of travel; a response may leave fields out (`Response.omits`)."""

    direction: Literal["request", "response"]
    omits: frozenset[Omission] = frozenset()


REQUEST: Final = Face("request")
RESPONSE: Final = Face("response")


def is_present(field: Field, face: Face, contract: Contract) -> bool:
    """Whether every value under `face` holds `field`."""
    if face.direction == "request":
        return field.required
    if not field.sent:
        return False
    if "none" in face.omits and admits_null(field.type, contract):
        return False
    return not (face.omits & {"unset", "defaults"} and not field.required)


def admits_null(node: Type, contract: Contract, seen: frozenset[str] = frozenset()) -> bool:
    match node:
        case Null():
            return True
        case Union(members=members):
            return any(admits_null(each, contract, seen) for each in members)
        case Ref(key=key) if key not in seen and key in contract.definitions:
            return admits_null(contract.definitions[key].type, contract, seen | {key})
        case _:
            return False


@dataclass(frozen=True, slots=True)
class FacedDefinitions:
    """Which faces each definition is needed under, and which of them are one type."""

    needed: Mapping[str, tuple[Face, ...]]
    differing: Mapping[Face, frozenset[str]]

    def same(self, key: str, face: Face, other: Face) -> bool:
        """Whether the definition's two faces are one type. Faces are compared with the full response."""
        return face == other or not (key in self.differing[face] or key in self.differing[other])


def faced_definitions(contract: Contract) -> FacedDefinitions:
    """Follow every operation's references. A definition that no operation reaches is printed as a response."""
    reached: dict[Face, set[str]] = {RESPONSE: set()}
    direct = {key: tuple(dict.fromkeys(references(each.type))) for key, each in contract.definitions.items()}
    for operation in contract.operations:
        for face, node in operation_types(operation):
            _reach(references(node), direct, reached.setdefault(face, set()))
    for socket in contract.websockets:
        for parameter in socket.parameters:
            _reach(references(parameter.type), direct, reached.setdefault(REQUEST, set()))
    known = set().union(*reached.values())
    for key in direct:
        if key not in known:
            _reach([key], direct, reached[RESPONSE])
            known |= reached[RESPONSE]
    faces = sorted(reached, key=lambda face: (face != RESPONSE, face.direction, sorted(face.omits)))
    return FacedDefinitions(
        needed={key: tuple(face for face in faces if key in reached[face]) for key in direct},
        differing={face: _differing(contract, face, direct) for face in faces},
    )


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


def _reach(keys: Iterable[str], direct: Mapping[str, tuple[str, ...]], reached: set[str]) -> None:
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in reached and key in direct:
            reached.add(key)
            waiting += direct[key]


def _differing(contract: Contract, face: Face, direct: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The definitions whose `face` is not the type of their full response, by their own fields or by a reference."""
    users: dict[str, list[str]] = {}
    for key, keys in direct.items():
        for used in keys:
            users.setdefault(used, []).append(key)
    differing = {key for key, each in contract.definitions.items() if _presence_differs(each.type, face, contract)}
    waiting = list(differing)
    while waiting:
        for user in users.get(waiting.pop(), ()):
            if user not in differing:
                differing.add(user)
                waiting.append(user)
    return frozenset(differing)


def _presence_differs(node: Type, face: Face, contract: Contract) -> bool:
    if isinstance(node, Object) and any(
        is_present(each, face, contract) != is_present(each, RESPONSE, contract) for each in node.fields
    ):
        return True
    return any(_presence_differs(child, face, contract) for child in children(node))
