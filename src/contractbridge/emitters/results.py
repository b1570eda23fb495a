"""What a call gives: the type of its data, a union of results by status, and how the runtime reads a success."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final, Literal, TypeAlias

from contractbridge.contract import Binary, Content, Operation, Response
from contractbridge.emitters.media import is_json, is_range, is_text, is_value
from contractbridge.emitters.text import after
from contractbridge.emitters.types import Scope, alternatives, union_text
from contractbridge.faces import Face

Kind: TypeAlias = Literal["json", "text", "blob", "stream", "anything"]

# HTTP gives them no body.
_EMPTY: Final = frozenset({"204", "205", "304"})
_STATUS: Final = re.compile(r"[1-5](\d\d|XX)|default", re.ASCII)
_RANGES: Final = {
    "3XX": "runtime.RedirectStatus",
    "4XX": "runtime.ClientErrorStatus",
    "5XX": "runtime.ServerErrorStatus",
}


def declared_responses(operation: Operation) -> list[Response]:
    """The responses of statuses that HTTP has."""
    return [each for each in operation.responses if _STATUS.fullmatch(each.status)]


def reads(operation: Operation) -> Kind:
    """How the runtime reads a success, whatever its status; "anything" where that depends on what arrives."""
    if operation.streams:
        return "stream"
    successes = _successes(operation)
    answers = [each for each in successes if each.contents or each.status not in _EMPTY]
    kinds: set[Kind] = {_kind(content.media_type) for each in answers for content in each.contents}
    if not successes or len(kinds) > 1 or not all(each.contents for each in answers):
        return "anything"
    return kinds.pop() if kinds else "json"


def _kind(media_type: str) -> Kind:
    if is_json(media_type):
        return "json"
    if is_text(media_type):
        return "text"
    return "anything" if is_range(media_type) else "blob"


def data_text(operation: Operation, scope: Scope) -> str:
    """The type that a call resolves to."""
    return union_text(chain.from_iterable(data for _, data in _data(operation, scope)))


def result_members(operation: Operation, scope: Scope) -> Iterator[str]:
    """The members of the union that `safe` resolves to: each declared status, and what the contract leaves open."""
    successes = [status for status, _ in _data(operation, scope)]
    for status, data in _data(operation, scope):
        yield after(f"runtime.Success<{_status(status, successes)}, ", union_text(data)) + ">"
    errors = {each.status: each for each in declared_responses(operation) if each.status[0] in "345"}
    for status, response in errors.items():
        yield after(f"runtime.Failure<{_status(status, errors)}, ", _error(response, scope)) + ">"
    named = " | ".join(_RANGES.get(status, status) for status in errors)
    fallback = next((each for each in operation.responses if each.status == "default"), None)
    other = f"runtime.OtherStatus<{named}>" if named else "runtime.OtherStatus"
    yield after(f"runtime.Failure<{other}, ", _error(fallback, scope) if fallback else "unknown") + ">"


def _successes(operation: Operation) -> list[Response]:
    """The declared successes; where there are none, what stands for all that is not named."""
    declared = [each for each in declared_responses(operation) if each.status.startswith("2")]
    return declared or [each for each in operation.responses if each.status == "default"]


def _data(operation: Operation, scope: Scope) -> Sequence[tuple[str, list[str]]]:
    """Status and types of each success."""
    found = [(each.status, _success(operation, each, scope)) for each in _successes(operation)]
    return found or [("default", ["Response" if operation.streams else "unknown"])]


def _success(operation: Operation, response: Response, scope: Scope) -> list[str]:
    if operation.streams:
        return ["Response"]
    if operation.method == "HEAD" or (response.status in _EMPTY and not response.contents):
        return ["undefined"]
    return _contents(response, scope, binary="Blob")


def _error(response: Response, scope: Scope) -> str:
    # The runtime reads an error that is not JSON as text.
    return union_text(_contents(response, scope, binary="string"))


def _contents(response: Response, scope: Scope, *, binary: str) -> list[str]:
    faced = replace(scope, face=Face("response", response.omits))
    return [type_ for each in response.contents for type_ in _content(each, faced, binary)] or ["unknown"]


def _content(content: Content, scope: Scope, binary: str) -> Iterable[str]:
    if isinstance(content.type, Binary):
        return [binary]
    if is_value(content.media_type):
        return alternatives(content.type, scope)
    return ["string" if is_text(content.media_type) else binary]


def _status(status: str, declared: Sequence[str] | dict[str, Response]) -> str:
    """A status as a literal type; a range leaves out what is declared by itself."""
    if status == "default":
        return "runtime.SuccessStatus"
    if not status.endswith("XX"):
        return status
    inside = " | ".join(each for each in declared if each[0] == status[0] and each != status)
    range_ = _RANGES.get(status, "runtime.SuccessStatus")
    return f"Exclude<{range_}, {inside}>" if inside else range_
