"""Whose field it is: the definition that a step into a type ends in, so that one change of a model is one change."""

from __future__ import annotations

from contractbridge.contract import (
    Array,
    Checked,
    Const,
    Contract,
    Encoded,
    Enum,
    Faced,
    Field,
    Intersection,
    Map,
    Object,
    Ref,
    Ruled,
    Tuple,
    Type,
    Union,
)
from contractbridge.drift.mismatch import Each, Step, Steps, View
from contractbridge.drift.values.seeing import seen
from contractbridge.faces import RESPONSE


def find_owner(node: Type, steps: Steps, contract: Contract) -> tuple[str, Steps]:
    """The key of the last definition on the way, empty where there is none, and the steps from there.

    A way that ends in a definition belongs to that: what changed in an enumeration did not change where it is used.
    """
    owner, start = "", 0
    current: Type | None = node
    for index, step in enumerate((*steps, None)):
        passed: tuple[str, ...] = ()
        if step is not None:
            current, passed = _step_into(current, step, contract, ())
        else:
            while isinstance(current, Ref) and current.key in contract.definitions and current.key not in passed:
                passed = (*passed, current.key)
                current = contract.definitions[current.key].type
        if passed:
            owner, start = passed[-1], index
        if current is None:
            break
    return owner, steps[start:]


def find_field(node: Type, steps: Steps, contract: Contract) -> Field | None:
    """The field that the last of `steps` names."""
    holder = find_type(node, steps[:-1], contract)
    name = steps[-1] if steps else None
    return None if holder is None or not isinstance(name, str) else _field(holder, name, contract)


def find_type(node: Type, steps: Steps, contract: Contract) -> Type | None:
    """What stands at the end of `steps`, or None where they lead nowhere."""
    current: Type | None = node
    for step in steps:
        if current is None:
            return None
        current, _ = _step_into(current, step, contract, ())
    return current


def fields_of(node: Type, contract: Contract) -> tuple[Field, ...]:
    """The fields of an object, or of the first object that `node` may be or is made of."""
    return next(iter(objects_of(node, contract)), Object(())).fields


def objects_of(node: Type, contract: Contract) -> list[Object]:
    """The objects that `node` may be or is made of."""
    return _objects(node, contract, ())


def tags_of(node: Type, contract: Contract) -> frozenset[str]:
    """The fields that tell the objects apart that `node` may be: in each of them of a few values only."""
    view = View(contract, RESPONSE)
    tags = [
        {each.name for each in found.fields if isinstance(seen(each.type, view), Const | Enum)}
        for found in objects_of(node, contract)
    ]
    return frozenset(set.intersection(*tags)) if tags else frozenset()


def _objects(node: Type, contract: Contract, passed: tuple[str, ...]) -> list[Object]:
    match node:
        case Object():
            return [node]
        case _:
            return [
                found for inner, gone in _inside(node, contract, passed) for found in _objects(inner, contract, gone)
            ]


def _field(node: Type, name: str, contract: Contract) -> Field | None:
    for each in objects_of(node, contract):
        for field in each.fields:
            if field.name == name:
                return field
    return None


def _step_into(
    node: Type | None, step: Step, contract: Contract, passed: tuple[str, ...]
) -> tuple[Type | None, tuple[str, ...]]:
    """What stands at `step`, and the definitions that led there."""
    found: Type | None = None
    match node, step:
        case (None, _):
            return None, passed
        case (Object(fields=fields), str()):
            found = next((each.type for each in fields if each.name == step), None)
        case (Object(extra=extra), Each.VALUE):
            found = extra
        case (Map(values=values), Each.VALUE | str()):
            found = values
        case (Map(keys=keys), Each.KEY):
            found = keys
        case (Array(items=items), Each.ITEM | int()):
            found = items
        case (Tuple(items=items), int()) if step < len(items):
            found = items[step]
        case (Tuple(rest=rest), Each.ITEM | int()):
            found = rest
        case _:
            for inner, gone in _inside(node, contract, passed) if node is not None else ():
                found, led = _step_into(inner, step, contract, gone)
                if found is not None:
                    return found, led
    return found, passed


def _inside(node: Type, contract: Contract, passed: tuple[str, ...]) -> list[tuple[Type, tuple[str, ...]]]:
    """What `node` stands for, without a step: members, and what is wrapped."""
    match node:
        case Ref(key=key) if key in contract.definitions and key not in passed:
            return [(contract.definitions[key].type, (*passed, key))]
        case Union(members=members) | Intersection(members=members):
            return [(each, passed) for each in members]
        case Checked(type=inner) | Ruled(type=inner) | Encoded(type=inner):
            return [(inner, passed)]
        case Faced(request=request, response=response):
            return [(request, passed), (response, passed)]
        case _:
            return []
