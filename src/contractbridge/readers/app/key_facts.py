"""Facts about the keys of dictionaries: JSON writes each as text, and Pydantic makes of that what the key is.

A key is given to Pydantic as a string of Python's, so that it is converted where a string is: one stands for a number,
and none for a tuple, for a model, or for a member that is not text itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Flag
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from contractbridge.readers.app.check_facts import use_facts, value_facts
from contractbridge.readers.app.choice_facts import enum_facts
from contractbridge.readers.app.scalar_facts import Config, CoreSchema, Facts, bounds, check, limits_of_text

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

DICTIONARIES: Final = frozenset({"counter", "dict", "frozendict", "ordered-dict"})

Resolve: TypeAlias = Callable[[str], CoreSchema | None]
Checks: TypeAlias = list[Mapping[str, Any]]

_EXACT: Final = 2**53
_NOBODY: Final[Checks] = check("memberKey", values=[])["checks"]
# What no text is converted to.
_NO_TEXT: Final = frozenset(
    {
        *("none", "list", "tuple", "set", "frozenset", "dict", "typed-dict", "model", "dataclass", "named-tuple"),
        *("tagged-union", "generator"),
    }
)
_AROUND: Final = frozenset({"default", "function-after", "nullable"})
_LAX: Final = frozenset({"bool", "float", "int"})


def key_facts(schema: CoreSchema, described: JsonSchemaValue, config: Config, resolve: Resolve) -> Facts:
    """Read what a dictionary's keys may be, as far as its JSON schema, `described`, does not say it."""
    keys = _resolved(schema.get("keys_schema", {"type": "any"}), resolve)
    if keys.get("on_error") == "omit":
        # Any key will do, since the server leaves out those that are none, with whatever they stand for.
        facts = key_facts({"keys_schema": keys["schema"]}, described, config, resolve)
        return {**facts, "omitsKeys": True} if facts or "propertyNames" not in described else {}
    if "propertyNames" in described and not _is_foreign(core_of(keys, resolve)):
        return {}
    match _choices(keys, config, resolve):
        case [checks]:
            return {"keys": checks}
        case [*choices]:
            return {"eitherKey": choices}
        case None:
            return {}


def core_of(schema: CoreSchema, resolve: Resolve) -> CoreSchema:
    """The schema of what functions and defaults stand around."""
    while (schema := _resolved(schema, resolve))["type"] in _AROUND:
        schema = schema["schema"]
    return schema


def key_of_scalar(schema: CoreSchema, config: Config) -> Checks | None:
    """Give the checks of a text that stands for a number, a boolean, or a member of a class of numbers."""
    match schema["type"]:
        case "int":
            return _checks(check("integerKey", multipleOf=schema.get("multiple_of"), **bounds(schema, int)))
        case "float":
            finite = schema.get("allow_inf_nan", config.allow_inf_nan) is False
            step = schema.get("multiple_of")
            return _checks(check("numberKey", finite=finite or None, multipleOf=step, **bounds(schema, float)))
        case "bool":
            return _checks(check("booleanKey"))
        case "enum" if enum_facts(schema, {}, config).get("text", "any") != "any":
            return _members(schema, config)
        case _:
            return None


def _choices(keys: CoreSchema, config: Config, resolve: Resolve) -> list[Checks] | None:
    """Give the checks of a key, any of which will do; None where it may be any text."""
    match keys := _resolved(keys, resolve):
        case {"type": "union", "choices": choices}:
            found = [_choice(each[0] if isinstance(each, tuple) else each, config, resolve) for each in choices]
            some = [checks for each in found if each is not None for checks in each]
            return None if None in found else [each for each in some if each != _NOBODY] or [_NOBODY]
        case {"type": kind} if kind in _NO_TEXT or (kind in _LAX and keys.get("strict", config.strict)):
            return [_NOBODY]
        case {"type": "enum" | "literal"}:
            return None if (checks := _members(keys, config)) is None else [checks]
        case _ if checks := key_of_scalar(keys, config):
            return [checks]
    facts = value_facts(keys, {}, config)
    if "never" in facts:
        return [_NOBODY]
    if "checks" in facts:
        return [facts["checks"]]
    return _choice(keys["schema"], config, resolve) if keys["type"] in _AROUND else None


def _choice(keys: CoreSchema, config: Config, resolve: Resolve) -> list[Checks] | None:
    """Give the checks of a key as one of several, among them those that JSON Schema has for one alone."""
    keys = _resolved(keys, resolve)
    limited = keys["type"] == "str" and len((checks := _checks(limits_of_text("text", keys, config)))[0]) > 1
    return [checks] if limited else _choices(keys, config, resolve)


def _members(keys: CoreSchema, config: Config) -> Checks | None:
    """Give the check of a member: one that is text, or a number of a class that is made of text too."""
    facts = {**value_facts(keys, {}, config), **use_facts(keys, config)} if keys["type"] == "enum" else {}
    if "never" in facts:
        return _NOBODY
    if facts.get("text") == "any":
        return None
    texts = facts.get("text")
    values = [value for value in _values(keys) if isinstance(value, int | float if texts else str)]
    # JavaScript would take a large one for its neighbour.
    told = [str(each) if isinstance(each, int) and abs(each) > _EXACT else each for each in values]
    return _checks(check("memberKey", values=told, text=texts))


def _values(keys: CoreSchema) -> list[Any]:
    return list(keys["expected"]) if keys["type"] == "literal" else [each.value for each in keys["members"]]


def _is_foreign(keys: CoreSchema) -> bool:
    """Whether what JSON Schema says of the keys is not of text, or not to be trusted."""
    if keys["type"] in _LAX | {"str", "bytes", "decimal"}:
        return True
    if keys["type"] != "enum" or ((values := _values(keys)) and all(isinstance(each, str) for each in values)):
        return False
    # Types of numbers are good names for keys, where JavaScript has no other text for the number.
    combines = issubclass(keys["cls"], Flag)
    return keys.get("sub_type") != "int" or combines or any(abs(each) > _EXACT for each in values)


def _resolved(schema: CoreSchema, resolve: Resolve) -> CoreSchema:
    while schema["type"] == "definition-ref" and (target := resolve(schema["schema_ref"])):
        schema = target
    return schema


def _checks(facts: Facts) -> Checks:
    checks: Checks = facts["checks"]
    return checks
