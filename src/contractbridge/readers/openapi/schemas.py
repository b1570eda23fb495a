"""Schemas to types (JSON Schema 2020-12; OpenAPI 3.0's dialect where it differs)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from contractbridge.contract import (
    Array,
    Boolean,
    Check,
    Checked,
    Definition,
    Discriminator,
    Encoded,
    Exclusive,
    Faced,
    Never,
    Null,
    PythonName,
    Ref,
    Type,
    Unevaluated,
    Unknown,
)
from contractbridge.readers.facts import EXTENSION
from contractbridge.readers.openapi.apartness import are_apart
from contractbridge.readers.openapi.composition import COMPOSING, OBJECT_RULES, STRUCTURE, Composer, Part, add_up
from contractbridge.readers.openapi.exactness import read_exactness, written_over
from contractbridge.readers.openapi.mistakes import Mistake
from contractbridge.readers.openapi.nodes import intersect, ruled, unite
from contractbridge.readers.openapi.objects import read_object
from contractbridge.readers.openapi.references import Place, Scope, Target, ancestors, shown
from contractbridge.readers.openapi.rules import COMBINING, RULING, UNREAD, read_rules, typed_as
from contractbridge.readers.openapi.scalars import (
    NUMBER_RULES,
    STRING_RULES,
    read_constants,
    read_enum,
    read_number,
    read_string,
)
from contractbridge.readers.openapi.tightening import tighten, without_limits
from contractbridge.readers.openapi.tuples import meant_tuple, written_tuple
from contractbridge.readers.openapi.values import facts_of, read_docs, read_size, texts

# Deeper than people write, and shallow enough for everything that walks types recursively.
_DEEPEST: Final = 64
_MOST_NODES: Final = 500_000

_ARRAY_RULES: Final = frozenset({"items", "maxItems", "minItems", "prefixItems", "uniqueItems"})
_RULES: Final = OBJECT_RULES | _ARRAY_RULES | NUMBER_RULES | STRING_RULES | COMPOSING | {"const", "enum"}

_BESIDE: Final = COMPOSING | {"nullable", EXTENSION}
_BESIDE_RULES: Final = _BESIDE | RULING | {"unevaluatedProperties"}
_LIMITS: Final = NUMBER_RULES | {"maxLength", "minLength", "pattern"}
_RULES_BY_KIND: Final = {
    "object": OBJECT_RULES,
    "array": _ARRAY_RULES,
    "string": STRING_RULES,
    "number": NUMBER_RULES,
}
_KINDS: Final = ("object", "array", "string", "number", "boolean", "null")

_UNKNOWN: Final = Unknown()
_NULL: Final = Null()
_BOOLEAN: Final = Boolean()


class SchemaReader:
    """Reads schemas, and remembers which definitions they need."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._composer = Composer(scope, RULING if scope.rules else frozenset())
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
        facts = facts_of(schema)
        schema = without_limits(schema, facts.get("limits"))
        rules = read_rules(schema, place, self.scope, self.read) if self.scope.rules else ()
        if isinstance(whole := facts.get("whole"), dict):
            node = self.read(whole, place)
        else:
            node = read_exactness(self._read_object_schema(schema, place), facts, place, self.mistakes)
        match facts:
            case {"validates": dict(validated)}:
                node = written_over(node, self.read(validated, place))
            case {"requests": dict(requested)}:
                node = Faced(self.read(requested, place), node)
            case {"responses": dict(sent)}:
                node = Faced(node, self.read(sent, place))
            case _:
                pass
        node = tighten(node, facts.get("limits"), self._read_named)
        self._depth -= 1
        if rules:
            node = ruled(node, rules)
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
        validators = tuple(texts(facts_of(target.value).get("validators")))
        return Definition(node, read_docs(target.value), read_python_name(target.value), validators)

    def read_form_definition(self, target: Target) -> Definition:
        """The same, where only forms use it."""
        self._in_form = True
        definition = self.read_definition(target)
        self._in_form = False
        return definition

    def _read_named(self, key: str) -> Type:
        """The type of a definition, whose mistakes are told where it stands."""
        target, told = (self.needed_by_forms if self._in_form else self.needed)[key], len(self.mistakes)
        node = self.read(target.value, target.place)
        del self.mistakes[told:]
        return node

    def _give_up(self, place: Place) -> Type:
        if self._depth >= _DEEPEST:
            self.scope.note(place, f"Nested more than {_DEEPEST} levels deep; read as any value.")
        else:
            self.scope.note(None, f"More than {_MOST_NODES} schemas; the rest was read as any value.")
        return _UNKNOWN

    def _read_boolean(self, schema: object, place: Place) -> Type:
        if schema is False:
            return Never()
        if schema is not True:
            self.scope.note(place, "A schema must be an object or a boolean; read as any value.")
        return _UNKNOWN

    def _read_object_schema(self, schema: dict[str, Any], place: Place) -> Type:
        if not UNREAD.isdisjoint(schema):
            if schema.get("not") is True or schema.get("not") == {}:
                return Never()
            for word in sorted((UNREAD - RULING if self.scope.rules else UNREAD).intersection(schema)):
                self.scope.note((place, word), f"`{word}` has no equivalent here, and was ignored.")
        if isinstance(choices := facts_of(schema).get("either"), list):
            inside = ((place, EXTENSION), "either")
            return unite(self.read(each, (inside, index)) for index, each in enumerate(choices))
        if "$ref" in schema:
            return self._read_reference(schema, place)
        if not COMPOSING.isdisjoint(schema):
            return self._read_composed(schema, place)
        for word in ("const", "enum", "x-extensible-enum") if self.scope.rules else ("const", "enum"):
            if word in schema:
                return self._read_values(word, schema, place)
        return self._read_typed(schema.get("type"), schema, place)

    def _read_values(self, word: str, schema: dict[str, Any], place: Place) -> Type:
        node = read_enum([schema[word]] if word == "const" else schema[word], schema, self.scope, (place, word))
        if not self.scope.rules or _LIMITS.isdisjoint(schema):
            return node
        limits = {name: each for name, each in schema.items() if name in _LIMITS or name == "type"}
        return intersect((node, self.read(limits, place)))

    # References and compositions

    def _read_reference(self, schema: dict[str, Any], place: Place) -> Type:
        if forms := [name for name in ("as", "sentAs") if name in facts_of(schema)]:
            nodes = [self._read_version(facts_of(schema)[name], ((place, EXTENSION), name)) for name in forms]
            return nodes[0] if nodes[0] == nodes[-1] else Faced(nodes[0], nodes[-1])
        rest = {name: each for name, each in schema.items() if name in _RULES}
        if rest and (parts := self._inherit(schema, place)):
            return self._read_parts(parts, schema)
        target = self.scope.follow(schema["$ref"], place)
        if target is None:
            return _UNKNOWN
        (self.needed_by_forms if self._in_form else self.needed).setdefault(target.key, target)
        ref = Ref(target.key)
        named = target.value if isinstance(target.value, dict) else {}
        if not rest or (("enum" in named or "const" in named) and not self.scope.rules):
            return ref
        kind = _stated_kind(named)
        if kind is None and rest.keys() <= _LIMITS and not self.scope.rules:
            return ref  # of a choice of types, and nobody says whose limits these are
        return intersect((ref, self.read(typed_as(kind, rest), place)))

    def _read_version(self, version: object, place: Place) -> Type:
        """What is defined under other settings: a definition more, where it leads back to itself."""
        match version:
            case str(label):
                around = (each for each in ancestors(self.scope.document, place) if _label(each.value) == label)
                if (found := next(around, None)) is None:
                    return _UNKNOWN
                version, place, _ = found
            case _ if not (label := _label(version)):
                return self.read(version, place)
        key = f"{label}-{'Output' if place and place[1] == 'sentAs' else 'Input'}"
        self.needed.setdefault(key, Target(version, place, key))
        return Ref(key)

    def _inherit(self, schema: dict[str, Any], place: Place) -> list[Part] | None:
        """The objects that `schema` adds up to, if they can be read as one."""
        parts = self._composer.inherit(schema, place)
        return None if parts and self.scope.rules and not add_up(parts, schema) else parts

    def _read_parts(self, parts: list[Part], schema: dict[str, Any]) -> Type:
        node = read_object(parts, self.scope, self.read)
        if not self.scope.rules:
            return node
        # Its own rules are read with whatever `schema` is.
        others = [part for part in parts if part.schema is not schema]
        return ruled(node, (rule for part in others for rule in read_rules(*part, self.scope, self.read)))

    def _read_composed(self, schema: dict[str, Any], place: Place) -> Type:
        if "allOf" in schema and (parts := self._inherit(schema, place)):
            only = _only_reference(schema)
            return self.read(only, ((place, "allOf"), 0)) if only else self._read_parts(parts, schema)
        schema = _with_shared_rules(schema)
        apart = _BESIDE_RULES if self.scope.rules else _BESIDE
        base = {name: each for name, each in schema.items() if name not in apart}
        if not self.scope.rules and "type" not in base:
            # Nobody says of which members these are the limits, or the format.
            base = {name: each for name, each in base.items() if name not in _LIMITS | {"format"}}
        has_rules = not _RULES.isdisjoint(base)
        kind = self._common_kind(schema, place)
        nodes = [self.read(base, place)] if has_rules else []
        for word in ("allOf", "anyOf", "oneOf"):
            members = schema.get(word, [])
            if not isinstance(members, list) or (word in schema and not members):
                self.scope.note((place, word), f"`{word}` is not a list of schemas, and was ignored.")
                continue
            # A type that stands alone beside a composition is that of its members.
            typed = members if has_rules and not self.scope.rules else [typed_as(kind, each) for each in members]
            nodes += self._read_members(word, typed, schema, place)
        node = intersect(nodes) if nodes else self._read_typed(schema.get("type"), schema, place)
        if self.scope.rules and schema.get("unevaluatedProperties", True) not in (True, {}):
            others = self.read(schema["unevaluatedProperties"], (place, "unevaluatedProperties"))
            return ruled(node, [Unevaluated("members", others)])
        return node

    def _common_kind(self, schema: dict[str, Any], place: Place) -> object:
        """The type that stands beside a composition, or on one of what it adds up."""
        kind = schema.get("type")
        if kind is not None or not self.scope.rules or not isinstance(members := schema.get("allOf"), list):
            return kind
        for index, each in enumerate(members):
            member, _ = self.scope.dereference(each, ((place, "allOf"), index))
            if isinstance(member, dict) and (kind := _stated_kind(member)) is not None:
                return kind
        return None

    def _read_members(self, word: str, members: list[Any], schema: dict[str, Any], place: Place) -> list[Type]:
        if word != "allOf" and members and (constants := read_constants(members)):
            return [constants]
        nodes = [self.read(each, ((place, word), index)) for index, each in enumerate(members)]
        if word == "allOf" or not nodes:
            return nodes
        discriminator = self._read_tag(schema, members, (place, word))
        node = unite(nodes, discriminator)
        if word == "oneOf" and discriminator is None and self._is_exclusive(members, (place, word)):
            return [ruled(node, [Exclusive(tuple(nodes))])]
        return [node]

    def _is_exclusive(self, members: list[Any], place: Place) -> bool:
        """Whether `oneOf` may refuse what is of several members. An app's own unions try one after the other."""
        if not self.scope.rules or len(members) < 2 or EXTENSION in self.scope.document:
            return False
        return not are_apart(members, place, self.scope, self._composer)

    def _read_tag(self, schema: dict[str, Any], members: list[Any], place: Place) -> Discriminator | None:
        """What tells the members apart, as the document says, or as facts do where it does not."""
        facts = facts_of(schema)
        if discriminator := self._read_discriminator(schema.get("discriminator"), members, place):
            return replace(discriminator, also=facts["tag"]) if isinstance(facts.get("tag"), str) else discriminator
        names = texts(facts.get("told"))
        for name in names:
            found = self._read_discriminator({"propertyName": name}, members, place)
            if found and found.mapping:
                return replace(found, also="" if name == names[-1] else names[-1])
        return None

    def _read_discriminator(self, node: object, members: list[Any], place: Place) -> Discriminator | None:
        """The field that tells the members apart, as their own constants have it: a mapping may say otherwise."""
        match node:
            case None:
                return None
            case {"propertyName": str(field)}:
                pass
            case _:
                self.scope.note(place, "The discriminator has no `propertyName`, and was ignored.")
                return None
        mapping: dict[str, str] = {}
        for index, member in enumerate(members):
            if member == {"type": "null"}:
                continue
            found = self._composer.tags(member, (place, index), field)
            if found is None and EXTENSION in self.scope.document:
                continue  # An app has made sure of it.
            if found is None or not mapping.keys().isdisjoint(found[1]):
                self.scope.note(
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
                return read_string(schema, self.scope, place, in_form=self._in_form)
            case "object":
                return read_object([Part(schema, place)], self.scope, self.read)
            case "integer" | "number":
                return read_number(schema, self.scope, place, integer=kind == "integer")
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
                self.scope.note((place, "type"), "This is no type of JSON Schema; read as any value.")
                return _UNKNOWN

    def _read_untyped(self, schema: dict[str, Any], place: Place) -> Type:
        stated = [kind for kind, rules in _RULES_BY_KIND.items() if not rules.isdisjoint(schema)]
        # An app leaves out the type of what has none, whatever somebody wrote beside that.
        if not stated or (EXTENSION in self.scope.document and stated == ["string"] and not self.scope.rules):
            return _UNKNOWN
        if not self.scope.rules or not STRUCTURE.isdisjoint(schema) or (stated == ["string"] and "format" in schema):
            # What people mean, who leave out the type.
            return self._read_typed(stated[0], schema, place)
        return unite(self._read_typed(kind, schema if kind in stated else {}, place) for kind in _KINDS)

    def _read_array(self, schema: dict[str, Any], place: Place) -> Type:
        if "prefixItems" in schema or isinstance(schema.get("items"), list):
            return self._read_tuple(schema, place)
        return self._read_sizes(self._read_rest("items", schema, place), schema, place)

    def _read_tuple(self, schema: dict[str, Any], place: Place) -> Type:
        # Before 2020-12 `items` held the first items, and `additionalItems` the rest.
        word, others = ("prefixItems", "items") if "prefixItems" in schema else ("items", "additionalItems")
        first = schema[word]
        if not isinstance(first, list):
            self.scope.note((place, word), f"`{word}` is not a list, and was ignored.")
            return Array(_UNKNOWN)
        items = tuple(self.read(each, ((place, word), index)) for index, each in enumerate(first))
        rest = self._read_rest(others, schema, place)
        if self.scope.rules:
            return written_tuple(items, rest, self._read_sizes(_UNKNOWN, schema, place))
        node = meant_tuple(items, rest, self._read_sizes(_UNKNOWN, schema, place), self.scope, place)
        if any(isinstance(item, Checked) and Check("omitted") in item.checks for item in items):
            return Faced(node, Array(unite((*items, rest))))  # the server leaves some out
        return node

    def _read_rest(self, word: str, schema: dict[str, Any], place: Place) -> Type:
        if word not in schema and self.scope.rules and COMBINING.isdisjoint(schema):
            word = "unevaluatedItems"
        return self.read(schema.get(word, True), (place, word))

    def _read_sizes(self, items: Type, schema: dict[str, Any], place: Place) -> Array:
        return Array(
            items,
            read_size(self.scope, schema, "minItems", place),
            read_size(self.scope, schema, "maxItems", place),
            schema.get("uniqueItems") is True,
        )


def _label(version: object) -> str:
    """What a version of a definition is called, if it leads back to itself."""
    label = facts_of(version).get("label") if isinstance(version, dict) else None
    return label if isinstance(label, str) else ""


def _stated_kind(schema: dict[str, Any]) -> object:
    kind = schema.get("type")
    return [kind, "null"] if isinstance(kind, str) and schema.get("nullable") is True else kind


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
    rules = {name: each for name, each in schema.items() if name in _RULES and name not in COMPOSING}
    match {name: schema[name] for name in ("allOf", "anyOf", "oneOf", "const", "enum", "type") if name in schema}:
        case {"anyOf": [*members], **others} | {"oneOf": [*members], **others} if rules and not others:
            if all(_takes(member, rules) for member in members):
                word = "anyOf" if "anyOf" in schema else "oneOf"
                rest = {name: each for name, each in schema.items() if name not in rules}
                return rest | {word: [rules | member for member in members]}
    return schema


def _takes(schema: Any, rules: dict[str, Any]) -> bool:
    """Whether `schema` has a type to which `rules` can be added, and says nothing else about them."""
    if not isinstance(schema, dict) or "type" not in schema or not COMPOSING.isdisjoint(schema):
        return False
    return all(schema.get(name, rule) == rule for name, rule in rules.items())


def read_python_name(schema: dict[str, Any]) -> PythonName | None:
    """Where Python defines what `schema` describes, written `module:qualified.name`."""
    match facts_of(schema).get("python"):
        case str(name) if ":" in name:
            module, _, qualname = name.partition(":")
            return PythonName(module, qualname)
        case _:
            return None
