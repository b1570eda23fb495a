"""Documents to contracts: schemas as a table of what is written and what is meant, then operations, then trouble."""

import copy
import json
import math
from dataclasses import replace

import pytest

from contractbridge.contract import (
    MISSING,
    Array,
    Binary,
    Boolean,
    Check,
    Checked,
    Const,
    Content,
    Discriminator,
    Docs,
    Enum,
    Faced,
    Field,
    Intersection,
    Map,
    Member,
    Never,
    Null,
    Number,
    Object,
    Parameter,
    PythonName,
    Ref,
    Response,
    String,
    Tuple,
    Union,
    Unknown,
)
from contractbridge.errors import DocumentError
from contractbridge.readers.facts import canonical_json
from contractbridge.readers.openapi import references, schemas
from contractbridge.readers.openapi.document import read_contract

ANY, NULL, TEXT, WHOLE = Unknown(), Null(), String(), Number(integer=True)


def optional(name, node, **rest):
    return Field(name, node, required=False, sent=False, **rest)


def document(paths=None, version="3.1.0", **schemas):
    return {"openapi": version, "info": {}, "paths": paths or {}, "components": {"schemas": schemas}}


def read(schema, version="3.1.0", **others):
    """The type of a schema and the notices on it, by place within it."""
    reading = read_contract(document(version=version, It=schema, **others))
    places = [notice.place.removeprefix("#/components/schemas/It") for notice in reading.notices]
    return reading.contract.definitions["It"].type, places


def operations(paths, version="3.1.0", **schemas):
    return read_contract(document(paths, version, **schemas)).contract.operations


def operation(node, path="/", method="get", **schemas):
    return operations({path: {method: node}}, **schemas)[0]


SCALARS = [
    ({}, ANY),
    (True, ANY),
    (False, Never()),
    ({"not": {}}, Never()),
    ({"type": "string"}, TEXT),
    ({"type": "string", "format": "uuid"}, String("uuid")),
    ({"type": "string", "minLength": 1, "maxLength": 9.0, "pattern": "^a"}, String("", 1, 9, "^a")),
    ({"type": "string", "format": "byte"}, String("base64")),
    ({"type": "string", "contentEncoding": "base64"}, String("base64")),
    ({"type": "string", "format": "binary"}, String("binary")),
    ({"type": "string", "contentMediaType": "application/octet-stream"}, TEXT),
    ({"pattern": "^a"}, String(pattern="^a")),
    ({"type": "boolean"}, Boolean()),
    ({"type": "null"}, NULL),
    ({"type": "integer"}, WHOLE),
    ({"type": "integer", "minimum": 10**30}, Number(integer=True, minimum=10**30)),
    ({"type": "number", "minimum": 0, "exclusiveMaximum": 1.5}, Number(minimum=0, exclusive_maximum=1.5)),
    ({"type": "number", "minimum": 1.0, "maximum": 1e300}, Number(minimum=1, maximum=1e300)),
    ({"type": "number", "multipleOf": 0.01}, Number(multiple_of=0.01)),
    # OpenAPI 3.0: exclusive bounds are booleans.
    ({"type": "number", "minimum": 0, "exclusiveMinimum": True}, Number(exclusive_minimum=0)),
    ({"type": "number", "maximum": 9, "exclusiveMaximum": False}, Number(maximum=9)),
]

CONSTANTS = [
    ({"const": "a"}, Const("a")),
    ({"const": None}, NULL),
    ({"type": "string", "const": "a"}, Const("a")),
    ({"enum": ["a"]}, Const("a")),
    ({"enum": ["a", "b"]}, Enum((Member("a"), Member("b")))),
    ({"enum": ["a", "a", "b"]}, Enum((Member("a"), Member("b")))),
    ({"enum": ["a", None]}, Union((Const("a"), NULL))),
    ({"enum": [None]}, NULL),
    ({"enum": []}, Never()),
    # Python holds that 1, 1.0 and True are equal; JSON does not.
    ({"enum": [1, True, "1"]}, Enum((Member(1), Member(value=True), Member("1")))),
    ({"enum": ["a", "b", [1]]}, Union((Enum((Member("a"), Member("b"))), Const([1])))),
    ({"enum": ["a", "b"], "nullable": True}, Union((Enum((Member("a"), Member("b"))), NULL))),
    ({"enum": [1, 2], "x-enum-varnames": ["ONE", "TWO"]}, Enum((Member(1, "ONE"), Member(2, "TWO")))),
    ({"enum": [1, 2], "x-enumNames": ["ONE"]}, Enum((Member(1), Member(2)))),
    ({"enum": ["a"], "x-contractbridge": {"members": ["A"]}}, Enum((Member("a", "A"),))),
    (
        {"oneOf": [{"const": 1, "title": "LOW", "description": "No hurry."}, {"const": 2}]},
        Enum((Member(1, "LOW", "No hurry."), Member(2))),
    ),
]

ARRAYS = [
    ({"type": "array"}, Array(ANY)),
    ({"items": {"type": "string"}}, Array(TEXT)),
    ({"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}, Array(TEXT, 1, unique=True)),
    (
        {"type": "array", "prefixItems": [{"type": "string"}, {"type": "null"}], "minItems": 2, "maxItems": 2},
        Tuple((TEXT, NULL)),
    ),
    ({"prefixItems": [{"type": "string"}], "items": False}, Tuple((TEXT,))),
    ({"prefixItems": [{"type": "string"}], "items": {"type": "null"}}, Tuple((TEXT,), NULL)),
    ({"prefixItems": [{"type": "string"}]}, Tuple((TEXT,), ANY)),
    ({"prefixItems": [{"type": "string"}], "items": False, "minItems": 0}, Union((Tuple(()), Tuple((TEXT,))))),
    # Before JSON Schema 2020-12.
    ({"type": "array", "items": [{"type": "string"}], "additionalItems": False}, Tuple((TEXT,))),
]

OBJECTS = [
    ({"type": "object"}, Map(ANY)),
    ({"type": "object", "additionalProperties": True}, Map(ANY)),
    ({"type": "object", "additionalProperties": {"type": "string"}}, Map(TEXT)),
    ({"type": "object", "properties": {}}, Object(())),
    ({"type": "object", "additionalProperties": False}, Object((), Never())),
    ({"properties": {"a": {"type": "string"}}}, Object((optional("a", TEXT),))),
    ({"properties": {"a": {"type": "string"}}, "required": ["a"]}, Object((Field("a", TEXT),))),
    ({"required": ["a"]}, Object((Field("a", ANY),))),
    ({"anyOf": [{"type": "array"}, {"const": 1}], "maxLength": 2}, Union((Array(ANY), Const(1)))),
    ({"properties": {"a": True}, "additionalProperties": False}, Object((optional("a", ANY),), Never())),
    ({"properties": {"a": True}, "additionalProperties": True}, Object((optional("a", ANY),), ANY)),
    (
        {"properties": {"a": {"type": "string", "default": None}}},
        Object((optional("a", TEXT, default=None),)),
    ),
    (
        {"properties": {"a": {"type": "string", "default": 0}}},
        Object((optional("a", Faced(TEXT, Union((TEXT, Const(0)))), default=0),)),
    ),
    (
        {"properties": {"a": {"readOnly": True}, "b": {"writeOnly": True}}, "required": ["a", "b"]},
        Object((Field("a", ANY, required=False), Field("b", ANY, sent=False))),
    ),
    (
        {"properties": {"a": {}, "b": {}}, "required": ["a"], "x-contractbridge": {"sent": ["b"]}},
        Object((Field("a", ANY), Field("b", ANY, required=False))),
    ),
    (
        {"properties": {"a": {}}, "required": ["a"], "x-contractbridge": {"unsent": ["a"]}},
        Object((Field("a", ANY, sent=False),)),
    ),
    # Pydantic sends a SecretStr, whatever its document says.
    (
        {"properties": {"a": {"writeOnly": True}}, "required": ["a"], "x-contractbridge": {"python": "m:M"}},
        Object((Field("a", ANY),)),
    ),
    (
        {"type": "object", "propertyNames": {"enum": ["a", "b"]}, "additionalProperties": {"type": "integer"}},
        Map(WHOLE, Enum((Member("a"), Member("b")))),
    ),
    ({"type": "object", "propertyNames": {"$ref": "#/components/schemas/It"}}, Map(ANY, Ref("It"))),
    ({"type": "object", "minProperties": 1, "maxProperties": 9}, Map(ANY, TEXT, 1, 9)),
    ({"type": "object", "patternProperties": {"^a": {"type": "string"}}}, Map(TEXT, String(pattern="^a"))),
    (
        {"patternProperties": {"^a": {}}, "propertyNames": {"maxLength": 9}},
        Map(ANY, String(max_length=9, pattern="^a")),
    ),
    (
        {"properties": {"__proto__": {}, "$ref": {}}},
        Object(tuple(optional(n, ANY) for n in ("__proto__", "$ref"))),
    ),
]

UNIONS = [
    ({"type": ["string", "null"]}, Union((TEXT, NULL))),
    ({"type": "string", "nullable": True}, Union((TEXT, NULL))),
    ({"anyOf": [{"type": "string"}, {"type": "null"}]}, Union((TEXT, NULL))),
    ({"anyOf": [{"type": "string"}, {"type": "null"}], "nullable": True}, Union((TEXT, NULL))),
    ({"type": ["string"]}, TEXT),
    ({"anyOf": [{"type": "string"}]}, TEXT),
    ({"anyOf": [{"type": "string"}, {"type": "string"}]}, TEXT),
    ({"anyOf": [{"type": "string"}, {}]}, ANY),
    ({"anyOf": [{"type": "string"}, False]}, TEXT),
    ({"anyOf": [{"anyOf": [{"type": "string"}, {"type": "integer"}]}, {"type": "null"}]}, Union((TEXT, WHOLE, NULL))),
    (
        {"type": "string", "anyOf": [{"maxLength": 1}, {"minLength": 9}]},
        Union((String(max_length=1), String(min_length=9))),
    ),
    ({"type": "string", "anyOf": []}, TEXT),
    ({"anyOf": [{"type": "string"}, {"type": "null"}], "format": "password"}, Union((String("password"), NULL))),
    (
        {"anyOf": [{"type": "object", "additionalProperties": True}, {"type": "null"}], "additionalProperties": True},
        Union((Map(ANY, TEXT), NULL)),
    ),
    (
        {"oneOf": [{"type": "string", "minLength": 1}, {"type": "integer"}], "maxLength": 9},
        Union((String(min_length=1, max_length=9), WHOLE)),
    ),
]

COMPOSITIONS = [
    ({"allOf": [{"$ref": "#/components/schemas/Base"}]}, Ref("Base")),
    ({"type": "object", "allOf": [{"$ref": "#/components/schemas/Base"}], "description": "Words."}, Ref("Base")),
    ({"allOf": [{"$ref": "#/components/schemas/Base"}], "nullable": True}, Union((Ref("Base"), NULL))),
    ({"$ref": "#/components/schemas/Base", "default": {}, "description": "Words."}, Ref("Base")),
    ({"$ref": "#/components/schemas/Base", "nullable": True}, Union((Ref("Base"), NULL))),
    ({"$ref": "#/components/schemas/Colour", "maxLength": 9}, Ref("Colour")),
    ({"$ref": "#/components/schemas/Name", "maxLength": 9}, Intersection((Ref("Name"), String(max_length=9)))),
    # What objects add up to is an object, and a field may be required by another part than the one that has it.
    (
        {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"b": {}}, "required": ["b", "a"]}]},
        Object((Field("a", TEXT), Field("b", ANY))),
    ),
    (
        {"$ref": "#/components/schemas/Base", "properties": {"b": {}}},
        Object((optional("a", TEXT), optional("b", ANY))),
    ),
    # A field that is narrowed.
    (
        {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"a": {"const": "x"}}}]},
        Object((optional("a", Const("x")),)),
    ),
    (
        {"allOf": [{"$ref": "#/components/schemas/Base"}, {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}]},
        Intersection((Ref("Base"), Union((Object((Field("a", ANY),)), Object((Field("b", ANY),)))))),
    ),
    ({"allOf": [{"type": "string"}, {"minLength": 1}]}, String(min_length=1)),
    ({"allOf": [{"type": "boolean"}, {"const": True}]}, Const(value=True)),
    ({"allOf": [{"type": "number"}, {"type": "integer"}]}, WHOLE),
    ({"allOf": [{"type": "integer"}, {"enum": [1, 2]}]}, Enum((Member(1), Member(2)))),
    ({"allOf": [{"type": "integer"}, {"const": True}]}, Intersection((WHOLE, Const(value=True)))),
    (
        {"type": "string", "allOf": [{"pattern": "a"}, {"pattern": "b"}]},
        Intersection((String(pattern="a"), String(pattern="b"))),
    ),
]

OTHERS = {
    "Base": {"type": "object", "properties": {"a": {"type": "string"}}},
    "Colour": {"enum": ["red", "green"]},
    "Name": {"type": "string"},
}


@pytest.mark.parametrize(
    ("schema", "node"),
    [*SCALARS, *CONSTANTS, *ARRAYS, *OBJECTS, *UNIONS, *COMPOSITIONS],
    ids=lambda each: str(each)[:60],
)
def test_schema_means(schema, node):
    found, _ = read(schema, **OTHERS)
    assert repr(found) == repr(node)


@pytest.mark.parametrize(
    ("schema", "node", "place"),
    [
        ({"$ref": "#/components/schemas/Gone"}, ANY, ""),
        ({"$ref": "other.json#/Thing"}, ANY, ""),
        ({"$ref": "https://example.com/thing.json"}, ANY, ""),
        ({"$ref": 7}, ANY, ""),
        ({"$ref": "#"}, ANY, ""),
        ({"items": {"$ref": "#/nowhere"}}, Array(ANY), "/items"),
        (7, ANY, ""),
        ([], ANY, ""),
        ({"type": "strnig"}, ANY, "/type"),
        ({"type": {"a": 1}}, ANY, "/type"),
        ({"type": "string", "not": {"const": "a"}}, TEXT, "/not"),
        ({"type": "string", "if": {}, "then": {}}, TEXT, "/if"),
        ({"type": "string", "minLength": -1}, TEXT, "/minLength"),
        ({"type": "string", "maxLength": "9"}, TEXT, "/maxLength"),
        ({"type": "number", "minimum": math.inf}, Number(), "/minimum"),
        ({"type": "number", "maximum": math.nan}, Number(), "/maximum"),
        ({"type": "number", "maximum": 10**400}, Number(), "/maximum"),
        ({"type": "number", "minimum": True}, Number(), "/minimum"),
        ({"enum": "ab"}, ANY, "/enum"),
        ({"enum": ["a", math.nan]}, Const("a"), "/enum/1"),
        ({"properties": ["a"]}, Object(()), "/properties"),
        ({"anyOf": {"type": "string"}, "type": "string"}, TEXT, "/anyOf"),
        ({"prefixItems": {}}, Array(ANY), "/prefixItems"),
        ({"prefixItems": [{}] * 20, "minItems": 0, "items": False}, Array(ANY, 0, 20), ""),
        ({"patternProperties": {"a": {}, "b": {}}, "type": "object"}, Map(ANY), "/patternProperties"),
        ({"properties": {"a": {}}, "minProperties": 1}, Object((optional("a", ANY),)), "/minProperties"),
        ({"type": "string", "contentSchema": {}}, TEXT, "/contentSchema"),
        (
            {"allOf": [{"properties": {"a": {}}, "additionalProperties": False}, {"properties": {"b": {}}}]},
            Object((optional("a", ANY), optional("b", ANY)), Never()),
            "/allOf/1",
        ),
    ],
    ids=lambda each: str(each)[:60],
)
def test_what_cannot_be_expressed_is_noted_at_its_place(schema, node, place):
    found, places = read(schema)
    assert repr(found) == repr(node)
    assert place in places


CAT = {"properties": {"kind": {"const": "cat"}}, "required": ["kind"]}
DOG = {"properties": {"kind": {"enum": ["dog", "puppy"]}}, "required": ["kind"]}
PETS = {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]}
BY_KIND = {"discriminator": {"propertyName": "kind"}}


@pytest.mark.parametrize(
    ("schema", "others", "discriminator"),
    [
        (PETS | BY_KIND, {}, Discriminator("kind", (("cat", "Cat"), ("dog", "Dog"), ("puppy", "Dog")))),
        # The constants are what is sent; a mapping may be of another mind.
        (
            PETS | {"discriminator": {"propertyName": "kind", "mapping": {"x": "#/components/schemas/Cat"}}},
            {},
            Discriminator("kind", (("cat", "Cat"), ("dog", "Dog"), ("puppy", "Dog"))),
        ),
        (PETS, {}, None),
        (PETS | {"discriminator": {"propertyName": "size"}}, {}, None),
        (PETS | {"discriminator": {}}, {}, None),
        (PETS | BY_KIND, {"Dog": {"properties": {"kind": {"type": "string"}}}}, None),
        (PETS | BY_KIND, {"Dog": CAT}, None),
        (PETS | BY_KIND, {"Dog": {"type": "array"}}, None),
        ({"oneOf": [CAT, DOG]} | BY_KIND, {}, None),
        # The tag is a class of its own, or inherited.
        (
            PETS | BY_KIND,
            {
                "Dog": {"allOf": [{"$ref": "#/components/schemas/Animal"}, {"properties": {"age": {}}}]},
                "Animal": {"properties": {"kind": {"$ref": "#/components/schemas/Tag"}}},
                "Tag": {"enum": ["dog"]},
            },
            Discriminator("kind", (("cat", "Cat"), ("dog", "Dog"))),
        ),
        # A member that is itself told apart, by another field.
        (
            PETS | BY_KIND,
            {
                "Dog": {
                    "oneOf": [{"$ref": "#/components/schemas/Big"}, {"$ref": "#/components/schemas/Small"}],
                    "discriminator": {"propertyName": "size"},
                },
                "Big": {"properties": {"kind": {"const": "dog"}, "size": {"const": "big"}}},
                "Small": {"properties": {"kind": {"const": "dog"}, "size": {"const": "small"}}},
            },
            Discriminator("kind", (("cat", "Cat"), ("dog", "Dog"))),
        ),
    ],
)
def test_discriminator_stands_only_where_it_is_right(schema, others, discriminator):
    node, places = read(schema, **{"Cat": CAT, "Dog": DOG, **others})
    assert isinstance(node, Union)
    assert node.discriminator == discriminator
    assert bool(places) == ("discriminator" in schema and discriminator is None)


def test_null_stands_beside_a_discriminated_union():
    schema = {"oneOf": [*PETS["oneOf"], {"type": "null"}], **BY_KIND}
    node, _ = read(schema, Cat=CAT, Dog=DOG)
    tags = Discriminator("kind", (("cat", "Cat"), ("dog", "Dog"), ("puppy", "Dog")))
    assert node == Union((Union((Ref("Cat"), Ref("Dog")), tags), NULL))


@pytest.mark.parametrize(
    ("ref", "key"),
    [
        ("#/components/schemas/A~1b%20c~0", "A/b c~"),
        ("#/components/schemas/Base/properties/a", "#/components/schemas/Base/properties/a"),
        ("#/components/schemas/It/anyOf/1", "#/components/schemas/It/anyOf/1"),
        ("#/paths/~1/get/responses/200/content/application~1json/schema", None),
        ("#/$defs/Thing", "#/$defs/Thing"),
    ],
)
def test_reference_leads_anywhere_in_the_document(ref, key):
    response = {"content": {"application/json": {"schema": {"type": "string"}}}}
    whole = document(
        {"/": {"get": {"responses": {200: response}}}} if key is None else {},
        **OTHERS,
        **{"A/b c~": {"type": "string"}},
    )
    whole["$defs"] = {"Thing": {"type": "string"}}
    whole["components"]["schemas"]["It"] = {"anyOf": [{"type": "array", "items": {"$ref": ref}}, {"type": "string"}]}
    if key is None:
        whole["paths"]["/"]["get"]["responses"] = {"200": response}
        key = ref
    definitions = read_contract(whole).contract.definitions
    assert definitions["It"].type.members[0] == Array(Ref(key))
    assert definitions[key].type == TEXT


def test_schema_pasted_whole_refers_to_its_own_definitions():
    schema = {"$defs": {"Name": {"type": "string"}}, "properties": {"a": {"items": {"$ref": "#/$defs/Name"}}}}
    node, places = read(schema)
    assert node.fields[0].type == Array(Ref("#/components/schemas/It/$defs/Name"))
    assert places == ["/properties/a/items"]


@pytest.mark.parametrize(
    ("schemas", "unknown"),
    [
        ({"A": {"$ref": "#/components/schemas/A"}}, {"A"}),
        ({"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}}, {"B"}),
        ({"A": {"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}]}}, {"A"}),
        ({"A": {"allOf": [{"$ref": "#/components/schemas/A"}, {"type": "string"}]}}, {"A"}),
        ({"A": {"items": {"$ref": "#/components/schemas/A"}}}, set()),
        ({"A": {"properties": {"a": {"$ref": "#/components/schemas/A"}}}}, set()),
        ({f"A{n:03}": {"$ref": f"#/components/schemas/A{n + 1:03}"} for n in range(30)} | {"A030": {}}, {"A030"}),
    ],
)
def test_name_that_leads_only_to_itself_is_any_value(schemas, unknown):
    reading = read_contract(document(**schemas))
    assert {key for key, each in reading.contract.definitions.items() if each.type == ANY} == unknown


def test_polymorphism_by_inheritance_does_not_go_round():
    base = {"type": "object", "properties": {"kind": {"type": "string"}}, **PETS}
    cat = {"allOf": [{"$ref": "#/components/schemas/It"}, {"properties": {"kind": {"const": "cat"}, "lives": {}}}]}
    reading = read_contract(document(It=base, Cat=cat, Dog=cat))
    assert [field.name for field in reading.contract.definitions["Cat"].type.fields] == ["kind", "lives"]


def test_words_and_names():
    schema = {
        "title": "It",
        "description": "A thing.",
        "deprecated": True,
        "example": 1,
        "type": "integer",
        "x-contractbridge": {"python": "shop.models:Outer.It[int]"},
    }
    definition = read_contract(document(It=schema)).contract.definitions["It"]
    assert definition.docs == Docs("A thing.", deprecated=True, examples=(1,))
    assert definition.python == PythonName("shop.models", "Outer.It[int]")


def test_words_of_a_field_are_its_own():
    schema = {
        "properties": {"a": {"$ref": "#/components/schemas/Base", "description": "This.", "examples": [1, math.nan]}}
    }
    node, _ = read(schema, Base={"description": "That."})
    assert node.fields[0].docs == Docs("This.", examples=(1,))
    assert node.fields[0].default is MISSING


# Hostile schemas


def nested(word, depth=10_000):
    schema = {}
    for _ in range(depth):
        schema = {word: [schema] if word.endswith("Of") else {"a": schema} if word == "properties" else schema}
    return schema


def nested_list(depth=10_000):
    value = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "schema",
    [
        *(nested(word) for word in ("items", "properties", "additionalProperties", "allOf", "anyOf", "oneOf", "not")),
        {"items": {"allOf": [nested("allOf"), nested("properties")]}},
        *(
            {word: nested_list()}
            for word in ("enum", "const", "default", "examples", "required", "type", "anyOf", "items")
        ),
        {"properties": {"a": nested("x"), "b": {"default": nested_list()}}},
        {"allOf": [{"properties": {"a": nested("items")}}, {"properties": {"a": nested("items")}}]},
        {"properties": {"a" * 1_000_000: {"$ref": "#/gone"}}},
        {"$ref": "#" + "/a" * 1_000_000},
        {"type": ["array", "object"] * 10_000},
    ],
    ids=lambda each: str(next(iter(each))),
)
def test_no_nesting_is_too_deep_to_read(schema):
    reading = read_contract(
        document(It=schema, Other={"allOf": [{"$ref": "#/components/schemas/It"}, {"properties": {}}]})
    )
    assert sum(len(notice.place) + len(notice.message) for notice in reading.notices) < 1_000_000


def test_what_a_document_adds_up_to_is_bounded():
    big = {"properties": {f"field{n}": {"type": "string"} for n in range(1000)}}
    heirs = {
        f"Heir{n}": {"allOf": [{"$ref": "#/components/schemas/It"}, {"properties": {"a": {}}}]} for n in range(300)
    }
    definitions = read_contract(document(It=big, **heirs)).contract.definitions
    kinds = [type(each.type) for each in definitions.values()]
    assert {Object, Intersection} == set(kinds)
    assert kinds.count(Object) < 110


def test_document_that_holds_itself_ends(monkeypatch):
    monkeypatch.setattr(schemas, "_MOST_NODES", 1000)
    endless = {}
    endless["anyOf"] = endless["allOf"] = [endless, endless]
    endless["properties"] = {"a": endless, "b": endless}
    reading = read_contract(document(It=endless))
    assert reading.notices[-1].message == "More than 1000 schemas; the rest was read as any value."


def test_notices_end(monkeypatch):
    monkeypatch.setattr(references, "_MOST_NOTICES", 3)
    reading = read_contract(document(It={"anyOf": [{"$ref": f"#/{n}"} for n in range(9)]}))
    assert len(reading.notices) == 4
    assert reading.notices[-1].message == "There is more to say than these 3 notices."


# Operations


@pytest.mark.parametrize(
    ("node", "path", "name"),
    [
        ({"x-contractbridge": {"python": "shop.orders:create_order"}, "operationId": "x"}, "/", "create_order"),
        ({"x-contractbridge": {"python": "shop:make.<locals>.Api.create"}}, "/", "create"),
        ({"x-contractbridge": {"python": "shop:<lambda>"}, "operationId": "x"}, "/", "x"),
        ({"operationId": "read_item_items__item_id__get"}, "/items/{item_id}", "read_item"),
        # A route with two methods has the id of one of them.
        ({"operationId": "login_login_post"}, "/login", "login"),
        (
            {"operationId": "svc_svc_get", "x-contractbridge": {"python": "shop:Service.__call__"}},
            "/svc",
            "svc",
        ),
        ({"operationId": "get_users"}, "/users", "get_users"),
        ({"operationId": "_users_get"}, "/users", "_users_get"),
        ({"operationId": "users-list_users", "tags": ["users"]}, "/users", "list_users"),
        ({"operationId": "users:list", "tags": ["users"]}, "/users", "list"),
        ({"operationId": "users-", "tags": ["users"]}, "/users", "users-"),
        ({}, "/users/{user_id}", "get_users_user_id"),
    ],
)
def test_operation_is_called_what_the_developer_calls_it(node, path, name):
    assert operation(node, path).name == name


def parameter(name, location, node=TEXT, **rest):
    return Parameter(name, location, node, **{"required": False, "style": "form", "explode": True, **rest})


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ({"name": "a", "in": "query", "schema": {"type": "string"}}, parameter("a", "query")),
        (
            {"name": "a", "in": "query", "required": True, "schema": {"type": "integer"}},
            parameter("a", "query", WHOLE, required=True),
        ),
        (
            {"name": "a", "in": "query", "explode": False, "schema": {"type": "string"}},
            parameter("a", "query", explode=False),
        ),
        (
            {"name": "a", "in": "query", "style": "deepObject", "schema": {"type": "object"}},
            parameter("a", "query", Map(ANY), style="deepObject", explode=False),
        ),
        (
            {"name": "a", "in": "header", "schema": {"type": "string"}},
            parameter("a", "header", style="simple", explode=False),
        ),
        (
            {"name": "Authorization", "in": "header"},
            parameter("Authorization", "header", ANY, style="simple", explode=False),
        ),
        ({"name": "a", "in": "cookie", "schema": {"type": "string"}}, parameter("a", "cookie")),
        (
            {"name": "a", "in": "query", "schema": {"type": "string", "default": "x", "description": "Words."}},
            parameter("a", "query", default="x", docs=Docs("Words.")),
        ),
        (
            {"name": "a", "in": "query", "description": "Own.", "schema": {"type": "string", "description": "Words."}},
            parameter("a", "query", docs=Docs("Own.")),
        ),
        (
            {
                "name": "a",
                "in": "query",
                "examples": {"one": {"value": 1}},
                "content": {"application/json": {"schema": {"type": "integer"}}},
            },
            parameter("a", "query", WHOLE, media_type="application/json", docs=Docs(examples=(1,))),
        ),
        ({"$ref": "#/components/schemas/Shared"}, parameter("s", "query")),
        ({"$ref": "#/gone"}, None),
        ({"name": "a", "in": "body"}, None),
        ({"name": 1, "in": "query"}, None),
        ("a", None),
    ],
    ids=lambda each: str(each)[:60],
)
def test_parameter_is_read(node, expected):
    shared = {"name": "s", "in": "query", "schema": {"type": "string"}}
    found = operation({"parameters": [node]}, Shared=shared).parameters
    assert list(found) == ([] if expected is None else [expected])


def test_headers_that_fetch_sends_are_no_arguments():
    def header(name, schema):
        return {"name": name, "in": "header", "required": True, "schema": schema}

    def found(node, **reading):
        parameters = [header(name, {"type": "string"}) for name in names] + [header("accept", {"enum": ["a", "b"]})]
        operation = {"parameters": parameters, **node}
        (read,) = read_contract(document({"/": {"post": operation}}), **reading).contract.operations
        return {each.name: each.required for each in read.parameters}

    names = ["Host", "user-agent", "Accept-Encoding", "content-type", "content-length", "user_agent", "authorization"]
    body = {"requestBody": {"content": {"application/json": {}}}}
    sent = {"user-agent": False, "user_agent": True, "authorization": True, "accept": True}
    assert found(body) == sent
    assert found({}) == {**sent, "content-type": True, "content-length": True}
    assert found(body, rules=True) == dict.fromkeys([*names, "accept"], True)


def test_parameters_of_a_path_are_shared_and_replaced():
    def query(name, kind):
        return {"name": name, "in": "query", "schema": {"type": kind}}

    item = {
        "parameters": [query("a", "string"), query("b", "string")],
        "get": {"parameters": [query("b", "integer")]},
        "post": {},
    }
    get, post = operations({"/": item})
    assert [(each.name, each.type) for each in get.parameters] == [("a", TEXT), ("b", WHOLE)]
    assert [(each.name, each.type) for each in post.parameters] == [("a", TEXT), ("b", TEXT)]


def test_path_has_exactly_its_parameters():
    node = {"parameters": [{"name": "id", "in": "path", "schema": {"type": "integer"}}, {"name": "no", "in": "path"}]}
    reading = read_contract(document({"/{org}/{id}": {"get": node}}))
    found = reading.contract.operations[0].parameters
    assert [(each.name, each.type, each.required) for each in found] == [("org", TEXT, True), ("id", WHOLE, True)]
    assert [notice.message for notice in reading.notices] == [
        "The path parameter 'org' is not declared; read as a string.",
        "The path has no parameter 'no'; left out.",
    ]


FILE = {"type": "string", "format": "binary"}
BYTES = {"type": "string", "contentMediaType": "application/octet-stream"}


@pytest.mark.parametrize(
    ("media_type", "schema", "node"),
    [
        ("application/json", None, ANY),
        ("application/json", FILE, String("binary")),
        ("application/json; charset=utf-8", {"type": "string"}, TEXT),
        ("application/problem+json", {"type": "integer"}, WHOLE),
        ("multipart/form-data", FILE, Binary()),
        ("multipart/form-data", {"type": "array", "items": BYTES}, Array(Binary())),
        ("multipart/form-data", {"anyOf": [BYTES, {"type": "null"}]}, Union((Binary(), NULL))),
        ("application/x-www-form-urlencoded", {"type": "string"}, TEXT),
        ("application/octet-stream", None, Binary()),
        ("application/pdf", FILE, Binary()),
        ("image/png", {}, Binary()),
        ("text/html", {"type": "string"}, TEXT),
        ("application/xml", {}, TEXT),
        ("*/*", {"type": "integer"}, WHOLE),
    ],
)
def test_body_is_what_its_media_type_makes_it(media_type, schema, node):
    content = {media_type: {} if schema is None else {"schema": schema}}
    found = operation({"requestBody": {"content": content, "required": True}}, method="post").body
    assert found.contents == (Content(media_type, node),)
    assert found.required
    response = operation({"responses": {"200": {"description": "Fine.", "content": content}}}).responses
    assert response == (Response("200", (Content(media_type, node),), "Fine."),)


def test_body_that_fetch_does_not_send_is_noted():
    node = {"requestBody": {"content": {"application/json": {}}}}
    reading = read_contract(document({"/": {"get": node, "post": node}}))
    assert [each.body is not None for each in reading.contract.operations] == [True, True]
    assert [(each.place, each.message) for each in reading.notices] == [
        ("#/paths/~1/get/requestBody", "fetch sends no body with GET: take it with POST.")
    ]


def test_form_has_files_where_json_has_strings():
    def body(media_type, name):
        return {"requestBody": {"content": {media_type: {"schema": {"$ref": f"#/components/schemas/{name}"}}}}}

    upload = {"properties": {"file": FILE, "part": {"$ref": "#/components/schemas/Part"}}, "required": ["file", "part"]}
    paths = {
        "/form": {"post": body("multipart/form-data", "Upload"), "put": body("multipart/form-data", "Both")},
        "/json": {"post": body("application/json", "Both")},
    }
    reading = read_contract(document(paths, Upload=upload, Part={"items": FILE}, Both={"items": FILE}))
    definitions = reading.contract.definitions
    assert definitions["Upload"].type == Object((Field("file", Binary()), Field("part", Ref("Part"))))
    assert definitions["Part"].type == Array(Binary())
    assert definitions["Both"].type == Array(String("binary"))
    assert [notice.place for notice in reading.notices] == ["#/components/schemas/Both"]


@pytest.mark.parametrize(
    ("schema", "held"),
    [
        ({"type": "string"}, String(min_length=1)),
        ({"type": "string", "minLength": 3}, String(min_length=3)),
        ({"type": "array", "items": {"type": "string"}}, Array(String(), min_items=1)),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, String(min_length=1)),
        ({"type": "integer"}, Number(integer=True)),
    ],
)
def test_a_form_of_fastapi_has_a_text_where_it_needs_one(schema, held):
    def taking(media_type, **facts):
        content = {media_type: {"schema": {"$ref": "#/components/schemas/Draft"}}}
        return {"/": {"post": {**facts, "operationId": "x", "requestBody": {"content": content}}}}

    def required(paths):
        draft = {"properties": {"a": schema, "b": schema}, "required": ["a"]}
        return read_contract(document(paths, Draft=draft)).contract.definitions["Draft"].type.fields

    form, facts = (
        "application/x-www-form-urlencoded",
        {"x-contractbridge": {"python": "shop:create", "blanks": "missing"}},
    )
    plain = required(taking(form))
    left_empty = (
        Checked(plain[1].type, (Check("sent", (("blank", True),)),)) if "minLength" in schema else plain[1].type
    )
    assert required(taking(form, **facts)) == (replace(plain[0], type=held), replace(plain[1], type=left_empty))
    # Others take it as it is, as FastAPI once did, and does with JSON.
    assert plain == required(taking("application/json", **facts))
    assert plain == required(taking(form, **facts) | {"/json": taking("application/json")["/"]})


def test_facts_of_a_route():
    node = {
        "operationId": "x",
        "x-contractbridge": {"python": "shop:watch", "omits": ["unset", "none", "?"], "streams": True},
        "responses": {"201": {"description": ""}, "4xx": {"description": ""}, "default": {"description": ""}},
    }
    found = operation(node)
    assert (found.python, found.streams) == (PythonName("shop", "watch"), True)
    assert [(each.status, each.omits) for each in found.responses] == [
        ("201", {"unset", "none"}),
        ("4XX", {"unset"}),
        ("default", {"unset"}),
    ]


def test_refusal_that_other_errors_hide_is_a_response():
    refusing = {"x-contractbridge": {"python": "shop:a", "refuses": True}, "responses": {"4XX": {"description": ""}}}
    paths = {"/": {"get": refusing}}
    (plain,), (ruled,) = (
        read_contract(document(paths, HTTPValidationError={}), rules=rules).contract.operations
        for rules in (False, True)
    )
    assert {each.status: [content.type for content in each.contents] for each in plain.responses} == {
        "422": [Ref("HTTPValidationError")],
        "4XX": [],
    }
    assert [each.status for each in ruled.responses] == ["4XX"]


@pytest.mark.parametrize(
    ("returns", "content"),
    [
        ("binary", Content("application/octet-stream", Binary())),
        ("text", Content("text/plain", TEXT)),
        ("response", Content("*/*", ANY)),
    ],
)
def test_handler_tells_what_the_document_does_not(returns, content):
    responses = {"200": {"content": {"application/json": {"schema": {}}}}}
    found = operation({"responses": responses, "x-contractbridge": {"returns": returns}})
    assert found.responses[0].contents == (content,)


EVENT = {"type": "object", "properties": {"data": {"type": "string", "contentSchema": {"type": "integer"}}}}


@pytest.mark.parametrize(
    ("media_type", "node", "items"),
    [
        ("application/jsonl", {"itemSchema": {"type": "integer"}}, WHOLE),
        ("application/x-ndjson", {"schema": {"type": "array", "items": {"type": "integer"}}}, WHOLE),
        ("text/event-stream", {"itemSchema": EVENT}, WHOLE),
        ("text/event-stream", {"schema": {"type": "object"}}, Map(ANY)),
        ("text/event-stream", {"schema": {"type": "string"}}, None),
        ("application/json-seq", {}, None),
    ],
)
def test_sequence_streams(media_type, node, items):
    found = operation({"responses": {"200": {"content": {media_type: node}}}})
    assert found.streams
    assert found.responses[0].contents[0].items == items


def test_every_method_and_reference_of_openapi_3_2():
    item = {"query": {}, "trace": {}, "additionalOperations": {"COPY": {}}, "summary": "Words."}
    paths = {"/a": {"$ref": "#/components/pathItems/Shared"}}
    whole = document(paths, "3.2.0") | {"components": {"pathItems": {"Shared": item}}}
    assert [each.method for each in read_contract(whole).contract.operations] == ["TRACE", "QUERY", "COPY"]


def test_shared_bodies_and_responses_are_followed():
    whole = document(
        {
            "/": {
                "post": {
                    "requestBody": {"$ref": "#/components/requestBodies/B"},
                    "responses": {"200": {"$ref": "#/components/responses/R"}},
                }
            }
        }
    )
    content = {"content": {"application/json": {"schema": {"type": "integer"}}}}
    whole["components"] |= {"requestBodies": {"B": content}, "responses": {"R": content}}
    found = read_contract(whole).contract.operations[0]
    assert found.body.contents == found.responses[0].contents == (Content("application/json", WHOLE),)


def test_websockets_come_from_facts():
    route = {
        "path": "/rooms/{room}",
        "name": "room",
        "python": "shop.chat:room",
        "tags": ["chat"],
        "description": "A room.",
        "parameters": [{"name": "token", "in": "query", "schema": {"type": "string"}}],
    }
    whole = document() | {"x-contractbridge": {"version": 1, "websockets": [route, "?"]}}
    reading = read_contract(whole)
    (found,) = reading.contract.websockets
    assert (found.path, found.name, found.tags) == ("/rooms/{room}", "room", ("chat",))
    assert (found.docs.description, found.python) == ("A room.", PythonName("shop.chat", "room"))
    assert [each.name for each in found.parameters] == ["room", "token"]
    assert reading.notices[-1].place == "#/x-contractbridge/websockets/1"


def test_repeated_operation_id_is_noted():
    known = {"operationId": "x", "x-contractbridge": {"python": "shop:a"}}
    paths = {"/a": {"get": known, "post": known}, "/b": {"get": {"operationId": "x"}}}
    assert [(each.place, each.message) for each in read_contract(document(paths)).notices] == [
        (
            "#/paths/~1a/post/operationId",
            "The operation id 'x' is used twice: by 'GET /a (shop:a)' and by 'POST /a (shop:a)'.",
        ),
        ("#/paths/~1b/get/operationId", "The operation id 'x' is used twice: by 'GET /a (shop:a)' and by 'GET /b'."),
    ]


# Whole documents


@pytest.mark.parametrize(
    ("whole", "message"),
    [
        ([], "This is no OpenAPI document: it is not an object."),
        ({}, "This is no OpenAPI document: it has no `openapi` version."),
        ({"openapi": 3.1}, "This is no OpenAPI document: it has no `openapi` version."),
        ({"swagger": "2.0"}, "This is a Swagger 2.0 document, and OpenAPI 3 is needed."),
        ({"openapi": "4.0.0"}, "This is of OpenAPI '4.0.0', and 3.0, 3.1 and 3.2 can be read."),
    ],
)
def test_only_openapi_3_is_a_document(whole, message):
    with pytest.raises(DocumentError, match=f"^{message}$".replace("(", r"\(")):
        read_contract(whole)


@pytest.mark.parametrize(
    "name", ["fsft", "prefect", "titiler", "langflow", "mealie", "polar", "romm", "dispatch", "onyx", "tracecat"]
)
def test_order_of_a_document_has_no_meaning(specs, name):
    whole = json.loads((specs / f"{name}.json").read_bytes())
    before = copy.deepcopy(whole)
    as_written, in_order = read_contract(whole), read_contract(json.loads(canonical_json(whole)))
    assert whole == before
    assert as_written == in_order
    assert list(as_written.contract.definitions) == list(in_order.contract.definitions)


@pytest.mark.parametrize(
    ("name", "notices"),
    [("fsft", 0), ("mealie", 0), ("onyx", 3), ("dispatch", 14), ("langflow", 7), ("tracecat", 1)],
)
def test_real_documents_read_with_few_notices(specs, name, notices):
    assert len(read_contract(json.loads((specs / f"{name}.json").read_bytes())).notices) == notices


def test_largest_document_is_read(github_document):
    contract = read_contract(json.loads(github_document.read_bytes())).contract
    assert len(contract.operations) > 1000
    assert len(contract.definitions) > 900
