"""Which names come out: a table of what stands in the contract, and what it is called in TypeScript."""

from __future__ import annotations

import pytest

from contractbridge.contract import (
    Body,
    Content,
    Contract,
    Definition,
    Field,
    Object,
    Operation,
    PythonName,
    Ref,
    Response,
    String,
    WebSocket,
)
from contractbridge.faces import face_definitions
from contractbridge.naming import Names, camel_case, class_name, name_contract

MODEL = Object((Field("id", String()),))
DEFAULTED = Object((Field("id", String(), required=False, sent=True),))


def names_of(contract: Contract) -> Names:
    return name_contract(contract, face_definitions(contract))


def contract_of(*definitions: tuple[str, str]) -> Contract:
    """Definitions by key, each with the Python name "module:qualname" or nothing."""
    return Contract(
        "",
        "",
        {
            key: Definition(MODEL, python=PythonName(*python.split(":")) if python else None)
            for key, python in definitions
        },
    )


@pytest.mark.parametrize(
    ("qualname", "expected"),
    [
        ("Order", "Order"),
        ("Outer.Inner", "Inner"),
        ("Page[Order]", "PageOrder"),
        ("Page[list[Order]]", "PageListOrder"),
        ("Pair[int, shop.models.Order]", "PairIntOrder"),
        ("Übung", "Übung"),
        ("make.<locals>.Row", "Row"),
    ],
)
def test_class_names(qualname: str, expected: str) -> None:
    assert class_name(qualname) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("create_order", "createOrder"),
        ("getHTTPResponse", "getHTTPResponse"),
        ("Order Items", "orderItems"),
        ("../../etc/passwd", "etcPasswd"),
        ("2fa", "_2fa"),
        ("用户管理", "用户管理"),
        ("", "_"),
    ],
)
def test_camel_case(text: str, expected: str) -> None:
    assert camel_case(text) == expected


@pytest.mark.parametrize(
    ("definitions", "expected"),
    [
        ([("Order", ""), ("Item", "")], ["Item", "Order"]),
        ([("Page_Order_", "")], ["PageOrder"]),
        ([("Page_Union_Cat__Dog__", "")], ["PageUnionCatDog"]),
        (
            [("Box_Annotated_Cat__FieldInfo_annotation_NoneType__required_True__discriminator__kind____", "")],
            ["BoxCat"],
        ),
        ([("app__a__User", "")], ["User"]),
        ([("app__a__User-Input", ""), ("app__b__User", "")], ["AUser", "BUser"]),
        ([("app__a__User", ""), ("app__b__User", "")], ["AUser", "BUser"]),
        ([("app__a__models__User", ""), ("app__b__models__User", "")], ["AUser", "BUser"]),
        ([("User", "app.a:User"), ("User2", "app.b:User")], ["AUser", "BUser"]),
        ([("x", "app:Outer.Config"), ("y", "app:Other.Config")], ["OtherConfig", "OuterConfig"]),
        ([("Body_upload_files_post", "")], ["UploadFilesPostBody"]),
        ([("string", ""), ("class", ""), ("z", "")], ["class_", "string_", "z_"]),
        ([("a-b", ""), ("a b", "")], ["AB", "AB2"]),
        ([("Status", ""), ("STATUS", "")], ["STATUS", "Status"]),
    ],
)
def test_types(definitions: list[tuple[str, str]], expected: list[str]) -> None:
    assert sorted(names_of(contract_of(*definitions)).declared) == expected


def exchange(request: str, response: str) -> Operation:
    return Operation(
        "POST",
        "/",
        "exchange",
        body=Body((Content("application/json", Ref(request)),), required=True),
        responses=(Response("200", (Content("application/json", Ref(response)),)),),
    )


@pytest.mark.parametrize(
    ("keys", "request_key", "response_key", "expected"),
    [
        (["Order"], "Order", "Order", ["Order", "OrderInput"]),
        (["Order-Input", "Order-Output"], "Order-Input", "Order-Output", ["Order", "OrderInput"]),
        (["Order", "Receipt"], "Order", "Receipt", ["Order", "Receipt"]),
        # The class that is called so keeps its name.
        (["Order", "OrderInput"], "Order", "Order", ["Order", "OrderInput", "OrderInput2"]),
    ],
)
def test_faces_of_one_model(keys: list[str], request_key: str, response_key: str, expected: list[str]) -> None:
    contract = Contract("", "", {key: Definition(DEFAULTED) for key in keys}, (exchange(request_key, response_key),))
    assert sorted(names_of(contract).declared) == expected


def functions_of(*operations: Operation, sockets: tuple[WebSocket, ...] = ()) -> dict[str, list[str]]:
    namespaces = names_of(Contract("", "", {"Order": Definition(MODEL)}, operations, sockets)).namespaces
    return {each.name: [name for name, _ in (*each.operations, *each.sockets)] for each in namespaces}


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        ([Operation("GET", "/", "list_orders", ("Orders",))], {"orders": ["listOrders"]}),
        ([Operation("GET", "/", "orders-list", ("orders",))], {"orders": ["list"]}),
        ([Operation("DELETE", "/", "delete")], {"": ["delete_"]}),
        ([Operation("GET", "/", "configure")], {"": ["configure_"]}),
        ([Operation("GET", "/", "then", ("a",)), Operation("GET", "/b", "then")], {"": ["then_"], "a": ["then_"]}),
        ([Operation("GET", "/", "a", ("x y",)), Operation("GET", "/b", "b", ("X-Y",))], {"xY": ["a", "b"]}),
        (
            [
                Operation("GET", "/a", "read", python=PythonName("app.a", "read")),
                Operation("GET", "/b", "read", python=PythonName("app.b", "read")),
            ],
            {"": ["aRead", "bRead"]},
        ),
        (
            [Operation("GET", "/", "a", ("con",)), Operation("PUT", "/", "b", ("x" * 300,))],
            {"con_": ["a"], "x" * 60: ["b"]},
        ),
        # One handler under two methods.
        (
            [Operation(method, "/a", "both", python=PythonName("app", "both")) for method in ("GET", "POST")],
            {"": ["getBoth", "postBoth"]},
        ),
        # What every operation carries is no name for one.
        ([Operation("GET", "/", "path", ("a",)), Operation("GET", "/b", "safe")], {"": ["safe_"], "a": ["path_"]}),
        # Untagged operations are exported beside the namespaces.
        (
            [Operation("GET", "/", "orders"), Operation("GET", "/b", "b", ("orders",))],
            {"": ["orders_"], "orders": ["b"]},
        ),
        # A file of this name could not be made on Windows.
        ([Operation("GET", "/", "a", ("aux",))], {"aux_": ["a"]}),
        # A namespace is exported beside the types.
        ([Operation("GET", "/", "a", ("order",)), Operation("PUT", "/", "b", ("Order",))], {"order": ["a", "b"]}),
    ],
)
def test_operations(operations: list[Operation], expected: dict[str, list[str]]) -> None:
    assert functions_of(*operations) == expected


def test_sockets_are_named_beside_operations() -> None:
    room = WebSocket("/rooms/{room}", "room", ("chat",))
    assert functions_of(Operation("GET", "/rooms", "room", ("chat",)), sockets=(room,)) == {
        "chat": ["getRoom", "websocketRoom"]
    }
