"""Facts about text that Pydantic's functions read: e-mail addresses, Base64, and what a predicate is asked of.

Their checks are told from the core schema alone: some are on the text as it is given, and some on what is read in it,
as limits that stand behind the function, or steps of a chain.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pydantic import EmailStr, NameEmail
from pydantic.types import Base64Encoder, Base64UrlEncoder, EncodedBytes, EncodedStr

from contractbridge.readers.app.predicates import pattern_asked
from contractbridge.readers.app.scalar_facts import SCALARS, Config, CoreSchema, Facts, check, limits_of_text
from contractbridge.readers.app.validators import is_own

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

Checks: TypeAlias = list[Facts]

_SIZES: Final = {"min_length": "min", "max_length": "max"}
# What asks nothing of any text.
_NOTHING: Final = ({"name": "bytes"}, {"name": "text"})


def text_facts(schema: CoreSchema, _described: JsonSchemaValue, config: Config) -> Facts:
    """Read the checks of a text that a function of Pydantic's reads, and nothing of anything else."""
    return {"checks": checks} if (checks := _checks(schema, config)) else {}


def held(checks: Checks, limits: Mapping[str, Any]) -> Checks:
    """`checks`, with more limits on what the last of them sees."""
    if not checks or not limits:
        return checks
    last = {**checks[-1], **limits}
    return [*checks[:-1], last] if limits.keys().isdisjoint(checks[-1]) else [*checks, last]


def sizes(keywords: Mapping[str, Any]) -> Facts:
    """The lengths among the arguments of a function that Pydantic checks them with."""
    return {_SIZES[name]: limit for name, limit in keywords.items() if name in _SIZES}


def _checks(schema: CoreSchema, config: Config) -> Checks:
    match schema:
        case {"type": "function-after", "schema": inner, "function": {"function": function}} if not is_own(schema):
            if isinstance(function, functools.partial):
                return held(_checks(inner, config), sizes(function.keywords))
            if pattern := pattern_asked(schema):
                return held(_seen(inner, config), {"pattern": pattern, "dialect": "rust"})
            return _read_by(getattr(function, "__self__", None), _given(inner, config))
        case {"type": "chain", "steps": [first, *others]}:
            asked = (_asked(each, config) for each in others)
            return functools.reduce(held, asked, _checks(first, config))
        case _:
            return []


def _seen(schema: CoreSchema, config: Config) -> Checks:
    """The checks of a text that a predicate sees; none where its letters are changed."""
    if schema["type"] != "str":
        return _checks(schema, config)
    checks: Checks = limits_of_text("text", schema, config)["checks"]
    return [each for each in checks if "case" not in each]


def _asked(step: CoreSchema, config: Config) -> Facts:
    """What a step of a chain asks of the text before it."""
    if step["type"] != "function-wrap" or step["schema"]["type"] != "str" or is_own(step):
        return {}
    [options] = limits_of_text("", step["schema"], config)["checks"]
    return {name: option for name, option in options.items() if name not in {"name", "case"}}


def _given(schema: CoreSchema, config: Config) -> Checks:
    """The checks of what is given to a function: text, or bytes."""
    match schema:
        case {"type": "json-or-python", "json_schema": inner}:
            return _given(inner, config)
        case {"type": "str"}:
            checks = limits_of_text("text", schema, config)["checks"]
        case {"type": "bytes"}:
            checks = SCALARS["bytes"](schema, {}, config)["checks"]
        case _:
            return []
    return [each for each in checks if each not in _NOTHING]


def _read_by(reader: Any, given: Checks) -> Checks:
    """The checks of what is held to those that are `given`, and then read by a function of the `reader`."""
    if reader is EmailStr or reader is NameEmail:
        trim = {"trim": True} if any("strip" in each for each in given) else {}
        return [*given, {"name": "email", **trim}]
    if not isinstance(reader, EncodedStr | EncodedBytes) or not (alphabet := _ALPHABETS.get(_decoder(reader.encoder))):
        return []
    text = isinstance(reader, EncodedStr) or None
    within = next((each["name"] for each in given if each["name"] in {"base64", "hex"}), None)
    return [*given, *check("base64", alphabet=alphabet, lenient=True, text=text, within=within)["checks"]]


def _decoder(encoder: Any) -> Any:
    """The function that decodes, which an encoder may have from its base."""
    return getattr(encoder.decode, "__func__", None)


_ALPHABETS: Final = {_decoder(Base64Encoder): "standard", _decoder(Base64UrlEncoder): "url"}
