"""What `import contractbridge` offers, and what it costs."""

import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import contractbridge
from contractbridge import errors


def test_all_is_sorted_and_complete() -> None:
    assert contractbridge.__all__ == sorted(contractbridge.__all__)
    for name in contractbridge.__all__:
        assert getattr(contractbridge, name) is not None
    assert set(contractbridge.__all__) <= set(dir(contractbridge))
    raised = {
        name for name, value in vars(errors).items() if inspect.isclass(value) and value.__module__ == errors.__name__
    }
    assert raised <= set(contractbridge.__all__)


def test_every_public_name_is_documented() -> None:
    assert not [name for name in contractbridge.__all__ if not inspect.getdoc(getattr(contractbridge, name))]


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'contractbridge' has no attribute 'generat'"):
        contractbridge.generat  # noqa: B018


HEAVY = {"fastapi", "pydantic", "typer", "openapi_spec_validator", "watchfiles", "datamodel_code_generator"}


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("contractbridge", HEAVY),
        ("contractbridge.cli", HEAVY - {"typer"}),
        ("contractbridge.config", HEAVY),
        ("contractbridge.pipeline", {"fastapi", "pydantic", "typer", "watchfiles", "datamodel_code_generator"}),
    ],
)
def test_importing_it_is_cheap(module: str, unwanted: set[str]) -> None:
    code = f"import sys, {module}; print(*sorted(set(sys.modules) & {unwanted!r}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


# What the functions do

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "paths": {
        "/orders": {
            "get": {"operationId": "list_orders", "tags": ["orders"], "responses": {"204": {"description": ""}}}
        },
        "/users": {"get": {"operationId": "list_users", "tags": ["users"], "responses": {"204": {"description": ""}}}},
    },
}


def test_a_document_to_a_plan_to_files(tmp_path: Path) -> None:
    plan = contractbridge.generate(DOCUMENT, out=tmp_path / "api")
    assert plan.changed
    assert {file.state for file in plan.files} == {"created"}
    assert "+++ " in plan.diff()
    assert not (tmp_path / "api").exists()
    plan.apply()
    assert (tmp_path / "api" / "client" / "users.js").exists()
    again = contractbridge.generate(DOCUMENT, out=str(tmp_path / "api"))
    assert not again.changed
    assert again.diff() == ""


def test_what_to_make_may_be_said(tmp_path: Path) -> None:
    (tmp_path / "openapi.json").write_text(json.dumps(DOCUMENT))
    plan = contractbridge.generate(tmp_path / "openapi.json", tmp_path, emit={"client"}, target="ts", tags=["orders"])
    made = {file.path.relative_to(tmp_path).as_posix() for file in plan.files}
    assert "client/orders.ts" in made
    assert not made & {"client/users.ts", "schemas.ts", "types.d.ts"}


MISTAKES: list[tuple[Any, str, str]] = [
    ({"target": "tsx"}, 'target cannot be "tsx".', 'Did you mean "ts"?'),
    ({"emit": ["zod"]}, 'emit cannot be "zod".', "It can be: types, schemas, client."),
    ({"emit": "types"}, 'emit cannot be "t".', ""),
    ({"tags": ["user"]}, 'No operation has the tag "user".', 'Did you mean "users"?'),
]


@pytest.mark.parametrize(("options", "message", "hint"), MISTAKES)
def test_mistakes(tmp_path: Path, options: Any, message: str, hint: str) -> None:
    with pytest.raises(contractbridge.ConfigError) as error:
        contractbridge.generate(DOCUMENT, tmp_path, **options)
    assert str(error.value) == message
    assert hint in error.value.hint


def test_an_app_to_a_document(tmp_path: Path) -> None:
    fastapi = pytest.importorskip("fastapi")
    (tmp_path / "service.py").write_text("from fastapi import FastAPI\napp = FastAPI(title='Shop')\n")
    by_name = contractbridge.export("service:app", app_dir=tmp_path)
    assert by_name == contractbridge.export(fastapi.FastAPI(title="Shop"))
    assert by_name["info"]["title"] == "Shop"
    with pytest.raises(contractbridge.AppError, match="absent"):
        contractbridge.export("absent:app", app_dir=tmp_path)
