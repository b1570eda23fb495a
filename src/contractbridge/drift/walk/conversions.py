"""What a FastAPI server converts: requests that the document does not describe, and that are answered all the same."""

from __future__ import annotations

from contractbridge.contract import (
    Array,
    Boolean,
    Check,
    Checked,
    Contract,
    Enum,
    Map,
    Null,
    Number,
    Object,
    String,
    Tuple,
    Type,
    Union,
    Unknown,
)
from contractbridge.drift.facts import Sides
from contractbridge.drift.mismatch import Mismatch, View
from contractbridge.drift.values.seeing import seen
from contractbridge.faces import REQUEST


def is_converted(mismatch: Mismatch, sides: Sides, *, by_text: bool) -> bool:
    """Whether the new server takes all values that do not fit. `by_text`: they travel as text, as parameters do."""
    if not sides.by_fastapi and not by_text:
        return False
    if mismatch.reason == "unique":
        # A set of Python's drops what comes twice.
        return sides.by_fastapi
    if mismatch.sub is None or mismatch.sup is None or mismatch.reason == "required":
        return False
    sub, sup = _flat(mismatch.sub, sides.old), _flat(mismatch.sup, sides.new)
    return all(
        any(
            (by_text and _reads_text(one, other, sides))
            or (sides.by_fastapi and _converts(one, other) and not (by_text and isinstance(one, Boolean)))
            for other in sup
        )
        for one in sub
        if one not in sup
    )


def is_never_sent(mismatch: Mismatch) -> bool:
    """Whether a response only looks as if it might hold that: a decimal is sent as text, whatever else is read.

    What a serializer makes of it is sent: an integer, or a float, which may be infinite.
    """
    match mismatch.sub:
        case Checked(type=Number(integer=False, infinite=False), checks=(Check(name="decimal"), *_)):
            return True
        case _:
            return False


def _flat(node: Type, contract: Contract) -> list[Type]:
    """`node`, or what it is a choice of, as requests have it; checked types stay so."""
    match seen(node, View(contract, REQUEST)):
        case Union(members=members):
            return [each for member in members for each in _flat(member, contract)]
        case other:
            return [other]


def _reads_text(sub: Type, sup: Type, sides: Sides) -> bool:
    """Whether the text of a value is one of the new type. No parameter is null: it is missing then."""
    match sub, sup:
        case (Null(), _):
            return sides.by_fastapi
        case (Boolean() | Number() | String() | Enum(), Unknown()):
            return True
        case (Boolean() | Number() | Enum() | Checked(), String()):
            return sup == String(numbers=sup.numbers)
        case (Array(items=items), _) if sides.by_fastapi and not isinstance(sup, Array):
            # The last of them counts.
            return all(each == sup or _reads_text(each, sup, sides) for each in _flat(items, sides.old))
        case (Array() | Tuple() | Object() | Map(), _):
            return False
        case (_, Array(items=items, min_items=least)):
            return (least or 0) <= 1 and (sub in _flat(items, sides.new) or items == sub)
        case _:
            return False


def _converts(sub: Type, sup: Type) -> bool:
    """Whether Pydantic makes every `sub` a `sup`."""
    match sub, sup:
        case (Boolean(), Number(strict=False)):
            return sup == Number(integer=sup.integer, infinite=sup.infinite)
        case (Number(), String(numbers=True)):
            return sup == String(numbers=True)
        case (Checked() | String(), Checked() | String()):
            return _kind(sub) == "date" and _kind(sup) == "dateTime" and not _is_limited(sup)
        case _:
            return False


def _kind(node: Type) -> str:
    match node:
        case Checked(checks=(check, *_)):
            return check.name
        case String(format="date"):
            return "date"
        case String(format="date-time"):
            return "dateTime"
        case _:
            return ""


def _is_limited(node: Checked | String) -> bool:
    return isinstance(node, Checked) and any(check.options for check in node.checks)
