"""Strings as languages: which texts of one are none of another."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contractbridge.contract import String
from contractbridge.drift.strings.formats import find_format
from contractbridge.drift.strings.reading import read_pattern
from contractbridge.drift.strings.texts import Verdict, is_text, outside, samples

PASSWORD = r"^(?=.*\d)(?=.*[A-Z]).{8,}$"
DECIMAL = r"^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$"


def matching(pattern: str, dialect: str = "") -> String:
    return String(pattern=pattern, dialect="rust" if dialect else "")


INCLUDED = {
    "the same": (String("date", 1, 5, "^a"), String("date", 1, 5, "^a")),
    "a limit dropped": (String(max_length=5), String()),
    "a longer limit": (String(max_length=5), String(max_length=6)),
    "a format dropped": (String("date"), String()),
    "a name that nobody checks": (String(), String("password")),
    "another name that nobody checks": (String("binary"), String("color")),
    "a version of uuid": (String("uuid4"), String("uuid")),
    "an address of one kind": (String("ipv4"), String("ipvanyaddress")),
    "a length that the format has": (String("uuid"), String(max_length=36)),
    "a pattern for a format": (String("date"), matching(r"^\d{4}-\d\d-\d\d$")),
    "a format for a pattern": (matching("^2024-01-0[1-9]$"), String("date")),
    "lengths for a pattern": (matching("^[a-z]{2,4}$"), String(min_length=2, max_length=4)),
    "a pattern and lengths for a pattern": (String("", 2, 4, "^[a-z]*$"), matching("^[a-z]{2,4}$")),
    "a wider class": (matching("^[a-z]+$"), matching("^[a-z0-9]*$")),
    "the same class, spelled otherwise": (matching("^[a-fA-F0-9]+$"), matching(r"^(?:[\da-f]|[A-F])+$")),
    "an anchor dropped": (matching("^ab$"), matching("b")),
    "an alternative": (matching("^(?:cat|dog)$"), matching("^(?:dog|bird|cat)$")),
    "a word boundary dropped": (matching(r"\bfoo\b"), matching("foo")),
    "a lookahead dropped": (matching(PASSWORD), String(min_length=8)),
    "one of two lookaheads dropped": (matching(PASSWORD), matching(r"^(?=.*\d).{8,}$")),
    "case": (matching("^[A-Z]+$"), matching("(?i)^[a-z]+$", "rust")),
    "letters of all scripts": (matching(r"^[A-Za-zé]+$"), matching(r"^\p{L}+$")),
    "a pattern that cannot be read": (matching(r"(a)\1"), matching(r"(a)\1")),
    "a pattern that cannot be read dropped": (matching(r"(a)\1"), String()),
    "the empty text": (String(max_length=0), matching("^$")),
    "nothing": (matching("^[^]*a^"), matching("^b$")),
    "repetitions of any length": (matching("^(?:aaaaaa)*$"), matching("^(?:aa)*$")),
    "a length beyond all that were looked at": (String("", 100_000, None, "^(?:aaaaaa)*$"), matching("^(?:aaa)*$")),
}


@pytest.mark.parametrize(("sub", "sup"), INCLUDED.values(), ids=INCLUDED)
def test_is_within(sub: String, sup: String) -> None:
    assert outside(sub, sup) == Verdict(None, decided=True)


OUTSIDE = {
    "a limit added": (String(), String(max_length=5), "aaaaaa"),
    "a least length added": (String(), String(min_length=2), "a"),
    "only the empty text": (String(), String(min_length=1), ""),
    "a format added": (String(), String("date"), "a"),
    "another format": (String("date"), String("date-time"), "2024-01-31"),
    "a format for none": (String("email"), String("uuid"), "ada@example.com"),
    "one version of a format": (String("uuid"), String("uuid4"), "6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
    "a length that the format has not": (
        String("uuid"),
        String(max_length=35),
        "123e4567-e89b-42d3-a456-426614174000",
    ),
    "a pattern like a format": (matching(r"^\d{4}-\d\d-\d\d$"), String("date"), "1111-11-00"),
    "a narrower class": (matching("^[a-z0-9]*$"), matching("^[a-z]+$"), "1"),
    "an anchor added": (matching("foo"), matching("^foo"), "afoo"),
    "the end anchored": (matching("^foo"), matching("^foo$"), "fooa"),
    "the end is no line's": (matching("^a[^]*$"), matching("^a.*$"), "a\n"),
    "a shorter repetition": (matching("^a{2,5}$"), matching("^a{2,4}$"), "aaaaa"),
    "a word boundary added": (matching("foo"), matching(r"\bfoo\b"), "afoo"),
    "a lookahead added": (matching(r"^(?=.*\d).{8,}$"), matching(PASSWORD), "aaaaaaa1"),
    "a decimal": (String(), matching(DECIMAL, "rust"), "a"),
    "digits of all scripts": (matching(r"^\d$", "rust"), matching("^[0-9]$"), "٣"),
    "a letter that is an s": (matching("(?i)^s$", "rust"), matching("^[sS]$"), "ſ"),
    "a pattern with a least length": (String("", 10, None, "^(?:aaa)*$"), matching("^(?:aaaa)*$"), "a" * 15),
    "code points": (matching("^.$"), matching(r"^[\0-\uffff]$"), "😀"),
}


@pytest.mark.parametrize(("sub", "sup", "witness"), OUTSIDE.values(), ids=OUTSIDE)
def test_is_not_within(sub: String, sup: String, witness: str) -> None:
    verdict = outside(sub, sup)
    assert verdict == Verdict(witness, decided=True)
    assert is_text(sub, witness)
    assert not is_text(sup, witness)


UNDECIDED = {
    "a backreference": (matching(r"^(a|b)\1$"), matching("^aa|bb$")),
    "a pattern that no dialect has": (matching("("), matching("a")),
    "a script": (matching(r"^\p{Script=Greek}+$"), matching(r"^\p{L}+$")),
    "the edges of a format": (String("uuid"), matching("^[0-9a-f-]{36}$")),
    "too many states": (matching("(?:a|b)*a(?:a|b){20}"), matching("^(?:a|b)*$")),
}


@pytest.mark.parametrize(("sub", "sup"), UNDECIDED.values(), ids=UNDECIDED)
def test_says_what_it_cannot_decide(sub: String, sup: String) -> None:
    assert outside(sub, sup) == Verdict(None, decided=False)


def test_some_strings_together_may_hold_all() -> None:
    begins, others = matching("^a"), matching("^[^a]")
    assert outside(String(), begins, others) == Verdict("", decided=True)
    assert outside(String(min_length=1), begins, others) == Verdict(None, decided=True)


def test_values_stand_for_themselves() -> None:
    assert outside(matching("^(?:a|b)$"), values=("a", "b")) == Verdict(None, decided=True)
    assert outside(matching("^(?:a|b|c)$"), values=("a", "b")) == Verdict("c", decided=True)
    assert outside(String("date"), values=("2024-01-31",)).witness == "1970-01-01"


# Samples

TELLING = {
    "plain": (String(), ("a", "", "a" * 300)),
    "lengths": (String(min_length=3, max_length=5), ("aaa", "aaaa", "aaaaa")),
    "a format": (String("email"), ("ada@example.com",)),
    "a format within a length": (String("email", max_length=8), ("a@a.com",)),
    "a pattern": (matching("^[a-z]{2}-[0-9]+$"), ("aa-1", "aa-11", "aa-0")),
    "a pattern within a length": (String("", 4, 6, "^[a-z]*$"), ("aaaa", "aaaaaa")),
    "a decimal": (matching(DECIMAL), ("1", "0")),
    "a password": (matching(PASSWORD), ("aaaaaa1A",)),
    "nothing": (matching("^[^]*a^"), ()),
}


@pytest.mark.parametrize(("string", "some"), TELLING.values(), ids=TELLING)
def test_samples(string: String, some: tuple[str, ...]) -> None:
    found = samples(string)
    assert set(some) <= set(found)
    assert bool(found) == bool(some)
    assert all(is_text(string, each) for each in found)


# Properties: where JavaScript and Python agree, Python says whether a text matches.

ATOMS = st.sampled_from(["a", "b", "c", "[ab]", "[^a]", "[a-c1]", "1", ".", r"\d", "-", r"\b", "(?:ab|c)", "^", "$"])
QUANTIFIERS = st.sampled_from(["", "", "", "*", "+", "?", "{2}", "{1,3}", "{2,}"])


@st.composite
def terms(draw: st.DrawFn) -> str:
    atom = draw(ATOMS)
    return atom if atom in {"^", "$", r"\b"} else atom + draw(QUANTIFIERS)


PATTERNS = st.recursive(
    st.lists(terms(), max_size=4).map("".join),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("|".join),
        st.tuples(inner, QUANTIFIERS).map(lambda each: f"(?:{each[0]}){each[1]}"),
        inner.map(lambda each: f"^(?:{each})$"),
        st.tuples(inner, inner).map(lambda each: f"^(?={each[0]}){each[1]}"),
    ),
    max_leaves=4,
)
STRINGS = st.builds(
    lambda least, span, pattern: String("", least, None if span is None else (least or 0) + span, pattern),
    st.none() | st.integers(0, 4),
    st.none() | st.integers(0, 6),
    PATTERNS,
)
TEXTS = st.text("abc1-é", max_size=8)
QUICK = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


def is_plain(text: str) -> bool:
    """Is it one that both engines see alike, and that takes Python's no time, however a pattern is nested?"""
    return "\n" not in text and len(text) < 12


def python_says(string: String, text: str) -> bool:
    """What Python's own engine says; without line breaks, its `$` is JavaScript's."""
    within = (string.min_length or 0) <= len(text) <= (len(text) if string.max_length is None else string.max_length)
    return within and (string.pattern is None or re.search(string.pattern, text, re.ASCII) is not None)


@QUICK
@given(STRINGS, TEXTS)
def test_is_text_as_python_says(string: String, text: str) -> None:
    assert is_text(string, text) == python_says(string, text)


@QUICK
@given(STRINGS, STRINGS, st.lists(TEXTS, max_size=30))
def test_verdicts_hold(sub: String, sup: String, texts: list[str]) -> None:
    verdict = outside(sub, sup)
    if verdict.witness is not None:
        assert is_text(sub, verdict.witness)
        assert not is_text(sup, verdict.witness)
        if is_plain(verdict.witness):
            assert python_says(sub, verdict.witness)
            assert not python_says(sup, verdict.witness)
    elif verdict.decided:
        for text in [*texts, *samples(sub)]:
            assert not is_plain(text) or not python_says(sub, text) or python_says(sup, text)


@QUICK
@given(st.data(), PATTERNS, PATTERNS)
def test_what_is_drawn_of_an_included_pattern_matches(data: st.DataObject, sub: str, other: str) -> None:
    sup = f"(?:{sub})|(?:{other})"
    assert outside(matching(sub), matching(sup)).witness is None
    text = data.draw(st.from_regex(re.compile(sub, re.ASCII)))
    if "\n" not in text and not any("\ud800" <= char < "\ue000" for char in text):
        assert is_text(matching(sub), text)
        assert is_text(matching(sup), text)


@pytest.mark.parametrize(
    "name",
    ["date", "date-time", "time", "duration", "uuid", "uuid4", "email", "uri", "ipv4", "ipv6", "byte", "hostname"],
)
def test_formats_are_nested(name: str) -> None:
    form = find_format(name)
    assert form is not None
    assert outside(matching(form.inner), matching(form.sent)) == Verdict(None, decided=True)
    assert outside(matching(form.sent), matching(form.outer)) == Verdict(None, decided=True)
    assert all(read_pattern(form.inner, "ecma").matches(each) for each in form.samples)
