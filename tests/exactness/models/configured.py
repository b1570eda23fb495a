"""Configurations that reach into classes without one of their own, which others use as well."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Final, NamedTuple, NotRequired

from pydantic import Base64Str, BaseModel, ConfigDict, EmailStr, Field, NameEmail, SecretStr, create_model
from typing_extensions import TypeAliasType, TypedDict

from exactness.cases import Case, bodies, fields


class Written(TypedDict):
    my_s: str
    n: NotRequired[int]


class Row(NamedTuple):
    my_s: str
    n: int = 1


@dataclasses.dataclass
class Data:
    my_s: str
    n: int = 1


class Tree(TypedDict):
    s: str
    trees: NotRequired[list[Tree]]


class Leaf(TypedDict):
    s: str
    boughs: NotRequired[list[Bough]]


class Bough(TypedDict):
    s: str
    wait: NotRequired[timedelta]
    leaves: NotRequired[list[Leaf]]


class Spans(TypedDict):
    wait: NotRequired[timedelta]
    at: NotRequired[datetime]
    day: NotRequired[date]
    hour: NotRequired[time]
    spans: NotRequired[list[Spans]]


@dataclasses.dataclass
class Span:
    wait: timedelta
    spans: list[Span] = dataclasses.field(default_factory=list)


class Moments(TypedDict):
    wait: NotRequired[timedelta]
    day: NotRequired[date]


class Alone(TypedDict):
    s: str
    n: NotRequired[int]


Word = TypeAliasType("Word", str)
Words = TypeAliasType("Words", "list[Words] | int")


def holding(name: str, types: Any, **config: Any) -> Any:
    """A model with an optional field for each type, named as the type is."""
    names = {type_.__name__.lower(): type_ for type_ in types}
    held: Any = {each: (type_ | None, Field(None, alias=each)) for each, type_ in names.items()}
    return create_model(name, __config__=ConfigDict(**config), **held)


SHARED: Final = (Written, Row, Data)
VALUES: Final[list[Any]] = [
    *({"my_s": "a"}, {"my_s": "abc"}, {"my_s": " a "}, {"my_s": "  abc"}, {"my_s": "a", "n": "1"}, {"my_s": 1}, {}),
    *({"my_s": "a", "z": 1}, {"MY_S": "a"}, {"MY_S": "abc", "N": 2}, {"MY_S": "a", "n": 2}, {"my_s": "a", "n": 2}),
    *(["a"], ["abc"], ["a", "1"], [" a "], [1], [], ["a", 1, 2]),
]
HELD: Final = [{type_.__name__.lower(): value} for value in VALUES for type_ in SHARED]
CONFIGURED: Final[dict[str, dict[str, Any]]] = {
    "Short": {"str_max_length": 2},
    "Plain": {},
    "Closed": {"extra": "forbid"},
    "Open": {"extra": "allow"},
    "Strict": {"strict": True},
    "Stripped": {"str_strip_whitespace": True, "str_max_length": 2},
    "Numbers": {"coerce_numbers_to_str": True},
    "Upper": {"alias_generator": str.upper},
    "UpperOrNot": {"alias_generator": str.upper, "populate_by_name": True},
}
TREES: Final[list[Any]] = [
    *({"tree": {"s": "a", "trees": [{"s": "ab", "trees": [{"s": text}]}]}} for text in ("a", "abc")),
    *({"tree": {"s": "a", "trees": [{"s": text, "z": 1}]}} for text in ("a", "abc")),
    {"tree": {"s": "a", "z": 1}},
]

LEAVES: Final[list[Any]] = [
    *({"leaf": {"s": "a", "boughs": [{"s": text, "wait": 1, "leaves": [{"s": text}]}]}} for text in ("a", "abc")),
    *({"bough": {"s": "a", "leaves": [{"s": "a", "boughs": [{"s": text, "z": 1}]}]}} for text in ("a", "abc")),
    {"bough": {"s": "a", "leaves": [{"s": "a", "boughs": [{"s": "a", "wait": 1}]}]}},
]


class ShortAlone(BaseModel):
    model_config = ConfigDict(str_max_length=2, strict=True)
    alone: Alone
    twice: Row | None = None
    again: Row | None = None


class Sent(TypedDict):
    wait: timedelta
    size: float


class SentCounted(Sent):
    __pydantic_config__ = ConfigDict(ser_json_timedelta="float", ser_json_inf_nan="strings")  # type: ignore[misc]


class SentInSeconds(TypedDict):
    __pydantic_config__ = ConfigDict(ser_json_temporal="seconds")  # type: ignore[misc]
    at: datetime
    within: SentCounted


def sending(name: str, **config: Any) -> type[BaseModel]:
    held: dict[str, Any] = {"a": (Sent, ...), "b": (SentCounted, ...), "c": (list[SentCounted], ...), "d": (SentInSeconds, ...)}
    return create_model(name, __config__=ConfigDict(**config), **held)


class Texts(BaseModel):
    email: EmailStr | None = None
    name: NameEmail | None = None
    short: Annotated[EmailStr, Field(max_length=6)] | None = None
    base64: Base64Str | None = None
    secret: SecretStr | None = None


class Limited(Texts):
    model_config = ConfigDict(str_max_length=6, str_min_length=2)


class Trimmed(Texts):
    model_config = ConfigDict(str_strip_whitespace=True)


class TrimmedShort(Texts):
    model_config = ConfigDict(str_strip_whitespace=True, str_max_length=6)


TEXTS: Final = [
    *({name: text} for name in ("email", "short", "name") for text in ("a@b.co", "aaa@b.co", "\na@b.co", " a@b.co\u0085")),
    *({"name": text} for text in ("A <a@b.co>", "\nA <a@b.co>", "\na@b.co", "a@b.c")),
    *({"base64": text} for text in ("YQ==", "YWJjZGVm", "\nYQ==", "YQ", "true", "////", "", "YWE=", "yq==", "  YWE=  ", "4pyT")),
    *({"secret": text} for text in ("a", "ab", "abcdef", "abcdefg", " abcdef ", "  a  ", "")),
]
MIXED: Final = ["a", "abc", " a ", 1, "1", [[1]], [["1"]], [True], ["1"]]
IN_V: Final[list[Any]] = [{"v": each} for each in MIXED]

SECONDS: Final = ConfigDict(ser_json_temporal="seconds")
FLOATS: Final = ConfigDict(ser_json_timedelta="float")
SPAN: Final = {"wait": "PT1S", "spans": [{"wait": 1}]}
SENT: Final = {"wait": "PT1S", "size": "inf"}
SPANS: Final = [
    {"v": each, "w": {"spans": [each]}}
    for each in ({"wait": 1}, {"at": "2020-01-01T00:00:00Z"}, {"day": "2020-01-01"}, {"hour": "10:00"})
]

CASES: Final[list[Case]] = [
    *(bodies("shared", holding(name, SHARED, **config), *HELD) for name, config in CONFIGURED.items()),
    *(
        bodies("recursive", holding(f"{name}Tree", [Tree], **CONFIGURED[name]), *TREES)
        for name in ("Short", "Plain", "Closed")
    ),
    *(
        bodies("mutual", holding(f"{name}Leaves", [Leaf, Bough], ser_json_timedelta=unit, **CONFIGURED[name]), *LEAVES)
        for name, unit in {"Short": "float", "Plain": "iso8601", "Closed": "iso8601"}.items()
    ),
    *(
        bodies("moments", holding(f"{name}Moments", [Moments], **config), {"moments": {"wait": 1, "day": "2020-01-01"}})
        for name, config in {"Plain": {}, "Float": {"ser_json_timedelta": "float"}, "Strict": {"strict": True}}.items()
    ),
    bodies("moments", create_model("Seconds", __config__=SECONDS, v=(Spans, ...), w=(Spans, ...)), *SPANS),
    bodies("moments", create_model("Floats", __config__=FLOATS, v=(Span, ...), w=(Span, ...)), {"v": SPAN, "w": SPAN}),
    *(bodies("sent", each, SENT, {"at": "2020-01-01T00:00:00", "within": SENT}) for each in (Sent, SentCounted, SentInSeconds)),
    *(
        bodies("sent", each, {"a": SENT, "b": SENT, "c": [SENT], "d": {"at": "2020-01-01T00:00:00", "within": SENT}})
        for each in (sending("PlainSent"), sending("CountedSent", ser_json_timedelta="float", ser_json_inf_nan="strings"))
    ),
    *(
        bodies("alias", create_model(f"{name}Word", __config__=config, v=(Word, Field(alias="v"))), *IN_V)
        for name, config in CONFIGURED.items()
    ),
    bodies(
        "alone",
        ShortAlone,
        *({"alone": each} for each in ({"s": "abc"}, {"s": "a", "n": "1"}, {"s": "a", "n": 1})),
        *({"alone": {"s": "a"}, "twice": each, "again": each} for each in VALUES),
    ),
    *fields("words", {"strict": Words}, MIXED, ConfigDict(strict=True)),
    bodies("direct", Written, *VALUES),
    *(bodies("texts", each, *TEXTS) for each in (Texts, Limited, Trimmed, TrimmedShort)),
]
