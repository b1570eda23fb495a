"""A document that is spread over several files or hosts, made one.

What is referred to elsewhere goes, whole, under an extension key of the document, and references to it lead there:
it may be a schema, a parameter or anything else, and may itself refer to further documents.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urljoin, urlsplit

from contractbridge.errors import DocumentError
from contractbridge.readers.openapi.fetching import fetch, is_revision, is_url
from contractbridge.readers.openapi.limits import LARGEST
from contractbridge.readers.openapi.parsing import parse_document

ELSEWHERE: Final = "x-elsewhere"

_MOST_DOCUMENTS: Final = 500
# Data, in which a key "$ref" refers to nothing.
_DATA: Final = frozenset({"const", "default", "enum", "example"})


def bundle(document: dict[str, Any], source: str) -> dict[str, Any]:
    """`document`, which stands at `source`, with all that its references lead to.

    Follows http and https, and files that are no further up than the document.
    Raises DocumentError where a reference leads elsewhere, to nothing, or to more than 200 MB in all.
    """
    found: dict[str, Any] = {}
    keys: dict[str, str] = {}
    size = 0
    home = source if is_url(source) or is_revision(source) else str(Path(source).resolve())
    pending: list[tuple[Any, str]] = [(document, home)]
    while pending:
        tree, base = pending.pop()
        for node in _references(tree):
            address, _, fragment = node["$ref"].partition("#")
            location = _locate(address, base, home) if address else base
            if location == home:
                node["$ref"] = f"#{fragment}"
                continue
            if location not in keys:
                data = fetch(location)
                size += len(data)
                if size > LARGEST or len(keys) >= _MOST_DOCUMENTS:
                    raise DocumentError(f"{source} refers to more than {_MOST_DOCUMENTS} documents, or 200 MB of them.")
                keys[location] = key = _free_key(location, home, found)
                found[key] = parse_document(data, location)
                pending.append((found[key], location))
            node["$ref"] = f"#/{ELSEWHERE}/{_escape(keys[location])}{fragment}"
    return {**document, ELSEWHERE: found} if found else document


def _references(tree: Any) -> Iterator[dict[str, Any]]:
    """The objects that refer to something, each once, wherever YAML repeats it."""
    seen: set[int] = set()
    todo: list[tuple[Any, bool]] = [(tree, False)]
    while todo:
        node, names = todo.pop()
        if id(node) in seen or not isinstance(node, dict | list):
            continue
        seen.add(id(node))
        if isinstance(node, list):
            todo.extend((each, False) for each in node)
            continue
        if not names and isinstance(node.get("$ref"), str):
            yield node
        # Within `properties`, a key is somebody's field and its value a schema.
        todo.extend(
            (each, key == "properties" and not names) for key, each in node.items() if names or key not in _DATA
        )


def _locate(address: str, base: str, home: str) -> str:
    """Where `address`, written in the document at `base`, is to be fetched."""
    if urlsplit(address).scheme or is_url(base):
        return urljoin(base, address)
    if is_revision(home):
        ref, _, path = base.partition(":")
        found = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(address)))
        top = posixpath.dirname(home.partition(":")[2])
        _check_below(PurePosixPath(found), PurePosixPath(top), address, base)
        return f"{ref}:{found}"
    file = (Path(base).parent / unquote(address)).resolve()
    _check_below(file, Path(home).parent, address, base)
    return str(file)


def _check_below(file: PurePosixPath | Path, folder: PurePosixPath | Path, address: str, base: str) -> None:
    if ".." in file.parts or not file.is_relative_to(folder):
        raise DocumentError(f"{base} refers to {address}, which is outside the folder of the document.")


def _free_key(location: str, home: str, taken: dict[str, Any]) -> str:
    """A short name for a document: its path, without what all of them begin and end with."""
    if is_url(location):
        name = urlsplit(location).path.strip("/") or "document"
    elif is_revision(home):
        name = posixpath.relpath(location.partition(":")[2], posixpath.dirname(home.partition(":")[2]) or ".")
    else:
        name = Path(location).relative_to(Path(home).parent).as_posix()
    stem = str(PurePosixPath(name).with_suffix(""))
    free = (f"{stem}-{number}" for number in range(2, _MOST_DOCUMENTS + 2))
    return stem if stem not in taken else next(each for each in free if each not in taken)


def _escape(token: str) -> str:
    return token.replace("%", "%25").replace("~", "~0").replace("/", "~1")
