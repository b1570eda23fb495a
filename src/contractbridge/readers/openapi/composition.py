"""Schemas before they are types: what an `allOf` adds up to, and which values a field can hold.

Both look through references, so they work on what the document says: the result is the same in whatever order
the definitions are read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from contractbridge.readers.openapi.references import Place, Scope, key_of

_MOST_STEPS: Final = 1000
_DEEPEST: Final = 32
_MOST_INHERITED: Final = 100_000

COMPOSING: Final = frozenset({"allOf", "anyOf", "oneOf"})
OBJECT_RULES: Final = frozenset(
    {
        "additionalProperties",
        "maxProperties",
        "minProperties",
        "patternProperties",
        "properties",
        "propertyNames",
        "required",
        "unevaluatedProperties",
    }
)
# Words that tell what somebody means who gives no type.
STRUCTURE: Final = frozenset({"additionalProperties", "items", "prefixItems", "properties", "required"})
_OBJECTS: Final = ("object", ["object"])
_OBJECTS_OR_NULL: Final = (*_OBJECTS, ["object", "null"], ["null", "object"])
_NOT_AN_OBJECT: Final = frozenset({"const", "enum", "items", "pattern", "prefixItems"})


class Part(NamedTuple):
    """One of the schemas that together make an object."""

    schema: dict[str, Any]
    place: Place

    @property
    def properties(self) -> dict[str, Any]:
        properties = self.schema.get("properties")
        return properties if isinstance(properties, dict) else {}


def add_up(parts: list[Part], schema: dict[str, Any]) -> bool:
    """Whether no part has a say in what it takes for other members and another part declares (Core 10.3.2.3)."""
    for part in parts:
        words = ("additionalProperties", *(() if part.schema is schema else ("unevaluatedProperties",)))
        if all(part.schema.get(word, True) in (True, {}) for word in words):
            continue
        for other in parts:
            if other is not part and (
                not part.properties.keys() >= other.properties.keys() or "patternProperties" in other.schema
            ):
                return False
    return True


@dataclass(slots=True)
class _Sum:
    """An object as it is added up: through which references, and from what."""

    seen: set[str]
    parts: list[Part] = field(default_factory=list)
    steps: int = 0
    depth: int = 0


class Composer:
    """Adds up objects, and remembers how much was inherited: a document may ask for more than memory holds.

    What says nothing is no part of an object: neither a word about objects, nor one that is `ruling`.
    """

    def __init__(self, scope: Scope, ruling: frozenset[str] = frozenset()) -> None:
        self._scope = scope
        self._telling = OBJECT_RULES | ruling
        self._inherited = 0
        self._depth = 0
        self._tags: dict[tuple[str, str], list[str]] = {}

    def object_parts(self, schema: dict[str, Any], place: Place) -> list[Part] | None:
        """The objects that `schema` adds up to, in order; None where it is anything but objects."""
        found = _Sum({key_of(place)})
        is_object = self._collect(schema, place, found) and any(map(self._tells_of_object, found.parts))
        return found.parts if is_object else None

    def inherit(self, schema: dict[str, Any], place: Place) -> list[Part] | None:
        """The same, to be copied into one object: so only as long as the document does not ask for too much."""
        parts = self.object_parts(schema, place) if self._inherited < _MOST_INHERITED else None
        self._inherited += sum(len(part.properties) for part in (parts or [])[:-1])
        return parts

    def tags(self, schema: object, place: Place, field: str) -> tuple[str, list[str]] | None:
        """The definition that `schema` refers to, and the strings that tell it apart by `field`.

        None where it refers to none, or the field could be anything else.
        """
        match schema:
            case {"$ref": ref} | {"allOf": [{"$ref": ref}]}:
                target = self._scope.follow(ref, place)
            case _:
                return None
        if target is None:
            return None
        if (target.key, field) not in self._tags:
            # Not told apart, as long as it leads back to itself.
            self._tags[target.key, field] = []
            self._tags[target.key, field] = self._tags_of(target.value, target.place, field)
        found = self._tags[target.key, field]
        return (target.key, found) if found else None

    def _tags_of(self, schema: object, place: Place, field: str) -> list[str]:
        match schema:
            case {"discriminator": _, "oneOf": [*members]} | {"discriminator": _, "anyOf": [*members]}:
                return self._nested_tags(members, place, field)
            case dict():
                parts = self.object_parts(schema, place) or []
            case _:
                return []
        for part in reversed(parts):
            if field in part.properties:
                values = self.literals(part.properties[field], ((part.place, "properties"), field))
                return values if all(isinstance(each, str) for each in values) else []
        return []

    def _nested_tags(self, members: list[object], place: Place, field: str) -> list[str]:
        """The tags of a union that is itself told apart, by whatever field."""
        if self._depth > _DEEPEST:
            return []
        self._depth += 1
        found = [self.tags(each, place, field) for each in members]
        self._depth -= 1
        return list(dict.fromkeys(tag for each in found if each for tag in each[1])) if all(found) else []

    def literals(self, schema: object, place: Place) -> list[Any]:
        """The values that `schema` lists, through references; none where it lists none."""
        for _ in range(_DEEPEST):
            match schema:
                case {"const": value}:
                    return [value]
                case {"enum": [*values]}:
                    return values
                case {"$ref": ref} | {"allOf": [{"$ref": ref}]}:
                    target = self._scope.follow(ref, place)
                    if target is None:
                        return []
                    schema, place = target.value, target.place
                case _:
                    return []
        return []

    def _collect(self, schema: object, place: Place, found: _Sum) -> bool:
        if schema is True:
            return True
        found.steps += 1
        if not isinstance(schema, dict) or found.steps > _MOST_STEPS or found.depth > _DEEPEST:
            return False
        found.depth += 1
        is_object = self._collect_object(schema, place, found)
        found.depth -= 1
        return is_object

    def _collect_object(self, schema: dict[str, Any], place: Place, found: _Sum) -> bool:
        if "$ref" in schema and not self._collect_target(schema["$ref"], place, found):
            return False
        members = schema.get("allOf", [])
        place_of_members = (place, "allOf")
        if not isinstance(members, list):
            return False
        for index, member in enumerate(members):
            if not self._collect(member, (place_of_members, index), found):
                return False
        if not self._may_be_object(schema, place, found.seen):
            return False
        if not self._telling.isdisjoint(schema) or schema.get("type") == "object":
            found.parts.append(Part(schema, place))
        return True

    def _collect_target(self, ref: object, place: Place, found: _Sum) -> bool:
        target = self._scope.follow(ref, place)
        if target is None:
            return False
        if target.key in found.seen:
            return True
        found.seen.add(target.key)
        return self._collect(target.value, target.place, found)

    def _tells_of_object(self, part: Part) -> bool:
        # Compared is what is written: how many members an object has says nothing of what is none.
        words = STRUCTURE if self._scope.rules else OBJECT_RULES
        return not words.isdisjoint(part.schema) or part.schema.get("type") == "object"

    def _may_be_object(self, schema: dict[str, Any], place: Place, seen: set[str]) -> bool:
        # Null is forgotten here, as printing may.
        types = _OBJECTS if self._scope.rules else _OBJECTS_OR_NULL
        if schema.get("type", "object") not in types:
            return False
        return _NOT_AN_OBJECT.isdisjoint(schema) and all(
            self._lists_heirs(schema[word], (place, word), seen) for word in ("anyOf", "oneOf") if word in schema
        )

    def _lists_heirs(self, members: object, place: Place, seen: set[str]) -> bool:
        """Whether a union only repeats which schemas build on this one, as OpenAPI's polymorphism does."""
        if not isinstance(members, list):
            return False
        for index, member in enumerate(members):
            if isinstance(member, dict) and "$ref" in member:
                target = self._scope.follow(member["$ref"], (place, index))
                if target is not None and target.key in seen:
                    return True
        return False
