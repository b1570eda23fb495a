"""What clients of the unedited shop send, and it takes.

For each operation the shortest request, the fullest, and the fullest with one part of it changed at a time, at the
limits and between them.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as HTTP has it: `kind` says how `body` is written."""

    handler: str
    method: str
    path: str
    query: Mapping[str, Any]
    header: Mapping[str, str]
    cookie: Mapping[str, str]
    kind: str
    body: Any


UUID_TEXT: Final = "6f0c4f2e-8a54-4a7e-9d57-0d5b4b0f4f10"
ORDER: Final = f"/orders/{UUID_TEXT}"

LINE: Final = {"sku": "abc", "quantity": 2, "price": "1.50", "weight": 0.5, "note": "fragile"}
ADDRESS: Final = {"street": "Main St 1", "city": "Wien", "zip_code": "10100", "country": "AT"}
CARD: Final = {"kind": "card", "number": "4111", "holder": "Ada"}
FULL_ORDER: Final = {
    "customer_id": UUID_TEXT,
    "lines": [LINE],
    "payment": CARD,
    "ship_to": ADDRESS,
    "pickup": {"shop": 1, "code": "x"},
    "placed_at": "2026-05-01T10:00:00Z",
    "due": "2026-06-01",
    "status": "paid",
    "priority": 3,
    "tags": ["new", "gift"],
    "discount": 5,
    "ref": "R-1",
    "code": 7,
    "gift": True,
}
SHORT_ORDER: Final = {
    "customer_id": UUID_TEXT,
    "lines": [{"sku": "abc", "quantity": 1, "price": 1}],
    "payment": {"kind": "transfer", "iban": "AT00"},
    "ship_to": {"street": "Main St 1", "city": "Wien", "zip_code": "10100"},
    "placed_at": "2026-05-01T10:00:00",
    "ref": "R-1",
}
FULL_PRODUCT: Final = {
    "name": "Go",
    "price": "19.90",
    "kind": "game",
    "in_stock": False,
    "rating": 4,
    "attributes": {"players": "2"},
    "size": [3, 4],
}
SHORT_PRODUCT: Final = {"name": "Go", "price": 20, "kind": "book"}

# Values that take the place of one part of the fullest request: a path of keys, and what may stand there.
Variants = Sequence[tuple[tuple[str | int, ...], Sequence[Any]]]

TEXTS: Final = ("", "a", "ä€ 𝄞", "  padded ", "x" * 500)
NUMBERS: Final = (0, 1, -1, 7, 10**6, -(10**6))
DECIMALS: Final = ("0", "0.001", "12345678.12", 0.5, 3, 10**7)

ADDRESS_VARIANTS: Final[Variants] = (
    (("street",), TEXTS),
    (("city",), ("", "x" * 40, "Wien")),
    (("zip_code",), ("00000", "99999")),
    (("country",), ("DE", "AT", "CH")),
)
ORDER_VARIANTS: Final[Variants] = (
    (("customer_id",), ("00000000-0000-0000-0000-000000000000", UUID_TEXT.upper())),
    (("lines",), ([LINE] * 20, [LINE, LINE | {"sku": "xyz"}])),
    (("lines", 0, "sku"), ("abc", "ABC-123", "x" * 300)),
    (("lines", 0, "quantity"), (1, 2, 3, 99, 100)),
    (("lines", 0, "price"), (*DECIMALS, "-0")),
    (("lines", 0, "weight"), (0, 1, -2.5, 0.1, 1e9)),
    (("lines", 0, "note"), (None, *TEXTS)),
    (("payment",), (CARD, {"kind": "card", "number": ""}, CARD | {"holder": None}, {"kind": "transfer", "iban": ""})),
    *((("ship_to", *steps), values) for steps, values in ADDRESS_VARIANTS),
    (("pickup",), (None, {"shop": -1}, {"shop": 3, "code": None}, *({"locker": "", "size": size} for size in "SML"))),
    (
        ("placed_at",),
        ("1999-12-31T23:59:59+14:00", "2026-05-01T10:00:00", "2026-05-01T10:00:00.123456Z", "2031-01-01T00:00:00Z"),
    ),
    (("due",), (None, "1999-01-01", "2031-12-31")),
    (("status",), ("draft", "paid", "shipped")),
    (("priority",), (1, 2, 3)),
    (("tags",), ([], ["a"], ["a", "a"], ["x" * 60] * 30, [""])),
    (("discount",), NUMBERS),
    (("ref",), TEXTS),
    (("code",), (0, -5, 10**9, *TEXTS, "12")),
    (("gift",), (True, False)),
    (("unknown",), ("what nobody asked for",)),
    (("pickup", "unknown"), (1,)),
)
PRODUCT_VARIANTS: Final[Variants] = (
    (("name",), TEXTS),
    (("price",), (*DECIMALS, "-5.25")),
    (("kind",), ("book", "game")),
    (("in_stock",), (True, False)),
    (("rating",), (None, *NUMBERS)),
    (("attributes",), ({}, {"a": ""}, {str(number): "x" for number in range(30)})),
    (("size",), ([0, 0], [-1, 10**6])),
    (("unknown",), (1,)),
)
PATCH: Final = {"name": "Go", "price": "1.5", "rating": 3}
PATCH_VARIANTS: Final[Variants] = (
    (("name",), (None, *TEXTS)),
    (("price",), (None, *DECIMALS)),
    (("rating",), (None, 1, 2, 5)),
)


def recorded() -> Iterator[Sent]:
    """All requests, in the order of the app's handlers."""
    query = {"text": "go", "limit": 5, "sort": "price", "tags": ["a", "b"]}
    yield from _by_query("list_products", "/products", {}, query, _QUERIES["list_products"])
    for number in (1, 0, -3, 10**9):
        yield _sent("get_product", "GET", f"/products/{number}")
    yield _sent("get_product", "GET", "/products/1", header={"X-Locale": "de"}, cookie={"session": "s"})
    yield _sent("get_product", "GET", "/products/1", header={"X-Locale": "x" * 99}, cookie={"session": "y" * 99})
    yield from _by_body("create_product", "POST /products", SHORT_PRODUCT, FULL_PRODUCT, PRODUCT_VARIANTS)
    yield from _by_body("change_product", "PATCH /products/1", {}, PATCH, PATCH_VARIANTS)
    yield _sent("delete_product", "DELETE", "/products/1", header={"X-Key": "k"})
    for caption in ({}, {"caption": "front"}, {"caption": ""}):
        yield _sent("put_picture", "PUT", "/products/1/picture", kind="files", body=caption)
    listing = {"status": "paid", "since": "2026-05-01T10:00:00Z", "tags": ["a"], "min_total": 1.5, "page": 2, "size": 5}
    yield from _by_query("list_orders", "/orders", {}, listing, _QUERIES["list_orders"])
    yield from _by_body("create_order", "POST /orders", SHORT_ORDER, FULL_ORDER, ORDER_VARIANTS)
    yield _sent("create_order", "POST", "/orders", header={"X-Tenant": "t"}, kind="json", body=FULL_ORDER)
    yield _sent("get_order", "GET", ORDER)
    notes: Variants = ((("text",), ("", "a", "x" * 200)),)
    yield from _by_body("add_note", f"POST {ORDER}/notes", {"text": "b"}, {"text": "call"}, notes)
    full, short = ADDRESS, SHORT_ORDER["ship_to"]
    yield from _by_body("move_order", f"PUT {ORDER}/address", short, full, ADDRESS_VARIANTS)
    yield _sent("watch_order", "GET", f"{ORDER}/events")
    yield from _by_query("get_receipt", f"{ORDER}/receipt", {}, {"copies": 2}, ((("copies",), (1, 3)),))
    user = {"username": "ada", "password": "secret"}
    logins: Variants = (
        (("username",), ("a", "x" * 99)),
        (("password",), ("1234", "x" * 99)),
        (("remember",), ("true", "0")),
    )
    for form in (
        user,
        user | {"unknown": "1"},
        user | {"remember": "true"},
        *_changed(user | {"remember": "true"}, logins),
    ):
        yield _sent("login", "POST", "/login", kind="form", body=form)
    yield _sent("get_me", "GET", "/me", header={"Authorization": "Bearer t"})
    yield from _by_query("get_categories", "/categories", {}, {"depth": 2}, ((("depth",), NUMBERS),))
    searched = {"q": "go", "kind": "game", "exact": "true"}
    yield from _by_query("search", "/search", {"q": "g"}, searched, _QUERIES["search"])
    yield _sent("health", "GET", "/health")


_QUERIES: Final[Mapping[str, Variants]] = {
    "list_products": (
        (("text",), TEXTS),
        (("limit",), (1, 2, 99, 100)),
        (("sort",), ("name", "price")),
        (("tags",), ([], ["a"], ["a", "a"], ["x" * 60] * 30)),
        (("unknown",), ("1",)),
    ),
    "list_orders": (
        (("status",), ("draft", "paid", "shipped")),
        (("since",), ("2026-05-01T10:00:00", "1999-12-31T23:59:59+14:00")),
        (("tags",), ([], ["a", "b"])),
        (("min_total",), (0, -1, 0.25, 1e6)),
        (("page",), (1, 10**6)),
        (("size",), (1, 50)),
    ),
    "search": (
        (("q",), ("a", "x" * 30, "ä€")),
        (("kind",), ("book", "game")),
        (("exact",), ("true", "false", "1", "0")),
    ),
}


def _by_body(
    handler: str, operation: str, short: Mapping[str, Any], full: Mapping[str, Any], variants: Variants
) -> Iterator[Sent]:
    method, path = operation.split()
    for body in (short, full, *_changed(full, variants)):
        yield _sent(handler, method, path, kind="json", body=body)
    for each in full:
        if each not in short:
            yield _sent(handler, method, path, kind="json", body={k: v for k, v in full.items() if k != each})


def _by_query(
    handler: str, path: str, short: Mapping[str, Any], full: Mapping[str, Any], variants: Variants
) -> Iterator[Sent]:
    for query in (short, full, *_changed(full, variants)):
        yield _sent(handler, "GET", path, query=query)


def _changed(full: Any, variants: Variants) -> Iterator[Any]:
    for steps, values in variants:
        for value in values:
            changed = copy.deepcopy(full)
            place = changed
            for step in steps[:-1]:
                place = place[step]
            place[steps[-1]] = value
            yield changed


def _sent(
    handler: str,
    method: str,
    path: str,
    *,
    query: Mapping[str, Any] | None = None,
    header: Mapping[str, str] | None = None,
    cookie: Mapping[str, str] | None = None,
    kind: str = "",
    body: Any = None,
) -> Sent:
    return Sent(handler, method, path, query or {}, header or {}, cookie or {}, kind, body)
