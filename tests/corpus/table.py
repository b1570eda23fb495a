"""Print the corpus as a table: python tests/corpus/table.py [NAME ...]

Every document is generated, compiled by two TypeScripts with declarations checked, and loaded in node, in both targets;
the time is CPU seconds of the whole process that generates. Needs what the tests need.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from project import (
    NODE_RESOLUTION,
    TARGETS,
    Corpus,
    by_document,
    compile_project,
    find_documents,
    generate,
    load_failures,
    transpile,
)

ROOT: Final = Path(__file__).resolve().parents[2]
NODE_MODULES: Final = ROOT / "tests" / "node" / "node_modules"
SPECS: Final = Path(os.environ.get("CONTRACTBRIDGE_SPECS") or ROOT.parent / "shared" / "specs")
GITHUB: Final = NODE_MODULES / "@octokit" / "openapi" / "generated" / "api.github.com.json"
METHODS: Final = frozenset("get put post delete options head patch trace query".split())
VERSIONS: Final = ("typescript", "typescript59")
COLUMNS: Final = ("document", "operations", "schemas", "tsc 7 errors", "tsc 5.9 errors", "loads", "js, s", "ts, s")


def rows(corpus: Corpus, names: list[str]) -> Iterator[tuple[str, ...]]:
    node = shutil.which("node") or sys.exit("node is not installed")
    for name in names:
        document = json.loads(corpus.documents[name].read_text())
        operations = sum(len(METHODS & path.keys()) for path in document["paths"].values())
        schemas = len(document.get("components", {}).get("schemas", {}))
        try:
            seconds = [generate(corpus.documents[name], corpus.root / target / name, target) for target in TARGETS]
        except AssertionError as failure:
            print(failure, file=sys.stderr)
            yield (name, str(operations), str(schemas), *["not generated"] * (len(COLUMNS) - 3))
            continue
        errors = [_errors(corpus, [node, str(NODE_MODULES / version / "bin" / "tsc")], name) for version in VERSIONS]
        yield (name, str(operations), str(schemas), *errors, _loads(corpus, node, name), *(f"{s:.2f}" for s in seconds))


def _errors(corpus: Corpus, tsc: list[str], name: str) -> str:
    found = compile_project(corpus, tsc, [f"{target}/{name}" for target in TARGETS], NODE_RESOLUTION)
    for error in by_document(found).get(name, [])[:5]:
        print(error, file=sys.stderr)
    return str(len(found))


def _loads(corpus: Corpus, node: str, name: str) -> str:
    out = corpus.root / "transpiled" / name
    transpile([str(NODE_MODULES / ".bin" / "esbuild")], corpus.root / "ts" / name, out)
    modules = [folder / file for folder in (corpus.root / "js" / name, out) for file in ("schemas.js", "index.js")]
    failures = load_failures(node, modules)
    for failure in failures.values():
        print(failure, file=sys.stderr)
    return "no" if failures else "yes"


def main() -> None:
    documents = find_documents(SPECS, GITHUB)
    names = sys.argv[1:] or list(documents)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Corpus.at(Path(folder).resolve(), NODE_MODULES, documents)
        print(f"| {' | '.join(COLUMNS)} |", f"|{'---|' * len(COLUMNS)}", sep="\n")
        for row in rows(corpus, names):
            print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
