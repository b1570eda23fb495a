"""Which app: from what the user says, from `[tool.fastapi]`, or from the places where apps usually are.

Nothing is imported here. An app is named the way ASGI servers name it, `package.module:app`, and a factory
with its parentheses, `package.module:create_app()`.
"""

from __future__ import annotations

import ast
import difflib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from contractbridge.errors import AppError, ConfigError
from contractbridge.readers.app.scanning import (
    Binding,
    Evidence,
    find_bindings,
    is_skipped,
    module_of,
    parse_file,
    python_files,
)

# In the order in which `fastapi dev` looks.
PLACES: Final = ("main.py", "app.py", "api.py", "app/main.py", "app/app.py", "app/api.py")

_ELSEWHERE: Final = len(PLACES) * 2  # after those places, and the same under `src`
_NAMES: Final = ("app", "api", "application")
_MODULES: Final = frozenset({"__init__", "api", "app", "application", "asgi", "main", "server"})
_ASIDE: Final = frozenset(
    {"benchmarks", "demo", "docs", "docs_src", "example", "examples", "scripts", "test", "testing", "tests"}
)
_DOTTED: Final = r"[^\W\d]\w*(?:\.[^\W\d]\w*)*"
_IMPORT_STRING: Final = re.compile(rf"(?P<module>{_DOTTED})(:(?P<attribute>{_DOTTED})(?P<call>\(\))?)?")
_FILE: Final = re.compile(r"(?P<path>.+\.py)(:(?P<attribute>[^:/\\]+))?")
_NAME_IT: Final = 'app = "{}" under [tool.contractbridge] in pyproject.toml, or --app.'


class AppNameError(AppError):
    """The name of an app leads to none."""


class NoSuchModuleError(AppNameError):
    """Not even its module is there."""


@dataclass(frozen=True, slots=True)
class AppPath:
    """Where an app is.

    `attribute` is empty where the module's own app is meant: `app`, `api`, or its only FastAPI instance.
    `factory` says that the attribute is called, without arguments. `directory` goes first on `sys.path`.
    """

    module: str
    attribute: str
    directory: Path
    factory: bool = False

    def __str__(self) -> str:
        attribute = f":{self.attribute}" if self.attribute else ""
        return f"{self.module}{attribute}{'()' if self.factory else ''}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An app that the text of a project shows; `rank` sorts the likeliest first, equal ranks are a tie."""

    app: AppPath
    file: Path
    line: int
    reason: str
    rank: tuple[int, ...]


def find_app(directory: Path, explicit: str = "", app_dir: Path | None = None) -> AppPath:
    """The app of the project in `directory`: the one that `explicit` names, else the one that
    `[tool.fastapi] entrypoint` names, else the likeliest one that its files show.

    `explicit` is an import string or the path of a file. Raises `ConfigError` where what is named cannot
    be an app, and `AppError`, with the candidates, where none stands out.
    """
    directory = directory.resolve()
    if app_dir is not None and not app_dir.is_dir():
        raise ConfigError(f"There is no folder {app_dir} to import the app from.", hint="It is app-dir, or --app-dir.")
    named = explicit or _entrypoint(directory)
    if named:
        return parse_app(named, directory, app_dir)
    candidates = find_candidates(directory, app_dir)
    match [each for each in candidates if each.rank == candidates[0].rank]:
        case []:
            raise AppError(
                f"No FastAPI app is to be found in {directory}.",
                hint=f"Name it: {_NAME_IT.format('package.module:app')}",
            )
        case [best]:
            return best.app
        case tied:
            names = [f"{each.app} ({_shown(each.file, directory)})" for each in tied[:5]]
            shown = ", ".join(names) + (", …" if tied[5:] else "")
            raise AppError(
                f"Any of {len(tied)} FastAPI apps could be meant: {shown}.",
                hint=f"Name one: {_NAME_IT.format(tied[0].app)}",
            )


def find_candidates(directory: Path, app_dir: Path | None = None) -> list[Candidate]:
    """Every FastAPI app and factory that the text of a project shows, the likeliest first."""
    directory = directory.resolve()
    found: list[Candidate] = []
    for file in python_files(app_dir.resolve() if app_dir else directory):
        place = _place(file, directory)
        usual = place < _ELSEWHERE
        tree = parse_file(file) if usual or _mentions_app(file) else None
        if tree is None:
            continue
        module, folder = _importable(file, tree, app_dir)
        found += (
            _candidate(binding, module, file, folder, directory)
            for binding in find_bindings(tree)
            if usual or binding.evidence is not Evidence.GUESS
        )
    return sorted(found, key=lambda each: (each.rank, str(each.app)))


def parse_app(text: str, directory: Path, app_dir: Path | None = None) -> AppPath:
    """What `text` names: an import string (`shop.main:app`, `shop.main:create_app()`, `shop.main`) or a file
    (`shop/main.py`, `shop/main.py:app`). Raises `ConfigError` where it is neither."""
    directory = directory.resolve()
    if file := _FILE.fullmatch(text):
        return _parse_file(file["path"], file["attribute"] or "", directory, app_dir)
    match = _IMPORT_STRING.fullmatch(text.strip())
    if match is None:
        raise ConfigError(f'"{text}" names no app.', hint=f'Write it as "package.module:app"{_instead(text)}.')
    module = match["module"]
    folder = app_dir.resolve() if app_dir else _folder_of(module, directory)
    return AppPath(module, match["attribute"] or "", folder, factory=bool(match["call"]))


def module_file(module: str, folder: Path) -> Path | None:
    """The file or package folder of a module under `folder`, or None."""
    path = folder.joinpath(*module.split("."))
    if path.with_name(f"{path.name}.py").is_file():
        return path.with_name(f"{path.name}.py")
    return path if path.is_dir() else None


def folder_with(module: str, directory: Path) -> str:
    """The folder within `directory`, at most two levels down, from which `module` could be imported."""
    for pattern in ("*", "*/*"):
        for folder in sorted(directory.glob(pattern)):
            if folder.is_dir() and not is_skipped(folder) and module_file(module, folder):
                return folder.relative_to(directory).as_posix()
    return ""


def project_modules(directory: Path) -> list[str]:
    """The dotted names of the project's modules, as seen from `directory`."""
    files = (each.relative_to(directory).with_suffix("") for each in python_files(directory))
    return [".".join(each.parts).removesuffix(".__init__") for each in files]


def _parse_file(path: str, attribute: str, directory: Path, app_dir: Path | None) -> AppPath:
    file = (directory / path).resolve()
    if not file.is_file():
        known = [each.relative_to(directory).as_posix() for each in python_files(directory)]
        close = difflib.get_close_matches(path.replace("\\", "/"), known, n=1)
        hint = f"Did you mean {close[0]}?" if close else ""
        raise ConfigError(f"There is no file {path} in {directory}.", hint=hint)
    module, folder = _importable(file, parse_file(file), app_dir)
    return parse_app(f"{module}:{attribute}" if attribute else module, directory, folder)


def _importable(file: Path, tree: ast.Module | None, app_dir: Path | None) -> tuple[str, Path]:
    """The module that a file is, and the folder that it is imported from: `app_dir`, where it lies in there."""
    if app_dir is None or not file.is_relative_to(app_dir.resolve()):
        return module_of(file, tree)
    parts = file.relative_to(app_dir.resolve()).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__"), app_dir.resolve()


def _instead(text: str) -> str:
    """A guess at what was meant, for the two spellings that people try."""
    module, _, attribute = text.strip().replace("\\", "/").partition(":")
    guess = f"{module.strip('./').replace('/', '.')}:{attribute or 'app'}"
    return f', for example "{guess}"' if _IMPORT_STRING.fullmatch(guess) and guess != text else ""


def _folder_of(module: str, directory: Path) -> Path:
    """The folder that a module is imported from: the project, or its `src`."""
    folders = (directory, directory / "src")
    whole = (each for each in folders if module_file(module, each))
    start = (each for each in folders if module_file(module.partition(".")[0], each))
    return next(whole, None) or next(start, directory)


def _entrypoint(directory: Path) -> str:
    """`[tool.fastapi] entrypoint` of the project, or nothing."""
    try:
        table: Any = tomllib.loads((directory / "pyproject.toml").read_text("utf-8"))
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise ConfigError(f"{directory / 'pyproject.toml'} cannot be read: {error}.") from error
    for key in ("tool", "fastapi", "entrypoint"):
        table = table.get(key, "") if isinstance(table, dict) else ""
    if not isinstance(table, str):
        raise ConfigError("[tool.fastapi] entrypoint in pyproject.toml must be a string.")
    return table


def _candidate(binding: Binding, module: str, file: Path, folder: Path, directory: Path) -> Candidate:
    place = _place(file, directory)
    factory = binding.evidence is Evidence.FACTORY
    name = binding.name.removesuffix("()")
    preferred = _NAMES.index(name) if name in _NAMES else len(_NAMES)
    usual = ", where `fastapi dev` looks" if place < len(PLACES) else ""
    return Candidate(
        app=AppPath(module, name, folder, factory),
        file=file,
        line=binding.line,
        reason=f"{_shown(file, directory)}:{binding.line} has `{binding.source}`{usual}",
        rank=(int(_is_aside(file, directory)), place, binding.evidence, 0 if factory else preferred),
    )


def _place(file: Path, directory: Path) -> int:
    """How usual a file's place is: those of `fastapi dev`, the same under `src`, then any by its name."""
    path = _shown(file, directory)
    if path in PLACES:
        return PLACES.index(path)
    if path.removeprefix("src/") in PLACES:
        return len(PLACES) + PLACES.index(path.removeprefix("src/"))
    return _ELSEWHERE + (file.stem not in _MODULES)


def _is_aside(file: Path, directory: Path) -> bool:
    folders = Path(_shown(file, directory)).parts[:-1]
    return not _ASIDE.isdisjoint(folders) or file.stem.startswith("test_") or file.stem == "conftest"


def _shown(file: Path, directory: Path) -> str:
    return (file.relative_to(directory) if file.is_relative_to(directory) else file).as_posix()


def _mentions_app(file: Path) -> bool:
    """Whether a file is worth parsing: most of a project's files never name FastAPI."""
    try:
        text = file.read_bytes()
    except OSError:
        return False
    return b"FastAPI" in text or b"Cadwyn" in text
