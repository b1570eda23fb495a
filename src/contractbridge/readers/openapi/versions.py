"""Which documents can be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contractbridge.errors import DocumentError
from contractbridge.readers.facts import EXTENSION, VERSION


def check_version(document: object, name: str = "This") -> Mapping[str, Any]:
    """`document`, where it is an OpenAPI 3 document; `name` is what people call it.

    Raises DocumentError where it is anything else.
    """
    if not isinstance(document, Mapping):
        raise DocumentError(f"{name} is no OpenAPI document: it is not an object.")
    if "swagger" in document:
        raise DocumentError(
            f"{name} is a Swagger 2.0 document, and OpenAPI 3 is needed.",
            hint="Convert it first: npx swagger2openapi",
        )
    version = document.get("openapi")
    if not isinstance(version, str):
        raise DocumentError(
            f"{name} is no OpenAPI document: it has no `openapi` version.",
            hint="A FastAPI app serves its document at /openapi.json",
        )
    if not version.startswith("3."):
        raise DocumentError(f"{name} is of OpenAPI {version[:20]!r}, and 3.0, 3.1 and 3.2 can be read.")
    facts = document.get(EXTENSION)
    written = facts.get("version") if isinstance(facts, Mapping) else None
    if isinstance(written, int) and written > VERSION:
        raise DocumentError(
            f"{name} was written by a newer contractbridge: its facts are of version {written}, not {VERSION}.",
            hint="Run: pip install --upgrade contractbridge",
        )
    return document
