"""Which files of a project to watch, and batches of those that were saved."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from watchfiles import Change, watch

from contractbridge.errors import AppError, ContractbridgeError
from contractbridge.readers.app.scanning import is_skipped

# Milliseconds: how long a batch is gathered, and how soon it is handed over when nothing follows.
_DEBOUNCE: Final = 50
_STEP: Final = 10
# A batch larger than an editor's is a checkout: it is over when nothing has happened for a while.
_LARGE: Final = 10
_QUIET: Final = 150
_TOO_MANY: Final = (
    "Where the system allows too few watches (fs.inotify.max_user_watches), WATCHFILES_FORCE_POLLING=1 does without."
)


@dataclass(frozen=True, slots=True)
class Areas:
    """What to watch: `trees` with all that is in them, `folders` without what is below. No system is asked to
    watch what nobody wants to hear of: environments, `node_modules`, the output."""

    trees: frozenset[Path]
    folders: frozenset[Path]
    known: frozenset[Path]

    def watched_as(self, other: Areas) -> bool:
        return (self.trees, self.folders) == (other.trees, other.folders)

    def hold(self, file: Path) -> bool:
        return file.parent in self.folders or any(file.is_relative_to(tree) for tree in self.trees)


def find_areas(roots: Iterable[Path], outputs: Iterable[Path], files: Iterable[Path] = ()) -> Areas:
    """What to watch so that every save of Python code under `roots`, and of `files` elsewhere, is heard."""
    away = frozenset(outputs)
    trees: set[Path] = set()
    folders: set[Path] = set()
    known: set[Path] = set()
    for root in roots:
        if root.is_dir() and root not in known and _split(root, away, trees, folders, known):
            trees.add(root)
    areas = Areas(frozenset(trees), frozenset(folders), frozenset(known))
    beside = {file.parent for file in files if file.parent not in known}
    return Areas(areas.trees, areas.folders | beside, areas.known | beside)


def _split(folder: Path, away: Set[Path], trees: set[Path], folders: set[Path], known: set[Path]) -> bool:
    """Whether all of a folder is to be watched; where it is not, its parts are added to `trees` and `folders`."""
    known.add(folder)
    inner = [each for each in _subfolders(folder) if each.name != "__pycache__"]
    kept = [each for each in inner if each not in away and not is_skipped(each)]
    whole = [each for each in kept if _split(each, away, trees, folders, known)]
    if len(whole) == len(inner):
        return True
    trees.update(whole)
    folders.add(folder)
    return False


def _subfolders(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []


Batch: TypeAlias = set[Path] | ContractbridgeError


class Saves:
    """Threads that call `deliver` with each batch of saved files, until `stop`; or with the reason why they cannot.

    Saved are Python files, `.env` files and the `settings`, but nothing in `outputs`; and folders that came or went.
    `areas` may be replaced by others that are watched in the same way.
    """

    def __init__(
        self, areas: Areas, settings: Set[Path], outputs: Iterable[Path], deliver: Callable[[Batch], None]
    ) -> None:
        self.areas = areas
        self._settings, self._outputs, self._deliver = settings, tuple(outputs), deliver
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(paths,), kwargs={"deep": deep}, daemon=True)
            for paths, deep in ((areas.trees, True), (areas.folders, False))
            if paths
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopped.set()
        # Before watchfiles 1.3 a thread inside it brings the interpreter down at its end.
        for thread in self._threads:
            thread.join(timeout=1)

    def _run(self, paths: Iterable[Path], *, deep: bool) -> None:
        try:
            for batch in self._batches(paths, deep=deep):
                if not self._stopped.is_set():
                    self._deliver(batch)
        except (OSError, RuntimeError) as error:
            self._deliver(AppError(f"The project cannot be watched: {error}.", hint=_TOO_MANY))

    def _batches(self, paths: Iterable[Path], *, deep: bool) -> Iterator[set[Path]]:
        gathered: set[Path] = set()
        for changes in watch(
            *(each for each in paths if each.exists()),
            watch_filter=self._is_wanted,
            debounce=_DEBOUNCE,
            step=_STEP,
            rust_timeout=_QUIET,
            yield_on_timeout=True,
            stop_event=self._stopped,
            raise_interrupt=False,
            recursive=deep,
            ignore_permission_denied=True,
        ):
            gathered |= {Path(path) for _, path in changes}
            if gathered and (not changes or len(gathered) <= _LARGE):
                yield gathered
                gathered = set()

    def _is_wanted(self, change: Change, path: str) -> bool:
        file = Path(path)
        if file in self._settings:
            return True
        if any(file.is_relative_to(output) for output in self._outputs):
            return False
        name = file.name
        if name == ".env" or name.startswith(".env."):
            return True
        if name.endswith(".py"):
            return not name.startswith(".")
        if change is Change.deleted:
            return file in self.areas.known
        return change is Change.added and name != "__pycache__" and file.is_dir() and not is_skipped(file)
