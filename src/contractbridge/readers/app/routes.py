"""What the routes of an app tell of its operations, beyond its document."""

from __future__ import annotations

import functools
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeAlias, Union, get_args, get_origin

from fastapi import routing
from fastapi.utils import is_body_allowed_for_status_code
from pydantic import BaseModel
from starlette.routing import Mount

from contractbridge.errors import Notice
from contractbridge.readers.app.forms import form_facts
from contractbridge.readers.app.importing import unwrap
from contractbridge.readers.app.reshaping import reshaped_fields
from contractbridge.readers.app.responses import response_kind
from contractbridge.readers.app.security import security_facts
from contractbridge.readers.facts import EXTENSION
from contractbridge.readers.openapi.references import pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fastapi import FastAPI

    from contractbridge.readers.openapi.references import Place

Facts: TypeAlias = dict[str, Any]


def each_route(routes: Iterable[Any]) -> Iterator[Any]:
    """Give every route with its full path and what it has from the routers that include it."""
    # From FastAPI 0.137 on, `app.routes` holds included routers and not their routes; 0.137.0 has no function for it.
    if (contexts := getattr(routing, "iter_route_contexts", None)) is not None:
        yield from contexts(list(routes))
        return
    for route in routes:
        included = getattr(route, "effective_route_contexts", None)
        yield from [route] if included is None else included()


def original(route: Any) -> Any:
    """Give the route as it was written, without what it has from the routers that include it."""
    return getattr(route, "original_route", route)


def python_name(endpoint: Callable[..., Any]) -> str:
    """Name a handler by module and qualified name; a callable object by its class."""
    while isinstance(endpoint, functools.partial):
        endpoint = endpoint.func
    named: Any = endpoint if hasattr(endpoint, "__qualname__") else type(endpoint)
    return f"{named.__module__}:{named.__qualname__}"


def mounted_apps(routes: Iterable[Any], prefix: str = "") -> Iterator[tuple[str, FastAPI]]:
    """Find the FastAPI apps that are mounted among `routes`, each with its path, also within other mounts."""
    for route in each_route(routes):
        mount = getattr(route, "_effective_route", None) or getattr(route, "starlette_route", None) or route
        if not isinstance(mount, Mount):
            continue
        path = prefix + mount.path
        if (app := unwrap(mount.app)) is not None:
            yield path, app
        else:
            yield from mounted_apps(mount.routes, path)


def add_operation_facts(app: FastAPI, document: dict[str, Any]) -> Iterator[Notice]:
    """Put its facts on each operation of `document`, in place, and yield what looks wrong."""
    paths = _object(document, "paths")
    yield from _describe(paths, (None, "paths"), app.routes)
    yield from _describe(_object(document, "webhooks"), (None, "webhooks"), app.webhooks.routes)
    # An app's own `openapi()` may take in what is mounted, with or without the path it is mounted at.
    others = {path: _undescribed(item) for path, item in paths.items()}
    for prefix, other in mounted_apps(app.routes):
        inside = {path.removeprefix(prefix): item for path, item in others.items() if path.startswith(prefix)}
        yield from _describe({**others, **inside}, (None, "paths"), other.routes)


def add_hidden_routes(app: FastAPI, document: dict[str, Any]) -> Iterator[Notice]:
    """List the routes that an app serves and does not describe; tell whether a slash more or less is forgiven."""
    hidden = [
        {"method": method, "path": route.path_format, "python": python_name(route.endpoint)}
        for route in each_route(app.routes)
        if isinstance(original(route), routing.APIRoute) and not route.include_in_schema
        for method in route.methods
    ]
    if hidden:
        document[EXTENSION]["hidden"] = sorted(hidden, key=lambda each: (each["path"], each["method"]))
    if not app.router.redirect_slashes:
        document[EXTENSION]["redirects"] = False
    return iter(())


def _undescribed(item: Any) -> Any:
    if not isinstance(item, dict):
        return item
    return {key: each for key, each in item.items() if isinstance(each, dict) and EXTENSION not in each}


def _describe(paths: dict[str, Any], place: Place, routes: Iterable[Any]) -> Iterator[Notice]:
    for route in each_route(routes):
        if not isinstance(original(route), routing.APIRoute) or not route.include_in_schema:
            continue
        item = _object(paths, route.path_format)
        for method in sorted(route.methods):
            if not (operation := _object(item, method.lower())):
                continue
            here = ((place, route.path_format), method.lower())
            if (earlier := operation.get(EXTENSION)) is not None:
                yield _shadowed(earlier["python"], route, method, here)
            operation[EXTENSION] = _operation_facts(route, operation)
            yield from _unfaithful(route, method, here)
            for callback in route.callbacks or ():
                if isinstance(callback, routing.APIRoute):
                    inside = ((here, "callbacks"), callback.name)
                    found = _object(_object(operation, "callbacks"), callback.name)
                    yield from _describe(found, inside, [callback])


def _operation_facts(route: Any, operation: dict[str, Any]) -> Facts:
    facts: Facts = {"python": python_name(route.endpoint)}
    if omits := [what for what in ("unset", "defaults", "none") if getattr(route, f"response_model_exclude_{what}")]:
        facts["omits"] = omits
    if refused := list(dict.fromkeys(_closed_locations(route.dependant))):
        facts["forbids"] = refused
    if (reshaped := reshaped_fields(route)) is not None:
        facts["reshaped"] = reshaped
    successes = [status for status in _object(operation, "responses") if status.startswith("2")]
    if len(successes) > 1 and route.status_code not in (None, 200):
        facts["status"] = int(route.status_code)
    if route.response_field is None and any(str(status).startswith("2") for status in route.response_fields):
        facts["untyped"] = True
    facts |= form_facts(route)
    facts |= security_facts(route.dependant)
    match response_kind(route):
        case "":
            pass
        case "stream":
            facts["streams"] = True
        case kind if not _tells_content(operation, route):
            facts["returns"] = kind
    return facts


def _closed_locations(dependant: Any) -> Iterator[str]:
    """Give where parameters come in a model that refuses others."""
    for location in ("query", "header", "cookie"):
        for field in getattr(dependant, f"{location}_params"):
            if is_closed(field):
                yield location
    for each in dependant.dependencies:
        yield from _closed_locations(each)


def is_closed(field: Any) -> bool:
    """Tell whether a parameter is a model that refuses others beside its fields."""
    model = model_of(field.field_info.annotation)
    return model is not None and model.model_config.get("extra") == "forbid"


def model_of(annotation: Any) -> type[BaseModel] | None:
    """Give the model whose fields are parameters, if it is one, or one that may be left out."""
    if get_origin(annotation) in (Union, UnionType):
        annotation = next((each for each in get_args(annotation) if each is not type(None)), None)
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _tells_content(operation: dict[str, Any], route: Any) -> bool:
    """Tell whether the document is plain about the successful body: more than "some JSON", which is what it says
    of a handler that it knows nothing about."""
    if not is_body_allowed_for_status_code(route.status_code):
        return True
    responses = _object(operation, "responses")
    success = next((status for status in responses if status.startswith("2")), "")
    content = _object(_object(responses, success), "content")
    vague = ({}, {"schema": {}}, *([{"schema": {"type": "string"}}] if response_kind(route) == "response" else []))
    return bool(content) and content.get("application/json") not in vague


def _shadowed(first: str, route: Any, method: str, place: Place) -> Notice:
    last = python_name(route.endpoint)
    trouble = f"{method} {route.path_format} is declared twice: {first} answers, and the document describes {last}."
    return Notice(pointer(place), trouble)


def _unfaithful(route: Any, method: str, place: Place) -> Iterator[Notice]:
    """Name the settings of a route that change its response and not its schema."""
    if route.response_field is None and getattr(route, "stream_item_field", None) is None:
        return
    settings = {
        "response_model_include": bool(route.response_model_include),
        "response_model_exclude": bool(route.response_model_exclude),
        "response_model_by_alias=False": not route.response_model_by_alias,
    }
    for setting, used in settings.items():
        if used:
            trouble = f"{method} {route.path_format} has {setting}, so that its response differs from its schema."
            yield Notice(pointer(place), trouble)


def _object(parent: dict[str, Any], key: str) -> dict[str, Any]:
    """Give the object at `key`; an app's own `openapi()` may have put anything there."""
    value = parent.get(key)
    return value if isinstance(value, dict) else {}
