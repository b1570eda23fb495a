"""What openapi-spec-validator says of a document: aside, within a time limit, and once for each document.

It takes seconds for a real document, and crashes on some; so it runs in a process of its own while the document
is read, and its findings are kept in the user's cache folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from contractbridge.errors import Notice

_SECONDS: Final = 30.0
_TELLING: Final = b"\0003\0"  # goes up when findings are told in another way
_MOST_KEPT: Final = 200


def start_validation(document: Mapping[str, Any]) -> Validation:
    """Begin to validate, unless the same document has been before; `result()` waits for the findings."""
    try:
        text = json.dumps(document, skipkeys=True, default=str).encode()
    except (RecursionError, ValueError) as error:
        return Validation(findings=[Notice("#", f"The document could not be validated: {error}.")])
    kept = _cache_folder() / f"validation-{_fingerprint(text)}.json"
    findings = _recall(kept)
    return Validation(text, kept) if findings is None else Validation(findings=findings)


class Validation:
    """A validation that is under way, or whose findings are known."""

    def __init__(self, text: bytes = b"", kept: Path | None = None, findings: list[Notice] | None = None) -> None:
        self._findings = findings
        self._kept = kept
        self._deadline = time.monotonic() + _SECONDS
        self._process = None if findings is not None else _start(text)

    def result(self) -> list[Notice]:
        """The findings, in the order of their places; waits for them."""
        if self._findings is None:
            self._findings = self._collect()
        return self._findings

    def close(self) -> None:
        """Stop, whether or not there are findings yet."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _collect(self) -> list[Notice]:
        if self._process is None:
            return []
        try:
            output, trouble = self._process.communicate(timeout=max(0.0, self._deadline - time.monotonic()))
            findings = _parse(output)
        except subprocess.TimeoutExpired:
            findings = [Notice("#", f"openapi-spec-validator took more than {_SECONDS:.0f} seconds, and was stopped.")]
        except ValueError:
            last = trouble.decode(errors="replace").strip().rpartition("\n")[2][:200]
            return [Notice("#", f"openapi-spec-validator did not run: {last or 'it ended without a word'}.")]
        finally:
            self.close()
        if self._kept is not None:
            _keep(self._kept, findings)
        return findings


def _start(text: bytes) -> subprocess.Popen[bytes]:
    # A file, not a pipe: nobody has to stay to fill it.
    with tempfile.TemporaryFile() as file:
        file.write(text)
        file.seek(0)
        command = [sys.executable, "-P", "-m", "contractbridge.readers.openapi.validator"]
        return subprocess.Popen(  # noqa: S603  ourselves
            command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )


def _parse(output: bytes) -> list[Notice]:
    match json.loads(output):
        case [*pairs] if all(isinstance(pair, list) and [type(each) for each in pair] == [str, str] for pair in pairs):
            return sorted({Notice(*pair) for pair in pairs})
        case _:
            raise ValueError("These are no findings.")


# The cache: whatever is wrong with it, the work is done again.


def _cache_folder() -> Path:
    """CONTRACTBRIDGE_CACHE_DIR, or where the platform keeps what can be made again."""
    if own := os.environ.get("CONTRACTBRIDGE_CACHE_DIR"):
        return Path(own)
    if given := os.environ.get("XDG_CACHE_HOME"):
        return Path(given) / "contractbridge"
    home = os.path.expanduser("~")  # noqa: PTH111  gives "~" itself where there is no home
    match sys.platform:
        case "darwin":
            return Path(home, "Library", "Caches", "contractbridge")
        case "win32":
            return Path(os.environ.get("LOCALAPPDATA") or home, "contractbridge", "Cache")
        case _:
            return Path(home, ".cache", "contractbridge")


def _fingerprint(text: bytes) -> str:
    try:
        by = version("openapi-spec-validator")
    except PackageNotFoundError:
        by = "none"
    return hashlib.sha256(by.encode() + _TELLING + text).hexdigest()


def _recall(file: Path) -> list[Notice] | None:
    try:
        return _parse(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def _keep(file: Path, findings: list[Notice]) -> None:
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as made:
            json.dump([[each.place, each.message] for each in findings], made)
        Path(name).replace(file)
        kept = sorted(file.parent.glob("validation-*.json"), key=lambda each: each.stat().st_mtime)
        for old in kept[:-_MOST_KEPT]:
            old.unlink(missing_ok=True)
