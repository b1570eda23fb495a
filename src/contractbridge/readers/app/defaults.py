"""Defaults as facts: Pydantic does not validate them, so a response may hold what the schema does not allow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from pydantic_core import PydanticSerializationError, to_jsonable_python

CoreSchema: TypeAlias = Mapping[str, Any]
Facts: TypeAlias = dict[str, Any]


def default_facts(schema: CoreSchema, resolve: Callable[[str], CoreSchema | None]) -> Facts:
    """A default is not validated, so a response may hold what the schema does not allow."""
    if schema.get("validate_default") or schema.keys().isdisjoint({"default", "default_factory"}):
        return {}
    try:
        default = schema["default"] if "default" in schema else _made_by(schema["default_factory"])
        return {} if admits(schema["schema"], default, resolve) else {"sends": [to_jsonable_python(default)]}
    except (_NotCalledError, PydanticSerializationError):
        return {}


class _NotCalledError(Exception):
    """What a function makes is only known to those who call it."""


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


def admits(schema: CoreSchema, value: Any, resolve: Callable[[str], CoreSchema | None]) -> bool:
    """Tell whether a Python value is surely of the type of a core schema; what is not known is taken to be."""
    match schema["type"]:
        case "definition-ref":
            target = resolve(schema["schema_ref"])
            return value is not None if target is None else admits(target, value, resolve)
        case "nullable":
            return value is None or admits(schema["schema"], value, resolve)
        case "none":
            return value is None
        case "default" | "function-before" | "function-after" | "function-wrap":
            return admits(schema["schema"], value, resolve)
        case "union":
            choices: Iterable[Any] = schema["choices"]
            return any(admits(each[0] if isinstance(each, tuple) else each, value, resolve) for each in choices)
        case "literal":
            return value in schema["expected"]
        case "enum":
            return value in schema["members"] or value in [each.value for each in schema["members"]]
        case "list":
            items = schema.get("items_schema", {"type": "any"})
            return isinstance(value, list | tuple | set) and all(admits(items, each, resolve) for each in value)
        case "model" | "dataclass" | "bool" | "str" | "int" | "float" | "dict" as kind:
            expected = schema.get("cls") or _PYTHON[kind]
            return isinstance(value, expected) and not (isinstance(value, bool) and kind in {"int", "float"})
        case _:
            # What JSON writes as something else is not told by its class alone.
            return value is not None or schema["type"] in _MAY_BE_NULL


_MAKERS: Final = (list, dict, set, frozenset, tuple, str, bytes, int, float, bool)
_PYTHON: Final[Mapping[str, Any]] = {"bool": bool, "str": str, "int": int, "float": int | float, "dict": Mapping}
_MAY_BE_NULL: Final = frozenset({"any", "custom-error", "function-plain", "is-instance", "json", "json-or-python"})
