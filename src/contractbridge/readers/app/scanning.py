"""Where a project binds a FastAPI app, read from its text: nothing is imported and nothing runs."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Final

SKIPPED_FOLDERS: Final = frozenset({"__pycache__", "build", "dist", "node_modules", "site-packages", "venv"})

# The classes whose instances are apps. Cadwyn's is a subclass that people use as they use FastAPI's.
_APP_CLASSES: Final = frozenset({"fastapi.FastAPI", "fastapi.applications.FastAPI", "cadwyn.Cadwyn"})
_USUAL_NAMES: Final = frozenset({"api", "app", "application"})


class Evidence(IntEnum):
    """How surely a name is an app; the surest first."""

    INSTANCE = 0
    GUESS = 1
    FACTORY = 2


@dataclass(frozen=True, slots=True)
class Binding:
    """A name at the top of a module; `source` is the statement's first line in short."""

    name: str
    evidence: Evidence
    line: int
    source: str


def find_bindings(tree: ast.Module) -> list[Binding]:
    """The names of a module that are, or look like, a FastAPI app or a factory of one."""
    names = _Names.of(tree)
    found: dict[str, Binding] = {}
    for statement in _top_level(tree.body):
        for binding in _bindings(statement, names):
            known = found.get(binding.name)
            if known is None or binding.evidence < known.evidence:
                found[binding.name] = binding
    return list(found.values())


def parse_file(path: Path) -> ast.Module | None:
    """The syntax tree of a Python file, or None where it cannot be read or does not parse."""
    try:
        return ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return None


def python_files(folder: Path) -> Iterator[Path]:
    """Every `.py` file of a project, sorted, outside virtual environments, hidden and built folders."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not is_skipped(Path(place, each)))
        yield from (Path(place, each) for each in sorted(files) if each.endswith(".py"))


def is_skipped(folder: Path) -> bool:
    """Whether a folder holds no code of the project: hidden, built, installed, or a virtual environment."""
    return (
        folder.name.startswith(".")
        or folder.name in SKIPPED_FOLDERS
        or folder.name.endswith(".egg-info")
        or (folder / "pyvenv.cfg").exists()
    )


def module_of(path: Path, tree: ast.Module | None) -> tuple[str, Path]:
    """The name under which a file is imported, and the folder that has to be on `sys.path` for it.

    A folder with `__init__.py` is a package. So is one without, where the file imports itself through it.
    """
    folder = path.parent
    if path.stem == "__init__" and not folder.name.isidentifier():
        return path.stem, folder
    parts = [] if path.stem == "__init__" else [path.stem]
    imported, dots = _imports(tree)
    while folder.name.isidentifier() and folder != folder.parent:
        itself = any(name == folder.name and _holds(folder, inner) for name, inner in imported)
        if not ((folder / "__init__.py").exists() or itself or dots > 0):
            break
        parts.insert(0, folder.name)
        folder = folder.parent
        dots -= 1
    return ".".join(parts), folder


def _holds(folder: Path, module: str) -> bool:
    return (folder / f"{module}.py").exists() or (folder / module).is_dir()


def _imports(tree: ast.Module | None) -> tuple[set[tuple[str, str]], int]:
    """The first two names of each absolute import of a file, and the most dots of its relative ones."""
    names: set[str] = set()
    dots = 0
    for node in ast.walk(tree) if tree else ():
        match node:
            case ast.Import(names=modules):
                names.update(each.name for each in modules)
            case ast.ImportFrom(module=str(module), names=members, level=0):
                names.update(f"{module}.{each.name}" for each in members)
            case ast.ImportFrom(level=level):
                dots = max(dots, level)
            case _:
                pass
    split = (each.split(".") for each in names)
    return {(first, second) for first, second, *_ in (each for each in split if len(each) > 1)}, dots


@dataclass(frozen=True, slots=True)
class _Names:
    """What the names of one module stand for: app classes, factories of apps, and everything imported."""

    classes: frozenset[str]
    factories: frozenset[str]
    imported: frozenset[str]

    @classmethod
    def of(cls, tree: ast.Module) -> _Names:
        origins = dict(_origins(tree))
        classes = {name for name, origin in origins.items() if origin in _APP_CLASSES}
        classes |= {
            f"{name}.{known.rpartition('.')[2]}"
            for name, origin in origins.items()
            for known in _APP_CLASSES
            if known.rpartition(".")[0] == origin
        }
        factories: set[str] = set()
        for statement in _top_level(tree.body):
            match statement:
                case ast.ClassDef(name=name, bases=bases) if any(_dotted(base) in classes for base in bases):
                    classes.add(name)
                case ast.FunctionDef(name=name) if _gives_app(statement, classes, factories):
                    factories.add(name)
                case _:
                    pass
        return cls(frozenset(classes), frozenset(factories), frozenset(origins))


def _origins(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Each imported name with where it comes from, dotted; relative imports keep their dots."""
    for node in _top_level(tree.body):
        match node:
            case ast.Import(names=names):
                for each in names:
                    first = each.name.partition(".")[0]
                    yield (each.asname, each.name) if each.asname else (first, first)
            case ast.ImportFrom(module=module, names=names, level=level):
                for each in names:
                    yield each.asname or each.name, f"{'.' * level}{module or ''}.{each.name}"
            case _:
                pass


def _top_level(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that run at import, also those within `if`, `try` and `with`."""
    for statement in body:
        match statement:
            case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
                continue
            case ast.If(body=first, orelse=second):
                yield from _top_level([*first, *second])
            case ast.Try(body=first, handlers=handlers, orelse=second, finalbody=last):
                handled = [each for handler in handlers for each in handler.body]
                yield from _top_level([*first, *handled, *second, *last])
            case ast.With(body=first):
                yield from _top_level(first)
            case _:
                yield statement


def _bindings(statement: ast.stmt, names: _Names) -> Iterator[Binding]:
    match statement:
        case ast.Assign(targets=targets, value=value):
            evidence = _evidence(value, names)
            bound = [each.id for each in targets if isinstance(each, ast.Name)]
            sure = evidence is Evidence.INSTANCE
            yield from (
                _binding(each, evidence, statement)
                for each in bound
                if evidence is not None and (sure or each in _USUAL_NAMES)
            )
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=ast.expr()):
            if _annotation(annotation) in names.classes:
                yield _binding(name, Evidence.INSTANCE, statement)
        case ast.ImportFrom(names=imported):
            for each in imported:
                if (each.asname or each.name) in _USUAL_NAMES:
                    yield _binding(each.asname or each.name, Evidence.GUESS, statement)
        case ast.FunctionDef(name=name) if name in names.factories and _callable_without_arguments(statement):
            yield _binding(f"{name}()", Evidence.FACTORY, statement)
        case _:
            return


def _binding(name: str, evidence: Evidence, statement: ast.stmt) -> Binding:
    first = ast.unparse(statement).partition("\n")[0]
    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call) and len(first) > 60:
        first = f"{name} = {_dotted(statement.value.func)}(...)"
    return Binding(name, evidence, statement.lineno, first if len(first) <= 80 else f"{first[:79]}…")


def _evidence(value: ast.expr, names: _Names) -> Evidence | None:
    match value:
        case ast.Call(func=function) if _dotted(function) in names.classes | names.factories:
            return Evidence.INSTANCE
        case ast.Call(func=function) if _dotted(function).partition(".")[0] in names.imported:
            return Evidence.GUESS
        case _:
            return None


def _gives_app(function: ast.FunctionDef, classes: set[str], factories: set[str]) -> bool:
    """Whether a function says that it returns an app, or makes one and returns it."""
    if function.returns is not None:
        return _annotation(function.returns) in classes
    made: set[str] = set()
    makers = classes | factories
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=called)) if _dotted(called) in makers:
                made.add(name)
            case _:
                pass
    returned = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]
    return any(
        (isinstance(value, ast.Name) and value.id in made)
        or (isinstance(value, ast.Call) and _dotted(value.func) in makers)
        for value in returned
    )


def _callable_without_arguments(function: ast.FunctionDef) -> bool:
    arguments = function.args
    positional = len(arguments.posonlyargs) + len(arguments.args)
    return positional <= len(arguments.defaults) and None not in arguments.kw_defaults


def _annotation(annotation: ast.expr) -> str:
    match annotation:
        case ast.Constant(value=str(text)):
            return text
        case _:
            return _dotted(annotation)


def _dotted(expression: ast.expr) -> str:
    """`fastapi.FastAPI` for that expression, and nothing for what is no plain name."""
    match expression:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute) if inner := _dotted(value):
            return f"{inner}.{attribute}"
        case _:
            return ""
