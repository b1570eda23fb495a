"""Lists, sets, tuples and dictionaries."""

from __future__ import annotations

import collections
import enum
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated, Final, NamedTuple
from uuid import UUID

from pydantic import BaseModel, Field, OnErrorOmit, RootModel

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


class Holder(BaseModel):
    point: Point = Point(1)
    pairs: list[Pair] = []


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Entry(BaseModel):
    a: Annotated[int, Field(gt=0)]


class Tags(RootModel[set[str]]):
    pass


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
        },
        [
            *(["2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00"], ["2024-01-01T00:00:00Z", "2024-01-01T00:00:00"]),
            *(["2024-01-01", "2024-01-01T00:00"], ["2024-01-01", "2024-01-02"], ["1704067200", "2024-01-01T00:00:00Z"]),
            *(["10:00", "10:00:00"], ["10:00Z", "11:00+01:00"], ["10:00Z", "10:00"], [36000, "10:00Z"], [1704067200, "2024-01-01"]),
            *(["PT1M", "PT60S"], ["PT1M", 60], ["PT1M", "PT61S"], ["P1D", "24:00:00"], [True, 1]),
            *([f"{'a' * 32}", f"{'A' * 8}-aaaa-aaaa-aaaa-aaaaaaaaaaaa"], ["a" * 32, "b" * 32], ["a" * 32, f"urn:uuid:{'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa'}"]),
        ],
    ),
    *fields(
        "omitted",
        {
            "limited": list[OnErrorOmit[Annotated[int, Field(gt=1)]]],
            "counted": Annotated[list[OnErrorOmit[int]], Field(min_length=1, max_length=2)],
            "models": Annotated[list[OnErrorOmit[Entry]], Field(max_length=1)],
            "set": set[OnErrorOmit[int]],
            "dict": dict[str, OnErrorOmit[int]],
            "optional": list[OnErrorOmit[int] | None],
        },
        [*LISTS, [2, "x"], [0, 1, 2], ["1", 2, 3], [{"a": 1}], [{"a": -1}], [{"a": 1}, {"a": 2}], [{"a": 1}, {"a": -2}], {"a": 1}, {"a": "x"}],
    ),
    *fields(
        "tuple",
        {
            "pair": tuple[int, str],
            "variable": tuple[int, ...],
            "length": Annotated[tuple[int, ...], Field(max_length=2)],
            "empty": tuple[()],
            "named": Point,
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
            "mapping": Mapping[str, int],
            "optional": dict[str, int] | None,
        },
        MAPS,
    ),
    bodies("root", Tags, [], ["a"], ["a", "a"], [1]),
    bodies("root", Scores, {}, {"a": 1}, {"a": -1}, {"a": "x"}),
    *(each for each in fields("iterable", {"plain": Iterable[int], "of text": Iterable[str]}, [*LISTS, "12", "ab", {"1": 2}])),
]
