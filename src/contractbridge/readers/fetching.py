"""The bytes of a document: from a file, a URL or a git revision, with limits on time and size."""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import threading
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any, Final
from urllib.request import Request

from contractbridge.errors import DocumentError

_LARGEST: Final = 200_000_000
_SECONDS: Final = 30
_URL: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
# One letter before the colon is a Windows drive.
_REVISION: Final = re.compile(r"[^:\-][^:]+:.+", re.DOTALL)


def fetch(source: str) -> bytes:
    """What stands at `source`: an http or https URL, a file, or "ref:path" in the git repository around us.

    Raises DocumentError where nothing does, it is larger than 200 MB, or it does not come within 30 seconds.
    """
    if is_url(source):
        return fetch_url(source)
    return fetch_revision(source) if is_revision(source) else fetch_file(Path(source))


def is_url(source: str) -> bool:
    return _URL.match(source) is not None


def is_revision(source: str) -> bool:
    """Whether `source` names a file in git, and no file has that name."""
    # Which raises nothing, whatever the name.
    return _REVISION.fullmatch(source) is not None and not is_url(source) and not os.path.exists(source)  # noqa: PTH110


def fetch_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return _read(file, str(path))
    except FileNotFoundError:
        raise DocumentError(f"There is no file {path}.", hint=_suggest(path)) from None
    except IsADirectoryError:
        raise DocumentError(f"{path} is a folder, not a document.") from None
    except (OSError, ValueError) as error:
        raise DocumentError(f"{path} cannot be read: {_reason(error)}.") from None


def fetch_revision(name: str) -> bytes:
    """The file at "ref:path" in git. The path is that within the repository, or that from here after "./"."""
    if int(_ask_git(name, "-s")) > _LARGEST:
        raise _too_large(name)
    # A blob as it is: `git show` would print folders and commits too.
    return _ask_git(name, "blob")


def _ask_git(name: str, what: str) -> bytes:
    hint = "A document in git is named by revision and path, as in main:contract.json"
    try:
        git = subprocess.run(  # noqa: S603  nothing of it is an option: a revision does not begin with a dash
            ["git", "cat-file", what, name],  # noqa: S607  git is what the user calls git
            capture_output=True,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
            timeout=_SECONDS,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise DocumentError(f"There is no file {name}, and git does not run: {_reason(error)}.", hint=hint) from None
    if git.returncode != 0:
        problem = git.stderr.decode(errors="replace").strip().removeprefix("fatal: ").partition("\n")[0]
        raise DocumentError(f"There is no file {name}, and git says: {problem}.", hint=hint)
    return git.stdout


def fetch_url(url: str) -> bytes:
    """The body at an http or https URL; its redirects may lead to nothing else, and not from https to http."""
    _check_scheme(url)
    shown = _without_password(url)
    # In a thread: neither name servers nor servers that send a byte a minute know an overall limit.
    outcome: list[bytes | DocumentError] = []
    thread = threading.Thread(target=lambda: outcome.append(_download(url, shown)), daemon=True)
    thread.start()
    thread.join(_SECONDS)
    match outcome:
        case []:
            raise DocumentError(f"{shown} did not answer within {_SECONDS} seconds.")
        case [DocumentError() as error, *_]:
            raise error
        case [bytes() as data, *_]:
            return data
    raise AssertionError(outcome)


def _download(url: str, shown: str) -> bytes | DocumentError:
    request = urllib.request.Request(url, headers={"Accept": "application/json, application/yaml, */*;q=0.5"})  # noqa: S310
    try:
        with _opener().open(request, timeout=2 * _SECONDS) as response:
            return _read(response, shown)
    except DocumentError as error:
        return error
    except urllib.error.HTTPError as error:
        error.close()
        reason = str(error.reason).partition("\n")[0].rstrip(".")
        return DocumentError(f"{shown} answered {error.code} {reason}.", hint=_hint_for(error.code))
    except (OSError, HTTPException, ValueError) as error:
        return DocumentError(f"{shown} cannot be fetched: {_reason(error)}.", hint="Is the server running?")


def _opener() -> urllib.request.OpenerDirector:
    """What urllib opens by default, without files, FTP and data URLs."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(),
    ):
        opener.add_handler(handler)
    return opener


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = 5

    def redirect_request(self, *args: Any) -> Request | None:
        request, response, target = args[0], args[1], args[-1]
        try:
            _check_scheme(target)
            if request.type == "https" and not target.lower().startswith("https:"):
                raise DocumentError(f"{_without_password(request.full_url)} redirects to {_without_password(target)}.")
        except DocumentError:
            response.close()
            raise
        return super().redirect_request(*args)


def _check_scheme(url: str) -> None:
    scheme = urllib.parse.urlsplit(url).scheme
    if scheme not in ("http", "https"):
        raise DocumentError(
            f"{_without_password(url)} is of the scheme {scheme!r}, and only http and https are fetched."
        )


def _without_password(url: str) -> str:
    parts = urllib.parse.urlsplit(url)
    return urllib.parse.urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _hint_for(status: int) -> str:
    match status:
        case 401 | 403:
            return "Fetch it yourself, with what you log in with, and give the file."
        case 404:
            return "A FastAPI app serves its document at /openapi.json, below its root path."
        case _:
            return ""


def _read(file: IO[bytes], name: str) -> bytes:
    data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise _too_large(name)
    return data


def _too_large(name: str) -> DocumentError:
    return DocumentError(f"{name} is larger than {_LARGEST // 1_000_000} MB.")


def _suggest(path: Path) -> str:
    try:
        names = [each.name for each in path.parent.iterdir()]
    except OSError:
        return f"There is no folder {path.parent} either." if not path.parent.is_dir() else ""
    close = difflib.get_close_matches(path.name, names[:1000], n=1)
    return f"Did you mean {path.with_name(close[0])}?" if close else ""


def _reason(error: Exception) -> str:
    inner = getattr(error, "reason", None) or error
    return str(getattr(inner, "strerror", None) or inner).rstrip(".")
