"""Facts about unions: what other members take of a member's values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from contractbridge.readers.app.key_facts import key_of_scalar
from contractbridge.readers.app.scalar_facts import SCALARS, Config, CoreSchema, check, limits_of_text, takes_numbers
from contractbridge.readers.facts import EXTENSION

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

_LIMITS: Final = frozenset({"maxLength", "minLength", "pattern"})
_MOMENTS: Final = frozenset({"date", "datetime", "time", "timedelta"})


def shared_facts(schema: CoreSchema, described: JsonSchemaValue, config: Config) -> JsonSchemaValue:
    """Add to the members of a union what other members take of their values: a number as text, a moment as a number, or
    a text as one."""
    choices = [each[0] if isinstance(each, tuple) else each for each in schema["choices"]]
    lax = [each for each in choices if not each.get("strict", config.strict)]
    texts = [checks for each in lax if (checks := key_of_scalar(each, config))]
    numbers = [SCALARS[each["type"]](each, {}, config)["checks"] for each in lax if each["type"] in _MOMENTS]
    numbers += [limits_of_text("numeral", each, config)["checks"] for each in lax if takes_numbers(each, config)]
    numbers += [check("bit")["checks"] for each in lax if each["type"] == "bool"]
    if not isinstance(members := described.get("anyOf"), list):
        return described
    return {**described, "anyOf": [_sharing(each, texts, numbers) for each in members]}


def _sharing(member: JsonSchemaValue, texts: list[Any], numbers: list[Any]) -> JsonSchemaValue:
    facts = member.get(EXTENSION, {})
    match member.get("type"):
        case "string" if texts and ("checks" in facts or not _LIMITS.isdisjoint(member)):
            return {**member, EXTENSION: {**facts, "also": texts}}
        case "integer" | "number" if numbers:
            return {**member, EXTENSION: {**facts, "also": numbers}}
        case _:
            return member
