"""Defaults as facts: Pydantic does not validate them, so a response may hold what the schema does not allow."""

from __future__ import annotations

import json
import math
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from pydantic_core import SchemaError, SchemaValidator, ValidationError, from_json, to_json, to_jsonable_python

from contractbridge.readers.app.validators import own_validators, with_definitions

if TYPE_CHECKING:
    from pydantic_core.core_schema import CoreConfig

CoreSchema: TypeAlias = Mapping[str, Any]
Facts: TypeAlias = dict[str, Any]
Resolve: TypeAlias = Callable[[str], CoreSchema | None]


def default_facts(schema: CoreSchema, settings: Any, resolve: Resolve) -> Facts:
    """A default is not validated, so a response may hold what the schema does not allow."""
    if schema.get("validate_default") or schema.keys().isdisjoint({"default", "default_factory"}):
        return {}
    try:
        default = _default(schema)
        known = admits(schema["schema"], default, resolve, infinite=settings.allow_inf_nan)
        return {} if known else _sent(from_json(to_json(default, inf_nan_mode=settings.ser_json_inf_nan)))
    except (_NotCalledError, ValueError):  # not every value is JSON, and not all bytes are text
        return {}


def _sent(default: Any) -> Facts:
    # FastAPI leaves nulls out of the objects of a document, and not out of a text.
    return {"sendsText": json.dumps(default)} if _holds_null(default) else {"sends": [default]}


def _holds_null(value: Any) -> bool:
    match value:
        case dict():
            return None in value.values() or any(map(_holds_null, value.values()))
        case list():
            return any(map(_holds_null, value))
        case _:
            return False


def is_refused(schema: CoreSchema, settings: Mapping[str, Any], resolve: Resolve) -> bool:
    """Tell whether a default is validated, and not valid. Where a function of the app's has a say, nobody asks it."""
    if not schema.get("validate_default", settings.get("validate_default", False)):
        return False
    whole = with_definitions(schema["schema"], resolve)
    if any(own_validators(whole)):
        return False
    try:
        SchemaValidator(cast("Any", whole), cast("CoreConfig", settings)).validate_python(_default(schema))
    except (SchemaError, _NotCalledError):  # it leads to what is defined elsewhere
        return False
    except ValidationError:
        return True
    return False


class _NotCalledError(Exception):
    """What a function makes is only known to those who call it."""


def _default(schema: CoreSchema) -> Any:
    return schema["default"] if "default" in schema else _made_by(schema["default_factory"])


def _made_by(factory: Any) -> Any:
    """Call what can do nothing but make a value: a class of Python's, or a function that names nothing."""
    if factory in _MAKERS:
        return factory()
    code = getattr(factory, "__code__", None)
    if code is None or code.co_names or code.co_freevars or code.co_argcount > 1:
        raise _NotCalledError
    try:
        return factory(*[{}] * code.co_argcount)  # what has been validated before
    except Exception as error:
        raise _NotCalledError from error


def admits(schema: CoreSchema, value: Any, resolve: Resolve, *, infinite: bool = True) -> bool:
    """Tell whether a Python value is surely sent as a core schema says; what is not known is taken to be. A number may
    be `infinite` where the settings do not forbid it."""
    if "config" in schema:
        infinite = schema["config"].get("allow_inf_nan", True)
    is_sent = partial(admits, resolve=resolve, infinite=infinite)
    match schema:
        case {"type": "definition-ref"}:
            target = resolve(schema["schema_ref"])
            return value is not None if target is None else is_sent(target, value)
        case {"type": "nullable", "schema": inner}:
            return value is None or is_sent(inner, value)
        case {"type": "none"}:
            return value is None
        case {"type": "default" | "function-before" | "function-after" | "function-wrap" | "json", "schema": inner}:
            return is_sent(inner, value)
        case {"type": "union", "choices": choices}:
            return any(is_sent(each[0] if isinstance(each, tuple) else each, value) for each in choices)
        case {"type": "tagged-union", "choices": choices}:
            return any(is_sent(each, value) for each in choices.values())
        case {"type": "literal", "expected": expected}:
            return any(type(each) is type(value) and each == value for each in expected)
        case {"type": "lax-or-strict", "lax_schema": lax, "strict_schema": strict}:
            return is_sent(lax, value) and is_sent(strict, value)
        case {"type": "json-or-python", "serialization": {"type": "function-plain" | "to-string"}} | {
            "type": "function-plain",
            "serialization": {"type": "to-string"},
        }:
            return value is not None  # sent as what a function makes of it
        case {"type": "json-or-python", "json_schema": inner}:
            return is_sent(inner, value)
        case {"type": "enum", "cls": cls, "members": members}:  # a combination of flags is no member
            return isinstance(value, cls) or value in [each.value for each in members]
        case {"type": "list" | "set" | "frozenset" | "deque"}:
            items = schema.get("items_schema", _ANY)
            return isinstance(value, _SEVERAL) and all(is_sent(items, each) for each in value)
        case {"type": "tuple", "items_schema": items}:
            return isinstance(value, _SEVERAL) and _admits_row(schema, items, value, is_sent)
        case {"type": "named-tuple", "fields": fields}:
            items = [each["schema"] for each in fields]
            return isinstance(value, _SEVERAL) and _admits_row(schema, items, value, is_sent)
        case {"type": "dict"}:
            values = schema.get("values_schema", _ANY)
            keys = schema.get("keys_schema", _ANY)
            return isinstance(value, Mapping) and all(
                _admits_key(keys, name, resolve) and is_sent(values, each) for name, each in value.items()
            )
        case {"type": "counter"}:
            return isinstance(value, Mapping) and all(is_sent(_INTEGER, each) for each in value.values())
        case {"type": "typed-dict", "fields": fields}:
            return isinstance(value, Mapping) and all(
                is_sent(each["schema"], value[name]) if name in value else not each.get("required", True)
                for name, each in fields.items()
            )
        case {"type": "dataclass", "cls": cls, "schema": {"type": "dataclass-args", "fields": fields}}:
            held = [(each["schema"], each["name"]) for each in fields if hasattr(value, each["name"])]
            return isinstance(value, cls) and all(is_sent(each, getattr(value, name)) for each, name in held)
        case {"type": "model" | "dataclass", "cls": cls}:
            return isinstance(value, cls)
        case {"type": "bool"}:
            return isinstance(value, bool)
        case {"type": "int" | "float" as kind}:
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            return is_number and (math.isfinite(value) or (kind == "float" and schema.get("allow_inf_nan", infinite)))
        case {"type": kind} if kind in _SENT_AS_TEXT:
            return isinstance(to_jsonable_python(value), str)
        case _:
            # What JSON writes as something else is not told by its class alone.
            return value is not None or schema["type"] in _MAY_BE_NULL


def _admits_key(schema: CoreSchema, key: Any, resolve: Resolve) -> bool:
    """Tell whether a key is one of those that a response is held to, where these are some."""
    match schema:
        case {"type": "definition-ref", "schema_ref": reference}:
            target = resolve(reference)
            return target is None or _admits_key(target, key, resolve)
        case {"type": "literal" | "enum"}:
            return admits(schema, key, resolve)
        case _:
            return True


def _admits_row(
    schema: CoreSchema, items: Sequence[CoreSchema], value: Collection[Any], is_sent: Callable[[CoreSchema, Any], bool]
) -> bool:
    """Tell whether the items of a tuple are sent as its core schema says: that at `variadic_item_index` any times."""
    at = schema.get("variadic_item_index")
    if at is None:
        repeated = list(items)
    else:
        repeated = [*items[:at], *[items[at]] * (len(value) - len(items) + 1), *items[at + 1 :]]
    return len(value) == len(repeated) and all(map(is_sent, repeated, value))


_MAKERS: Final = (list, dict, set, frozenset, tuple, str, bytes, int, float, bool)
_ANY: Final[CoreSchema] = {"type": "any"}
_INTEGER: Final[CoreSchema] = {"type": "int"}
_SEVERAL: Final = (list, tuple, set, frozenset, deque)
_SENT_AS_TEXT: Final = frozenset(
    {
        *("bytes", "complex", "date", "datetime", "decimal", "fraction", "multi-host-url", "str", "time", "timedelta"),
        *("url", "uuid"),
    }
)
_MAY_BE_NULL: Final = frozenset({"any", "custom-error", "function-plain", "is-instance", "json"})
