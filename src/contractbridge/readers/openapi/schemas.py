"""Schemas to types (JSON Schema 2020-12; OpenAPI 3.0's dialect where it differs)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from contractbridge.contract import (
    Array,
    Boolean,
    Definition,
    Discriminator,
    Encoded,
    Never,
    Null,
    PythonName,
    Ref,
    Tuple,
    Type,
    Unknown,
)
from contractbridge.readers.facts import EXTENSION
from contractbridge.readers.openapi.composition import OBJECT_RULES, Composer, Part
from contractbridge.readers.openapi.exactness import read_exactness
from contractbridge.readers.openapi.mistakes import Mistake
from contractbridge.readers.openapi.nodes import intersect, unite
from contractbridge.readers.openapi.objects import read_object
from contractbridge.readers.openapi.references import Place, Scope, Target, shown
from contractbridge.readers.openapi.scalars import (
    NUMBER_RULES,
    STRING_RULES,
    read_constants,
    read_enum,
    read_number,
    read_string,
)
from contractbridge.readers.openapi.values import facts_of, read_docs, read_size, texts

# Deeper than people write, and shallow enough for everything that walks types recursively.
_DEEPEST: Final = 64
_MOST_NODES: Final = 500_000
_MOST_LENGTHS: Final = 8

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
_ARRAY_RULES: Final = frozenset({"items", "maxItems", "minItems", "prefixItems", "uniqueItems"})
_RULES: Final = OBJECT_RULES | _ARRAY_RULES | NUMBER_RULES | STRING_RULES | _COMPOSING | {"const", "enum"}

_UNKNOWN: Final = Unknown()
_NULL: Final = Null()
_BOOLEAN: Final = Boolean()


class SchemaReader:
    """Reads schemas, and remembers which definitions they need."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._composer = Composer(scope)
        self._depth = 0
        self._nodes = 0
        self._in_form = False
        self.mistakes: list[Mistake] = []
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
        node = read_exactness(node, facts_of(schema), place, self.mistakes)
        return unite((node, _NULL)) if schema.get("nullable") is True else node

    def read_in_form(self, schema: object, place: Place) -> Type:
        """The same within multipart/form-data, where bytes are a file."""
        self._in_form = True
        node = self.read(schema, place)
        self._in_form = False
        return node

    def read_definition(self, target: Target) -> Definition:
        """A named type, with what people and Python call it."""
        node = self.read(target.value, target.place)
        if not isinstance(target.value, dict):
            return Definition(node)
        return Definition(node, read_docs(target.value), read_python_name(target.value))

    def read_form_definition(self, target: Target) -> Definition:
        """The same, where only forms use it."""
        self._in_form = True
        definition = self.read_definition(target)
        self._in_form = False
        return definition

    def _give_up(self, place: Place) -> Type:
        if self._depth >= _DEEPEST:
            self._scope.note(place, f"Nested more than {_DEEPEST} levels deep; read as any value.")
        else:
            self._scope.note(None, f"More than {_MOST_NODES} schemas; the rest was read as any value.")
        return _UNKNOWN

    def _read_boolean(self, schema: object, place: Place) -> Type:
        if schema is False:
            return Never()
        if schema is not True:
            self._scope.note(place, "A schema must be an object or a boolean; read as any value.")
        return _UNKNOWN

    def _read_object_schema(self, schema: dict[str, Any], place: Place) -> Type:
        if not _UNREAD.isdisjoint(schema):
            if schema.get("not") is True or schema.get("not") == {}:
                return Never()
            for word in sorted(_UNREAD.intersection(schema)):
                self._scope.note((place, word), f"`{word}` has no equivalent here, and was ignored.")
        if "$ref" in schema:
            return self._read_reference(schema, place)
        if not _COMPOSING.isdisjoint(schema):
            return self._read_composed(schema, place)
        if "const" in schema:
            return read_enum([schema["const"]], schema, self._scope, (place, "const"))
        if "enum" in schema:
            return read_enum(schema["enum"], schema, self._scope, (place, "enum"))
        return self._read_typed(schema.get("type"), schema, place)

    # References and compositions

    def _read_reference(self, schema: dict[str, Any], place: Place) -> Type:
        rest = {name: each for name, each in schema.items() if name in _RULES}
        if rest and (parts := self._composer.inherit(schema, place)):
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
        if "allOf" in schema and (parts := self._composer.inherit(schema, place)):
            only = _only_reference(schema)
            return self.read(only, ((place, "allOf"), 0)) if only else read_object(parts, self._scope, self.read)
        schema = _with_shared_rules(schema)
        base = {name: each for name, each in schema.items() if name not in {*_COMPOSING, "nullable", EXTENSION}}
        has_rules = not _RULES.isdisjoint(base)
        nodes = [self.read(base, place)] if has_rules else []
        for word in ("allOf", "anyOf", "oneOf"):
            members = schema.get(word, [])
            if not isinstance(members, list) or (word in schema and not members):
                self._scope.note((place, word), f"`{word}` is not a list of schemas, and was ignored.")
                continue
            # A type that stands alone beside a composition is that of its members.
            typed = members if has_rules else [_typed_as(schema.get("type"), each) for each in members]
            nodes += self._read_members(word, typed, schema, place)
        return intersect(nodes) if nodes else self._read_typed(schema.get("type"), schema, place)

    def _read_members(self, word: str, members: list[Any], schema: dict[str, Any], place: Place) -> list[Type]:
        if word != "allOf" and members and (constants := read_constants(members)):
            return [constants]
        nodes = [self.read(each, ((place, word), index)) for index, each in enumerate(members)]
        if word == "allOf" or not nodes:
            return nodes
        discriminator = self._read_discriminator(schema.get("discriminator"), members, (place, word))
        if discriminator and isinstance(also := facts_of(schema).get("tag"), str):
            discriminator = replace(discriminator, also=also)
        return [unite(nodes, discriminator)]

    def _read_discriminator(self, node: object, members: list[Any], place: Place) -> Discriminator | None:
        """The field that tells the members apart, as their own constants have it: a mapping may say otherwise."""
        match node:
            case None:
                return None
            case {"propertyName": str(field)}:
                pass
            case _:
                self._scope.note(place, "The discriminator has no `propertyName`, and was ignored.")
                return None
        mapping: dict[str, str] = {}
        for index, member in enumerate(members):
            if member == {"type": "null"}:
                continue
            found = self._composer.tags(member, (place, index), field)
            if found is None or not mapping.keys().isdisjoint(found[1]):
                self._scope.note(
                    (place, index), f"The discriminator was ignored: {shown(field)} does not tell this member apart."
                )
                return None
            key, tags = found
            mapping |= dict.fromkeys(tags, key)
        return Discriminator(field, tuple(mapping.items()))

    # Single types

    def _read_typed(self, kind: object, schema: dict[str, Any], place: Place) -> Type:
        match kind:
            case "string" if "contentSchema" in schema and facts_of(schema).get("encodes") is True:
                return Encoded(self.read(schema["contentSchema"], (place, "contentSchema")))
            case "string":
                return read_string(schema, self._scope, place, in_form=self._in_form)
            case "object":
                return read_object([Part(schema, place)], self._scope, self.read)
            case "integer" | "number":
                return read_number(schema, self._scope, place, integer=kind == "integer")
            case "array":
                return self._read_array(schema, place)
            case "boolean":
                return _BOOLEAN
            case "null":
                return _NULL
            case None:
                return self._read_untyped(schema, place)
            case list():
                kinds = dict.fromkeys(texts(kind))
                return unite([self._read_typed(each, schema, place) for each in kinds])
            case _:
                self._scope.note((place, "type"), "This is no type of JSON Schema; read as any value.")
                return _UNKNOWN

    def _read_untyped(self, schema: dict[str, Any], place: Place) -> Type:
        for kind, rules in (
            ("object", OBJECT_RULES),
            ("array", _ARRAY_RULES),
            ("string", STRING_RULES),
            ("number", NUMBER_RULES),
        ):
            if not rules.isdisjoint(schema):
                return self._read_typed(kind, schema, place)
        return _UNKNOWN

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
        rest = self.read(schema.get(others, True), (place, others))
        least = read_size(self._scope, schema, "minItems", place)
        most = read_size(self._scope, schema, "maxItems", place)
        if isinstance(rest, Never) or (most is not None and most <= len(items)):
            return self._read_lengths(items, least, most, place)
        for bound, size in (("minItems", least), ("maxItems", most)):
            if size is not None and size != len(items):
                self._scope.note((place, bound), f"`{bound}` of a tuple that goes on was ignored.")
        return Tuple(items, rest)

    def _read_lengths(self, items: tuple[Type, ...], least: int | None, most: int | None, place: Place) -> Type:
        """A tuple of each length; of all its items where no least length is given, which is what people mean."""
        longest = len(items) if most is None else min(most, len(items))
        shortest = longest if least is None else min(least, longest)
        if longest - shortest < _MOST_LENGTHS:
            return unite([Tuple(items[:size]) for size in range(shortest, longest + 1)])
        self._scope.note(place, "A tuple of so many lengths was read as an array.")
        return Array(unite(items), shortest, longest)


def _only_reference(schema: dict[str, Any]) -> dict[str, Any] | None:
    """The one member of an `allOf` that only gives a reference a description or a default."""
    members = schema["allOf"]
    only = members[0] if len(members) == 1 else None
    if not isinstance(only, dict) or "$ref" not in only or not _RULES.isdisjoint(only):
        return None
    return only if _RULES.isdisjoint(schema.keys() - {"allOf"}) else None


def _with_shared_rules(schema: dict[str, Any]) -> dict[str, Any]:
    """`schema` with the rules beside its union moved into each member.

    Without a type, a rule holds for values of its own kind only: a `format` beside a nullable string still lets
    null through.
    """
    rules = {name: each for name, each in schema.items() if name in _RULES and name not in _COMPOSING}
    match {name: schema[name] for name in ("allOf", "anyOf", "oneOf", "const", "enum", "type") if name in schema}:
        case {"anyOf": [*members], **others} | {"oneOf": [*members], **others} if rules and not others:
            if all(_takes(member, rules) for member in members):
                word = "anyOf" if "anyOf" in schema else "oneOf"
                rest = {name: each for name, each in schema.items() if name not in rules}
                return rest | {word: [rules | member for member in members]}
    return schema


def _takes(schema: Any, rules: dict[str, Any]) -> bool:
    """Whether `schema` has a type to which `rules` can be added, and says nothing else about them."""
    if not isinstance(schema, dict) or "type" not in schema or not _COMPOSING.isdisjoint(schema):
        return False
    return all(schema.get(name, rule) == rule for name, rule in rules.items())


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
