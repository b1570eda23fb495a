"""The inside of a worker: a process that loads one app once, hands over its document and ends.

It talks in lines of JSON. Requests come on standard input; messages leave on what was standard output, which is
moved away before any code of the user's runs, so that what an app prints cannot disturb them. When the requests
end, the parent is gone, and so is the worker.

    parent                                   worker
    {"app": …, "preload": [names]}  ──►      imports the names
                                    ◄──      {"kind": "ready"}  or  {"kind": "spoilt", "module": name}
    {"load": true}                  ──►      imports the app
                                    ◄──      {"kind": "at", …}  while that takes long
                                    ◄──      {"kind": "done", "document": …, …}  or  {"kind": "failed", …}
"""

from __future__ import annotations

import faulthandler
import gc
import importlib
import json
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, TextIO, TypeAlias

from contractbridge.errors import AppError, Notice
from contractbridge.readers.app.discovery import AppPath
from contractbridge.readers.app.places import Home, is_installed

if TYPE_CHECKING:
    from fastapi import FastAPI

# What else to do with a loaded app, by the request to load it, and with a channel to tell how far it is.
Task: TypeAlias = "Callable[[FastAPI, dict[str, Any], Channel], None]"

_QUIET_SECONDS: Final = 2.0
_SAMPLE_SECONDS: Final = 1.0


def main() -> NoReturn:
    serve()


def serve(task: Task | None = None, *, exports: bool = True) -> NoReturn:
    """Serve one parent, once; `task` is done before the document is handed over, which is empty unless it `exports`:
    making one takes longer than most tasks."""
    loaded = set(sys.modules)
    channel = Channel(_take_output())
    requests = _listen()
    faulthandler.enable()
    # Little of what loading makes is garbage, and looking for it takes a sixth of the time.
    gc.set_threshold(100_000, 20, 100)
    setup = requests.get()
    app = AppPath(setup["module"], setup["attribute"], Path(setup["directory"]), setup["factory"])
    home = Home(Path.cwd(), app.module.partition(".")[0], app.directory)
    sys.path.insert(0, str(app.directory))
    spoilt = preload(setup["preload"], home)
    channel.send("ready") if spoilt is None else channel.send("spoilt", module=spoilt)
    request = requests.get()
    importlib.invalidate_caches()  # the waiting worker has looked into folders that have changed since
    try:
        do = None if task is None else lambda live: task(live, request, channel)
        content = load(app, home, channel, do, exports=exports)
        channel.send("done", **content, **_modules_since(loaded, home))
    except AppError as error:
        channel.send("failed", error=type(error).__name__, message=str(error), hint=error.hint)
    leave()


class Channel:
    """The way to the parent, for one line at a time from any thread."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def send(self, kind: str, **content: object) -> None:
        line = json.dumps({"kind": kind, **content})
        with self._lock:
            try:
                print(line, file=self._stream, flush=True)
            except OSError:
                leave()  # nobody listens


def preload(modules: list[str], home: Home) -> str | None:
    """Import installed modules ahead of the app.

    The name of one is given back that must not be imported ahead: it fails, or it imports the user's code.
    """
    for name in modules:
        seen = set(sys.modules)
        try:
            importlib.import_module(name)
        except BaseException:  # noqa: BLE001  in its own time it may succeed
            return name
        if any(_is_own(sys.modules[each], home) for each in set(sys.modules) - seen):
            return name
    return None


def load(
    app: AppPath,
    home: Home,
    channel: Channel,
    task: Callable[[FastAPI], None] | None = None,
    *,
    exports: bool = True,
) -> dict[str, Any]:
    """Import the app and export it; gives the content of the message `done`. Raises `AppError`."""
    # Not before: it is the user's installation of FastAPI, which may be missing or slow.
    from contractbridge.readers.app.blame import explain  # noqa: PLC0415
    from contractbridge.readers.app.importing import load_app  # noqa: PLC0415

    watchdog = Watchdog(home, channel)
    try:
        live, unwrapped = load_app(app)
    except AppError:
        raise
    except BaseException as error:  # noqa: BLE001  also sys.exit
        raise explain(error, home, f"Importing {app.module}") from None
    imported = watchdog.turn_to("making the document")
    document, notices = _exported(live, home) if exports else ({}, ())
    exported = watchdog.turn_to("asking its validators" if task else "handing it over")
    if task is not None:
        task(live)
    return {
        "document": document,
        "notices": [(each.place, each.message) for each in (*unwrapped, *notices)],
        "import_seconds": imported,
        "document_seconds": exported,
    }


def _exported(live: FastAPI, home: Home) -> tuple[dict[str, Any], tuple[Notice, ...]]:
    from contractbridge.readers.app.blame import explain  # noqa: PLC0415  as above

    try:
        from contractbridge.readers.app.export import export_app  # noqa: PLC0415

        export = export_app(live)
    except AppError:
        raise
    except BaseException as error:  # noqa: BLE001
        raise explain(error, home, "Making the OpenAPI document") from None
    return export.document, tuple(export.notices)


class Watchdog:
    """A thread that tells, while loading takes long, which line of the user's it is at."""

    def __init__(self, home: Home, channel: Channel) -> None:
        self._home, self._channel = home, channel
        self._doing, self._started = "importing", time.perf_counter()
        self._main = threading.get_ident()
        threading.Thread(target=self._run, daemon=True).start()

    def turn_to(self, doing: str) -> float:
        """Say what is done from here on, and give the seconds that the work before took."""
        started = self._started
        self._doing, self._started = doing, time.perf_counter()
        return self._started - started

    def _run(self) -> None:
        wait = threading.Event().wait
        while True:
            wait(_SAMPLE_SECONDS)
            doing, seconds = self._doing, time.perf_counter() - self._started
            line = self._home.now_at(sys._current_frames().get(self._main))
            if line is not None and seconds >= _QUIET_SECONDS:
                self._channel.send("at", doing=doing, place=str(line), code=line.code, seconds=seconds)


def _modules_since(before: set[str], home: Home) -> dict[str, list[str]]:
    """What the app imported: names of installed modules in their order, and files of the user's."""
    installed: list[str] = []
    own: list[str] = []
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if not file or name == "__main__":
            continue
        if _is_own(module, home):
            own.append(file)
        elif name not in before and is_installed(file) and _has_name(module, name):
            installed.append(name)
    return {"installed": installed, "files": own}


def _has_name(module: object, name: str) -> bool:
    """Not so for modules that stand in `sys.modules` under another name, and cannot be imported by it."""
    return getattr(getattr(module, "__spec__", None), "name", None) == name


def _is_own(module: object, home: Home) -> bool:
    return home.owns(getattr(module, "__file__", None), getattr(module, "__name__", None) or "")


# Descriptors


def _take_output() -> TextIO:
    """Keep standard output for messages, and let what anybody prints go where errors go."""
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return stream


def _listen() -> queue.SimpleQueue[dict[str, Any]]:
    """The requests as they come. The app is left with an empty standard input."""
    stream = os.fdopen(os.dup(0), encoding="utf-8")
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.close(empty)
    requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()

    def listen() -> None:
        for line in stream:
            requests.put(json.loads(line))
        leave()

    threading.Thread(target=listen, daemon=True).start()
    return requests


def leave() -> NoReturn:
    """End now, with every thread and process that the app may have started, and without its exit handlers."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            continue
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


if __name__ == "__main__":
    main()
