"""FastAPI's generator of JSON schemas, exchanged for a while."""

from __future__ import annotations

import importlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from pydantic.json_schema import GenerateJsonSchema

if TYPE_CHECKING:
    from collections.abc import Iterator

# It moved between versions, and some import it a second time.
_PLACES: Final = ("fastapi._compat.v2", "fastapi._compat", "fastapi.openapi.utils")


@contextmanager
def generating_with(mixin: type[GenerateJsonSchema], **attributes: Any) -> Iterator[None]:
    """Let FastAPI make its schemas with `mixin` put before the generator that it has.

    Raises `LookupError` where this version of FastAPI makes them in another way.
    """
    found = list(generators())
    if not found:
        raise LookupError("this version of FastAPI makes its schemas in an unknown way")
    try:
        for module, generator in found:
            module.GenerateJsonSchema = type(generator.__name__, (mixin, generator), attributes)
        yield
    finally:
        for module, generator in found:
            module.GenerateJsonSchema = generator


def generators() -> Iterator[tuple[Any, type[GenerateJsonSchema]]]:
    for place in _PLACES:
        try:
            module = importlib.import_module(place)
        except ImportError:
            continue
        generator = getattr(module, "GenerateJsonSchema", None)
        if isinstance(generator, type) and issubclass(generator, GenerateJsonSchema):
            yield module, generator
