"""A live FastAPI app, read into its document with facts.

The app's own `openapi()` gives the public document, so that is right by construction. A second generation with
facts on the schemas is laid over it, and the routes tell the rest. Where facts cannot be had the document stands
without them, and a notice says so.
"""

from __future__ import annotations

import importlib
import json
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from fastapi import FastAPI
from pydantic.json_schema import GenerateJsonSchema, PydanticJsonSchemaWarning

from contractbridge.errors import AppError, Notice
from contractbridge.readers.facts import EXTENSION, VERSION
from contractbridge.readers.routes import add_operation_facts, read_websockets
from contractbridge.readers.schema_facts import FactGenerator, matches

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where FastAPI takes Pydantic's generator from; it moved between versions.
_GENERATOR_PLACES: Final = ("fastapi._compat.v2", "fastapi._compat", "fastapi.openapi.utils")
# What `FastAPI.openapi` remembers.
_CACHE: Final = ("openapi_schema", "_openapi_routes_version")


@dataclass(frozen=True, slots=True)
class Export:
    """The document of an app with its facts, and what could not be read or looks wrong."""

    document: dict[str, Any]
    notices: tuple[Notice, ...]


def export_app(app: FastAPI) -> Export:
    """Read a live app into its OpenAPI document with facts.

    The document without its facts is what `app.openapi()` gives. The app is left as it was found: its lifespan is
    not run, and its cached document stays. Raises `AppError` where the app cannot make a document.
    """
    with _unchanged_cache(app):
        public, warned = _public_document(app)
        document = json.loads(json.dumps(public))
        try:
            enriched = _enriched_document(app)
        except Exception as error:  # noqa: BLE001  whatever it is, the document can do without facts
            enriched = {}
            failed = [Notice("", f"No facts about schemas could be read: {error}")]
        else:
            failed = []
    lay_over(document, enriched)
    websockets = read_websockets(app)
    document[EXTENSION] = {"version": VERSION, "websockets": websockets}
    routes = list(add_operation_facts(app, document))
    return Export(document, (*warned, *failed, *routes))


def lay_over(document: dict[str, Any], enriched: dict[str, Any]) -> None:
    """Copy the facts of `enriched` to the same places of `document`, where the schemas there say the same."""
    for node, other in list(matches(document, enriched)):
        if (facts := other.get(EXTENSION)) and _says(node) == _says(other):
            node[EXTENSION] = facts


def _says(schema: dict[str, Any]) -> dict[str, Any]:
    """Give what facts refer to: the node's own keywords without prose and without the schemas inside."""
    return {
        key: sorted(value) if key == "properties" else value
        for key, value in schema.items()
        if key in {"type", "properties", "required", "enum", "const", "format", "$ref"}
    }


def _public_document(app: FastAPI) -> tuple[dict[str, Any], list[Notice]]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            document = app.openapi()
        except Exception as error:
            raise AppError(f"The app could not make its OpenAPI document: {error}") from error
    notices = [Notice("", str(each.message)) for each in caught if _concerns_users(each.category)]
    return document, notices


def _concerns_users(category: type[Warning]) -> bool:
    return issubclass(category, PydanticJsonSchemaWarning)


def _enriched_document(app: FastAPI) -> dict[str, Any]:
    with _facts_in_schemas(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        app.openapi_schema = None
        return app.openapi()


@contextmanager
def _unchanged_cache(app: FastAPI) -> Iterator[None]:
    found: dict[str, Any] = {name: vars(app)[name] for name in _CACHE if name in vars(app)}
    try:
        yield
    finally:
        vars(app).update(found)


@contextmanager
def _facts_in_schemas() -> Iterator[None]:
    """Let FastAPI generate schemas with facts, by a subclass of the generator that it has."""
    patched = []
    for place in _GENERATOR_PLACES:
        try:
            module = importlib.import_module(place)
        except ImportError:
            continue
        found = getattr(module, "GenerateJsonSchema", None)
        if isinstance(found, type) and issubclass(found, GenerateJsonSchema):
            patched.append((module, found))
    if not patched:
        raise LookupError("this version of FastAPI makes its schemas in another way")
    try:
        for module, found in patched:
            module.GenerateJsonSchema = type("GenerateJsonSchema", (FactGenerator, found), {})  # type: ignore[attr-defined]
        yield
    finally:
        for module, found in patched:
            module.GenerateJsonSchema = found  # type: ignore[attr-defined]
