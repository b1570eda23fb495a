"""Servers: the addresses that paths are appended to (OpenAPI 3.1, 4.8.5 and 4.8.6)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice, product
from typing import Any, Final

from contractbridge.readers.openapi.references import entries
from contractbridge.readers.openapi.values import text, texts

_MOST_ADDRESSES: Final = 64


def read_servers(node: Mapping[str, Any]) -> tuple[str, ...]:
    """The addresses that a document, a path or an operation gives, each variable with each of its values."""
    servers = node.get("servers")
    found: dict[str, None] = {}
    for server in servers if isinstance(servers, list) else ():
        if isinstance(server, dict) and isinstance(server.get("url"), str):
            found |= dict.fromkeys(_addresses(text(server["url"]), dict(entries(server.get("variables")))))
    return tuple(found)


def _addresses(url: str, variables: Mapping[str, Any]) -> list[str]:
    names = [name for name in dict.fromkeys(re.findall(r"\{([^{}]*)\}", url)) if name in variables]
    values = [_values(variables[name]) or [f"{{{name}}}"] for name in names]
    return [
        _substituted(url, dict(zip(names, each, strict=True))) for each in islice(product(*values), _MOST_ADDRESSES)
    ]


def _substituted(url: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{([^{}]*)\}", lambda found: values.get(found[1], found[0]), url)


def _values(variable: object) -> list[str]:
    """The values of a variable, its default first."""
    if not isinstance(variable, dict):
        return []
    return list(dict.fromkeys([*texts([variable.get("default")]), *sorted(texts(variable.get("enum")))]))
