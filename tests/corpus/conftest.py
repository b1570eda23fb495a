from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.project import APPLICATIONS, GITHUB, TARGETS, Corpus, Target, find_documents


@pytest.fixture(scope="session")
def corpus(specs: Path, github_document: Path, node_modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # that of all workers
    return Corpus.at(folder / "corpus", node_modules, find_documents(specs, github_document))


@pytest.fixture(params=TARGETS)
def target(request: pytest.FixtureRequest) -> Target:
    chosen: Target = request.param
    return chosen


@pytest.fixture(params=[*APPLICATIONS, GITHUB])
def name(request: pytest.FixtureRequest, corpus: Corpus) -> str:
    """Each document in turn."""
    return _present([request.param], corpus)[0]


@pytest.fixture(params=[APPLICATIONS, (GITHUB,)], ids=["applications", "github"])
def names(request: pytest.FixtureRequest, corpus: Corpus) -> list[str]:
    """All applications together, which costs a compiler less than one by one; and GitHub's, as large as all of them."""
    return _present(request.param, corpus)


def _present(names: list[str], corpus: Corpus) -> list[str]:
    if missing := [name for name in names if name not in corpus.documents]:
        pytest.skip(f"no document of {', '.join(missing)}")
    return list(names)


@pytest.fixture(scope="session")
def typescript7(node: str, node_modules: Path) -> list[str]:
    """TypeScript 7 alone: 5.9 takes ten times as long to compare types, and fails to compare some recursive ones."""
    return [node, str(node_modules / "typescript" / "bin" / "tsc")]
