"""Facts about functions that validate and serialize: Pydantic's own are known, an app's may do anything."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pydantic import ByteSize

from contractbridge.readers.app.limit_facts import limit_facts
from contractbridge.readers.app.scalar_facts import SCALARS, Config, CoreSchema, Facts, check
from contractbridge.readers.app.text_facts import text_facts
from contractbridge.readers.app.validators import name_of

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

_URLS: Final = frozenset({"url", "multi-host-url"})
_PYDANTICS: Final = frozenset({"fastapi", "pydantic", "pydantic_core"})
# Serializers of Pydantic's that send something else than the type has; what is imported may be given as it is, too.
_SENT: Final[Mapping[str, Facts]] = {
    "pydantic.types:_serialize_secret": {"becomes": "text"},
    "pydantic.types:ImportString._serialize": {"becomes": "anything", "free": True},
}


def after_facts(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    if getattr(schema["function"]["function"], "__self__", None) is ByteSize:
        return check("byteSize")
    return chain_facts(schema, described, config)


def chain_facts(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    return text_facts(schema, described, config) or limit_facts(schema, described, config)


def before_facts(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    """A validator that sees the value first may turn anything into what the limits ask for."""
    function, inner = schema["function"]["function"], schema.get("schema", {})
    # As a validator that comes first, `str.strip` is the app's choice.
    if _is_pydantics(function) and _module_of(function) != "builtins":
        return SCALARS[inner["type"]](inner, described, config) if inner.get("type") in _URLS else {}
    return {"free": True}


def serializer_facts(schema: CoreSchema, described: JsonSchemaValue) -> Facts:
    """A serializer that does not say what it returns may send anything, and a value that is serialized as what it is,
    more than its type has."""
    match schema.get("serialization"):
        case {"type": "any"}:
            return {"asAny": True}
        case {"type": "format" | "to-string"} if schema["type"] == "nullable":
            return {"asAny": True}  # null is sent as it is
        case {"type": "format" | "to-string"} if described.get("type") != "string":
            return {"becomes": "text"} if "type" in described else {"asAny": True}
        case {"return_schema": {"type": str(returned)}} if returned != "any":
            return {}
        case {"type": "function-plain", "function": function} if facts := _SENT.get(_name_of(function)):
            return {**facts}
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
    return name_of(function).partition(":")[0].partition(".")[0]


def _name_of(function: Any) -> str:
    function = inspect.unwrap(getattr(function, "func", function))
    return f"{getattr(function, '__module__', '')}:{getattr(function, '__qualname__', type(function).__qualname__)}"
