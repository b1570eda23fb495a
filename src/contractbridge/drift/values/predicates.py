"""Does a value pass a check (`contract.Check`)? Pydantic's own core answers where it has such a type."""

from __future__ import annotations

import base64
import ipaddress
import json
import operator
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from contractbridge.contract import JSON, Check, String
from contractbridge.drift.strings.texts import is_text
from contractbridge.drift.values.equality import identity

Options = Mapping[str, Any]


def passes(check: Check, value: JSON) -> bool:
    """Whether `value`, which is of the checked type, passes. What is not known, or nobody can tell, lets it through:
    "anything", "omitted", the conversions whose names begin with "lax", a pattern beyond what is read here."""
    predicate = _PREDICATES.get(check.name)
    return predicate is None or predicate(value, dict(check.options))


def _core(value: JSON, name: str, options: Options) -> bool:
    try:
        _validator(name, json.dumps(options, sort_keys=True)).validate_python(value)
    except ValueError:
        return False
    return True


@lru_cache(1_000)
def _validator(name: str, options: str) -> Any:
    # Only documents of apps have checks.
    from pydantic_core import SchemaValidator, core_schema  # noqa: PLC0415

    given = {_NAMES.get(key, key): value for key, value in json.loads(options).items()}
    make = getattr(core_schema, f"{name}_schema")
    for bound in _BOUNDS & given.keys():
        given[bound] = SchemaValidator(make()).validate_python(given[bound])
    return SchemaValidator(make(**given))


def _of_core(name: str) -> Callable[[JSON, Options], bool]:
    return lambda value, options: _core(value, name, options)


def _is_text(value: JSON, options: Options) -> bool:
    if not isinstance(value, str):
        return True
    text = value.strip() if options.get("strip") else value
    if options.get("ascii") and not text.isascii():
        return False
    if not is_text(String("", options.get("min"), options.get("max")), text):
        return False
    pattern = options.get("pattern")
    if pattern is None:
        return True
    if options.get("dialect") == "python":
        return re.search(pattern, text, options.get("flags", 0)) is not None
    return is_text(String(pattern=pattern, dialect="rust"), text)


def _is_sized(size: int, options: Options) -> bool:
    most = options.get("max")
    return options.get("min", 0) <= size and (most is None or size <= most)


def _is_bytes(value: JSON, options: Options) -> bool:
    return not isinstance(value, str) or _is_sized(len(value.encode("utf-8", "surrogatepass")), options)


def _is_hex(value: JSON, options: Options) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"(?:[\da-fA-F]{2})*", value, re.ASCII):
        return False
    return _is_sized(len(value) // 2, options)


def _is_base64(value: JSON, options: Options) -> bool:
    if not isinstance(value, str):
        return False
    try:
        if within := options.get("within"):
            value = (_decoded(value) if within == "base64" else bytes.fromhex(value)).decode("latin-1")
        standard = value if options.get("alphabet") == "standard" else value.replace("-", "+").replace("_", "/")
        data = base64.b64decode(standard) if options.get("lenient") else _decoded(value)
        return _is_text(data.decode(), options) if options.get("text") else _is_sized(len(data), options)
    except ValueError:
        return False


def _decoded(value: str) -> bytes:
    """What a strict decoder makes of Base64, of either alphabet."""
    symbols = value.replace("-", "+").replace("_", "/").rstrip("=")
    return base64.b64decode(symbols + "=" * (-len(symbols) % 4), validate=True)


def _is_distinct(value: JSON, options: Options) -> bool:
    if not isinstance(value, list):
        return True
    # Python counts true and 1 as one, and others that nobody knows, where that is told.
    sizes = {**options, "max": None} if options.get("opaque") else options
    return _is_sized(len({identity(int(each) if isinstance(each, bool) else each) for each in value}), sizes)


def _is_email(value: JSON, options: Options) -> bool:
    return isinstance(value, str) and is_text(String("email"), value) and _is_text(value, options)


def _is_flags(value: JSON, options: Options) -> bool:
    mask = options.get("mask", 0)
    if isinstance(value, bool) or not isinstance(value, int | float) or value % 1 != 0:
        return False
    every = (1 << mask.bit_length()) - 1
    return bool(~every <= value <= every and int(value) & (every ^ mask) == 0) and value not in options.get(
        "refused", ()
    )


def _is_ip(value: JSON, options: Options) -> bool:
    kind, version = options.get("kind", "address"), options.get("version")
    for make in _ADDRESSES[kind] if version is None else (_ADDRESSES[kind][version == 6],):
        try:
            read = make(value)
        except ValueError:
            continue
        return all(getattr(operator, bound)(read, make(options[bound])) for bound in _BOUNDS & options.keys())
    return False


def _is_json(value: JSON, _options: Options) -> bool:
    try:
        return isinstance(value, str) and json.loads(value) is not Ellipsis
    except (ValueError, RecursionError):
        return False


def _is_url(value: JSON, options: Options) -> bool:
    known = {key: each for key, each in options.items() if key != "multiHost"}
    return _core(value, "multi_host_url" if options.get("multiHost") else "url", known)


_BOUNDS: Final = frozenset({"gt", "ge", "lt", "le", "multiple_of"})
# Pydantic's names of options.
_NAMES: Final = {
    "allowedSchemes": "allowed_schemes",
    "decimalPlaces": "decimal_places",
    "defaultHost": "default_host",
    "defaultPort": "default_port",
    "host": "host_required",
    "maxDigits": "max_digits",
    "maxLength": "max_length",
    "multipleOf": "multiple_of",
    "schemes": "allowed_schemes",
    "special": "allow_inf_nan",
    "timezone": "tz_constraint",
    "when": "now_op",
}
_ADDRESSES: Final[Mapping[str, tuple[Callable[[Any], object], ...]]] = {
    "address": (ipaddress.IPv4Address, ipaddress.IPv6Address),
    "interface": (ipaddress.IPv4Interface, ipaddress.IPv6Interface),
    "network": (ipaddress.IPv4Network, ipaddress.IPv6Network),
}
_PREDICATES: Final[Mapping[str, Callable[[JSON, Options], bool]]] = {
    "base64": _is_base64,
    "booleanKey": _of_core("bool"),
    "bytes": _is_bytes,
    "date": _of_core("date"),
    "dateTime": _of_core("datetime"),
    "decimal": _of_core("decimal"),
    "distinct": _is_distinct,
    "duration": _of_core("timedelta"),
    "email": _is_email,
    "flags": _is_flags,
    "hex": _is_hex,
    "integerKey": _of_core("int"),
    "ip": _is_ip,
    "jsonText": _is_json,
    "numberKey": lambda value, options: _core(
        value, "float", {key: each for key, each in options.items() if key != "finite"}
    ),
    "text": _is_text,
    "time": _of_core("time"),
    "url": _is_url,
    "uuid": _of_core("uuid"),
}
