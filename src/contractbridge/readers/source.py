"""Where a document comes from: a file, a URL, or a revision in git; as JSON or as YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contractbridge.readers.fetching import fetch
from contractbridge.readers.parsing import parse_document
from contractbridge.readers.versions import check_version


def load_document(source: str | Path) -> dict[str, Any]:
    """The OpenAPI document at `source`: a path, an http or https URL, or "ref:path" in git.

    Raises DocumentError where there is none: it cannot be fetched or parsed, is too large, or of another kind.
    """
    name = str(source)
    return dict(check_version(parse_document(fetch(name), name), name))
