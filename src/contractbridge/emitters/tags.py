"""Which member of a union a value is of: by its tag, or by what fits first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, combinations
from typing import Final

from contractbridge.contract import (
    MISSING,
    Array,
    Check,
    Checked,
    Const,
    Discriminator,
    Enum,
    Faced,
    Field,
    Intersection,
    Map,
    Never,
    Object,
    Ref,
    Ruled,
    Tuple,
    Type,
    Union,
    Unknown,
    children,
    resolve,
)
from contractbridge.emitters.text import fit, literal, quote
from contractbridge.emitters.types import Scope
from contractbridge.faces import is_present

_MOST_FIELDS: Final = 1_000_000


def in_order(members: list[Type], scope: Scope) -> list[Type]:
    """Zod takes the first member that fits, and drops what it does not name: in a response none of it may get lost. So
    what drops nothing comes first there, and then the object that names most."""
    resolved = [_resolved(member, scope) for member in members]
    if scope.face.direction == "request" or not any(drops(each, scope) for each in resolved):
        return members
    ranks = [_rank(each, scope) for each in resolved]
    order = iter(sorted((index for index, rank in enumerate(ranks) if rank is not None), key=lambda at: ranks[at] or 0))
    return [member if rank is None else members[next(order)] for member, rank in zip(members, ranks, strict=True)]


def _rank(node: Type, scope: Scope) -> int | None:
    """Where a member comes among those that take objects; None where it stays."""
    match node:
        case Object(fields=fields) if drops(node, scope):
            return -len(fields)
        case Object() | Map() | Unknown():
            return -_MOST_FIELDS
        case _:
            return None


def may_drop(members: list[Type], scope: Scope) -> bool:
    """Whether a value may be of another member, `in_order`, than the first that fits, which drops some of it."""
    resolved = [_resolved(member, scope) for member in members]
    return any(not _keeps(one, other, scope) for one, other in combinations(resolved, 2))


def _keeps(one: Type, other: Type, scope: Scope) -> bool:
    """Whether `one` takes no value of `other`, or takes it whole."""
    if one == other or not drops(one, scope) or _kinds(one, scope).isdisjoint(_kinds(other, scope)):
        return True
    match one, other:
        case Object(fields=fields), Object(fields=others, extra=None | Never()):
            if any(_are_apart(each, another, scope) for each, another in _shared(fields, others)):
                return True
            lacking = {each.name for each in fields if is_present(each, scope.face, scope.contract)} - {
                each.name for each in others
            }
            same = {each.name for each in fields} == {each.name for each in others}
            return bool(lacking) or (same and not any(drops(each.type, scope) for each in fields))
        case _:
            return False


def _shared(fields: Iterable[Field], others: Iterable[Field]) -> Iterator[tuple[Field, Field]]:
    by_name = {each.name: each for each in others}
    return ((each, by_name[each.name]) for each in fields if each.name in by_name)


def _are_apart(one: Field, other: Field, scope: Scope) -> bool:
    """Whether no value is of both fields, one of which is always there."""
    values, others = _values(one.type, scope), _values(other.type, scope)
    always = any(is_present(each, scope.face, scope.contract) for each in (one, other))
    return always and bool(values and others) and set(values).isdisjoint(others)


def _kinds(node: Type, scope: Scope) -> frozenset[str]:
    """The kinds of JSON that hold others, as far as values of a type may be of them."""
    match node:
        case Object() | Map() | Const(value=dict()):
            return frozenset({"object"})
        case Array() | Tuple() | Const(value=list()):
            return frozenset({"array"})
        case Unknown() | Intersection():
            return frozenset({"object", "array"})
        case Union(members=members):
            return frozenset().union(*(_kinds(_resolved(each, scope), scope) for each in members))
        case _:
            return frozenset()


def drops(node: Type, scope: Scope, seen: frozenset[str] = frozenset()) -> bool:
    """Whether Zod may drop something of a value: members that an object does not name."""
    match node:
        case Ref(key=key):
            return key not in seen and drops(_resolved(node, scope), scope, seen | {key})
        case Object(extra=None):
            return True
        case Object(extra=Never()) if scope.face.direction == "response":
            return True
        case _:
            return any(drops(child, scope, seen) for child in children(node))


def _resolved(node: Type, scope: Scope) -> Type:
    """What a reference refers to, without its checks."""
    match resolve(node, scope.contract.definitions):
        case Checked(type=inner) | Ruled(type=inner):
            return _resolved(inner, scope)
        case Faced(request=request, response=response):
            return _resolved(request if scope.face.direction == "request" else response, scope)
        case resolved:
            return resolved


def other_tag(union: Union, tag: Discriminator, scope: Scope) -> str:
    """The names of a union's tag, and the values under the second that stand for the first."""
    values: dict[str, list[str]] = {"defaults": [], "renamed": []}
    for member in union.members:
        field = _tag_field(member, tag.field, scope)
        if field is not None and (tag.also,) in field.aliases:
            values["renamed"] += _values(field.type, scope)
        elif field is not None and field.default is not MISSING:
            values["defaults"] += _values(field.type, scope)
    options = [f"{name}: [{', '.join(found)}]" for name, found in values.items() if found]
    return f"{quote(tag.field)}, {quote(tag.also)}, {fit('{', options, '}', spaced=True)}"


def tells_apart(union: Union, field_name: str, scope: Scope) -> bool:
    """Whether Zod can pick the member by the field: each is an object that always holds it, with values of its own."""
    values = [_tag_values(member, field_name, scope) for member in union.members]
    flat = list(chain.from_iterable(values))
    return all(values) and len(flat) == len(set(flat))


def told_values(union: Union, field_name: str, scope: Scope) -> list[str]:
    """The values of the field in each member, as code, where no two members share one; or nothing."""
    values = [_told_by(member, field_name, scope) for member in union.members]
    flat = list(chain.from_iterable(values))
    return [f"[{', '.join(each)}]" for each in values] if all(values) and len(flat) == len(set(flat)) else []


def _told_by(member: Type, name: str, scope: Scope) -> list[str]:
    match resolve(member, scope.contract.definitions):
        case Union(members=members):
            values = [_told_by(each, name, scope) for each in members]
            return list(dict.fromkeys(chain.from_iterable(values))) if all(values) else []
        case _:
            field = _tag_field(member, name, scope)
            if field and isinstance(field.type, Checked) and field.type.checks[0].name == "laxMember":
                return _values(field.type.type, scope)  # whatever is converted to a tag, none is told by it
            return _values(field.type, scope) if field else []


def _tag_values(member: Type, field_name: str, scope: Scope) -> list[str]:
    field = _tag_field(member, field_name, scope)
    return [] if field is None or not is_present(field, scope.face, scope.contract) else _values(field.type, scope)


def _tag_field(member: Type, name: str, scope: Scope) -> Field | None:
    match resolve(member, scope.contract.definitions):
        case Object(fields=fields):
            return next((each for each in fields if each.name == name), None)
        case Faced(request=request, response=response):
            return _tag_field(request if scope.face.direction == "request" else response, name, scope)
        case Checked(checks=[Check(name="claimed")]):
            return None  # nothing is held to its fields
        case Checked(type=inner) if scope.face.direction == "response":
            return _tag_field(inner, name, scope)
        case _:
            return None


def _values(node: Type, scope: Scope) -> list[str]:
    """The values of a tag, as code."""
    match resolve(node, scope.contract.definitions):
        case Const(value=value):
            return [literal(value)]
        case Enum(members=members):
            return [literal(each.value) for each in members]
        case _:
            return []
