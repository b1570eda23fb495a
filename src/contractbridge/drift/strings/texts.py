"""Strings as languages: is every text of one also a text of some others?

Lengths, patterns and formats are decided together, by automata. What these cannot say (lookarounds within a pattern,
backreferences, the edges of formats) is decided where it makes no difference, or where a text that was found is
checked by other means; else it is left undecided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Final, Literal, TypeAlias

from contractbridge.contract import String
from contractbridge.drift.strings.alphabets import Beyond
from contractbridge.drift.strings.formats import find_format, is_within
from contractbridge.drift.strings.languages import LONGEST, Language, find_text
from contractbridge.drift.strings.reading import Pattern, listed, read_pattern


@dataclass(frozen=True, slots=True)
class Verdict:
    """`witness` is a text of the first language that is none of the others; without one, the first is within the
    others if that is `decided`, and otherwise nobody knows."""

    witness: str | None
    decided: bool


# Which texts of a format are meant: those that everybody takes, that are sent, that anybody takes.
_Edge: TypeAlias = Literal["inner", "sent", "outer"]

_INCLUDED: Final = Verdict(None, decided=True)
_UNDECIDED: Final = Verdict(None, decided=False)


@lru_cache(10_000)
def outside(sub: String, *sups: String, values: tuple[str, ...] = ()) -> Verdict:
    """Look for a text of `sub` that is in none of `sups` and none of `values`: the shortest, but the empty one last."""
    sub = _plain(sub)
    others = [_beyond(sub, _plain(each)) for each in sups]
    if String() in others:
        return _INCLUDED
    found = _shortest_outside(sub, others, values)
    if isinstance(found, Verdict):
        return found
    for text in chain(samples(sub), found, _varied(samples(sub))):
        if _is_surely(sub, text) and text not in values and all(_is_surely_not(each, text) for each in others):
            return Verdict(text, decided=True)
    return _INCLUDED if _is_surely_covered(sub, others, values) else _UNDECIDED


def _shortest_outside(sub: String, others: list[String], values: tuple[str, ...]) -> Verdict | list[str]:
    """The verdict where automata say all of it, else texts that may be witnesses."""
    own, theirs = _read(sub, "inner"), [_read(each, "outer") for each in others]
    try:
        text = find_text(own.language, [*(each.language for each in theirs), *_listed(values)])
    except Beyond:
        return []
    if all(each.is_exact for each in (own, *theirs)):
        return Verdict(text, decided=True)
    return [] if text is None else [text]


def _varied(texts: Iterable[str]) -> Iterator[str]:
    """With what a pattern that is not anchored does not mind."""
    for text in texts:
        yield from (f"{text}!", f"!{text}")


def _is_surely_covered(sub: String, others: list[String], values: tuple[str, ...]) -> bool:
    theirs = [each for each in (_read(each, "inner") for each in others) if each.is_whole]
    try:
        return find_text(_read(sub, "sent").language, [*(each.language for each in theirs), *_listed(values)]) is None
    except Beyond:
        return False


def _listed(values: tuple[str, ...]) -> list[Language]:
    return [Language(listed(values).parts)] if values else []


def _plain(string: String) -> String:
    """`string` without what says nothing about its texts."""
    return String(
        string.format if find_format(string.format) else "",
        string.min_length or None,
        string.max_length,
        string.pattern or None,
        string.dialect if string.pattern else "",
    )


def _beyond(sub: String, sup: String) -> String:
    """`sup` without what `sub` says as well."""
    if sup.format and is_within(sub.format, sup.format):
        sup = replace(sup, format="")
    if sup.pattern == sub.pattern and sup.dialect == sub.dialect:
        sup = replace(sup, pattern=None, dialect="")
    if (sup.min_length or 0) <= (sub.min_length or 0):
        sup = replace(sup, min_length=None)
    if sup.max_length is not None and sub.max_length is not None and sub.max_length <= sup.max_length:
        sup = replace(sup, max_length=None)
    return sup


@dataclass(frozen=True, slots=True)
class _Read:
    """`is_whole`: nothing that the string says is missing; `is_exact`: nor does anybody read its format otherwise."""

    language: Language
    is_whole: bool
    is_exact: bool


def _read(string: String, edge: _Edge) -> _Read:
    patterns: list[Pattern] = []
    if string.pattern is not None:
        patterns.append(read_pattern(string.pattern, string.dialect))
    form = find_format(string.format)
    if form is not None:
        patterns.append(read_pattern({"inner": form.inner, "sent": form.sent, "outer": form.outer}[edge], "ecma"))
    parts = tuple(chain.from_iterable(each.parts for each in patterns))
    is_whole = all(each.is_whole for each in patterns)
    return _Read(Language(parts, string.min_length or 0, string.max_length), is_whole, is_whole and form is None)


# Membership


@lru_cache(10_000)
def is_text(string: String, text: str) -> bool:
    """Whether `text` is one of `string`, or may be: what nobody can tell is let through."""
    return not _is_surely_not(string, text)


def _is_surely(string: String, text: str) -> bool:
    form = find_format(string.format)
    return (
        Language((), string.min_length or 0, string.max_length).has_length(len(text))
        and (string.pattern is None or read_pattern(string.pattern, string.dialect).matches(text) is True)
        and (form is None or read_pattern(form.inner, "ecma").matches(text) is True)
    )


def _is_surely_not(string: String, text: str) -> bool:
    if not Language((), string.min_length or 0, string.max_length).has_length(len(text)):
        return True
    if string.pattern is not None and read_pattern(string.pattern, string.dialect).matches(text) is False:
        return True
    form = find_format(string.format)
    return form is not None and read_pattern(form.outer, "ecma").matches(text) is False


# Samples

_COMMON: Final = ("a", "", "1", "A", "-", " ", "é", "😀", "2024-01-31", "null")
_MOST_LIKE_THE_FIRST: Final = 3


@lru_cache(2_000)
def samples(*strings: String) -> tuple[str, ...]:
    """Some texts that are in all of `strings`, each once: those that people know a format by, short and long ones,
    and whatever is common. None may be found though there are some, where a pattern looks around."""
    plain = [_plain(each) for each in strings]
    forms = [form for each in plain if (form := find_format(each.format)) is not None]
    known = chain.from_iterable(each.samples for each in forms)
    language = _together([_read(each, "inner").language for each in plain])
    made = _words(language) if language.parts else _of_lengths(language)
    texts = dict.fromkeys(chain(known, made, _COMMON))
    return tuple(text for text in texts if all(_is_surely(each, text) for each in plain))


def _together(languages: list[Language]) -> Language:
    lengths = [each.most for each in languages if each.most is not None]
    return Language(
        tuple(chain.from_iterable(each.parts for each in languages)),
        max((each.least for each in languages), default=0),
        min(lengths, default=None),
    )


def _of_lengths(language: Language) -> Iterator[str]:
    least, most = language.least, language.most
    lengths = (max(least, 1), least, least + 1, least + 300 if most is None else most)
    yield from ("a" * length for length in lengths if length <= LONGEST)


def _words(language: Language) -> Iterator[str]:
    """The shortest word, those of the least and the greatest length, longer ones, others like the first."""
    least, most = language.least, language.most
    try:
        first = find_text(language)
        if first is None:
            return
        yield first
        longer = [len(first) + 1, len(first) + 2, len(first) + 60]
        sizes = [(least, least), *([] if most is None else [(most, most)]), *((size, most) for size in longer)]
        for shortest, longest in sizes:
            if longest is None or shortest <= longest:
                yield from _found(find_text(replace(language, least=shortest, most=longest)))
        others = [first]
        for _ in range(_MOST_LIKE_THE_FIRST):
            others += _found(find_text(language, _listed(tuple(others))))
        yield from others
    except Beyond:
        return


def _found(text: str | None) -> list[str]:
    return [] if text is None else [text]
