"""Bytes to a JSON value, written as JSON or as YAML."""

from __future__ import annotations

import codecs
import json
from typing import Any, NoReturn

from contractbridge.errors import DocumentError


def parse_document(data: bytes, name: str) -> Any:
    """The JSON value that `data` holds, written as JSON or YAML; `name` is what people call it.

    Raises DocumentError, with line and column, where it holds none, or one too large or too deep to work with.
    """
    text = _decode(data, name)
    start = text.lstrip()[:15].lower()
    if not start:
        raise DocumentError(f"{name} is empty.")
    if start.startswith(("<!doctype", "<html")):
        raise DocumentError(
            f"{name} is a web page, and no OpenAPI document.",
            hint="A FastAPI app serves its document at /openapi.json",
        )
    is_yaml = name.lower().endswith((".yaml", ".yml")) or not start.startswith(("{", "["))
    try:
        if is_yaml:
            from contractbridge.readers.openapi.yaml_text import parse_yaml  # noqa: PLC0415  most documents are JSON

            return parse_yaml(text, name)
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise DocumentError(f"{name}:{error.lineno}:{error.colno} is not JSON: {error.msg}.") from None
    except RecursionError:
        raise DocumentError(f"{name} is nested too deeply to be read.") from None
    except ValueError as error:
        # Python refuses integers of thousands of digits.
        raise DocumentError(f"{name} holds a number that cannot be read: {error}.") from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _decode(data: bytes, name: str) -> str:
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - before.rfind(b"\n")
        raise DocumentError(f"{name}:{line}:{column} is not {encoding[:6].rstrip('-').upper()}.") from None
