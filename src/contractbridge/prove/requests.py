"""The live validators of what a route takes, asked as FastAPI asks them.

Neither the handler nor what it depends on is run: FastAPI's own functions are given the parts of a request.
"""

from __future__ import annotations

import copy
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Literal, TypeAlias, get_args
from urllib.parse import unquote, urlencode

from fastapi import params
from fastapi.dependencies import utils
from fastapi.dependencies.utils import request_body_to_args, request_params_to_args
from pydantic import AliasChoices
from pydantic_core import SchemaValidator
from pydantic_core.core_schema import CoreConfig
from starlette.convertors import PathConvertor
from starlette.datastructures import FormData, Headers, QueryParams, UploadFile
from starlette.requests import cookie_parser

from contractbridge.contract import JSON
from contractbridge.emitters.media import is_multipart
from contractbridge.prove.answer import Answer, failed, run
from contractbridge.prove.core import takes_files, without_validators
from contractbridge.prove.wire import (
    FILE,
    Pairs,
    Unsendable,
    cookies_of,
    form_of,
    headers_of,
    path_of,
    query_of,
    texts_of,
)
from contractbridge.readers.app.routes import model_of
from contractbridge.readers.app.validators import CoreSchema

Location: TypeAlias = Literal["path", "query", "header", "cookie"]
LOCATIONS: Final[tuple[Location, ...]] = get_args(Location)
Ask: TypeAlias = Callable[[str], Answer]

# What every client sends by itself: that which a caller cannot set, that which a caller may, and that of a body.
_WRITTEN: Final = {"host": "localhost", "connection": "keep-alive", "accept-encoding": "gzip, deflate"}
_FILLED: Final = {"accept": "*/*", "accept-language": "*", "user-agent": "node"}
_OF_BODY: Final = {"content-type": "application/json", "content-length": "2"}


def core_of(field: Any) -> CoreSchema:
    schema: CoreSchema = field._type_adapter.core_schema
    return schema


def config_of(field: Any) -> dict[str, Any]:
    """The configuration of the model that a parameter stands for, as far as it is that of its fields too."""
    config = getattr(model_of(field.field_info.annotation), "model_config", {})
    return {name: each for name, each in config.items() if name in CoreConfig.__annotations__}


def dependants(dependant: Any) -> Iterator[Any]:
    """A handler and what it depends on."""
    yield dependant
    for each in dependant.dependencies:
        yield from dependants(each)


@dataclass(frozen=True, slots=True)
class _BareAdapter:
    validator: SchemaValidator

    def validate_python(self, value: Any, **options: Any) -> Any:
        return self.validator.validate_python(value, **options)


def bare(field: Any, *, coerces: bool) -> Any:
    """The same field, which asks none of anybody's own validators: see `without_validators`."""
    copied = copy.copy(field)
    copied._type_adapter = _BareAdapter(SchemaValidator(without_validators(core_of(field), coerces=coerces)))
    return copied


# Bodies


def body_fields(route: Any) -> list[list[Any]]:
    """The parts of the body that a handler and its dependencies take, each on its own."""
    return [list(each.body_params) for each in dependants(route.dependant) if each.body_params]


def is_form(route: Any) -> bool:
    return isinstance(route.body_field.field_info, params.Form)


def body_asker(route: Any, groups: list[list[Any]]) -> Ask:
    if not is_form(route):
        return partial(_ask_json, groups, route._embed_body_fields)
    info = route.body_field.field_info
    multipart = isinstance(info, params.File) or is_multipart(info.media_type) or takes_files(core_of(route.body_field))
    return partial(_ask_form, groups, route._embed_body_fields, multipart)


def _ask_json(groups: list[list[Any]], embed: bool, text: str) -> Answer:  # noqa: FBT001  FastAPI's own parameter
    return _asked_body(groups, embed, lambda: json.loads(text))


def _ask_form(groups: list[list[Any]], embed: bool, multipart: bool, text: str) -> Answer:  # noqa: FBT001
    value = json.loads(text)
    if not isinstance(value, dict):
        return Answer("unsendable")
    if not multipart and _has_file(value):
        return Answer("unsendable")
    pairs = form_of(value)
    return replace(_asked_body(groups, embed, lambda: FormData(_received(pairs, multipart=multipart))), wire=pairs)


def _received(pairs: Pairs, *, multipart: bool) -> list[tuple[str, str | UploadFile]]:
    """A form as the server reads it. Within multipart, browsers write every end of a line in two letters."""
    texts = [(name, re.sub("\r?\n|\r", "\r\n", text) if multipart else text) for name, text in pairs]
    return [(name, _file() if text == FILE else text) for name, text in texts]


def _has_file(value: dict[str, JSON]) -> bool:
    return any(each == FILE for _, each in form_of(value))


def _file() -> UploadFile:
    return UploadFile(io.BytesIO(b"file"), size=4, filename="file")


def _asked_body(groups: list[list[Any]], embed: bool, body: Callable[[], Any]) -> Answer:  # noqa: FBT001
    problems = []
    try:
        for fields in groups:
            _, errors = run(request_body_to_args(fields, body(), embed))
            problems += _problems(errors)
    except Exception as error:  # noqa: BLE001  validators may raise anything, which is a 500
        return failed(error)
    return Answer("refuses", tuple(problems)) if problems else Answer("accepts")


# Parameters


def parameter_fields(route: Any, location: Location) -> list[list[Any]]:
    """The fields in a location, of the handler and of each of its dependencies."""
    found = (list(getattr(each, f"{location}_params")) for each in dependants(route.dependant))
    return [each for each in found if each]


def named_parameters(groups: list[list[Any]], location: Location | Literal["form"]) -> dict[str, tuple[Any, bool]]:
    """Each parameter that the document tells of by its name on the wire, and whether it is required."""
    found: dict[str, tuple[Any, bool]] = {}
    for parent in (field for group in groups for field in group):
        if not getattr(parent.field_info, "include_in_schema", True):
            continue
        # A model stands for its fields, and an optional one makes them optional.
        required = parent.field_info.is_required()
        for field in utils._get_flat_fields_from_params([parent]):
            found[_wire_name(field, parent, location)] = field, required and field.field_info.is_required()
    return found


def _wire_name(field: Any, parent: Any, location: str) -> str:
    first = getattr(utils, "get_validation_alias", None)  # before it there were no other aliases
    alias = str(first(field) if first is not None else field.alias)
    if isinstance(several := field.field_info.validation_alias, AliasChoices):
        # The document has the first of them.
        alias = next((each for each in several.choices if isinstance(each, str)), alias)
    converts = getattr(field.field_info, "convert_underscores", getattr(parent.field_info, "convert_underscores", True))
    return alias.replace("_", "-") if location == "header" and converts and alias == field.name else alias


def parameter_asker(route: Any, path: str, location: Location, groups: list[list[Any]]) -> Ask:
    """`path` is that of the document, which may begin with where the route's app is mounted."""
    senders: dict[Location, Callable[[dict[str, JSON]], tuple[object, Any]]] = {
        "path": partial(_send_path, route, path),
        "query": _send_query,
        "header": partial(_send_header, _WRITTEN | (_OF_BODY if route.body_field else {})),
        "cookie": _send_cookie,
    }
    return partial(_ask_parameters, senders[location], groups)


def _ask_parameters(send: Callable[[Any], tuple[object, Any]], groups: Sequence[Sequence[Any]], text: str) -> Answer:
    value = json.loads(text)
    if not isinstance(value, dict) or _has_file(value):
        return Answer("unsendable")
    try:
        wire, received = send(value)
    except Unsendable:
        return Answer("unsendable")
    try:
        problems = [each for fields in groups for each in _problems(request_params_to_args(fields, received)[1])]
    except Exception as error:  # noqa: BLE001  validators may raise anything, which is a 500
        return replace(failed(error), wire=wire)
    return Answer("refuses" if problems else "accepts", tuple(problems), wire=wire)


def _problems(errors: Sequence[Any]) -> list[tuple[list[str | int], str]]:
    return [(list(each["loc"])[1:], str(each["msg"])) for each in errors]


# Each gives what the client sends, and what the route is left with.


def _send_path(route: Any, path: str, values: dict[str, JSON]) -> tuple[str, dict[str, Any]]:
    rests = [name for name, each in route.param_convertors.items() if isinstance(each, PathConvertor)]
    matched = route.path_regex.match(unquote(path_of(route.path_format, values, rests)))
    # It leads elsewhere, or another value begins where this one ends: `{x}-{y}` of negative numbers.
    if matched is None or matched.groupdict() != {name: texts_of(values[name]) for name in matched.groupdict()}:
        raise Unsendable
    return path_of(path, values, rests), {
        name: route.param_convertors[name].convert(text) for name, text in matched.groupdict().items()
    }


def _send_query(values: dict[str, JSON]) -> tuple[Pairs, QueryParams]:
    pairs = query_of(values)
    return pairs, QueryParams(urlencode(pairs))


def _send_header(written: dict[str, str], values: dict[str, JSON]) -> tuple[Pairs, Headers]:
    pairs = headers_of(values)
    if any(isinstance(each, list) and len(each) > 1 for each in values.values()):
        raise Unsendable  # nobody's fetch repeats a header, and FastAPI parts none at its commas
    given = _FILLED | dict(pairs) | written
    return pairs, Headers(raw=[(name.encode("latin-1"), text.encode("latin-1")) for name, text in given.items()])


def _send_cookie(values: dict[str, JSON]) -> tuple[str, dict[str, str]]:
    header = cookies_of(values)
    received = cookie_parser(header) if header else {}
    if received != {name: texts_of(value) for name, value in values.items() if value is not None}:
        raise Unsendable  # letters that cookies have no way to write
    return header, received
