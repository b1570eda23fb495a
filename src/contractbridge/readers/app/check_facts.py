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
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pydantic import BaseModel, EmailStr, NameEmail, ValidationError
from pydantic.types import EncodedBytes, EncodedStr
from pydantic_core import PydanticSerializationError, to_jsonable_python

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


def _text(schema: CoreSchema, _described: JsonSchemaValue, config: Config) -> Facts:
    facts = {"numbers": True} if _takes_numbers(schema, config) else {}
    limits = _limits_of_text("text", schema, config)
    options = limits["checks"][0]
    beyond = options.get("dialect") == "python" or not {"strip", "ascii"}.isdisjoint(options)
    return facts | limits if beyond else facts


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


def _date_time(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    return _check(
        "dateTime", timezone=schema.get("tz_constraint"), when=schema.get("now_op"), **_bounds(schema, _written)
    )


def _date(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    return _check("date", when=schema.get("now_op"), **_bounds(schema, _written))


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


def _float(schema: CoreSchema, _described: JsonSchemaValue, config: Config) -> Facts:
    """What JSON has no number for is sent as null, or as a string."""
    if schema.get("allow_inf_nan", config.allow_inf_nan) is False:
        return {}
    return {"infinite": "text" if config.ser_json_inf_nan == "strings" else "null"}


def _uuid(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    return _check("uuid", version=schema.get("version"))


def _url(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    return _check(
        "url",
        schemes=schema.get("allowed_schemes"),
        maxLength=schema.get("max_length"),
        host=schema.get("host_required") or None,
        defaultHost=schema.get("default_host"),
        defaultPort=schema.get("default_port"),
        multiHost=schema["type"] == "multi-host-url" or None,
    )


def _either(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    """An address, or a secret, whose text is within."""
    match schema["lax_schema"]:
        case {"json_schema": {"schema": {"type": "str"} as text}} if described.get("format") == "password":
            return {"numbers": True} if _takes_numbers({**text, "strict": config.strict}, config) else {}
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
        return {"text": "any"} if any("_missing_" in vars(each) for each in _own_bases(cls)) else texts
    if cls._boundary_ is not enum.FlagBoundary.STRICT:
        return {"combines": True, **texts}
    mask = functools.reduce(operator.or_, (each.value for each in schema["members"]), 0)
    return {"combines": True, **texts, **_check("flags", mask=mask)}


def _own_bases(cls: type) -> Iterator[type]:
    """Give a class and its bases as far as they are the app's."""
    return (each for each in cls.__mro__ if each.__module__ != "enum")


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
    return _check("distinct", **limits) if any(each is not None for each in limits.values()) else {}


def _keys(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    keys = schema.get("keys_schema", {"type": "any"})
    while keys["type"] in _AROUND:
        keys = keys["schema"]
    match keys["type"]:
        case "int":
            facts = _check("integerKey", **_bounds(keys, int))
        case "float":
            finite = keys.get("allow_inf_nan", config.allow_inf_nan) is False
            facts = _check("numberKey", finite=finite or None, **_bounds(keys, float))
        case "bool":
            facts = _check("booleanKey")
        case "str" | "bytes" | "decimal":
            facts = value_facts(keys, {}, config)
        case _ if "propertyNames" in described:
            return {}
        case _:
            # Older versions of Pydantic say nothing of them.
            facts = value_facts(keys, {}, config)
    return {"keys": facts["checks"]} if "checks" in facts else {}


def _json(schema: CoreSchema, described: JsonSchemaValue, _config: Config) -> Facts:
    """What is sent is the content, and no string."""
    if described.get("contentMediaType") != "application/json":
        return {}
    return {"encodes": True} if "schema" in schema else _check("jsonText")


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
    if isinstance(owner, EncodedBytes | EncodedStr):
        alphabet = _ALPHABETS.get(owner.encoder.__name__)
        text = isinstance(owner, EncodedStr) or None
        return _check("base64", alphabet=alphabet, lenient=True, text=text) if alphabet else {}
    if isinstance(function, functools.partial) and _is_pydantics(function.func):
        return _tightened(described.get(EXTENSION, {}).get("checks", []), function.keywords)
    return {}


def _tightened(checks: list[Facts], limits: Mapping[str, Any]) -> Facts:
    """A limit that Pydantic checks with a function, because a validator stands before it."""
    options = {"min_length": "min", "max_length": "max"}
    found = {options[name]: limit for name, limit in limits.items() if name in options}
    match checks:
        case [{"name": "base64" | "bytes" | "distinct" | "email" | "text"} as check] if found:
            return {"checks": [{**check, **found}]}
        case _:
            return {}


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
    "counter": _keys,
    "date": _date,
    "datetime": _date_time,
    "decimal": _decimal,
    "default": _default,
    "dict": _keys,
    "enum": _enum,
    "float": _float,
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


# Defaults


def default_facts(schema: CoreSchema, resolve: Callable[[str], CoreSchema | None]) -> Facts:
    """A default is not validated, so a response may hold what the schema does not allow."""
    if (
        "default" not in schema
        or schema.get("validate_default")
        or admits(schema["schema"], schema["default"], resolve)
    ):
        return {}
    try:
        return {"sends": [to_jsonable_python(schema["default"])]}
    except PydanticSerializationError:
        return {}


def admits(schema: CoreSchema, value: Any, resolve: Callable[[str], CoreSchema | None]) -> bool:
    """Tell whether a Python value is surely of the type of a core schema; what is not known is taken to be."""
    match schema["type"]:
        case "definition-ref":
            target = resolve(schema["schema_ref"])
            return value is not None if target is None else admits(target, value, resolve)
        case "nullable":
            return value is None or admits(schema["schema"], value, resolve)
        case "none":
            return value is None
        case "default" | "function-before" | "function-after" | "function-wrap":
            return admits(schema["schema"], value, resolve)
        case "union":
            choices: Iterable[Any] = schema["choices"]
            return any(admits(each[0] if isinstance(each, tuple) else each, value, resolve) for each in choices)
        case "literal":
            return value in schema["expected"]
        case "enum":
            return value in schema["members"] or value in [each.value for each in schema["members"]]
        case "list":
            items = schema.get("items_schema", {"type": "any"})
            return isinstance(value, list | tuple | set) and all(admits(items, each, resolve) for each in value)
        case "model" | "dataclass" | "bool" | "str" | "int" | "float" | "dict" as kind:
            expected = schema.get("cls") or _PYTHON[kind]
            return isinstance(value, expected) and not (isinstance(value, bool) and kind in {"int", "float"})
        case _:
            # What JSON writes as something else is not told by its class alone.
            return value is not None or schema["type"] in _MAY_BE_NULL


_PYTHON: Final[Mapping[str, Any]] = {"bool": bool, "str": str, "int": int, "float": int | float, "dict": Mapping}
_MAY_BE_NULL: Final = frozenset({"any", "custom-error", "function-plain", "is-instance", "json", "json-or-python"})
