"""The layers: imports go downwards, and late ones say why."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "contractbridge"

# From the ground up; a unit imports only from the layers below its own, and a package also from itself.
LAYERS = [
    {"errors", "contract"},
    {"spelling", "diffs", "graphs", "patterns"},
    {"faces", "output", "revisions"},
    {"tables"},
    {"policies"},
    {"readers", "naming", "config", "selection"},
    {"drift"},
    {"emitters", "report", "options", "loading"},
    {"reports"},
    {"pipeline", "project", "arguments", "against", "merging", "commenting", "probing", "hearing"},
    {"usage"},
    {"saves", "standby", "prove", "comparing"},
    {"follow"},
    {"watch", "terminal"},
    {"gate"},
    {"cli"},
    {"__main__", "__init__"},
]
LEVELS = {unit: level for level, units in enumerate(LAYERS) for unit in units}
FILES = sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))


def unit_of(file: str) -> str:
    return file.partition("/")[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[tuple[ast.Import | ast.ImportFrom, str]]:
    """Each import of ours with the unit that it names."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import"
            names = [node.module or ""]
            if node.module == "contractbridge":
                names = [f"contractbridge.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            if name.startswith("contractbridge."):
                assert isinstance(node, ast.Import | ast.ImportFrom)
                unit = name.split(".")[1]
                yield node, unit if (SOURCE / unit).exists() or (SOURCE / f"{unit}.py").exists() else "__init__"


def test_every_unit_has_its_layer() -> None:
    assert {unit_of(file) for file in FILES} - {"__init__"} <= set(LEVELS)


@pytest.mark.parametrize("file", FILES)
def test_imports_go_downwards(file: str) -> None:
    own = unit_of(file)
    tree = ast.parse((SOURCE / file).read_text())
    upwards = [
        f"{file}:{node.lineno} imports {unit}"
        for node, unit in imports(tree)
        # The version stands in `__init__`, which imports nothing that its own use does not ask for.
        if unit not in {own, "__init__"} and LEVELS[unit] >= LEVELS[own]
    ]
    assert not upwards


@pytest.mark.parametrize("file", FILES)
def test_late_imports_say_why(file: str) -> None:
    text = (SOURCE / file).read_text()
    lines = text.splitlines()
    silent = []
    for function in ast.walk(ast.parse(text)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        reason = ""
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                above = lines[node.lineno - 2].strip()
                after = lines[node.lineno - 1].partition("#")[2].partition("PLC0415")[2]
                reason = after or (above if above.startswith("#") else "") or reason
                if not reason:
                    silent.append(f"{file}:{node.lineno}")
    assert not silent


PACKAGES = sorted(
    path.parent.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("__init__.py") if path.parent != SOURCE
)


@pytest.mark.parametrize("package", PACKAGES)
def test_no_cycles_within_a_package(package: str) -> None:
    """Neither between its modules nor between the packages in it."""
    start = f"contractbridge.{package.replace('/', '.')}."
    uses: dict[str, set[str]] = {}
    for path in sorted((SOURCE / package).rglob("*.py")):
        own = path.relative_to(SOURCE / package).parts[0].removesuffix(".py")
        found = uses.setdefault(own, set())
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(start):
                found.add((node.module or "").removeprefix(start).split(".")[0])
        found.discard(own)
    while free := {module for module, used in uses.items() if not used & set(uses)}:
        uses = {module: used for module, used in uses.items() if module not in free}
    assert not uses
