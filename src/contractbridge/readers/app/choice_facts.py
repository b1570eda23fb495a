"""Facts about choices: the members of enumerations and literals that a request can have, and tags of unions."""

from __future__ import annotations

import enum
import functools
import operator
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pydantic_core import SchemaValidator

from contractbridge.readers.app.scalar_facts import Config, CoreSchema, Facts, check, written

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

_JSON_TYPES: Final = (bool, dict, float, int, list, str, type(None))
# Enumerations whose members are also found by a text of their number.
_TEXTS: Final = {"float": "number", "int": "integer"}


def enum_facts(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
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
    return {"combines": True, **texts, **check("flags", mask=mask)}


def _own_bases(cls: type) -> Iterator[type]:
    """Give a class and its bases as far as they are the app's."""
    return (each for each in cls.__mro__ if each.__module__ != "enum")


def _foreign_members(schema: CoreSchema) -> Facts:
    """The members whose values are of no type of JSON, such as tuples and bytes: no request has them."""
    foreign = [each.value for each in schema["members"] if not isinstance(each.value, _JSON_TYPES)]
    if not foreign:
        return {}
    validator = SchemaValidator({key: part for key, part in schema.items() if key != "ref"})
    refused = [as_json for value in foreign if not validator.isinstance_python(as_json := written(value))]
    return {"refuses": refused} if refused else {}


def literal_facts(schema: CoreSchema, _described: JsonSchemaValue, _config: Config) -> Facts:
    """A member of an enumeration is no JSON value, unless its class also is that of one."""
    expected = schema["expected"]
    plain = [each for each in expected if not isinstance(each, enum.Enum) or isinstance(each, str | int)]
    if not plain:
        return {"never": "member"}
    refused = [written(each.value) for each in expected if each not in plain]
    return {"refuses": refused} if refused else {}


def tag_facts(schema: CoreSchema, described: JsonSchemaValue, _config: Config) -> Facts:
    """A tag is looked for under its field's name, and then under its alias, the one that the document has."""
    match schema["discriminator"], described:
        case [[str(name)], *_], {"discriminator": {"propertyName": alias}} if name != alias:
            return {"tag": name}
        case _:
            return {}
