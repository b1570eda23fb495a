"""Forms as FastAPI reads them: an empty text is no value at all, and so it is refused where one is required."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from contractbridge.contract import (
    Array,
    Body,
    Content,
    Definition,
    Field,
    Null,
    Object,
    Operation,
    Ref,
    String,
    Type,
    Union,
    references,
)
from contractbridge.faces import operation_types

_FORMS = ("application/x-www-form-urlencoded", "multipart/")


def hold_forms(definitions: Mapping[str, Definition], operations: Iterable[Operation]) -> dict[str, Definition]:
    """`definitions` with what a form must fill in filled in. What JSON uses as well stays as it is."""
    operations = list(operations)
    forms = {key for operation in operations for key in _forms(operation)}
    shared = {key for each in definitions.values() for key in references(each.type)}
    for operation in operations:
        kept = replace(operation, body=None) if any(_forms(operation)) else operation
        shared.update(key for _, node in operation_types(kept) for key in references(node))
    return {key: _filled(each) if key in forms - shared else each for key, each in definitions.items()}


def _forms(operation: Operation) -> Iterator[str]:
    """The definitions of the forms that an operation of FastAPI's takes."""
    match operation:
        case Operation(body=Body(contents=(Content(media_type=media_type, type=Ref(key=key)),)), python=python) if (
            python is not None and media_type.lower().startswith(_FORMS)
        ):
            yield key


def _filled(definition: Definition) -> Definition:
    match definition.type:
        case Object(fields=fields) as node:
            filled = tuple(_with_value(each) if each.required else each for each in fields)
            return replace(definition, type=replace(node, fields=filled))
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
            return there[0] if len(there) == 1 else replace(node, members=there)
        case _:
            return node
