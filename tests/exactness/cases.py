"""Cases: a model, and bodies to post to it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import create_model

from contractbridge.prove.answer import is_json
from contractbridge.prove.inputs import mutated


class Raw(str):
    """JSON that Python's own writer would not write."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Case:
    """`model` is what the handler takes and sends. `values` are what a body may be or, where `within`
    is set, that field of it. `python_only`: a validator in it may refuse what nothing outside of Python can."""

    name: str
    model: Any
    values: tuple[Any, ...]
    within: str = ""
    python_only: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)  # of the route


def fields(feature: str, types: Mapping[str, Any], values: Iterable[Any], config: Any = None) -> Iterator[Case]:
    """One model with one field for each type; all get the same values."""
    shared = tuple(values)
    for name, annotation in types.items():
        given = annotation if isinstance(annotation, tuple) else (annotation, ...)
        title = f"{feature.title()}{name}".replace(" ", "")
        model = create_model(title, __config__=config, v=given)
        yield Case(f"{feature} {name}", model, shared, within="v")


def bodies(feature: str, model: Any, *values: Any, name: str = "", python_only: bool = False, **options: Any) -> Case:
    return Case(f"{feature} {name or model.__name__}", model, values, python_only=python_only, options=options)


# Values that say little about any one type, and catch what nobody thought of.
POOL: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, 1, -1, 2, 3, 10, 100, 1.5, -0.5, 2**31, 2**53 - 1, 2**53 + 1, 2**64, 1e20, 1e-9, 1.0),
    *(
        "",
        "a",
        "ab",
        "abc",
        "A",
        "é",
        "ß",
        "😀",
        "😀😀",
        "e\u0301",
        " ",
        " a ",
        "\ta\n",
        "\u00a0a",
        "\ufeffa",
        "a\u0085",
    ),
    *("1", "1.5", " 1 ", "true", "null", "2024-01-01", "a@b.co", "https://x.y", "a\nb", "a\n", "x" * 40, "\x00"),
    *([], [1], ["a"], [1, 1], [1, 2, 3], [True, 1], [[]], [None], {}, {"a": 1}, {"v": 1}),
    *({"constructor": 1}, {"toString": "a"}, {"0": "x"}),
    Raw("1e400"),
    Raw("-1e400"),
    Raw("-0"),
    Raw("1e2"),
)


def written(value: Any) -> str:
    return str(value) if isinstance(value, Raw) else json.dumps(value, ensure_ascii=False)


def texts(case: Case, more: int) -> list[str]:
    """The bodies of a case: its values, the pool in place of its field, and `more` mutations, the same each time."""
    if case.within:
        inner = [*map(written, case.values), *map(written, POOL)]
        made = [f'{{"{case.within}":{each}}}' for each in inner]
        made += ["{}", f'{{"{case.within}":{inner[0]},"extra":1}}', "[]", "null", '"a"', "1"]
    else:
        made = [*map(written, case.values), "{}", "[]", "null", '"a"', "1"]
    random_ = random.Random(case.name)
    given = [value for value in case.values if not isinstance(value, Raw)]
    for _ in range(more if given else 0):
        value = mutated(random_.choice(given), random_)
        made.append(written({case.within: value} if case.within else value))
    return list(dict.fromkeys(each for each in made if is_json(each)))
