"""The law of drift: what is called compatible is, and every witness proves its claim.

Random pairs of schemas go through the reader and the relation; the judge is the package `jsonschema`, and values come
from the schemas alone. `CONTRACTBRIDGE_ROUNDS` says how many pairs: `make laws` asks for 100,000.
"""

from __future__ import annotations

import os
from random import Random
from typing import NamedTuple

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from contractbridge.contract import MISSING, Ref
from contractbridge.drift.mismatch import Mismatch, View
from contractbridge.drift.relation.subtype import Relation
from contractbridge.faces import REQUEST
from contractbridge.readers.openapi.document import Reading, read_contract
from drift.schemas import Schema, draw_definitions, draw_schema, draw_values, edited, is_sent, is_valid

ROUNDS = int(os.environ.get("CONTRACTBRIDGE_ROUNDS", "300"))
VALUES = 12


class Document(NamedTuple):
    """A schema, and the definitions that it may refer to."""

    schema: Schema
    definitions: dict[str, Schema]

    def read(self) -> Reading:
        schemas = {**self.definitions, "Top": self.schema}
        document = {"openapi": "3.1.0", "info": {"title": "", "version": ""}, "components": {"schemas": schemas}}
        return read_contract({**document, "paths": {}}, rules=True)

    def takes(self, value: object) -> bool:
        return is_valid(self.schema, value, self.definitions)


def draw_pair(chance: Random) -> tuple[Document, Document]:
    """Two documents; mostly the second is the first with an edit or two."""
    old = Document(draw_schema(chance, 3), draw_definitions(chance))
    if chance.randrange(4) == 0:
        return old, Document(draw_schema(chance, 3), draw_definitions(chance))
    schema = old.schema
    for _ in range(chance.randrange(3)):
        schema = edited(schema, chance)
    definitions = {
        name: edited(each, chance) if chance.randrange(3) == 0 else each for name, each in old.definitions.items()
    }
    return old, Document(schema, definitions)


def compare(old: Document, new: Document) -> list[Mismatch] | None:
    """What breaks; None where the reader says that it did not read all, since definitions nest without an end."""
    one, other = old.read(), new.read()
    if one.notices or other.notices:
        return None
    relation = Relation(View(one.contract, REQUEST), View(other.contract, REQUEST))
    return [each for each in relation.mismatches(Ref("Top"), Ref("Top")) if not each.is_harmless]


@hypothesis.seed(20260131)
@settings(
    max_examples=10 * ROUNDS,
    database=None,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(st.integers(0, 2**48))
def test_what_is_said_of_two_schemas_is_true(seed: int) -> None:
    chance = Random(seed)
    old, new = draw_pair(chance)
    found = compare(old, new)
    hypothesis.assume(found is not None)
    for each in found or []:
        if each.witness is not MISSING:
            assert old.takes(each.witness), f"{each.reason}: the witness is none of the old schema"
            assert not new.takes(each.witness), f"{each.reason}: the witness is one of the new schema"
    if not found:
        for value in draw_values(old.schema, old.definitions, chance, VALUES):
            if is_sent(old.schema, value, old.definitions):
                assert new.takes(value), f"compatible, but {value} is none of the new schema"


def test_most_claims_are_proved() -> None:
    """What has no witness is mostly said of types that have no value at all."""
    chance = Random(20260131)
    found = [each for _ in range(ROUNDS) for each in compare(*draw_pair(chance)) or []]
    unproved = [each for each in found if each.witness is MISSING]
    assert found
    assert len(unproved) <= 0.05 * len(found)
