"""A project that begins to use contractbridge: where its app and its frontend are, and the configuration for them."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from contractbridge.config import find_config, read_config
from contractbridge.errors import AppError, ConfigError
from contractbridge.output import replace_file, shown
from contractbridge.readers.app.discovery import AppNameError, AppPath, find_app, parse_app
from contractbridge.readers.app.worker import export_in_worker
from contractbridge.tables import Table, read_toml

_PATIENCE: Final = 30.0  # seconds, for an app to load
_DEPTH: Final = 3  # folders below the repository, in which a frontend is looked for
_SKIPPED: Final = frozenset({"node_modules", "dist", "build", "venv", "site-packages", "__pycache__"})
_FRAMEWORKS: Final = ("react", "vue", "svelte", "solid-js", "@angular/core", "next", "nuxt", "astro", "preact")
_BESIDE_A_FRAMEWORK: Final = ("vite", "typescript", "webpack")


@dataclass(frozen=True, slots=True)
class Frontend:
    """A folder with a package.json and a `src`; `uses` are the packages that make it one."""

    folder: Path
    uses: tuple[str, ...]
    has_zod: bool


def configure(folder: Path, *, app: str = "", app_dir: Path | None = None, out: Path | None = None) -> Iterator[str]:
    """Write the configuration of the project in `folder`, unless there is one, and say what was found and done.

    Raises:
        AppError: no app is to be found, or several could be meant, or there is none of the name `app`.
        ConfigError: a file cannot be read or written, or what is told here belongs into the one that there is.
    """
    file = find_config(folder)
    if file is None:
        found = find_app(folder, app, app_dir)
        file = _nearest_project(found.directory) or folder / "contractbridge.toml"
    if file == find_config(file.parent):
        read_config(file)
        _refuse_options(file, {"app": app, "app-dir": app_dir, "out": out})
        yield f"{shown(file)} configures contractbridge already."
        yield from _next(file.parent, folder)
        return
    if app:
        _require_app(found, file.parent)
    frontends = sorted(_frontends(_top(file.parent, folder), _DEPTH), key=_rank) if out is None else []
    target = out or (frontends[0].folder / "src" / "api" if frontends else _free(file.parent, "api", "generated"))
    settings = _settings(file.parent, found, folder / target, named=bool(app))
    section = _section(file, settings)
    _append(file, settings, section)

    yield f"App:       {found}"
    if out is None and not frontends:
        yield "Frontend:  none was found, no folder with a package.json and src; `out` says where files go"
    yield from _told_frontends(frontends, folder / target)
    yield f"Wrote:     {shown(file)}"
    yield from (f"  {line}" for line in section.splitlines())
    yield from _next(file.parent, folder)
    if frontends and not frontends[0].has_zod:
        yield f"And in {shown(frontends[0].folder)}: npm install zod"


def _refuse_options(file: Path, options: Mapping[str, object]) -> None:
    """Raise `ConfigError` where options are given to a project that has its configuration."""
    given = [key for key, value in options.items() if value]
    if given:
        names = " and ".join(f"--{key}" for key in given)
        where = (
            f"under [tool.contractbridge] in {shown(file)}" if file.name == "pyproject.toml" else f"in {shown(file)}"
        )
        raise ConfigError(
            f"{shown(file)} configures contractbridge already, so {names} {'are' if given[1:] else 'is'} not applied.",
            hint=f"Set {' and '.join(given)} {where}.",
        )


def _told_frontends(frontends: list[Frontend], target: Path) -> Iterator[str]:
    if not frontends:
        yield f"Output:    {shown(target)}"
        return
    best, *others = frontends
    uses = f" ({', '.join(best.uses)})" if best.uses else ""
    yield f"Frontend:  {shown(best.folder)}{uses}"
    if others:
        yield f"  not {', '.join(shown(other.folder) for other in others[:5])}; `out` says which"


def _next(project: Path, folder: Path) -> Iterator[str]:
    yield ""
    inside = folder.is_relative_to(project)
    yield f"Next: {'' if inside else f'cd {shown(project)} && '}contractbridge generate"


# Finding


def _require_app(app: AppPath, folder: Path) -> None:
    """Raise `AppError` where the name leads to no app. What else keeps it from loading the configuration may mend."""
    try:
        export_in_worker(app, cwd=folder, timeout=_PATIENCE)
    except AppNameError:
        raise
    except AppError:
        return


def _nearest_project(start: Path) -> Path | None:
    """The pyproject.toml that an app belongs to."""
    for folder in (start, *start.parents):
        if (folder / "pyproject.toml").is_file():
            return folder / "pyproject.toml"
        if (folder / ".git").exists():
            return None
    return None


def _top(project: Path, folder: Path) -> Path:
    """The top of the repository, or where there is none the folder from which all is seen."""
    repository = (each for each in (project, *project.parents) if (each / ".git").exists())
    return next(repository, folder if project.is_relative_to(folder) else project)


def _frontends(folder: Path, depth: int) -> Iterator[Frontend]:
    if (folder / "package.json").is_file() and (folder / "src").is_dir():
        yield _frontend(folder)
    if depth == 0:
        return
    try:
        below = sorted(each for each in folder.iterdir() if each.is_dir() and not each.is_symlink())
    except OSError:
        return
    for each in below:
        if each.name not in _SKIPPED and not each.name.startswith("."):
            yield from _frontends(each, depth - 1)


def _free(folder: Path, *names: str) -> Path:
    """The first of these folders that is not there, or the last: that of an app may well be called `api`."""
    return next((folder / name for name in names if not (folder / name).exists()), folder / names[-1])


def _rank(frontend: Frontend) -> tuple[bool, int, int, str]:
    framework = any(name in _FRAMEWORKS for name in frontend.uses)
    return (not framework, -len(frontend.uses), len(frontend.folder.parts), frontend.folder.name)


def _frontend(folder: Path) -> Frontend:
    try:
        package: Any = json.loads((folder / "package.json").read_bytes())
    except (OSError, ValueError):
        package = {}
    needed: set[str] = set()
    for key in ("dependencies", "devDependencies", "peerDependencies"):
        if isinstance(package, dict) and isinstance(package.get(key), dict):
            needed |= set(package[key])
    uses = tuple(name for name in (*_FRAMEWORKS, *_BESIDE_A_FRAMEWORK) if name in needed)
    return Frontend(folder, uses, has_zod="zod" in needed)


# Writing


def _settings(folder: Path, found: AppPath, out: Path, *, named: bool) -> dict[str, str]:
    settings = {}
    if named or not _has_entrypoint(folder):
        settings["app"] = str(found)
    if parse_app(str(found), folder).directory != found.directory:
        settings["app-dir"] = _relative(found.directory, folder)
    settings["out"] = _relative(out, folder)
    return settings


def _has_entrypoint(folder: Path) -> bool:
    """Does `[tool.fastapi]` name the app already?"""
    file = folder / "pyproject.toml"
    return file.is_file() and "entrypoint" in Table(file, "", read_toml(file)).table("tool").table("fastapi").values


def _relative(path: Path, folder: Path) -> str:
    return Path(os.path.relpath(path, folder)).as_posix()


def _section(file: Path, settings: dict[str, str]) -> str:
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in settings.items()]
    return "\n".join(["[tool.contractbridge]", *lines] if file.name == "pyproject.toml" else lines) + "\n"


def _append(file: Path, settings: dict[str, str], section: str) -> None:
    """Add `section` to the end of `file`, where that leaves all else in it as it was."""
    old = file.read_bytes().decode() if file.exists() else ""
    gap = "" if not old else "\n" if old.endswith("\n") else "\n\n"
    new = old + (gap + section).replace("\n", "\r\n" if "\r\n" in old else "\n")
    expected: dict[str, Any] = dict(settings)
    if file.name == "pyproject.toml":
        before: dict[str, Any] = read_toml(file)
        expected = {**before, "tool": {**before.get("tool", {}), "contractbridge": settings}}
    try:
        fits = tomllib.loads(new) == expected
    except tomllib.TOMLDecodeError:
        fits = False
    if not fits:
        hint = f"Add it by hand:\n{section.rstrip()}"
        raise ConfigError(f"A section cannot be added to {shown(file)}.", hint=hint)
    replace_file(file, new)
