"""Inputs for a schema, the same for the same seed: drawn by Hypothesis, at every edge, and with one thing changed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice, repeat
from operator import itemgetter
from typing import Any, Final, cast

import hypothesis
from hypothesis import HealthCheck, Phase
from hypothesis.errors import HypothesisException
from hypothesis.strategies import SearchStrategy

from contractbridge.contract import JSON
from contractbridge.prove.answer import is_json
from contractbridge.prove.leaves import BEYOND, POOL, WRONG, nested, written
from contractbridge.prove.shapes import (
    Choice,
    Encoded,
    Leaf,
    Many,
    Named,
    Record,
    Row,
    Shape,
    Shapes,
    Table,
    shapes_of,
    strategy_of,
)
from contractbridge.readers.app.validators import CoreSchema

_BASES: Final = 4  # legal values that are varied
_EDGES: Final = 20  # for each drawn value
_MOST_EDGES: Final = 50_000  # of one value
_LONGEST: Final = 20_000  # characters of a value that is varied
_HOLES: Final = 30  # of one value, where it is tried within itself
_DEEPEST: Final = 64
_MOST_LOOKS: Final = 1000  # of a validator, beside one for each character of a value
_EXTRA: Final = ("extra", "constructor", "toString", "__proto__")


def make_inputs(schema: CoreSchema, is_legal: Callable[[str], bool], examples: int, seed: int) -> list[str]:
    """JSON texts to try on `schema`: `examples` that are probably legal, and more around those that are.

    Raises `ValueError` where nothing can be drawn, with the reason.
    """
    shapes = shapes_of(schema)

    def is_light(value: JSON) -> bool:
        most = _MOST_LOOKS + len(written(value))
        return next(islice(looks(value, shapes.top, shapes), most, None), True)

    drawn = draw(strategy_of(shapes), examples, seed)
    texts = list(dict.fromkeys(map(written, filter(is_light, drawn)))) or [written(drawn[0])]
    legal = [text for text in texts if is_legal(text)]
    chance = random.Random(seed)  # noqa: S311  not a secret
    bases = [json.loads(each) for each in _telling(legal or texts)]
    varied = (each for base in bases for each in islice(vary(base, shapes.top, shapes), _MOST_EDGES))
    texts += map(written, _sample(varied, _EDGES * examples, chance))
    texts += [written(mutated(json.loads(chance.choice(legal or texts)), chance)) for _ in range(examples)]
    texts += [written(each) for base in bases for each in deepened(base, is_light, lambda one: is_legal(written(one)))]
    return [each for each in dict.fromkeys(texts) if is_json(each)]


def draw(strategy: SearchStrategy[Any], examples: int, seed: int) -> list[JSON]:
    found: list[JSON] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(strategy)
    def collect(value: JSON) -> None:
        found.append(value)

    try:
        collect()
    except HypothesisException as error:
        if not found:
            raise ValueError("Hypothesis finds no value that could be legal.") from error
    return found


def _telling(texts: Sequence[str]) -> list[str]:
    """The values that have most to vary, without the monstrous, and the least of all."""
    by_size = sorted((each for each in texts if len(each) < _LONGEST), key=len)
    return list(dict.fromkeys([*by_size[:-_BASES:-1], *by_size[:1]]))


def _sample(values: Iterable[JSON], most: int, chance: random.Random) -> list[JSON]:
    """At most so many of `values`, each with the same chance, in their order; never more of them in memory."""
    kept: list[tuple[int, JSON]] = []
    for at, value in enumerate(values):
        if len(kept) < most:
            kept.append((at, value))
        elif (slot := chance.randrange(at + 1)) < most:
            kept[slot] = (at, value)
    return [value for _, value in sorted(kept, key=itemgetter(0))]


# Edges


def deepened(value: JSON, is_light: Callable[[JSON], bool], is_legal: Callable[[JSON], bool]) -> Iterator[JSON]:
    """`value`, which is light, within itself as often as that is light too, wherever once is legal."""
    for depth, around in islice(_holes(value), _HOLES):
        if (once := around(value)) != value and is_light(once) and is_legal(once):
            times = _DEEPEST // depth
            while not is_light(deep := nested(value, around, times)):
                times //= 2
            yield deep


def looks(value: JSON, shape: Shape, shapes: Shapes) -> Iterator[bool]:
    """False for each look that a validator takes at `value` and its parts.

    A union asks all of its choices. Where several of them lead back to it, time is exponential in the depth.
    """
    yield False
    match shapes.resolve(shape):
        case Choice(shapes=choices):
            for choice in choices:
                yield from looks(value, choice, shapes)
        case Many(items=items) if isinstance(value, list):
            for item in value:
                yield from looks(item, items, shapes)
        case Row(items=items, rest=rest) if isinstance(value, list):
            for item, inner in zip(value, chain(items, repeat(rest)), strict=False):
                yield from looks(item, inner, shapes) if inner is not None else ()
        case Record(members=members, extra=extra) if isinstance(value, dict):
            known = {name: member.shape for member in members for name in member.names}
            for name, item in value.items():
                if (inner := known.get(name, extra)) is not None:
                    yield from looks(item, inner, shapes)
        case Table(values=values) if isinstance(value, dict):
            for item in value.values():
                yield from looks(item, values, shapes)
        case _:
            return


def _holes(value: JSON) -> Iterator[tuple[int, Callable[[JSON], JSON]]]:
    """For each place within `value`, how deep it is, and a function that puts something there."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in members:
        put = partial(_with, value, key)
        if each is None or isinstance(each, dict | list):
            yield 1, put
        yield from ((depth + 1, partial(_through, put, inner)) for depth, inner in _holes(each))


def _with(value: Any, key: Any, member: JSON) -> JSON:
    copied = value.copy()
    copied[key] = member
    return cast("JSON", copied)


def _through(outer: Callable[[JSON], JSON], inner: Callable[[JSON], JSON], value: JSON) -> JSON:
    return outer(inner(value))


def vary(value: JSON, shape: Shape, shapes: Shapes) -> Iterator[JSON]:
    """`value` with the edges of its shape in its place, and in the place of each of its parts."""
    shape = shapes.resolve(shape)
    yield from WRONG
    match shape:
        case Leaf(edges=edges):
            yield from edges
        case Choice(shapes=choices):
            for each in choices:
                if _fits(value, shapes.resolve(each), shapes):
                    yield from vary(value, each, shapes)
                elif isinstance(leaf := shapes.resolve(each), Leaf):
                    yield from leaf.edges
        case Many(items=items, least=least, most=most) if isinstance(value, list):
            yield from _sizes(value, least, most)
            if value:
                yield from ([each, *value[1:]] for each in vary(value[0], items, shapes))
        case Row(items=items, rest=rest) if isinstance(value, list):
            yield from (value[:-1], [*value, *value[-1:]], [*value, None])
            for at, inner in enumerate(items[: len(value)]):
                yield from ([*value[:at], each, *value[at + 1 :]] for each in vary(value[at], inner, shapes))
            if rest is not None:
                yield from ([*value, each] for each in vary(None, rest, shapes))
        case Record() if isinstance(value, dict):
            yield from _vary_record(value, shape, shapes)
        case Table() if isinstance(value, dict):
            yield from _vary_table(value, shape, shapes)
        case Encoded(shape=inner) if isinstance(value, str):
            yield from (written(each) for each in vary(_decoded(value), inner, shapes))
        case Many() | Row() | Record() | Table() | Encoded() | Named():
            return


def _sizes(value: list[JSON], least: int, most: int | None) -> Iterator[JSON]:
    yield [*value, *value[:1]]
    if value:
        for size in {max(bound + by, 0) for bound in (least, most) if bound for by in (-1, 0, 1)}:
            if size < 1000:
                yield (value * (size // len(value) + 1))[:size]


def _vary_record(value: dict[str, JSON], record: Record, shapes: Shapes) -> Iterator[JSON]:
    known = {name for each in record.members for name in each.names}
    for member in record.members:
        name = member.names[0]
        rest = {key: each for key, each in value.items() if key != name}
        for each in vary(value.get(name), member.shape, shapes):
            yield {**rest, name: each}
        if name in value:
            yield rest
            yield from ({**rest, other: value[name]} for other in member.names[1:])
            yield from ({**value, other: value[name]} for other in member.names[1:])
    for name in _EXTRA:
        if name not in known:
            yield from ({**value, name: each} for each in (1, "a"))
    if record.extra is not None:
        yield from ({**value, "extra": each} for each in vary(None, record.extra, shapes))


def _vary_table(value: dict[str, JSON], table: Table, shapes: Shapes) -> Iterator[JSON]:
    if not value:
        return
    (name, first), *_ = value.items()
    yield from ({**value, name: each} for each in vary(first, table.values, shapes))
    keys = shapes.resolve(table.keys)
    for key in (*keys.edges, "__proto__") if isinstance(keys, Leaf) else ():
        yield {key if isinstance(key, str) else written(key): first}
    for size in {max(bound + by, 0) for bound in (table.least, table.most) if bound for by in (-1, 0, 1)}:
        if size < 1000:
            yield dict(list({**value, **{f"k{at}": first for at in range(size)}}.items())[:size])


def _decoded(text: str) -> JSON:
    try:
        value: JSON = json.loads(text)
    except ValueError:
        return None
    return value


def _fits(value: JSON, shape: Shape, shapes: Shapes) -> bool:
    """Whether `value` looks as if this choice of a union were meant."""
    match shape:
        case Leaf(edges=edges):
            return value in edges or not isinstance(value, dict | list)
        case Many() | Row():
            return isinstance(value, list)
        case Record(members=members):
            return isinstance(value, dict) and all(
                each.names[0] in value and _fits(value[each.names[0]], shapes.resolve(each.shape), shapes)
                for each in members
                if each.required
            )
        case Table():
            return isinstance(value, dict)
        case Choice(shapes=choices):
            return any(_fits(value, shapes.resolve(each), shapes) for each in choices)
        case Encoded():
            return isinstance(value, str)
        case Named():
            return True


# Mutations

_LETTERS: Final = "0159aAzZ -+:.,/@_TtéßΩ٣😀\u00a0\u200b\n{}[]%#?"
_SPACES: Final = (" ", "\n", "\u00a0", "\ufeff", "\x1c", "")


def mutated(value: JSON, chance: random.Random) -> JSON:
    """`value` with one thing changed."""
    match value:
        case dict() if value and chance.random() < 0.9:
            return _mutated_object(value, chance)
        case list() if value and chance.random() < 0.9:
            return _mutated_array(value, chance)
        case int() | float() if not isinstance(value, bool) and abs(value) < BEYOND:
            return chance.choice([value + 1, value - 1, -value, value * 2, value + 0.5, str(value)])
        case str() if value:
            return _mutated_text(value, chance)
        case _:
            return chance.choice(POOL)


def _mutated_object(value: dict[str, JSON], chance: random.Random) -> JSON:
    name = chance.choice(list(value))
    match chance.randrange(6):
        case 0:
            return {key: each for key, each in value.items() if key != name}
        case 1:
            return {**value, chance.choice(_EXTRA): chance.choice(POOL)}
        case 2:
            return {**value, name: chance.choice(POOL)}
        case _:
            return {**value, name: mutated(value[name], chance)}


def _mutated_array(value: list[JSON], chance: random.Random) -> JSON:
    at = chance.randrange(len(value))
    match chance.randrange(5):
        case 0:
            return value[:at] + value[at + 1 :]
        case 1:
            return [*value, value[at]]
        case 2:
            return [*value, chance.choice(POOL)]
        case _:
            return [*value[:at], mutated(value[at], chance), *value[at + 1 :]]


def _mutated_text(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    letter = chance.choice(_LETTERS)
    match chance.randrange(6):
        case 0:
            return text[:at] + text[at + 1 :]
        case 1:
            return text[:at] + letter + text[at:]
        case 2:
            return text[:at] + letter + text[at + 1 :]
        case 3:
            return chance.choice([text.upper(), text.lower(), text.swapcase()])
        case 4:
            return chance.choice(_SPACES) + text + chance.choice(_SPACES)
        case _:
            return text + text[at:]
