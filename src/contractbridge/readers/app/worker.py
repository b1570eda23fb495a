"""An app loaded in a process of its own, seen from outside.

A process loads one app once: nothing of the app is left behind in ours, nothing is ever reloaded, and whatever
the app does while it is imported (print, exit, hang, crash) ends as one sentence.
"""

from __future__ import annotations

import json
import os
import queue
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final, Self, TypeAlias, cast

from contractbridge.errors import AppError, Notice
from contractbridge.readers.app.discovery import AppNameError, AppPath, NoSuchModuleError
from contractbridge.readers.app.places import Home, is_installed

PROGRAM: Final = "contractbridge.readers.app.worker_process"
_SHOWN_OUTPUT: Final = 4000
_PATIENCE: Final = 2.0  # seconds, for what takes a moment unless a process got away
_ERRORS: Final = {each.__name__: each for each in (AppNameError, NoSuchModuleError)}
_FRAME: Final = re.compile(r'^  File "(?P<file>.+)", line (?P<number>\d+) in .*', re.MULTILINE)
_CRASH: Final = re.compile(r"^(Fatal Python error|Windows fatal exception): .*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class AppExport:
    """An app's document with facts, and what was learnt on the way.

    `installed` are the installed modules that the app imported, in order, `files` those of its own; `output` is
    what it printed.
    """

    document: dict[str, Any]
    notices: tuple[Notice, ...]
    import_seconds: float
    document_seconds: float
    installed: tuple[str, ...] = field(repr=False)
    files: tuple[str, ...] = field(repr=False)
    output: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Task:
    """A program to load the app with, which does more than to export it, and what it is told."""

    program: str
    request: Mapping[str, object]


# Messages


@dataclass(frozen=True, slots=True)
class Ready:
    """The modules to import ahead are imported."""


@dataclass(frozen=True, slots=True)
class Spoilt:
    """Importing `module` ahead failed or brought in the user's code: the worker must not be used."""

    module: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Loading takes long, and is at this line of the user's; without `code`, at a place of another kind."""

    doing: str
    place: str
    code: str
    seconds: float

    def __str__(self) -> str:
        code = f": `{self.code}`" if self.code else ""
        return f"still {self.doing}: {self.place}{code} ({self.seconds:.0f} s)"


@dataclass(frozen=True, slots=True)
class Finished:
    export: AppExport


@dataclass(frozen=True, slots=True)
class Failed:
    error: AppError


Message: TypeAlias = Ready | Spoilt | Progress | Finished | Failed


def export_in_worker(  # noqa: PLR0913
    app: AppPath,
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    timeout: float | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    task: Task | None = None,
) -> AppExport:
    """Load an app in a new process and give its document with facts.

    `cwd` is the folder that the app is run from, `env` are variables beside (and over) our own; `on_progress` is
    called now and then while loading takes long; `task` is done with the app besides. Raises `AppError` where the
    app cannot be loaded, or not within `timeout` seconds.
    """
    messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
    deadline = time.monotonic() + timeout if timeout is not None else None
    place = ""
    program = task.program if task else PROGRAM
    with Worker(app, messages.put, cwd=cwd, env=env or {}, program=program) as worker:
        worker.load(**(task.request if task else {}))
        while True:
            try:
                message = messages.get(timeout=_remaining(deadline))
            except queue.Empty:
                where = f" It was at {place}." if place else ""
                raise AppError(f"Loading {app} took longer than {timeout:g} s.{where}") from None
            match message:
                case Finished(export=export):
                    return export
                case Failed(error=error):
                    raise error
                case Progress():
                    place = f"{message.place}: `{message.code}`"
                    if on_progress is not None:
                        on_progress(message)
                case Ready() | Spoilt():
                    pass


def _remaining(deadline: float | None) -> float | None:
    return None if deadline is None else max(0.0, deadline - time.monotonic())


class Worker:
    """One process that loads an app once, with `preload` imported ahead.

    `deliver` is called with its messages, from another thread; the last one is `Finished` or `Failed`, unless
    the worker was stopped before.
    """

    def __init__(  # noqa: PLR0913
        self,
        app: AppPath,
        deliver: Callable[[Message], None],
        *,
        cwd: Path,
        env: Mapping[str, str],
        preload: Sequence[str] = (),
        program: str = PROGRAM,
    ) -> None:
        self.app = app
        self._home = Home(cwd, app.module.partition(".")[0], app.directory)
        self._deliver = deliver
        self._over = False
        self._output = tempfile.TemporaryFile()  # noqa: SIM115  closed by `_wait`
        self._process = subprocess.Popen(  # noqa: S603  a program of our own
            # -P: the folder it starts in must not come before contractbridge; -u: nothing printed is lost
            [sys.executable, "-P", "-u", "-m", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._output,
            cwd=cwd,
            # Some documents follow the order of sets.
            env={**os.environ, **env, "PYTHONHASHSEED": "0"},
            encoding="utf-8",
            **_OWN_GROUP,
        )
        self._requests = cast("IO[str]", self._process.stdin)
        self._messages = cast("IO[str]", self._process.stdout)
        self._send(
            module=app.module,
            attribute=app.attribute,
            directory=str(app.directory),
            factory=app.factory,
            preload=list(preload),
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._waiter = threading.Thread(target=self._wait, daemon=True)
        self._reader.start()
        self._waiter.start()

    def load(self, **request: object) -> None:
        """Let it import the app, do what its program does besides with `request`, and hand over the document."""
        self._send(load=True, **request)

    def stop(self) -> None:
        """End the process and all that it started. No message is delivered after this."""
        self._over = True
        _kill(self._process)
        self._waiter.join(_PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _send(self, **request: object) -> None:
        with suppress(OSError, ValueError):  # it has ended, and its last message tells why
            print(json.dumps(request), file=self._requests, flush=True)

    def _hand_over(self, message: Message) -> None:
        if not self._over:
            self._over = isinstance(message, Finished | Failed)
            self._deliver(message)

    def _read(self) -> None:
        for line in self._messages:
            if line.endswith("\n"):
                self._hand_over(self._message(json.loads(line)))

    def _wait(self) -> None:
        code = self._process.wait()
        # What the app has forked holds the channel open.
        _kill_group(self._process)
        self._reader.join(_PATIENCE)
        self._hand_over(Failed(self._with_output(AppError(self._how_it_ended(code)))))
        self._output.close()
        with suppress(OSError):
            self._requests.close()
        if not self._reader.is_alive():
            self._messages.close()

    def _message(self, content: dict[str, Any]) -> Message:
        match content.pop("kind"):
            case "ready":
                return Ready()
            case "spoilt":
                return Spoilt(content["module"])
            case "at":
                return Progress(**content)
            case "done":
                content["notices"] = tuple(Notice(*each) for each in content["notices"])
                content |= {key: tuple(content[key]) for key in ("installed", "files")}
                return Finished(AppExport(**content, output=self._printed()))
            case _:
                error = _ERRORS.get(content["error"], AppError)
                return Failed(self._with_output(error(content["message"], hint=content["hint"])))

    def _how_it_ended(self, code: int) -> str:
        """What to say of a process that ended without a word."""
        place = self._crash_place()
        where = f" at {place}" if place else f" while {self.app} was loaded"
        if code < 0:
            return f"The process was killed by {_signal_name(-code)}{where}."
        if code > 255:  # Windows tells exceptions of the processor this way
            return f"The process crashed with {code:#x}{where}."
        return f"The process ended with exit code {code}{where}, without an exception."

    def _crash_place(self) -> str:
        """The user's line in what faulthandler printed, where there is one."""
        for match in self._frames(self._printed()):
            line = self._home.line(match["file"], int(match["number"]))
            return f"{line}: `{line.code}`"
        return ""

    def _frames(self, printed: str) -> Iterator[re.Match[str]]:
        """The user's own among the frames that faulthandler printed of the thread that crashed."""
        for match in _FRAME.finditer(printed.rpartition("Current thread 0x")[2]):
            if self._home.owns(match["file"], "") and not is_installed(match["file"]):
                yield match

    def _printed(self) -> str:
        """What the app has printed, at most the end of it."""
        size = self._output.seek(0, os.SEEK_END)
        self._output.seek(max(0, size - 16 * _SHOWN_OUTPUT))
        return self._output.read().decode(errors="replace")

    def _with_output(self, error: AppError) -> AppError:
        printed = self._printed().strip()
        if crash := _CRASH.search(printed):
            printed = "\n".join([printed[: crash.end()], *(match[0] for match in self._frames(printed))])
        if printed:
            error.add_note(f"The app printed:\n{printed[-_SHOWN_OUTPUT:]}")
        return error


# Processes

if sys.platform == "win32":
    _OWN_GROUP: Final[dict[str, Any]] = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
else:
    _OWN_GROUP: Final[dict[str, Any]] = {"start_new_session": True}


def _kill(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        _kill_group(process)
        process.kill()


def _kill_group(process: subprocess.Popen[str]) -> None:
    """End what the process has started too, where the system knows groups."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
