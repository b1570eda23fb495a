"""Semantic versioning (semver.org 2.0.0): how much a version must rise for what has changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from contractbridge.drift.change import Bump, Change

_VERSION: Final = re.compile(r"v?(0|[1-9]\d*)\.(0|[1-9]\d*)(?:\.(0|[1-9]\d*))?(?:[-+].*)?")
_ORDER: Final[tuple[Bump, ...]] = ("none", "patch", "minor", "major")


def needed_bump(changes: Iterable[Change]) -> Bump:
    """Major where clients break, minor where there is something new for them to know, patch for the rest, and for what
    was accepted: the contract is another one all the same."""
    return max(map(_bump, changes), key=_ORDER.index, default="none")


def short_of(old: str, new: str, needed: Bump) -> str:
    """Why the version `new` is not enough after `old` for what has changed; empty where it is.

    Before 1.0.0 a minor version may break.
    """
    before, after = _parts(old), _parts(new)
    if before is None or after is None:
        return f"{(old if before is None else new) or 'The empty version'!r} is no semantic version."
    if needed == "major" and before[0] == 0:
        needed = "minor"
    if _ORDER.index(_rise(before, after)) >= _ORDER.index(needed):
        return ""
    return f"The version goes from {old} to {new}, and what changed needs a {needed} one."


def _bump(change: Change) -> Bump:
    if change.accepted:
        return "patch"
    if change.severity == "breaking" and change.breaks:
        return "major"
    is_new = change.old is None and change.new is not None
    return "minor" if change.severity == "warning" or is_new else "patch"


def _parts(version: str) -> tuple[int, int, int] | None:
    match = _VERSION.fullmatch(version)
    return (int(match[1]), int(match[2]), int(match[3] or 0)) if match else None


def _rise(before: tuple[int, int, int], after: tuple[int, int, int]) -> Bump:
    if after <= before:
        return "none"
    return "major" if after[0] > before[0] else "minor" if after[1] > before[1] else "patch"
