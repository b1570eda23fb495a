"""The line of Python behind a change, in the working tree or in an old revision.

A contract names Python things by module and qualified name; their lines are looked up here, from text alone, since an
old revision cannot be imported.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final, TypeAlias

from contractbridge.contract import PythonName
from contractbridge.drift.change import Change, Source, Subject

_MOST_BASES: Final = 16

# The text of a file, by its path from the top of the repository; None where there is none.
Read: TypeAlias = Callable[[str], str | None]
_Scope: TypeAlias = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


class SourceFinder:
    """Finds lines in one state of a repository: `roots` are the folders that imports start from, as paths from its
    top; `revision` is empty for the working tree."""

    def __init__(self, read: Read, roots: Sequence[str], revision: str = "") -> None:
        self._read = cache(read)
        self._roots = tuple(dict.fromkeys(roots))
        self._revision = revision
        self._modules: dict[str, tuple[str, ast.Module] | None] = {}

    def find(self, python: PythonName, member: str = "") -> Source | None:
        """Where `python` is defined, or the field, enum member or parameter `member` within it. A member that is
        nowhere to be found is taken for inherited from elsewhere, and the line is that of the whole."""
        found = self._module(python.module)
        if found is None:
            return None
        file, tree = found
        scope = _definition(tree, python.qualname)
        if scope is None:
            return None
        for holder_file, holder in self._lineage(file, python.module, scope):
            if member and (line := _member_line(holder, member)):
                return Source(holder_file, line, self._revision)
        return Source(file, scope.lineno, self._revision)

    def _module(self, name: str) -> tuple[str, ast.Module] | None:
        if name not in self._modules:
            self._modules[name] = self._parse(name)
        return self._modules[name]

    def _parse(self, name: str) -> tuple[str, ast.Module] | None:
        path = name.replace(".", "/")
        for root in self._roots:
            for end in (".py", "/__init__.py"):
                file = f"{root}/{path}{end}" if root not in ("", ".") else f"{path}{end}"
                if (text := self._read(file)) is not None:
                    try:
                        return file, ast.parse(text)
                    except (SyntaxError, ValueError, RecursionError):
                        return None
        return None

    def _lineage(self, file: str, module: str, scope: _Scope) -> Iterator[tuple[str, _Scope]]:
        """`scope` and, for a class, its bases as far as the repository has them."""
        waiting = [(file, module, scope)]
        for _ in range(_MOST_BASES):
            if not waiting:
                return
            file, module, scope = waiting.pop(0)
            yield file, scope
            found = self._module(module)
            if isinstance(scope, ast.ClassDef) and found is not None:
                waiting += filter(None, (self._class(base, module, found) for base in _base_names(scope)))

    def _class(self, name: str, module: str, here: tuple[str, ast.Module]) -> tuple[str, str, _Scope] | None:
        file, tree = here
        if (scope := _definition(tree, name)) is not None:
            return file, module, scope
        origin = _imports(tree, module, is_package=file.endswith("/__init__.py")).get(name)
        if origin is None or (found := self._module(origin.module)) is None:
            return None
        scope = _definition(found[1], origin.qualname)
        return None if scope is None else (found[0], origin.module, scope)


def locate(changes: Iterable[Change], old: SourceFinder | None, new: SourceFinder | None) -> tuple[Change, ...]:
    """`changes`, each with the first of its subjects that has a line."""
    return tuple(replace(each, source=_first(each.subjects, old, new)) for each in changes)


def _first(subjects: Iterable[Subject], old: SourceFinder | None, new: SourceFinder | None) -> Source | None:
    for each in subjects:
        finder = old if each.side == "old" else new
        if finder is not None and (source := finder.find(each.python, each.member)) is not None:
            return source
    return None


def _definition(tree: ast.Module, qualname: str) -> _Scope | None:
    """The class or function of that name; generics are found without their arguments."""
    body, scope = tree.body, None
    for name in qualname.partition("[")[0].split("."):
        if name == "<locals>":
            continue
        scope = next((each for each in _scopes(body) if each.name == name), None)
        if scope is None:
            return None
        body = scope.body
    return scope


def _scopes(body: Iterable[ast.stmt]) -> Iterator[_Scope]:
    """The classes and functions of a body, also under conditions; of two with one name the last is what counts."""
    found = list(body)
    for each in reversed(found):
        match each:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield each
            case ast.If(body=inner, orelse=other) | ast.Try(body=inner, orelse=other):
                yield from _scopes([*inner, *other])
            case ast.With(body=inner) | ast.AsyncWith(body=inner):
                yield from _scopes(inner)
            case _:
                continue


def _member_line(scope: _Scope, name: str) -> int:
    match scope:
        case ast.ClassDef(body=body):
            return next((each.lineno for each in body if name in _bound(each)), 0)
        case ast.FunctionDef(args=arguments) | ast.AsyncFunctionDef(args=arguments):
            every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
            return next((each.lineno for each in every if each.arg == name), 0)
        case _:
            return 0


def _bound(statement: ast.stmt) -> list[str]:
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.FunctionDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            return [each.id for each in targets if isinstance(each, ast.Name)]
        case _:
            return []


def _base_names(scope: ast.ClassDef) -> Iterator[str]:
    for base in scope.bases:
        match base:
            case ast.Name(id=name) | ast.Subscript(value=ast.Name(id=name)):
                yield name
            case _:
                continue


def _imports(tree: ast.Module, module: str, *, is_package: bool) -> Mapping[str, PythonName]:
    """What `from ... import ...` binds in a module, by the name that it has there."""
    found: dict[str, PythonName] = {}
    parts = module.split(".") if is_package else module.split(".")[:-1]
    for each in ast.walk(tree):
        if isinstance(each, ast.ImportFrom):
            start = parts[: len(parts) - each.level + 1] if each.level else []
            origin = ".".join([*start, *([each.module] if each.module else [])])
            found |= {alias.asname or alias.name: PythonName(origin, alias.name) for alias in each.names}
    return found
