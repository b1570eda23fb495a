"""What Pydantic takes for a value, as facts on its schema."""

from __future__ import annotations

import fastapi
import pydantic
import pytest
from fastapi._compat import ModelField

from contractbridge.readers.app.export import export_app
from contractbridge.readers.facts import EXTENSION, without_facts

FASTAPI = tuple(int(part) for part in fastapi.__version__.split(".")[:2])
PYDANTIC = tuple(int(part) for part in pydantic.VERSION.split(".")[:2])

told = pytest.mark.skipif(PYDANTIC < (2, 12), reason="older versions of Pydantic do not tell")

VALUES = [
    ("str", None),
    ("Annotated[str, Field(min_length=2, pattern='a')]", None),
    (
        "Annotated[str, StringConstraints(strip_whitespace=True, max_length=3, pattern='a')]",
        {"checks": [{"name": "text", "max": 3, "pattern": "a", "dialect": "rust", "strip": True}]},
    ),
    (
        "Annotated[str, Field(pattern=re.compile('a', re.I))]",
        {"checks": [{"name": "text", "pattern": "a", "dialect": "python", "flags": 2}]},
    ),
    ("Annotated[bytes, Field(max_length=3)]", {"checks": [{"name": "bytes", "max": 3}]}),
    ("EmailStr", {"checks": [{"name": "email"}]}),
    ("Base64Str", {"checks": [{"name": "base64", "alphabet": "standard", "lenient": True, "text": True}]}),
    pytest.param(
        "Annotated[str, Field(max_length=4), EncodedStr(encoder=Base64Encoder)]",
        {
            "checks": [
                {"name": "text", "max": 4},
                {"name": "base64", "alphabet": "standard", "lenient": True, "text": True},
            ]
        },
        marks=told,
    ),
    (
        "Annotated[EmailStr, Field(pattern='a')]",
        {"checks": [{"name": "email", "pattern": "a", "dialect": "rust"}]},
    ),
    ("Annotated[SecretBytes, Strict()]", {"checks": [{"name": "bytes"}], "never": "strict"}),
    pytest.param("Secret[list[int]]", {"becomes": "text"}, marks=told),
    ("ImportString", {"becomes": "anything", "free": True}),
    pytest.param(
        "Annotated[Base64Bytes, Field(max_length=3)]",
        {"checks": [{"name": "base64", "alphabet": "standard", "lenient": True, "max": 3}]},
        marks=pytest.mark.skipif(PYDANTIC < (2, 10), reason="Pydantic hides the limit in a closure"),
    ),
    ("AwareDatetime", {"checks": [{"name": "dateTime", "timezone": "aware"}]}),
    ("Annotated[date, Field(gt=date(2020, 1, 1))]", {"checks": [{"name": "date", "gt": "2020-01-01"}]}),
    ("Annotated[date, Strict()]", {"checks": [{"name": "date"}], "never": "strict"}),
    ("UUID4", {"checks": [{"name": "uuid", "version": 4}]}),
    ("IPvAnyNetwork", {"checks": [{"name": "ip", "kind": "network"}]}),
    ("FileUrl", {"checks": [{"name": "url", "schemes": ["file"]}]}),
    ("Annotated[set[int], Field(max_length=3)]", {"checks": [{"name": "distinct", "max": 3}]}),
    (
        "Annotated[set[Annotated[str, AfterValidator(send)]], Field(max_length=3)]",
        {"checks": [{"name": "distinct", "max": 3, "opaque": True}]},
    ),
    ("set[list[int]]", {"checks": [{"name": "distinct", "max": 0}]}),
    ("dict[int, str]", {"keys": [{"name": "integerKey"}]}),
    ("dict[Annotated[bytes, Field(max_length=3)], str]", {"keys": [{"name": "bytes", "max": 3}]}),
    ("Json[int]", {"encodes": True}),
    ("Json", {"checks": [{"name": "jsonText"}]}),
    ("int", None),
    ("Annotated[int, Field(le=2**53 + 1)]", {"limits": {"le": 2**53 + 1}}),
    pytest.param(
        "Annotated[int | float, Field(ge=3, multiple_of=2)]", {"limits": {"ge": 3, "multipleOf": 2}}, marks=told
    ),
    ("Annotated[str | None, Field(max_length=2, pattern='a')]", None),
    ("Annotated[Color, Field(pattern='^r')]", {"limits": {"pattern": "^r", "dialect": "rust"}}),
    ("Annotated[int, AfterValidator(abs), Field(ge=1)]", None),
    pytest.param(
        "Annotated[str, Field(max_length=5), AfterValidator(str.strip), Field(max_length=3)]",
        {"limits": {"max": 5}},
        marks=told,
    ),
    pytest.param(
        "Annotated[list[int], AfterValidator(sorted), Field(min_length=1)]", {"limits": {"min": False}}, marks=told
    ),
    ("float", {"infinite": "null"}),
    ("FiniteFloat", None),
    ("Annotated[FiniteFloat, Strict()]", {"strict": True}),
    ("Annotated[int, Strict()]", {"strict": True}),
    ("Annotated[bool, Strict()]", {"strict": True}),
    ("Annotated[str, Strict()]", None),
    ("Literal[Color.RED]", {"never": "member"}),
    ("Literal[Color.RED, 'blue']", {"refuses": ["red"]}),
    ("Annotated[Color, Strict()]", {"never": "strict"}),
    ("Annotated[str, BeforeValidator(str)]", {"free": True}),
    ("Annotated[str, BeforeValidator(lambda value: value)]", {"free": True}),
    ("Annotated[int, PlainSerializer(send)]", {"serializer": "shop:send"}),
    ("Annotated[int, PlainSerializer(send, return_type=str)]", None),
    ("Annotated[list[int], PlainSerializer(len)]", {"serializer": "builtins:len"}),
    pytest.param("SerializeAsAny[list[int]]", {"asAny": True}, marks=told),
    ("Annotated[int, PlainValidator(send)]", {"claims": True}),
    ("SkipValidation[int]", {"claims": True}),
    pytest.param("int = Field(json_schema_extra={'minimum': 2})", {"validates": {"type": "integer"}}, marks=told),
    ("int = Field(json_schema_extra={'format': 'color', 'title': 'A'})", None),
    pytest.param(
        "Color = Field(json_schema_extra={'enum': []})",
        {"validates": {"$ref": "#/components/schemas/Color"}},
        marks=told,
    ),
    ("Annotated[Any, WithJsonSchema({'type': 'string'})]", {"claims": True}),
    ("int | SkipJsonSchema[None]", {"whole": {"anyOf": [{"type": "integer"}, {"type": "null"}]}}),
    ("Iterable[int]", {"lazy": True}),
    ("str = None", {"sends": [None]}),
    ("Color = 'red'", None),
    ("list[str] = [1]", {"sends": [[1]]}),
    ("list[str] = []", None),
]


@pytest.mark.parametrize(("annotation", "facts"), VALUES, ids=str)
def test_facts_of_values(load, annotation, facts):
    app = load(f"""
import re
from pydantic.json_schema import SkipJsonSchema
class Color(enum.Enum):
    RED = "red"

def send(value): ...

class Order(BaseModel):
    v: {annotation}

@app.post("/")
def create(order: Order): ...
""").app
    document = export_app(app).document
    assert document["components"]["schemas"]["Order"]["properties"]["v"].get(EXTENSION) == facts
    assert without_facts(document) == without_facts(app.openapi())


@pytest.mark.parametrize(
    ("annotation", "members"),
    [
        ("Decimal | None", [[{"name": "decimal"}], [{"name": "decimal"}], None]),
        ("AwareDatetime | str", [[{"name": "dateTime", "timezone": "aware"}], None]),
    ],
)
def test_facts_of_members(load, annotation, members):
    """Pydantic flattens unions within unions; facts do not stand in its way."""
    app = load(f"""
from decimal import Decimal

@app.post("/")
def create(order: Annotated[{annotation}, Body()]): ...
""").app
    body = export_app(app).document["paths"]["/"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert [each.get(EXTENSION, {}).get("checks") for each in body["anyOf"]] == members


@pytest.mark.skipif(not hasattr(ModelField, "config"), reason="FastAPI forgets what its models say of parameters")
def test_facts_of_parameters_of_a_configured_model(load):
    app = load("""
class Filter(BaseModel, str_strip_whitespace=True, strict=True):
    word: str
    number: int

@app.get("/")
def find(filter: Annotated[Filter, Query()]): ...

@app.get("/plain")
def find_plain(word: str, number: int): ...
""").app
    document = export_app(app).document
    facts = {
        path: [each["schema"].get(EXTENSION) for each in document["paths"][path]["get"]["parameters"]]
        for path in ("/", "/plain")
    }
    assert facts == {"/": [{"checks": [{"name": "text", "strip": True}]}, {"strict": True}], "/plain": [None, None]}
    assert without_facts(document) == without_facts(app.openapi())


SPELLINGS = [
    ('a: int = Field(alias="b")', {"names": {"b": "a"}}),
    (
        "a: int = Field(validation_alias=AliasChoices('x', 'y', AliasPath('z', 0)))",
        {"unsent": ["x"], "aliases": {"x": ["y", ["z", 0]]}, "names": {"x": "a"}},
    ),
    ("a: int = Field(validation_alias=AliasPath('z', 0))", {"paths": {"a": ["z", 0]}}),
    (
        'model_config = ConfigDict(populate_by_name=True)\n    a: int = Field(alias="b")',
        {"aliases": {"b": ["a"]}, "names": {"b": "a"}},
    ),
    (
        "a: int = Field(validation_alias=AliasChoices(AliasPath('z', 0), 'a'))",
        {"aliases": {"a": [["z", 0], "a"]}},
    ),
    ("a: int = Field('x', validate_default=True)", {"demands": ["a"], "sent": ["a"]}),
    pytest.param(
        "a: zoneinfo.ZoneInfo = None",
        {"sent": ["a"], "validators": ["pydantic._internal._validators:validate_str_is_valid_iana_tz"]},
        marks=pytest.mark.skipif(PYDANTIC < (2, 10), reason="the function had another name"),
    ),
]


@pytest.mark.parametrize(("field", "facts"), SPELLINGS)
def test_facts_of_names(load, field, facts):
    app = load(f"""
import zoneinfo

class Order(BaseModel):
    {field}

@app.post("/")
def create(order: Order): ...
""").app
    found = export_app(app).document["components"]["schemas"]["Order"][EXTENSION]
    assert found == {"python": "shop:Order", **facts}


CONFIGURED = [
    ("str", "str_to_lower=True", [{"name": "text", "case": "lower"}]),
    ("EmailStr", "str_max_length=30", [{"name": "text", "max": 30}, {"name": "email"}]),
    ("EmailStr", "str_strip_whitespace=True", [{"name": "text", "strip": True}, {"name": "email", "trim": True}]),
    ("SecretStr", "str_strip_whitespace=True", [{"name": "text", "strip": True}]),
    ("bytes", "val_json_bytes='hex'", [{"name": "hex"}]),
]


@pytest.mark.parametrize(("annotation", "setting", "checks"), CONFIGURED)
def test_settings_reach_into_classes_that_have_none(load, annotation, setting, checks):
    """One definition serves models with other settings: what is not as it says stands where it is used."""
    app = load(f"""
from typing_extensions import TypedDict

class Line(TypedDict):
    v: {annotation}

class Order(BaseModel):
    line: Line

class Limited(BaseModel):
    model_config = ConfigDict({setting})
    line: Line

@app.post("/order")
def create(order: Order): ...

@app.post("/limited")
def limit(limited: Limited): ...
""").app
    document = export_app(app).document
    schemas = document["components"]["schemas"]
    order, limited = (schemas[name]["properties"]["line"] for name in ("Order", "Limited"))
    assert order == {"$ref": "#/components/schemas/Line"}
    assert limited[EXTENSION]["as"]["properties"]["v"].get(EXTENSION, {}).get("checks") == checks
    assert without_facts(document) == without_facts(app.openapi())


RESHAPED = [
    ("", None),
    ("response_model_exclude={'id'}", {"lineItems": "lineItems", "to": "to"}),
    ("response_model_include={'id': True, 'lines': {0}}", {"id": "id", "lineItems": ["lineItems"]}),
    ("response_model_by_alias=False", {"id": "id", "lines": "lineItems", "to": "to"}),
]


@pytest.mark.parametrize(("settings", "facts"), RESHAPED)
def test_facts_of_responses_that_lack_fields(load, settings, facts):
    app = load(f"""
class Order(BaseModel):
    id: int
    lines: list[int] = Field(alias="lineItems")
    to: str | None = None

@app.get("/", {settings})
def find() -> Order: ...
""").app
    assert export_app(app).document["paths"]["/"]["get"][EXTENSION].get("reshaped") == facts


def test_nothing_is_known_of_what_is_left_of_a_list(load):
    app = load("""
class Order(BaseModel):
    id: int

@app.get("/", response_model_exclude={0: {"id"}})
def find() -> list[Order]: ...
""").app
    assert export_app(app).document["paths"]["/"]["get"][EXTENSION]["reshaped"] is True


def test_facts_of_keys_do_not_pass_for_limits(load):
    """Pydantic would write `propertyNames` for them, so that the document no longer matched."""
    app = load("""
class Order(BaseModel):
    v: dict[Annotated[bytes, Field()], str]

@app.post("/")
def create(order: Order) -> Order: ...
""").app
    schemas = export_app(app).document["components"]["schemas"]
    assert schemas["Order"]["properties"]["v"][EXTENSION] == {"keys": [{"name": "bytes"}]}


@pytest.mark.parametrize(
    ("annotation", "facts"),
    [
        (
            "UUID4 | int",
            [{"checks": [{"name": "uuid", "version": 4}], "also": [[{"name": "integerKey"}]]}, None],
        ),
        ("UUID4 | StrictInt", [{"checks": [{"name": "uuid", "version": 4}]}, {"strict": True}]),
        (
            "date | int",
            [
                {"checks": [{"name": "date"}], "also": [[{"name": "integerKey"}]]},
                {"also": [[{"name": "date"}]]},
            ],
        ),
    ],
)
def test_members_take_values_of_each_other(load, annotation, facts):
    app = load(f"""
@app.post("/")
def create(order: Annotated[{annotation}, Body()]): ...
""").app
    body = export_app(app).document["paths"]["/"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert [each.get(EXTENSION) for each in body["anyOf"]] == facts


@pytest.mark.skipif(FASTAPI < (0, 120), reason="FastAPI takes no model that may be missing")
def test_parameters_that_are_closed(load):
    app = load("""
class Filter(BaseModel):
    model_config = ConfigDict(extra="forbid")
    q: str

def filtered(where: Annotated[Filter | None, Query()] = None): ...

@app.get("/", dependencies=[Depends(filtered)])
def find(page: int = 1, q: str = "", token: Annotated[str, Header()] = ""): ...
""").app
    operation = export_app(app).document["paths"]["/"]["get"]
    assert operation[EXTENSION]["forbids"] == ["query"]
    facts = {each["name"]: each.get(EXTENSION, {}).get("refused", False) for each in operation["parameters"]}
    assert facts == {"page": True, "q": False, "token": False}
