"""Objects in the words of Zod: their fields, under whatever names these are found, and other members."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from contractbridge.contract import Faced, Field, Never, Object, Type, Unknown
from contractbridge.emitters.places import Place
from contractbridge.emitters.text import fit, key, literal, property_key
from contractbridge.emitters.zod import Zod
from contractbridge.faces import Face, is_hidden, is_present

Print: TypeAlias = Callable[[Type, Place], Zod]

# What every object of JavaScript has: Zod must not take these for an input's own.
_INHERITED: Final = frozenset(
    {
        *("__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__", "__proto__", "constructor"),
        *("hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString", "valueOf"),
    }
)


def object_schema(node: Object, place: Place, schema: Print) -> Zod:
    """The schema of an object; `schema` gives that of what is within."""
    zod = _shaped(node, place, schema)
    if any(field.name in _INHERITED for field in node.fields):
        zod = Zod(f"is.own({zod.code})", zod.type)
    return zod if place.scope.face.direction == "response" else _searched(zod, node.fields, place, schema)


def _shaped(node: Object, place: Place, schema: Print) -> Zod:
    face = place.scope.face
    fields = {each.name: _field(each, place, schema) for each in node.fields if not is_hidden(each, face)}
    shape = fit("{", [fields[each.name][0] for each in _seen(node, face)], "}", spaced=True)
    types = fit("{", [type_ for _, type_ in fields.values()], "}", separator=";", spaced=True)
    match node.extra:
        case None:
            return Zod(f"z.object({shape})", f"is.ZodObject<{types}, z.core.$strip>")
        case Never():
            return Zod(f"is.strict(z.strictObject({shape}))", f"is.ZodObject<{types}, z.core.$strict>")
        case Unknown():
            return Zod(f"is.whole(z.looseObject({shape}))", f"is.ZodObject<{types}, z.core.$loose>")
        case extra:
            # TypeScript cannot say "any other key", so the type is that of a loose object.
            catchall = schema(extra, place.later)
            lazy = f"z.lazy(() => {catchall.code})" if place.waits_for(extra) else catchall.code
            return Zod(f"is.whole(z.object({shape}).catchall({lazy}))", f"is.ZodObject<{types}, z.core.$loose>")


def _seen(node: Object, face: Face) -> list[Field]:
    """The fields that Zod looks at. Where others are refused, what is only looked into is one of them if nothing is
    found there."""
    roots = {path[0] for field in node.fields if field.elsewhere for path in field.aliases}
    found = {each.name for each in node.fields if isinstance(each.type, Faced) and each.type.request == Unknown()}
    holders = {each.name for each in node.fields if each.name in roots & found and not each.required}
    closed = isinstance(node.extra, Never) and face.direction == "request"
    return [each for each in node.fields if not is_hidden(each, face) and not (closed and each.name in holders)]


def _searched(zod: Zod, fields: Sequence[Field], place: Place, schema: Print) -> Zod:
    """The schema of an object, whose fields are also found under other names and within others."""
    aliases = [
        f"{property_key(each.name)}: {literal([path[0] if len(path) == 1 else list(path) for path in each.aliases])}"
        for each in fields
        if each.aliases and not each.elsewhere
    ]
    if aliases:
        zod = Zod(f"is.aliased({zod.code}, {fit('{', aliases, '}', spaced=True)})", zod.type)
    reached = [
        f"{{ paths: {literal([list(path) for path in each.aliases])}, "
        f"schema: () => {schema(each.type, place.later).code}"
        f"{', required: true' if each.required else ''} }}"
        for each in fields
        if each.elsewhere and each.aliases
    ]
    return Zod(f"is.reached({zod.code}, {fit('[', reached, ']')})", zod.type) if reached else zod


def _field(field: Field, place: Place, schema: Print) -> tuple[str, str]:
    """A member of the shape, as code and as type; a getter where it needs a schema that is not defined yet."""
    scope = place.scope
    waits = place.waits_for(field.type)
    present = is_present(field, scope.face, scope.contract)
    zod = schema(field.type, replace(place.later if waits else place, given=not present))
    if not present:
        zod = zod.optional()
    name = property_key(field.name)
    code = f"get {name}() {{ return {zod.code}; }}" if waits else f"{name}: {zod.code}"
    return code, f"{key(field.name)}: {zod.type}"
