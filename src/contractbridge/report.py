"""Plans, notices and errors as text for people. Colours are decided here and nowhere else."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TextIO

from contractbridge.errors import ContractbridgeError, Notice
from contractbridge.output import File, Plan, State, shown


@dataclass(frozen=True, slots=True)
class Palette:
    """What to print before and after text of a kind: nothing, where colours are not wanted."""

    bold: str = ""
    dim: str = ""
    red: str = ""
    green: str = ""
    yellow: str = ""
    cyan: str = ""
    reset: str = ""


PLAIN: Final = Palette()
COLOURED: Final = Palette("\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[36m", "\x1b[0m")


def palette_for(stream: TextIO, environment: Mapping[str, str] = os.environ) -> Palette:
    """Colours for a terminal, unless NO_COLOR says otherwise; FORCE_COLOR wants them everywhere."""
    if environment.get("NO_COLOR"):
        return PLAIN
    if environment.get("FORCE_COLOR"):
        return COLOURED
    return COLOURED if stream.isatty() and environment.get("TERM") != "dumb" else PLAIN


def columns_for(stream: TextIO, environment: Mapping[str, str] = os.environ) -> int:
    """How wide a terminal is; 0 for anything else, where each line stays whole so that it can be searched for."""
    if not stream.isatty():
        return 0
    with suppress(OSError, ValueError):
        return int(environment.get("COLUMNS") or 0) or os.get_terminal_size(stream.fileno()).columns
    return 0


def folded(text: str, columns: int, indent: str = "") -> list[str]:
    """`text` in lines of whole words, all but the first with `indent`; in one line where there are no columns."""
    line, *words = text.split(" ")
    if not columns:
        return [text]
    lines = []
    for word in words:
        longer = f"{line} {word}"
        if line.strip() and len(_COLOURS.sub("", longer)) > columns:
            lines.append(line)
            line = indent + word
        else:
            line = longer
    return [*lines, line]


_COLOURS: Final = re.compile(r"\x1b\[\d+m")


def printable(text: str) -> str:
    """`text` without what would steer a terminal, or is no character: a document may hold anything."""
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


_STEERING: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff]"
)


# Plans

_DONE: Final[dict[State, str]] = {"created": "created", "changed": "changed", "stale": "removed"}
_FOUND: Final[dict[State, str]] = {"created": "missing", "changed": "outdated", "stale": "left over"}
_LISTED: Final = 16  # files; where there are more, folders are listed instead
_DIFFED: Final = 2  # files
_DIFF_LINES: Final = 12  # for each of them
_DIFF_COLUMNS: Final = 160


def written(plan: Plan, palette: Palette = PLAIN) -> str:
    """What applying a plan has done."""
    if not plan.changed:
        return f"Everything is fresh: {_files(len(plan.files))}.\n"
    listed = "\n".join(_listed(plan.changed, _DONE, palette)) + "\n"
    if len(plan.files) == 1:
        return listed
    counts = Counter(file.state for file in plan.files)
    summary = [f"{counts[state]} {word}" for state, word in _DONE.items() if counts[state]]
    if counts["same"]:
        summary.append(f"{counts['same']} unchanged")
    return f"{listed}\n{', '.join(summary)}.\n"


def stale(plan: Plan, command: str, palette: Palette = PLAIN, columns: int = _DIFF_COLUMNS) -> str:
    """What a check has found: the files, how the most telling ones differ, and the command that mends it."""
    are = "is" if len(plan.changed) == 1 else "are"
    lines = [
        f"{palette.bold}{len(plan.changed)} of {_files(len(plan.files))} {are} stale.{palette.reset}",
        "",
        *_listed(plan.changed, _FOUND, palette),
        "",
    ]
    for file in sorted(plan.changed, key=_telling)[:_DIFFED]:
        lines += [*_short_diff(file, palette, columns), ""]
    return "\n".join([*lines, f"Run: {palette.bold}{command}{palette.reset}"]) + "\n"


def _files(count: int) -> str:
    return f"{count} file" if count == 1 else f"{count} files"


def _listed(files: Sequence[File], words: Mapping[State, str], palette: Palette) -> Iterator[str]:
    colours: dict[State, str] = {"created": palette.green, "changed": palette.yellow, "stale": palette.red}
    width = max(len(words[file.state]) for file in files)
    for state, place in _places(files):
        yield f"{colours[state]}{words[state]:{width}}{palette.reset}  {printable(place)}"


def _places(files: Sequence[File]) -> Iterator[tuple[State, str]]:
    if len(files) <= _LISTED:
        yield from ((file.state, shown(file.path)) for file in files)
        return
    folders = Counter((file.state, file.path.parent) for file in files)
    for file in files:
        count = folders.pop((file.state, file.path.parent), 0)
        if count == 1:
            yield file.state, shown(file.path)
        elif count:
            yield file.state, f"{shown(file.path.parent)}/ ({count} files)"


def _telling(file: File) -> tuple[bool, bool, bool]:
    """What tells people most of a change comes first: the types, then other files that they use, then the contract."""
    return (file.state != "changed", not file.path.name.startswith("types."), file.path.suffix == ".json")


def _short_diff(file: File, palette: Palette, columns: int) -> Iterator[str]:
    lines = Plan((file,)).diff().splitlines()
    for line in lines[: _DIFF_LINES + 2]:
        yield _diff_line(line, palette, columns)
    if (rest := len(lines) - _DIFF_LINES - 2) > 0:
        yield f"{palette.dim}… and {rest} more line{'s' if rest > 1 else ''}{palette.reset}"


def _diff_line(line: str, palette: Palette, columns: int) -> str:
    colour = {"+": palette.green, "-": palette.red, "@": palette.cyan}.get(line[:1], "")
    if line.startswith(("+++", "---")):
        colour = palette.bold
    short = line if len(line) <= columns else line[: columns - 1] + "…"
    return f"{colour}{printable(short)}{palette.reset if colour else ''}"


# Notices and errors

_GROUPS: Final = 5


def noticed(notices: Iterable[Notice], palette: Palette = PLAIN, *, every: bool = False, columns: int = 0) -> str:
    """Notices by what they say, each with its places: the first few, or `every` one."""
    groups: dict[str, list[str]] = {}
    for notice in dict.fromkeys(notices):
        groups.setdefault(notice.message, []).append(notice.place)
    if not groups:
        return ""
    shown_groups = list(groups.items())[: None if every else _GROUPS]
    lines = []
    for message, places in shown_groups:
        lines += folded(f"{palette.yellow}notice:{palette.reset} {printable(message)}", columns, " " * 8)
        lines += _at([place for place in places if place], palette, every=every)
    if rest := len(groups) - len(shown_groups):
        lines.append(f"{palette.dim}… and {rest} more; --verbose shows all{palette.reset}")
    return "\n".join(lines) + "\n"


def _at(places: Sequence[str], palette: Palette, *, every: bool) -> Iterator[str]:
    for place in places if every else places[:1]:
        yield f"  {palette.dim}at {printable(place)}{palette.reset}"
    if not every and len(places) > 1:
        others = "1 other place" if len(places) == 2 else f"{len(places) - 1} other places"
        yield f"  {palette.dim}and at {others}{palette.reset}"


def failed(error: ContractbridgeError, palette: Palette = PLAIN, columns: int = 0, head: str = "") -> str:
    """An error as one sentence after `head`, with its hint and what else is known below."""
    lines = folded(f"{head}{palette.red}error:{palette.reset} {printable(str(error))}", columns, " " * 7)
    for text in (error.hint, *getattr(error, "__notes__", ())):
        # A command, and what has lines of its own, is there to be pasted.
        room = 0 if "\n" in text or text.startswith("Run: ") else columns
        for line in text.splitlines():
            lines += folded(f"  {printable(line)}", room, " " * 2)
    return "\n".join(lines) + "\n"
