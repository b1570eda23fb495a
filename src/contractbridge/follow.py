"""Following the saves of a project: each change gives a new document, built by a fresh process.

    save ─► batch ─► waiting worker ─► document ─► build ─► report

What is running when files change again is thrown away: the last save wins, and no result comes out of order.
Nothing of the user's code is ever reloaded.
"""

from __future__ import annotations

import importlib.util
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from contractbridge.errors import ContractbridgeError
from contractbridge.output import Plan
from contractbridge.readers.app.discovery import AppPath, NoSuchModuleError
from contractbridge.readers.app.worker import AppExport, Failed, Finished, Message, Progress, Worker
from contractbridge.saves import Batch, Saves, find_areas
from contractbridge.standby import Standby

_TICK: Final = 0.2  # seconds; some systems see Ctrl-C only between two waits


@dataclass(frozen=True, slots=True)
class Job:
    """An app to follow. `build` writes what its document gives, and raises `ContractbridgeError` where it cannot."""

    app: AppPath
    cwd: Path
    env: Mapping[str, str]
    build: Callable[[AppExport], Plan] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Project:
    """What to follow. When a file of `settings` changes the project is read again; `outputs` are not watched.

    `build_documents` writes what comes from documents instead of apps; it runs again when one of `documents` changes.
    """

    folder: Path
    jobs: tuple[Job, ...]
    settings: frozenset[Path] = frozenset()
    outputs: tuple[Path, ...] = ()
    documents: frozenset[Path] = frozenset()
    build_documents: Callable[[], Plan] | None = field(default=None, compare=False)


# What is reported


@dataclass(frozen=True, slots=True)
class Built:
    """A new document was built; `changed` is empty for the first."""

    plan: Plan
    changed: tuple[Path, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Broken:
    """The files as saved give no document, or nothing can be built from it; everything stays as it was."""

    error: ContractbridgeError
    changed: tuple[Path, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Slow:
    """The app takes its time."""

    progress: Progress


Event: TypeAlias = Built | Broken | Slow


def follow(read_project: Callable[[], Project], report: Callable[[Event], None], stop: threading.Event) -> None:
    """Build a project, and again after each save, until `stop` is set or Ctrl-C is pressed.

    What goes wrong on the way is reported, and the next save is waited for. Raises `ContractbridgeError` where the
    project cannot be read at the start, or cannot be watched, or the module of an app is nowhere.
    """
    engine = _Engine(read_project, report)
    try:
        engine.start()
        while not stop.is_set():
            engine.step()
    except KeyboardInterrupt:
        pass
    finally:
        engine.end()


class _Engine:
    def __init__(self, read_project: Callable[[], Project], report: Callable[[Event], None]) -> None:
        self._read_project, self._report = read_project, report
        self._inbox: _Inbox = queue.SimpleQueue()
        self._project = read_project()
        self._jobs: dict[Standby, Job] = {}
        self._saves: Saves | None = None

    def start(self) -> None:
        self._watch()
        self._start_over(set())

    def step(self) -> None:
        try:
            received = self._inbox.get(timeout=_TICK)
        except queue.Empty:
            return
        match received:
            case (workers, worker, message):
                self._receive(workers, worker, message)
            case ContractbridgeError() as error:
                raise error
            case changed:
                self._rebuild(changed)

    def end(self) -> None:
        if self._saves is not None:
            self._saves.stop()
        self._let_go()

    def _rebuild(self, changed: set[Path]) -> None:
        for path in changed:
            _forget_bytecode(path)
        again = not changed.isdisjoint(self._project.settings)
        if again or not all(path.exists() for path in changed):
            try:
                project = self._read_project()
            except ContractbridgeError as error:
                self._report(Broken(error, self._shown(changed), 0.0))
                return
            again = again or project != self._project
            self._project = project
        if again or any(path.is_dir() for path in changed):
            self._watch()
        if again or any(path.name.startswith(".env") for path in changed):
            self._start_over(changed)
            return
        if changed - self._project.documents:
            for workers in self._jobs:
                workers.begin(changed)
        if changed & self._project.documents:
            self._build_documents(changed)

    def _start_over(self, changed: set[Path]) -> None:
        """Follow the apps of the project with new workers."""
        self._let_go()
        for job in self._project.jobs:
            workers = Standby(job.app, job.cwd, job.env, self._deliver)
            self._jobs[workers] = job
            workers.begin(changed)
        self._build_documents(changed)

    def _let_go(self) -> None:
        for workers in self._jobs:
            workers.stop()
        self._jobs.clear()

    def _deliver(self, workers: Standby, worker: Worker, message: Message) -> None:
        self._inbox.put((workers, worker, message))

    def _build_documents(self, changed: set[Path]) -> None:
        if self._project.build_documents is not None:
            self._build(self._project.build_documents, changed, time.perf_counter())

    def _build(self, build: Callable[[], Plan], changed: set[Path], since: float) -> None:
        try:
            plan = build()
        except ContractbridgeError as error:
            self._report(Broken(error, self._shown(changed), time.perf_counter() - since))
        else:
            self._report(Built(plan, self._shown(changed), time.perf_counter() - since))

    def _watch(self) -> None:
        """Watch what the project is made of by now."""
        project = self._project
        roots = [project.folder, *(job.app.directory for job in project.jobs)]
        beside = [*project.settings, *project.documents, *self._files()]
        areas = find_areas(roots, project.outputs, beside)
        if self._saves is not None:
            if areas.watched_as(self._saves.areas):
                self._saves.areas = areas
                return
            self._saves.stop()
        self._saves = Saves(areas, project.settings | project.documents, project.outputs, self._inbox.put)

    def _files(self) -> Iterator[Path]:
        for workers in self._jobs:
            yield from workers.files

    def _receive(self, workers: Standby, worker: Worker, message: Message) -> None:
        job = self._jobs.get(workers)
        if job is None:
            return  # of a project as it was before
        match workers.receive(worker, message):
            case Progress() as progress:
                self._report(Slow(progress))
            case Finished(export=export):
                changed, since = workers.finish(export)
                self._build(partial(job.build, export), changed, since)
                if self._saves is None or not all(map(self._saves.areas.hold, workers.files)):
                    self._watch()
            case Failed(error=error):
                changed, since = workers.finish(None)
                if isinstance(error, NoSuchModuleError) and not changed:
                    raise error  # a wrong name, which no save mends
                self._report(Broken(error, self._shown(changed), time.perf_counter() - since))
            case None:
                pass

    def _shown(self, changed: set[Path]) -> tuple[Path, ...]:
        folder = self._project.folder
        return tuple(sorted(path.relative_to(folder) if path.is_relative_to(folder) else path for path in changed))


_Inbox: TypeAlias = queue.SimpleQueue[tuple[Standby, Worker, Message] | Batch]


def _forget_bytecode(path: Path) -> None:
    """Python takes a file saved twice within a second, at the same length, for unchanged."""
    if path.suffix == ".py":
        with suppress(OSError, NotImplementedError):
            Path(importlib.util.cache_from_source(path)).unlink(missing_ok=True)
