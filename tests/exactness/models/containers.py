"""Lists, sets, tuples and dictionaries."""

from __future__ import annotations

import collections
import enum
import typing
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from pathlib import Path, PurePath
from typing import Annotated, Final, Literal, NamedTuple, NotRequired
from uuid import UUID

from pydantic import (
    AfterValidator,
    AliasChoices,
    AliasPath,
    Base64Bytes,
    BaseModel,
    ByteSize,
    EmailStr,
    Field,
    HttpUrl,
    OnErrorOmit,
    RootModel,
)
from pydantic.alias_generators import to_camel
from typing_extensions import TypedDict

from exactness.cases import Case, Raw, bodies, fields

LISTS: Final = [
    *(
        [],
        [1],
        [1, 2],
        [1, 2, 3],
        [1, 1],
        [1, 1, 1, 1],
        [1, 1, 2, 2, 3],
        [1, 1.0],
        [1, True],
        ["a", "a"],
        ["1"],
        [None],
        [[1], [1]],
        [1.5],
    ),
    *(
        ["a", 1],
        [1, "a"],
        [1, "a", 2],
        [1, "a", 2, 3],
        {"x": 1},
        {"x": 1, "y": "a"},
        {"x": 1, "z": 2},
        {"x": "a"},
        [{"x": 1}],
        [0, -0.0],
    ),
]
MAPS: Final = [
    *(
        {"1": 1},
        {"a": 1},
        {"1": 1, "01": 2},
        {" 1 ": 1},
        {"1.0": 1},
        {"1.5": 1},
        {"1e3": 1},
        {"true": 1},
        {"yes": 1},
        {"on": 1, "x": 1},
    ),
    *({"": 1}, {"a": "x"}, {"a": None}, {"a": 1, "b": 2, "c": 3}, {"abc": 1}, {"a": 1, "b": 2}, {"constructor": 1}),
    *(
        {"nan": 1},
        {"inf": 1},
        {"1.1.1.1": 1},
        {"::/8": 1},
        {"1_000": 1},
        {"+1": 1},
        {"-1": 1},
        {"٣": 1},
        {"True": 1},
        {"TRUE": 1},
        {"t": 1},
        {"٣.٥": 1},
        {".5": 1},
        {"1.": 1},
    ),
    Raw('{"a": 1, "a": "x"}'),
]


class Point(NamedTuple):
    x: int
    y: str = "a"


class Pair(NamedTuple):
    x: Annotated[int, Field(gt=0)]
    y: Annotated[str, Field(max_length=2)]


class Origin(NamedTuple):
    x: int = 0
    y: int = 0


class Nothing(NamedTuple):
    pass


class Spelled(NamedTuple):
    first_name: int
    nick: Annotated[str, Field(validation_alias=AliasChoices("nick", AliasPath("names", 0)))] = "q"
    rest: Annotated[int, Field(validation_alias=AliasPath("rests", 0))] = 1


class Camels(BaseModel, alias_generator=to_camel, populate_by_name=True):
    spelled: Spelled


class Holder(BaseModel):
    point: Point = Point(1)
    pairs: list[Pair] = []


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Omitting(TypedDict):
    a: OnErrorOmit[int] | OnErrorOmit[bool]


class OmittingAtWill(TypedDict):
    a: NotRequired[OnErrorOmit[int]]


class Entry(BaseModel):
    a: Annotated[int, Field(gt=0)]


class Tags(RootModel[set[str]]):
    pass


class Tag(BaseModel, frozen=True):
    name: str
    until: date | None = None
    color: str = "red"


@dataclass(frozen=True)
class Place:
    tag: Tag
    at: tuple[Decimal, ...] = ()


class Basket(BaseModel, frozen=True):
    items: list[int]


@dataclass
class Priced:
    price: Decimal


class Prices(RootModel[Priced]):
    pass


class Name(RootModel[str]):
    pass


class Uncounted(BaseModel):
    """Nobody but Python knows which items are one, so that there may seem to be too many."""

    lowered: Annotated[set[Annotated[str, AfterValidator(str.lower)]], Field(max_length=1)] = set()
    points: Annotated[set[Point], Field(max_length=1)] = set()


class Scores(RootModel[dict[str, Annotated[int, Field(ge=0)]]]):
    pass


CASES: Final[list[Case]] = [
    *fields(
        "list",
        {
            "plain": list[int],
            "length": Annotated[list[int], Field(min_length=1, max_length=3)],
            "any": list,
            "nested": list[list[int]],
            "strict": Annotated[list[int], Field(strict=True)],
            "sequence": Sequence[int],
            "sequence of anything": Sequence[typing.Any],
            "deque": collections.deque[int],
            "optional": list[int] | None,
            "of null": list[int | None],
            "null": (list[int], None),
        },
        LISTS,
    ),
    *fields(
        "set",
        {
            "plain": set[int],
            "length": Annotated[set[int], Field(min_length=2, max_length=3)],
            "frozen": Annotated[frozenset[str], Field(max_length=1)],
            "strict": Annotated[set[int], Field(strict=True)],
            "optional": Annotated[set[int], Field(max_length=2)] | None,
            "tuples": Annotated[set[tuple[int, ...]], Field(max_length=1)],
            "floats": Annotated[set[float], Field(max_length=1)],
            "booleans": Annotated[set[bool], Field(max_length=1)],
            "levels": Annotated[set[Level], Field(max_length=1)],
        },
        [
            *(*LISTS, [[1, 1], [1, 1]], [[1, 2], [2, 1]], [1, 2, 2, 3], [2**53 + 1, 2**53], ["1", 1], ["+1", " 1 ", True]),
            *([["1"], [1]], ["1", 1, 2], ["1e0", 1], ["yes", 1, True], ["no", "yes"], ["1.0", 1, 2]),
        ],
    ),
    *fields(
        "set of",
        {
            "moments": Annotated[set[datetime], Field(max_length=1)],
            "times": Annotated[set[time], Field(max_length=1)],
            "days": Annotated[set[date], Field(max_length=1)],
            "lengths": Annotated[set[timedelta], Field(max_length=1)],
            "ids": Annotated[set[UUID], Field(max_length=1)],
            "paths": Annotated[set[Path], Field(max_length=1)],
            "two paths": Annotated[set[PurePath], Field(min_length=2)],
        },
        [
            *(["2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00"], ["2024-01-01T00:00:00Z", "2024-01-01T00:00:00"]),
            *(["2024-01-01", "2024-01-01T00:00"], ["2024-01-01", "2024-01-02"], ["1704067200", "2024-01-01T00:00:00Z"]),
            *(["10:00", "10:00:00"], ["10:00Z", "11:00+01:00"], ["10:00Z", "10:00"], [36000, "10:00Z"], [1704067200, "2024-01-01"]),
            *(["PT1M", "PT60S"], ["PT1M", 60], ["PT1M", "PT61S"], ["P1D", "24:00:00"], [True, 1]),
            *([f"{'a' * 32}", f"{'A' * 8}-aaaa-aaaa-aaaa-aaaaaaaaaaaa"], ["a" * 32, "b" * 32], ["a" * 32, f"urn:uuid:{'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa'}"]),
            *(["a/b", "a//b"], ["a/b", "./a/./b/"], ["a/b", "b"], ["/a", "//a"], ["/a", "///a"], ["//a", "//a/"], ["", "."], ["", "/"], ["..", "../."], ["a/..", "."], ["A", "a"], [".a", "a"]),
        ],
    ),
    *fields(
        "set counts",
        {
            "decimals": Annotated[set[Decimal], Field(max_length=1)],
            "decimals or null": Annotated[set[Decimal | None], Field(min_length=2)],
            "any decimals": Annotated[set[Annotated[Decimal, Field(allow_inf_nan=True)]], Field(min_length=2)],
            "fractions": Annotated[set[Fraction], Field(max_length=1)],
            "sizes": Annotated[set[ByteSize], Field(max_length=1)],
            "complex": Annotated[set[complex], Field(max_length=3)],
            "integers or null": Annotated[set[int | None], Field(max_length=1)],
            "numbers": Annotated[set[int | float], Field(max_length=1)],
            "words or numbers": Annotated[set[Annotated[str, Field(max_length=2)] | int], Field(max_length=1)],
            "literals": Annotated[set[Literal[1, 2, "1"]], Field(max_length=1)],
            "any numeral": Annotated[set[Annotated[str, Field(coerce_numbers_to_str=True)]], Field(max_length=1)],
            "addresses": Annotated[set[IPv4Address | IPv6Address], Field(max_length=1)],
            "networks": Annotated[set[IPv4Network], Field(max_length=1)],
            "links": Annotated[set[HttpUrl], Field(max_length=1)],
            "mail": Annotated[set[EmailStr], Field(max_length=1)],
            "base64": Annotated[set[Base64Bytes], Field(max_length=1)],
        },
        [
            *(["1", 1], ["1.50", "1.5", 1.5], [0.1, "0.1"], ["1", "1.0", None], [1, None], ["1/2", "0.5"], ["2/4", "1/2"], ["1KB", 1000]),
            *(["nan", "nan"], ["inf", "Infinity"], ["1", True, 1.0], ["1.5", 1.5], ["-0", 0], ["123", 123], ["12", 12], [1e-5, "1e-05"]),
            *(["::1", "::0001"], ["::1", "0.0.0.1"], ["::1%a", "::1%b"], ["1.1.1.0/24", "1.1.1.0/255.255.255.0"], ["1.1.1.1", "1.1.1.1/32"]),
            *(["http://a.b", "HTTP://A.B/"], ["http://a.b", "http://a.b/c"], ["a@b.co", "A <a@B.co>"], ["a@b.co", "A@b.co"], ["YQ==", "YQ==\n"]),
        ],
    ),
    *fields(
        "set of",
        {
            "days or null": Annotated[set[date | None], Field(max_length=1)],
            "days or moments": Annotated[set[date | datetime], Field(max_length=1)],
            "days or numbers": Annotated[set[date | int], Field(max_length=1)],
            "rows": Annotated[set[tuple[date, Decimal]], Field(max_length=1)],
            "sets": Annotated[set[frozenset[int]], Field(max_length=1)],
            "tags": Annotated[set[Tag], Field(min_length=2, max_length=2)],
            "places": Annotated[set[Place], Field(max_length=1)],
            "baskets": set[Basket],
            "names": set[Name],
        },
        [
            *([], ["2024-01-01", "2024-01-01T00:00"], ["2024-01-01", None], ["2024-01-01", "1704067200"], ["2024-01-01", "2024-01-01T10:00"]),
            *([1704067200, "2024-01-01"], [["2024-01-01", "1"], ["1704067200", "1.0"]], [["2024-01-01", 1], ["2024-01-01", 2]]),
            *([[1, 2], [2, 1, 1]], [[1], [2]], [{"name": "a"}, {"name": "a", "color": "red"}, {"name": "b", "x": 1}], [{"name": "a"}]),
            *([{"name": "a", "until": None}, {"name": "a"}], [{"name": "a", "until": "2024-01-01"}, {"name": "a", "until": "1704067200"}]),
            *([{"tag": {"name": "a"}}, {"tag": {"name": "a", "color": "red"}, "at": []}], [{"tag": {"name": "a"}, "at": ["1"]}, {"tag": {"name": "a"}, "at": [1]}]),
            *([{"items": [1]}], [{"items": []}], ["a"]),
        ],
    ),
    bodies(
        "set",
        Uncounted,
        *({}, {"lowered": ["a", "A"]}, {"points": [[1], {"x": 1}, [1, "a"]]}),
        python_only=True,
    ),
    *fields(
        "omitted",
        {
            "member": Omitting,
            "member at will": OmittingAtWill,
            "limited": list[OnErrorOmit[Annotated[int, Field(gt=1)]]],
            "counted": Annotated[list[OnErrorOmit[int]], Field(min_length=1, max_length=2)],
            "models": Annotated[list[OnErrorOmit[Entry]], Field(max_length=1)],
            "set": set[OnErrorOmit[int]],
            "pair": tuple[OnErrorOmit[int], int],
            "keys": dict[OnErrorOmit[int], int],
            "counted keys": Annotated[dict[OnErrorOmit[int], int], Field(min_length=1, max_length=2)],
            "limited keys": dict[OnErrorOmit[Annotated[str, Field(max_length=1)]], int],
            "dict": dict[str, OnErrorOmit[int]],
            "optional": list[OnErrorOmit[int] | None],
        },
        [*LISTS, [2, "x"], [0, 1, 2], ["1", 2, 3], [{"a": 1}], [{"a": -1}], [{"a": 1}, {"a": 2}], [{"a": 1}, {"a": -2}], {"a": 1}, {"a": "x"}, {"xy": 1.5}, {"xy": 1.5, "1": 2}, {"1": 1.5}, {"1": 1, "2": 2, "3": 3}, {"1": 1, "x": 2, "3": 3}],
    ),
    *fields(
        "tuple",
        {
            "pair": tuple[int, str],
            "variable": tuple[int, ...],
            "length": Annotated[tuple[int, ...], Field(max_length=2)],
            "empty": tuple[()],
            "named": Point,
            "all by default": Origin,
            "named without fields": Nothing,
            "named without fields in a list": list[Nothing],
            "limited": Pair,
            "optional": tuple[int, str] | None,
            "strict": Annotated[tuple[int, str], Field(strict=True)],
        },
        LISTS,
    ),
    bodies(
        "named tuple",
        Holder,
        {},
        {"point": [1]},
        {"point": {"x": 1}},
        {"point": {"x": 1, "y": "b"}},
        {"pairs": [[1, "a"], {"x": 1, "y": "ab"}, [0, "abc"]]},
        {"pairs": [{"x": 0, "y": "a"}]},
        {"pairs": [[1, "ab"]]},
    ),
    bodies(
        "named tuple",
        Camels,
        *({"spelled": each} for each in ([1], [1, "a"], [1, "a", 2], {"first_name": 1}, {"firstName": 1, "nick": "a"})),
        *({"spelled": {"firstName": 1, **each}} for each in ({"names": ["a"]}, {"rests": [2]}, {"first_name": 2}, {"rest": 2})),
        {"spelled": {"nick": "a"}},
    ),
    *fields(
        "dict",
        {
            "plain": dict[str, int],
            "any": dict,
            "size": Annotated[dict[str, int], Field(min_length=1, max_length=2)],
            "integer keys": dict[int, int],
            "float keys": dict[float, int],
            "bool keys": dict[bool, int],
            "short keys": dict[Annotated[str, Field(max_length=1)], int],
            "pattern keys": dict[Annotated[str, Field(pattern="^[a-z]+$")], int],
            "bound keys": dict[Annotated[int, Field(gt=0)], int],
            "nested": dict[str, dict[str, int]],
            "counter": collections.Counter[str],
            "ordered": collections.OrderedDict[str, int],
            "default": collections.defaultdict[str, int],
            "strict default": Annotated[collections.defaultdict[str, int], Field(strict=True)],
            "strict counter": Annotated[collections.Counter[str], Field(strict=True)],
            "strict ordered": Annotated[collections.OrderedDict[str, int], Field(strict=True)],
            "addresses": dict[IPv4Address | IPv6Network, int],
            "limited choice": dict[Annotated[int, Field(ge=2)] | Annotated[str, Field(min_length=2)], int],
            "mapping": Mapping[str, int],
            "optional": dict[str, int] | None,
        },
        MAPS,
    ),
    bodies("root", Tags, [], ["a"], ["a", "a"], [1]),
    bodies("root", Scores, {}, {"a": 1}, {"a": -1}, {"a": "x"}),
    *(each for each in fields("iterable", {"plain": Iterable[int], "of text": Iterable[str]}, [*LISTS, "12", "ab", {"1": 2}])),
    bodies("root", Prices, {"price": "1.5"}, {"price": "x"}, {"price": 1}, {}),
]
