"""What the app itself says of the claims about it: do its validators refuse what we say they refuse?

Nothing is asked here. `question_about` says what to ask, `settle` what becomes of a change by the answers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final, Literal, TypeAlias

from contractbridge.contract import JSON, Boolean, Contract, Missing, Operation, Parameter, Type, Union
from contractbridge.drift.change import Change, Witness
from contractbridge.drift.mismatch import Each, Step, Steps, View
from contractbridge.drift.values.equality import identity
from contractbridge.drift.values.inhabitants import admits, inhabitants
from contractbridge.drift.values.seeing import seen
from contractbridge.drift.walk.owners import find_type
from contractbridge.faces import REQUEST

# Who refuses a request that lacks a parameter, or the body: FastAPI, before Pydantic is asked.
ITSELF: Final = "the app itself"

# "breaks": a validator raised; "unsendable": no request carries the value.
Verdict: TypeAlias = Literal["accepts", "refuses", "breaks", "unsendable"]

_MOST: Final = 24  # values beside a witness
_FLAGS: Final = ("1", "on", "yes")  # what FastAPI also reads as true where values travel as text
_STEP: Final = re.compile(r"\[\]|\{key\}|\{\}|\[(\d+)\]|\.?([^.\[\]{}]+)")
_REQUEST: Final = re.compile(r"request\.(?:body|path|query|header|cookie)\b.*")
_RESPONSE: Final = re.compile(r"response\.([^.]+)\.body\b.*")


@dataclass(frozen=True, slots=True)
class Question:
    """Values for one operation: whole requests, as `Witness` has them, or bodies of the response `status`."""

    method: str
    path: str
    status: str
    values: tuple[JSON, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What the app says of a value: at which places it refuses it, each beginning with the part of the request, or
    which JSON it sends of it."""

    verdict: Verdict
    places: tuple[tuple[str | int, ...], ...] = ()
    sent: str = ""


def question_about(change: Change, old: Contract, new: Contract) -> Question | None:
    """What to ask of a claim that the wire breaks; None of what no validator knows: operations, security, headers.

    Beside a witness that is a request stand others that seem to show the same: that one is taken proves nothing of
    a text that is to be a number.
    """
    witness = change.witness
    method, _, path = change.operation.partition(" ")
    if witness is None or "wire" not in change.breaks:
        return None
    if witness.kind == "response":
        found = _RESPONSE.fullmatch(change.location)
        return Question(method, path, found[1], (witness.value,)) if found else None
    request = witness.value
    if not _REQUEST.fullmatch(change.location) or not isinstance(request, dict):
        return None
    url = str(request.get("url"))
    before, after = _operation(old, method, url), _operation(new, method, path)
    if before is None or after is None or _anonymous(url) != _anonymous(path):
        return None
    place = _Place.read(change.location, before)
    if not place.is_plain(before):
        return None
    others = islice(_others(place, request, (before, after), (old, new)), _MOST)
    return Question(method, path, "", (request, *others))


def settle(change: Change, question: Question, said: Sequence[Said], validator: str) -> Change:
    """`change`, after the app was asked. It is confirmed by `validator`, or taken back as far as the wire goes; where
    the app says nothing of it, it stays as it is."""
    witness = change.witness
    if witness is None or not said:
        return change
    if witness.kind == "response":
        sends = said[0].verdict == "accepts" and identity(json.loads(said[0].sent)) == identity(witness.value)
        return replace(change, witness=_confirmed(witness, validator)) if sends else change
    for value, each in zip(question.values, said, strict=True):
        found = next((place for place in each.places if _is_at(place, change.location)), None)
        if each.verdict == "refuses" and found is not None:
            shown = witness if value is witness.value else Witness("request", value)
            return replace(change, witness=_confirmed(shown, ITSELF if _lacks(value, found) else validator))
    if said[0].verdict == "accepts" and all(each.verdict in {"accepts", "unsendable"} for each in said):
        return _taken_back(change, validator)
    return change


def _confirmed(witness: Witness, who: str) -> Witness:
    return replace(witness, confirmed_by=(*witness.confirmed_by, who))


def _taken_back(change: Change, validator: str) -> Change:
    """Without the wire, as what is known to be converted."""
    breaks = change.breaks - {"wire"}
    return replace(
        change,
        breaks=breaks,
        severity="warning" if breaks else "info",
        hint="",
        witness=None,
        unproven=f"The app takes such requests all the same: {validator} converts them, or lets them through.",
    )


def _lacks(request: Any, place: Sequence[str | int]) -> bool:
    """Whether there is no such parameter, or no body."""
    match place:
        case ["body"]:
            return "body" not in request
        case [str(where), str(name)] if where != "body":
            return name not in {each.lower() for each in request.get(where, {})} | {*request.get(where, {})}
        case _:
            return False


def _is_at(place: Sequence[str | int], location: str) -> bool:
    """Whether a problem is at `location`, or within. A place also names members of unions."""
    wanted = [each for each in re.sub(r"\[\d*\]|\{[^}]*\}", "", location).casefold().split(".")[1:] if each]
    steps = iter([part for each in place for part in str(each).casefold().split(".")])
    return all(each in steps for each in wanted)


# Other values


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in a request: the body or a parameter, and the steps within it."""

    location: str
    name: str
    steps: Steps

    @classmethod
    def read(cls, location: str, operation: Operation) -> _Place:
        """As `Change.location` writes it; names may have dots, so the parameters of `operation` tell where they end."""
        where = location.removeprefix("request.")
        if where == "body" or where.startswith(("body.", "body[", "body{")):
            return cls("body", "", tuple(_steps(where[4:])))
        where, _, inside = where.partition(".")
        names = (each.name for each in operation.parameters if each.location == where)
        name = next((each for each in names if re.match(rf"{re.escape(each)}(?![^.\[{{])", inside)), inside)
        return cls(where, name, tuple(_steps(inside[len(name) :])))

    def type(self, operation: Operation, media_type: str = "") -> Type | None:
        if self.location == "body":
            contents = operation.body.contents if operation.body else ()
            return next((each.type for each in contents if media_type in ("", each.media_type)), None)
        return next((each.type for each in operation.parameters if self._is(each)), None)

    def is_plain(self, operation: Operation) -> bool:
        """Whether it is sent in the one way in which FastAPI reads it."""
        found = (each for each in operation.parameters if self._is(each))
        return all(each.style in {"form", "simple"} and not each.media_type for each in found)

    def replaced(self, request: dict[str, Any], value: JSON) -> dict[str, Any] | None:
        """`request` with `value` here; None where it has nothing here."""
        copied: Any = deepcopy(request)
        steps = (*(("body",) if self.location == "body" else (self.location, self.name)), *self.steps)
        return copied if _put(copied, steps, value) else None

    def _is(self, parameter: Parameter) -> bool:
        return (parameter.location, parameter.name) == (self.location, self.name)


def _others(
    place: _Place,
    request: dict[str, Any],
    operations: tuple[Operation, Operation],
    contracts: tuple[Contract, Contract],
) -> Iterator[JSON]:
    """Requests with other values at `place` that the new side seems to refuse."""
    was, now = (
        place.type(each, media_type)
        for each, media_type in zip(operations, (request.get("media_type", ""), ""), strict=True)
    )
    inner = None if was is None else find_type(was, place.steps, contracts[0])
    if was is None or now is None or inner is None:
        return
    before, after = (View(each, REQUEST) for each in contracts)
    for value in inhabitants(inner, before):
        other = place.replaced(request, value)
        part = None if other is None else Witness("request", other).part(f"request.{place.location}.{place.name}")
        if other is None or isinstance(part, Missing):
            return
        if admits(was, part, before) and not admits(now, part, after):
            yield other
    if place.location != "body" and contracts[0].of_app and _may_be_flag(inner, before):
        yield from (other for text in _FLAGS if (other := place.replaced(request, text)))


def _may_be_flag(node: Type, view: View) -> bool:
    match seen(node, view):
        case Union(members=members):
            return any(_may_be_flag(each, view) for each in members)
        case other:
            return isinstance(other, Boolean)


def _put(holder: Any, steps: Steps, value: JSON) -> bool:
    """Put `value` at `steps` within `holder`; whether there was something."""
    step, rest = steps[0], steps[1:]
    match holder, step:
        case dict(), str() if step in holder:
            keys: list[Any] = [step]
        case dict(), Each.VALUE:
            keys = list(holder)
        case list(), Each.ITEM:
            keys = list(range(len(holder)))
        case list(), int() if step < len(holder):
            keys = [step]
        case _:
            return False
    if not rest:
        for key in keys:
            holder[key] = value
        return bool(keys)
    put = [_put(holder[key], rest, value) for key in keys]
    return any(put)


def _steps(text: str) -> Iterator[Step]:
    for match in _STEP.finditer(text):
        if match[1]:
            yield int(match[1])
        elif match[2]:
            yield match[2]
        else:
            yield Each(match[0])


def _operation(contract: Contract, method: str, path: str) -> Operation | None:
    return next((each for each in contract.operations if (each.method, each.path) == (method, path)), None)


def _anonymous(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)
