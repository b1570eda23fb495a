"""JSON schemas that somebody wrote over Pydantic's own: `json_schema_extra`, `WithJsonSchema`, a class's own method.

They are what people read, and nothing that validates or serializes knows of them. Where such a schema holds values to
something else than Pydantic does, what Pydantic itself says stands beside it as a fact.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic.json_schema import SkipJsonSchema, WithJsonSchema

from contractbridge.readers.app.configured import class_settings
from contractbridge.readers.app.scalar_facts import CoreSchema, Facts
from contractbridge.readers.app.validators import inside, is_own, name_of
from contractbridge.readers.facts import EXTENSION, without_facts

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

    Generate = Callable[[CoreSchema], JsonSchemaValue]

_FUNCTIONS: Final = ("pydantic_js_functions", "pydantic_js_annotation_functions")
# What a schema says beside what it holds values to.
_NOTES: Final = frozenset(
    {
        *("$comment", "default", "deprecated", "description", "example", "examples", "readOnly", "title", "writeOnly"),
        EXTENSION,
    }
)
# The formats that values are held to without facts; others are notes as well.
_HELD: Final = frozenset({"date", "date-time", "email", "ipv4", "uri", "uuid"})
_AROUND: Final = frozenset({"dataclass-field", "default", "model-field", "typed-dict-field"})
_SKIP: Final[type] = SkipJsonSchema
# They are told without the members that are left out.
_UNIONS: Final = frozenset({"tagged-union", "union"})
_VALIDATES_AS: Final = "pydantic.functional_validators:ValidateAs.__get_pydantic_core_schema__.<locals>.<lambda>"
# What Pydantic knows nothing of.
# So many definitions are spelled out where facts have no room for references.
_FEW: Final = 8
_UNKNOWN: Final = frozenset({"any", "callable", "custom-error", "is-instance", "is-subclass"})


def override_facts(
    schema: CoreSchema, described: JsonSchemaValue, generate: Generate, generate_inline: Generate
) -> Facts:
    """Read what Pydantic holds values of `schema` to, where `described` says something else: `generate` gives the JSON
    schema of a core schema on its own, with facts, and `generate_inline` that with references to what it needs."""
    if schema["type"] == "function-plain":
        return _plain_facts(schema)
    extra = class_settings(schema.get("cls")).get("json_schema_extra")
    if callable(extra) and _is_pydantics(extra):
        return _form_facts(described)
    own = _without_overrides(schema)
    if own is None:
        return {}
    rules = _rules(described)
    if "ref" in schema and schema["type"] not in _UNKNOWN:
        plain = _tried(generate_inline, {key: part for key, part in own.items() if key != "ref"})
        return {"whole": _held(plain)} if plain and rules != _rules(plain) else {}
    plain = {} if schema["type"] in _UNKNOWN else _tried(generate_inline, own)
    if rules == _rules(plain):
        return {}
    if "$ref" in described:
        return {"validates": {"$ref": described["$ref"]}} if len(rules) > 1 else {}
    # What needs definitions is told as it stands here, whether it is taken or sent.
    return {"validates": alone(own, generate) or _held(plain)} if _rules(plain) else {"claims": True}


def _form_facts(described: JsonSchemaValue) -> Facts:
    """A form of several models, which FastAPI writes: one that may be left out is there or not, and not in parts."""
    written = described.get("allOf", [])
    models = [model for each in written if (model := _given(each)) is not None]
    if models == written:
        return {}
    # With properties, if none, it is an object of its own, and no other name of a model that JSON may have as well.
    plain = {"properties": {}, **{key: each for key, each in described.items() if key not in {*_NOTES, "allOf"}}}
    rest = [each for each in written if _given(each) == each]
    whole = {**plain, "allOf": models}
    if not rest and not plain["properties"]:
        return {"whole": whole}
    return {"whole": {"anyOf": [{**plain, "allOf": rest} if rest else plain, whole]}}


def _given(condition: JsonSchemaValue) -> JsonSchemaValue | None:
    """The model that a form has under a condition, nothing where this only tells that it has one."""
    match condition:
        case {"not": _}:
            return None
        case {"anyOf": [{"not": _} | {"maxProperties": 0}, inner]}:
            return _given(inner)
        case {"anyOf": [only]}:
            given: JsonSchemaValue = only
            return given
        case _:
            return condition


def _plain_facts(schema: CoreSchema) -> Facts:
    """A validator of the app's own that no other stands behind; what it makes of a value is known by a serializer."""
    if not is_own(schema) or _is_pydantics(schema["function"]["function"]):
        return {}
    match schema.get("serialization"):
        case {"type": "to-string" | "format"} | {"return_schema": _, "is_field_serializer": True}:
            return {"free": True}
        case _:
            return {"claims": True}


def sent_facts(schema: CoreSchema, generate: Generate, *, separates: bool) -> Facts:
    """Read what is sent of a value that is validated as one of another type, where Pydantic says only what it takes:
    `generate` gives the JSON schema of what is sent. `separates`: what is sent is described apart."""
    match schema.get("serialization"):
        case {"type": "function-wrap", "function": function, "schema": content} if name_of(function) == _VALIDATES_AS:
            sent = content
        case _ if separates and not _functions(schema):
            return {}  # Pydantic tells, but for types that describe themselves
        case _:
            sent = returned_by(schema)
    if sent is None:
        return {}
    return {"responses": plain} if (plain := alone(sent, generate)) else {"becomes": "anything"}


def returned_by(schema: CoreSchema) -> CoreSchema | None:
    """The schema of what is sent of a value: what its JSON holds, or an app's own function says that it returns."""
    match schema.get("serialization"):
        case None if schema["type"] == "json":
            return schema.get("schema")
        case {"function": function, "return_schema": {"type": kind} as returned, **options} if kind != "any":
            if _is_pydantics(function):
                return None
            spares_null = schema["type"] == "nullable" and str(options.get("when_used")).endswith("unless-none")
            return {"type": "nullable", "schema": returned} if spares_null else returned
        case _:
            return None


def hidden_choice_facts(union: CoreSchema, described: JsonSchemaValue, generate: Generate) -> Facts:
    """Read a union whose JSON schema leaves out some of its members as it is with them."""
    choices = [each[0] if isinstance(each, tuple) else each for each in union["choices"]]
    if not any(map(is_hidden, choices)):
        return {}
    shown = alone({**union, "choices": [_shown(each) for each in choices]}, generate)
    if not shown:  # it needs definitions
        null = all(each["type"] == "none" for each in choices if is_hidden(each))
        shown = {"anyOf": [_rules(described), {"type": "null"} if null else {}]}
    return {"whole": shown}


def hidden_field(field: CoreSchema, generate: Generate) -> JsonSchemaValue | Literal[False]:
    """Give the JSON schema of a field that the JSON schema of its model leaves out."""
    return False if _is_missing(field) else alone(_shown(field), generate)


def _shown(part: Any) -> Any:
    """Copy a schema, or a part of one, without what has the JSON schema leave it out."""
    if isinstance(part, list | tuple):
        return type(part)(map(_shown, part))
    if not isinstance(part, dict) or "type" not in part or not is_hidden(part):
        return part
    metadata: Mapping[str, Any] = part.get("metadata") or {}
    kept = {key: [each for each in metadata.get(key, ()) if not _skips(each)] for key in _FUNCTIONS}
    return {**{key: _shown(each) for key, each in part.items()}, "metadata": {**metadata, **kept}}


def _skips(function: Any) -> bool:
    return isinstance(getattr(function, "__self__", None), _SKIP)


def is_left_out(field: CoreSchema) -> bool:
    """Tell whether the JSON schema of a model leaves out a field: somebody had it so, or no value is valid for it."""
    return is_hidden(field) or _is_missing(field)


def _is_missing(schema: CoreSchema) -> bool:
    if schema["type"] in _AROUND:
        return _is_missing(schema["schema"])
    return schema["type"] == "missing-sentinel" and "schema" not in schema


def is_hidden(schema: CoreSchema) -> bool:
    """Tell whether somebody had the JSON schema leave out a type, or a part that there is no telling it without."""
    if any(map(_skips, _functions(schema))):
        return True
    return "fields" not in schema and schema["type"] not in _UNIONS and any(map(is_hidden, inside(schema)))


def is_sent_otherwise(
    schema: CoreSchema, fields: Iterable[tuple[str, CoreSchema]], settings: Mapping[str, Any]
) -> bool:
    """Tell whether objects of a class are sent in another form than they are taken, by functions, names or fields."""
    if is_rewritten(schema) or schema.get("schema", {}).get("computed_fields"):
        return True
    by_alias = settings.get("validate_by_alias", True)
    return any(
        field.get("serialization_alias", name) != (field.get("validation_alias", name) if by_alias else name)
        or is_rewritten(field["schema"])
        for name, field in fields
    )


def is_rewritten(schema: CoreSchema) -> bool:
    """Tell whether a function serializes a value or a part of it, and nothing tells what it returns."""
    kind = schema.get("serialization", {}).get("type", "")
    if returned_by(schema):
        return False
    if schema["type"] == "json" or kind in {"function-plain", "function-wrap"}:
        return True
    return any(is_rewritten(each) for each in inside(schema) if "cls" not in each and "fields" not in each)


def alone(schema: CoreSchema, generate: Generate) -> JsonSchemaValue:
    """Give what a JSON schema holds values to, with facts; nothing where it needs more than a few definitions, or such
    as lead back to themselves, or there is none."""
    plain = _tried(generate, schema)
    definitions = plain.pop("$defs", {})
    try:
        return _held(_spelled_out(plain, definitions)) if len(definitions) <= _FEW else {}
    except RecursionError:
        return {}


def _spelled_out(node: Any, definitions: Mapping[str, JsonSchemaValue]) -> Any:
    """Copy `node` with definitions in the place of what refers to them. Raises RecursionError where one leads back to
    itself."""
    match node:
        case {"$ref": str(reference), **beside} if (name := reference.rpartition("/")[2]) in definitions:
            others = {key: each for key, each in definitions.items() if key != name}
            return {**_spelled_out(definitions[name], others), **beside}
        case {"$ref": _}:
            raise RecursionError
        case dict():
            # A tag tells of what it refers to as well.
            return {key: _spelled_out(each, definitions) for key, each in node.items() if key != "mapping"}
        case list():
            return [_spelled_out(each, definitions) for each in node]
        case _:
            return node


def _tried(generate: Generate, schema: CoreSchema) -> JsonSchemaValue:
    try:
        return generate(schema)
    except Exception:  # noqa: BLE001  there may be none, and somebody's own functions raise what they like
        return {}


def _held(plain: JsonSchemaValue) -> JsonSchemaValue:
    rules = _rules(plain)
    return {key: each for key, each in plain.items() if key == EXTENSION or key in rules}


def _without_overrides(schema: CoreSchema) -> CoreSchema | None:
    """Give a schema without what is written over it; None where nothing is."""
    metadata: Mapping[str, Any] = schema.get("metadata") or {}
    foreign = [each for each in _functions(schema) if _is_foreign(each)]
    extra = metadata.get("pydantic_js_extra") or class_settings(schema.get("cls")).get("json_schema_extra")
    if not foreign and not extra and schema["type"] not in _UNKNOWN:
        return None
    kept = {key: value for key, value in metadata.items() if key != "pydantic_js_extra"}
    for key in _FUNCTIONS:
        kept[key] = [each for each in metadata.get(key, ()) if each not in foreign]
    return {**schema, "metadata": kept}


def _functions(schema: CoreSchema) -> list[Any]:
    metadata: Mapping[str, Any] = schema.get("metadata") or {}
    return [function for key in _FUNCTIONS for function in metadata.get(key, ())]


def _is_foreign(function: Any) -> bool:
    return isinstance(getattr(function, "__self__", None), WithJsonSchema) or not _is_pydantics(function)


def _is_pydantics(function: Any) -> bool:
    while isinstance(function, functools.partial):
        function = function.func
    return str(getattr(function, "__module__", "")).partition(".")[0] in {"fastapi", "pydantic", "pydantic_core"}


def _rules(schema: JsonSchemaValue) -> JsonSchemaValue:
    """Give what a JSON schema holds values to."""
    plain = without_facts(schema)
    if plain.get("format") not in _HELD:
        plain.pop("format", None)
    return {key: value for key, value in plain.items() if key not in _NOTES and not key.startswith("x-")}
