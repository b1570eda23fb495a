"""The Zod schemas take what the endpoints take, and leave what they send as it is.

CONTRACTBRIDGE_EXACTNESS=200 asks more: so many mutations for each model besides what its table lists.
"""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from exactness import harness
from exactness.models import lookups, names, objects, overrides, text, unions
from exactness.tables import TABLES

MORE = int(os.environ.get("CONTRACTBRIDGE_EXACTNESS", "12"))


@pytest.mark.parametrize("table", TABLES)
def test_schemas_agree_with_endpoints(table: ModuleType, tmp_path: Path, node: str, node_modules: Path) -> None:
    (tmp_path / "node_modules").symlink_to(node_modules, target_is_directory=True)
    report = harness.compare(table.CASES, tmp_path, node, MORE)
    assert not report.wrong, f"{report}\n" + "\n".join(map(str, report.wrong[:40]))


@pytest.mark.parametrize("table", [lookups, names, objects, overrides, unions])
def test_schemas_agree_where_one_serves_both(table: ModuleType, tmp_path: Path, node: str, node_modules: Path) -> None:
    (tmp_path / "node_modules").symlink_to(node_modules, target_is_directory=True)
    report = harness.compare(table.CASES, tmp_path, node, 0, separates=False)
    assert not report.wrong, f"{report}\n" + "\n".join(map(str, report.wrong[:40]))


def test_classes_of_one_name_are_taken_by_the_names_of_either(tmp_path: Path, node: str, node_modules: Path) -> None:
    (tmp_path / "node_modules").symlink_to(node_modules, target_is_directory=True)
    report = harness.compare(names.BY_EITHER_NAME, tmp_path, node, 0, coerce="pydantic")
    assert not report.findings


@pytest.fixture
def served() -> Iterator[tuple[FastAPI, str]]:
    """An app, and where a real server serves it."""
    app = harness.make_app(text.CASES[:4])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield app, f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def test_endpoints_answer_in_process_as_they_do_on_a_server(served: tuple[FastAPI, str]) -> None:
    app, address = served
    questions = asyncio.run(harness.ask_endpoints(app, text.CASES[:4], more=0))
    with httpx.Client(base_url=address, headers={"content-type": "application/json"}) as client:
        for question in (each for each in questions if each.status != 500):
            answer = client.post(f"/{harness.operation_name(question.case)}", content=question.text.encode())
            assert (answer.status_code, answer.text) == (question.status, question.sent), question.text
