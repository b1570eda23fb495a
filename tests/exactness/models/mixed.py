"""Models as people write them, and types that few use."""

from __future__ import annotations

import dataclasses
import enum
import re
import uuid
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from ipaddress import IPv4Address
from pathlib import Path
from typing import Annotated, Any, Final, Generic, Literal, TypeVar, Union
from uuid import UUID

from annotated_types import Len, MultipleOf
from pydantic import (
    AwareDatetime,
    BaseModel,
    ByteSize,
    ConfigDict,
    EmailStr,
    Field,
    HttpUrl,
    Json,
    NegativeInt,
    NonNegativeFloat,
    OnErrorOmit,
    PositiveInt,
    RootModel,
    SecretStr,
    StrictInt,
    StrictStr,
    StringConstraints,
    UrlConstraints,
    conlist,
    constr,
    field_validator,
    model_validator,
)
from pydantic import (
    dataclasses as pydantic_dataclasses,
)
from pydantic.alias_generators import to_camel
from typing_extensions import TypedDict

from exactness.cases import Case, bodies, fields

T = TypeVar("T")


class Status(str, enum.Enum):
    ACTIVE = "active"
    GONE = "gone"


class Weekday(enum.IntEnum):
    MON = 0
    TUE = 1


class Camel(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)
    first_name: str = Field(min_length=1)
    last_name: str | None = None
    age_in_years: Annotated[int, Field(ge=0, le=150)] = 0


class User(BaseModel):
    id: UUID = Field(default_factory=uuid.uuid4)
    name: constr(min_length=1, max_length=10, strip_whitespace=True)  # type: ignore[valid-type]
    email: EmailStr
    age: PositiveInt | None = None
    status: Status = Status.ACTIVE
    tags: set[str] = Field(default_factory=set, max_length=2)
    scores: dict[str, NonNegativeFloat] = {}
    website: HttpUrl | None = None
    born: date | None = None
    password: SecretStr = Field(min_length=3, default=SecretStr("abc"))
    meta: dict[str, Any] = {}


class Item(BaseModel):
    sku: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-\d{3}$")]
    price: Annotated[Decimal, Field(gt=0, max_digits=6, decimal_places=2)]
    quantity: Annotated[int, Field(ge=1, le=99)] = 1


class Order(BaseModel):
    model_config = ConfigDict(extra="forbid")
    items: conlist(Item, min_length=1, max_length=3)  # type: ignore[valid-type]
    placed: AwareDatetime
    note: Annotated[str, Field(max_length=5)] | None = None
    days: list[Weekday] = []


class Card(BaseModel):
    method: Literal["card"] = "card"
    number: Annotated[str, Field(pattern=r"^\d{4}$")]


class Transfer(BaseModel):
    method: Literal["transfer"] = "transfer"
    iban: str


class Cash(BaseModel):
    method: Literal["cash", "coins"]


Payment = Annotated[Card | Transfer | Cash, Field(discriminator="method")]


class Paid(BaseModel):
    payment: Payment
    history: list[Payment] = []
    by_day: dict[str, Payment] = {}
    last: Payment | None = None


class Expression(BaseModel):
    kind: Literal["add"]
    left: Expression | Number
    right: Expression | Number


class Number(BaseModel):
    kind: Literal["number"] = "number"
    value: float


class Page(BaseModel, Generic[T]):
    items: list[T]
    next: str | None = None


class Partial(TypedDict, total=False):
    a: int
    b: Annotated[str, Field(max_length=2)]


class Closed(TypedDict):
    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]
    a: int


@pydantic_dataclasses.dataclass(config=ConfigDict(extra="forbid"))
class Point:
    x: float
    y: Annotated[float, Field(ge=0)] = 0.0


@dataclasses.dataclass
class Plain:
    at: datetime
    wait: timedelta = timedelta(0)
    given: dataclasses.InitVar[int] = 0


class Checked(BaseModel):
    a: int
    b: str

    @field_validator("a")
    @classmethod
    def _even(cls, value: int) -> int:
        if value % 2:
            raise ValueError("odd")
        return value

    @model_validator(mode="after")
    def _all(self) -> Checked:
        return self


class Converted(BaseModel):
    tags: Annotated[list[str], Field(max_length=2)]

    @field_validator("tags", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return value.split(",") if isinstance(value, str) else value


class Strict(BaseModel):
    model_config = ConfigDict(strict=True)
    a: int = 0
    b: float = 0
    c: str = ""
    d: bool = False
    e: list[str] = []
    f: dict[str, int] = {}
    g: Literal["x"] = "x"
    h: int | None = None
    i: Any = None


class StrictDates(BaseModel):
    model_config = ConfigDict(strict=True)
    at: datetime | None = None
    id: UUID | None = None
    many: set[int] | None = None
    lax: Annotated[date, Field(strict=False)] | None = None


class Small(BaseModel):
    model_config = ConfigDict(str_max_length=3, str_to_upper=True)
    a: str
    b: Annotated[str, Field(max_length=5)] = ""


class Ids(RootModel[list[Annotated[int, Field(gt=0)]]]):
    pass


class Either(RootModel[Union[Item, list[Item]]]):
    pass


class Bytes(BaseModel):
    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64", ser_json_timedelta="float")
    data: bytes
    wait: timedelta = timedelta(seconds=1.5)


class Child(Item):
    extra_: str = Field("x", alias="extra")
    price: float = 1.5  # type: ignore[assignment]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, use_enum_values=True, validate_default=True)
    status: Status = Status.GONE
    day: Weekday = Weekday.MON


class Recursive(RootModel["dict[str, Recursive] | list[Recursive] | int"]):
    pass


ITEM: Final[dict[str, Any]] = {"sku": "AB-123", "price": "1.50"}
USER: Final[dict[str, Any]] = {"name": "Ann", "email": "a@b.co"}
CARD: Final[dict[str, Any]] = {"method": "card", "number": "1234"}
ITEMS: Final[list[Any]] = [
    *(ITEM, {**ITEM, "price": 1.5}, {**ITEM, "price": 0}, {**ITEM, "price": "12345.67"}, {**ITEM, "price": "1.505"}, {**ITEM, "quantity": 0}),
    *({**ITEM, "sku": "ab-123"}, {**ITEM, "sku": "AB-١٢٣"}, {**ITEM, "sku": "AB-123\n"}, {**ITEM, "quantity": 1.0}, {**ITEM, "quantity": 99}),
]
VALUES: Final[list[Any]] = [
    *([], [1], [1, 2, 3], ["a"], {"a": 1}, "a", "abc", 1, 1.5, 2, -1, "1", "2024-01-01", "10:00", "P1D", "1.2.3.4", "1KB", "1 MiB", "x/y"),
    *("2024-01-01T00:00:00Z", [["a"]], [[1], [2]], {"1": 1}, {"a": []}, "1/2", "0.5", "[1]", "a,b", {"x": {"y": 1}}, [None], [{}], None),
]

CASES: Final[list[Case]] = [
    *(dataclasses.replace(each, python_only=True) for each in fields("rare", {"byte size": ByteSize, "pattern": re.Pattern}, VALUES)),
    *fields("rare", {"pattern of bytes": re.Pattern[bytes], "no pattern of bytes": re.Pattern[bytes] | None}, ["a", ""]),
    bodies("people", Camel, {"firstName": "A"}, {"first_name": "A"}, {"firstName": ""}, {"firstName": "A", "last_name": 1}, {"firstName": "A", "ageInYears": 151}, {"firstName": "A", "age_in_years": 151}, {"firstName": "A", "lastName": None, "last_name": 1}),
    bodies("people", User, USER, {**USER, "name": "  "}, {**USER, "name": " Ann "}, {**USER, "age": 0}, {**USER, "status": "x"}, {**USER, "tags": ["a", "a", "b"]}, {**USER, "tags": ["a", "b", "c"]}, {**USER, "scores": {"a": -1}}, {**USER, "website": "x"}, {**USER, "born": "2024-01-01"}, {**USER, "password": "ab"}, {**USER, "id": "x"}, {**USER, "meta": {"a": [1]}}),
    bodies("shop", Item, *ITEMS),
    bodies("shop", Order, *({"items": [each], "placed": "2024-01-01T00:00:00Z"} for each in ITEMS), {"items": [], "placed": "2024-01-01T00:00:00Z"}, {"items": [ITEM], "placed": "2024-01-01T00:00:00"}, {"items": [ITEM], "placed": "2024-01-01T00:00:00Z", "days": [0, 1]}, {"items": [ITEM], "placed": "2024-01-01T00:00:00Z", "note": "😀😀😀😀😀"}, {"items": [{**ITEM, "z": 1}], "placed": "2024-01-01T00:00:00Z", "z": 1}),
    bodies("shop", Page[Item], {"items": ITEMS[:2]}, {"items": [], "next": "x"}, name="page"),
    bodies("shop", Paid, {"payment": CARD}, {"payment": {"number": "1234"}}, {"payment": {"method": "coins"}}, {"payment": {"method": "cash"}, "history": [CARD, {"method": "transfer", "iban": "x"}], "by_day": {"a": CARD}, "last": None}, {"payment": CARD, "last": {"iban": "x"}}, {"payment": CARD, "by_day": {"a": {"number": "1234"}}}, {"payment": {"method": "card", "number": "12345"}}),
    bodies("recursive", Expression, {"kind": "add", "left": {"value": 1}, "right": {"kind": "number", "value": 2}}, {"kind": "add", "left": {"kind": "add", "left": {"value": 1}, "right": {"value": 2}}, "right": {"value": 1}}, {"kind": "add", "left": {}, "right": {"value": 1}}),
    bodies("recursive", Recursive, 1, [1, [2]], {"a": [1, {"b": 2}]}, {"a": "x"}, [None]),
    bodies("classes", Partial, {}, {"a": 1}, {"b": "abc"}, {"a": None}, {"z": 1}),
    bodies("classes", Closed, {"a": 1}, {"a": 1, "b": 2}, {}),
    bodies("classes", Point, {"x": 1}, {"x": 1, "y": -1}, {"x": 1, "z": 1}, {"x": 1e300}),
    bodies("classes", Plain, {"at": "2024-01-01T00:00:00"}, {"at": "2024-01-01", "wait": "PT1H"}, {"at": "2024-01-01", "wait": "x"}),
    bodies("validated", Checked, {"a": 2, "b": "x"}, {"a": 1, "b": "x"}, {"a": "x", "b": "x"}, python_only=True),
    bodies("validated", Converted, {"tags": ["a"]}, {"tags": "a,b"}, {"tags": ["a", "b", "c"]}, {"tags": [1]}, python_only=True),
    bodies("strict", Strict, {}, {"a": 1}, {"a": "1"}, {"a": 1.5}, {"b": 1}, {"b": "1"}, {"c": 1}, {"d": 1}, {"e": [1]}, {"e": {}}, {"f": {"a": 1.0}}, {"g": "y"}, {"h": None}, {"i": [1]}, {"a": True}, {"d": "true"}),
    bodies("strict", StrictDates, {}, {"at": "2024-01-01T00:00:00Z"}, {"at": None}, {"id": "12345678-1234-5678-1234-567812345678"}, {"many": [1]}, {"lax": "2024-01-01"}, {"lax": "x"}),
    bodies("config", Small, {"a": "abc"}, {"a": "abcd"}, {"a": "ßßß"}, {"a": "a", "b": "abcde"}, {"a": "a", "b": "abcdef"}),
    bodies("config", Frozen, {}, {"status": "active", "day": 1}, {"status": "x"}, {"day": 2}, {"day": "1"}),
    bodies("config", Bytes, {"data": "YQ=="}, {"data": "YQ"}, {"data": "?"}, {"data": "-_-_", "wait": "PT1H"}, {"data": "", "wait": 5}),
    bodies("root", Ids, [], [1], [0], ["1"], [1.5]),
    bodies("root", Either, ITEM, [ITEM], [{}], {}, []),
    bodies("inherited", Child, {"sku": "AB-123"}, {"sku": "AB-123", "price": -1, "extra": "y"}, {"sku": "AB-123", "extra_": 1}),
    *fields(
        "rare",
        {
            "any": Any,
            "object": object,
            "path": Path,
            "negative": NegativeInt,
            "tuple of limits": tuple[Annotated[int, Field(gt=0)], Annotated[str, Field(max_length=1)]],
            "nested lists": Annotated[list[Annotated[list[int], Len(1, 2)]], Len(1, 2)],
            "set of uuids": set[UUID],
            "set of models": list[Item] | None,
            "frozenset of tuples": Annotated[frozenset[tuple[int, ...]], Len(1, 1)],
            "deque": Annotated[deque[int], Len(0, 2)],
            "sequence": Sequence[StrictStr],
            "mapping": Mapping[StrictStr, StrictInt],
            "json list": Json[list[int]] | None,
            "omitting": list[OnErrorOmit[int]],
            "short url": Annotated[HttpUrl, UrlConstraints(max_length=15)],
            "date or time": date | time,
            "ip or uuid": IPv4Address | UUID,
            "int or list": int | list[int],
            "str or model": str | Item,
            "multiple of float": Annotated[float, MultipleOf(0.5)],
            "decimal keys": dict[Decimal, int],
            "time keys": dict[time, int],
            "literal keys": dict[Literal["a", "b"], int],
            "enum keys": dict[Status, int],
            "aware or text": AwareDatetime | Literal["now"],
            "number or bool": float | bool,
            "bool or text": bool | str,
            "none": type(None),
            "decimal or text": Decimal | str,
            "decimal or int": Decimal | int,
            "list of unions": list[int | str | None],
            "optional enum": Status | None,
            "literal numbers": Literal[1, 2, 3],
            "literal bool": Literal[True, False],
            "int with default": (int | None, 5),
        },
        VALUES,
    ),
]
