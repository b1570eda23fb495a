"""Rules about parameters: of paths, queries, headers and cookies."""

from __future__ import annotations

from collections.abc import Iterator

from contractbridge.contract import JSON, Missing, Parameter
from contractbridge.drift.change import Witness
from contractbridge.drift.descriptions import describe
from contractbridge.drift.facts import (
    AliasRemoved,
    DefaultChanged,
    Pair,
    ParameterAdded,
    ParameterMoved,
    ParameterPresenceChanged,
    ParameterRemoved,
    ParameterRenamed,
    ParameterStyleChanged,
    Sides,
)
from contractbridge.drift.rules.finding import NOBODY, TYPES, WIRE, Finding
from contractbridge.drift.walk.owners import fields_of
from contractbridge.drift.witnesses import request_of, smallest


def parameter_added(fact: ParameterAdded, sides: Sides) -> Iterator[Finding]:
    """An optional parameter is new.

    Requests without it are answered as before.

    Before:
        def list_orders(): ...
    After:
        def list_orders(limit: int = 20): ...
    """
    if not fact.parameter.required:
        yield Finding("was added", new=describe(fact.parameter.type, sides.new))


def parameter_added_required(fact: ParameterAdded, sides: Sides) -> Iterator[Finding]:
    """A required parameter is new.

    Every request that was good before lacks it, and gets 422.

    Before:
        def list_orders(): ...
    After:
        def list_orders(shop: str): ...

    Instead:
        Give it a default.
    """
    if fact.parameter.required:
        old = fact.operation.old
        yield Finding(
            "was added and is required",
            WIRE | TYPES,
            "Give it a default.",
            new=describe(fact.parameter.type, sides.new),
            witness=request_of(old, sides.old),
        )


def parameter_removed(fact: ParameterRemoved, sides: Sides) -> Iterator[Finding]:
    """A parameter is gone, and whoever sends it is not told.

    The server takes the request and ignores what it does not know: filters no longer filter. In TypeScript the call no
    longer compiles.

    Before:
        def list_orders(status: Status | None = None): ...
    After:
        def list_orders(): ...

    Instead:
        Deprecate it first: `Query(deprecated=True)`.
    """
    if not fact.refused:
        yield Finding(
            "was removed; requests that have it are answered as if they had not",
            TYPES,
            "Deprecate it first, so that clients leave it out.",
            old=describe(fact.parameter.type, sides.old),
        )


def parameter_refused(fact: ParameterRemoved, sides: Sides) -> Iterator[Finding]:
    """A parameter is gone where unknown ones are refused.

    Requests that have it get 422.

    Before:
        class Filters(BaseModel):
            model_config = {"extra": "forbid"}
            status: Status | None = None
    After:
        class Filters(BaseModel):
            model_config = {"extra": "forbid"}
    """
    if fact.refused:
        yield Finding(
            "was removed; requests that have it are refused",
            WIRE | TYPES,
            "Deprecate it first, so that clients leave it out.",
            old=describe(fact.parameter.type, sides.old),
            witness=_request_with(fact.operation, fact.parameter, sides),
        )


def parameter_renamed(fact: ParameterRenamed, sides: Sides) -> Iterator[Finding]:
    """A parameter has another name.

    Under the old name a required one is missing, and an optional one is ignored. Where the server still takes the old
    name, only code in TypeScript has to follow.

    Before:
        def list_orders(q: str): ...
    After:
        def list_orders(query: str): ...

    Instead:
        Keep the old name as an alias: `Query(validation_alias=AliasChoices("query", "q"))`.
    """
    if fact.kept:
        yield Finding(
            f"was renamed from `{fact.old.name}`, which the server still takes",
            TYPES,
            "Move clients to the new name.",
            fact.old.name,
            fact.new.name,
        )
        return
    breaks = WIRE if fact.new.required or fact.old.location in fact.operation.new.closed else NOBODY
    ignored = "" if breaks else "; the old name is ignored"
    yield Finding(
        f"was renamed from `{fact.old.name}`{ignored}",
        breaks | TYPES,
        "Let the server take both names, with `AliasChoices`.",
        fact.old.name,
        fact.new.name,
        _request_with(fact.operation, fact.old, sides) if breaks else None,
    )


def parameter_moved(fact: ParameterMoved, sides: Sides) -> Iterator[Finding]:
    """A parameter is sent in another place.

    Where it was sent before, it is ignored; where it is required now, the request is refused.

    Before:
        def ask(model: str): ...                     # ?model=...
    After:
        def ask(model: Annotated[str, Body()]): ...
    """
    required = _is_required_at(fact, sides)
    yield Finding(
        f"moved to `{fact.new}`",
        (WIRE if required else NOBODY) | TYPES,
        "Take it in both places until clients have followed.",
        f"{fact.old.location}.{fact.old.name}",
        fact.new,
        _request_with(fact.operation, fact.old, sides) if required else None,
    )


def parameter_became_required(fact: ParameterPresenceChanged, sides: Sides) -> Iterator[Finding]:
    """An optional parameter is required now.

    Requests without it get 422.

    Before:
        def list_orders(shop: str | None = None): ...
    After:
        def list_orders(shop: str): ...

    Instead:
        Keep the default.
    """
    if fact.new.required:
        old = fact.operation.old
        yield Finding(
            "became required",
            WIRE | TYPES,
            "Keep a default.",
            "optional",
            "required",
            request_of(old, sides.old),
        )


def parameter_became_optional(fact: ParameterPresenceChanged, sides: Sides) -> Iterator[Finding]:
    """A required parameter may be left out now.

    Before:
        def list_orders(shop: str): ...
    After:
        def list_orders(shop: str = "main"): ...
    """
    if fact.old.required:
        yield Finding("became optional", old="required", new="optional")


def parameter_style_changed(fact: ParameterStyleChanged, sides: Sides) -> Iterator[Finding]:
    """Values of a parameter are written differently.

    What clients write is read as something else: `?id=1,2` for `?id=1&id=2`. A generated client follows by itself.

    Before:
        {"name": "id", "in": "query", "style": "form", "explode": true}
    After:
        {"name": "id", "in": "query", "style": "form", "explode": false}
    """
    before, now = _style(fact.old), _style(fact.new)
    if before == now or not _is_composite(fact, sides):
        return
    yield Finding(
        "is written differently",
        WIRE,
        "Read both ways of writing it.",
        before,
        now,
        _request_with(fact.operation, fact.old, sides),
    )


def request_default_changed(fact: DefaultChanged, sides: Sides) -> Iterator[Finding]:
    """What is left out of a request is taken for something else.

    No request is refused, but the same one may have another effect.

    Before:
        def list_orders(limit: int = 20): ...
    After:
        def list_orders(limit: int = 100): ...
    """
    yield Finding(
        "has another default",
        hint="Clients that leave it out get something else now: ask whether they rely on it.",
        old=_shown(fact.old),
        new=_shown(fact.new),
        severity="info" if isinstance(fact.old, Missing) or isinstance(fact.new, Missing) else "warning",
    )


def request_alias_removed(fact: AliasRemoved, sides: Sides) -> Iterator[Finding]:
    """The server no longer takes another name that it took.

    Requests that use the name are refused, where something is required, or are answered as if it were missing.

    Before:
        name: str = Field(validation_alias=AliasChoices("name", "title"))
    After:
        name: str
    """
    alias = ".".join(map(str, fact.alias))
    yield Finding(
        f"can no longer be sent as `{alias}`",
        WIRE if fact.required else NOBODY,
        "Keep the alias until clients use the other name.",
        alias,
        unproven="The document does not list the name, so that nobody was promised it.",
        severity="warning",
    )


def _request_with(pair: Pair, parameter: Parameter, sides: Sides) -> Witness | None:
    value = smallest(parameter.type, sides.old)
    if isinstance(value, Missing):
        return None
    return request_of(pair.old, sides.old, parameters={(parameter.location, parameter.name): value})


def _shown(value: JSON | Missing) -> JSON:
    return None if isinstance(value, Missing) else value


def _style(parameter: Parameter) -> str:
    if parameter.media_type:
        return parameter.media_type
    return f"{parameter.style}{', exploded' if parameter.explode else ''}"


def _is_composite(fact: ParameterStyleChanged, sides: Sides) -> bool:
    """Whether there is more than one way to write it: a plain value looks the same in most styles."""
    if fact.old.media_type or fact.new.media_type or fact.old.style != fact.new.style:
        return True
    text = describe(fact.old.type, sides.old)
    return any(word in text for word in ("array", "object", "dictionary", "["))


def _is_required_at(fact: ParameterMoved, sides: Sides) -> bool:
    new = fact.operation.new
    location, _, name = fact.new.partition(".")
    if location != "body":
        return any(each.required for each in new.parameters if each.location == location and each.name == name)
    return any(
        field.required
        for content in (new.body.contents if new.body else ())
        for field in fields_of(content.type, sides.new)
        if field.name == name
    )
