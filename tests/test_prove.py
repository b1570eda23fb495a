"""`contractbridge prove`: apps and their schemas compared, as people run it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from contractbridge.cli import run

# What agrees, what only Python can tell, what JavaScript cannot hold, and what nobody can draw.
APP = """
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import Body, FastAPI
from pydantic import BaseModel, Field, PlainValidator, field_validator

app = FastAPI(title="Shop <1>")


class Order(BaseModel):
    quantity: int = Field(ge=1, le=100)
    code: str = Field(pattern="^[A-Z]{3}$")
    kind: Literal["gift", "plain"] = "plain"
    price: Decimal = Field(max_digits=4, decimal_places=2)
    note: str | None = None

    @field_validator("quantity")
    @classmethod
    def not_a_dozen(cls, quantity: int) -> int:
        if quantity in (2, 99, 100):
            raise ValueError("not this many")
        return quantity


class Ticket(BaseModel):
    id: int = Field(multiple_of=3, gt=2**53)


def impossible(value: object) -> str:
    raise ValueError("never")


class Locked(BaseModel):
    word: Annotated[str, PlainValidator(impossible)]


@app.post("/orders", tags=["orders"], status_code=201)
def create_order(order: Order) -> Order:
    return order


@app.get("/orders/last", tags=["orders"], response_model_exclude_none=True)
def last_order() -> Order | None: ...


@app.put("/pairs", tags=["pairs"])
def pair(first: Annotated[int, Body()], second: Annotated[Order, Body()]) -> list[Order]: ...


@app.post("/tickets", tags=["tickets"])
def take_ticket(ticket: Ticket) -> str: ...


@app.post("/locked", tags=["locked"])
def unlock(locked: Locked) -> None: ...
"""

# The same app behind a document that says what is not so.
LIAR = """
from typing import Any

from fastapi import FastAPI
from shop import Order, app

served = app.openapi


def openapi() -> dict[str, Any]:
    document = served()
    taken, sent = (document["components"]["schemas"][f"Order-{side}"]["properties"] for side in ("Input", "Output"))
    taken["note"] = {"type": "string", "maxLength": 2}
    taken["quantity"] = {"type": "integer", "minimum": 0}
    sent["code"] = {"type": "integer"}
    return document


app.openapi = openapi
"""

# What is hard to try, and what is nobody's fault.
ODD = """
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

from fastapi import Body, Depends, FastAPI, Form
from fastapi.responses import HTMLResponse
from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    RootModel,
    SecretStr,
    Tag,
    field_validator,
)

app = FastAPI()


class Tree(BaseModel):
    value: int
    left: "Tree | None" = None
    children: list["Tree"] = []


class Endless(BaseModel):
    next: "Endless"


class Crashing(BaseModel):
    number: int

    @field_validator("number")
    @classmethod
    def crash(cls, number: int) -> int:
        if number < 0:
            raise RuntimeError("out of order")
        return number


class Stripped(BaseModel):
    name: str = Field(max_length=3)

    @field_validator("name", mode="before")
    @classmethod
    def strip(cls, name: Any) -> Any:
        return name.strip() if isinstance(name, str) else name


class Deferred(BaseModel):
    model_config = ConfigDict(defer_build=True)
    number: Annotated[int, Field(gt=5)]


def shape_of(value: Any) -> str:
    return "many" if isinstance(value, dict) and "values" in value else "one"


class One(BaseModel):
    value: int


class Many(BaseModel):
    values: list[int]


Shape = Annotated[Annotated[One, Tag("one")] | Annotated[Many, Tag("many")], Discriminator(shape_of)]


class Scores(RootModel[dict[str, list[int]]]):
    pass


class Point(NamedTuple):
    x: int
    y: int = 0


@dataclass
class Account:
    email: Annotated[str, Field(pattern="^[ab]@")]
    secret: Annotated[SecretStr, Field(min_length=2)]

    def __post_init__(self) -> None:
        if self.email.startswith("a@"):
            raise ValueError("taken")


def needed(account: Account) -> None: ...


@app.post("/tree")
def tree(body: Tree) -> Tree: ...
@app.post("/endless")
def endless(body: Endless) -> Tree: ...
@app.post("/crashing")
def crashing(body: Crashing) -> None: ...
@app.post("/stripped")
def stripped(body: Stripped) -> None: ...
@app.post("/deferred")
def deferred(body: Deferred) -> None: ...
@app.post("/scores")
def scores(body: Scores) -> Scores: ...
@app.post("/shape")
def shape(body: Annotated[Shape, Body()]) -> None: ...
@app.post("/point")
def point(body: list[Point]) -> Point: ...
@app.post("/account", dependencies=[Depends(needed)])
def account() -> None: ...
@app.post("/form")
def form(name: Annotated[str, Form()]) -> None: ...
@app.get("/page", response_class=HTMLResponse)
def page() -> str: ...
@app.post("/lines")
def lines(body: Annotated[list[int], Body(media_type="text/plain")]) -> None: ...
@app.get("/twice")
def twice() -> int: ...
@app.get("/twice")
def never() -> str: ...
@app.get("/unsaid")
def unsaid() -> int: ...


served = app.openapi


def openapi() -> dict[str, Any]:
    document = served()
    document["paths"].pop("/unsaid", None)
    return document


app.openapi = openapi
"""


# What has nothing wrong and is easily taken for it: bytes that are no file, numbers written with fewer digits, what is
# not sent to a closed form, and functions that see a value first.
HARMLESS = """
from typing import Annotated, Any
from fastapi import FastAPI, Form, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, WrapValidator, model_validator
from pydantic.dataclasses import dataclass

app = FastAPI()

class Data(BaseModel):
    data: bytes | None = None

class Login(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str

@app.post("/data")
def data(body: Data) -> Data: ...

@app.get("/fives")
def fives(n: Annotated[int, Query(multiple_of=5)]) -> None: ...

@app.post("/login")
def login(form: Annotated[Login, Form()]) -> None: ...

class Inner(BaseModel):
    a: int

class Seen(BaseModel):
    inner: Annotated[Inner, BeforeValidator(lambda value: {"a": value} if isinstance(value, int) else value)]
    items: Annotated[list[int], WrapValidator(lambda value, validate: validate(value))]

class SeenWhole(BaseModel):
    a: int

    @model_validator(mode="before")
    @classmethod
    def see(cls, value: Any) -> Any:
        return value

@dataclass
class SeenData:
    a: int

    @model_validator(mode="before")
    @classmethod
    def see(cls, value: Any) -> Any:
        return value

class Made(BaseModel):
    a: int = 3
    inner: Inner

    def __init__(self, **data: Any) -> None:
        super().__init__(**{"inner": {"a": 1}, **data})

@app.post("/seen")
def seen(seen: Seen, whole: SeenWhole, data: SeenData, made: Made) -> None: ...

@app.post("/whole")
def whole(whole: SeenWhole) -> None: ...
"""


@pytest.fixture
def project(tmp_path: Path, node_modules: Path) -> Path:
    (tmp_path / "shop.py").write_text(APP)
    (tmp_path / "liar.py").write_text(LIAR)
    (tmp_path / "odd.py").write_text(ODD)
    (tmp_path / "harmless.py").write_text(HARMLESS)
    (tmp_path / "contractbridge.toml").write_text('app = "shop:app"\nout = "web/src/api"\n')
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "node_modules").symlink_to(node_modules, target_is_directory=True)
    return tmp_path


def prove(project: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "contractbridge", "prove", "--examples", "25", *arguments],
        cwd=project,
        env=os.environ | {"COLUMNS": "160"} | env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def sections(project: Path, *arguments: str) -> dict[str, Any]:
    done = prove(project, "--format", "json", *arguments)
    assert all(line.startswith("still ") for line in done.stderr.splitlines()), done.stderr
    return {
        " ".join([each["method"], each["path"], each["side"]]): each for each in json.loads(done.stdout)["sections"]
    }


def test_an_app_agrees_with_its_schemas(project: Path) -> None:
    found = sections(project)
    assert {name: each["model"] for name, each in found.items()} == {
        "POST /orders body": "OrderInput",
        "POST /orders response": "Order",
        "GET /orders/last response": "OrderWithoutNulls | null",
        "PUT /pairs body": "PairBody",
        "PUT /pairs response": "Order[]",
        "POST /tickets body": "Ticket",
        "POST /tickets response": "string",
        "POST /locked body": "Locked",
    }
    assert not [each["disagreements"] for each in found.values() if each["disagreements"]]
    tried = {name: each["counts"] for name, each in found.items()}
    assert tried["POST /orders body"]["agreed"] > 200
    assert tried["POST /orders body"]["python only"] > 0
    assert tried["POST /orders body"]["lax"] > 0
    assert tried["PUT /pairs body"]["agreed"] > 100
    assert tried["POST /tickets body"]["undecidable"] > 0
    assert tried["GET /orders/last response"]["agreed"] > 100
    assert found["POST /orders body"]["pythonOnly"] == ["shop:Order.not_a_dozen"]
    assert found["POST /locked body"]["pythonOnly"] == ["shop:impossible"]
    assert found["POST /locked body"]["trouble"] == "No input was legal, so that only refusals are compared."


def test_what_is_odd_is_proven_too_or_named(project: Path) -> None:
    found = sections(project, "--app", "odd:app")
    # The first route answers, and the document describes the last.
    assert {name for name, each in found.items() if each["disagreements"]} == {"GET /twice response"}
    assert {name: each["trouble"] for name, each in found.items() if "trouble" in each} == {
        "POST /endless body": "Hypothesis finds no value that could be legal.",
        "POST /lines body": "The app's document has no JSON for it.",
        "GET /unsaid response": "It is not in the app's document.",
    }
    assert {name: each["pythonOnly"] for name, each in found.items() if each["pythonOnly"]} == {
        "POST /crashing body": ["odd:Crashing.crash"],
        "POST /stripped body": ["odd:Stripped.strip"],
        "POST /shape body": ["odd:shape_of"],
        "POST /account body": ["odd:Account.__post_init__"],
    }
    tried = {name: each["counts"] for name, each in found.items()}
    assert tried["POST /crashing body"]["server error"] > 0
    assert tried["POST /stripped body"]["python only"] > 0
    assert tried["POST /account body"]["python only"] > 0
    assert tried["POST /tree body"]["agreed"] > 100
    assert tried["POST /form body"]["agreed"] > 5
    assert "GET /page response" not in found


def test_text_tells_it_at_a_glance(project: Path) -> None:
    done = prove(project)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0].split()[:4] == ["POST", "/orders", "body", "OrderInput"]
    assert "  shop:Order.not_a_dozen  in POST /orders and 2 more" in lines
    assert "  POST /locked, body: No input was legal, so that only refusals are compared." in lines
    assert lines[-1] == "The schemas say what the app says."


def test_a_disagreement_is_found_and_shown(project: Path) -> None:
    done = prove(project, "--app", "liar:app", "--tag", "orders")
    assert done.returncode == 1
    assert "Zod refuses what the app accepts" in done.stdout
    assert 'Zod: Too big: expected string to have <=2 characters  at note = "000"' in done.stdout
    assert "Zod accepts what the app refuses" in done.stdout
    assert "app: Input should be greater than or equal to 1  at quantity = 0" in done.stdout
    assert "Zod refuses what the app sends" in done.stdout
    assert "The schemas and the app disagree in 3 of 3 places." in done.stdout.splitlines()[-1]


def test_coercing_schemas_take_the_lax_too(project: Path) -> None:
    found = sections(project, "--coerce", "pydantic", "--model", "Order")
    counts = found["POST /orders body"]["counts"]
    assert counts["agreed"] > 200
    assert not {"lax", "refused", "accepted"} & counts.keys()


@pytest.mark.parametrize("coerce", ["none", "pydantic"])
def test_what_is_harmless_is_no_disagreement(project: Path, coerce: str) -> None:
    done = prove(project, "--app", "harmless:app", "--coerce", coerce, "--examples", "150")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "The schemas say what the app says.")


def test_one_seed_gives_the_same_proof(project: Path) -> None:
    first, again, other = (
        prove(project, "--tag", "orders", "--format", "json", "--app", "liar:app", "--seed", seed).stdout
        for seed in "112"
    )
    assert first == again
    assert first != other


@pytest.mark.parametrize(
    ("arguments", "proven"),
    [
        (["--model", "Ticket"], ["POST /tickets body"]),
        (["--tag", "orders"], ["POST /orders body", "POST /orders response", "GET /orders/last response"]),
        (["--tag", "orders", "--tag", "locked", "--model", "Locked"], ["POST /locked body"]),
        (["--tag", "tickets", "--model", "Order"], []),
    ],
)
def test_only_what_is_named_is_proven(project: Path, arguments: list[str], proven: list[str]) -> None:
    assert list(sections(project, *arguments, "--examples", "1")) == proven


def test_a_page_stands_alone_and_escapes(project: Path) -> None:
    done = prove(project, "--app", "liar:app", "--tag", "orders", "--format", "html", "-o", "proof.html")
    assert done.returncode == 1
    page = (project / "proof.html").read_text(encoding="utf-8")
    assert "<p>Shop &lt;1&gt;</p>" in page
    assert "Zod refuses what the app accepts" in page
    assert not [each for each in ("src=", "href=", "<script", "@import", "url(") if each in page]


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["--model", "Odrer"], 'No operation has the model "Odrer".', 'Did you mean "Order"?'),
        (["--tag", "order"], 'No operation has the tag "order".', 'Did you mean "orders"?'),
        (["--format", "xml"], '--format cannot be "xml".', "It can be: text, json, html."),
        (["--format", "htm"], '--format cannot be "htm".', 'Did you mean "html"?'),
        (["--node-modules", "web"], "There is no Zod in web.", "Run: npm install zod"),
        (["--node-modules", "a/b"], "There is no Zod in a/b.", "Name the node_modules of your frontend."),
    ],
)
def test_what_cannot_run_says_why(project: Path, arguments: list[str], message: str, hint: str) -> None:
    done = prove(project, *arguments)
    assert done.returncode == 2
    assert done.stderr == f"error: {message}\n  {hint}\n"


def test_a_report_that_cannot_be_written_is_told_at_once(project: Path) -> None:
    done = prove(project, "-o", ".")
    assert done.stderr == "error: . cannot be written: it is a folder, or lies in a file.\n"


def test_without_node(project: Path, tmp_path: Path) -> None:
    done = prove(project, PATH=str(tmp_path))
    assert done.returncode == 2
    assert done.stderr == "error: prove needs node, and there is none on the PATH.\n  Install Node.js 20 or newer.\n"


@pytest.mark.parametrize(
    ("zod", "message"),
    [
        ("", "There is no Zod in web/src/api/node_modules, or in a folder above."),
        ("3.25.1", "web/node_modules has Zod 3.25.1; the schemas need Zod 4."),
    ],
)
def test_without_zod(project: Path, zod: str, message: str) -> None:
    (project / "web" / "package.json").write_text("{}")
    (project / "web" / "node_modules").unlink()
    if zod:
        package = project / "web" / "node_modules" / "zod" / "package.json"
        package.parent.mkdir(parents=True)
        package.write_text(json.dumps({"version": zod}))
    done = prove(project)
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == f"error: {message}"
    assert done.stderr.splitlines()[1].startswith("  Run: npm install zod --prefix web")


def test_without_hypothesis(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert run(["prove"]) == 2
    assert capsys.readouterr().err == (
        "error: This needs hypothesis, which is not installed.\n  Run: pip install 'contractbridge[prove]'\n"
    )


def test_a_document_has_nobody_to_ask(project: Path) -> None:
    (project / "contractbridge.toml").write_text('spec = "openapi.json"\nout = "web/src/api"\n')
    done = prove(project)
    assert done.returncode == 2
    assert done.stderr.startswith("error: A document has no validators to ask: prove needs the app.\n")


def test_nothing_is_left_behind(project: Path) -> None:
    shutil.rmtree(project / "__pycache__", ignore_errors=True)
    before = sorted(each.name for each in project.iterdir())
    prove(project, "--tag", "tickets", PYTHONDONTWRITEBYTECODE="1")
    assert sorted(each.name for each in project.iterdir()) == before
