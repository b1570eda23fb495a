"""Which operation of one contract is which of the other: by method and path first, then by what has moved."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from contractbridge.contract import Contract, Operation, WebSocket
from contractbridge.drift.facts import Kind, Pair

SOCKET: Final = "WEBSOCKET"
_NAMED: Final = re.compile(r"\{[^{}]*\}")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pairing:
    """`kept` are in the order of the new contract; `moved` have another method or path and are none of these."""

    kept: tuple[Pair, ...]
    moved: tuple[Pair, ...]
    removed: tuple[Operation, ...]
    added: tuple[Operation, ...]


def pair_operations(old: Sequence[Operation], new: Sequence[Operation], kind: Kind = "operation") -> Pairing:
    """Pair what has one method and path, the names of path parameters aside; then what has moved, if it is certain."""
    kept: list[Pair] = []
    for key in (_exact_key, _normal_key):
        found, old, new = _unique_pairs(old, new, key)
        kept += (Pair(*each, kind) for each in found)
    moved: list[Pair] = []
    for evidence in _EVIDENCE if kind == "operation" else ():
        found, old, new = _unique_pairs(old, new, evidence)
        moved += (Pair(*each, kind) for each in found)
    return Pairing(_sorted(kept), _sorted(moved), tuple(old), tuple(new))


def socket_operation(socket: WebSocket) -> Operation:
    """A WebSocket route, as the request that opens it."""
    return Operation(
        SOCKET,
        socket.path,
        socket.name,
        socket.tags,
        socket.parameters,
        docs=socket.docs,
        python=socket.python,
    )


def normal_path(path: str) -> str:
    """`path` without the names of its parameters."""
    return _NAMED.sub("{}", path)


def path_names(path: str) -> list[str]:
    """The names of the parameters of `path`, in order."""
    return [each[1:-1].partition(":")[0] for each in _NAMED.findall(path)]


def is_served(operation: Operation, contract: Contract) -> bool:
    """Whether a route answers what `operation` describes, though nothing describes it."""
    return any(
        each.method == operation.method and normal_path(each.path) == normal_path(operation.path)
        for each in contract.hidden
    )


def moved_prefixes(moved: Iterable[Pair]) -> dict[tuple[str, str], list[Pair]]:
    """The moved operations by the beginnings of their paths, old and new, whose rest is the same."""
    groups: defaultdict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in moved:
        groups[_prefixes(pair.old.path, pair.new.path)].append(pair)
    return dict(groups)


def _prefixes(old: str, new: str) -> tuple[str, str]:
    olds, news = old.split("/"), new.split("/")
    shared = 0
    while shared < min(len(olds), len(news)) - 1 and olds[-1 - shared] == news[-1 - shared]:
        shared += 1
    return "/".join(olds[: len(olds) - shared]), "/".join(news[: len(news) - shared])


def _unique_pairs(
    old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable | None]
) -> tuple[list[tuple[T, T]], list[T], list[T]]:
    """What one key tells apart on both sides, and the rest of either."""
    olds, news = _by_key(old, key), _by_key(new, key)
    pairs = [
        (olds[each][0], found[0]) for each, found in news.items() if len(found) == 1 and len(olds.get(each, ())) == 1
    ]
    gone = {id(each) for each, _ in pairs}
    come = {id(each) for _, each in pairs}
    return pairs, [each for each in old if id(each) not in gone], [each for each in new if id(each) not in come]


def _by_key(things: Iterable[T], key: Callable[[T], Hashable | None]) -> dict[Hashable, list[T]]:
    found: defaultdict[Hashable, list[T]] = defaultdict(list)
    for each in things:
        if (value := key(each)) is not None:
            found[value].append(each)
    return found


def _sorted(pairs: list[Pair]) -> tuple[Pair, ...]:
    return tuple(sorted(pairs, key=lambda pair: (pair.new.path, pair.new.method)))


# What tells that two operations are one, the surest first.


def _exact_key(operation: Operation) -> Hashable:
    return (operation.method, operation.path)


def _normal_key(operation: Operation) -> Hashable:
    return (operation.method, normal_path(operation.path))


def _slash_key(operation: Operation) -> Hashable:
    return (operation.method, normal_path(operation.path).rstrip("/"))


def _handler_key(operation: Operation) -> Hashable | None:
    return (operation.python, operation.method) if operation.python else None


def _handler_alone_key(operation: Operation) -> Hashable | None:
    return operation.python


def _handler_name_key(operation: Operation) -> Hashable | None:
    return (operation.python.qualname, operation.method, _last_words(operation)) if operation.python else None


def _id_key(operation: Operation) -> Hashable | None:
    return (operation.id, operation.method) if operation.id else None


def _name_key(operation: Operation) -> Hashable | None:
    return (operation.name, operation.method, _last_words(operation)) if operation.id else None


def _content_key(operation: Operation) -> Hashable | None:
    """What it takes and gives, where that says something, and how its path ends."""
    if not operation.body and not any(each.contents for each in operation.responses):
        return None
    given = tuple((each.status, tuple(content.type for content in each.contents)) for each in operation.responses)
    taken = tuple(content.type for content in operation.body.contents) if operation.body else ()
    return (operation.method, _last_words(operation), repr(taken), repr(given))


def _last_words(operation: Operation) -> str:
    """The end of a path from its last fixed segment on."""
    segments = normal_path(operation.path).rstrip("/").split("/")
    fixed = [index for index, each in enumerate(segments) if each != "{}"]
    return "/".join(segments[fixed[-1] :]) if fixed else ""


_EVIDENCE: Final = (
    _slash_key,
    _handler_key,
    _handler_alone_key,
    _handler_name_key,
    _id_key,
    _name_key,
    _content_key,
)
