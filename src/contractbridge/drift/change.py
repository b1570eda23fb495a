"""A change: what was found, whom it breaks, and the proof."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from contractbridge import policies
from contractbridge.contract import JSON, MISSING, Missing, PythonName

Audience: TypeAlias = policies.Audience
Severity: TypeAlias = Literal["breaking", "warning", "info"]
Direction: TypeAlias = Literal["request", "response", "both", "none"]
Bump: TypeAlias = Literal["major", "minor", "patch", "none"]


@dataclass(frozen=True, slots=True)
class Witness:
    """The proof: `value` is a request that was accepted and is refused, or a response that is sent and was never
    promised. `request` is its `curl` line where it is a request; `confirmed_by` names who else said so.

    A request is an object: `method`, `url` (the path with its braces), `path`, `query`, `header` and `cookie` (objects
    of parameters), `security` (the keys of the schemes by which the caller is let in), `body` and `media_type`; what is
    empty is missing. A response is the body, the item or the header that `Change.location` names.
    """

    kind: Literal["request", "response"]
    value: JSON
    request: str = ""
    confirmed_by: tuple[str, ...] = ()

    def part(self, location: str) -> JSON | Missing:
        """What stands at the part of the message that `location` is in: the body, one parameter, one header."""
        if self.kind == "response":
            return self.value
        _, where, *name = [*re.split(r"[.\[{]", location, maxsplit=2), ""]
        found = self.value.get(where, MISSING) if isinstance(self.value, dict) else MISSING
        if where == "body" or not isinstance(found, dict):
            return found
        return next((value for key, value in found.items() if _starts_with(name[0], key)), MISSING)


@dataclass(frozen=True, slots=True)
class Subject:
    """The Python thing that a change is about, on one side; `member` is the field or the member within it."""

    side: Literal["old", "new"]
    python: PythonName
    member: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A line of Python; `file` is relative to the repository, `revision` is empty for the working tree."""

    file: str
    line: int
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """A line of TypeScript that a change concerns; `message` is the compiler's, empty where the line compiles."""

    file: str
    line: int
    message: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change, judged.

    `operation` is "POST /orders", or empty; `location` is a place in it, as in "request.body.items[].quantity",
    "response.200.body.note", "request.query.limit", "security". `old` and `new` are short texts or values for people.
    `unproven` tells why a change that seems to break the wire has no witness; then "wire" is not among `breaks`.
    `operations` are the others that the same change concerns: a model that many share is reported once.
    `subjects` are in the order in which to look for a line. `uses` is None where nobody looked.
    `accepted` is the reason that somebody gave for accepting it.
    """

    rule: str
    severity: Severity
    breaks: frozenset[Audience]
    direction: Direction
    operation: str
    location: str
    message: str
    hint: str = ""
    old: JSON = None
    new: JSON = None
    witness: Witness | None = None
    unproven: str = ""
    subjects: tuple[Subject, ...] = ()
    source: Source | None = None
    tags: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    uses: tuple[Use, ...] | None = None
    accepted: str = ""

    @property
    def id(self) -> str:
        """The same for the same change on every machine, whatever its wording and the order of members."""
        text = json.dumps([self.rule, self.operation, self.location, self.old, self.new], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:10]


def _starts_with(place: str, name: str) -> bool:
    """Whether `place` is the parameter `name`, or within it; the name itself may have dots."""
    return place == name or place.startswith((f"{name}.", f"{name}[", f"{name}{{"))
