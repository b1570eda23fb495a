"""Predicates of `annotated_types` that ask a text what Python knows of it, such as `LowerCase`: JavaScript does too."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, Final

from annotated_types import Predicate

# What Pydantic wraps a predicate in, and its opposite.
_WRAPPED: Final = "apply_known_metadata.<locals>.val_func"
# What has a digit's value without being one of a number, such as "²".
_DIGITS: Final = (
    r"\xb2\xb3\xb9\u{1369}-\u{1371}\u{19da}\u{2070}\u{2074}-\u{2079}\u{2080}-\u{2089}\u{2460}-\u{2468}\u{2474}-\u{247c}"
    r"\u{2488}-\u{2490}\u{24ea}\u{24f5}-\u{24fd}\u{24ff}\u{2776}-\u{277e}\u{2780}-\u{2788}\u{278a}-\u{2792}"
    r"\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}"
)
_PATTERNS: Final[tuple[tuple[object, str], ...]] = (
    (str.isalpha, r"^\p{L}+$"),
    (str.isascii, r"^[\x00-\x7f]*$"),
    (str.isdecimal, r"^\p{Nd}+$"),
    (str.isdigit, rf"^[\p{{Nd}}{_DIGITS}]+$"),
    (str.islower, r"^[^\p{Uppercase}\p{Lt}\p{Lowercase}]*\p{Lowercase}[^\p{Uppercase}\p{Lt}]*$"),
    (str.isupper, r"^[^\p{Lowercase}\p{Lt}\p{Uppercase}]*\p{Uppercase}[^\p{Lowercase}\p{Lt}]*$"),
)


def predicate_of(function: Any) -> Any:
    """The predicate, or its opposite, that a function is Pydantic's for; None of any other function."""
    is_wrapped = getattr(function, "__qualname__", "") == _WRAPPED
    return inspect.getclosurevars(function).nonlocals["annotation"] if is_wrapped else None


def pattern_asked(schema: Mapping[str, Any]) -> str:
    """The pattern of the texts that a predicate lets through, if it is a known one of a text."""
    match schema:
        case {"type": "function-after", "function": {"function": function}, "schema": inner} if _is_text(inner):
            predicate = predicate_of(function)
            asked = predicate.func if isinstance(predicate, Predicate) else None
            return next((pattern for known, pattern in _PATTERNS if known is asked), "")
        case _:
            return ""


def _is_text(schema: Mapping[str, Any]) -> bool:
    while schema["type"] == "function-after":
        schema = schema["schema"]
    return bool(schema["type"] == "str")
