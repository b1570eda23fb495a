"""Where a fact is: the operation, the place in it, the words for it, and the Python that stands behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias, assert_never

from contractbridge.contract import Operation, PythonName
from contractbridge.drift.change import Direction, Subject
from contractbridge.drift.descriptions import class_of
from contractbridge.drift.facts import (
    AliasRemoved,
    BodyAdded,
    BodyPresenceChanged,
    BodyRemoved,
    BodyWrapped,
    CallbackAdded,
    CallbackRemoved,
    DefaultChanged,
    DefinitionRemoved,
    DefinitionRenamed,
    DeprecationChanged,
    EnumMemberRenamed,
    ExtrasRefused,
    Fact,
    FieldRenamed,
    HeaderAdded,
    HeaderPresenceChanged,
    HeaderRemoved,
    Kind,
    LinkRemoved,
    MediaTypeAdded,
    MediaTypeRemoved,
    NamespaceRenamed,
    OperationAdded,
    OperationIdChanged,
    OperationMoved,
    OperationRemoved,
    OperationRenamed,
    Pair,
    ParameterAdded,
    ParameterMoved,
    ParameterPresenceChanged,
    ParameterRemoved,
    ParameterRenamed,
    ParameterStyleChanged,
    PathParameterRenamed,
    Place,
    PrefixMoved,
    RedirectsChanged,
    SecurityChanged,
    SecuritySchemeChanged,
    ServerAdded,
    ServerRemoved,
    Sides,
    StabilityChanged,
    StatusAdded,
    StatusRemoved,
    StreamingChanged,
    TagsChanged,
    TypeChanged,
    UpgradeNoise,
    ValidatorAdded,
    WebhookAdded,
    WebhookRemoved,
    WebSocketAdded,
    WebSocketRemoved,
)
from contractbridge.drift.mismatch import Each, Steps, shown_steps
from contractbridge.drift.rules.subjects import declaration, definition_subjects, operation_subjects

_PARAMETERS: Final = ("path", "query", "header", "cookie")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a change takes from its fact. `subject` begins the message; `stability` is what was promised,
    `shared` the Python thing that brings the same to many operations."""

    subject: str
    operation: str = ""
    location: str = ""
    direction: Direction = "none"
    tags: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    stability: str = ""
    shared: PythonName | None = None


def label(operation: Operation, kind: Kind = "operation") -> str:
    """How a change names an operation: `POST /orders`, `webhook POST order-shipped`."""
    prefix = f"{kind} " if kind in {"webhook", "callback"} else ""
    return f"{prefix}{operation.method} {operation.path}"


def scene_of(fact: Fact, sides: Sides) -> Scene:
    match fact:
        case TypeChanged() | FieldRenamed():
            return _of_type(fact, sides)
        case (
            DefaultChanged(place=place, steps=steps, owner=owner)
            | AliasRemoved(place=place, steps=steps, owner=owner)
            | ExtrasRefused(place=place, steps=steps, owner=owner)
        ):
            return _at(place, steps, sides, owner, owner)
        case DeprecationChanged(place=Place() as place, steps=steps, owner=owner):
            return _at(place, steps, sides, owner, owner)
        case MediaTypeAdded(place=place) | MediaTypeRemoved(place=place) | BodyWrapped(place=place):
            return _at(place, (), sides)
        case OperationAdded(operation=operation):
            return _alone(operation, "operation", "new")
        case OperationRemoved(operation=operation):
            return _alone(operation, "operation", "old")
        case WebhookAdded(webhook=webhook):
            return _alone(webhook, "webhook", "new")
        case WebhookRemoved(webhook=webhook):
            return _alone(webhook, "webhook", "old")
        case WebSocketAdded(socket=socket):
            return _alone(socket, "websocket", "new")
        case WebSocketRemoved(socket=socket):
            return _alone(socket, "websocket", "old")
        case PrefixMoved(old=old, operations=pairs):
            return _of_many(f"{len(pairs)} operations below {old or '/'}", pairs, "path")
        case NamespaceRenamed(operations=pairs):
            return _of_many(f"The functions of {len(pairs)} operations", pairs, "name")
        case SecurityChanged(operation=pair, others=others):
            return _of_many(with_others(label(pair.new, pair.kind), len(others)), (pair, *others), "security")
        case ValidatorAdded():
            return _of_validators(fact, sides)
        case CallbackAdded(operation=pair, callback=callback) | CallbackRemoved(operation=pair, callback=callback):
            return _in_pair(pair, f"callbacks.{callback.name}", f"The callback `{callback.name}` of {label(pair.new)}")
        case DefinitionRenamed(old=old):
            return Scene(f"The type `{old}`", location=f"types.{old}")
        case DefinitionRemoved(name=name):
            return Scene(f"The type `{name}`", location=f"types.{name}")
        case EnumMemberRenamed(definition=key, new=new):
            name = class_of(key, sides.new)
            return Scene(
                f"The member `{new}` of `{name}`",
                location=f"types.{name}.{new}",
                subjects=tuple(definition_subjects(key, sides.new, "new", new)),
            )
        case UpgradeNoise(what=what):
            return Scene(what[:1].upper() + what[1:], location="upgrade")
        case SecuritySchemeChanged(key=key):
            return Scene(f"The security scheme `{key}`", location=f"security.{key}")
        case ServerAdded(url=url, operation=among) | ServerRemoved(url=url, operation=among):
            if among is None:
                return Scene(f"The server {url}", location="servers")
            return _in_pair(among, "servers", f"The server {url} of {label(among.new)}")
        case RedirectsChanged():
            return Scene("The app", location="redirects")
        case (
            OperationMoved()
            | OperationRenamed()
            | OperationIdChanged()
            | TagsChanged()
            | DeprecationChanged()
            | StabilityChanged()
        ):
            return _in_pair(fact.operation, _ASPECTS[type(fact)], label(fact.operation.new, fact.operation.kind))
        case _:
            return _within(fact)


# What of an operation has no place in its messages.
_ASPECTS: Final[Mapping[type[Fact], str]] = {
    OperationMoved: "path",
    OperationRenamed: "name",
    OperationIdChanged: "operationId",
    TagsChanged: "tags",
    DeprecationChanged: "deprecated",
    StabilityChanged: "stability",
}

_Within: TypeAlias = (
    PathParameterRenamed
    | ParameterAdded
    | ParameterRemoved
    | ParameterRenamed
    | ParameterMoved
    | ParameterPresenceChanged
    | ParameterStyleChanged
    | BodyAdded
    | BodyRemoved
    | BodyPresenceChanged
    | StatusAdded
    | StatusRemoved
    | HeaderAdded
    | HeaderRemoved
    | HeaderPresenceChanged
    | LinkRemoved
    | StreamingChanged
)


def _within(fact: _Within) -> Scene:
    pair = fact.operation
    whole = label(pair.new, pair.kind)
    match fact:
        case (
            ParameterAdded(parameter=each)
            | ParameterRemoved(parameter=each)
            | ParameterRenamed(new=each)
            | ParameterMoved(old=each)
            | ParameterPresenceChanged(new=each)
            | ParameterStyleChanged(new=each)
        ):
            where = f"request.{each.location}.{each.name}"
            return _in_pair(pair, where, f"The {each.location} parameter `{each.name}` of {whole}", "request")
        case PathParameterRenamed(new=new):
            return _in_pair(pair, f"request.path.{new}", f"The path parameter `{new}` of {whole}", "request")
        case BodyAdded() | BodyRemoved() | BodyPresenceChanged():
            return _in_pair(pair, "request.body", f"The body of {whole}", "request")
        case StatusAdded(response=response) | StatusRemoved(response=response):
            status = response.status
            return _in_pair(pair, f"response.{status}", f"The {status} response of {whole}", "response")
        case (
            HeaderAdded(status=status, header=header)
            | HeaderRemoved(status=status, header=header)
            | HeaderPresenceChanged(status=status, new=header)
        ):
            where = f"response.{status}.headers.{header.name}"
            return _in_pair(pair, where, f"The header `{header.name}` in the {status} response of {whole}", "response")
        case LinkRemoved(status=status, name=name):
            where = f"response.{status}.links.{name}"
            return _in_pair(pair, where, f"The link `{name}` in the {status} response of {whole}", "response")
        case StreamingChanged():
            return _in_pair(pair, "response", f"The response of {whole}", "response")
        case _:
            assert_never(fact)


def _of_type(fact: TypeChanged | FieldRenamed, sides: Sides) -> Scene:
    scene = _at(fact.place, fact.steps, sides, fact.old_owner, fact.new_owner)
    own = scene.operation
    others = tuple(dict.fromkeys(label(each.operation.new, each.operation.kind) for each in fact.others))
    others = tuple(each for each in others if each != own)
    if not others:
        return scene
    owner = fact.new_owner or fact.old_owner
    what = f"`{shown_steps(fact.within)}` of " if fact.within else ""
    subject = f"{_kind_of(fact.within)}{what}`{class_of(owner, sides.new)}`"
    return Scene(
        f"{subject}, in {_in_words(fact.place)} {with_others(f'of {own}', len(others))},",
        own,
        scene.location,
        scene.direction,
        scene.tags,
        others,
        scene.subjects,
        scene.stability,
    )


def _at(place: Place, steps: Steps, sides: Sides, old_owner: str = "", new_owner: str = "") -> Scene:
    pair = place.operation
    path = shown_steps(steps)
    location = f"{place.message}.{place.part}{'' if path.startswith(('[', '{')) or not path else '.'}{path}"
    where = f"{_in_words(place)} of {label(pair.new, pair.kind)}"
    subject = where[:1].upper() + where[1:] if not steps else f"{_kind_of(steps)}`{path}` in {where}"
    member = next((each for each in reversed(steps) if isinstance(each, str)), "")
    subjects = (
        *definition_subjects(new_owner, sides.new, "new", member),
        *definition_subjects(old_owner, sides.old, "old", member),
    )
    scene = _in_pair(pair, location, subject, place.message)
    return replace(scene, subjects=(*subjects, *scene.subjects))


def _in_words(place: Place) -> str:
    first, _, rest = place.part.partition(".")
    if place.message == "request":
        parameter = f"the {first} parameter `{rest}`" if rest else f"the {first}"
        return parameter if first in _PARAMETERS else "the body"
    if rest.startswith("headers."):
        return f"the header `{rest.removeprefix('headers.')}` in the {first} response"
    return f"the items of the {first} response" if rest == "items" else f"the {first} response"


def _kind_of(steps: Steps) -> str:
    """What the last step leads to."""
    match steps[-1] if steps else None:
        case str():
            return "The field "
        case Each.KEY:
            return "The keys "
        case None:
            return "The type "
        case _:
            return "The items "


def with_others(text: str, others: int) -> str:
    """`text`, and how many operations there are beside the one that it names."""
    return text if not others else f"{text} and {others} more operation{'s' if others > 1 else ''}"


def _alone(operation: Operation, kind: Kind, side: Literal["old", "new"]) -> Scene:
    subjects = (Subject(side, operation.python),) if operation.python else ()
    name = label(operation, kind)
    return Scene(name[:1].upper() + name[1:], name, "", "none", operation.tags, (), subjects, operation.stability)


def _of_validators(fact: ValidatorAdded, sides: Sides) -> Scene:
    scene = _of_many(f"`{class_of(fact.definition, sides.new)}`", (fact.operation, *fact.others), "request")
    members = dict.fromkeys(each.rpartition(".")[2] for each in fact.validators)
    own = [each for name in members for each in definition_subjects(fact.definition, sides.new, "new", name)]
    return replace(scene, direction="request", subjects=(*own, *scene.subjects))


def _of_many(subject: str, pairs: Iterable[Pair], location: str) -> Scene:
    first, *rest = pairs
    others = tuple(label(each.new, each.kind) for each in rest)
    scene = _in_pair(first, location, subject)
    return Scene(subject, scene.operation, location, "none", scene.tags, others, scene.subjects, scene.stability)


def _in_pair(pair: Pair, location: str, subject: str, direction: Direction = "none") -> Scene:
    subjects = tuple(operation_subjects(pair, location))
    name, shared = label(pair.new, pair.kind), declaration(pair, location)
    return Scene(subject, name, location, direction, pair.new.tags, (), subjects, pair.old.stability, shared)
