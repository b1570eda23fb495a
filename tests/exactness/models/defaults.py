"""Defaults, which nobody validates: what is sent of them need not be of the field's type, and need not be sent."""

from __future__ import annotations

import typing
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from ipaddress import IPv4Address
from pathlib import Path
from typing import Annotated, Final, Literal, NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, HttpUrl, Json, Secret
from pydantic_core import MISSING
from typing_extensions import TypedDict

from exactness.cases import Case, bodies, fields


class Needed(TypedDict):
    a: int


class Small(BaseModel):
    a: int = 0


class Validated(BaseModel):
    model_config = ConfigDict(validate_default=True)
    a: int = 1
    b: Annotated[str, Field(max_length=1)] = "abc"
    c: list[int] | None = Field(default_factory=list)


class Refused(BaseModel):
    a: list[int] = Field([1, "x"], validate_default=True)  # type: ignore[list-item]


class Branch(BaseModel):
    """Its default is refused, and it refers to itself."""

    branches: list[Branch] = Field(None, validate_default=True)  # type: ignore[assignment]


class Unset(BaseModel):
    a: int | MISSING = MISSING
    b: MISSING = MISSING


class Unsettable(BaseModel):
    a: MISSING


class Pair(NamedTuple):
    a: int
    b: str = "x"


class Sparse(BaseModel):
    a: int
    b: int | None = None
    c: int | None = None


@dataclass
class Ratio:
    value: float


class Dense(BaseModel):
    a: int
    d: int


LEFT: Final = [{"a": 1, **more} for more in ({}, {"b": 5}, {"c": 1}, {"d": 1}, {"b": None}, {"q": 1})]

INFINITE: Final = {
    "plain": (float, float("-inf")),
    "optional": (float | None, float("inf")),
    "members": (dict[str, float], {"a": float("inf")}),
    "row": (tuple[float, int], (float("inf"), 1)),
    "dataclass": (Ratio, Ratio(float("inf"))),
    "allowed": (Annotated[float, Field(allow_inf_nan=True)], float("inf")),
}

CASES: Final[list[Case]] = [
    *(bodies("validated", each, {}, {"b": "x"}, {"b": "xy"}, {"a": []}, {"a": [2]}) for each in (Validated, Refused)),
    bodies("validated", Branch, {}, {"branches": []}, {"branches": [{}]}, {"branches": [{"branches": []}]}),
    bodies("missing", Unset, {}, {"a": 1}, {"a": 1, "b": 1}, {"b": None}, {"a": None}),
    bodies("missing", Unsettable, {}, {"a": 1}, {"a": None}),
    *fields(
        "default",
        {
            "number for decimal": (Decimal, 0),
            "fraction for decimal": (Decimal | None, 0.5),
            "number for duration": (timedelta, 30),
            "number for moment": (datetime, 0),
            "number for time": (time, 5),
            "number for fraction": (Fraction, 1),
            "number for complex": (complex, 1),
            "half for integer": (int, 1.5),
            "nothing for pair": (tuple[int, str], ()),
            "one for pair": (tuple[int, str], (1,)),
            "pair": (tuple[int, str], (1, "a")),
            "short named pair": (Pair, (1,)),
            "named pair": (Pair, (1, "a")),
            "row": (tuple[int, ...], (1, 2)),
            "text in row": (tuple[int, ...], (1, "a")),
            "nothing for members": (Needed, {}),
            "members": (Needed, {"a": 1}),
            "more members": (Small, {"a": 1, "b": 2}),
            "list of more members": (list[Small], [{"a": 1, "b": 2}]),
            "text in dictionary": (dict[str, int], {"a": "x"}),
            "null in dictionary": (list[dict[str, int]], [{"a": None}]),
            "other key": (dict[Literal["a", "b"], int], {"c": 1}),
            "infinity": (FiniteFloat, float("inf")),
            "infinity for integer": (int, float("inf")),
            "text in set": (set[int], {"a"}),
            "text in frozen set": (frozenset[int], ("a",)),
            "numbers in list": (list[Decimal], [1]),
            "text for json": (Json[list[int]], "[1]"),
            "content for json": (Json[list[int]], [1]),
            "text for identifier": (UUID, "12345678-1234-5678-1234-567812345678"),
            "text for url": (HttpUrl, "http://x.y"),
            "text for bytes": (bytes, "x"),
            "number for address": (IPv4Address, 1),
            "address": (IPv4Address, IPv4Address("127.0.0.1")),
            "number for file": (Path, 5),
            "file": (Path | None, Path("a")),
            "text in queue": (deque[int], ["a"]),
            "queue": (deque[int], deque([1])),
            "list for counter": (typing.Counter[str], []),
            "text in counter": (typing.Counter[str], {"a": "x"}),
            "text in defaults": (defaultdict[str, int], {"a": "x"}),
            "text for sequence": (Sequence[int], "ab"),
            "sequence": (Sequence[int], (1, 2)),
            "number for true": (Literal[True], 1),
            "secret": (Secret[int], Secret[int](1)),
            "day": (date, date(2020, 1, 1)),
            "short": (Annotated[str, Field(min_length=2)], ""),
        },
        ["1", 1, [1, "a"], {"a": 1}, ["1"], "[1]", "2020-01-01", "a"],
    ),
    bodies("left", Sparse | Dense, *LEFT, name="but the unset", response_model_exclude_unset=True),
    bodies("left", Sparse | Dense, *LEFT, name="but nulls", response_model_exclude_none=True),
    bodies("left", Sparse | Dense, *LEFT, name="but defaults", response_model_exclude_defaults=True),
    *fields("infinite default", {**INFINITE, "integer": (int | float, float("inf"))}, [1, {"a": 1}, {"value": 1}, [1, 2]], ConfigDict(allow_inf_nan=False)),
    *fields(
        "infinite text by default",
        INFINITE,
        [1, {"a": 1}, {"value": 1}, [1, 2]],
        ConfigDict(allow_inf_nan=False, ser_json_inf_nan="strings"),
    ),
]
