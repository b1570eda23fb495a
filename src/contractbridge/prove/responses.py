"""What a route sends of a value, as FastAPI makes it."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from typing import Any, Final

from fastapi.datastructures import DefaultPlaceholder
from fastapi.exceptions import ResponseValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import serialize_response

from contractbridge.prove.answer import Answer, failed, is_json, run

_DUMPS_JSON: Final = "dump_json" in inspect.signature(serialize_response).parameters


def ask_response(route: Any, text: str) -> Answer:
    """What the route sends where its handler returns the value that `text` is."""
    return _sent(route.response_field, text, lambda value: _response(route, value))


def ask_error(field: Any, text: str) -> Answer:
    """What is sent where a handler answers with a model that the route declares for another status."""
    return _sent(field, text, lambda value: bytes(JSONResponse(field.serialize(value)).body).decode())


def ask_item(route: Any, text: str) -> Answer:
    """What the route sends where its handler yields the value that `text` is."""
    field = route.stream_item_field
    return _sent(field, text, lambda value: bytes(field.serialize_json(value, **_shape(route))).decode())


def _sent(field: Any, text: str, send: Callable[[Any], str]) -> Answer:
    given = json.loads(text)
    try:
        value, errors = field.validate(given, {}, loc=())
    except Exception as error:  # noqa: BLE001  validators may raise anything
        return failed(error)
    if errors:
        return Answer("refuses")
    try:
        sent = _validated_again(send, value, given)
    except Exception as error:  # noqa: BLE001  serializers may raise anything, and JSON has no infinity
        return failed(error)
    return Answer("accepts", sent=sent) if is_json(sent) else failed(ValueError(f"sends what is no JSON: {sent}"))


def _validated_again(send: Callable[[Any], str], value: Any, given: Any) -> str:
    """What is sent of a value, or of what it was made from: FastAPI validates what a handler returns, and some values
    are not valid once they have been, such as those of a typed dictionary with aliases."""
    try:
        return send(value)
    except ResponseValidationError:
        return send(given)


def _response(route: Any, value: Any) -> str:
    dumps = _DUMPS_JSON and isinstance(route.response_class, DefaultPlaceholder)
    options: dict[str, Any] = {"dump_json": True} if dumps else {}
    content = run(
        serialize_response(
            field=route.response_field, response_content=value, is_coroutine=True, **_shape(route), **options
        )
    )
    if dumps:
        return bytes(content).decode()
    response_class = getattr(route.response_class, "value", route.response_class)
    return bytes(response_class(content).body).decode()


def _shape(route: Any) -> dict[str, Any]:
    """What the route leaves of its response."""
    names = ("include", "exclude", "by_alias", "exclude_unset", "exclude_defaults", "exclude_none")
    return {name: getattr(route, f"response_model_{name}") for name in names}
