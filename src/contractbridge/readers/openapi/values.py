"""JSON values as documents hold them, which may come from Python and be no JSON at all."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from contractbridge.contract import JSON, MISSING, NO_DOCS, Docs, Missing
from contractbridge.readers.facts import EXTENSION
from contractbridge.readers.openapi.references import Place, Scope, sorted_entries

_DEEPEST: Final = 64
_MOST_BITS: Final = 1023
_EXACT: Final = 2**53
_DOCUMENTING: Final = frozenset({"deprecated", "description", "example", "examples", "x-sunset", "x-sunset-date"})


def is_json(value: object) -> bool:
    """Whether `value` is JSON that everyone can write down: finite, not too deep, keys that are strings."""
    todo: list[tuple[object, int]] = [(value, 0)]
    while todo:
        each, depth = todo.pop()
        match each:
            case None | bool() | str():
                continue
            case int() | float():
                if not is_finite(each):
                    return False
            case dict() if depth < _DEEPEST and all(type(key) is str for key in each):
                todo.extend((inner, depth + 1) for inner in each.values())
            case list() if depth < _DEEPEST:
                todo.extend((inner, depth + 1) for inner in each)
            case _:
                return False
    return True


def read_json(value: Any) -> JSON | Missing:
    """`value` with its keys in order, which has no meaning; missing where everyone cannot write it down."""
    if not is_json(value):
        return MISSING
    known: JSON = _in_order(value)
    return known


def _in_order(value: Any) -> Any:
    match value:
        case dict():
            return {key: _in_order(value[key]) for key in sorted(value)}
        case list():
            return [_in_order(each) for each in value]
        case _:
            return value


def is_finite(value: float) -> bool:
    """Whether a number, of any size in Python, is one in JavaScript too."""
    return value.bit_length() <= _MOST_BITS if isinstance(value, int) else math.isfinite(value)


def is_number(value: JSON) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and is_finite(value)


def facts_of(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What the app told of a node beyond OpenAPI; nothing for a document from elsewhere."""
    facts = schema.get(EXTENSION)
    return facts if isinstance(facts, dict) else {}


def texts(value: object) -> list[str]:
    """The strings of a list; none of anything else."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def text(value: object) -> str:
    """A string that UTF-8 can hold."""
    if not isinstance(value, str):
        return ""
    return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")


def read_default(node: object) -> JSON | Missing:
    """The default of a schema, where it gives one."""
    return read_json(node["default"]) if isinstance(node, dict) and "default" in node else MISSING


def read_docs(node: Mapping[str, Any]) -> Docs:
    """The words and examples of a schema, a parameter or an operation; a title only repeats the name."""
    if _DOCUMENTING.isdisjoint(node):
        return NO_DOCS
    return Docs(
        text(node.get("description")),
        node.get("deprecated") is True,
        _examples(node),
        text(node.get("x-sunset") or node.get("x-sunset-date")),
    )


def _examples(node: Mapping[str, Any]) -> tuple[JSON, ...]:
    given: list[Any] = [node["example"]] if "example" in node else []
    many = node.get("examples")
    if isinstance(many, list):
        given += many
    else:
        given += [each["value"] for _, each in sorted_entries(many) if isinstance(each, dict) and "value" in each]
    return tuple(each for each in map(read_json, given) if each is not MISSING)


def read_size(scope: Scope, schema: Mapping[str, Any], word: str, place: Place) -> int | None:
    """A length or a count."""
    size = read_bound(scope, schema, word, place)
    if size is None or (size >= 0 and size % 1 == 0):
        return None if size is None else int(size)
    scope.note((place, word), f"`{word}` is not a whole number, and was ignored.")
    return None


def read_bound(scope: Scope, schema: Mapping[str, Any], word: str, place: Place) -> float | None:
    """A number; integers are exact whatever their size, and 1.0 is one."""
    value = schema.get(word)
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and is_finite(value):
        return int(value) if value % 1 == 0 and abs(value) < _EXACT else value
    scope.note((place, word), f"`{word}` is not a finite number, and was ignored.")
    return None
