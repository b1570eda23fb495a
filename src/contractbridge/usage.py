"""Which lines of a frontend a change concerns: its own TypeScript compiler is asked.

The frontend is compiled in a temporary mirror of its repository, made of links, in which only the generated files are
other ones: those of the old contract, for what was wrong before; those of the new one, for what no longer compiles; and
those of the old one without the fields, the parameters and the operations that change, for who uses them.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from contractbridge.config import Target
from contractbridge.contract import Contract
from contractbridge.drift.change import Change, Use
from contractbridge.emitters import emit_files
from contractbridge.errors import ConfigError
from contractbridge.faces import face_definitions
from contractbridge.naming import name_contract
from contractbridge.output import shown
from contractbridge.probing import Touched, touched_by, without
from contractbridge.revisions import top_around

_SECONDS: Final = 600
_ERROR: Final = re.compile(r"(?P<file>.+?)\((?P<line>\d+),\d+\): error TS\d+: (?P<message>.*)")
_COMMENT_OR_TEXT: Final = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING: Final = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[\]}])', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Frontend:
    """A folder with a `tsconfig.json`, the compiler that is installed for it, and what is generated into it."""

    folder: Path
    compiler: Path
    target: Target


def find_frontend(target: Target, folder: Path | None) -> Frontend:
    """The frontend that `target` is generated for: `folder`, or the nearest one above with a tsconfig.json.

    Raises:
        ConfigError: there is none, or it has no TypeScript of its own.
    """
    out = target.out.resolve()
    above = [folder.resolve()] if folder else [out, *out.parents]
    found = next((each for each in above if (each / "tsconfig.json").is_file()), None)
    if found is None:
        raise ConfigError(
            f"There is no tsconfig.json {f'in {shown(folder)}' if folder else f'above {shown(target.out)}'}.",
            hint='Say where the frontend is: frontend = "../web" under [tool.contractbridge.drift]',
        )
    for each in (found, *found.parents):
        compiler = each / "node_modules" / "typescript" / "bin" / "tsc"
        if compiler.is_file():
            return Frontend(found, compiler, target)
    raise ConfigError(f"TypeScript is not installed in {shown(found)}.", hint=f"Run: cd {shown(found)} && npm install")


def find_uses(changes: Sequence[Change], old: Contract, new: Contract, frontend: Frontend) -> tuple[Change, ...]:
    """`changes`, each that breaks somebody with the lines that it concerns: those that no longer compile, and those
    that use what changes and still do.

    Raises:
        ConfigError: node is not installed, or the compiler does not run.
    """
    asked = [each for each in changes if each.breaks]
    if not asked:
        return tuple(changes)
    names = name_contract(old, face_definitions(old))
    touched = {each.id: touched_by(each, old, names) for each in asked}
    with _mirror(frontend) as mirror:
        before = mirror.errors(old)
        broken = mirror.errors(new) - before
        probes = [without(old, touched.values(), operations=whole) for whole in (False, True)]
        probed = [use for probe in probes if probe != old for use in mirror.errors(probe) - before]
    claimed = {each.id: _claims(broken, touched[each.id]) for each in asked}
    unclaimed = broken - {use for uses in claimed.values() for use in uses}
    return tuple(
        each
        if each.id not in claimed
        else replace(each, uses=_uses(each, claimed[each.id], unclaimed, probed, touched[each.id]))
        for each in changes
    )


def _uses(
    change: Change, claimed: set[Use], unclaimed: Iterable[Use], probed: Iterable[Use], touched: Touched
) -> tuple[Use, ...]:
    found = {(use.file, use.line): use for use in claimed}
    for use in _claims(probed, touched):
        found.setdefault((use.file, use.line), replace(use, message=""))
    if "types" in change.breaks and not claimed:
        # An error that names nothing is most likely about what its file uses, and nothing else explains.
        files = {use.file for use in found.values()}
        found |= {(use.file, use.line): use for use in unclaimed if use.file in files}
    return tuple(found[place] for place in sorted(found))


def _claims(errors: Iterable[Use], touched: Touched) -> set[Use]:
    return {use for use in errors if touched.is_meant_by(use.message)}


# Compiling


@dataclass(frozen=True, slots=True)
class _Mirror:
    """The repository at `top`, linked into `root`; the generated folder is a folder of its own."""

    root: Path
    top: Path
    frontend: Frontend

    def errors(self, contract: Contract) -> set[Use]:
        """What the compiler says of the frontend with what is generated from `contract`."""
        target = self.frontend.target
        out = self._inside(target.out.resolve())
        for file in sorted(out.rglob("*"), reverse=True):
            file.rmdir() if file.is_dir() and not file.is_symlink() else file.unlink()
        for artefact in emit_files(contract, target.emit, target.target, target.coerce).artefacts:
            file = out / artefact.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(artefact.text, encoding="utf-8")
        folder = self._inside(self.frontend.folder)
        found = {use for config in _projects(folder / "tsconfig.json") for use in self._compile(config)}
        generated = os.path.relpath(target.out.resolve(), self.top)
        return {use for use in found if not use.file.startswith(Path(generated).as_posix() + "/")}

    def _inside(self, path: Path) -> Path:
        return self.root / path.relative_to(self.top)

    def _compile(self, config: Path) -> Iterator[Use]:
        options = ["--noEmit", "--incremental", "false", "--composite", "false", "--pretty", "false"]
        command = ["node", str(self.frontend.compiler), "-p", str(config), *options]
        try:
            done = subprocess.run(  # noqa: S603  the frontend's own compiler
                command, cwd=self.root, capture_output=True, text=True, encoding="utf-8", check=False, timeout=_SECONDS
            )
        except FileNotFoundError:
            raise ConfigError("node is not installed, and the frontend's compiler needs it.") from None
        except subprocess.TimeoutExpired:
            raise ConfigError(f"The compiler of {shown(self.frontend.folder)} did not end.") from None
        if done.returncode not in (0, 1, 2):
            raise ConfigError(f"The compiler of {shown(self.frontend.folder)} fails: {done.stderr.strip()[:200]}")
        yield from _read_errors(done.stdout)


def _read_errors(text: str) -> Iterator[Use]:
    """Each error with the lines below it that explain it."""
    found: list[Use] = []
    for line in text.splitlines():
        if match := _ERROR.fullmatch(line):
            found.append(Use(Path(match["file"]).as_posix(), int(match["line"]), match["message"]))
        elif found and line.startswith(" "):
            found[-1] = replace(found[-1], message=f"{found[-1].message} {line.strip()}")
    yield from found


def _projects(config: Path) -> Iterator[Path]:
    """The configuration itself, or those that it only refers to, as Vite's templates do."""
    written = _read_jsonc(config)
    references = written.get("references")
    if written.get("files") != [] or not isinstance(references, list):
        yield config
        return
    for each in references:
        path = config.parent / str(each.get("path", "")) if isinstance(each, dict) else config.parent
        yield from _projects(path / "tsconfig.json" if path.is_dir() else path)


def _read_jsonc(file: Path) -> Mapping[str, Any]:
    """JSON with comments and trailing commas."""
    try:
        text = _COMMENT_OR_TEXT.sub(lambda match: match[1] or "", file.read_text(encoding="utf-8-sig"))
        value = json.loads(_TRAILING.sub(lambda match: match[1] or "", text))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


@contextmanager
def _mirror(frontend: Frontend) -> Iterator[_Mirror]:
    out = frontend.target.out.resolve()
    top = top_around(frontend.folder, Path(os.path.commonpath([frontend.folder, out])))
    if not out.is_relative_to(top) or not frontend.folder.is_relative_to(top):
        raise ConfigError(f"{shown(out)} lies outside of the repository of {shown(frontend.folder)}.")
    with tempfile.TemporaryDirectory(prefix="contractbridge-") as folder:
        root = Path(folder).resolve()
        _link(top, root, [frontend.folder, out], out)
        yield _Mirror(root, top, frontend)


def _link(real: Path, mirror: Path, ways: Sequence[Path], out: Path) -> None:
    """Link what is in `real`, but make folders of the `ways` that lead on from here, and an empty one of `out`."""
    mirror.mkdir(exist_ok=True)
    if real == out:
        return
    onwards = {way.relative_to(real).parts[0] for way in ways if way != real and way.is_relative_to(real)}
    for each in real.iterdir():
        if each.name in onwards and each.is_dir():
            _link(each, mirror / each.name, ways, out)
        else:
            (mirror / each.name).symlink_to(each, target_is_directory=each.is_dir())
    for name in onwards:
        (mirror / name).mkdir(exist_ok=True)
