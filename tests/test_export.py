"""Live apps and the document with facts that each gives."""

from __future__ import annotations

import json
import sys
import types
from typing import Any

import pytest
from fastapi import FastAPI

from contractbridge.readers.app import export_app
from contractbridge.readers.facts import EXTENSION, without_facts

PREAMBLE = """
import dataclasses, enum
from typing import *
from fastapi import *
from fastapi.responses import *
from pydantic import *
from typing_extensions import TypedDict
app = FastAPI()
"""


@pytest.fixture
def load(monkeypatch):
    """Run source as the module `shop` (or another) and give it."""

    def run(source: str, name: str = "shop") -> types.ModuleType:
        module = types.ModuleType(name)
        monkeypatch.setitem(sys.modules, name, module)
        exec(compile(PREAMBLE + source, f"{name}.py", "exec", dont_inherit=True), vars(module))
        return module

    return run


def facts_in(node: Any, place: str = "") -> dict[str, Any]:
    """Every fact of a document by its place, which reads well without slashes at the ends."""
    found = {}
    if isinstance(node, dict):
        if EXTENSION in node:
            found[place] = node[EXTENSION]
        for key, value in node.items():
            if key != EXTENSION:
                found |= facts_in(value, f"{place} {key}".strip())
    elif isinstance(node, list):
        for index, value in enumerate(node):
            found |= facts_in(value, f"{place} {index}")
    return found


def schema_facts(app: FastAPI) -> dict[str, Any]:
    prefix = "components schemas "
    facts = facts_in(export_app(app).document)
    return {place.removeprefix(prefix): fact for place, fact in facts.items() if place.startswith(prefix)}


def operation_facts(app: FastAPI) -> dict[str, Any]:
    facts = facts_in(export_app(app).document)
    return {
        place.removeprefix("paths "): fact for place, fact in facts.items() if place.startswith(("paths", "webhooks"))
    }


SCHEMAS = {
    "defaults are sent": (
        """
class Order(BaseModel):
    id: int
    note: str | None = None
    lines: list[int] = Field(default_factory=list)

@app.post("/")
def create(order: Order) -> Order: ...
""",
        {"Order": {"python": "shop:Order", "sent": ["note", "lines"]}},
    ),
}


@pytest.mark.parametrize(("source", "facts"), SCHEMAS.values(), ids=SCHEMAS.keys())
def test_schema_facts(load, source, facts):
    app = load(source).app
    assert schema_facts(app) == facts
    assert without_facts(export_app(app).document) == json.loads(json.dumps(app.openapi()))
