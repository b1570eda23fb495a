"""The predicates of `checks.js` take exactly what Pydantic takes: the same values are given to both.

`CONTRACTBRIDGE_ROUNDS` makes as many more values of each case as it says, by damaging those at hand, and others for
each `CONTRACTBRIDGE_SEED`.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pydantic
import pytest
from pydantic import TypeAdapter

from checks.cases import CASES, Case

RUNTIME = Path(__file__).parents[1] / "src" / "contractbridge" / "emitters" / "runtime"
ASK = Path(__file__).parent / "checks" / "ask.mjs"
ROUNDS = int(os.environ.get("CONTRACTBRIDGE_ROUNDS", "300"))
SEED = int(os.environ.get("CONTRACTBRIDGE_SEED", "1"))

Ask: TypeAlias = Callable[[str, dict[str, Any], list[Any]], list[bool]]


def spoil(values: list[Any], count: int) -> list[Any]:
    """Texts made of those among `values`: each with one or two characters taken away, put in or exchanged."""
    dice = random.Random(SEED)
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


def is_trusted(case: Case, value: Any) -> bool:
    """Whether Punycode stands for a domain that may be, the check of URLs leaves to `URL`."""
    return case.check == "url" and "xn--" in value.lower()


def name_of(case: Case) -> str:
    return f"{case.check}-{'-'.join(map(str, case.options))}"


@pytest.fixture(scope="module")
def package(node_modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the checks in it, and Zod within reach."""
    folder = tmp_path_factory.mktemp("checks")
    (folder / "node_modules").symlink_to(node_modules)
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "checks.js").write_text((RUNTIME / "checks.js").read_text(encoding="utf-8"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def ask(node: str, package: Path) -> Iterator[Ask]:
    command = [node, str(ASK), (package / "checks.js").as_uri()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
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


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_checks_agree_with_pydantic(ask: Ask, case: Case) -> None:
    if tuple(map(int, pydantic.VERSION.split(".")[:2])) < case.since:
        pytest.skip(f"the checks are those of Pydantic {'.'.join(map(str, case.since))}")
    values = json.loads(json.dumps([*case.values, *spoil(case.values, ROUNDS)]))
    expected = accepts(case.type, values)
    answers = ask(case.check, case.options, values)
    wrong = [(value, want) for value, want, got in zip(values, expected, answers, strict=True) if want != got]
    assert [(value, want) for value, want in wrong if want or not is_trusted(case, value)] == []
    assert 0 < sum(expected) < len(expected)


def test_own_reads_no_prototype(node: str, package: Path) -> None:
    (package / "own.mjs").write_text((ASK.parent / "own.mjs").read_text(encoding="utf-8"), encoding="utf-8")
    inputs = [
        "{}",
        '{"constructor": "a", "other": 1}',
        '{"constructor": 1}',
        '{"__proto__": {"polluted": true}}',
        '{"__proto__": 1}',
        "[]",
    ]
    ran = subprocess.run([node, str(package / "own.mjs"), *inputs], capture_output=True, text=True, check=True)
    assert ran.stdout == (ASK.parent / "own.txt").read_text(encoding="utf-8")


def test_strict_objects_are_those_of_zod(node: str, package: Path) -> None:
    (package / "strict.mjs").write_text((ASK.parent / "strict.mjs").read_text(encoding="utf-8"), encoding="utf-8")
    ran = subprocess.run([node, str(package / "strict.mjs")], capture_output=True, text=True, check=True)
    assert ran.stdout == "225\n"


def test_checks_answer_whatever_they_are_given(node: str, package: Path) -> None:
    """Long strings of every kind: none throws, and none takes time beyond measure."""
    (package / "long.mjs").write_text((ASK.parent / "long.mjs").read_text(encoding="utf-8"), encoding="utf-8")
    asked = [(case.check, case.options) for case in CASES if case.check not in {"distinct", "flags", "multiple"}]
    ran = subprocess.run(
        [node, str(package / "long.mjs"), json.dumps(asked)], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "answered\n"


def test_what_sees_any_value_throws_at_none(node: str, package: Path) -> None:
    (package / "odd.mjs").write_text((ASK.parent / "odd.mjs").read_text(encoding="utf-8"), encoding="utf-8")
    asked = [(case.check, case.options) for case in CASES if case.check not in {"distinct", "multiple", "numeral"}]
    ran = subprocess.run(
        [node, str(package / "odd.mjs"), json.dumps(asked)], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout == "answered\n"


@pytest.mark.parametrize("name", sorted({case.check for case in CASES} | {"integer", "own", "size", "strict", "file"}))
def test_a_bundle_holds_only_the_checks_in_use(esbuild: list[str], package: Path, name: str) -> None:
    options = ["--bundle", "--minify", "--format=esm", "--external:zod"]
    source = f'export {{ {name} }} from "./checks.js";'
    bundle = subprocess.run(
        [*esbuild, *options], input=source, cwd=package, capture_output=True, text=True, check=True
    ).stdout
    assert ("\\u2212" in bundle) == (name.removeprefix("lax").lower() in {"datetime", "date", "time"})
    assert ("onion" in bundle) == (name == "email")
    assert ("uuid:" in bundle) == (name == "uuid")
    assert len(bundle) < 3600
