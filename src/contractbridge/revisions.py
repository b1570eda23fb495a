"""Revisions in git: which there are, where two lines of work parted, and what a file was then."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Final

from contractbridge.errors import DocumentError

_SECONDS: Final = 60


def is_revision(name: str, folder: Path) -> bool:
    """Whether `name` is a commit, a branch or a tag of the repository around `folder`."""
    return not name.startswith("-") and _line(folder, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") != ""


def merge_base(name: str, folder: Path) -> str:
    """The commit at which HEAD and the revision `name` parted: what a change is measured against.

    Raises DocumentError where they have none in common, as in a clone that is too shallow.
    """
    if base := _line(folder, "merge-base", name, "HEAD"):
        return base
    raise DocumentError(
        f"{name} and HEAD have no commit in common here.",
        hint="Fetch more of the history, as in: git fetch --unshallow",
    )


def short_name(revision: str, folder: Path) -> str:
    return _line(folder, "rev-parse", "--short", revision)


def repository_around(place: Path) -> Path | None:
    """The top of the repository that `place`, which need not exist, lies in."""
    folder = place.absolute()
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    top = _line(folder, "rev-parse", "--show-toplevel")
    return Path(top).resolve() if top else None


def path_in_repository(file: Path) -> str:
    """The path of `file` from the top of its repository; empty where it lies in none."""
    top = repository_around(file.parent)
    return "" if top is None else Path(os.path.relpath(file.resolve(), top)).as_posix()


def text_at(revision: str, path: str, folder: Path) -> str | None:
    """The file at `path`, from the top of the repository, as it was in `revision`; None where there was none."""
    return _git(folder, "cat-file", "blob", f"{revision}:{path}")


def _line(folder: Path, *arguments: str) -> str:
    return (_git(folder, *arguments) or "").strip()


def _git(folder: Path, *arguments: str) -> str | None:
    """What git prints; None where it fails."""
    try:
        git = subprocess.run(  # noqa: S603  names that begin with a dash are refused before
            ["git", *arguments],  # noqa: S607  git is what the user calls git
            cwd=folder,
            capture_output=True,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
            timeout=_SECONDS,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return git.stdout.decode(errors="replace") if git.returncode == 0 else None
