"""Is a value one of a type?

Each kind of type asks further questions and waits for their answers; one loop asks them all, so that no value is too
deep, and no question is asked twice, so that no union makes it slow.
"""

from __future__ import annotations

import json
import math
from fractions import Fraction
from typing import TypeAlias, assert_never

from contractbridge.contract import (
    JSON,
    MISSING,
    Array,
    Binary,
    Boolean,
    Checked,
    Const,
    Encoded,
    Enum,
    Faced,
    Field,
    Intersection,
    Map,
    Missing,
    Never,
    Null,
    Number,
    Object,
    Path,
    Ref,
    Ruled,
    String,
    Tuple,
    Type,
    Union,
    Unknown,
)
from contractbridge.drift.mismatch import View
from contractbridge.drift.strings.texts import is_text
from contractbridge.drift.values.equality import identity, is_same
from contractbridge.drift.values.predicates import passes
from contractbridge.drift.values.ruling import Answering, Question, follow_rules
from contractbridge.drift.values.seeing import seen
from contractbridge.faces import is_present, structural

_Open: TypeAlias = tuple[tuple[int, int], Answering]


def admits(node: Type, value: JSON, view: View) -> bool:
    """Whether `value` is of type `node` under `view`.

    The world is open: a member that nobody declared is let through where `extra` is None. A format holds a text only
    to what all its readers agree on, and a check whose meaning is not known lets everything through.
    """
    # Both live as long as their answer, or another thing might have their id.
    known: dict[tuple[int, int], tuple[bool, Question]] = {}
    waiting: list[_Open] = []
    question: Question = (node, value)
    while True:
        key = (id(question[0]), id(question[1]))
        reply: bool | None = known[key][0] if key in known else None
        if reply is None:
            answering = _answer(*question, view)
            # What refers only to itself is nothing.
            known[key] = (answering is True, question)
            if isinstance(answering, bool):
                reply = answering
            else:
                waiting.append((key, answering))
        while True:
            if not waiting:
                return bool(reply)
            key, answering = waiting[-1]
            try:
                question = next(answering) if reply is None else answering.send(reply)
            except StopIteration as stop:
                waiting.pop()
                reply = stop.value
                known[key] = (reply, known[key][1])
            else:
                break


def _answer(node: Type, value: JSON, view: View) -> bool | Answering:
    match seen(node, view):
        case Unknown():
            return True
        case Never():
            return False
        case Null():
            return value is None
        case Boolean():
            return isinstance(value, bool)
        case Number() as number:
            return is_number(number, value, view)
        case String() as string:
            return isinstance(value, str) and is_text(string, value)
        case Binary():
            return isinstance(value, str)  # in JSON's place
        case Const(value=constant):
            return is_same(value, constant)
        case Enum(members=members):
            return any(is_same(value, each.value) for each in members)
        case Array() as array:
            return isinstance(value, list) and _is_array(array, value)
        case Tuple() as row:
            return isinstance(value, list) and _is_tuple(row, value)
        case Object() as record:
            return isinstance(value, dict) and _is_object(record, value, view)
        case Map() as table:
            return isinstance(value, dict) and _is_map(table, value)
        case Union(members=choices):
            return _is_any(choices, value)
        case Intersection(members=parts):
            return _is_all(parts, value)
        case Checked(type=inner, checks=checks):
            return all(passes(each, value) for each in checks) and _is_all((_loosened(inner),), value)
        case Encoded(type=inner):
            return isinstance(value, str) and _is_encoded(inner, value)
        case Ruled() as ruled:
            return follow_rules(ruled, value, view)
        case Ref() | Faced() as other:
            raise AssertionError(other)
        case other:
            assert_never(other)


def is_number(number: Number, value: JSON, view: View) -> bool:
    """Whether `value` is one of these numbers; 1.0 is an integer, and true is none."""
    if value is None:
        return number.infinite and view.face.direction == "response" and view.grain != "typescript"
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return False
    if number.integer and value % 1 != 0:
        return False
    return (
        (number.minimum is None or value >= number.minimum)
        and (number.maximum is None or value <= number.maximum)
        and (number.exclusive_minimum is None or value > number.exclusive_minimum)
        and (number.exclusive_maximum is None or value < number.exclusive_maximum)
        and (number.multiple_of is None or _is_multiple(value, number.multiple_of))
    )


def _is_multiple(value: float, step: float) -> bool:
    """As the decimals that they are written as."""
    return step == 0 or Fraction(repr(value)) % Fraction(repr(step)) == 0


def _loosened(node: Type) -> Type:
    """A type without the limits that its checks replace."""
    match node:
        case Array(items=items):
            return Array(items)
        case Map(values=values, keys=keys):
            return Map(values, keys)
        case Number() | String():
            return structural(node)
        case Union(members=members):
            return Union(tuple(map(_loosened, members)))
        case _:
            return node


def _is_array(array: Array, items: list[JSON]) -> Answering:
    if len(items) < (array.min_items or 0) or (array.max_items is not None and len(items) > array.max_items):
        return False
    if array.unique and len(set(map(identity, items))) < len(items):
        return False
    for each in items:
        if not (yield array.items, each):
            return False
    return True


def _is_tuple(row: Tuple, items: list[JSON]) -> Answering:
    if len(items) < len(row.items) or (row.rest is None and len(items) > len(row.items)):
        return False
    for at, each in enumerate(items):
        node = row.items[at] if at < len(row.items) else row.rest
        if node is not None and not (yield node, each):
            return False
    return True


def _is_object(record: Object, members: dict[str, JSON], view: View) -> Answering:
    taken: set[str] = set()
    for field in record.fields:
        found = members.get(field.name, MISSING)
        taken.add(field.name)
        if view.face.direction == "request":
            taken.update(str(path[0]) for path in field.aliases if path)
            found = _found(field, members)
        if isinstance(found, Missing):
            if is_present(field, view.face, view.contract):
                return False
        elif not (yield field.type, found):
            return False
    if record.extra is not None:
        for name, each in members.items():
            if name not in taken and not (yield record.extra, each):
                return False
    return True


def _found(field: Field, members: dict[str, JSON]) -> JSON | Missing:
    """The value of a field, under its name or where an alias leads."""
    if field.name in members and (field.name,) not in field.aliases:
        return members[field.name]
    return next((found for path in field.aliases if (found := _at(path, members)) is not MISSING), MISSING)


def _at(path: Path, value: JSON) -> JSON | Missing:
    for step in path:
        match value, step:
            case dict(), str() if step in value:
                value = value[step]
            case list(), int() if -len(value) <= step < len(value):
                value = value[step]
            case _:
                return MISSING
    return value


def _is_map(table: Map, members: dict[str, JSON]) -> Answering:
    if len(members) < (table.min_size or 0) or (table.max_size is not None and len(members) > table.max_size):
        return False
    for name, each in members.items():
        if not (yield table.keys, name) or not (yield table.values, each):
            return False
    return True


def _is_any(choices: tuple[Type, ...], value: JSON) -> Answering:
    for each in choices:
        if (yield each, value):
            return True
    return False


def _is_all(parts: tuple[Type, ...], value: JSON) -> Answering:
    for each in parts:
        if not (yield each, value):
            return False
    return True


def _is_encoded(inner: Type, text: str) -> Answering:
    try:
        value: JSON = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return (yield inner, value)
