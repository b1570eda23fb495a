"""Reports to print: a rich one, an empty one, and one from a document that means harm."""

from __future__ import annotations

from typing import Literal

from contractbridge.contract import PythonName
from contractbridge.drift.change import Change, Severity, Source, Subject, Use, Witness
from contractbridge.reports.report import Report

MANUAL = {
    "request-value-narrowed": """Values that were accepted are refused.

A client that sends one of them gets a 422 after the change.

Before:
    quantity: int = Field(ge=0)

    note: str = ""
After:
    quantity: int = Field(ge=1)

    note: str = ""

Instead:
    Accept the old values for as long as old clients are about,
    and tell their authors.
""",
    "response-field-removed": """A field is no longer sent.

Clients that read it find nothing there. Deprecate it first, and remove it when nobody reads it.
""",
    "response-enum-member-added": """A response may hold a value that clients do not know.

An exhaustive `switch` has no arm for it, and a deployed client that checks responses refuses it.
""",
}

NARROWED = Change(
    rule="request-value-narrowed",
    severity="breaking",
    breaks=frozenset({"wire"}),
    direction="request",
    operation="POST /orders",
    location="request.body.items[].quantity",
    message="`items[].quantity` must be at least 1; it could be 0.",
    hint="Accept 0 again, or give it a meaning of its own.",
    old="integer, at least 0",
    new="integer, at least 1",
    witness=Witness(
        kind="request",
        value={"customer_id": 1, "items": [{"sku": "A-1", "quantity": 0}]},
        request=(
            "curl -X POST http://localhost:8000/orders -H 'content-type: application/json' "
            """-d '{"customer_id": 1, "items": [{"sku": "A-1", "quantity": 0}]}'"""
        ),
        confirmed_by=("jsonschema", "Pydantic"),
    ),
    operations=("PUT /orders/{order_id}", "POST /carts/{cart_id}/checkout"),
    subjects=(Subject("new", PythonName("shop.models", "OrderItem"), "quantity"),),
    source=Source("shop/models.py", 41),
    tags=("orders",),
    uses=(Use("web/src/Cart.tsx", 41, "Type '0' is not assignable to type 'Quantity'."),),
)

REMOVED = Change(
    rule="response-field-removed",
    severity="breaking",
    breaks=frozenset({"wire", "types", "validators"}),
    direction="response",
    operation="GET /orders/{order_id}",
    location="response.200.body.note",
    message="`Order.note` is no longer sent.",
    hint="Keep sending it, and mark it as deprecated.",
    old="string",
    witness=Witness(
        kind="response",
        value={"id": 1, "status": "paid", "items": [{"sku": "A-1", "quantity": 1, "price": "9.90"}], "total": "9.90"},
        confirmed_by=("jsonschema",),
    ),
    source=Source("shop/models.py", 57, revision="4f1c2d9"),
    tags=("orders",),
    uses=(),
)

SECURED = Change(
    rule="security-added",
    severity="breaking",
    breaks=frozenset({"wire"}),
    direction="request",
    operation="GET /products",
    location="security",
    message="`GET /products` asks for a bearer token; it asked for nothing.",
    new="bearer",
    witness=Witness(kind="request", value=None, request="curl http://localhost:8000/products"),
    source=Source("shop/routes, old/products:v1.py", 12),
)

NEW_MEMBER = Change(
    rule="response-enum-member-added",
    severity="warning",
    breaks=frozenset({"types", "validators"}),
    direction="response",
    operation="GET /orders/{order_id}",
    location="response.200.body.status",
    message="`OrderStatus` has the new member `refunded`, which clients do not know.",
    hint="Let clients take unknown members: open the enum.",
    old=["pending", "paid"],
    new=["pending", "paid", "refunded"],
    witness=Witness(kind="response", value="refunded"),
    source=Source("shop/models.py", 9),
)

UNPROVEN = Change(
    rule="request-value-narrowed",
    severity="warning",
    breaks=frozenset(),
    direction="request",
    operation="POST /orders",
    location="request.body.code",
    message="`code` has another pattern, and nobody knows whether it admits less.",
    old=r"^[A-Z]{3}-(?=\d)\w+$",
    new=r"^[A-Z]{3}-\d+(?<!0)$",
    unproven="The patterns look around, so neither can be put inside the other.",
    source=Source("shop/models.py", 33),
)

RENAMED = Change(
    rule="definition-renamed",
    severity="info",
    breaks=frozenset({"types"}),
    direction="none",
    operation="",
    location="definitions.OrderIn",
    message="`OrderIn` is now called `OrderCreate`.",
    old="OrderIn",
    new="OrderCreate",
    source=Source("shop/models.py", 22),
)

ADDED = tuple(
    Change(
        rule="response-field-added",
        severity="info",
        breaks=frozenset(),
        direction="response",
        operation=operation,
        location=f"response.200.body.{field}",
        message=f"`{field}` is new.",
        new="string",
    )
    for operation in ("GET /orders/{order_id}", "GET /products")
    for field in ("created_at", "updated_at", "etag", "self")
)

ACCEPTED = Change(
    rule="operation-removed",
    severity="breaking",
    breaks=frozenset({"wire", "types"}),
    direction="request",
    operation="DELETE /carts/{cart_id}",
    location="",
    message="`DELETE /carts/{cart_id}` is gone.",
    witness=Witness(kind="request", value=None, request="curl -X DELETE http://localhost:8000/carts/1"),
    accepted="Nobody has called it since March (see the access log).",
)

RICH = Report(
    old="contract.json at 4f1c2d9",
    new="shop.main:app",
    changes=(*ADDED, ACCEPTED, RENAMED, UNPROVEN, NARROWED, SECURED, REMOVED, NEW_MEMBER),
    manual=MANUAL,
)

EMPTY = Report(old="main", new="shop.main:app", changes=())

# Ends tags, cells, comments, fences, code spans, commands and lines; steers terminals; mentions people.
EVIL = (
    "</td></summary></details><script>alert(1)</script><img src=x onerror=alert(1)> ` `` ``` | --> ]]> & \" ' \\ \r\n"
    "::set-env name=PATH::/evil\n```\n# heading\n- [x](javascript:alert(1)) @octocat #1 <!-- {0} %0A%s "
    "\x1b[31mred\x1b]8;;http://evil\x07 \u202egnp\u2028\x00\x7f\x9b\ufffe\ud800 https://evil.example/x"
)

WAYS: tuple[tuple[Severity, Literal["request", "response"], str], ...] = (
    ("breaking", "request", ""),
    ("warning", "response", ""),
    ("info", "response", ""),
    ("breaking", "request", EVIL),
)

HOSTILE = Report(
    old=f"old {EVIL}",
    new=f"new {EVIL}",
    changes=tuple(
        Change(
            rule="request-value-narrowed",
            severity=severity,
            breaks=frozenset({"wire"}),
            direction=kind,
            operation=f"POST /{EVIL}",
            location=f"request.body.{EVIL}",
            message=f"`{EVIL}` is {EVIL}.",
            hint=EVIL,
            old=EVIL,
            new={EVIL: [EVIL, float("nan"), float("inf")]},
            witness=Witness(kind=kind, value={EVIL: EVIL}, request=EVIL if kind == "request" else ""),
            unproven=EVIL,
            source=Source(f"src/{EVIL}.py", 3),
            tags=(EVIL,),
            uses=(Use(EVIL, 1, EVIL),),
            accepted=accepted,
        )
        for severity, kind, accepted in WAYS
    ),
    manual={"request-value-narrowed": EVIL},
    contract=f"{EVIL}.json",
)
