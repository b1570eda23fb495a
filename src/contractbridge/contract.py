"""The contract: what a backend and its clients have agreed on.

`Contract` is the one noun in the middle. Readers make it, emitters print it, drift compares two of them.
It knows neither OpenAPI, nor Python's classes, nor TypeScript: types are a tagged union of small frozen nodes
that carry their own constraints, and a reference to a named type is its key in `Contract.definitions`.

Two faces are read off the same node. A *request* must hold every field that is `required`; a *response* holds
every field that is `sent`, because a default that may be left out on the way in is filled in on the way out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum as PythonEnum
from typing import Final, Literal, TypeAlias

JSON: TypeAlias = "None | bool | int | float | str | list[JSON] | dict[str, JSON]"


class Missing(PythonEnum):
    """The absence of a value where `None` would mean JSON's null."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING


@dataclass(frozen=True, slots=True)
class PythonName:
    """Where a Python thing is defined: by module and qualified name, never by line."""

    module: str
    qualname: str


@dataclass(frozen=True, slots=True)
class Docs:
    """What people read about a type, a field, a parameter or an operation; it decides nothing."""

    description: str = ""
    deprecated: bool = False
    examples: tuple[JSON, ...] = ()
    sunset: str = ""  # when what is deprecated goes away, as it is written


NO_DOCS: Final = Docs()


# Types


@dataclass(frozen=True, slots=True)
class Unknown:
    """Any JSON value."""


@dataclass(frozen=True, slots=True)
class Never:
    """No value at all."""


@dataclass(frozen=True, slots=True)
class Null:
    pass


@dataclass(frozen=True, slots=True)
class Boolean:
    """True or false; `strict`: nothing is converted to it."""

    strict: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number; bounds and step are in the number's own unit. `infinite`: it may be none that JSON has, and a server
    sends null for those. `strict`: nothing is converted to it. `flags`: it combines flags, and text that stands for one
    of these is converted to it, as are booleans. `exact`: no number that is only near a multiple of the step is one."""

    integer: bool = False
    minimum: float | None = None
    maximum: float | None = None
    exclusive_minimum: float | None = None
    exclusive_maximum: float | None = None
    multiple_of: float | None = None
    infinite: bool = False
    strict: bool = False
    flags: tuple[int, ...] | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class String:
    """A string; lengths count code points, `format` is JSON Schema's name for the format, `pattern` is unanchored.
    `dialect` is that of the pattern, empty where nobody tells. `numbers`: they are converted to it."""

    format: str = ""
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    dialect: Literal["", "rust"] = ""
    numbers: bool = False


@dataclass(frozen=True, slots=True)
class Binary:
    """Raw bytes: an uploaded file, or a body that is not text. Bytes within JSON are a `String`."""


@dataclass(frozen=True, slots=True)
class Const:
    """Exactly one JSON value."""

    value: JSON


@dataclass(frozen=True, slots=True)
class Member:
    """One value of an enumeration; `name` is the Python name, empty where nothing tells it."""

    value: JSON
    name: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Enum:
    """Any of the members; where they are numbers of one kind, `text` that stands for one is converted to it, and to
    "any" of them whatever a function of the app's takes."""

    members: tuple[Member, ...]
    text: Literal["", "integer", "number", "any"] = ""


@dataclass(frozen=True, slots=True)
class Array:
    """An array; where it is `lazy`, whatever can be iterated over is converted to it."""

    items: Type
    min_items: int | None = None
    max_items: int | None = None
    unique: bool = False
    lazy: bool = False


@dataclass(frozen=True, slots=True)
class Tuple:
    """An array whose first items have types of their own; the rest are of type `rest`, or absent."""

    items: tuple[Type, ...]
    rest: Type | None = None


# Names and indices that lead into an object.
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A named member of an object.

    `required`: a request must hold it. `sent`: a response always holds it, unless its route leaves some out.
    A read-only field is not required, and a write-only one not sent. A request without it is searched along the
    `aliases`, in order; where its name is among them, it has its turn there, and where it is `elsewhere`, it is
    searched for there alone. `python` is what Python calls it, where that is known to be something else. A `nullable`
    one may have been null before it was serialized, and is left out where nulls are.
    """

    name: str
    type: Type
    required: bool = True
    sent: bool = True
    default: JSON | Missing = MISSING
    docs: Docs = NO_DOCS
    aliases: tuple[Path, ...] = ()
    python: str = ""
    elsewhere: bool = False
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Object:
    """An object with named fields. `extra` is the type of any other member: None where others are ignored,
    `Never` where they are refused."""

    fields: tuple[Field, ...]
    extra: Type | None = None


@dataclass(frozen=True, slots=True)
class Map:
    """An object used as a dictionary."""

    values: Type
    keys: Type = String()
    min_size: int | None = None
    max_size: int | None = None


@dataclass(frozen=True, slots=True)
class Discriminator:
    """The field that tells the members of a union apart; `mapping` pairs its values with definition keys. A request is
    told by the field called `also` first, if it has that."""

    field: str
    mapping: tuple[tuple[str, str], ...] = ()
    also: str = ""


@dataclass(frozen=True, slots=True)
class Union:
    members: tuple[Type, ...]
    discriminator: Discriminator | None = None


@dataclass(frozen=True, slots=True)
class Intersection:
    members: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to `Contract.definitions[key]`."""

    key: str


@dataclass(frozen=True, slots=True)
class Check:
    """A named predicate with its options, which say what no limit of a type can: what Pydantic takes for a date."""

    name: str
    options: tuple[tuple[str, JSON], ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A type whose request values must pass `checks`, which replace the type's own limits."""

    type: Type
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Faced:
    """One type on the way in and another on the way out."""

    request: Type
    response: Type


@dataclass(frozen=True, slots=True)
class Encoded:
    """A string that holds a value of `type` as JSON."""

    type: Type


@dataclass(frozen=True, slots=True)
class Contains:
    """At least `least` and at most `most` items of an array are of `type`."""

    type: Type
    least: int = 1
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Dependent:
    """An object that has `field` is also of `type`."""

    field: str
    type: Type


@dataclass(frozen=True, slots=True)
class Conditional:
    """What is of type `condition` is also of type `then`, anything else of type `otherwise`."""

    condition: Type
    then: Type
    otherwise: Type


@dataclass(frozen=True, slots=True)
class Excluded:
    """No value of `type`."""

    type: Type


@dataclass(frozen=True, slots=True)
class Exclusive:
    """A value of one of these types alone: `oneOf` as it is written. Only where the types are not seen to be apart."""

    types: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class Patterned:
    """Members whose name matches `pattern`, which is unanchored, are of `type`."""

    pattern: str
    type: Type


@dataclass(frozen=True, slots=True)
class MemberNames:
    """The names of an object's members are of `type`."""

    type: Type


@dataclass(frozen=True, slots=True)
class MemberCount:
    """How many members an object has."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Unevaluated:
    """Items or members that nothing else speaks of are of `type`: no field and no pattern beside it, and nothing that
    a part of the type beside it says of a value that it takes."""

    what: Literal["items", "members"]
    type: Type


@dataclass(frozen=True, slots=True)
class Embedded:
    """A string that holds a document: its media type, how it is encoded, and what it holds."""

    media_type: str = ""
    encoding: str = ""
    type: Type | None = None


Rule: TypeAlias = (
    Contains
    | Dependent
    | Conditional
    | Excluded
    | Exclusive
    | Patterned
    | MemberNames
    | MemberCount
    | Unevaluated
    | Embedded
)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A type whose values also keep all `rules`, which no other node states. A rule about arrays, objects or strings
    says nothing of other values. Only a contract that is read to be compared has them: neither TypeScript nor Zod could
    say so."""

    type: Type
    rules: tuple[Rule, ...]


Type: TypeAlias = (
    Unknown
    | Never
    | Null
    | Boolean
    | Number
    | String
    | Binary
    | Const
    | Enum
    | Array
    | Tuple
    | Object
    | Map
    | Union
    | Intersection
    | Ref
    | Checked
    | Faced
    | Encoded
    | Ruled
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A named type. `validators` are functions that refuse values of it for reasons that nobody else knows."""

    type: Type
    docs: Docs = NO_DOCS
    python: PythonName | None = None
    validators: tuple[str, ...] = ()


# Operations

Location: TypeAlias = Literal["path", "query", "header", "cookie"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """`style` and `explode` are OpenAPI's (3.1, 4.8.12.3); `media_type` is set where `content` encodes the value.

    A request without it is searched for the `aliases`, in order. `python` is what Python calls it, where that is known
    to be something else; `owner` is the model or the function that declares it, where that is not the handler.
    """

    name: str
    location: Location
    type: Type
    required: bool
    style: str
    explode: bool
    media_type: str = ""
    default: JSON | Missing = MISSING
    docs: Docs = NO_DOCS
    aliases: tuple[str, ...] = ()
    python: str = ""
    owner: PythonName | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """A body under one media type. `items` is set where the body is a sequence of values sent one by one."""

    media_type: str
    type: Type
    items: Type | None = None


@dataclass(frozen=True, slots=True)
class Body:
    contents: tuple[Content, ...]
    required: bool
    docs: Docs = NO_DOCS


@dataclass(frozen=True, slots=True)
class Header:
    """A header of a response."""

    name: str
    type: Type
    required: bool
    docs: Docs = NO_DOCS


Omission: TypeAlias = Literal["unset", "defaults", "none"]


@dataclass(frozen=True, slots=True)
class Response:
    """`status` is a code ("200"), a range ("4XX") or "default". `omits` names the fields its route leaves out:
    those never set, those equal to their default, those that are null."""

    status: str
    contents: tuple[Content, ...]
    description: str = ""
    omits: frozenset[Omission] = frozenset()
    headers: tuple[Header, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """A way to get an OAuth token: "authorizationCode" and so on (OpenAPI 3.1, 4.8.29)."""

    kind: str
    authorization_url: str = ""
    token_url: str = ""
    refresh_url: str = ""
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """How callers show who they are (OpenAPI 3.1, 4.8.27). `kind` is the document's `type`; `location` and `name` are
    those of an API key, `scheme` that of HTTP. Not `enforced`: no operation refuses who does not show it, whatever it
    documents."""

    kind: str
    location: str = ""
    name: str = ""
    scheme: str = ""
    url: str = ""
    flows: tuple[Flow, ...] = ()
    enforced: bool = True


@dataclass(frozen=True, slots=True)
class Requirement:
    """Schemes that a caller needs together, by their keys in `Contract.security_schemes`, each with its scopes. None at
    all lets everybody in: so it stands beside a scheme that is documented and not enforced."""

    schemes: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Callback:
    """A call that the server makes: `operation.path` is the expression for its address."""

    name: str
    operation: Operation


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path. `name` is the handler's Python name where known, otherwise the operation's id.
    `closed` are the locations that take no other parameters.
    `streams` is set where the response arrives piece by piece, whatever the document says of it.
    Any one of `security` will do; where it is empty, nobody is asked who they are. `servers` is empty where they are
    those of the contract."""

    method: str
    path: str
    name: str
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    responses: tuple[Response, ...] = ()
    streams: bool = False
    summary: str = ""
    docs: Docs = NO_DOCS
    python: PythonName | None = None
    closed: frozenset[Location] = frozenset()
    id: str = ""
    security: tuple[Requirement, ...] = ()
    servers: tuple[str, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    stability: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """A route that is served and not described."""

    method: str
    path: str
    python: PythonName | None = None


@dataclass(frozen=True, slots=True)
class WebSocket:
    """A WebSocket route, which OpenAPI has no place for."""

    path: str
    name: str
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    docs: Docs = NO_DOCS
    python: PythonName | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """`webhooks` are calls that the server makes, each with its name as the path. `of_app`: an app told its facts, so
    that what they do not mention is known not to be. `redirects`: a path is also found with a slash more or less."""

    title: str
    version: str
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    operations: tuple[Operation, ...] = ()
    websockets: tuple[WebSocket, ...] = ()
    webhooks: tuple[Operation, ...] = ()
    security_schemes: Mapping[str, SecurityScheme] = field(default_factory=dict)
    servers: tuple[str, ...] = ()
    hidden: tuple[Route, ...] = ()
    of_app: bool = False
    redirects: bool = False


def resolve(node: Type, definitions: Mapping[str, Definition]) -> Type:
    """`node`, or what it refers to in the end."""
    while isinstance(node, Ref):
        node = definitions[node.key].type
    return node


def text_check(node: String) -> Check:
    """The limits of a string as a check, of numbers by their text."""
    options = {"min": node.min_length, "max": node.max_length, "pattern": node.pattern}
    dialect = {"dialect": node.dialect} if node.pattern else {}
    return Check(
        "laxText", tuple((dialect | {name: each for name, each in options.items() if each is not None}).items())
    )


def distinct_members(union: Union, definitions: Mapping[str, Definition]) -> list[Type]:
    """The members of a union, without the dictionaries that repeat an earlier one under another name."""
    distinct: list[Type] = []
    maps: list[Map] = []
    for member in union.members:
        resolved = resolve(member, definitions)
        if isinstance(resolved, Map):
            if resolved in maps:
                continue
            maps.append(resolved)
        distinct.append(member)
    return distinct


def children(node: Type) -> Iterator[Type]:
    """The types directly inside `node`; a reference has none."""
    match node:
        case Array(items=items):
            yield items
        case Tuple(items=items, rest=rest):
            yield from items
            if rest is not None:
                yield rest
        case Object(fields=fields, extra=extra):
            yield from (each.type for each in fields)
            if extra is not None:
                yield extra
        case Map(values=values, keys=keys):
            yield keys
            yield values
        case Union(members=members) | Intersection(members=members):
            yield from members
        case Checked(type=inner) | Encoded(type=inner):
            yield inner
        case Ruled(type=inner, rules=rules):
            yield inner
            for rule in rules:
                yield from ruling_types(rule)
        case Faced(request=request, response=response):
            yield request
            yield response
        case _:
            return


def ruling_types(rule: Rule) -> Iterator[Type]:
    """The types that a rule speaks of."""
    match rule:
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            yield from (condition, then, otherwise)
        case Exclusive(types=types):
            yield from types
        case MemberCount():
            return
        case Embedded(type=inner):
            if inner is not None:
                yield inner
        case _:
            yield rule.type


def references(node: Type) -> Iterator[str]:
    """The keys of the definitions that `node` names, in order of appearance, repeated as they are."""
    if isinstance(node, Ref):
        yield node.key
    for child in children(node):
        yield from references(child)


def reached(types: Iterable[Type], definitions: Mapping[str, Definition]) -> set[str]:
    """The keys of the definitions that `types` name, themselves or through others."""
    found: set[str] = set()
    waiting = [key for node in types for key in references(node)]
    while waiting:
        key = waiting.pop()
        if key not in found and key in definitions:
            found.add(key)
            waiting += references(definitions[key].type)
    return found
