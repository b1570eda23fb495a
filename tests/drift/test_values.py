"""Values of types: which are made, and which are admitted."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address
from uuid import UUID

import pydantic
import pytest
from jsonschema import Draft202012Validator

from contractbridge.contract import (
    JSON,
    Array,
    Binary,
    Boolean,
    Check,
    Checked,
    Conditional,
    Const,
    Contains,
    Contract,
    Definition,
    Dependent,
    Encoded,
    Enum,
    Excluded,
    Exclusive,
    Faced,
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
    Type,
    Unevaluated,
    Union,
    Unknown,
)
from contractbridge.drift.mismatch import Grain, View
from contractbridge.drift.values.inhabitants import admits, inhabitants
from contractbridge.faces import REQUEST, RESPONSE, Face

INTEGER = Number(integer=True)
NODE = Object((Field("value", INTEGER), Field("next", Union((Ref("Node"), Null())), required=False)))
DEFINITIONS = {
    "Node": Definition(NODE),
    "Tree": Definition(Object((Field("children", Array(Ref("Tree"))),))),
    "Endless": Definition(Object((Field("again", Ref("Endless")),))),
    "Ping": Definition(Object((Field("pong", Ref("Pong")),))),
    "Pong": Definition(Object((Field("ping", Union((Ref("Ping"), String()))),))),
    "Itself": Definition(Ref("Itself")),
    "Choice": Definition(Union((Ref("Choice"), Boolean()))),
    "Both": Definition(
        Intersection(
            (Object((Field("more", Ref("Both"), required=False),)), Object((Field("name", String(min_length=1)),)))
        )
    ),
    "Full": Definition(Array(Ref("Full"), min_items=1)),
}
CONTRACT = Contract("shop", "1", DEFINITIONS)
NO_NULLS = Face("response", frozenset({"none"}))


def view(face: Face = REQUEST, grain: Grain = "exact") -> View:
    return View(CONTRACT, face, grain)


def record(*fields: Field, extra: Type | None = None) -> Object:
    return Object(fields, extra)


def optional(name: str, node: Type) -> Field:
    return Field(name, node, required=False)


def check(name: str, **options: JSON) -> Check:
    return Check(name, tuple(sorted(options.items())))


# What is made


FIRST: dict[str, tuple[Type, list[JSON]]] = {
    "null": (Null(), [None]),
    "booleans": (Boolean(), [False, True]),
    "a constant": (Const({"a": [1]}), [{"a": [1]}]),
    "members": (Enum((Member("a"), Member(1))), ["a", 1]),
    "integers between": (Number(integer=True, minimum=3, exclusive_maximum=6), [3, 4, 5]),
    "a narrow number": (Number(exclusive_minimum=0.1, exclusive_maximum=0.2), [0.15]),
    "a step": (Number(integer=True, minimum=10, maximum=20, multiple_of=7), [14]),
    "a choice": (Union((INTEGER, Null())), [1, None]),
    "an empty array": (Array(Never()), [[]]),
    "items": (Array(Boolean(), 1, 2), [[False], [False, False], [True]]),
    "distinct items": (Array(Boolean(), 2, 3, unique=True), [[False, True]]),
    "too many distinct items": (Array(Null(), 2, unique=True), []),
    "more items than there may be": (Array(Null(), 2, 1), []),
    "more members than there may be": (Map(Null(), min_size=2, max_size=1), []),
    "a tuple": (Tuple((Null(), Boolean())), [[None, False], [None, True]]),
    "a tuple that goes on": (Tuple((Null(),), Null()), [[None], [None, None], [None, None, None]]),
    "required fields": (record(Field("a", Null()), Field("b", Boolean())), [{"a": None, "b": False}]),
    "optional fields": (
        record(Field("a", Null()), optional("b", Null()), optional("c", Null())),
        [{"a": None}, {"a": None, "b": None}, {"a": None, "c": None}, {"a": None, "b": None, "c": None}],
    ),
    "a field without a value": (record(Field("a", Never())), []),
    "an optional field without a value": (record(optional("a", Never())), [{}]),
    "no other members": (record(extra=Never()), [{}]),
    "other members": (record(optional("a", Null()), extra=Null()), [{}, {"a": None}, {"extra": None}]),
    "a dictionary": (Map(Null()), [{}, {"a": None}]),
    "a dictionary of a size": (Map(Null(), min_size=2, max_size=2), [{"a": None, "a1": None}]),
    "a dictionary with keys": (Map(Null(), Enum((Member("x"), Member("y")))), [{}, {"x": None}, {"y": None}]),
    "a file": (Binary(), ["a", ""]),
    "JSON in a string": (Encoded(Tuple((Null(),))), ["[null]"]),
    "a list": (Ref("Node"), [{"value": 1}, {"value": 1, "next": None}]),
    "a tree": (Ref("Tree"), [{"children": []}, {"children": [{"children": []}]}]),
    "one that must hold the other": (Ref("Ping"), [{"pong": {"ping": "a"}}]),
    "never an end": (Ref("Endless"), []),
    "only ever fuller": (Ref("Full"), []),
    "only itself": (Ref("Itself"), []),
    "itself or another": (Ref("Choice"), [False, True]),
    "recursive parts": (Ref("Both"), [{"name": "a"}, {"name": "a", "more": {"name": "a"}}]),
    "what is nowhere": (Ref("Nowhere"), [None, True, 1]),
    "parts of a number": (Intersection((INTEGER, Number(minimum=2, maximum=3))), [2, 3]),
    "parts of a string": (
        Intersection((String(pattern="^[ab]"), String(pattern="[bc]$"), String(max_length=1))),
        ["b"],
    ),
    "parts of objects": (
        Intersection((record(Field("a", Null())), record(Field("b", Null()), extra=Null()))),
        [{"a": None, "b": None}],
    ),
    "parts that exclude each other": (Intersection((INTEGER, String())), []),
    "contains": (Ruled(Array(INTEGER, max_items=1), (Contains(Const(7)),)), [[7]]),
    "depends": (
        Ruled(record(optional("a", Null()), optional("b", Null())), (Dependent("a", record(Field("b", Null()))),)),
        [{}, {"a": None, "b": None}, {"b": None}],
    ),
    "either way": (
        Ruled(
            record(Field("kind", Enum((Member("a"), Member("b")))), optional("size", INTEGER)),
            (
                Conditional(
                    record(Field("kind", Const("b"))),
                    record(Field("size", Number(minimum=5, maximum=5))),
                    record(optional("size", Never())),
                ),
            ),
        ),
        [{"kind": "a"}, {"kind": "b", "size": 5}],
    ),
    "not": (Ruled(Enum((Member("a"), Member("b"))), (Excluded(Const("a")),)), ["b"]),
    "names by pattern": (
        Ruled(record(extra=Never()), (Patterned("^x-[a-z]$", Null()),)),
        [{}, {"x-a": None}],
    ),
    "names": (Ruled(Map(Null()), (MemberNames(Const("only")),)), [{}, {"only": None}]),
    "how many": (Ruled(Map(Null()), (MemberCount(1, 1),)), [{"a": None}]),
    "an instant": (Checked(String("date-time"), (check("dateTime", timezone="naive"),)), ["2024-01-31T12:00:00"]),
    "a bounded date": (Checked(String("date"), (check("date", gt="2050-06-01", lt="2051-06-02"),)), ["2051-06-01"]),
    "a decimal": (Checked(Union((Number(), String())), (check("decimal", ge="5", decimalPlaces=1),)), ["5"]),
    "some text": (Checked(String(), (check("text", min=3, max=3, strip=True),)), ["aaa"]),
}


@pytest.mark.parametrize(("node", "first"), FIRST.values(), ids=FIRST)
def test_inhabitants(node: Type, first: list[JSON]) -> None:
    found = list(inhabitants(node, view()))
    if first:
        assert [each for each in first if each not in found] == []
    else:
        assert found == []
    assert found == list(inhabitants(node, view()))
    assert [each for each in found if not admits(node, each, view())] == []


@pytest.mark.parametrize(("node", "first"), FIRST.values(), ids=FIRST)
def test_the_smallest_comes_first(node: Type, first: list[JSON]) -> None:
    assert list(inhabitants(node, view(), most=1)) == first[:1] or isinstance(node, Checked)


def test_faces_and_grains() -> None:
    node = record(Field("a", Faced(Const("in"), Const("out"))), Field("b", Union((Null(), Const(1))), required=False))
    assert next(inhabitants(node, view())) == {"a": "in"}
    assert next(inhabitants(node, view(RESPONSE))) == {"a": "out", "b": None}
    assert list(inhabitants(node, view(NO_NULLS))) == [{"a": "out"}, {"a": "out", "b": 1}]
    assert None not in inhabitants(Number(infinite=True), view())
    assert None in inhabitants(Number(infinite=True), view(RESPONSE))
    limited = String(max_length=1)
    assert not admits(limited, "ab", view(RESPONSE))
    assert admits(limited, "ab", view(RESPONSE, "structural"))
    assert admits(record(extra=Never()), {"a": 1}, view(RESPONSE, "structural"))
    assert any(len(each) > 1 for each in inhabitants(limited, view(grain="typescript")) if isinstance(each, str))


def test_what_keeps_limits_and_formats_comes_first_where_they_do_not_count() -> None:
    when = Checked(String("date-time"), (check("dateTime"),))
    node = record(Field("when", when), Field("sizes", Array(Number(integer=True, minimum=5), min_items=1)))
    found = list(inhabitants(node, view(RESPONSE, "structural")))
    assert found[0] == {"when": "2024-01-31T12:00:00Z", "sizes": [5]}
    assert any(not admits(node, each, view(RESPONSE)) for each in found)


# What is admitted

YES, NO = True, False
ADMITTED: list[tuple[Type, JSON, bool]] = [
    (Number(), True, NO),
    (Boolean(), 1, NO),
    (Const(1), True, NO),
    (Const(value=True), 1, NO),
    (Const(1), 1.0, YES),
    (Enum((Member(0), Member("a"))), False, NO),
    (Const([1, {"a": 0}]), [1.0, {"a": 0}], YES),
    (Const([0]), [False], NO),
    (INTEGER, 1.0, YES),
    (INTEGER, 1.5, NO),
    (INTEGER, 10**40, YES),
    (INTEGER, float("nan"), NO),
    (Number(multiple_of=0.1), 0.3, YES),
    (Number(multiple_of=0.01), 1.005, NO),
    (Number(multiple_of=1e-9), 1e300, YES),
    (Number(maximum=2**53), 2**53 + 1, NO),
    (Number(infinite=True), None, NO),
    (String(max_length=1), "😀", YES),
    (String(max_length=1), "e\u0301", NO),
    (String(pattern="b"), "abc", YES),
    (String(pattern="^b$"), "b\n", NO),
    (String(pattern=r"^\d+$", dialect="rust"), "٣", YES),
    (String(pattern=r"^\d+$"), "٣", NO),
    (String(pattern=r"(?<=a)b(?=c)"), "abc", YES),
    (String(pattern=r"(?<=a)b(?=c)"), "abd", NO),
    (String(pattern="^(a+)+$"), "a" * 5_000 + "b", NO),
    (String(pattern="("), "x", YES),
    (String("date"), "2024-02-30", NO),
    (String("date-time"), "2024-01-31T12:00:00", YES),
    (String("uuid"), "123", NO),
    (String("email"), "ada", NO),
    (String("color"), "ada", YES),
    (Array(Number(), unique=True), [1, 1.0], NO),
    (Array(Unknown(), unique=True), [1, True, "1"], YES),
    (Array(Unknown(), unique=True), [{"a": 1, "b": 2}, {"b": 2, "a": 1}], NO),
    (Tuple((Number(),)), [1, 2], NO),
    (record(Field("a", Number())), {}, NO),
    (record(Field("a", Number())), {"a": 1, "b": 2}, YES),
    (record(Field("a", Number()), extra=Never()), {"a": 1, "b": 2}, NO),
    (record(Field("a", Number()), extra=String()), {"a": 1, "b": 2}, NO),
    (record(Field("a", Number(), aliases=(("b", 0, "c"),)), extra=Never()), {"b": [{"c": 1}]}, YES),
    (record(Field("a", Number(), aliases=(("b", 0, "c"),))), {"b": []}, NO),
    (record(Field("a", Number(), aliases=(("b",),))), {"a": "x", "b": 1}, NO),
    (Map(Number(), String(max_length=1)), {"ab": 1}, NO),
    (Map(Number(), max_size=1), {"a": 1, "b": 1}, NO),
    (Union((Number(), Null())), None, YES),
    (Intersection((Number(minimum=1), Number(maximum=2))), 3, NO),
    (Ref("Choice"), "a", NO),
    (Ref("Choice"), True, YES),
    (Ref("Endless"), {"again": {}}, NO),
    (Encoded(INTEGER), "1", YES),
    (Encoded(INTEGER), "1.5", NO),
    (Encoded(INTEGER), "{", NO),
    (Ruled(Array(Unknown()), (Contains(INTEGER, 1, 2),)), [1, 2, 3], NO),
    (Ruled(Unknown(), (Contains(INTEGER),)), "no array", YES),
    (Ruled(Unknown(), (Excluded(String()),)), "a", NO),
    (Ruled(Unknown(), (Exclusive((INTEGER, Number(minimum=5))),)), 6, NO),
    (Ruled(Unknown(), (Exclusive((INTEGER, Number(minimum=5))),)), 5.5, YES),
    (Ruled(record(), (Dependent("a", record(Field("b", Unknown()))),)), {"a": 1}, NO),
    (Ruled(record(extra=Never()), (Patterned("^x", INTEGER),)), {"x1": 1}, YES),
    (Ruled(record(extra=Never()), (Patterned("^x", INTEGER),)), {"x1": "a"}, NO),
    (Ruled(record(extra=Never()), (Patterned("^x", INTEGER),)), {"y": 1}, NO),
    (Ruled(Map(Null(), max_size=1), (Patterned("^x", INTEGER),)), {"x": 1, "y": None}, NO),
    (Ruled(record(), (MemberNames(String(max_length=1)),)), {"ab": 1}, NO),
    (Ruled(record(), (MemberCount(1),)), {}, NO),
    (Ruled(record(Field("a", INTEGER)), (Unevaluated("members", Never()),)), {"a": 1, "b": 1}, NO),
    (Ruled(record(Field("a", INTEGER)), (Unevaluated("members", Never()),)), {"a": 1}, YES),
    (
        Ruled(Union((record(Field("a", INTEGER)), record(Field("b", INTEGER)))), (Unevaluated("members", Never()),)),
        {"a": 1, "b": 1},
        YES,
    ),
    (Ruled(Tuple((INTEGER,), Unknown()), (Unevaluated("items", Never()),)), [1, 2], NO),
    (Ruled(Tuple((INTEGER,), Unknown()), (Unevaluated("items", Never()),)), [1], YES),
    (Ruled(Array(INTEGER), (Unevaluated("items", Never()),)), [1, 2], YES),
    (Checked(String("date"), (check("date"),)), "2024-01-31T00:00:00", YES),
    (Checked(String("date"), (check("date"),)), "soon", NO),
    (Checked(String("uuid"), (check("uuid", version=4),)), "6ba7b810-9dad-11d1-80b4-00c04fd430c8", NO),
    (Checked(String(), (check("text", strip=True, max=1),)), " a ", YES),
    (Checked(String(), (check("text", pattern="^A$", dialect="python", flags=2),)), "a", YES),
    (Checked(String(max_length=1), (check("anything"),)), "long", YES),
    (Checked(String(), (check("ip", version=4),)), "::1", NO),
    (Checked(String(), (check("ip", version=4, ge="10.0.0.0"),)), "9.0.0.0", NO),
    (Checked(String(), (check("ip", kind="network"),)), "10.0.0.0/8", YES),
    (Checked(String(), (check("url", schemes=["https"]),)), "http://a.b", NO),
    (Checked(String(), (check("base64", lenient=True, min=2),)), "YQ==", NO),
    (Checked(Array(Unknown()), (check("distinct", min=2),)), [1, True], NO),
    (Checked(INTEGER, (check("flags", mask=5),)), 2, NO),
    (Checked(INTEGER, (check("flags", mask=5),)), 4, YES),
]


@pytest.mark.parametrize(("node", "value", "expected"), ADMITTED)
def test_admits(node: Type, value: JSON, expected: bool) -> None:  # noqa: FBT001
    assert admits(node, value, view()) is expected


def test_no_value_is_too_deep() -> None:
    good: JSON = {"value": 1}
    bad: JSON = {"value": "a"}
    for _ in range(20_000):
        good, bad = {"value": 1, "next": good}, {"value": 1, "next": bad}
    assert admits(Ref("Node"), good, view())
    assert not admits(Ref("Node"), bad, view())


def test_no_choice_is_too_wide() -> None:
    """Each level asks the next one twice."""
    twice = Contract("", "", {"A": Definition(Union((record(Field("a", Ref("A"))), record(Field("a", Ref("A"))))))})
    value: JSON = {}
    for _ in range(200):
        value = {"a": value}
    assert not admits(Ref("A"), value, View(twice, REQUEST))


# Formats, beside other validators


FORMATS = (
    *(
        "date",
        "date-time",
        "time",
        "duration",
        "uuid",
        "uuid4",
        "email",
        "idn-email",
        "hostname",
        "uri",
        "uri-reference",
    ),
    *("uri", "uri-reference", "iri", "ipv4", "ipv6", "json-pointer"),
)


@pytest.mark.parametrize("name", FORMATS)
def test_texts_of_a_format_are_so_for_everybody(name: str) -> None:
    found = list(inhabitants(String(name), view()))
    assert len(found) > 1
    for text in found:
        Draft202012Validator.FORMAT_CHECKER.check(text, name)


PYDANTIC: dict[str, object] = {
    "date": date,
    "date-time": datetime,
    "time": time,
    "duration": timedelta,
    "uuid": UUID,
    "uuid4": pydantic.UUID4,
    "uri": pydantic.AnyUrl,
    "ipv4": IPv4Address,
    "ipv6": IPv6Address,
    "ipvanyaddress": pydantic.IPvAnyAddress,
    "ipv4network": IPv4Network,
    "ipvanyinterface": pydantic.IPvAnyInterface,
    "byte": pydantic.Base64Bytes,
}


@pytest.mark.parametrize("name", PYDANTIC)
def test_texts_of_a_format_are_so_for_pydantic(name: str) -> None:
    adapter = pydantic.TypeAdapter[object](PYDANTIC[name])
    for text in inhabitants(String(name), view()):
        adapter.validate_python(text)
