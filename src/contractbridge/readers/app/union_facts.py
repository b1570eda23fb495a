"""Facts about unions: what other members take of a member's values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from contractbridge.readers.app.key_facts import Checks, Resolve, core_of, key_of_scalar
from contractbridge.readers.app.limit_facts import limits_around
from contractbridge.readers.app.scalar_facts import SCALARS, Config, CoreSchema, check, limits_of_text, takes_numbers
from contractbridge.readers.facts import EXTENSION

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

Find: TypeAlias = "Callable[[Any], JsonSchemaValue | None]"

_LIMITING: Final = frozenset({"checks", "encodes", "maxLength", "minLength", "pattern"})  # words and facts of strings
_MOMENTS: Final = frozenset({"date", "datetime", "time", "timedelta"})


def shared_facts(
    schema: CoreSchema, described: JsonSchemaValue, config: Config, resolve: Resolve, find: Find
) -> JsonSchemaValue:
    """Add to the members of a union what other members take of their values: a number as text, a moment as a number, or
    a text as one. `find` gives the JSON schema that a reference refers to."""
    if not isinstance(members := described.get("anyOf"), list):
        return described
    choices = list(_choices(schema, config, resolve))
    lax = [each for each in choices if not each.get("strict", config.strict)]
    texts = [checks for each in lax if (checks := key_of_scalar(each, config))]
    numbers = [checks for each in lax for checks in _of_numbers(each, config)]
    told = [facts for each in _leaves(members) if "never" not in (facts := each.get(EXTENSION, {}))]
    numbers += [each["checks"] for each in told if each.get("checks", [{}])[0].get("name") == "ip"]
    return {**described, "anyOf": [_sharing(each, texts, numbers, find) for each in members]}


def _choices(schema: CoreSchema, config: Config, resolve: Resolve) -> Iterator[CoreSchema]:
    """The schemas of all choices, those of the unions among them included."""
    for each in schema["choices"]:
        choice = _core_of(each[0] if isinstance(each, tuple) else each, config, resolve)
        yield from _choices(choice, config, resolve) if choice["type"] == "union" else [choice]


def _leaves(members: list[JsonSchemaValue]) -> Iterator[JsonSchemaValue]:
    for each in members:
        yield from _leaves(each["anyOf"]) if "anyOf" in each else [each]


def _core_of(choice: CoreSchema, config: Config, resolve: Resolve) -> CoreSchema:
    """The schema of a choice; of a secret that of what it keeps, which is held to the limits of the secret."""
    schema = core_of(choice, resolve)
    strict = schema.get("strict", config.strict)
    match {**schema, **schema.get("lax_schema", {})}:
        case {"type": "json-or-python", "json_schema": {"type": "function-after", "schema": kept}}:
            return {**core_of(kept, resolve), **limits_around(choice), **({"strict": True} if strict else {})}
        case _:
            return schema


def _of_numbers(schema: CoreSchema, config: Config) -> Iterator[Checks]:
    """What a type that is no number takes of numbers."""
    if schema["type"] in _MOMENTS:
        yield SCALARS[schema["type"]](schema, {}, config)["checks"]
    if takes_numbers(schema, config):
        yield limits_of_text("numeral", schema, config)["checks"]
    if schema["type"] == "complex":
        yield check("numeral")["checks"]
    if schema["type"] == "bool":
        yield check("bit")["checks"]
    values = [*schema.get("expected", ()), *(each.value for each in schema.get("members", ()))]
    if equal := [int(each) for each in values if isinstance(each, bool)]:
        yield check("memberKey", values=equal)["checks"]


def _sharing(member: JsonSchemaValue, texts: list[Any], numbers: list[Any], find: Find) -> JsonSchemaValue:
    if isinstance(members := member.get("anyOf"), list):
        return {**member, "anyOf": [_sharing(each, texts, numbers, find) for each in members]}
    facts = member.get(EXTENSION, {})
    match named := (find(member["$ref"]) or {}) if "$ref" in member else member:
        case {"type": "string"} if texts and not _LIMITING.isdisjoint({*named, *named.get(EXTENSION, {})}):
            return {**member, EXTENSION: {**facts, "also": texts}}
        case {"type": "integer" | "number"} if numbers and named is member:
            return {**member, EXTENSION: {**facts, "also": numbers}}
        case _:
            return member
