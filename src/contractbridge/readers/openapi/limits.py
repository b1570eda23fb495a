"""How much of a document is taken, and how long it may take to come."""

from __future__ import annotations

from typing import IO, Final

from contractbridge.errors import DocumentError

LARGEST: Final = 200_000_000
SECONDS: Final = 30


def read_within_limit(file: IO[bytes], name: str) -> bytes:
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise too_large(name)
    return data


def too_large(name: str) -> DocumentError:
    return DocumentError(f"{name} is larger than {LARGEST // 1_000_000} MB.")


def reason_of(error: Exception) -> str:
    """What went wrong, as the system puts it."""
    inner = getattr(error, "reason", None) or error
    return str(getattr(inner, "strerror", None) or inner).rstrip(".")
