"""What facts say of a value beyond JSON Schema: its checks, and where a request and a response differ."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from contractbridge.contract import (
    JSON,
    MISSING,
    Array,
    Boolean,
    Check,
    Checked,
    Const,
    Encoded,
    Enum,
    Faced,
    Field,
    Map,
    Member,
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
)
from contractbridge.faces import structural
from contractbridge.readers.openapi.checks import read_checks
from contractbridge.readers.openapi.mistakes import Mistake
from contractbridge.readers.openapi.nodes import unite
from contractbridge.readers.openapi.references import Place
from contractbridge.readers.openapi.respelling import respell
from contractbridge.readers.openapi.values import is_number, read_json, texts

_INFINITE: Final = Enum((Member("NaN"), Member("Infinity"), Member("-Infinity")))
_CLAIMED: Final = Check("claimed")
_LAZY: Final = (
    "An iterable is only validated as it is used, so that a wrong one breaks the response: take a list instead."
)
_SENT: Final[Mapping[str, Type]] = {"text": String(), "number": Number(), "anything": Unknown()}
_NEVER: Final[Mapping[str, str]] = {
    "strict": "No request can satisfy this: it is strict, and JSON has nothing but text or lists for such a value. "
    "Leave `strict` out for it.",
    "member": "No request can satisfy this: a `Literal` of an enumeration's member takes no JSON value. "
    "Give the value itself, or the enumeration.",
    "bytes": "No request can satisfy this: JSON has no bytes. Take a `re.Pattern[str]`.",
    "class": "No request can satisfy this: JSON has no classes.",
    "instance": "No request can satisfy this: JSON has no instances of a class. Leave `InstanceOf` out for it, or take "
    "an enumeration that has members.",
}


def read_exactness(node: Type, facts: Mapping[str, Any], place: Place, mistakes: list[Mistake]) -> Type:
    """`node` as its facts have it; what looks like a mistake in the app is added to `mistakes`."""
    if not facts:
        return node
    node = _with_infinities(_converted(node, facts), facts.get("infinite"))
    node = _checked(node, facts)
    if facts.get("omitted") is True:
        node = Checked(node, (Check("omitted"),))
    if (names := texts(facts.get("fields"))) or facts.get("empty") is True:
        node = _named_tuple(node, names, facts)
    if facts.get("claims") is True:
        node = Checked(node, (_CLAIMED,))
    free = facts.get("free") is True
    if isinstance(refused := facts.get("refuses"), list) and not free:
        taken = facts.get("takes")
        equal = map(_exactly, taken) if isinstance(taken, list) else ()
        node = Faced(unite((_without(node, refused), *equal)), node)
    if facts.get("lazy") is True:
        mistakes.append(Mistake("request", place, _LAZY))
    if isinstance(serializer := facts.get("serializer"), str):
        mistakes.append(Mistake("response", place, f"What {serializer} sends is not known: give it a return type."))
        node = Faced(node, Unknown())
    if facts.get("asAny") is True:
        node = sent_as_any(node)
    if (becomes := _SENT.get(str(facts.get("becomes")))) and structural(node) != becomes:
        node = Faced(node, becomes)
    if (sent := _sent_defaults(facts)) is not None:
        mistakes.append(Mistake("response", place, "The default is not of this type, and is sent as it is."))
        node = Faced(node, unite((node, *map(_exactly, sent))))
    if (never := facts.get("never")) and not free:
        if (message := _NEVER.get(str(never))) and not _is_encoded(place):
            mistakes.append(Mistake("request", place, message))
        node = Faced(Never(), node)
    return node


def _sent_defaults(facts: Mapping[str, Any]) -> list[Any] | None:
    match facts:
        case {"sends": list(sent)}:
            return sent
        case {"sendsText": str(text)}:
            try:
                return [json.loads(text)]
            except ValueError:
                return None
        case _:
            return None


def sent_as_any(node: Type) -> Faced:
    """`node` in a request, and in a response what nobody holds to it."""
    return Faced(node, Checked(node, (_CLAIMED,)))


def written_over(node: Type, validated: Type) -> Type:
    """What somebody wrote as `node` over the type that requests are held to: what is sent is held to neither."""
    return validated if structural(validated) == structural(node) else replace(sent_as_any(node), request=validated)


def sent_with_default(node: Type, default: JSON | Missing) -> Type:
    """`node`, and in a response the default that is of another type: where nobody validated it, it is sent as it is.
    That it is null mostly says that there is none."""
    known = default is MISSING or default is None or _may_be(node, default)
    return node if known else Faced(node, unite((node, _exactly(default))))


def _may_be(node: Type, value: JSON) -> bool:
    """Whether a value may be of a type, as far as can be told here."""
    match node:
        case Null():
            return value is None
        case Boolean():
            return isinstance(value, bool)
        case Number():
            return is_number(value)
        case String():
            return isinstance(value, str)
        case Const(value=constant):
            return value == constant
        case Enum(members=members):
            return value in [each.value for each in members]
        case Array(items=items):
            return isinstance(value, list) and all(_may_be(items, each) for each in value)
        case Tuple(items=items, rest=rest) if isinstance(value, list):
            return len(value) == len(items) or (len(value) > len(items) and rest is not None)
        case Map(values=values):
            return isinstance(value, dict) and all(_may_be(values, each) for each in value.values())
        case Union(members=members):
            return any(_may_be(each, value) for each in members)
        case _:
            return True


def read_keys(facts: Mapping[str, Any], named: Type) -> Type:
    """What a dictionary's keys are held to, which are `named` where nothing but its schema tells."""
    choices = facts.get("eitherKey")
    found = [read_checks(each) for each in (choices if isinstance(choices, list) else [facts.get("keys")])]
    keys = unite(Checked(String(), each) for each in found) if found and all(found) else named
    return Checked(keys, (Check("omitted"),)) if facts.get("omitsKeys") is True else keys


def _is_encoded(place: Place) -> bool:
    """Whether a place is within what a text holds, which Pydantic reads as JSON and not as Python."""
    return place is not None and (place[1] == "contentSchema" or _is_encoded(place[0]))


def _converted(node: Type, facts: Mapping[str, Any]) -> Type:
    """`node` with what it is converted from."""
    match node, facts:
        case (String(), {"numbers": True}):
            return replace(node, numbers=True)
        case (Array(), {"lazy": True}):
            return replace(node, lazy=True)
        case (Boolean() | Number(), {"strict": True}):
            return replace(node, strict=True)
        case (Enum(), {"text": "integer" | "number" | "any" as kind}):
            return replace(node, text=kind)
        case (Union(members=members), {"text": "any"}):
            return replace(node, members=tuple(_converted(each, facts) for each in members))
        case _:
            return node


def _checked(node: Type, facts: Mapping[str, Any]) -> Type:
    if facts.get("free") is True:
        return Checked(node, ())
    if isinstance(others := facts.get("also"), list):
        alone = _checked(node, {name: fact for name, fact in facts.items() if name != "also"})
        # What is referred to may be a text with limits, and what holds JSON is a text that holds something else.
        bare = String() if isinstance(node, Ref | Encoded) else node
        return unite((alone, *(Checked(bare, read_checks(each)) for each in others if read_checks(each))))
    if facts.get("combines") is True:
        node = Number(integer=True, minimum=-(2**63), maximum=2**63 - 1, strict=True, flags=_read_as_text(node))
    match checks := read_checks(facts.get("checks")):
        case (Check(name="byteSize") as check,):
            return _sized(node, check)
        case _:
            return Checked(node, checks) if checks else node


def _sized(node: Type, check: Check) -> Type:
    """A size in bytes, which is not negative."""
    match node:
        case Number():
            return replace(node, minimum=0)
        case Union(members=members):
            return unite(_sized(each, check) for each in members)
        case _:
            return Checked(node, (check,))


def _read_as_text(node: Type) -> tuple[int, ...]:
    """The members that a text may stand for."""
    match node:
        case Enum(members=members, text="integer"):
            return tuple(each.value for each in members if isinstance(each.value, int))
        case _:
            return ()


def _with_infinities(node: Type, infinite: object) -> Type:
    match node, infinite:
        case Number(), "null":
            return replace(node, infinite=True)
        case Number(), "text":
            # Within a union Pydantic forgets about the texts.
            return Faced(replace(node, infinite=True), Union((Number(infinite=True), _INFINITE)))
        case _:
            return node


def _named_tuple(node: Type, names: list[str], facts: Mapping[str, Any]) -> Type:
    """A named tuple is taken as an object too, and sent with all its items."""
    lengths = node.members if isinstance(node, Union) else (node if names else Tuple(()),)
    tuples = [each for each in lengths if isinstance(each, Tuple)]
    if len(tuples) != len(lengths) or max(len(each.items) for each in tuples) != len(names):
        return node
    longest = max(tuples, key=lambda each: len(each.items))
    if facts.get("empty") is True:
        tuples = [Tuple(longest.items[:size]) for size in range(len(names) + 1)]
    least = min(len(each.items) for each in tuples)
    fields = [
        Field(name, item, required=index < least)
        for index, (name, item) in enumerate(zip(names, longest.items, strict=True))
    ]
    return Faced(unite((*tuples, Object(tuple(respell(fields, facts)), Never()))), longest)


def _without(node: Type, refused: list[Any]) -> Type:
    match node:
        case Enum(members=members):
            return unite(Const(each.value) for each in members if each.value not in refused)
        case Union(members=members):
            return unite(_without(each, refused) for each in members)
        case Const(value=value) if value in refused:
            return Never()
        case Null() if None in refused:
            return Never()
        case _:
            return node


def _exactly(value: Any) -> Type:
    known = read_json(value)
    if known == {}:
        return Map(Unknown())
    return Unknown() if known is MISSING else Null() if known is None else Const(known)
