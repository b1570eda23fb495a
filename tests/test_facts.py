import json

import pytest

from contractbridge.readers.facts import EXTENSION, canonical_json, without_facts

FACT = {EXTENSION: {"python": "shop:Order"}}


@pytest.mark.parametrize(
    ("document", "public"),
    [
        ({}, {}),
        ({"openapi": "3.1.0", **FACT}, {"openapi": "3.1.0"}),
        ({"paths": {"/": {"get": {**FACT, "tags": []}}}}, {"paths": {"/": {"get": {"tags": []}}}}),
        ({"anyOf": [{"type": "null"}, {**FACT}]}, {"anyOf": [{"type": "null"}, {}]}),
        ({"items": [[{**FACT, "a": 1}]]}, {"items": [[{"a": 1}]]}),
    ],
)
def test_facts_are_removed_at_any_depth(document, public):
    before = json.dumps(document)
    assert without_facts(document) == public
    assert json.dumps(document) == before


def test_without_facts_is_a_new_document():
    document = {"tags": [{"name": "orders"}]}
    public = without_facts(document)
    public["tags"][0]["name"] = "changed"
    assert document == {"tags": [{"name": "orders"}]}


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ({"b": 1, "a": 2}, '{"a": 2, "b": 1}'),
        ({"list": [{"b": 1, "a": 2}]}, '{"list": [{"a": 2, "b": 1}]}'),
        (
            {"properties": {"b": {"type": "x", "a": 1}, "a": {}}},
            '{"properties": {"b": {"a": 1, "type": "x"}, "a": {}}}',
        ),
        # A field called properties: its value is a schema again.
        (
            {"properties": {"properties": {"type": "object", "properties": {"z": {}, "a": {}}, "a": 1}}},
            '{"properties": {"properties": {"a": 1, "properties": {"z": {}, "a": {}}, "type": "object"}}}',
        ),
        ({"enum": ["b", "a"]}, '{"enum": ["b", "a"]}'),
        ({"title": "Café"}, '{"title": "Café"}'),
    ],
)
def test_canonical_json(document, text):
    assert canonical_json(document) == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


def test_canonical_json_does_not_depend_on_the_order_of_keys():
    assert canonical_json({"a": {"c": 1, "b": 2}, "d": 3}) == canonical_json({"d": 3, "a": {"b": 2, "c": 1}})
