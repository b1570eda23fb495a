"""Where a document comes from: a file, a URL, or a revision in git; as JSON or as YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contractbridge.readers.openapi.fetching import HERE, fetch
from contractbridge.readers.openapi.parsing import parse_document
from contractbridge.readers.openapi.versions import check_version


def load_document(source: str | Path, *, folder: Path = HERE, follow_refs: bool = False) -> dict[str, Any]:
    """The OpenAPI document at `source`: a path, an http or https URL, or "ref:path" in the repository around `folder`.

    References to other files and hosts are left alone unless `follow_refs`; then what they lead to is brought in.
    Raises DocumentError where there is no document: it cannot be fetched or parsed, is too large, or of another kind.
    """
    name = str(source)
    document = dict(check_version(parse_document(fetch(name, folder), name), name))
    if not follow_refs:
        return document
    from contractbridge.readers.openapi.bundling import bundle  # noqa: PLC0415  few documents need it

    return bundle(document, name)
