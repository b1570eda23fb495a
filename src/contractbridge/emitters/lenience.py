"""Lenience: a contract whose requests take what the endpoints convert (`coerce = "pydantic"`).

JSON bodies take what Pydantic makes a value from. Parameters and forms are written as text, so that it is the text of
a value that counts: `true` is no integer there, though it is one in JSON. And they lack what is not written: null, a
list without items and, in a form, an empty text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import isfinite
from typing import Final, Literal, TypeAlias

from contractbridge.contract import (
    JSON,
    Array,
    Binary,
    Body,
    Boolean,
    Check,
    Checked,
    Const,
    Content,
    Contract,
    Definition,
    Encoded,
    Enum,
    Faced,
    Never,
    Number,
    Object,
    Operation,
    Parameter,
    Ref,
    String,
    Tuple,
    Type,
    Union,
    references,
    resolve,
    text_check,
)
from contractbridge.emitters.coercion import is_lax, lax, lax_check
from contractbridge.emitters.formats import CHECKED_FORMATS
from contractbridge.emitters.media import is_form

Coercion: TypeAlias = Literal["none", "pydantic"]
Definitions: TypeAlias = Mapping[str, Definition]

# Checks that know nothing of text, or say nothing of it.
_WRITTEN: Final = Check("written")
_NOT_OF_TEXT: Final = frozenset({"laxAnything", "laxIterable", "laxOmitted", "laxText"})


def lenient(contract: Contract) -> Contract:
    """`contract` with requests that take what the server converts, each in the way that it is written."""
    forms = _forms(contract)
    definitions = {
        key: replace(each, type=_form(each.type, contract.definitions) if key in forms else lax(each.type))
        for key, each in contract.definitions.items()
    }
    operations = tuple(_lenient(each, contract.definitions, forms) for each in contract.operations)
    return replace(contract, definitions=definitions, operations=operations)


def _lenient(operation: Operation, definitions: Definitions, forms: frozenset[str]) -> Operation:
    parameters = tuple(_parameter(each, definitions) for each in operation.parameters)
    match operation.body:
        case Body(contents=contents) as body:
            taken = tuple(replace(each, type=_content(each, definitions, forms)) for each in contents)
            return replace(operation, parameters=parameters, body=replace(body, contents=taken))
        case None:
            return replace(operation, parameters=parameters)


def _content(content: Content, definitions: Definitions, forms: frozenset[str]) -> Type:
    if not is_form(content.media_type):
        return lax(content.type)
    node = _taken(content)
    return node if isinstance(node, Ref) and node.key in forms else _form(resolve(node, definitions), definitions)


def _taken(content: Content) -> Type:
    return content.type.request if isinstance(content.type, Faced) else content.type


def _forms(contract: Contract) -> frozenset[str]:
    """The definitions that are forms, and nothing else in a request."""
    contents = [each for operation in contract.operations if operation.body for each in operation.body.contents]
    forms = [_taken(each) for each in contents if is_form(each.media_type)]
    return frozenset({each.key for each in forms if isinstance(each, Ref)} - set(_others(contract, contents)))


def _others(contract: Contract, contents: list[Content]) -> Iterator[str]:
    for content in contents:
        if not is_form(content.media_type):
            yield from references(content.type)
    for definition in contract.definitions.values():
        yield from references(definition.type)


def _form(node: Type, definitions: Definitions) -> Type:
    match node:
        case Object(fields=fields):
            return replace(
                node,
                fields=tuple(
                    replace(each, type=_sent(each.type, definitions, required=each.required, form=True))
                    for each in fields
                ),
            )
        case Union(members=members):  # with or without a model that may be left out
            return replace(node, members=tuple(_form(resolve(each, definitions), definitions) for each in members))
        case _:
            return lax(node)


def _parameter(parameter: Parameter, definitions: Definitions) -> Parameter:
    if parameter.media_type:
        return parameter
    return replace(parameter, type=_sent(parameter.type, definitions, required=parameter.required))


def _sent(node: Type, definitions: Definitions, *, required: bool, form: bool = False) -> Type:
    """`node` where it may be missing under another name: a list stands for its items, and one item for a list."""
    is_list = _is_list(node, definitions)
    options = {"required": required, "list": is_list, "blank": form and not is_list}
    given = tuple((name, True) for name, option in options.items() if option)
    return Checked(_written(node, definitions), (Check("sent", given),))


def _is_list(node: Type, definitions: Definitions) -> bool:
    match resolve(node, definitions):
        case Array() | Tuple():
            return True
        case Union(members=members):
            return any(_is_list(each, definitions) for each in members)
        case Checked(type=inner) | Faced(request=inner):
            return _is_list(inner, definitions)
        case _:
            return False


def _written(node: Type, definitions: Definitions) -> Type:
    """`node` as text: what is converted from its own JSON is converted from the text of that."""
    match node:
        case Ref(key=key) if key in definitions:
            apart = {name: each for name, each in definitions.items() if name != key}  # it may lead back to itself
            taken = _written(definitions[key].type, apart)
            return replace(taken, type=node) if isinstance(taken, Checked) and _is_checked_as_text(taken) else node
        case Array(items=items):
            return replace(node, items=_written(items, definitions))
        case Tuple(items=items, rest=rest):
            others = None if rest is None else _written(rest, definitions)
            return Tuple(tuple(_written(each, definitions) for each in items), others)
        case Union(members=members):
            return replace(node, members=tuple(_written(each, definitions) for each in members))
        case Faced(request=request):
            return replace(node, request=_written(request, definitions))
        case Checked(type=inner, checks=[Check(name="sent")]):
            return _written(inner, definitions)
        case Checked(type=Array() | Tuple(), checks=[_, *_]):
            return replace(node, type=_written(node.type, definitions))
        case Boolean(strict=True) | Number(strict=True, flags=None):
            return Never()
        case String(format=name) if name not in CHECKED_FORMATS:
            return Checked(node, (_WRITTEN, text_check(node)))
        case Checked(type=String(), checks=[check]):
            return replace(node, checks=(_WRITTEN, lax_check(check)))
        case Const(value=str() as value) if _is_of_others(value):
            return Checked(node, (_WRITTEN, Check("laxMember", (("values", [value]),))))
        case Enum(members=members, text="") if any(_is_of_others(each.value) for each in members):
            return Checked(node, (_WRITTEN, Check("laxMember", (("values", [each.value for each in members]),))))
        case Object() | Binary():
            return node
        case Encoded():
            return Checked(lax(node), (_WRITTEN,))
        case _:
            match lax(node):
                case Checked(type=inner, checks=[check]) if is_lax(check) and check.name not in _NOT_OF_TEXT:
                    return Checked(inner, (_WRITTEN, check))
                case Checked(checks=[Check(name="laxAnything" | "laxOmitted")]) as free:
                    return free
                case _:
                    return node


def _is_of_others(value: JSON) -> bool:
    """Whether a value is the text of a boolean or a number."""
    try:
        return isinstance(value, str) and (value in {"true", "false"} or isfinite(float(value)))
    except ValueError:
        return False


def _is_checked_as_text(node: Checked) -> bool:
    return node.checks[:1] == (_WRITTEN,) and not isinstance(node.type, Encoded)
