"""What a member of a union takes of another's values: Pydantic converts for each of them what is of none.

Of `list[int] | list[UUID]`, the list `["1"]` is taken for one of integers, and its type is that of the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import Final, TypeAlias

from contractbridge.contract import (
    Array,
    Boolean,
    Checked,
    Const,
    Definition,
    Encoded,
    Enum,
    Faced,
    Map,
    Number,
    Object,
    String,
    Tuple,
    Type,
    Union,
    resolve,
)
from contractbridge.emitters.coercion import lax, spelled_out
from contractbridge.faces import structural

Definitions: TypeAlias = Mapping[str, Definition]

# As deep within members it is looked for conversions; recursive types go on for ever.
_DEEPEST: Final = 3


def crossings(members: Sequence[Type], definitions: Definitions) -> Iterator[tuple[Type, Type]]:
    """Each pair of members with the first of which values are converted that are of the type of the second, as what the
    first takes then, and the type of the second."""
    for one, other in permutations(members, 2):
        if isinstance(_resolved(one, definitions), Array | Map | Object | Tuple) and _crosses(one, other, definitions):
            spelled = spelled_out([one, other], definitions)
            yield lax(resolve(one, definitions), spelled), structural(resolve(other, definitions), "request", spelled)


def _crosses(one: Type, other: Type, definitions: Definitions, depth: int = 0) -> bool:
    """Whether a value of `other` may be converted to `one`, as far as it is not of `one` itself."""

    def is_any_crossed(pairs: Iterable[tuple[Type, Type]]) -> bool:
        return depth < _DEEPEST and any(_crosses(*pair, definitions, depth + 1) for pair in pairs)

    match _resolved(one, definitions), _resolved(other, definitions):
        case (Array(items=item), Array(items=another)) | (Map(values=item), Map(values=another)):
            return is_any_crossed([(item, another)])
        case Tuple(items=items), Tuple(items=others) if len(items) == len(others):
            return is_any_crossed(zip(items, others, strict=True))
        case Tuple(items=items), Array(items=another):
            return is_any_crossed((each, another) for each in items)
        case Array(items=item), Tuple(items=others):
            return is_any_crossed((item, each) for each in others)
        case Object(fields=fields), Object(fields=others):
            named = {each.name: each.type for each in others}
            return is_any_crossed((each.type, named[each.name]) for each in fields if each.name in named)
        case Object(fields=fields), Map(values=another):
            return is_any_crossed((each.type, another) for each in fields)
        case Map(values=item), Object(fields=others):
            return is_any_crossed((item, each.type) for each in others)
        case scalar, another:
            kinds = _kinds(scalar, definitions)
            return bool(kinds and _kinds(another, definitions) - kinds and lax(scalar) != scalar)


def _kinds(node: Type, definitions: Definitions) -> frozenset[type]:
    """The kinds of JSON that a type without members is of, as Python has them."""
    match _resolved(node, definitions):
        case String() | Encoded():
            return frozenset({str})
        case Number():
            return frozenset({float})
        case Boolean():
            return frozenset({bool})
        case Const(value=bool() | str() | float() | int() as value):
            return frozenset({float if type(value) is int else type(value)})
        case Enum(members=members):
            return frozenset().union(*(_kinds(Const(each.value), definitions) for each in members))
        case Union(members=members):
            return frozenset().union(*(_kinds(each, definitions) for each in members))
        case Checked(type=inner):
            return _kinds(inner, definitions)
        case _:
            return frozenset()


def _resolved(node: Type, definitions: Definitions) -> Type:
    """What a reference refers to, as a request has it."""
    match resolve(node, definitions):
        case Faced(request=request):
            return _resolved(request, definitions)
        case Checked(type=Array() | Map() | Object() | Tuple() as inner):
            return inner
        case resolved:
            return resolved
