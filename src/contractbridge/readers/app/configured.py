"""The settings under which Pydantic validates what core schemas describe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pydantic.json_schema import GenerateJsonSchema

from contractbridge.readers.app.validators import inside

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

CoreSchema: TypeAlias = Mapping[str, Any]

# Models have settings of their own, and of enumerations `use_facts` tells what those of others come to.
OF_THEIR_OWN: Final = frozenset({"enum", "model"})
_SENDING: Final = "ser_json_"  # how the settings begin that serializers have


def class_settings(cls: Any) -> Mapping[str, Any]:
    """Give the configuration that a class itself has; none where there is no class."""
    return getattr(cls, "model_config", None) or getattr(cls, "__pydantic_config__", None) or {}


class ConfiguredGenerator(GenerateJsonSchema):
    """Pydantic's generator of JSON schemas, with the `settings` under which it validates. Its own are not always these:
    it forgets those of a model within a typed dictionary, and within what it keeps apart as a definition."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.settings = self._config
        self.cores: dict[str, CoreSchema] = {}
        self._surroundings: dict[int, Any] = {}

    def meant(self, schema: CoreSchema) -> CoreSchema:
        """Give `schema`, or the definition that it refers to."""
        return self.cores.get(schema["schema_ref"], schema) if schema["type"] == "definition-ref" else schema

    @contextmanager
    def configured(self, schema: CoreSchema) -> Iterator[None]:
        """Let the settings hold that `schema` has; without any, it has those of what it stands in."""
        outer = self.settings
        if "config" in schema:
            self.settings = type(outer)(_settings_of(schema, outer.config_dict), check=False)
        try:
            yield
        finally:
            self.settings = outer

    @contextmanager
    def surrounded(self, schema: CoreSchema) -> Iterator[None]:
        """Let the settings hold of the model that FastAPI took `schema` out of, as a parameter of its own."""
        outer = self.settings
        self.settings = self._surroundings.get(id(schema), outer)
        try:
            yield
        finally:
            self.settings = outer

    def generate_definitions(self, inputs: Any) -> Any:
        found = ((schema, config) for key, _, schema in inputs if (config := getattr(key, "config", None)))
        self._surroundings = {id(schema): type(self.settings)(config) for schema, config in found}
        return super().generate_definitions(inputs)

    def definitions_schema(self, schema: Any) -> JsonSchemaValue:
        definitions = schema["definitions"]
        self.cores |= {each["ref"]: each for each in definitions}
        first: dict[str, dict[str, Any]] = {}
        for each in (schema["schema"], *definitions):
            for reference, config in _uses(each):
                first.setdefault(reference, config)
        dictionaries = [each for each in definitions if each["type"] == "typed-dict"]
        around = {id(each): type(self.settings)(first.get(each["ref"], {}), check=False) for each in dictionaries}
        self._surroundings |= around
        configured = [
            each if each["type"] in {*OF_THEIR_OWN, "typed-dict"} else {"config": first.get(each["ref"], {}), **each}
            for each in definitions
        ]
        return super().definitions_schema(schema | {"definitions": configured})


def _settings_of(schema: CoreSchema, outer: Mapping[str, Any]) -> dict[str, Any]:
    """Give the settings of `schema` within what has the `outer` ones: a typed dictionary is sent under those."""
    own: dict[str, Any] = schema["config"]
    if schema["type"] != "typed-dict":
        return own
    sending = {name: each for name, each in outer.items() if name.startswith(_SENDING)}
    return {name: each for name, each in own.items() if not name.startswith(_SENDING)} | sending


def _uses(schema: CoreSchema, config: dict[str, Any] | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each reference to a definition within `schema`, with the configuration that it is used under."""
    config = _settings_of(schema, config or {}) if "config" in schema else config
    if schema.get("type") == "definition-ref" and config is not None:
        yield schema["schema_ref"], config
    for each in inside(schema):
        yield from _uses(each, config)
