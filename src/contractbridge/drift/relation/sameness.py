"""Which definitions surely say the same in two contracts: equal, and so is all that they lead to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from contractbridge.contract import JSON, Const, Contract, Enum, Type, children, references
from contractbridge.graphs import components

_MOST: Final = 4
_known: list[tuple[Contract, Contract, frozenset[str]]] = []


def same_definitions(one: Contract, other: Contract) -> frozenset[str]:
    """The keys of these definitions; worked out once for two contracts, in whichever order."""
    for left, right, keys in _known:
        if (left is one and right is other) or (left is other and right is one):
            return keys
    keys = _same_definitions(one, other)
    _known.insert(0, (one, other, keys))
    del _known[_MOST:]
    return keys


def is_same_type(one: Type, other: Type) -> bool:
    """Whether two types are written the same; Python holds that 1, 1.0 and true are equal, and JSON does not."""
    return one == other and all(map(_is_same_text, _constants(one), _constants(other)))


def _same_definitions(one: Contract, other: Contract) -> frozenset[str]:
    equal = {
        key
        for key, definition in one.definitions.items()
        if key in other.definitions and is_same_type(definition.type, other.definitions[key].type)
    }
    uses = {key: tuple(dict.fromkeys(references(one.definitions[key].type))) for key in equal}
    known = {key: [each for each in used if each in equal] for key, used in uses.items()}
    same: set[str] = set()
    for group in components(known):
        inside = set(group)
        if all(each in same or each in inside for key in group for each in uses[key]):
            same |= inside
    return frozenset(same)


def _constants(node: Type) -> Iterator[JSON]:
    match node:
        case Const(value=value):
            yield value
        case Enum(members=members):
            yield from (each.value for each in members)
        case _:
            for child in children(node):
                yield from _constants(child)


def _is_same_text(one: JSON, other: JSON) -> bool:
    return isinstance(one, str) or repr(one) == repr(other)
