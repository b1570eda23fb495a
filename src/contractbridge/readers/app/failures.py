"""Why an app could not make its document: which route, which field, which line of the user's code."""

from __future__ import annotations

import warnings
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fastapi import routing
from fastapi.openapi.utils import get_openapi
from pydantic.errors import PydanticInvalidForJsonSchema
from pydantic.json_schema import GenerateJsonSchema

from contractbridge.errors import AppError
from contractbridge.readers.app import blame
from contractbridge.readers.app.generators import generating_with
from contractbridge.readers.app.places import Home
from contractbridge.readers.app.routes import each_route, original, python_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI
    from pydantic.json_schema import JsonSchemaValue

_HINT: Final = "Describe it with pydantic.WithJsonSchema, or leave it out with SkipJsonSchema."


def explain(app: FastAPI, error: Exception) -> AppError:
    """Say what stopped `app.openapi()`, as precisely as can be found out."""
    # Each route by itself: the one that fails alone is the one to name.
    route, subject = _failing_route(app)
    if isinstance(error, PydanticInvalidForJsonSchema):
        reason = error.message.removeprefix("Cannot generate a JsonSchema for ")
        used = f", which {route} uses," if route else ""
        return AppError(f"{subject or 'A type'}{used} has no JSON Schema: {reason}.", hint=_HINT)
    of_route = f" of {route}" if route else ""
    return blame.explain(error, Home(directory=Path.cwd(), package=""), f"Making the OpenAPI document{of_route}")


class _Tracer(GenerateJsonSchema):
    """Remembers the core schemas that an error came through, from the inside out."""

    trail: list[Mapping[str, Any]]
    error: Exception | None = None

    def generate_inner(self, schema: Any) -> JsonSchemaValue:
        try:
            return super().generate_inner(schema)
        except PydanticInvalidForJsonSchema as error:
            # Unions drop the choices that fail: a new error makes the old one void.
            if error is not self.error:
                self.error = error
                self.trail.clear()
            self.trail.append(schema)
            raise


def _failing_route(app: FastAPI) -> tuple[str, str]:
    for route in (*each_route(app.routes), *each_route(app.webhooks.routes)):
        if not isinstance(original(route), routing.APIRoute):
            continue
        trail: list[Mapping[str, Any]] = []
        try:
            with generating_with(_Tracer, trail=trail), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                get_openapi(title="", version="", routes=[route])
        except Exception:  # noqa: BLE001  the error itself is known, the route is what was looked for
            title = f"{'/'.join(sorted(route.methods))} {route.path_format} ({python_name(route.endpoint)})"
            return title, _subject(trail)
    return "", ""


def _subject(trail: list[Mapping[str, Any]]) -> str:
    """Name the innermost class on the way, and its field if there is one."""
    name = ""
    for inner, schema in pairwise(trail):
        match schema:
            case {"type": "model-fields" | "typed-dict", "fields": fields}:
                name = next((f".{name}" for name, field in fields.items() if field is inner), name)
            case {"type": "dataclass-args", "fields": fields}:
                name = next((f".{field['name']}" for field in fields if field is inner), name)
        if (cls := schema.get("cls")) is not None:
            return f"{cls.__module__}:{cls.__qualname__}{name}"
    return ""
