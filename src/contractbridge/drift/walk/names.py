"""What TypeScript calls things, before and now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from contractbridge.contract import Contract, Enum, Operation, references
from contractbridge.drift.facts import (
    DefinitionRemoved,
    DefinitionRenamed,
    EnumMemberRenamed,
    Fact,
    NamespaceRenamed,
    OperationRenamed,
    Pair,
    Sides,
)
from contractbridge.drift.walk.fields import DefinitionPair
from contractbridge.drift.walk.pairing import SOCKET
from contractbridge.faces import Face, face_definitions, operation_types
from contractbridge.naming import Names, is_made_body, name_contract


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of a contract, and those of its operations by method and path, each with its namespace."""

    contract: Contract
    names: Names
    functions: Mapping[tuple[str, str], str]


def compare_names(pairs: Iterable[Pair], met: Iterable[DefinitionPair], sides: Sides) -> Iterator[Fact]:
    """Functions, types and enum members of another name. `met`: definitions that stand at the same place."""
    old, new = _name(sides.old), _name(sides.new)
    pairs, met = list(pairs), list(met)
    yield from _compare_functions(pairs, old, new)
    yield from _compare_types(pairs, met, old, new)
    yield from _compare_members(met, sides)


def _compare_functions(pairs: Iterable[Pair], old: Naming, new: Naming) -> Iterator[Fact]:
    """Another name for a tag is one change, whatever has the tag."""
    moved: dict[tuple[str, str], list[OperationRenamed]] = {}
    for pair in pairs:
        before = old.functions.get((pair.old.method, pair.old.path))
        now = new.functions.get((pair.new.method, pair.new.path))
        if not before or not now or before == now:
            continue
        (was, _, function), (is_, _, same) = before.rpartition("."), now.rpartition(".")
        renamed = OperationRenamed(pair, before, now)
        if function == same:
            moved.setdefault((was, is_), []).append(renamed)
        else:
            yield renamed
    for (was, is_), renames in moved.items():
        together = NamespaceRenamed(was, is_, tuple(each.operation for each in renames))
        yield from [together] if len(renames) > 1 else renames


def _name(contract: Contract) -> Naming:
    names = name_contract(contract, face_definitions(contract))
    functions: dict[tuple[str, str], str] = {}
    for each in names.namespaces:
        prefix = f"{each.name}." if each.name else ""
        functions |= {(operation.method, operation.path): prefix + name for name, operation in each.operations}
        functions |= {(SOCKET, socket.path): prefix + name for name, socket in each.sockets}
    return Naming(contract, names, functions)


def _compare_types(pairs: list[Pair], met: list[DefinitionPair], old: Naming, new: Naming) -> Iterator[Fact]:
    """The names that are declared no more. What only removed operations used went with them."""
    used = _reached((pair.old for pair in pairs), old.contract)
    partners = {each.old: each.new for each in reversed(met) if each.old != each.new}
    gone: set[str] = set()
    for (key, face), name in sorted(old.names.types.items(), key=lambda each: each[1]):
        if name in new.names.declared or name in gone:
            continue
        gone.add(name)
        successor = partners.get(key) or _successor(key, old.contract, new.contract)
        now = _name_of(successor, face, new) if successor else ""
        if now:
            yield DefinitionRenamed(name, now)
        elif key in used and not is_made_body(key):
            yield DefinitionRemoved(name)


def _successor(key: str, old: Contract, new: Contract) -> str:
    """The definition that took the place of another: of its key or class, or of its structure."""
    if key in new.definitions:
        return key
    gone = old.definitions[key]
    fresh = {each: found for each, found in new.definitions.items() if each not in old.definitions}
    for each, found in fresh.items():
        if gone.python is not None and found.python == gone.python:
            return each
    alike = [each for each, found in fresh.items() if found.type == gone.type]
    return alike[0] if len(alike) == 1 else ""


def _name_of(key: str, face: Face, naming: Naming) -> str:
    types = naming.names.types
    return types.get((key, face)) or next((name for (each, _), name in types.items() if each == key), "")


def _reached(operations: Iterable[Operation], contract: Contract) -> set[str]:
    waiting = [key for each in operations for _, node in operation_types(each) for key in references(node)]
    found: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key not in found and key in contract.definitions:
            found.add(key)
            waiting += references(contract.definitions[key].type)
    return found


def _compare_members(met: list[DefinitionPair], sides: Sides) -> Iterator[Fact]:
    for old, new in dict.fromkeys((each.old, each.new) for each in met):
        before, now = sides.old.definitions[old].type, sides.new.definitions[new].type
        if isinstance(before, Enum) and isinstance(now, Enum):
            names = {repr(each.value): each.name for each in now.members}
            for member in before.members:
                name = names.get(repr(member.value), "")
                if member.name and name and member.name != name:
                    yield EnumMemberRenamed(new, member.name, name)
