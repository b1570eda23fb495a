"""Which member of a union a value is of: by its tag, or by what fits first."""

from __future__ import annotations

from itertools import chain

from contractbridge.contract import MISSING, Checked, Const, Discriminator, Enum, Field, Object, Type, Union, resolve
from contractbridge.emitters.text import fit, literal, quote
from contractbridge.emitters.types import Scope
from contractbridge.faces import is_present


def widest_first(members: list[Type], scope: Scope) -> list[Type]:
    """Zod takes the first member that fits, and drops what it does not name: in a response none of it may get lost."""
    if scope.face.direction == "request":
        return members
    resolved = [resolve(member, scope.contract.definitions) for member in members]
    widths = [len(each.fields) if isinstance(each, Object) and each.extra is None else 0 for each in resolved]
    order = iter(sorted((index for index, width in enumerate(widths) if width), key=lambda index: -widths[index]))
    return [members[next(order)] if width else member for member, width in zip(members, widths, strict=True)]


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


def _tag_values(member: Type, field_name: str, scope: Scope) -> list[str]:
    field = _tag_field(member, field_name, scope)
    return [] if field is None or not is_present(field, scope.face, scope.contract) else _values(field.type, scope)


def _tag_field(member: Type, name: str, scope: Scope) -> Field | None:
    member = resolve(member, scope.contract.definitions)
    if isinstance(member, Checked) and scope.face.direction == "response":
        return _tag_field(member.type, name, scope)
    return next((each for each in member.fields if each.name == name), None) if isinstance(member, Object) else None


def _values(node: Type, scope: Scope) -> list[str]:
    """The values of a tag, as code."""
    match resolve(node, scope.contract.definitions):
        case Const(value=value):
            return [literal(value)]
        case Enum(members=members):
            return [literal(each.value) for each in members]
        case _:
            return []
