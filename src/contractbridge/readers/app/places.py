"""Telling the user's own code from what is installed, and naming a line of it."""

from __future__ import annotations

import linecache
import os
import site
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType, TracebackType
from typing import Final

_OURS: Final = os.path.realpath(Path(__file__).parents[2])


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the user's code: its file as people write it, its number and its text."""

    file: str
    number: int
    code: str

    def __str__(self) -> str:
        return f"{self.file}:{self.number}"


@dataclass(frozen=True, slots=True)
class Home:
    """What counts as the user's own: everything that is not installed, and the package of the app itself.

    `directory` is the folder of the project, `source` the one that its imports start from.
    """

    directory: Path
    package: str
    source: Path = Path()

    def owns(self, file: str | None, module: str) -> bool:
        if not file or file.startswith("<"):
            return False
        return module.partition(".")[0] == self.package or not is_installed(file)

    def shown(self, file: str) -> str:
        """The path of a file from the project's folder, where it lies inside."""
        path, folder = Path(os.path.realpath(file)), Path(os.path.realpath(self.directory))
        return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()

    def line(self, file: str, number: int) -> Line:
        code = linecache.getline(file, number).strip()
        return Line(self.shown(file), number, code if len(code) <= 100 else f"{code[:99]}…")

    def raised_at(self, error: BaseException) -> Line | None:
        """The innermost line of the user's code that an exception passed through."""
        last = None
        for frame, number in trail(error.__traceback__):
            if self.owns(frame.f_code.co_filename, _module(frame)):
                last = self.line(frame.f_code.co_filename, number)
        return last

    def now_at(self, frame: FrameType | None) -> Line | None:
        """The innermost line of the user's code that a running frame is in."""
        while frame is not None:
            if self.owns(frame.f_code.co_filename, _module(frame)):
                return self.line(frame.f_code.co_filename, frame.f_lineno)
            frame = frame.f_back
        return None


def trail(traceback: TracebackType | None) -> Iterator[tuple[FrameType, int]]:
    """The frames of a traceback with the line of each, the outermost first."""
    while traceback is not None:
        yield traceback.tb_frame, traceback.tb_lineno
        traceback = traceback.tb_next


def is_installed(file: str) -> bool:
    """Whether a file belongs to Python, to an installed package, or to contractbridge."""
    return _is_installed_folder(os.path.dirname(file))  # noqa: PTH120  a thousand modules at a time


@cache
def _is_installed_folder(folder: str) -> bool:
    real = os.path.realpath(folder)
    return any(real == root or real.startswith(root + os.sep) for root in _installed_roots())


@cache
def _installed_roots() -> tuple[str, ...]:
    paths = sysconfig.get_paths()
    roots = [paths[key] for key in ("stdlib", "platstdlib", "purelib", "platlib")]
    roots += [*site.getsitepackages(), site.getusersitepackages()]
    return (_OURS, *(os.path.realpath(root) for root in roots))


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))
