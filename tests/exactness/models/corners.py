"""What few models have, and where schemas have once disagreed: foreign sizes, fractions, names that merge, `__proto__`."""

from __future__ import annotations

import dataclasses
import enum
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from ipaddress import IPv4Address
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import (
    AnyUrl,
    BaseModel,
    ByteSize,
    ConfigDict,
    Field,
    FileUrl,
    HttpUrl,
    Json,
    PostgresDsn,
    RootModel,
    SecretBytes,
    StringConstraints,
)
from pydantic import dataclasses as pydantic_dataclasses

from exactness.cases import Case, Raw, bodies, fields


class Loose(BaseModel):
    model_config = ConfigDict(extra="allow")
    a: int = 1


class Typed(BaseModel):
    model_config = ConfigDict(extra="allow")
    a: int = 1
    __pydantic_extra__: dict[str, int]


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")
    a: int = 1


class Factories(BaseModel):
    a: list[int] = Field(default_factory=dict)  # type: ignore[arg-type]
    b: str = Field(default_factory=lambda: 5)  # type: ignore[assignment, arg-type, return-value]
    c: int | None = Field(default_factory=lambda: "x")  # type: ignore[assignment, arg-type, return-value]
    d: str = Field(default_factory=lambda data: None)  # type: ignore[assignment, arg-type, misc, return-value]


class StrictUrls(BaseModel):
    model_config = ConfigDict(strict=True)
    a: AnyUrl | None = None
    b: list[HttpUrl] = []


@pydantic_dataclasses.dataclass(config=ConfigDict(strict=True))
class Strict:
    a: int
    b: float = 0.0


class Around(BaseModel):
    strict: Strict | None = None


@dataclasses.dataclass
class Counted:
    a: int
    count: int = dataclasses.field(init=False, default=3)


@pydantic_dataclasses.dataclass(config=ConfigDict(extra="forbid"))
class ClosedCounted(Counted):
    pass


class Pair(enum.Enum):
    BOTH = (1, 2)
    TEXT = "x"


class Truth(enum.Enum):
    YES = True
    NO = False


class Data(bytes, enum.Enum):
    A = b"a"


class Millis(BaseModel):
    model_config = ConfigDict(val_temporal_unit="milliseconds")
    at: datetime
    day: date | None = None


class Seconds(BaseModel):
    model_config = ConfigDict(val_temporal_unit="seconds")
    at: datetime


PROTO: Final = [
    Raw('{"__proto__":1}'),
    Raw('{"__proto__":"x"}'),
    Raw('{"__proto__":{"a":1},"b":2}'),
    Raw('{"a":1,"__proto__":1}'),
    Raw('{"a":1,"__proto__":"x"}'),
    Raw('{"a":1,"__proto__":null}'),
    {"a": 1},
    {},
]
ITEMS: Final = [[], [1], [[1]], [{}], [{"a": 1}], [1, [2]], ["a", None], [[[1]]], [[{}]], [1, 1.0, True], [[]]]
URLS: Final = (
    """
http://x.y http:x http:/x http:///x http:\\\\x.y http://x.y\\a http://x.y:80 http://[::1]/ postgres://u:p@h/db postgres:h ftp:x x:y a
http://x.y/é http://x.y/%zz http://x.y/%41 http://x.y/a|b http://x.y/[ http://u:p@x.y http://u@v@x.y http://x.y/#a#b http://x.y/#a
file:a file:/a file://a file:///a data:a,b http://x.y/<a> http://x.y/?q=%z http://x.y/{a} http://a,b/c x:\\y http://x.y/\ufdd0
""".split()
    + [" http://x.y", "http://x.y ", "http://x.y/a b", "ht\ntp://x.y", "http://x.y\t", "data:a b", "http://x.y/\x7f"]
)
SIZES: Final = (
    """
1 1.5 1KB 1kb 1.5GB 1MiB 1mib 1b 1B 1bit 10kbit 1kibit 5PB 5EiB 1ZB 1YB -1 -1KB +1KB 1e3 1e3KB 1_000 .5 .5KB 5. 5.KB inf nan 0 00 1KBs
1K 1k 1M 1g 1.2.3 1,5KB ١KB 1i 1ki 1ib 1eb 1gibit 1ſb 99999999999999999999
""".split()
    + ["1.5 GB", " 1KB", "1KB ", "1  KB", "1\tKB", "1KB\n", "", "KB", "1 KiB of it", 1, 0, -1, 1.5, 1.0, 2**53]
)
FRACTIONS: Final = (
    """
1 1/2 0.5 -1/2 +1/2 1/0 1/-2 1_0/2 1/2_0 .5 1. 1.e3 1e3 1E-3 a 1/ /2 1/2/3 1.5/2 ١/٢ nan inf 0x1 1__0 _1 1_ 1e1_0 0/5 -.5 . - 1e
""".split()
    + [" 1/2", "1/2 ", "\n1\n", "", "\u00a01", "1\x1f", 1, 1.5, 0, -3, 1e300]
)
COMPLEX: Final = (
    """
1 1+2j 1j j -j +j 1-j (1+2j) ( 1+2J 1e3j 1.5+.5j nan nan+nanj inf infj 1+2 1+-2j j1 1i a nanj -infj+1 1_0j 1__0j ١j () (1) ((1)) 1e
""".split()
    + [" 1+2j ", "1 +2j", "", "\t1j", "\u00a01j", "1j\x1f", "( 1+2j )"]
)
NUMBERS: Final = [
    *("77", "7", "78", "3", "5", " 77 ", "77.0", "77.5", "7a", "a", "ab", "+77", "7_7", "true", "yes", "1e1", "P1D"),
    *(77, 7, 3, 0, 1, 1.0, 7.5, None, [7], ["77"], [3], ["3"], {"a": "77"}, {"a": 3}, "2024-01-01", "nan", "inf"),
]
MERGING: Final[list[Any]] = [
    *({"1": 1}, {"1": 1, "01": 2}, {"1": 1, "2": 1}, {"1": 1, "1.0": 2, "+1": 3}, {"0": 1, "-0": 1}, {"1e0": 1, "1": 1}),
    *({"nan": 1, "NaN": 1}, {"inf": 1, "Infinity": 1}, {"true": 1, "1": 1}, {"yes": 1, "no": 1}, {" a": 1, "a": 1}),
    *({"2024-01-01": 1, "2024-01-01T00:00:00": 1}, {"2024-01-01T00:00:00Z": 1, "2024-01-01T01:00:00+01:00": 1}),
    *({"12345678-1234-5678-1234-567812345678": 1, "12345678123456781234567812345678": 1}, {"0.1": 1, "0.10": 1}),
]
STAMPS: Final = ["2020-01-01T00:00:00Z", "1700000000", "1700000000000", "20000000001", "253402300800", "86400", 1700000000]

CASES: Final[list[Case]] = [
    *fields(
        "proto",
        {
            "plain": dict[str, int],
            "any": dict,
            "nested": dict[str, dict[str, int]],
            "pattern": dict[Annotated[str, Field(pattern="^_")], int],
            "short": dict[Annotated[str, Field(max_length=3)], int],
            "optional": dict[str, int] | None,
            "union": dict[str, int] | dict[str, str],
            "literal": dict[Literal["__proto__", "a"], int],
            "size": Annotated[dict[str, int], Field(min_length=1, max_length=1)],
        },
        PROTO,
    ),
    *(bodies("proto", each, *PROTO) for each in (Loose, Typed, Closed)),
    bodies("proto", RootModel[dict[str, int]], *PROTO, name="root"),
    bodies("proto", RootModel[dict[str, Loose]], Raw('{"__proto__":{"a":1}}'), Raw('{"x":{"__proto__":2}}'), name="within"),
    *fields(
        "unhashable",
        {
            "any": set[Any],
            "plain": set,
            "frozen": frozenset[Any],
            "length": Annotated[set[Any], Field(max_length=2)],
            "union": set[int | str | list[int]],
            "tuples": set[tuple[Any, ...]],
            "optional": set[Any] | None,
            "frozen sets": set[frozenset[int]],
            "dictionaries": set[dict[str, int]],
            "models": set[Loose],
            "lists": set[list[int]],
            "sequences": set[Sequence[int]],
            "counts": set[Counter[str]],
        },
        ITEMS,
    ),
    *fields(
        "merging",
        {
            "integers": Annotated[dict[int, int], Field(max_length=1)],
            "two integers": Annotated[dict[int, int], Field(min_length=2)],
            "numbers": Annotated[dict[float, int], Field(max_length=1)],
            "two numbers": Annotated[dict[float, int], Field(min_length=2)],
            "booleans": Annotated[dict[bool, int], Field(max_length=1)],
            "dates": Annotated[dict[date, int], Field(max_length=1)],
            "moments": Annotated[dict[datetime, int], Field(max_length=1)],
            "identifiers": Annotated[dict[UUID, int], Field(max_length=1)],
            "decimals": Annotated[dict[Decimal, int], Field(max_length=1)],
            "fractions": Annotated[dict[Fraction, int], Field(max_length=1)],
            "days or integers": Annotated[dict[date | int, int], Field(max_length=1)],
            "identifiers or days": Annotated[dict[UUID | date, int], Field(max_length=1)],
            "integers or booleans": Annotated[dict[int | bool, int], Field(max_length=1)],
            "stripped": Annotated[dict[Annotated[str, StringConstraints(strip_whitespace=True)], int], Field(max_length=1)],
            "steps": dict[Annotated[int, Field(multiple_of=2)], int],
        },
        MERGING,
    ),
    *fields(
        "strict url",
        {
            "http": Annotated[HttpUrl, Field(strict=True)],
            "any": Annotated[AnyUrl, Field(strict=True)],
            "postgres": Annotated[PostgresDsn, Field(strict=True)],
            "file": Annotated[FileUrl, Field(strict=True)],
        },
        [*URLS, "http://x.y\u001c", "http://x.y\u0000", " http://x.y"],
    ),
    bodies("strict url", StrictUrls, *({"a": each} for each in URLS), *({"b": [each]} for each in URLS[:8])),
    *fields(
        "size",
        {
            "plain": ByteSize,
            "optional": ByteSize | None,
            "least": Annotated[ByteSize, Field(ge=1024)],
            "most": Annotated[ByteSize, Field(le=1000)],
            "list": list[ByteSize],
        },
        SIZES,
    ),
    *fields(
        "fraction",
        {
            "plain": Fraction,
            "optional": Fraction | None,
            "least": Annotated[Fraction, Field(ge=1)],
            "less": Annotated[Fraction, Field(lt=Fraction(1, 2))],
            "less than a double": Annotated[Fraction, Field(lt=0.1)],
            "more": Annotated[Fraction, Field(gt=Fraction(1, 10))],
            "multiple": Annotated[Fraction, Field(multiple_of=2)],
        },
        [*FRACTIONS, 0.1, "0.1", "1/10"],
    ),
    *fields(
        "complex", {"plain": complex, "optional": complex | None, "strict": Annotated[complex, Field(strict=True)]}, COMPLEX
    ),
    *fields(
        "limited",
        {
            "integer or text": Annotated[int, Field(gt=5)] | Annotated[str, Field(max_length=1)],
            "step or text": Annotated[int, Field(multiple_of=7)] | Annotated[str, Field(max_length=1)] | None,
            "number or text": Annotated[float, Field(le=10)] | Annotated[str, Field(pattern="^7")],
            "boolean or text": bool | Annotated[str, Field(max_length=1)],
            "number or boolean": Annotated[float, Field(gt=5)] | bool | Annotated[str, Field(max_length=1)],
            "literal or integer": Literal["77"] | Annotated[int, Field(gt=80)],
            "integer or address": Annotated[int, Field(gt=5)] | IPv4Address,
            "integer or truth": Annotated[int, Field(gt=5)] | Truth,
            "list": list[Annotated[int, Field(gt=5)] | Annotated[str, Field(max_length=1)]],
            "dictionary": dict[str, Annotated[int, Field(gt=5)] | Annotated[str, Field(max_length=1)]],
        },
        NUMBERS,
    ),
    *fields(
        "json digits",
        {"integer": Json[int], "list": Json[list[int]], "number": Json[float], "any": Json, "either": Json[int | str]},
        [str(2**53 + 1), str(10**20), str(10**21), str(10**25), f"[{10**25}]", "1e3", "1.0", "1E400", "NaN", "-Infinity", '"a"'],
    ),
    *fields(
        "limits around",
        {
            "numbers": Annotated[float | int | None, Field(ge=0, le=1)],
            "secret bytes": Annotated[SecretBytes, Field(max_length=2)],
            "url": Annotated[HttpUrl | None, Field(max_length=12)],
        },
        [0, 1, 1.5, 0.5, -1, None, "ab", "abc", "é", "éé", "http://x.y", "http://x.yz", "http://x.y/abc", "http://é.y/"],
    ),
    bodies("factory", Factories, {}, {"a": [1]}, {"a": {}}, {"b": "x"}, {"c": 1}, {"d": "x"}),
    bodies("strict", Around, {}, {"strict": None}, {"strict": {"a": 1}}, {"strict": {"a": 1, "b": 1.5}}),
    bodies("strict", Strict, {"a": 1}, {"a": "1"}),
    *(bodies("given", each, {"a": 1}, {"a": 1, "count": 5}, {"a": 1, "count": 9.5}) for each in (Counted, ClosedCounted)),
    *fields("foreign", {"pair": Pair, "data": Data, "either": Pair | int}, [[1, 2], "x", "a", "BOTH", 1]),
    bodies("unit", Millis, *({"at": each, "day": "2020-01-01"} for each in STAMPS), *({"at": 0, "day": each} for each in STAMPS)),
    bodies("unit", Seconds, *({"at": each} for each in STAMPS)),
]
