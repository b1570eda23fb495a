"""Where a document comes from: an app, a file, a URL, git, or the contract that a project keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contractbridge.config import App, names_app
from contractbridge.errors import Notice
from contractbridge.readers.app.discovery import find_app
from contractbridge.readers.app.worker import Progress, Task, export_in_worker
from contractbridge.readers.openapi.source import load_document

if TYPE_CHECKING:
    from fastapi import FastAPI


@dataclass(frozen=True, slots=True)
class Source:
    """A document, and what was noticed while it was loaded."""

    document: Mapping[str, Any]
    notices: tuple[Notice, ...] = ()


def export(app: FastAPI | str, *, app_dir: str | Path | None = None) -> dict[str, Any]:
    """The contract of an app: its OpenAPI document, with what Python knows and OpenAPI cannot say under the
    key "x-contractbridge".

    `app` is a FastAPI instance, or a string such as "package.module:app" or "package.module:create_app()",
    which is loaded in a process of its own, from `app_dir` or the current folder. Its lifespan is not run.

    Raises:
        AppError: the app cannot be found, imported, or make a document.
        ConfigError: `app` is a string that names no app.
    """
    if isinstance(app, str):
        named = App(app=app, app_dir=Path(app_dir) if app_dir else None)
        return dict(load_app(named, Path.cwd()).document)
    from contractbridge.readers.app.export import export_app  # noqa: PLC0415  needs FastAPI, which a document does not

    return export_app(app).document


def load(app: App, folder: Path, on_progress: Callable[[Progress], None] | None = None) -> Source:
    """The document of an app, or of what stands in for it. `folder` is that of the configuration.

    Raises:
        AppError: the app cannot be found, imported, or make a document.
        DocumentError: the document cannot be loaded.
    """
    return load_app(app, folder, on_progress) if app.spec is None else load_spec(app.spec, folder)


def load_app(
    app: App, folder: Path, on_progress: Callable[[Progress], None] | None = None, task: Task | None = None
) -> Source:
    found = find_app(folder, app.app or "", app.app_dir)
    exported = export_in_worker(found, cwd=folder, env=app.env, on_progress=on_progress, task=task)
    return Source(exported.document, exported.notices)


def load_spec(spec: str, folder: Path) -> Source:
    file = folder / spec
    return Source(load_document(str(file) if file.exists() else spec, folder=folder))


def load_either(source: str, folder: Path, on_progress: Callable[[Progress], None] | None = None) -> Source:
    """The document that `source` names, which may be an app or a document."""
    return load(App(app=source) if names_app(source) else App(spec=source), folder, on_progress)
