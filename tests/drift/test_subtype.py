"""Two JSON Schemas, and why a value of the first may be none of the second."""

from __future__ import annotations

from typing import Any

import pytest

from contractbridge.contract import (
    MISSING,
    Check,
    Checked,
    Contract,
    Definition,
    Encoded,
    Faced,
    Field,
    Never,
    Null,
    Number,
    Object,
    Ref,
    String,
    Type,
    Union,
)
from contractbridge.drift.mismatch import Grain, Mismatch, View, shown_steps
from contractbridge.drift.relation.subtype import Relation
from contractbridge.faces import REQUEST, RESPONSE, Face
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
    (STRING, one_of({**STRING, "minLength": 3}, {**STRING, "maxLength": 4})),
    ({**STRING, "pattern": "^[a-c]", "maxLength": 1}, values("a", "b", "c")),
    ({**STRING, "minLength": 3, "maxLength": 2}, INTEGER),
    (array(INTEGER, contains={"const": 1}), array(INTEGER, minItems=0)),
    (array(INTEGER, contains={"const": 1}), array(INTEGER, contains=INTEGER)),
    ({"type": "integer", "minimum": 5}, {"type": "integer", "not": {"const": 4}}),
    (record({"a": INTEGER}), record({"a": INTEGER}, dependentRequired={"b": ["c"]})),
    (record({"a": INTEGER}), {**record({"a": NUMBER}), "if": STRING, "then": False}),
    (
        {"type": "array", "prefixItems": [INTEGER, STRING], "items": False, "minItems": 2, "maxItems": 2},
        array(one_of(INTEGER, STRING), minItems=1),
    ),
]


@pytest.mark.parametrize(("old", "new"), FITS)
def test_every_value_fits(old: Schema, new: Schema) -> None:
    assert mismatches(old, new) == ()


BY_REFERENCE: Schema = {"$ref": "#/components/schemas/Tree"}
TREE: Schema = record({"value": INTEGER}, {"children": array(BY_REFERENCE)})
UNROLLED: Schema = record({"value": NUMBER}, {"children": array(record({"value": NUMBER}, {"children": array(TREE)}))})


def test_what_is_recursive_fits_while_nothing_speaks_against_it() -> None:
    definitions = {"Tree": TREE}
    assert mismatches(BY_REFERENCE, BY_REFERENCE, definitions) == ()
    assert mismatches(BY_REFERENCE, UNROLLED, definitions) == ()
    found = mismatches(UNROLLED, BY_REFERENCE, definitions)
    assert [(said(each), each.witness) for each in found[:2]] == [
        ("integer at value", {"value": 0.5}),
        ("integer at children[].value", {"value": 1, "children": [{"value": 0.5}]}),
    ]


def test_what_only_holds_itself_has_no_value() -> None:
    definitions = {"Endless": record({"next": {"$ref": "#/components/schemas/Endless"}})}
    assert mismatches({"$ref": "#/components/schemas/Endless"}, INTEGER, definitions) == ()


def test_definitions_may_lead_to_each_other_without_an_end() -> None:
    chain = {f"D{index}": record({"next": {"$ref": f"#/components/schemas/D{index + 1}"}}) for index in range(1000)}
    start = {"$ref": "#/components/schemas/D0"}
    old, new = read(start, {**chain, "D1000": STRING}), read(start, {**chain, "D1000": INTEGER})
    (found,) = Relation(old, new).mismatches(Ref("Top"), Ref("Top"))
    assert (found.reason, len(found.steps)) == ("type", 1000)


def test_each_reason_has_a_witness_of_the_whole() -> None:
    old = record({"items": array(record({"price": NUMBER}), minItems=1), "note": STRING})
    new = record(
        {"items": array(record({"price": {"type": "number", "minimum": 0}})), "note": {**STRING, "maxLength": 1}}
    )
    negative, long = mismatches(old, new)
    assert negative.reason == "minimum"
    assert shown_steps(negative.steps) == "items[].price"
    assert negative.witness == {"items": [{"price": -1}], "note": "a"}
    assert long.reason == "max_length"
    assert long.witness == {"items": [{"price": 1}], "note": "aa"}


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
    (
        {"type": "object", "additionalProperties": INTEGER},
        {"type": "object", "additionalProperties": STRING, "minProperties": 1, "maxProperties": 2},
        ["type at {}", "min_size", "max_size"],
    ),
    (
        {"type": "object", "additionalProperties": INTEGER},
        {"type": "object", "additionalProperties": INTEGER, "propertyNames": {"maxLength": 2}},
        ["max_length at {key}"],
    ),
    (
        {"type": "array", "prefixItems": [INTEGER, STRING], "items": False, "minItems": 2},
        {"type": "array", "prefixItems": [INTEGER, INTEGER, INTEGER], "items": False, "minItems": 3},
        ["length", "type at [1]"],
    ),
    (array(INTEGER), array(INTEGER, contains={"const": 1}), ["rule"]),
    (array(INTEGER, contains={"const": 1}), array(INTEGER, contains={"const": 2}), ["rule"]),
    (INTEGER, {"type": "integer", "not": {"const": 4}}, ["rule"]),
    (
        record({"a": INTEGER}, {"x-a": INTEGER}),
        record({"a": INTEGER}, patternProperties={"^x-": STRING}),
        ["type at x-a"],
    ),
    (record({}, {"a": INTEGER}), record({}, {"a": INTEGER, "b": INTEGER}, dependentRequired={"a": ["b"]}), ["rule"]),
    (values(1, "a", None), values(1), ["value ['a']", "null"]),
    (one_of(record({"a": INTEGER}), STRING), STRING, ["type"]),
]


@pytest.mark.parametrize(("old", "new", "reasons"), BREAKS)
def test_some_values_do_not_fit(old: Schema, new: Schema, reasons: list[str]) -> None:
    assert [said(each) for each in mismatches(old, new)] == reasons


def seen(node: Type, grain: Grain = "exact", face: Face = REQUEST) -> View:
    return View(Contract("", "", {"Top": Definition(node)}), face, grain)


LIMITED = Object((Field("a", String(max_length=3)), Field("b", Number(integer=True))), Never())
PLAIN = Object((Field("a", String()), Field("b", Number()), Field("c", Null())))


@pytest.mark.parametrize(
    ("grain", "reasons"),
    [
        ("exact", ["max_length at a", "integer at b", "refused at c"]),
        ("structural", ["undeclared at c"]),
        ("typescript", ["undeclared at c"]),
    ],
)
def test_one_looks_as_closely_as_one_is_asked_to(grain: Grain, reasons: list[str]) -> None:
    relation = Relation(seen(PLAIN, grain), seen(LIMITED, grain))
    assert [said(each) for each in relation.mismatches(PLAIN, LIMITED)] == reasons


FACED = [
    (Field("a", NULLABLE := Union((String(), Null()))), Field("a", String()), RESPONSE, ["null at a"]),
    (Field("a", NULLABLE), Field("a", String()), Face("response", frozenset({"none"})), ["required at a"]),
    (Field("a", String(), required=False), Field("a", String()), REQUEST, ["required at a"]),
    (Field("a", String(), required=False), Field("a", String()), RESPONSE, []),
    (Field("a", String()), Field("b", String(), aliases=(("a",),)), REQUEST, ["undeclared at a"]),
    (Field("a", Faced(Number(), String())), Field("a", Number()), REQUEST, []),
    (Field("a", Faced(Number(), String())), Field("a", Number()), RESPONSE, ["type at a"]),
    (Field("a", Number(infinite=True)), Field("a", Number()), RESPONSE, ["null at a"]),
    (Field("a", Encoded(Number())), Field("a", Encoded(Number(integer=True))), REQUEST, ["integer at a"]),
    (
        Field("a", String()),
        Field("a", Checked(String(), (Check("text", (("max", 3),)),))),
        REQUEST,
        ["max_length at a"],
    ),
    (Field("a", String(format="date")), Field("a", Checked(String(), (Check("date"),))), REQUEST, []),
]


@pytest.mark.parametrize(("old", "new", "face", "reasons"), FACED)
def test_fields_are_seen_in_their_direction(old: Field, new: Field, face: Face, reasons: list[str]) -> None:
    one, other = Object((old,)), Object((new,))
    found = Relation(seen(one, face=face), seen(other, face=face)).mismatches(one, other)
    assert [said(each) for each in found] == reasons
