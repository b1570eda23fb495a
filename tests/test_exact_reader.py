"""Schemas with facts on their values: what a request is held to, and what a response may be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contractbridge.contract import (
    Array,
    Binary,
    Check,
    Checked,
    Const,
    Encoded,
    Enum,
    Faced,
    Field,
    Map,
    Member,
    Never,
    Null,
    Number,
    Object,
    String,
    Tuple,
    Union,
    Unknown,
)
from contractbridge.readers.openapi.document import read_contract

TEXT, WHOLE, ANY = String(), Number(integer=True), Unknown()
FLAGS = Number(integer=True, minimum=-(2**63), maximum=2**63 - 1, strict=True, flags=())
DATE = {"type": "string", "format": "date"}


def read(schema, facts, way="both"):
    """The type of a schema with facts, and the beginnings of the notices, where operations use it `way`."""
    content = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/It"}}}}
    operation = {"responses": {}}
    if way != "response":
        operation["requestBody"] = content
    if way != "request":
        operation["responses"]["200"] = content
    document = {
        "openapi": "3.1.0",
        "info": {},
        "paths": {"/": {"post": operation}},
        "x-contractbridge": {"version": 1},
        "components": {"schemas": {"It": {**schema, "x-contractbridge": facts}}},
    }
    reading = read_contract(document)
    return reading.contract.definitions["It"].type, [notice.message.partition(":")[0] for notice in reading.notices]


def checked(node, name, **options):
    return Checked(node, (Check(name, tuple(sorted(options.items()))),))


TABLE = [
    (DATE, {"checks": [{"name": "date", "when": "past"}]}, checked(String("date"), "date", when="past")),
    # What is not known is not printed.
    (DATE, {"checks": [{"name": "alert"}, {"name": "__proto__"}, 1]}, String("date")),
    (DATE, {"checks": [{"name": "date", "gt": "x", "when": ["past"], "code": 1}]}, checked(String("date"), "date")),
    (DATE, {"checks": "?", "either": "?", "keys": 1, "sends": 2, "fields": 3}, String("date")),
    (
        DATE,
        {"either": [{**DATE, "x-contractbridge": {"checks": [{"name": name}]}} for name in ("date", "uuid")]},
        Union((checked(String("date"), "date"), checked(String("date"), "uuid"))),
    ),
    (
        DATE,
        {"checks": [{"name": "date"}], "also": [[{"name": "integerKey"}], "?"]},
        Union((checked(String("date"), "date"), checked(String("date"), "integerKey"))),
    ),
    ({"type": "string", "maxLength": 3}, {"free": True}, Checked(String(max_length=3), ())),
    ({"type": "string", "pattern": "a"}, {}, String(pattern="a", dialect="rust")),
    ({"type": "number"}, {"infinite": "null"}, Number(infinite=True)),
    (
        {"type": "number"},
        {"infinite": "text"},
        Faced(
            Number(infinite=True),
            Union((Number(infinite=True), Enum((Member("NaN"), Member("Infinity"), Member("-Infinity"))))),
        ),
    ),
    (
        {"type": "integer", "maximum": 9.1e18},
        {"limits": {"le": 2**63 - 1}},
        Number(integer=True, maximum=2**63 - 1),
    ),
    ({"type": "string", "minLength": 2}, {"limits": {"min": False}}, TEXT),
    (
        {"anyOf": [{"type": "integer"}, {"type": "number"}], "multipleOf": 2},
        {"limits": {"ge": "0.5", "multipleOf": 2}},
        Union((Number(integer=True, minimum=0.5, multiple_of=2), Number(minimum=0.5, multiple_of=2, exact=True))),
    ),
    (
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {}}, {"type": "integer"}, {"type": "null"}]},
        {"limits": {"max": 2}},
        Faced(
            Union((String(max_length=2), Array(ANY, max_items=2))),
            Union((TEXT, Array(ANY), WHOLE, Null())),
        ),
    ),
    ({"enum": [1, 2, 3]}, {"limits": {"gt": 2}}, Faced(Enum((Member(3),)), Enum((Member(1), Member(2), Member(3))))),
    ({}, {"limits": {"gt": 2}}, Faced(Number(exclusive_minimum=2), ANY)),
    ({"type": "string"}, {"limits": {"max": "2", "pattern": 1, "x": 1}}, TEXT),
    ({"type": "integer"}, {"limits": {"ge": "x"}}, Faced(Never(), WHOLE)),
    (
        {"type": "string", "contentMediaType": "application/json", "contentSchema": {"type": "integer"}},
        {"encodes": True},
        Encoded(WHOLE),
    ),
    ({"enum": [1, 2]}, {"combines": True}, FLAGS),
    ({"enum": [1, 2]}, {"combines": True, "text": "integer"}, replace(FLAGS, flags=(1, 2))),
    ({"type": "string"}, {"numbers": True}, String(numbers=True)),
    ({"enum": ["a", "b"]}, {"text": "any"}, Enum((Member("a"), Member("b")), "any")),
    ({"type": "integer"}, {"omitted": True}, Checked(Number(integer=True), (Check("omitted"),))),
    (
        {"enum": [1, 2]},
        {"combines": True, "checks": [{"name": "flags", "mask": 3}]},
        checked(FLAGS, "flags", mask=3),
    ),
    (
        {"enum": ["red", "blue"]},
        {"refuses": ["red"]},
        Faced(Const("blue"), Enum((Member("red"), Member("blue")))),
    ),
    (
        {"type": "object", "additionalProperties": {"type": "integer"}},
        {"keys": [{"name": "integerKey"}]},
        Map(WHOLE, checked(TEXT, "integerKey")),
    ),
    (
        {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}], "minItems": 1, "maxItems": 2},
        {"fields": ["x", "y"]},
        Faced(
            Union(
                (
                    Tuple((WHOLE,)),
                    Tuple((WHOLE, TEXT)),
                    Object((Field("x", WHOLE), Field("y", TEXT, required=False)), Never()),
                )
            ),
            Tuple((WHOLE, TEXT)),
        ),
    ),
    (
        {"properties": {"b": {}}, "required": ["b"]},
        {"aliases": {"b": ["a", ["z", 0]], "?": 1}},
        Object((Field("b", ANY, aliases=(("a",), ("z", 0))),)),
    ),
    (
        {"properties": {"a": {"type": "string"}, "b": {}}, "required": ["a"]},
        {"paths": {"a": ["z", 1]}, "unsent": ["a"]},
        Object(
            (
                Field("a", TEXT, required=False, sent=False, aliases=(("z", 1),), elsewhere=True),
                Field("b", ANY, required=False, sent=False),
                Field("z", Faced(Tuple((ANY, TEXT), ANY), Never()), sent=False),
            )
        ),
    ),
    (
        {"type": "object", "additionalProperties": {"type": "integer"}},
        {"eitherKey": [[{"name": "integerKey"}], [{"name": "memberKey", "values": ["a"]}]]},
        Map(WHOLE, Union((checked(TEXT, "integerKey"), checked(TEXT, "memberKey", values=["a"])))),
    ),
    ({"properties": {"a": {}}}, {"demands": ["a"]}, Object((Field("a", ANY, sent=False),))),
]


@pytest.mark.parametrize(("schema", "facts", "expected"), TABLE)
def test_types(schema, facts, expected):
    assert read(schema, facts) == (expected, [])


def test_limits_of_what_refers_to_itself_end():
    node, _ = read({"anyOf": [{"$ref": "#/components/schemas/It"}, {"type": "integer"}]}, {"limits": {"ge": 2}})
    assert node == ANY


TROUBLE = [
    ("request", DATE, {"never": "strict"}, Faced(Never(), String("date")), "No request can satisfy this"),
    ("request", DATE, {"never": "member"}, Faced(Never(), String("date")), "No request can satisfy this"),
    (
        "response",
        {"type": "string"},
        {"sends": [None, 5]},
        Faced(TEXT, Union((TEXT, Null(), Const(5)))),
        "The default is not of this type, and is sent as it is.",
    ),
    (
        "response",
        {"type": "string"},
        {"serializer": "shop:send"},
        Faced(TEXT, ANY),
        "What shop",
    ),
    (
        "request",
        {"type": "array", "items": {}},
        {"lazy": True},
        Array(ANY, lazy=True),
        "An iterable is only validated as it is used, so that a wrong one breaks the response",
    ),
]


@pytest.mark.parametrize(("way", "schema", "facts", "expected", "notice"), TROUBLE)
def test_what_looks_like_a_mistake_is_noted_where_it_matters(way, schema, facts, expected, notice):
    other = "request" if way == "response" else "response"
    assert read(schema, facts, way) == read(schema, facts) == (expected, [notice])
    assert read(schema, facts, other) == (expected, [])


@pytest.mark.parametrize(
    ("reshaped", "expected"),
    [
        ({"id": "_id", "to": ["to"]}, Object((Field("id", WHOLE), Field("to", ANY)))),
        ({"id": "_id", "y": ["x"]}, Object((Field("id", WHOLE), Field("y", ANY, required=False, sent=False)))),
        (True, ANY),
        ("?", ANY),
    ],
)
def test_a_response_that_lacks_fields(reshaped, expected):
    response = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/It"}}}}
    operation = {"responses": {"200": response}, "x-contractbridge": {"python": "shop:find", "reshaped": reshaped}}
    document = {
        "openapi": "3.1.0",
        "info": {},
        "paths": {"/": {"get": operation}},
        "components": {"schemas": {"It": {"properties": {"_id": {"type": "integer"}, "x": {}}, "required": ["_id"]}}},
    }
    operation = read_contract(document).contract.operations[0]
    assert operation.responses[0].contents[0].type == expected


def tagged(**properties):
    return {"properties": properties, "required": [name for name in properties if name != "kind"]}


KIND = {"const": "cat", "default": "cat"}
PETS = {
    "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
    "discriminator": {"propertyName": "kind"},
}


@pytest.mark.parametrize(
    ("others", "paths", "required"),
    [
        ({}, {}, True),
        ({"Alone": {"$ref": "#/components/schemas/Cat"}}, {}, False),
        ({}, {"/": {"get": {"responses": {}, "x-contractbridge": {"omits": ["unset"]}}}}, True),
        ({}, {"/": {"get": {"responses": {"200": {}}, "x-contractbridge": {"omits": ["unset"]}}}}, False),
    ],
)
def test_tags_are_required_where_nothing_else_tells_members_apart(others, paths, required):
    document = {
        "openapi": "3.1.0",
        "info": {},
        "paths": paths,
        "components": {
            "schemas": {"Cat": tagged(kind=KIND), "Dog": tagged(kind={"const": "dog"}, a={}), "Pet": PETS, **others}
        },
    }
    definitions = read_contract(document).contract.definitions
    assert definitions["Cat"].type.fields[0].required is required


def test_parameters_that_are_closed():
    operation = {"responses": {}, "x-contractbridge": {"forbids": ["query", "?", 1]}}
    document = {"openapi": "3.1.0", "info": {}, "paths": {"/": {"get": operation}}}
    assert read_contract(document).contract.operations[0].closed == frozenset({"query"})


def test_what_no_request_can_have_beside_a_model_is_told():
    refused = {"name": "page", "in": "query", "schema": {"type": "integer"}, "x-contractbridge": {"refused": True}}
    operation = {"responses": {}, "parameters": [refused], "x-contractbridge": {"forbids": ["header", "query"]}}
    reading = read_contract({"openapi": "3.1.0", "info": {}, "paths": {"/": {"get": operation}}})
    assert reading.contract.operations[0].parameters[0].type == Never()
    assert [notice.message.partition(":")[0] for notice in reading.notices] == [
        "No request can have the parameter 'page'",
        "Hardly any request can satisfy this",
    ]


def test_a_form_of_an_app_with_uploads_is_sent_in_parts():
    upload = {"type": "string", "contentMediaType": "application/octet-stream"}
    plain = {**upload, "x-contractbridge": {"checks": [{"name": "bytes"}]}}
    for file, media_type in ((upload, "multipart/form-data"), (plain, "application/x-www-form-urlencoded")):
        schema = {
            "type": "object",
            "properties": {"title": {"type": "string"}, "scans": {"anyOf": [file, {"type": "null"}]}},
        }
        content = {"application/x-www-form-urlencoded": {"schema": {"$ref": "#/components/schemas/Sheet"}}}
        document = {
            "openapi": "3.1.0",
            "info": {},
            "x-contractbridge": {"version": 1},
            "paths": {"/": {"post": {"responses": {}, "requestBody": {"content": content}}}},
            "components": {"schemas": {"Sheet": schema}},
        }
        contract = read_contract(document).contract
        assert contract.operations[0].body.contents[0].media_type == media_type
        has_file = Binary() in contract.definitions["Sheet"].type.fields[1].type.members
        assert has_file is (file is upload)


def test_what_an_app_raises_is_json_whatever_its_success_is():
    problem = {"content": {"text/csv": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    operation = {
        "x-contractbridge": {"python": "shop:export_orders"},
        "responses": {"200": {"content": {"text/csv": {"schema": {"type": "string"}}}}, "404": problem},
    }
    document = {
        "openapi": "3.1.0",
        "info": {},
        "paths": {"/orders.csv": {"get": operation}},
        "components": {"schemas": {"Problem": {"type": "object", "properties": {"detail": {"type": "string"}}}}},
    }
    (read_operation,) = read_contract(document).contract.operations
    found = {response.status: response.contents[0].media_type for response in read_operation.responses}
    assert found == {"200": "text/csv", "404": "application/json"}


ODD = [
    {"never": ["strict"]},
    {"lost": 3, "told": 7, "hiddenAs": 4, "twice": 5, "requests": 6, "label": 8},
    {"lost": [1, {"paths": 5}], "told": {}, "hidden": {"a": True}, "hiddenAs": [], "either": [3]},
    {"as": "nobody", "sentAs": ["nobody"]},
]


@pytest.mark.parametrize("facts", ODD)
@pytest.mark.parametrize(
    "schema", [{"type": "string"}, {"properties": {"a": {}}}, {"anyOf": [{}, {}]}, {"$ref": "#/components/schemas/B"}]
)
def test_facts_that_no_app_has_told_break_nothing(schema, facts):
    components = {"schemas": {"A": {**schema, "x-contractbridge": facts}, "B": {"type": "string"}}}
    document = {"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": {}, "components": components}
    assert {"A", "B"} <= read_contract(document).contract.definitions.keys()
