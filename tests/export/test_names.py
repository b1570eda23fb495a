"""Names, as a live server takes them: whatever a contract says of other names is so, and no other name will do."""

from __future__ import annotations

import asyncio
from typing import Any

import fastapi
import httpx
import pytest

from contractbridge.contract import Contract, Object, Parameter, PythonName, Ref, Type
from contractbridge.readers.app.export import export_app
from contractbridge.readers.openapi.document import read_contract

RECENT = tuple(int(part) for part in fastapi.__version__.split(".")[:2]) >= (0, 160)
recent = pytest.mark.skipif(not RECENT, reason="FastAPI could not do this yet")

CONFIG = "model_config = ConfigDict(populate_by_name=True)"
BODIES = {
    "model": f"class It(BaseModel):\n    {CONFIG}\n    number: int = Field(alias='no')",
    "choices": "class It(BaseModel):\n    number: int = Field(validation_alias=AliasChoices('no', 'nr'))",
    "no other": "class It(BaseModel):\n    number: int = Field(alias='no')",
    "dataclass": "@dataclasses.dataclass\nclass It:\n    number: Annotated[int, Field(alias='no')]",
    "pydantic dataclass": (
        "from pydantic.dataclasses import dataclass\n"
        "@dataclass(config=ConfigDict(populate_by_name=True))\nclass It:\n    number: int = Field(alias='no')"
    ),
    "typed dict": (
        "class It(TypedDict):\n    __pydantic_config__ = ConfigDict(populate_by_name=True)\n"
        "    number: Annotated[int, Field(alias='no')]"
    ),
    "inherited": f"class Base(BaseModel):\n    {CONFIG}\n    number: int = Field(alias='no')\nclass It(Base): ...",
}
NAMES = ("no", "nr", "number")


@pytest.mark.parametrize("source", BODIES.values(), ids=BODIES.keys())
def test_body_is_taken_under_each_name(load, source):
    app = load(f"{source}\n@app.post('/')\ndef create(it: It): ...").app
    contract = contract_of(app)
    (field,) = object_of(contract.definitions["It"].type, contract).fields
    assert (field.name, field.python) == ("no", "number")
    taken = [name for name in NAMES if status(app, "POST", json={name: 1}) == 200]
    assert sorted([field.name, *(str(path[0]) for path in field.aliases)]) == taken


def test_form_is_taken_under_each_name(load):
    app = load(f"{BODIES['model']}\n@app.post('/')\ndef create(it: Annotated[It, Form()]): ...").app
    contract = contract_of(app)
    body = contract.operations[0].body
    assert body is not None
    (field,) = object_of(body.contents[0].type, contract).fields
    assert (field.name, field.python) == ("no", "number")
    taken = [name for name in NAMES if status(app, "POST", data={name: 1}) == 200]
    assert sorted([field.name, *(str(path[0]) for path in field.aliases)]) == taken


PARAMETERS = {
    "argument": "def find(number: int): ...",
    "alias": "def find(number: Annotated[int, {place}(alias='no')]): ...",
    "model": f"class It(BaseModel):\n    {CONFIG}\n    number: int = Field(alias='no')\n"
    "def find(it: Annotated[It, {place}()]): ...",
    "model without": "class It(BaseModel):\n    number: int = Field(alias='no')\n"
    "def find(it: Annotated[It, {place}()]): ...",
    "long": f"class It(BaseModel):\n    {CONFIG}\n    a_number: int = Field(alias='no')\n"
    "def find(it: Annotated[It, {place}()]): ...",
}
if RECENT:
    PARAMETERS["choices"] = "def find(number: Annotated[int, {place}(validation_alias=AliasChoices('no', 'nr'))]): ..."
SENT = {
    "Query": lambda name: {"params": {name: "1"}},
    "Header": lambda name: {"headers": {name: "1"}},
    "Cookie": lambda name: {"headers": {"cookie": f"{name}=1"}},
}


@pytest.mark.parametrize("place", SENT)
@pytest.mark.parametrize("source", PARAMETERS.values(), ids=PARAMETERS.keys())
def test_parameter_is_taken_under_each_name(load, source, place):
    if not RECENT and "it:" in source and (place == "Header" or CONFIG not in source):
        pytest.skip("FastAPI did not find the parameters of a model under the names that it documented")
    app = load(
        f"{source.format(place=place)}\napp.get('/')(find)".replace(
            "(number: int)", f"(number: Annotated[int, {place}()])"
        )
    ).app
    (parameter,) = contract_of(app).operations[0].parameters
    names = ["a-number", "a_number", *NAMES]
    taken = [name for name in names if status(app, "GET", **SENT[place](name)) == 200]
    assert sorted([parameter.name, *parameter.aliases]) == sorted(taken)
    assert (parameter.python or parameter.name) in ("number", "a_number")


@recent
def test_where_parameters_are_declared(load):
    app = load("""
class Page(BaseModel):
    size: int = 10

def paged(page: Annotated[Page, Query()], offset: int = 0): ...
class Sorting:
    def __init__(self, by: Annotated[str, Query(alias="sort-by")]): ...

@app.get("/{order_id}")
def find(
    order_id: int, user_agent: Annotated[str, Header()], p: Annotated[None, Depends(paged)], s: Sorting = Depends()
): ...
@app.websocket("/{room}")
async def talk(room: str, p: Annotated[None, Depends(paged)], token: Annotated[str, Query(alias="t")]): ...
""").app
    contract = contract_of(app)
    assert {each.name: declared(each) for each in contract.operations[0].parameters} == {
        "order_id": ("", None),
        "user-agent": ("user_agent", None),
        "size": ("", PythonName("shop", "Page")),
        "offset": ("", PythonName("shop", "paged")),
        "sort-by": ("by", PythonName("shop", "Sorting")),
    }
    assert {each.name: declared(each) for each in contract.websockets[0].parameters} == {
        "room": ("", None),
        "size": ("", PythonName("shop", "Page")),
        "offset": ("", PythonName("shop", "paged")),
        "t": ("token", None),
    }


@recent
def test_names_of_computed_fields_and_embedded_bodies(load):
    app = load("""
class It(BaseModel):
    @computed_field(alias="grandTotal")
    def total(self) -> int: return 1

@app.post("/")
def create(first: Annotated[int, Body(alias="a")], second: Annotated[int, Body()]) -> It: ...
""").app
    contract = contract_of(app)
    names = {
        field.name: field.python
        for each in contract.definitions.values()
        if isinstance(each.type, Object)
        for field in each.type.fields
    }
    assert names.items() >= {"grandTotal": "total", "a": "first", "second": ""}.items()


def status(app: Any, method: str, **request: Any) -> int:
    async def ask() -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop") as client:
            return (await client.request(method, "/", **request)).status_code

    return asyncio.run(ask())


def declared(parameter: Parameter) -> tuple[str, PythonName | None]:
    return parameter.python, parameter.owner


def contract_of(app: Any) -> Contract:
    return read_contract(export_app(app).document).contract


def object_of(node: Type, contract: Contract) -> Object:
    while isinstance(node, Ref):
        node = contract.definitions[node.key].type
    assert isinstance(node, Object)
    return node
