"""Strings and their formats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from contractbridge.contract import String
from contractbridge.emitters.limits import string_limits
from contractbridge.emitters.zod import Zod

# Formats that Zod checks as the standard defines them; other formats are documentation.
_FORMATS: Final[Mapping[str, Zod]] = {
    "date": Zod("z.iso.date()", "z.ZodISODate"),
    "date-time": Zod("z.iso.datetime({ offset: true, local: true })", "z.ZodISODateTime"),
    "email": Zod("z.email()", "z.ZodEmail"),
    "ipv4": Zod("z.ipv4()", "z.ZodIPv4"),
    "uri": Zod("z.url()", "z.ZodURL"),
    "uuid": Zod("z.guid()", "z.ZodGUID"),
}
CHECKED_FORMATS: Final = frozenset(_FORMATS)


def string_schema(node: String) -> Zod:
    """The schema of a string, as far as JSON Schema knows it."""
    base = _FORMATS.get(node.format, Zod("z.string()", "z.ZodString"))
    return Zod(base.code + string_limits(node), base.type)
