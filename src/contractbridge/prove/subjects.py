"""What is proven of an app: what each operation takes, part by part, and the JSON that it sends.

The validators are the live ones of the routes, asked as FastAPI asks them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Literal, TypeAlias, get_args

from fastapi import FastAPI, routing
from fastapi.utils import is_body_allowed_for_status_code
from pydantic_core import SchemaValidator

from contractbridge.naming import class_name, is_made_body, pascal_case
from contractbridge.prove.answer import Answer
from contractbridge.prove.core import classes, without_validators
from contractbridge.prove.requests import (
    LOCATIONS,
    Ask,
    Location,
    bare,
    body_asker,
    body_fields,
    config_of,
    core_of,
    is_form,
    named_parameters,
    parameter_asker,
    parameter_fields,
)
from contractbridge.prove.responses import ask_error, ask_item, ask_response
from contractbridge.readers.app.responses import response_kind
from contractbridge.readers.app.routes import each_route, mounted_apps, original
from contractbridge.readers.app.validators import CoreSchema, own_validators

Sent: TypeAlias = Literal["response", "item"]
Side: TypeAlias = Location | Literal["body"] | Sent

SENT: Final[tuple[Sent, ...]] = get_args(Sent)


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
    ask: Ask
    ask_bare: Ask
    trouble: str = ""

    def takes_typed(self, text: str) -> bool:
        """Whether the value itself is legal, and not only the text that becomes of it on the wire."""
        try:
            SchemaValidator(without_validators(self.schema)).validate_python(json.loads(text))
        except Exception:  # noqa: BLE001  functions of Pydantic's own may raise anything
            return False
        return True


@dataclass(frozen=True, slots=True)
class _Part:
    """A side of a route whose subject is still to be made."""

    side: Side
    status: str
    make: Callable[[], _Made]


@dataclass(frozen=True, slots=True)
class _Made:
    schema: CoreSchema
    ask: Ask
    validators: tuple[str, ...] = ()
    ask_bare: Ask | None = None
    trouble: str = ""


def find_subjects(app: FastAPI, *, coerces: bool) -> Iterator[Subject]:
    """Every side of every operation that has a type, in the order of the routes, and of those that are mounted.

    Of two routes for one operation the first answers, whichever the document describes.
    """
    seen: set[tuple[str, str]] = set()
    for path, route in routes_of(app):
        for method in sorted(route.methods):
            if (method, path) not in seen:
                seen.add((method, path))
                yield from (_subject(part, method, path, route) for part in _parts(route, path, coerces=coerces))


def routes_of(app: FastAPI) -> Iterator[tuple[str, Any]]:
    """The routes with the paths that the document has for them."""
    yield from ((route.path_format, route) for route in _described(app.routes))
    for prefix, other in mounted_apps(app.routes):
        documented = app.openapi().get("paths", {})
        for route in _described(other.routes):
            whole = prefix + route.path_format
            # An app's own `openapi()` may take in what is mounted, with or without the path it is mounted at.
            bare_path = whole not in documented and route.path_format in documented
            yield (route.path_format if bare_path else whole), route


def _described(routes: Iterable[Any]) -> Iterator[Any]:
    for route in each_route(routes):
        if isinstance(original(route), routing.APIRoute) and route.include_in_schema:
            yield route


def _subject(part: _Part, method: str, path: str, route: Any) -> Subject:
    tags = tuple(map(str, route.tags or ()))
    try:
        made = part.make()
        names = tuple(dict.fromkeys(_name(cls, route) for cls in classes(made.schema)))
    except Exception as error:  # noqa: BLE001  types that nobody has thought of; the others are proven all the same
        trouble = f"{type(error).__name__}: {error}"
        return Subject(method, path, tags, part.side, part.status, {}, (), (), _ask_nobody, _ask_nobody, trouble)
    return Subject(
        method,
        path,
        tags,
        part.side,
        part.status,
        schema=made.schema,
        classes=names,
        validators=made.validators,
        ask=made.ask,
        ask_bare=made.ask_bare or made.ask,
        trouble=made.trouble,
    )


def _name(cls: type, route: Any) -> str:
    """What a class is called in TypeScript, and so in reports."""
    handler = getattr(route.endpoint, "__name__", route.name)
    return f"{pascal_case(handler)}Body" if is_made_body(cls.__name__) else class_name(cls.__name__)


def _ask_nobody(_text: str) -> Answer:
    return Answer("breaks")


def _parts(route: Any, path: str, *, coerces: bool) -> Iterator[_Part]:
    for location in LOCATIONS:
        if parameter_fields(route, location):
            yield _Part(location, "", partial(_parameters, route, path, location, coerces=coerces))
    if route.body_field is not None:
        yield _Part("body", "", partial(_body, route, coerces=coerces))
    status = str(route.status_code or 200)
    if sends_json(route):
        yield _Part("response", status, partial(_response, route))
    if getattr(route, "stream_item_field", None) is not None and response_kind(route) == "stream":
        yield _Part("item", status, partial(_item, route))
    for declared, field in route.response_fields.items():
        if is_body_allowed_for_status_code(declared):
            yield _Part("response", status_text(declared), partial(_error, field))


def sends_json(route: Any) -> bool:
    allowed = is_body_allowed_for_status_code(route.status_code)
    return route.response_field is not None and allowed and response_kind(route) == ""


def status_text(declared: int | str) -> str:
    return "default" if declared == "default" else str(declared).upper()


# What is taken


def _parameters(route: Any, path: str, location: Location, *, coerces: bool) -> _Made:
    groups = parameter_fields(route, location)
    schema = {**_named(groups, location), "extra_behavior": "forbid"}
    return _taken(schema, groups, partial(parameter_asker, route, path, location), coerces=coerces)


def _body(route: Any, *, coerces: bool) -> _Made:
    groups = body_fields(route)
    # Several models in a form are its fields together, and only the document has them apart.
    schema = _named(groups, "form") if is_form(route) and sum(map(len, groups)) > 1 else core_of(route.body_field)
    return _taken(schema, groups, partial(body_asker, route), coerces=coerces)


def _named(groups: list[list[Any]], location: Location | Literal["form"]) -> dict[str, Any]:
    """The schema of values by name, of which models stand for several."""
    members = {
        name: {"type": "typed-dict-field", "schema": core_of(field), "required": required}
        for name, (field, required) in named_parameters(groups, location).items()
    }
    # What a model says of its fields is not within them: where there are several models, each speaks for all.
    config = {name: each for group in groups for field in group for name, each in config_of(field).items()}
    return {"type": "typed-dict", "fields": members, "config": config}


def _taken(
    schema: CoreSchema, groups: list[list[Any]], asker: Callable[[list[list[Any]]], Ask], *, coerces: bool
) -> _Made:
    fields = [each for group in groups for each in group]
    validators = tuple(dict.fromkeys(name for each in fields for name in own_validators(core_of(each))))
    bare_groups = [[bare(each, coerces=coerces) for each in group] for group in groups] if validators else groups
    return _Made(schema, asker(groups), validators, asker(bare_groups))


# What is sent


def _response(route: Any) -> _Made:
    return _sent(route.response_field, partial(ask_response, route))


def _item(route: Any) -> _Made:
    return _sent(route.stream_item_field, partial(ask_item, route))


def _error(field: Any) -> _Made:
    return _sent(field, partial(ask_error, field))


def _sent(field: Any, ask: Ask) -> _Made:
    schema = core_of(field)
    # SQLModel's: what it validates is not what a database gives.
    table = next((cls.__name__ for cls in classes(schema) if hasattr(cls, "__table__")), "")
    trouble = f"The constructor of the table {table} takes anything, so that no value shows what is sent."
    return _Made(schema, ask, tuple(dict.fromkeys(own_validators(schema))), trouble=trouble if table else "")
