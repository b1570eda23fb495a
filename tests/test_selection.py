"""Which part of a contract some tags name."""

import pytest

from contractbridge.contract import (
    Array,
    Body,
    Content,
    Contract,
    Definition,
    Field,
    Object,
    Operation,
    Parameter,
    Ref,
    Response,
    String,
    WebSocket,
)
from contractbridge.errors import ConfigError
from contractbridge.selection import select


def operation(name: str, *tags: str, sends: str = "", takes: str = "") -> Operation:
    body = Body((Content("application/json", Ref(takes)),), required=True) if takes else None
    responses = (Response("200", (Content("application/json", Array(Ref(sends))),)),) if sends else ()
    return Operation("GET", f"/{name}", name, tags, body=body, responses=responses)


def definition(*uses: str) -> Definition:
    return Definition(Object(tuple(Field(use.lower(), Ref(use)) for use in uses)))


ROOM = Parameter("room", "query", Ref("Room"), required=True, style="form", explode=True)

CONTRACT = Contract(
    "Shop",
    "1",
    definitions={
        "Order": definition("Item"),
        "Item": definition("Item"),
        "NewOrder": definition("Item"),
        "User": definition("Missing"),
        "Room": Definition(String()),
        "Unused": definition(),
    },
    operations=(
        operation("list_orders", "orders", sends="Order"),
        operation("create_order", "orders", "admin", takes="NewOrder"),
        operation("list_users", "users", sends="User"),
        operation("health"),
    ),
    websockets=(WebSocket("/chat", "chat", ("chat",), (ROOM,)),),
)

TABLE = [
    ([], [], "list_orders create_order list_users health chat", "Order Item NewOrder User Room Unused"),
    (["orders"], [], "list_orders create_order", "Order Item NewOrder"),
    (["orders", "users"], [], "list_orders create_order list_users", "Order Item NewOrder User"),
    (["chat"], [], "chat", "Room"),
    ([], ["admin", "chat"], "list_orders list_users health", "Order Item User"),
    (["orders"], ["admin"], "list_orders", "Order Item"),
    ([], ["no such tag"], "list_orders create_order list_users health chat", "Order Item NewOrder User Room"),
]


@pytest.mark.parametrize(("tags", "exclude_tags", "routes", "definitions"), TABLE)
def test_selection(tags: list[str], exclude_tags: list[str], routes: str, definitions: str) -> None:
    selected = select(CONTRACT, tags, exclude_tags)
    assert [each.name for each in (*selected.operations, *selected.websockets)] == routes.split()
    assert list(selected.definitions) == definitions.split()


def test_an_unknown_tag() -> None:
    with pytest.raises(ConfigError, match=r'No operation has the tag "order"\.') as error:
        select(CONTRACT, ["order"])
    assert error.value.hint == 'Did you mean "orders"?'
    with pytest.raises(ConfigError) as error:
        select(CONTRACT, ["xyz"])
    assert error.value.hint == "The tags are: admin, chat, orders, users."
