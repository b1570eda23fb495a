"""Contract ─► names, once: the same contract always gives the same names.

Names are the Python names. A definition's response face takes the plain name, its request face the same with `Input`
where both are used. Only real collisions are qualified, by the shortest module suffix that tells the two apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from contractbridge.contract import Contract, Omission, Operation, PythonName, WebSocket, references
from contractbridge.faces import REQUEST, RESPONSE, Face, FacedDefinitions

_JAVASCRIPT_WORDS: Final = frozenset(
    "abstract any arguments as async await bigint boolean break case catch class const constructor continue debugger "
    "declare default delete do else enum eval export extends false finally for from function get if implements import "
    "in infer instanceof interface is keyof let module namespace never new null number object of package private "
    "protected public readonly require return set static string super switch symbol this throw true try type typeof "
    "undefined unique unknown var void while with yield NaN Infinity".split()
)
# What the generated modules call their own, or export beside the contract's names. A module that exports `then` is
# taken for a promise by those who await it.
_OURS: Final = frozenset(
    "z is types schemas runtime client operation socket then "
    "configure fieldErrors ApiError CallOptions ContractError".split()
)
_RESERVED: Final = _JAVASCRIPT_WORDS | _OURS
# What an operation carries: its declarations name the function beside them.
_MEMBERS: Final = frozenset("isError method path safe".split())
# Namespaces name files: Windows keeps these for devices, whatever follows the dot, and long names are cut.
_LONGEST_FILE: Final = 60
_DEVICES: Final = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))]
)

_MANGLED: Final = re.compile(r"\A(?:[a-z][a-z0-9_]*?__)+(?=[A-Za-z])")
# What `Annotated[..., Field(...)]` leaves in the name of a generic model.
_ANNOTATION: Final = re.compile(
    r"FieldInfo_annotation_[A-Za-z]+_+required_(?:True|False)(?:_+discriminator_+[a-z]+)?|Annotated_"
)
# FastAPI writes one model that differs by direction as `Order-Input` and `Order-Output`.
_FACE_SUFFIX: Final = re.compile(r"-(Input|Output)(?:__\d+)?\Z")
_BODY: Final = re.compile(r"Body_(.+)\Z")

_OMITTED: Final[Mapping[Omission, str]] = {"none": "Nulls", "defaults": "Defaults", "unset": "Unset"}

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Namespace:
    """A tag's operations and sockets, each with the name of its function; the untagged ones have the name ""."""

    name: str
    operations: tuple[tuple[str, Operation], ...]
    sockets: tuple[tuple[str, WebSocket], ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The TypeScript names of everything in a contract; `types` holds each face under which a definition is met,
    `declared` each type's name once."""

    types: Mapping[tuple[str, Face], str]
    namespaces: tuple[Namespace, ...]
    declared: frozenset[str]

    def type(self, key: str, face: Face) -> str:
        return self.types[key, face]


def name_contract(contract: Contract, faced: FacedDefinitions) -> Names:
    """Name every faced definition, every tag and every operation of `contract`."""
    printed = _name_types(contract, faced)
    types = {(key, face): printed[key, stand_in] for (key, face), stand_in in faced.stand_in.items()}
    declared = frozenset(printed.values())
    return Names(types, _name_operations(contract, declared), declared)


# Types


def _name_types(contract: Contract, faced: FacedDefinitions) -> dict[tuple[str, Face], str]:
    models: defaultdict[Hashable, list[tuple[str, Face]]] = defaultdict(list)
    plain: dict[Hashable, str] = {}
    qualifiers: dict[Hashable, Sequence[str]] = {}
    bodies = {key: pascal_case(each.name) + "Body" for each in contract.operations for key in _made_bodies(each)}
    for key in sorted(contract.definitions):
        python = contract.definitions[key].python
        model: Hashable = python or _FACE_SUFFIX.sub("", key)
        models[model] += [(key, face) for face in faced.printed[key]]
        plain[model] = class_name(python.qualname) if python else bodies.get(key) or _name_from_key(key)
        qualifiers[model] = _module_parts(python) if python else _parts_from_key(key)
    bases = _qualify(plain, qualifiers)

    plain_faces: list[tuple[str, tuple[str, Face]]] = []
    other_faces: list[tuple[str, tuple[str, Face]]] = []
    for model, entries in models.items():
        main, *others = sorted(entries, key=lambda entry: (_precedence(entry[1]), entry[0]))
        plain_faces.append((bases[model], main))
        other_faces += [(bases[model] + _face_suffix(face), (key, face)) for key, face in others]
    # A class that is called `OrderInput` keeps its name, and the request face of `Order` gives way.
    ordered = [*sorted(plain_faces, key=_by_name), *sorted(other_faces, key=_by_name)]
    return _settle(ordered, taken=_RESERVED)


def _made_bodies(operation: Operation) -> Iterator[str]:
    """The models that FastAPI makes of several body parameters; only their operation has a name people know."""
    for content in operation.body.contents if operation.body else ():
        yield from filter(is_made_body, references(content.type))


def is_made_body(key: str) -> bool:
    """Whether a definition is one that FastAPI makes of several body parameters: nobody has written it."""
    return _BODY.match(key) is not None


def _precedence(face: Face) -> tuple[bool, bool, list[str]]:
    return (face != RESPONSE, face.direction != "response", sorted(face.omits))


def _by_name(wanted: tuple[str, tuple[str, Face]]) -> tuple[str, str, tuple[bool, bool, list[str]]]:
    name, (key, face) = wanted
    return (name, key, _precedence(face))


def _face_suffix(face: Face) -> str:
    if face == REQUEST:
        return "Input"
    if not face.omits:
        return "Output"
    return "Without" + "Or".join(_OMITTED[each] for each in sorted(face.omits))


def class_name(qualname: str) -> str:
    """A class's name for TypeScript: `Page[list[Order]]` becomes `PageListOrder`, `Outer.Inner` becomes `Inner`."""
    plain = qualname.replace("<locals>.", "")
    parts = [part.rsplit(".", 1)[-1] for part in re.split(r"[^\w.$]+", plain) if part]
    first, *arguments = parts or ["Model"]
    return _identifier(first + "".join(part[:1].upper() + part[1:] for part in arguments))


def _name_from_key(key: str) -> str:
    """The class's name, read back from the component's: module prefixes, generics' underscores and face undone."""
    name = _MANGLED.sub("", _ANNOTATION.sub("", _FACE_SUFFIX.sub("", key)))
    if body := _BODY.match(name):
        return _identifier(pascal_case(body[1]) + "Body")
    if name.endswith("_") or not re.fullmatch(r"\w+", name, re.ASCII):
        return _identifier(pascal_case(name))
    return _identifier(name)


def _parts_from_key(key: str) -> Sequence[str]:
    return [part for part in re.split(r"__|[^\w]", _FACE_SUFFIX.sub("", key))[:-1] if part]


def _module_parts(python: PythonName) -> Sequence[str]:
    *outer, _ = python.qualname.split("[", 1)[0].split(".")
    return [*python.module.split("."), *(part for part in outer if part != "<locals>")]


# Operations


def _name_operations(contract: Contract, type_names: frozenset[str]) -> tuple[Namespace, ...]:
    routes: defaultdict[str, list[Operation | WebSocket]] = defaultdict(list)
    everything: list[Operation | WebSocket] = [*contract.operations, *contract.websockets]
    for route in everything:
        routes[camel_case(route.tags[0]) if route.tags else ""].append(route)
    tags = sorted(tag for tag in routes if tag)
    # Some file systems know no case.
    names = _settle(
        [(tag[:_LONGEST_FILE], tag) for tag in tags], taken=_RESERVED | _DEVICES | type_names, alike=str.lower
    )
    # Untagged operations stand beside the namespaces and the types.
    beside = {"": type_names.union(names.values())}
    names[""] = ""
    return tuple(_name_functions(names[tag], routes[tag], beside.get(tag, frozenset())) for tag in sorted(routes))


def _name_functions(namespace: str, routes: Sequence[Operation | WebSocket], taken: frozenset[str]) -> Namespace:
    plain = {route_key(route): _function_name(route) for route in routes}
    qualifiers = {
        route_key(route): [*(_module_parts(route.python) if route.python else _path_parts(route)), route_key(route)[0]]
        for route in routes
    }
    wanted = [(name, key) for key, name in _qualify(plain, qualifiers, join=_prefix_camel).items()]
    names = _settle(sorted(wanted, key=lambda each: (each[0], str(each[1]))), taken=_RESERVED | _MEMBERS | taken)
    ordered = sorted(routes, key=lambda route: names[route_key(route)])
    return Namespace(
        namespace,
        tuple((names[route_key(each)], each) for each in ordered if isinstance(each, Operation)),
        tuple((names[route_key(each)], each) for each in ordered if isinstance(each, WebSocket)),
    )


def route_key(route: Operation | WebSocket) -> tuple[str, str]:
    return (route.method if isinstance(route, Operation) else "websocket", route.path)


def _function_name(route: Operation | WebSocket) -> str:
    name = camel_case(route.name)
    for tag in route.tags[:1]:
        prefix = camel_case(tag)
        if route.python is None and name.startswith(prefix) and name[len(prefix) : len(prefix) + 1].isupper():
            name = name[len(prefix)].lower() + name[len(prefix) + 1 :]
    return name


def _path_parts(route: Operation | WebSocket) -> Sequence[str]:
    return [part for part in re.split(r"[^A-Za-z0-9]+", route.path) if part]


# Words


def words(text: str) -> list[str]:
    """`text` cut where words meet: at other characters, and before a capital that follows a small letter."""
    return re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[A-Z]|[^\W_A-Za-z0-9]+", text)


def camel_case(text: str) -> str:
    first, *rest = words(text) or ["_"]
    return _identifier(first.lower() + "".join(word[0].upper() + word[1:] for word in rest))


def pascal_case(text: str) -> str:
    return "".join(part[0].upper() + part[1:] for part in re.split(r"[\W_]+", text) if part) or "_"


def _identifier(text: str) -> str:
    name = "".join(each if each == "$" or f"a{each}".isidentifier() else f"u{ord(each):x}" for each in text)
    return name if name.isidentifier() or name.startswith("$") else f"_{name}"


def _prefix(part: str, name: str) -> str:
    return _identifier(pascal_case(part) + name)


def _prefix_camel(part: str, name: str) -> str:
    return camel_case(part) + name[:1].upper() + name[1:]


# Collisions


def _qualify(
    plain: Mapping[T, str], qualifiers: Mapping[T, Sequence[str]], join: Callable[[str, str], str] = _prefix
) -> dict[T, str]:
    """Give each thing that shares its plain name with another the shortest suffix of its qualifiers that none of the
    others has."""
    sharing: defaultdict[str, list[T]] = defaultdict(list)
    for thing, name in plain.items():
        sharing[name].append(thing)
    names: dict[T, str] = {}
    for name, things in sharing.items():
        if len(things) == 1:
            names[things[0]] = name
            continue
        for thing in things:
            own = qualifiers[thing]
            others = [qualifiers[other] for other in things if other is not thing]
            names[thing] = _shortest(name, own, others, join)
    return names


def _shortest(name: str, own: Sequence[str], others: Iterable[Sequence[str]], join: Callable[[str, str], str]) -> str:
    others = list(others)
    qualified = name
    for length in range(1, len(own) + 1):
        part = own[-length]
        # A part that all share tells nothing: `schemas.core` and `schemas.actions` differ in their last alone.
        if all(list(other[-length:][:1]) == [part] for other in others):
            continue
        qualified = join(part, qualified)
        if all(list(other[-length:]) != list(own[-length:]) for other in others):
            return qualified
    return qualified


def _settle(
    wanted: Iterable[tuple[str, T]], *, taken: frozenset[str], alike: Callable[[str], str] = str
) -> dict[T, str]:
    """Hand out names in order: what is taken gets an underscore, or a number where another thing has it already.
    Two names are the same when `alike` makes them equal."""
    used: set[str] = set()
    names: dict[T, str] = {}
    for name, thing in wanted:
        free = f"{name}_" if name in taken else name
        candidate, number = free, 1
        while alike(candidate) in used or candidate in taken:
            number += 1
            candidate = f"{free}{number}"
        used.add(alike(candidate))
        names[thing] = candidate
    return names
