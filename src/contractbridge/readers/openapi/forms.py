"""Forms as FastAPI reads them: text, of which what is left empty is no value, and refused where one is required."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from contractbridge.contract import (
    Array,
    Body,
    Check,
    Checked,
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
from contractbridge.faces import REQUEST, operation_types, structural
from contractbridge.readers.openapi.references import Place, Scope, shown
from contractbridge.readers.openapi.textual import Writing
from contractbridge.readers.openapi.values import facts_of

_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/")


def hold_forms(
    definitions: Mapping[str, Definition], operations: Sequence[Operation], scope: Scope
) -> dict[str, Definition]:
    """`definitions` with what a form must fill in filled in, and of those values alone that text is converted to;
    notices tell which differ. What requests have as JSON as well stays as it is."""
    forms = [_forms(each, scope.document) for each in operations]
    shared = {key for each in definitions.values() for key in references(each.type)}
    sent: set[str] = set()
    for operation, form in zip(operations, forms, strict=True):
        others = replace(operation, body=None) if form else operation
        for face, node in operation_types(others):
            (shared if face == REQUEST else sent).update(references(node))
    held = set().union(*forms) - shared
    writing = Writing("form", definitions)
    return {
        key: _Filling(key, writing, scope, key in sent).filled(each) if key in held else each
        for key, each in definitions.items()
    }


def _forms(operation: Operation, document: Mapping[str, Any]) -> list[str]:
    """The definitions of the form that an operation takes, where the app drops what is empty: one, or a choice."""
    match document.get("paths"), operation.body:
        case (
            {operation.path: dict() as item},
            Body(contents=(Content(media_type=media_type, type=Faced(request=form) | form),)),
        ):
            facts = facts_of(item.get(operation.method.lower(), {}))
            is_form = facts.get("blanks") == "missing" and media_type.lower().startswith(_FORMS)
            choices = form.members if isinstance(form, Union) else (form,)
            return [each.key for each in choices if isinstance(each, Ref)] if is_form else []
        case _:
            return []


@dataclass(frozen=True, slots=True)
class _Filling:
    """A form that is filled in, under its name; whether it is also `sent`, by which it is no form."""

    key: str
    writing: Writing
    scope: Scope
    sent: bool

    def filled(self, definition: Definition) -> Definition:
        match definition.type:
            case Object(fields=fields) as node:
                return replace(definition, type=replace(node, fields=tuple(map(self._field, fields))))
            case Ruled(type=inner) as node:
                within = self.filled(replace(definition, type=inner))
                return replace(definition, type=replace(node, type=within.type))
            case Union(members=members) as node:  # with or without a model that may be left out
                filled = (self.filled(replace(definition, type=each)).type for each in members)
                return replace(definition, type=replace(node, members=tuple(filled)))
            case _:
                return definition

    def _field(self, field: Field) -> Field:
        if self.scope.rules:
            held = self.writing.held(field.type)
        else:
            held = self.writing.written(field.type, required=field.required)
            if loss := self.writing.loss(field.type):
                self.scope.note(self._place(field), loss.format(f"the field {shown(field.name)}"))
        taken = _value(held) if field.required else held
        differs = self.sent and structural(taken) != structural(field.type)
        return replace(field, type=Faced(taken, field.type) if differs else taken)

    def _place(self, field: Field) -> Place:
        return (((((None, "components"), "schemas"), self.key), "properties"), field.name)


def _value(node: Type) -> Type:
    match node:
        case String(min_length=least):
            return replace(node, min_length=max(least or 0, 1))
        case Array(min_items=least):
            return replace(node, min_items=max(least or 0, 1))
        case Checked(type=String(), checks=[Check("bytes", options)]):
            return replace(node, checks=(Check("bytes", tuple(sorted({"min": 1, **dict(options)}.items()))),))
        case Union(members=members):
            # Beside a list, a text is one of its items.
            listed = any(isinstance(each, Array) for each in members)
            there = tuple(
                _value(each) if isinstance(each, Array) or not listed else each for each in members if each != Null()
            )
            return there[0] if len(there) == 1 else replace(node, members=there) if there else node
        case _:
            return node
