"""Where a value is looked for, and what is seen of it first: keys, paths, tags, and validators that come before."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, NamedTuple

from pydantic import (
    AfterValidator,
    AliasChoices,
    AliasPath,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    OnErrorOmit,
    StringConstraints,
    model_validator,
)

from exactness.cases import Case, bodies, fields


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Large(enum.IntEnum):
    ODD = 2**53 + 1


class Mixed(enum.Enum):
    ONE = 1
    TEXT = "b"
    HALF = 2.5


class Ratio(float, enum.Enum):
    WHOLE = 2.0
    HALF = 1.5


class Access(enum.IntFlag):
    READ = 1
    WRITE = 2


class Mode(enum.Flag):
    ON = 1
    OFF = 2


class Word(enum.StrEnum):
    X = "x"
    Y = "y"


class Nothing(BaseModel):
    kind: Literal[None]
    a: int = 1


class Letter(BaseModel):
    kind: Literal["a"]
    b: int = 1


class Perhaps(BaseModel):
    kind: Literal["m", None] = None


class Never(BaseModel):
    kind: None = None


class First(BaseModel):
    first: int | None = Field(None, validation_alias=AliasPath("xs", 0))
    second: str | None = Field(None, validation_alias=AliasPath("xs", 1))


class Last(BaseModel):
    last: list[int] = Field([], validation_alias=AliasPath("xs", -1))


class Beside(BaseModel):
    xs: list[int] = []
    first: str | None = Field(None, validation_alias=AliasPath("xs", 0))


class Deep(BaseModel):
    a: int = Field(5, validation_alias=AliasPath("xs", 0, "b"))
    k: int = Field(validation_alias=AliasPath("m", "k"))
    j: int = Field(2, validation_alias=AliasPath("m", "j"))


class Paths(BaseModel):
    model_config = ConfigDict(extra="forbid")
    a: int = Field(0, validation_alias=AliasChoices(AliasPath("xs", 0), AliasPath("m", "k")))


class Needed(BaseModel):
    a: int = Field(validation_alias=AliasChoices(AliasPath("xs", 0), AliasPath("m", "k")))
    b: Any = Field(validation_alias=AliasPath("xs", -2))


class PathFirst(BaseModel):
    a: int = Field(validation_alias=AliasChoices(AliasPath("m", "k"), "a"))


class PathOrName(BaseModel):
    model_config = ConfigDict(populate_by_name=True, extra="forbid")
    a: int = Field(validation_alias=AliasPath("m", "k"))


class Between(BaseModel):
    a: int = Field(3, validation_alias=AliasChoices("last", AliasPath("m", "k"), "a"))


class Within(BaseModel):
    m: dict[str, int | str]
    a: int = Field(validation_alias=AliasPath("m", "k"))


class Unnamed(BaseModel):
    a: int = Field(1, alias="")


class HoldsUnnamed(BaseModel):
    m: Unnamed


class Row(NamedTuple):
    a: Annotated[int, Field(validation_alias=AliasChoices("a", "first"))]
    b: Annotated[int, Field(validation_alias=AliasPath("xs", 0))] = 1


class HoldsRow(BaseModel):
    m: Row


class Dropped(BaseModel):
    a: OnErrorOmit[int]
    b: int = 1


class Prepared(BaseModel):
    a: Annotated[str, Field(max_length=2)]

    @model_validator(mode="before")
    @classmethod
    def shorten(cls, data: Any) -> Any:
        return {**data, "a": data["a"][:2]} if isinstance(data, dict) and isinstance(data.get("a"), str) else data


class Wrapped(BaseModel):
    a: int = 0

    @model_validator(mode="wrap")
    @classmethod
    def default(cls, data: Any, handler: Any) -> Any:
        return cls() if data == 5 else handler(data)


class Constructed(BaseModel):
    a: Annotated[str, Field(max_length=2)]

    def __init__(self, **data: Any) -> None:
        super().__init__(**{"a": "", **data, **({"a": data["a"][:2]} if isinstance(data.get("a"), str) else {})})


class Tagged(BaseModel):
    kind: Literal["t"]
    v: Annotated[int, BeforeValidator(lambda value: 1 if value == 0 else value), Field(gt=0)]

    @model_validator(mode="before")
    @classmethod
    def same(cls, data: Any) -> Any:
        return data


class Around(BaseModel):
    one: Prepared | None = None
    many: dict[str, Wrapped] = {}
    union: Annotated[Tagged | Letter, Field(discriminator="kind")] | None = None


NAMES: Final = (
    "1 2 3 0 4 -1 A b x y 1.5 2.0 2.5 1.0 01 None null true a 9007199254740992 9007199254740993 2,1 [1]".split()
)
KEYS: Final = [{}, *({name: 1} for name in [*NAMES, "", " 1", "x "]), {"2": 1, "1": 2}, {"01": 1, "1": 2}, {"x": 1, "y": 1}]
TAGS: Final = [{"kind": kind} for kind in (None, "a", "m", 1, "1", "null", True)] + [{}, {"a": 1}, {"kind": None, "a": 2}, None]
FOUND: Final = [
    *({"xs": items} for items in ([1], ["a"], [], None, "abc", [None], [1, "b"], [1, 2], [[1]], [["a"]], {"0": 1}, 1)),
    *({"m": {"k": 1, **more}} for more in ({}, {"j": 1}, {"j": "s"})),
    *({"m": {"k": 1}, "xs": items} for items in ([{"b": 1}], [{"b": "z"}], [{}], [1], ["a"])),
    *({"m": found} for found in ([], {}, {"k": "z"}, {"j": 1})),
    *({}, {"a": 1}, {"first": "x"}, {"xs": [1], "first": []}, {"last": 1}),
    *({"m": {"k": k}, name: value} for k in (1, "s") for name in ("a", "last") for value in (2, "x")),
    *({"m": {name: value}} for name in ("", "a", "first") for value in (1, "x")),
    *({"m": {"a": 1, "xs": items}} for items in ([2], ["x"], [], 1)),
]
MERGING: Final = [
    *({"a": 1}, {"a": 1, "A": 2}, {" a": 1, "a": 1}, {" a": 1, "A": 1}, {"ß": 1, "SS": 2}, {"İ": 1, "i̇": 2}, {"a": 1, "b": 2}),
    *(["a", "A"], ["a", " a"], ["a", "b"], {}, "a", "A"),
]
SEEN: Final = [
    *({"a": "x"}, {"a": "xxx"}, {"a": 1}, {}, 5, {"one": {"a": "xxx"}}, {"one": None}, {"many": {"k": 5}}),
    *({"union": {"kind": "t", "v": 0}}, {"union": {"kind": "a"}}, {"union": {}}, {"kind": "t", "v": 0}),
]


def told(*members: Any) -> Any:
    return Annotated[members[0] | members[1], Field(discriminator="kind")]


CASES: Final[list[Case]] = [
    *fields(
        "keyed",
        {
            "level": dict[Level, int],
            "large": dict[Large, int],
            "mixed": dict[Mixed, int],
            "ratio": dict[Ratio, int],
            "access": dict[Access, int],
            "mode": dict[Mode, int],
            "word": dict[Word, int],
            "words": Annotated[dict[Word, int], Field(max_length=1)],
            "levels": Annotated[dict[Level, int], Field(max_length=1)],
            "counted": Counter[Level],
            "mapping": Mapping[Level, int],
            "numbers": dict[Literal[1, 2], int],
            "nothing": dict[Literal["a", None], int],
            "truth": dict[Literal[True], int],
            "member": dict[Literal[Level.LOW], int],
            "null": dict[None, int],
            "optional": dict[str | None, int],
            "optional and short": dict[Annotated[str, Field(max_length=1)] | None, int],
            "validated": dict[Annotated[Mixed, AfterValidator(lambda value: value)], int],
            "either": dict[int | Word, int],
            "number or letter": dict[int | Literal["b"], int],
            "float or text": dict[float | str, int],
            "tuple": dict[tuple[int, int], int],
            "strict": dict[Annotated[int, Field(strict=True)], int],
            "strict mixed": dict[Annotated[Mixed, Field(strict=True)], int],
            "limited": dict[Annotated[int, Field(ge=2**53, le=2**53 + 4)], int],
            "decimal": dict[Annotated[Decimal, Field(gt=1)], int],
        },
        KEYS,
    ),
    *fields(
        "strict key",
        {"mixed": dict[Mixed, int], "either": dict[Word | int, int], "optional": dict[Word | None, int]},
        KEYS,
        ConfigDict(strict=True),
    ),
    *fields(
        "tag", {"null": told(Nothing, Letter), "either": told(Perhaps, Letter), "none": told(Never, Letter)}, TAGS
    ),
    *(bodies("path", each, *FOUND) for each in (First, Last, Beside, Deep, Paths, Needed)),
    *(bodies("order", each, *FOUND) for each in (PathFirst, PathOrName, Between, Within, HoldsUnnamed, HoldsRow)),
    bodies("omitted", Dropped, {}, {"a": 1}, {"a": "x"}, {"b": 2}, {"a": None, "b": 3}),
    *fields(
        "merging",
        {
            "lower": Annotated[dict[Annotated[str, StringConstraints(to_lower=True)], int], Field(max_length=1)],
            "upper": Annotated[dict[Annotated[str, StringConstraints(to_upper=True)], int], Field(min_length=2)],
            "both": Annotated[
                dict[Annotated[str, StringConstraints(to_lower=True, strip_whitespace=True)], int], Field(max_length=1)
            ],
            "set": Annotated[set[Annotated[str, StringConstraints(to_lower=True)]], Field(min_length=2)],
            "pattern": Annotated[str, StringConstraints(to_lower=True, pattern="^a")],
        },
        MERGING,
    ),
    *(bodies("seen", each, *SEEN, python_only=True) for each in (Prepared, Wrapped, Constructed, Tagged, Around)),
]
