"""Convertors of paths, as a live router has them: what a contract that is compared says they refuse has no route."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from contractbridge.contract import Number, String
from contractbridge.drift.mismatch import View
from contractbridge.drift.values.inhabitants import admits
from contractbridge.faces import REQUEST
from contractbridge.readers.app.export import export_app
from contractbridge.readers.facts import EXTENSION
from contractbridge.readers.openapi.document import read_contract

UUID = "6f0c4f2e-8a54-4a7e-9d57-0d5b4b0f4f10"


@pytest.mark.parametrize(
    ("path", "annotation", "taken", "refused"),
    [
        ("/{it}", "int", [-3, 0, 3], []),
        ("/{it:int}", "int", [0, 3], [-3]),
        ("/{it:int}", "float", [0, 3], [-3, 0.5]),
        ("/{it:float}", "float", [0, 0.5], [-0.5]),
        ("/{it:int}", "Annotated[int, Path(ge=2)]", [2], [-3, 1]),
        ("/{it:int}", "Annotated[str, Field(coerce_numbers_to_str=True)]", ["0", "12"], ["a", "-1", "0.5"]),
        ("/{it:float}", "Annotated[str, Field(coerce_numbers_to_str=True)]", ["0", "0.5"], ["a", "-1", ".5"]),
        ("/{it:uuid}", "str", [], ["a", UUID[1:]]),
        ("/{it:uuid}", "UUID", [UUID], []),
        ("/{it:path}", "str", ["a", "1"], []),
    ],
)
def test_what_a_convertor_refuses_has_no_route(load, path, annotation, taken, refused):
    app = load(f"from uuid import UUID\n@app.get('{path}')\ndef find(it: {annotation}): ...").app
    contract = read_contract(export_app(app).document, rules=True).contract
    (parameter,) = contract.operations[0].parameters
    for value in taken + refused:
        admitted = admits(parameter.type, value, View(contract, REQUEST))
        assert (status(app, f"/{value}") == 200) == (value in taken) == admitted


def test_routers_and_websockets_have_their_convertors(load):
    app = load("""
within = APIRouter(prefix="/shops/{shop:int}")
@within.get("/{file:path}")
def find(shop: int, file: str): ...
app.include_router(within)
@app.websocket("/{room:int}/{name:str}")
async def talk(room: int, name: str): ...
""").app
    document = export_app(app).document
    (operation,) = document["paths"]["/shops/{shop}/{file}"].values()
    assert [each[EXTENSION] for each in operation["parameters"]] == [{"convertor": "int"}, {"convertor": "path"}]
    (talk,) = document[EXTENSION]["websockets"]
    assert [each.get(EXTENSION) for each in talk["parameters"]] == [{"convertor": "int"}, None]


@pytest.mark.parametrize(
    ("schema", "convertor", "plain", "held"),
    [
        ({"type": "integer"}, "int", Number(integer=True), Number(integer=True, minimum=0)),
        ({"type": "integer", "minimum": 2}, "int", *[Number(integer=True, minimum=2)] * 2),
        ({"type": "string"}, "int", String(), String(pattern="^[0-9]+$")),
        ({"type": "string", "pattern": "1"}, "int", *[String(pattern="1", dialect="rust")] * 2),
        ({"type": "string", "format": "date"}, "int", *[String(format="date")] * 2),
        ({"type": "string"}, "slug", *[String()] * 2),
        ({"type": "string"}, 1, *[String()] * 2),
    ],
)
def test_only_what_is_compared_is_held_to_a_convertor(schema, convertor, plain, held):
    parameter = {"name": "it", "in": "path", "schema": schema, EXTENSION: {"convertor": convertor}}
    operation = {"operationId": "find", "parameters": [parameter], "responses": {}}
    document: Any = {"openapi": "3.1.0", "info": {}, "paths": {"/{it}": {"get": operation}}, EXTENSION: {"version": 1}}
    for rules, node in ((False, plain), (True, held)):
        assert read_contract(document, rules=rules).contract.operations[0].parameters[0].type == node


def status(app: Any, path: str) -> int:
    async def ask() -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop") as client:
            return (await client.get(path)).status_code

    return asyncio.run(ask())
