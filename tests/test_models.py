"""Pydantic models for Python consumers of a contract."""

import importlib.util
import json
import subprocess
import sys
import warnings
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import pytest
from fastapi import FastAPI
from pydantic import BaseModel, Field, ValidationError

import contractbridge
from contractbridge.emitters.models import emit_models
from contractbridge.errors import DocumentError
from contractbridge.output import is_ours

pytest.importorskip("datamodel_code_generator")


def document(**schemas: Any) -> dict[str, Any]:
    info = {"title": "Shop", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas}}


def model(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def load(text: str, folder: Path) -> ModuleType:
    (folder / "models.py").write_text(text)
    spec = importlib.util.spec_from_file_location("models", folder / "models.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["models"] = module
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a model's author chose, as a field that hides `copy`
        spec.loader.exec_module(module)
    return module


NULL = {"type": "null"}

FIELDS = [
    ("a titled field", {"type": "string", "title": "Field"}, "field: str"),
    ("a title of its own", {"type": "string", "title": "What"}, 'field: Annotated[str, Field(title="What")]'),
    ("a constraint", {"type": "integer", "minimum": 1}, "field: Annotated[int, Field(ge=1)]"),
    ("an optional", {"anyOf": [{"type": "string"}, NULL]}, "field: str | None"),
    (
        "an optional with a constraint",
        {"anyOf": [{"type": "string", "maxLength": 3}, NULL]},
        "field: Annotated[str | None, Field(max_length=3)]",
    ),
    ("a date and time", {"type": "string", "format": "date-time"}, "field: AwareDatetime"),
    ("a URL", {"type": "string", "format": "uri", "minLength": 1, "maxLength": 2083}, "field: AnyUrl"),
    ("one value", {"const": "card", "type": "string"}, 'field: Literal["card"]'),
    ("a description", {"type": "string", "description": "How"}, 'field: str\n    """\n    How\n    """'),
]


@pytest.mark.parametrize(("schema", "line"), [each[1:] for each in FIELDS], ids=[each[0] for each in FIELDS])
def test_fields(tmp_path: Path, schema: dict[str, Any], line: str) -> None:
    text, notices = emit_models(document(Order=model(field=schema)))
    assert f"\n    {line}\n" in text
    assert notices == ()
    load(text, tmp_path)


class Issue(BaseModel):
    created: datetime
    price: Annotated[Decimal, Field(gt=0)]
    estimate: Decimal | None = None


def test_models_of_an_app_take_what_it_sends(tmp_path: Path) -> None:
    app = FastAPI()

    @app.post("/")
    async def save(issue: Issue) -> Issue: ...

    models = load(emit_models(contractbridge.export(app))[0], tmp_path)
    issue = Issue(created=datetime(2026, 1, 2), price=Decimal("1.50"), estimate=Decimal("0.1"))  # noqa: DTZ001
    for model_ in (models.IssueInput, models.IssueOutput):
        assert model_.model_validate_json(issue.model_dump_json()).model_dump() == issue.model_dump()
        assert not model_.model_validate({"created": issue.created, "price": 2}).estimate
        with pytest.raises(ValidationError):
            model_(created=issue.created, price=0)


def test_it_is_ours_and_has_no_time() -> None:
    text, _ = emit_models(document(Order=model(id={"type": "integer"})))
    assert is_ours(text)
    assert "timestamp" not in text
    assert "class Order(BaseModel):" in text


def test_enum_members_have_their_python_names(tmp_path: Path) -> None:
    priority = {"enum": [1, 2], "type": "integer", "x-contractbridge": {"members": ["LOW", "HIGH"]}}
    order = {"type": "object", "properties": {"priority": {"$ref": "#/components/schemas/Priority", "default": 2}}}
    module = load(emit_models(document(Priority=priority, Order=order))[0], tmp_path)
    assert module.Priority.LOW == 1
    assert module.Order().priority is module.Priority.HIGH


def test_data_that_looks_like_ours_stays() -> None:
    order = model(title={"type": "string", "title": "Title"}, properties={"type": "integer", "title": "Properties"})
    text, _ = emit_models(document(Order=order))
    assert "\n    title: str\n    properties: int\n" in text


def test_nothing_is_fetched() -> None:
    remote = model(id={"$ref": "http://127.0.0.1:9/order.json"})
    with pytest.raises(DocumentError, match="No models could be made of this document: "):
        emit_models(document(Order=remote))


def test_the_same_on_every_machine(tmp_path: Path) -> None:
    schemas = {f"Model{number}": model(id={"anyOf": [{"type": "string"}, {"type": "integer"}]}) for number in range(20)}
    (tmp_path / "openapi.json").write_text(json.dumps(document(**schemas)))
    (tmp_path / "pyproject.toml").write_text(
        "[tool.datamodel-codegen]\nuse-title-as-name = true\n[tool.black]\nline-length = 20\n"
    )
    code = (
        "import json\n"
        "from contractbridge.emitters.models import emit_models\n"
        "print(emit_models(json.load(open('openapi.json'))))"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=folder, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed, folder in [("0", tmp_path), ("7", tmp_path)]
    }
    assert len(texts) == 1
    assert emit_models(document(**schemas))[0].count("id: str | int") == 20


@pytest.mark.parametrize("name", ["fsft", "langflow", "titiler"])
def test_real_documents_load(specs: Path, tmp_path: Path, name: str) -> None:
    spec = json.loads((specs / f"{name}.json").read_text())
    load(emit_models(spec)[0], tmp_path)
