"""The workers of one app: one running for the latest change, one waiting for the next.

The one that waits has imported ahead what the app needs of installed modules. That is only done after a trial: a
worker that imported ahead must have given the document that a fresh one gives. Some libraries read the environment
when they are imported, and some import the code of the app.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contractbridge.readers.app.discovery import AppPath
from contractbridge.readers.app.worker import AppExport, Failed, Finished, Message, Progress, Ready, Spoilt, Worker


class Standby:
    """Starts and stops the workers of an app. `deliver` is called with their messages, from other threads; they
    come back through `receive`."""

    def __init__(
        self, app: AppPath, cwd: Path, env: Mapping[str, str], deliver: Callable[[Standby, Worker, Message], None]
    ) -> None:
        self.files: tuple[Path, ...] = ()
        self._app, self._cwd, self._env, self._deliver = app, cwd, env, deliver
        self._running: Worker | None = None
        self._waiting: Worker | None = None
        self._ahead: tuple[str, ...] = ()
        self._trial: _Trial | None = None
        self._trying = True
        self._unfit: set[str] = set()
        self._changed: set[Path] = set()
        self._since = 0.0

    def begin(self, changed: set[Path]) -> None:
        """Load the app anew, and let go of what is running."""
        if self._running is None:
            self._since = time.perf_counter()
        self._changed |= changed
        outdated = [self._running, self._tried()]
        self._running, self._waiting = self._waiting or self._start(self._ahead), None
        self._running.load()
        self._trial = None
        _stop(*outdated)
        self._wait()

    def receive(self, worker: Worker, message: Message) -> Progress | Finished | Failed | None:
        """The message, if it is about the latest change; those about other workers are dealt with here."""
        trial = self._trial
        match message:
            case Spoilt(module=module):
                self._replace(worker, module)
            case Progress() if worker is self._running:
                return message
            case Finished() | Failed() if worker is self._running:
                self._running = None
                return message
            case Finished(export=export) if trial is not None and worker is trial.worker:
                self._conclude(trial, passed=export.document == trial.document)
            case Failed() if trial is not None and worker is trial.worker:
                self._conclude(trial, passed=False)
            case Failed() if worker is self._waiting:
                self._waiting, self._ahead, self._trying = None, (), False
            case Ready() | Progress() | Finished() | Failed():
                pass
        return None

    def finish(self, export: AppExport | None) -> tuple[set[Path], float]:
        """Prepare for the next change: give the files of the one that is done, and since when it was under way."""
        changed, self._changed = self._changed, set()
        if export is not None:
            self.files = tuple(Path(file) for file in export.files)
            ahead = tuple(name for name in export.installed if name not in self._unfit)
            if self._trying and not set(ahead) <= set(self._ahead):
                self._try(ahead, export.document)
        self._wait()
        return changed, self._since

    def stop(self) -> None:
        _stop(self._running, self._waiting, self._tried())
        self._running = self._waiting = self._trial = None

    def _wait(self) -> None:
        """Have a worker wait, where it would be of use."""
        if self._ahead and self._waiting is None:
            self._waiting = self._start(self._ahead)

    def _tried(self) -> Worker | None:
        return None if self._trial is None else self._trial.worker

    def _try(self, ahead: tuple[str, ...], document: dict[str, Any]) -> None:
        self._trial = _Trial(self._start(ahead), ahead, document)
        self._trial.worker.load()

    def _conclude(self, trial: _Trial, *, passed: bool) -> None:
        self._trial = None
        self._trying = passed
        if passed:
            _stop(self._waiting)
            self._ahead, self._waiting = trial.ahead, None
            self._wait()

    def _replace(self, worker: Worker, unfit: str) -> None:
        """Importing a module ahead was no good: start again without it."""
        self._unfit.add(unfit)
        self._ahead = tuple(name for name in self._ahead if name != unfit)
        worker.stop()
        if worker is self._running:
            self._running = self._start(self._ahead)
            self._running.load()
        elif worker is self._waiting:
            self._waiting = None
            self._wait()
        elif self._trial is not None and worker is self._tried():
            self._try(tuple(name for name in self._trial.ahead if name != unfit), self._trial.document)

    def _start(self, ahead: tuple[str, ...]) -> Worker:
        def deliver(message: Message) -> None:
            started.wait()
            self._deliver(self, worker, message)

        started = threading.Event()
        worker = Worker(self._app, deliver, cwd=self._cwd, env=self._env, preload=ahead)
        started.set()
        return worker


@dataclass(frozen=True, slots=True)
class _Trial:
    """A worker that imported `ahead`, and the `document` that it is expected to give."""

    worker: Worker
    ahead: tuple[str, ...]
    document: dict[str, Any]


def _stop(*workers: Worker | None) -> None:
    for worker in workers:
        if worker is not None:
            worker.stop()
