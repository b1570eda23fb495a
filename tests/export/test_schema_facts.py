"""Live apps and the facts on their schemas."""

from __future__ import annotations

import json

import fastapi
import pydantic
import pytest
from pydantic import TypeAdapter

from contractbridge.readers.app.export import export_app
from contractbridge.readers.facts import EXTENSION, without_facts

FASTAPI = tuple(int(part) for part in fastapi.__version__.split(".")[:2])
PYDANTIC = tuple(int(part) for part in pydantic.VERSION.split(".")[:2])


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
            "Order-Input": {"python": "shop:Order", "sent": ["wireA"], "names": {"wireA": "a", "inB": "b"}},
            "Order-Output": {"python": "shop:Order", "sent": ["wireA", "outB"], "names": {"wireA": "a", "outB": "b"}},
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
    id: int
    password: str = Field(exclude=True)
    key: str = Field(validation_alias="inKey", serialization_alias="outKey")

@app.post("/")
def create(order: Order) -> Order: ...
""",
        {
            "Order": {
                "python": "shop:Order",
                "sent": ["note"],
                "unsent": ["password", "inKey"],
                "names": {"in": "renamed", "inKey": "key"},
                "asAny": True,
            }
        },
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
            "Size": {"python": "shop:Size", "members": ["S", "S", "L"], "text": "integer"},
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
            "Pair": {"python": "shop:Pair", "fields": ["left", "right"]},
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
        {
            "Checked": {
                "python": "shop:Checked",
                "sent": ["a"],
                "free": True,
                "validators": ["shop:Checked.check", "shop:Checked.prepare"],
            },
            "Free": {"python": "shop:Free", "serializer": "shop:Free.send"},
        },
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
        {
            "Order": {
                "python": "shop:Order",
                "sent": ["a"],
                "whole": {
                    "type": "object",
                    "properties": {
                        "a": {"type": "integer", "title": "A", "default": 1},
                        "b": {"type": "integer", "title": "B", "default": 1},
                    },
                    EXTENSION: {"python": "shop:Order", "sent": ["a", "b"]},
                },
            },
            "Other": {"python": "shop:Other", "sent": ["a"]},
        },
    ),
    "FastAPI's own models have no facts": (
        """
class Order(BaseModel):
    id: int

@app.post("/")
def create(order: Order, file: UploadFile, note: Annotated[str, Form()] = ""): ...
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
def test_schemas(load, facts_under, source, facts):
    app = load(source).app
    assert facts_under("components schemas ", app) == facts
    assert export_app(app).notices == ()
    assert without_facts(export_app(app).document) == json.loads(json.dumps(app.openapi()))


def test_a_generic_that_names_its_parametrizations(load, facts_under):
    app = load("""
T = TypeVar("T")

class Named(BaseModel, Generic[T]):
    @classmethod
    def model_parametrized_name(cls, params): return "ByHand"
    it: T
    @model_validator(mode="after")
    def check(self): return self

@app.get("/")
def find() -> Named[Literal["a.b"]]: ...
""").app
    assert list(facts_under("components schemas ", app).values()) == [
        {"python": "shop:Named[Literal['a.b']]", "validators": ["shop:Named.check"]}
    ]


def test_validators_belong_to_the_class_that_asks_them(load, facts_under):
    app = load("""
from annotated_types import Predicate

def fair(value): return value

class Line(BaseModel):
    a: Annotated[int, AfterValidator(fair)] = 1
    code: Annotated[str, Predicate(str.istitle)] = "A"
    link: HttpUrl = "https://shop.test"
    @model_validator(mode="after")
    def whole(self): return self

class Order(BaseModel):
    lines: list[Line]
    tags: dict[str, Annotated[str, BeforeValidator(fair)] | None]
    @field_validator("lines")
    @classmethod
    def few(cls, value): return value

class Plain(BaseModel):
    order: Order

@app.post("/")
def create(plain: Plain): ...
""").app
    found = facts_under("components schemas ", app)
    assert {name: facts["validators"] for name, facts in found.items() if "validators" in facts} == {
        "Line": ["builtins:str.istitle", "shop:Line.whole", "shop:fair"],
        "Order": ["shop:Order.few", "shop:fair"],
    }


@pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince20")
def test_validators_as_the_first_pydantic_had_them(load, facts_under):
    app = load("""
from pydantic import root_validator, validator

class Order(BaseModel):
    lines: list[int] = Field(max_length=2)
    note: str
    @validator("lines", pre=True)
    def few(cls, value): return value
    @validator("note")
    def short(cls, value): return value

class Late(BaseModel):
    note: str
    @root_validator(skip_on_failure=True)
    def whole(cls, values): return values

@app.post("/")
def create(order: Order, late: Late): ...
""").app
    found = facts_under("components schemas ", app)
    assert {name: facts.get("validators") for name, facts in found.items() if "validators" in facts} == {
        "Late": ["shop:Late.whole"],
        "Order": ["shop:Order.few", "shop:Order.short"],
    }
    assert found["Order properties lines"] == {"free": True}


def test_classes_of_one_name(load, facts_under):
    """Pydantic makes one definition of equal classes with one name: with facts that refuse nothing of either."""
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
        "Line": {"python": "one:Line", "serializer": "one:Line.send"},
        "Status": {"python": "one:Status", "members": ["ON"]},
        "Size": {"python": "one:Size"},
    }


@pytest.mark.skipif(PYDANTIC < (2, 12), reason="MISSING is newer")
def test_what_may_be_missing(load, facts_under):
    app = load("""
from pydantic_core import MISSING

class Order(BaseModel):
    a: int | MISSING = MISSING
    b: int | MISSING = 1
    c: Annotated[int | None | MISSING, AfterValidator(lambda value: value)]
    d: int = 1

@app.get("/")
def find() -> Order: ...
""").app
    assert facts_under("components schemas ", app) == {
        "Order": {"python": "shop:Order", "sent": ["d"], "unsent": ["c"], "validators": ["shop:Order.<lambda>"]},
    }


def test_facts_go_only_to_schemas_that_say_the_same(load, facts_under):
    """A document by hand that has fallen behind the code."""
    app = load("""
class Status(enum.Enum):
    ON = "on"
    OFF = "off"

class Order(BaseModel):
    status: Status

class Line(BaseModel):
    id: int = 1

@app.get("/")
def find() -> tuple[Order, Line]: ...

schema = FastAPI.openapi(app)
schema["components"]["schemas"]["Status"]["enum"] = ["off", "on"]
schema["components"]["schemas"]["Order"]["properties"]["old"] = {}
schema["components"]["schemas"]["Line"]["description"] = "Another"
""").app
    assert facts_under("components schemas ", app) == {"Line": {"python": "shop:Line", "sent": ["id"]}}
    assert export_app(app).notices == ()


SENT = """
class Model(BaseModel):
    model_config = ConfigDict(populate_by_name=True)
    plain: int
    default: int = 1
    factory: list[int] = Field(default_factory=list)
    optional: int | None = None
    alias: int = Field(1, alias="aliased")
    both: int = Field(1, validation_alias="in", serialization_alias="out")
    excluded: int = Field(1, exclude=True)
    @computed_field
    @property
    def computed(self) -> int: return 1
    _private: int = 1

class Parent(BaseModel):
    a: int = 1

class Child(Parent):
    a: int
    b: int = 1

class Conditional(BaseModel):
    a: int = 1
    {conditional}

@dataclasses.dataclass
class Data:
    plain: int
    default: int = 1
    hidden: dataclasses.InitVar[int] = 1
    late: int = dataclasses.field(init=False, default=1)

class Record(TypedDict):
    a: int
    b: NotRequired[int]

class Serialized(BaseModel):
    a: int = 1
    @model_serializer(mode="wrap")
    def send(self, handler) -> dict[str, int]: return {{}}

@app.get("/")
def find() -> tuple[Model, Child, Conditional, Data, Record, Serialized]: ...

values = [
    Model(plain=1), Child(a=1), Conditional(), Data(plain=1), Record(a=1), Serialized(),
]
"""
CONDITIONAL = {
    (2, 12): "b: int = Field(1, exclude_if=lambda value: True)\n    c: int = 1",
    (2, 9): "c: int = 1",
}


def test_sent_is_what_is_sent(load):
    """Against Pydantic itself: whatever is required or sent, and nothing else, is in each least response."""
    conditional = next(text for version, text in CONDITIONAL.items() if version <= PYDANTIC)
    module = load(SENT.format(conditional=conditional))
    schemas = export_app(module.app).document["components"]["schemas"]
    by_name = {facts[EXTENSION]["python"]: facts for facts in schemas.values() if EXTENSION in facts}
    for value in module.values:
        cls = module.Record if isinstance(value, dict) else type(value)
        dumped = TypeAdapter(cls).dump_python(value, by_alias=True)
        if cls is module.Serialized:
            continue
        schema = by_name[f"shop:{cls.__name__}"]
        promised = [*schema.get("required", []), *schema[EXTENSION].get("sent", [])]
        assert sorted(promised) == sorted(dumped), cls


@pytest.mark.parametrize("name", ["$defs", "$ref"])
def test_a_field_named_as_words_of_json_schema_costs_no_facts(load, facts_under, name):
    """Pydantic rewrites these wherever in a schema they stand."""
    app = load(f"""
class Order(BaseModel):
    words: dict[str, int] = Field({{}}, alias="{name}")
    at: Annotated[int, Strict()]

@app.post("/")
def create(order: Order): ...
""").app
    exported = export_app(app)
    assert not exported.notices
    assert exported.document["components"]["schemas"]["Order"]["properties"]["at"][EXTENSION] == {"strict": True}


@pytest.mark.parametrize(
    ("field", "as_any"),
    [
        ("a: int = 1", None),
        ("a: Annotated[int, PlainSerializer(lambda _: 'a')]", True),
        ("a: list[Annotated[int, PlainSerializer(lambda _: 'a')]]", True),
        ("a: Annotated[int, PlainSerializer(str, return_type=str)]", None),
        ("a: int = Field(serialization_alias='b')", True),
        ("a: int = Field(alias='b')", None),
        ("a: Json", True),
        ("a: Json[list[int]]", None),
        ("@model_serializer\n    def a(self): ...", True),
        ("@model_serializer\n    def a(self) -> str: ...", None),
    ],
)
def test_what_is_sent_otherwise_where_one_schema_describes_both(load, facts_under, field, as_any):
    app = load(f"""
app = FastAPI(separate_input_output_schemas=False)
class Order(BaseModel):
    {field}

@app.post("/")
def create(order: Order) -> Order: ...
""").app
    assert export_app(app).document["components"]["schemas"]["Order"][EXTENSION].get("asAny") == as_any


def test_any_model_is_sent_as_nobody_knows_what(load):
    app = load("""
T = TypeVar("T", bound=BaseModel)

class Box(BaseModel, Generic[T]):
    content: T

@app.get("/")
def read() -> Box: ...
""").app
    assert export_app(app).document["components"]["schemas"]["BaseModel"][EXTENSION]["becomes"] == "anything"


def test_a_combination_of_flags_is_a_default_of_theirs(load):
    app = load("""
class Access(enum.IntFlag):
    READ = 1
    WRITE = 2

class Grant(BaseModel):
    access: Access = Access.READ | Access.WRITE

@app.get("/")
def read() -> Grant: ...
""").app
    access = export_app(app).document["components"]["schemas"]["Grant"]["properties"]["access"]
    assert "sends" not in access.get(EXTENSION, {})
