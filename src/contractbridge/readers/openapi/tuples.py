"""Arrays whose first items have types of their own (JSON Schema 2020-12, Core 10.3.1.1)."""

from __future__ import annotations

from typing import Final

from contractbridge.contract import Array, Never, Tuple, Type
from contractbridge.readers.facts import EXTENSION
from contractbridge.readers.openapi.nodes import intersect, unite
from contractbridge.readers.openapi.references import Place, Scope

_MOST_LENGTHS: Final = 8
_MOST_COMPARED: Final = 64


def meant_tuple(items: tuple[Type, ...], rest: Type, whole: Array, scope: Scope, place: Place) -> Type:
    """The tuple that people mean, to be printed: of all its items where no least length is given."""
    least, most = whole.min_items, whole.max_items
    if EXTENSION in scope.document and least is not None and most is not None and least > most:
        return Never()
    if isinstance(rest, Never) or (most is not None and most <= len(items)):
        return _closed_tuple(items, least, most, scope, place)
    for bound, size in (("minItems", least), ("maxItems", most)):
        if size is not None and size != len(items):
            scope.note((place, bound), f"`{bound}` of a tuple that goes on was ignored.")
    return Tuple(items, rest)


def written_tuple(items: tuple[Type, ...], rest: Type, whole: Array) -> Type:
    """The tuple as it is written, to be compared: of any length that `whole` has."""
    least, most = whole.min_items or 0, whole.max_items
    longest = len(items) if most is None else min(most, len(items))
    ends = isinstance(rest, Never) or (most is not None and most <= len(items))
    if longest - least > _MOST_COMPARED:
        return Array(
            unite((*items, rest)), whole.min_items, len(items) if ends and most is None else most, whole.unique
        )
    lengths: list[Type] = [Tuple(items[:size]) for size in range(least, longest + ends)]
    if not ends:
        lengths.append(Tuple(items, rest))
    is_limited = whole.unique or (not ends and (least > len(items) or most is not None))
    return intersect((unite(lengths), whole)) if is_limited else unite(lengths)


def _closed_tuple(items: tuple[Type, ...], least: int | None, most: int | None, scope: Scope, place: Place) -> Type:
    """A tuple of each length."""
    longest = len(items) if most is None else min(most, len(items))
    shortest = longest if least is None else min(least, longest)
    if longest - shortest < _MOST_LENGTHS:
        return unite([Tuple(items[:size]) for size in range(shortest, longest + 1)])
    scope.note(place, "A tuple of so many lengths was read as an array.")
    return Array(unite(items), shortest, longest)
