"""Random JSON Schemas, schemas that nearly are others, and values of them: drawn without a line of the product.

A schema is read with a closed world: nobody sends members that it does not speak of. `is_sent` says so of a value.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from random import Random
from typing import Any, TypeAlias

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

JSON: TypeAlias = Any
Schema: TypeAlias = "dict[str, Any] | bool"

NAMES = ("a", "b", "c", "kind", "x-d")
DEFINITIONS = ("A", "B", "C")
PATTERNS = ("^[a-c]+$", "^a", "b", "^x-", "^[0-9]{1,3}$", "^.{2}$", "[^a]", "^(a|b)*$")
TAGS = ("p", "q", "r")
SCALARS: tuple[JSON, ...] = (
    *(None, True, False, 0, 1, 2, 3, -1, 6, 1.5, 0.5, 10, 100, -3, 7.25),
    *("", "a", "b", "ab", "abc", "p", "q", "r", "12", "x-d", "aaaaaa", "é"),
)
# Words that say which members an object has.
_TELLING = frozenset(
    {"type", "properties", "additionalProperties", "patternProperties", "required", "unevaluatedProperties"}
)


# Schemas


def draw_definitions(chance: Random) -> dict[str, Schema]:
    """Definitions that may lead to each other and to themselves, but never without a member or an item between."""
    found = {}
    for index, name in enumerate(DEFINITIONS):
        found[name] = draw_schema(chance, 3, DEFINITIONS[index + 1 :], DEFINITIONS)
    return found


def draw_schema(
    chance: Random, depth: int, bare: tuple[str, ...] = DEFINITIONS, inner: tuple[str, ...] = DEFINITIONS
) -> Schema:
    """A schema; `bare` are the definitions that it may refer to at once, `inner` those from within."""
    if depth <= 0:
        return _draw_scalar(chance)
    roll = chance.randrange(100)
    if roll < 30:
        return _draw_scalar(chance)
    if roll < 36 and bare:
        return {"$ref": f"#/components/schemas/{chance.choice(bare)}"}
    if roll < 58:
        return _draw_record(chance, depth, inner)
    if roll < 68:
        return _draw_array(chance, depth, inner)
    if roll < 74:
        return _draw_map(chance, depth, inner)
    if roll < 86:
        return _draw_union(chance, depth, bare, inner)
    if roll < 91:
        return _draw_intersection(chance, depth, bare, inner)
    if roll < 98:
        return _draw_ruled(chance, depth, bare, inner)
    return chance.choice([{}, True, False])


def _draw_scalar(chance: Random) -> Schema:
    match chance.randrange(10):
        case 0 | 1 | 2:
            return draw_number(chance)
        case 3 | 4 | 5:
            return draw_string(chance)
        case 6:
            return {"const": chance.choice(SCALARS)}
        case 7:
            return {"enum": chance.sample(SCALARS, chance.randint(1, 4))}
        case 8:
            return {"type": chance.choice(["boolean", "null"])}
        case _:
            return {"type": chance.sample(["string", "null", "integer", "boolean", "number"], 2)}


def draw_number(chance: Random) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": chance.choice(["integer", "number"])}
    for word, choices in (
        ("minimum", (0, 1, -3, 0.5)),
        ("maximum", (3, 10, 1, 7.25)),
        ("exclusiveMinimum", (0, -1, 2)),
        ("exclusiveMaximum", (3, 11, 4)),
        ("multipleOf", (1, 2, 3, 6, 0.5)),
    ):
        if chance.randrange(6) == 0:
            schema[word] = chance.choice(choices)
    return schema


def draw_string(chance: Random) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if chance.randrange(4) == 0:
        schema["minLength"] = chance.randint(0, 3)
    if chance.randrange(4) == 0:
        schema["maxLength"] = chance.randint(1, 5)
    if chance.randrange(4) == 0:
        schema["pattern"] = chance.choice(PATTERNS)
    return schema


def _draw_record(chance: Random, depth: int, inner: tuple[str, ...]) -> Schema:
    names = chance.sample(NAMES, chance.randint(1, 3))
    properties = {name: draw_schema(chance, depth - 1, inner, inner) for name in names}
    if "kind" in properties:
        tags = chance.sample(TAGS, chance.randint(1, 3))
        properties["kind"] = {"const": tags[0]} if len(tags) == 1 else {"enum": tags}
    schema: dict[str, Any] = {"type": "object", "properties": properties}
    schema["required"] = [name for name in names if chance.randrange(3)]
    match chance.randrange(8):
        case 0 | 1:
            schema["additionalProperties"] = False
        case 2:
            schema["additionalProperties"] = draw_schema(chance, depth - 2, inner, inner)
        case _:
            pass
    return schema


def _draw_array(chance: Random, depth: int, inner: tuple[str, ...]) -> Schema:
    if chance.randrange(3) == 0:
        items = [draw_schema(chance, depth - 1, inner, inner) for _ in range(chance.randint(1, 3))]
        rest = draw_schema(chance, depth - 1, inner, inner) if chance.randrange(3) == 0 else False
        row = {"type": "array", "prefixItems": items, "items": rest, "minItems": len(items)}
        return row if rest is not False else {**row, "maxItems": len(items)}
    schema: dict[str, Any] = {"type": "array", "items": draw_schema(chance, depth - 1, inner, inner)}
    if chance.randrange(3) == 0:
        schema["minItems"] = chance.randint(0, 2)
    if chance.randrange(3) == 0:
        schema["maxItems"] = chance.randint(1, 3)
    if chance.randrange(4) == 0:
        schema["uniqueItems"] = True
    return schema


def _draw_map(chance: Random, depth: int, inner: tuple[str, ...]) -> Schema:
    schema: dict[str, Any] = {"type": "object", "additionalProperties": draw_schema(chance, depth - 1, inner, inner)}
    if chance.randrange(4) == 0:
        schema["minProperties"] = chance.randint(0, 2)
    if chance.randrange(4) == 0:
        schema["maxProperties"] = chance.randint(1, 3)
    if chance.randrange(3) == 0:
        schema["propertyNames"] = chance.choice(
            [{"pattern": chance.choice(PATTERNS)}, {"enum": [*NAMES[:3]]}, {"maxLength": 2}]
        )
    return schema


def _draw_union(chance: Random, depth: int, bare: tuple[str, ...], inner: tuple[str, ...]) -> Schema:
    word = "oneOf" if chance.randrange(4) == 0 else "anyOf"
    if chance.randrange(3):
        return {word: [draw_schema(chance, depth - 1, bare, inner) for _ in range(chance.randint(1, 3))]}
    members = []
    for tag in chance.sample(TAGS, chance.randint(2, 3)):
        member: Any = _draw_record(chance, depth - 1, inner)
        member["properties"]["kind"] = {"const": tag}
        member["required"] = sorted({*member["required"], "kind"})
        members.append(member)
    return {word: members}


def _draw_intersection(chance: Random, depth: int, bare: tuple[str, ...], inner: tuple[str, ...]) -> Schema:
    match chance.randrange(4):
        case 0:
            members: list[Schema] = [draw_string(chance), draw_string(chance)]
        case 1:
            members = [draw_number(chance), draw_number(chance)]
        case 2:
            members = [_draw_record(chance, depth - 1, inner), _draw_record(chance, depth - 1, inner)]
        case _:
            members = [draw_schema(chance, depth - 1, bare, inner), draw_schema(chance, depth - 1, bare, inner)]
    return {"allOf": members}


def _draw_ruled(chance: Random, depth: int, bare: tuple[str, ...], inner: tuple[str, ...]) -> Schema:
    def some() -> Schema:
        return draw_schema(chance, depth - 2, bare, inner)

    base: Any
    match chance.randrange(7):
        case 0:
            base = {"type": "array", "items": some(), "contains": some()}
            if chance.randrange(2):
                base["minContains"] = chance.randint(0, 2)
            return base if chance.randrange(2) else {**base, "maxContains": chance.randint(1, 3)}
        case 1:
            base = _draw_record(chance, depth - 1, inner)
            return {**base, "patternProperties": {chance.choice(PATTERNS): some()}}
        case 2:
            base = _draw_record(chance, depth - 1, inner)
            return {**base, "dependentRequired": {chance.choice(NAMES): [chance.choice(NAMES)]}}
        case 3:
            return {**_typed(chance, depth, inner), "not": some()}
        case 4:
            return {**_typed(chance, depth, inner), "if": some(), "then": some(), "else": some()}
        case 5:
            base = _draw_record(chance, depth - 1, inner)
            return {**base, chance.choice(["minProperties", "maxProperties"]): chance.randint(1, 3)}
        case _:
            parts = [_draw_record(chance, depth - 2, inner) for _ in range(2)]
            return {"allOf": parts, "unevaluatedProperties": chance.choice([False, {"type": "string"}])}


def _typed(chance: Random, depth: int, inner: tuple[str, ...]) -> dict[str, Any]:
    match chance.randrange(3):
        case 0:
            return draw_number(chance)
        case 1:
            return draw_string(chance)
        case _:
            record = _draw_record(chance, depth - 1, inner)
            assert isinstance(record, dict)
            return record


# Near misses


def mutated(schema: Schema, chance: Random) -> Schema:
    """`schema` with one edit of the kind that people make, somewhere in it."""
    schema = copy.deepcopy(schema)
    places = [*_places(schema)]
    if not places:
        return draw_schema(chance, 2, ())
    holder, key = chance.choice(places)
    holder[key] = _edited(holder[key], chance)
    return schema


def _places(schema: Any) -> Iterator[tuple[Any, Any]]:
    """Where schemas stand within a schema, as the holder and the key."""
    box = {"": schema}
    waiting: list[tuple[Any, Any]] = [(box, "")]
    while waiting:
        holder, key = waiting.pop()
        if holder is not box:
            yield holder, key
        node = holder[key]
        if not isinstance(node, dict):
            continue
        for word in ("properties", "patternProperties"):
            waiting += [(node[word], name) for name in node.get(word, ())]
        for word in ("allOf", "anyOf", "oneOf", "prefixItems"):
            waiting += [(node[word], index) for index in range(len(node.get(word, ())))]
        for word in ("additionalProperties", "items", "contains", "not", "if", "then", "else", "propertyNames"):
            if isinstance(node.get(word), dict):
                waiting.append((node, word))


def edited(schema: Schema, chance: Random) -> Schema:
    """One edit, at the top or within."""
    return _edited(copy.deepcopy(schema), chance) if chance.randrange(3) == 0 else mutated(schema, chance)


def _edited(schema: Any, chance: Random) -> Any:
    if not isinstance(schema, dict) or chance.randrange(12) == 0:
        return draw_schema(chance, 1, ())
    edits = [_add_null, _wrap]
    if "properties" in schema:
        edits += [_toggle_required, _toggle_required, _drop_member, _add_member, _toggle_extra]
    if "enum" in schema:
        edits += [_change_enum] * 3
    if "anyOf" in schema or "oneOf" in schema:
        edits += [_reorder, _drop_choice, _add_choice]
    if {"minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "multipleOf"} & schema.keys():
        edits += [_drop_limit] * 3
    if schema.get("type") in ("integer", "number"):
        edits += [_limit_number] * 3
    if schema.get("type") == "string":
        edits += [_limit_string] * 3
    if schema.get("type") == "array":
        edits += [_limit_array] * 2
    return chance.choice(edits)(schema, chance)


def _add_null(schema: Any, chance: Random) -> Any:
    return {"anyOf": [schema, {"type": "null"}]}


def _wrap(schema: Any, chance: Random) -> Any:
    return {chance.choice(["allOf", "anyOf", "oneOf"]): [schema]}


def _toggle_required(schema: Any, chance: Random) -> Any:
    name = chance.choice([*schema["properties"], *NAMES[:1]])
    required = set(schema.get("required", ()))
    return {**schema, "required": sorted(required ^ {name})}


def _drop_member(schema: Any, chance: Random) -> Any:
    if not schema["properties"]:
        return schema
    name = chance.choice([*schema["properties"]])
    rest = {other: each for other, each in schema["properties"].items() if other != name}
    return {**schema, "properties": rest, "required": [each for each in schema.get("required", ()) if each != name]}


def _add_member(schema: Any, chance: Random) -> Any:
    added = {chance.choice(NAMES): draw_schema(chance, 1, ())}
    return {**schema, "properties": {**schema["properties"], **added}}


def _toggle_extra(schema: Any, chance: Random) -> Any:
    if "additionalProperties" in schema:
        return {word: each for word, each in schema.items() if word != "additionalProperties"}
    return {**schema, "additionalProperties": chance.choice([False, {"type": "string"}])}


def _change_enum(schema: Any, chance: Random) -> Any:
    kept = chance.sample(schema["enum"], max(1, len(schema["enum"]) - chance.randrange(2)))
    extra = [chance.choice(SCALARS)] if chance.randrange(2) else []
    return {**schema, "enum": kept + [each for each in extra if not any(map(_same(each), kept))]}


def _same(one: JSON) -> Any:
    return lambda other: json.dumps(one) == json.dumps(other)


def _choices(schema: Any) -> str:
    return "anyOf" if "anyOf" in schema else "oneOf"


def _reorder(schema: Any, chance: Random) -> Any:
    members = schema[_choices(schema)]
    return {**schema, _choices(schema): chance.sample(members, len(members))}


def _drop_choice(schema: Any, chance: Random) -> Any:
    members = schema[_choices(schema)]
    return {**schema, _choices(schema): chance.sample(members, max(1, len(members) - 1))}


def _add_choice(schema: Any, chance: Random) -> Any:
    return {**schema, _choices(schema): [*schema[_choices(schema)], draw_schema(chance, 1, ())]}


def _drop_limit(schema: Any, chance: Random) -> Any:
    words = [each for each in schema if each.startswith(("min", "max", "multiple"))]
    gone = chance.choice(words)
    return {word: each for word, each in schema.items() if word != gone}


def _limit_number(schema: Any, chance: Random) -> Any:
    return {**schema, **draw_number(chance)}


def _limit_string(schema: Any, chance: Random) -> Any:
    return {**schema, **draw_string(chance)}


def _limit_array(schema: Any, chance: Random) -> Any:
    if "prefixItems" in schema:
        return schema
    return {**schema, **chance.choice([{"minItems": 1}, {"maxItems": 2}, {"uniqueItems": True}])}


# Values


def draw_values(schema: Schema, definitions: dict[str, Schema], chance: Random, most: int) -> Iterator[JSON]:
    """Values that are probably of `schema`, each once, and small changes of them."""
    seen: set[str] = set()
    for _ in range(most):
        value = _draw_value(schema, definitions, chance, 6)
        for each in (value, _changed(value, chance)):
            text = json.dumps(each, sort_keys=True)
            if text not in seen:
                seen.add(text)
                yield each


def _draw_value(schema: Any, definitions: dict[str, Schema], chance: Random, depth: int) -> JSON:
    def value(of: Any) -> JSON:
        return _draw_value(of, definitions, chance, depth - 1)

    if depth <= 0 or not isinstance(schema, dict):
        return chance.choice(SCALARS)
    if "$ref" in schema:
        return _draw_value(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions, chance, depth)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return chance.choice(schema["enum"])
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return value(chance.choice(schema[word]))
    if "allOf" in schema:
        parts = [value(each) for each in schema["allOf"]]
        if all(isinstance(each, dict) for each in parts):
            return {name: each for part in parts for name, each in part.items()}
        return chance.choice(parts)
    for word in ("then", "else", "if"):
        if word in schema and chance.randrange(3) == 0 and isinstance(schema[word], dict):
            return value(schema[word])
    kind = schema.get("type")
    kind = chance.choice(kind) if isinstance(kind, list) else kind
    match kind:
        case "object":
            return _draw_object(schema, chance, value)
        case "array":
            return _draw_items(schema, chance, value)
        case "integer" | "number":
            return _draw_number_value(schema, kind, chance)
        case "string":
            return _draw_text(schema, chance)
        case "boolean":
            return chance.randrange(2) == 0
        case "null":
            return None
        case _:
            return chance.choice([*SCALARS, {}, [], {"a": 1}, ["a"]])


def _draw_object(schema: Any, chance: Random, value: Any) -> JSON:
    properties = schema.get("properties", {})
    required = schema.get("required", ())
    found = {name: value(each) for name, each in properties.items() if name in required or chance.randrange(2)}
    for name in required:
        if name not in found:
            found[name] = value(schema.get("additionalProperties", {}))
    extra = schema.get("additionalProperties", False if properties or required else {})
    for pattern, each in schema.get("patternProperties", {}).items():
        if chance.randrange(2):
            found.setdefault(_draw_text({"pattern": pattern}, chance), value(each))
    names = schema.get("propertyNames", {})
    if extra is not False:
        for _ in range(chance.randrange(4)):
            name = chance.choice(names["enum"]) if "enum" in names else _draw_text(names, chance)
            found.setdefault(name, value(extra))
    return found


def _draw_items(schema: Any, chance: Random, value: Any) -> JSON:
    found = [value(each) for each in schema.get("prefixItems", ())]
    rest = schema.get("items", {})
    if rest is not False:
        found += [value(rest) for _ in range(chance.randint(0, 3))]
    if "contains" in schema and chance.randrange(2):
        found.append(value(schema["contains"]))
    return found


def _draw_number_value(schema: Any, kind: str, chance: Random) -> JSON:
    low = schema.get("minimum", schema.get("exclusiveMinimum", -4))
    high = schema.get("maximum", schema.get("exclusiveMaximum", 13))
    value: float = low + chance.randrange(0, max(1, int(2 * (high - low)) + 2)) / 2
    if kind == "integer" and chance.randrange(8):
        value = int(value)
    return int(value) if value == int(value) and chance.randrange(4) else value


_WORDS = (
    "",
    "a",
    "b",
    "c",
    "ab",
    "ba",
    "aa",
    "abc",
    "x-d",
    "x-",
    "1",
    "12",
    "123",
    "aab",
    "é",
    "bb",
    "cab",
    "zzzz",
    "aaaaa",
    "bababa",
    "A",
)


def _draw_text(schema: Any, chance: Random) -> str:
    fitting = [
        each
        for each in _WORDS
        if schema.get("minLength", 0) <= len(each) <= schema.get("maxLength", 99)
        and re.search(schema.get("pattern", ""), each)
    ]
    return chance.choice(fitting or _WORDS)


def _changed(value: JSON, chance: Random) -> JSON:
    """The same with one thing changed; no member is added."""
    match value:
        case dict() if value and chance.randrange(4):
            name = chance.choice([*value])
            if chance.randrange(3) == 0:
                return {other: each for other, each in value.items() if other != name}
            return {**value, name: _changed(value[name], chance)}
        case list() if value and chance.randrange(4):
            index = chance.randrange(len(value))
            match chance.randrange(3):
                case 0:
                    return value[:index] + value[index + 1 :]
                case 1:
                    return [*value, value[index]]
                case _:
                    return [*value[:index], _changed(value[index], chance), *value[index + 1 :]]
        case bool() | None:
            return chance.choice(SCALARS)
        case int() | float():
            return chance.choice([value + 1, value - 1, value + 0.5, -value, value * 2, "1"])
        case str():
            return chance.choice([value + "a", value[1:], value.upper(), value + "-", 1])
        case _:
            return chance.choice([*SCALARS, {}, []])


# A closed world


def is_sent(schema: Schema, value: JSON, definitions: dict[str, Schema]) -> bool:
    """Whether `value` is of `schema` and has no members that it does not speak of."""
    return _is_sent([schema], value, definitions, 40)


def _is_sent(parts: list[Any], value: JSON, definitions: dict[str, Schema], depth: int) -> bool:
    """The same of all `parts` at once; of a choice, one member is taken after the other."""
    if depth <= 0:
        return False
    for index, part in enumerate(parts):
        others = [*parts[:index], *parts[index + 1 :]]
        if not isinstance(part, dict):
            continue
        rest = {word: each for word, each in part.items() if word not in ("$ref", "allOf", "anyOf", "oneOf")}
        if "$ref" in part:
            target = definitions[part["$ref"].rsplit("/", 1)[1]]
            return _is_sent([*others, rest, target], value, definitions, depth - 1)
        if "allOf" in part:
            kept = {word: each for word, each in part.items() if word != "allOf"}
            return _is_sent([*others, kept, *part["allOf"]], value, definitions, depth - 1)
        for word in ("anyOf", "oneOf"):
            if word in part:
                kept = {other: each for other, each in part.items() if other != word}
                good = word == "anyOf" or is_valid({"oneOf": part["oneOf"]}, value, definitions)
                return good and any(
                    _is_sent([*others, kept, choice], value, definitions, depth - 1) for choice in part[word]
                )
    return all(is_valid(each, value, definitions) for each in parts) and _has_sent_parts(
        parts, value, definitions, depth
    )


def _has_sent_parts(parts: list[Any], value: JSON, definitions: dict[str, Schema], depth: int) -> bool:
    if isinstance(value, list):
        return all(
            _is_sent([*_items_at(parts, index)], each, definitions, depth - 1) for index, each in enumerate(value)
        )
    if isinstance(value, dict):
        for name, each in value.items():
            said = [*_members_at(parts, name)]
            if not said or not _is_sent(said, each, definitions, depth - 1):
                return False
    return True


def _items_at(parts: list[Any], index: int) -> Iterator[Any]:
    for part in parts:
        first = part.get("prefixItems", []) if isinstance(part, dict) else []
        if index < len(first):
            yield first[index]
        elif isinstance(part, dict) and "items" in part:
            yield part["items"]


def _members_at(parts: list[Any], name: str) -> Iterator[Any]:
    telling = [part for part in parts if isinstance(part, dict) and not _TELLING.isdisjoint(part)]
    if not telling:
        yield {}
    for part in telling:
        said = [part["properties"][name]] if name in part.get("properties", {}) else []
        said += [each for pattern, each in part.get("patternProperties", {}).items() if re.search(pattern, name)]
        others = part.get("additionalProperties", part.get("unevaluatedProperties"))
        if not said and (name in part.get("required", ()) or others is not None):
            said = [{} if others is None else others]
        if not said and part.keys() == {"type"}:
            said = [{}]
        yield from said


_validators: dict[str, Draft202012Validator] = {}


def is_valid(schema: Schema, value: JSON, definitions: dict[str, Schema]) -> bool:
    """What the package `jsonschema` says, with an open world."""
    key = json.dumps([schema, definitions], sort_keys=True)
    validator = _validators.get(key)
    if validator is None:
        if len(_validators) > 200:
            _validators.clear()
        whole: Any = {"allOf": [schema], "components": {"schemas": definitions}}
        validator = _validators[key] = Draft202012Validator(whole)
    try:
        validator.validate(value)
    except ValidationError:
        return False
    return True
