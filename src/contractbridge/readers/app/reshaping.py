"""What `response_model_include`, `_exclude` and `_by_alias` make of a response, whose schema does not tell."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel, RootModel

_WHOLE: Final = (True, ...)


def reshaped_fields(route: Any) -> dict[str, str | list[str]] | Literal[True] | None:
    """Give the fields that a response of `route` has, by the name that each is sent under: its name in the document,
    in a list where a part of its value is sent. True where nothing is known, None where nothing differs."""
    included, excluded = route.response_model_include, route.response_model_exclude
    by_alias = route.response_model_by_alias
    if route.response_field is None or (included is None and not excluded and by_alias):
        return None
    model = route.response_model
    if not (isinstance(model, type) and issubclass(model, BaseModel)) or issubclass(model, RootModel):
        return True
    fields: dict[str, Any] = {**model.model_fields, **model.model_computed_fields}
    found: dict[str, str | list[str]] = {}
    for name, field in fields.items():
        if getattr(field, "exclude", False) or (included is not None and name not in included):
            continue
        if name in (excluded or ()) and not _is_part(excluded, name):
            continue
        alias = getattr(field, "serialization_alias", None) or field.alias or name
        # Where a model is open, what a request has under that name is sent once more.
        twice = alias != name and model.model_config.get("extra") == "allow"
        whole = by_alias or (_is_plain(field) and not twice)
        is_parted = _is_part(included, name) or _is_part(excluded, name)
        found[alias if by_alias else name] = alias if whole and not is_parted else [alias]
    return found


def _is_part(spec: Any, name: str) -> bool:
    """Tell whether `spec` speaks of something within the field."""
    return isinstance(spec, Mapping) and name in spec and spec[name] not in _WHOLE


def _is_plain(field: Any) -> bool:
    """Tell whether a field surely has no model within, which would be sent by its names too."""
    return _holds_no_names(getattr(field, "annotation", getattr(field, "return_type", None)))


def _holds_no_names(annotation: Any) -> bool:
    match get_origin(annotation), get_args(annotation):
        case origin, [inner, *_] if origin is Annotated:
            return _holds_no_names(inner)
        case origin, [*parts] if origin in _COMPOSED:
            return origin is Literal or all(each is Ellipsis or _holds_no_names(each) for each in parts)
        case None, _ if isinstance(annotation, type):
            return issubclass(annotation, Enum) or (
                annotation.__module__ in _PLAIN and annotation not in _COMPOSED and annotation is not object
            )
        case _:
            return annotation is None


_COMPOSED: Final = frozenset({Literal, Union, UnionType, dict, frozenset, list, set, tuple})
_PLAIN: Final = frozenset(
    {*("builtins", "datetime", "decimal", "fractions", "ipaddress", "pathlib", "uuid"), *("pydantic.networks", "types")}
)
