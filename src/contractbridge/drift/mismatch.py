"""Why not every value of one type is a value of another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, TypeAlias

from contractbridge.contract import JSON, MISSING, Contract, Missing, Type
from contractbridge.faces import Face


class Each(Enum):
    """A step to all items of an array, all values of a dictionary, or all its keys."""

    ITEM = "[]"
    VALUE = "{}"
    KEY = "{key}"


# The name of a field, the position in a tuple, or all of what is inside.
Step: TypeAlias = str | int | Each
Steps: TypeAlias = tuple[Step, ...]

Reason: TypeAlias = Literal[
    "type",  # another kind of value: a string where only numbers are admitted
    "null",  # null alone is not admitted
    "value",  # values of an enumeration that are not admitted: `values`
    "enumerated",  # anything of its kind, where only some values are admitted
    "integer",  # any number, where only integers are admitted
    "minimum",  # also exclusive
    "maximum",
    "multiple",
    "min_length",
    "max_length",
    "pattern",
    "format",
    "min_items",
    "max_items",
    "unique",
    "length",  # of a tuple
    "required",  # a field may be absent that must be there; `sub` is None where it is unknown altogether
    "refused",  # a field, or any other member, may be there that is refused
    "min_size",  # of a dictionary
    "max_size",
    "member",  # a member of a union that is admitted by none
    "check",  # a named predicate of the app's
    "rule",  # a rule of JSON Schema that no other reason names
    "undecided",  # nobody knows
    "undeclared",  # harmless: a field of `sub` that `sup` does not speak of, and lets through
]

HARMLESS: Final = frozenset({"undeclared"})


# How closely one looks: at all that is said; at what a client's schema of a response checks; at what TypeScript sees.
Grain: TypeAlias = Literal["exact", "structural", "typescript"]


@dataclass(frozen=True, slots=True)
class View:
    """One side of a comparison: where references lead, in which direction values travel, how closely to look."""

    contract: Contract
    face: Face
    grain: Grain = "exact"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One reason, where it is, and the two types there.

    `witness` is a value of the whole of the first type, not only of the part at `steps`, that the second does not
    admit; missing where none was found, and then `reason` or `note` tells why. `values` are the values of an
    enumeration that are not admitted. Without a witness nothing is certain.
    """

    reason: Reason
    steps: Steps
    sub: Type | None
    sup: Type | None
    witness: JSON | Missing = MISSING
    values: tuple[JSON, ...] = ()
    note: str = ""

    @property
    def is_harmless(self) -> bool:
        return self.reason in HARMLESS


def shown_steps(steps: Steps) -> str:
    """As people write it: `items[].quantity`, `prices{}`, `point[0]`."""
    text = ""
    for step in steps:
        match step:
            case str():
                text += f".{step}" if text else step
            case int():
                text += f"[{step}]"
            case Each():
                text += step.value
    return text


def read_steps(text: str) -> Steps:
    """The steps that `shown_steps` has written. A field whose name has dots or brackets is read as several."""
    return tuple(int(match[1]) if match[1] else match[2] or Each(match[0]) for match in _STEP.finditer(text))


_STEP: Final = re.compile(r"\[\]|\{key\}|\{\}|\[(\d+)\]|\.?([^.\[\]{}]+)")
