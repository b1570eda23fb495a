"""Is a JSON value within the TypeScript type of a request?"""

from __future__ import annotations

from typing import Any, assert_never

from contractbridge.contract import (
    Array,
    Binary,
    Boolean,
    Checked,
    Const,
    Contract,
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
    Path,
    Ref,
    Ruled,
    String,
    Tuple,
    Type,
    Union,
    Unknown,
)
from contractbridge.prove.wire import FILE


def is_within(value: Any, node: Type, contract: Contract) -> bool:
    """Tell whether TypeScript takes `value`, as JSON gives it, for the request type `node`.

    Members that it does not name are fine, unless it is closed, or they have a type of their own.
    """
    match node:
        case Unknown():
            return True
        case Never():
            return False
        case Binary():
            return bool(value == FILE)
        case Null():
            return value is None
        case Boolean():
            return isinstance(value, bool)
        case Number():
            return is_number(value)
        case String() | Encoded():
            return isinstance(value, str)
        case Const(value=wanted):
            return same(value, wanted)
        case Enum(members=members):
            return any(same(value, each.value) for each in members)
        case Array(items=items):
            return isinstance(value, list) and all(is_within(each, items, contract) for each in value)
        case Tuple(items=items, rest=rest):
            return (
                isinstance(value, list)
                and (len(value) == len(items) if rest is None else len(value) >= len(items))
                and all(is_within(each, type_, contract) for each, type_ in zip(value, items, strict=False))
                and all(is_within(each, rest, contract) for each in value[len(items) :] if rest is not None)
            )
        case Object():
            return isinstance(value, dict) and _is_object_within(value, node, contract)
        case Map(values=values, keys=keys):
            return isinstance(value, dict) and all(
                is_within(name, keys, contract) and is_within(each, values, contract) for name, each in value.items()
            )
        case Union(members=members):
            return any(is_within(value, each, contract) for each in members)
        case Intersection(members=members):
            return all(is_within(value, each, contract) for each in members)
        case Ref(key=key):
            return is_within(value, contract.definitions[key].type, contract)
        case Checked(type=checked) | Ruled(type=checked):
            return is_within(value, checked, contract)
        case Faced(request=request):
            return is_within(value, request, contract)
        case _:
            assert_never(node)


def _is_object_within(value: dict[str, Any], node: Object, contract: Contract) -> bool:
    named = {each.name for each in node.fields} | {path[0] for each in node.fields for path in each.aliases}
    others = [each for name, each in value.items() if name not in named]
    return all(_is_field_within(value, each, contract) for each in node.fields) and (
        node.extra is None or all(is_within(each, node.extra, contract) for each in others)
    )


def _is_field_within(value: dict[str, Any], field: Field, contract: Contract) -> bool:
    if field.name in value and not field.elsewhere:
        return is_within(value[field.name], field.type, contract)
    others = (_at(value, path) for path in field.aliases)
    found = next((each for each in others if each is not None), None)
    return (field.elsewhere or not field.required) and (found is None or is_within(found, field.type, contract))


def _at(value: Any, path: Path) -> Any:
    for key in path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def same(one: Any, other: Any) -> bool:
    """JSON's equality: Python holds that true is 1."""
    if is_number(one) and is_number(other):
        return bool(one == other)
    return type(one) is type(other) and bool(one == other)
