"""Unions: smart, left to right, discriminated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from ipaddress import IPv4Address
from typing import Annotated, Any, Final, Generic, Literal, Required, TypeVar, Union
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
    ByteSize,
    ConfigDict,
    Discriminator,
    Field,
    FiniteFloat,
    Json,
    OnErrorOmit,
    RootModel,
    Secret,
    SecretStr,
    Strict,
    StrictFloat,
    StrictInt,
    Tag,
)
from typing_extensions import TypedDict

from exactness.cases import Case, Raw, bodies, fields

T = TypeVar("T")


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int = 9


class Dog(BaseModel):
    kind: Literal["dog"] = "dog"
    name: Annotated[str, Field(max_length=3)] = "rex"


class Bird(BaseModel):
    kind: Literal["bird", "parrot"] = "bird"
    wings: int


class Free(BaseModel):
    kind: Literal["cat"] = "cat"
    lives: int = 9


class Loose(BaseModel):
    kind: Literal["dog"] = "dog"
    name: str = "rex"


class Circle(BaseModel):
    kind: Literal["circle"] = Field("circle", alias="type")
    radius: float


class Square(BaseModel):
    kind: Literal["square"] = Field("square", alias="type")
    side: float


class Plus(BaseModel):
    op: Literal["plus", "add"] = Field(alias="do")


class Minus(BaseModel):
    model_config = ConfigDict(extra="forbid")
    op: Literal["minus"] = Field("minus", alias="do")
    by: int = 1


class Signed(BaseModel):
    sum: Annotated[Plus | Minus, Field(discriminator="op")]


class Up(BaseModel):
    model_config = ConfigDict(validate_by_name=True, extra="forbid")
    way: Literal["up", "north"] = Field(alias="to")


class Down(BaseModel):
    model_config = ConfigDict(validate_by_name=True)
    way: Literal["down"] = Field("down", alias="to")


class Moved(BaseModel):
    move: Annotated[Up | Down, Field(discriminator="way")] | None = None
    moves: list[Annotated[Up | Down, Field(discriminator="way")]] = []


class Zoo(BaseModel):
    pet: Annotated[Cat | Dog | Bird, Field(discriminator="kind")]


class Alone(BaseModel):
    """One member is also used on its own."""

    pet: Annotated[Free | Loose, Field(discriminator="kind")]
    free: Free


class Optional(BaseModel):
    pet: Annotated[Cat | Dog, Field(discriminator="kind")] | None = None


class Many(BaseModel):
    pets: list[Annotated[Cat | Dog, Field(discriminator="kind")]]


class Shapes(BaseModel):
    shape: Annotated[Circle | Square, Field(discriminator="kind")]


class Pets(RootModel[Annotated[Cat | Dog, Field(discriminator="kind")]]):
    pass


class A(BaseModel):
    a: int


class B(BaseModel):
    b: int = 1


class AB(BaseModel):
    a: int
    b: str


def tag_of(value: Any) -> str:
    return "b" if (isinstance(value, dict) and "b" in value) or isinstance(value, B) else "a"


class Called(BaseModel):
    v: Annotated[Annotated[A, Tag("a")] | Annotated[B, Tag("b")], Discriminator(tag_of)]


class Nested(BaseModel):
    v: Annotated[Annotated[Cat | Dog, Field(discriminator="kind")] | Bird, Field(discriminator="kind")]


class NumberTag1(BaseModel):
    kind: Literal[1]


class NumberTag2(BaseModel):
    kind: Literal[2, "two"]
    x: int


class Numbered(BaseModel):
    v: Annotated[NumberTag1 | NumberTag2, Field(discriminator="kind")]


PETS: Final[list[Any]] = [
    *(
        {"kind": "cat"},
        {"kind": "cat", "lives": 3},
        {"kind": "dog"},
        {"kind": "dog", "name": "abcd"},
        {"name": "abc"},
        {},
        {"kind": "fish"},
    ),
    *(
        {"kind": "bird"},
        {"kind": "parrot", "wings": 2},
        {"kind": None},
        {"wings": 2},
        {"kind": "cat", "wings": "x"},
        {"lives": 1},
        {"kind": 1},
    ),
]
VALUES: Final[list[Any]] = [
    {"a": 1},
    {"b": 2},
    {"a": 1, "b": "x"},
    {"a": 1, "b": 2},
    {"b": "x"},
    {"a": "x"},
    {"c": 1},
    1,
    "1",
    "a",
    1.5,
    None,
    [1],
    ["a"],
]

class Sealed(BaseModel):
    model_config = ConfigDict(extra="forbid")
    a: int


class SealedTwo(Sealed):
    b: str = "x"


class Some(TypedDict, total=False):
    a: Required[int]
    b: int
    c: int


class Other(TypedDict, total=False):
    a: int
    d: int


class Sparse(BaseModel):
    a: int
    b: int | None = None
    c: int | None = None


class Dense(BaseModel):
    a: int
    d: int


class Around(BaseModel):
    x: A


class AroundTwo(BaseModel):
    x: AB


class Open(BaseModel):
    model_config = ConfigDict(extra="allow")
    a: int


class Sheet(BaseModel, Generic[T]):
    items: list[T]


ONE: Final = {"a": 1, "b": "x"}
KEPT: Final[list[Any]] = [
    *([ONE], [[ONE]], [ONE, 1], [{"a": 1}], {"x": ONE}, {"x": {"a": 1}}, {"k": ONE}, {"k": [ONE]}, {"items": [ONE]}),
    *(ONE, {"a": 1, "b": 5}, {"a": 1}, {"a": 1, "d": 1}, {"a": 1, "c": 1}, {"a": 1, "q": 1}),
]

Long = Annotated[str, Field(min_length=3)]


class Counted(BaseModel):
    id: int = 0


class Identified(BaseModel):
    id: UUID


class Crossed(BaseModel):
    v: Counted | Identified


class Branch(BaseModel):
    id: int
    more: list[Branch] = []


class Twig(BaseModel):
    id: UUID
    more: list[Twig] = []


class Timed(BaseModel):
    start: AwareDatetime
    duration: timedelta | None = None


class AllDay(BaseModel):
    start: date
    duration: float = Field(0, gt=100)


CROSSING: Final[list[Any]] = [
    *(["1"], ["a"], ["1", "2"], ["1", "1"], [1], ["abc"], ["1", "y"], ["1", "true"], ["abc", "y"], [{"a": "1"}], [{"a": "x"}]),
    *({"a": "1"}, {"a": "abc"}, {"a": "x"}, {"start": "2024-01-01T00:00:00Z", "duration": 1}, {"start": "2024-01-01"}),
]

NAMED: Final[list[Any]] = [
    *({"id": each} for each in (0, "0", "x", "12345678-1234-5678-1234-567812345678")),
    *({"id": each, "more": [{"id": each}]} for each in (0, "0", "12345678-1234-5678-1234-567812345678")),
]


CASES: Final[list[Case]] = [
    bodies("union", Zoo, *({"pet": each} for each in PETS)),
    bodies(
        "union", Alone, *({"pet": each, "free": {}} for each in PETS), {"pet": {"kind": "cat"}, "free": {"lives": 1}}
    ),
    bodies("union", Optional, {}, {"pet": None}, *({"pet": each} for each in PETS)),
    bodies("union", Many, *({"pets": [each]} for each in PETS), {"pets": []}),
    bodies("union", Pets, *PETS),
    bodies(
        "union",
        Shapes,
        *(
            {"shape": each}
            for each in (
                {"type": "circle", "radius": 1},
                {"kind": "circle", "radius": 1},
                {"type": "square", "side": 1},
                {"radius": 1},
                {"type": "x"},
            )
        ),
    ),
    bodies(
        "union",
        Signed,
        *({"sum": {"do": one}} for one in ("plus", "minus", "x", None)),
        *({"sum": {"op": one}} for one in ("plus", "minus", "x", None)),
        *({"sum": {"op": one, "do": two}} for one in ("plus", "minus", "add") for two in ("plus", "minus", "add", "x")),
        {"sum": {"op": "minus", "by": "1"}},
    ),
    bodies(
        "union",
        Moved,
        *({"move": {name: to}} for name in ("way", "to") for to in ("up", "down", "x", None)),
        *({"move": {"way": one, "to": two}} for one in ("up", "down", "north") for two in ("up", "down", "north", "x")),
        *({"moves": [{name: to}]} for name in ("way", "to") for to in ("up", "down", "x", None)),
    ),
    bodies("union", Nested, *({"v": each} for each in PETS)),
    bodies("union", Called, *({"v": each} for each in VALUES), python_only=True),
    bodies(
        "union",
        Numbered,
        *(
            {"v": each}
            for each in (
                {"kind": 1},
                {"kind": 2, "x": 1},
                {"kind": "two", "x": 1},
                {"kind": "1"},
                {"kind": True},
                {"kind": 2},
            )
        ),
    ),
    *fields(
        "union",
        {
            "models": A | B | AB,
            "left": Annotated[A | B, Field(union_mode="left_to_right")],
            "scalars": int | str | None,
            "lists": list[int] | list[str],
            "limited": Annotated[int, Field(gt=5)] | Annotated[str, Field(max_length=1)],
            "model or text": A | str,
            "same": Annotated[str, Field(max_length=1)] | Annotated[str, Field(min_length=3)],
            "literal or int": Literal["auto"] | int,
        },
        VALUES,
    ),
    *fields(
        "kept",
        {
            "lists": list[A] | list[AB],
            "dictionaries": dict[str, A] | dict[str, AB],
            "tuples": tuple[A, int] | tuple[AB, int],
            "generics": Sheet[A] | Sheet[AB],
            "within": Around | AroundTwo,
            "mixed": A | list[A] | AB | list[AB],
            "optional": list[A] | list[AB] | None,
            "nested lists": list[list[A]] | list[list[AB]],
            "model or dictionary": A | dict[str, int | str],
            "sealed": Sealed | SealedTwo,
            "typed dictionaries": Some | Other,
            "model or any": A | Any,
            "open": A | Open,
            "sparse": Sparse | Dense,
        },
        KEPT,
    ),
    *fields(
        "alike",
        {
            "secret or int": Secret[int] | int,
            "secret, literal or int": Secret[int] | Literal["1", 1] | int | None,
            "secret by default": (Union[str, list[int], Secret[int]], None),
            "strict decimal": Union[Annotated[Decimal, Strict()], Decimal],
            "strict date": Union[Annotated[date, Strict()], Annotated[date, Field(le=date(2020, 1, 1))]],
            "strict identifiers": list[Union[Annotated[UUID, Strict()], UUID]],
            "strict integers": list[StrictInt] | list[int],
            "strict items": dict[str, Decimal] | dict[str, Annotated[Decimal, Strict()]],
            "kept items": Union[Sequence[str], list[OnErrorOmit[str]]],
            "kept optional": Union[list[OnErrorOmit[str]], list[str], None],
            "bounded items": list[Annotated[date, Field(le=date(2020, 1, 1))]] | list[date],
            "finite": FiniteFloat | float,
            "decimal or strict number": Decimal | StrictFloat,
            "strict number or decimal": StrictFloat | Decimal,
            "strict numbers or decimals": set[StrictFloat | Decimal] | None,
            "json or number": Json[list[int]] | float,
            "in json": Json[Union[Annotated[date, Strict()], Annotated[date, Field(le=date(2020, 1, 1))]]],
        },
        [
            *(True, [True], 1, 1.5, "1", "", "a", [1], ["1"], ["a"], ["abcd", "a"], ["abcd"], {"a": 1}, {"a": "1"}, {"a": "a"}, [5]),
            *("2020-01-01", "2021-01-01", ["2020-01-01"], ["2021-01-01"], '"2020-01-01"', '"2021-01-01"', "1577836800"),
            *([str(UUID(int=0))], Raw("1e308")),
        ],
        ConfigDict(str_max_length=3),
    ),
    *fields(
        "kept secret",
        {
            "text or int": int | SecretStr,
            "limited": int | Annotated[SecretStr, Field(max_length=3)],
            "strict": float | Annotated[SecretStr, Strict()],
            "moment": Secret[timedelta] | int,
            "int": Annotated[str, Field(max_length=2)] | Secret[int],
            "boolean": Annotated[str, Field(max_length=2)] | Secret[bool],
        },
        [1, 1.5, 12345, 123.5, "a", "ab", "abcd", "123456", "true", True, "PT1S"],
        ConfigDict(coerce_numbers_to_str=True),
    ),
    *fields("strict address", {"or float": IPv4Address | float}, [1, 1.5, "1.1.1.1", True], ConfigDict(strict=True)),
    *fields(
        "size",
        {
            "or date": ByteSize | date,
            "or date or none": Annotated[ByteSize | date | None, Field(union_mode="left_to_right")],
            "or strict integer": ByteSize | StrictInt,
        },
        [True, False, 1, 1.0, 1.5, -86400, "1", "1kb", "2020-01-01"],
    ),
    bodies("crossing", Crossed, *({"v": {"id": each}} for each in ("0", 0, "x", True, "12345678-1234-5678-1234-567812345678"))),
    *fields(
        "crossing",
        {
            "moments": Timed | AllDay,
            "list": list[int] | list[UUID],
            "dictionary": dict[str, int] | dict[str, Long],
            "tuple": tuple[int, bool] | tuple[Long, Annotated[str, Field(max_length=1)]],
            "set": Annotated[set[int], Field(max_length=1)] | list[Long],
            "optional": list[int] | list[Long] | None,
            "deep": list[dict[str, int]] | list[dict[str, Long]],
            "tuple and list": tuple[int, int] | list[Annotated[str, Field(min_length=3)]],
            "list and tuple": list[Annotated[str, Field(min_length=3)]] | tuple[int, int],
            "model and dictionary": Counted | dict[str, Long],
            "dictionary and model": dict[Annotated[str, Field(max_length=1)], complex] | Counted,
            "within a union": Annotated[int | bool, Field(union_mode="left_to_right")] | UUID | date,
            "beside a union": int | Annotated[UUID | Annotated[date | float, Field(union_mode="left_to_right")], Field(union_mode="left_to_right")],
        },
        [*CROSSING, {"id": "1"}, {"id": 1.5}, {"a": 1.5}, "1", " 1 ", "true", "1.5", 1e-9],
    ),
    *fields(
        "crossing",
        {
            "models": list[Counted] | list[Identified],
            "models after": list[Identified] | list[Counted] | None,
            "dictionary of models": dict[str, Counted] | dict[str, Identified],
            "pair with a model": tuple[Counted, int] | tuple[Identified, int],
            "recursive models": Branch | Twig,
        },
        [*NAMED, *([each] for each in NAMED), *({"a": each} for each in NAMED), *([each, 1] for each in NAMED)],
    ),
]
