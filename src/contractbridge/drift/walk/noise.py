"""What FastAPI and Pydantic write differently from one version to the next: no work of the app's authors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from contractbridge.contract import Binary, Checked, Embedded, Ruled, String, Type, Union
from contractbridge.drift.facts import Fact, TypeChanged, UpgradeNoise
from contractbridge.drift.mismatch import shown_steps

_ERROR: Final = "ValidationError"
_ERROR_FIELDS: Final = frozenset({"ctx", "input"})
# How Pydantic writes the text of a Decimal.
_DECIMAL: Final = r"^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$"


def tell_noise(facts: Iterable[Fact]) -> Iterator[Fact]:
    """The same facts; those that an upgrade brought become one fact for each kind."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for fact in facts:
        what = _noise(fact) if isinstance(fact, TypeChanged) else ""
        if what and isinstance(fact, TypeChanged):
            place = fact.place
            found[what].append(f"{place.operation.new.method} {place.operation.new.path} {shown_steps(fact.steps)}")
        else:
            yield fact
    for what, places in sorted(found.items()):
        yield UpgradeNoise(what, tuple(places))


def _noise(fact: TypeChanged) -> str:
    """What an upgrade wrote differently, empty where it is the app that changed."""
    if fact.new_owner == _ERROR and fact.steps and fact.steps[-1] in _ERROR_FIELDS:
        return "what a ValidationError holds"
    if fact.old is None or fact.new is None:
        return ""
    if _is_split(fact):
        return "a model with and without what FastAPI fills in"
    if _has_decimal(fact.old) != _has_decimal(fact.new) and _plain(fact.old) == _plain(fact.new):
        return "the pattern of a Decimal"
    if _is_file(fact.old) and _is_file(fact.new):
        return "how bytes are described"
    return ""


def _is_split(fact: TypeChanged) -> bool:
    """Whether responses have a model of their own now, which says of more fields that they are always there.

    What requests need is never noise: a default that somebody takes away brings models together, too.
    """
    split = fact.new_owner == f"{fact.old_owner}-Output"
    harmless = all(each.is_harmless for each in fact.broken)
    return (
        split
        and harmless
        and fact.place.direction == "response"
        and {each.reason for each in fact.extended} == {"required"}
    )


def _has_decimal(node: Type) -> bool:
    match node:
        case String(pattern=pattern):
            return pattern is not None and pattern.startswith(_DECIMAL[:12])
        case Union(members=members):
            return any(map(_has_decimal, members))
        case Checked(type=inner) | Ruled(type=inner):
            return _has_decimal(inner)
        case _:
            return False


def _plain(node: Type) -> Type:
    """`node` without the pattern of a Decimal."""
    match node:
        case String() if _has_decimal(node):
            return String()
        case Union(members=members, discriminator=discriminator):
            return Union(tuple(map(_plain, members)), discriminator)
        case Checked(type=inner) | Ruled(type=inner):
            return _plain(inner)
        case _:
            return node


def _is_file(node: Type) -> bool:
    match node:
        case Binary() | String(format="binary"):
            return True
        case Ruled(type=String(), rules=(Embedded(media_type="application/octet-stream"),)):
            return True
        case _:
            return False
