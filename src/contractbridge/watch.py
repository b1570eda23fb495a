"""`contractbridge watch`: the pipeline, run again after each save, one line for each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, TextIO

from contractbridge.config import App, Config, Models
from contractbridge.errors import Notice
from contractbridge.follow import Broken, Built, Event, Job, Project, Slow, follow
from contractbridge.loading import Source, load_either, load_spec
from contractbridge.output import Plan, join, shown
from contractbridge.pipeline import plan_app, plan_models
from contractbridge.readers.app.discovery import AppPath, find_app
from contractbridge.readers.app.worker import AppExport
from contractbridge.report import PLAIN, Palette, columns_for, failed, folded, noticed, printable

_LISTED: Final = 4
_INDENT: Final = " " * 10  # that of the time


def watch(read_config: Callable[[], Config], console: Console, stop: threading.Event | None = None) -> None:
    """Build everything that the configuration asks for, and again after each save, until Ctrl-C or `stop`.

    Raises:
        ConfigError: the configuration is wrong at the start; later that is only reported.
        AppError: no app can be found.
    """

    def read() -> Project:
        project = read_project(read_config())
        console.greet(project)
        return project

    follow(read, console.show, stop or threading.Event())


def read_project(config: Config) -> Project:
    """What to follow for a configuration.

    Raises:
        AppError, ConfigError: an app cannot be found.
    """
    folder = config.file.parent.resolve()
    found = [(app, find_app(folder, app.app or "", app.app_dir)) for app in config.apps if app.spec is None]
    specs = [app for app in config.apps if app.spec is not None]
    ours = {str(path) for _, path in found}
    models = [each for each in config.models if each.source not in ours]
    sources = {folder / (app.spec or "") for app in specs} | {folder / each.source for each in models}
    outputs = [target.out for app in config.apps for target in app.targets]
    outputs += [app.contract for app in config.apps if app.contract] + [each.out for each in config.models]
    return Project(
        folder,
        tuple(_job(app, path, folder, config) for app, path in found),
        settings=frozenset({config.file.resolve(), folder / "pyproject.toml"}),
        outputs=tuple(path.resolve() for path in outputs),
        documents=frozenset(path.resolve() for path in sources if path.is_file()),
        build_documents=partial(_build_documents, specs, models, folder) if specs or models else None,
    )


def _job(app: App, path: AppPath, folder: Path, config: Config) -> Job:
    def build(export: AppExport) -> Plan:
        source = Source(export.document, export.notices)
        models = [plan_models(each, source) for each in config.models if each.source == str(path)]
        return _applied(join([plan_app(app, source), *models]))

    return Job(path, folder, app.env, build)


def _build_documents(specs: list[App], models: list[Models], folder: Path) -> Plan:
    apps = [plan_app(app, load_spec(app.spec or "", folder)) for app in specs]
    return _applied(join([*apps, *(plan_models(each, load_either(each.source, folder)) for each in models)]))


def _applied(plan: Plan) -> Plan:
    plan.apply()
    return plan


class Console:
    """Prints what happens: a line for each save, and of notices only those that are new."""

    def __init__(self, stream: TextIO, palette: Palette = PLAIN) -> None:
        self._stream, self._palette = stream, palette
        self._noticed: frozenset[Notice] = frozenset()
        self._slow_at = ""
        self._watched: list[str] = []

    def greet(self, project: Project) -> None:
        """Say what is watched, when that is news."""
        names = [str(job.app) for job in project.jobs] or [shown(path) for path in sorted(project.documents)]
        if names != self._watched:
            self._watched = names
            line = f"Watching {_few(names)}; Ctrl-C ends."
            print(*folded(line, columns_for(self._stream), _INDENT), sep="\n", file=self._stream, flush=True)

    def show(self, event: Event) -> None:
        print(*self._lines(event, columns_for(self._stream)), sep="\n", end="", file=self._stream, flush=True)

    def _lines(self, event: Event, columns: int) -> Iterator[str]:
        match event:
            case Built(plan=plan, changed=changed, seconds=seconds):
                self._slow_at = ""
                took = f"{self._palette.dim}({seconds:.2f} s){self._palette.reset}"
                yield from folded(f"{self._head(changed)}{_names(plan, changed)}  {took}", columns, _INDENT)
                new = [each for each in plan.notices if each not in self._noticed]
                self._noticed = frozenset(plan.notices)
                yield noticed(new, self._palette, columns=columns)
            case Broken(error=error, changed=changed):
                self._slow_at = ""
                yield failed(error, self._palette, columns, self._head(changed))
            case Slow(progress=progress) if progress.place != self._slow_at:
                self._slow_at = progress.place
                yield from folded(f"{self._time()}  {printable(str(progress))}", columns, _INDENT)
                yield ""
            case Slow():
                pass

    def _head(self, changed: tuple[Path, ...]) -> str:
        names = [printable(path.as_posix()) for path in changed]
        return f"{self._time()}  {_few(names)}  →  " if names else f"{self._time()}  "

    def _time(self) -> str:
        return f"{self._palette.dim}{datetime.now().astimezone():%H:%M:%S}{self._palette.reset}"


def _names(plan: Plan, changed: tuple[Path, ...]) -> str:
    if not plan.changed:
        return "no change in the contract" if changed else "everything is fresh"
    return _few([printable(file.path.name if file.new is not None else f"{shown(file.path)} removed")
                 for file in plan.changed])  # fmt: skip


def _few(names: list[str]) -> str:
    listed = names[:_LISTED] if len(names) > _LISTED + 1 else names
    return ", ".join(listed) + (f" and {len(names) - _LISTED} more" if len(listed) < len(names) else "")
