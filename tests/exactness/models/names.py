"""Names that several fields have, that some fields have nowhere of their own, and that tags have."""

from __future__ import annotations

import dataclasses
import enum
import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Any, Final, Literal, NotRequired

from pydantic import (
    AliasChoices,
    AliasGenerator,
    AliasPath,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    computed_field,
    create_model,
)
from pydantic.alias_generators import to_camel
from typing_extensions import TypeAliasType, TypedDict

from exactness.cases import Case, bodies


class Replaced(BaseModel):
    id: int
    external: int | None = Field(None, validation_alias="id")


class ClosedReplaced(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: int
    external: str = Field(validation_alias="id")


class ReplacedByNeeded(BaseModel):
    external: int | None = Field(None, validation_alias="id")
    id: int


class Unsent(BaseModel):
    v: int = Field(exclude=True)


class OnlyByName(BaseModel):
    model_config = ConfigDict(validate_by_alias=False, validate_by_name=True)
    a: str = Field(validation_alias=AliasPath("vp", 0))
    b: str = Field("q", alias="y")
    c: str = Field("q", validation_alias=AliasChoices("z", AliasPath("w", 0)))


class SentAgain(BaseModel):
    model_config = ConfigDict(extra="allow", populate_by_name=True)
    a: int = Field(validation_alias=AliasChoices("p", "q"))


class SentByAlias(BaseModel):
    model_config = ConfigDict(validate_by_alias=False, validate_by_name=True)
    a: int = Field(alias="A")


class ClosedByName(OnlyByName):
    model_config = ConfigDict(extra="forbid")


class Sometimes(TypedDict):
    a: NotRequired[int]
    b: int


class AllSaidRequired(BaseModel):
    model_config = ConfigDict(json_schema_serialization_defaults_required=True)
    t: Sometimes
    n: int = 1


class Chosen(BaseModel):
    first: int = Field(validation_alias=AliasChoices("x", "y"))
    second: int = Field(1, validation_alias=AliasChoices("x", "z"))


class ClosedChosen(Chosen):
    model_config = ConfigDict(extra="forbid")


class Both(BaseModel):
    a: str | None = Field(None, alias="v")
    b: int | None = Field(None, validation_alias="v")


class Member(TypedDict):
    a: Annotated[int, Field(validation_alias="v")]
    b: Annotated[float, Field(validation_alias="v")]


@dataclasses.dataclass
class Data:
    a: Annotated[int, Field(validation_alias="v")]
    b: Annotated[float | None, Field(validation_alias="v")] = None


def is_empty(value: str) -> bool:
    return not value


class SometimesSent(BaseModel):
    c: str = Field(validation_alias=AliasPath("vp", 0), exclude_if=is_empty)


class SometimesSentDefault(BaseModel):
    c: str = Field("x", validation_alias=AliasPath("vp", 0), exclude_if=is_empty)


class NeverSent(BaseModel):
    c: str = Field(validation_alias=AliasPath("vp", 0), exclude=True)


class SentAsOther(BaseModel):
    c: str = Field(validation_alias=AliasPath("vp", 0), exclude_if=is_empty, serialization_alias="q")


class SentTwice(BaseModel):
    model_config = ConfigDict(extra="allow")
    a: int = Field(1, serialization_alias="b")
    c: int = Field(2, validation_alias="d")


class Camel(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)
    first_name: str


class Spelled(BaseModel):
    camel: Camel
    several: list[Camel]
    first_name: str = Field(validation_alias=AliasChoices("first_name", "fn"))


class One(BaseModel):
    k: Literal["a"] = Field("a", alias="tg")


class Other(BaseModel):
    k: Literal["b"] = Field("b", alias="tg")


class NeededThird(BaseModel):
    k: Literal["c"] = Field(validation_alias="tg")


class Reckoned(BaseModel):
    k: Literal["b"] = "b"

    @computed_field  # type: ignore[prop-decorator]
    @property
    def more(self) -> int:
        return 1


class Fixed(BaseModel):
    k: Literal["c"]


class ToldReckoned(BaseModel):
    v: Annotated[Fixed | Reckoned, Discriminator("k")]


class Told(BaseModel):
    v: Annotated[One | Other, Discriminator("k")]


class NeededOne(BaseModel):
    k: Literal["a"] = Field(alias="tg")


class NeededOther(BaseModel):
    k: Literal["b"] = Field(alias="tg")


class ToldByNeeded(BaseModel):
    v: Annotated[NeededOne | NeededOther, Discriminator("k")]


class ValidatedOne(BaseModel):
    k: Literal["a"] = Field("a", validation_alias="tg")


class ValidatedOther(BaseModel):
    k: Literal["b"] = Field("b", validation_alias="tg")


class ToldByValidated(BaseModel):
    v: Annotated[ValidatedOne | ValidatedOther, Discriminator("k")]


class Outer(BaseModel):
    type: Literal["c", "d"] = Field(alias="tg")
    a: Annotated[
        Annotated[ValidatedOne, Tag("a")] | Annotated[ValidatedOther, Tag("b")] | Annotated[NeededThird, Tag("c")],
        Discriminator("k"),
    ]


class Plain(BaseModel):
    type: Literal["plain"] = Field(alias="tg")


class ToldTwice(BaseModel):
    v: Annotated[Outer | Plain, Field(discriminator="type")]


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int


class BigDog(BaseModel):
    kind: Literal["dog"]
    size: Literal["big"]


class SmallDog(BaseModel):
    kind: Literal["dog"]
    size: Literal["small"]
    bag: str


Dog = TypeAliasType("Dog", Annotated[BigDog | SmallDog, Field(discriminator="size")])


class Pets(BaseModel):
    pet: Annotated[Cat | Dog, Field(discriminator="kind")]
    many: Dog | list[Cat] = []


def of_one_name(one: ConfigDict, other: ConfigDict, field: Any, *values: Any) -> Iterator[Case]:
    """Two classes with one name and one JSON schema, which become one component: that takes what either of them does."""
    for module, config in (("one", one), ("other", other)):
        name = f"OfOneName{next(NUMBERS) // 2}"
        model = create_model(name, __config__=config, __module__=module, v=field)
        yield bodies(f"one name {module}", model, *values, python_only=True)


NUMBERS: Final = itertools.count()
UPPER: Final = ConfigDict(alias_generator=str.upper)
SHARED: Final[list[Any]] = [
    *({}, {"id": 1}, {"id": "a"}, {"id": "1"}, {"x": 1}, {"y": 1}, {"z": 2}, {"x": 1, "y": 2}, {"y": 1, "z": 1}, {"x": "a"}),
    *({"v": 1}, {"v": "1"}, {"v": None}, {"v": "a"}, {"v": 1.5}),
]
ALONG: Final[list[Any]] = [{"vp": ["a"]}, {"vp": [1]}, {"vp": [""]}, {"vp": []}, {"c": "a"}, {}]
TAGS: Final[list[Any]] = [
    {"v": each}
    for each in (
        *({"tg": "a"}, {"tg": "b"}, {}, {"k": "a"}, {"k": "b"}, {"tg": "a", "k": "x"}, {"tg": "b", "k": "a"}),
        {"k": "b", "tg": "b"},
        {"k": "c"},
    )
]

# Their schema is a union of two that are one type, which TypeScript does not hold to be one.
BY_EITHER_NAME: Final = [*of_one_name(UPPER, {**UPPER, "populate_by_name": True}, (int, ...), {"V": 1}, {"v": 1}, {})]
PATHS = [
    *({}, {"k": [1]}, {"k": 1}, {"k": ["x"]}, {"k": [], "l": [1]}, {"k": [1], "l": [2]}, {"k": {"a": 1}}, {"k": "a"}, {"y": {"a": 1}}),
    *({"name": each} for each in ({"first": "a"}, {"first": 1}, "a", {}, {"first": "a", "last": "b"}, {"last": "b"})),
    *({"n": "a"}, {"n": 1}, {"y": "a"}),
]

CASES: Final[list[Case]] = [
    *(bodies("same name", each, *SHARED) for each in (Replaced, ClosedReplaced, ReplacedByNeeded, Chosen, ClosedChosen, Both, Member, Data)),
    *(bodies("path", each, *ALONG) for each in (SometimesSent, SometimesSentDefault, NeverSent, SentAsOther)),
    bodies("spelled", Camel, {"first_name": "a"}, {"firstName": "a"}, {"first_name": 1}),
    bodies(
        "spelled",
        Spelled,
        {"camel": {"first_name": "a"}, "several": [{"firstName": "a"}, {"first_name": "b"}], "fn": "c"},
        {"camel": {"firstName": "a"}, "several": [], "first_name": "c"},
    ),
    bodies("twice", SentTwice, *({"a": 1, name: value} for name in "abcd" for value in (1, "x", None, [1]))),
    *(bodies("told", each, *TAGS) for each in (Told, ToldByNeeded, ToldByValidated, ToldReckoned)),
    bodies("told", ToldTwice, *({"v": {"tg": "c", "a": each["v"]}} for each in TAGS), {"v": {"tg": "plain"}}),
    bodies(
        "told",
        Pets,
        *({"pet": {"kind": "cat", "lives": lives}} for lives in (1, "many")),
        *({"pet": {"kind": "dog", **more}} for more in ({}, {"size": "big"}, {"size": "small"}, {"size": "x"})),
        *({"pet": {"kind": "cat", "lives": 1}, "many": each} for each in ([], [{"kind": "cat", "lives": "x"}], {"size": "small"})),
    ),
    *(
        bodies("by name", each, {"vp": ["x"]}, *({"a": "x", **more} for more in ({}, {"y": 1}, {"b": 1}, {"w": [1]}, {"c": "1"})))
        for each in (OnlyByName, ClosedByName)
    ),
    bodies("by name", SentByAlias, {"a": 1}, {"A": 1}),
    *(
        bodies("own path", create_model(name, **fields), *PATHS, name=name)
        for name, fields in {
            "First": {"k": (int, Field(validation_alias=AliasPath("k", 0)))},
            "Name": {"name": (str, Field(validation_alias=AliasPath("name", "first")))},
            "Names": {
                each: (str, Field("?", validation_alias=AliasPath("name", key)))
                for each, key in (("name", "first"), ("family", "last"))
            },
            "Crossed": {each: (int, Field(validation_alias=AliasPath(other, 0))) for each, other in ("kl", "lk")},
            "Chosen": {"name": (str, Field(validation_alias=AliasChoices(AliasPath("name", "first"), "n")))},
            "Whole": {"y": (dict[str, int], Field(validation_alias=AliasPath("k")))},
            "WholeOrNot": {"y": (str | None, Field(None, validation_alias=AliasPath("k")))},
        }.items()
    ),
    bodies("by name", SentAgain, {"a": 1}, {"p": 1, "a": "x"}, {"p": 1}, {"q": 1, "p": "x"}),
    *of_one_name(
        {"alias_generator": AliasGenerator(validation_alias=str.upper, serialization_alias=str.title)},
        UPPER,
        (int, ...),
        {"V": 1},
    ),
    *of_one_name({}, {"str_strip_whitespace": True}, (Annotated[str, Field(max_length=2)], ...), {"v": " ab "}, {"v": ""}),
    *of_one_name({}, {"ser_json_timedelta": "float"}, (timedelta, ...), {"v": "PT1S"}),
    *of_one_name({}, {"ser_json_inf_nan": "strings"}, (float, ...), {"v": 1}, {"v": "inf"}),
    bodies("one name", Unsent, {"v": 1}),
    bodies("one name", create_model("Unsent", v=(int, ...)), {"v": 1}, name="Sent"),
    *(
        bodies("one name", create_model("HoldsWord", v=(word, ...)), {"v": 1}, {"v": "1"}, name=name, python_only=True)
        for name, word in (("Word", enum.Enum("Word", {"A": 1})), ("Number", enum.IntEnum("Word", {"A": 1})))
    ),
    bodies("said required", AllSaidRequired, {"t": {"b": 1}}, {"t": {"a": 1, "b": 1}, "n": 2}, {"t": {}}),
]
