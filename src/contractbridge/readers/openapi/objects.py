"""Objects and dictionaries (JSON Schema 2020-12, Core 10.3.2, Validation 6.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from contractbridge.contract import (
    Faced,
    Field,
    Map,
    MemberNames,
    Never,
    Object,
    String,
    Type,
    Unknown,
)
from contractbridge.readers.facts import EXTENSION
from contractbridge.readers.openapi.composition import Part
from contractbridge.readers.openapi.exactness import read_keys, sent_as_any, sent_with_default
from contractbridge.readers.openapi.nodes import intersect, ruled, unite
from contractbridge.readers.openapi.references import Place, Scope, entries
from contractbridge.readers.openapi.respelling import read_paths, respell
from contractbridge.readers.openapi.rules import ReadType, member_rules, note_ignored, pattern_rules
from contractbridge.readers.openapi.values import facts_of, read_default, read_docs, read_size, texts

_UNKNOWN: Final = Unknown()
_NO_FIELDS: Final[dict[str, list[Part]]] = {}


def read_object(parts: list[Part], scope: Scope, read: ReadType) -> Type:
    """The object that `parts` add up to: a dictionary where no member has a name."""
    declared = _pair_properties(parts, scope)
    required = {name for part in parts for name in texts(part.schema.get("required"))}
    extra = _read_extra(parts, scope, read, named=bool(declared or required))
    facts = [each for part in parts if (each := facts_of(part.schema))]
    named = declared or required or any(each.get("hidden") or each.get("lost") for each in facts)
    if not named and not _is_closed_or_empty(parts, extra):
        return _read_map(parts, extra, scope, read)
    sent = required.union(*(texts(each.get("sent")) for each in facts))
    sent -= {name for each in facts for name in texts(each.get("unsent"))}
    demanded = required.union(*(texts(each.get("demands")) for each in facts))
    demanded -= {name for each in facts for name in texts(each.get("defaulted"))}
    fields = [
        _read_field(
            name,
            again,
            read,
            # Pydantic demands and sends a field whatever `readOnly` and `writeOnly` say.
            required=name in demanded and (bool(facts) or not _says(again, "readOnly")),
            sent=name in sent and (bool(facts) or not _says(again, "writeOnly")),
        )
        for name, again in declared.items()
    ]
    if not scope.rules and EXTENSION not in scope.document:
        fields = [replace(each, type=sent_with_default(each.type, each.default)) for each in fields]
    fields += [Field(name, _read_undeclared(name, parts, extra, scope)) for name in sorted(required - declared.keys())]
    for each in facts:
        sent_as = dict(entries(each.get("hiddenAs")))
        for name, schema in entries(each.get("hidden")):
            node = read(schema, parts[0].place)
            fields.append(Field(name, node, name in demanded, sent=False))
            if isinstance(other := sent_as.get(name), str):
                fields.append(Field(other, node, required=False, elsewhere=True))
        lost = found if isinstance(found := each.get("lost"), list) else ()
        fields += [_read_lost(one, read, parts[0].place) for one in lost if isinstance(one, dict)]
    twice = {name for each in facts for name in texts(each.get("twice"))}
    fields = [replace(each, type=sent_as_any(each.type)) if each.name in twice else each for each in fields]
    nullable = {name for each in facts for name in texts(each.get("nullable"))}
    fields = [replace(each, nullable=True) if each.name in nullable else each for each in fields]
    for each in facts:
        fields = respell(fields, each)
    if len(parts) > 1 and isinstance(extra, Never) and not scope.rules:
        scope.note(parts[-1].place, "One part of this object refuses other fields; read as if the whole did.")
    node = Object(tuple(fields), extra)
    if scope.rules:
        return ruled(node, member_rules(parts, scope, read))
    for part in parts:
        note_ignored(part, scope)
    return node


def _read_lost(lost: Mapping[str, Any], read: ReadType, place: Place) -> Field:
    """A field that has no name of its own, since another is found under it too."""
    taken, needed = read(lost.get("schema"), place), lost.get("required") is True
    return Field("", Faced(taken, Never()), needed, sent=False, aliases=read_paths(lost.get("paths")), elsewhere=True)


def _read_undeclared(name: str, parts: list[Part], extra: Type | None, scope: Scope) -> Type:
    """The type of a member that is demanded and has no schema: that of others, unless a pattern speaks of it."""
    patterns = [pattern for part in parts for pattern, _ in entries(part.schema.get("patternProperties"))]
    apart = scope.rules and any(_may_match(pattern, name) for pattern in patterns)
    return _UNKNOWN if extra is None or apart else extra


def _may_match(pattern: str, name: str) -> bool:
    try:
        return re.search(pattern, name) is not None
    except re.error:
        return True


def _says(again: list[Part], word: str) -> bool:
    schema = again[-1].schema
    return isinstance(schema, dict) and schema.get(word) is True


def _is_closed_or_empty(parts: list[Part], extra: Type | None) -> bool:
    return isinstance(extra, Never) or (extra is None and any("properties" in part.schema for part in parts))


def _pair_properties(parts: list[Part], scope: Scope) -> dict[str, list[Part]]:
    """Every property with its schemas: a schema and those that it builds on may each declare it."""
    declared: dict[str, list[Part]] = {}
    for part in parts:
        properties = part.schema.get("properties", {})
        if not isinstance(properties, dict):
            scope.note((part.place, "properties"), "`properties` is not an object, and was ignored.")
            continue
        place = (part.place, "properties")
        for name, schema in entries(properties):
            declared.setdefault(name, []).append(Part(schema, (place, name)))
    return declared


def _read_field(name: str, again: list[Part], read: ReadType, *, required: bool, sent: bool) -> Field:
    schema = again[-1].schema
    nodes = [read(*each) for each in again]
    node = nodes[0] if len(nodes) == 1 else intersect([*(each for each in nodes[:-1] if each != nodes[-1]), nodes[-1]])
    if not isinstance(schema, dict):
        return Field(name, node, required, sent)
    return Field(
        name,
        node,
        required,
        sent,
        read_default(schema),
        read_docs(schema),
    )


def _read_extra(parts: list[Part], scope: Scope, read: ReadType, *, named: bool) -> Type | None:
    """The type of members without a name of their own: None where nothing is said of them."""
    extras: list[Type] = []
    # Then none is unevaluated (JSON Schema, core, 11.3).
    others_are_told = any("additionalProperties" in part.schema for part in parts)
    for part in parts:
        schema, place = part
        word = "additionalProperties" if "additionalProperties" in schema else "unevaluatedProperties"
        if scope.rules and others_are_told:
            word = "additionalProperties"
        # To be compared, patterns are rules of their own, but for the one that all keys of a dictionary have.
        apart = scope.rules and (named or _key_pattern(part, scope) is None)
        patterns = (
            []
            if apart
            else [
                read(each, ((place, "patternProperties"), name))
                for name, each in entries(schema.get("patternProperties"))
            ]
        )
        if word in schema and schema[word] is not False:
            extras.append(unite([*patterns, read(schema[word], (place, word))]))
        elif patterns:
            extras.append(unite(patterns))
        elif word in schema or (schema.get("patternProperties") and _is_closed_by_patterns(schema, scope)):
            extras.append(Never())
    return intersect(extras) if extras else None


def _read_map(parts: list[Part], extra: Type | None, scope: Scope, read: ReadType) -> Type:
    keys: list[Type] = []
    sizes: dict[str, list[int]] = {"minProperties": [], "maxProperties": []}
    for part in parts:
        rules = _key_rules(part, scope)
        if rules:
            keys.append(read({"type": "string", **rules}, (part.place, "propertyNames")))
        elif scope.rules and part.schema.get("propertyNames") is False:
            keys.append(Never())
        for word, found in sizes.items():
            if (size := read_size(scope, part.schema, word, part.place)) is not None:
                found.append(size)
    named = intersect(keys) if keys else String()
    for part in parts:
        named = read_keys(facts_of(part.schema), named)
    smallest, largest = max(sizes["minProperties"], default=0), min(sizes["maxProperties"], default=None)
    node = Map(_UNKNOWN if extra is None else extra, named, smallest or None, largest)
    patterned = [part for part in parts if scope.rules and _key_pattern(part, scope) is None]
    patterns = [rule for part in patterned for rule in pattern_rules(part, read)]
    # A name that a pattern speaks of is no key of the dictionary; this holds for all of them.
    return ruled(node, [*patterns, MemberNames(named)] if patterns and keys else patterns)


def _key_rules(part: Part, scope: Scope) -> dict[str, Any]:
    names = part.schema.get("propertyNames", {})
    rules = dict(names) if isinstance(names, dict) else {}
    pattern = _key_pattern(part, scope)
    if pattern is not None:
        rules["pattern"] = pattern
    elif part.schema.get("patternProperties") and not scope.rules:
        scope.note((part.place, "patternProperties"), "The patterns of the keys were ignored, their types kept.")
    return rules


def _key_pattern(part: Part, scope: Scope) -> str | None:
    """The pattern of all keys of a dictionary, where it has one."""
    match part.schema:
        case {"propertyNames": {"pattern": _}}:
            return None
        case {"patternProperties": dict(patterns)} if _is_closed_by_patterns(part.schema, scope):
            names = [name for name, _ in entries(patterns)]
            return names[0] if len(names) == 1 else None
        case _:
            return None


def _is_closed_by_patterns(schema: dict[str, Any], scope: Scope) -> bool:
    """Whether names that match no pattern are refused. Pydantic does not say so where the keys of a dictionary have a
    pattern; whoever wrote a document, printing takes it to mean that too."""
    others = schema.get("additionalProperties")
    return others is False or (others is None and (not scope.rules or EXTENSION in scope.document))
