"""How facts become changes: what is told once, which way values travel, what is one change and no two."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contractbridge.drift.change import Change
from contractbridge.drift.comparison import find_changes
from contractbridge.readers.openapi.document import read_contract

Json = dict[str, Any]
STRING: Json = {"type": "string"}
INTEGER: Json = {"type": "integer"}
DATE: Json = {"type": "string", "format": "date"}


def record(required: str = "", **fields: Json) -> Json:
    return {"type": "object", "properties": fields, "required": required.split()}


def content(schema: Json) -> Json:
    return {"content": {"application/json": {"schema": schema}}}


def operation(name: str, body: Json | None = None, answer: Json | None = None, **more: Any) -> Json:
    response = {"description": "OK"} | ({} if answer is None else content(answer))
    request = {} if body is None else {"requestBody": {"required": True, **content(body)}}
    return {"operationId": name, **request, "responses": {"200": response}, **more}


def document(paths: Json, schemas: Json | None = None, **more: Any) -> Json:
    components = {"components": {"schemas": schemas}} if schemas else {}
    return {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": paths, **components, **more}


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def compare(old: Json, new: Json) -> tuple[Change, ...]:
    before, after = (read_contract(each, rules=True).contract for each in (old, new))
    return find_changes(before, after, date(2026, 11, 20))


def rules(old: Json, new: Json) -> list[str]:
    return [each.rule for each in compare(old, new)]


def test_one_change_of_a_shared_model_is_one_change() -> None:
    paths = {f"/orders{number}": {"get": operation(f"get{number}", answer=ref("Order"))} for number in range(132)}
    paths["/page"] = {"get": operation("page", answer=record("items", items={"type": "array", "items": ref("Order")}))}
    old = document(paths, {"Order": record("id note", id=INTEGER, note=STRING)})
    new = document(paths, {"Order": record("id", id=INTEGER)})
    (change,) = compare(old, new)
    assert (change.rule, change.operation, len(change.operations)) == ("response-field-removed", "GET /orders0", 132)
    assert "`note` of `Order`" in change.message
    assert "132 more operations" in change.message


def test_a_parameter_that_a_dependency_declares_is_told_once() -> None:
    def listed(*parameters: Json) -> Json:
        declared = [{**each, "x-contractbridge": {"python": "shop.paging:Page", "name": "size"}} for each in parameters]
        facts = {"python": "shop.orders:orders"}
        paths = {
            f"/{name}": {"get": operation(name, parameters=declared, **{"x-contractbridge": facts})}
            for name in ("a", "b", "c")
        }
        return document(paths, **{"x-contractbridge": {"version": 1}})

    (change,) = compare(listed(), listed({"name": "pageSize", "in": "query", "required": True, "schema": INTEGER}))
    assert (change.rule, change.operation, change.operations) == (
        "parameter-added-required",
        "GET /a",
        ("GET /b", "GET /c"),
    )
    assert "2 more operations" in change.message
    assert (change.subjects[0].python.qualname, change.subjects[0].member) == ("Page", "size")


def test_a_member_of_an_enumeration_belongs_to_that() -> None:
    order = record(id=INTEGER, status=ref("Status"), before=ref("Status"))
    paths = {"/orders": {"get": operation("orders", answer=order)}}
    old = document(paths, {"Status": {"enum": ["new"]}})
    new = document(paths, {"Status": {"enum": ["new", "done"]}})
    assert rules(old, new) == ["response-enum-value-added"]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (record("a b", a=STRING, b=STRING), record("a", a=STRING), ["response-field-removed"]),
        (record("a", a=STRING), record("a b", a=STRING, b=STRING), ["response-field-added"]),
        (record("a", a=INTEGER), record("a", a=STRING), ["response-type-changed"]),
    ],
)
def test_what_the_server_calls_with_travels_like_a_response(old: Json, new: Json, found: list[str]) -> None:
    def called(body: Json) -> Json:
        return document({}, webhooks={"shipped": {"post": operation("shipped", body)}})

    def calls_back(body: Json) -> Json:
        callbacks = {"done": {"{$request.query.url}": {"post": operation("done", body)}}}
        return document({"/orders": {"post": operation("create", callbacks=callbacks)}})

    assert rules(called(old), called(new)) == found
    assert rules(calls_back(old), calls_back(new)) == found


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        # Names that are alike, and of one type.
        (record("a quantity", quantity=INTEGER), record("a quantity_sold", quantity_sold=INTEGER), True),
        (record("name", name=STRING), record("model_name", model_name=STRING), True),
        # In one place.
        (record("id done", id=INTEGER, done=STRING), record("id end", id=INTEGER, end=STRING), True),
        # Of another type, or nothing in common.
        (record("quantity", quantity=INTEGER), record("quantity_sold", quantity_sold=STRING), False),
        (record("a", a=STRING), record("zzz b", zzz=STRING, b=STRING), False),
    ],
)
def test_a_field_of_another_name(old: Json, new: Json, *, found: bool) -> None:
    both = [
        rules(document({"/a": {"post": operation("a", old)}}), document({"/a": {"post": operation("a", new)}})),
        rules(
            document({"/a": {"get": operation("a", None, old)}}), document({"/a": {"get": operation("a", None, new)}})
        ),
    ]
    assert [any("renamed" in each for each in rules) for rules in both] == [found, found]


def text(**limits: int) -> Json:
    return {"type": "string", **limits}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (text(minLength=3, maxLength=120), text(minLength=3, maxLength=60), "may now be at most 60 long (it was 120)"),
        (text(), text(minLength=3), "must now be at least 3 long (there was no such limit)"),
        (text(maxLength=3), text(), "need no longer be at most 3 long"),
        (
            text(minLength=1, maxLength=9),
            text(minLength=2, maxLength=8),
            "must now be at least 2 long (it was 1), and may now be at most 8 long (it was 9)",
        ),
        (INTEGER | {"minimum": 1}, INTEGER | {"minimum": 1000000}, "must now be at least 1000000 (it was 1)"),
        (
            {"type": ["number", "null"], "maximum": 1},
            {"type": ["number", "null"], "exclusiveMaximum": 1},
            "may now be less than 1 (it was at most 1)",
        ),
        (INTEGER | {"multipleOf": 2}, INTEGER | {"multipleOf": 4}, "must now be a multiple of 4 (it was 2)"),
        (
            {"type": "array", "items": {"type": "string"}, "maxItems": 9},
            {"type": "array", "items": {"type": "string"}, "maxItems": 8, "uniqueItems": True},
            "may now be at most 8 items long (it was 9), and must now be without duplicates (there was no such limit)",
        ),
        (
            {"type": "object", "additionalProperties": STRING},
            {"type": "object", "additionalProperties": STRING, "maxProperties": 2},
            "may now be of at most 2 members (there was no such limit)",
        ),
    ],
)
def test_limits_in_words(old: Json, new: Json, said: str) -> None:
    before, after = (document({"/a": {"post": operation("a", record(n=each))}}) for each in (old, new))
    assert [each.message for each in compare(before, after)] == [f"The field `n` in the body of POST /a {said}."]


def tagged(kind: str, **fields: Json) -> Json:
    return record(f"kind {' '.join(fields)}", kind={"const": kind}, **fields)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        # Where it was in the member of that tag, or in each that had it.
        ([tagged("a", x=STRING), tagged("b", note=STRING)], [tagged("a", x=STRING), tagged("b", end=STRING)], True),
        (
            [tagged("a", note=STRING), tagged("b", note=STRING)],
            [tagged("b", end=STRING), tagged("a", end=STRING)],
            True,
        ),
        # In another member, or in one of two.
        ([tagged("a", note=STRING), tagged("b")], [tagged("a"), tagged("b", end=STRING)], False),
        ([tagged("a", note=STRING), tagged("b", note=STRING)], [tagged("a", end=STRING), tagged("b")], False),
    ],
)
def test_a_field_of_another_name_in_members_of_a_union(old: list[Json], new: list[Json], *, found: bool) -> None:
    before, after = (
        document({"/a": {"get": operation("a", None, {"oneOf": each})}}, {"HTTPValidationError": record()})
        for each in (old, new)
    )
    assert any(each == "response-field-renamed" for each in rules(before, after)) is found


def test_changes_to_large_numbers_are_several_changes() -> None:
    def at_most(maximum: int) -> Json:
        return document({"/": {"post": operation("save", INTEGER | {"maximum": maximum})}})

    ids = {each.id for least in (1_000_000, 1_000_001) for each in compare(at_most(2_000_000), at_most(least))}
    assert len(ids) == 2


def test_a_parameter_of_the_path_is_told_by_its_place() -> None:
    def path(name: str, kind: Json) -> Json:
        parameter = {"name": name, "in": "path", "required": True, "schema": kind}
        return document({f"/a/{{{name}}}": {"get": operation("a", parameters=[parameter])}})

    assert rules(path("id", INTEGER), path("order_id", INTEGER)) == ["path-parameter-renamed"]
    assert rules(path("id", STRING), path("id", INTEGER)) == ["request-type-changed"]


def test_a_witness_is_a_whole_request() -> None:
    parameter = {"name": "id", "in": "path", "required": True, "schema": INTEGER}
    old = document({"/a/{id}": {"post": operation("a", record("n", n=STRING), parameters=[parameter])}})
    new = document({"/a/{id}": {"post": operation("a", record("n m", n=STRING, m=STRING), parameters=[parameter])}})
    (change,) = compare(old, new)
    assert change.witness is not None
    assert isinstance(change.witness.value, dict)
    assert change.witness.value["url"] == "/a/{id}"
    assert list(change.witness.value) == ["method", "url", "path", "body", "media_type"]
    assert change.witness.part(change.location) == change.witness.value["body"]


@pytest.mark.parametrize(
    ("old", "new", "sent"),
    [
        (record("due", due=DATE), record("deadline", deadline=DATE), {"deadline": "2024-01-31"}),
        (record("due", due={"enum": ["a", "b"]}), record("due", due=DATE), {"due": "2024-01-31"}),
        (record("n", n={"type": "null"}), record("n", n={"type": "integer", "minimum": 5}), {"n": 5}),
    ],
)
def test_what_an_app_is_shown_to_send_keeps_its_formats_and_limits(old: Json, new: Json, sent: Json) -> None:
    by_app = {"x-contractbridge": {"version": 1}}
    before, after = (document({"/a": {"get": operation("a", None, each)}}, **by_app) for each in (old, new))
    assert [each.witness.value for each in compare(before, after) if each.witness] == [sent]
