"""JSON schemas that somebody wrote over Pydantic's, serializers of Python's own, and validators with nothing behind."""

from __future__ import annotations

import enum
import operator
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from ipaddress import IPv4Address
from pathlib import Path
from typing import Annotated, Any, Final, Generic, NotRequired, Self, TypeVar

from fastapi import Body
from pydantic import (
    AliasChoices,
    AliasPath,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    EmailStr,
    Field,
    GetPydanticSchema,
    HttpUrl,
    InstanceOf,
    Json,
    PlainSerializer,
    PlainValidator,
    SecretStr,
    SerializeAsAny,
    SkipValidation,
    ValidateAs,
    WithJsonSchema,
    WrapSerializer,
    computed_field,
    field_serializer,
    model_validator,
    with_config,
)
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import core_schema
from typing_extensions import TypeAliasType, TypedDict

from exactness.cases import Case, bodies, fields


class Base(BaseModel):
    a: int


class Named(Base):
    name: str


BoundT = TypeVar("BoundT", bound=Base)
ModelT = TypeVar("ModelT", bound=BaseModel)


class Boxes(BaseModel, Generic[BoundT, ModelT]):
    """Without its parameters, what stands for one is sent as what it is."""

    one: BoundT
    many: list[BoundT] = []
    other: ModelT | None = None

    @model_validator(mode="after")
    def filled(self) -> Self:
        self.many.append(Named(a=1, name="b"))  # type: ignore[arg-type]
        self.other = Named(a=1, name="b")  # type: ignore[assignment]
        return self


class Spoken(BaseModel):
    a: int | None = None
    b: Annotated[int | None, PlainSerializer(repr, return_type=str)] = 1

    @field_serializer("a")
    def spoken(self, value: int | None) -> str:
        return repr(value)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def c(self) -> Annotated[int | None, PlainSerializer(repr, return_type=str)]:
        return self.a


class Letter(enum.Enum):
    A = "a"
    B = "b"


class Level(enum.IntEnum):
    LOW = 1


class Hidden(BaseModel):
    a: int
    b: SkipJsonSchema[int] = 3


class HiddenAndClosed(BaseModel):
    model_config = ConfigDict(extra="forbid")
    a: int
    b: SkipJsonSchema[int] = 3


class HiddenAndRequired(BaseModel):
    a: int = 1
    b: SkipJsonSchema[int]


class ClosedInWords(BaseModel):
    model_config = ConfigDict(json_schema_extra={"additionalProperties": False})
    a: int
    one: Base | None = None


class Popped(BaseModel):
    model_config = ConfigDict(json_schema_extra=lambda schema: schema["properties"].pop("b"))
    a: int
    b: int = 1


class AllRequired(BaseModel):
    a: int
    b: list[AllRequired] = []

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> Any:
        schema = handler.resolve_ref_schema(handler(core))
        return {**schema, "required": list(schema["properties"]), "additionalProperties": False}


class HiddenAlias(BaseModel):
    a: SkipJsonSchema[int] = Field(1, validation_alias="x")


class HiddenAliases(BaseModel):
    a: SkipJsonSchema[int] = Field(1, validation_alias=AliasChoices("x", AliasPath("y", 0)))


class HiddenByName(BaseModel):
    model_config = ConfigDict(extra="forbid", validate_by_name=True)
    a: SkipJsonSchema[int] = Field(1, alias="x", serialization_alias="z")


class HiddenAndSecret(BaseModel):
    a: SkipJsonSchema[int] = Field(1, validation_alias="x", exclude=True)


RENAMED: Final[list[Any]] = [
    *({"x": 1}, {"y": 1}, {"x": "a"}, {"y": [1]}, {"y": ["a"]}, {"a": 1}, {"a": "a"}, {"z": 1}, {"x": 1, "a": 2}),
]


AS_SENT: Final = ConfigDict(json_schema_mode_override="serialization")


class Sold(BaseModel):
    model_config = AS_SENT
    price: Decimal
    a: int = Field(1, validation_alias="in", serialization_alias="out")
    text: Annotated[int, PlainSerializer(str, return_type=str)] = 1
    parts: Json[list[int]] = Field("[1]", validate_default=True)
    more: Sold | None = None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def total(self) -> float:
        return 1.0


class ClosedSold(BaseModel):
    model_config = ConfigDict(json_schema_mode_override="serialization", extra="forbid")
    sold: Sold

    @computed_field  # type: ignore[prop-decorator]
    @property
    def b(self) -> int:
        return 1


@with_config(AS_SENT)
class SoldMember(TypedDict):
    parts: Json[list[int]]


SALES: Final[list[Any]] = [
    *({"price": "1.5", **more} for more in ({}, {"total": "x"}, {"in": 2}, {"in": "x"}, {"out": "x"}, {"text": 1})),
    *({"price": "1.5", **more} for more in ({"text": "x"}, {"parts": "[1]"}, {"parts": [1]}, {"more": {"price": 1}})),
    *({"price": "x"}, {"price": 1, "more": {"price": "x"}}),
]


class SentMember(TypedDict):
    a: Annotated[str, Field(serialization_alias="A")]


Unvalidated = TypeAliasType("Unvalidated", SkipValidation[float])


class HoldsUnvalidated(BaseModel):
    v: Unvalidated = 1.0
    several: list[Unvalidated] = []


def sent_with(serializer: Any) -> GetPydanticSchema:
    return GetPydanticSchema(lambda source, handler: {**handler(source), "serialization": serializer})  # type: ignore[typeddict-item,misc]


AS_TEXT: Final = sent_with(core_schema.to_string_ser_schema())
Said = Annotated[int, PlainSerializer(str, return_type=str)]


class HiddenMember(TypedDict):
    a: int
    b: NotRequired[SkipJsonSchema[int]]


def same(value: Any) -> Any:
    return value


class Plain(str):
    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        return core_schema.no_info_plain_validator_function(same)

    @classmethod
    def __get_pydantic_json_schema__(cls, source: Any, handler: Any) -> Any:
        return {"type": "string", "maxLength": 3}


class Identifier(Plain):
    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        return core_schema.no_info_plain_validator_function(str, serialization=core_schema.to_string_ser_schema())


class Defaulted(BaseModel):
    a: int = 1


class Derived(Base):
    b: str = "x"


class Ducks(BaseModel):
    one: SerializeAsAny[Base] = Derived(a=1)
    many: list[SerializeAsAny[Base]] = [Derived(a=2)]
    all: SerializeAsAny[list[Base]] = [Derived(a=3)]


VALUES: Final[list[Any]] = [
    *(1, 1.5, 5, 200, "x", "a", "bb", "abcd", "b@c.co", None, [1], [1, 2], [None], {"x": 1}, {"x": "s"}, {"a": 1}, "PT1H", "2020-01-01", [{"a": 1}], [{"a": 1}, {"a": 2}], [{"a": 1.5}]),
]
PAIRS: Final = [{}, *({"a": 1, "b": each} for each in (2, "2", "x", None)), {"a": 1}, {"a": "x"}, {"b": 1}]

EDITED: Final = [{"a": 1, "z": 1}, {"a": 1, "b": [{"a": 1, "z": 2}]}, {"a": 1, "one": {"a": 1, "z": 1}}, {"a": 1, "b": []}]

CASES: Final[list[Case]] = [
    *fields(
        "extra",
        {
            "minimum": (int, Field(json_schema_extra={"minimum": 100})),
            "format": (str, Field(json_schema_extra={"format": "email"})),
            "hint": (str, Field(json_schema_extra={"format": "color", "examples": ["red"], "x-widget": 1})),
            "enum": (str, Field(json_schema_extra={"enum": ["a", "b"]})),
            "const": (str, Field("x", json_schema_extra={"const": "x"})),
            "pattern": (Annotated[str, Field(max_length=3)], Field("x", json_schema_extra={"pattern": "^b"})),
            "some members": (Letter, Field("a", json_schema_extra={"enum": ["a"]})),
            "items": (list[int], Field([], json_schema_extra={"maxItems": 1})),
            "example": (list[Base], Field(max_length=1, json_schema_extra={"example": []})),
            "optional example": (Letter | None, Field(None, json_schema_extra={"example": "a"})),
            "optional format": (date | None, Field(None, json_schema_extra={"format": "DD-MM-YYYY"})),
            "format of any": (Any, Field(None, json_schema_extra={"format": "anything"})),
            "function": (int, Field(json_schema_extra=lambda schema: schema.update(type="string"))),
        },
        VALUES,
    ),
    *fields(
        "written",
        {
            "minimum": Annotated[int, WithJsonSchema({"type": "integer", "minimum": 5})],
            "decimal": (Annotated[Decimal, WithJsonSchema({"type": "number"})], Decimal(0)),
            "optional": (Annotated[Decimal, WithJsonSchema({"type": "number"})] | None, None),
            "any": Annotated[Any, WithJsonSchema({"type": "object", "required": ["x"]})],
            "nothing": Annotated[int, WithJsonSchema({})],
            "nothing of several": list[Annotated[int, WithJsonSchema({"title": "A number"})]],
            "object": Annotated[dict, WithJsonSchema({"type": "object", "properties": {"x": {"type": "integer"}}})],
        },
        VALUES,
    ),
    *fields(
        "hidden",
        {
            "null": (int | SkipJsonSchema[None], None),
            "nulls": (list[int | SkipJsonSchema[None]], []),
            "text": (int | SkipJsonSchema[str], 1),
            "null beside a model": (Defaulted | SkipJsonSchema[None], None),
            "nulls beside models": (list[Defaulted | SkipJsonSchema[None]], []),
            "limited": (Annotated[int, Field(gt=1)] | SkipJsonSchema[Annotated[str, Field(max_length=1)]], 1),
        },
        VALUES,
    ),
    *(bodies("hidden", each, *PAIRS) for each in (Hidden, HiddenAndClosed, HiddenAndRequired, HiddenMember)),
    *(bodies("hidden", each, *RENAMED) for each in (HiddenAlias, HiddenAliases, HiddenByName, HiddenAndSecret)),
    *(bodies("edited", each, *PAIRS, *EDITED) for each in (ClosedInWords, Popped, AllRequired)),
    *(
        bodies(each.name, each.model, *({"v": value} for value in each.values), python_only=True)
        for each in fields(
            "alone",
            {
                "plain": Annotated[int, PlainValidator(same)],
                "plain of text": Annotated[int, PlainValidator(same, json_schema_input_type=int | str)],
                "plain of limited": Annotated[int, PlainValidator(same, json_schema_input_type=Annotated[str, Field(max_length=3)])],
                "skipped": (SkipValidation[int], 1),
                "skipped list": (SkipValidation[list[Base]], []),
                "class": Plain,
                "identifier": Identifier,
            },
            VALUES,
        )
    ),
    *fields(
        "instance",
        {
            "model": (InstanceOf[Base], Base(a=1)),
            "optional model": (InstanceOf[Base] | None, None),
            "letter": InstanceOf[Letter],
            "any enumeration": enum.Enum,
            "any flags": enum.Flag | None,
            "any levels": enum.IntEnum,
            "some object": Annotated[object, WithJsonSchema({"type": "string"})],
            "decimal": InstanceOf[Decimal],
            "set": InstanceOf[set[int]],
            "integer": InstanceOf[int],
            "text": InstanceOf[str],
            "list": InstanceOf[list[int]],
            "sequence": InstanceOf[Sequence[int]],
            "dictionary": InstanceOf[dict[str, Base]],
            "anything": InstanceOf[object],
            "short": Annotated[InstanceOf[list[int]], Field(max_length=1)],
            "key": dict[InstanceOf[Letter], int],
        },
        [*VALUES, ["a", "b"], [{"a": 1}], {"a": {"a": 1}}],
    ),
    *fields(
        "encoders",
        {"decimal": Decimal, "optional": Decimal | None, "list": list[Decimal], "duration": timedelta, "integer": int},
        VALUES,
        ConfigDict(json_encoders={Decimal: float, int: str, timedelta: timedelta.total_seconds}),
    ),
    *fields(
        "sent by",
        {
            "hex": Annotated[int, PlainSerializer(hex)],
            "len": Annotated[list[int], PlainSerializer(len)],
            "name": Annotated[Level, PlainSerializer(operator.attrgetter("name"))],
            "str": Annotated[int, PlainSerializer(str)],
        },
        VALUES,
    ),
    *fields(
        "sent as text",
        {
            "integer": Annotated[int, AS_TEXT],
            "padded": Annotated[int, sent_with(core_schema.format_ser_schema(">5"))],
            "list": Annotated[list[int], AS_TEXT],
            "of list": list[Annotated[int, AS_TEXT]],
            "nullable": Annotated[int | None, AS_TEXT],
            "optional": Annotated[int, AS_TEXT] | None,
            "union": Annotated[int | list[int], AS_TEXT],
            "model": Annotated[Base, AS_TEXT],
            "default": (Annotated[int, AS_TEXT], 1),
            "path": Path,
        },
        [1, "1", None, [1], {"a": 1}],
    ),
    *fields(
        "validated as",
        {
            "list": Annotated[int, ValidateAs(list[int], len)],
            "optional": Annotated[int, ValidateAs(list[int], len)] | None,
            "same": Annotated[str, ValidateAs(str, str.title)],
            "model": Annotated[Base, ValidateAs(int, lambda number: Base(a=number))],
            "of model": Annotated[int, ValidateAs(Base, lambda base: base.a)],
            "models": Annotated[list[Base], ValidateAs(int, lambda number: [Base(a=number)])],
        },
        [1, "1", [1], ["1"], "a", None, {"a": 1}],
    ),
    *(
        each
        for extra in ("ignore", "forbid", "allow")
        for each in fields(
            f"hidden within {extra}",
            {
                "optional": (SkipJsonSchema[int] | None, None),
                "required": SkipJsonSchema[int] | None,
                "list": (list[SkipJsonSchema[int]], []),
                "lists": (list[list[SkipJsonSchema[date]]] | None, None),
                "tuple": tuple[SkipJsonSchema[int], str],
                "model": SkipJsonSchema[Base],
                "model or integer": int | SkipJsonSchema[Base],
                "models": dict[str, SkipJsonSchema[Base]],
                "all of a union": SkipJsonSchema[int] | SkipJsonSchema[Base],
            },
            [1, "x", None, [1], ["x"], {"a": 1}, {"a": "x"}, {"k": {"a": 1}}, {"k": {"a": "x"}}, [1, "a"], [["2020-01-01"]], [["x"]]],
            ConfigDict(extra=extra),
        )
    ),
    *fields(
        "returned",
        {
            "moment": Annotated[datetime, PlainSerializer(datetime.timestamp, return_type=float)],
            "moment or null": Annotated[datetime | None, PlainSerializer(lambda each: each.year, return_type=int, when_used="unless-none")],
            "moments": list[Annotated[AwareDatetime, PlainSerializer(lambda each: [each.year], return_type=list[int])]],
            "day": Annotated[date, WrapSerializer(lambda day, _: day.day, return_type=int)],
            "day by default": (Annotated[date, PlainSerializer(lambda day: day.day, return_type=int)], date(2020, 1, 1)),
            "time": Annotated[time, PlainSerializer(lambda _: None, return_type=None)],
            "length": Annotated[timedelta, PlainSerializer(timedelta.total_seconds, return_type=float)],
            "url": Annotated[HttpUrl, PlainSerializer(lambda url: url.port or 0, return_type=int)],
            "secret": Annotated[SecretStr, PlainSerializer(len, return_type=int)],
            "address": Annotated[IPv4Address, PlainSerializer(int, return_type=int)],
            "mail": Annotated[EmailStr, PlainSerializer(lambda each: each.split("@"), return_type=list[str])],
            "model": Annotated[date, PlainSerializer(lambda day: Base(a=day.day), return_type=Base)],
            "held": Annotated[SecretStr, PlainSerializer(lambda each: Base(a=len(each)), return_type=Base)],
            "json": Annotated[Json[list[int]], PlainSerializer(len, return_type=int)],
        },
        ["2020-01-01T00:00:00Z", ["2020-01-01T00:00:00Z"], "2020-01-01", "10:00", "PT1S", "https://a.b", "a", "1.2.3.4", "a@b.co", "[1]", None],
    ),
    *fields(
        "returned seconds",
        {
            "moment": Annotated[datetime, PlainSerializer(datetime.isoformat, return_type=str)],
            "length": Annotated[timedelta, PlainSerializer(str, return_type=str)],
        },
        ["2020-01-01T00:00:00Z", "PT1S"],
        ConfigDict(ser_json_temporal="seconds"),
    ),
    bodies("sent by", Spoken, {}, {"a": 1}, {"a": None}, {"b": None}, name="but nulls", response_model_exclude_none=True),
    bodies("as any", Ducks, {}, {"one": {"a": 1}}, {"many": [{"a": 1}]}, {"one": {"a": "s"}}, {"all": [{"a": 1}]}),
    bodies("unbound", Boxes, {"one": {"a": 1}}, {"one": {"a": "x"}}, {"one": {"a": 1}, "many": [{"a": 2, "name": "c"}]}),
    bodies("as sent", Sold, *SALES),
    bodies("as sent", ClosedSold, *({"sold": each} for each in SALES), {"sold": SALES[0], "b": 1}),
    bodies("as sent", SoldMember, {"parts": "[1]"}, {"parts": [1]}, {"parts": '["x"]'}),
    bodies("sent member", SentMember, {"a": "x"}, {"A": "x"}),
    bodies("said", Annotated[Said, Body()], 1, "1", "a", name="alone"),
    bodies("said", list[Said], [1], ["a"], name="list"),
    bodies("said", dict[str, Said], {"a": 1}, name="dictionary"),
    bodies("said", Annotated[Json, Body()], "1", '"1"', 1, name="json"),
    bodies("unvalidated", HoldsUnvalidated, *({"v": each, "several": [each]} for each in (1, "a", None, [1])), {}),
]
