"""FastAPI's generator of JSON schemas, exchanged for a while."""

from __future__ import annotations

import importlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from pydantic.json_schema import GenerateJsonSchema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.json_schema import JsonSchemaValue

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


class NamingGenerator(GenerateJsonSchema):
    """Pydantic's generator, which gives the mapping of a discriminator names alone. Pydantic puts a union there that is
    itself told apart, by another field, and FastAPI takes no such document."""

    def tagged_union_schema(self, schema: Any) -> JsonSchemaValue:
        json_schema = super().tagged_union_schema(schema)
        if mapping := json_schema.get("discriminator", {}).get("mapping"):
            json_schema["discriminator"]["mapping"] = {
                tag: name for tag, name in mapping.items() if isinstance(name, str)
            }
        return json_schema


def generators() -> Iterator[tuple[Any, type[GenerateJsonSchema]]]:
    for place in _PLACES:
        try:
            module = importlib.import_module(place)
        except ImportError:
            continue
        generator = getattr(module, "GenerateJsonSchema", None)
        if isinstance(generator, type) and issubclass(generator, GenerateJsonSchema):
            yield module, generator
