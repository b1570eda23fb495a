"""A form shows the same messages at the same fields, whether its schema refused a body or the server did."""

from __future__ import annotations

import asyncio
import json
import subprocess
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from fastapi import FastAPI, Form
from httpx import ASGITransport, AsyncClient
from pydantic import BaseModel, Field

import contractbridge


class Card(BaseModel):
    method: Literal["card"]
    card: str = Field(min_length=4)


class Voucher(BaseModel):
    method: Literal["voucher"]
    amount: int = Field(gt=0)


class Line(BaseModel):
    sku: str
    quantity: int = Field(gt=0)


class Coupon(BaseModel, extra="forbid"):
    code: str = Field(min_length=2, max_length=3, pattern="^[a-z]+$")
    percent: int = Field(default=5, ge=5, lt=50, multiple_of=5)
    kind: Literal["once", "twice", "always"] = "once"
    uses: list[int] = Field(default=[], max_length=1)


class Tree(BaseModel):
    name: str
    children: list[Tree] = []


class Order(BaseModel):
    lines: list[Line] = Field(min_length=1)
    payment: Annotated[Card | Voucher, Field(discriminator="method")]
    backup: Annotated[Card | Voucher, Field(discriminator="method")] | None = None
    target: Line | Voucher | None = None
    notes: dict[str, Line] = {}
    tree: Tree | None = None
    coupon: Coupon | None = None


app = FastAPI()


@app.post("/orders")
def create_order(order: Order) -> None: ...


forms = FastAPI()


@forms.post("/offers")
def create_offer(
    price: Annotated[Decimal, Form(gt=0, max_digits=4)],
    share: Annotated[float, Form(le=1)],
    wait: Annotated[timedelta, Form(gt=timedelta(0))],
    name: Annotated[str, Form(min_length=2)] = "any",
) -> None: ...


OFFER = {"price": "1.5", "share": "0.5", "wait": "PT1H"}
OFFERS = [
    *({**OFFER, "price": price} for price in ("-5", "x", "12345", "")),
    *({**OFFER, "share": share} for share in ("2", "x", "")),
    *({**OFFER, "wait": wait} for wait in ("-PT1S", "x")),
    {**OFFER, "name": "a"},
    {},
]

LINE = {"sku": "a", "quantity": 1}
GOOD = {"lines": [LINE], "payment": {"method": "card", "card": "1234"}}

BODIES: list[tuple[dict[str, Any], list[str]]] = [
    ({**GOOD, "lines": []}, ["lines"]),
    ({**GOOD, "lines": [LINE, {"sku": 1, "quantity": 0}]}, ["lines.1.quantity", "lines.1.sku"]),
    ({**GOOD, "payment": {"method": "card", "card": "1"}}, ["payment.card"]),
    ({**GOOD, "payment": {"method": "voucher", "amount": 0}}, ["payment.amount"]),
    ({**GOOD, "payment": {"method": "card"}}, ["payment.card"]),
    ({**GOOD, "backup": {"method": "voucher", "amount": 0}}, ["backup.amount"]),
    ({**GOOD, "notes": {"x": {"sku": "a", "quantity": 0}}}, ["notes.x.quantity"]),
    ({**GOOD, "tree": {"name": "a", "children": [{"name": 1}]}}, ["tree.children.0.name"]),
    ({"payment": GOOD["payment"]}, ["lines"]),
    ({**GOOD, "coupon": {"code": "ab", "other": 1}}, ["coupon.other"]),
]

# What reads the same to the letter.
COUPONS = [
    {},
    {"code": 1},
    {"code": "a"},
    {"code": "abcd"},
    {"code": "AB"},
    {"code": "ab", "percent": 0},
    {"code": "ab", "percent": 50},
    {"code": "ab", "percent": 7},
    {"code": "ab", "kind": "never"},
    {"code": "ab", "other": 1, "more": 2},
]

SCRIPT = """
const [, api, name, pairs] = process.argv;
const { fieldErrors, [name]: operation } = await import(api);
for (const [body, detail] of JSON.parse(pairs)) {
  const client = fieldErrors(operation.schemas.body.safeParse(body).error, operation);
  console.log(JSON.stringify([client, fieldErrors({ detail }, operation)]));
}
"""
TYPES = """
import { createOrder, fieldErrors } from "./api/index.js";

const errors = fieldErrors(null as unknown, createOrder);
export const messages: (string[] | undefined)[] = [
  errors["lines.0.quantity"], errors["payment.card"], errors["notes.x.sku"], errors[""], errors["query.limit"],
  errors["tree.children.0.children.1.name"],
];
// @ts-expect-error
errors["lines.0.amount"];
// @ts-expect-error
errors["payments"];
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, node_modules: Path) -> Path:
    folder = tmp_path_factory.mktemp("field_errors")
    (folder / "node_modules").symlink_to(node_modules)
    (folder / "package.json").write_text('{"type": "module"}')
    contractbridge.generate(contractbridge.export(app), out=folder / "api").apply()
    contractbridge.generate(contractbridge.export(forms), out=folder / "forms", coerce="pydantic").apply()
    return folder


async def refusals(of: FastAPI, path: str, kind: str, bodies: list[dict[str, Any]]) -> list[tuple[dict[str, Any], Any]]:
    async with AsyncClient(transport=ASGITransport(of), base_url="http://shop") as client:
        return [(body, (await client.post(path, **{kind: body})).json()["detail"]) for body in bodies]


def ask(project: Path, node: str, bodies: list[dict[str, Any]], *, form: bool = False) -> list[Any]:
    """What `fieldErrors` makes of a body: of what its schema says, and of what the server says."""
    pairs = asyncio.run(
        refusals(forms, "/offers", "data", bodies) if form else refusals(app, "/orders", "json", bodies)
    )
    named = ("./forms/index.js", "createOffer") if form else ("./api/index.js", "createOrder")
    command = [node, "--input-type=module", "-e", SCRIPT, *named, json.dumps(pairs)]
    run = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_both_sides_name_the_same_fields(project: Path, node: str) -> None:
    answers = ask(project, node, [body for body, _ in BODIES])
    assert [[sorted(side) for side in each] for each in answers] == [[expected, expected] for _, expected in BODIES]


def test_both_sides_say_the_same(project: Path, node: str) -> None:
    answers = ask(project, node, [{**GOOD, "coupon": coupon} for coupon in COUPONS])
    assert [client for client, _ in answers] == [server for _, server in answers]


def test_forms_say_the_same(project: Path, node: str) -> None:
    answers = ask(project, node, OFFERS, form=True)
    assert [client for client, _ in answers] == [server for _, server in answers]


def test_fields_are_typed_by_the_body(project: Path, tsc: list[str]) -> None:
    (project / "use.ts").write_text(TYPES)
    options = (
        "--noEmit --strict --skipDefaultLibCheck --noUncheckedIndexedAccess --target es2022 --module nodenext".split()
    )
    run = subprocess.run([*tsc, *options, "use.ts"], cwd=project, capture_output=True, text=True, check=False)
    assert run.stdout == ""
