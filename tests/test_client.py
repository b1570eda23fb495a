"""The generated client in use: against a live FastAPI server, by node, and under both TypeScript compilers."""

from __future__ import annotations

import html
import importlib.util
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import uvicorn
from starlette.staticfiles import StaticFiles

from contractbridge.emitters import Part, Target, emit_files
from contractbridge.output import Artefact
from contractbridge.readers.app.export import export_app
from contractbridge.readers.openapi.document import read_contract

LIVE = Path(__file__).parent / "live"
EVERYTHING: frozenset[Part] = frozenset(("types", "schemas", "client"))


@pytest.fixture(scope="module")
def app_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("every_kind_of_call", LIVE / "app.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where its annotations are looked up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def server(app_module: ModuleType) -> Iterator[str]:
    config = uvicorn.Config(app_module.app, port=0, log_level="warning", ws="none", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def generate(app_module: ModuleType, folder: Path, node_modules: Path, target: Target, emit: frozenset[Part]) -> None:
    contract = read_contract(export_app(app_module.app).document).contract
    write(folder / "api", emit_files(contract, emit, target).artefacts)
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "node_modules").symlink_to(node_modules)


def write(folder: Path, artefacts: tuple[Artefact, ...]) -> None:
    for artefact in artefacts:
        file = folder / artefact.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(artefact.text, encoding="utf-8")


@pytest.mark.parametrize("emit", [EVERYTHING, frozenset(("types", "client"))], ids=["with schemas", "without"])
@pytest.mark.parametrize("target", ["js", "ts"])
def test_every_kind_of_call(
    *,
    app_module: ModuleType,
    server: str,
    node: str,
    node_modules: Path,
    esbuild: list[str],
    tmp_path: Path,
    target: Target,
    emit: frozenset[Part],
) -> None:
    generate(app_module, tmp_path, node_modules, target, emit)
    if target == "ts":
        command = [*esbuild, "api/index.ts", "--bundle", "--format=esm", "--outfile=api/index.js"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    environment = {**os.environ, "CLIENT": (tmp_path / "api" / "index.js").as_uri(), "SERVER": server}
    environment["SCHEMAS"] = "yes" if "schemas" in emit else ""
    command = [node, "--test", str(LIVE / "calls.test.mjs")]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("emit", [EVERYTHING, frozenset(("types", "client"))], ids=["with schemas", "without"])
@pytest.mark.parametrize("target", ["js", "ts"])
def test_types(
    *, app_module: ModuleType, tsc: list[str], node_modules: Path, tmp_path: Path, target: Target, emit: frozenset[Part]
) -> None:
    generate(app_module, tmp_path, node_modules, target, emit)
    files = ["types.ts", "schemas.ts"] if "schemas" in emit else ["types.ts"]
    for file in files:
        shutil.copy(LIVE / file, tmp_path)
    strict = "--strict --noUncheckedIndexedAccess --noUnusedLocals --exactOptionalPropertyTypes"
    modern = "--isolatedModules --verbatimModuleSyntax --target es2022 --module nodenext --skipLibCheck"
    command = [*tsc, "--noEmit", *strict.split(), *modern.split(), *files]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.stdout == ""


def test_in_a_browser(
    *, app_module: ModuleType, server: str, chromium: str, esbuild: list[str], node_modules: Path, tmp_path: Path
) -> None:
    generate(app_module, tmp_path, node_modules, "js", EVERYTHING)
    command = [*esbuild, "api/index.js", "--bundle", "--format=esm", "--outfile=bundle.js"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    shutil.copy(LIVE / "page.html", tmp_path)
    app_module.app.mount("/page", StaticFiles(directory=tmp_path))
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--virtual-time-budget=20000",
        f"--user-data-dir={tmp_path / 'profile'}",
    ]
    run = subprocess.run(
        [chromium, *options, "--dump-dom", f"{server}/page/page.html"],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    said = html.unescape(run.stdout.partition('<pre id="said">')[2].partition("</pre>")[0])
    assert said.splitlines() == [
        'created {"id":7,"items":[{"name":"pen","quantity":1,"note":null}]}',
        'query {"tag":["a","b"]}',
        'form ["a&b",["x","y"],null]',
        'upload ["hi.txt","text/plain","hi",null,[]]',
        'bytes ["application/octet-stream","hi"]',
        'missing "ApiError: GET /orders/{order_id} -> 404 Not Found: No such order"',
        "blob 5",
        'stream "{\\"n\\":1}\\n{\\"n\\":2}\\n"',
        'aborted "TypeError: left"',
        'refused "TypeError: /orders/{order_id}: \\"..\\" cannot stand for order_id"',
        'socket "ws://host/rooms/a"',
    ]
