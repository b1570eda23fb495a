"""The tables of models, each of a family of features."""

from __future__ import annotations

from types import ModuleType
from typing import Final

from exactness.models import (
    configured,
    containers,
    corners,
    defaults,
    identifiers,
    limits,
    lookups,
    mixed,
    names,
    numbers,
    objects,
    overrides,
    text,
    times,
    unions,
)

TABLES: Final[list[ModuleType]] = [
    configured,
    containers,
    corners,
    defaults,
    identifiers,
    limits,
    lookups,
    mixed,
    names,
    numbers,
    objects,
    overrides,
    text,
    times,
    unions,
]
