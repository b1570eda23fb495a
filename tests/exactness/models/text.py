"""Strings, bytes and patterns."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from ipaddress import IPv4Address
from pathlib import Path
from typing import Annotated, Final, Literal
from uuid import UUID

from annotated_types import LowerCase, Predicate, UpperCase
from pydantic import (
    AfterValidator,
    AwareDatetime,
    Base64Bytes,
    Base64Encoder,
    Base64Str,
    Base64UrlBytes,
    Base64UrlStr,
    BaseModel,
    ConfigDict,
    EmailStr,
    EncodedStr,
    Field,
    FutureDatetime,
    HttpUrl,
    ImportString,
    Json,
    NaiveDatetime,
    NameEmail,
    Secret,
    SecretBytes,
    SecretStr,
    StringConstraints,
)

from exactness.cases import Case, Raw, bodies, fields

HAS_ASCII: Final = hasattr(StringConstraints, "ascii_only")  # newer than the oldest Pydantic that we read
LENGTHS: Final = [
    "",
    "a",
    "ab",
    "abc",
    "abcd",
    "abcde",
    "😀" * 3,
    "😀" * 5,
    "é" * 3,
    "ééé" * 2,
    "  abc  ",
    "\u0085abc\u00a0",
]
WORDS: Final = [
    *(
        "abc",
        "ABC",
        "Abc",
        "aBc1",
        "a b",
        "abc\n",
        "\nabc",
        "a\nb",
        "123",
        "١٢٣",
        "é",
        "ß",
        "ſ",
        "K",
        "İ",
        "_",
        "a-b",
        "a.b",
    ),
    *(" abc", "abc ", "\ufeffabc", "\u200babc", "\u001cabc", "abc\u0085", "\u2028abc", "😀", "x" * 5, "ΑΒΓ", "foo@bar"),
]
BASE64: Final = [
    *(
        "",
        "YQ==",
        "YQ=",
        "YQ",
        "YWI=",
        "YWI",
        "YWJj",
        "YWJjZA==",
        "-_-_",
        "+/+/",
        "YQ==YQ==",
        "Y Q = =",
        "YQ==\n",
        "!!!!",
    ),
    *("====", "A", "AA", "AAA", "AAAAA", "ab=c", "YWJj ZGVm", "é", "Y=Q=", "YQ==extra", "gA==", "_w==", "/w=="),
]
EMAILS: Final = (
    """
a@b.co A@B.CO a.b@c.de a..b@c.de .a@b.co a.@b.co a+b@c.de a@b a@b.c a@localhost a@x.test a@x.local a@x.invalid a@[127.0.0.1]
a@b..co a@-b.co a@b-.co a@b_c.co é@b.co a@é.co a@xn--9ca.co @b.co a@ ab a@b@c.de "a"@b.co a@b.co. a@1.2.3.4 a@b.c0 a@b.12
a@example.com a@example.org o'brien@x.ie a!#$%&*/=?^`{|}~-@b.co a(b)@c.de a@b.museum 用户@例子.广告
""".split()
    + [
        *(
            "Name <a@b.co>",
            "<a@b.co>",
            " a@b.co ",
            "a@b.co\n",
            "\r\na@bc.co\t",
            "a@n\u0303nnnn.co",
            "a@\ufb01bbbb.co",
            "a @b.co",
            "a@ b.co",
            "Name a@b.co",
            '"Na, me" <a@b.co>',
            "Na,me <a@b.co>",
        ),
        *(
            "a" * 64 + "@b.co",
            "a" * 65 + "@b.co",
            "a@" + "b" * 63 + ".co",
            "a@" + "b" * 64 + ".co",
            "Näme <a@b.co>",
            "N <a@b.co> x",
        ),
    ]
)
JSONS: Final = [
    "1",
    '"a"',
    "[1,2]",
    "{}",
    "null",
    "true",
    "1.5",
    " 1 ",
    "{a:1}",
    "[1,]",
    "NaN",
    "",
    "01",
    '{"x":1}',
    "'a'",
    "1e400",
]

PYTHON_RE: Final = ConfigDict(regex_engine="python-re")
STRIPPING: Final = ConfigDict(str_strip_whitespace=True, str_max_length=4)
SHORT: Final = ConfigDict(str_strip_whitespace=True, str_min_length=7, str_max_length=9)
BYTES_BASE64: Final = ConfigDict(val_json_bytes="base64", ser_json_bytes="base64")
BYTES_HEX: Final = ConfigDict(val_json_bytes="hex", ser_json_bytes="hex")

NUMERALS: Final = [
    1,
    12,
    -1,
    0,
    1.5,
    -0.5,
    1234.5,
    0.0001,
    0.00012,
    0.00001,
    1.5e-5,
    1e-7,
    1.25e-10,
    123456,
    1e15,
    True,
    None,
    "a",
    Raw("1e400"),
]


def twice(text: str) -> str:
    """Give the Base64 of `text`."""
    return b64encode(text.encode()).decode()


class Suit(Enum):
    RED = "red"


class Inner(BaseModel, strict=True):
    on: date
    n: int = 0


class Outer(BaseModel):
    inner: Inner
    id: UUID
    more: list[Outer] = []


class Words(BaseModel):
    a: str


class Import(BaseModel):
    v: ImportString
    w: ImportString = None


class Numeral(BaseModel):
    v: Annotated[str, Field(coerce_numbers_to_str=True, max_length=4)]


CASES: Final[list[Case]] = [
    *fields(
        "text",
        {
            "plain": str,
            "length": Annotated[str, Field(min_length=2, max_length=4)],
            "strict": Annotated[str, Field(strict=True)],
            "strip": Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=3)],
            "upper": Annotated[str, StringConstraints(to_upper=True, max_length=3)],
            "lower": Annotated[str, StringConstraints(to_lower=True, max_length=3, pattern="^[a-z]*$")],
            **({"ascii": Annotated[str, StringConstraints(ascii_only=True, max_length=3)]} if HAS_ASCII else {}),
            "optional": (Annotated[str, Field(max_length=3)] | None, None),
            "list": list[Annotated[str, Field(min_length=2)]],
        },
        LENGTHS,
    ),
    *fields("text config", {"strip": str, "field": Annotated[str, Field(min_length=2)]}, LENGTHS, STRIPPING),
    *fields(
        "numbers as text",
        {
            "plain": str,
            "length": Annotated[str, Field(min_length=2, max_length=5)],
            "pattern": Annotated[str, Field(pattern=r"^[\d.e+-]+$")],
            "strip": Annotated[str, StringConstraints(strip_whitespace=True, max_length=4)],
            "strict": Annotated[str, Field(strict=True)],
            "optional": str | None,
            "list": list[Annotated[str, Field(max_length=2)]],
            "union": int | Annotated[str, Field(max_length=3)],
            "secret": SecretStr,
            "key": dict[str, str],
            "literal": Literal["1"],
            "email": EmailStr,
            "url": HttpUrl,
        },
        [*NUMERALS, *([each] for each in NUMERALS), *({"a": each} for each in NUMERALS)],
        ConfigDict(coerce_numbers_to_str=True),
    ),
    bodies("text", Numeral, *({"v": each} for each in NUMERALS)),
    *fields(
        "pattern",
        {
            "class": Annotated[str, Field(pattern=r"^[a-z]+$")],
            "digits": Annotated[str, Field(pattern=r"^\d+$")],
            "word": Annotated[str, Field(pattern=r"^\w+$")],
            "unanchored": Annotated[str, Field(pattern=r"b")],
            "dot": Annotated[str, Field(pattern=r"^a.b$")],
            "insensitive": Annotated[str, Field(pattern=r"(?i)^abc$")],
            "space": Annotated[str, Field(pattern=r"^\s*abc\s*$")],
            "named": Annotated[str, Field(pattern=r"^(?P<a>a)bc\z")],
            "strip": Annotated[str, StringConstraints(strip_whitespace=True, pattern="^abc$")],
            "compiled": Annotated[str, Field(pattern=re.compile(r"^abc$", re.IGNORECASE))],
            "compiled digits": Annotated[str, Field(pattern=re.compile(r"^\d+$", re.ASCII))],
            "optional": Annotated[str, Field(pattern="^a")] | None,
        },
        WORDS,
    ),
    *fields(
        "predicate",
        {
            "lower": LowerCase[str],
            "upper": UpperCase[str],
            "ascii": Annotated[str, Predicate(str.isascii)],
            "digits": Annotated[str, Predicate(str.isdigit)],
            "decimals": Annotated[str, Predicate(str.isdecimal)],
            "letters": Annotated[str, Predicate(str.isalpha)],
            "two": Annotated[LowerCase[str], Predicate(str.isalpha)],
            "short": Annotated[LowerCase[str], Field(max_length=2)],
            "long": Annotated[str, Field(min_length=2), Predicate(str.islower)],
            "pattern": Annotated[LowerCase[str], Field(pattern="^a")],
            "pattern before": Annotated[str, Field(pattern="a"), Predicate(str.islower)],
            "strip": Annotated[str, StringConstraints(strip_whitespace=True), Predicate(str.isdigit)],
            "lowered": Annotated[UpperCase[str], StringConstraints(to_lower=True)],
            "email": Annotated[EmailStr, Predicate(str.islower)],
            "optional": LowerCase[str] | None,
            "list": list[UpperCase[str]],
            "key": dict[LowerCase[str], int],
        },
        [
            *("", "a", "A", "ab", "aB", "AB", "abc", "a1", "1", "12", " 1 ", "\u0662", "\xb2", "\u2460", "\xbd", "\u56db", "ba"),
            *("\u01c5", "a\u01c5", "A\u01c5", "\xaa", "\u02b0", "\u2167", "\u2177", "\u24b6", "\u24d0", "\x7f", "\x80", "a\n"),
            *("a@b.co", "A@b.co", "a@B.co", ["A", "B"], ["A", "b"], {"a": 1}, {"A": 1}, {"a": 1, "A": 1}, None),
        ],
    ),
    *fields(
        "pattern python",
        {
            "end": Annotated[str, Field(pattern=r"^abc$")],
            "lookahead": Annotated[str, Field(pattern=r"^(?=a)\w+$")],
            "backreference": Annotated[str, Field(pattern=r"(.)\1")],
        },
        WORDS,
        PYTHON_RE,
    ),
    *fields(
        "bytes",
        {"plain": bytes, "length": Annotated[bytes, Field(min_length=2, max_length=4)], "list": list[bytes]},
        LENGTHS,
    ),
    *fields(
        "bytes base64", {"plain": bytes, "secret": SecretBytes, "default": (bytes, b"\xff")}, BASE64, BYTES_BASE64
    ),
    *fields(
        "base64",
        {
            "bytes": Base64Bytes,
            "str": Base64Str,
            "url bytes": Base64UrlBytes,
            "url str": Base64UrlStr,
            "length": Annotated[Base64Bytes, Field(max_length=2)],
            "inner length": Annotated[str, Field(max_length=4), EncodedStr(encoder=Base64Encoder)],
            "pattern": Annotated[Base64Str, Field(pattern="^a")],
            "patterns": Annotated[Base64Str, StringConstraints(max_length=2, pattern="^a"), Field(pattern="b$")],
        },
        BASE64,
    ),
    *fields("base64 config", {"bytes": Base64Bytes, "str": Base64Str}, [*BASE64, *map(twice, BASE64)], BYTES_BASE64),
    *fields("base64 hex", {"bytes": Base64Bytes}, [*BASE64, *(each.encode().hex() for each in BASE64)], BYTES_HEX),
    *fields("base64 strip", {"str": Base64Str, "bytes": Base64Bytes}, BASE64, STRIPPING),
    *fields(
        "email",
        {
            "str": EmailStr,
            "name": NameEmail,
            "optional": EmailStr | None,
            "short": Annotated[EmailStr, Field(max_length=10)],
            "pattern": Annotated[EmailStr, StringConstraints(max_length=10, pattern=r"\.co$")],
            "changed": Annotated[EmailStr, AfterValidator(lambda each: each[:5]), Field(max_length=5)],
        },
        EMAILS,
    ),
    *fields(
        "email config",
        {"str": EmailStr, "name": NameEmail, "long": Annotated[EmailStr, Field(min_length=6)]},
        EMAILS,
        SHORT,
    ),
    *fields(
        "secret",
        {
            "str": SecretStr,
            "bytes": SecretBytes,
            "length": Annotated[SecretStr, Field(max_length=3)],
            "default": (SecretStr, SecretStr("x")),
            "strict": Annotated[SecretStr, Field(strict=True)],
            "strict bytes": (Annotated[SecretBytes, Field(strict=True)] | None, None),
            "strict path": (Annotated[Path, Field(strict=True)] | None, None),
        },
        LENGTHS,
    ),
    *fields(
        "secret config",
        {
            "str": SecretStr,
            "bytes": SecretBytes,
            "list": list[SecretStr],
            "short": Annotated[SecretStr, Field(max_length=3)],
            "long": Annotated[SecretStr, Field(max_length=5)],
        },
        [*LENGTHS, *([each] for each in LENGTHS)],
        STRIPPING,
    ),
    *fields(
        "secret of",
        {
            "int": Secret[int],
            "list": Secret[list[int]],
            "optional": Secret[int | None],
            "literal": Secret[Literal["a", "b"]],
            "json": Secret[Json[int]],
            "text": Secret[str],
            "none": (Secret[int] | None, None),
            "many": dict[str, Secret[float]],
        },
        [0, 1, -1, 1.5, None, "a", "1", "", [], [1], ["a"], {}, {"a": 1}, {"a": None}],
    ),
    bodies("import", Import, {"v": "math.pi"}, {"v": "a.b"}, {"v": "math", "w": "math.e"}, python_only=True),
    *fields(
        "json",
        {
            "any": Json,
            "int": Json[int],
            "list": Json[list[int]],
            "optional": Json[int] | None,
            "float": Json[float],
            "bounded": Annotated[Json[int], Field(ge=2)],
            "keys": Json[dict[int, float]],
            "duration": Json[timedelta],
            "strict": Json[Annotated[date, Field(strict=True)]],
            "strict set": Json[Annotated[set[int], Field(strict=True)]],
            "strict literal": Json[Literal[Suit.RED]],
            "model": Json[Inner],
            "models": Json[list[Outer]],
            "words": Json[Words],
        },
        [
            *JSONS,
            *('"1"', "3", '"3"', '{"1":"1"}', '"P1D"', "2.5", '"2024-01-01"', '["1",true]', '"red"', '{"on":"2024-01-01"}'),
            *('{"on":"2024-01-01","n":"1"}', '[{"inner":{"on":"2024-01-01"},"id":"' + "0" * 32 + '"}]', '{"a":"b"}'),
        ],
    ),
    *fields(
        "strict json",
        {
            "aware": Json[AwareDatetime],
            "day": Json[Annotated[date, Field(ge=date(2020, 1, 1))]],
            "future": Json[FutureDatetime],
            "time": Json[time],
            "duration": Json[Annotated[timedelta, Field(le=timedelta(seconds=5))]],
            "decimal": Json[Annotated[Decimal, Field(decimal_places=1)]],
            "either": Json[Decimal | NaiveDatetime],
            "complex": Json[complex],
            "address": Json[IPv4Address],
            "set": Json[Annotated[set[int], Field(min_length=2)]],
            "uuid": Json[UUID],
        },
        [
            *JSONS,
            *('"1"', '"1.5"', "1.55", '"2000-01-01"', '"2024-01-01"', '"2024-01-01T00:00:00"', '"2024-01-01T00:00:00Z"'),
            *('"2999-01-01T00:00:00Z"', "1577836800", '"1577836800"', '"10:00:00"', '"PT1S"', '"PT6S"', '"1.1.1.1"'),
            *("[1,1]", '["1","2"]', '"1+2j"', f'"{UUID(int=0)}"'),
        ],
        ConfigDict(strict=True),
    ),
    *fields("numbers in json", {"complex": Json[complex], "fraction": Json[Fraction]}, ["true", "1", "1.5", '"1"']),
]
