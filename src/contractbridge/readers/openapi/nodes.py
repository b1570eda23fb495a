"""Types put together: unions and intersections in their plainest form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from contractbridge.contract import (
    JSON,
    Array,
    Binary,
    Boolean,
    Checked,
    Const,
    Contains,
    Dependent,
    Discriminator,
    Embedded,
    Encoded,
    Enum,
    Faced,
    Intersection,
    Map,
    MemberCount,
    MemberNames,
    Never,
    Null,
    Number,
    Object,
    Patterned,
    Ref,
    Rule,
    Ruled,
    String,
    Tuple,
    Type,
    Unevaluated,
    Union,
    Unknown,
)

_PLAIN: Final = (String(), Boolean(), Number(), Number(integer=True))


def unite(members: Iterable[Type], discriminator: Discriminator | None = None) -> Type:
    """The union of `members`: flat, each once, and no union at all where one type says the same."""
    flat: list[Type] = []
    seen: set[Any] = set()
    for member in members:
        inner = member.members if isinstance(member, Union) and member.discriminator is None else (member,)
        for each in inner:
            if isinstance(each, Unknown):
                return each
            identity = _identity(each)
            if identity not in seen and not isinstance(each, Never):
                seen.add(identity)
                flat.append(each)
    match flat:
        case []:
            return Never()
        case [only]:
            return only
        case _ if discriminator is not None and Null() in flat:
            apart = unite((each for each in flat if each != Null()), discriminator)
            return Union((apart, Null()))
        case _:
            return Union(tuple(flat), discriminator)


def intersect(members: Iterable[Type]) -> Type:
    """The intersection of `members`: flat, each once, without those that say nothing more."""
    flat: list[Type] = []
    seen: set[Any] = set()
    for member in members:
        for each in member.members if isinstance(member, Intersection) else (member,):
            if isinstance(each, Never):
                return each
            identity = _identity(each)
            if identity not in seen and not isinstance(each, Unknown):
                seen.add(identity)
                flat.append(each)
    flat = [each for each in flat if each not in _PLAIN or not any(_narrows(other, each) for other in flat)]
    match flat:
        case []:
            return Unknown()
        case [only]:
            return only
        case _:
            return Intersection(tuple(flat))


def ruled(node: Type, rules: Iterable[Rule]) -> Type:
    """`node` with `rules` beside it, where they say something of its values; on the members of a plain union."""
    match node, [each for each in rules if _concerns(each, node)]:
        case _, []:
            return node
        case Never(), _:
            return node
        case Ruled(type=inner, rules=earlier), found:
            return ruled(inner, (*earlier, *found))
        case Union(members=members, discriminator=None), found:
            # A value of several members has what any of them speaks of.
            whole = [isinstance(each, Unevaluated) or _kind_of(each) is None for each in found]
            own = [each for each, is_whole in zip(found, whole, strict=True) if not is_whole]
            rest = tuple(each for each, is_whole in zip(found, whole, strict=True) if is_whole)
            node = Union(tuple(ruled(each, own) for each in members))
            return Ruled(node, rest) if rest else node
        case _, found:
            return Ruled(node, tuple(found))


def _concerns(rule: Rule, node: Type) -> bool:
    match _kind_of(rule), node:
        case "array", Object() | Map() | String() | Encoded():
            return False
        case "object", Array() | Tuple() | String() | Encoded():
            return False
        case "string", Object() | Map() | Array() | Tuple():
            return False
        case str(), Null() | Boolean() | Number() | Binary():
            return False
        case _:
            return True


def _kind_of(rule: Rule) -> str | None:
    """The kind of values that a rule says something of; None where that is any."""
    match rule:
        case Contains() | Unevaluated(what="items"):
            return "array"
        case Dependent() | Patterned() | MemberNames() | MemberCount() | Unevaluated(what="members"):
            return "object"
        case Embedded():
            return "string"
        case _:
            return None


def _narrows(node: Type, plain: Type) -> bool:
    """Whether `node` says what `plain`, a type without limits, says, and more."""
    match node, plain:
        case String(), String():
            return node != plain
        case Number(integer=integer), Number(integer=wanted):
            return node != plain and integer >= wanted
        case Const(value=value), _:
            return _is_of(value, plain)
        case Enum(members=members), _:
            return all(_is_of(each.value, plain) for each in members)
        case _:
            return False


def _is_of(value: JSON, plain: Type) -> bool:
    match plain, value:
        case (String(), str()) | (Boolean(), bool()):
            return True
        case Number(integer=wanted), int() | float():
            return not isinstance(value, bool) and (not wanted or value % 1 == 0)
        case _:
            return False


def _identity(node: Type) -> Any:
    """Equal where two nodes are surely the same type: Python holds that 1, 1.0 and true are equal."""
    match node:
        case Const(value=str() | bool() | int() | float() | None as value):
            return type(value), value
        case Null() | Boolean() | Number() | String() | Binary() | Ref() | Unknown() | Never():
            return node
        case (
            Const()
            | Enum()
            | Array()
            | Tuple()
            | Object()
            | Map()
            | Union()
            | Intersection()
            | Checked()
            | Faced()
            | Encoded()
            | Ruled()
        ):
            return id(node)
