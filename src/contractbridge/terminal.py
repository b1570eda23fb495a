"""What every command prints: to a file or to standard output, notices and progress beside it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from contractbridge.errors import Notice
from contractbridge.output import plan_file, replace_file, shown
from contractbridge.report import columns_for, folded, noticed, palette_for, printable, written

if TYPE_CHECKING:
    from contractbridge.readers.app.worker import Progress


def write(text: str, file: Path | None) -> None:
    """To a file, with a word about it, or to standard output."""
    if file is None:
        sys.stdout.flush()
        rest = memoryview(text.encode())  # UTF-8, whatever the terminal's encoding
        while rest:  # unbuffered, it may write less than it was given
            rest = rest[sys.stdout.buffer.write(rest) :]
        sys.stdout.buffer.flush()
        return
    plan = plan_file(file, text)
    plan.apply()
    print(written(plan, palette_for(sys.stdout)), end="")


def write_report(text: str, file: Path | None) -> None:
    """The same for a report, which takes the place of the one before: nobody can tell by its text whose it was."""
    if file is None:
        write(text, None)
        return
    replace_file(file, text)
    print(f"The report is in {printable(shown(file))}.")


def print_notices(notices: Sequence[Notice], *, every: bool = False) -> None:
    told = noticed(notices, palette_for(sys.stderr), every=every, columns=columns_for(sys.stderr))
    print(told, end="", file=sys.stderr)


def progress_printer() -> Callable[[Progress], None]:
    """Prints where a slow import is, once for each line that it stays at; what only counts, to a terminal alone."""
    places: list[str] = []

    def show(progress: Progress) -> None:
        columns = columns_for(sys.stderr)
        if places[-1:] != [progress.place] and (progress.code or sys.stderr.isatty()):
            places.append(progress.place)
            print(*folded(printable(str(progress)), columns, " " * 2), sep="\n", file=sys.stderr, flush=True)

    return show
