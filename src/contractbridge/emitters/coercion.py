"""Coercion: request schemas that also take what Pydantic makes a value from, such as "1" for an integer.

`coerced` rewrites a contract: each leaf that Pydantic is lax about is `Checked` by a predicate of `checks.js`, which
answers for any value. Such a schema leaves the value as it is, since it is the server that converts it. The types
are those of the leaves, and responses, which are structural, know nothing of all this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, Literal, TypeAlias, assert_never

from contractbridge.contract import (
    JSON,
    Array,
    Binary,
    Body,
    Boolean,
    Check,
    Checked,
    Const,
    Contract,
    Encoded,
    Enum,
    Faced,
    Intersection,
    Map,
    Never,
    Null,
    Number,
    Object,
    Operation,
    Ref,
    Ruled,
    String,
    Tuple,
    Type,
    Union,
    Unknown,
)

Coercion: TypeAlias = Literal["none", "pydantic"]

# What takes the place of a check, where other types than text will do.
_LAX: Final[Mapping[str, str]] = {
    "date": "laxDate",
    "dateTime": "laxDateTime",
    "duration": "laxDuration",
    "ip": "laxIp",
    "time": "laxTime",
}
_ANYTHING: Final = Check("laxAnything")
# Every integer up to here is a double.
_EXACT: Final = 2**53


def coerced(contract: Contract) -> Contract:
    """`contract` with requests that take what Pydantic converts. Parameters are text on the wire in any case."""
    definitions = {key: replace(each, type=_lax(each.type)) for key, each in contract.definitions.items()}
    operations = tuple(_with_lax_body(each) for each in contract.operations)
    return replace(contract, definitions=definitions, operations=operations)


def is_lax(check: Check) -> bool:
    """Whether a check answers for values of any type, so that it is the whole schema."""
    return check.name.startswith("lax")


def _with_lax_body(operation: Operation) -> Operation:
    match operation.body:
        case Body(contents=contents) as body:
            lax = tuple(replace(each, type=_lax(each.type)) for each in contents)
            return replace(operation, body=replace(body, contents=lax))
        case None:
            return operation


def _lax(node: Type) -> Type:
    match node:
        case Boolean(strict=False):
            return Checked(node, (Check("laxBoolean"),))
        case Number(strict=False):
            return Checked(node, (_number(node),))
        case Const(value=bool() | int() | float() as value):
            return Checked(node, (_member([value]),))
        case Enum(members=members, text=text):
            values = [each.value for each in members]
            return node if all(isinstance(each, str) for each in values) else Checked(node, (_member(values, text),))
        case Checked(type=inner, checks=checks):
            return _lax_checked(inner, checks)
        case Array(items=items):
            return replace(node, items=_lax(items))
        case Tuple(items=items, rest=rest):
            return Tuple(tuple(map(_lax, items)), None if rest is None else _lax(rest))
        case Object(fields=fields, extra=extra):
            lax = tuple(replace(each, type=_lax(each.type)) for each in fields)
            return Object(lax, None if extra is None else _lax(extra))
        case Map(values=each):
            return replace(node, values=_lax(each))
        case Union(members=nodes):
            return replace(node, members=tuple(map(_lax, nodes)))
        case Intersection(members=nodes):
            return Intersection(tuple(map(_lax, nodes)))
        case Faced(request=request):
            return replace(node, request=_lax(request))
        case Encoded(type=inner):
            return Encoded(_lax(inner))
        case Ruled(type=inner):
            return _lax(inner)
        case Unknown() | Never() | Null() | Boolean() | Number() | String() | Binary() | Const() | Ref():
            return node
        case _:
            assert_never(node)


def _lax_checked(inner: Type, checks: tuple[Check, ...]) -> Type:
    match checks:
        case ():
            return Checked(inner, (_ANYTHING,))
        case (Check(name=name, options=options),) if name in _LAX:
            return Checked(inner, (Check(_LAX[name], options),))
        case _:
            # Of text, numbers and unions the checks tell all there is.
            return Checked(_lax(inner) if isinstance(inner, Array | Tuple | Map) else inner, checks)


def _number(node: Number) -> Check:
    options = dict(_bounds(node))
    if node.multiple_of is not None:
        options["multipleOf"] = node.multiple_of
    if not node.integer and not node.infinite:
        options["finite"] = True
    return Check("laxInteger" if node.integer else "laxNumber", tuple(options.items()))


def _bounds(node: Number) -> Iterator[tuple[str, JSON]]:
    """The bounds; integers that no double holds are written as text."""
    for name, bound in (
        ("ge", node.minimum),
        ("le", node.maximum),
        ("gt", node.exclusive_minimum),
        ("lt", node.exclusive_maximum),
    ):
        if bound is not None:
            yield name, str(int(bound)) if node.integer and abs(bound) > _EXACT else bound


def _member(values: list[JSON], text: str = "") -> Check:
    return Check("laxMember", (("values", values), *((("text", text),) if text else ())))
