"""What in a document changes from one export to the next."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from contractbridge.errors import Notice
from contractbridge.readers.app.overlay import differences
from contractbridge.readers.openapi.references import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contractbridge.readers.openapi.references import Place

_MOST = 5
_VALUES: Final = frozenset({"default", "example", "examples"})
# An import may be as old as the process that holds it, but not as what people write down.
_RECENT: Final = timedelta(hours=12)


def changes(first: dict[str, Any], second: dict[str, Any]) -> Iterator[Notice]:
    """Compare two exports of one app, made one after the other."""
    places = list(islice(differences(first, second), _MOST + 1))
    for place in places[:_MOST]:
        yield Notice(pointer(place), "This differs between two exports of the same app.")
    if len(places) > _MOST:
        yield Notice("", "More than that differs between two exports of the same app.")


def moments(document: dict[str, Any]) -> Iterator[Notice]:
    """Find defaults and examples that are the time at which the app was imported: they differ at each start."""
    now = datetime.now(UTC)
    for place, value in _values(document, None):
        if _is_recent(value, now):
            trouble = f"{value!r} is the time when the app was imported, and differs at each export"
            yield Notice(pointer(place), f"{trouble}: use default_factory, or a fixed value.")


def _values(node: Any, place: Place, *, inside: bool = False) -> Iterator[tuple[Place, Any]]:
    match node:
        case dict():
            for key, value in node.items():
                yield from _values(value, (place, key), inside=inside or key in _VALUES)
        case list():
            for index, value in enumerate(node):
                yield from _values(value, (place, index), inside=inside)
        case str() | float() if inside:
            yield place, node


def _is_recent(value: str | float, now: datetime) -> bool:
    if isinstance(value, float):
        return 0 <= now.timestamp() - value < _RECENT.total_seconds()
    with suppress(ValueError):
        # A bare date says less: today's is taken for one.
        if date.fromisoformat(value) == now.astimezone().date():
            return True
    with suppress(ValueError, OverflowError):  # the last day of all is in no other zone
        moment = datetime.fromisoformat(value)
        # Without a zone, the clock of this machine or UTC.
        moments = [moment] if moment.tzinfo else [moment.astimezone(), moment.replace(tzinfo=UTC)]
        return any(timedelta() <= now - each < _RECENT for each in moments)
    return False
