"""Facts about functions that validate and serialize: Pydantic's own are known, an app's may do anything."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any, Final

from pydantic import ByteSize, EmailStr, NameEmail
from pydantic.types import EncodedBytes, EncodedStr

from contractbridge.readers.app.limit_facts import limit_facts
from contractbridge.readers.app.scalar_facts import SCALARS, Config, CoreSchema, Facts, check

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

_ALPHABETS: Final = {"Base64Encoder": "standard", "Base64UrlEncoder": "url"}
_URLS: Final = frozenset({"url", "multi-host-url"})
_PYDANTICS: Final = frozenset({"fastapi", "pydantic", "pydantic_core"})


def after_facts(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    function = schema["function"]["function"]
    owner = getattr(function, "__self__", None)
    if owner is EmailStr or owner is NameEmail:
        return check("email")
    if owner is ByteSize:
        return check("byteSize")
    if isinstance(owner, EncodedBytes | EncodedStr):
        alphabet = _ALPHABETS.get(owner.encoder.__name__)
        text = isinstance(owner, EncodedStr) or None
        return check("base64", alphabet=alphabet, lenient=True, text=text) if alphabet else {}
    return limit_facts(schema, described, config)


def before_facts(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    """A validator that sees the value first may turn anything into what the limits ask for."""
    function, inner = schema["function"]["function"], schema.get("schema", {})
    # As a validator that comes first, `str.strip` is the app's choice.
    if _is_pydantics(function) and _module_of(function) != "builtins":
        return SCALARS[inner["type"]](inner, described, config) if inner.get("type") in _URLS else {}
    return {"free": True}


def serializer_facts(schema: CoreSchema) -> Facts:
    """A serializer that does not say what it returns may send anything, and a value that is serialized as what it is,
    more than its type has."""
    match schema.get("serialization"):
        case {"type": "any"}:
            return {"asAny": True}
        case {"return_schema": {"type": str(returned)}} if returned != "any":
            return {}
        case {"type": "function-plain" | "function-wrap", "function": function} if _is_chosen(function, schema):
            return {"serializer": _name_of(function)}
        case _:
            return {}


def _is_chosen(serializer: Any, schema: CoreSchema) -> bool:
    """Whether the app chose what serializes: of Python's own functions Pydantic takes one for enumerations alone."""
    return _module_of(serializer) not in _PYDANTICS and schema["type"] != "enum"


def _is_pydantics(function: Any) -> bool:
    return _module_of(function) in {*_PYDANTICS, "operator", "builtins", "ipaddress"}


def _module_of(function: Any) -> str:
    """Give the outermost module of what a function is in the end."""
    while isinstance(function, functools.partial):
        function = function.func
    module: str = getattr(function, "__module__", None) or type(function).__module__
    return module.partition(".")[0]


def _name_of(function: Any) -> str:
    function = inspect.unwrap(getattr(function, "func", function))
    return f"{getattr(function, '__module__', '')}:{getattr(function, '__qualname__', type(function).__qualname__)}"
