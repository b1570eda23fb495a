"""Live apps and the facts on their operations and WebSocket routes."""

from __future__ import annotations

import json

import fastapi
import pydantic
import pytest

from contractbridge.readers.app.export import export_app
from contractbridge.readers.facts import EXTENSION, without_facts

FASTAPI = tuple(int(part) for part in fastapi.__version__.split(".")[:2])
PYDANTIC = tuple(int(part) for part in pydantic.VERSION.split(".")[:2])


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
    "two methods of one route": (
        """
@app.api_route("/", methods=["PUT", "POST"], response_model_exclude_unset=True)
def change() -> dict[str, int]: ...
""",
        {
            "/ put": {"python": "shop:change", "omits": ["unset"]},
            "/ post": {"python": "shop:change", "omits": ["unset"]},
        },
    ),
    "refusals that other errors hide": (
        """
@app.get("/range", responses={"4XX": {"model": int}})
def range_(q: int) -> int: ...
@app.post("/any", responses={"default": {"model": int}})
def any_(body: dict[str, int]) -> int: ...
@app.get("/own", responses={"4XX": {"model": int}, 422: {"model": int}})
def own(q: int) -> int: ...
@app.get("/none", responses={"4XX": {"model": int}})
def none() -> int: ...
@app.get("/plain")
def plain(q: int) -> int: ...
""",
        {
            "/range get": {"python": "shop:range_", "refuses": True},
            "/any post": {"python": "shop:any_", "refuses": True},
            "/own get": {"python": "shop:own"},
            "/none get": {"python": "shop:none"},
            "/plain get": {"python": "shop:plain"},
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
            "/v1/outer/between/inner/{key} get parameters 0": {"convertor": "path"},
            "/v2/outer/between/inner/{key} get": {"python": "shop:find", "omits": ["none"]},
            "/v2/outer/between/inner/{key} get parameters 0": {"convertor": "path"},
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
@app.get("/shown", include_in_schema=False)
def hidden_later(): ...
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

class Json(Response):
    media_type = "application/json"

@app.get("/own", response_class=Json)
def own() -> int: ...
""",
        {
            "/stream get": {"python": "shop:stream", "streams": True},
            "/events get": {"python": "shop:events", "streams": True},
            "/file get": {"python": "shop:file", "returns": "binary"},
            "/html get": {"python": "shop:html"},
            "/json get": {"python": "shop:json"},
            "/any get": {"python": "shop:any", "returns": "response"},
            "/own get": {"python": "shop:own", "returns": "response"},
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
@app.get("/elsewhere")
def elsewhere() -> RedirectResponse: ...
@app.get("/documented", responses={200: {"model": int}})
def documented(): ...
@app.get("/mixed", response_model=None)
def mixed() -> FileResponse | dict: ...
@app.get("/list")
def list() -> Iterable[int]: ...

class EventSourceResponse(Response): ...

@app.get("/events")
def events() -> EventSourceResponse: ...
@app.get("/declared", response_model=int)
def declared(): return FileResponse("")
""",
        {
            "/stream get": {"python": "shop:stream", "streams": True},
            "/file get": {"python": "shop:file", "returns": "binary"},
            "/text get": {"python": "shop:text", "returns": "text"},
            "/any get": {"python": "shop:any", "returns": "response"},
            "/json get": {"python": "shop:json"},
            "/elsewhere get": {"python": "shop:elsewhere", "returns": "response"},
            "/documented get": {"python": "shop:documented", "untyped": True},
            "/mixed get": {"python": "shop:mixed", "returns": "response"},
            "/list get": {"python": "shop:list"},
            "/events get": {"python": "shop:events", "streams": True},
            "/declared get": {"python": "shop:declared"},
        },
    ),
    "what the document tells of a response already": (
        """
class Picture(Response):
    media_type = "image/png"

@app.get("/class", response_class=Picture)
def by_class(): ...
@app.get("/both", responses={200: {"content": {"image/png": {}}}}, response_class=Response)
def by_hand() -> Response: ...
@app.get("/json", responses={200: {"content": {"image/png": {}}}})
def with_json() -> FileResponse: ...
@app.delete("/nothing", status_code=204)
def nothing() -> Response: ...
""",
        {
            "/class get": {"python": "shop:by_class"},
            "/both get": {"python": "shop:by_hand"},
            "/json get": {"python": "shop:with_json", "returns": "binary"},
            "/nothing delete": {"python": "shop:nothing"},
        },
    ),
    "a mounted app that openapi() takes in": (
        """
api, admin = FastAPI(), FastAPI()
@api.get("/orders")
def orders(): ...
@admin.get("/users")
def users(): ...
@app.get("/")
def find(): ...
app.mount("/api", api)
app.mount("/admin", admin)

def openapi():
    paths = {**FastAPI.openapi(app)["paths"], **api.openapi()["paths"]}
    for path, item in admin.openapi()["paths"].items():
        paths["/admin" + path] = item
    return {"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": paths}
app.openapi = openapi
""",
        {
            "/ get": {"python": "shop:find"},
            "/orders get": {"python": "shop:orders"},
            "/admin/users get": {"python": "shop:users"},
        },
    ),
    "security that the document does not tell": (
        """
from fastapi.security import *
bearer, maybe = HTTPBearer(), HTTPBasic(auto_error=False)
key = APIKeyHeader(name="X-Key")

def user(token: Annotated[Any, Depends(bearer)]): ...
def guest(name: Annotated[Any, Security(maybe)]): ...

@app.get("/one", dependencies=[Depends(user)])
def one(): ...
@app.get("/all", dependencies=[Depends(user), Depends(key)])
def all(): ...
@app.get("/maybe", dependencies=[Depends(guest)])
def maybe_(): ...
@app.get("/both", dependencies=[Depends(guest), Depends(user)])
def both(): ...
@app.get("/twice", dependencies=[Depends(bearer), Depends(HTTPBearer(auto_error=False))])
def twice(): ...
""",
        {
            "/one get": {"python": "shop:one"},
            "/all get": {"python": "shop:all", "enforces": ["APIKeyHeader", "HTTPBearer"]},
            "/maybe get": {"python": "shop:maybe_", "offers": ["HTTPBasic"]},
            "/both get": {"python": "shop:both", "enforces": ["HTTPBearer"], "offers": ["HTTPBasic"]},
            "/twice get": {"python": "shop:twice"},
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


@pytest.mark.filterwarnings("ignore:Duplicate Operation ID")
@pytest.mark.parametrize(("source", "facts"), OPERATIONS.values(), ids=OPERATIONS.keys())
def test_operations(load, facts_under, source, facts):
    app = load(source).app
    assert {**facts_under("paths ", app), **facts_under("webhooks ", app)} == facts
    assert without_facts(export_app(app).document) == json.loads(json.dumps(app.openapi()))


def test_routes_that_are_not_described(load):
    app = load("""
app = FastAPI(redirect_slashes=False)
inner = APIRouter(prefix="/inner")

@inner.get("/{key:path}")
def find(key: str): ...
@app.api_route("/both", methods=["PUT", "POST"], include_in_schema=False)
def change(): ...
@app.get("/")
def home(): ...
app.include_router(inner, include_in_schema=False)
""").app
    facts = export_app(app).document[EXTENSION]
    assert facts["hidden"] == [
        {"method": "POST", "path": "/both", "python": "shop:change"},
        {"method": "PUT", "path": "/both", "python": "shop:change"},
        {"method": "GET", "path": "/inner/{key}", "python": "shop:find"},
    ]
    assert facts["redirects"] is False
    assert export_app(load("").app).document[EXTENSION] == {"version": 1, "websockets": []}


def test_callbacks(load, facts_under):
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


UNDECLARED = {
    "return StreamingResponse(pieces())": {"streams": True},
    "stream = StreamingResponse(pieces())\n    return stream": {"streams": True},
    "return FileResponse('order.pdf')": {"returns": "binary"},
    "if missing: return JSONResponse({}, status_code=404)\n    return FileResponse('order.pdf')": {"returns": "binary"},
    "return responses.HTMLResponse('')": {"returns": "text"},
    "from starlette.responses import PlainTextResponse as Text\n    return Text('')": {},
    "from starlette.responses import PlainTextResponse\n    return PlainTextResponse('')": {"returns": "text"},
    "return Response(b'')": {"returns": "response"},
    "return JSONResponse({})": {},
    "return {}": {},
    "if stream: return StreamingResponse(pieces())\n    return {}": {"returns": "response"},
    "def inner():\n        return {}\n    return FileResponse('order.pdf')": {"returns": "binary"},
    "assert not isinstance(order, FileResponse)\n    return {}": {},
}


@pytest.mark.parametrize(("body", "facts"), UNDECLARED.items())
def test_handlers_without_an_annotation(load_file, facts_under, body, facts):
    # Named as members of modules or by local imports only.
    source = "from fastapi import responses\ndel HTMLResponse, PlainTextResponse\n"
    source += f"@app.get('/')\nasync def find():\n    {body}\n"
    assert facts_under("paths / get", load_file(source).app) == {"": {"python": "shop_file:find", **facts}}


def test_a_declared_model_hides_no_stream(load_file, facts_under):
    source = "@app.get('/', response_model=int)\ndef find():\n    return StreamingResponse([])\n"
    assert facts_under("paths / get", load_file(source).app)[""]["streams"] is True


@pytest.mark.skipif(FASTAPI < (0, 135), reason="streams by yield are newer")
def test_streams_by_yield(load, facts_under):
    app = load("""
from fastapi.sse import EventSourceResponse

class Order(BaseModel):
    id: int = 1

@app.get("/lines")
async def lines() -> AsyncIterator[Order]: yield Order()
@app.get("/events", response_class=EventSourceResponse)
def events() -> Iterator[Order]: yield Order()
@app.get("/bytes", response_class=StreamingResponse)
def raw(): yield b""
""").app
    assert facts_under("paths ", app) == {
        "/lines get": {"python": "shop:lines", "streams": True},
        "/events get": {"python": "shop:events", "streams": True},
        "/bytes get": {"python": "shop:raw", "streams": True},
    }
    assert facts_under("components ", app) == {"schemas Order": {"python": "shop:Order", "sent": ["id"]}}


WEBSOCKETS = """
class Room(enum.Enum):
    LOBBY = "lobby"

class Known(enum.Enum):
    YES = "yes"

def session(token: Annotated[str, Cookie()]): ...

router = APIRouter(prefix="/chat", tags=["chat"])

@router.websocket("/{room}/{count}")
async def talk(
    socket: WebSocket, room: Room, count: int, known: Known = Known.YES,
    since: Annotated[list[int], Query(alias="from")] = [],
    x_trace: Annotated[str | None, Header()] = None, it: str = Depends(session),
):
    "Talk to the others."

@app.websocket_route("/plain/{key}")
async def plain(socket): ...

class Elsewhere:
    class Room(enum.Enum):
        CELLAR = "cellar"

@app.get("/")
def find(known: Known, room: Elsewhere.Room): ...

app.include_router(router, prefix="/v1")
"""


def test_websockets(load):
    app = load(WEBSOCKETS).app
    plain, talk = sorted(export_app(app).document[EXTENSION]["websockets"], key=lambda each: each["name"])
    assert plain == {
        "path": "/plain/{key}",
        "name": "plain",
        "python": "shop:plain",
        "tags": [],
        "parameters": [{"name": "key", "in": "path", "required": True, "schema": {"type": "string"}}],
    }
    listed = talk.pop("parameters")
    parameters = {(each["in"], each["name"]): each for each in listed}
    assert len(parameters) == len(listed)
    assert talk == {
        "path": "/v1/chat/{room}/{count}",
        "name": "talk",
        "python": "shop:talk",
        # Older versions forget the tags of a router where they are no use to them.
        "tags": ["chat"] if FASTAPI >= (0, 137) else [],
        "description": "Talk to the others.",
    }
    assert set(parameters) == {
        ("path", "room"), ("path", "count"), ("query", "known"), ("query", "from"), ("header", "x-trace"),
        ("cookie", "token"),
    }  # fmt: skip
    room = parameters["path", "room"]["schema"]
    assert (room["type"], room["enum"]) == ("string", ["lobby"]) if "enum" in room else room["const"] == "lobby"
    assert parameters["query", "known"]["schema"]["$ref"] == "#/components/schemas/Known"
    assert parameters["query", "from"]["schema"]["items"] == {"type": "integer"}
    assert parameters["header", "x-trace"]["required"] is False


@pytest.mark.skipif(FASTAPI < (0, 135), reason="streams by yield are newer")
def test_streams_that_their_schemas_do_not_tell_are_noticed(load):
    app = load("""
class Order(BaseModel):
    id: int = Field(alias="ID")

@app.get("/", response_model_by_alias=False)
async def read() -> AsyncIterable[Order]:
    yield Order(ID=1)
""").app
    [notice] = export_app(app).notices
    assert notice.message.startswith("GET / has response_model_by_alias=False")
