"""Pydantic's core schemas: whose classes are in them, and what they are without anybody's own functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from contractbridge.readers.app.validators import (
    INSIDE,
    CoreSchema,
    has_own_constructor,
    inside,
    is_chosen_by_function,
    is_own,
    name_of,
)

# What keeps its limits behind a validator that comes first: their fields have their own.
_STRUCTURES: Final = frozenset({"dataclass", "definition-ref", "definitions", "model", "typed-dict"})


def classes(schema: CoreSchema) -> Iterator[type]:
    """The classes of the models and the like in `schema`, at any depth."""
    if isinstance(cls := schema.get("cls"), type) and schema["type"] in {"model", "dataclass", "typed-dict", "enum"}:
        yield cls
    for each in inside(schema):
        yield from classes(each)


def is_file(schema: CoreSchema) -> bool:
    """Whether it is that of an upload."""
    return schema["type"] == "function-plain" and name_of(schema["function"]["function"]).endswith(
        ":UploadFile._validate"
    )


def takes_files(schema: CoreSchema) -> bool:
    return ("type" in schema and is_file(schema)) or any(map(takes_files, inside(schema)))


def without_validators(schema: CoreSchema, *, coerces: bool = False) -> dict[str, Any]:
    """The same schema without anybody's own validators: what is left is what a schema elsewhere can know.

    Of a value that a validator may change before its limits are looked at, nobody else knows more than its type, and
    where schemas take what the server `coerces`, nothing at all. Classes are replaced as well: Pydantic would take the
    validator that a class has, with all its functions.
    """
    within = partial(without_validators, coerces=coerces)
    if coerces and _is_seen_first(schema):
        return {"type": "any"}
    if is_own(schema):
        rest = within(schema["schema"]) if "schema" in schema else {"type": "any"}
        return rest if schema["type"] == "function-after" else _without_limits(rest)
    if is_chosen_by_function(schema):
        return {"type": "union", "choices": [within(each) for each in schema["choices"].values()]}
    bare = {key: value for key, value in schema.items() if key not in {"serialization", "metadata", "computed_fields"}}
    if schema.get("type") in {"model", "dataclass"}:
        bare = {key: value for key, value in bare.items() if key not in {"post_init", "custom_init", "generic_origin"}}
        bare["cls"] = type(schema["cls"].__name__, (), {})
        if has_own_constructor(schema):
            bare["schema"] = _without_limits(bare["schema"])
    return {key: _mapped(value, within) if key in INSIDE else value for key, value in bare.items()}


def _is_seen_first(schema: CoreSchema) -> bool:
    """Whether anybody's own function is given a value before Pydantic: a model's validator may stand within it."""
    if is_own(schema):
        return bool(schema["type"] != "function-after")
    is_class = schema.get("type") in {"model", "dataclass"}
    return has_own_constructor(schema) or (is_class and _is_seen_first(schema["schema"]))


def _without_limits(schema: CoreSchema) -> dict[str, Any]:
    if schema["type"] in _STRUCTURES:
        return dict(schema)
    if not INSIDE & schema.keys():
        return {"type": "any"}
    return {key: _mapped(value, _without_limits) if key in INSIDE else value for key, value in schema.items()}


def _mapped(value: Any, change: Callable[[CoreSchema], dict[str, Any]]) -> Any:
    if isinstance(value, Mapping):
        return change(value) if isinstance(value.get("type"), str) else {k: change(each) for k, each in value.items()}
    if isinstance(value, list):
        return [_mapped(each, change) for each in value]
    if isinstance(value, tuple):
        return (_mapped(value[0], change), *value[1:])
    return value
