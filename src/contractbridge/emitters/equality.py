"""Which values the server takes for one: two that are written differently may be the same date, or the same model.

Sizes of sets and of dictionaries count what is left of items and names that are equal. A reader is a function of
`checks.js` that makes of a value what the server compares, as far as that is not what is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from contractbridge.contract import (
    JSON,
    MISSING,
    Array,
    Boolean,
    Check,
    Checked,
    Const,
    Contract,
    Enum,
    Faced,
    Field,
    Missing,
    Never,
    Null,
    Number,
    Object,
    Ref,
    String,
    Tuple,
    Type,
    Union,
    Unknown,
    resolve,
)
from contractbridge.emitters.text import fit, literal, property_key
from contractbridge.faces import admits_null

# A function as code: empty where values are equal as they are written, None where nobody knows which are.
Reader: TypeAlias = "str | None"

_READERS: Final[Mapping[str, str]] = {
    "bit": "",
    "booleanKey": "is.asBoolean",
    "byteSize": "is.asSize",
    "bytes": "",
    "date": "is.asDate",
    "dateTime": "is.asDateTime",
    "decimal": "is.asDecimal",
    "duration": "is.asDuration",
    "email": "is.asEmail",
    "flags": "",
    "fraction": "is.asFraction",
    "hex": 'is.asText({ case: "lower" })',
    "integerKey": "is.asInteger",
    "laxBoolean": "is.asBoolean",
    "laxDate": "is.asDate",
    "laxDateTime": "is.asDateTime",
    "laxDuration": "is.asDuration",
    "laxFlags": "is.asInteger",
    "laxFraction": "is.asFraction",
    "laxInteger": "is.asInteger",
    "laxNumber": "is.asNumber",
    "laxTime": "is.asTime",
    "numberKey": "is.asNumber",
    "time": "is.asTime",
    "uuid": "is.asUuid",
}
# Readers that some options of their checks change.
_READERS_WITH: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "base64": ("is.asBase64", frozenset({"alphabet", "lenient"})),
    "ip": ("is.asIp", frozenset({"version", "kind"})),
    "laxIp": ("is.asIp", frozenset({"version", "kind"})),
    "laxText": ("is.asText", frozenset({"strip", "case"})),
    "text": ("is.asText", frozenset({"strip", "case"})),
}
_READERS_OF_MEMBERS: Final[Mapping[object, Reader]] = {
    "integer": "is.asInteger",
    "number": "is.asNumber",
    "any": None,
}
# What the server adds to a URL, and what no browser parses.
_BEYOND_URLS: Final = frozenset({"defaultHost", "defaultPort", "multiHost"})
_PATHS: Final = frozenset({"path", "file-path", "directory-path"})

_OF_CONTAINERS: Final = ("is.asItems", "is.asObject", "is.asSet")
# What it reads is text to the server, whatever else would read it.
_OF_TEXT: Final = "is.asText"
# They make something of numbers, too, which a member of numbers takes first.
_OF_NUMBERS: Final = ("is.asDate", "is.asDuration", "is.asIp", "is.asText", "is.asTime")


@dataclass(frozen=True, slots=True)
class Equality:
    """Reads types. `show` gives the code of a type's schema; `within` are the definitions that are being read."""

    contract: Contract
    show: Callable[[Type], str]
    within: frozenset[str] = frozenset()

    def reader(self, node: Type) -> Reader:
        """The reader of a type's values."""
        match node:
            case Never() | Null() | Boolean() | Number() | Const() | Enum() | Unknown():
                return ""
            case String(format=name):
                return "is.asPath" if name in _PATHS else ""
            case Checked(type=Array(items=items), checks=[Check(name="distinct")]) | Array(items=items, unique=True):
                read = self.reader(items)
                return None if read is None else f"is.asSet({read})"
            case Array(items=items):
                return self._items([items])
            case Tuple(items=items, rest=rest):
                return self._items([*items] if rest is None else [*items, rest])
            case Object():
                return self._object(node)
            case Union():
                return self._either(list(self._members(node)))
            case Ref(key=key) if key not in self.within and not self.contract.definitions[key].validators:
                return replace(self, within=self.within | {key}).reader(self.contract.definitions[key].type)
            case Faced(request=request):
                return self.reader(request)
            case Checked(checks=[*_, check]):
                return _reader_of_check(check)
            case _:
                return None

    def _items(self, items: Sequence[Type]) -> Reader:
        readers = [read for each in items if (read := self.reader(each)) is not None]
        if len(readers) < len(items):
            return None
        return f"is.asItems({', '.join(each or 'null' for each in readers)})" if any(readers) else ""

    def _object(self, node: Object) -> Reader:
        """The reader of an object, which has by default what it lacks."""
        readers = {field.name: self.reader(field.type) for field in node.fields}
        defaults = {field.name: self._default(field) for field in node.fields if not field.required}
        others = "" if node.extra is None else self.reader(node.extra)
        hidden = any(field.elsewhere for field in node.fields)
        if None in readers.values() or MISSING in defaults.values() or others != "" or hidden:
            return None
        filled = [f"{property_key(name)}: {literal(each)}" for name, each in defaults.items() if each is not MISSING]
        read = [f"{property_key(name)}: {each}" for name, each in readers.items() if each]
        if not filled and not read:
            return ""
        given = [fit("{", filled, "}", spaced=True), *([fit("{", read, "}", spaced=True)] if read else [])]
        return f"is.asObject({', '.join(given)})"

    def _default(self, field: Field) -> JSON | Missing:
        # FastAPI leaves a default of null out of the document.
        return None if field.default is MISSING and admits_null(field.type, self.contract) else field.default

    def _either(self, members: Sequence[Type]) -> Reader:
        """The reader of what is of any of these types, by the first one that it is of; exactly, if it can be."""
        readers = [(each, self.reader(each)) for each in members]
        found = list(dict.fromkeys(read for _, read in readers if read))
        found.sort(key=lambda read: not read.startswith(_OF_TEXT))
        if any(read is None for _, read in readers) or self._are_mixed(readers):
            return None
        exact = []
        if not all(each.startswith(_OF_CONTAINERS) for each in found):
            exact += [each for each, read in readers if read == "" and self._is_text(each)]
        if any(each.startswith(_OF_NUMBERS) for each in found):
            exact += [number for each in members if (number := _number(each))]
        given = [f"is.asGiven(() => {self.show(each)})" for each in exact]
        return f"is.asEither({', '.join((*given, *found))})" if len(given) + len(found) > 1 else "".join(found)

    def _members(self, union: Union) -> Iterator[Type]:
        for each in union.members:
            inner = resolve(each, self.contract.definitions)
            if isinstance(inner, Union):
                yield from self._members(inner)
            else:
                yield each

    def _are_mixed(self, readers: Sequence[tuple[Type, Reader]]) -> bool:
        """Whether an array or object may become of several types, which one nobody knows."""
        members = [(self._resolved(each), read) for each, read in readers]
        kinds = {(isinstance(each, Object), read) for each, read in members if isinstance(each, Array | Tuple | Object)}
        return len(kinds) > 1

    def _is_text(self, node: Type) -> bool:
        match self._resolved(node):
            case String() | Enum() | Const():
                return True
            case _:
                return False

    def _resolved(self, node: Type) -> Type:
        node = resolve(node, self.contract.definitions)
        return node.type if isinstance(node, Checked) else node


def _number(node: Type) -> Type | None:
    """The numbers of a type that are not converted to it."""
    match node:
        case Number():
            return node
        case Checked(type=Number() as number, checks=[Check(name="laxInteger" | "laxNumber")]):
            return number
        case _:
            return None


def _reader_of_check(check: Check) -> Reader:
    options = dict(check.options)
    match check.name:
        case "laxMember" | "memberKey":
            return _READERS_OF_MEMBERS.get(options.get("text"), "")
        case "text" if options.keys().isdisjoint({"strip", "case"}):
            return ""
        case "url":
            return "is.asUrl" if options.keys().isdisjoint(_BEYOND_URLS) else None
        case name if name in _READERS_WITH:
            function, telling = _READERS_WITH[name]
            given = [f"{option}: {literal(value)}" for option, value in check.options if option in telling]
            return f"{function}({fit('{', given, '}', spaced=True) if given else ''})"
        case name:
            return _READERS.get(name)
