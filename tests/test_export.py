"""Live apps, and the document with facts that each gives."""

from __future__ import annotations

import json
import sys
import types
from datetime import UTC, datetime
from typing import Any

import fastapi
import pydantic
import pytest
from pydantic import TypeAdapter

from contractbridge.errors import AppError
from contractbridge.readers.app import export_app
from contractbridge.readers.facts import EXTENSION, without_facts

FASTAPI = tuple(int(part) for part in fastapi.__version__.split(".")[:2])
PYDANTIC = tuple(int(part) for part in pydantic.VERSION.split(".")[:2])

PREAMBLE = """
from typing import *
from fastapi import *
from fastapi.responses import *
from pydantic import *
import dataclasses, enum, functools
from datetime import date, datetime
from typing_extensions import TypeAliasType, TypedDict
app = FastAPI()
"""


@pytest.fixture
def load(monkeypatch):
    """Run source as the module `shop`, or another, and give it."""

    def run(source: str, name: str = "shop") -> types.ModuleType:
        module = types.ModuleType(name)
        monkeypatch.setitem(sys.modules, name, module)
        exec(compile(PREAMBLE + source, f"{name}.py", "exec", dont_inherit=True), vars(module))
        return module

    return run


def facts_in(node: Any, place: str = "") -> dict[str, Any]:
    """Every fact in a document by its place, in words."""
    found = {}
    if isinstance(node, dict):
        if EXTENSION in node:
            found[place] = node[EXTENSION]
        for key, value in node.items():
            if key != EXTENSION:
                found |= facts_in(value, f"{place} {key}".strip())
    elif isinstance(node, list):
        for index, value in enumerate(node):
            found |= facts_in(value, f"{place} {index}")
    return found


def facts_under(prefix: str, app: fastapi.FastAPI) -> dict[str, Any]:
    facts = facts_in(export_app(app).document)
    return {place.removeprefix(prefix): fact for place, fact in facts.items() if place.startswith(prefix)}


def notices(app: fastapi.FastAPI) -> list[str]:
    return [f"{each.place} {each.message}".strip() for each in export_app(app).notices]


SCHEMAS = {
    "defaults are sent": (
        """
class Order(BaseModel):
    id: int
    note: str | None = None
    lines: list[int] = Field(default_factory=list)

@app.post("/")
def create(order: Order) -> Order: ...
""",
        {"Order": {"python": "shop:Order", "sent": ["note", "lines"]}},
    ),
    "a body alone": (
        """
class Order(BaseModel):
    note: str | None = None

@app.post("/")
def create(order: Order): ...
""",
        {"Order": {"python": "shop:Order", "sent": ["note"]}},
    ),
    "aliases": (
        """
class Order(BaseModel):
    a: int = Field(1, alias="wireA")
    b: int = Field(2, validation_alias="inB", serialization_alias="outB")

@app.post("/")
def create(order: Order) -> Order: ...
""",
        {
            "Order-Input": {"python": "shop:Order", "sent": ["wireA"]},
            "Order-Output": {"python": "shop:Order", "sent": ["wireA", "outB"]},
        },
    ),
    "excluded fields are not sent": (
        """
class Order(BaseModel):
    a: int = Field(1, exclude=True)
    b: int = 2

@app.post("/")
def create(order: Order) -> Order: ...
""",
        {
            "Order-Input": {"python": "shop:Order", "sent": ["b"]},
            "Order-Output": {"python": "shop:Order", "sent": ["b"]},
        },
    ),
    "one schema for both directions": (
        """
app = FastAPI(separate_input_output_schemas=False)

class Order(BaseModel):
    note: str | None = None
    secret: str = Field("", exclude=True)
    renamed: str = Field("", validation_alias="in", serialization_alias="out")

@app.post("/")
def create(order: Order) -> Order: ...
""",
        {"Order": {"python": "shop:Order", "sent": ["note"]}},
    ),
    "enums": (
        """
class Status(enum.Enum):
    PENDING = "pending"
    SHIPPED = "shipped"

class Size(enum.IntEnum):
    S = 1
    SMALL = 1
    L = 2

class Only(enum.Enum):
    ONE = "one"

class Order(BaseModel):
    status: Status = Status.PENDING
    sizes: list[Size] = []
    only: dict[str, Only]

@app.get("/")
def find(status: Status) -> Order: ...
""",
        {
            "Order": {"python": "shop:Order", "sent": ["status", "sizes"]},
            "Status": {"python": "shop:Status", "members": ["PENDING", "SHIPPED"]},
            "Size": {"python": "shop:Size", "members": ["S", "S", "L"]},
            "Only": {"python": "shop:Only", "members": ["ONE"]},
        },
    ),
    "nested classes": (
        """
class Order(BaseModel):
    class Line(BaseModel):
        class Unit(enum.Enum):
            PIECE = "piece"
        unit: Unit
    lines: list[Line]

@app.get("/")
def find() -> Order: ...
""",
        {
            "Order": {"python": "shop:Order"},
            "Line": {"python": "shop:Order.Line"},
            "Unit": {"python": "shop:Order.Line.Unit", "members": ["PIECE"]},
        },
    ),
    "generics": (
        """
T = TypeVar("T")
K = TypeVar("K")

class Order(BaseModel):
    id: int

class Page(BaseModel, Generic[T]):
    items: list[T]
    next: int | None = None

@dataclasses.dataclass
class Pair(Generic[K, T]):
    left: K
    right: T

@app.get("/")
def find() -> Page[Order]: ...
@app.get("/nested")
def nested() -> Page[Page[int]]: ...
@app.get("/pair")
def pair() -> Pair[str, list[Order]]: ...
""",
        {
            "Order": {"python": "shop:Order"},
            "Page_Order_": {"python": "shop:Page[Order]", "sent": ["next"]},
            "Page_Page_int__": {"python": "shop:Page[Page[int]]", "sent": ["next"]},
            "Page_int_": {"python": "shop:Page[int]", "sent": ["next"]},
            "Pair_str_list_Order__": {"python": "shop:Pair[str, list[Order]]"},
        },
    ),
    "not only models": (
        """
@dataclasses.dataclass
class Point:
    x: int
    y: int = 0
    z: list[int] = dataclasses.field(default_factory=list)

class Patch(TypedDict, total=False):
    note: str
    at: Required[int]

class Pair(NamedTuple):
    left: int
    right: str = ""

class Ids(RootModel[list[int]]): ...

@app.get("/")
def find() -> tuple[Point, Patch, Pair, Ids]: ...
""",
        {
            "Point": {"python": "shop:Point", "sent": ["y", "z"]},
            "Patch": {"python": "shop:Patch"},
            "Pair": {"python": "shop:Pair"},
            "Ids": {"python": "shop:Ids"},
        },
    ),
    "a root model of a model": (
        """
class Order(BaseModel):
    note: str = ""

class Wrapped(RootModel[Order]): ...

@app.get("/")
def find() -> Wrapped: ...
@app.get("/order")
def order() -> Order: ...
""",
        {"Order": {"python": "shop:Order", "sent": ["note"]}, "Wrapped": {"python": "shop:Wrapped"}},
    ),
    "aliases of types": (
        """
Ids = TypeAliasType("Ids", list[int])

class Order(BaseModel):
    ids: Ids

@app.get("/")
def find() -> Order: ...
""",
        {"Order": {"python": "shop:Order"}, "Ids": {"python": "shop:Ids"}},
    ),
    "recursion": (
        """
class Tree(BaseModel):
    children: list["Tree"] = []
    parent: Optional["Tree"] = None

@app.post("/")
def create(tree: Tree) -> Tree: ...
""",
        {
            "Tree-Input": {"python": "shop:Tree", "sent": ["children", "parent"]},
            "Tree-Output": {"python": "shop:Tree", "sent": ["children", "parent"]},
        },
    ),
    "discriminated unions": (
        """
class Cat(BaseModel):
    kind: Literal["cat"] = "cat"

class Dog(BaseModel):
    kind: Literal["dog"]

class Owner(BaseModel):
    pet: Annotated[Cat | Dog, Field(discriminator="kind")]

@app.get("/")
def find() -> Owner: ...
""",
        {
            "Cat": {"python": "shop:Cat", "sent": ["kind"]},
            "Dog": {"python": "shop:Dog"},
            "Owner": {"python": "shop:Owner"},
        },
    ),
    "computed fields": (
        """
class Order(BaseModel):
    a: int = 1
    @computed_field
    @property
    def b(self) -> int: return 1

@app.get("/")
def find() -> Order: ...
""",
        {"Order": {"python": "shop:Order", "sent": ["a"]}},
    ),
    "validators and serializers": (
        """
class Checked(BaseModel):
    a: int = 1
    @model_validator(mode="after")
    def check(self): return self
    @model_validator(mode="before")
    @classmethod
    def prepare(cls, data): return data
    @field_serializer("a")
    def send(self, value) -> int: return value

class Free(BaseModel):
    a: int = 1
    @model_serializer
    def send(self): return {}

@app.get("/")
def find() -> tuple[Checked, Free]: ...
""",
        {"Checked": {"python": "shop:Checked", "sent": ["a"]}, "Free": {"python": "shop:Free"}},
    ),
    "a schema of the model's own making": (
        """
class Order(BaseModel):
    model_config = ConfigDict(json_schema_extra=lambda schema: schema["properties"].pop("b"))
    a: int = 1
    b: int = 1

class Other(BaseModel):
    a: int = 1
    @classmethod
    def __get_pydantic_json_schema__(cls, core, handler):
        schema = handler.resolve_ref_schema(handler(core))
        schema["examples"] = [{"a": 2}]
        return schema

@app.get("/")
def find() -> tuple[Order, Other]: ...
""",
        {"Order": {"python": "shop:Order", "sent": ["a"]}, "Other": {"python": "shop:Other", "sent": ["a"]}},
    ),
    "FastAPI's own models have no facts": (
        """
class Order(BaseModel):
    id: int

@app.post("/")
def create(order: Order, file: UploadFile, note: Annotated[str, Form()]): ...
@app.post("/two")
def two(a: Order, b: Order): ...
""",
        {"Order": {"python": "shop:Order"}},
    ),
    "dependencies": (
        """
class Status(enum.Enum):
    ON = "on"

def paging(status: Status): ...

@app.get("/", dependencies=[Depends(paging)])
def find(): ...
""",
        {"Status": {"python": "shop:Status", "members": ["ON"]}},
    ),
    "callbacks and webhooks": (
        """
class Event(BaseModel):
    id: int = 1

class Order(BaseModel):
    id: int = 1

callbacks = APIRouter()
@callbacks.post("{$request.body.url}")
def told(event: Event): ...

@app.post("/", callbacks=callbacks.routes)
def create(): ...
@app.webhooks.post("order")
def ordered(order: Order): ...
""",
        {
            "Event": {"python": "shop:Event", "sent": ["id"]},
            "Order": {"python": "shop:Order", "sent": ["id"]},
        },
    ),
    "an openapi() of the app's own": (
        """
from fastapi.openapi.utils import get_openapi

class Order(BaseModel):
    note: str = ""

@app.get("/")
def find() -> Order: ...

def custom():
    if app.openapi_schema: return app.openapi_schema
    schema = get_openapi(title="Custom", version="2", routes=app.routes)
    schema["components"]["schemas"]["Order"]["title"] = "Renamed"
    schema["components"]["schemas"]["Extra"] = {"type": "object"}
    app.openapi_schema = schema
    return app.openapi_schema

app.openapi = custom
""",
        {"Order": {"python": "shop:Order", "sent": ["note"]}},
    ),
    "an openapi() with a memory of its own": (
        """
class Order(BaseModel):
    note: str = ""

class Shop(FastAPI):
    @functools.cache
    def openapi(self): return super().openapi()

app = Shop()

@app.get("/")
def find() -> Order: ...
""",
        {"Order": {"python": "shop:Order", "sent": ["note"]}},
    ),
}


@pytest.mark.parametrize(("source", "facts"), SCHEMAS.values(), ids=SCHEMAS.keys())
def test_schemas(load, source, facts):
    app = load(source).app
    assert facts_under("components schemas ", app) == facts
    assert export_app(app).notices == ()


def test_a_generic_that_names_its_parametrizations(load):
    app = load("""
T = TypeVar("T")

class Named(BaseModel, Generic[T]):
    @classmethod
    def model_parametrized_name(cls, params): return "ByHand"
    it: T

@app.get("/")
def find() -> Named[int]: ...
""").app
    assert list(facts_under("components schemas ", app).values()) == [{"python": "shop:Named[int]"}]


def test_classes_of_one_name(load):
    """Pydantic makes one definition of equal classes with one name: the facts are those that hold for both."""
    classes = """
class Order(BaseModel):
    note: str = ""

class Line(BaseModel):
    @model_serializer
    def send(self): return {}
    note: str = ""

class Status(enum.Enum):
    ON = "on"

class Size(enum.Enum):
    S = "s"
"""
    load(classes, "one")
    plain = classes.replace("    @model_serializer\n    def send(self): return {}\n", "").replace("S = ", "SMALL = ")
    app = load(
        plain
        + """
import one
@app.post("/")
def create(a: Order, b: one.Order, c: Line, d: one.Line, e: Status, f: one.Status, g: Size, h: one.Size): ...
""",
        "other",
    ).app
    assert facts_under("components schemas ", app) == {
        "Order": {"python": "one:Order", "sent": ["note"]},
        "Line": {"python": "one:Line"},
        "Status": {"python": "one:Status", "members": ["ON"]},
        "Size": {"python": "one:Size"},
    }


OPERATIONS = {
    "handlers": (
        """
class Endpoint:
    def __call__(self): ...
    def method(self): ...

def outer():
    def inner(): ...
    return inner

@app.get("/function")
async def function(): ...
app.get("/callable")(Endpoint())
app.get("/method")(Endpoint().method)
app.get("/partial")(functools.partial(function))
app.get("/local")(outer())
""",
        {
            "/function get": {"python": "shop:function"},
            "/callable get": {"python": "shop:Endpoint"},
            "/method get": {"python": "shop:Endpoint.method"},
            "/partial get": {"python": "shop:function"},
            "/local get": {"python": "shop:outer.<locals>.inner"},
        },
    ),
    "routers in routers": (
        """
inner, outer = APIRouter(prefix="/inner"), APIRouter(prefix="/outer")

@inner.get("/{key:path}", response_model_exclude_none=True)
def find(key: str) -> dict[str, int]: ...

outer.include_router(inner, prefix="/between")
app.include_router(outer, prefix="/v1")
app.include_router(outer, prefix="/v2")
""",
        {
            "/v1/outer/between/inner/{key} get": {"python": "shop:find", "omits": ["none"]},
            "/v2/outer/between/inner/{key} get": {"python": "shop:find", "omits": ["none"]},
        },
    ),
    "what a response leaves out": (
        """
class Order(BaseModel):
    a: int = 1

@app.get("/all", response_model_exclude_unset=True, response_model_exclude_defaults=True,
         response_model_exclude_none=True)
def everything() -> Order: ...
@app.get("/unset", response_model_exclude_unset=True)
def unset() -> Order: ...
""",
        {
            "/all get": {"python": "shop:everything", "omits": ["unset", "defaults", "none"]},
            "/unset get": {"python": "shop:unset", "omits": ["unset"]},
        },
    ),
    "hidden routes": (
        """
@app.get("/hidden", include_in_schema=False)
def hidden(): ...
@app.get("/shown")
def shown(): ...
""",
        {"/shown get": {"python": "shop:shown"}},
    ),
    "response classes": (
        """
class Events(StreamingResponse):
    media_type = "text/event-stream"

@app.get("/stream", response_class=StreamingResponse)
def stream(): ...
@app.get("/events", response_class=Events)
def events(): ...
@app.get("/file", response_class=FileResponse)
def file(): ...
@app.get("/html", response_class=HTMLResponse)
def html(): ...
@app.get("/json", response_class=JSONResponse)
def json(): ...
@app.get("/any", response_class=Response)
def any(): ...
""",
        {
            "/stream get": {"python": "shop:stream", "streams": True},
            "/events get": {"python": "shop:events", "streams": True},
            "/file get": {"python": "shop:file", "returns": "binary"},
            "/html get": {"python": "shop:html"},
            "/json get": {"python": "shop:json"},
            "/any get": {"python": "shop:any", "returns": "response"},
        },
    ),
    "return annotations": (
        """
@app.get("/stream")
def stream() -> StreamingResponse: ...
@app.get("/file")
def file() -> "FileResponse": ...
@app.get("/text", response_model=None)
def text() -> HTMLResponse | PlainTextResponse: ...
@app.get("/any")
def any() -> Response: ...
@app.get("/json")
def json() -> JSONResponse: ...
@app.get("/mixed", response_model=None)
def mixed() -> FileResponse | dict: ...
@app.get("/list")
def list() -> Iterable[int]: ...
""",
        {
            "/stream get": {"python": "shop:stream", "streams": True},
            "/file get": {"python": "shop:file", "returns": "binary"},
            "/text get": {"python": "shop:text", "returns": "text"},
            "/any get": {"python": "shop:any", "returns": "response"},
            "/json get": {"python": "shop:json"},
            "/mixed get": {"python": "shop:mixed", "returns": "response"},
            "/list get": {"python": "shop:list"},
        },
    ),
    "webhooks are described too": (
        """
@app.webhooks.post("ordered")
def ordered(): ...
""",
        {"ordered post": {"python": "shop:ordered"}},
    ),
}


@pytest.mark.parametrize(("source", "facts"), OPERATIONS.values(), ids=OPERATIONS.keys())
def test_operations(load, source, facts):
    app = load(source).app
    assert {**facts_under("paths ", app), **facts_under("webhooks ", app)} == facts


def test_callbacks(load):
    app = load("""
callbacks = APIRouter()
@callbacks.post("{$request.body.url}")
def told(): ...
@app.post("/", callbacks=callbacks.routes)
def create(): ...
""").app
    assert facts_under("paths / ", app) == {
        "post": {"python": "shop:create"},
        "post callbacks told {$request.body.url} post": {"python": "shop:told"},
    }
