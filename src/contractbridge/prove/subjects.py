"""What is proven of an app: the JSON body of each operation that takes one, and the JSON that each sends.

The validators are the live ones of the routes, asked as FastAPI asks them.
"""

from __future__ import annotations

import copy
import inspect
import json
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Literal, TypeAlias, TypeVar

from fastapi import FastAPI, params, routing
from fastapi.datastructures import DefaultPlaceholder
from fastapi.dependencies.utils import request_body_to_args
from fastapi.routing import serialize_response
from fastapi.utils import is_body_allowed_for_status_code
from pydantic_core import SchemaValidator

from contractbridge.prove.core import CoreSchema, classes, own_validators, without_validators
from contractbridge.prove.inputs import is_json
from contractbridge.readers.app.responses import response_kind
from contractbridge.readers.app.routes import each_route, original

Side: TypeAlias = Literal["body", "response"]
Verdict: TypeAlias = Literal["accepts", "refuses", "breaks"]
T = TypeVar("T")

_DUMPS_JSON: Final = "dump_json" in inspect.signature(serialize_response).parameters


@dataclass(frozen=True, slots=True)
class Answer:
    """What the app says of one value: why it refuses it, as (path, message); what it would send of it."""

    verdict: Verdict
    problems: tuple[tuple[list[str | int], str], ...] = ()
    sent: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """One side of one operation. `ask` takes JSON text; `ask_bare` is the same without anybody's own validators.

    With `trouble` it is there to be named, and nothing can be asked.
    """

    method: str
    path: str
    tags: tuple[str, ...]
    side: Side
    status: str
    schema: CoreSchema
    classes: tuple[str, ...]
    validators: tuple[str, ...]
    ask: Callable[[str], Answer]
    ask_bare: Callable[[str], Answer]
    trouble: str = ""


def find_subjects(app: FastAPI) -> Iterator[Subject]:
    """Every side of every operation that is JSON and has a type, in the order of the routes.

    Of two routes for one operation the first answers, whichever the document describes.
    """
    seen: set[tuple[str, str]] = set()
    for route in each_route(app.routes):
        if not isinstance(original(route), routing.APIRoute) or not route.include_in_schema:
            continue
        for method in sorted(route.methods):
            if (operation := (method, route.path_format)) in seen:
                continue
            seen.add(operation)
            if route.body_field is not None and not isinstance(route.body_field.field_info, params.Form):
                yield _or_trouble(_body, "body", route, method)
            if _sends_json(route):
                yield _or_trouble(_response, "response", route, method)


def _or_trouble(make: Callable[[Any, str], Subject], side: Side, route: Any, method: str) -> Subject:
    try:
        return make(route, method)
    except Exception as error:  # noqa: BLE001  types that nobody has thought of; the others are proven all the same
        tags = tuple(map(str, route.tags or ()))
        status = "" if side == "body" else str(route.status_code or 200)
        trouble = f"{type(error).__name__}: {error}"
        return Subject(method, route.path_format, tags, side, status, {}, (), (), _ask_nobody, _ask_nobody, trouble)


def _ask_nobody(_text: str) -> Answer:
    return Answer("breaks")


def _sends_json(route: Any) -> bool:
    allowed = is_body_allowed_for_status_code(route.status_code)
    return route.response_field is not None and allowed and response_kind(route) == ""


def _body(route: Any, method: str) -> Subject:
    groups = [list(each.body_params) for each in _with_bodies(route.dependant)]
    fields = [each for group in groups for each in group]
    validators = tuple(dict.fromkeys(name for each in fields for name in own_validators(_core(each))))
    bare = [[_bare(each) for each in group] for group in groups] if validators else groups
    return Subject(
        **_described(route, method, route.body_field),
        side="body",
        status="",
        validators=validators,
        ask=partial(_ask_body, groups, route._embed_body_fields),
        ask_bare=partial(_ask_body, bare, route._embed_body_fields),
    )


def _response(route: Any, method: str) -> Subject:
    return Subject(
        **_described(route, method, route.response_field),
        side="response",
        status=str(route.status_code or 200),
        validators=tuple(dict.fromkeys(own_validators(_core(route.response_field)))),
        ask=partial(_ask_response, route),
        ask_bare=partial(_ask_response, route),
    )


def _described(route: Any, method: str, field: Any) -> dict[str, Any]:
    return {
        "method": method,
        "path": route.path_format,
        "tags": tuple(map(str, route.tags or ())),
        "schema": _core(field),
        "classes": tuple(dict.fromkeys(cls.__name__ for cls in classes(_core(field)))),
    }


def _core(field: Any) -> CoreSchema:
    schema: CoreSchema = field._type_adapter.core_schema
    return schema


def _with_bodies(dependant: Any) -> Iterator[Any]:
    """A handler and its dependencies, each with the part of the body that it takes."""
    if dependant.body_params:
        yield dependant
    for each in dependant.dependencies:
        yield from _with_bodies(each)


# Requests


def _ask_body(groups: list[list[Any]], embed: bool, text: str) -> Answer:  # noqa: FBT001  FastAPI's own parameter
    problems = []
    try:
        for fields in groups:
            _, errors = _run(request_body_to_args(fields, json.loads(text), embed))
            problems += [(list(each["loc"])[1:], str(each["msg"])) for each in errors]
    except Exception as error:  # noqa: BLE001  validators may raise anything, which is a 500
        return Answer("breaks", (([], f"{type(error).__name__}: {error}"),))
    return Answer("refuses", tuple(problems)) if problems else Answer("accepts")


@dataclass(frozen=True, slots=True)
class _BareAdapter:
    validator: SchemaValidator

    def validate_python(self, value: Any, **options: Any) -> Any:
        return self.validator.validate_python(value, **options)


def _bare(field: Any) -> Any:
    """The same field, which asks none of anybody's own validators."""
    bare = copy.copy(field)
    bare._type_adapter = _BareAdapter(SchemaValidator(without_validators(_core(field))))
    return bare


# Responses


def _ask_response(route: Any, text: str) -> Answer:
    """What the route sends where its handler returns the value that `text` is."""
    field = route.response_field
    try:
        value, errors = field.validate(json.loads(text), {}, loc=())
    except Exception as error:  # noqa: BLE001  validators may raise anything
        return Answer("breaks", (([], f"{type(error).__name__}: {error}"),))
    if errors:
        return Answer("refuses")
    try:
        sent = _sent(route, value)
        return (
            Answer("accepts", sent=sent)
            if is_json(sent)
            else Answer("breaks", (([], f"sends what is no JSON: {sent}"),))
        )
    except Exception as error:  # noqa: BLE001  serializers may raise anything, and JSON has no infinity
        return Answer("breaks", (([], f"{type(error).__name__}: {error}"),))


def _sent(route: Any, value: Any) -> str:
    dumps = _DUMPS_JSON and isinstance(route.response_class, DefaultPlaceholder)
    options: dict[str, Any] = {"dump_json": True} if dumps else {}
    content = _run(
        serialize_response(
            field=route.response_field,
            response_content=value,
            include=route.response_model_include,
            exclude=route.response_model_exclude,
            by_alias=route.response_model_by_alias,
            exclude_unset=route.response_model_exclude_unset,
            exclude_defaults=route.response_model_exclude_defaults,
            exclude_none=route.response_model_exclude_none,
            is_coroutine=True,
            **options,
        )
    )
    if dumps:
        return bytes(content).decode()
    response_class = getattr(route.response_class, "value", route.response_class)
    return bytes(response_class(content).body).decode()


def _run(coroutine: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine that never waits."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    coroutine.close()
    raise RuntimeError("FastAPI waits where it never did")
