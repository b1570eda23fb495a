"""Limits of what does not know them: unions, aliases, enumerations, literals, and what a validator has made."""

from __future__ import annotations

import enum
from collections import Counter, OrderedDict, defaultdict
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Final, Literal, NamedTuple
from uuid import UUID

from annotated_types import Ge, Gt, Interval
from pydantic import (
    AfterValidator,
    BaseModel,
    ByteSize,
    ConfigDict,
    EmailStr,
    Field,
    GetPydanticSchema,
    Json,
    RootModel,
)
from pydantic_core import CoreSchema, core_schema
from typing_extensions import TypeAliasType, TypedDict

from exactness.cases import Case, Raw, bodies, fields


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Word(enum.StrEnum):
    A = "a"
    LONG = "long"


class Exact(enum.Enum):
    HALF = Decimal("0.5")
    THIRD = Decimal("0.3")


class Half(float, enum.Enum):
    HALF = 0.5


class Nothing(enum.Enum):
    NOTHING = None


class Endless(enum.Enum):
    INFINITE = float("inf")
    ONE = 1


class Whole(enum.Flag):
    NONE = 0
    FIRST = 1
    ALL = 7


class Paired(enum.IntFlag, boundary=enum.STRICT):
    PAIR = 3
    OTHER = 8


class Short(RootModel[Annotated[str, Field(min_length=2)]]):
    pass


Score = TypeAliasType("Score", int | None)
Price = TypeAliasType("Price", Decimal | None)
Ids = TypeAliasType("Ids", list[int] | None)
Scalar = TypeAliasType("Scalar", int | str)


class Members(TypedDict, total=False):
    a: int
    b: int


class Numbered(NamedTuple):
    a: int
    b: int = 1


class Made(BaseModel):
    """Limits of what has been made of a value are none of its own."""

    number: Annotated[int, AfterValidator(abs), Field(ge=1)] = 1
    text: Annotated[str, Field(max_length=3), AfterValidator(lambda text: text + "x"), Field(min_length=2, max_length=3)] = "a"
    items: Annotated[list[int], AfterValidator(lambda items: [*items, 1]), Field(min_length=2)] = [1]
    either: Annotated[Annotated[int, AfterValidator(abs)] | float, Field(ge=1)] = 1
    union: Annotated[int, AfterValidator(abs), Field(ge=1)] | Annotated[str, Field(max_length=1)] = 1


def stepped(type_: Any, *steps: CoreSchema) -> Any:
    return Annotated[type_, GetPydanticSchema(lambda _type, _handler: core_schema.chain_schema([*steps]))]


def limited(type_: Any, **limits: Any) -> Any:
    return Annotated[type_, Field(**limits)]


NUMBERS: Final = [
    *(0, 1, 2, 3, 4, 9, 10, 11, -1, 1.5, 2.5, 3.25, 1e22, 2.0000000001, "0", "1", "2", "4", "2.5", "11", " 3 ", "3.125", "a"),
    *(True, False, None, "1 B", "512", "1KiB", 512, 1024, "0.5", "1/2", "10.0.0.1", [1], {"a": 1}, Raw("1e400"), "true"),
]
LENGTHS: Final = [
    *("", "a", "é", "ab", "éé", "abc", "long", [], ["a"], [1], [1, 1], [1, 2], ["a", "b"], [1, 2, 3], {}, {"a": 1}),
    *({"a": 1, "b": 2}, {"a": 1, "b": 2, "c": 3}, 1, 22, True, None, "[]", "[1]", "[1, 2, 3]", '"ab"', '"abc"', "{}", "1"),
    *("12345678-1234-5678-1234-567812345678", "b@c.co", "a@b.co", "A@B.CO", "X <a@b.co>"),
]
MOMENTS: Final = ["2019-12-31", "2020-01-01", "2020-01-02", "2020-01-02T01:00:00", "2019-01-02T01:00:00", 0, 1.6e9, None, "a"]

class InOrder(BaseModel):
    """Where a text comes in the order of texts, only the server looks."""

    text: Annotated[str, Interval(gt="a", lt="c"), Field(max_length=3)] = "b"
    optional: Annotated[str | None, Ge("b")] = None
    member: Annotated[Word, Gt("b")] = Word.LONG


CASES: Final[list[Case]] = [
    bodies("in order", InOrder, *({"text": each} for each in ("a", "b", "c", "bbbb")), {"member": "a"}, {"optional": "b"}, python_only=True),
    *fields(
        "limited number",
        {
            "alias": limited(Score, ge=3),
            "decimal alias": limited(Price, max_digits=2, decimal_places=1, gt=0),
            "list of alias": list[limited(Score, ge=3)],
            "mixed alias": limited(Scalar, gt=1),
            "step": limited(int | float, multiple_of=2),
            "small step": limited(int | float | None, multiple_of=0.5),
            "bounds and step": limited(int | float, ge=2, lt=10, multiple_of=2),
            "members": limited(limited(int, ge=2) | limited(float, le=3), gt=1),
            "large": limited(int | float, le=2**53 + 1),
            "decimal": limited(int | Decimal, ge=3, le=Decimal("10.5")),
            "float": limited(Decimal | float, gt=1),
            "fraction": limited(Fraction | int, ge=1),
            "size": limited(ByteSize, multiple_of=512, le=1024),
            "enum": limited(Level, ge=2),
            "optional enum": limited(Level | None, gt=1),
            "literal": limited(Literal[1, 2, "a", None], ge=2),
            "no literal": limited(Literal[1], ge=2),
            "json": limited(Json[int], gt=1),
            "any": limited(Any, gt=1),
            "text": limited(int | str, ge=2),
        },
        NUMBERS,
    ),
    *fields(
        "limited length",
        {
            "alias": limited(Ids, max_length=2),
            "text or list": limited(str | list[str], min_length=1, max_length=2),
            "list or dictionary": limited(list[int] | dict[str, int] | None, min_length=1, max_length=2),
            "set or list": limited(set[int] | list[str], min_length=2),
            "text or bytes": limited(str | bytes, max_length=1),
            "text or uuid": limited(UUID | str, max_length=2),
            "enum": limited(Word, max_length=2),
            "literal": limited(Literal["a", "long", 1], min_length=2),
            "any": (limited(Any, max_length=2), None),
            "json": limited(Json[list[int]], max_length=2),
            "any json": limited(Json, max_length=2),
            "defaultdict": limited(defaultdict[str, int], min_length=1),
            "pattern": limited(Literal["abc"] | limited(str, max_length=2), pattern="^a"),
            "optional pattern": limited(str | None, pattern="^a", max_length=1),
            "enum pattern": limited(Word, pattern="^l"),
            "email pattern": limited(EmailStr, pattern="^[a-z@.]+$"),
            "some members": limited(Members, min_length=1),
            "one member": limited(Members, max_length=1),
            "named tuple": limited(Numbered, min_length=2),
            "no named tuple": limited(Numbered, max_length=1),
            "tuple": limited(tuple[int, ...], max_length=2),
            "no tuple": limited(tuple[int, int], max_length=1),
        },
        LENGTHS,
    ),
    *fields(
        "step by step",
        {
            "integer": stepped(int, core_schema.int_schema(ge=1), core_schema.int_schema(le=5), core_schema.int_schema(multiple_of=2)),
            "number": stepped(float, core_schema.int_schema(), core_schema.float_schema(le=3)),
            "decimal": stepped(Decimal, core_schema.decimal_schema(ge=1), core_schema.decimal_schema(le=3, max_digits=2)),
            "date": stepped(date, core_schema.date_schema(), core_schema.date_schema(le=date(2020, 1, 1))),
            "text": stepped(str, core_schema.str_schema(pattern="^[ab]"), core_schema.str_schema(max_length=2, pattern="b$")),
            "trimmed": stepped(str, core_schema.str_schema(strip_whitespace=True), core_schema.str_schema(min_length=2)),
            "list": stepped(list[int], core_schema.list_schema(min_length=1), core_schema.list_schema(max_length=2)),
        },
        [*NUMBERS, *LENGTHS, *MOMENTS, " a ", "b"],
    ),
    *fields("limited moment", {"union": limited(date | datetime, ge=date(2020, 1, 1)), "optional": limited(date | None, ge=date(2020, 1, 1))}, MOMENTS),
    bodies(
        "limit",
        Made,
        *({"number": each} for each in (-5, 0, 1)),
        *({"text": each} for each in ("", "a", "ab", "abc", "abcd")),
        *({"items": each} for each in ([], [1], [1, 2])),
        *({"either": each} for each in (-5, 0.5, 0, 2)),
        *({"union": each} for each in ("-5", " 1 ", "a", "ab", -5)),
        python_only=True,
    ),
    *fields(
        "member",
        {
            "decimal": Exact,
            "float literal": Literal[Half.HALF],
            "bytes": Literal[b"a", 1],
            "bytes or text": Literal[b"a", "a"],
            "null": Literal[Nothing.NOTHING, "a"],
            "same": Literal[Word.A, "a"],
            "infinite": Endless,
            "whole": Whole,
            "paired": Paired,
            "enum or text": Level | limited(str, pattern="^a"),
            "true or more": Literal[True] | limited(int, gt=5),
            "complex or integer": complex | int,
            "short or integer": Short | int,
            "range": limited(Decimal, max_digits=3, decimal_places=5),
            "endless": limited(Decimal, le=Decimal("Infinity")),
            "infinite decimal": float | Decimal,
        },
        [*NUMBERS, 5, 6, 7, 8, -2, -3, -5, -10, "ab", 0.001, 0.25, "0.001", "1.0", "nan"],
    ),
    *fields("infinite text", {"union": float | int, "decimal": Decimal | float, "plain": float, "strict": Annotated[float, Field(strict=True)]}, NUMBERS, ConfigDict(ser_json_inf_nan="strings")),
    *fields(
        "strict member",
        {"fraction": Fraction, "ordered": OrderedDict[str, int], "counter": Counter[str], "default": defaultdict[str, int]},
        [0, "1/2", 1.5, {}, {"a": 1}],
        ConfigDict(strict=True),
    ),
    *fields(
        "either key",
        {
            "limited": dict[limited(int, ge=2) | limited(str, min_length=2), int],
            "ranges": dict[limited(int, ge=2) | limited(int, le=-2), int],
        },
        [{}, *({name: 1} for name in ("1", "2", "-2", "a", "ab", " 1 ", ""))],
    ),
    *fields("limited identifier", {"": limited(UUID, ge=UUID(int=1))}, [str(UUID(int=each)) for each in (1, 2)]),
]
