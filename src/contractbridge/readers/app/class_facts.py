"""Facts about classes and their fields: models, dataclasses, typed dictionaries, named tuples, enumerations, aliases.

Which fields are always sent, which no request may lack, what Python calls them, and what their documents do not show.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from pydantic import BaseModel

from contractbridge.readers.app.configured import class_settings
from contractbridge.readers.app.defaults import is_refused
from contractbridge.readers.app.overrides import hidden_field, is_left_out, is_sent_otherwise
from contractbridge.readers.app.scalar_facts import Config
from contractbridge.readers.app.spellings import name_facts, paths_of, spelling_facts, written_names
from contractbridge.readers.facts import EXTENSION

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

CoreSchema: TypeAlias = Mapping[str, Any]
Facts: TypeAlias = dict[str, Any]


class Generator(Protocol):
    """What makes the JSON schema of a class, and that of a core schema on its own; `separates`: what is sent is
    described apart from what is taken."""

    separates: bool
    settings: Config
    cores: dict[str, CoreSchema]

    def document_name(self, field: Any, name: str) -> str: ...

    def generate_alone(self, schema: CoreSchema) -> JsonSchemaValue: ...


def _class_facts(schema: CoreSchema, described: JsonSchemaValue, generator: Generator) -> Facts:
    cls = schema.get("cls")
    if cls is None:
        return {}
    if cls.__module__.partition(".")[0] == "fastapi":  # its own models of bodies
        return {"sent": [], "unsent": []}
    # A serializer may send anything; a class may rewrite its own schema.
    sent = () if "serialization" in schema else described.get(EXTENSION, {}).get("sent", ())
    fields = list(_fields_within(schema))
    config = class_settings(cls)
    together = not generator.separates or config.get("json_schema_mode_override") == "validation"
    # Of several fields under one name, the document has the last. What is no argument cannot be given.
    defaulted = {
        generator.document_name(field, name): _has_default(field) or not field.get("init", True)
        for name, field in fields
    }
    return {
        "python": _python_name(cls, schema),
        "becomes": "anything" if cls is BaseModel else None,  # it stands for any model
        "sent": _optional(sent, described),
        "defaulted": [name for name in described.get("required", ()) if defaulted.get(name)],
        "asAny": bool(
            config.get("polymorphic_serialization") or (together and is_sent_otherwise(schema, fields, config))
        ),
    }


def _field_facts(schema: CoreSchema, described: JsonSchemaValue, generator: Generator) -> Facts:
    sent = {generator.document_name(field, name): _sent_as(field, name) for name, field in _named(schema["fields"])}
    # Under another name in responses, it is not this property that is sent.
    always = [name for name, sent_as in sent.items() if name == sent_as]
    computed = {each.get("alias", each["property_name"]): each for each in schema.get("computed_fields", ())}
    missing = {name for name, each in computed.items() if _may_be_missing(each["return_schema"])}
    never_sure = {*sent, *missing}.difference(always)
    settings = generator.settings.config_dict
    hidden = _hidden_facts(schema, generator)
    is_open = schema.get("extra_behavior", settings.get("extra_fields_behavior")) == "allow"
    return {
        "sent": _optional(always, described),
        "unsent": [name for name in described.get("required", ()) if name in never_sure],
        "twice": _sent_twice(schema, settings) if is_open else [],
        **hidden,
        "nullable": [
            *(generator.document_name(field, name) for name, field in _named(schema["fields"]) if _may_be_null(field)),
            *(name for name, each in computed.items() if _may_be_null(each)),
        ],
        "demands": [*_demanded(schema, described, generator), *hidden["demands"]],
        **spelling_facts(_named(schema["fields"]), settings),
        **_names(schema, described, generator, [(name, each["property_name"]) for name, each in computed.items()]),
    }


def _demanded(schema: CoreSchema, described: JsonSchemaValue, generator: Generator) -> list[str]:
    """Give the fields that are not required in the document, and that no request may lack."""
    fields = _named(schema["fields"])
    return _optional(
        [generator.document_name(field, name) for name, field in fields if _is_demanded(field, generator)], described
    )


def _sent_twice(schema: CoreSchema, settings: Mapping[str, Any]) -> list[str]:
    """Give the names that fields are sent under and not found under, or not first: what a request had there is sent
    once more."""
    fields = list(_named(schema["fields"]))
    found = [first[0] for first, *_ in paths_of(fields, settings)]
    return [sent for name, field in fields if (sent := _sent_as(field, name)) and sent not in found]


def _hidden_facts(schema: CoreSchema, generator: Generator) -> Facts:
    """Read the fields that the JSON schema leaves out, what they are sent as, and which of them no request
    may lack; and those that the JSON schema lost, since another is found under the same name."""
    settings = generator.settings.config_dict
    fields = list(_named(schema["fields"]))
    names = written_names(fields, settings)
    spelled = list(zip(names, fields, strict=True))
    hidden = {written: (field, _sent_as(field, name)) for written, (name, field) in spelled if is_left_out(field)}
    lost = [pair for at, (written, pair) in enumerate(spelled) if written in names[at + 1 :]]
    return {
        "hidden": {name: hidden_field(field, generator.generate_alone) for name, (field, _) in hidden.items()},
        "hiddenAs": {name: sent for name, (_, sent) in hidden.items() if sent not in {None, name}},
        "demands": [name for name, (field, _) in hidden.items() if _is_needed(field)],
        "lost": [
            {"paths": paths, "schema": hidden_field(field, generator.generate_alone), "required": _is_needed(field)}
            for (_, field), paths in zip(lost, paths_of(lost, settings), strict=True)
        ],
    }


def _is_needed(field: CoreSchema) -> bool:
    """Whether no request may lack a field, as far as its schema is that of a request."""
    return bool(field["schema"]["type"] != "default" and field.get("required", True))


def _names(
    schema: CoreSchema,
    described: JsonSchemaValue,
    generator: Generator,
    computed: Sequence[tuple[str, str]] = (),
) -> Facts:
    found = [(generator.document_name(field, name), name) for name, field in _named(schema["fields"])]
    return name_facts([pair for pair in (*found, *computed) if pair[0] in described.get("properties", {})])


def _typed_dict_facts(schema: CoreSchema, described: JsonSchemaValue, generator: Generator) -> Facts:
    never_sure = {
        generator.document_name(field, name)
        for name, field in _named(schema["fields"])
        if not field.get("required", schema.get("total", True)) or _sent_as(field, name) is None
    }
    hidden = _hidden_facts(schema, generator)
    return {
        **_class_facts(schema, described, generator),
        "unsent": [name for name in described.get("required", ()) if name in never_sure],
        **hidden,
        "demands": [*_demanded(schema, described, generator), *hidden["demands"]],
        **spelling_facts(_named(schema["fields"]), generator.settings.config_dict),
        **_names(schema, described, generator),
    }


def _optional(names: Collection[str], described: JsonSchemaValue) -> list[str]:
    required = described.get("required", ())
    return [name for name in described.get("properties", {}) if name in names and name not in required]


def _enum_facts(schema: CoreSchema, described: JsonSchemaValue, generator: Generator) -> Facts:
    members = [member.name for member in schema["members"]]
    return {**_class_facts(schema, described, generator), "members": members}


def _call_facts(schema: CoreSchema, described: JsonSchemaValue, generator: Generator) -> Facts:
    """Read a named tuple, which Pydantic validates by calling its class."""
    cls = schema.get("function")
    return _class_facts({**schema, "cls": cls}, described, generator) if isinstance(cls, type) else {}


def alias_facts(schema: CoreSchema, described: JsonSchemaValue, _generator: Generator) -> Facts:
    """Read the name of a type alias: a definition that no class within has named."""
    if "ref" not in schema or "python" in described.get(EXTENSION, {}):
        return {}
    path = schema["ref"].partition("[")[0].rpartition(":")[0]
    parts = path.split(".")
    for length in range(len(parts) - 1, 0, -1):
        if (module := ".".join(parts[:length])) in sys.modules:
            return {"python": f"{module}:{'.'.join(parts[length:])}{_arguments(schema)}"}
    return {}


CLASSES: Final[Mapping[str, Callable[[CoreSchema, JsonSchemaValue, Generator], Facts]]] = {
    "call": _call_facts,
    "dataclass": _class_facts,
    "dataclass-args": _field_facts,
    "enum": _enum_facts,
    "model": _class_facts,
    "model-fields": _field_facts,
    "named-tuple": _class_facts,
    "typed-dict": _typed_dict_facts,
}


def _named(fields: Mapping[str, CoreSchema] | Sequence[CoreSchema]) -> Iterator[tuple[str, CoreSchema]]:
    """Give fields by name: models have a mapping of them, dataclasses a list."""
    if isinstance(fields, Mapping):
        yield from fields.items()
    else:
        yield from ((field["name"], field) for field in fields)


def _fields_within(schema: CoreSchema) -> Iterator[tuple[str, CoreSchema]]:
    """Give the fields of a class, behind its validators."""
    inner = schema if schema["type"] == "typed-dict" else schema.get("schema")
    while inner is not None and ("fields" not in inner or inner["type"] == "dataclass"):
        inner = inner.get("schema")
    yield from _named(inner["fields"]) if inner is not None else ()


def _has_default(field: CoreSchema) -> bool:
    schema = field["schema"]
    return bool(schema["type"] == "default" and not schema.keys().isdisjoint({"default", "default_factory"}))


def _sent_as(field: CoreSchema, name: str) -> str | None:
    """Give the name under which a field is always in a full response, or None."""
    excluded = field.get("serialization_exclude") or field.get("serialization_exclude_if") is not None
    if excluded or field.get("init_only") or _may_be_missing(field["schema"]):
        return None
    alias: str = field.get("serialization_alias", name)
    return alias


def _is_demanded(field: CoreSchema, generator: Generator) -> bool:
    """Whether a request must have a field that is not required: it has no default and is left out where it is not
    valid, or its default is validated and found wanting."""
    schema = field["schema"]
    if schema["type"] != "default":
        return False
    if not _has_default(field):
        return bool(field.get("required", True))
    return is_refused(schema, generator.settings.config_dict, generator.cores.get)


def _may_be_null(field: CoreSchema) -> bool:
    """Whether a serializer, which may send something else for it, can be given null."""
    schema = field.get("schema") or field["return_schema"]
    while schema["type"] in {"default", "function-after", "function-before", "function-wrap"} and "schema" in schema:
        if "serialization" in schema:
            break
        schema = schema["schema"]
    return schema.get("serialization", {}).get("type") in {"function-plain", "function-wrap"} and _admits_null(schema)


def _admits_null(schema: CoreSchema) -> bool:
    match schema:
        case {"type": "any" | "none" | "nullable"}:
            return True
        case {"type": "union", "choices": choices}:
            return any(_admits_null(each[0] if isinstance(each, tuple) else each) for each in choices)
        case {"type": "default" | "function-after" | "function-before" | "function-wrap", "schema": inner}:
            return _admits_null(inner)
        case _:
            return False


def _may_be_missing(schema: CoreSchema) -> bool:
    """Tell whether what is left out is among the values: Pydantic's MISSING, or what is omitted on an error."""
    match schema:
        case {"type": "missing-sentinel"} | {"type": "default", "on_error": "omit"}:
            return True
        case {"type": "union", "choices": choices}:
            # A choice is a schema, or a pair of a schema and its label.
            return any(_may_be_missing(each[0] if isinstance(each, tuple) else each) for each in choices)
        case {"type": "default" | "nullable" | "function-before" | "function-after" | "function-wrap"}:
            return _may_be_missing(schema["schema"])
        case _:
            return False


def _python_name(cls: type, schema: CoreSchema) -> str:
    generic = getattr(cls, "__pydantic_generic_metadata__", None) or {}
    origin: type | None = generic.get("origin")
    if origin is None:
        return f"{cls.__module__}:{cls.__qualname__}{_arguments(schema)}"
    # A model may name its parametrizations otherwise, and its module is the caller's in newer Pydantics.
    name: str = BaseModel.model_parametrized_name.__func__(origin, generic["args"])  # type: ignore[attr-defined]
    return f"{origin.__module__}:{origin.__qualname__}{name.removeprefix(origin.__name__)}"


def _arguments(schema: CoreSchema) -> str:
    """Give the type arguments of a generic that is no model: its reference has them, as `Page:1[shop.Order:2]`."""
    reference: str = schema.get("ref", "")
    _, bracket, arguments = reference.partition("[")
    return bracket + re.sub(r":\d+|(?:\w+\.)+(?=\w)", "", arguments).replace(",", ", ")
