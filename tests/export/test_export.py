"""The document of a live app, and what there is to say about it."""

from __future__ import annotations

import json
import time

import fastapi
import pydantic
import pytest

from contractbridge.errors import AppError
from contractbridge.readers.app import schema_facts
from contractbridge.readers.app.export import export_app
from contractbridge.readers.app.generators import generators
from contractbridge.readers.facts import EXTENSION, without_facts

FASTAPI = tuple(int(part) for part in fastapi.__version__.split(".")[:2])
PYDANTIC = tuple(int(part) for part in pydantic.VERSION.split(".")[:2])


WHOLE = {
    "nothing": "",
    "root_path": 'app.root_path = "/api"\n@app.get("/")\ndef find(): ...',
    "no openapi_url": 'app = FastAPI(openapi_url=None)\n@app.get("/")\ndef find(): ...',
    "a document that is cached already": 'app.openapi()\n@app.get("/")\ndef find(): ...',
    "a document by hand": 'app.openapi_schema = {"openapi": "3.1.0", "paths": {"/x": {"get": {}}}}',
    "numbers as keys, tuples": 'app.openapi = lambda: {"paths": {}, "x-codes": {200: ("a", "b")}}',
    "odd places": 'app.openapi = lambda: {"paths": {"/": [], "/x": {"get": 1}}, "webhooks": None, "components": []}',
}


@pytest.mark.parametrize("source", WHOLE.values(), ids=WHOLE.keys())
def test_the_public_document(load, source):
    """Without facts, it is what the app gives, whether it has given it before or not; and the app is as it was."""
    app = load(source).app
    before = {name: value for name, value in vars(app).items() if name.startswith(("openapi_schema", "_openapi"))}
    document = export_app(app).document
    after = {name: vars(app)[name] for name in before}
    assert document[EXTENSION] == {"version": 1, "websockets": []}
    assert after == before
    assert without_facts(document) == json.loads(json.dumps(app.openapi()))
    assert export_app(app).document == document


def test_the_generators_are_put_back(load):
    before = list(generators())
    app = load("class A(BaseModel): a: Callable\n@app.get('/')\ndef f() -> A: ...").app
    with pytest.raises(AppError):
        export_app(app)
    assert list(generators()) == before


def test_a_union_told_apart_within_another(load):
    """FastAPI has no document of it."""
    app = load("""
class Black(BaseModel): kind: Literal["cat"]; color: Literal["black"]
class White(BaseModel): kind: Literal["cat"]; color: Literal["white"]
class Dog(BaseModel): kind: Literal["dog"]

class Owner(BaseModel):
    pet: Annotated[Annotated[Black | White, Field(discriminator="color")] | Dog, Field(discriminator="kind")]

@app.post("/")
def create(owner: Owner): ...
""").app
    export = export_app(app)
    pet = export.document["components"]["schemas"]["Owner"]["properties"]["pet"]
    assert pet["discriminator"] == {"propertyName": "kind", "mapping": {"dog": "#/components/schemas/Dog"}}
    assert [each.message.partition(":")[0] for each in export.notices] == ["The app cannot serve this document"]


def notices(app: fastapi.FastAPI) -> list[str]:
    return [f"{each.place} {each.message}".strip() for each in export_app(app).notices]


NOTICES = {
    "nothing to say": ("@app.get('/')\ndef find(): ...", []),
    "no operations": ("", ["#/paths 0 operations."]),
    "routes that come with the lifespan": (
        """
import contextlib
@contextlib.asynccontextmanager
async def lifespan(app):
    raise SystemExit("it was run")
app = FastAPI(lifespan=lifespan)
""",
        ["#/paths 0 operations; its lifespan, which is not run, may add them: add routes where the app is made."],
    ),
    "only a mounted app": (
        "api = FastAPI()\napp.mount('/api/v1', api)\n@api.get('/')\ndef find(): ...",
        ["#/paths 0 operations; a FastAPI app is mounted at /api/v1: use `shop:api`."],
    ),
    "a mounted app without a name": (
        (
            "def make():\n    api = FastAPI()\n    @api.get('/')\n    def find(): ...\n    return api\n"
            "app.mount('/', make())"
        ),
        [
            (
                "#/paths 0 operations; a FastAPI app is mounted at /: "
                "it has no name in a module: give it one, and use that."
            )
        ],
    ),
    "a mounted app in middleware, in a mount": (
        """
from starlette.routing import Mount
from starlette.middleware.gzip import GZipMiddleware
api = FastAPI()
@app.get("/")
def find(): ...
@api.get("/other")
def find(): ...
app.router.routes.append(Mount("/a", routes=[Mount("/b", app=GZipMiddleware(api))]))
""",
        [
            (
                "#/paths The operations of the FastAPI app that is mounted at /a/b are not in this document; "
                "for those, use `shop:api`."
            )
        ],
    ),
    "a mounted app without operations": (
        "app.mount('/ui', FastAPI())\n@app.get('/')\ndef find(): ...",
        [],
    ),
    "a mounted app that openapi() takes in": (
        """
api = FastAPI()
@api.get("/orders")
def orders(): ...
app.mount("/api", api)
app.openapi = lambda: {"paths": {"/api" + path: item for path, item in api.openapi()["paths"].items()}}
""",
        [],
    ),
    "static files": (
        "from fastapi.staticfiles import StaticFiles\napp.mount('/', StaticFiles(directory='.'))",
        ["#/paths 0 operations."],
    ),
    "an operation id twice": (
        """
@app.get("/a", operation_id="find")
def a(): ...
@app.get("/b", operation_id="find")
def b(): ...
""",
        [],
    ),
    "a path and method twice": (
        """
@app.get("/a")
def first(): ...
@app.get("/a")
def last(): ...
""",
        [
            "#/paths/~1a/get GET /a is declared twice: shop:first answers, and the document describes shop:last.",
        ],
    ),
    "responses that their schemas do not tell": (
        """
class Order(BaseModel):
    id: int = Field(alias="ID")
    note: str = ""

@app.get("/a", response_model_by_alias=False)
def a() -> Order: ...
@app.get("/b", response_model_exclude={"note"})
def b() -> Order: ...
@app.get("/c", response_model_include={"note"})
def c() -> Order: ...
""",
        [
            "#/paths/~1a/get GET /a has response_model_by_alias=False, so that its response differs from its schema.",
            "#/paths/~1b/get GET /b has response_model_exclude, so that its response differs from its schema.",
            "#/paths/~1c/get GET /c has response_model_include, so that its response differs from its schema.",
        ],
    ),
    "two methods of one route": (
        """
@app.api_route("/", methods=["GET", "POST"], operation_id="find")
def find(): ...
""",
        [],
    ),
    "validation errors of the app's own": (
        """
from fastapi.exceptions import RequestValidationError
@app.exception_handler(RequestValidationError)
async def answer(request, error): ...
@app.get("/")
def find(q: int): ...
""",
        [
            (
                "#/components/schemas/HTTPValidationError shop:answer answers requests that are not valid, "
                "and may send something else."
            )
        ],
    ),
    "defaults that JSON does not have": (
        """
class Order(BaseModel):
    a: Any = object

@app.post("/")
def create(order: Order): ...
""",
        [
            (
                "Default value <class 'object'> is not JSON serializable; excluding default from JSON schema "
                "[non-serializable-default]"
            )
        ],
    ),
    "documents that change": (
        """
import itertools
count = itertools.count()

class Order(BaseModel):
    model_config = ConfigDict(json_schema_extra=lambda schema: schema.update({"x-count": next(count)}))
    a: int = 1

@app.post("/")
def create(order: Order): ...
""",
        ["#/components/schemas/Order/x-count This differs between two exports of the same app."],
    ),
    "defaults from years ago": (
        """
class Order(BaseModel):
    a: datetime = datetime(2020, 1, 1)
    b: date = date(2020, 1, 1)
    c: str = "now"
    d: float = 1.5

@app.post("/")
def create(order: Order): ...
""",
        [],
    ),
}


@pytest.mark.parametrize(("source", "expected"), NOTICES.values(), ids=NOTICES.keys())
def test_notices(load, source, expected):
    assert notices(load(source).app) == expected


@pytest.fixture
def set_zone(monkeypatch):
    """Set the zone of this process; where that cannot be had, nothing changes."""

    def set_(zone: str) -> None:
        if hasattr(time, "tzset"):
            monkeypatch.setenv("TZ", zone)
            time.tzset()

    yield set_
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.mark.parametrize("now", ["datetime.now()", "datetime.now(timezone.utc)", "date.today()", "time.time()"])
def test_defaults_that_are_the_time_of_the_import(load, set_zone, now):
    set_zone("UTC-5")
    app = load(f"""
import time
from datetime import timezone

class Order(BaseModel):
    at: Any = {now}

@app.post("/")
def create(order: Order): ...
""").app
    (notice,) = notices(app)
    assert notice.startswith("#/components/schemas/Order/properties/at/default ")
    assert notice.endswith(
        " is the time when the app was imported, and differs at each export: use default_factory, or a fixed value."
    )


FAILURES = {
    "a field that JSON Schema does not have": (
        """
@dataclasses.dataclass
class Skipped:
    it: Callable[[], int]

class Line(BaseModel):
    price: int | Skipped
    on_change: Callable[[], None]

class Order(BaseModel):
    lines: list[Line]

@app.get("/fine")
def fine(): ...
router = APIRouter(prefix="/v1")
@router.post("/orders")
def create(order: Order): ...
app.include_router(router)
""",
        (
            "shop:Line.on_change, which POST /v1/orders (shop:create) uses, has no JSON Schema: "
            "core_schema.CallableSchema."
        ),
        "Describe it with pydantic.WithJsonSchema, or leave it out with SkipJsonSchema.",
    ),
    "a type that JSON Schema does not have": (
        """
class Thing: ...

@dataclasses.dataclass
class Order:
    __pydantic_config__ = ConfigDict(arbitrary_types_allowed=True)
    thing: Thing

@app.get("/")
def find() -> Order: ...
""",
        (
            "shop:Order.thing, which GET / (shop:find) uses, has no JSON Schema: "
            "core_schema.IsInstanceSchema (<class 'shop.Thing'>)."
        ),
        "Describe it with pydantic.WithJsonSchema, or leave it out with SkipJsonSchema.",
    ),
    "no document": (
        "app.openapi = lambda: None",
        "app.openapi() gave NoneType, and not a document.",
        "",
    ),
    "no JSON": (
        "app.openapi = lambda: {'paths': {}, 'x': {1, 2}}",
        "app.openapi() gave what JSON cannot hold: Object of type set is not JSON serializable.",
        "",
    ),
    "a response without a description": (
        """
@app.get("/fine")
def fine(): ...
@app.get("/", responses={"abc": {"description": "x"}})
def find(): ...
""",
        (
            "Making the OpenAPI document of GET / (shop:find) raises ValueError: "
            "invalid literal for int() with base 10: 'abc'."
        ),
        "",
    ),
}


@pytest.mark.parametrize(("source", "message", "hint"), FAILURES.values(), ids=FAILURES.keys())
def test_failures(load, source, message, hint):
    app = load(source).app
    with pytest.raises(AppError) as caught:
        export_app(app)
    assert str(caught.value) == message
    assert caught.value.hint == hint


def test_a_failure_in_the_users_code(load_file):
    app = load_file("def openapi():\n    return {}['paths']\napp.openapi = openapi\n").app
    message = r"shop_file\.py:\d+: `return {}\['paths'\]` raises KeyError: 'paths'\."
    with pytest.raises(AppError, match=message):
        export_app(app)


def test_facts_that_cannot_be_read(load):
    """A schema of the user's own making that does not expect a key: the document stands, without schema facts."""
    app = load("""
class Size(enum.Enum):
    S = "s"

class Order(BaseModel):
    sizes: list[Size]
    model_config = ConfigDict(json_schema_extra=lambda schema: 1 / (not facts_are_read()))

def facts_are_read():
    import fastapi.openapi.utils as utils
    names = utils.get_definitions.__globals__ | vars(utils)
    return names["GenerateJsonSchema"].__mro__[1].__name__ == "FactGenerator"

@app.get("/")
def find() -> Order: ...
""").app
    export = export_app(app)
    assert without_facts(export.document) == json.loads(json.dumps(app.openapi()))
    assert export.document["paths"]["/"]["get"][EXTENSION] == {"python": "shop:find"}
    assert [each.message for each in export.notices] == [
        "Facts about schemas could not be read: ZeroDivisionError: division by zero"
    ]


def test_facts_of_one_class_that_cannot_be_read(load, monkeypatch):
    def fail(*_):
        raise KeyError("members")

    monkeypatch.setattr(schema_facts, "CLASSES", {**schema_facts.CLASSES, "enum": fail})
    app = load("""
class Size(enum.Enum):
    S = "s"

class Order(BaseModel):
    size: Size

@app.get("/")
def find() -> Order: ...
""").app
    export = export_app(app)
    assert export.document["components"]["schemas"]["Order"][EXTENSION] == {"python": "shop:Order"}
    assert [each.message for each in export.notices] == ["Facts about Size could not be read: KeyError: 'members'"]


def test_a_union_of_what_has_no_json_schema_leaves_others_their_facts(load):
    app = load("""
import pydantic.dataclasses

class Button: ...

@pydantic.dataclasses.dataclass(config={"arbitrary_types_allowed": True})
class Page:
    button: Button

class Site(BaseModel):
    pages: list[Page] | Page

class Order(BaseModel):
    id: int = Field(strict=True)

@app.post("/")
def build(site: Site, order: Order): ...
""").app
    export = export_app(app)
    assert export.document["components"]["schemas"]["Order"]["properties"]["id"][EXTENSION] == {"strict": True}


@pytest.mark.parametrize("zone", ["UTC", "UTC+5", "UTC-9"])
def test_defaults_at_the_end_of_all_time(load, set_zone, zone):
    set_zone(zone)
    app = load("""
class Order(BaseModel):
    most: float = 1.7976931348623157e+308
    least: float = -1e300
    until: datetime = datetime.max
    since: datetime = datetime.min

@app.post("/")
def create(order: Order): ...
""").app
    assert export_app(app).notices == ()
