"""What is generated from five small documents, to the letter: `tests/goldens/*/document.yaml` beside its output.

`make goldens` rewrites the output; look at the difference before committing it.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from contractbridge.emitters import emit_files
from contractbridge.readers.openapi.document import read_contract
from contractbridge.readers.openapi.source import load_document

GOLDENS = Path(__file__).parent / "goldens"
HAND_WRITTEN = {"checks.js", "checks.d.ts", "runtime.js", "runtime.d.ts"}
CASES = sorted(path.name for path in GOLDENS.iterdir())


def generate(case: str, target: str) -> dict[str, str]:
    contract = read_contract(load_document(GOLDENS / case / "document.yaml")).contract
    return {artefact.path: artefact.text for artefact in emit_files(contract, target=target).artefacts}


@pytest.mark.parametrize("target", ["js", "ts"])
@pytest.mark.parametrize("case", CASES)
def test_golden(case: str, target: str) -> None:
    folder = GOLDENS / case / target
    made = {path: text for path, text in generate(case, target).items() if path not in HAND_WRITTEN}
    kept = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }
    if os.environ.get("UPDATE_GOLDENS"):
        for stale in kept.keys() - made.keys():
            (folder / stale).unlink()
        for path, text in made.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        kept = made
    assert made == kept
    assert not [line for text in made.values() for line in text.split("\n") if line != line.rstrip()]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, node_modules: Path) -> Path:
    """Every case in both targets, in one folder that TypeScript and node can work in."""
    folder = tmp_path_factory.mktemp("goldens")
    (folder / "node_modules").symlink_to(node_modules)
    (folder / "package.json").write_text('{"type": "module"}')
    for case in CASES:
        for target in ("js", "ts"):
            for path, text in generate(case, target).items():
                file = folder / case / target / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
    return folder


def test_goldens_compile(project: Path, tsc: list[str]) -> None:
    options = {
        "strict": True,
        "noEmit": True,
        "skipDefaultLibCheck": True,
        "noUnusedLocals": True,
        "target": "es2022",
        "module": "nodenext",
        "lib": ["es2022", "dom"],
        "types": [],
    }
    (project / "tsconfig.json").write_text(json.dumps({"compilerOptions": options, "include": ["*/js", "*/ts"]}))
    run = subprocess.run([*tsc, "-p", "."], cwd=project, capture_output=True, text=True, check=False)
    assert run.stdout == ""
    assert run.returncode == 0


@pytest.mark.parametrize("case", CASES)
def test_goldens_load_and_run_nothing_of_the_document(project: Path, node: str, case: str) -> None:
    script = (
        "globalThis.evil = () => { console.log('evil ran'); };"
        f"const api = await import('./{case}/js/index.js'); console.log(Object.keys(api).length > 0);"
    )
    run = subprocess.run(
        [node, "--input-type=module", "-e", script], cwd=project, capture_output=True, text=True, check=False
    )
    assert (run.stdout, run.stderr) == ("true\n", "")
