"""Runs openapi-spec-validator in a process of its own: `python -m contractbridge.readers.openapi.validator`.

It takes a document on standard input and gives its findings on standard output, both as JSON: pairs of a place
and a sentence. Whatever goes wrong in between is a finding too.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from contractbridge.readers.openapi.references import Place, pointer

_MOST_FINDINGS: Final = 100
_LONGEST: Final = 300
_DATA: Final = ("example", "examples", "default", "enum", "const")
_OPERATION: Final = re.compile(r"for '(\w+)' (?:operation )?in '(.*)' was not resolved")
# Who reads the document tells of it, with the places of both.
_REPEATED: Final = re.compile("(?s)Operation ID .* is not unique$")


def find_faults(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What openapi-spec-validator finds, and at last how it fails, where it does."""
    try:
        for error in islice(_validator(document).iter_errors(), _MOST_FINDINGS):
            if not _REPEATED.match(error.message):
                yield from _findings(error, document)
    except Exception as error:  # noqa: BLE001  documents that it was not made for crash it anywhere
        yield "#", f"openapi-spec-validator could not go on: {type(error).__name__}: {_clip(str(error), 100)}"


def _validator(document: dict[str, Any]) -> Any:
    import openapi_spec_validator as package  # noqa: PLC0415  slow, and part of what may fail

    version = str(document.get("openapi"))
    if version.startswith("3.0"):
        return package.OpenAPIV30SpecValidator(document)
    newest = getattr(package, "OpenAPIV32SpecValidator", None)
    if newest is None or (version.startswith("3.1") and not _holds(document, "itemSchema")):
        return package.OpenAPIV31SpecValidator(document)
    # FastAPI describes streams as OpenAPI 3.2 does, in a document of 3.1.
    return newest({**document, "openapi": "3.2.0"})


def _holds(node: object, key: str) -> bool:
    match node:
        case dict():
            return key in node or any(_holds(each, key) for each in node.values())
        case list():
            return any(_holds(each, key) for each in node)
        case _:
            return False


def _findings(error: Any, document: object) -> Iterator[tuple[str, str]]:
    # Of the alternatives that do not fit, the one that nearly does.
    while context := getattr(error, "context", None):
        error = max(context, key=lambda each: len(each.absolute_path))
    path = list(error.absolute_path)
    if not path and error.schema_path and error.instance != document:
        yield from _of_default(error, document)
        return
    if not path and (operation := _OPERATION.search(error.message)):
        method, at = operation.groups()
        path = ["paths", at, method]
    # Within schemas it tells the place in the schema: that is to be found where the same value stands.
    places = [_within(None, path)] if _holds_at(document, path) else list(_places(document, path, error.instance))
    yield from ((pointer(place), _clip(error.message)) for place in places or [_within(None, path)])


def _of_default(error: Any, document: object) -> Iterator[tuple[str, str]]:
    """What is wrong with a whole default, of which no place is told. Its format is nobody's trouble: Pydantic writes a
    moment without a zone, which is no `date-time`."""
    for place in _places(document, ["default"], error.instance) if error.validator != "format" else ():
        if place and _at(document, _tokens(place[0])).get(error.validator) == error.validator_value:
            yield pointer(place), _clip(error.message)


def _tokens(place: Place) -> list[str | int]:
    return [] if place is None else [*_tokens(place[0]), place[1]]


def _places(node: object, path: list[str | int], value: object, place: Place = None) -> Iterator[Place]:
    """Where in `node` a part has `value` at `path`, but for what are only examples."""
    if isinstance(node, dict) and path[0] in node and _holds_at(node, path) and _at(node, path) == value:
        yield _within(place, path)
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for token, member in members:
        if token not in _DATA:
            yield from _places(member, path, value, (place, token))


def _holds_at(node: object, path: list[str | int]) -> bool:
    try:
        _at(node, path)
    except (LookupError, TypeError):
        return False
    return True


def _at(node: Any, path: list[str | int]) -> Any:
    for token in path:
        node = node[token]
    return node


def _within(place: Place, path: list[str | int]) -> Place:
    for token in path:
        place = (place, token)
    return place


def _clip(text: str, longest: int = _LONGEST) -> str:
    first = text.strip().partition("\n")[0].rstrip(".")
    return f"{first}." if len(first) <= longest else f"{first[:longest]}…"


def main() -> None:
    findings: list[tuple[str, str]] = []
    try:
        findings += find_faults(json.load(sys.stdin.buffer))
    finally:
        json.dump(findings, sys.stdout)


if __name__ == "__main__":
    main()
