"""A live FastAPI app, read into its document with facts.

The app's own `openapi()` gives the public document, so that is right by construction. A second generation, with
facts on the schemas, is laid over it, and the routes tell the rest. Where facts cannot be had the document stands
without them, and a notice says so.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeAlias

from fastapi import FastAPI

from contractbridge.errors import AppError, Notice
from contractbridge.readers.app.failures import explain
from contractbridge.readers.app.generators import NamingGenerator, generating_with
from contractbridge.readers.app.overlay import lay_over
from contractbridge.readers.app.parameters import add_parameter_facts
from contractbridge.readers.app.routes import add_hidden_routes, add_operation_facts
from contractbridge.readers.app.schema_facts import FactGenerator, UnreadFacts
from contractbridge.readers.app.stability import changes, moments
from contractbridge.readers.app.surroundings import look_around, look_at_handlers
from contractbridge.readers.app.uploads import add_upload_facts
from contractbridge.readers.app.websockets import add_websockets
from contractbridge.readers.facts import EXTENSION, VERSION

# What `FastAPI.openapi` remembers.
_CACHE: Final = ("openapi_schema", "_openapi_routes_version")
_UNSERVED: Final = (
    "The app cannot serve this document: a union that is told apart by one field is a member of one that is told apart "
    "by another, and has no name. Give it one, with TypeAliasType."
)


@dataclass(frozen=True, slots=True)
class Export:
    """The document of an app with its facts, and what could not be read or looks wrong."""

    document: dict[str, Any]
    notices: tuple[Notice, ...]


def export_app(app: FastAPI) -> Export:
    """Read a live app into its OpenAPI document with facts.

    Without its facts, the document is what `app.openapi()` gives. The app is left as it was found: its lifespan is
    not run, and what it has cached stays. Raises `AppError` where the app cannot make a document.
    """
    with _unchanged_cache(app), ExitStack() as exchanged:
        fresh = not app.openapi_schema
        document, notices = _public_document(app, exchanged)
        document[EXTENSION] = {"version": VERSION, "websockets": []}
        notices += moments(document)
        steps: dict[str, _Step] = {"schemas": partial(_add_schema_facts, compare=fresh), **_STEPS}
        for what, add_facts in steps.items():
            try:
                notices += add_facts(app, document)
            except Exception as error:  # noqa: BLE001  whatever it is, the document can do without these facts
                notices.append(Notice("", f"Facts about {what} could not be read: {type(error).__name__}: {error}"))
    return Export(document, tuple(dict.fromkeys(notices)))


# Each adds facts to the document of an app, and yields what looks wrong.
_Step: TypeAlias = Callable[[FastAPI, dict[str, Any]], Iterable[Notice]]
_STEPS: Final[Mapping[str, _Step]] = {
    "operations": add_operation_facts,
    "parameters": add_parameter_facts,
    "uploads": add_upload_facts,
    "hidden routes": add_hidden_routes,
    "WebSocket routes": add_websockets,
    "mounted applications": look_around,
    "error handlers": look_at_handlers,
}


def _public_document(app: FastAPI, exchanged: ExitStack) -> tuple[dict[str, Any], list[Notice]]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            document = app.openapi()
        except Exception as error:  # noqa: BLE001  it is explained
            document = _named_document(app, exchanged, error)
    if not isinstance(document, dict):
        raise AppError(f"app.openapi() gave {type(document).__name__}, and not a document.")
    return _as_json(document), [Notice("", str(each.message)) for each in caught if _is_news(each)]


def _named_document(app: FastAPI, exchanged: ExitStack, error: Exception) -> dict[str, Any]:
    """Make the document of an app that serves none because of a union that is told apart within another."""
    try:
        exchanged.enter_context(generating_with(NamingGenerator))
        document = app.openapi()
    except Exception:  # noqa: BLE001  that is not why
        exchanged.close()
        raise explain(app, error) from error
    warnings.warn(_UNSERVED, stacklevel=1)
    return document


def _is_news(warning: warnings.WarningMessage) -> bool:
    # Who reads the document finds repeated operation ids again, with the places of both.
    return issubclass(warning.category, UserWarning) and "Duplicate Operation ID" not in str(warning.message)


def _add_schema_facts(app: FastAPI, document: dict[str, Any], *, compare: bool) -> Iterator[Notice]:
    enriched, notices = _enriched_document(app, app.openapi)
    if compare:
        yield from changes(document, enriched)
    if not any(EXTENSION in schema for schema in enriched.get("components", {}).get("schemas", {}).values()):
        # The app has an `openapi()` with a memory of its own.
        enriched, notices = _enriched_document(app, partial(FastAPI.openapi, app))
    yield from notices
    lay_over(document, enriched)


def _enriched_document(app: FastAPI, openapi: Callable[[], dict[str, Any]]) -> tuple[dict[str, Any], list[Notice]]:
    app.openapi_schema = None
    separates = app.separate_input_output_schemas
    with generating_with(FactGenerator, separates=separates), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        document = _as_json(openapi())
    unread = [each.message for each in caught if issubclass(each.category, UnreadFacts)]
    return document, [Notice("", f"Facts about {each}") for each in unread]


def _as_json(document: dict[str, Any]) -> dict[str, Any]:
    """Copy a document as JSON has it; raise `AppError` for what JSON does not have."""
    try:
        copy: dict[str, Any] = json.loads(json.dumps(document, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise AppError(f"app.openapi() gave what JSON cannot hold: {error}.") from error
    return copy


@contextmanager
def _unchanged_cache(app: FastAPI) -> Iterator[None]:
    found: dict[str, Any] = {name: vars(app)[name] for name in _CACHE if name in vars(app)}
    try:
        yield
    finally:
        vars(app).update(found)
