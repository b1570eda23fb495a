"""The git merge driver: two branches that both changed the contract, or what is generated from it.

A contract is merged by what it says, not by its lines: two operations that were added beside each other do not
conflict. What is generated is never in conflict for long, since `contractbridge generate` makes it again.
"""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, Final

from contractbridge.config import Config
from contractbridge.errors import ConfigError
from contractbridge.output import is_ours, replace_file, shown
from contractbridge.readers.facts import canonical_json
from contractbridge.revisions import path_in_repository, repository_around

NAME: Final = "contractbridge"
DRIVER: Final = "contractbridge merge %O %A %B %P"


class _Absent(Enum):
    ABSENT = "absent"


_ABSENT: Final = _Absent.ABSENT


@dataclass(slots=True)
class Merged:
    """What came of a merge, and the places where both sides changed the same thing, which have our side."""

    document: Any
    conflicts: list[str] = field(default_factory=list)


def merge_documents(base: Any, ours: Any, theirs: Any) -> Merged:
    """The changes from `base` to `theirs`, laid over `ours`; all three are JSON."""
    merged = Merged(None)
    merged.document = _merge(base, ours, theirs, "", merged.conflicts)
    return merged


def merge_files(base: Path, ours: Path, theirs: Path, path: str) -> str:
    """Merge into the file `ours`, as git asks a driver to; `path` is what the file is in the repository.

    Gives what people must know of: empty where all went well, otherwise why they have to look at the file, which then
    has git's own conflict markers.
    """
    texts = [file.read_text(encoding="utf-8") for file in (base, ours, theirs)]
    if path.endswith(".json") and (merged := _merged_contract(texts)) is not None:
        if not merged.conflicts:
            replace_file(ours, canonical_json(merged.document))
            return ""
        _merge_lines(base, ours, theirs)
        return f"{path}: both sides changed {', '.join(merged.conflicts[:3])}."
    if _merge_lines(base, ours, theirs):
        return ""
    if is_ours(texts[1]):
        replace_file(ours, texts[1])
        return ""
    return f"{path}: both sides changed the same lines."


def install(config: Config) -> Iterator[str]:
    """Tell git of the driver, and which files it is for; says what was done.

    Raises:
        ConfigError: there is no repository, or it cannot be configured.
        DocumentError: git cannot be asked.
    """
    folder = config.file.parent
    top = repository_around(folder)
    if top is None:
        raise ConfigError(f"{shown(folder)} is in no git repository.", hint="Run: git init")
    for key, value in (("name", "contracts by what they say"), ("driver", DRIVER)):
        done = subprocess.run(["git", "config", f"merge.{NAME}.{key}", value], cwd=top, check=False)  # noqa: S603,S607
        if done.returncode != 0:
            raise ConfigError(
                "git cannot be configured.", hint=f"Run: git config merge.{NAME}.driver {shlex.quote(DRIVER)}"
            )
    yield f"git merges with: {DRIVER}"
    file = top / ".gitattributes"
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    missing = [line for line in _attributes(config) if line not in before.splitlines()]
    if missing:
        replace_file(
            file,
            "".join([before, "" if before.endswith("\n") or not before else "\n", *(f"{line}\n" for line in missing)]),
        )
        yield f"Wrote: {shown(file)}"
        yield from (f"  {line}" for line in missing)
    yield "Everyone who clones the repository runs this once: git keeps drivers out of it."


def _attributes(config: Config) -> Iterator[str]:
    for app in config.apps:
        if app.contract is not None:
            yield f"{_pattern(app.contract)} merge={NAME} linguist-generated"
        for target in app.targets:
            yield f"{_pattern(target.out)}/** merge={NAME} linguist-generated"


def _pattern(path: Path) -> str:
    name = path_in_repository(path)
    return f'"/{name}"' if " " in name else f"/{name}"


def _merged_contract(texts: Sequence[str]) -> Merged | None:
    """None where one of the three is no contract."""
    try:
        documents = [json.loads(text) for text in texts]
    except ValueError:
        return None
    if not all(isinstance(each, dict) and "openapi" in each for each in documents):
        return None
    return merge_documents(*documents)


def _merge_lines(base: Path, ours: Path, theirs: Path) -> bool:
    """As git itself would; whether it left no conflict."""
    names = ["-L", "ours", "-L", "base", "-L", "theirs"]
    done = subprocess.run(["git", "merge-file", *names, str(ours), str(base), str(theirs)], check=False)  # noqa: S603,S607
    return done.returncode == 0


def _merge(base: Any, ours: Any, theirs: Any, place: str, conflicts: list[str]) -> Any:
    if _same(ours, theirs) or _same(theirs, base):
        return ours
    if _same(ours, base):
        return theirs
    match base, ours, theirs:
        case ((dict() | _Absent.ABSENT), dict(), dict()):
            return _merge_objects({} if base is _ABSENT else base, ours, theirs, place, conflicts)
        case list(), list(), list() if len(base) == len(ours) == len(theirs):
            parts = zip(base, ours, theirs, strict=True)
            return [_merge(*each, f"{place}/{index}", conflicts) for index, each in enumerate(parts)]
        case list(), list(), list() if all(isinstance(each, str) for each in (*base, *ours, *theirs)):
            return _merge_names(base, ours, theirs)
        case _:
            conflicts.append(place or "everything")
            return ours


def _merge_objects(
    base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any], place: str, conflicts: list[str]
) -> dict[str, Any]:
    """Our order, then what only they have."""
    found: dict[str, Any] = {}
    for key in (*ours, *(key for key in theirs if key not in ours)):
        step = key.replace("~", "~0").replace("/", "~1")
        before, own, other = (each.get(key, _ABSENT) for each in (base, ours, theirs))
        if (value := _merge(before, own, other, f"{place}/{step}", conflicts)) is not _ABSENT:
            found[key] = value
    return found


def _merge_names(base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    """Lists of names: what either side took out is out, what either put in is in."""
    kept = [each for each in ours if each in theirs or each not in base]
    return kept + [each for each in theirs if each not in base and each not in ours]


def _same(one: Any, other: Any) -> bool:
    """Python holds that 1, 1.0 and true are equal. Where only an order differs, the parts are looked at."""
    return one == other and repr(one) == repr(other)
