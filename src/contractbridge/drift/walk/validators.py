"""Functions that refuse requests for reasons of their own, before and now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contractbridge.contract import Contract, Operation, references
from contractbridge.drift.facts import Pair, Sides, ValidatorAdded
from contractbridge.faces import operation_types


def compare_validators(pairs: Iterable[Pair], sides: Sides) -> Iterator[ValidatorAdded]:
    """The functions that a definition has since, where requests hold it on both sides. Only apps tell of them."""
    if not (sides.old.of_app and sides.new.of_app):
        return
    users: dict[str, list[Pair]] = {}
    for pair in pairs:
        if not pair.from_server:
            for key in sorted(_requested(pair.old, sides.old) & _requested(pair.new, sides.new)):
                users.setdefault(key, []).append(pair)
    for key, (first, *others) in users.items():
        # One that was only moved to another module is none that is new.
        known = {_qualname(each) for each in sides.old.definitions[key].validators}
        added = tuple(each for each in sides.new.definitions[key].validators if _qualname(each) not in known)
        if added:
            yield ValidatorAdded(key, added, first, tuple(others))


def _requested(operation: Operation, contract: Contract) -> set[str]:
    """The keys of the definitions that a request may hold values of."""
    types = [node for face, node in operation_types(operation) if face.direction == "request"]
    waiting = [key for node in types for key in references(node)]
    found: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key not in found and key in contract.definitions:
            found.add(key)
            waiting += references(contract.definitions[key].type)
    return found


def _qualname(name: str) -> str:
    return name.rpartition(":")[2]
