"""Revisions in git: which there are, where two lines of work parted, and what a file was then."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Final

from contractbridge.errors import DocumentError

_SECONDS: Final = 60


def is_revision(name: str, folder: Path) -> bool:
    """Whether `name` is a commit, a branch or a tag of the repository around `folder`.

    Raises DocumentError where git cannot be asked.
    """
    if name.startswith("-") or not _has_repository(folder):
        return False
    return _line(folder, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") != ""


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
    """The top of the repository that `place`, which need not exist, lies in; None where it lies in none.

    Raises DocumentError where git cannot be asked.
    """
    folder = place.absolute()
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    if not _has_repository(folder):
        return None
    top = _line(folder, "rev-parse", "--show-toplevel")
    return Path(top).resolve() if top else None


def top_around(place: Path, otherwise: Path) -> Path:
    """The same for what goes on without git: `otherwise` where there is no repository, or git cannot be asked."""
    with suppress(DocumentError):
        return repository_around(place) or otherwise
    return otherwise


def path_in_repository(file: Path) -> str:
    """The path of `file` from the top of its repository; empty where it lies in none.

    Raises DocumentError where git cannot be asked.
    """
    top = repository_around(file.parent)
    return "" if top is None else Path(os.path.relpath(file.resolve(), top)).as_posix()


def text_at(revision: str, path: str, folder: Path) -> str | None:
    """The file at `path`, from the top of the repository, as it was in `revision`; None where there was none."""
    return _git(folder, "cat-file", "blob", f"{revision}:{path}")


def _line(folder: Path, *arguments: str) -> str:
    return (_git(folder, *arguments) or "").strip()


def _git(folder: Path, *arguments: str) -> str | None:
    """What git prints; None where it finds nothing of the kind."""
    try:
        git = _run(folder, *arguments)
    except ValueError:  # what a document calls a module may hold a null character, which no name of a file does
        return None
    return git.stdout.decode(errors="replace") if git.returncode == 0 else None


def _has_repository(folder: Path) -> bool:
    """Whether git finds a repository around `folder`. Raises DocumentError where there is one that it refuses."""
    git = _run(folder, "rev-parse", "--git-dir")
    said = git.stderr.decode(errors="replace").removeprefix("fatal: ").strip().splitlines() or ["it does not say why"]
    if git.returncode == 0 or said[0].startswith("not a git repository (or any"):
        return git.returncode == 0
    # Of a repository that belongs to somebody else it also says what to run.
    hint = f"Run: {said[-1].strip()}" if said[-1].strip().startswith("git config") else ""
    raise DocumentError(f"git refuses this repository: {said[0].rstrip('.')}.", hint=hint)


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603  names that begin with a dash are refused before
            ["git", *arguments],  # noqa: S607  git is what the user calls git
            cwd=folder,
            capture_output=True,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
            timeout=_SECONDS,
        )
    except FileNotFoundError:
        raise DocumentError(
            "git is not on the PATH.", hint="Install it: without git only files can be compared."
        ) from None
    except (OSError, subprocess.SubprocessError) as error:
        raise DocumentError(f"git does not run: {error}.") from None
