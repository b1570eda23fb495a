"""The functions in Pydantic's core schemas: which of them are anybody's own, so that only Python can run them."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from contractbridge.readers.app.predicates import pattern_asked, predicate_of

CoreSchema: TypeAlias = Mapping[str, Any]

# The keys under which a core schema holds others; everything else of it is plain data, or a function.
INSIDE: Final = frozenset(
    "schema items_schema keys_schema values_schema choices fields json_schema python_schema lax_schema strict_schema "
    "steps definitions extras_schema extras_keys_schema arguments_schema var_args_schema var_kwargs_schema".split()
)
# What Pydantic never asks when it validates JSON that was read before.
_UNUSED: Final[Mapping[str, str]] = {"json-or-python": "json_schema", "lax-or-strict": "strict_schema"}
# Pydantic asks an attrgetter for the values of enums.
_OWN: Final = frozenset({"fastapi", "operator", "pydantic", "pydantic_core"})
# Packages whose constructors validate as Pydantic does. That of a table is SQLAlchemy's.
_FAITHFUL: Final = frozenset({"pydantic_settings", "sqlmodel"})
# Where Pydantic wraps what `validator` and `root_validator` decorate, as its first version had them.
_OF_OLD: Final = "pydantic._internal._decorators_v1"
# Functions of Pydantic's that ask the file system or import modules.
_OUTSIDE: Final = ("PathType.", "import_string", "validate_str_is_valid_iana_tz")


def inside(schema: CoreSchema) -> Iterator[CoreSchema]:
    """The core schemas directly within `schema` that are asked about JSON."""
    for key in schema:
        if key in INSIDE and key != _UNUSED.get(schema.get("type", "")):
            yield from _schemas(schema[key])


def references(schema: CoreSchema) -> Iterator[str]:
    """The names of the definitions that `schema` refers to."""
    if schema.get("type") == "definition-ref":
        yield schema["schema_ref"]
    for each in inside(schema):
        yield from references(each)


def with_definitions(schema: CoreSchema, resolve: Callable[[str], CoreSchema | None]) -> CoreSchema:
    """Give `schema` with all that it refers to, however far."""
    found: dict[str, CoreSchema] = {}
    waiting = [schema]
    while waiting:
        for reference in references(waiting.pop()):
            if reference not in found and (target := resolve(reference)):
                found[reference] = target
                waiting.append(target)
    return {"type": "definitions", "schema": schema, "definitions": list(found.values())}


def own_validators(schema: CoreSchema) -> Iterator[str]:
    """The names of the validators in `schema` that only Python can run."""
    if is_own(schema):
        yield name_of(schema["function"]["function"])
    if is_chosen_by_function(schema):
        yield name_of(schema["discriminator"])
    cls = schema.get("cls")
    if has_own_constructor(schema):
        yield f"{name_of(cls)}.__init__"
    # Of a model the method's name, of a dataclass whether there is one. Pydantic's own makes private attributes.
    hook = schema.get("post_init")
    if hook and getattr(getattr(cls, str(hook), None), "__name__", "") != "init_private_attributes":
        yield f"{name_of(cls)}.{hook if isinstance(hook, str) else '__post_init__'}"
    for each in inside(schema):
        yield from own_validators(each)


def has_own_constructor(schema: CoreSchema) -> bool:
    """Whether a model's constructor sees the data before Pydantic does, and may do anything to it."""
    if not schema.get("custom_init"):
        return False
    return str(schema["cls"].__init__.__module__).partition(".")[0] not in _FAITHFUL


def is_own(schema: CoreSchema) -> bool:
    """Whether a node is a validator that somebody wrote, and not a part of how Pydantic validates a type."""
    if not str(schema.get("type", "")).startswith("function-"):
        return False
    module, _, name = name_of(schema["function"]["function"]).rpartition(":")
    return (module.partition(".")[0] not in _OWN or name.startswith(_OUTSIDE)) and not pattern_asked(schema)


def is_chosen_by_function(schema: CoreSchema) -> bool:
    return (
        schema.get("type") == "tagged-union"
        and callable(chosen_by := schema["discriminator"])
        and name_of(chosen_by).partition(".")[0] not in _OWN
    )


def name_of(function: Any) -> str:
    """A function by module and qualified name; a callable object by its class, and a predicate by what it asks."""
    while isinstance(function, functools.partial):
        function = function.func
    if getattr(function, "__module__", "") == _OF_OLD:
        return name_of(next(iter(inspect.getclosurevars(function).nonlocals.values())))
    if predicate := predicate_of(function):
        return name_of(predicate.func)
    named = function if hasattr(function, "__qualname__") else type(function)
    module = getattr(named, "__module__", None) or getattr(getattr(named, "__objclass__", None), "__module__", "")
    return f"{module}:{named.__qualname__}" if module else str(named.__qualname__)


def class_validators(schema: CoreSchema) -> Iterator[str]:
    """The names of the validators that somebody wrote for a class and its fields, and not for another class in it."""
    if is_own(schema):
        yield name_of(schema["function"]["function"])
    for each in inside(schema):
        if "cls" not in each and "ref" not in each:
            yield from class_validators(each)


def _schemas(value: Any) -> Iterator[CoreSchema]:
    if isinstance(value, Mapping):
        # Fields and choices by name are mappings as well, and a field may be called "type".
        yield from [value] if isinstance(value.get("type"), str) else value.values()
    elif isinstance(value, list):
        schemas = (each[0] if isinstance(each, tuple) else each for each in value)  # a choice may have a label
        yield from (each for each in schemas if isinstance(each, Mapping))  # a dataclass also lists names
