"""What differs between two contracts, without an opinion: what `walk.py` yields and rules judge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from contractbridge.contract import (
    JSON,
    Body,
    Callback,
    Content,
    Contract,
    Docs,
    Header,
    Missing,
    Operation,
    Parameter,
    Path,
    Requirement,
    Response,
    SecurityScheme,
    Type,
)
from contractbridge.drift.mismatch import Mismatch, Steps


@dataclass(frozen=True, slots=True)
class Sides:
    """The two contracts that are compared, and the day of the comparison."""

    old: Contract
    new: Contract
    today: date

    @property
    def by_fastapi(self) -> bool:
        """Whether FastAPI serves the new side: an app told so, or the document has what only FastAPI writes."""
        return self.new.of_app or "HTTPValidationError" in self.new.definitions


Kind: TypeAlias = Literal["operation", "webhook", "callback", "websocket"]


@dataclass(frozen=True, slots=True)
class Pair:
    """An operation on both sides. Webhooks and callbacks are called by the server: what is a request to them comes from
    it, like a response. A WebSocket route is an operation of the method "WEBSOCKET"."""

    old: Operation
    new: Operation
    kind: Kind = "operation"

    @property
    def from_server(self) -> bool:
        return self.kind in {"webhook", "callback"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a type stands: `part` is "body", "query.limit", "200.body", "200.headers.ETag" or "200.items" (of a stream)
    within the request or the response of an operation, `media_type` that of a body. `direction` is the way in which the
    values travel, which is not that of the message where the server calls."""

    operation: Pair
    message: Literal["request", "response"]
    direction: Literal["request", "response"]
    part: str
    media_type: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from every other place."""
        now = self.operation.new
        return (self.operation.kind, now.method, now.path, self.message, self.part, self.media_type)


# Operations


@dataclass(frozen=True, slots=True)
class OperationAdded:
    operation: Operation


@dataclass(frozen=True, slots=True)
class OperationRemoved:
    """`hidden`: it is still served, only not described."""

    operation: Operation
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class OperationMoved:
    """Another path or method, the rest is as it was. `redirected`: the old path is answered with a redirect."""

    operation: Pair
    redirected: bool = False


@dataclass(frozen=True, slots=True)
class PrefixMoved:
    """All operations below `old` are now below `new`."""

    old: str
    new: str
    operations: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class OperationRenamed:
    """What TypeScript calls it: namespace and function."""

    operation: Pair
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class NamespaceRenamed:
    """Functions that keep their names are in another namespace of TypeScript; "" is none."""

    old: str
    new: str
    operations: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class PathParameterRenamed:
    operation: Pair
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class OperationIdChanged:
    operation: Pair


@dataclass(frozen=True, slots=True)
class TagsChanged:
    operation: Pair


@dataclass(frozen=True, slots=True)
class DeprecationChanged:
    """Of an operation, where `place` is None, or of a parameter or a field there."""

    operation: Pair
    old: Docs
    new: Docs
    place: Place | None = None
    steps: Steps = ()
    owner: str = ""


@dataclass(frozen=True, slots=True)
class StabilityChanged:
    operation: Pair


# Requests


@dataclass(frozen=True, slots=True)
class ParameterAdded:
    operation: Pair
    parameter: Parameter


@dataclass(frozen=True, slots=True)
class ParameterRemoved:
    """`refused`: the operation takes no unknown parameters there."""

    operation: Pair
    parameter: Parameter
    refused: bool = False


@dataclass(frozen=True, slots=True)
class ParameterRenamed:
    """`kept`: the server also takes the old name."""

    operation: Pair
    old: Parameter
    new: Parameter
    kept: bool = False


@dataclass(frozen=True, slots=True)
class ParameterMoved:
    """From one place of the request to another, a field of the body among them: `new` is its location."""

    operation: Pair
    old: Parameter
    new: str


@dataclass(frozen=True, slots=True)
class ParameterPresenceChanged:
    """It became required, or optional."""

    operation: Pair
    old: Parameter
    new: Parameter


@dataclass(frozen=True, slots=True)
class ParameterStyleChanged:
    """Another style, `explode` or media type: values are written differently."""

    operation: Pair
    old: Parameter
    new: Parameter


@dataclass(frozen=True, slots=True)
class DefaultChanged:
    """Of a parameter or a field of a request that may be left out: what the server then takes."""

    place: Place
    steps: Steps
    old: JSON | Missing
    new: JSON | Missing
    owner: str = ""


@dataclass(frozen=True, slots=True)
class AliasRemoved:
    """A request could give a field or a parameter another name, and no longer can."""

    place: Place
    steps: Steps
    alias: Path
    required: bool
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ExtrasRefused:
    """Members or parameters that nobody declared were ignored, and are refused. `whole` is a value at `place` that has
    one, good before and no longer."""

    place: Place
    steps: Steps
    whole: JSON | Missing
    owner: str = ""


@dataclass(frozen=True, slots=True)
class BodyAdded:
    operation: Pair
    body: Body


@dataclass(frozen=True, slots=True)
class BodyRemoved:
    operation: Pair
    body: Body


@dataclass(frozen=True, slots=True)
class BodyPresenceChanged:
    operation: Pair
    old: Body
    new: Body


@dataclass(frozen=True, slots=True)
class BodyWrapped:
    """What was the body is now the value of one of its fields, or the other way round."""

    place: Place
    field: str
    wrapped: bool
    broken: tuple[Mismatch, ...]


@dataclass(frozen=True, slots=True)
class MediaTypeAdded:
    place: Place
    content: Content


@dataclass(frozen=True, slots=True)
class MediaTypeRemoved:
    """`instead` is what came in its place, where one did for one. `typed`: TypeScript tells the difference."""

    place: Place
    content: Content
    instead: Content | None = None
    typed: bool = True


# Responses


@dataclass(frozen=True, slots=True)
class StatusAdded:
    operation: Pair
    response: Response


@dataclass(frozen=True, slots=True)
class StatusRemoved:
    operation: Pair
    response: Response


@dataclass(frozen=True, slots=True)
class HeaderAdded:
    operation: Pair
    status: str
    header: Header


@dataclass(frozen=True, slots=True)
class HeaderRemoved:
    operation: Pair
    status: str
    header: Header


@dataclass(frozen=True, slots=True)
class HeaderPresenceChanged:
    operation: Pair
    status: str
    old: Header
    new: Header


@dataclass(frozen=True, slots=True)
class LinkRemoved:
    operation: Pair
    status: str
    name: str


@dataclass(frozen=True, slots=True)
class StreamingChanged:
    """The response arrives piece by piece, or no longer does."""

    operation: Pair


# Types


@dataclass(frozen=True, slots=True)
class TypeChanged:
    """The types at `steps` within a place differ as sets of values.

    `broken`: why a value that was promised is no longer good: an old request that the new type does not admit, a new
    response that the old type does not. `extended`: the same, the other way round, which breaks nobody on the wire.
    `old` and `new` are None where there is no such field. `owner` names the definition that holds the field, by key.
    `within` is the way from there.
    `typed`: TypeScript tells the two apart in the direction that breaks. `validated`: so does a client's old Zod
    schema of a response. `converted`: the server converts what it was sent before. `others`: where else the same
    definition brings the same change.
    """

    place: Place
    steps: Steps
    old: Type | None
    new: Type | None
    broken: tuple[Mismatch, ...]
    extended: tuple[Mismatch, ...]
    old_owner: str = ""
    new_owner: str = ""
    within: Steps = ()
    typed: bool = False
    validated: bool = False
    converted: bool = False
    others: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldRenamed:
    """`kept`: requests may still use the old name."""

    place: Place
    steps: Steps
    old: str
    new: str
    broken: tuple[Mismatch, ...]
    old_owner: str = ""
    new_owner: str = ""
    within: Steps = ()
    kept: bool = False
    validated: bool = False
    others: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class ValidatorAdded:
    """Functions of Python's are new that requests with this definition are put to: what they refuse nobody else knows.
    `others`: where else it is in a request."""

    definition: str
    validators: tuple[str, ...]
    operation: Pair
    others: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class DefinitionRenamed:
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class DefinitionRemoved:
    name: str


@dataclass(frozen=True, slots=True)
class EnumMemberRenamed:
    """The same value under another name in TypeScript."""

    definition: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class UpgradeNoise:
    """What FastAPI or Pydantic writes differently from one version to the next; `what` says which."""

    what: str
    places: tuple[str, ...]


# Everything else


@dataclass(frozen=True, slots=True)
class SecurityChanged:
    """Who may call an operation. `refused` are the ways to call it that were enough and no longer are, None that of
    showing nothing; `admitted` those that are enough since. `unenforced` are the keys of schemes that are asked for
    since, and not insisted on. `others`: where else the same is so."""

    operation: Pair
    refused: tuple[Requirement | None, ...]
    admitted: tuple[Requirement | None, ...]
    unenforced: tuple[str, ...] = ()
    others: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class SecuritySchemeChanged:
    """`old` or `new` is None where it was added or removed; `used` by an operation on both sides."""

    key: str
    old: SecurityScheme | None
    new: SecurityScheme | None
    used: bool = False


@dataclass(frozen=True, slots=True)
class ServerAdded:
    """Of all operations, or of one."""

    url: str
    operation: Pair | None = None


@dataclass(frozen=True, slots=True)
class ServerRemoved:
    """Of all operations, or of one."""

    url: str
    operation: Pair | None = None


@dataclass(frozen=True, slots=True)
class WebhookAdded:
    webhook: Operation


@dataclass(frozen=True, slots=True)
class WebhookRemoved:
    webhook: Operation


@dataclass(frozen=True, slots=True)
class CallbackAdded:
    operation: Pair
    callback: Callback


@dataclass(frozen=True, slots=True)
class CallbackRemoved:
    operation: Pair
    callback: Callback


@dataclass(frozen=True, slots=True)
class WebSocketAdded:
    socket: Operation


@dataclass(frozen=True, slots=True)
class WebSocketRemoved:
    socket: Operation


@dataclass(frozen=True, slots=True)
class RedirectsChanged:
    """Whether a slash more or less in a path is forgiven."""

    old: bool
    new: bool


Fact: TypeAlias = (
    OperationAdded
    | OperationRemoved
    | OperationMoved
    | PrefixMoved
    | OperationRenamed
    | NamespaceRenamed
    | PathParameterRenamed
    | OperationIdChanged
    | TagsChanged
    | DeprecationChanged
    | StabilityChanged
    | ParameterAdded
    | ParameterRemoved
    | ParameterRenamed
    | ParameterMoved
    | ParameterPresenceChanged
    | ParameterStyleChanged
    | DefaultChanged
    | AliasRemoved
    | ExtrasRefused
    | BodyAdded
    | BodyRemoved
    | BodyPresenceChanged
    | BodyWrapped
    | MediaTypeAdded
    | MediaTypeRemoved
    | StatusAdded
    | StatusRemoved
    | HeaderAdded
    | HeaderRemoved
    | HeaderPresenceChanged
    | LinkRemoved
    | StreamingChanged
    | TypeChanged
    | FieldRenamed
    | ValidatorAdded
    | DefinitionRenamed
    | DefinitionRemoved
    | EnumMemberRenamed
    | UpgradeNoise
    | SecurityChanged
    | SecuritySchemeChanged
    | ServerAdded
    | ServerRemoved
    | WebhookAdded
    | WebhookRemoved
    | CallbackAdded
    | CallbackRemoved
    | WebSocketAdded
    | WebSocketRemoved
    | RedirectsChanged
)
