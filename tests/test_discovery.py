"""Which app a project has, read off its files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from contractbridge.errors import AppError, ConfigError
from contractbridge.readers.app.discovery import find_app, find_candidates, parse_app

APP = "from fastapi import FastAPI\n\napp = FastAPI()\n"
FACTORY = "from fastapi import FastAPI\n\ndef create_app() -> FastAPI:\n    return FastAPI()\n"


def project(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def found(root: Path, explicit: str = "", app_dir: str | None = None) -> tuple[str, str]:
    app = find_app(root, explicit, root / app_dir if app_dir else None)
    return str(app), app.directory.relative_to(root.resolve()).as_posix()


LAYOUTS = {
    "main.py": ({"main.py": APP}, ("main:app", ".")),
    "main.py before app.py": ({"main.py": APP, "app.py": APP}, ("main:app", ".")),
    "a script in main.py is none": ({"main.py": "print('hi')\n", "app/main.py": APP}, ("main:app", "app")),
    "a package": ({"app/__init__.py": "", "app/main.py": APP}, ("app.main:app", ".")),
    "a folder that imports itself": (
        {"app/db.py": "", "app/main.py": "import app.db\n" + APP},
        ("app.main:app", "."),
    ),
    "a folder that is only called fastapi": ({"fastapi/main.py": APP}, ("main:app", "fastapi")),
    "a folder with relative imports": ({"app/main.py": "from .db import x\n" + APP}, ("app.main:app", ".")),
    "src and a package": ({"src/shop/__init__.py": "", "src/shop/main.py": APP}, ("shop.main:app", "src")),
    "src/app/main.py": ({"src/app/__init__.py": "", "src/app/main.py": APP}, ("app.main:app", "src")),
    "deep in a repository": (
        {"backend/app/__init__.py": "", "backend/app/main.py": APP, "frontend/x.py": ""},
        ("app.main:app", "backend"),
    ),
    "in the package itself": ({"shop/__init__.py": APP}, ("shop:app", ".")),
    "api where there is no app": ({"main.py": APP.replace("app =", "api =")}, ("main:api", ".")),
    "app before api": ({"main.py": APP + "api = FastAPI()\n"}, ("main:app", ".")),
    "any other name": ({"main.py": APP.replace("app =", "backend =")}, ("main:backend", ".")),
    "an imported app": ({"main.py": "from core import app\n", "core.py": ""}, ("main:app", ".")),
    "made by an imported function": ({"main.py": "from core import make\napp = make()\n"}, ("main:app", ".")),
    "made by a function of the module": ({"main.py": FACTORY + "app = create_app()\n"}, ("main:app", ".")),
    "a factory": ({"shop/factory.py": FACTORY}, ("factory:create_app()", "shop")),
    "a factory without annotations": (
        {"main.py": "import fastapi\ndef make(debug=False):\n    a = fastapi.FastAPI()\n    return a\n"},
        ("main:make()", "."),
    ),
    "an instance before a factory": ({"factory.py": FACTORY, "asgi.py": APP}, ("asgi:app", ".")),
    "annotated": ({"main.py": "import fastapi as f\napp: f.FastAPI = get()\n"}, ("main:app", ".")),
    "a subclass": (
        {"web.py": "from fastapi import FastAPI\nclass Shop(FastAPI): ...\nsite = Shop(title='x')\n"},
        ("web:site", "."),
    ),
    "Cadwyn": ({"web.py": "from cadwyn import Cadwyn\nsite = Cadwyn(versions=[])\n"}, ("web:site", ".")),
    "within try": (
        {"web.py": "import fastapi\ntry:\n    app = fastapi.FastAPI()\nfinally: ..."},
        ("web:app", "."),
    ),
    "not one of the tests": ({"shop/web.py": APP, "tests/main.py": APP}, ("web:app", "shop")),
    "not a virtual environment": ({"e/pyvenv.cfg": "", "e/main.py": APP, "web.py": APP}, ("web:app", ".")),
    "the entrypoint of [tool.fastapi]": (
        {"pyproject.toml": '[tool.fastapi]\nentrypoint="shop.web:site"', "main.py": APP, "shop/web.py": ""},
        ("shop.web:site", "."),
    ),
    "a file that does not parse is passed over": ({"main.py": "def (", "app.py": APP}, ("app:app", ".")),
}


@pytest.mark.parametrize("case", LAYOUTS)
def test_layouts(case: str, tmp_path: Path) -> None:
    files, expected = LAYOUTS[case]
    assert found(project(tmp_path, files)) == expected


EXPLICIT = {
    "shop.main:app": ("shop.main:app", "."),
    "shop.main:create_app()": ("shop.main:create_app()", "."),
    "shop.main": ("shop.main", "."),
    "shop.main:container.app": ("shop.main:container.app", "."),
    "inner.main:app": ("inner.main:app", "src"),
    "shop/main.py": ("shop.main", "."),
    "shop/main.py:app": ("shop.main:app", "."),
    "src/inner/main.py:create_app()": ("inner.main:create_app()", "src"),
    "installed.somewhere:app": ("installed.somewhere:app", "."),
}


@pytest.mark.parametrize("text", EXPLICIT)
def test_what_is_named_wins(text: str, tmp_path: Path) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/main.py": "",
        "src/inner/__init__.py": "",
        "src/inner/main.py": "",
        "main.py": APP,
    }
    assert found(project(tmp_path, files), text) == EXPLICIT[text]


def test_app_dir_is_where_imports_start(tmp_path: Path) -> None:
    project(tmp_path, {"backend/shop/main.py": APP, "main.py": APP})
    assert found(tmp_path, "shop.main:app", "backend") == ("shop.main:app", "backend")
    assert found(tmp_path, "backend/shop/main.py:app", "backend") == ("shop.main:app", "backend")
    assert found(tmp_path, "", "backend/shop") == ("main:app", "backend/shop")
    assert found(tmp_path, "", "backend") == ("shop.main:app", "backend")
    with pytest.raises(ConfigError, match=r"There is no folder .*/server to import the app from\."):
        find_app(tmp_path, "", tmp_path / "server")


REFUSED = {
    "shop/main:app": (
        '"shop/main:app" names no app.',
        'Write it as "package.module:app", for example "shop.main:app".',
    ),
    "a b": ('"a b" names no app.', 'Write it as "package.module:app".'),
    "shop.main:create_app(1)": (
        '"shop.main:create_app(1)" names no app.',
        'Write it as "package.module:app".',
    ),
    "shop/mian.py": ("There is no file shop/mian.py in {root}.", "Did you mean shop/main.py?"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_an_app_is_refused(text: str, tmp_path: Path) -> None:
    project(tmp_path, {"shop/main.py": ""})
    with pytest.raises(ConfigError) as raised:
        parse_app(text, tmp_path)
    message, hint = REFUSED[text]
    assert (str(raised.value), raised.value.hint) == (message.format(root=tmp_path.resolve()), hint)


def test_nothing_found(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="No FastAPI app") as raised:
        find_app(tmp_path)
    assert "[tool.contractbridge]" in raised.value.hint


def test_a_tie_names_the_candidates(tmp_path: Path) -> None:
    project(tmp_path, {"orders/main.py": APP, "users/main.py": APP})
    with pytest.raises(
        AppError,
        match=r"2 FastAPI apps could be meant:.* main:app \(orders/main.py\), main:app \(users/main.py\)",
    ):
        find_app(tmp_path)


def test_a_broken_pyproject_is_named(tmp_path: Path) -> None:
    project(tmp_path, {"pyproject.toml": "[tool\n"})
    with pytest.raises(ConfigError, match=r"pyproject\.toml cannot be read"):
        find_app(tmp_path)
    project(tmp_path, {"pyproject.toml": "[tool.fastapi]\nentrypoint = 3\n"})
    with pytest.raises(ConfigError, match="must be a string"):
        find_app(tmp_path)


def test_candidates_come_with_reasons_and_are_not_imported(tmp_path: Path) -> None:
    noisy = "raise SystemExit\n"
    project(
        tmp_path,
        {"main.py": APP + noisy, "lab/factory.py": FACTORY + noisy, "tests/test_api.py": APP + noisy},
    )
    assert [each.reason for each in find_candidates(tmp_path)] == [
        "main.py:3 has `app = FastAPI()`, where `fastapi dev` looks",
        "lab/factory.py:3 has `def create_app() -> FastAPI:`",
        "tests/test_api.py:3 has `app = FastAPI()`",
    ]
    assert "main" not in sys.modules
