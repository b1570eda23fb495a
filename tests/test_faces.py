"""Which fields are there, seen as a request and as a response, and which definitions stand on their own."""

from __future__ import annotations

import pytest

from contractbridge.contract import (
    Array,
    Body,
    Content,
    Contract,
    Definition,
    Enum,
    Field,
    Member,
    Never,
    Null,
    Number,
    Object,
    Operation,
    Ref,
    Response,
    String,
    Type,
    Union,
)
from contractbridge.faces import REQUEST, RESPONSE, Face, face_definitions, is_present, structural

REQUIRED = Field("a", String())
DEFAULTED = Field("a", String(), required=False, sent=True)
OPTIONAL = Field("a", String(), required=False, sent=False)
NULLABLE = Field("a", Union((String(), Null())), required=True, sent=True)
WITHOUT_NULLS = Face("response", frozenset({"none"}))
WITHOUT_UNSET = Face("response", frozenset({"unset"}))
EMPTY = Contract("", "")


@pytest.mark.parametrize(
    ("field", "face", "expected"),
    [
        (REQUIRED, REQUEST, True),
        (REQUIRED, RESPONSE, True),
        (REQUIRED, WITHOUT_UNSET, True),
        (REQUIRED, WITHOUT_NULLS, True),
        (DEFAULTED, REQUEST, False),
        (DEFAULTED, RESPONSE, True),
        (DEFAULTED, WITHOUT_UNSET, False),
        (DEFAULTED, WITHOUT_NULLS, True),
        (OPTIONAL, RESPONSE, False),
        (NULLABLE, REQUEST, True),
        (NULLABLE, RESPONSE, True),
        (NULLABLE, WITHOUT_UNSET, True),
        (NULLABLE, WITHOUT_NULLS, False),
    ],
)
def test_presence(field: Field, face: Face, expected: bool) -> None:  # noqa: FBT001
    assert is_present(field, face, EMPTY) is expected


def test_null_is_seen_through_references_and_recursion() -> None:
    contract = Contract(
        "", "", {"A": Definition(Union((Ref("B"), String()))), "B": Definition(Union((Ref("A"), Null())))}
    )
    assert not is_present(Field("a", Ref("A")), WITHOUT_NULLS, contract)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Number(integer=True, minimum=1), Number()),
        (String("email", 1, 9, "x"), String()),
        (Array(String(max_length=2), min_items=1, unique=True), Array(String())),
        (Object((Field("a", Number(maximum=3)),), Never()), Object((Field("a", Number()),))),
        (Ref("A"), Ref("A")),
    ],
)
def test_structural(node: Type, expected: Type) -> None:
    assert structural(node) == expected


def exchange(node: Type, *responses: Response) -> Operation:
    return Operation(
        "POST", "/", "x", body=Body((Content("application/json", node),), required=True), responses=responses
    )


def answer(node: Type, *omits: str) -> Response:
    return Response("200", (Content("application/json", node),), omits=frozenset(omits))


@pytest.mark.parametrize(
    ("node", "faces", "aliases"),
    [
        # Nothing differs: one face serves both.
        (Enum((Member("a"),)), [RESPONSE], []),
        (Object((REQUIRED,)), [RESPONSE], []),
        # The type is the same, the schema is not.
        (Object((Field("a", String(max_length=3)),)), [RESPONSE, REQUEST], [REQUEST]),
        # The type differs.
        (Object((DEFAULTED,)), [RESPONSE, REQUEST], []),
    ],
)
def test_printed_faces(node: Type, faces: list[Face], aliases: list[Face]) -> None:
    contract = Contract("", "", {"A": Definition(node)}, (exchange(Ref("A"), answer(Ref("A"))),))
    faced = face_definitions(contract)
    assert list(faced.printed["A"]) == faces
    assert [face for _, face in faced.alias_of] == aliases


def test_a_difference_spreads_to_all_that_refer_to_it() -> None:
    definitions = {
        "Inner": Definition(Object((DEFAULTED,))),
        "Outer": Definition(Object((Field("inner", Array(Ref("Inner"))),))),
        "Apart": Definition(Object((REQUIRED,))),
    }
    both = Object((Field("outer", Ref("Outer")), Field("apart", Ref("Apart"))))
    faced = face_definitions(Contract("", "", definitions, (exchange(both, answer(both)),)))
    assert {key: len(faces) for key, faces in faced.printed.items()} == {"Inner": 2, "Outer": 2, "Apart": 1}


def test_routes_that_omit_fields_get_a_face_of_their_own() -> None:
    contract = Contract(
        "",
        "",
        {"A": Definition(Object((DEFAULTED,)))},
        (exchange(String(), answer(Ref("A")), answer(Ref("A"), "unset")),),
    )
    assert face_definitions(contract).printed["A"] == (RESPONSE, WITHOUT_UNSET)


def test_a_definition_that_only_requests_reach_is_printed_as_a_request() -> None:
    contract = Contract("", "", {"A": Definition(Object((DEFAULTED,)))}, (exchange(Ref("A")),))
    assert face_definitions(contract).printed["A"] == (REQUEST,)


def test_a_definition_that_nothing_reaches_is_printed_as_a_response() -> None:
    assert face_definitions(Contract("", "", {"A": Definition(Object((DEFAULTED,)))})).printed["A"] == (RESPONSE,)
