"""Documents of real applications: what is generated compiles, loads, and is the same every time."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest

from corpus.project import (
    GITHUB,
    NODE_RESOLUTION,
    Corpus,
    Target,
    by_document,
    compile_project,
    generate,
    load_failures,
    transpile,
)

SLOW: Final = bool(os.environ.get("CONTRACTBRIDGE_SLOW_TESTS"))


def test_compiles_without_an_error(corpus: Corpus, names: list[str], target: Target, tsc: list[str]) -> None:
    if names == [GITHUB] and "typescript59" in tsc[-1] and not SLOW:
        pytest.skip("TypeScript 5.9 takes a minute for GitHub's document: set CONTRACTBRIDGE_SLOW_TESTS=1")
    for name in names:
        corpus.folder(name, target)
    diagnostics = compile_project(corpus, tsc, [f"{target}/{name}" for name in names], NODE_RESOLUTION)
    assert by_document(diagnostics) == {}


def test_loads_in_node(corpus: Corpus, names: list[str], target: Target, node: str, esbuild: list[str]) -> None:
    folders = [corpus.folder(name, target) for name in names]
    if target == "ts":
        folders = [transpile(esbuild, folder, corpus.root / "transpiled" / folder.name) for folder in folders]
    assert load_failures(node, [folder / module for folder in folders for module in ("schemas.js", "index.js")]) == {}


def test_is_the_same_under_another_hash_seed(corpus: Corpus, name: str, target: Target, tmp_path: Path) -> None:
    generate(corpus.documents[name], tmp_path / name, target, hash_seed=1)
    assert _texts(tmp_path / name) == _texts(corpus.folder(name, target))


def _texts(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
