"""The bytes of a document: from a file, a URL or a git revision, with limits on time and size."""

from __future__ import annotations

import difflib
import os
import re
import subprocess
from pathlib import Path
from typing import Final

from contractbridge.errors import DocumentError
from contractbridge.readers.openapi.limits import LARGEST, SECONDS, read_within_limit, reason_of, too_large

HERE: Final = Path()

_URL: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
# One letter before the colon is a Windows drive.
_REVISION: Final = re.compile(r"[^:\-][^:]+:.+", re.DOTALL)


def fetch(source: str, folder: Path = HERE) -> bytes:
    """What stands at `source`: an http or https URL, a file, or "ref:path" in the git repository around `folder`.

    Raises DocumentError where nothing does, it is larger than 200 MB, or it does not come within 30 seconds.
    """
    if is_url(source):
        from contractbridge.readers.openapi.downloading import download  # noqa: PLC0415  most documents are files

        return download(source)
    return fetch_revision(source, folder) if is_revision(source) else fetch_file(Path(source))


def is_url(source: str) -> bool:
    return _URL.match(source) is not None


def is_revision(source: str) -> bool:
    """Whether `source` names a file in git, and no file has that name."""
    # Which raises nothing, whatever the name.
    return _REVISION.fullmatch(source) is not None and not is_url(source) and not os.path.exists(source)  # noqa: PTH110


def fetch_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return read_within_limit(file, str(path))
    except FileNotFoundError:
        raise DocumentError(f"There is no file {path}.", hint=_suggest(path)) from None
    except IsADirectoryError:
        raise DocumentError(f"{path} is a folder, not a document.") from None
    except (OSError, ValueError) as error:
        raise DocumentError(f"{path} cannot be read: {reason_of(error)}.") from None


def fetch_revision(name: str, folder: Path) -> bytes:
    """The file at "ref:path" in git. The path is that within the repository, or that from `folder` after "./"."""
    if int(_ask_git(name, "-s", folder)) > LARGEST:
        raise too_large(name)
    # A blob as it is: `git show` would print folders and commits too.
    return _ask_git(name, "blob", folder)


def _ask_git(name: str, what: str, folder: Path) -> bytes:
    hint = "A document in git is named by revision and path, as in main:contract.json"
    try:
        git = subprocess.run(  # noqa: S603  nothing of it is an option: a revision does not begin with a dash
            ["git", "cat-file", what, name],  # noqa: S607  git is what the user calls git
            capture_output=True,
            check=False,
            cwd=folder,
            env={**os.environ, "LC_ALL": "C"},
            timeout=SECONDS,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise DocumentError(f"There is no file {name}, and git does not run: {reason_of(error)}.", hint=hint) from None
    if git.returncode != 0:
        problem = git.stderr.decode(errors="replace").strip().removeprefix("fatal: ").partition("\n")[0]
        raise DocumentError(f"There is no file {name}, and git says: {problem.rstrip('.')}.", hint=hint)
    return git.stdout


def _suggest(path: Path) -> str:
    try:
        names = [each.name for each in path.parent.iterdir()]
    except OSError:
        return f"There is no folder {path.parent} either." if not path.parent.is_dir() else ""
    close = difflib.get_close_matches(path.name, names[:1000], n=1)
    return f"Did you mean {path.with_name(close[0])}?" if close else ""
