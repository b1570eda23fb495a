"""Walking Pydantic's core schemas: what lies inside a node, whose functions are in it, and it without them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

CoreSchema: TypeAlias = Mapping[str, Any]

# The keys under which a core schema holds others; everything else of it is plain data, or a function.
_INSIDE: Final = frozenset(
    "schema items_schema keys_schema values_schema choices fields json_schema python_schema lax_schema strict_schema "
    "steps definitions extras_schema extras_keys_schema arguments_schema var_args_schema var_kwargs_schema".split()
)
# What Pydantic never asks when it validates JSON that was read before.
_UNUSED: Final[Mapping[str, str]] = {"json-or-python": "json_schema", "lax-or-strict": "strict_schema"}
# Pydantic asks an attrgetter for the values of enums.
_OWN: Final = frozenset({"fastapi", "operator", "pydantic", "pydantic_core"})
# What keeps its limits behind a validator that comes first: their fields have their own.
_STRUCTURES: Final = frozenset({"dataclass", "definition-ref", "definitions", "model", "typed-dict"})
# Functions of Pydantic's that ask the file system or import modules.
_OUTSIDE: Final = ("PathType.", "import_string")


def inside(schema: CoreSchema) -> Iterator[CoreSchema]:
    """The core schemas directly within `schema` that are asked about JSON."""
    for key in schema:
        if key in _INSIDE and key != _UNUSED.get(schema.get("type", "")):
            yield from _schemas(schema[key])


def classes(schema: CoreSchema) -> Iterator[type]:
    """The classes of the models and the like in `schema`, at any depth."""
    if isinstance(cls := schema.get("cls"), type) and schema["type"] in {"model", "dataclass", "typed-dict", "enum"}:
        yield cls
    for each in inside(schema):
        yield from classes(each)


def own_validators(schema: CoreSchema) -> Iterator[str]:
    """The names of the validators in `schema` that only Python can run."""
    if is_own(schema):
        yield name_of(schema["function"]["function"])
    if _is_chosen_by_function(schema):
        yield name_of(schema["discriminator"])
    cls = schema.get("cls")
    if schema.get("custom_init"):
        yield f"{name_of(cls)}.__init__"
    if hook := schema.get("post_init"):  # of a model the method's name, of a dataclass whether there is one
        yield f"{name_of(cls)}.{hook if isinstance(hook, str) else '__post_init__'}"
    for each in inside(schema):
        yield from own_validators(each)


def is_own(schema: CoreSchema) -> bool:
    """Whether a node is a validator that somebody wrote, and not a part of how Pydantic validates a type."""
    if not str(schema.get("type", "")).startswith("function-"):
        return False
    module, _, name = name_of(schema["function"]["function"]).rpartition(":")
    return module.partition(".")[0] not in _OWN or name.startswith(_OUTSIDE)


def _is_chosen_by_function(schema: CoreSchema) -> bool:
    return (
        schema.get("type") == "tagged-union"
        and callable(chosen_by := schema["discriminator"])
        and name_of(chosen_by).partition(".")[0] not in _OWN
    )


def name_of(function: Any) -> str:
    """A function by module and qualified name; a callable object by its class."""
    while isinstance(function, functools.partial):
        function = function.func
    named = function if hasattr(function, "__qualname__") else type(function)
    module = getattr(named, "__module__", None) or getattr(getattr(named, "__objclass__", None), "__module__", "")
    return f"{module}:{named.__qualname__}" if module else str(named.__qualname__)


def without_validators(schema: CoreSchema) -> dict[str, Any]:
    """The same schema without anybody's own validators: what is left is what a schema elsewhere can know.

    Of a value that a validator may change before its limits are looked at, nobody else knows anything. Classes
    are replaced as well: Pydantic would take the validator that a class has, with all its functions.
    """
    if is_own(schema):
        rest = without_validators(schema["schema"]) if "schema" in schema else {"type": "any"}
        return rest if schema["type"] == "function-after" else _without_limits(rest)
    if _is_chosen_by_function(schema):
        return {"type": "union", "choices": [without_validators(each) for each in schema["choices"].values()]}
    bare = {key: value for key, value in schema.items() if key not in {"serialization", "metadata", "computed_fields"}}
    if schema.get("type") in {"model", "dataclass"}:
        bare = {key: value for key, value in bare.items() if key not in {"post_init", "custom_init", "generic_origin"}}
        bare["cls"] = type(schema["cls"].__name__, (), {})
    return {key: _mapped(value, without_validators) if key in _INSIDE else value for key, value in bare.items()}


def _without_limits(schema: CoreSchema) -> dict[str, Any]:
    if schema["type"] in _STRUCTURES:
        return dict(schema)
    if not _INSIDE & schema.keys():
        return {"type": "any"}
    return {key: _mapped(value, _without_limits) if key in _INSIDE else value for key, value in schema.items()}


def _schemas(value: Any) -> Iterator[CoreSchema]:
    if isinstance(value, Mapping):
        # Fields and choices by name are mappings as well, and a field may be called "type".
        yield from [value] if isinstance(value.get("type"), str) else value.values()
    elif isinstance(value, list):
        schemas = (each[0] if isinstance(each, tuple) else each for each in value)  # a choice may have a label
        yield from (each for each in schemas if isinstance(each, Mapping))  # a dataclass also lists names


def _mapped(value: Any, change: Callable[[CoreSchema], dict[str, Any]]) -> Any:
    if isinstance(value, Mapping):
        return change(value) if isinstance(value.get("type"), str) else {k: change(each) for k, each in value.items()}
    if isinstance(value, list):
        return [_mapped(each, change) for each in value]
    if isinstance(value, tuple):
        return (_mapped(value[0], change), *value[1:])
    return value
