"""What a change touches in a contract, and the contract with another name for it: whoever uses it can then be found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from contractbridge.contract import (
    Array,
    Checked,
    Content,
    Contract,
    Faced,
    Intersection,
    Map,
    Object,
    Operation,
    Tuple,
    Type,
    Union,
)
from contractbridge.drift.change import Change
from contractbridge.drift.mismatch import Steps, read_steps
from contractbridge.drift.walk.owners import find_owner
from contractbridge.naming import Names

_QUOTED: Final = re.compile(r"'([^']+)'")
_IDENTIFIER: Final = re.compile(r"[A-Za-z_$][\w$]*")
# What a name is followed by where it is taken away: a type without members would take any.
_GONE: Final = " (gone)"
_PARAMETER: Final = re.compile(r"request\.(path|query|header|cookie)\.(.+)")
_TYPE: Final = re.compile(r"types\.([^.]+).*")
_PART: Final = re.compile(r"(?:request\.(?P<request>body)|response\.(?P<status>[^.]+)\.(?:body|items))(?P<inside>.*)")


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change is about: operations, and in them perhaps a parameter, or a field: of the definition `owner`, or
    of the operations' own types where that is empty.

    `names` are what TypeScript calls it. `types` are the names of the owner, `others` those of all other definitions:
    a compiler that names one of them means something else.
    """

    operations: frozenset[tuple[str, str]]
    names: frozenset[str]
    parameter: tuple[str, str] | None = None
    field: str = ""
    owner: str = ""
    types: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    def is_meant_by(self, message: str) -> bool:
        """Whether a compiler's message is about this."""
        quoted = _QUOTED.findall(message)
        types = {word for each in quoted for word in _IDENTIFIER.findall(each)}
        named = any(each.removesuffix(_GONE) in self.names for each in quoted)
        return named and (not types & self.others or bool(types & self.types))


def touched_by(change: Change, contract: Contract, names: Names) -> Touched:
    """What `change` is about, in the contract that it is a change of."""
    routes = [_route(each) for each in (change.operation, *change.operations)]
    functions = {(each.method, each.path): name for space in names.namespaces for name, each in space.operations}
    whole = Touched(frozenset(routes), frozenset(functions[each] for each in routes if each in functions))
    if change.rule == "namespace-renamed" and (former := _former(change)):
        return replace(whole, names=frozenset({former}))
    if match := _TYPE.fullmatch(change.location):
        return replace(whole, names=frozenset({match[1]}))
    if match := _PARAMETER.fullmatch(change.location):
        name = _former(change) or re.split(r"[.\[{]", match[2], maxsplit=1)[0]
        return replace(whole, parameter=(match[1], name), names=frozenset({name}))
    operation = next((each for each in contract.operations if (each.method, each.path) == routes[0]), None)
    node, steps = _place(change.location, operation)
    fields = [each for each in steps if isinstance(each, str)]
    if node is None or not fields:
        return whole
    until = len(steps) - steps[::-1].index(fields[-1])
    owner, _ = find_owner(node, steps[: until - 1], contract)
    types = frozenset(name for (key, _), name in names.types.items() if key == owner)
    field = _former(change) or fields[-1]
    return Touched(whole.operations, frozenset({field}), None, field, owner, types, names.declared - types)


def _route(operation: str) -> tuple[str, str]:
    method, _, path = operation.partition(" ")
    return method, path


def _former(change: Change) -> str:
    """What is renamed is found by the name that it had."""
    return change.old if change.rule.endswith("-renamed") and isinstance(change.old, str) else ""


def without(contract: Contract, touched: Iterable[Touched], *, operations: bool) -> Contract:
    """`contract` without what is touched: the operations where nothing smaller is, or else the smaller things."""
    gone = set(touched)
    if operations:
        whole = {route for each in gone if not each.field and not each.parameter for route in each.operations}
        return replace(
            contract, operations=tuple(each for each in contract.operations if (each.method, each.path) not in whole)
        )
    fields: dict[str, set[str]] = {}
    for each in gone:
        if each.field and each.owner:
            fields.setdefault(each.owner, set()).add(each.field)
    definitions = {
        key: replace(each, type=_renamed_fields(each.type, fields[key])) if key in fields else each
        for key, each in contract.definitions.items()
    }
    return replace(
        contract,
        definitions=definitions,
        operations=tuple(
            _smaller(each, [one for one in gone if (each.method, each.path) in one.operations])
            for each in contract.operations
        ),
    )


def _smaller(operation: Operation, gone: list[Touched]) -> Operation:
    """An operation with other names for parameters, and for fields of its own types."""
    parameters = {each.parameter for each in gone}
    fields = {each.field for each in gone if each.field and not each.owner}

    def lessened(contents: tuple[Content, ...]) -> tuple[Content, ...]:
        return tuple(replace(each, type=_renamed_fields(each.type, fields)) for each in contents)

    body = operation.body and replace(operation.body, contents=lessened(operation.body.contents))
    return replace(
        operation,
        parameters=tuple(
            replace(each, name=each.name + _GONE * ((each.location, each.name) in parameters))
            for each in operation.parameters
        ),
        body=body,
        responses=tuple(replace(each, contents=lessened(each.contents)) for each in operation.responses),
    )


def _renamed_fields(node: Type, names: set[str]) -> Type:
    match node:
        case Object(fields=fields):
            kept = tuple(
                replace(each, name=each.name + _GONE * (each.name in names), type=_renamed_fields(each.type, names))
                for each in fields
            )
            return replace(node, fields=kept)
        case Array(items=items):
            return replace(node, items=_renamed_fields(items, names))
        case Map(values=values):
            return replace(node, values=_renamed_fields(values, names))
        case Tuple(items=items):
            return replace(node, items=tuple(_renamed_fields(each, names) for each in items))
        case Union(members=members) | Intersection(members=members):
            return replace(node, members=tuple(_renamed_fields(each, names) for each in members))
        case Checked(type=inner):
            return replace(node, type=_renamed_fields(inner, names))
        case Faced(request=request, response=response):
            return Faced(_renamed_fields(request, names), _renamed_fields(response, names))
        case _:
            return node


def _place(location: str, operation: Operation | None) -> tuple[Type | None, Steps]:
    match = _PART.fullmatch(location)
    if match is None or operation is None:
        return None, ()
    contents: Iterable[Content] = operation.body.contents if match["request"] and operation.body else ()
    if match["status"]:
        contents = (each for one in operation.responses if one.status == match["status"] for each in one.contents)
    content = next(iter(contents), None)
    return (None if content is None else content.items or content.type), read_steps(match["inside"])
