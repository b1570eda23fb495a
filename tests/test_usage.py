"""Which lines of a frontend a change concerns, as TypeScript 7 and 5.9 see it."""

from __future__ import annotations

import copy
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from contractbridge.comparing import compare
from contractbridge.config import Target
from contractbridge.drift.change import Change
from contractbridge.emitters import emit_files
from contractbridge.errors import ConfigError
from contractbridge.readers.openapi.document import read_contract
from contractbridge.usage import find_frontend, find_uses

ORDER = {
    "type": "object",
    "required": ["id", "note", "status", "rare"],
    "properties": {
        "id": {"type": "integer"},
        "note": {"type": "string"},
        "rare": {"type": "string"},
        "status": {"$ref": "#/components/schemas/Status"},
    },
}
LIMIT = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
ORDER_INPUT = {"type": "object", "properties": {"quantity": {"type": "integer"}, "note": {"type": "string"}}}


def json_of(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def answers(schema: dict[str, Any]) -> dict[str, Any]:
    return {"200": {"description": "", **json_of(schema)}}


def named(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


OLD: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "shop", "version": "1"},
    "paths": {
        "/orders": {
            "get": {
                "operationId": "list_orders",
                "tags": ["orders"],
                "parameters": [LIMIT],
                "responses": answers({"type": "array", "items": named("Order")}),
            },
            "post": {
                "operationId": "create_order",
                "tags": ["orders"],
                "requestBody": {"required": True, **json_of(named("OrderInput"))},
                "responses": answers(named("Order")),
            },
        },
        "/health": {"get": {"operationId": "health", "tags": ["ops"], "responses": answers({"type": "string"})}},
    },
    "components": {
        "schemas": {
            "Order": ORDER,
            "OrderInput": ORDER_INPUT,
            "Status": {"type": "string", "enum": ["open", "done"]},
        }
    },
}

CART = """\
import { orders, type Order } from "./api/index.js";

export async function list(): Promise<string[]> {
  const found: Order[] = await orders.listOrders({ query: { limit: 5 } });
  return found.map((each) => each.note);
}

export function name(order: Order): string {
  switch (order.status) {
    case "open":
      return "Open";
    case "done":
      return "Done";
  }
}

export const wrong: number = "was wrong before";
"""
FORM = """\
import * as api from "../api/index.js";

export const send = (quantity: number) => api.orders.createOrder({ body: { quantity } });
"""


APP = {
    "extends": "../base.json",
    "compilerOptions": {
        "target": "ES2022",
        "module": "ESNext",
        "moduleResolution": "bundler",
        "strict": True,
        "composite": True,
        "skipLibCheck": True,
        "types": [],
    },
    "include": ["src"],
}


@pytest.fixture
def shop(tmp_path: Path, tsc: list[str], node_modules: Path) -> Path:
    """A repository with a frontend in `web`, generated from the old contract into `web/src/api`."""
    web = tmp_path / "web"
    (web / "node_modules").mkdir(parents=True)
    (web / "node_modules" / "typescript").symlink_to(Path(tsc[1]).parents[1], target_is_directory=True)
    (web / "node_modules" / "zod").symlink_to(node_modules / "zod", target_is_directory=True)
    # As Vite has it: one configuration that only refers to others.
    (web / "tsconfig.json").write_text('{ "files": [], /* none */ "references": [{ "path": "./tsconfig.app.json" },] }')
    (web / "tsconfig.app.json").write_text(json.dumps(APP))
    (tmp_path / "base.json").write_text("{}")
    (web / "src" / "forms").mkdir(parents=True)
    (web / "src" / "cart.ts").write_text(CART)
    (web / "src" / "forms" / "form.ts").write_text(FORM)
    for artefact in emit_files(read_contract(OLD).contract).artefacts:
        file = web / "src" / "api" / artefact.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(artefact.text)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    return tmp_path


def target(shop: Path) -> Target:
    return Target(shop / "web" / "src" / "api")


def changed(**places: Any) -> dict[str, Any]:
    """The old document with other values at some places: `a__b__c` is a path."""
    new = copy.deepcopy(OLD)
    for place, value in places.items():
        *steps, last = place.split("__")
        node = new
        for step in steps:
            node = node[step]
        node[last] = value
    return new


def uses(shop: Path, new: dict[str, Any]) -> dict[str, list[str]]:
    """The lines by rule and place: those that no longer compile are marked."""
    changes = compare(OLD, new)
    contracts = read_contract(OLD).contract, read_contract(new).contract
    found = find_uses(changes, *contracts, find_frontend(target(shop), None))
    return {f"{each.rule} {each.location}".strip(): _lines(each) for each in found if each.uses is not None}


def _lines(change: Change) -> list[str]:
    return [f"{each.file}:{each.line}{' breaks' if each.message else ''}" for each in change.uses or ()]


def test_who_uses_what_changes_and_who_does_not(shop: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in shop.rglob("*") if file.is_file()}
    new = changed(
        components__schemas__Order__properties={"id": {"type": "integer"}, "status": named("Status")},
        components__schemas__Order__required=["id", "status"],
        components__schemas__OrderInput__properties__quantity={"type": "integer", "maximum": 9},
        components__schemas__OrderInput__required=["note"],
        components__schemas__Status__enum=["open", "done", "lost"],
        **{
            "paths__/orders__get__parameters": [{**LIMIT, "schema": {"type": "integer", "maximum": 3}}],
            "paths__/health": {},
        },
    )
    assert uses(shop, new) == {
        "operation-removed": [],
        "request-limit-tightened request.query.limit": ["web/src/cart.ts:4"],
        "request-limit-tightened request.body.quantity": ["web/src/forms/form.ts:3"],
        "request-field-became-required request.body.note": ["web/src/forms/form.ts:3 breaks"],
        "response-field-removed response.200.body[].note": ["web/src/cart.ts:5 breaks"],
        "response-field-removed response.200.body[].rare": [],
        "response-enum-value-added response.200.body[].status": ["web/src/cart.ts:8 breaks", "web/src/cart.ts:9"],
    }
    assert before == {file: file.stat().st_mtime_ns for file in before}, "the user's files are left alone"


def test_who_calls_an_operation_that_is_gone(shop: Path) -> None:
    gone = {"/health": OLD["paths"]["/health"], "/orders": {"get": OLD["paths"]["/orders"]["get"]}}
    assert uses(shop, changed(paths=gone)) == {"operation-removed": ["web/src/forms/form.ts:3 breaks"]}


def test_who_uses_what_had_another_name(shop: Path) -> None:
    new = json.loads(json.dumps(OLD).replace('"note"', '"remark"').replace('"limit"', '"limits"'))
    assert uses(shop, new) == {
        "parameter-renamed request.query.limits": ["web/src/cart.ts:4 breaks"],
        "request-field-renamed request.body.remark": [],
        "response-field-renamed response.200.body[].remark": ["web/src/cart.ts:5 breaks"],
    }


def test_who_imports_a_namespace_that_is_renamed(shop: Path) -> None:
    new = json.loads(json.dumps(OLD).replace('["orders"]', '["sales"]'))
    assert uses(shop, new) == {"namespace-renamed name": ["web/src/cart.ts:1 breaks", "web/src/forms/form.ts:3 breaks"]}


def test_who_imports_a_type_that_is_renamed(shop: Path) -> None:
    new = json.loads(json.dumps(OLD).replace('schemas/Order"', 'schemas/Sale"'))
    new["components"]["schemas"]["Sale"] = new["components"]["schemas"].pop("Order")
    assert uses(shop, new) == {"model-renamed types.Order": ["web/src/cart.ts:1 breaks"]}


def test_a_frontend_that_is_not_there(tmp_path: Path, shop: Path) -> None:
    with pytest.raises(ConfigError, match=r"no tsconfig\.json above"):
        find_frontend(Target(Path("/nowhere/api")), None)
    with pytest.raises(ConfigError, match=r"no tsconfig\.json in"):
        find_frontend(target(shop), shop)
    (shop / "web" / "node_modules" / "typescript").unlink()
    with pytest.raises(ConfigError, match="TypeScript is not installed"):
        find_frontend(target(shop), None)
