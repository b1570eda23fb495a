"""Unified diffs of generated text, also of very long text."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Final, TypeAlias

_Opcode: TypeAlias = tuple[str, int, int, int, int]
_CONTEXT: Final = 3
_CELLS: Final = 4_000_000  # lines times lines; beyond it difflib takes seconds, so the whole region is replaced


def unified_diff(name: str, old: str | None, new: str | None) -> str:
    """The diff from `old` to `new` in the form that `git apply` takes; None is a file that is not there."""
    inside = not name.startswith(("..", "/"))
    left, right = (f"a/{name}", f"b/{name}") if inside else (name, name)
    before, after = _lines(old), _lines(new)
    head = _common_prefix(before, after)
    tail = _common_prefix(before[head:][::-1], after[head:][::-1])
    start = max(head - _CONTEXT, 0)
    end = max(tail - _CONTEXT, 0)
    hunks = _hunks(before[start : len(before) - end], after[start : len(after) - end], start)
    lines = [
        "--- /dev/null" if old is None else f"--- {left}",
        "+++ /dev/null" if new is None else f"+++ {right}",
        *hunks,
    ]
    return "\n".join(lines) + "\n"


def _lines(text: str | None) -> list[str]:
    """Not `splitlines`, which also breaks at U+2028 and form feeds."""
    if not text:
        return []
    return text.removesuffix("\n").split("\n")


def _common_prefix(before: list[str], after: list[str]) -> int:
    for index, (left, right) in enumerate(zip(before, after, strict=False)):
        if left != right:
            return index
    return min(len(before), len(after))


def _hunks(before: list[str], after: list[str], offset: int) -> Iterator[str]:
    if len(before) * len(after) > _CELLS:
        groups = [_one_replacement(before, after)]
    else:
        matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
        groups = [list(group) for group in matcher.get_grouped_opcodes(_CONTEXT)]
    for group in groups:
        (_, i1, _, j1, _), (_, _, i2, _, j2) = group[0], group[-1]
        yield f"@@ -{_span(i1 + offset, i2 - i1)} +{_span(j1 + offset, j2 - j1)} @@"
        for tag, a1, a2, b1, b2 in group:
            if tag == "equal":
                yield from (f" {line}" for line in before[a1:a2])
                continue
            yield from (f"-{line}" for line in before[a1:a2])
            yield from (f"+{line}" for line in after[b1:b2])


def _one_replacement(before: list[str], after: list[str]) -> list[_Opcode]:
    """What `SequenceMatcher` would say if only the ends were alike."""
    head = _common_prefix(before, after)
    tail = _common_prefix(before[head:][::-1], after[head:][::-1])
    i, j = len(before) - tail, len(after) - tail
    return [
        ("equal", 0, head, 0, head),
        ("replace", head, i, head, j),
        ("equal", i, len(before), j, len(after)),
    ]


def _span(start: int, length: int) -> str:
    """A range as POSIX writes it: an empty one names the line before it."""
    return f"{start + 1 if length else start},{length}"
