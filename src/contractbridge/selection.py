"""The part of a contract that some tags name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from contractbridge.contract import Contract, Operation, Type, WebSocket, reached
from contractbridge.errors import ConfigError
from contractbridge.faces import operation_types
from contractbridge.spelling import closest


def select(contract: Contract, tags: Sequence[str] = (), exclude_tags: Sequence[str] = ()) -> Contract:
    """The operations that have one of `tags`, or all where there are none, without those that have one of
    `exclude_tags`, and the definitions that these reach.

    Raises:
        ConfigError: no operation has a tag of `tags`.
    """
    if not tags and not exclude_tags:
        return contract
    _check_tags(contract, tags)
    operations = tuple(each for each in contract.operations if _is_selected(each, tags, exclude_tags))
    websockets = tuple(each for each in contract.websockets if _is_selected(each, tags, exclude_tags))
    used = reached(_types(operations, websockets), contract.definitions)
    definitions = {key: value for key, value in contract.definitions.items() if key in used}
    return replace(contract, operations=operations, websockets=websockets, definitions=definitions)


def _check_tags(contract: Contract, tags: Sequence[str]) -> None:
    routes: list[Operation | WebSocket] = [*contract.operations, *contract.websockets]
    known = sorted({tag for route in routes for tag in route.tags})
    for tag in tags:
        if tag not in known:
            hint = closest(tag, known) or (f"The tags are: {', '.join(known[:20])}." if known else "")
            raise ConfigError(f'No operation has the tag "{tag}".', hint=hint)


def _is_selected(route: Operation | WebSocket, tags: Collection[str], exclude_tags: Collection[str]) -> bool:
    own = set(route.tags)
    return (not tags or not own.isdisjoint(tags)) and own.isdisjoint(exclude_tags)


def _types(operations: Sequence[Operation], websockets: Sequence[WebSocket]) -> Iterator[Type]:
    for operation in operations:
        yield from (node for _, node in operation_types(operation))
    for socket in websockets:
        yield from (parameter.type for parameter in socket.parameters)
