"""Following saves: real files, real processes, and conditions that are waited for."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from contractbridge.errors import AppError, ConfigError, ContractbridgeError
from contractbridge.follow import Broken, Built, Event, Job, Project, follow
from contractbridge.output import File, Plan
from contractbridge.readers.app.discovery import parse_app
from contractbridge.readers.app.worker import AppExport
from contractbridge.saves import find_areas

LIMIT = 30.0  # seconds, generous: nothing here measures time
LINUX = pytest.mark.skipif(sys.platform == "win32", reason="signals and groups of processes")

MAIN = """
import os
from fastapi import FastAPI
from shop.orders import router
app = FastAPI(title=os.environ.get("TITLE", "Shop"))
app.include_router(router)
"""
ORDERS = """
from fastapi import APIRouter
router = APIRouter()
@router.get("/orders")
def list_orders() -> list[int]: ...
"""


def write(root: Path, name: str, text: str) -> None:
    """As editors do it: a new file that takes the old one's place."""
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / f"{name}.tmp").write_text(text, encoding="utf-8")
    (root / f"{name}.tmp").replace(root / name)


@dataclass
class Watched:
    """A project that is followed in a thread. What it builds is the list of its paths."""

    root: Path
    events: queue.SimpleQueue[Event] = field(default_factory=queue.SimpleQueue)
    stop: threading.Event = field(default_factory=threading.Event)
    built: list[list[str]] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)
    broken_settings: str = ""

    def project(self) -> Project:
        settings = self.root / "pyproject.toml"
        if "broken" in settings.read_text():
            raise ConfigError("pyproject.toml is broken.")
        env = {"TITLE": settings.read_text().strip()} if settings.read_text() else {}
        job = Job(parse_app("shop.main:app", self.root), self.root, env, self.build)
        return Project(self.root, (job,), frozenset({settings}), (self.root / "out",))

    def build(self, export: AppExport) -> Plan:
        paths = sorted(export.document["paths"])
        self.built.append(paths)
        file = self.root / "out" / "paths.py"
        old, new = file.read_text() if file.exists() else None, f"{export.document['info']['title']} {paths}"
        file.parent.mkdir(exist_ok=True)
        file.write_text(new)
        return Plan((File(file, old, new),))

    def save(self, name: str, text: str) -> None:
        write(self.root, name, text)

    def route(self, path: str) -> None:
        self.save("shop/orders.py", ORDERS.replace("/orders", path))

    def next(self) -> Event:
        return self.events.get(timeout=LIMIT)

    def until(self, wanted: Callable[[Event], bool]) -> Event:
        while not wanted(event := self.next()):
            pass
        return event

    def until_built(self, *paths: str) -> Built:
        event = self.until(lambda event: isinstance(event, Built) and self.built[-1] == sorted(paths))
        assert isinstance(event, Built)
        return event

    def until_broken(self) -> ContractbridgeError:
        event = self.until(lambda event: isinstance(event, Broken))
        assert isinstance(event, Broken)
        return event.error


def eventually(condition: Callable[[], Any]) -> bool:
    tick = threading.Event()
    return any(condition() or tick.wait(0.02) for _ in range(int(LIMIT / 0.02)))


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    root = tmp_path.resolve()
    for name, text in {
        "shop/__init__.py": "",
        "shop/main.py": MAIN,
        "shop/orders.py": ORDERS,
        "pyproject.toml": "",
    }.items():
        write(root, name, text)
    watched = Watched(root)
    thread = threading.Thread(target=follow, args=(watched.project, watched.events.put, watched.stop))
    thread.start()
    watched.until_built("/orders")
    yield watched
    watched.stop.set()
    thread.join(LIMIT)
    assert not thread.is_alive()


def test_a_save_is_followed(shop: Watched) -> None:
    shop.route("/baskets")
    event = shop.until_built("/baskets")
    assert [path.as_posix() for path in event.changed] == ["shop/orders.py"]
    assert [file.state for file in event.plan.changed] == ["changed"]


def test_a_name_that_leads_nowhere_is_not_waited_for(tmp_path: Path) -> None:
    def project() -> Project:
        return Project(tmp_path, (Job(parse_app("absent:app", tmp_path), tmp_path, {}, lambda _: Plan()),))

    with pytest.raises(AppError, match="There is no module absent in "):
        follow(project, lambda _: None, threading.Event())


def test_a_save_without_consequences(shop: Watched) -> None:
    shop.save("shop/orders.py", ORDERS + "# a comment\n")
    assert not shop.until_built("/orders").plan.changed


def test_many_saves_one_after_the_other(shop: Watched) -> None:
    for turn in range(5):
        shop.route(f"/orders/{turn}")
        shop.until_built(f"/orders/{turn}")


def test_same_length_within_the_same_second(shop: Watched) -> None:
    stamp = (1_700_000_000, 1_700_000_000)
    for path in ("/a", "/b", "/c"):
        text = ORDERS.replace("/orders", path)
        (shop.root / "shop/new.py").write_text(text)
        os.utime(shop.root / "shop/new.py", stamp)
        (shop.root / "shop/new.py").replace(shop.root / "shop/orders.py")
        shop.until_built(path)


def test_the_last_of_quick_saves_wins(shop: Watched) -> None:
    slow = (
        "import pathlib, time\n"
        "pathlib.Path('started').touch()\n"
        "while not pathlib.Path('go').exists(): time.sleep(0.01)\n"
    )
    shop.save("shop/orders.py", slow + ORDERS.replace("/orders", "/slow"))
    assert eventually((shop.root / "started").exists)
    shop.route("/quick")
    shop.until_built("/quick")
    (shop.root / "go").touch()
    shop.route("/last")
    shop.until_built("/last")
    assert ["/slow"] not in shop.built


def test_a_broken_save_changes_nothing_and_the_next_good_one_mends_it(shop: Watched) -> None:
    before = (shop.root / "out/paths.py").read_text()
    shop.save("shop/orders.py", "def (:\n")
    assert str(shop.until_broken()) == "shop/orders.py:1: `def (:` is not valid Python: invalid syntax."
    assert (shop.root / "out/paths.py").read_text() == before
    shop.save("shop/orders.py", "import nothing_like_it\n")
    assert "needs the module nothing_like_it" in str(shop.until_broken())
    assert (shop.root / "out/paths.py").read_text() == before
    shop.route("/mended")
    shop.until_built("/mended")


def test_a_hanging_save_is_given_up_for_the_next(shop: Watched) -> None:
    shop.save("shop/orders.py", "import time\ntime.sleep(1000)\n")
    shop.until(lambda event: "time.sleep(1000)" in str(event))
    shop.route("/awake")
    shop.until_built("/awake")


def test_new_moved_and_deleted_files(shop: Watched) -> None:
    shop.save("shop/deep/er/extra.py", ORDERS.replace("/orders", "/extra"))
    shop.save("shop/main.py", MAIN + "from shop.deep.er import extra\napp.include_router(extra.router)\n")
    shop.until_built("/extra", "/orders")
    shop.save("shop/deep/er/extra.py", ORDERS.replace("/orders", "/more"))
    shop.until_built("/more", "/orders")
    (shop.root / "shop/deep").rename(shop.root / "shop/flat")
    assert "needs the module shop.deep" in str(shop.until_broken())
    (shop.root / "shop/flat").rename(shop.root / "shop/deep")
    shop.until_built("/more", "/orders")
    (shop.root / "shop/orders.py").unlink()
    assert "needs the module shop.orders" in str(shop.until_broken())


def test_a_checkout_of_many_files_is_one_change(shop: Watched) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", *identity, *arguments], cwd=shop.root, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", "shop")
    git("commit", "-q", "-m", "one")
    names = [f"part{number:03}" for number in range(300)]
    git("checkout", "-q", "-b", "many")
    for name in names:
        (shop.root / f"shop/{name}.py").write_text(ORDERS.replace("/orders", f"/{name}"))
    more = "".join(f"from shop import {name}\napp.include_router({name}.router)\n" for name in names)
    (shop.root / "shop/main.py").write_text(MAIN + more)
    git("add", "shop")
    git("commit", "-q", "-m", "many")
    shop.until_built("/orders", *(f"/{name}" for name in names))
    shop.built.clear()
    git("checkout", "-q", "main")
    shop.until_built("/orders")
    git("checkout", "-q", "many")
    shop.until_built("/orders", *(f"/{name}" for name in names))
    assert [len(paths) for paths in shop.built] == [1, 301]


def test_the_configuration_is_read_again(shop: Watched) -> None:
    shop.save("pyproject.toml", "Store")
    shop.until_built("/orders")
    assert (shop.root / "out/paths.py").read_text().startswith("Store ")
    shop.save("pyproject.toml", "broken")
    assert str(shop.until_broken()) == "pyproject.toml is broken."
    shop.save("pyproject.toml", "Market")
    shop.until_built("/orders")
    assert (shop.root / "out/paths.py").read_text().startswith("Market ")


def test_environment_files_count(shop: Watched) -> None:
    read = "import pathlib\nTITLE = pathlib.Path('.env').read_text() if pathlib.Path('.env').exists() else 'Shop'\n"
    shop.save("shop/main.py", read + MAIN.replace('os.environ.get("TITLE", "Shop")', "TITLE"))
    shop.until_built("/orders")
    shop.save(".env", "Bazaar")
    shop.until_built("/orders")
    assert (shop.root / "out/paths.py").read_text().startswith("Bazaar ")


def test_areas_leave_out_what_nobody_writes(tmp_path: Path) -> None:
    for name in ("shop/api", "shop/__pycache__", "frontend/node_modules/zod", "frontend/src", ".git", "env/lib", "out"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "env/pyvenv.cfg").touch()
    (tmp_path / "elsewhere").mkdir()
    areas = find_areas([tmp_path / "."], [tmp_path / "out"], [tmp_path / "env/lib/own.py", tmp_path / "shop/x.py"])
    shown = {
        kind: sorted(each.relative_to(tmp_path).as_posix() for each in getattr(areas, kind))
        for kind in ("trees", "folders")
    }
    assert shown == {"trees": ["elsewhere", "frontend/src", "shop"], "folders": [".", "env/lib", "frontend"]}
    assert areas.hold(tmp_path / "shop/api/x.py")
    assert not areas.hold(tmp_path / "frontend/node_modules/zod/x.py")


def test_what_cannot_be_watched_ends_the_watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def watch(*paths: Path, **options: object) -> Iterator[set[Any]]:
        raise OSError("OS file watch limit reached")
        yield set()

    monkeypatch.setattr("contractbridge.saves.watch", watch)
    with pytest.raises(AppError, match=r"cannot be watched: OS file watch limit reached\.") as raised:
        follow(lambda: Project(tmp_path, ()), print, threading.Event())
    assert "WATCHFILES_FORCE_POLLING=1" in raised.value.hint


def test_documents_are_followed_too(tmp_path: Path) -> None:
    """A contract that comes from a file instead of an app."""
    document = tmp_path / "openapi.yaml"
    document.write_text("one")
    built: list[str] = []

    def build() -> Plan:
        built.append(document.read_text())
        return Plan()

    project = Project(tmp_path, (), documents=frozenset({document}), build_documents=build)
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    stop = threading.Event()
    thread = threading.Thread(target=follow, args=(lambda: project, events.put, stop))
    thread.start()
    events.get(timeout=LIMIT)
    tick = threading.Event()
    for _ in range(int(LIMIT / 0.1)):  # the watch may begin a little after the first build
        write(tmp_path, "openapi.yaml", "two")
        if tick.wait(0.1) or "two" in built:
            break
    stop.set()
    thread.join(LIMIT)
    assert (built[0], built[-1]) == ("one", "two")


# The command, as a process of its own

SETTINGS = '[tool.contractbridge]\napp = "shop.main:app"\nout = "out"\n'


@dataclass
class Command:
    process: subprocess.Popen[str]
    lines: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)

    def __post_init__(self) -> None:
        def read() -> None:
            assert self.process.stdout is not None
            for line in self.process.stdout:
                self.lines.put(line)

        threading.Thread(target=read, daemon=True).start()

    def until(self, text: str) -> str:
        seen = []
        while True:
            try:
                seen.append(self.lines.get(timeout=LIMIT))
            except queue.Empty:
                pytest.fail(f"{text!r} was never printed, but {''.join(seen)!r}")
            if text in seen[-1]:
                return seen[-1]

    def workers(self) -> list[int]:
        """The processes that were started by this one, the running and the waiting."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                name, _, rest = stat.read_text().rpartition(")")
            except OSError:
                continue
            if int(rest.split()[1]) == self.process.pid:
                found.append(int(name.split()[0]))
        return found


@pytest.fixture
def command(tmp_path: Path) -> Iterator[Command]:
    for name, text in {"shop/__init__.py": "", "shop/main.py": MAIN, "shop/orders.py": ORDERS}.items():
        write(tmp_path, name, text)
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    with subprocess.Popen(
        [sys.executable, "-m", "contractbridge", "watch"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        yield Command(process)
        process.kill()


def is_running(pid: int) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


@LINUX
def test_the_command_prints_a_line_for_each_save(command: Command, tmp_path: Path) -> None:
    assert command.until("Watching") == "Watching shop.main:app; Ctrl-C ends.\n"
    command.until("contract.json")
    write(tmp_path, "shop/orders.py", ORDERS + "# a comment\n")
    assert "shop/orders.py  →  no change in the contract  (" in command.until("→")
    write(tmp_path, "shop/orders.py", ORDERS.replace("list[int]", "list[str]"))
    assert "shop/orders.py  →  contract.json, " in command.until("→")
    write(tmp_path, "shop/orders.py", "1 / 0\n")
    assert "error: shop/orders.py:1: `1 / 0` raises ZeroDivisionError: division by zero." in command.until("→")


@LINUX
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_the_end_leaves_no_process(command: Command, sign: signal.Signals) -> None:
    command.until("contract.json")
    assert eventually(command.workers)
    workers = command.workers()
    command.process.send_signal(sign)
    code = command.process.wait(LIMIT)
    assert eventually(lambda: not any(map(is_running, workers)))
    if sign is signal.SIGINT:
        assert code == 0
