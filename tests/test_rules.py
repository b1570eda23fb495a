"""Documents that are read to be compared: what schemas demand beyond what types state, and what printing forgives."""

import pytest

from contractbridge.contract import (
    Array,
    Binary,
    Boolean,
    Conditional,
    Const,
    Contains,
    Dependent,
    Embedded,
    Encoded,
    Enum,
    Excluded,
    Exclusive,
    Field,
    Intersection,
    Map,
    Member,
    MemberCount,
    MemberNames,
    Never,
    Null,
    Number,
    Object,
    Patterned,
    Ref,
    Ruled,
    String,
    Tuple,
    Unevaluated,
    Union,
    Unknown,
)
from contractbridge.readers.openapi.document import read_contract

ANY, NULL, TEXT, WHOLE = Unknown(), Null(), String(), Number(integer=True)
HAS_B = Object((Field("b", ANY),))
BASE = {"type": "object", "properties": {"a": {"type": "string"}}}
OPTIONAL_A = Field("a", TEXT, required=False, sent=False)
A = Object((OPTIONAL_A,))
TO_BASE = {"$ref": "#/components/schemas/Base"}
OTHERS = {
    "Base": BASE,
    "Name": {"type": "string"},
    "Text": {"maxLength": 9},
    "MaybeName": {"type": "string", "nullable": True},
    "Cat": {"type": "object", "properties": {"kind": {"const": "cat"}}, "required": ["kind"]},
    "Dog": {"type": "object", "properties": {"kind": {"const": "dog"}}},
    "Fish": {"type": "object", "properties": {"kind": {"const": "fish"}}},
}


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def read(schema, **root):
    whole = {"openapi": "3.1.0", "info": {}, "paths": {}, "components": {"schemas": {"It": schema, **OTHERS}}, **root}
    reading = read_contract(whole, rules=True)
    return reading.contract.definitions["It"].type, [notice.message for notice in reading.notices]


ARRAYS = [
    ({"type": "array", "contains": {"type": "integer"}}, Ruled(Array(ANY), (Contains(WHOLE),))),
    (
        {"type": "array", "contains": {"type": "integer"}, "minContains": 0, "maxContains": 2},
        Ruled(Array(ANY), (Contains(WHOLE, 0, 2),)),
    ),
    ({"type": "array", "contains": {}, "minContains": 0}, Array(ANY)),
    # Of no other kind of values.
    ({"type": "string", "contains": {}}, TEXT),
    ({"contains": {"type": "integer"}}, Ruled(ANY, (Contains(WHOLE),))),
    ({"type": "array", "unevaluatedItems": False}, Array(Never())),
    (
        {"anyOf": [{"prefixItems": [TO_BASE]}, {"type": "null"}], "unevaluatedItems": False},
        Ruled(Union((Tuple(()), Tuple((Ref("Base"),), ANY), NULL)), (Unevaluated("items", Never()),)),
    ),
    # Tuples of any length that is written, and not of the one that is meant.
    ({"prefixItems": [{"type": "string"}], "items": False}, Union((Tuple(()), Tuple((TEXT,))))),
    ({"prefixItems": [{"type": "string"}]}, Union((Tuple(()), Tuple((TEXT,), ANY)))),
    ({"prefixItems": [{"type": "string"}], "minItems": 1}, Tuple((TEXT,), ANY)),
    (
        {"prefixItems": [{"type": "string"}], "minItems": 3, "uniqueItems": True},
        Intersection((Tuple((TEXT,), ANY), Array(ANY, 3, unique=True))),
    ),
    (
        {"prefixItems": [{"type": "string"}], "minItems": 1, "maxItems": 4},
        Intersection((Tuple((TEXT,), ANY), Array(ANY, 1, 4))),
    ),
    ({"prefixItems": [{"type": "string"}, {"type": "null"}], "minItems": 2, "maxItems": 2}, Tuple((TEXT, NULL))),
    ({"prefixItems": [{}] * 70, "items": False}, Array(ANY, None, 70)),
]

OBJECTS = [
    (BASE | {"dependentRequired": {"a": ["b"]}}, Ruled(A, (Dependent("a", HAS_B),))),
    (BASE | {"dependentSchemas": {"a": {"required": ["b"]}}}, Ruled(A, (Dependent("a", HAS_B),))),
    (
        BASE | {"dependencies": {"a": ["b"], "b": {"type": "object", "minProperties": 2}}},
        Ruled(A, (Dependent("a", HAS_B), Dependent("b", Map(ANY, TEXT, 2)))),
    ),
    (BASE | {"minProperties": 1, "maxProperties": 2}, Ruled(A, (MemberCount(1, 2),))),
    (BASE | {"propertyNames": {"maxLength": 3}}, Ruled(A, (MemberNames(String(max_length=3)),))),
    ({"type": "object", "propertyNames": False}, Map(ANY, Never())),
    (
        BASE | {"patternProperties": {"^x": {"type": "integer"}}},
        Ruled(Object((OPTIONAL_A,)), (Patterned("^x", WHOLE),)),
    ),
    (
        BASE | {"patternProperties": {"^x": {"type": "integer"}}, "additionalProperties": False},
        Ruled(Object((OPTIONAL_A,), Never()), (Patterned("^x", WHOLE),)),
    ),
    # Of a dictionary, one pattern is that of its keys, but only where others are refused.
    (
        {"type": "object", "patternProperties": {"^x": {"type": "integer"}}, "additionalProperties": False},
        Map(WHOLE, String(pattern="^x")),
    ),
    ({"type": "object", "patternProperties": {"^x": {"type": "integer"}}}, Ruled(Map(ANY), (Patterned("^x", WHOLE),))),
    (
        {"patternProperties": {"^x": {"type": "integer"}, "^y": {"type": "string"}}, "additionalProperties": False},
        Ruled(Object((), Never()), (Patterned("^x", WHOLE), Patterned("^y", TEXT))),
    ),
    (
        {"type": "object", "patternProperties": {"^x": {"type": "integer"}}, "propertyNames": {"maxLength": 3}},
        Ruled(Map(ANY, String(max_length=3)), (Patterned("^x", WHOLE), MemberNames(String(max_length=3)))),
    ),
    (
        {"anyOf": [TO_BASE, {"type": "null"}], "unevaluatedProperties": False},
        Ruled(Union((Ref("Base"), NULL)), (Unevaluated("members", Never()),)),
    ),
    ({"allOf": [{"minProperties": 3}, {"minProperties": 1}], "type": "object"}, Map(ANY, TEXT, 3)),
]

LOGIC = [
    (
        BASE | {"if": {"required": ["a"]}, "then": {"required": ["b"]}},
        Ruled(A, (Conditional(Object((Field("a", ANY),)), HAS_B, ANY),)),
    ),
    (BASE | {"if": {"required": ["a"]}}, A),
    ({"type": "string", "not": {"const": "x"}}, Ruled(TEXT, (Excluded(Const("x")),))),
    ({"type": "string", "not": {"pattern": "^x"}}, Ruled(TEXT, (Excluded(String(pattern="^x")),))),
    ({"type": "string", "not": {"$ref": "#/gone"}}, TEXT),
    (
        {"oneOf": [{"type": "integer"}, {"type": "number"}]},
        Ruled(Union((WHOLE, Number())), (Exclusive((WHOLE, Number())),)),
    ),
    ({"oneOf": [{"type": "integer"}, {"type": "string"}]}, Union((WHOLE, TEXT))),
    ({"oneOf": [{"enum": [1, 2]}, {"type": "integer", "const": 3}]}, Union((Enum((Member(1), Member(2))), Const(3)))),
    # Told apart by a value that one of them has for sure.
    ({"oneOf": [ref("Cat"), ref("Dog")]}, Union((Ref("Cat"), Ref("Dog")))),
    (
        {"oneOf": [ref("Dog"), ref("Fish")]},
        Ruled(Union((Ref("Dog"), Ref("Fish"))), (Exclusive((Ref("Dog"), Ref("Fish"))),)),
    ),
]

EVERYWHERE = [
    (TO_BASE | {"not": {"required": ["b"]}}, Ruled(Ref("Base"), (Excluded(HAS_B),))),
    (TO_BASE | {"minProperties": 1}, Ruled(A, (MemberCount(1),))),
    # Of what need be no object, a rule about objects makes none.
    (
        ref("Text") | {"minProperties": 1},
        Intersection((Ref("Text"), Union((Map(ANY, TEXT, 1), Array(ANY), TEXT, Number(), Boolean(), NULL)))),
    ),
    ({"allOf": [{"not": {"const": 1}}]}, Ruled(ANY, (Excluded(Const(1)),))),
    (
        {"allOf": [{"type": ["object", "null"], "properties": {"a": {"type": "string"}}}]},
        Union((A, NULL)),
    ),
    (
        {"allOf": [TO_BASE, {"not": {"required": ["b"]}}, {"dependentRequired": {"a": ["b"]}}]},
        Ruled(A, (Excluded(HAS_B), Dependent("a", HAS_B))),
    ),
    (
        {"allOf": [ref("Name"), {"maxLength": 9}], "not": {"const": "x"}},
        Ruled(Intersection((Ref("Name"), String(max_length=9))), (Excluded(Const("x")),)),
    ),
    (
        {"type": ["object", "null"], "properties": {"a": {"type": "string"}}, "dependentRequired": {"a": ["b"]}},
        Union((Ruled(A, (Dependent("a", HAS_B),)), NULL)),
    ),
    (
        BASE | {"nullable": True, "dependentRequired": {"a": ["b"]}},
        Union((Ruled(A, (Dependent("a", HAS_B),)), NULL)),
    ),
    (
        {"anyOf": [BASE, {"type": "null"}], "minProperties": 1, "dependentRequired": {"a": ["b"]}},
        Union((Ruled(A, (MemberCount(1), Dependent("a", HAS_B))), NULL)),
    ),
]

LIMITS = [
    # A type beside values, and limits of theirs.
    ({"type": "string", "enum": ["a", 2, None]}, Const("a")),
    ({"type": "string", "enum": [1, 2]}, Enum((Member(1), Member(2)))),
    ({"type": "string", "const": "ab", "maxLength": 1}, Intersection((Const("ab"), String(max_length=1)))),
    ({"type": "string", "x-extensible-enum": ["a", "b"]}, Enum((Member("a"), Member("b")))),
    ({"type": "integer", "format": "int32"}, Number(integer=True, minimum=-(2**31), maximum=2**31 - 1)),
    ({"type": "integer", "format": "int32", "minimum": 0}, Number(integer=True, minimum=0, maximum=2**31 - 1)),
    ({"type": "integer", "format": "int64"}, WHOLE),
    # Limits without a type are silent about values of other kinds.
    (
        {"maxLength": 3},
        Union((Map(ANY), Array(ANY), String(max_length=3), Number(), *read({"type": ["boolean", "null"]})[0].members)),
    ),
    (ref("MaybeName") | {"maxLength": 9}, Intersection((Ref("MaybeName"), Union((String(max_length=9), NULL))))),
    ({"type": "string", "contentMediaType": "image/png"}, Ruled(TEXT, (Embedded("image/png"),))),
    ({"type": "string", "contentEncoding": "base64"}, String("base64")),
    (
        {"type": "string", "contentMediaType": "application/json", "contentSchema": {"type": "integer"}},
        Ruled(TEXT, (Embedded("application/json", type=WHOLE),)),
    ),
]


@pytest.mark.parametrize(
    ("schema", "node"), [*ARRAYS, *OBJECTS, *LOGIC, *EVERYWHERE, *LIMITS], ids=lambda each: str(each)[:70]
)
def test_schema_demands(schema, node):
    found, notices = read(schema)
    assert repr(found) == repr(node)
    assert [each for each in notices if "ignored" in each] == []


APP = {"x-contractbridge": {"version": 1}}


@pytest.mark.parametrize(
    ("schema", "node"),
    [
        # Pydantic's spelling of a dictionary whose keys have a pattern.
        ({"type": "object", "patternProperties": {"^x": {}}}, Map(ANY, String(pattern="^x", dialect="rust"))),
        # Its unions try one member after the other.
        ({"oneOf": [{"type": "integer"}, {"type": "number"}]}, Union((WHOLE, Number()))),
        (
            {
                "type": "string",
                "contentMediaType": "application/json",
                "contentSchema": {"type": "integer"},
                "x-contractbridge": {"encodes": True},
            },
            Encoded(WHOLE),
        ),
    ],
    ids=str,
)
def test_app_means(schema, node):
    assert repr(read(schema, **APP)[0]) == repr(node)


@pytest.mark.parametrize(
    ("media_type", "schema", "node"),
    [
        ("text/plain", {"type": "string", "maxLength": 9}, String(max_length=9)),
        ("text/plain", {"type": "string", "description": "Words."}, TEXT),
        ("text/csv", {}, TEXT),
        ("application/xml", BASE, A),
        ("application/pdf", {"type": "string", "format": "binary"}, Binary()),
        ("application/octet-stream", {"type": "string"}, Binary()),
        ("application/x-msgpack", TO_BASE, Ref("Base")),
    ],
)
def test_body_that_is_no_json_is_what_its_schema_says(media_type, schema, node):
    node_of = {"requestBody": {"content": {media_type: {"schema": schema}}}}
    whole = {"openapi": "3.1.0", "info": {}, "paths": {"/": {"post": node_of}}, "components": {"schemas": OTHERS}}
    assert repr(read_contract(whole, rules=True).contract.operations[0].body.contents[0].type) == repr(node)


@pytest.mark.parametrize(
    "schema", [{"not": ref("It")}, {"if": ref("It"), "then": {}}, {"oneOf": [ref("It"), {"type": "string"}]}], ids=str
)
def test_rule_that_speaks_of_itself_says_nothing(schema):
    assert read(schema)[0] == ANY


def nested(word, depth=10_000):
    schema = {}
    for _ in range(depth):
        schema = {word: schema, "then": {}}
    return schema


@pytest.mark.parametrize("word", ["not", "if", "contains", "propertyNames", "unevaluatedItems", "contentSchema"])
def test_no_rule_is_too_deep_to_read(word):
    read(nested(word))
