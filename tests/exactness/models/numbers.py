"""Integers, floats, decimals, booleans, enumerations and literals."""

from __future__ import annotations

import enum
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, StrictBool, StrictFloat, StrictInt, conint

from exactness.cases import Case, Raw, bodies, fields

INTEGERS: Final = [
    *(
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        9,
        10,
        11,
        -5,
        2**53,
        2**53 + 2,
        2**63,
        2**63 - 1,
        10**25,
        1.5,
        5.0,
        "5",
        "+5",
        " 5 ",
        "1_000",
        "5.0",
    ),
    *("1e3", "٣", True),
]
FLOATS: Final = [
    0.1,
    0.2,
    0.3,
    0.30000000000000004,
    0.7,
    1.1,
    2.5,
    2.4999999999,
    5,
    5.0,
    10.0,
    1e308,
    5e-324,
    "1.5",
    "nan",
    "inf",
    Raw("1e309"),
]
DECIMALS: Final = [
    *(
        1,
        1.5,
        0.1,
        1e20,
        123.45,
        123.456,
        -1,
        "1",
        "1.5",
        "1e2",
        "123.45",
        "123.456",
        "12345",
        "0.001",
        "1_000",
        " 1 ",
        "NaN",
        "Infinity",
    ),
    *("", "abc", "٣", "-0", "99.99", "100", "1e400", "0e5", "0.10", "12.30", True),
]


class Color(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Word(enum.StrEnum):
    A = "a"
    B = "b"


class Mixed(enum.Enum):
    ONE = 1
    TEXT = "a"
    NOTHING = None


class Ratio(enum.Enum):
    HALF = 0.5
    WHOLE = 1.0


class Access(enum.IntFlag):
    READ = 1
    WRITE = 2
    EXECUTE = 4


class Sides(enum.Flag):
    LEFT = 1
    RIGHT = 4
    BOTH = 5


class Loose(enum.IntFlag, boundary=enum.STRICT):
    UP = 2
    DOWN = 8


class Missing(enum.Enum):
    RED = "red"

    @classmethod
    def _missing_(cls, value: object) -> Missing | None:
        return cls.RED if value == "rouge" else None


NAMES: Final = ["red", "blue", "RED", "Color.RED", "a", "b", 1, 2, 3, 4, 7, 8, 0.5, 1.0, None, "1", True, "rouge", -1]


class Defaults(BaseModel):
    color: Color = Color.RED
    level: Level = Level.LOW
    ratio: float = 1.5


class Numbers(BaseModel):
    model_config = ConfigDict(ser_json_inf_nan="strings")
    v: float


CASES: Final[list[Case]] = [
    *fields(
        "integer",
        {
            "plain": int,
            "bounds": Annotated[int, Field(ge=3, lt=10)],
            "multiple": Annotated[int, Field(multiple_of=3)],
            "strict": StrictInt,
            "huge": Annotated[int, Field(le=2**63 - 1)],
            "precise": Annotated[int, Field(ge=2**53 + 1)],
            "optional": int | None,
            "defaulted": (int, 5),
            "invalid default": (conint(gt=3), 1),
            "null default": (int, None),
            "text default": (int, "abc"),
            "union": int | str,
            "float or int": float | int,
            "bool or int": bool | int,
        },
        INTEGERS,
    ),
    *fields(
        "float",
        {
            "plain": float,
            "bounds": Annotated[float, Field(gt=0.1, le=2.5)],
            "multiple": Annotated[float, Field(multiple_of=0.1)],
            "finite": FiniteFloat,
            "not nan": Annotated[float, Field(allow_inf_nan=False, ge=0)],
            "strict": StrictFloat,
            "optional": float | None,
            "list": list[float],
            "dict": dict[str, float],
            "nan default": (float, float("nan")),
            "null default": (float, None),
        },
        FLOATS,
    ),
    *fields("float finite config", {"plain": float}, FLOATS, ConfigDict(allow_inf_nan=False)),
    *fields("float constants", {"plain": float}, FLOATS, ConfigDict(ser_json_inf_nan="constants")),
    bodies("float strings", Numbers, *({"v": each} for each in FLOATS)),
    *fields(
        "decimal",
        {
            "plain": Decimal,
            "digits": Annotated[Decimal, Field(max_digits=5, decimal_places=2)],
            "places": Annotated[Decimal, Field(decimal_places=1)],
            "bounds": Annotated[Decimal, Field(ge=1, lt=Decimal(100))],
            "multiple": Annotated[Decimal, Field(multiple_of=Decimal("0.05"))],
            "optional": Decimal | None,
            "list": list[Annotated[Decimal, Field(gt=0)]],
            "defaulted": (Decimal, Decimal("1.5")),
            "strict": Annotated[Decimal, Field(strict=True)],
            "nan": Annotated[Decimal, Field(allow_inf_nan=True)],
            "dict": dict[str, Decimal],
        },
        DECIMALS,
    ),
    *fields(
        "boolean",
        {"plain": bool, "strict": StrictBool, "literal": Literal[True], "optional": bool | None},
        [1, 0, "true", "yes", 1.0, 2],
    ),
    *fields(
        "enum",
        {
            "text": Color,
            "integer": Level,
            "str": Word,
            "mixed": Mixed,
            "float": Ratio,
            "flag": Access,
            "missing": Missing,
            "strict": Annotated[Color, Field(strict=True)],
            "list": list[Color],
            "optional": Color | None,
            "flags": list[Access],
            "plain flag": Sides,
            "loose flag": Loose,
            "keys": dict[Color, int],
            "integer keys": dict[Level, int],
        },
        [*NAMES, ["red"], [1, 3], {"red": 1}, {"1": 1}, {"LOW": 1}, False, "2", "+1", " 5 ", "3", "1.0", 5, 10, -5, 2**62, "x1"],
    ),
    *fields("enum values", {"text": Color, "level": Level}, NAMES, ConfigDict(use_enum_values=True)),
    *fields(
        "literal",
        {
            "text": Literal["red", "blue"],
            "integer": Literal[1, 2],
            "mixed": Literal[1, "a", None],
            "bool": Literal[True, "a"],
            "member": Literal[Color.RED],
            "str member": Literal[Word.A],
            "members": Literal[Color.RED, Color.BLUE],
            "member or text": Literal[Color.RED, "blue"],
        },
        NAMES,
    ),
    bodies("enum", Defaults, {}, {"color": "red"}, {"color": None}, {"level": 2, "ratio": 1e308}),
]
