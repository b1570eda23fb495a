"""Which bytes in a form are a file: those that are declared with `File`. Of others FastAPI takes the text alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import params, routing
from fastapi.dependencies import utils

from contractbridge.readers.app.routes import each_route, original
from contractbridge.readers.facts import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

    from contractbridge.errors import Notice


def add_upload_facts(app: FastAPI, document: dict[str, Any]) -> Iterator[Notice]:
    """Tell of the bytes in the forms of `document` that are text, in place."""
    paths, schemas = document.get("paths", {}), document.get("components", {}).get("schemas", {})
    for route in each_route(app.routes):
        if not isinstance(original(route), routing.APIRoute) or not route.include_in_schema:
            continue
        texts = set(_texts(route.dependant))
        for operation in paths.get(route.path_format, {}).values() if texts else ():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                form = schemas.get(content.get("schema", {}).get("$ref", "").rpartition("/")[2], {})
                for name in texts.intersection(form.get("properties", {})):
                    for each in _bytes_within(form["properties"][name]):
                        each[EXTENSION]["textual"] = True
    return iter(())


def _texts(dependant: Any) -> Iterator[str]:
    """The fields of a form that no file is read for, by their names there."""
    for param in dependant.body_params:
        if isinstance(param.field_info, params.Form):
            fields = utils._get_flat_fields_from_params([param])
            yield from (each.alias for each in fields if not isinstance(each.field_info, params.File))
    for each in dependant.dependencies:
        yield from _texts(each)


def _bytes_within(node: Any) -> Iterator[dict[str, Any]]:
    match node:
        case {"type": "string"}:
            if any(each["name"] == "bytes" for each in node.get(EXTENSION, {}).get("checks", ())):
                yield node
        case {"anyOf": [*members]}:
            for each in members:
                yield from _bytes_within(each)
        case {"items": items}:
            yield from _bytes_within(items)
