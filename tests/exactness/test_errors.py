"""A schema's refusal and the endpoint's read the same: `fieldErrors` names the same fields, in the same words."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from pathlib import Path
from types import ModuleType
from typing import Annotated, Counter, Final, Literal, OrderedDict, TypeAlias  # noqa: UP035
from uuid import UUID

import pytest
from pydantic import (
    AliasChoices,
    AwareDatetime,
    Base64Str,
    BaseModel,
    ConfigDict,
    EmailStr,
    Field,
    HttpUrl,
    NameEmail,
    PastDate,
    SecretStr,
    StringConstraints,
    dataclasses,
)

import contractbridge
from exactness import harness
from exactness.cases import Case, bodies
from exactness.tables import TABLES

Errors: TypeAlias = "dict[str, list[str]]"
JUDGE: Final = Path(__file__).with_name("errors.mjs")

# Where other fields are named, and why, by the beginning of a case's name.
OTHER_FIELDS: Final = {
    "alike secret or int": "of members that are one type to TypeScript, the server tells of each",
    "alias Paths": "along a path, the server names what lies nowhere by where it looked",
    "factory Factories": "a factory that needs other fields is run by the server alone",
    "hidden null": "the server tells of each member, null among them",
    "crossing set": "the server converts the items of a set before it counts them",
    "default named pair": "a tuple with names is a list or an object, of which the server tells the one that was given",
    "default short named pair": "a tuple with names is a list or an object, of which the server tells the one given",
    "named tuple": "a tuple with names is a list or an object, of which the server tells the one that was given",
    "order ": "along a path, the server names what lies nowhere by where it looked",
    "own path ": "along a path, the server names what lies nowhere by where it looked",
    "path ": "along a path, the server names what lies nowhere by where it looked",
    "rare tuple of limits": "of a tuple's items, the server counts the good ones, and tells both",
    "seen Around": "members that a validator sees are printed as they are written, and told apart by nothing",
    "set ": "the server counts as it goes, and looks at no items after too many",
    "alone ShortAlone": "a tuple with names is a list or an object, of which the server tells the one that was given",
    "limited length": "where several types are limited together, the server tells the limit of the whole",
    "limited moment union": "where several types are limited together, the server tells of each member",
    "limited number": "where several types are limited together, the server tells of each member",
    "shared ": "a tuple with names is a list or an object, of which the server tells the one that was given",
    "tag ": "a tag that may be null tells nothing apart for Zod",
    "tuple all by default": "a tuple with names is a list or an object, and the server tells of the one that was given",
    "tuple length": "of a tuple's items, the server counts the good ones, and tells both",
    "tuple limited": "a tuple with names is a list or an object, of which the server tells the one that was given",
    "tuple named": "a tuple with names is a list or an object, of which the server tells the one that was given",
    "unhashable ": "the server names the item that cannot be in a set",
    "union Called": "only the server can run the function that tells a tag",
    "validated Refused": "the server tells what is wrong with a default",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A body that the endpoint refuses, and what is said of it on both sides; `schema` is None where it is taken."""

    case: str
    text: str
    schema: Errors | None
    server: Errors


def refusals(
    cases: Sequence[Case], folder: Path, node: str, coerce: Literal["none", "pydantic"] = "none"
) -> list[Refusal]:
    app = harness.make_app(cases)
    contractbridge.generate(contractbridge.export(app), out=folder / coerce, coerce=coerce).apply()
    asked = [each for each in asyncio.run(harness.ask_endpoints(app, cases, more=0)) if each.status == 422]
    lines = [[harness.operation_name(each.case), each.text, json.loads(each.sent)["detail"]] for each in asked]
    run = subprocess.run(
        [node, JUDGE, (folder / coerce / "index.js").as_uri()],
        input="".join(json.dumps(line) + "\n" for line in lines),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    said = [json.loads(line) or (None, {}) for line in run.stdout.splitlines()]
    return [Refusal(each.case.name, each.text, *sides) for each, sides in zip(asked, said, strict=True)]


def names_others(refusal: Refusal) -> bool:
    return refusal.schema is not None and refusal.schema.keys() != refusal.server.keys()


@pytest.fixture
def folder(tmp_path: Path, node_modules: Path) -> Path:
    (tmp_path / "node_modules").symlink_to(node_modules, target_is_directory=True)
    return tmp_path


@pytest.mark.parametrize("table", TABLES)
def test_the_same_fields_are_named(table: ModuleType, folder: Path, node: str) -> None:
    strict, lax = (refusals(table.CASES, folder, node, coerce) for coerce in ("none", "pydantic"))
    # What the type does not allow may still be converted: there the strict schema says more than the server.
    named_by_lax = {(each.case, each.text) for each in lax if not names_others(each)}
    converted = [
        each
        for each in strict
        if (each.case, each.text) in named_by_lax and each.schema and each.schema.keys() - each.server.keys()
    ]
    others = [each for each in (*strict, *lax) if names_others(each) and each not in converted]
    unknown = [each for each in others if not each.case.startswith(tuple(OTHER_FIELDS))]
    assert unknown == []


# Forms as people write them


class Color(StrEnum):
    RED = "red"
    BLUE = "blue"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Item(BaseModel):
    sku: Annotated[str, Field(min_length=2)]
    quantity: Annotated[int, Field(gt=0, multiple_of=2)]


class Card(BaseModel, extra="forbid"):
    method: Literal["card"]
    digits: Annotated[str, Field(pattern=r"^\d{4}$")]


class Voucher(BaseModel):
    method: Literal["voucher"]
    code: Annotated[str, Field(pattern=r"^[A-Z/]+$", max_length=8)]


class Text(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=5)]
    nick: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=4)]
    zip: Annotated[str, Field(pattern=r"^\d{5}$")]
    mail: EmailStr
    site: HttpUrl
    id: UUID
    color: Color
    kind: Literal["it's", "a, b"]
    level: Level


class Amounts(BaseModel):
    age: Annotated[int, Field(ge=18, le=120)]
    even: Annotated[int, Field(gt=2, multiple_of=2)]
    price: Annotated[Decimal, Field(gt=0, max_digits=6, decimal_places=2)]
    share: Annotated[float, Field(ge=0, lt=1)]
    active: bool


class Moments(BaseModel):
    at: datetime
    sent: AwareDatetime
    day: date
    born: PastDate
    until: Annotated[date, Field(lt=date(2030, 1, 1))]


class Lists(BaseModel):
    items: Annotated[list[Item], Field(min_length=1, max_length=2)]
    tags: Annotated[set[str], Field(min_length=2)]
    pair: tuple[int, str]
    notes: Annotated[dict[str, Item], Field(max_length=1)]
    counts: dict[int, int]
    by_color: dict[Color, int]


class Choices(BaseModel):
    payment: Annotated[Card | Voucher, Field(discriminator="method")]
    either: Item | Card
    one_or_many: Item | list[Item]
    id: int | str
    backup: Item | Card | None = None


class Named(BaseModel, populate_by_name=True, extra="forbid"):
    count: Annotated[int, Field(gt=0, alias="theCount")]
    other: Annotated[str, Field(max_length=2, validation_alias=AliasChoices("a", "b"))]


class Rock(BaseModel):
    weight: int
    name: str


Stone: TypeAlias = Annotated[Rock | int, Field(description="A rock, or its number")]
Payment: TypeAlias = Annotated[Card | Voucher, Field(discriminator="method")]


class Unions(BaseModel):
    """Unions beside and within others, and models that refuse what they do not know."""

    tagged: Payment | Rock
    optional: Payment | Rock | None = None
    closed: Card | int
    listed: list[Card | str]
    within: Stone | Card


class Renamed(BaseModel, populate_by_name=True):
    paid: Payment = Field(alias="thePayment")
    all: list[Payment] = Field(validation_alias=AliasChoices("payments", "some"))


class Words(BaseModel, extra="forbid"):
    """What the server has words of its own for."""

    password: Annotated[SecretStr, Field(min_length=3, max_length=5)]
    wait: Annotated[timedelta, Field(gt=timedelta(0), le=timedelta(hours=36))]
    choice: Literal["a", "b, c", None, 1] = None
    either: Literal["a"] | None = None
    counts: Counter[str]
    ordered: OrderedDict[str, int]
    many: Sequence[int]
    pattern: re.Pattern[str]
    contact: NameEmail
    text: Base64Str


class Switch(BaseModel):
    kind: Literal[True] = Field(alias="@kind")
    on: int


class Knob(BaseModel):
    kind: Literal[False] = Field(alias="@kind")
    turned: int


class Device(BaseModel):
    part: Annotated[Switch | Knob, Field(discriminator="kind")]


@dataclasses.dataclass(config=ConfigDict(extra="forbid"))
class Sealed:
    a: int


class Gift(BaseModel):
    method: Literal["gift"]
    by: Literal["post"]


class Handed(BaseModel):
    method: Literal["gift"]
    by: Literal["hand"]


class Cash(BaseModel):
    method: Literal["cash"]


class Given(BaseModel):
    way: Annotated[Annotated[Gift | Handed, Field(discriminator="by")] | Cash, Field(discriminator="method")]


class Holds(BaseModel):
    sealed: Sealed


ITEM: Final = {"sku": "ab", "quantity": 2}
CARD: Final = {"method": "card", "digits": "1234"}
CHOSEN: Final = {"payment": CARD, "either": ITEM, "one_or_many": ITEM, "id": 1}

FORMS: Final = [
    bodies(
        "form",
        Text,
        dict.fromkeys(Text.model_fields),
        dict.fromkeys(Text.model_fields, ""),
        dict.fromkeys(Text.model_fields, "abcdef"),
        {name: [] for name in Text.model_fields},
        {"nick": "  a  ", "mail": "a@", "site": "ftp://x.y", "id": "1", "color": 1, "kind": "b", "level": 3},
    ),
    bodies(
        "form",
        Amounts,
        dict.fromkeys(Amounts.model_fields),
        dict.fromkeys(Amounts.model_fields, "x"),
        dict.fromkeys(Amounts.model_fields, -1.5),
        {"age": 0, "even": 1, "price": "-1", "share": 1},
        {"age": 200, "even": 3, "price": "1.234"},
        {"even": 2, "price": "1234567"},
        {"price": "12345", "active": "maybe"},
    ),
    bodies(
        "form",
        Moments,
        dict.fromkeys(Moments.model_fields),
        dict.fromkeys(Moments.model_fields, "2024-02-30"),
        dict.fromkeys(Moments.model_fields, "2999-01-01T00:00:00"),
        {"born": "2999-01-01", "until": "2030-01-01"},
    ),
    bodies(
        "form",
        Lists,
        dict.fromkeys(Lists.model_fields),
        {"items": [], "tags": ["a", "a"], "pair": [], "notes": {"a": 1}, "counts": {"x": 1}, "by_color": {"x": 1}},
        {"items": [{"sku": "a"}], "tags": ["a"], "pair": [1], "notes": {"a": ITEM, "b": ITEM}, "counts": {"1": "x"}},
        {"items": [ITEM, ITEM, ITEM], "tags": {}, "pair": ["x", 2], "counts": [], "by_color": {"red": "x"}},
        {"items": [{"sku": "a", "quantity": 3}], "pair": [1, "a", 2]},
    ),
    bodies(
        "form",
        Choices,
        dict.fromkeys(Choices.model_fields),
        {**CHOSEN, "payment": {}},
        {**CHOSEN, "payment": {"method": "cash"}},
        {**CHOSEN, "payment": {"method": "voucher", "code": "a"}},
        {**CHOSEN, "payment": {**CARD, "more": 1}, "either": {}},
        {**CHOSEN, "either": {"sku": "ab", "quantity": 0}},
        {**CHOSEN, "either": {"method": "card", "digits": "1"}, "one_or_many": {"sku": "a"}},
        {**CHOSEN, "one_or_many": [ITEM, {"sku": 1}], "backup": {"sku": "ab", "more": 1}},
        {**CHOSEN, "id": {}, "backup": 1},
    ),
    bodies(
        "form",
        Words,
        {},
        {
            "password": "a",
            "wait": "-PT1S",
            "choice": "x",
            "either": 1,
            "text": "gICA",
            "contact": 1,
            "pattern": 1,
            "many": 1,
        },
        {"password": "abcdef", "wait": "P3D", "counts": [], "ordered": [], "many": {}, "contact": [], "pattern": {}},
    ),
    bodies("form", Device, {}, {"part": {}}, *({"part": {"@kind": kind}} for kind in (True, 3, "x", None))),
    bodies(
        "form",
        Given,
        {},
        *({"way": {**way}} for way in ({}, {"method": "gift"}, {"method": "gift", "by": "x"}, {"method": "x"})),
    ),
    bodies("form", Holds, {"sealed": {"a": 1, "z": 1}}, {"sealed": {}}),
    bodies(
        "form",
        Unions,
        {},
        {"tagged": {"method": "card"}, "optional": {}, "closed": {**CARD, "z": 1}, "listed": [{**CARD, "z": 1}]},
        {"tagged": {"weight": "x"}, "optional": {"method": "x"}, "closed": {}, "listed": [{}, 1], "within": {}},
        {"within": {"weight": "x"}, "tagged": 1, "optional": {"weight": 1}},
        {"within": {**CARD, "z": 2}},
    ),
    bodies(
        "form",
        Renamed,
        {},
        *({name: {"method": "card"}} for name in ("paid", "thePayment")),
        *({name: [{"method": "card"}]} for name in ("all", "payments", "some")),
    ),
    bodies(
        "form",
        Named,
        {"theCount": 0, "a": "abc"},
        {"count": 0, "b": "abc"},
        {"count": -1, "more": 1},
    ),
]


@pytest.mark.parametrize("coerce", ["none", "pydantic"])
def test_forms_read_the_same(folder: Path, node: str, coerce: Literal["none", "pydantic"]) -> None:
    said = refusals(FORMS, folder, node, coerce)
    assert len(said) > 50
    assert [each for each in said if each.schema != each.server] == []
