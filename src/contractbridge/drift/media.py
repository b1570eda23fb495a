"""Media types that are the same, or of which one covers the other (RFC 9110, 8.3.1 and 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contractbridge.contract import Content


@dataclass(frozen=True, slots=True)
class Matched:
    kept: tuple[tuple[Content, Content], ...]
    removed: tuple[Content, ...]
    added: tuple[Content, ...]


def match_contents(old: Sequence[Content], new: Sequence[Content]) -> Matched:
    """Which content of one side is which of the other: of one media type, or of a range that covers it."""
    kept = [(before, now) for now in new if (before := _counterpart(now, old)) is not None]
    used = {id(each) for pair in kept for each in pair}
    kept += [
        (before, now) for before in old if id(before) not in used and (now := _counterpart(before, new)) is not None
    ]
    used = {id(each) for pair in kept for each in pair}
    return Matched(
        tuple(kept),
        tuple(each for each in old if id(each) not in used),
        tuple(each for each in new if id(each) not in used),
    )


def covers(wide: str, narrow: str) -> bool:
    """Whether `narrow` is one of `wide`: `application/*`, or `application/json` with any parameters."""
    (kind, _, subtype), (other_kind, _, other) = (_plain(each).partition("/") for each in (wide, narrow))
    return kind in {"*", other_kind} and subtype in {"*", other}


def _counterpart(content: Content, others: Sequence[Content]) -> Content | None:
    """The closest that is the same or covers it."""
    fitting = [each for each in others if covers(each.media_type, content.media_type)]
    return min(fitting, key=lambda each: (_plain(each.media_type).count("*"), each.media_type), default=None)


def _plain(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()
