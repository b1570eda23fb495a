"""What looks like a mistake in an app, and matters in one direction of travel only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from contractbridge.contract import Definition, Operation, references
from contractbridge.faces import operation_types
from contractbridge.readers.openapi.references import Place

Direction: TypeAlias = Literal["request", "response"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """`message` holds at `place` where operations reach it in `direction`."""

    direction: Direction
    place: Place
    message: str


def relevant(
    mistakes: Iterable[Mistake], definitions: Mapping[str, Definition], operations: Iterable[Operation]
) -> Iterator[tuple[Place, str]]:
    """Yield each mistake that some operation runs into, once for all members of a union."""
    reached = _reached(definitions, tuple(operations))
    seen: set[tuple[Place, str]] = set()
    for each in mistakes:
        found = _without_member(each.place), each.message
        if found not in seen and _is_reached(each.place, each.direction, reached):
            seen.add(found)
            yield found


def _reached(definitions: Mapping[str, Definition], operations: tuple[Operation, ...]) -> dict[Direction, set[str]]:
    reached: dict[Direction, set[str]] = {"request": set(), "response": set()}
    for operation in operations:
        for face, node in operation_types(operation):
            waiting = list(references(node))
            while waiting:
                key = waiting.pop()
                if key not in reached[face.direction]:
                    reached[face.direction].add(key)
                    waiting += references(definitions[key].type)
    return reached


def _is_reached(place: Place, direction: Direction, reached: Mapping[Direction, set[str]]) -> bool:
    tokens = _tokens(place)
    if tokens[:2] == ["components", "schemas"]:
        return tokens[2] in reached[direction]
    return ("responses" in tokens) == (direction == "response")


def _tokens(place: Place) -> list[str]:
    tokens: list[str] = []
    while place is not None:
        place, token = place
        tokens.append(str(token))
    return tokens[::-1]


def _without_member(place: Place) -> Place:
    match place:
        case ((outer, "anyOf" | "oneOf"), int()):
            return outer
        case _:
            return place
