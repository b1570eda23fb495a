"""Limits that changed, in words: "may now be at most 60 long (it was 120)"."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, TypeAlias

from contractbridge.contract import Contract, Number, Type
from contractbridge.drift.descriptions import number_text
from contractbridge.drift.facts import Sides
from contractbridge.drift.mismatch import Mismatch, Reason, View
from contractbridge.drift.values.atoms import Core, Items, Record, Texts
from contractbridge.drift.values.lens import Lens
from contractbridge.faces import REQUEST, RESPONSE

# What is said of a number, and the number.
_Limit: TypeAlias = tuple[str, float | None]

_SAID: Final[Mapping[Reason, str]] = {
    "multiple": "a multiple of {}",
    "min_length": "at least {} long",
    "max_length": "at most {} long",
    "min_items": "at least {} items long",
    "max_items": "at most {} items long",
    "unique": "without duplicates",
    "min_size": "of at least {} members",
    "max_size": "of at most {} members",
}
# Of what is sent, one says what a client still may do.
_ROOM: Final[frozenset[Reason]] = frozenset({"maximum", "max_length", "max_items", "max_size"})


def limits_in_words(found: Collection[Mismatch], sides: Sides, *, request: bool, tightened: bool) -> str:
    """What became of the limits that `found` is about, to follow the subject of a sentence; empty where nobody can say
    it in a few words. A mismatch goes from the wider type to the closer one, so from the old one if `tightened`."""
    told: dict[str, None] = {}
    for each in found:
        old, new = (each.sub, each.sup) if tightened else (each.sup, each.sub)
        was, now = _limit(each.reason, old, sides.old, request), _limit(each.reason, new, sides.new, request)
        if was == now:
            return ""
        told[_told(was, now, "may" if each.reason in _ROOM else "must", request)] = None
    return ", and ".join(told)


def _told(was: _Limit, now: _Limit, verb: str, request: bool) -> str:  # noqa: FBT001
    if now[1] is None:
        return f"{'need no longer be' if request else 'is no longer'} {_shown(was)}"
    before = (
        "there was no such limit"
        if was[1] is None
        else f"it was {number_text(was[1] or 0) if was[0] == now[0] else _shown(was)}"
    )
    return f"{f'{verb} now be' if request else 'is now'} {_shown(now)} ({before})"


def _shown(limit: _Limit) -> str:
    return limit[0].format(number_text(limit[1] or 0))


def _limit(reason: Reason, node: Type | None, contract: Contract, request: bool) -> _Limit:  # noqa: FBT001
    lens = Lens(View(contract, REQUEST if request else RESPONSE))
    atoms = () if node is None else lens.atoms(node)
    limits = (_limit_of(reason, each.core) for each in atoms)
    return next((each for each in limits if each[1] is not None), ("", None))


def _limit_of(reason: Reason, core: Core) -> _Limit:
    match reason, core:
        case "minimum", Number(exclusive_minimum=float() | int() as bound):
            return "more than {}", bound
        case "minimum", Number(minimum=bound):
            return "at least {}", bound
        case "maximum", Number(exclusive_maximum=float() | int() as bound):
            return "less than {}", bound
        case "maximum", Number(maximum=bound):
            return "at most {}", bound
        case "multiple", Number(multiple_of=bound):
            return _SAID[reason], bound
        case "min_length", Texts(languages=languages):
            return _SAID[reason], max((each.min_length or 0 for each in languages), default=0) or None
        case "max_length", Texts(languages=languages):
            return _SAID[reason], min(
                (each.max_length for each in languages if each.max_length is not None), default=None
            )
        case ("min_items", Items(least=size)) | ("min_size", Record(least=size)):
            return _SAID[reason], size or None
        case ("max_items", Items(most=most)) | ("max_size", Record(most=most)):
            return _SAID[reason], most
        case "unique", Items(unique=True):
            return _SAID[reason], 0
        case _:
            return "", None
