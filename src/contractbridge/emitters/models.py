"""Pydantic models for Python consumers of a contract, by datamodel-code-generator with a few good choices.

The document is tidied first: enum members get their Python names back from the facts, and decimals their type, titles
that only repeat a name go, and an optional scalar is written as one type, because a choice of two would become a class
of its own.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from typing import Any, Final

from contractbridge.errors import DocumentError, MissingExtra, Notice
from contractbridge.output import HEADER
from contractbridge.readers.facts import EXTENSION

_PYTHON: Final = "3.11"
_BOUNDS_OF_URLS: Final = (("minLength", 1), ("maxLength", 2083), ("maxLength", 65536))
_SCALARS: Final = frozenset({"string", "integer", "number", "boolean"})
_LIMITS: Final = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}


def emit_models(document: Mapping[str, Any]) -> tuple[str, tuple[Notice, ...]]:
    """The text of a module with a Pydantic v2 model for every schema of `document`, and what it could not say.

    Raises:
        MissingExtra: datamodel-code-generator is not installed.
        DocumentError: it can make nothing of the document.
    """
    try:
        # Late: half a second, and an extra of its own.
        import datamodel_code_generator as generator  # noqa: PLC0415
        from datamodel_code_generator.enums import DataModelType  # noqa: PLC0415
        from datamodel_code_generator.format import Formatter  # noqa: PLC0415
    except ImportError:
        raise MissingExtra("datamodel-code-generator", "models") from None
    of_app = EXTENSION in document  # FastAPI sends and takes datetimes without a zone under the same format
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            text = generator.generate(
                _prepared(document),
                input_file_type=generator.InputFileType.OpenAPI,
                output_model_type=DataModelType.PydanticV2BaseModel,
                target_python_version=generator.PythonVersion(_PYTHON),
                output_datetime_class=generator.DatetimeClassType("datetime" if of_app else "AwareDatetime"),
                custom_file_header=f"# {HEADER}",
                disable_timestamp=True,
                formatters=[Formatter.BUILTIN],  # no settings of the project, no version of black
                use_double_quotes=True,
                allow_remote_refs=False,
                strict_nullable=True,
                field_constraints=True,
                use_annotated=True,
                collapse_root_models=True,
                capitalise_enum_members=True,
                set_default_enum_member=True,
                use_schema_description=True,
                use_field_description=True,
            )
        except Exception as error:
            raise DocumentError(f"No models could be made of this document: {_sentence(error)}") from error
    if not isinstance(text, str):
        raise DocumentError("No models could be made of this document: its schemas have dots in their names.")
    return text.rstrip("\n") + "\n", tuple(dict.fromkeys(Notice("", str(each.message)) for each in caught))


def _sentence(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".") + "."


def _prepared(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _node(value, name="") for key, value in document.items() if key != EXTENSION}


def _node(node: Any, name: str) -> Any:
    match node:
        case {"anyOf": [*choices]} if any(map(_is_decimal, choices)):
            return _node(_one_decimal(node, choices), name)
        case dict() if _is_decimal(node):
            return _node(_plain_decimal(node), name)
        case {"anyOf": [{"type": str(scalar)} as schema, {"type": "null"}]} if scalar in _SCALARS:
            outer = {key: value for key, value in node.items() if key != "anyOf"}
            return dict(_entries({**schema, **outer, "type": [scalar, "null"]}, name))
        case dict():
            return dict(_entries(node, name))
        case list():
            return [_node(each, "") for each in node]
        case _:
            return node


def _is_decimal(node: Any) -> bool:
    match node.get(EXTENSION) if isinstance(node, dict) else None:
        case {"checks": [{"name": "decimal"}]}:
            return True
        case _:
            return False


def _one_decimal(node: Mapping[str, Any], choices: list[Any]) -> dict[str, Any]:
    """A choice in which a number and a text are one type, as they are to Python."""
    plain = [_plain_decimal(each) if _is_decimal(each) else each for each in choices]
    unique = [each for at, each in enumerate(plain) if each not in plain[:at]]
    outer = {key: value for key, value in node.items() if key != "anyOf"}
    return outer | (unique[0] if len(unique) == 1 else {"anyOf": unique})


def _plain_decimal(node: Mapping[str, Any]) -> dict[str, Any]:
    """A decimal as JSON Schema has no word for, but the generator has."""
    checks = node[EXTENSION]["checks"][0]
    limits = {word: float(checks[name]) for name, word in _LIMITS.items() if name in checks}
    about = {key: each for key, each in node.items() if key in {"title", "description", "default"}}
    return {**about, "type": "number", "format": "decimal", **limits}


def _entries(node: Mapping[str, Any], name: str) -> Iterator[tuple[str, Any]]:
    for key, value in node.items():
        if key == EXTENSION:
            if isinstance(value, dict) and "members" in value:
                yield "x-enum-varnames", value["members"]
        elif key == "properties" and isinstance(value, dict):
            yield key, {each: _node(schema, each) for each, schema in value.items()}
        elif not (_is_repeated_title(key, value, name) or _is_bound_of_url(key, value, node)):
            yield key, _node(value, "")


def _is_repeated_title(key: str, value: object, name: str) -> bool:
    """Is this what Pydantic makes of a field's name when nobody gives a title?"""
    return key == "title" and bool(name) and isinstance(value, str) and _letters(value) == _letters(name)


def _letters(text: str) -> str:
    return text.replace(" ", "").replace("_", "").casefold()


def _is_bound_of_url(key: str, value: object, node: Mapping[str, Any]) -> bool:
    """Is this a length that Pydantic's own URL types give, and do not take?"""
    return node.get("format") == "uri" and (key, value) in _BOUNDS_OF_URLS
