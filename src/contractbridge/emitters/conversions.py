"""Schemas of values that the server converts: one check is all there is of them, and it answers for any value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from contractbridge.contract import JSON, Check, Enum, Type
from contractbridge.emitters.limits import check_text
from contractbridge.emitters.text import fit, key, literal, quote
from contractbridge.emitters.zod import Zod, custom

# From what a check makes something, where that is not any scalar.
_TAKEN: Final[Mapping[str, str]] = {
    "laxAnything": "unknown",
    "laxDate": "string | number",
    "laxDateTime": "string | number",
    "laxIterable": "string | object",
    "laxOmitted": "unknown",
    "laxText": "string | number",
    "laxTime": "string | number",
}


def whole(node: Type, check: Check, type_: str, *, written: bool = False) -> Zod:
    """The schema of a type, written as `type_`, that one check is all there is of; where it is `written`, of the text
    of a value."""
    test = f"is.written({check_text(check)})" if written else check_text(check)
    taken = type_ if check.name == "omitted" else _TAKEN.get(check.name, "string | number | boolean")
    match node:
        case Enum(text=text) if not written and (entries := enum_entries(node)) and check.name == "laxMember":
            members = [f"{key(name)}: {literal(value)}" for name, value in entries.items()]
            options = f", {{ text: {quote(text)} }}" if text else ""
            names = fit("{", members, "}", separator=";", spaced=True)
            return Zod(
                f"is.laxEnum({fit('{', members, '}', spaced=True)}{options})",
                f"is.LaxEnum<{names}{', unknown' if text == 'any' else ''}>",
            )
        case Enum(text="any"):
            return custom(f"z.custom(...{test})", type_, "unknown")
        case _:
            return custom(f"z.custom(...{test})", type_, taken)


def iterable(item: Zod, type_: str) -> Zod:
    """The schema of whatever can be iterated over, with items that `item` takes."""
    return custom(f"z.custom(...is.laxIterable(() => {item.code}))", type_, _TAKEN["laxIterable"])


def enum_entries(node: Enum) -> dict[str, JSON] | None:
    """The members by name, as an enumeration of JavaScript has them; None where it cannot hold them."""
    entries = {str(member.name or member.value): member.value for member in node.members}
    named = all(member.name for member in node.members)
    holds = (
        len(entries) == len(node.members)
        and all(isinstance(value, str) or (named and type(value) in {int, float}) for value in entries.values())
        and not any(name == "__proto__" or name.lstrip("-").isdigit() for name in entries)
    )
    return entries if holds else None
