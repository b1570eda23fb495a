"""Convertors of paths: what a router lets through before the type of a parameter is looked at.

FastAPI documents `/items/{id:int}` as `/items/{id}`. What the convertor refuses has no route: it gets 404, or 405.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from contractbridge.contract import Check, Checked, Number, String, Type

# Older versions of Starlette insist on the dashes.
_UUID: Final = "-?".join(f"[0-9a-fA-F]{{{length}}}" for length in (8, 4, 4, 4, 12))
_PATTERNS: Final[Mapping[str, str]] = {
    "int": "^[0-9]+$",
    "float": r"^[0-9]+(\.[0-9]+)?$",
    "uuid": f"^{_UUID}$",
}


def held_to(node: Type, convertor: str) -> Type:
    """`node` without the values that `convertor` refuses, where that is a matter of texts or of numbers."""
    match node, convertor:
        case String(format="", pattern=None), _ if convertor in _PATTERNS:
            return replace(node, pattern=_PATTERNS[convertor])
        case Number(), "int" | "float":
            # No convertor knows a sign, and that for integers no point.
            return replace(node, integer=node.integer or convertor == "int", minimum=max(node.minimum or 0, 0))
        case _:
            return node


def converted(node: Type, convertor: str) -> Type:
    """`node` with what `convertor` makes a value of that its type takes: a number, or a UUID without all its dashes."""
    match node, convertor:
        case Number(strict=True, integer=False), "float":
            return replace(node, strict=False)
        case Number(strict=True), "int":
            return replace(node, strict=False)
        case Checked(checks=[Check("uuid", options)]), "uuid":
            return replace(node, checks=(Check("uuid", (*options, ("dashes", "any"))),))
        case _:
            return node
