"""Parameters and forms are written as text: with `coerce="pydantic"` their schemas take what a live server takes."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum, IntFlag
from ipaddress import IPv4Address
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NamedTuple, TypeAlias
from uuid import UUID

import pytest
import uvicorn
from fastapi import Body, Cookie, FastAPI, File, Form, Header, Query, UploadFile
from fastapi import Path as InPath
from fastapi._compat import ModelField
from pydantic import UUID4, AliasChoices, BaseModel, ByteSize, ConfigDict, EmailStr, Field, Json, create_model

import contractbridge

ASK: Final = Path(__file__).with_name("written.mjs")

Arguments: TypeAlias = dict[str, Any]


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Plain(Enum):
    ONE = 1
    TEXT = "a"


class Color(Enum):
    RED = "red"
    BLUE = "blue"


class Access(IntFlag):
    READ = 1
    WRITE = 2


class Word(Enum):
    NONE = ""
    SOME = "a"


class Branch(NamedTuple):
    size: int
    within: list[Branch] = []  # noqa: RUF012


class Vague(Enum):
    ONE = 1
    TEXT = "b"
    NOTHING = None


class Numeral(Enum):
    YES = "true"
    HALF = "1.5"
    OTHER = "a"


class Item(BaseModel):
    a: int


class Order(BaseModel):
    """A form with what no text becomes."""

    of: Item | None = None
    many: list[Item] = []
    named: dict[str, int] = {}
    parsed: Json[Item] | None = None


class Paging(BaseModel):
    """Parameters with several names, beside which no others may be."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    per_page: int = Field(alias="perPage")
    order: list[int] = Field([], validation_alias=AliasChoices("order", "sort", "by"))


class Upload(BaseModel):
    """A form of files, and of bytes that are text."""

    avatar: UploadFile | None = None
    raw: bytes = b"raw"
    maybe: bytes | None = None
    many: list[bytes] = []


SCALARS: Final[dict[str, Any]] = {
    "integer": int,
    "limited": Annotated[int, Field(ge=1, lt=10)],
    "number": float,
    "finite": Annotated[float, Field(allow_inf_nan=False, multiple_of=0.5)],
    "decimal": Decimal,
    "boolean": bool,
    "text": str,
    "short": Annotated[str, Field(min_length=1, max_length=3)],
    "pattern": Annotated[str, Field(pattern="^a")],
    "email": EmailStr,
    "moment": datetime,
    "day": date,
    "clock": time,
    "length": timedelta,
    "address": IPv4Address,
    "id": UUID,
    "size": ByteSize,
    "level": Level,
    "plain": Plain,
    "color": Color,
    "access": Access,
    "one": Literal[1],
    "strict": Annotated[int, Field(strict=True)],
    "strict boolean": Annotated[bool, Field(strict=True)] | None,
    "number or word": Literal["a", 1],
    "word": Literal["a", "b"],
    "mixed": Literal["a", 1, True],
    "numeral": Literal["1"],
    "numerals": Literal["true", "1.5", "a"] | None,
    "numeral members": Numeral,
    "nullable": int | None,
    "either": int | bool,
    "wide": int | str,
}
LISTS: Final[dict[str, Any]] = {
    "integers": list[int],
    "booleans": list[bool],
    "limited list": Annotated[list[int], Field(min_length=2, max_length=3)],
    "texts": list[str],
    "levels": list[Level],
    "strict numbers": list[Annotated[int, Field(strict=True)]],
    "set": Annotated[set[int], Field(max_length=1)],
    "pair": tuple[int, bool],
    "maybe": list[int] | None,
}
CONFIGURED: Final[dict[str, tuple[ConfigDict, Any]]] = {
    "stripped": ({"str_strip_whitespace": True}, Annotated[str, Field(min_length=2, max_length=3)]),
    "sized": ({"str_min_length": 2, "str_max_length": 3}, str),
    "python": ({"regex_engine": "python-re"}, Annotated[str, Field(pattern=r"^(?!x)\w+$")]),
    "strict": ({"strict": True}, int | None),
    "strict day": ({"strict": True}, date | None),
    "strict level": ({"strict": True}, Level),
    "finite": ({"allow_inf_nan": False}, float),
}
VALUES: Final[list[Any]] = [
    *(1, 0, 5, -1, 1.5, 2.0, 1e21, 1704067200, 86400, True, False, None),
    *("1", " 1 ", "+1", "1.0", "1.5", "1e3", "1_0", "nan", "3", "4", "60", "16909060", "1704067200"),
    *("true", "on", "yes", "TRUE", "", " ", "a", "abc", "abcd", "null", "red", "RED", "1.2.3.4", "a@b.co"),
    *("2024-01-01", "2024-01-01T00:00:00Z", "10:00", "PT1H", "12345678-1234-5678-1234-567812345678"),
    *([], [1], ["1", 1], [1, 2], ["1", "true"], [1, True], ["a"], [None], [""]),
]


class Shared(BaseModel):
    """A form that is a body too."""

    count: int
    gift: bool = False


def by_location(app: FastAPI, name: str, type_: Any) -> Iterator[tuple[str, Callable[[Any], Arguments]]]:
    """A route for each place that a value can be in, required and not: its name, and what makes a call of a value."""

    def add(kind: str, path: str, annotation: Any, default: Any, method: str) -> str:
        async def handler(v: Any) -> None: ...

        handler.__annotations__ = {"v": annotation, "return": None}
        handler.__defaults__ = default
        handler.__name__ = handler.__qualname__ = f"{kind}_{name}".replace(" ", "_")
        app.add_api_route(path, handler, methods=[method], status_code=200)
        first, *others = handler.__name__.split("_")
        return first + "".join(map(str.title, others))

    place = name.replace(" ", "-")
    found = add("query", f"/query/{place}", Annotated[type_, Query()], (), "GET")
    yield found, lambda value: {"query": {"v": value}}
    found = add("optional", f"/optional/{place}", Annotated[type_, Query()], (None,), "GET")
    yield found, lambda value: {"query": {"v": value}}
    found = add("form", f"/form/{place}", Annotated[type_, Form()], (), "POST")
    yield found, lambda value: {"body": {"v": value}}
    found = add("optional form", f"/optional-form/{place}", Annotated[type_, Form()], (None,), "POST")
    yield found, lambda value: {"body": {"v": value}}
    model = create_model(f"{name.title().replace(' ', '')}Form", v=(type_, ...))
    found = add("model form", f"/model-form/{place}", Annotated[model, Form()], (), "POST")
    yield found, lambda value: {"body": {"v": value}}
    if name in SCALARS:
        found = add("path", f"/path/{place}/{{v}}", Annotated[type_, InPath()], (), "GET")
        yield found, lambda value: {"path": {"v": value}}
        found = add("header", f"/header/{place}", Annotated[type_, Header()], (), "GET")
        yield found, lambda value: {"header": {"v": value}}


def is_sendable(call: Arguments) -> bool:
    """Whether the call reaches the route with this very value."""
    match call:
        case {"path": {"v": None | "" | [*_]}}:
            return False
        case {"header": {"v": str(text)}}:
            # HTTP knows nothing of outer spaces.
            return text == text.strip()
        case _:
            return True


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def ask(
    app: FastAPI,
    calls: list[tuple[str, Arguments]],
    folder: Path,
    node: str,
    node_modules: Path,
    *,
    coerce: Literal["none", "pydantic"] = "pydantic",
) -> list[str]:
    """Every call on which the schemas and the server differ."""
    (folder / "node_modules").symlink_to(node_modules, target_is_directory=True)
    (folder / "package.json").write_text('{"type": "module"}')
    contractbridge.generate(contractbridge.export(app), out=folder / "api", coerce=coerce).apply()
    with serving(app) as address:
        done = subprocess.run(
            [node, str(ASK), (folder / "api" / "index.js").as_uri(), address],
            input="".join(json.dumps(call) + "\n" for call in calls),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return [
        f"{name} {json.dumps(call)}: the schema says {taken}, the server {status}"
        for (name, call), (taken, status) in zip(calls, answers, strict=True)
        if taken != (status == 200)
    ]


@pytest.mark.parametrize("types", [SCALARS, LISTS], ids=["scalars", "lists"])
def test_schemas_take_what_a_live_server_takes(
    types: dict[str, Any], tmp_path: Path, node: str, node_modules: Path
) -> None:
    app = FastAPI()
    calls = [
        (name, call)
        for given, type_ in types.items()
        for name, make in by_location(app, given, type_)
        for call in map(make, VALUES)
        if is_sendable(call) and (types is LISTS or not any(isinstance(each["v"], list) for each in call.values()))
    ]
    assert ask(app, calls, tmp_path, node, node_modules) == []


@pytest.mark.skipif(not hasattr(ModelField, "config"), reason="FastAPI forgets what its models say of parameters")
def test_parameters_keep_the_configuration_of_their_model(tmp_path: Path, node: str, node_modules: Path) -> None:
    app = FastAPI()
    values = [*(each for each in VALUES if not isinstance(each, list)), " ab ", "a ", "ab\n", "x1"]
    calls = []
    for name, (config, type_) in CONFIGURED.items():

        async def handler(given: Any) -> None: ...

        handler.__name__ = handler.__qualname__ = f"find_{name}".replace(" ", "_")
        model = create_model(f"{name.title().replace(' ', '')}Filter", __config__=config, v=(type_, ...))
        handler.__annotations__ = {"given": Annotated[model, Query()], "return": None}
        app.add_api_route(f"/{name}", handler, status_code=200)
        calls += [(f"find{name.title().replace(' ', '')}", {"query": {"v": value}}) for value in values]
    assert ask(app, calls, tmp_path, node, node_modules) == []


def test_schemas_take_nothing_that_no_text_becomes(tmp_path: Path, node: str, node_modules: Path) -> None:
    app = FastAPI()
    given = {each: SCALARS[each] for each in ("plain", "one", "strict", "strict boolean", "number or word", "level")}
    calls = [
        (name, call)
        for kind, type_ in given.items()
        for name, make in by_location(app, kind, type_)
        for call in map(make, (1, 2, 1.0, True, "a", "b"))
        if is_sendable(call)
    ]
    found = ask(app, calls, tmp_path, node, node_modules, coerce="none")
    assert [each for each in found if "the schema says True" in each] == []


MORE: Final[list[Arguments]] = [{}, {"per_page": 4}, {"perPage": 4}, {"sort": [1]}, {"by": [1, 2]}, {"other": 1}]
# What is within the TypeScript types of the parameters or forms of one route, but for their other names.
TYPED: Final[list[tuple[Any, Any, list[Any]]]] = [
    (Annotated[date | None, Form()], None, ["", "2024-01-01"]),
    (Annotated[Decimal | None, Form()], None, ["", "1.5", 2]),
    (Annotated[Annotated[str, Field(min_length=2, pattern="a")] | None, Form()], None, ["", "a", "ab"]),
    (Annotated[str, Form(min_length=2)], "abc", ["", "a", "ab"]),
    (Annotated[EmailStr, Form()], "a@b.co", ["", "a", "c@d.org"]),
    (Annotated[bytes, Form()], ..., ["", "a"]),
    (Annotated[Word, Form()], ..., ["", "a"]),
    (Annotated[Any, Form()], ..., [None, [], "", "a"]),
    (Annotated[list[int | None], Form()], ..., [[None], [1, None], []]),
    (Annotated[str | list[str], Form()], ..., ["", "a", [""]]),
    (Annotated[list[str], Form(min_length=2)], ["a", "b"], [[], ["a"], ["a", "b"]]),
    (Annotated[list[str], Query(min_length=2)], ["a", "b"], [[], ["a"], ["a", "b"]]),
    (Annotated[set[int], Query(min_length=2)], {1, 2}, [[], [1], [1, 1], [1, 2]]),
    (Annotated[list[Any], Query()], ..., [[None], [1, None]]),
    (Annotated[int | str, Query()], ..., [1.5, -0.5, 1e21, 1e-7, "a"]),
    (Annotated[list[Annotated[int, Field(ge=3)] | str], Query()], ..., [[1.5, 1, "a"]]),
    (Annotated[int | Annotated[str, Field(max_length=3)], Query()], ..., [1.5, 0.25, 1234, 12345.5, "abcd"]),
    (Annotated[Annotated[Decimal, Field(max_digits=2)] | str, Query()], ..., [123, 1.5, "a"]),
    (Annotated[ByteSize, Query()], ..., [1, 1.5, -1.5, "1.5", "1.5 kb", "a"]),
    (Annotated[list[ByteSize | None], Form()], ..., [[1.5], ["1.5"], ["a"]]),
    (Annotated[Access, Query()], ..., [0, 1, 2, 3, 7]),
    (Annotated[list[Access], Form()], ..., [[1], [1, 2], [3]]),
    (Annotated[list[str], Cookie()], ..., [["a"]]),
    (Annotated[str | list[str], Cookie()], ..., ["a"]),
    (Annotated[list[int], Header()], ..., [[1], [1, 2], []]),
    (Annotated[Annotated[set[int], Field(min_length=2)], Header()], ..., [[1], [1, 2]]),
    (Annotated[tuple[int, int], Header()], ..., [[1, 2]]),
    (Annotated[Vague, Query()], ..., [1, "b", None]),
    (
        Annotated[Order, Form()],
        ...,
        [{"of": {"a": 1}}, {"many": [{"a": 1}]}, {"named": {"a": 1}}, {"parsed": '{"a": 1}'}],
    ),
    *((Annotated[Json[list[int]] | None, kind], None, ["[1]", "[", None]) for kind in (Form(), Query())),
    (Annotated[Json[list[int] | None], Query()], ..., ["[1]", "null", "["]),
    (Annotated[Json[list[int]] | None, Cookie()], None, ["[1]"]),
    (Annotated[Order, Form()], ..., [{}, {"of": None}, {"many": []}]),
    *(
        (
            Annotated[Paging, kind],
            ...,
            [{}, *({"perPage": 3, **more} for more in MORE), *({"per_page": 3, **more} for more in MORE)],
        )
        for kind in (Query(), Cookie())
    ),
    (Annotated[Upload, Form()], ..., [{}, {"raw": "abc"}, {"maybe": "abc"}, {"maybe": None}, {"many": ["a", "b"]}]),
]


def test_schemas_take_what_a_live_server_takes_of_their_types(tmp_path: Path, node: str, node_modules: Path) -> None:
    app = FastAPI()
    calls = []
    parts = {"Form": "body", "Query": "query", "Cookie": "cookie", "Header": "header"}
    for number, (annotation, default, values) in enumerate(TYPED):

        async def handler(v: Any) -> None: ...

        handler.__name__ = handler.__qualname__ = f"send{number}"
        handler.__annotations__ = {"v": annotation, "return": None}
        handler.__defaults__ = () if default is ... else (default,)
        app.add_api_route(f"/{number}", handler, methods=["POST"], status_code=200)
        part = parts[type(annotation.__metadata__[-1]).__name__]
        calls += [
            (f"send{number}", {part: value if annotation.__origin__ in {Order, Paging, Upload} else {"v": value}})
            for value in values
        ]
    assert ask(app, calls, tmp_path, node, node_modules, coerce="none") == []


def test_parameters_that_no_text_becomes_are_told() -> None:
    app = FastAPI()

    @app.get("/{level}")
    async def find(level: Level, plain: Plain, one: Literal[1], words: Literal["a", 2] = "a") -> None: ...

    @app.get("/")
    async def count(
        strict: Annotated[int, Field(strict=True)],
        exact: Annotated[str, Field(strict=True)],
        numbers: Annotated[Json[list[int]] | None, Query()] = None,
    ) -> None: ...

    notices = contractbridge.generate(contractbridge.export(app), out=Path("unused")).notices
    assert [(each.place, each.message.partition(":")[0]) for each in notices] == [
        ("#/paths/~1/get", "No request can have the parameter 'strict'"),
        ("#/paths/~1/get", "No request can have the parameter 'numbers' as JSON"),
        ("#/paths/~1{level}/get", "Some values of the parameter 'plain' no request can have"),
        ("#/paths/~1{level}/get", "No request can have the parameter 'one'"),
        ("#/paths/~1{level}/get", "Some values of the parameter 'words' no request can have"),
    ]


def test_a_model_may_be_a_form_and_a_body(tmp_path: Path, node: str, node_modules: Path) -> None:
    app = FastAPI()

    @app.post("/form")
    async def as_form(body: Annotated[Shared, Form()]) -> None: ...

    @app.post("/json")
    async def as_json(body: Annotated[Shared, Body()]) -> None: ...

    values: list[Arguments] = [{"count": 1}, {"count": "1"}, {"count": True}, {"count": 1, "gift": ""}]
    values += [{}, {"count": ""}]
    values += [{"count": "1", "gift": gift} for gift in ("on", 1, "2", True, None)]
    calls = [(name, {"body": value}) for name in ("asForm", "asJson") for value in values]
    assert ask(app, calls, tmp_path, node, node_modules) == []


class Profile(BaseModel):
    name: str
    bio: Annotated[str, Field(pattern="^a")] | None = None
    born: date | None = None


def test_a_form_may_be_sent_back(tmp_path: Path, node: str, node_modules: Path) -> None:
    app = FastAPI()

    @app.post("/")
    async def save(body: Annotated[Profile, Form()]) -> Profile:
        return body

    values: list[Arguments] = [{"name": ""}, {"name": "x"}, {"name": "x", "bio": ""}, {"name": "x", "bio": "b"}]
    values += [{"name": "x", "bio": "a", "born": born} for born in ("", "2024-01-01", "x")]
    assert ask(app, [("save", {"body": value}) for value in values], tmp_path, node, node_modules, coerce="none") == []


def test_paths_take_what_their_convertors_make_a_value_of(tmp_path: Path, node: str, node_modules: Path) -> None:
    app = FastAPI()

    @app.get("/ids/{v:uuid}")
    async def find_id(v: UUID4) -> None: ...

    @app.get("/numbers/{v:int}")
    async def find_number(v: Annotated[int, Field(strict=True, lt=5)]) -> None: ...

    ids = ["123e4567-e89b-42d3-a456-426614174000", "123e4567e89b-42d3a456-426614174000", "123e4567-e89b-42d3-a456"]
    calls = [("findId", {"path": {"v": each}}) for each in (*ids, ids[1].replace("42d3", "12d3"))]
    calls += [("findNumber", {"path": {"v": each}}) for each in (1, 5)]
    assert ask(app, calls, tmp_path, node, node_modules, coerce="none") == []


def test_bytes_are_files_where_they_are_declared_so(tmp_path: Path) -> None:
    app = FastAPI()

    @app.post("/")
    async def send(
        avatar: UploadFile,
        file: Annotated[bytes | None, File()] = None,
        files: Annotated[list[bytes], File()] = [],  # noqa: B006
        text: Annotated[bytes | None, Form()] = None,
        texts: Annotated[list[bytes], Form()] = [],  # noqa: B006
    ) -> None: ...

    contractbridge.generate(contractbridge.export(app), out=tmp_path / "api").apply()
    types = (tmp_path / "api" / "types.d.ts").read_text(encoding="utf-8")
    assert [line.strip() for line in types.splitlines() if re.match(r"  \w+\??: .*(?:string|Blob)", line)][:5] == [
        "avatar: File | Blob;",
        "file?: File | Blob | null | undefined;",
        "files?: (File | Blob)[] | undefined;",
        "text?: string | null | undefined;",
        "texts?: string[] | undefined;",
    ]


def test_what_leads_back_to_itself_is_written_once(tmp_path: Path) -> None:
    app = FastAPI()

    @app.post("/")
    def grow(branch: Branch) -> None: ...

    contractbridge.generate(contractbridge.export(app), out=tmp_path, coerce="pydantic").apply()
    assert "is.written(is.laxInteger())" in (tmp_path / "schemas.js").read_text()
