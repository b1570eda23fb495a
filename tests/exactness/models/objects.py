"""Models: extra members, aliases, defaults, names, inheritance, dataclasses, serializers."""

from __future__ import annotations

import dataclasses
import enum
from decimal import Decimal
from typing import Annotated, Any, Final, Generic, NotRequired, TypeVar

from pydantic import (
    AfterValidator,
    AliasChoices,
    AliasPath,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SecretStr,
    computed_field,
    create_model,
    field_serializer,
    model_serializer,
)
from pydantic_core import MISSING
from typing_extensions import TypedDict

from exactness.cases import Case, bodies

T = TypeVar("T")


class Plain(BaseModel):
    a: int
    b: str = "x"
    c: int | None = None


@dataclasses.dataclass
class Reckoned:
    a: int
    b: int = Field(init=False)

    def __post_init__(self) -> None:
        self.b = 1


class Partly(TypedDict):
    a: int
    hidden: Annotated[str, Field(exclude=True)]
    small: Annotated[int, Field(exclude_if=lambda value: value > 3)]


class Misfit(TypedDict):
    a: Annotated[int, Field(default="x", validate_default=True)]


class Forbid(Plain):
    model_config = ConfigDict(extra="forbid")


class Allow(Plain):
    model_config = ConfigDict(extra="allow")


class Typed(Plain):
    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, int]


class Color(enum.Enum):
    RED = "red"


class StrictColors(BaseModel):
    model_config = ConfigDict(strict=True)
    color: Color
    other: Color | None = None


class Colors(BaseModel):
    color: Color
    strict: Annotated[Color, Field(strict=True)] | None = None


class Strict(BaseModel):
    model_config = ConfigDict(strict=True)
    a: int
    b: float
    c: list[int] = []


class Nested(BaseModel):
    one: Plain
    many: list[Forbid] = []
    by_name: dict[str, Allow] = {}


class StrictNested(BaseModel):
    model_config = ConfigDict(strict=True)
    one: Plain


class Tree(BaseModel):
    value: Annotated[int, Field(gt=0)]
    children: list[Tree] = []
    parent: Tree | None = None


class OpenAliased(BaseModel, extra="allow"):
    a: int = Field(alias="b")


class Aliased(BaseModel):
    a: int = Field(alias="wireA")
    b: int = Field(2, validation_alias="inB", serialization_alias="outB")


class ByName(BaseModel):
    model_config = ConfigDict(populate_by_name=True)
    a: int = Field(alias="wireA")
    b: int = Field(2, alias="wireB")


class ByNameForbid(ByName):
    model_config = ConfigDict(extra="forbid")


class Choices(BaseModel):
    a: int = Field(validation_alias=AliasChoices("x", "y"))
    b: int = Field(3, validation_alias=AliasChoices("p", "q"))


class Paths(BaseModel):
    a: int = Field(validation_alias=AliasPath("data", 0))


class ChoicePaths(BaseModel):
    a: int = Field(5, validation_alias=AliasChoices("a", AliasPath("data", "a")))


class NullDefault(BaseModel):
    a: str = None  # type: ignore[assignment]
    b: list[int] = None  # type: ignore[assignment]
    c: Plain = None  # type: ignore[assignment]


class WrongDefault(BaseModel):
    a: int = "abc"  # type: ignore[assignment]
    b: str = 5  # type: ignore[assignment]
    c: Plain = {"a": "x"}  # type: ignore[assignment]
    d: list[int] = ["x"]  # type: ignore[list-item]


class Factories(BaseModel):
    a: list[int] = Field(default_factory=list)
    b: str = Field(default_factory=str)


class Validated(BaseModel):
    a: Annotated[int, AfterValidator(lambda value: value)]


class Prepared(BaseModel):
    b: Annotated[str, BeforeValidator(lambda value: value)] = "x"
    c: Annotated[str, BeforeValidator(str.strip), Field(max_length=3)] = "x"
    d: Annotated[str, BeforeValidator(str)] = "x"
    e: Annotated[dict[str, int], BeforeValidator(lambda value: {} if value == 0 else value), Field(max_length=1)] = {}
    f: Annotated[Plain, BeforeValidator(lambda value: {"a": value})] | None = None
    g: Annotated[bool, BeforeValidator(bool)] = True


class Names(BaseModel):
    model_config = ConfigDict(protected_namespaces=())
    constructor: int | None = None
    toString: str | None = None
    valueOf: int = 1
    hasOwnProperty: int | None = None
    proto: int | None = Field(None, alias="__proto__")
    class_: int = Field(1, alias="class")
    dashed: int = Field(1, alias="a-b")
    dollar: int = Field(1, alias="$ref")


RequiredNames = create_model("RequiredNames", constructor=(int, ...), toString=(str, ...))


class Untyped(BaseModel):
    a: int
    b: Annotated[int, PlainSerializer(lambda value: {"value": value})] = 1

    @field_serializer("a")
    def _a(self, value):  # type: ignore[no-untyped-def]
        return f"<{value}>"


class TypedSerializer(BaseModel):
    a: Annotated[int, PlainSerializer(str, return_type=str)]


class Whole(BaseModel):
    a: int

    @model_serializer
    def _all(self):  # type: ignore[no-untyped-def]
        return [self.a]


class Computed(BaseModel):
    a: int

    @computed_field
    @property
    def double(self) -> int:
        return self.a * 2


class SometimesComputed(BaseModel):
    a: int

    @computed_field
    @property
    def half(self) -> int | MISSING:
        return MISSING if self.a % 2 else self.a // 2


class Summed(BaseModel):
    prices: list[Decimal]

    @computed_field
    @property
    def total(self) -> Decimal:
        return sum(self.prices)  # type: ignore[return-value]  # of none it is 0, and no decimal

    @computed_field
    @property
    def least(self) -> Decimal | None:
        return min(self.prices, default=0)  # type: ignore[type-var]


class Hidden(BaseModel):
    a: int = Field(exclude=True)
    b: SecretStr = SecretStr("x")


class Page(BaseModel, Generic[T]):
    items: list[T]
    total: int = 0


@dataclasses.dataclass
class Data:
    a: int
    b: str = "x"
    c: list[int] = dataclasses.field(default_factory=list)


class Dict(TypedDict):
    a: int
    b: NotRequired[str]
    c: NotRequired[int]


class Holder(BaseModel):
    data: Data
    given: Dict = Field(alias="dict")


class Deep(BaseModel):
    v: list[dict[str, tuple[int, list[Plain]]]]


PLAIN: Final[list[Any]] = [
    *(
        {"a": 1},
        {"a": 1, "b": "y", "c": 2},
        {"a": 1, "c": None},
        {"a": 1, "b": None},
        {"a": None},
        {"a": "x"},
        {"b": "x"},
    ),
    *({"a": 1, "z": 1}, {"a": 1, "z": "x"}, {"a": 1, "z": None}, {"a": 1, "constructor": 1}),
]
EXCLUDING: Final = {"response_model_exclude": {"b"}}

CASES: Final[list[Case]] = [
    bodies("object", Plain, *PLAIN),
    bodies("object", Forbid, *PLAIN),
    bodies("object", Allow, *PLAIN),
    bodies("object", Typed, *PLAIN),
    bodies(
        "object",
        Strict,
        {"a": 1, "b": 1.5},
        {"a": 1, "b": 1},
        {"a": 1.0, "b": 1.0},
        {"a": True, "b": 1},
        {"a": "1", "b": 1},
        {"a": 1, "b": 1, "c": [1]},
        {"a": 1, "b": 1, "c": ["1"]},
    ),
    bodies("object", StrictColors, {"color": "red"}, {"color": "x"}),
    bodies("object", Colors, {"color": "red"}, {"color": "red", "strict": None}, {"color": "red", "strict": "red"}),
    bodies(
        "object",
        Nested,
        {"one": {"a": 1}},
        {"one": {"a": 1}, "many": [{"a": 1}], "by_name": {"k": {"a": 1, "z": []}}},
        {"one": {"a": 1, "z": 1}, "many": [{"a": 1, "z": 1}]},
    ),
    bodies("object", StrictNested, {"one": {"a": 1}}, {"one": {"a": "1"}}),
    bodies(
        "object",
        Tree,
        {"value": 1},
        {"value": 1, "children": [{"value": 2, "children": [{"value": 0}]}]},
        {"value": 1, "parent": {"value": 1}},
        {"value": 1, "parent": None},
    ),
    bodies("object", Page[Plain], {"items": [{"a": 1}]}, {"items": []}, {"items": [{}]}, name="page"),
    bodies("object", Deep, {"v": [{"k": [1, [{"a": 1}]]}]}, {"v": [{"k": [1]}]}),
    bodies(
        "alias",
        Aliased,
        {"wireA": 1},
        {"a": 1},
        {"wireA": 1, "inB": 2},
        {"wireA": 1, "outB": "x"},
        {"wireA": 1, "inB": "x"},
        {"wireA": 1, "b": "x"},
    ),
    bodies(
        "alias",
        ByName,
        {"wireA": 1},
        {"a": 1},
        {"wireA": 1, "a": 2},
        {"a": 1, "b": 3},
        {"a": 1, "b": "x"},
        {"wireA": 1, "b": "x"},
        {"wireA": 1, "wireB": 2, "b": "x"},
    ),
    bodies("alias", ByNameForbid, {"wireA": 1}, {"a": 1}, {"wireA": 1, "a": 2}, {"a": 1, "b": 3}),
    bodies(
        "alias",
        Choices,
        {"x": 1},
        {"y": 1},
        {"x": 1, "y": "a"},
        {"x": "a", "y": 1},
        {"a": 1},
        {"x": 1, "q": 2},
        {"y": 1, "q": "a"},
    ),
    bodies("alias", Paths, {"data": [1]}, {"data": []}, {"data": ["x"]}, {"a": 1}, {"data": 1}),
    bodies("alias", ChoicePaths, {"a": 1}, {"data": {"a": 1}}, {"data": {"a": "x"}}, {"a": "x"}, {}),
    bodies("default", NullDefault, {}, {"a": "x"}, {"a": None}, {"b": [1]}, {"c": {"a": 1}}),
    bodies("default", WrongDefault, {}, {"a": 1}, {"a": "abc"}, {"b": "x", "c": {"a": 1}, "d": [1]}),
    bodies("default", Factories, {}, {"a": [1]}, {"b": "x"}, {"b": None}),
    bodies("validator", Validated, {"a": 1}, {"a": "x"}),
    bodies("validator", Prepared, {}, {"b": "y"}, {"b": 1}, {"c": "  abc  "}, {"d": 1}, {"e": 0}, {"f": 1}, {"g": "x"}, python_only=True),
    bodies(
        "names",
        Names,
        {},
        {"constructor": 1},
        {"constructor": "x"},
        {"toString": "x"},
        {"toString": 1},
        {"valueOf": 1},
        {"valueOf": "a"},
        {"hasOwnProperty": 1},
        {"__proto__": 1},
        {"__proto__": "x"},
        {"class": 1, "a-b": 2, "$ref": 3},
        {"class": "x"},
        {"$ref": "x"},
    ),
    bodies("names", RequiredNames, {}, {"constructor": 1, "toString": "a"}, {"constructor": 1}, {"toString": "a"}),
    bodies("serializer", Untyped, {"a": 1}, {"a": 1, "b": 2}, {"a": "x"}),
    bodies("serializer", TypedSerializer, {"a": 1}, {"a": "x"}),
    bodies("serializer", Whole, {"a": 1}, {"a": "x"}),
    bodies("serializer", Summed, {"prices": []}, {"prices": ["1.5", 2]}),
    bodies("serializer", Computed, {"a": 1}, {"a": 1, "double": 5}),
    bodies("serializer", SometimesComputed, {"a": 1}, {"a": 2}),
    bodies("serializer", Hidden, {"a": 1}, {"a": 1, "b": "abc"}),
    bodies("classes", Data, {"a": 1}, {"a": 1, "b": "y"}, {"a": "x"}, {"a": 1, "z": 1}),
    bodies("classes", Dict, {"a": 1}, {"a": 1, "b": "y"}, {"a": 1, "b": 1}, {"a": 1, "z": 1}),
    bodies("classes", Holder, {"data": {"a": 1}, "dict": {"a": 1}}, {"data": {"a": "x"}, "dict": {"a": 1}}),
    bodies("route", Plain, *PLAIN, name="exclude unset", response_model_exclude_unset=True),
    bodies("route", Plain, *PLAIN, name="exclude none", response_model_exclude_none=True),
    bodies("route", Plain, *PLAIN, name="exclude defaults", response_model_exclude_defaults=True),
    bodies("route", Plain, *PLAIN, name="exclude", response_model_exclude={"a"}),
    bodies("route", Plain, *PLAIN, name="include", response_model_include={"b"}),
    bodies("route", Aliased, {"wireA": 1}, {"wireA": 1, "inB": 2}, name="by name", response_model_by_alias=False),
    bodies("dataclass", Reckoned, {"a": 1}, {"a": 1, "b": 2}, {"b": 2}),
    bodies("dictionary", Partly, *({"a": 1, "hidden": "x", "small": each} for each in (1, 9)), {"a": 1}),
    bodies("dictionary", Misfit, {}, {"a": 1}, {"a": "x"}),
    bodies("route", OpenAliased, {"b": 1}, {"b": 1, "a": "x"}, name="open by name", response_model_by_alias=False),
    bodies(
        "route",
        Nested,
        {"one": {"a": 1}},
        {"one": {"a": 1}, "many": [{"a": 2}]},
        name="exclude within",
        response_model_exclude={"one": {"a"}},
    ),
]
