"""Parameters of operations: what Python calls them, who declares them, and under which other names they are taken."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple

from fastapi import Cookie, Header, Query, routing
from fastapi.dependencies import utils
from pydantic import AliasChoices, BaseModel, Field
from starlette.convertors import CONVERTOR_TYPES
from starlette.datastructures import Headers, QueryParams

from contractbridge.readers.app.routes import each_route, is_closed, model_of, original, python_name
from contractbridge.readers.facts import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastapi import FastAPI

    from contractbridge.errors import Notice

_LOCATIONS: Final = ("path", "query", "header", "cookie")
# Before it had this, FastAPI took a parameter under one name.
_TAKES_CHOICES: Final = hasattr(utils, "_get_param_aliases")


class _Declared(NamedTuple):
    """A parameter as Python declares it: `names` are those that requests may have for it, in order."""

    location: str
    names: list[str]
    name: str
    owner: Any


def add_parameter_facts(app: FastAPI, document: dict[str, Any]) -> Iterator[Notice]:
    """Put facts on the parameters of each operation of `document`, in place."""
    paths = document.get("paths", {})
    for route in each_route(app.routes):
        if not isinstance(original(route), routing.APIRoute) or not route.include_in_schema:
            continue
        for method in route.methods:
            operation = paths.get(route.path_format, {}).get(method.lower(), {})
            if operation.get(EXTENSION, {}).get("python") == python_name(route.endpoint):
                describe_parameters(operation.get("parameters"), route.dependant, route.param_convertors)
    return iter(())


def describe_parameters(parameters: Any, dependant: Any, convertors: Mapping[str, Any]) -> None:
    """Put facts on `parameters`, in place. One that is just an argument of the handler has none.

    `convertors` are those of the path, by the names of its parameters.
    """
    found = parameters if isinstance(parameters, list) else []
    written = {(each.get("in"), each.get("name")): each for each in found if isinstance(each, dict)}
    closed = list(_closed(dependant))
    for declared in _declared(dependant, dependant.call):
        name = next((each for each in declared.names if (declared.location, each) in written), None)
        if name is None:
            continue
        # Each is described once: the first one that is declared is the one that people see first.
        parameter = written.pop((declared.location, name))
        facts: dict[str, Any] = {
            "python": "" if declared.owner is dependant.call else python_name(declared.owner),
            "name": "" if declared.name == name else declared.name,
            "aliases": [each for each in declared.names if each != name],
            "refused": any(
                location == declared.location and names.isdisjoint(declared.names) for location, names in closed
            ),
            "convertor": _convertor_name(convertors.get(name)) if declared.location == "path" else "",
        }
        if kept := {key: fact for key, fact in facts.items() if fact}:
            parameter[EXTENSION] = kept


def _convertor_name(convertor: Any) -> str:
    """Give the name under which a path has a convertor; empty for that which it has without one."""
    name = next((name for name, each in CONVERTOR_TYPES.items() if each is convertor), "")
    return "" if name == "str" else name


def _declared(dependant: Any, handler: Any) -> Iterator[_Declared]:
    for location in _LOCATIONS:
        for field in getattr(dependant, f"{location}_params"):
            if (model := model_of(field.field_info.annotation)) is not None:
                yield from _members(location, model, field.field_info)
            else:
                names = _names(field.name, field.field_info, field.alias, dashed=_is_dashed(location, field.field_info))
                yield _Declared(location, names, field.name, dependant.call)
    for each in dependant.dependencies:
        yield from _declared(each, handler)


def _closed(dependant: Any) -> Iterator[tuple[str, set[str]]]:
    """The models that refuse what is no field of theirs: their place, and what their fields are called."""
    for location in _LOCATIONS:
        for field in filter(is_closed, getattr(dependant, f"{location}_params")):
            members = _members(location, model_of(field.field_info.annotation), field.field_info)
            yield location, {name for each in members for name in each.names}
    for each in dependant.dependencies:
        yield from _closed(each)


def _members(location: str, model: Any, info: Any) -> Iterator[_Declared]:
    """The parameters that a model declares."""
    config = model.model_config
    by_name = config.get("validate_by_name", config.get("populate_by_name", False))
    for name, field in model.model_fields.items():
        dashed = _is_dashed(location, field, info)
        names = _names(name, field, field.alias or name, dashed=dashed)
        if by_name and _finds_names(location):
            names.append(name.replace("_", "-") if dashed else name)
        yield _Declared(location, list(dict.fromkeys(names)), name, model)


@functools.cache
def _finds_names(location: str) -> bool:
    """Tell whether this FastAPI finds the parameters of a model by their names too: it is asked to."""

    class Named(BaseModel, populate_by_name=True):
        number: int = Field(alias="no")

    def probe(named: Any) -> None: ...

    kind, received = {
        "query": (Query(), QueryParams("number=1")),
        "header": (Header(), Headers({"number": "1"})),
        "cookie": (Cookie(), {"number": "1"}),
    }[location]
    probe.__annotations__["named"] = Annotated[Named, kind]
    fields = getattr(utils.get_dependant(path="/", call=probe), f"{location}_params")
    return not utils.request_params_to_args(fields, received)[1]


def _names(name: str, info: Any, alias: str, *, dashed: bool) -> list[str]:
    match getattr(info, "validation_alias", None):
        case AliasChoices(choices=[*choices]) if _TAKES_CHOICES and all(isinstance(each, str) for each in choices):
            return [str(each) for each in choices]
        case str(given):
            alias = given
    # What is not given is made of the argument's name.
    return [name.replace("_", "-")] if dashed and alias in (name, name.replace("_", "-")) else [alias]


def _is_dashed(location: str, *infos: Any) -> bool:
    """Tell whether the underscores of a name are dashes in the request."""
    given = (getattr(each, "convert_underscores", None) for each in infos)
    return location == "header" and next((each for each in given if each is not None), True)
