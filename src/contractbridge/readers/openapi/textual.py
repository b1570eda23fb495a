"""Parameters and forms as FastAPI has them: each value is a text, of which a strict number, a plain member and a model
make nothing. Of a list without items nothing is sent, and what is left empty in a form is no value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeAlias

from contractbridge.contract import (
    Array,
    Boolean,
    Check,
    Checked,
    Const,
    Definition,
    Encoded,
    Enum,
    Faced,
    Location,
    Map,
    Member,
    Never,
    Null,
    Number,
    Object,
    Operation,
    Parameter,
    Ref,
    String,
    Tuple,
    Type,
    Union,
    Unknown,
    text_check,
)
from contractbridge.readers.openapi.nodes import unite
from contractbridge.readers.openapi.references import Scope, shown

Definitions: TypeAlias = Mapping[str, Definition]
Where: TypeAlias = Location | Literal["form"]

_STRICT: Final = (
    "No request can have {}: it arrives as text, of which neither a strict type nor a `Literal` or a plain `Enum` of "
    "numbers takes any. Leave out `strict`, or take an `IntEnum`."
)
# What other values than numbers are numbers for too: here it is their text that counts.
_OF_TEXT: Final = frozenset({"date", "dateTime", "duration", "ip", "time"})
_COMPOSED: Final = "No request can have {}: it arrives as text, of which no object is made. Take `Json` of its type."
_JSON: Final = (
    "No request can have {} as JSON: within a union FastAPI takes the `Json` of a list for several values. Take `Json` "
    "of the whole union."
)
_LACKING: Final = "Some values of {} no request can have: it arrives as text."
_LISTS: Final[Mapping[str, str]] = {
    "cookie": "No request can have {} as a list: a cookie is one text.",
    "header": "No request can have more than one item of {}: clients write a list as one header, which is one item.",
}


def hold_parameters(operations: tuple[Operation, ...], definitions: Definitions, scope: Scope) -> tuple[Operation, ...]:
    """The operations, with parameters of those values alone that text is converted to; notices tell which differ."""
    return tuple(
        replace(each, parameters=tuple(_held(parameter, each, definitions, scope) for parameter in each.parameters))
        for each in operations
    )


def _held(parameter: Parameter, operation: Operation, definitions: Definitions, scope: Scope) -> Parameter:
    if parameter.media_type:  # it is JSON
        return parameter
    writing = Writing(parameter.location, definitions)
    if loss := writing.loss(parameter.type):
        place = (((None, "paths"), operation.path), operation.method.lower())
        scope.note(place, loss.format(f"the parameter {shown(parameter.name)}"))
    return replace(parameter, type=writing.written(parameter.type, required=parameter.required))


@dataclass(frozen=True, slots=True)
class Writing:
    """How values are written as text in one part of a request."""

    where: Where
    definitions: Definitions

    def written(self, node: Type, *, required: bool) -> Type:
        """`node` with those values of which a request has what the app takes; where it is not `required`, also with
        those that are not sent at all."""
        node = _with_numerals(self.held(node))
        kinds = list(self._kinds(node))
        blank = self.where == "form" and not any(map(_is_list, kinds))
        if required:
            lacking = any(map(_may_be_null, kinds)) or (blank and any(map(_has_blank, kinds)))
            given = (("required", True), *((("blank", True),) if blank else ()))
            return Checked(node, (Check("sent", given),)) if lacking else node
        if blank and any(map(_is_text, kinds)) and not any(map(_takes_blank, kinds)):
            return Checked(node, (Check("sent", (("blank", True),)),))
        return Checked(node, (Check("sent"),)) if any(map(_needs_items, kinds)) else node

    def held(self, node: Type) -> Type:
        """`node` without the values that no text is converted to."""
        match node:
            case Boolean(strict=True) | Number(strict=True, flags=None):
                return Never()
            case Number(flags=tuple() as flags) | Checked(type=Number(flags=tuple() as flags), checks=[_, *_]):
                # A text is looked up among the members, and combines none.
                return Enum(tuple(map(Member, flags)), "integer") if flags else Never()
            case Const(value=bool() | int() | float()):
                return Never()
            case Enum(members=members, text="") if not all(isinstance(each.value, str) for each in members):
                return unite(Const(each.value) for each in members if isinstance(each.value, str))
            case Ref(key=key) if key in self.definitions:
                return self._named(key)
            case Map(values=values) if values != Unknown():
                return Never()
            case Union(members=members):
                # An object without a name is that of a named tuple.
                taken = (each for each in members if not isinstance(each, Object) and not self._is_mistaken(each))
                held = unite(map(self.held, taken), node.discriminator)
                return node if held == unite(members, node.discriminator) else held
            case Array() | Tuple():
                return self._list(node)
            case Checked(type=Array(items=items), checks=[Check("distinct", options)]) if self.where == "header":
                sizes: dict[str, Any] = dict(options)
                return self._list(Array(items, sizes.get("min"), sizes.get("max")))
            case Checked(type=Array() as inner, checks=[Check("distinct", options)]):
                limits = tuple((name, limit) for name, limit in options if name != "hashable")  # every text is
                held = self.held(inner)
                return Checked(held, (Check("distinct", limits),)) if limits and not isinstance(held, Never) else held
            case Checked(type=Number(), checks=[Check(name) as check]) if name in _OF_TEXT:
                return replace(node, checks=(Check("written"), check))
            case Checked(type=inner, checks=[_, *_]):
                held = self.held(inner)
                return held if isinstance(held, Never) else replace(node, type=held)
            case Faced(request=request):
                return replace(node, request=self.held(request))
            case _:
                return node

    def _named(self, key: str) -> Type:
        target = self.definitions[key]
        if isinstance(target.type, Object):
            return Ref(key) if target.python is None else Never()
        others = {name: each for name, each in self.definitions.items() if name != key}
        held = replace(self, definitions=others).held(target.type)
        return Ref(key) if held == target.type else held

    def _list(self, node: Array | Tuple) -> Type:
        match node, self.where:
            case _, "cookie":
                return Never()
            case Tuple(items=items), "header" if len(items) != 1:
                return Never()
            case Tuple(items=items), _:
                return replace(node, items=tuple(map(self.held, items)))
            case Array(items=items, min_items=least), "header":
                return (
                    Never() if least is not None and least > 1 else replace(node, items=self.held(items), max_items=1)
                )
            case Array(items=items), _:
                return replace(node, items=self.held(items))

    def loss(self, node: Type) -> str:
        """What to say of the values that no request can have, with room for what they are of; nothing where all can."""
        held = self.held(node)
        if held == node:
            return ""
        if self.where in _LISTS and any(map(_is_list, self._kinds(node))):
            return _LISTS[self.where]
        if any(map(self._is_mistaken, self._kinds(node))):
            return _JSON
        if all(isinstance(each.items if isinstance(each, Array) else each, Never | Null) for each in self._kinds(held)):
            return _COMPOSED if self._is_composed(node) else _STRICT
        return _LACKING

    def _is_mistaken(self, member: Type) -> bool:
        """Whether FastAPI takes a member of a union for several values, which is the text of one."""
        return isinstance(member, Encoded) and _is_list(member.type) and self.where != "cookie"

    def _is_composed(self, node: Type) -> bool:
        return any(
            isinstance(each, Object | Map) or (isinstance(each, Array) and self._is_composed(each.items))
            for each in self._kinds(node)
        )

    def _kinds(self, node: Type) -> Iterator[Type]:
        """The types that `node` is a choice of."""
        match node:
            case Ref(key=key) if key in self.definitions:
                others = {name: each for name, each in self.definitions.items() if name != key}
                yield from replace(self, definitions=others)._kinds(self.definitions[key].type)
            case Union(members=members):
                for each in members:
                    yield from self._kinds(each)
            case Faced(request=request):
                yield from self._kinds(request)
            case _:
                yield node


def _is_list(node: Type) -> bool:
    return isinstance(node.type if isinstance(node, Checked) else node, Array | Tuple)


def _may_be_null(node: Type) -> bool:
    """Whether there are values of which nothing is sent, beside null, and it is not seen."""
    match node.type if isinstance(node, Checked) else node:
        case Unknown() | Array(items=Unknown()):
            return True
        case Array(items=Union(members=members)):
            return Null() in members
        case _:
            return False


def _needs_items(node: Type) -> bool:
    match node:
        case Array(min_items=least) if least:
            return True
        case Checked(type=Array(), checks=[Check("distinct", options)]):
            return "min" in dict(options)
        case _:
            return False


def _is_text(node: Type) -> bool:
    return isinstance(node.type if isinstance(node, Checked) else node, String | Encoded)


def _takes_blank(node: Type) -> bool:
    match node:
        case String(min_length=None | 0, pattern=None) | Checked(checks=()) | Unknown():
            return True
        case _:
            return _has_blank(node)


def _has_blank(node: Type) -> bool:
    """Whether an empty text is one of the members, or base64 of nothing."""
    match node:
        case Enum(members=members):
            return any(each.value == "" for each in members)
        case Checked(type=String(), checks=[Check("base64")]):
            return True
        case _:
            return node == Const("")


def _with_numerals(node: Type) -> Type:
    """`node` with those numbers whose text is one of its strings."""
    match node:
        case Union(members=members) if any(map(_is_number, members)):
            if any(each in (String(), String(numbers=True)) for each in members):
                return replace(node, members=(Number(), *(each for each in members if not _is_number(each))))
            checks = [check for each in members if (check := _limits_of_text(each))]
            numerals = [Checked(Number(), (Check("written"), check)) for check in checks]
            return replace(node, members=(*members, *numerals))
        case Array(items=items):
            return replace(node, items=_with_numerals(items))
        case Checked(type=Array() as inner):
            return replace(node, type=_with_numerals(inner))
        case Faced(request=request):
            return replace(node, request=_with_numerals(request))
        case _:
            return node


def _limits_of_text(node: Type) -> Check | None:
    match node:
        case String(format=""):
            return text_check(node)
        case Checked(type=String(), checks=[Check("text", options)]):
            return Check("laxText", options)
        case Checked(type=String(), checks=[Check("byteSize") as check]):
            return check  # a number has no fraction there, and its text may
        case _:
            return None


def _is_number(node: Type) -> bool:
    return isinstance(node.type if isinstance(node, Checked) else node, Number)
