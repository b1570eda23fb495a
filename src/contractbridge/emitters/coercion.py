"""Coercion: types that also take what Pydantic makes a value from, such as "1" for an integer.

Each leaf that Pydantic is lax about is `Checked` by a predicate of `checks.js`, which answers for any value. Such a
schema leaves the value as it is, since it is the server that converts it. The types are those of the leaves, and
responses, which are structural, know nothing of all this.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final, TypeAlias, assert_never

from contractbridge.contract import (
    JSON,
    Array,
    Binary,
    Boolean,
    Check,
    Checked,
    Const,
    Definition,
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
    reached,
    text_check,
)

# What takes the place of a check, where other types than text will do.
_LAX: Final[Mapping[str, str]] = {
    "complex": "laxComplex",
    "date": "laxDate",
    "dateTime": "laxDateTime",
    "duration": "laxDuration",
    "ip": "laxIp",
    "time": "laxTime",
}
Options: TypeAlias = "tuple[tuple[str, JSON], ...]"

# What a boolean stands for a number to.
_OF_BOOLEANS: Final = frozenset({"laxComplex", "laxDuration", "laxFraction"})
_ANYTHING: Final = Check("laxAnything")
# Every integer up to here is a double.
_EXACT: Final = 2**53
# So many definitions may refer to each other however they like, and not too much is written out.
_FEW: Final = 5


def is_lax(check: Check) -> bool:
    """Whether a check answers for values of any type, so that it is the whole schema."""
    return check.name.startswith("lax") or check.name == "omitted"


def spelled_out(nodes: Iterable[Type], definitions: Mapping[str, Definition]) -> Mapping[str, Definition]:
    """The definitions that stand in the place of references in `nodes`, where these are written out: not if many do."""
    return definitions if len(reached(nodes, definitions)) <= _FEW else {}


def lax(node: Type, definitions: Mapping[str, Definition] | None = None, *, encoded: bool = False) -> Type:
    """`node` with what Pydantic converts to it; doing so twice changes nothing more. Where `definitions` are given,
    what they name stands in the place of a reference, but for one within itself, and one that nothing is converted to.
    What is `encoded` Pydantic reads itself: what is strict can be had from the text of JSON then, and a boolean is no
    number."""
    inner = partial(lax, definitions=definitions, encoded=encoded)
    match node:
        case Boolean(strict=False):
            return Checked(node, (Check("laxBoolean"),))
        case Number(flags=tuple()):
            return Checked(node, (_flags(node),))
        case Number(strict=False):
            return Checked(node, (_number(node),))
        case String(numbers=True):
            return Checked(node, (text_check(node),))
        case Const(value=bool() | int() | float() as value):
            return Checked(node, (_member([value]),))
        case Enum(members=members, text=text):
            values = [each.value for each in members]
            plain = text != "any" and all(isinstance(each, str) for each in values)
            return node if plain else Checked(node, (_member(values, text),))
        case Checked(type=checked, checks=checks):
            converted = _lax_checked(checked, checks, inner)
            return _with_option(converted, "encoded", _OF_BOOLEANS) if encoded else converted
        case Array(items=items, lazy=True):
            return Checked(Array(inner(items)), (Check("laxIterable"),))
        case Array(items=items):
            return replace(node, items=inner(items))
        case Tuple(items=items, rest=rest):
            return Tuple(tuple(map(inner, items)), None if rest is None else inner(rest))
        case Object(fields=fields, extra=extra):
            taken = tuple(replace(each, type=inner(each.type)) for each in fields)
            return Object(taken, None if extra is None else inner(extra))
        case Map(values=each):
            return replace(node, values=inner(each))
        case Union(members=nodes):
            return replace(node, members=tuple(map(inner, nodes)))
        case Intersection(members=nodes):
            return Intersection(tuple(map(inner, nodes)))
        # But for a literal of members, which JSON has none of.
        case Faced(request=Never(), response=stated) if encoded and not isinstance(stated, Const | Enum):
            return _with_option(inner(stated), "strict", _LAX.values())
        case Faced(request=request):
            return replace(node, request=inner(request))
        case Encoded(type=content):
            return Encoded(lax(content, definitions, encoded=True))
        case Ruled(type=ruled):
            return inner(ruled)
        case Ref(key=key) if definitions and key in definitions:
            others = {name: each for name, each in definitions.items() if name != key}
            named = lax(definitions[key].type, others, encoded=encoded)
            return node if named == definitions[key].type else named
        case Unknown() | Never() | Null() | Boolean() | Number() | String() | Binary() | Const() | Ref():
            return node
        case _:
            assert_never(node)


def _lax_checked(node: Type, checks: tuple[Check, ...], inner: Callable[[Type], Type]) -> Type:
    match node, checks:
        case _, ():
            return Checked(node, (_ANYTHING,))
        case _, (Check(name="claimed"),):
            return Faced(Checked(node, (_ANYTHING,)), Checked(node, checks))
        case _, (Check(name="omitted"),):
            return Checked(inner(node), (Check("laxOmitted"),))
        case _, (Check(name=name) as check,) if name in _LAX:
            return Checked(node, (lax_check(check),))
        case Number(), (Check(name="fraction", options=options),):
            return Checked(node, (Check("laxFraction", options),))
        case Number(flags=tuple()), (Check(name="flags", options=options),):
            return Checked(node, (_flags(node, options),))
        case String(numbers=True), (Check(name="text", options=options),):
            return Checked(node, (Check("laxText", options),))
        case _:
            # Of text, numbers and unions the checks tell all there is.
            return Checked(inner(node) if isinstance(node, Array | Tuple | Map | Object | Ref) else node, checks)


def _with_option(node: Type, option: str, names: Collection[str]) -> Type:
    """`node` with an option set of its check, if that is one of `names`."""
    match node:
        case Checked(type=checked, checks=[Check(name=name, options=options)]) if name in names:
            return Checked(checked, (Check(name, tuple({**dict(options), option: True}.items())),))
        case Faced(request=request):
            return replace(node, request=_with_option(request, option, names))
        case _:
            return node


def _flags(node: Number, options: Options = ()) -> Check:
    return Check("laxFlags", (*options, *((("texts", list(node.flags)),) if node.flags else ())))


def lax_check(check: Check) -> Check:
    """What takes the place of a check of text where other values stand for text."""
    return replace(check, name=_LAX.get(check.name, check.name))


def _number(node: Number) -> Check:
    options = dict(_bounds(node))
    if node.multiple_of is not None:
        options["multipleOf"] = node.multiple_of
    if node.exact:
        options["exact"] = True
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
