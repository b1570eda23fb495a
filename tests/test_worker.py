"""An app loaded in a process of its own: what comes back, and what is said when nothing can."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from contractbridge.errors import AppError
from contractbridge.readers.app.discovery import parse_app
from contractbridge.readers.app.worker import AppExport, Progress, export_in_worker

APP = """
from fastapi import FastAPI
app = FastAPI(title="Shop")
@app.get("/orders")
def list_orders() -> list[int]: ...
"""
LINUX = pytest.mark.skipif(sys.platform == "win32", reason="signals")


def project(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def load(root: Path, files: dict[str, str], app: str = "main:app", **env: str) -> AppExport:
    return export_in_worker(parse_app(app, project(root, files)), cwd=root, env=env, timeout=120)


def failure(root: Path, files: dict[str, str], app: str = "main:app") -> AppError:
    with pytest.raises(AppError) as raised:
        load(root, files, app)
    return raised.value


def test_the_document_comes_back_with_what_was_learnt(tmp_path: Path) -> None:
    export = load(tmp_path, {"shop/main.py": "from . import other\n" + APP, "shop/other.py": ""}, "shop.main:app")
    assert export.document["info"]["title"] == "Shop"
    assert list(export.document["paths"]) == ["/orders"]
    assert {Path(each).name for each in export.files} == {"main.py", "other.py"}
    assert {"fastapi", "pydantic"} <= set(export.installed)
    assert not {each for each in export.installed if each.startswith("shop")}
    assert export.import_seconds > 0
    assert export.document_seconds > 0


APPS = {
    "a factory": ("def create_app():\n    return app\n", "main:create_app()"),
    "the module's own app": ("", "main"),
    "the module's only app": ("site, app = app, None\n", "main"),
    "an app within an object": ("class box: inner = app\n", "main:box.inner"),
    "middleware around it": (
        ("from starlette.middleware.cors import CORSMiddleware\n"
        "from starlette.middleware.gzip import GZipMiddleware\n"
        "app = CORSMiddleware(GZipMiddleware(app), allow_origins=['*'])\n"),
        "main:app",
    ),
    "a file": ("", "main.py"),
    "a subclass": ("class Sub(FastAPI): ...\nsub = Sub(title='Shop')\nsub.include_router(app.router)\n", "main:sub"),
}  # fmt: skip


@pytest.mark.parametrize("case", APPS)
def test_every_way_to_name_an_app(case: str, tmp_path: Path) -> None:
    more, app = APPS[case]
    export = load(tmp_path, {"main.py": APP + more}, app)
    assert (export.document["info"]["title"], list(export.document["paths"])) == ("Shop", ["/orders"])


def test_taking_off_middleware_is_said(tmp_path: Path) -> None:
    export = load(tmp_path, {"main.py": APP + APPS["middleware around it"][0]})
    assert [(each.place, each.message) for each in export.notices] == [
        ("main:app", "This is a CORSMiddleware around a FastAPI app; the contract is the inner app's.")
    ]


def test_what_an_app_does_to_its_streams_does_not_matter(tmp_path: Path) -> None:
    noise = "import os, sys, subprocess\nprint('hello')\nprint('oops', file=sys.stderr)\nos.write(1, b'raw\\n')\n"
    noise += (
        "subprocess.run([sys.executable, '-c', 'print(1234)'])\nassert sys.stdin.read() == ''\nsys.stdout.close()\n"
    )
    export = load(tmp_path, {"main.py": noise + APP})
    assert sorted(export.output.split()) == ["1234", "hello", "oops", "raw"]


def test_the_environment_of_the_import(tmp_path: Path) -> None:
    check = (
        "import os, sys\n"
        "assert os.environ['DATABASE_URL'] == 'sqlite://'\n"
        "assert os.environ['HOME'] == 'here'\n"
        "assert os.environ['PYTHONHASHSEED'] == '0' and not sys.flags.hash_randomization\n"
        "assert os.path.exists('main.py')\n"
        "assert sys.path[0] == os.path.join(os.getcwd(), 'src')\n"
    )
    project(tmp_path, {"main.py": "", "src/web.py": check + APP})
    load(tmp_path, {}, "web:app", DATABASE_URL="sqlite://", HOME="here", PYTHONHASHSEED="7")


def test_a_folder_of_the_project_does_not_hide_ours(tmp_path: Path) -> None:
    load(tmp_path, {"main.py": APP, "contractbridge/__init__.py": "1/0", "contractbridge/readers/__init__.py": "1/0"})


def test_the_lifespan_never_runs(tmp_path: Path) -> None:
    lifespan = "import contextlib, pathlib\n@contextlib.asynccontextmanager\nasync def life(app):\n"
    lifespan += "    pathlib.Path('ran').touch()\n    yield\n"
    load(tmp_path, {"main.py": lifespan + APP.replace('"Shop"', '"Shop", lifespan=life')})
    assert not (tmp_path / "ran").exists()


ENV = "under [tool.contractbridge.env] in pyproject.toml"
SETTINGS = (
    "from pydantic_settings import BaseSettings\n"
    "class Settings(BaseSettings):\n"
    "    model_config = {'env_prefix': 'shop_'}\n"
)
MIDDLE = " while it is loaded"

FAILURES: dict[str, tuple[dict[str, str], str, str]] = {
    "raises": (
        {"shop/db.py": "def go():\n    raise ValueError('no such driver')\n", "main.py": "import shop.db as d\nd.go()"},
        "shop/db.py:2: `raise ValueError('no such driver')` raises ValueError: no such driver.",
        "",
    ),
    "raises in a library": (
        {"main.py": "import json\nconfig = json.loads('{')"},
        ("main.py:2: `config = json.loads('{')` raises JSONDecodeError: Expecting property name enclosed"
        " in double quotes: line 1 column 2 (char 1)."),
        "",
    ),
    "does not parse": (
        {"shop/orders.py": "\n\ndef (:\n", "main.py": "import shop.orders"},
        "shop/orders.py:3: `def (:` is not valid Python: invalid syntax.",
        "",
    ),
    "wants a variable": (
        {"shop/settings.py": "import os\nURL = os.environ['DATABASE_URL']\n", "main.py": "import shop.settings"},
        "shop/settings.py:2: `URL = os.environ['DATABASE_URL']` raises KeyError: 'DATABASE_URL'.",
        f'Give it a value {ENV}: DATABASE_URL = "...".',
    ),
    "wants settings": (
        {"main.py": SETTINGS + "    database_url: str\n    port: int\nsettings = Settings()"},
        ("main.py:6: `settings = Settings()` raises ValidationError:"
        " database_url: Field required; port: Field required."),
        f'Give them a value {ENV}: SHOP_DATABASE_URL = "...", SHOP_PORT = "...".',
    ),
    "wants Starlette's settings": (
        {"main.py": "from starlette.config import Config\nkey = Config()('SECRET_KEY')"},
        ("main.py:2: `key = Config()('SECRET_KEY')` raises KeyError:"
        " \"Config 'SECRET_KEY' is missing, and has no default.\"."),
        f'Give it a value {ENV}: SECRET_KEY = "...".',
    ),
    "an own module is misspelled": (
        {"shop/orders.py": "", "main.py": "import shop.order"},
        "main.py:1: `import shop.order` needs the module shop.order, which is not there.",
        "Did you mean shop.orders?",
    ),
    "an own module is misspelled, in src": (
        {"src/shop/orders.py": "", "src/main.py": "import shop.order"},
        "src/main.py:1: `import shop.order` needs the module shop.order, which is not there.",
        "Did you mean shop.orders?",
    ),
    "an own module lies elsewhere": (
        {"backend/settings.py": "", "main.py": "import settings"},
        "main.py:1: `import settings` needs the module settings, which is not there.",
        'It is in backend: set app-dir = "backend" under [tool.contractbridge], or --app-dir.',
    ),
    "a library is not installed": (
        {"main.py": "import nobody_has_it"},
        "main.py:1: `import nobody_has_it` needs the module nobody_has_it, which is not there.",
        (f"Install it in {sys.prefix}, where contractbridge runs. If the app has another environment, activate that,"
        " or use: uv run contractbridge"),
    ),
    "a name is misspelled": (
        {"shop/orders.py": "router = 1", "main.py": "from shop.orders import rooter"},
        ("main.py:1: `from shop.orders import rooter` raises ImportError: cannot import name 'rooter'"
        " from 'shop.orders' ({root}/shop/orders.py)."),
        "Did you mean router?",
    ),
    "a file is missing": (
        {"main.py": "key = open('keys/jwt.pem')"},
        ("main.py:1: `key = open('keys/jwt.pem')` raises FileNotFoundError: [Errno 2] No such file or directory:"
        " 'keys/jwt.pem'."),
        "The app is loaded in {root}; relative paths start there.",
    ),
    "connects": (
        {"main.py": "import socket\nsocket.create_connection(('127.0.0.1', 1))"},
        ("main.py:2: `socket.create_connection(('127.0.0.1', 1))` raises ConnectionRefusedError:"
        " [Errno 111] Connection refused."),
        "The app connects while it is imported; make the connection in its lifespan, which is never run.",
    ),
    "exits": (
        {"main.py": "import sys\nsys.exit(3)"},
        f"main.py:2: `sys.exit(3)` ends the program{MIDDLE}, with exit code 3.",
        "",
    ),
    "exits with a word": (
        {"main.py": "raise SystemExit('set DEBUG')"},
        f"main.py:1: `raise SystemExit('set DEBUG')` ends the program{MIDDLE}: set DEBUG.",
        "",
    ),
    "exits without a word": (
        {"main.py": "import os\nos._exit(4)"},
        "The process ended with exit code 4 while main:app was loaded, without an exception.",
        "",
    ),
    "no such module": ({"mian.py": APP}, "There is no module main in {root}.", 'Did you mean "mian:app"?'),
    "the module lies elsewhere": (
        {"backend/main.py": APP},
        "There is no module main in {root}.",
        'It is in backend: set app-dir = "backend" under [tool.contractbridge], or --app-dir.',
    ),
    "no such attribute": (
        {"main.py": APP.replace("app", "api")}, "main has no attribute app.", 'Did you mean "main:api"?'
    ),
    "only a factory": (
        {"main.py": "from fastapi import FastAPI\ndef create_app() -> FastAPI: ..."},
        "main has no attribute app.",
        'A factory is named with its parentheses: "main:create_app()".',
    ),
    "a function": (
        {"main.py": "def app(): ..."},
        "main:app is a function, not a FastAPI app.",
        'If it makes the app, name it with its parentheses: "main:app()".',
    ),
    "a router": (
        {"main.py": APP.replace("app", "site") + "from fastapi import APIRouter\napp = APIRouter()"},
        "main:app is an APIRouter, not a FastAPI app.",
        'Did you mean "main:site"?',
    ),
    "Starlette with FastAPI mounted": (
        {"api.py": APP, "main.py": "import api\nfrom starlette.applications import Starlette\n"
         "app = Starlette()\napp.mount('/v1', api.app)"},
        "main:app is a Starlette, not a FastAPI app.",
        'A FastAPI app is mounted in it at /v1: name "api:app".',
    ),
    "None": ({"main.py": "app = None"}, "main:app is None, not a FastAPI app.", ""),
    "a document cannot be made": (
        {"main.py": APP + "def broken(): raise ValueError('no')\napp.openapi = broken"},
        "main.py:6: `def broken(): raise ValueError('no')` raises ValueError: no.",
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FAILURES)
def test_a_failure_is_one_sentence_with_its_place(case: str, tmp_path: Path) -> None:
    files, message, hint = FAILURES[case]
    root = tmp_path.resolve()
    error = failure(root, files)
    assert (str(error), error.hint) == (message.replace("{root}", str(root)), hint.replace("{root}", str(root)))


FACTORIES = {
    "needs arguments": (
        "def make(settings, *, debug): ...",
        "main:make() cannot be called without arguments: it needs settings, debug.",
    ),
    "is async": ("async def make(): ...", "main:make() is async, and there is no event loop while an app is loaded."),
    "is an app": (APP + "make = app", "main:make() is an app, not a factory."),
    "returns nothing": ("def make(): ...", "main:make() is None, not a FastAPI app."),
    "is no function": ("make = 3", "main:make() cannot be called: it is an int."),
    "raises": ("def make():\n    1/0", "main.py:2: `1/0` raises ZeroDivisionError: division by zero."),
}


@pytest.mark.parametrize("case", FACTORIES)
def test_factories_that_cannot_be(case: str, tmp_path: Path) -> None:
    text, message = FACTORIES[case]
    assert str(failure(tmp_path.resolve(), {"main.py": text}, "main:make()")) == message


def test_two_apps_and_no_name(tmp_path: Path) -> None:
    two = APP.replace("app", "one") + APP.replace("app", "two")
    assert str(failure(tmp_path, {"main.py": two}, "main")) == "main has 2 FastAPI apps: one, two."


def test_what_the_app_printed_goes_with_its_failure(tmp_path: Path) -> None:
    error = failure(tmp_path, {"main.py": "print('reading settings')\n1/0"})
    assert error.__notes__ == ["The app printed:\nreading settings"]


@LINUX
def test_a_crash_names_the_line(tmp_path: Path) -> None:
    crash = "import ctypes, threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n"
    error = failure(tmp_path.resolve(), {"main.py": crash + "ctypes.string_at(0)"})
    assert str(error) == "The process was killed by SIGSEGV at main.py:3: `ctypes.string_at(0)`."
    frame = f'  File "{tmp_path.resolve()}/main.py", line 3 in <module>'
    assert error.__notes__ == [f"The app printed:\nFatal Python error: Segmentation fault\n{frame}"]


@LINUX
def test_killed_from_outside(tmp_path: Path) -> None:
    error = failure(tmp_path, {"main.py": "import os\nos.kill(os.getpid(), 9)"})
    assert str(error) == "The process was killed by SIGKILL while main:app was loaded."


HANG = "import time\ntime.sleep(1000)\n"


HANGING = {
    "while it is imported": (
        {"shop/db.py": HANG, "main.py": "import shop.db\n"},
        "still importing: shop/db.py:2: `time.sleep(1000)` (",
    ),
    "while the document is made": (
        {"main.py": APP + "import time\napp.openapi = lambda: time.sleep(1000)\n"},
        "still making the document: main.py:7: `app.openapi = lambda: time.sleep(1000)` (",
    ),
}


@pytest.mark.parametrize("case", HANGING)
def test_what_hangs_says_where(case: str, tmp_path: Path) -> None:
    files, expected = HANGING[case]
    root = project(tmp_path.resolve(), files)
    seen: list[Progress] = []

    class Enough(Exception):  # noqa: N818
        pass

    def on_progress(progress: Progress) -> None:
        seen.append(progress)
        raise Enough

    with pytest.raises(Enough):
        export_in_worker(parse_app("main:app", root), cwd=root, timeout=120, on_progress=on_progress)
    assert str(seen[0]).startswith(expected)


def test_a_limit_of_time(tmp_path: Path) -> None:
    root = project(tmp_path, {"main.py": HANG})
    with pytest.raises(AppError, match=r"Loading main:app took longer than 0\.2 s\."):
        export_in_worker(parse_app("main:app", root), cwd=root, timeout=0.2)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return b") Z" not in Path(f"/proc/{pid}/stat").read_bytes()
    except (ProcessLookupError, FileNotFoundError):
        return False


def gone(*pids: int) -> bool:
    tick = threading.Event()
    return any(not tick.wait(0.02) and not any(map(is_running, pids)) for _ in range(1500))


@LINUX
def test_nothing_that_the_app_started_keeps_running(tmp_path: Path) -> None:
    started = (
        "import os, subprocess, sys, threading\n"
        "threading.Thread(target=threading.Event().wait).start()\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1000)'])\n"
        "forked = os.fork()\n"
        "if not forked: threading.Event().wait()\n"
        "print(os.getpid(), child.pid, forked)\n"
    )
    export = load(tmp_path, {"main.py": started + APP})
    pids = [int(each) for each in export.output.split()]
    assert len(pids) == 3
    assert gone(*pids)
