"""What an app says of one value."""

from __future__ import annotations

import json
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, TypeVar

# "unsendable": no request carries it, so that nobody has to say anything.
Verdict: TypeAlias = Literal["accepts", "refuses", "breaks", "unsendable"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """Why the app refuses a value, as (path, message); what it would send of it; what `wire` carries it there."""

    verdict: Verdict
    problems: tuple[tuple[list[str | int], str], ...] = ()
    sent: str = ""
    wire: object = None


def failed(error: Exception) -> Answer:
    """The app's own code raised: a client sees the status 500."""
    return Answer("breaks", (([], f"{type(error).__name__}: {error}"),))


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine that never waits."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    coroutine.close()
    raise RuntimeError("FastAPI waits where it never did")


def is_json(text: str) -> bool:
    """Whether a text is JSON that can be sent; Python also writes `NaN`, and half of a surrogate pair as it is."""

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    try:
        text.encode()
        json.loads(text, parse_constant=refuse)
    except ValueError:
        return False
    return True
