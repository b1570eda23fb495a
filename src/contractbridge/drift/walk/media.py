"""Media types that are the same, or of which one covers the other (RFC 9110, 8.3.1 and 12.5.1)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from contractbridge.contract import Content


@dataclass(frozen=True, slots=True)
class Matched:
    kept: tuple[tuple[Content, Content], ...]
    removed: tuple[Content, ...]
    added: tuple[Content, ...]


def match_contents(old: Sequence[Content], new: Sequence[Content], *, sent: bool) -> Matched:
    """Which content of one side is which of the other: of one media type, or `sent` under one that was asked for.

    Old requests are sent to the new side, and new responses to clients of the old one: there may be a range, or
    `application/json` for all that is JSON. Who asked for what is still sent is not sent anything else.
    """
    wide, narrow = (old, new) if sent else (new, old)
    taken = frozenset(_plain(each.media_type) for each in narrow) if sent else frozenset[str]()
    found = [(each, other) for each in narrow if (other := _closest(each, wide, taken)) is not None]
    kept = tuple((other, each) if sent else (each, other) for each, other in found)
    used = {id(each) for pair in kept for each in pair}
    return Matched(
        kept,
        tuple(each for each in old if id(each) not in used),
        tuple(each for each in new if id(each) not in used),
    )


def pair_json(matched: Matched) -> Matched:
    """The same for a server that reads any JSON, however it is called: what came is what went."""
    match matched:
        case Matched(removed=(old,), added=(new,)) if _is_json(old) and _is_json(new):
            return Matched((*matched.kept, (old, new)), (), matched.added)
        case _:
            return matched


def _is_json(content: Content) -> bool:
    return covers("application/json", content.media_type)


def covers(wide: str, narrow: str) -> bool:
    """Whether `narrow` is one of `wide`: `application/*`, or `application/json` for `application/problem+json`."""
    (kind, _, subtype), (other_kind, _, other) = (_plain(each).partition("/") for each in (wide, narrow))
    return kind in {"*", other_kind} and (subtype in {"*", other} or other.endswith(f"+{subtype}"))


def is_form(media_type: str) -> bool:
    """Whether a body is sent as a form, whose fields may come more than once."""
    return _plain(media_type) in {"multipart/form-data", "application/x-www-form-urlencoded"}


def _closest(content: Content, others: Sequence[Content], taken: Collection[str]) -> Content | None:
    """The one that is the same, or else covers it and is not `taken` by its own name, ranges last."""
    name = _plain(content.media_type)
    free = [each for each in others if _plain(each.media_type) == name or _plain(each.media_type) not in taken]
    fitting = [each for each in free if covers(each.media_type, content.media_type)]
    return min(
        fitting,
        key=lambda each: (_plain(each.media_type) != name, _plain(each.media_type).count("*"), each.media_type),
        default=None,
    )


def _plain(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()
