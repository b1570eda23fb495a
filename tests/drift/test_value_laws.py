"""Values of random schemas, as another validator sees them."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contractbridge.contract import Ref
from contractbridge.drift.mismatch import View
from contractbridge.drift.values.inhabitants import admits, inhabitants
from contractbridge.faces import REQUEST
from contractbridge.readers.openapi.document import read_contract
from drift.schemas import Schema, draw_definitions, draw_schema, draw_values, is_valid


def read(schema: Schema, definitions: dict[str, Schema]) -> View:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "", "version": ""},
        "paths": {},
        "components": {"schemas": {**definitions, "Top": schema}},
    }
    return View(read_contract(document, rules=True).contract, REQUEST)


# Drawn from seeds: what Hypothesis makes of each single choice takes it minutes to shrink.
@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_another_validator_says_the_same(seed: int) -> None:
    chance = Random(seed)
    definitions = draw_definitions(chance)
    schema = draw_schema(chance, 3)
    seen = read(schema, definitions)
    for value in inhabitants(Ref("Top"), seen, most=40):
        assert admits(Ref("Top"), value, seen), (schema, definitions, value)
        assert is_valid(schema, value, definitions), (schema, definitions, value)
    for value in draw_values(schema, definitions, chance, 10):
        assert admits(Ref("Top"), value, seen) == is_valid(schema, value, definitions), (schema, definitions, value)
