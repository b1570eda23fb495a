"""Sets of numbers: intervals with a step, decided exactly (JSON Schema 2020-12, Validation 6.2).

Numbers count as they are written: a step of 0.1 is a tenth, whatever a double makes of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count, islice, pairwise
from math import ceil, floor, lcm
from typing import Final, NamedTuple

from contractbridge.contract import Number

_MOST_POINTS: Final = 20_000
_ONE: Final = Fraction(1)
_NUDGES: Final[tuple[Fraction, ...]] = tuple(Fraction(1, each) for each in (2, 4, 10, 8, 100, 3, 7, 1000, 10**6, 10**9))


@dataclass(frozen=True, slots=True)
class Bound:
    at: Fraction
    open: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers between two bounds; where `step` is given, only its multiples."""

    low: Bound | None = None
    high: Bound | None = None
    step: Fraction | None = None

    def holds(self, value: Fraction) -> bool:
        """Whether `value` is one of the numbers."""
        if self.low is not None and (value < self.low.at or (self.low.open and value == self.low.at)):
            return False
        if self.high is not None and (value > self.high.at or (self.high.open and value == self.high.at)):
            return False
        return self.step is None or (value / self.step).denominator == 1

    @property
    def is_empty(self) -> bool:
        if self.low is None or self.high is None:
            return False
        if self.low.at > self.high.at or (self.low.at == self.high.at and (self.low.open or self.high.open)):
            return True
        return self.step is not None and next(_multiples(self, self.step), None) is None


class Outside(NamedTuple):
    """A number that is in none of some ranges, if there is one; not `decided`: nobody counted far enough."""

    witness: float | None
    decided: bool = True


def exact(value: float) -> Fraction:
    """`value` as it is written."""
    return Fraction(value) if isinstance(value, int) else Fraction(repr(value))


def plain(value: Fraction) -> float:
    """`value` as JSON has it; the nearest double where it is no integer."""
    return int(value) if value.denominator == 1 else float(value)


def range_of(node: Number) -> Range:
    """The numbers of a type."""
    steps = [_ONE] if node.integer else []
    if node.multiple_of:
        steps.append(abs(exact(node.multiple_of)))
    return Range(
        _inner((node.minimum, node.exclusive_minimum), max),
        _inner((node.maximum, node.exclusive_maximum), min),
        _common(steps) if steps else None,
    )


def just(value: float) -> Range:
    """One number."""
    bound = Bound(exact(value))
    return Range(bound, bound)


def aspects(node: Number) -> Iterator[tuple[str, Range]]:
    """What a type asks of a number, one by one, with its name."""
    whole = range_of(node)
    if whole.low is not None:
        yield "minimum", Range(low=whole.low)
    if whole.high is not None:
        yield "maximum", Range(high=whole.high)
    if node.integer:
        yield "integer", Range(step=_ONE)
    if node.multiple_of:
        yield "multiple", Range(step=abs(exact(node.multiple_of)))


def meet(one: Range, other: Range) -> Range:
    """The numbers in both."""
    steps = [each for each in (one.step, other.step) if each is not None]
    lows = [each for each in (one.low, other.low) if each is not None]
    highs = [each for each in (one.high, other.high) if each is not None]
    return Range(
        max(lows, key=lambda each: (each.at, each.open)) if lows else None,
        min(highs, key=lambda each: (each.at, not each.open)) if highs else None,
        _common(steps) if steps else None,
    )


def number_of(numbers: Range) -> Number:
    """The type of these numbers; bounds are doubles where they are no integers."""
    integer = numbers.step is not None and numbers.step.denominator == 1
    low, high = numbers.low, numbers.high
    return Number(
        integer=integer,
        minimum=None if low is None or low.open else plain(low.at),
        exclusive_minimum=None if low is None or not low.open else plain(low.at),
        maximum=None if high is None or high.open else plain(high.at),
        exclusive_maximum=None if high is None or not high.open else plain(high.at),
        multiple_of=None if numbers.step is None or (integer and numbers.step == 1) else plain(numbers.step),
    )


def outside(sub: Range, sups: Sequence[Range]) -> Outside:
    """A number of `sub` that is in none of `sups`.

    The line is cut at every bound; between two cuts each range holds all multiples of its step, or nothing.
    """
    decided = True
    for piece in _pieces([sub, *sups]):
        inner = meet(sub, piece)
        if inner.is_empty or not _within(piece, sub):
            continue
        found = _outside_piece(inner, [each for each in sups if _within(piece, each)])
        if found.witness is not None:
            return found
        decided = decided and found.decided
    return Outside(None, decided)


def minus(sub: Range, sup: Range) -> list[Range]:
    """The numbers of `sub` below and above `sup`, and all of those between them where `sup` has gaps."""
    below = replace(meet(sub, Range(high=_flipped(sup.low))), step=sub.step) if sup.low else None
    above = replace(meet(sub, Range(low=_flipped(sup.high))), step=sub.step) if sup.high else None
    within = meet(sub, replace(sup, step=None))
    gaps = within if outside(within, [Range(step=sup.step)]) != Outside(None) else None
    return [each for each in (below, gaps, above) if each is not None and not each.is_empty]


def finite(numbers: Range, most: int) -> list[Fraction] | None:
    """All of the numbers where they are few."""
    if numbers.is_empty:
        return []
    if numbers.low is None or numbers.high is None:
        return None
    if numbers.low.at == numbers.high.at:
        return [numbers.low.at]
    if numbers.step is None or (numbers.high.at - numbers.low.at) / numbers.step > most:
        return None
    return list(_multiples(numbers, numbers.step))


def _flipped(bound: Bound | None) -> Bound | None:
    return None if bound is None else Bound(bound.at, not bound.open)


def _inner(bounds: tuple[float | None, float | None], innermost: object) -> Bound | None:
    inclusive, exclusive = (None if each is None else exact(each) for each in bounds)
    if exclusive is None:
        return None if inclusive is None else Bound(inclusive)
    if inclusive is None or inclusive == exclusive:
        return Bound(exclusive, open=True)
    chosen: Fraction = innermost(inclusive, exclusive)  # type: ignore[operator]
    return Bound(chosen, open=chosen == exclusive)


def _common(steps: Sequence[Fraction]) -> Fraction:
    """The least step whose multiples are multiples of all."""
    below = lcm(*(each.denominator for each in steps))
    return Fraction(lcm(*(int(each * below) for each in steps)), below)


def _pieces(ranges: Iterable[Range]) -> Iterator[Range]:
    """The whole line, cut at every bound: what is before, each bound alone, and what is between two."""
    cuts = sorted({bound.at for each in ranges for bound in (each.low, each.high) if bound is not None})
    if not cuts:
        yield Range()
        return
    for at in cuts:
        yield Range(Bound(at), Bound(at))
    for before, after in pairwise(cuts):
        yield Range(Bound(before, open=True), Bound(after, open=True))
    yield Range(high=Bound(cuts[0], open=True))
    yield Range(low=Bound(cuts[-1], open=True))


def _within(piece: Range, whole: Range) -> bool:
    """Whether a piece lies between the bounds of a range, all of which are cuts."""
    if whole.low is not None and (
        piece.low is None
        or piece.low.at < whole.low.at
        or (piece.low.at == whole.low.at and whole.low.open and not piece.low.open)
    ):
        return False
    return whole.high is None or not (
        piece.high is None
        or piece.high.at > whole.high.at
        or (piece.high.at == whole.high.at and whole.high.open and not piece.high.open)
    )


def _outside_piece(inner: Range, covers: Sequence[Range]) -> Outside:
    if inner.step is None:
        if any(each.step is None for each in covers):
            return Outside(None)
        tried = _scattered(inner)
        decided = False
    else:
        if any(each.step is None or (inner.step / each.step).denominator == 1 for each in covers):
            return Outside(None)
        period = _common([inner.step, *(each.step for each in covers if each.step is not None)])
        needed = int(period / inner.step)
        tried = islice(_multiples(inner, inner.step), min(needed, _MOST_POINTS))
        decided = needed <= _MOST_POINTS
    for point in tried:
        written = plain(point)
        read = exact(written)
        if inner.holds(read) and not any(each.holds(read) for each in covers):
            return Outside(written)
    return Outside(None, decided)


def _multiples(inner: Range, step: Fraction) -> Iterator[Fraction]:
    """The multiples of `step` within the bounds, from an end on; from zero where there is none."""
    if inner.low is not None:
        end = None if inner.high is None else _last(inner.high, step)
        start = _first(inner.low, step)
        yield from (step * each for each in (count(start) if end is None else range(start, end + 1)))
    else:
        start = 0 if inner.high is None else _last(inner.high, step)
        yield from (step * each for each in count(start, -1 if inner.high else 1))


def _first(low: Bound, step: Fraction) -> int:
    start = ceil(low.at / step)
    return start + 1 if low.open and step * start == low.at else start


def _last(high: Bound, step: Fraction) -> int:
    end = floor(high.at / step)
    return end - 1 if high.open and step * end == high.at else end


def _scattered(inner: Range) -> Iterator[Fraction]:
    """Some numbers of a range without a step, the plainest first."""
    low = None if inner.low is None else inner.low.at
    high = None if inner.high is None else inner.high.at
    if low is not None and low == high:
        yield low
        return
    if low is not None and high is not None:
        span = high - low
        base = Fraction(floor(low))
        yield from (base + each for each in (Fraction(1), *_NUDGES, *(1 + nudge for nudge in _NUDGES)))
        yield from (low + span * each for each in (*_NUDGES, *(1 - nudge for nudge in _NUDGES), Fraction(7919, 104729)))
        return
    start = Fraction(floor(low if low is not None else high if high is not None else 0))
    outward = 1 if high is None else -1
    yield from (start + outward * shift for shift in range(4))
    for shift in range(4):
        yield from (start + outward * (shift + each) for each in (*_NUDGES, Fraction(7919, 104729)))
