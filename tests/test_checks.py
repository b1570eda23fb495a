"""The predicates of `checks.js` take exactly what Pydantic takes: the same values are given to both.

`CONTRACTBRIDGE_ROUNDS` makes as many more values of each case as it says, by damaging those at hand.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from pydantic import TypeAdapter

from checks.cases import CASES, Case

RUNTIME = Path(__file__).parents[1] / "src" / "contractbridge" / "emitters" / "runtime"
ASK = Path(__file__).parent / "checks" / "ask.mjs"
ROUNDS = int(os.environ.get("CONTRACTBRIDGE_ROUNDS", "300"))

Ask: TypeAlias = Callable[[str, dict[str, Any], list[Any]], list[bool]]


def spoil(values: list[Any], count: int) -> list[Any]:
    """Texts made of those among `values`: each with one or two characters taken away, put in or exchanged."""
    dice = random.Random(1)
    texts = [value for value in values if isinstance(value, str) and 0 < len(value) < 200]
    letters = sorted(set("".join(texts)) | set("0159:-+.,TZ e_PD/\ud800\u00a0é😀\u0661"))

    def damage(text: str) -> str:
        at = dice.randrange(len(text) + 1)
        put = dice.choice(["", dice.choice(letters)])
        return text[:at] + put + text[at + dice.randrange(2) :]

    spoiled = [damage(dice.choice(texts)) for _ in range(count if texts else 0)]
    return [damage(text) if dice.random() < 0.3 else text for text in spoiled]


def accepts(type_: Any, values: list[Any]) -> list[bool]:
    """What Pydantic says of each value, given as FastAPI gives it what a body's JSON holds."""
    adapter = type_ if isinstance(type_, TypeAdapter) else TypeAdapter(type_)

    def accept(value: Any) -> bool:
        try:
            adapter.validate_python(value)
        except (ValueError, ArithmeticError):  # what overflows within Pydantic is no validation error
            return False
        return True

    return [accept(value) for value in values]


@pytest.fixture(scope="module")
def ask(node: str, node_modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    folder = tmp_path_factory.mktemp("checks")
    (folder / "node_modules").symlink_to(node_modules)
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "checks.js").write_text((RUNTIME / "checks.js").read_text(encoding="utf-8"), encoding="utf-8")
    with subprocess.Popen(
        [node, str(ASK), (folder / "checks.js").as_uri()], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def answer(name: str, options: dict[str, Any], values: list[Any]) -> list[bool]:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps([name, options, values]) + "\n")
            process.stdin.flush()
            return list(json.loads(process.stdout.readline()))

        yield answer
        process.stdin.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.check}-{'-'.join(map(str, case.options))}")
def test_checks_agree_with_pydantic(ask: Ask, case: Case) -> None:
    values = [*case.values, *spoil(case.values, ROUNDS)]
    expected = accepts(case.type, values)
    answers = ask(case.check, case.options, values)
    wrong = [(value, want) for value, want, got in zip(values, expected, answers, strict=True) if want != got]
    assert wrong == []
    assert 0 < sum(expected) < len(expected)
