"""Facts about choices: the members of enumerations and literals that a request can have, and tags of unions."""

from __future__ import annotations

import enum
import functools
import math
import operator
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import SchemaValidator

from contractbridge.readers.app.scalar_facts import Config, CoreSchema, Facts, check, written

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

_JSON_TYPES: Final = (bool, dict, float, int, list, str, type(None))
# As many combinations of flags are tried, where not each bit is a flag.
_MOST: Final = 256
# Enumerations whose members are also found by a text of their number.
_TEXTS: Final = {"float": "number", "int": "integer"}


def enum_facts(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    cls = schema["cls"]
    kind = _TEXTS.get(schema.get("sub_type", ""))
    texts: Facts = {"text": kind} if kind else {}
    if not issubclass(cls, enum.Flag):
        if any("_missing_" in vars(each) for each in _own_bases(cls)):
            return {"text": "any"}
        return texts | _foreign_members(schema)
    # Python keeps one that is no number as it was first asked for: no bits are sent as 0 or as false.
    texts |= {} if issubclass(cls, int) else {"asAny": True}
    if cls._boundary_ is not enum.FlagBoundary.STRICT:
        return {"combines": True, **texts}
    values = [each.value for each in schema["members"]]
    mask = functools.reduce(operator.or_, values, 0)
    return {"combines": True, **texts, **check("flags", mask=mask, refused=_uncombined(schema, values, mask) or None)}


def _uncombined(schema: CoreSchema, values: list[int], mask: int) -> list[int]:
    """The combinations of bits that Python refuses, since some bit is no flag of its own."""
    every = (1 << mask.bit_length()) - 1
    if every >= _MOST or all(1 << place in values for place in range(mask.bit_length()) if mask >> place & 1):
        return []
    validator = _validator(schema)
    combined = (value for value in range(~every, every + 1) if value & (every ^ mask) == 0)
    return [value for value in combined if not validator.isinstance_python(value)]


def _own_bases(cls: type) -> Iterator[type]:
    """Give a class and its bases as far as they are the app's."""
    return (each for each in cls.__mro__ if each.__module__ != "enum")


def _foreign_members(schema: CoreSchema) -> Facts:
    """The members whose values are none of JSON's, such as tuples and bytes: no request has them, but for a number that
    is equal to one."""
    foreign = [each.value for each in schema["members"] if not _is_json(each.value)]
    if not foreign:
        return {}
    validator = _validator(schema)
    refused = [as_json for value in foreign if not validator.isinstance_python(as_json := _as_json(value))]
    equal = [number for value in foreign if isinstance(value, Decimal) and (number := float(value)) == value]
    return {name: values for name, values in (("refuses", refused), ("takes", equal)) if values}


def literal_facts(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    """A member of an enumeration is no JSON value, unless its class also is that of one; nor are bytes."""
    expected = schema["expected"]
    plain = [each for each in expected if isinstance(each, str | int | float | None)]
    if not plain:
        return {"never": "member"}
    others = [each.value if isinstance(each, enum.Enum) else each for each in expected if each not in plain]
    refused = [as_json for each in others if (as_json := _as_json(each)) not in plain]
    return {"refuses": refused} if refused else {}


def _validator(schema: CoreSchema) -> SchemaValidator:
    return SchemaValidator({key: part for key, part in schema.items() if key != "ref"})


def _is_json(value: Any) -> bool:
    return isinstance(value, _JSON_TYPES) and not (isinstance(value, float) and not math.isfinite(value))


def _as_json(value: Any) -> Any:
    """A value as documents have it: null for what JSON has no number for."""
    return None if isinstance(value, float) and not math.isfinite(value) else written(value)


def tag_facts(schema: CoreSchema, described: JsonSchemaValue, _config: Config) -> Facts:
    """A tag is looked for under its field's name, and then under its alias, the one that the document has, if it knows
    of one: it does not within some unions."""
    tag = schema["discriminator"]
    if "discriminator" not in described and isinstance(tag, str | list):
        return {"told": [tag] if isinstance(tag, str) else [path[0] for path in reversed(tag)]}
    match tag, described:
        case [[str(name)], *_], {"discriminator": {"propertyName": alias}} if name != alias:
            return {"tag": name}
        case _:
            return {}
