"""Rules: what schemas demand beyond what types state (JSON Schema 2020-12, Core 10.2, 10.3 and 11, Validation 6.4, 6.5
and 8). Only what is read to be compared has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeAlias

from contractbridge.contract import (
    Conditional,
    Contains,
    Dependent,
    Embedded,
    Excluded,
    Field,
    MemberCount,
    MemberNames,
    Never,
    Object,
    Patterned,
    Rule,
    Type,
    Unevaluated,
    Unknown,
)
from contractbridge.readers.openapi.composition import COMPOSING, Part
from contractbridge.readers.openapi.references import Place, Scope, entries
from contractbridge.readers.openapi.values import facts_of, read_size, text, texts

ReadType: TypeAlias = Callable[[Any, Place], Type]

# What cannot be followed here at all.
_DYNAMIC: Final = frozenset({"$dynamicRef", "$recursiveRef"})
# What no type states, and contracts that are read to be printed do without.
UNREAD: Final = frozenset(
    {
        *_DYNAMIC,
        "contains",
        "dependencies",
        "dependentRequired",
        "dependentSchemas",
        "else",
        "if",
        "not",
        "then",
        "unevaluatedItems",
    }
)
# What is read of it to compare, wherever it stands.
RULING: Final = (UNREAD - _DYNAMIC) | {"contentEncoding", "contentMediaType", "contentSchema"}

_UNKNOWN: Final = Unknown()
# Beside none of these, what is unevaluated is what is not named.
COMBINING: Final = COMPOSING | {"$ref", "if"}
_MEMBER_WORDS: Final = ("propertyNames", "minProperties", "maxProperties")


def read_rules(schema: dict[str, Any], place: Place, scope: Scope, read: ReadType) -> tuple[Rule, ...]:
    """The rules that `schema` states itself, but for those about members, which belong to its object."""
    if RULING.isdisjoint(schema):
        return ()
    return (
        *_array_rules(schema, place, scope, read),
        *_dependencies(schema, place, read),
        *_applied(schema, place, scope, read),
        *_embedded(schema, place, read),
    )


def member_rules(parts: Iterable[Part], scope: Scope, read: ReadType) -> Iterator[Rule]:
    """The rules about the members of an object some of which have names, stated by its `parts`."""
    for schema, place in parts:
        if "propertyNames" in schema:
            names = schema["propertyNames"]
            # A schema without a type is one of strings here.
            typed = {"type": "string", **names} if isinstance(names, dict) else names
            yield MemberNames(read(typed, (place, "propertyNames")))
        least = read_size(scope, schema, "minProperties", place)
        most = read_size(scope, schema, "maxProperties", place)
        if least or most is not None:
            yield MemberCount(least or 0, most)
        yield from pattern_rules(Part(schema, place), read)


def note_ignored(part: Part, scope: Scope) -> None:
    """Note the words about members that a type with named ones does not state."""
    for word in _MEMBER_WORDS:
        if word in part.schema:
            scope.note((part.place, word), f"`{word}` beside named properties was ignored.")


def pattern_rules(part: Part, read: ReadType) -> Iterator[Rule]:
    """What members are whose names match."""
    schema, place = part
    for pattern, each in entries(schema.get("patternProperties")):
        yield Patterned(pattern, read(each, ((place, "patternProperties"), pattern)))


def typed_as(kind: object, schema: Any) -> Any:
    """`schema` with the type that stands beside the composition that it is part of."""
    if kind is None or not isinstance(schema, dict) or "type" in schema or "$ref" in schema:
        return schema
    return schema if not COMPOSING.isdisjoint(schema) else {"type": kind, **schema}


def _array_rules(schema: dict[str, Any], place: Place, scope: Scope, read: ReadType) -> Iterator[Rule]:
    if "contains" in schema:
        least = read_size(scope, schema, "minContains", place)
        most = read_size(scope, schema, "maxContains", place)
        if least != 0 or most is not None:
            yield Contains(read(schema["contains"], (place, "contains")), 1 if least is None else least, most)
    if schema.get("unevaluatedItems", True) is not True and not COMBINING.isdisjoint(schema):
        yield Unevaluated("items", read(schema["unevaluatedItems"], (place, "unevaluatedItems")))


def _dependencies(schema: dict[str, Any], place: Place, read: ReadType) -> Iterator[Rule]:
    for word in ("dependentRequired", "dependentSchemas", "dependencies"):
        for name, each in entries(schema.get(word)):
            if isinstance(each, list):
                yield Dependent(name, Object(tuple(Field(other, _UNKNOWN) for other in dict.fromkeys(texts(each)))))
            else:
                yield Dependent(name, read(typed_as("object", each), ((place, word), name)))


def _applied(schema: dict[str, Any], place: Place, scope: Scope, read: ReadType) -> Iterator[Rule]:
    kind = schema.get("type")

    def read_applied(word: str) -> Type:
        return read(typed_as(kind, schema[word]), (place, word)) if word in schema else _UNKNOWN

    if "if" in schema and ("then" in schema or "else" in schema):
        yield Conditional(read_applied("if"), read_applied("then"), read_applied("else"))
    if "not" in schema:
        before = len(scope.notices)
        excluded = read_applied("not")
        # What could not be read is any value, and excludes nothing.
        is_read = len(scope.notices) == before or not isinstance(excluded, Unknown)
        if is_read and not isinstance(excluded, Never):
            yield Excluded(excluded)


def _embedded(schema: dict[str, Any], place: Place, read: ReadType) -> Iterator[Rule]:
    """What a string holds, where the app's facts do not say it better."""
    if not facts_of(schema).keys().isdisjoint({"checks", "encodes"}):
        return
    inner = read(schema["contentSchema"], (place, "contentSchema")) if "contentSchema" in schema else None
    media_type, encoding = text(schema.get("contentMediaType")), text(schema.get("contentEncoding"))
    if (
        inner is not None
        or media_type
        or (encoding and ("format" in schema or encoding not in {"base64", "base64url"}))
    ):
        yield Embedded(media_type, encoding, inner)
