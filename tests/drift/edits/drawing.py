"""Values of a type, drawn widely: every member of an enumeration, null where it may be, with and without defaults.

Written from annotations alone, so that it shares nothing with what it is there to measure.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

_TEXTS: Final = ("plain", "", "a", "abc-12", "10100", "me@example.com", "x" * 60)
_LEAVES: Final[dict[type, tuple[Any, ...]]] = {
    str: _TEXTS,
    int: (3, 0, 1, 50, -1, 10**6),
    float: (1.5, 0.0, -2.25, 3.0, 1e6),
    bool: (True, False),
    Decimal: (Decimal("1.50"), Decimal(0), Decimal("-3.25"), Decimal(100)),
    datetime: (
        datetime(2026, 5, 1, 10, tzinfo=UTC),
        datetime(2026, 5, 1, 10, 0, 0, 5),  # noqa: DTZ001  naive on purpose
        datetime(1999, 1, 1, tzinfo=timezone(timedelta(hours=-5))),
    ),
    date: (date(2026, 5, 1), date(1999, 12, 31)),
    UUID: (UUID("6f0c4f2e-8a54-4a7e-9d57-0d5b4b0f4f10"), UUID(int=0)),
    object: ("anything", 1, None, {"a": [1]}),
}
_DEEP: Final = 4


def draw(annotation: Any, depth: int = 0) -> list[Any]:
    """Values of `annotation`, the plainest first; none where nothing is known of it, or one got too deep."""
    return list(_admitted(annotation, _draw(annotation, depth)))


def _draw(annotation: Any, depth: int) -> Iterator[Any]:
    origin, args = get_origin(annotation), get_args(annotation)
    if annotation is None or annotation is type(None):
        yield None
    elif annotation is Any:
        yield from _LEAVES[object]
    elif origin is Annotated:
        yield from _draw(args[0], depth)
    elif origin is Literal:
        yield from args
    elif origin is Union or origin is types.UnionType:
        for each in args:
            yield from draw(each, depth)
    elif origin in (list, set, tuple, dict):
        yield from _collected(origin, args, depth)
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from annotation
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from _models(annotation, depth + 1)
    else:
        # Most types of Pydantic's are read from text.
        yield from _LEAVES.get(annotation, _TEXTS)


def _collected(origin: Any, args: tuple[Any, ...], depth: int) -> Iterator[Any]:
    if origin is dict:
        values = draw(args[1], depth) if depth < _DEEP else []
        keys = draw(args[0], depth)
        yield from ({}, *({keys[0]: each} for each in values), dict.fromkeys(keys, *values[:1]))
        return
    if origin is tuple and args[1:] != (...,):
        columns = [draw(each, depth) for each in args]
        for row in range(max(map(len, columns))):
            yield tuple(column[row % len(column)] for column in columns)
        return
    items = draw(args[0], depth) if depth < _DEEP else []
    yield items[:1]
    yield []
    yield from ([each] for each in items[1:])
    yield items[:3]


def _models(model: type[BaseModel], depth: int) -> Iterator[BaseModel]:
    if depth > _DEEP:
        return
    columns = {name: draw(_whole(field), depth) for name, field in model.model_fields.items()}
    full = {name: values[0] for name, values in columns.items() if values}
    if any(name not in full for name, field in model.model_fields.items() if field.is_required()):
        return
    short = {name: full[name] for name, field in model.model_fields.items() if field.is_required()}
    variants = ({**full, name: value} for name, values in columns.items() for value in values[1:])
    for each in (full, short, *variants):
        try:
            yield model.model_validate(each, by_name=True, by_alias=False)
        except ValidationError:
            continue


def _whole(field: FieldInfo) -> Any:
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


def _admitted(annotation: Any, values: Iterable[Any]) -> Iterator[Any]:
    adapter = TypeAdapter(annotation)
    for value in islice(values, 200):
        try:
            adapter.validate_python(value)
        except ValidationError:
            continue
        yield value
