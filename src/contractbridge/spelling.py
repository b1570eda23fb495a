"""What somebody perhaps meant to write."""

from __future__ import annotations

from collections.abc import Iterable


def closest(word: str, choices: Iterable[str]) -> str:
    """A sentence that names the choice nearest to `word`; empty where none is near."""
    import difflib  # noqa: PLC0415  start-up time: wanted only after a mistake

    near = difflib.get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return f'Did you mean "{near[0]}"?' if near else ""
