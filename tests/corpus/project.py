"""The corpus: documents of real applications, what is generated from them side by side, and what it amounts to.

Generating and compiling is what takes time, so a document is generated once for all tests, also when several
processes run them, and many documents are compiled as one program.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import resource
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

Target: TypeAlias = Literal["js", "ts"]
TARGETS: Final[tuple[Target, ...]] = ("js", "ts")

APPLICATIONS: Final = tuple("dispatch fsft langflow mealie onyx polar prefect romm titiler tracecat".split())
GITHUB: Final = "github"

# Declarations are checked too; and what a new Vite project asks of its sources.
_COMPILER_OPTIONS: Final = {
    "strict": True,
    "noEmit": True,
    "skipLibCheck": False,
    "skipDefaultLibCheck": True,
    "target": "ES2022",
    "lib": ["ES2022", "DOM", "DOM.Iterable"],
    "types": [],
    "noUnusedLocals": True,
    "noUnusedParameters": True,
    "noFallthroughCasesInSwitch": True,
    "noUncheckedSideEffectImports": True,
    "erasableSyntaxOnly": True,
    "verbatimModuleSyntax": True,
}
NODE_RESOLUTION: Final = {"module": "NodeNext"}
BUNDLER_RESOLUTION: Final = {"module": "ESNext", "moduleResolution": "bundler"}

_DIAGNOSTIC: Final = re.compile(r"(?P<path>[^\s(]+)\((?P<line>\d+),\d+\): error (?P<message>.+)")
# Also makes what operations make only when asked: their schemas.
_LOAD: Final = """
const failures = {};
const touch = (value) => {
  for (const each of Object.values(value)) {
    if (typeof each === "function") each.schemas;
    else if (each && Object.prototype.toString.call(each) === "[object Module]") touch(each);
  }
};
for (const module of process.argv.slice(1)) {
  try { touch(await import(module)); } catch (error) { failures[module] = String(error.stack ?? error); }
}
console.log(JSON.stringify(failures));
"""


@dataclass(frozen=True, slots=True)
class Corpus:
    """`documents` by name, generated into `root`/TARGET/NAME beside the packages that they need."""

    root: Path
    documents: Mapping[str, Path]

    @classmethod
    def at(cls, root: Path, node_modules: Path, documents: Mapping[str, Path]) -> Corpus:
        root.mkdir(parents=True, exist_ok=True)
        with _first_under(root / "prepared") as first:
            if first:
                (root / "package.json").write_text('{"type": "module"}')
                (root / "node_modules").symlink_to(node_modules, target_is_directory=True)
        return cls(root, documents)

    def folder(self, name: str, target: Target) -> Path:
        """Where `name` is generated to, which is done now unless it has been."""
        folder = self.root / target / name
        folder.parent.mkdir(exist_ok=True)
        with _first_under(folder.with_suffix(".generated")) as first:
            if first:
                generate(self.documents[name], folder, target)
        return folder


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What a compiler says of a file, whose path is relative to the corpus."""

    path: str
    line: int
    message: str


def find_documents(specs: Path, github: Path) -> dict[str, Path]:
    """The documents of the corpus that are there."""
    found = {name: specs / f"{name}.json" for name in APPLICATIONS} | {GITHUB: github}
    return {name: path for name, path in found.items() if path.is_file()}


def generate(document: Path, folder: Path, target: Target, *, hash_seed: int = 0) -> float:
    """Generate as a user does; the CPU seconds that it took. `AssertionError` where it fails."""
    command = [sys.executable, "-m", "contractbridge", "generate"]
    command += ["--spec", str(document), "--out", str(folder), "--target", target]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, f"{document.name}: exit code {done.returncode}\n{done.stderr or done.stdout}"
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def compile_project(
    corpus: Corpus, tsc: Sequence[str], files: Iterable[str], resolution: Mapping[str, str]
) -> list[Diagnostic]:
    """The errors in `files`, patterns below the corpus, compiled as one program."""
    settings = {"compilerOptions": {**_COMPILER_OPTIONS, **resolution}, "include": sorted(files)}
    config = corpus.root / f"tsconfig.{os.getpid()}.json"
    config.write_text(json.dumps(settings))
    command = [*tsc, "--pretty", "false", "-p", str(config)]
    done = subprocess.run(command, cwd=corpus.root, capture_output=True, text=True, check=False)
    found = [
        Diagnostic(match["path"], int(match["line"]), match["message"])
        for match in map(_DIAGNOSTIC.match, done.stdout.splitlines())
        if match
    ]
    assert bool(found) == bool(done.returncode), done.stdout + done.stderr
    return found


def by_document(diagnostics: Iterable[Diagnostic]) -> dict[str, list[str]]:
    """Errors by the name of the document, "" for those in files that are not generated."""
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    for each in diagnostics:
        target, _, rest = each.path.partition("/")
        name = rest.partition("/")[0] if target in TARGETS else ""
        grouped[name].append(f"{each.path}:{each.line}: {each.message}")
    return dict(grouped)


def transpile(esbuild: Sequence[str], folder: Path, out: Path) -> Path:
    """What is in `folder`, all of it as JavaScript that node loads; `out`."""
    shutil.copytree(folder, out, ignore=shutil.ignore_patterns("*.ts"), dirs_exist_ok=True)
    sources = [str(path) for path in sorted(folder.rglob("*.ts")) if not path.name.endswith(".d.ts")]
    subprocess.run([*esbuild, *sources, f"--outbase={folder}", f"--outdir={out}", "--log-level=error"], check=True)
    return out


def load_failures(node: str, modules: Iterable[Path]) -> dict[str, str]:
    """Why modules cannot be loaded, by path; all in one process."""
    command = [node, "--input-type=module", "-e", _LOAD, *map(str, modules)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@contextmanager
def _first_under(marker: Path) -> Iterator[bool]:
    """Whether the block is the first under `marker` to get to its end, among all processes; others wait meanwhile."""
    with marker.with_name(f".{marker.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not marker.exists()
        marker.touch()
