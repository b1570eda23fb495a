"""A type as one side of a comparison sees it: under its face, and as closely as its grain asks."""

from __future__ import annotations

from typing import assert_never

from contractbridge.contract import (
    Array,
    Binary,
    Boolean,
    Checked,
    Const,
    Encoded,
    Enum,
    Faced,
    Intersection,
    Map,
    Never,
    Null,
    Number,
    Object,
    Ref,
    Ruled,
    String,
    Tuple,
    Type,
    Union,
    Unknown,
)
from contractbridge.drift.mismatch import View


def seen(node: Type, view: View) -> Type:
    """What `node` is under `view`, itself neither a reference nor a `Faced`; what is within is left as it was.

    A reference that leads nowhere is any value, and one that only leads back to itself is none.
    """
    passed: set[str] = set()
    while isinstance(node := unwrapped(node, view), Ref):
        if node.key in passed:
            return Never()
        passed.add(node.key)
        definition = view.contract.definitions.get(node.key)
        node = Unknown() if definition is None else definition.type
    return node


def unwrapped(node: Type, view: View) -> Type:
    """The same, but a reference stays one."""
    exact = view.grain == "exact"
    while True:
        match node:
            case Faced(request=request, response=response):
                node = request if view.face.direction == "request" else response
            # Checks are those of requests.
            case Checked(type=inner) if not exact or view.face.direction == "response":
                node = inner
            case Ruled(type=inner) if not exact:
                node = inner
            case _:
                return node if exact else _without_limits(node)


def _without_limits(node: Type) -> Type:
    """`node` without what neither TypeScript nor a client's schema of a response says."""
    match node:
        case Number(infinite=infinite):
            return Number(infinite=infinite)
        case String() | Encoded():
            return String()
        case Array(items=items):
            return Array(items)
        case Map(values=values, keys=keys):
            return Map(values, keys)
        case Object(fields=fields, extra=Never()):
            return Object(fields)
        case (
            Unknown()
            | Never()
            | Null()
            | Boolean()
            | Binary()
            | Const()
            | Enum()
            | Tuple()
            | Object()
            | Union()
            | Intersection()
            | Ref()
            | Checked()
            | Faced()
            | Ruled()
        ):
            return node
        case _:
            assert_never(node)
