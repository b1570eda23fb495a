"""Live apps, written where they are tested."""

from __future__ import annotations

import importlib
import sys
import types
from typing import Any

import fastapi
import pytest

from contractbridge.readers.app.export import export_app
from contractbridge.readers.facts import EXTENSION

PREAMBLE = """
from typing import *
from fastapi import *
from fastapi.responses import *
from pydantic import *
import dataclasses, enum, functools
from datetime import date, datetime
from typing_extensions import TypeAliasType, TypedDict
app = FastAPI()
"""


@pytest.fixture
def load(monkeypatch):
    """Run source as the module `shop`, or another, and give it."""

    def run(source: str, name: str = "shop") -> types.ModuleType:
        module = types.ModuleType(name)
        monkeypatch.setitem(sys.modules, name, module)
        exec(compile(PREAMBLE + source, f"{name}.py", "exec", dont_inherit=True), vars(module))
        return module

    return run


@pytest.fixture
def load_file(tmp_path, monkeypatch):
    """Import source from a real file, `shop_file.py`, in what is the current folder then."""

    def run(source: str) -> types.ModuleType:
        (tmp_path / "shop_file.py").write_text(PREAMBLE + source, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        monkeypatch.syspath_prepend(tmp_path)
        importlib.import_module("shop_file")
        return sys.modules.pop("shop_file")

    return run


def facts_in(node: Any, place: str = "") -> dict[str, Any]:
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


@pytest.fixture
def facts_under():
    """Every fact in a part of an app's document by its place, in words."""

    def read(prefix: str, app: fastapi.FastAPI) -> dict[str, Any]:
        facts = facts_in(export_app(app).document)
        return {place.removeprefix(prefix): fact for place, fact in facts.items() if place.startswith(prefix)}

    return read
