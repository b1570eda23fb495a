"""Validation runs aside, ends, and is done once."""

import json
import math
import os
import subprocess
import sys

import pytest

from contractbridge.errors import Notice
from contractbridge.readers.openapi import validation
from contractbridge.readers.openapi.validation import start_validation

GOOD = {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": {}}


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A cache of the test's own, which is not there yet."""
    monkeypatch.setenv("CONTRACTBRIDGE_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def starts(monkeypatch):
    """How many times a validator was started."""
    started = []
    start = validation._start
    monkeypatch.setattr(validation, "_start", lambda text: started.append(text) or start(text))
    return started


def with_operation(node, version="3.1.0"):
    responses = {"responses": {"200": {"description": "", **node.pop("response", {})}}}
    return GOOD | {"openapi": version, "paths": {"/items/{id}": {"get": responses | node}}}


def faults_of(document):
    return start_validation(document).result()


ANSWERS = {"200": {"description": ""}}
PATH = {"parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]}


@pytest.mark.parametrize(
    ("document", "places"),
    [
        (with_operation({}), ["#/paths/~1items~1{id}/get"]),
        (with_operation({"tags": 7, **PATH}, "3.0.3"), ["#/paths/~1items~1{id}/get/tags"]),
        (with_operation({"tags": 7, **PATH}, "3.2.0"), ["#/paths/~1items~1{id}/get/tags"]),
        # Within schemas, where the same mistake may stand twice, but not in an example.
        (
            GOOD
            | {
                "components": {
                    "schemas": {
                        "A": {"properties": {"n": {"type": "strin"}}, "example": {"n": {"type": "strin"}}},
                        "B": {"items": {"properties": {"n": {"type": "strin"}}}},
                    }
                }
            },
            ["#/components/schemas/A/properties/n/type", "#/components/schemas/B/items/properties/n/type"],
        ),
        # A stream as FastAPI describes it; facts are extensions.
        (
            with_operation(
                {
                    "response": {"content": {"application/jsonl": {"itemSchema": {}}}},
                    "x-contractbridge": {"python": "shop:read"},
                    **PATH,
                }
            ),
            [],
        ),
        # A default, of which it tells no place; the format of one is as Pydantic writes it.
        (
            GOOD
            | {
                "components": {
                    "schemas": {
                        "A": {"properties": {"n": {"type": "integer", "default": "x"}}},
                        "B": {"properties": {"n": {"type": "string", "default": "x"}}},
                        "C": {"type": "string", "format": "date-time", "default": "2024-01-01T00:00:00"},
                    }
                }
            },
            ["#/components/schemas/A/properties/n/default"],
        ),
        # The reader tells of it.
        (GOOD | {"paths": {"/": {each: {"operationId": "x", "responses": ANSWERS} for each in ("get", "put")}}}, []),
    ],
)
def test_fault_is_found_at_its_place(document, places):
    assert [notice.place for notice in faults_of(document)] == places


def test_crash_of_the_validator_is_a_notice(specs):
    notices = faults_of(json.loads((specs / "langflow.json").read_bytes()))
    assert notices[0].message.startswith("openapi-spec-validator could not go on: PointerToNowhere: ")
    assert "#/components/securitySchemes" in [notice.place for notice in notices]


def test_document_that_is_no_json_is_a_notice():
    cycle = dict(GOOD)
    cycle["x-self"] = cycle
    assert [notice.place for notice in faults_of(cycle)] == ["#"]
    assert faults_of(GOOD | {"x-nan": math.nan, "x-object": object()}) == []


def test_same_document_is_validated_once(starts):
    faulty = with_operation({})
    first = faults_of(faulty)
    assert faults_of(json.loads(json.dumps(faulty))) == first
    assert len(starts) == 1
    start_validation(GOOD).close()
    assert len(starts) == 2


def test_corrupt_cache_is_made_again(cache, starts):
    first = faults_of(with_operation({}))
    (file,) = cache.iterdir()
    good = file.read_bytes()
    for content in ["", "{", "[]x", '{"a": 1}', "[[1, 2]]", '[["#"]]', "[" * 100_000]:
        file.write_text(content, encoding="utf-8")
        start_validation(with_operation({})).close()
    assert len(starts) == 8
    assert faults_of(with_operation({})) == first
    assert file.read_bytes() == good


def test_cache_that_cannot_be_written_does_no_harm(cache):
    cache.write_text("a file where the folder would be", encoding="utf-8")
    assert len(faults_of(with_operation({}))) == 1


def test_cache_forgets_what_is_old(cache, monkeypatch):
    monkeypatch.setattr(validation, "_MOST_KEPT", 3)
    cache.mkdir()
    for age in range(5):
        old = cache / f"validation-{age}.json"
        old.write_text("[]", encoding="utf-8")
        os.utime(old, (age, age))
    (cache / "other.json").write_text("", encoding="utf-8")
    faults_of(GOOD)
    names = sorted(each.name for each in cache.iterdir())
    assert {"other.json", "validation-3.json", "validation-4.json"} < set(names)
    assert len(names) == 4


def test_validator_that_takes_too_long_is_stopped(cache, monkeypatch):
    monkeypatch.setattr(validation, "_SECONDS", 0.0)
    message = "openapi-spec-validator took more than 0 seconds, and was stopped."
    assert faults_of(GOOD) == [Notice("#", message)]


def test_validator_that_cannot_start_is_a_notice(cache, monkeypatch):
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    (notice,) = faults_of(GOOD)
    assert notice.message.startswith("openapi-spec-validator did not run: ")
    assert not cache.exists()


def test_validation_can_be_left():
    running = start_validation(with_operation({}))
    process = running._process
    running.close()
    assert process.returncode is not None
    assert running.result() == []


def test_this_process_does_not_import_the_validator():
    code = (
        "import sys; import contractbridge.readers.openapi.validation; print('openapi_spec_validator' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout.split() == [b"False"]
