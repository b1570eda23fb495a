"""Two JSON Schemas, and why a value of the first may be none of the second."""

from __future__ import annotations

from typing import Any

import pytest

from contractbridge.contract import MISSING, Ref
from contractbridge.drift.mismatch import Mismatch, View, shown_steps
from contractbridge.drift.subtype import Relation
from contractbridge.faces import REQUEST
from contractbridge.readers.openapi.document import read_contract

Schema = dict[str, Any]

INTEGER: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
STRING: Schema = {"type": "string"}
BOOLEAN: Schema = {"type": "boolean"}
NULL: Schema = {"type": "null"}


def array(items: Schema, **rules: Any) -> Schema:
    return {"type": "array", "items": items, **rules}


def record(required: Schema | None = None, optional: Schema | None = None, **rules: Any) -> Schema:
    required = required or {}
    return {"type": "object", "properties": {**required, **(optional or {})}, "required": [*required], **rules}


def one_of(*members: Schema) -> Schema:
    return {"anyOf": [*members]}


def values(*each: Any) -> Schema:
    return {"enum": [*each]}


def tagged(tag: str, **fields: Schema) -> Schema:
    return record({"kind": {"const": tag}, **fields})


def read(schema: Schema, definitions: Schema) -> View:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "", "version": ""},
        "paths": {},
        "components": {"schemas": {**definitions, "Top": schema}},
    }
    return View(read_contract(document, rules=True).contract, REQUEST)


def mismatches(old: Schema, new: Schema, definitions: Schema | None = None) -> tuple[Mismatch, ...]:
    one, other = read(old, definitions or {}), read(new, definitions or {})
    return Relation(one, other).mismatches(Ref("Top"), Ref("Top"))


def said(found: Mismatch) -> str:
    """For example `minimum at items[].price: {"items": ...}`; the values of an enumeration in the reason's place."""
    reason = f"{found.reason} {list(found.values)!r}" if found.reason == "value" else found.reason
    where = f" at {shown_steps(found.steps)}" if found.steps else ""
    return reason + where + ("" if found.is_harmless or found.witness is not MISSING else ", unproved")


FITS = [
    (INTEGER, NUMBER),
    ({"type": "integer", "minimum": 1}, {"type": "number", "exclusiveMinimum": 0}),
    ({"type": "integer", "exclusiveMinimum": 0}, {"type": "integer", "minimum": 1}),
    ({"type": "integer", "multipleOf": 6}, {"type": "integer", "multipleOf": 3}),
    (NUMBER, one_of({"type": "number", "maximum": 3}, {"type": "number", "minimum": 2})),
    ({"type": "integer"}, one_of({"type": "integer", "maximum": 3}, {"type": "integer", "minimum": 4})),
    ({"type": "integer", "minimum": 1, "maximum": 3}, values(1, 2, 3)),
    (BOOLEAN, {"enum": [True, False]}),
    ({"const": "a"}, values("a")),
    (values("a", "b"), values("b", "a")),
    (one_of(STRING, NULL), {"type": ["null", "string"]}),
    (one_of(STRING, INTEGER), one_of(INTEGER, STRING)),
    (array(INTEGER, minItems=1), array(NUMBER)),
    (array(BOOLEAN, uniqueItems=True), array(BOOLEAN, maxItems=2)),
    (record({"a": INTEGER}), record({"a": NUMBER})),
    (record({"a": INTEGER}), record(None, {"a": INTEGER})),
    (record({"kind": values("x", "y"), "n": INTEGER}), one_of(tagged("x", n=INTEGER), tagged("y", n=INTEGER))),
    (record({"on": BOOLEAN}), one_of(record({"on": {"const": True}}), record({"on": {"const": False}}))),
    (record({"a": one_of(INTEGER, STRING)}), one_of(record({"a": INTEGER}), record({"a": STRING}))),
    (
        {"allOf": [record({"a": INTEGER}), record({"b": STRING})]},
        record({"a": INTEGER, "b": STRING}),
    ),
    (record({"a": INTEGER}), {"type": "object", "additionalProperties": INTEGER}),
    (array(INTEGER, minItems=1, maxItems=2), one_of(array(INTEGER, maxItems=1), array(INTEGER, minItems=2))),
]


@pytest.mark.parametrize(("old", "new"), FITS)
def test_every_value_fits(old: Schema, new: Schema) -> None:
    assert mismatches(old, new) == ()


BREAKS = [
    (NUMBER, INTEGER, ["integer"]),
    (INTEGER, STRING, ["type"]),
    (one_of(INTEGER, NULL), INTEGER, ["null"]),
    (INTEGER, {"type": "integer", "minimum": 1, "maximum": 9}, ["minimum", "maximum"]),
    (INTEGER, {"type": "integer", "multipleOf": 5}, ["multiple"]),
    (values("a", "b"), values("a"), ["value ['b']"]),
    (STRING, values("a"), ["enumerated"]),
    (STRING, {"type": "string", "maxLength": 3}, ["max_length"]),
    (STRING, {"type": "string", "minLength": 3, "pattern": "^[a-z]"}, ["min_length", "pattern"]),
    (array(STRING), array(INTEGER), ["type at []"]),
    (array(STRING), array(STRING, minItems=1, maxItems=2, uniqueItems=True), ["min_items", "max_items", "unique"]),
    (
        record({"a": INTEGER}, {"b": STRING}),
        record({"a": STRING, "b": STRING, "c": STRING}),
        ["type at a", "required at b", "required at c"],
    ),
    (record({"a": INTEGER}), record({}, additionalProperties=False), ["refused at a"]),
    (record({"a": INTEGER, "b": INTEGER}), record({"a": INTEGER}), ["undeclared at b"]),
    (
        record({"kind": values("x", "y", "z")}),
        one_of(tagged("x"), tagged("y")),
        ["value ['z'] at kind"],
    ),
    (
        one_of(tagged("x", n=INTEGER), tagged("y", n=INTEGER)),
        one_of(tagged("x", n=INTEGER), tagged("y", n=STRING)),
        ["type at n"],
    ),
    ({}, STRING, ["type"]),
    ({"type": "object", "additionalProperties": INTEGER}, record({"a": INTEGER}), ["required at a"]),
]


@pytest.mark.parametrize(("old", "new", "reasons"), BREAKS)
def test_some_values_do_not_fit(old: Schema, new: Schema, reasons: list[str]) -> None:
    assert [said(each) for each in mismatches(old, new)] == reasons
