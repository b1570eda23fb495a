"""Patterns are translated when JavaScript finds a match in the strings where Pydantic's own engines do.

The tables list patterns by feature; each is asked about everyday strings, odd ones, strings made to match it and
near-misses. Others are drawn from grammars: CONTRACTBRIDGE_DRAWN is their number, and makes them new in each run.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic_core import SchemaError, SchemaValidator, core_schema

from contractbridge.patterns import Dialect, Translated, Untranslatable, translate, translate_unknown
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
from contractbridge.patterns.properties import BINARY, CATEGORIES, SCRIPTS
from contractbridge.patterns.python import parse_python
from contractbridge.patterns.rust import parse_rust

pytestmark = pytest.mark.filterwarnings("ignore:Possible (nested set|set):FutureWarning")

# JavaScript and the truth

_LISTENER = """
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { source, flags, inputs } = JSON.parse(line);
  new RegExp(source, flags);
  const answers = `${JSON.stringify(inputs)}.map((input) => /${source}/${flags}.test(input))`;
  console.log(JSON.stringify(require("vm").runInNewContext(answers, {}, { timeout: 10_000 })));
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
            assert answer, f"{pattern} does not compile, or takes too long"
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


def _disagreements(
    javascript: Matcher, pattern: str, dialect: Dialect, flags: int = 0, longest: int = 2_000
) -> list[str]:
    translated = translate(pattern, dialect, flags)
    assert isinstance(translated, Translated), translated
    node = parse_rust(pattern) if dialect == "rust" else parse_python(pattern, flags)
    # Python's engine can take as long as JavaScript's.
    longest = 12 if translated.warning else longest
    inputs = [text for text in _inputs(node, pattern) if len(text) <= longest]
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
    fair = [text for text in dict.fromkeys(candidates) if _is_fair(text)]
    # Since Python 3.14, `\B` finds a place in the empty string.
    return [text for text in fair if text or sys.version_info < (3, 14) or r"\B" not in pattern]


def _is_fair(text: str) -> bool:
    """No lone surrogates, which no engine is given, and no characters that only some versions of Unicode know."""
    old = unicodedata.ucd_3_2_0.category
    return all(old(char) not in {"Cs", "Cn"} or char in _POOL for char in text)


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


UNTOLD = "Whether a group has matched is asked where JavaScript cannot tell it as Python does."
UNTRANSLATABLE: list[tuple[Dialect, str, str]] = [
    ("rust", r"\p{age=6.0}", "JavaScript has no Unicode property 'age=6.0'."),
    ("rust", r"\p{gcb=Extend}", "JavaScript has no Unicode property 'gcb=Extend'."),
    ("rust", r"\p{Garay}", "JavaScript has no Unicode property 'Garay'."),
    ("rust", r"(?i:\p{Greek})a", "A Unicode property ignores case where other parts of the pattern do not."),
    ("rust", r"(?=a)", "Rust's engine has no lookarounds."),
    ("rust", r"(a)\1", "Rust's engine does not know the escape \\1."),
    ("rust", "a{,3}", "A counted repetition needs a number."),
    ("rust", "a{2", "A counted repetition is not closed."),
    ("rust", "*", "A repetition has nothing to repeat."),
    ("rust", "(", "A group is not closed."),
    ("rust", ")", "A ')' closes no group."),
    ("rust", "[a", "The pattern ends too early."),
    ("rust", r"(?-u:\W)", "Without Unicode, a class could match half of a character."),
    ("rust", "(" * 51 + ")" * 51, "The pattern is nested more than 50 deep."),
    ("rust", "a" + "*" * 1_000, "The pattern is nested too deep."),
    ("rust", r"[\w" + "~~[a]" * 11 + "]", "The classes have too many operators."),
    ("rust", "a?" * 3_000, "The pattern has more than 2000 parts."),
    ("rust", "a" * 60_000, "The pattern has more than 50000 characters."),
    ("rust", "(?:a?){2000000}", "A repetition counts beyond 1000000."),
    ("python", r"(a*)?b\1", UNTOLD),
    ("python", r"(?:(a)|b)*\1", UNTOLD),
    ("python", r"(?:b|(a)\1)*(?!(c))\2", UNTOLD),
    ("python", r"(?(1)a|b)(c)", UNTOLD),
    ("python", "(?<=(?>a))b", "JavaScript matches a lookbehind from its end, where this one would differ."),
    ("python", r"(?i:(a)\1)b", "A backreference and another part of the pattern differ in whether case counts."),
    ("python", "(", "Python's re does not take the pattern: missing ), unterminated subpattern at position 0."),
    ("python", "(" * 100_000, "The pattern has more than 50000 characters."),
    ("ecma", r"\-", "JavaScript does not know the escape \\-."),
    ("ecma", "(?P<n>a)", "JavaScript does not know this kind of group."),
]


@pytest.mark.parametrize(("dialect", "pattern", "reason"), UNTRANSLATABLE)
def test_says_why_there_is_no_translation(dialect: Dialect, pattern: str, reason: str) -> None:
    assert translate(pattern, dialect) == Untranslatable(reason)


def test_references_in_any_case_stand_beside_words(javascript: Matcher) -> None:
    inputs = ["'a'", "'a\"", '"\u00e9"', "'-'", "AbA", "aba", "abc", "a-a"]
    for pattern in (r"^(['\"])\w+\1$", r"^(\w)\w\1$", r"^([a-c])\W\1$"):
        translated = translate(pattern, "python", re.IGNORECASE)
        assert isinstance(translated, Translated)
        assert javascript(translated, inputs) == _truth(pattern, "python", re.IGNORECASE, inputs)


@pytest.mark.parametrize(
    ("pattern", "source"),
    [
        (r"^\d+(,\d+)*$", r"^\d+(,\d+)*$"),  # valid JavaScript stays
        (r"^[^/]+/$", r"^[^/]+\/$"),
        (r"^(?<y>\d{4})-\k<y>$", r"^(?<y>\d{4})-\k<y>$"),
        (r"(?=a)\b\cA\u{1F600}\ud83d\ude00", r"(?=a)\b\cA\u{1F600}\ud83d\ude00"),
        ("", "(?:)"),
        (r"^[a\-z]\-\d$", r"^[\-az]-\p{Nd}$"),  # Rust
        (r"^[[:alpha:]]\z", "^[A-Za-z]$"),
        (r"(?P<q>a)(?P=q)\Z", r"(?<q>a)(?:\1)$"),  # Python
        (r"^[\w-.]+\_$", r"^[\-.0-9A-Z_a-z]+_$"),  # JavaScript without the flag
    ],
)
def test_reads_a_pattern_of_an_unknown_dialect(javascript: Matcher, pattern: str, source: str) -> None:
    translated = translate_unknown(pattern)
    assert translated == Translated(source, "u")
    javascript(translated, [])


@pytest.mark.parametrize(
    ("pattern", "source"),
    [
        (r"^\d$", r"^\p{Nd}$"),
        (r"^(?!a)\d$", r"^(?!a)\p{Nd}(?=\n?$)"),  # no lookarounds in Rust's dialect, so it is Python's
        (r"(?<y>\d)(?!\k<y>)", r"(?<y>\d)(?!\k<y>)"),  # neither
    ],
)
def test_reads_a_pattern_of_a_fastapi_document(pattern: str, source: str) -> None:
    assert translate_unknown(pattern, from_fastapi=True) == Translated(source, "u")


def test_says_why_a_pattern_is_of_no_dialect() -> None:
    assert translate_unknown("(") == Untranslatable("A group is not closed.")


SLOW = [r"^(a+)+$", r"^(a*)*$", r"^(a|a)*$", r"^(\w+\s?)*$", r"^[\w]+(?:_[\w]+)*$", r"^(\d+,?)+$", r"^(\w|\d)*$"]
SLOW += [r"^(?:\s*\w+\s*)*$", r"^(([a-z])+.)+[A-Z]$", r"^(a{1,20})+$", r"(x+x+)+y", r"(?i)^(?:[a-z]+[A-Z]?)*$"]
FAST = [r"^\d+(,\d+)*$", r"(a+)+", r"^(\w+\s?)*", r"^[a-z]+(-[a-z0-9]+)*$", r"^(?:a|b|c)*$", r"^\w+( \w+)*$"]
FAST += [r"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$", r"^(\s*,\s*\w+)*$", r"^(\d{3})+$", r"^.*foo.*$"]


@pytest.mark.parametrize(("pattern", "is_slow"), [*((each, True) for each in SLOW), *((each, False) for each in FAST)])
def test_warns_of_exponential_time(pattern: str, *, is_slow: bool) -> None:
    translated = translate(pattern, "rust")
    assert isinstance(translated, Translated)
    assert bool(translated.warning) is is_slow


def test_takes_every_name_of_a_property(javascript: Matcher) -> None:
    names = [name for table in (CATEGORIES, BINARY) for entry in table.split() for name in entry.split("=")]
    scripts = [name for entry in SCRIPTS.split() for name in entry.split("=")]
    values = [f"{key}={name}" for key in ("sc", "scx", "Script") for name in scripts]
    sample = list(filter(_is_fair, map(chr, range(0, 0x30000, 230))))
    for name in [*names, *scripts, *values]:
        pattern = rf"^\p{{{name}}}$"
        truth = _truth(pattern, "rust", 0, sample)
        translated = translate(pattern, "rust")
        assert isinstance(translated, Translated)
        # Rust's tables leave out Cs and CWKCF; Unicode 17 took much out of the pictographs.
        if truth is not None and name not in {"Extended_Pictographic", "ExtPict"}:
            assert javascript(translated, sample) == truth, name
        if "=" in name or name in names:
            assert isinstance(translate(pattern, "ecma"), Translated)


# Patterns drawn from the grammars

_LITERALS = st.sampled_from([*"abkKsSiI09_- .é😀ßσµ/#&~,:", r"\n", r"\x41", r"\.", r"\-", r"\u0130"])
_SHORTHANDS = st.sampled_from([r"\d", r"\D", r"\w", r"\W", r"\s", r"\S"])
_ENDS = st.sampled_from(["a-z", "A-Z", "0-9", "k-s", "À-ÿ", "!-~", "I-i", "😀-😎", r"\x00-\x7F", "ſ-ƀ", "α-ω"])
_COUNTS = st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "{1,}", "*?", "+?", "??", "{2,3}?", "{0}"])
_PROPERTIES = r"\p{Lu} \P{Lu} \p{L} \PL \p{Greek} \p{sc!=Latin} \p{Alphabetic} [[:lower:]] [[:^word:]]"
_RUST_PROPERTIES = st.sampled_from(_PROPERTIES.split())
_RUST_PLACES = st.sampled_from(["^", "$", r"\b", r"\B", r"\A", r"\z", r"\<", r"\>", r"\b{start-half}", r"\b{end-half}"])
_RUST_FLAGS = st.sampled_from(["i", "m", "s", "U", "R", "im", "is", "-i", "i-s", "s-i", "mR", "-m", "m-i"])
_PYTHON_PLACES = st.sampled_from(["^", "$", r"\b", r"\B", r"\A", r"\Z"])
# Without `(?a:...)`: at the start of a pattern, `re` searches for its classes as if the flag were not there.
_PYTHON_FLAGS = st.sampled_from(["i", "m", "s", "im", "is", "-i", "i-s", "s-i", "-m"])


def _rust_class(depth: int) -> st.SearchStrategy[str]:
    item = _LITERALS.map(lambda text: "\\" + text if text in "-&~#" else text) | _ENDS | _SHORTHANDS | _RUST_PROPERTIES
    if depth:
        item |= _rust_class(depth - 1)
    union = st.lists(item, min_size=1, max_size=3).map("".join)
    sets = st.lists(union, min_size=1, max_size=3).flatmap(
        lambda parts: st.sampled_from(["&&", "--", "~~", ""]).map(lambda operator: operator.join(parts))
    )
    return st.builds("[{}{}]".format, st.sampled_from(["", "^"]), sets)


def _python_class() -> st.SearchStrategy[str]:
    item = _LITERALS.filter(lambda text: text not in "-&~#") | _ENDS | _SHORTHANDS
    return st.builds("[{}{}]".format, st.sampled_from(["", "^"]), st.lists(item, min_size=1, max_size=4).map("".join))


def _pattern(atoms: st.SearchStrategy[str], groups: list[str], flags: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def extend(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        several = st.lists(inner, min_size=1, max_size=3)
        opened = st.sampled_from(groups) | flags.map("(?{}:".format)
        grouped = st.builds("{}{})".format, opened, inner)
        return (
            several.map("".join)
            | several.map("|".join).map("(?:{})".format)
            | grouped
            | st.builds("(?:{}){}".format, inner, _COUNTS)
        )

    return st.recursive(atoms | st.builds("{}{}".format, _LITERALS | _SHORTHANDS, _COUNTS), extend, max_leaves=8)


_RUST_ATOMS = _LITERALS | _SHORTHANDS | _RUST_PROPERTIES | _RUST_PLACES | _rust_class(1) | st.just(".")
_PYTHON_ATOMS = _LITERALS | _SHORTHANDS | _PYTHON_PLACES | _python_class() | st.sampled_from([".", r"\1", r"(a|b)\1"])
RUST_PATTERNS = st.builds(
    "{}{}".format,
    st.just("") | _RUST_FLAGS.map("(?{})".format),
    _pattern(_RUST_ATOMS, ["(", "(?:"], _RUST_FLAGS),
)
PYTHON_PATTERNS = st.builds(
    "{}{}".format,
    st.sampled_from(["", "", "(?i)", "(?m)", "(?s)", "(?a)", "(?ai)"]),
    _pattern(_PYTHON_ATOMS, ["(", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>"], _PYTHON_FLAGS),
)
# Mostly not patterns at all: what is refused must be refused by both.
_PIECES = [*r"ab19\[[]]()(){}|*+?^$.-&~:=!<>,PpxuidwsnNkc/_#", "(?", "[^", r"\p{", "[:", "&&", "{2,", r"\p{L}"]
_PIECES += [
    "(?:",
    "(?<n>",
    r"\k<n>",
    "(?=",
    "(?<!",
    r"\1",
    r"\u{41}",
    r"\cA",
    r"\-",
    r"\ud83d\ude00",
    "\n",
    "\u2028",
    "😀",
]
NOISE = st.lists(st.sampled_from(_PIECES), max_size=9).map("".join)

DRAWN = settings(
    max_examples=int(os.environ.get("CONTRACTBRIDGE_DRAWN", "200")),
    derandomize="CONTRACTBRIDGE_DRAWN" not in os.environ,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def _check_drawn(javascript: Matcher, pattern: str, dialect: Dialect) -> None:
    translated = translate(pattern, dialect)
    if _truth(pattern, dialect, 0, []) is None:
        assert isinstance(translated, Untranslatable)
    elif isinstance(translated, Translated):
        assert _disagreements(javascript, pattern, dialect, longest=16) == []
    elif dialect == "rust":
        assert translated.reason in {
            "A Unicode property ignores case where other parts of the pattern do not.",
            "The classes have too many operators.",
        }


@DRAWN
@given(RUST_PATTERNS)
def test_drawn_rust_patterns_agree(javascript: Matcher, pattern: str) -> None:
    _check_drawn(javascript, pattern, "rust")


@DRAWN
@given(PYTHON_PATTERNS)
def test_drawn_python_patterns_agree(javascript: Matcher, pattern: str) -> None:
    _check_drawn(javascript, pattern, "python")


@DRAWN
@given(NOISE, st.sampled_from(["rust", "python"]))
def test_noise_is_refused_by_both_or_agrees(javascript: Matcher, pattern: str, dialect: Dialect) -> None:
    _check_drawn(javascript, pattern, dialect)


@DRAWN
@given(NOISE)
def test_what_stands_as_javascript_compiles(javascript: Matcher, pattern: str) -> None:
    readings = [translate(pattern, "ecma"), translate_unknown(pattern)]
    for translated in readings:
        if isinstance(translated, Translated):
            javascript(translated, [])
