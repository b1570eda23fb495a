"""What an operation answers: statuses, bodies, headers and links, before and now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contractbridge.contract import Ref, Response
from contractbridge.drift.facts import (
    Fact,
    HeaderAdded,
    HeaderPresenceChanged,
    HeaderRemoved,
    LinkRemoved,
    Pair,
    StatusAdded,
    StatusRemoved,
    StreamingChanged,
)
from contractbridge.drift.walk.differences import Types, place_of
from contractbridge.drift.walk.incoming import tell_media_types
from contractbridge.drift.walk.media import match_contents


def compare_responses(pair: Pair, types: Types) -> Iterator[Fact]:
    if pair.old.streams != pair.new.streams:
        yield StreamingChanged(pair)
    compared: set[str] = set()
    for now in pair.new.responses:
        before = _counterpart(now.status, pair.old.responses)
        if before is None and not _is_made(now):
            yield StatusAdded(pair, now)
        elif before is not None:
            compared.add(before.status)
            yield from _compare_response(pair, before, now, types)
    for before in pair.old.responses:
        if before.status in compared:
            continue
        counterpart = _counterpart(before.status, pair.new.responses)
        if counterpart is None and not _is_made(before):
            yield StatusRemoved(pair, before)
        elif counterpart is not None:
            yield from _compare_response(pair, before, counterpart, types)


def _is_made(response: Response) -> bool:
    """Whether FastAPI adds it to whatever has something to validate, and so it follows from other changes."""
    return response.status == "422" and [each.type for each in response.contents] == [Ref("HTTPValidationError")]


def _counterpart(status: str, responses: Sequence[Response]) -> Response | None:
    """The response to `status`: its own, that to its range, or to anything."""
    for wanted in (status.upper(), f"{status[:1]}XX", "DEFAULT"):
        for each in responses:
            if each.status.upper() == wanted:
                return each
    return None


def _compare_response(pair: Pair, old: Response, new: Response, types: Types) -> Iterator[Fact]:
    yield from _compare_headers(pair, old, new, types)
    for link in old.links:
        if link not in new.links:
            yield LinkRemoved(pair, new.status, link)
    matched = match_contents(old.contents, new.contents, sent=not pair.from_server)
    yield from tell_media_types(pair, "response", f"{new.status}.body", matched, types)
    omits = (old.omits, new.omits)
    for before, now in matched.kept:
        place = place_of(pair, "response", f"{new.status}.body", now.media_type)
        if before.items is None or now.items is None:
            yield from types.compare(place, before.type, now.type, omits)
        else:
            items = place_of(pair, "response", f"{new.status}.items", now.media_type)
            yield from types.compare(items, before.items, now.items, omits)


def _compare_headers(pair: Pair, old: Response, new: Response, types: Types) -> Iterator[Fact]:
    before = {each.name.lower(): each for each in old.headers}
    after = {each.name.lower(): each for each in new.headers}
    for name, header in before.items():
        if name not in after:
            yield HeaderRemoved(pair, new.status, header)
            continue
        now = after[name]
        if header.required != now.required:
            yield HeaderPresenceChanged(pair, new.status, header, now)
        yield from types.compare(place_of(pair, "response", f"{new.status}.headers.{now.name}"), header.type, now.type)
    for name, header in after.items():
        if name not in before:
            yield HeaderAdded(pair, new.status, header)
