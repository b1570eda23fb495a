"""What an operation takes: its parameters and its body, before and now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from contractbridge.contract import MISSING, Body, Content, Parameter, Type, Unknown
from contractbridge.drift.facts import (
    AliasRemoved,
    BodyAdded,
    BodyPresenceChanged,
    BodyRemoved,
    BodyWrapped,
    DefaultChanged,
    DeprecationChanged,
    ExtrasRefused,
    Fact,
    MediaTypeAdded,
    MediaTypeRemoved,
    Pair,
    ParameterAdded,
    ParameterMoved,
    ParameterPresenceChanged,
    ParameterRemoved,
    ParameterRenamed,
    ParameterStyleChanged,
    PathParameterRenamed,
    Place,
    TypeChanged,
)
from contractbridge.drift.mismatch import View
from contractbridge.drift.values.seeing import seen
from contractbridge.drift.walk.differences import Types, place_of
from contractbridge.drift.walk.fields import is_other_default
from contractbridge.drift.walk.media import Matched, match_contents, pair_json
from contractbridge.drift.walk.owners import fields_of
from contractbridge.drift.walk.pairing import path_names
from contractbridge.drift.walk.renames import rename_parameters
from contractbridge.faces import REQUEST


def compare_parameters(pair: Pair, types: Types) -> Iterator[Fact]:
    kept, removed, added = _pair_parameters(pair)
    for old, new in kept:
        if old.name != new.name and old.location == "path":
            yield PathParameterRenamed(pair, old.name, new.name)
        elif old.name != new.name:
            yield ParameterRenamed(pair, old, new, kept=True)
        yield from _compare_parameter(pair, old, new, types)
    for old, new, keeps in list(rename_parameters(removed, added, pair, types)):
        yield ParameterRenamed(pair, old, new, kept=keeps)
        yield from _compare_parameter(pair, old, new, types)
        removed.remove(old)
        added.remove(new)
    yield from compare_closing(pair)
    for old in removed:
        place = _moved_to(old, pair, added, types)
        if place:
            yield ParameterMoved(pair, old, place)
        else:
            yield ParameterRemoved(pair, old, refused=old.location in pair.new.closed)
    for new in added:
        yield ParameterAdded(pair, new)


def compare_closing(pair: Pair) -> Iterator[Fact]:
    """Places that took any parameter, and take no unknown ones now."""
    for location in sorted(pair.new.closed - pair.old.closed):
        yield ExtrasRefused(place_of(pair, "request", location), (), MISSING)


def _pair_parameters(pair: Pair) -> tuple[list[tuple[Parameter, Parameter]], list[Parameter], list[Parameter]]:
    """By place and name; those of the path by position. Headers know no case."""
    places = dict(zip(path_names(pair.new.path), path_names(pair.old.path), strict=False))
    same_path = len(path_names(pair.new.path)) == len(path_names(pair.old.path))

    def key(parameter: Parameter, *, now: bool) -> tuple[str, str]:
        name = parameter.name.lower() if parameter.location == "header" else parameter.name
        if now and same_path and parameter.location == "path":
            name = places.get(name, name)
        return parameter.location, name

    before = {key(each, now=False): each for each in pair.old.parameters}
    after = {key(each, now=True): each for each in pair.new.parameters}
    kept = [(before[each], new) for each, new in after.items() if each in before]
    removed = [old for each, old in before.items() if each not in after]
    added = [new for each, new in after.items() if each not in before]
    return kept, removed, added


def parameter_place(pair: Pair, parameter: Parameter) -> Place:
    return place_of(pair, "request", f"{parameter.location}.{parameter.name}", parameter.media_type)


def _compare_parameter(pair: Pair, old: Parameter, new: Parameter, types: Types) -> Iterator[Fact]:
    place = parameter_place(pair, new)
    if old.required != new.required:
        yield ParameterPresenceChanged(pair, old, new)
    if (old.style, old.explode, old.media_type) != (new.style, new.explode, new.media_type):
        yield ParameterStyleChanged(pair, old, new)
    if not old.required and not new.required and is_other_default(old.default, new.default):
        yield DefaultChanged(place, (), old.default, new.default)
    if (old.docs.deprecated, old.docs.sunset) != (new.docs.deprecated, new.docs.sunset):
        yield DeprecationChanged(pair, old.docs, new.docs, place)
    for alias in old.aliases:
        if alias not in new.aliases and alias != new.name:
            yield AliasRemoved(place, (), (alias,), new.required)
    yield from types.compare(place, old.type, new.type)


def _moved_to(old: Parameter, pair: Pair, added: list[Parameter], types: Types) -> str:
    """Where a parameter went: to another place of the request, or into the body."""
    for new in added:
        if new.name.lower().replace("-", "_") == old.name.lower().replace("-", "_"):
            added.remove(new)
            return f"{new.location}.{new.name}"
    for content in pair.new.body.contents if pair.new.body else ():
        for field in fields_of(content.type, types.sides.new):
            if field.name == old.name and not _had_field(pair.old.body, field.name, types):
                return f"body.{field.name}"
    return ""


def _had_field(body: Body | None, name: str, types: Types) -> bool:
    return body is not None and any(
        field.name == name for content in body.contents for field in fields_of(content.type, types.sides.old)
    )


def compare_bodies(pair: Pair, types: Types) -> Iterator[Fact]:
    match pair.old.body, pair.new.body:
        case None, None:
            return
        case None, Body() as new:
            yield BodyAdded(pair, new)
        case Body() as old, None:
            yield BodyRemoved(pair, old)
        case Body() as old, Body() as new:
            if old.required != new.required:
                yield BodyPresenceChanged(pair, old, new)
            yield from compare_contents(pair, old.contents, new.contents, types)


def compare_contents(pair: Pair, old: Sequence[Content], new: Sequence[Content], types: Types) -> Iterator[Fact]:
    matched = match_contents(old, new, sent=pair.from_server)
    matched = pair_json(matched) if types.sides.by_fastapi and not pair.from_server else matched
    yield from tell_media_types(pair, "request", "body", matched, types)
    for before, now in matched.kept:
        place = place_of(pair, "request", "body", now.media_type)
        found = list(types.compare(place, before.type, now.type))
        wrapped = _wrapped(place, before.type, now.type, found, types) if found else None
        yield from [wrapped] if wrapped else found


def tell_media_types(
    pair: Pair, message: Literal["request", "response"], part: str, matched: Matched, types: Types
) -> Iterator[Fact]:
    """What came and what went; one that came for one that went is not told by itself."""
    removed, added = matched.removed, matched.added
    replaced = len(removed) == len(added) == 1
    kept = [old for old, _ in matched.kept], [new for _, new in matched.kept]
    before, now = ([each.type for each in contents] for contents in ((*kept[0], *removed), (*kept[1], *added)))
    for content in removed:
        place = place_of(pair, message, part, content.media_type)
        typed = not types.compiles(before, now, place.direction)
        yield MediaTypeRemoved(place, content, added[0] if replaced else None, typed)
    for content in () if replaced else added:
        yield MediaTypeAdded(place_of(pair, message, part, content.media_type), content)


def _wrapped(place: Place, old: Type, new: Type, found: Sequence[TypeChanged], types: Types) -> BodyWrapped | None:
    """With a second parameter for the body FastAPI makes a field of each."""
    broken = tuple(each for fact in found for each in fact.broken if not each.is_harmless)
    if not broken:
        return None
    before, now = fields_of(old, types.sides.old), fields_of(new, types.sides.new)
    for field in now:
        if all(each.name != field.name for each in before) and _became(old, field.type, types):
            return BodyWrapped(place, field.name, wrapped=True, broken=broken)
    for field in before:
        if all(each.name != field.name for each in now) and _became(field.type, new, types):
            return BodyWrapped(place, field.name, wrapped=False, broken=broken)
    return None


def _became(old: Type, new: Type, types: Types) -> bool:
    """Whether all of `old` is good where `new` stands, and not because anything is."""
    before, now = (
        {each.name for each in fields_of(*side)} for side in ((old, types.sides.old), (new, types.sides.new))
    )
    alike = not before.isdisjoint(now) if before or now else seen(new, View(types.sides.new, REQUEST)) != Unknown()
    return alike and types.admits(old, new)
