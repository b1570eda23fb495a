"""The lines of Python behind changes, in files and in old revisions."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from contractbridge.contract import PythonName
from contractbridge.drift.change import Change, Source, Subject
from contractbridge.drift.sources import SourceFinder, locate
from contractbridge.revisions import merge_base, path_in_repository, text_at

FILES = {
    "backend/shop/__init__.py": "",
    "backend/shop/base.py": """\
from pydantic import BaseModel


class Base(BaseModel):
    id: int
""",
    "backend/shop/models.py": """\
import enum
from typing import Generic, TypeVar

from .base import Base as Root
from shop.base import Base

T = TypeVar("T")


class Status(enum.StrEnum):
    PENDING = "pending"
    SHIPPED = "shipped"


class Order(Root):
    note: str = ""

    class Line:
        quantity: int

    @property
    def total(self) -> int:
        return 1


class Page(Base, Generic[T]):
    items: list[T]


if True:

    class Rare:
        field = 1
""",
    "backend/shop/orders.py": """\
def create_app():
    @router.post("/orders")
    async def create_order(
        order: Order,
        limit: int = 1,
    ) -> Order: ...

    return create_order
""",
    "backend/shop/broken.py": "class Broken(:\n",
}


@pytest.mark.parametrize(
    ("qualname", "member", "place"),
    [
        ("shop.models:Order", "", "backend/shop/models.py:15"),
        ("shop.models:Order", "note", "backend/shop/models.py:16"),
        ("shop.models:Order", "id", "backend/shop/base.py:5"),
        ("shop.models:Order", "nowhere", "backend/shop/models.py:15"),
        ("shop.models:Order.Line", "quantity", "backend/shop/models.py:19"),
        ("shop.models:Order", "total", "backend/shop/models.py:22"),
        ("shop.models:Status", "SHIPPED", "backend/shop/models.py:12"),
        ("shop.models:Page[Order]", "items", "backend/shop/models.py:27"),
        ("shop.models:Page[Order]", "id", "backend/shop/base.py:5"),
        ("shop.models:Rare", "field", "backend/shop/models.py:33"),
        ("shop.orders:create_app.<locals>.create_order", "", "backend/shop/orders.py:3"),
        ("shop.orders:create_app.<locals>.create_order", "limit", "backend/shop/orders.py:5"),
        ("shop.models:Nothing", "", ""),
        ("shop.broken:Broken", "", ""),
        ("elsewhere:Thing", "", ""),
    ],
)
def test_lines(qualname: str, member: str, place: str) -> None:
    module, _, name = qualname.partition(":")
    found = SourceFinder(FILES.get, ["backend"]).find(PythonName(module, name), member)
    assert (f"{found.file}:{found.line}" if found else "") == place


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", *arguments],
        cwd=folder, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.strip()


def test_an_old_line_is_found_where_lines_have_moved(tmp_path: Path) -> None:
    file = tmp_path / "backend" / "models.py"
    file.parent.mkdir()
    file.write_text("class Order:\n    note: str\n")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    git(tmp_path, "checkout", "-q", "-b", "feature")
    file.write_text("import sys\n\n\nclass Order:\n    text: str\n")
    git(tmp_path, "commit", "-q", "-am", "two")

    base = merge_base("main", tmp_path)
    old = SourceFinder(lambda path: text_at(base, path, tmp_path), ["backend"], base)
    new = SourceFinder(lambda path: (tmp_path / path).read_text() if (tmp_path / path).is_file() else None, ["backend"])
    order = PythonName("models", "Order")
    gone = Change("response-field-removed", "breaking", frozenset({"wire"}), "response", "GET /", "", "")
    found = locate(
        [
            gone,
            replace(gone, subjects=(Subject("old", order, "note"),)),
            replace(gone, subjects=(Subject("new", order, "text"), Subject("old", order, "note"))),
            replace(gone, subjects=(Subject("new", PythonName("gone", "X")), Subject("old", order))),
        ],
        old,
        new,
    )
    assert [each.source for each in found] == [
        None,
        Source("backend/models.py", 2, base),
        Source("backend/models.py", 5),
        Source("backend/models.py", 1, base),
    ]
    assert path_in_repository(file) == "backend/models.py"
