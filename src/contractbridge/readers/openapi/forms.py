"""Forms as FastAPI reads them: text, of which what is left empty is no value, and refused where one is required."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from contractbridge.contract import (
    Array,
    Body,
    Content,
    Definition,
    Faced,
    Field,
    Null,
    Object,
    Operation,
    Ref,
    Ruled,
    String,
    Type,
    Union,
    references,
)
from contractbridge.faces import operation_types
from contractbridge.readers.openapi.textual import textual
from contractbridge.readers.openapi.values import facts_of

_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/")


def hold_forms(
    definitions: Mapping[str, Definition], operations: Sequence[Operation], document: Mapping[str, Any]
) -> dict[str, Definition]:
    """`definitions` with what a form must fill in filled in. What JSON uses as well stays as it is."""
    forms = [_form(each, document) for each in operations]
    shared = {key for each in definitions.values() for key in references(each.type)}
    for operation, form in zip(operations, forms, strict=True):
        others = operation if form is None else replace(operation, body=None)
        shared.update(key for _, node in operation_types(others) for key in references(node))
    held = set(forms) - shared
    return {key: _filled(each, definitions) if key in held else each for key, each in definitions.items()}


def _form(operation: Operation, document: Mapping[str, Any]) -> str | None:
    """The definition of the form that an operation takes, where the app drops what is empty."""
    match document.get("paths"), operation.body:
        case (
            {operation.path: dict() as item},
            Body(contents=(Content(media_type=media_type, type=Ref(key=key) | Faced(request=Ref(key=key))),)),
        ):
            facts = facts_of(item.get(operation.method.lower(), {}))
            return key if facts.get("blanks") == "missing" and media_type.lower().startswith(_FORMS) else None
        case _:
            return None


def _filled(definition: Definition, definitions: Mapping[str, Definition]) -> Definition:
    match definition.type:
        case Object(fields=fields) as node:
            written = [replace(each, type=textual(each.type, definitions)) for each in fields]
            filled = tuple(_with_value(each) if each.required else each for each in written)
            return replace(definition, type=replace(node, fields=filled))
        case Ruled(type=inner) as node:
            within = _filled(replace(definition, type=inner), definitions)
            return replace(definition, type=replace(node, type=within.type))
        case _:
            return definition


def _with_value(field: Field) -> Field:
    return replace(field, type=_value(field.type))


def _value(node: Type) -> Type:
    match node:
        case String(min_length=least):
            return replace(node, min_length=max(least or 0, 1))
        case Array(min_items=least):
            return replace(node, min_items=max(least or 0, 1))
        case Union(members=members):
            there = tuple(_value(each) for each in members if each != Null())
            return there[0] if len(there) == 1 else replace(node, members=there) if there else node
        case _:
            return node
