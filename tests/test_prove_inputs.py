"""What `prove` tries on a type: its bounds and just beyond, its near misses, and the same again for the same seed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from fastapi import Body, FastAPI
from pydantic import (
    AfterValidator,
    AliasChoices,
    AliasPath,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    EmailStr,
    Field,
    HttpUrl,
    Json,
    SecretStr,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import SchemaValidator

from contractbridge.prove import asking
from contractbridge.prove.core import without_validators
from contractbridge.prove.inputs import make_inputs
from contractbridge.readers.app.validators import own_validators


class Colour(Enum):
    RED = "red"


class Named(BaseModel):
    model_config = ConfigDict(populate_by_name=True)

    first: int = Field(alias="First")
    second: int = Field(default=0, validation_alias=AliasChoices("b", "two"))
    third: int = Field(default=0, validation_alias=AliasPath("deep", "er"))


class Tree(BaseModel):
    children: list[Tree] = []


def inputs(annotation: Any, examples: int = 20, seed: int = 0) -> list[str]:
    adapter = TypeAdapter(annotation)
    return make_inputs(adapter.core_schema, lambda text: takes(adapter, json.loads(text)), examples, seed)


def takes(validator: Any, value: Any) -> bool:
    try:
        validator.validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("annotation", "tried"),
    [
        (int, [9007199254740992, -1, 0, 1.0, 1.5, "1", True, None]),
        (Annotated[int, Field(ge=5, lt=9)], [4, 5, 6, 8, 9, 10]),
        (Annotated[int, Field(multiple_of=7)], [7, 8, -7, 14]),
        (Annotated[float, Field(gt=0.5)], [0.5, 0.5000000000000001, 0.49999999999999994]),
        (Annotated[Decimal, Field(max_digits=3, decimal_places=1)], ["99.9", "999.9", "1.11", "NaN", ""]),
        (Annotated[str, Field(min_length=2, max_length=4)], ["a", "aa", "aaaaa", "😀😀😀😀", "😀😀😀😀😀"]),
        (Annotated[str, StringConstraints(strip_whitespace=True, max_length=1)], [" a ", "\u00a0a", "a\u0085"]),
        (Annotated[date, Field(ge=date(2024, 3, 1))], ["2024-02-29", "2024-03-01", "2023-02-29"]),
        (Annotated[timedelta, Field(lt=timedelta(seconds=5))], ["PT4.0S", "PT5.0S", "15:30"]),
        (EmailStr, ["a@b.co", "a@b", "a..b@c.de"]),
        (HttpUrl, ["https://example.com", "ftp://example.com"]),
        (UUID, ["urn:uuid:123e4567-e89b-42d3-a456-426614174000"]),
        (Colour, ["red", "RED", "redx"]),
        (Literal[1, "a"], [1, 2, "a", "A", "1"]),
        (Annotated[list[int], Field(min_length=2, max_length=3)], [[], None]),
        (Json[int], ["1.5"]),
        (int | None, [None, 0]),
        (Tree, [{"children": []}, {}, {"children": None}]),
    ],
)
def test_edges_are_tried(annotation: Any, tried: list[Any]) -> None:
    found = inputs(annotation)
    assert not [each for each in tried if json.dumps(each, ensure_ascii=False) not in found]


@pytest.mark.parametrize(
    ("annotation", "least"),
    [
        (Annotated[list[int], Field(min_length=2)], 10),
        (Annotated[str, Field(pattern=r"^[A-Z]{3}-\d+\z")], 10),
        (Annotated[SecretStr, Field(min_length=4)], 3),
        (dict[Annotated[str, Field(pattern="^[a-z]+$")], Annotated[int, Field(gt=100)]], 5),
        (tuple[EmailStr, HttpUrl, UUID], 10),
        (Named, 10),
        (Tree, 5),
        (list[Json[list[int]]], 5),
    ],
)
def test_many_inputs_are_legal(annotation: Any, least: int) -> None:
    adapter = TypeAdapter(annotation)
    assert sum(takes(adapter, json.loads(each)) for each in inputs(annotation)) >= least


def test_fields_are_tried_under_each_name() -> None:
    tried = [json.loads(each) for each in inputs(Named, 40)]
    names = {name for each in tried if isinstance(each, dict) for name in each}
    assert names >= {"First", "first", "b", "two", "deep", "extra", "constructor"}
    assert any("First" in each and "first" in each for each in tried if isinstance(each, dict))


def test_a_seed_gives_the_same_inputs() -> None:
    assert inputs(Named, seed=3) == inputs(Named, seed=3)
    assert inputs(Named, seed=3) != inputs(Named, seed=4)


def refuse(value: Any) -> Any:
    raise ValueError(value)


class Validated(BaseModel):
    number: Annotated[int, Field(gt=0), AfterValidator(refuse)]

    def model_post_init(self, _context: Any) -> None:
        raise ValueError


@pytest.mark.parametrize(
    ("annotation", "names", "taken", "refused"),
    [
        (Annotated[int, AfterValidator(refuse)], [f"{__name__}:refuse"], 1, "a"),
        (Annotated[Annotated[int, Field(gt=0)], BeforeValidator(refuse)], [f"{__name__}:refuse"], "a", ...),
        (Annotated[str, AfterValidator(str.strip)], ["builtins:str.strip"], "a", 1),
        (
            Validated,
            [f"{__name__}:Validated.model_post_init", f"{__name__}:refuse"],
            {"number": 1},
            {"number": 0},
        ),
        (list[Validated], None, [{"number": 1}], [{"number": 0}]),
        (EmailStr, [], "a@b.co", "a@b"),
    ],
)
def test_validators_are_named_and_taken_away(
    annotation: Any, names: list[str] | None, taken: Any, refused: Any
) -> None:
    schema = TypeAdapter(annotation).core_schema
    if names is not None:
        assert list(own_validators(schema)) == names
    bare = SchemaValidator(without_validators(schema))
    assert takes(bare, taken)
    assert refused is ... or not takes(bare, refused)


class Note(BaseModel):
    text: str


def test_inputs_of_a_model_are_made_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    app = FastAPI()

    @app.post("/")
    async def save(note: Note) -> Note: ...

    @app.put("/")
    async def change(note: Annotated[Note, Body()]) -> Note: ...

    made: list[object] = []
    monkeypatch.setattr(asking, "make_inputs", lambda schema, *_: made.append(schema) or ["{}"])
    request = {"answers": tmp_path / "answers", "examples": 1, "seed": 1, "models": [], "tags": [], "coerces": False}
    asking.answer(app, request, lambda **_: None)
    assert len(made) == 1
