"""Facts about values: what Pydantic takes for one where JSON Schema cannot say it, by the type of core schema.

FastAPI gives Pydantic what `json.loads` made of a body, so a strict field sees a string where it wants a `datetime`,
and no body can satisfy it: that is the fact `never`. The other facts are checks: names and options of predicates.
What is read of scalars, choices, functions, keys and unions stands in modules of their own.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ValidationError

from contractbridge.readers.app.choice_facts import enum_facts, literal_facts, tag_facts
from contractbridge.readers.app.function_facts import after_facts, before_facts, chain_facts, serializer_facts
from contractbridge.readers.app.scalar_facts import SCALARS, Config, CoreSchema, Facts, Read, check
from contractbridge.readers.app.spellings import spelling_facts, written_names
from contractbridge.readers.app.validators import has_own_constructor

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

# What is converted from text and the like, unless it is strict.
_COERCED: Final = frozenset({"bool", "float", "int"})
# A strict field of these wants what `json.loads` does not make.
_NEVER_FROM_JSON: Final = frozenset(
    {
        *("bytes", "complex", "counter", "date", "datetime", "decimal", "deque", "enum", "fraction", "frozenset"),
        *("ordered-dict", "set", "time", "timedelta", "tuple", "uuid"),
    }
)


def value_facts(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    """Read what the core schema of a value says beyond its JSON schema, `described`."""
    kind = schema["type"]
    if kind == "enum" and "ref" in schema:
        return enum_facts(schema, described, config)  # `use_facts` tells whether it is strict
    facts = _READ[kind](schema, described, config) if kind in _READ else {}
    if kind in _COERCED and schema.get("strict", config.strict):
        facts = {**facts, "strict": True}
    if kind in _NEVER_FROM_JSON and schema.get("strict", config.strict):
        facts = {**facts, "never": "strict"}  # within a text that holds JSON there are values of it
    return {**facts, **serializer_facts(schema, described)}


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


def _default(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    return {"omitted": True} if schema.get("on_error") == "omit" else {}


def _json(schema: CoreSchema, described: JsonSchemaValue, _config: Config) -> Facts:
    """What is sent is the content, and no string."""
    if described.get("contentMediaType") != "application/json":
        return {}
    return {"encodes": True} if "schema" in schema else check("jsonText")


def _chain(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    """A request is held to the first step, where it is the last that tells what is sent."""
    return value_facts(schema["steps"][0], described, config) | chain_facts(schema, described, config)


def _class(_schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    return {"never": "class"}


def _given(schema: CoreSchema, _described: JsonSchemaValue, config: Config) -> Facts:
    """A field that is no argument is not looked at, or is refused as one that nobody knows."""
    if schema.get("init", True):
        return {}
    return {"never": "argument"} if config.config_dict.get("extra_fields_behavior") == "forbid" else {"free": True}


def _model(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    """A constructor of the app's own sees the data first, as that of SQLModel's tables, which validates nothing."""
    return {"free": True} if has_own_constructor(schema) else {}


def _named_tuple(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> Facts:
    fields = [(field["name"], field) for field in schema["fields"]]
    # Pydantic writes no least number of items that is none.
    empty = "minItems" not in described
    spellings = spelling_facts(fields, config.config_dict)
    return {"fields": written_names(fields, config.config_dict), "empty": empty, **spellings}


def _call(schema: CoreSchema, described: JsonSchemaValue, _config: Config) -> Facts:
    """A named tuple, as older versions of Pydantic had it."""
    arguments = schema["arguments_schema"].get("arguments_schema", ())
    return {"fields": [each["name"] for each in arguments]} if described.get("type") == "array" else {}


_READ: Final[Mapping[str, Read]] = {
    **SCALARS,
    "call": _call,
    "chain": _chain,
    "dataclass-field": _given,
    "default": _default,
    "enum": enum_facts,
    "function-after": after_facts,
    "function-before": before_facts,
    "function-wrap": before_facts,
    "is-subclass": _class,
    "json": _json,
    "literal": literal_facts,
    "model": _model,
    "named-tuple": _named_tuple,
    "tagged-union": tag_facts,
}
