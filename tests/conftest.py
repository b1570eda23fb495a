"""Where the tests find what is not Python: node and its tools, a browser, documents of real applications.

What is missing skips the tests that need it, with the command that brings it.
"""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parents[1]
NODE_TOOLS = ROOT / "tests" / "node" / "node_modules"
SPECS = Path(os.environ.get("CONTRACTBRIDGE_SPECS") or ROOT.parent / "shared" / "specs")


# The same draws each time: a pattern that is drawn anew may keep Python's engine busy for hours.
hypothesis.settings.register_profile("same", derandomize=True, database=None)
hypothesis.settings.load_profile("same")

# A shell gives its background jobs no Ctrl-C, and what the tests start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)


def _program(*names: str) -> str:
    for name in names:
        if found := shutil.which(name):
            return found
    return pytest.skip(f"{names[0]} is not installed")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def node() -> str:
    return _program("node")


@pytest.fixture(scope="session")
def node_modules(node: str) -> Path:
    """Packages for a generated client: Zod, two TypeScripts, esbuild; link it beside what is to be run."""
    if not NODE_TOOLS.is_dir():
        pytest.skip("tests/node/node_modules is missing: run `make setup`")
    return NODE_TOOLS


@pytest.fixture(scope="session", params=["typescript", "typescript59"])
def tsc(request: pytest.FixtureRequest, node: str, node_modules: Path) -> list[str]:
    """The command of a TypeScript compiler; a test that asks for it runs with TypeScript 7 and with 5.9."""
    return [node, str(node_modules / request.param / "bin" / "tsc")]


@pytest.fixture(scope="session")
def esbuild(node_modules: Path) -> list[str]:
    # Its own bin is a script or an executable, as its installation went; the link is either.
    return [str(node_modules / ".bin" / "esbuild")]


@pytest.fixture(scope="session")
def chromium() -> str:
    return _program("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def specs() -> Path:
    """The folder with documents of real FastAPI applications."""
    if not SPECS.is_dir():
        pytest.skip(f"{SPECS} is missing: set CONTRACTBRIDGE_SPECS to a folder of OpenAPI documents")
    return SPECS


@pytest.fixture(scope="session")
def github_document(node_modules: Path) -> Path:
    """GitHub's REST API, 13 MB: the largest document at hand."""
    return node_modules / "@octokit" / "openapi" / "generated" / "api.github.com.json"
