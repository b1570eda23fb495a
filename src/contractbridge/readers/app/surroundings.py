"""What lies beside the operations of an app: applications mounted on it, routes that come later, error handlers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from contractbridge.errors import Notice
from contractbridge.readers.app.importing import binding_of
from contractbridge.readers.app.routes import each_route, mounted_apps, original, python_name
from contractbridge.readers.facts import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from fastapi import FastAPI


def look_around(app: FastAPI, document: Mapping[str, Any]) -> Iterator[Notice]:
    """Yield notices of operations that clients of `app` can reach and its document does not have."""
    paths = document.get("paths") or {}
    missing = [(path, other) for path, other in mounted_apps(app.routes) if _is_missing(other, path, paths)]
    for path, other in missing:
        name = binding_of(other)
        use = f"use `{name}`" if name else "it has no name in a module: give it one, and use that"
        if not paths:
            yield Notice("#/paths", f"0 operations; a FastAPI app is mounted at {path or '/'}: {use}.")
        else:
            trouble = f"The operations of the FastAPI app that is mounted at {path or '/'} are not in this document"
            yield Notice("#/paths", f"{trouble}; for those, {use}.")
    if not paths and not missing:
        yield Notice("#/paths", f"0 operations{_later(app)}.")


def look_at_handlers(app: FastAPI, document: Mapping[str, Any]) -> Iterator[Notice]:
    """Say so where the app answers requests that are not valid in a way that its document does not tell."""
    handler = app.exception_handlers.get(RequestValidationError, request_validation_exception_handler)
    if "HTTPValidationError" not in document.get("components", {}).get("schemas", {}):
        return
    if handler is not request_validation_exception_handler:
        trouble = f"{python_name(handler)} answers requests that are not valid, and may send something else."
        yield Notice("#/components/schemas/HTTPValidationError", trouble)
        return
    for item in document.get("paths", {}).values():
        for operation in item.values() if isinstance(item, dict) else ():
            if isinstance(operation, dict) and EXTENSION in operation and _hides_refusals(operation):
                operation[EXTENSION]["refuses"] = True


def _hides_refusals(operation: Mapping[str, Any]) -> bool:
    """Tell whether FastAPI leaves its own 422 out, since there are errors that it might be one of."""
    takes = operation.get("parameters") or "requestBody" in operation
    declared = operation.get("responses", {})
    return bool(takes) and "422" not in declared and ("4XX" in declared or "default" in declared)


def _is_missing(app: FastAPI, prefix: str, paths: Collection[str]) -> bool:
    """Tell whether a mounted app has operations, and none of them stands in `paths`, with or without its prefix."""
    routes = [each for each in each_route(app.routes) if isinstance(original(each), APIRoute)]
    own = [each.path_format for each in routes if each.include_in_schema]
    return bool(own) and not any(path in paths or prefix + path in paths for path in own)


def _later(app: FastAPI) -> str:
    """Say so where the app does something when it starts, which may well be adding routes."""
    lifespan = app.router.lifespan_context
    if type(lifespan).__name__ == "_DefaultLifespan" and not getattr(app.router, "on_startup", None):
        return ""
    return "; its lifespan, which is not run, may add them: add routes where the app is made"
