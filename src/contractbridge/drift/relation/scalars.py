"""Numbers and strings: each limit on its own, so that each gets its own reason."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from typing import cast

from contractbridge.contract import JSON, MISSING, Encoded, Missing, Number, String
from contractbridge.drift.mismatch import Reason
from contractbridge.drift.relation.found import Found, Judge, first, search
from contractbridge.drift.strings.texts import is_text, outside
from contractbridge.drift.values import numbers
from contractbridge.drift.values.atoms import Atom, Texts, kind_of


def compare_numbers(sub: Atom, one: Number, sup: Atom, other: Number) -> Iterator[Found]:
    mine = numbers.range_of(one)
    for reason, limit in numbers.aspects(other):
        witness, decided = numbers.outside(mine, [limit])
        if witness is not None or not decided:
            note = "" if decided or witness is not None else "The steps are too many to be counted."
            yield Found(
                cast("Reason", reason),
                sub.origin,
                sup.origin,
                partial(_given, witness),
                note=note,
            )


def _given(witness: float | None) -> JSON | Missing:
    return MISSING if witness is None else witness


def outside_numbers(number: Number, values: Sequence[JSON]) -> float | None:
    """A number that is none of `values`."""
    points = [numbers.just(each) for each in values if isinstance(each, int | float) and kind_of(each) == "number"]
    return numbers.outside(numbers.range_of(number), points).witness


def compare_texts(sub: Atom, one: Texts, sup: Atom, other: Texts, judge: Judge) -> Iterator[Found]:
    """A text of `sub` is in all of its languages at once, so it is enough that one of them keeps a limit."""
    for language in other.languages:
        for reason, limit in _aspects(language):
            verdicts = [outside(each, limit) for each in one.languages]
            if any(each.decided and each.witness is None for each in verdicts):
                continue
            witnesses = [each.witness for each in verdicts if each.witness is not None]
            note = "" if witnesses else f"Nobody knows whether every text keeps the {reason}."
            yield Found(reason, sub.origin, sup.origin, partial(_breaker, witnesses, limit, sub, judge), note=note)


def compare_text_with_values(sub: Atom, one: Texts, sup: Atom, values: Sequence[JSON], judge: Judge) -> Iterator[Found]:
    """A language that is as small as a list of values, or is not."""
    words = tuple(each for each in values if isinstance(each, str))
    verdicts = [outside(each, values=words) for each in one.languages]
    if any(each.decided and each.witness is None for each in verdicts):
        return
    witnesses = [each.witness for each in verdicts if each.witness is not None]

    def build() -> JSON | Missing:
        texts = (each for each in chain(judge.some(sub.origin), witnesses) if isinstance(each, str))
        return first(each for each in texts if each not in words and judge.is_sub(sub.origin, each))

    yield Found("enumerated", sub.origin, sup.origin, build)


def _breaker(witnesses: list[str], limit: String, sub: Atom, judge: Judge) -> JSON | Missing:
    texts = (each for each in (*witnesses, *judge.some(sub.origin)) if isinstance(each, str))
    return first(each for each in texts if not is_text(limit, each) and judge.is_sub(sub.origin, each))


def compare_encoded(sub: Atom, sup: Atom, judge: Judge) -> Iterator[Found]:
    """JSON within text: its value is compared; any text that is long enough is not JSON."""
    match sub.core, sup.core:
        case Encoded(type=one), Encoded(type=other):
            for found in judge.compare(one, other):

                def build(found: Found = found) -> JSON | Missing:
                    inner = found.witness
                    return MISSING if isinstance(inner, Missing) else json.dumps(inner)

                yield found.proved_by(build)
        case Encoded(), Texts(languages=languages):
            if any(each != String(numbers=each.numbers) for each in languages):
                yield Found("undecided", sub.origin, sup.origin, lambda: search(judge, sub.origin, sup.origin))
        case _:
            yield Found("format", sub.origin, sup.origin, lambda: search(judge, sub.origin, sup.origin))


def _aspects(node: String) -> Iterator[tuple[Reason, String]]:
    if node.min_length:
        yield "min_length", String(min_length=node.min_length)
    if node.max_length is not None:
        yield "max_length", String(max_length=node.max_length)
    if node.pattern is not None:
        yield "pattern", String(pattern=node.pattern, dialect=node.dialect)
    if node.format:
        yield "format", String(format=node.format)
