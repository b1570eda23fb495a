"""Facts about scalars: what Pydantic takes for text, a number, a moment or an address, as checks with options."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeAlias, get_origin

from pydantic_core import to_jsonable_python

from contractbridge.readers.facts import EXTENSION

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

CoreSchema: TypeAlias = Mapping[str, Any]
Config: TypeAlias = Any  # Pydantic's wrapper of a model's configuration, with its defaults
Facts: TypeAlias = dict[str, Any]
Read: TypeAlias = Callable[[CoreSchema, "JsonSchemaValue", Config], Facts]

_EXACT: Final = 2**53
_JSON: Final[tuple[Any, ...]] = (None, True, 0, 0.5, "", [], {})
_JSON_TYPES: Final[Mapping[type, str]] = {
    bool: "boolean",
    dict: "object",
    float: "number",
    int: "integer",
    list: "array",
    str: "string",
    type(None): "null",
}
BOUNDS: Final = ("gt", "ge", "lt", "le")
# Formats of the addresses that functions of Pydantic's validate.
_ADDRESSES: Final[Mapping[str, Mapping[str, Any]]] = {
    "ipv4": {"version": 4},
    "ipv6": {"version": 6},
    "ipvanyaddress": {},
    "ipv4interface": {"version": 4, "kind": "interface"},
    "ipv6interface": {"version": 6, "kind": "interface"},
    "ipvanyinterface": {"kind": "interface"},
    "ipv4network": {"version": 4, "kind": "network"},
    "ipv6network": {"version": 6, "kind": "network"},
    "ipvanynetwork": {"kind": "network"},
}


def check(name: str, **options: Any) -> Facts:
    given = {option: value for option, value in options.items() if value is not None}
    return {"checks": [{"name": name, **given}]}


def bounds(schema: CoreSchema, write: Callable[[Any], Any]) -> dict[str, Any]:
    given = {bound: schema[bound] for bound in BOUNDS if schema.get(bound) is not None}
    return {bound: write(limit) for bound, limit in given.items() if is_finite(limit)}


def is_finite(limit: Any) -> bool:
    return not isinstance(limit, float | Decimal) or math.isfinite(limit)


def written(value: Any) -> Any:
    return to_jsonable_python(value)


def _text(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    facts = {"numbers": True} if takes_numbers(schema, config) else {}
    limits = limits_of_text("text", schema, config)
    options = limits["checks"][0]
    beyond = options.get("dialect") == "python" or not {"strip", "ascii", "case"}.isdisjoint(options)
    # Older versions of Pydantic say nothing of the limits of a configuration.
    unsaid = described.get("type") == "string" and any(
        limit in options and word not in described for limit, word in (("min", "minLength"), ("max", "maxLength"))
    )
    return facts | limits if beyond or unsaid else facts


def takes_numbers(schema: CoreSchema, config: Config) -> bool:
    numbers = schema.get("coerce_numbers_to_str", config.coerce_numbers_to_str)
    return bool(schema["type"] == "str" and numbers and not schema.get("strict", config.strict))


def limits_of_text(name: str, schema: CoreSchema, config: Config) -> Facts:
    pattern = schema.get("pattern")
    flags = 0
    python = pattern is not None and schema.get("regex_engine", config.regex_engine) == "python-re"
    if isinstance(pattern, re.Pattern):
        python, flags, pattern = True, pattern.flags & ~re.UNICODE, pattern.pattern
    return check(
        name,
        min=schema.get("min_length", config.str_min_length) or None,
        max=schema.get("max_length", config.str_max_length),
        pattern=pattern,
        dialect="python" if python else "rust" if pattern else None,
        flags=flags or None,
        strip=schema.get("strip_whitespace", config.str_strip_whitespace) or None,
        ascii=schema.get("ascii_only") or None,
        case=_case(schema, config),
    )


def _case(schema: CoreSchema, config: Config) -> str | None:
    """What letters are made of a text, after it has been checked."""
    if schema.get("to_lower", config.str_to_lower):
        return "lower"
    return "upper" if schema.get("to_upper", config.str_to_upper) else None


def _bytes(schema: CoreSchema, _described: JsonSchemaValue, config: Config) -> Facts:
    limits = {"min": schema.get("min_length"), "max": schema.get("max_length")}
    match config.val_json_bytes:
        case "base64":
            return check("base64", **limits)
        case "hex":
            return check("hex", **limits)
        case _:
            return check("bytes", **limits)


def _unit(config: Config) -> str | None:
    """What a number counts since 1970, where its size is not to tell."""
    unit: str | None = config.config_dict.get("val_temporal_unit")
    return None if unit == "infer" else unit


def _moment(name: str, schema: CoreSchema, described: JsonSchemaValue, config: Config, **options: Any) -> Facts:
    """A check, and what is sent where Pydantic's JSON schema says something else."""
    counted = name == "duration" and config.ser_json_timedelta == "float"
    sent = config.config_dict.get("ser_json_temporal", "seconds" if counted else "iso8601")
    kind, becomes = ("string", "text") if sent == "iso8601" else ("number", "number")
    differs = described.get("type", kind) != kind
    return {**check(name, **options, **bounds(schema, written)), **({"becomes": becomes} if differs else {})}


def _date_time(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    options = {"timezone": schema.get("tz_constraint"), "when": schema.get("now_op"), "unit": _unit(config)}
    return _moment("dateTime", schema, described, config, **options)


def _date(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    return _moment("date", schema, described, config, when=schema.get("now_op"), unit=_unit(config))


def _time(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    return _moment("time", schema, described, config, timezone=schema.get("tz_constraint"))


def _duration(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    return _moment("duration", schema, described, config)


def _integer(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    """FastAPI writes bounds as floats, which lack some integers."""
    limits = bounds(schema, int)
    return {"limits": limits} if any(abs(each) > _EXACT for each in limits.values()) else {}


def _decimal(schema: CoreSchema, _described: JsonSchemaValue, config: Config) -> Facts:
    step = schema.get("multiple_of")
    special = schema.get("allow_inf_nan", config.config_dict.get("allow_inf_nan"))
    return check(
        "decimal",
        maxDigits=schema.get("max_digits"),
        decimalPlaces=schema.get("decimal_places"),
        multipleOf=None if step is None else str(step),
        special=special or None,
        **bounds(schema, str),
    )


def _fraction(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    step = schema.get("multiple_of")
    spaced = sys.version_info >= (3, 12) or None
    return check(
        "fraction", multipleOf=None if step is None else _exactly(step), spaced=spaced, **bounds(schema, _exactly)
    )


def _exactly(limit: Any) -> str:
    return str(Fraction(limit))


def _complex(_schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    return check("complex")


def _float(schema: CoreSchema, _described: JsonSchemaValue, config: Config) -> Facts:
    """What JSON has no number for is sent as null, or as a string."""
    if schema.get("allow_inf_nan", config.allow_inf_nan) is False:
        return {}
    return {"infinite": "text" if config.ser_json_inf_nan == "strings" else "null"}


def _uuid(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    return check("uuid", version=schema.get("version"))


def _url(schema: CoreSchema, _described: JsonSchemaValue, config: Config) -> Facts:
    return check(
        "url",
        schemes=schema.get("allowed_schemes"),
        maxLength=schema.get("max_length"),
        host=schema.get("host_required") or None,
        defaultHost=schema.get("default_host"),
        defaultPort=schema.get("default_port"),
        multiHost=schema["type"] == "multi-host-url" or None,
        strict=schema.get("strict", config.strict) or None,
    )


def _either(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    """An address or a path, or a secret, whose text or bytes are within."""
    strict = schema.get("strict", config.strict)
    never = {"never": "strict"} if strict else {}
    match schema["lax_schema"]:
        case {"json_schema": {"schema": {"type": "str"} as text}} if described.get("format") == "password":
            return _text({**text, "strict": strict}, described, config)
        case {"json_schema": {"schema": {"type": "bytes"} as data}} if described.get("format") == "password":
            return _bytes(data, described, config) | never
        case _:
            taken = schema["strict_schema"]
            facts = _address(schema, described, config)
            return facts | never if taken["type"] == "chain" or _wants_instance(taken) else facts


def _plain(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    """An address, or a pattern of bytes: no text is one."""
    is_pattern = getattr(schema["function"]["function"], "__name__", "") == "pattern_bytes_validator"
    return {"never": "bytes"} if is_pattern else _address(schema, described, config)


def _address(schema: CoreSchema, described: JsonSchemaValue, _config: Config) -> Facts:
    named = described.get("format", "")
    options = _ADDRESSES[named] if named in _ADDRESSES else _address_by_name(schema)
    return {} if options is None else check("ip", **options)


def _address_by_name(schema: CoreSchema) -> Mapping[str, Any] | None:
    """Read of what kind an address is that has no JSON schema of its own."""
    function = schema.get("lax_schema", schema).get("function", {}).get("function")
    found = re.fullmatch(r"ip_v([46])_(address|interface|network)_validator", getattr(function, "__name__", ""))
    return {"version": int(found[1]), "kind": found[2]} if found else None


def _instance(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    """`InstanceOf`: FastAPI gives Pydantic what Python made of JSON, which is of a few classes, whatever is in it.
    An enumeration without members, such as `Enum` itself, is asked for in the same way, and so is a `Sequence` of
    anything, which a text is too."""
    if _wants_instance(schema):
        return {"never": "instance"}
    match schema:
        case {"python_schema": {"type": "is-instance", "cls": cls}} if isinstance(cls := get_origin(cls) or cls, type):
            strict = {EXTENSION: {"strict": True}}
            return {"validates": {"anyOf": [{"type": _JSON_TYPES[each], **strict} for each in _read_as(cls)]}}
        case _:
            return {}


def _read_as(cls: type) -> list[type]:
    """The classes of what is read of JSON that are of a class."""
    return [each for each in _JSON_TYPES if issubclass(each, cls)]


def _wants_instance(schema: CoreSchema) -> bool:
    """Whether a schema takes nothing but instances of a class that JSON has none of."""
    match schema:
        case {"type": "chain", "steps": [inner, *_]} | {"type": "json-or-python", "python_schema": inner}:
            return _wants_instance(inner)
        case {"type": "is-instance", "cls": type() as cls}:
            return not _read_as(cls)
        case _:
            return False


SCALARS: Final[Mapping[str, Read]] = {
    "bytes": _bytes,
    "complex": _complex,
    "date": _date,
    "datetime": _date_time,
    "decimal": _decimal,
    "float": _float,
    "fraction": _fraction,
    "function-plain": _plain,
    "int": _integer,
    "is-instance": _instance,
    "json-or-python": _instance,
    "lax-or-strict": _either,
    "multi-host-url": _url,
    "str": _text,
    "time": _time,
    "timedelta": _duration,
    "url": _url,
    "uuid": _uuid,
}
