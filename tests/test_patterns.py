"""Patterns are translated when JavaScript finds a match in the strings where Pydantic's own engines do.

The tables list patterns by feature; each is asked about everyday strings, odd ones, strings made to match it and
near-misses. CONTRACTBRIDGE_LONG=1 draws some thousands of patterns more from the grammars.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic_core import SchemaError, SchemaValidator, core_schema

from contractbridge.patterns import Dialect, Translated, translate
from contractbridge.patterns.charsets import Both, CharSet, Either, Folded, Not, Property, Ranges
from contractbridge.patterns.nodes import (
    Backreference,
    Capture,
    Choice,
    Look,
    Node,
    One,
    Repeat,
    children,
)
from contractbridge.patterns.python import parse_python
from contractbridge.patterns.rust import parse_rust

# JavaScript and the truth

_LISTENER = """
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { source, flags, inputs } = JSON.parse(line);
  const pattern = new RegExp(source, flags);
  console.log(JSON.stringify(inputs.map((input) => pattern.test(input))));
});
"""

Matcher = Callable[[Translated, list[str]], list[bool]]


@pytest.fixture(scope="session")
def javascript(node: str) -> Iterator[Matcher]:
    command = [node, "-e", _LISTENER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdin
        assert process.stdout

        def test(pattern: Translated, inputs: list[str]) -> list[bool]:
            question = {"source": pattern.source, "flags": pattern.flags, "inputs": inputs}
            print(json.dumps(question), file=process.stdin, flush=True)
            answer = process.stdout.readline()
            assert answer, f"{pattern} does not compile"
            return json.loads(answer)

        yield test
        process.stdin.close()


def _truth(pattern: str, dialect: Dialect, flags: int, inputs: list[str]) -> list[bool] | None:
    """What Pydantic says; None where its engine does not take the pattern."""
    engine = "rust-regex" if dialect == "rust" else "python-re"
    try:
        compiled = re.compile(pattern, flags) if flags else pattern
        schema = core_schema.str_schema(pattern=compiled, regex_engine=engine)  # type: ignore[arg-type]
        validator = SchemaValidator(schema)
    except (SchemaError, re.error, OverflowError):
        return None
    return [validator.isinstance_python(text) for text in inputs]


def _disagreements(javascript: Matcher, pattern: str, dialect: Dialect, flags: int = 0) -> list[str]:
    translated = translate(pattern, dialect, flags)
    assert isinstance(translated, Translated), translated
    node = parse_rust(pattern) if dialect == "rust" else parse_python(pattern, flags)
    inputs = _inputs(node, pattern)
    truth = _truth(pattern, dialect, flags, inputs)
    assert truth is not None, f"{pattern} is not a pattern"
    found = javascript(translated, inputs)
    return [text for text, expected, actual in zip(inputs, truth, found, strict=True) if expected != actual]


# Strings to ask about

_PLAIN = ["", "a b", "foo bar", *"a b ab abc A aB k s i I 0 42 _ - foo # / \\ ] ^ { }".split()]
_LINES = ["\n", "a\n", "\na", "a\nb", "a\r\nb", "a\r", "\r", "\u2028", "a\u2028b"]
_SPACES = [" ", "\u0085", "\ufeff", "\xa0", "\x1c", "\u200b", "\u200d", "\0", "\x08"]
_CASES = ["ß", "ẞ", "ſ", "\u212a", "İ", "ı", "ς", "Σ", "µ", "μ", "\u0345", "\u0345ι", "ǅ", "ﬅ", "ﬆ", "Ⅷ"]
_BEYOND = ["é", "e\u0301", "\u0301", "中", "٣", "½", "‿", "😀", "a😀b", "😀😀", "\U00010400", "\U00010428"]
_EVERYDAY = _PLAIN + _LINES + _SPACES + _CASES + _BEYOND
_POOL = [*(char for char in "".join(_EVERYDAY)), *"zZ9$+—ʰ~|&.,:@'\"()[]*?<>=!%"]


def _inputs(node: Node, pattern: str) -> list[str]:
    rng = random.Random(pattern)
    matching = [_example(node, rng, {}) for _ in range(25)]
    candidates = _EVERYDAY + matching + [_mutated(text, rng) for text in matching for _ in range(2)]
    return [text for text in dict.fromkeys(candidates) if _is_fair(text)]


def _is_fair(text: str) -> bool:
    """No lone surrogates, which no engine is given, and no characters that only some versions of Unicode know."""
    old = unicodedata.ucd_3_2_0.category
    return len(text) < 2_000 and all(old(char) not in {"Cs", "Cn"} or char in _POOL for char in text)


def _mutated(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    head, char, tail = text[:at], text[at : at + 1], text[at + 1 :]
    return rng.choice(
        [
            head + tail,
            head + char + char + tail,
            head + char.swapcase() + tail,
            head + rng.choice(_POOL) + tail,
            head + rng.choice(_POOL) + char + tail,
            text + "\n",
            text + rng.choice(_POOL),
            rng.choice(_POOL) + text,
            text.upper(),
            text.lower(),
        ]
    )


def _example(node: Node, rng: random.Random, captured: dict[int, str]) -> str:
    match node:
        case One(charset):
            return _pick(charset, rng)
        case Choice(options):
            return _example(rng.choice(options), rng, captured)
        case Repeat(item, least, most):
            most = min(least + 3 if most is None else most, least + 3)
            return "".join(_example(item, rng, captured) for _ in range(min(rng.randint(least, most), 300)))
        case Capture(item, index):
            captured[index] = _example(item, rng, captured)
            return captured[index]
        case Backreference(index):
            return captured.get(index, "")
        case Look():
            return ""
        case _:
            return "".join(_example(child, rng, captured) for child in children(node))


def _pick(charset: CharSet, rng: random.Random) -> str:
    match charset:
        case Ranges(pairs) if pairs:
            first, last = rng.choice(pairs)
            return chr(rng.choice([first, last, rng.randint(first, last), min(last, first + rng.randint(0, 40))]))
        case Folded(inner):
            char = _pick(inner, rng)
            return rng.choice([char, char.upper(), char.lower(), char.swapcase()])
        case Either(parts):
            return _pick(rng.choice(parts), rng)
        case Both(left, right):
            return _pick(rng.choice([left, right]), rng)
        case Property() | Not() | _:
            return rng.choice(_POOL)


# Tables

TABLES = Path(__file__).parent / "patterns"
# Those that a line of a table cannot hold.
AWKWARD: dict[Dialect, list[str]] = {
    "rust": [
        "\u2028",
        "\n",
        "",
        " ",
        "a\x00b",
        "\\#\\-\\/\\@\\!\\'\\\"\\%\\&\\~\\:\\;\\,\\=\\`\\_\\ ",
        "(?Rm)^\n",
        "(?mR:$)\n",
        "(?mR)\n^",
        "(?x) a b ",
        "(?x)a # c\nb",
        "(?x)a|# c\n b",
        "[\u2028]",
    ],
    "python": ["a$\n", "$\n", "(?m)$\n^b", "(?x) a [ b] ", "(?x: a )b ", "(?x)a #c\n +", "(?x) a {2} "],
}
COMPILED = [
    ("^a$", re.IGNORECASE),
    ("^a$", re.MULTILINE),
    (".", re.DOTALL),
    (r"\w", re.ASCII),
    (" a # b", re.VERBOSE),
    ("k", re.IGNORECASE | re.ASCII),
    ("i", re.IGNORECASE | re.MULTILINE),
    ("(?-i:a)b", re.IGNORECASE),
    (r"^\w+$", re.IGNORECASE),
]


def _table(dialect: Dialect) -> Iterator[tuple[str, Dialect, str, int]]:
    feature = ""
    for line in (TABLES / f"{dialect}.txt").read_text("utf-8").split("\n"):
        if line.startswith("## "):
            feature = f"{dialect} {line[3:]}"
        elif line:
            yield feature, dialect, line, 0
    yield from ((f"{dialect} awkward", dialect, pattern, 0) for pattern in AWKWARD[dialect])


CASES = [*_table("rust"), *_table("python"), *(("compiled", "python", pattern, flags) for pattern, flags in COMPILED)]


@pytest.mark.parametrize("feature", dict.fromkeys(feature for feature, *_ in CASES))
def test_finds_what_the_engine_finds(javascript: Matcher, feature: str) -> None:
    wrong = [
        (pattern, translate(pattern, dialect, flags), found)
        for each, dialect, pattern, flags in CASES
        if each == feature and (found := _disagreements(javascript, pattern, dialect, flags))
    ]
    assert wrong == []
