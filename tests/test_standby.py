"""Importing ahead: it must save time, and must never change a document."""

from __future__ import annotations

import queue
import sysconfig
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from contractbridge.readers.app.discovery import parse_app
from contractbridge.readers.app.worker import Failed, Finished, Message, Ready, Spoilt, Worker
from contractbridge.standby import Standby

LIMIT = 30.0  # seconds, generous

MAIN = """
import os
from fastapi import FastAPI
from settings import PATH
app = FastAPI()
@app.get(PATH)
def read() -> int: ...
"""


@dataclass
class Driven:
    """Workers whose messages are taken one by one."""

    root: Path
    inbox: queue.SimpleQueue[tuple[Worker, Message]] = field(default_factory=queue.SimpleQueue)

    def __post_init__(self) -> None:
        app = parse_app("main:app", self.root)
        self.workers = Standby(app, self.root, {}, lambda _, worker, message: self.inbox.put((worker, message)))

    def take(self) -> tuple[Message, Message | None]:
        """The next message, and what is left of it for the one who waits for the document."""
        worker, message = self.inbox.get(timeout=LIMIT)
        return message, self.workers.receive(worker, message)

    def load(self, settings: str) -> list[str]:
        (self.root / "settings.py").write_text(settings)
        self.workers.begin({self.root / "settings.py"})
        while not isinstance(result := self.take()[1], Finished | Failed):
            pass
        assert isinstance(result, Finished), result
        self.workers.finish(result.export)
        return list(result.export.document["paths"])

    def until(self, wanted: Callable[[Message], bool]) -> list[Message]:
        """The messages about workers other than the one that runs, up to one that is wanted."""
        seen = []
        while not seen or not wanted(seen[-1]):
            message, left = self.take()
            assert left is None
            seen.append(message)
        return seen

    def until_tried(self) -> list[Message]:
        return self.until(lambda message: isinstance(message, Finished | Failed))

    def until_waiting(self) -> list[Message]:
        return self.until(lambda message: isinstance(message, Ready))


@pytest.fixture
def driven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Driven]:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    (tmp_path / "main.py").write_text(MAIN)
    driven = Driven(tmp_path.resolve())
    yield driven
    driven.workers.stop()


@pytest.fixture
def installed() -> Iterator[Path]:
    """A module among the installed ones; its name is `contractbridge_test_plugin`."""
    plugin = Path(sysconfig.get_path("purelib"), "contractbridge_test_plugin.py")
    yield plugin
    plugin.unlink()


def test_a_worker_waits_once_a_trial_was_passed(driven: Driven) -> None:
    assert driven.load("PATH = '/0'") == ["/0"]
    driven.until_tried()
    driven.until_waiting()
    for turn in range(1, 4):
        assert driven.load(f"PATH = '/{turn}'") == [f"/{turn}"]


def test_a_trial_is_given_up_for_a_change(driven: Driven) -> None:
    for turn in range(3):
        assert driven.load(f"PATH = '/{turn}'") == [f"/{turn}"]
    driven.until_tried()
    driven.until_waiting()


def test_a_module_that_reads_what_the_app_has_set(driven: Driven, installed: Path) -> None:
    installed.write_text("import os\nPATH = os.environ.get('SHOP_PATH', '/unset')\n")
    for turn in range(3):
        settings = f"import os\nos.environ['SHOP_PATH'] = '/{turn}'\nfrom contractbridge_test_plugin import PATH\n"
        assert driven.load(settings) == [f"/{turn}"]
        if turn == 0:
            driven.until_tried()


def test_a_module_that_imports_the_app(driven: Driven, installed: Path) -> None:
    """As litellm does; imported ahead, it would keep the user's code as it was then."""
    installed.write_text("import settings\n")
    (driven.root / "main.py").write_text("import contractbridge_test_plugin\n" + MAIN)
    assert driven.load("PATH = '/0'") == ["/0"]
    assert Spoilt("contractbridge_test_plugin") in driven.until_tried()
    driven.until_waiting()
    assert driven.load("PATH = '/1'") == ["/1"]


def test_a_module_that_cannot_be_imported_ahead(driven: Driven, installed: Path) -> None:
    installed.write_text("import os\nPATH = os.environ['SHOP_PATH']\n")
    settings = "import os\nos.environ['SHOP_PATH'] = '/set'\nfrom contractbridge_test_plugin import PATH\n"
    assert driven.load(settings) == ["/set"]
    assert Spoilt("contractbridge_test_plugin") in driven.until_tried()
    driven.until_waiting()
    assert driven.load(settings) == ["/set"]


def test_a_module_that_ends_the_process(driven: Driven, installed: Path) -> None:
    installed.write_text("import os\nif 'SHOP_PATH' not in os.environ: os._exit(3)\nPATH = '/set'\n")
    settings = "import os\nos.environ['SHOP_PATH'] = '1'\nfrom contractbridge_test_plugin import PATH\n"
    assert driven.load(settings) == ["/set"]
    assert isinstance(driven.until_tried()[-1], Failed)
    assert driven.load(settings) == ["/set"]


def test_a_document_that_is_never_the_same_is_not_imported_ahead(driven: Driven) -> None:
    for turn in range(2):
        assert driven.load("import os\nPATH = f'/{os.getpid()}'") != []
        if turn == 0:
            driven.until_tried()
