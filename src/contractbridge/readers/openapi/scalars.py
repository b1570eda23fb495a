"""Strings, numbers and enumerations (JSON Schema 2020-12, Validation 6.1 to 6.3, 7 and 8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from contractbridge.contract import JSON, MISSING, Binary, Const, Enum, Member, Null, Number, String, Type, Unknown
from contractbridge.readers.facts import EXTENSION
from contractbridge.readers.openapi.nodes import unite
from contractbridge.readers.openapi.references import Place, Scope
from contractbridge.readers.openapi.values import facts_of, is_json, read_bound, read_json, read_size, text, texts

STRING_RULES: Final = frozenset(
    {"contentEncoding", "contentMediaType", "contentSchema", "format", "maxLength", "minLength", "pattern"}
)
NUMBER_RULES: Final = frozenset({"exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"})

_STRING: Final = String()
_INTEGER: Final = Number(integer=True)
_NUMBER: Final = Number()
_INT32: Final = range(-(2**31), 2**31)
_CONSTANT: Final = frozenset({"const", "deprecated", "description", "title", "type"})


def read_string(schema: dict[str, Any], scope: Scope, place: Place, *, in_form: bool) -> String | Binary:
    """A string; within a form, one of bytes is a file, unless an app takes text alone."""
    if STRING_RULES.isdisjoint(schema):
        return _STRING
    kind, encoding = schema.get("format"), schema.get("contentEncoding")
    of_bytes = kind == "binary" or schema.get("contentMediaType") == "application/octet-stream"
    if in_form and of_bytes and "textual" not in facts_of(schema):
        return Binary()
    if "contentSchema" in schema and not facts_of(schema) and not scope.rules:
        scope.note((place, "contentSchema"), "What is encoded in a string is not checked.")
    if kind == "byte" or (kind is None and encoding in ("base64", "base64url")):
        # OpenAPI 3.0's name for it.
        kind = encoding or "base64"
    pattern = schema.get("pattern")
    return String(
        text(kind),
        read_size(scope, schema, "minLength", place),
        read_size(scope, schema, "maxLength", place),
        pattern if isinstance(pattern, str) else None,
        # Only an app's own document tells that patterns are Pydantic's.
        "rust" if isinstance(pattern, str) and EXTENSION in scope.document else "",
    )


def read_number(schema: dict[str, Any], scope: Scope, place: Place, *, integer: bool) -> Number:
    """A number; OpenAPI 3.0 has booleans for exclusive bounds, which turn the bound beside them."""
    small = scope.rules and integer and schema.get("format") == "int32"
    if NUMBER_RULES.isdisjoint(schema) and not small:
        return _INTEGER if integer else _NUMBER
    low = read_bound(scope, schema, "minimum", place)
    high = read_bound(scope, schema, "maximum", place)
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if small:
        low = _INT32[0] if low is None else max(low, _INT32[0])
        high = _INT32[-1] if high is None else min(high, _INT32[-1])
    return Number(
        integer,
        None if above is True else low,
        None if below is True else high,
        low if above is True else _read_exclusive(schema, "exclusiveMinimum", scope, place),
        high if below is True else _read_exclusive(schema, "exclusiveMaximum", scope, place),
        read_bound(scope, schema, "multipleOf", place),
    )


def _read_exclusive(schema: dict[str, Any], word: str, scope: Scope, place: Place) -> float | None:
    return None if schema.get(word) is False else read_bound(scope, schema, word, place)


def read_enum(values: object, schema: dict[str, Any], scope: Scope, place: Place) -> Type:
    """The type of the listed values, named as the app or a foreign document names them."""
    if not isinstance(values, list):
        scope.note(place, "`enum` is not a list; read as any value.")
        return Unknown()
    names = texts(facts_of(schema).get("members") or schema.get("x-enum-varnames") or schema.get("x-enumNames"))
    named = len(names) == len(values)
    members: dict[Any, Member] = {}
    for index, value in enumerate(values):
        known = read_json(value)
        if known is MISSING:
            scope.note((place, index), "This is no JSON value that everyone can write; left out.")
        else:
            members.setdefault(_identity(known), Member(known, names[index] if named else ""))
    if scope.rules and (
        kinds := [schema["type"]] if isinstance(schema.get("type"), str) else texts(schema.get("type"))
    ):
        # Where no value fits its type, the type is the mistake.
        fitting = [each for each in members.values() if any(is_of_kind(each.value, kind) for kind in kinds)]
        return _unite_members(fitting or members.values())
    return _unite_members(members.values())


def read_constants(schemas: list[Any]) -> Type | None:
    """An enumeration spelled as a union of constants, which leaves room for words on each; None if it is not."""
    members: dict[Any, Member] = {}
    for each in schemas:
        if not isinstance(each, dict) or "const" not in each or not each.keys() <= _CONSTANT:
            return None
        value = each["const"]
        if not isinstance(value, str | int | float) or not is_json(value):
            return None
        members.setdefault(_identity(value), Member(value, text(each.get("title")), text(each.get("description"))))
    return _unite_members(members.values())


def is_of_kind(value: JSON, kind: str) -> bool:
    """Whether a value is of what JSON Schema calls a type (Validation 6.1.1)."""
    match value:
        case None:
            return kind == "null"
        case bool():
            return kind == "boolean"
        case int():
            return kind in {"integer", "number"}
        case float():
            return kind == "number" or (kind == "integer" and value % 1 == 0)
        case str():
            return kind == "string"
        case list():
            return kind == "array"
        case dict():
            return kind == "object"


def _identity(value: Any) -> Any:
    """Python holds that 1, 1.0 and true are equal."""
    return type(value), value if isinstance(value, str | int | float | None) else repr(value)


def _unite_members(members: Iterable[Member]) -> Type:
    """An enumeration of scalars; null, lists and objects are types of their own, as is one value without a name."""
    scalars: list[Member] = []
    others: list[Type] = []
    for each in members:
        if each.value is None:
            others.append(Null())
        elif isinstance(each.value, dict | list):
            others.append(Const(each.value))
        else:
            scalars.append(each)
    match scalars:
        case []:
            return unite(others)
        case [Member(value=value, name="", description="")]:
            return unite((Const(value), *others))
        case _:
            return unite((Enum(tuple(scalars)), *others))
