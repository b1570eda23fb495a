"""Forms of several models, or of one that may be left out, of which FastAPI writes a schema of its own."""

from __future__ import annotations

import pytest
from fastapi.dependencies import utils

from contractbridge.contract import Binary, Faced, Null, Object, Ref, Union
from contractbridge.readers.app.export import export_app
from contractbridge.readers.openapi.document import read_contract

if not hasattr(utils, "_apply_form_body_schema"):
    pytest.skip("FastAPI has no such forms", allow_module_level=True)

APP = """
class Upload(BaseModel):
    a: int
    file: UploadFile | None = None

class Name(BaseModel):
    name: str

@app.post("/whole")
def whole(form: Annotated[Upload, Form()]): ...
@app.post("/absent")
def absent(form: Annotated[Upload | None, Form()] = None): ...
@app.post("/beside")
def beside(form: Annotated[Upload, Form()], size: Annotated[int, Form()]): ...
@app.post("/two")
def two(form: Annotated[Upload, Form()], name: Annotated[Name, Form()]): ...
@app.post("/either")
def either(form: Annotated[Name | None, Form()] = None, size: Annotated[int, Form()] = 1): ...
"""


def test_form_has_the_fields_of_its_models(load):
    reading = read_contract(export_app(load(APP).app).document)
    definitions = reading.contract.definitions
    found = {}
    for operation in reading.contract.operations:
        (content,) = operation.body.contents
        node = content.type.request if isinstance(content.type, Faced) else content.type
        assert isinstance(node, Ref)
        node = definitions[node.key].type
        objects = node.members if isinstance(node, Union) else (node,)
        assert all(isinstance(each, Object) for each in objects)
        fields = [{each.name: each.required for each in each.fields} for each in objects]
        found[operation.path] = (content.media_type.partition("/")[0], *fields)
    upload = {"a": True, "file": False}
    assert found == {
        "/whole": ("multipart", upload),
        "/absent": ("multipart", upload),
        "/beside": ("multipart", {**upload, "size": True}),
        "/two": ("multipart", {**upload, "name": True}),
        "/either": ("application", {"size": False}, {"name": True, "size": False}),
    }
    files = {
        field.type
        for each in definitions.values()
        if isinstance(each.type, Object)
        for field in each.type.fields
        if field.name == "file"
    }
    assert files == {Union((Binary(), Null()))}
    assert reading.notices == ()
