"""Schemas to types (JSON Schema 2020-12; OpenAPI 3.0's dialect where it differs)."""

from __future__ import annotations

from typing import Any, Final

from contractbridge.contract import (
    Array,
    Binary,
    Boolean,
    Const,
    Definition,
    Discriminator,
    Enum,
    Member,
    Never,
    Null,
    Number,
    PythonName,
    Ref,
    String,
    Tuple,
    Type,
    Unknown,
)
from contractbridge.readers.composition import OBJECT_RULES, Composer, Part
from contractbridge.readers.nodes import intersect, unite
from contractbridge.readers.objects import read_object
from contractbridge.readers.references import Place, Scope, Target, shown
from contractbridge.readers.values import facts_of, is_json, read_bound, read_docs, read_size, text, texts

# Deeper than people write, and shallow enough for everything that walks types recursively.
_DEEPEST: Final = 64
_MOST_NODES: Final = 2_000_000

_UNREAD: Final = frozenset(
    {
        "$dynamicRef",
        "$recursiveRef",
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
_COMPOSING: Final = frozenset({"allOf", "anyOf", "oneOf"})
_STRING_RULES: Final = frozenset(
    {"contentEncoding", "contentMediaType", "contentSchema", "format", "maxLength", "minLength", "pattern"}
)
_NUMBER_RULES: Final = frozenset({"exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"})
_ARRAY_RULES: Final = frozenset({"items", "maxItems", "minItems", "prefixItems", "uniqueItems"})
_RULES: Final = OBJECT_RULES | _ARRAY_RULES | _NUMBER_RULES | _STRING_RULES | _COMPOSING | {"const", "enum"}

_UNKNOWN: Final = Unknown()
_NULL: Final = Null()
_STRING: Final = String()
_INTEGER: Final = Number(integer=True)
_NUMBER: Final = Number()
_BOOLEAN: Final = Boolean()


class SchemaReader:
    """Reads schemas, and remembers which definitions they need."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._composer = Composer(scope)
        self._depth = 0
        self._nodes = 0
        self._in_form = False
        self.needed: dict[str, Target] = {}
        self.needed_by_forms: dict[str, Target] = {}

    def read(self, schema: object, place: Place) -> Type:
        """The type that `schema` describes; what it cannot express is noted, and left out."""
        if not isinstance(schema, dict):
            return self._read_boolean(schema, place)
        self._nodes += 1
        if self._depth >= _DEEPEST or self._nodes > _MOST_NODES:
            return self._give_up(place)
        self._depth += 1
        node = self._read_object_schema(schema, place)
        self._depth -= 1
        return unite((node, _NULL)) if schema.get("nullable") is True else node

    def read_in_form(self, schema: object, place: Place) -> Type:
        """The same within multipart/form-data, where bytes are a file."""
        self._in_form = True
        node = self.read(schema, place)
        self._in_form = False
        return node

    def read_definition(self, target: Target, *, in_form: bool) -> Definition:
        """A named type, with what people and Python call it."""
        read = self.read_in_form if in_form else self.read
        node = read(target.value, target.place)
        if not isinstance(target.value, dict):
            return Definition(node)
        return Definition(node, read_docs(target.value), read_python_name(target.value))

    def _give_up(self, place: Place) -> Type:
        reason = "Nested too deeply" if self._depth >= _DEEPEST else "The document is too large"
        self._scope.note(place, f"{reason}: read as any value.")
        return _UNKNOWN

    def _read_boolean(self, schema: object, place: Place) -> Type:
        if schema is False:
            return Never()
        if schema is not True:
            self._scope.note(place, "A schema must be an object or a boolean; read as any value.")
        return _UNKNOWN

    def _read_object_schema(self, schema: dict[str, Any], place: Place) -> Type:
        if not _UNREAD.isdisjoint(schema):
            if schema.get("not") in ({}, True) and "not" in schema:
                return Never()
            for word in sorted(_UNREAD.intersection(schema)):
                self._scope.note((place, word), f"`{word}` has no equivalent here, and was ignored.")
        if "$ref" in schema:
            return self._read_reference(schema, place)
        if not _COMPOSING.isdisjoint(schema):
            return self._read_composed(schema, place)
        if "const" in schema:
            return self._read_enum([schema["const"]], schema, (place, "const"))
        if "enum" in schema:
            return self._read_enum(schema["enum"], schema, (place, "enum"))
        return self._read_typed(schema.get("type"), schema, place)

    # References and compositions

    def _read_reference(self, schema: dict[str, Any], place: Place) -> Type:
        rest = {name: each for name, each in schema.items() if name in _RULES}
        if rest and (parts := self._composer.object_parts(schema, place)):
            return read_object(parts, self._scope, self.read)
        target = self._scope.follow(schema["$ref"], place)
        if target is None:
            return _UNKNOWN
        (self.needed_by_forms if self._in_form else self.needed).setdefault(target.key, target)
        ref = Ref(target.key)
        if not rest or (isinstance(target.value, dict) and ("enum" in target.value or "const" in target.value)):
            return ref
        return intersect((ref, self.read(rest, place)))

    def _read_composed(self, schema: dict[str, Any], place: Place) -> Type:
        if "allOf" in schema and (parts := self._composer.object_parts(schema, place)):
            only = _only_reference(schema)
            return self.read(only, ((place, "allOf"), 0)) if only else read_object(parts, self._scope, self.read)
        base = {name: each for name, each in schema.items() if name not in _COMPOSING}
        has_rules = not _RULES.isdisjoint(base)
        kind = None if has_rules else schema.get("type")
        nodes = [self.read({**base, "nullable": False}, place)] if has_rules else []
        for word in ("allOf", "anyOf", "oneOf"):
            if word not in schema:
                continue
            if not isinstance(schema[word], list) or not schema[word]:
                self._scope.note((place, word), f"`{word}` is not a list of schemas, and was ignored.")
                continue
            members = [
                self.read(_typed_as(kind, each), ((place, word), index)) for index, each in enumerate(schema[word])
            ]
            if word == "allOf":
                nodes += members
            else:
                nodes.append(unite(members, self._read_discriminator(schema, word, place)))
        return intersect(nodes)

    def _read_discriminator(self, schema: dict[str, Any], word: str, place: Place) -> Discriminator | None:
        """The field that tells the members apart, as their own constants have it: a mapping may say otherwise."""
        match schema.get("discriminator"):
            case {"propertyName": str(field)}:
                place_of_members = (place, word)
            case None:
                return None
            case _:
                self._scope.note((place, "discriminator"), "A discriminator needs a `propertyName`; ignored.")
                return None
        mapping: dict[str, str] = {}
        for index, member in enumerate(schema[word]):
            if member == {"type": "null"}:
                continue
            key = self._composer.target_key(member, (place_of_members, index))
            tags = self._composer.tags(member, (place_of_members, index), field)
            if key is None or not tags or not mapping.keys().isdisjoint(tags):
                self._scope.note(
                    (place, "discriminator"),
                    f"{shown(field)} does not tell the members apart: member {index + 1} has no tag of its own.",
                )
                return None
            mapping |= dict.fromkeys(tags, key)
        return Discriminator(field, tuple(mapping.items()))

    # Single types

    def _read_typed(self, kind: object, schema: dict[str, Any], place: Place) -> Type:
        match kind:
            case "string":
                return _STRING if _STRING_RULES.isdisjoint(schema) else self._read_string(schema, place)
            case "object":
                return read_object([Part(schema, place)], self._scope, self.read)
            case "integer" | "number":
                integer = kind == "integer"
                if _NUMBER_RULES.isdisjoint(schema):
                    return _INTEGER if integer else _NUMBER
                return self._read_number(schema, place, integer=integer)
            case "array":
                return self._read_array(schema, place)
            case "boolean":
                return _BOOLEAN
            case "null":
                return _NULL
            case None:
                return self._read_untyped(schema, place)
            case list():
                return unite([self._read_typed(each, schema, place) for each in kind if isinstance(each, str)])
            case _:
                self._scope.note(place, f"{shown(str(kind))} is no type of JSON Schema; read as any value.")
                return _UNKNOWN

    def _read_untyped(self, schema: dict[str, Any], place: Place) -> Type:
        for kind, rules in (
            ("object", OBJECT_RULES),
            ("array", _ARRAY_RULES),
            ("string", _STRING_RULES),
            ("number", _NUMBER_RULES),
        ):
            if not rules.isdisjoint(schema):
                return self._read_typed(kind, schema, place)
        return _UNKNOWN

    def _read_string(self, schema: dict[str, Any], place: Place) -> Type:
        kind = schema.get("format")
        if self._in_form and (kind == "binary" or schema.get("contentMediaType") == "application/octet-stream"):
            return Binary()
        encoding = schema.get("contentEncoding")
        if kind is None and encoding in ("base64", "base64url"):
            kind = encoding
        pattern = schema.get("pattern")
        return String(
            "base64" if kind == "byte" else text(kind),
            read_size(self._scope, schema, "minLength", place),
            read_size(self._scope, schema, "maxLength", place),
            pattern if isinstance(pattern, str) else None,
        )

    def _read_number(self, schema: dict[str, Any], place: Place, *, integer: bool) -> Number:
        low = read_bound(self._scope, schema, "minimum", place)
        high = read_bound(self._scope, schema, "maximum", place)
        # OpenAPI 3.0: a boolean that turns the bound beside it.
        above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
        return Number(
            integer,
            None if above is True else low,
            None if below is True else high,
            low if above is True else self._read_exclusive(schema, "exclusiveMinimum", place),
            high if below is True else self._read_exclusive(schema, "exclusiveMaximum", place),
            read_bound(self._scope, schema, "multipleOf", place),
        )

    def _read_exclusive(self, schema: dict[str, Any], word: str, place: Place) -> float | None:
        return None if schema.get(word) is False else read_bound(self._scope, schema, word, place)

    def _read_array(self, schema: dict[str, Any], place: Place) -> Type:
        if "prefixItems" in schema or isinstance(schema.get("items"), list):
            return self._read_tuple(schema, place)
        items = self.read(schema["items"], (place, "items")) if "items" in schema else _UNKNOWN
        return Array(
            items,
            read_size(self._scope, schema, "minItems", place),
            read_size(self._scope, schema, "maxItems", place),
            schema.get("uniqueItems") is True,
        )

    def _read_tuple(self, schema: dict[str, Any], place: Place) -> Type:
        # Before 2020-12 `items` held the first items, and `additionalItems` the rest.
        word, others = ("prefixItems", "items") if "prefixItems" in schema else ("items", "additionalItems")
        first = schema[word]
        if not isinstance(first, list):
            self._scope.note((place, word), f"`{word}` is not a list, and was ignored.")
            return Array(_UNKNOWN)
        items = tuple(self.read(each, ((place, word), index)) for index, each in enumerate(first))
        most = read_size(self._scope, schema, "maxItems", place)
        least = read_size(self._scope, schema, "minItems", place) or 0
        rest = self.read(schema.get(others, True), (place, others))
        if isinstance(rest, Never) or (most is not None and most <= len(items)):
            last = len(items) if most is None else most
            return unite([Tuple(items[:size]) for size in range(min(least, last), last + 1)])
        return Tuple(items, rest)

    def _read_enum(self, values: object, schema: dict[str, Any], place: Place) -> Type:
        if not isinstance(values, list):
            self._scope.note(place, "`enum` is not a list; read as any value.")
            return _UNKNOWN
        names = texts(facts_of(schema).get("members") or schema.get("x-enum-varnames") or schema.get("x-enumNames"))
        members: dict[Any, Member] = {}
        for index, value in enumerate(values):
            if not is_json(value):
                self._scope.note((place, index), "This is no JSON value, and was left out.")
                continue
            identity = (type(value), value if isinstance(value, str | int | float | bool | None) else repr(value))
            members.setdefault(identity, Member(value, names[index] if len(names) == len(values) else ""))
        return _unite_members(list(members.values()))


def _unite_members(members: list[Member]) -> Type:
    """Null is a type of its own, and one value without a name is a constant."""
    match [each for each in members if each.value is not None]:
        case []:
            node: Type = Never()
        case [Member(value=value, name="")]:
            node = Const(value)
        case rest:
            node = Enum(tuple(rest))
    return unite((node, _NULL)) if any(each.value is None for each in members) else node


def _only_reference(schema: dict[str, Any]) -> dict[str, Any] | None:
    match schema["allOf"]:
        case [{"$ref": _} as only] if _RULES.isdisjoint(schema.keys() - {"allOf"}) and _RULES.isdisjoint(only):
            return only
        case _:
            return None


def _typed_as(kind: object, schema: Any) -> Any:
    """`schema` with the type that stands beside the composition that it is part of."""
    if kind is None or not isinstance(schema, dict) or "type" in schema or "$ref" in schema:
        return schema
    return schema if not _COMPOSING.isdisjoint(schema) else {"type": kind, **schema}


def read_python_name(schema: dict[str, Any]) -> PythonName | None:
    """Where Python defines what `schema` describes, written `module:qualified.name`."""
    match facts_of(schema).get("python"):
        case str(name) if ":" in name:
            module, _, qualname = name.partition(":")
            return PythonName(module, qualname)
        case _:
            return None
