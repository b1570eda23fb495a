"""Facts about values: what Pydantic takes for one where JSON Schema cannot say it, by the type of core schema.

FastAPI gives Pydantic what `json.loads` made of a body, so a strict field sees a string where it wants a `datetime`,
and no body can satisfy it: that is the fact `never`. The other facts are checks: names and options of predicates.
"""

from __future__ import annotations

import enum
import functools
import inspect
import operator
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pydantic import BaseModel, ByteSize, EmailStr, NameEmail, ValidationError
from pydantic.types import EncodedBytes, EncodedStr
from pydantic_core import SchemaValidator, to_jsonable_python

from contractbridge.readers.app.hashing import hashable_depth
from contractbridge.readers.facts import EXTENSION

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

CoreSchema: TypeAlias = Mapping[str, Any]
Config: TypeAlias = Any  # Pydantic's wrapper of a model's configuration, with its defaults
Facts: TypeAlias = dict[str, Any]
Read: TypeAlias = Callable[[CoreSchema, "JsonSchemaValue", Config], Facts]

_EXACT: Final = 2**53
_BOUNDS: Final = ("gt", "ge", "lt", "le")
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
_ALPHABETS: Final = {"Base64Encoder": "standard", "Base64UrlEncoder": "url"}


def value_facts(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    """Read what the core schema of a value says beyond its JSON schema, `described`."""
    kind = schema["type"]
    if kind == "enum" and "ref" in schema:
        return _enum(schema, described, config)  # `use_facts` tells whether it is strict
    if kind in _NEVER_FROM_JSON and schema.get("strict", config.strict):
        return {"never": "strict"}
    facts = _READ[kind](schema, described, config) if kind in _READ else {}
    if kind in _COERCED and schema.get("strict", config.strict):
        facts = {**facts, "strict": True}
    return {**facts, **_serializer_facts(schema)}


def use_facts(schema: CoreSchema, config: Config) -> Facts:
    """Read what holds where a definition is used, and not for the definition, which others share."""
    if schema["type"] == "dataclass":
        own = schema.get("config")
        strict = schema.get("strict", config.strict if own is None else own.get("strict"))
        return {"never": "strict"} if strict else {}
    if schema["type"] != "enum":
        return {}
    strict = schema.get("strict", config.strict and _strictness_reaches_definitions())
    return {"never": "strict"} if strict else {}


@functools.cache
def _strictness_reaches_definitions() -> bool:
    """Tell whether a strict model's enumeration is strict where others use it too: older Pydantics forgot that."""

    class Word(enum.Enum):
        ONE = "one"

    class Strict(BaseModel, strict=True):
        word: Word

    class Both(BaseModel):
        word: Word
        strict: Strict

    try:
        Both.model_validate({"word": "one", "strict": {"word": "one"}})
    except ValidationError:
        return True
    return False


def shared_facts(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> JsonSchemaValue:
    """Add to the members of a union what other members take of their values: a number as text, a moment as a number, or
    a text as one."""
    choices = [each[0] if isinstance(each, tuple) else each for each in schema["choices"]]
    lax = [each for each in choices if not each.get("strict", config.strict)]
    texts = [check for each in lax if (check := _as_text(each, config))]
    numbers = [_READ[each["type"]](each, {}, config)["checks"] for each in lax if each["type"] in _MOMENTS]
    numbers += [_limits_of_text("numeral", each, config)["checks"] for each in lax if _takes_numbers(each, config)]
    numbers += [_check("bit")["checks"] for each in lax if each["type"] == "bool"]
    if not isinstance(members := described.get("anyOf"), list):
        return described
    return {**described, "anyOf": [_sharing(each, texts, numbers) for each in members]}


def _sharing(member: JsonSchemaValue, texts: list[Any], numbers: list[Any]) -> JsonSchemaValue:
    facts = member.get(EXTENSION, {})
    match member.get("type"):
        case "string" if texts and ("checks" in facts or not _LIMITS.isdisjoint(member)):
            return {**member, EXTENSION: {**facts, "also": texts}}
        case "integer" | "number" if numbers:
            return {**member, EXTENSION: {**facts, "also": numbers}}
        case _:
            return member


def _as_text(schema: CoreSchema, config: Config) -> Any:
    return _keys({"keys_schema": schema}, {}, config)["keys"] if schema["type"] in {"int", "float", "bool"} else None


def _check(name: str, **options: Any) -> Facts:
    given = {option: value for option, value in options.items() if value is not None}
    return {"checks": [{"name": name, **given}]}


def _bounds(schema: CoreSchema, write: Callable[[Any], Any]) -> dict[str, Any]:
    return {bound: write(schema[bound]) for bound in _BOUNDS if schema.get(bound) is not None}


def _written(value: Any) -> Any:
    return to_jsonable_python(value)


# Scalars


def _text(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    facts = {"numbers": True} if _takes_numbers(schema, config) else {}
    limits = _limits_of_text("text", schema, config)
    options = limits["checks"][0]
    beyond = options.get("dialect") == "python" or not {"strip", "ascii"}.isdisjoint(options)
    # Older versions of Pydantic say nothing of the limits of a configuration.
    unsaid = described.get("type") == "string" and any(
        limit in options and word not in described for limit, word in (("min", "minLength"), ("max", "maxLength"))
    )
    return facts | limits if beyond or unsaid else facts


def _takes_numbers(schema: CoreSchema, config: Config) -> bool:
    numbers = schema.get("coerce_numbers_to_str", config.coerce_numbers_to_str)
    return bool(schema["type"] == "str" and numbers and not schema.get("strict", config.strict))


def _limits_of_text(check: str, schema: CoreSchema, config: Config) -> Facts:
    pattern = schema.get("pattern")
    flags = 0
    python = pattern is not None and schema.get("regex_engine", config.regex_engine) == "python-re"
    if isinstance(pattern, re.Pattern):
        python, flags, pattern = True, pattern.flags & ~re.UNICODE, pattern.pattern
    return _check(
        check,
        min=schema.get("min_length", config.str_min_length) or None,
        max=schema.get("max_length", config.str_max_length),
        pattern=pattern,
        dialect="python" if python else "rust" if pattern else None,
        flags=flags or None,
        strip=schema.get("strip_whitespace", config.str_strip_whitespace) or None,
        ascii=schema.get("ascii_only") or None,
    )


def _bytes(schema: CoreSchema, _described: JsonSchemaValue, config: Config) -> Facts:
    limits = {"min": schema.get("min_length"), "max": schema.get("max_length")}
    match config.val_json_bytes:
        case "base64":
            return _check("base64", **limits)
        case "hex":
            return _check("hex", **limits)
        case _:
            return _check("bytes", **limits)


def _unit(config: Config) -> str | None:
    """What a number counts since 1970, where its size is not to tell."""
    unit: str | None = config.config_dict.get("val_temporal_unit")
    return None if unit == "infer" else unit


def _date_time(schema: CoreSchema, _described: JsonSchemaValue, config: Config) -> Facts:
    limits = _bounds(schema, _written)
    zone = schema.get("tz_constraint")
    return _check("dateTime", timezone=zone, when=schema.get("now_op"), unit=_unit(config), **limits)


def _date(schema: CoreSchema, _described: JsonSchemaValue, config: Config) -> Facts:
    return _check("date", when=schema.get("now_op"), unit=_unit(config), **_bounds(schema, _written))


def _time(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    return _check("time", timezone=schema.get("tz_constraint"), **_bounds(schema, _written))


def _duration(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    return _check("duration", **_bounds(schema, _written))


def _integer(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    """FastAPI writes bounds as floats, which lack some integers."""
    bounds = _bounds(schema, int)
    return {"bounds": bounds} if any(abs(bound) > _EXACT for bound in bounds.values()) else {}


def _decimal(schema: CoreSchema, _described: JsonSchemaValue, config: Config) -> Facts:
    step = schema.get("multiple_of")
    special = schema.get("allow_inf_nan", config.config_dict.get("allow_inf_nan"))
    return _check(
        "decimal",
        maxDigits=schema.get("max_digits"),
        decimalPlaces=schema.get("decimal_places"),
        multipleOf=None if step is None else str(step),
        special=special or None,
        **_bounds(schema, str),
    )


def _fraction(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    step = schema.get("multiple_of")
    spaced = sys.version_info >= (3, 12) or None
    return _check("fraction", multipleOf=None if step is None else str(step), spaced=spaced, **_bounds(schema, str))


def _complex(_schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    return _check("complex")


def _float(schema: CoreSchema, _described: JsonSchemaValue, config: Config) -> Facts:
    """What JSON has no number for is sent as null, or as a string."""
    if schema.get("allow_inf_nan", config.allow_inf_nan) is False:
        return {}
    return {"infinite": "text" if config.ser_json_inf_nan == "strings" else "null"}


def _uuid(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    return _check("uuid", version=schema.get("version"))


def _url(schema: CoreSchema, _described: JsonSchemaValue, config: Config) -> Facts:
    return _check(
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
    """An address, or a secret, whose text is within."""
    match schema["lax_schema"]:
        case {"json_schema": {"schema": {"type": "str"} as text}} if described.get("format") == "password":
            return {"numbers": True} if _takes_numbers({**text, "strict": config.strict}, config) else {}
        case {"json_schema": {"schema": {"type": "bytes"}}} if described.get("format") == "password":
            return _check("bytes")
        case _:
            return _address(schema, described, config)


def _address(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    options = _ADDRESSES.get(described.get("format", ""))
    if options is None:
        return {}
    if schema["type"] == "lax-or-strict" and schema.get("strict", config.strict):
        return {"never": "strict"}
    return _check("ip", **options)


def _enum(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    cls = schema["cls"]
    kind = _TEXTS.get(schema.get("sub_type", ""))
    texts = {"text": kind} if kind else {}
    if not issubclass(cls, enum.Flag):
        if any("_missing_" in vars(each) for each in _own_bases(cls)):
            return {"text": "any"}
        return texts | _foreign_members(schema)
    if cls._boundary_ is not enum.FlagBoundary.STRICT:
        return {"combines": True, **texts}
    mask = functools.reduce(operator.or_, (each.value for each in schema["members"]), 0)
    return {"combines": True, **texts, **_check("flags", mask=mask)}


def _own_bases(cls: type) -> Iterator[type]:
    """Give a class and its bases as far as they are the app's."""
    return (each for each in cls.__mro__ if each.__module__ != "enum")


def _foreign_members(schema: CoreSchema) -> Facts:
    """The members whose values are of no type of JSON, such as tuples and bytes: no request has them."""
    foreign = [each.value for each in schema["members"] if not isinstance(each.value, _JSON_TYPES)]
    if not foreign:
        return {}
    validator = SchemaValidator({key: part for key, part in schema.items() if key != "ref"})
    refused = [as_json for value in foreign if not validator.isinstance_python(as_json := _written(value))]
    return {"refuses": refused} if refused else {}


def _literal(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    """A member of an enumeration is no JSON value, unless its class also is that of one."""
    expected = schema["expected"]
    plain = [each for each in expected if not isinstance(each, enum.Enum) or isinstance(each, str | int)]
    if not plain:
        return {"never": "member"}
    refused = [_written(each.value) for each in expected if each not in plain]
    return {"refuses": refused} if refused else {}


def _tagged(schema: CoreSchema, described: JsonSchemaValue, _config: Config) -> Facts:
    """A tag is looked for under its field's name, and then under its alias, the one that the document has."""
    match schema["discriminator"], described:
        case [[str(name)], *_], {"discriminator": {"propertyName": alias}} if name != alias:
            return {"tag": name}
        case _:
            return {}


def _default(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    return {"omitted": True} if schema.get("on_error") == "omit" else {}


# Collections


def _distinct(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    limits = {"min": schema.get("min_length"), "max": schema.get("max_length")}
    depth = hashable_depth(schema.get("items_schema", {"type": "any"}))
    told = {**limits, "hashable": depth}
    return _check("distinct", **told) if any(each is not None for each in told.values()) else {}


def _keys(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    keys = schema.get("keys_schema", {"type": "any"})
    while keys["type"] in _AROUND:
        keys = keys["schema"]
    match keys["type"]:
        case "int":
            facts = _check("integerKey", multipleOf=keys.get("multiple_of"), **_bounds(keys, int))
        case "float":
            finite = keys.get("allow_inf_nan", config.allow_inf_nan) is False
            step = keys.get("multiple_of")
            facts = _check("numberKey", finite=finite or None, multipleOf=step, **_bounds(keys, float))
        case "bool":
            facts = _check("booleanKey")
        case "str" | "bytes" | "decimal":
            facts = value_facts(keys, {}, config)
        case _ if "propertyNames" in described:
            return {}
        case "enum" | "literal" if names := _names_of(keys):
            pattern = f"^(?:{'|'.join(map(re.escape, names))})\\Z"
            facts = _check("text", pattern=pattern, dialect="python")
        case _:
            # Older versions of Pydantic say nothing of them.
            facts = value_facts(keys, {}, config)
    return {"keys": facts["checks"]} if "checks" in facts else {}


def _names_of(keys: CoreSchema) -> list[str]:
    """The names that an enumeration or a literal allows, where these are texts."""
    allowed = keys["expected"] if keys["type"] == "literal" else [each.value for each in keys["members"]]
    return allowed if all(type(each) is str for each in allowed) else []


def _json(schema: CoreSchema, described: JsonSchemaValue, _config: Config) -> Facts:
    """What is sent is the content, and no string."""
    if described.get("contentMediaType") != "application/json":
        return {}
    return {"encodes": True} if "schema" in schema else _check("jsonText")


def _given(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    """A field that is no argument is not looked at."""
    return {} if schema.get("init", True) else {"free": True}


def _named_tuple(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    return {"fields": [field.get("validation_alias", field["name"]) for field in schema["fields"]]}


def _call(schema: CoreSchema, described: JsonSchemaValue, _config: Config) -> Facts:
    """A named tuple, as older versions of Pydantic had it."""
    arguments = schema["arguments_schema"].get("arguments_schema", ())
    return {"fields": [each["name"] for each in arguments]} if described.get("type") == "array" else {}


# Functions


def _after(schema: CoreSchema, described: JsonSchemaValue, _config: Config) -> Facts:
    function = schema["function"]["function"]
    owner = getattr(function, "__self__", None)
    if owner is EmailStr or owner is NameEmail:
        return _check("email")
    if owner is ByteSize:
        return _check("byteSize")
    if isinstance(owner, EncodedBytes | EncodedStr):
        alphabet = _ALPHABETS.get(owner.encoder.__name__)
        text = isinstance(owner, EncodedStr) or None
        return _check("base64", alphabet=alphabet, lenient=True, text=text) if alphabet else {}
    if isinstance(function, functools.partial) and _is_pydantics(function.func):
        # What is a choice of types has its facts on each.
        known = described.get("anyOf", [described])[0].get(EXTENSION, {}) | described.get(EXTENSION, {})
        return _tightened(known.get("checks", []), function.keywords) or _narrowed(known, function.keywords)
    return {}


def _tightened(checks: list[Facts], limits: Mapping[str, Any]) -> Facts:
    """A limit that Pydantic checks with a function, because a validator stands before it."""
    options = {"min_length": "min", "max_length": "max"}
    found = {options[name]: limit for name, limit in limits.items() if name in options}
    match checks:
        case [{"name": "byteSize"} as check]:
            return {"checks": [{**check, **{name: limits[name] for name in _BOUNDS if name in limits}}]}
        case [{"name": "url"} as check] if found and "multiHost" not in check:
            return {"checks": [{**check, **found}]}
        case [{"name": "base64" | "bytes" | "distinct" | "email" | "text"} as check] if found:
            return {"checks": [{**check, **found}]}
        case _:
            return {}


def _narrowed(known: Facts, limits: Mapping[str, Any]) -> Facts:
    """Bounds of what is a choice of numbers."""
    bounds = {name: limits[name] for name in _BOUNDS if isinstance(limits.get(name), int | float)}
    return {"bounds": {**known.get("bounds", {}), **bounds}} if bounds else {}


def _before(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    """A validator that sees the value first may turn anything into what the limits ask for."""
    function, inner = schema["function"]["function"], schema.get("schema", {})
    # As a validator that comes first, `str.strip` is the app's choice.
    if _is_pydantics(function) and _module_of(function) != "builtins":
        return _READ[inner["type"]](inner, described, config) if inner.get("type") in _URLS else {}
    return {} if "ref" in schema else {"free": True}


def _serializer_facts(schema: CoreSchema) -> Facts:
    """A serializer that does not say what it returns may send anything."""
    match schema.get("serialization"):
        case {"return_schema": {"type": str(returned)}} if returned != "any":
            return {}
        case {"type": "function-plain" | "function-wrap", "function": function} if not _is_pydantics(function):
            return {"serializer": _name_of(function)}
        case _:
            return {}


def _is_pydantics(function: Any) -> bool:
    return _module_of(function) in {"pydantic", "pydantic_core", "operator", "builtins", "ipaddress", "fastapi"}


def _module_of(function: Any) -> str:
    """Give the outermost module of what a function is in the end."""
    while isinstance(function, functools.partial):
        function = function.func
    module: str = getattr(function, "__module__", None) or type(function).__module__
    return module.partition(".")[0]


def _name_of(function: Any) -> str:
    function = inspect.unwrap(getattr(function, "func", function))
    return f"{getattr(function, '__module__', '')}:{getattr(function, '__qualname__', type(function).__qualname__)}"


_JSON_TYPES: Final = (bool, dict, float, int, list, str, type(None))
# What is converted from text and the like, unless it is strict.
_COERCED: Final = frozenset({"bool", "float", "int"})
# Enumerations whose members are also found by a text of their number.
_TEXTS: Final = {"float": "number", "int": "integer"}
_LIMITS: Final = frozenset({"maxLength", "minLength", "pattern"})
_MOMENTS: Final = frozenset({"date", "datetime", "time", "timedelta"})
_URLS: Final = frozenset({"url", "multi-host-url"})
_AROUND: Final = frozenset({"function-after", "function-before", "function-wrap", "default"})
# A strict field of these wants what `json.loads` does not make.
_NEVER_FROM_JSON: Final = frozenset(
    {
        *("bytes", "complex", "date", "datetime", "decimal", "deque", "enum", "frozenset", "set", "time", "timedelta"),
        *("tuple", "uuid"),
    }
)
_READ: Final[Mapping[str, Read]] = {
    "bytes": _bytes,
    "call": _call,
    "complex": _complex,
    "counter": _keys,
    "dataclass-field": _given,
    "date": _date,
    "datetime": _date_time,
    "decimal": _decimal,
    "default": _default,
    "dict": _keys,
    "enum": _enum,
    "float": _float,
    "fraction": _fraction,
    "frozendict": _keys,
    "frozenset": _distinct,
    "function-after": _after,
    "function-before": _before,
    "function-plain": _address,
    "function-wrap": _before,
    "int": _integer,
    "json": _json,
    "lax-or-strict": _either,
    "literal": _literal,
    "multi-host-url": _url,
    "named-tuple": _named_tuple,
    "ordered-dict": _keys,
    "set": _distinct,
    "str": _text,
    "tagged-union": _tagged,
    "time": _time,
    "timedelta": _duration,
    "url": _url,
    "uuid": _uuid,
}
