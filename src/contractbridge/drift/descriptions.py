"""Types in the words of people: `integer`, `Order | null`, `one of "a", "b"`."""

from __future__ import annotations

import json
from typing import Final, assert_never

from contractbridge.contract import (
    JSON,
    MISSING,
    Array,
    Binary,
    Boolean,
    Check,
    Checked,
    Const,
    Contract,
    Encoded,
    Enum,
    Faced,
    Intersection,
    Map,
    Missing,
    Never,
    Null,
    Number,
    Object,
    Ref,
    Ruled,
    String,
    Tuple,
    Type,
    Union,
    Unknown,
)

_LONGEST: Final = 80
_MOST: Final = 6


def describe(node: Type | None, contract: Contract) -> str:
    """A short text for `node`; definitions go by the names of their classes."""
    return "nothing" if node is None else _cut(_describe(node, contract))


def show(value: JSON | Missing) -> str:
    """A JSON value as people write it, cut where it is long; "nothing" where there is none."""
    return "nothing" if value is MISSING else _cut(json.dumps(value, ensure_ascii=False))


def class_of(key: str, contract: Contract) -> str:
    """What people call a definition."""
    definition = contract.definitions.get(key)
    if definition is not None and definition.python is not None:
        return definition.python.qualname
    return key.rpartition("/")[2].removesuffix("-Input").removesuffix("-Output")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def _describe(node: Type, contract: Contract) -> str:
    match node:
        case Unknown():
            return "any value"
        case Never():
            return "no value"
        case Null():
            return "null"
        case Boolean():
            return "boolean"
        case Number():
            return _number(node)
        case String():
            return _string(node)
        case Binary():
            return "bytes"
        case Const(value=value):
            return show(value)
        case Enum(members=members):
            shown = [show(each.value) for each in members[:_MOST]] + ["..."] * (len(members) > _MOST)
            return f"one of {', '.join(shown)}"
        case Array():
            return _array(node, contract)
        case Tuple(items=items, rest=rest):
            parts = [_describe(each, contract) for each in items]
            return f"[{', '.join([*parts, *(['...'] if rest is not None else [])])}]"
        case Object(fields=fields):
            names = [each.name for each in fields[:_MOST]] + ["..."] * (len(fields) > _MOST)
            return f"object {{{', '.join(names)}}}" if names else "object"
        case Map(values=values):
            return f"dictionary of {_describe(values, contract)}"
        case Union(members=members):
            return " | ".join(dict.fromkeys(_describe(each, contract) for each in members))
        case Intersection(members=members):
            return " & ".join(dict.fromkeys(_describe(each, contract) for each in members))
        case Ref(key=key):
            return class_of(key, contract)
        case Checked(type=inner, checks=checks):
            told = inner.format if isinstance(inner, String) else ""
            shown_checks = [each for check in checks if (each := _check(check, told))]
            text = _describe(inner, contract)
            return f"{text} ({', '.join(shown_checks)})" if shown_checks else text
        case Ruled(type=inner):
            return f"{_describe(inner, contract)} (with rules)"
        case Encoded(type=inner):
            return f"JSON of {_describe(inner, contract)}"
        case Faced(request=request):
            return _describe(request, contract)
        case _:
            assert_never(node)


def _check(check: Check, told: str) -> str:
    """Its name, unless the format has `told` that already, and its options: "dateTime, timezone aware"."""
    name = [] if check.name.lower() == told.replace("-", "") else [check.name]
    options = (key if value is True else f"{key} {value}" for key, value in check.options)
    return ", ".join([*name, *options])


def _number(node: Number) -> str:
    limits = [
        f"{sign} {number_text(limit)}"
        for sign, limit in (
            (">=", node.minimum),
            (">", node.exclusive_minimum),
            ("<=", node.maximum),
            ("<", node.exclusive_maximum),
            ("a multiple of", node.multiple_of),
        )
        if limit is not None
    ]
    return " ".join(["integer" if node.integer else "number", *([f"({', '.join(limits)})"] if limits else [])])


def number_text(number: float) -> str:
    """A number as people write it, each as another text: whole ones that a double holds without a point."""
    is_whole = isinstance(number, float) and number.is_integer() and abs(number) < 2**53
    return str(int(number) if is_whole else number)


def _string(node: String) -> str:
    limits = [node.format] if node.format else []
    limits += [f"at least {node.min_length} long"] if node.min_length else []
    limits += [f"at most {node.max_length} long"] if node.max_length is not None else []
    limits += [f"like {node.pattern}"] if node.pattern is not None else []
    return f"string ({', '.join(limits)})" if limits else "string"


def _array(node: Array, contract: Contract) -> str:
    limits = [f"at least {node.min_items}"] if node.min_items else []
    limits += [f"at most {node.max_items}"] if node.max_items is not None else []
    limits += ["no two the same"] if node.unique else []
    text = f"array of {_describe(node.items, contract)}"
    return f"{text} ({', '.join(limits)})" if limits else text
