"""Parameters as FastAPI has them: each is a text, of which a strict number and a plain member make nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from contractbridge.contract import (
    Array,
    Boolean,
    Checked,
    Const,
    Definition,
    Enum,
    Faced,
    Never,
    Number,
    Operation,
    Parameter,
    Ref,
    Tuple,
    Type,
    Union,
)
from contractbridge.readers.openapi.nodes import unite
from contractbridge.readers.openapi.references import Scope, shown

_NEVER: Final = (
    "No request can have the parameter {}: it arrives as text, of which neither a strict type nor a `Literal` or a "
    "plain `Enum` of numbers takes any. Leave out `strict`, or take an `IntEnum`."
)
_LACKING: Final = "Some values of the parameter {} no request can have: it arrives as text."


def hold_parameters(
    operations: tuple[Operation, ...], definitions: Mapping[str, Definition], scope: Scope
) -> tuple[Operation, ...]:
    """The operations, with parameters of those values alone that text is converted to; notices tell which differ."""
    return tuple(
        replace(each, parameters=tuple(_held(parameter, each, definitions, scope) for parameter in each.parameters))
        for each in operations
    )


def _held(parameter: Parameter, operation: Operation, definitions: Mapping[str, Definition], scope: Scope) -> Parameter:
    # One with a media type is JSON.
    node = parameter.type if parameter.media_type else textual(parameter.type, definitions)
    if node == parameter.type:
        return parameter
    place = (((None, "paths"), operation.path), operation.method.lower())
    nothing = isinstance(node.items if isinstance(node, Array) else node, Never)
    scope.note(place, (_NEVER if nothing else _LACKING).format(shown(parameter.name)))
    return replace(parameter, type=node)


def textual(node: Type, definitions: Mapping[str, Definition]) -> Type:
    """`node` without the values that no text is converted to."""
    match node:
        case Boolean(strict=True) | Number(strict=True, flags=None):
            return Never()
        case Const(value=bool() | int() | float()):
            return Never()
        case Enum(members=members, text="") if not all(isinstance(each.value, str) for each in members):
            return unite(Const(each.value) for each in members if isinstance(each.value, str))
        case Ref(key=key) if key in definitions and isinstance(target := definitions[key].type, Enum | Faced):
            held = textual(target, definitions)
            return node if held == target else held
        case Union(members=members):
            return _same(node, unite((textual(each, definitions) for each in members), node.discriminator))
        case Array(items=items):
            # A list without items is not sent at all.
            return replace(node, items=textual(items, definitions))
        case Tuple(items=items):
            return replace(node, items=tuple(textual(each, definitions) for each in items))
        case Checked(type=inner, checks=[_, *_]):
            held = textual(inner, definitions)
            return held if isinstance(held, Never) else replace(node, type=held)
        case Faced(request=request):
            return replace(node, request=textual(request, definitions))
        case _:
            return node


def _same(node: Type, held: Type) -> Type:
    """What uniting leaves as it was, in the words that it was in."""
    return node if isinstance(node, Union) and held == unite(node.members, node.discriminator) else held
