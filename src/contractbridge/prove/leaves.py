"""Values without parts: for each type of core schema, its edges and a strategy."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Final, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from contractbridge.contract import JSON
from contractbridge.prove.samples import SAMPLES
from contractbridge.prove.wire import FILE
from contractbridge.readers.app.validators import CoreSchema

# Nothing is reckoned with numbers from there on, and few of them are tried.
BEYOND: Final = 1e300
# Without a strategy, those of the edges are drawn that are legal.
Reading: TypeAlias = tuple[tuple[JSON, ...], SearchStrategy[Any] | None]

# Of every kind a few: wrong for most types, and what nobody thought of for the others.
WRONG: Final[tuple[JSON, ...]] = (None, True, 0, 1.5, "", "a", "1", [], {})
POOL: Final[tuple[JSON, ...]] = (*WRONG, False, -1, 1, 2**53, "é", "😀", " a ", "true", [1], ["a"], [None], {"a": 1})
FORMATS: Final = frozenset(SAMPLES)


# All that UTF-8 has, which Hypothesis itself would find by trying each.
CHARACTERS: Final = st.characters(exclude_categories=["Cs"])
_BEYOND: Final = re.compile(r'"(?:[^"\\]|\\.)*"|Infinity')
_HALF: Final = re.compile("[\ud800-\udfff]")


def written(value: JSON) -> str:
    """JSON text of what Python reads from JSON: numbers beyond the floats, and halves of surrogate pairs."""
    text = json.dumps(value, ensure_ascii=False)
    if "Infinity" in text:
        text = _BEYOND.sub(lambda each: "1e999" if each[0] == "Infinity" else each[0], text)
    return _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def formatted(name: str, more: tuple[JSON, ...] = ()) -> Reading:
    return (*SAMPLES[name], *more), None


def nested(value: JSON, around: Callable[[JSON], JSON], times: int) -> JSON:
    """`value` with something around it, again and again."""
    for _ in range(times):
        value = around(value)
    return value


# Numbers


def read_int(schema: CoreSchema) -> Reading:
    least, most = _bounds(schema, 1)
    step = schema.get("multiple_of") or 1
    near = [bound + by for bound in _given(schema) for by in (-1, 0, 1)]
    edges = [
        *near,
        *([step, step + 1, -step, 2 * step] if step != 1 else []),
        0,
        1,
        -1,
        2**31,
        2**53 - 1,
        2**53,
        -(2**63),
        10**30,
        10**400,
    ]
    low = -(2**53) if least is None else math.ceil(least / step)
    high = max(2**53, low) if most is None else math.floor(most / step)
    if low > high:
        return (*edges,), st.nothing()
    return (*edges, 1.0, 1.5, "1", "1.0", " 1 "), st.integers(low, high).map(lambda each: each * step)


def read_float(schema: CoreSchema) -> Reading:
    given = [float(each) for each in _given(schema)]
    near = [
        each for bound in given for each in (bound, math.nextafter(bound, math.inf), math.nextafter(bound, -math.inf))
    ]
    step = schema.get("multiple_of")
    steps = [step, 3 * step, 1.5 * step, -step, step / 2] if step else []
    edges = [
        *near,
        *(each + by for each in given for by in (-1, 1)),
        *steps,
        0.1,
        -0.0,
        0,
        1e308,
        math.inf,
        -math.inf,
        10**400,
        5e-324,
        1e16,
        "1.5",
        "1e3",
    ]
    if step:
        return (*edges,), st.integers(-1000, 1000).map(lambda each: each * step)
    strategy = st.floats(
        _first(schema, "ge", "gt"),
        _first(schema, "le", "lt"),
        exclude_min="ge" not in schema and "gt" in schema,
        exclude_max="le" not in schema and "lt" in schema,
        allow_nan=False,
        allow_infinity=False,
    )
    return (*edges,), strategy


_DECIMALS: Final = (
    "1.5",
    "1e2",
    " 1 ",
    "1_000",
    "٣",
    "NaN",
    "Infinity",
    "",
    "abc",
    "-0",
    "+1",
    ".5",
    "1.",
    "0x1",
    0,
    1,
    1.5,
    -1,
    0.1,
    1e-7,
    10**30,
    10**400,
    math.inf,
)


def read_decimal(schema: CoreSchema) -> Reading:
    places = schema.get("decimal_places")
    digits = schema.get("max_digits")
    quantum = Decimal(1).scaleb(-(places if places is not None else 1))
    near = [str(Decimal(bound) + by) for bound in _given(schema) for by in (-quantum, 0, quantum)]
    lengths = [_nines(digits, places), _nines(digits + 1, places)] if digits else []
    if places is not None:
        lengths += [f"1.{'0' * places}", f"1.{'1' * places}", f"1.{'1' * (places + 1)}", f"1.{'0' * (places + 1)}"]
    least, most = _bounds(schema, quantum)
    if digits:
        limit = Decimal(10) ** (digits - (places or 0)) - quantum
        least, most = max(-limit, -limit if least is None else least), min(limit, limit if most is None else most)
    drawn = st.decimals(least, most, places=2 if places is None else places, allow_nan=False, allow_infinity=False)
    return (*near, *lengths, *_DECIMALS), st.one_of(drawn.map(str), drawn.map(float))


def _nines(digits: int, places: int | None) -> str:
    whole = "9" * max(digits - (places or 0), 0) or "0"
    return f"{whole}.{'9' * places}" if places else whole


def _given(schema: CoreSchema) -> list[Any]:
    return [schema[key] for key in ("ge", "gt", "le", "lt") if schema.get(key) is not None]


def _first(schema: CoreSchema, *keys: str) -> float | None:
    return next((float(schema[key]) for key in keys if schema.get(key) is not None), None)


def _bounds(schema: CoreSchema, unit: Any) -> tuple[Any, Any]:
    """The least and the most that is allowed, in steps of `unit`."""
    least = max([each for each in (schema.get("ge"), _plus(schema.get("gt"), unit)) if each is not None], default=None)
    most = min([each for each in (schema.get("le"), _plus(schema.get("lt"), -unit)) if each is not None], default=None)
    return least, most


def _plus(bound: Any, unit: Any) -> Any:
    return None if bound is None else bound + unit


# Strings

_TEXTS: Final = (
    "",
    "a",
    "A",
    "ab",
    "é",
    "😀",
    "e\u0301",
    " ",
    " a ",
    "\u00a0a",
    "a\n",
    "a\u0085",
    "\ufeffa",
    "\x00",
    "ß",
    "1",
    "١",
    "\ud83d",
    "a\udc00",
)


def read_str(schema: CoreSchema) -> Reading:
    least, most = schema.get("min_length") or 0, schema.get("max_length")
    lengths = {max(length + by, 0) for length in (least, most) if length for by in (-1, 0, 1)}
    sized = [letter * length for length in sorted(lengths) if length < 10_000 for letter in ("a", "😀", "0")]
    padded = [f" {text} " for text in sized[:1]]
    text = _matching(schema["pattern"]) if "pattern" in schema else None
    if text is None:
        return (*sized, *padded, *_TEXTS), st.text(
            CHARACTERS, min_size=least, max_size=max(least, min(most or 20, least + 20))
        )
    strategy = text.filter(lambda each: least <= len(each) <= (len(each) if most is None else most))
    return (*sized, *padded, *_TEXTS), strategy


def read_bytes(schema: CoreSchema) -> Reading:
    edges, _ = read_str(schema)
    least = schema.get("min_length") or 0
    return (*edges, FILE), st.text(st.characters(max_codepoint=126), min_size=least, max_size=least + 8)


def _matching(pattern: Any) -> SearchStrategy[str] | None:
    """Texts that Python matches with a pattern, which is mostly what Rust matches."""
    try:
        compiled = re.compile(pattern.replace(r"\z", r"\Z")) if isinstance(pattern, str) else pattern
        strategy = st.from_regex(compiled, alphabet=CHARACTERS)
        strategy.validate()
    except Exception:  # noqa: BLE001  a pattern of Rust's own, or one that Hypothesis knows nothing of
        return None
    return strategy


# Times


def read_date(schema: CoreSchema) -> Reading:
    near = [(bound + timedelta(days=by)).isoformat() for bound in _given(schema) for by in (-1, 0, 1)]
    least, most = _bounds(schema, timedelta(days=1))
    drawn = st.dates(least or date.min, most or date.max).map(date.isoformat)
    return formatted("date", tuple(near))[0], drawn


def read_datetime(schema: CoreSchema) -> Reading:
    near = [(bound + timedelta(microseconds=by)).isoformat() for bound in _given(schema) for by in (-1, 0, 1)]
    zones: Any = {"aware": st.just(UTC), "naive": st.none()}.get(
        schema.get("tz_constraint", ""), st.none() | st.just(UTC)
    )
    least, most = (None if bound is None else bound.replace(tzinfo=None) for bound in _bounds(schema, timedelta()))
    drawn = st.datetimes(least or datetime.min, most or datetime.max, timezones=zones)  # noqa: DTZ901
    return formatted("date-time", tuple(near))[0], drawn.map(datetime.isoformat)


def read_time(schema: CoreSchema) -> Reading:
    near = [bound.isoformat() for bound in _given(schema)]
    return formatted("time", tuple(near))[0], st.times().map(lambda each: each.isoformat())


def read_timedelta(schema: CoreSchema) -> Reading:
    near: list[JSON] = [
        (bound + timedelta(seconds=by)).total_seconds() for bound in _given(schema) for by in (-1, 0, 1)
    ]
    near += [f"PT{each}S" for each in near]
    return formatted("duration", tuple(near))


# Constants and the rest


def read_literal(schema: CoreSchema) -> Reading:
    return _constants([each.value if isinstance(each, Enum) else each for each in schema["expected"]])


def read_enum(schema: CoreSchema) -> Reading:
    return _constants([each.value for each in schema["members"]])


def _constants(values: list[Any]) -> Reading:
    known = [each for each in values if isinstance(each, str | int | float | None)]
    near = [f"{each}x" if isinstance(each, str) else str(each) for each in known[:3]]
    swapped = [each.swapcase() for each in known[:2] if isinstance(each, str)]
    numbers = [each + 1 for each in known if isinstance(each, int | float)]
    return (*known, *near, *swapped, *numbers), st.sampled_from(known) if known else st.nothing()


def _read_bool(_schema: CoreSchema) -> Reading:
    return (True, False, 1, 0, "true", "yes", "on", 2), st.booleans()


def _read_none(_schema: CoreSchema) -> Reading:
    return (None,), st.none()


def _read_any(_schema: CoreSchema) -> Reading:
    return (
        *POOL,
        math.inf,
        10**30,
        "\ud83d",
        {"__proto__": 1},
        nested([], lambda inner: [inner], 64),
    ), st.sampled_from(POOL)


READERS: Final[Mapping[str, Callable[[CoreSchema], Reading]]] = {
    "any": _read_any,
    "bool": _read_bool,
    "bytes": read_bytes,
    "date": read_date,
    "datetime": read_datetime,
    "decimal": read_decimal,
    "enum": read_enum,
    "float": read_float,
    "int": read_int,
    "literal": read_literal,
    "multi-host-url": lambda _: formatted("multi-host-uri"),
    "none": _read_none,
    "str": read_str,
    "time": read_time,
    "timedelta": read_timedelta,
    "url": lambda _: formatted("uri"),
    "uuid": lambda _: formatted("uuid"),
}
