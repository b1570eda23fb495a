"""`contractbridge prove` beyond JSON bodies: parameters, forms, streams, errors, what is mounted. And small inputs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

import pytest
from fastapi import Body, FastAPI
from pydantic import BaseModel, TypeAdapter, ValidationError

from contractbridge.contract import JSON
from contractbridge.prove.asking import wanted
from contractbridge.prove.findings import validators_of
from contractbridge.prove.inputs import make_inputs
from contractbridge.prove.leaves import written
from contractbridge.prove.page import as_page
from contractbridge.prove.proof import Finding, Proof, Section, Settings
from contractbridge.prove.shrinking import smallest
from contractbridge.prove.subjects import find_subjects
from contractbridge.prove.wire import number_text

pytest.importorskip("fastapi.sse", reason="FastAPI has no streams of items before 0.135")

APP = """
from collections.abc import AsyncIterable
from datetime import date, time, timedelta
from enum import Enum, IntEnum
from typing import Annotated, Any, Literal

from fastapi import Body, Cookie, Depends, FastAPI, File, Form, Header, Path, Query, UploadFile
from fastapi.sse import EventSourceResponse
from pydantic import AliasChoices, Base64Str, BaseModel, Field, Json, field_validator
from typing_extensions import TypedDict


class Colour(str, Enum):
    RED = "red"
    BLUE = "blue"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Filter(BaseModel):
    model_config = {"extra": "forbid"}

    limit: int = Field(10, ge=0)
    order_by: Literal["name", "age"] = "name"
    tags: list[str] = []

    @field_validator("limit")
    @classmethod
    def even(cls, limit: int) -> int:
        if limit % 2:
            raise ValueError("odd")
        return limit


class Profile(BaseModel):
    name: str = Field(max_length=5)
    nick: str | None = None
    ages: list[int] = []


class Stripped(BaseModel):
    model_config = {"str_strip_whitespace": True}

    name: Annotated[str, Field(min_length=2, max_length=3)]
    number: Annotated[int, Field(strict=True)] = 1


class Sheet(BaseModel):
    title: str
    scan: UploadFile


class Event(BaseModel):
    number: int
    day: date | None = None
    scores: dict[str, float] = {}


class Trouble(BaseModel):
    code: str


def never() -> None:
    raise SystemExit("the app's own code was run")


def paging(skip: int = 0, limit: Annotated[int, Query(le=50)] = 10) -> None:
    raise SystemExit("the app's own code was run")


app = FastAPI(title="Parts")
part = FastAPI()


@app.get("/path/{number}/{colour}/{level}/{rest:path}", dependencies=[Depends(never)])
def path(number: Annotated[int, Path(ge=3)], colour: Colour, level: Level, rest: Annotated[str, Path(max_length=4)]):
    never()


@app.get("/tiles/{x}-{y}")
def tile(x: int, y: int): ...


@app.get("/query", dependencies=[Depends(paging)])
def query(
    ids: Annotated[list[int], Query()],
    either: Annotated[int | None, Query()],
    text: Annotated[str, Query(pattern="^[a-z]+$", alias="a-text")] = "a",
    ratio: float = 1.0,
    many: Annotated[set[str], Query(max_length=2)] = set(),
    mixed: int | str = 1,
): ...


@app.get("/model")
def model(filter: Annotated[Filter, Query()]): ...


@app.get("/renamed")
def renamed(number: Annotated[int, Query(validation_alias=AliasChoices("page", "p"), ge=1)]): ...


@app.get("/stripped")
def stripped(filter: Annotated[Stripped, Query()], raw: Annotated[bytes, Query()] = b""): ...


@app.get("/header")
def header(x_token: Annotated[str, Header(min_length=2)], x_list: Annotated[list[int] | None, Header()] = None): ...


@app.post("/sent")
def sent(host: Annotated[str, Header()], user_agent: Annotated[str, Header()], content_type: Annotated[str, Header()],
    number: Annotated[int, Body()]): ...


@app.get("/cookie")
def cookie(session: Annotated[str, Cookie(min_length=2)], flag: Annotated[bool, Cookie()] = False): ...


@app.post("/form")
def form(
    name: Annotated[str, Form(max_length=4)],
    age: Annotated[int, Form(ge=18)],
    tags: Annotated[list[str], Form()] = [],
):
    never()


@app.post("/profile")
def profile(profile: Annotated[Profile, Form()]): ...


@app.post("/optional")
def optional(day: Annotated[date | None, Form()] = None, level: Annotated[Level | None, Form()] = None): ...


@app.post("/sheet")
def sheet(sheet: Annotated[Sheet, Form()]): ...


@app.post("/upload")
def upload(
    file: UploadFile,
    raw: Annotated[bytes | None, File()] = None,
    note: Annotated[str, Form(max_length=3)] = "a",
): ...


class Name(BaseModel):
    name: str


class Age(BaseModel):
    age: int | None = None


@app.post("/person")
def person(
    name: Annotated[Name, Form()], age: Annotated[Age, Form()], nick: Annotated[Event | None, Form()] = None
): ...


class Nick(BaseModel):
    nick: str


@app.post("/either")
def either(data: Annotated[Name | Nick, Form()]): ...


@app.get("/moment")
def moment(at: int | time, wait: Annotated[float, Field(gt=0, le=1)] | timedelta | None = None): ...


@app.get("/text")
def text(value: Json[int]): ...


@app.post("/encoded")
def encoded(text: Annotated[Base64Str, Form()], many: Annotated[list[int] | None, Form()]): ...


@app.post("/bag")
def bag(bag: Annotated[set[Any], Form()], either: Annotated[set[str | int], Query(min_length=2)]): ...


@app.post("/attachment")
def attachment(file: Annotated[bytes | None, File()] = None): ...


@app.get("/events", response_class=EventSourceResponse)
async def events() -> AsyncIterable[Event]:
    yield never()


@app.get("/lines", tags=["lines"])
async def lines() -> AsyncIterable[list[int]]:
    yield never()


@app.get("/errors", responses={404: {"model": Trouble}, "5XX": {"model": list[Trouble]}, 409: {"description": "no"}})
def errors() -> int: ...


class Shown(TypedDict):
    number: Annotated[int, Field(alias="no")]


@app.get("/shown")
def shown() -> Shown: ...


@part.post("/items/{number}")
def item(number: int, event: Event): ...


app.mount("/part", part)
"""

# The part is told of as well.
MOUNTED = """
from fastapi.openapi.utils import get_openapi
from parts import app, part

served = app.openapi


def openapi():
    inside = get_openapi(title="", version="", routes=part.routes)
    document = served()
    document["paths"] |= {f"/part{path}": item for path, item in inside["paths"].items()}
    document["components"]["schemas"] |= inside["components"]["schemas"]
    return document


app.openapi = openapi
"""

# Each fault is one line of the document: what no longer stands there, or stands there and is not so.
LIAR = """
from mounted import app

served = app.openapi


def openapi():
    document = served()
    paths, schemas = document["paths"], document["components"]["schemas"]

    def parameter(path, name):
        return next(each["schema"] for each in paths[path]["get"]["parameters"] if each["name"] == name)

    parameter("/path/{number}/{colour}/{level}/{rest}", "number").pop("minimum", None)
    parameter("/query", "a-text")["maxLength"] = 2
    parameter("/header", "x-token").pop("minLength", None)
    listed = next(each for each in paths["/model"]["get"]["parameters"] if each["name"] == "tags")
    listed |= {"style": "pipeDelimited", "explode": False}
    parameter("/cookie", "session")["maxLength"] = 2
    schemas["Body_form_form_post"]["properties"]["age"].pop("minimum", None)
    schemas["Event"]["properties"]["number"] = {"type": "string"}
    schemas["Trouble"]["properties"]["code"] = {"type": "integer"}
    paths["/part/items/{number}"]["post"]["parameters"][0]["schema"] = {"type": "integer", "minimum": 3}
    return document


app.openapi = openapi
"""


@pytest.fixture
def project(tmp_path: Path, node_modules: Path) -> Path:
    for name, text in (("parts", APP), ("mounted", MOUNTED), ("liar", LIAR)):
        (tmp_path / f"{name}.py").write_text(text)
    (tmp_path / "contractbridge.toml").write_text('app = "parts:app"\nout = "api"\n')
    (tmp_path / "node_modules").symlink_to(node_modules, target_is_directory=True)
    return tmp_path


def prove(project: Path, *arguments: str, columns: int = 160) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "contractbridge", "prove", "--examples", "20", *arguments],
        cwd=project,
        env=os.environ | {"COLUMNS": str(columns)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def sections(project: Path, *arguments: str) -> dict[str, Any]:
    done = prove(project, "--format", "json", *arguments)
    assert all(line.startswith("still ") for line in done.stderr.splitlines()), done.stderr
    found = json.loads(done.stdout)["sections"]
    return {" ".join(filter(None, [each["path"], each["side"], each.get("status", "")])): each for each in found}


class Item(BaseModel):
    number: int


T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    items: list[T]


class Hero(BaseModel):
    """As SQLModel marks a table."""

    __table__ = "heroes"
    name: str


@pytest.mark.parametrize("name", ["Page[Item]", "PageItem", "PageItemInput", "UploadBody"])
def test_a_model_is_known_by_what_it_is_printed_as(name: str) -> None:
    app = FastAPI()

    @app.post("/upload/{number}")
    def upload(number: int, page: Page[Item], note: str = Body()) -> None: ...

    (subject,) = wanted(list(find_subjects(app, coerces=False)), [name], [])
    assert subject.side == "body"


def test_a_page_says_once_what_is_the_same_for_several_operations() -> None:
    found = (Finding("agreed", "1", [], []),)
    gone = [Section("GET", path, "response", "404", "Problem", (), found) for path in ("/a", "/b")]
    page = as_page(Proof("Shop", Settings(), (*gone, Section("GET", "/a", "response", "200", "Item", (), found))))
    assert page.count("<td>sends 404</td>") == 1
    assert "<dt>sends 404: Problem</dt><dd>GET /a, GET /b</dd>" in page
    assert "<h3><code>GET /b</code></h3>" not in page


def test_nothing_shows_what_is_sent_of_a_table() -> None:
    app = FastAPI()

    @app.post("/heroes")
    def create(hero: Hero) -> Hero:
        return hero

    taken, sent = find_subjects(app, coerces=False)
    assert (taken.side, taken.trouble) == ("body", "")
    assert sent.trouble == "The constructor of the table Hero takes anything, so that no value shows what is sent."


def test_a_validator_is_asked_of_requests_first() -> None:
    sent, taken = (
        Section(method, "/items", side, status, "Item", ("app:Item.even",))
        for method, side, status in (("GET", "response", "200"), ("POST", "body", ""))
    )
    assert validators_of(Proof("Shop", Settings(), (sent, taken))) == {"app:Item.even": [taken, sent]}


def test_every_part_agrees(project: Path) -> None:
    found = sections(project)
    assert {name: each["model"] for name, each in found.items()} == {
        "/path/{number}/{colour}/{level}/{rest} path": "number, colour, level, rest",
        "/tiles/{x}-{y} path": "x, y",
        "/query query": "ids, either, a-text?, ratio?, many?, mixed?, skip?, limit?",
        "/model query": "limit?, order_by?, tags?",
        "/renamed query": "page",
        "/stripped query": "name, number?, raw?",
        "/header header": "x-token, x-list?",
        "/sent header": "user-agent?",
        "/sent body": "number",
        "/cookie cookie": "session, flag?",
        "/form body": "FormBody",
        "/profile body": "Profile",
        "/optional body": "OptionalBody",
        "/sheet body": "Sheet",
        "/upload body": "UploadBody",
        "/person body": "PersonBody",
        "/either body": "Name | Nick",
        "/moment query": "at, wait?",
        "/text query": "value",
        "/encoded body": "EncodedBody",
        "/bag query": "either",
        "/bag body": "BagBody",
        "/attachment body": "AttachmentBody",
        "/events item 200": "Event",
        "/lines item 200": "number[]",
        "/shown response 200": "Shown",
        "/errors response 200": "number",
        "/errors response 404": "Trouble",
        "/errors response 5XX": "Trouble[]",
        "/part/items/{number} path": "",
        "/part/items/{number} body": "Event",
    }
    assert not [name for name, each in found.items() if each["disagreements"]]
    # What is mounted is no part of this document.
    assert {name: each["trouble"] for name, each in found.items() if "trouble" in each} == dict.fromkeys(
        ["/part/items/{number} path", "/part/items/{number} body"], "It is not in the app's document."
    )
    assert found["/model query"]["pythonOnly"] == ["parts:Filter.even"]
    tried = {name: each["counts"] for name, each in found.items()}
    assert tried["/model query"]["python only"] > 0
    assert tried["/path/{number}/{colour}/{level}/{rest} path"]["unsendable"] > 0
    assert tried["/header header"]["unsendable"] > 0
    assert tried["/query query"]["lax"] > 0
    assert tried["/upload body"]["agreed"] > 50
    assert not found["/renamed query"].get("trouble")
    assert tried["/shown response 200"]["agreed"] > 20
    assert not found["/person body"].get("trouble")
    assert tried["/sheet body"]["agreed"] > 50


def test_coercing_schemas_take_what_the_wire_makes_legal(project: Path) -> None:
    found = sections(project, "--coerce", "pydantic")
    assert not [name for name, each in found.items() if each["disagreements"]]


def test_what_is_mounted_is_proven_where_the_document_has_it(project: Path) -> None:
    done = prove(project, "--app", "mounted:app")
    assert done.returncode == 0
    assert "Not proven" not in done.stdout


def test_a_fault_is_found_in_every_part_and_shown_small(project: Path) -> None:
    found = sections(project, "--app", "liar:app")
    small = {
        name: [(each["kind"], json.loads(each.get("sent", each["input"]))) for each in section["smallest"]]
        for name, section in found.items()
        if section["disagreements"]
    }
    assert small == {
        "/path/{number}/{colour}/{level}/{rest} path": [
            ("accepted", {"number": 0, "colour": "red", "level": 1, "rest": ""})
        ],
        "/query query": [("refused", {"ids": [0], "either": 0, "a-text": "aaa"})],
        "/model query": [("missent", {"tags": ["", ""]})],
        "/header header": [("accepted", {"x-token": ""})],
        "/cookie cookie": [("refused", {"session": "000"})],
        "/form body": [("accepted", {"name": "0", "age": 0})],
        "/events item 200": [("response refused", {"number": 0, "day": None, "scores": {}})],
        "/errors response 404": [("response refused", {"code": ""})],
        "/errors response 5XX": [("response refused", [{"code": ""}])],
        "/part/items/{number} path": [("refused", {"number": 0})],
        "/part/items/{number} body": [("accepted", {"number": ""})],
    }


@pytest.mark.parametrize(
    ("arguments", "mode"),
    [
        ([], "Proven without coercion: a schema takes what TypeScript takes."),
        (
            ["--coerce", "pydantic"],
            'Proven with coerce = "pydantic": request schemas also take what the server converts.',
        ),
    ],
)
def test_the_mode_is_told(project: Path, arguments: list[str], mode: str) -> None:
    options = ["--tag", "lines", *arguments]
    assert mode in prove(project, *options).stdout.splitlines()
    assert json.loads(prove(project, *options, "--format", "json").stdout)["coerce"] == (arguments or ["none"])[-1]
    assert mode.replace('"', "&quot;") in prove(project, *options, "--format", "html").stdout


@pytest.mark.parametrize("columns", [40, 80])
def test_text_keeps_to_the_terminal(project: Path, columns: int) -> None:
    lines = prove(project, "--app", "liar:app", "--examples", "5", columns=columns).stdout.splitlines()
    assert max(map(len, lines)) <= columns
    assert "GET /header" in lines
    assert "  header: x-token, x-list?" in lines
    assert "  Zod accepts what the app refuses" in lines
    assert " ".join(lines).endswith(" places.")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (float("inf"), "1e999"),
        ([-float("inf"), "Infinity", 'a"Infinity'], r'[-1e999, "Infinity", "a\"Infinity"]'),
        ({"\ud800": "a\udc00b"}, r'{"\ud800": "a\udc00b"}'),
        ("😀é", '"😀é"'),
        (10**30, "1" + 30 * "0"),
    ],
)
def test_what_json_holds_is_written(value: JSON, text: str) -> None:
    assert written(value) == text
    assert json.loads(text) == value


NUMBERS: list[JSON] = [
    0,
    -0.0,
    1.0,
    -1.5,
    0.1,
    1e-6,
    1e-7,
    1.5e-7,
    123456789012345678901,
    1e21,
    1.5e21,
    10**400,
    5e-324,
    2**53 + 1,
]


def test_numbers_are_written_as_javascript_writes_them(node: str) -> None:
    code = f"console.log(JSON.stringify(JSON.parse('{written(NUMBERS)}').map(String)))"
    said = subprocess.run([node, "-e", code], capture_output=True, check=True, encoding="utf-8").stdout
    assert [number_text(each) for each in NUMBERS if isinstance(each, int | float)] == json.loads(said)


@pytest.mark.parametrize(
    ("value", "still", "small"),
    [
        ({"a": [1, 2, 300], "b": "text"}, lambda value: len(value["a"]) > 1, {"a": [0, 0]}),
        (["some", "longer text"], lambda value: any("t" in each for each in value), ["t"]),
        ({"a": {"a": {"a": {"b": 7}}}}, lambda value: "b" in json.dumps(value), {"b": 0}),
        (97, lambda value: value > 41, 42),
        (-12.25, lambda value: value < 0, -1),
        ("\ud83d", lambda value: True, ""),
    ],
)
def test_inputs_are_made_small(value: JSON, still: Callable[[Any], bool], small: JSON) -> None:
    def shows(text: str) -> bool:
        try:
            return still(json.loads(text))
        except (KeyError, TypeError):
            return False

    assert json.loads(smallest(written(value), shows)) == small


class Folder(BaseModel):
    name: str
    children: list[Folder | Leaf] = []


class Leaf(BaseModel):
    name: str
    size: int
    children: list[Folder] | None = None


def test_recursive_unions_are_tried_in_few_levels() -> None:
    """Pydantic's time is exponential in the depth: both are tried at each level, and each has the other within."""
    adapter = TypeAdapter(Folder)
    asked = []

    def is_legal(text: str) -> bool:
        asked.append(text)
        try:
            adapter.validate_json(text)
        except ValidationError:
            return False
        return True

    made = make_inputs(adapter.core_schema, is_legal, 20, 0)
    assert 4 <= max(levels(json.loads(text)) for text in (*asked, *made)) < 20


def levels(value: JSON) -> int:
    match value:
        case {"children": [*children]}:
            return 1 + max(map(levels, children), default=0)
        case _:
            return 0
