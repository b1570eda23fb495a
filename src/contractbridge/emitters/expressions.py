"""A type in the words of Zod: exact in a request, structural in a response."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from contractbridge.contract import (
    JSON,
    Array,
    Binary,
    Boolean,
    Check,
    Checked,
    Const,
    Encoded,
    Enum,
    Faced,
    Field,
    Intersection,
    Map,
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
    distinct_members,
)
from contractbridge.emitters.coercion import is_lax, lax, spelled_out
from contractbridge.emitters.conversions import enum_entries, iterable, whole
from contractbridge.emitters.crossing import crossings
from contractbridge.emitters.equality import Equality, Reader
from contractbridge.emitters.formats import string_schema
from contractbridge.emitters.limits import check_call, check_text, number_limits, size_limits, unlimited
from contractbridge.emitters.objects import object_schema
from contractbridge.emitters.places import Place
from contractbridge.emitters.tags import in_order, may_drop, other_tag, tells_apart, told_values
from contractbridge.emitters.text import fit, key, literal, quote
from contractbridge.emitters.types import (
    accepts_any_key,
    binary_text,
    faced_type,
    literal_type,
    type_text,
)
from contractbridge.emitters.zod import Zod, custom
from contractbridge.faces import structural


def schema(node: Type, place: Place) -> Zod:
    """The schema of `node`: exact in a request, structural in a response."""
    return _schema(structural(node) if place.scope.face.direction == "response" else node, place)


def _schema(node: Type, place: Place) -> Zod:
    match node:
        case Unknown():
            return Zod("z.unknown()", "z.ZodUnknown")
        case Never():
            return Zod("z.never()", "z.ZodNever")
        case Null():
            return Zod("z.null()", "z.ZodNull")
        case Boolean():
            return Zod("z.boolean()", "z.ZodBoolean")
        case Number(infinite=True) if place.scope.face.direction == "response":
            # The rare null for an infinity passes, and everyone else is spared it in the type.
            return custom("z.number().nullable()", "number")
        case Number():
            return Zod("z.number()" + "".join(number_limits(node)), "z.ZodNumber")
        case String():
            return string_schema(node)
        case Binary():
            blob = binary_text(place.scope.names)
            code = "is.file()" if place.given or not place.asked else "is.file({ needed: true })"
            return Zod(code, f"z.ZodCustom<{blob}, {blob}>")
        case Const(value=value):
            return _literals([value], place)
        case Enum():
            return _enum(node, place)
        case Array(items=Checked(type=valid, checks=[Check(name="omitted" | "laxOmitted")]) as items):
            # Whatever the mode, it is by the server's own rules that items are left out.
            item = _schema(items, place)
            taken = _schema(lax(valid, place.scope.contract.definitions), place.later)
            counted = f".refine(...is.kept(() => {taken.code}, {_sizes(node)}))" if _sizes(node) != "{}" else ""
            return Zod(f"z.array({item.code}){counted}", f"z.ZodArray<{item.type}>")
        case Array(items=items):
            item = _schema(items, place.within)
            return Zod(
                f"z.array({item.code})" + size_limits("min", node.min_items, "max", node.max_items),
                f"z.ZodArray<{item.type}>",
            )
        case Tuple():
            return _tuple(node, place)
        case Object():
            return object_schema(node, place, _schema)
        case Map(keys=Checked(type=valid, checks=[Check(name="omitted")])):
            taken = _map(replace(node, keys=String()), place)
            return replace(taken, code=f"is.naming({taken.code}, {_schema(valid, place).code})")
        case Map():
            return _map(node, place)
        case Union():
            return _union(node, place)
        case Intersection(members=members):
            first, *others = (_schema(member, place) for member in members)
            for other in others:
                first = Zod(
                    f"z.intersection({first.code}, {other.code})",
                    f"z.ZodIntersection<{first.type}, {other.type}>",
                )
            return first
        case Ref(key=definition_key):
            names = place.scope.names
            name = names.type(definition_key, place.scope.face)
            qualified = place.scope.qualifier + name
            if name in place.pending:
                return Zod(f"z.lazy(() => {qualified})", f"z.ZodLazy<typeof {qualified}>")
            return Zod(qualified, f"typeof {qualified}")
        case Checked():
            return _checked(node, place)
        case Encoded():
            return Zod(f"z.string().refine(...{_encoded(node, place)})", "z.ZodString")
        case Ruled(type=ruled):
            return _schema(ruled, place)
        case Faced():
            return _schema(faced_type(node, place.scope.face), place)
        case _:
            assert_never(node)


def _checked(node: Checked, place: Place) -> Zod:
    match node:
        case Checked(type=Binary() as file):
            # Bytes are checked as the text that they are in JSON.
            return _schema(file, place)
        case Checked(type=checked, checks=[Check(name="sent", options=options)]):
            zod = _schema(checked, place)
            given = f", {fit('{', [f'{name}: true' for name, _ in options], '}', spaced=True)}" if options else ""
            return Zod(f"is.sent({zod.code}{given})", zod.type)
        case Checked(type=checked, checks=[check]) if is_lax(check):
            return _whole(checked, check, place)
        case Checked(type=Encoded() as text, checks=[Check(name="written")]):
            return custom(f"z.custom(...is.written({_encoded(text, place)}))", "string", "string | number | boolean")
        case Checked(type=checked, checks=[Check(name="written"), check]):
            return _whole(checked, check, place, written=True)
        case Checked(type=Array() as array, checks=[Check(name="distinct") as check]):
            return _distinct(array, check, place)
        case Checked(type=Object() | Ref() as sized, checks=[Check(name="size", options=options)]):
            zod = _schema(sized, place)
            limits = ", ".join(literal(dict(options).get(name)) for name in ("min", "max"))
            return Zod(f"z.lazy(() => {zod.code}).refine(...is.size({limits}))", f"z.ZodLazy<{zod.type}>")
        case Checked(type=claimed, checks=[Check(name="claimed")]) if place.scope.face.direction == "response":
            return custom("z.custom()", type_text(claimed, place.scope))
        case Checked(type=claimed, checks=[Check(name="claimed")]):
            spelled = spelled_out([claimed], place.scope.contract.definitions)
            return _schema(structural(claimed, "request", spelled), place)
        case Checked(type=checked, checks=()):
            return _schema(structural(checked, "request"), place)
        case Checked(type=checked, checks=checks):
            bare = unlimited(checked)
            zod = _union(bare, place, tried=False) if isinstance(bare, Union) else _schema(bare, place)
            return Zod(zod.code + "".join(map(check_call, checks)), zod.type)


def _whole(node: Type, check: Check, place: Place, *, written: bool = False) -> Zod:
    type_ = type_text(node, place.scope)
    if isinstance(node, Array) and check.name == "laxIterable":
        return iterable(_schema(node.items, place.later), type_)
    return whole(node, check, type_, written=written)


def _reader(node: Type, place: Place) -> Reader:
    return Equality(place.scope.contract, lambda each: _schema(each, place.later).code).reader(node)


def _distinct(node: Array, check: Check, place: Place) -> Zod:
    """A set, whose sizes count what is left of equal items."""
    read = _reader(node.items, place)
    zod = _schema(unlimited(node), place)
    if read is None or "opaque" in dict(check.options):
        # Nobody knows how many are left, but not more than are written.
        known = tuple(each for each in check.options if each[0] != "max" or each == ("max", 0))
        check, read = replace(check, options=known), ""
    return zod.then(f"refine(...{check_text(check, *filter(None, [read]))})") if check.options else zod


def _encoded(node: Encoded, place: Place) -> str:
    """The check of what a text holds. Whatever the mode, the server converts it: to TypeScript it is any text."""
    content = lax(node.type, spelled_out([node], place.scope.contract.definitions), encoded=True)
    return f"is.encoded(() => {_schema(content, place.later).code})"


def _sizes(node: Array) -> str:
    sizes = {"min": node.min_items, "max": node.max_items}
    return fit("{", [f"{name}: {size}" for name, size in sizes.items() if size is not None], "}", spaced=True)


# Literals


def _enum(node: Enum, place: Place) -> Zod:
    """Zod's enum where it can hold the members, names and all; a union of literals where it cannot."""
    entries = enum_entries(node)
    if entries is None:
        return _literals([member.value for member in node.members], place)
    members = [f"{key(name)}: {literal(value)}" for name, value in entries.items()]
    same = all(name == value for name, value in entries.items())
    values = [literal(value) for value in entries.values()]
    held = fit("[", values, "]") if same else fit("{", members, "}", spaced=True)
    return Zod(f"z.enum({held}{_required(place)})", f"z.ZodEnum<{fit('{', members, '}', separator=';', spaced=True)}>")


def _literals(values: Sequence[JSON], place: Place) -> Zod:
    simple = [value for value in values if not isinstance(value, list | dict)]
    composed = [_composed(value, place) for value in values if isinstance(value, list | dict)]
    if simple:
        codes = [literal(value) for value in simple]
        types = list(dict.fromkeys(literal_type(value) for value in simple))
        code = codes[0] if len(codes) == 1 else f"[{', '.join(codes)}]"
        composed.insert(0, Zod(f"z.literal({code}{_required(place)})", f"z.ZodLiteral<{' | '.join(types)}>"))
    return _one_of(composed)


def _required(place: Place) -> str:
    """The argument with which a schema tells a value that is missing from one that is none of its own."""
    return ", is.required" if place.asked and not place.given else ""


def _composed(value: JSON, place: Place) -> Zod:
    """Zod's literals are primitive; a list or an object is spelled out."""
    if isinstance(value, list):
        return _tuple(Tuple(tuple(Const(each) for each in value)), place)
    assert isinstance(value, dict)  # noqa: S101  # the only other kind
    return object_schema(Object(tuple(Field(name, Const(each)) for name, each in value.items())), place, _schema)


# Compositions


def _tuple(node: Tuple, place: Place) -> Zod:
    items = [_schema(item, place.within) for item in node.items]
    rest = None if node.rest is None else _schema(node.rest, place.within)
    code = f"z.tuple({fit('[', [item.code for item in items], ']')}{'' if rest is None else f', {rest.code}'})"
    return Zod(
        f"is.tuple({code})" if place.asked else code,
        f"z.ZodTuple<{fit('[', [item.type for item in items], ']')}, {'null' if rest is None else rest.type}>",
    )


def _map(node: Map, place: Place) -> Zod:
    keys = _schema(node.keys, place.within)
    values = _schema(node.values, place.within)
    any_key = accepts_any_key(node.keys, place.scope.contract)
    code = f"is.whole(z.{'record' if any_key else 'partialRecord'}({keys.code}, {values.code}))"
    size = _size(node, place)
    return Zod(
        f"is.sized({code}, {size})" if size else code,
        f"z.ZodRecord<{'z.ZodString' if any_key else f'{keys.type} & z.core.$partial'}, {values.type}>",
    )


def _size(node: Map, place: Place) -> str:
    """The check that holds a dictionary to its sizes, if it has any."""
    if node.min_size is None and node.max_size is None:
        return ""
    read = _reader(node.keys, place)
    # Names that the server makes one of, nobody knows how, may be more than it counts.
    largest = None if read is None else node.max_size
    if node.min_size is None and largest is None:
        return ""
    return f"is.size({literal(node.min_size)}, {literal(largest)}{f', {read}' if read else ''})"


def _union(node: Union, place: Place, *, tried: bool = True) -> Zod:
    """The schema of a union, whose members the server has `tried` one by one, or which is one type to it."""
    if Null() in node.members:
        others = tuple(
            replace(member, infinite=False) if isinstance(member, Number) else member
            for member in node.members
            if member != Null()
        )
        if not others:
            return Zod("z.null()", "z.ZodNull")
        return _union(replace(node, members=others), place, tried=tried).then("nullable()", "ZodNullable")
    if node.discriminator is not None and node.discriminator.also and place.scope.face.direction == "request":
        plain = _union(replace(node, discriminator=replace(node.discriminator, also="")), place)
        return Zod(f"is.tagged({plain.code}, {other_tag(node, node.discriminator, place.scope)})", plain.type)
    members = in_order(distinct_members(node, place.scope.contract.definitions), place.scope)
    zods = [_schema(member, place) for member in members]
    if node.discriminator is not None and tells_apart(node, node.discriminator.field, place.scope):
        tag = quote(node.discriminator.field)
        says = ", is.tag" if place.asked else ""
        return Zod(
            f"z.discriminatedUnion({tag}, {fit('[', [zod.code for zod in zods], ']')}{says})",
            f"z.ZodDiscriminatedUnion<{fit('[', [zod.type for zod in zods], ']')}, {tag}>",
        )
    either = _one_of(zods)
    if either in zods:
        return either
    told = node.discriminator if place.asked else None
    # A tag with a default may be left out of the object alone, and not of the union.
    if told is not None and (values := told_values(node, told.field, place.scope)):
        return Zod(f"is.byTag({either.code}, {quote(told.field)}, {fit('[', values, ']')})", either.type)
    if node.discriminator is not None and place.scope.face.direction == "request":
        test = f"(value) => value?.[{quote(node.discriminator.field)}] !== undefined"
        return either.then(f"refine({test}, {quote(f'Unable to tell by {node.discriminator.field}')})")
    code = f"is.fullest({either.code})" if may_drop(members, place.scope) else either.code
    if place.scope.face.direction == "request" and (pairs := _conversions(members, place)):
        code = f"is.converted({code}, {fit('[', pairs, ']')})"
    tells_each = tried and place.asked and not _is_one_type(node)
    return Zod(f"is.either({code})" if tells_each else code, either.type)


def _conversions(members: Sequence[Type], place: Place) -> list[str]:
    """What the server converts to one member of what is of another's type, where it is known to be Pydantic."""
    if not place.scope.contract.of_app:
        return []
    return [
        f"{{ type: () => {_schema(other, place.later).code}, taken: () => {_schema(taken, place.later).code} }}"
        for taken, other in crossings(members, place.scope.contract.definitions)
    ]


def _is_one_type(node: Union) -> bool:
    """Whether the server tries no member on its own: a tuple with names is a list or an object, a decimal a number or
    a text."""
    first, *others = node.members
    if isinstance(first, Checked):
        # As text it is the same check.
        return all(isinstance(each, Checked) and each.checks[-1:] == first.checks[-1:] for each in others)
    return {type(each) for each in node.members} == {Tuple, Object}


def _one_of(zods: Sequence[Zod]) -> Zod:
    unique = list(dict.fromkeys(zods))
    if not unique:
        return Zod("z.never()", "z.ZodNever")
    if len(unique) == 1:
        return unique[0]
    return Zod(
        f"z.union({fit('[', [zod.code for zod in unique], ']')})",
        f"z.ZodUnion<{fit('readonly [', [zod.type for zod in unique], ']')}>",
    )
