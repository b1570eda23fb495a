"""Who may call: security schemes and requirements (OpenAPI 3.1, 4.8.27 to 4.8.30)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from contractbridge.contract import Flow, Operation, Requirement, SecurityScheme
from contractbridge.readers.openapi.references import Place, Scope, sorted_entries
from contractbridge.readers.openapi.values import text, texts

_IN_QUERY: Final = (
    "Calls have no argument for this key: add it to the query of `request.url`, in `onRequest` of `configure`."
)


def read_security_schemes(scope: Scope) -> dict[str, SecurityScheme]:
    """The security schemes of a document by their names."""
    components = scope.document.get("components")
    place: Place = ((None, "components"), "securitySchemes")
    found: dict[str, SecurityScheme] = {}
    for key, written in sorted_entries(components.get("securitySchemes") if isinstance(components, dict) else None):
        node, _ = scope.dereference(written, (place, key))
        if not isinstance(node, dict):
            scope.note((place, key), "A security scheme must be an object; left out.")
            continue
        if node.get("in") == "query" and not scope.rules:
            scope.note((place, key), _IN_QUERY)
        found[key] = SecurityScheme(
            kind=text(node.get("type")),
            location=text(node.get("in")),
            name=text(node.get("name")),
            scheme=text(node.get("scheme")).lower(),
            url=text(node.get("openIdConnectUrl")),
            flows=tuple(_read_flow(kind, each) for kind, each in sorted_entries(node.get("flows"))),
        )
    return found


def read_security(
    node: Mapping[str, Any], root: Mapping[str, Any], facts: Mapping[str, Any]
) -> tuple[Requirement, ...]:
    """The requirements of an operation: its own, or those of the whole document.

    A FastAPI document lists schemes as alternatives of which the app demands each, and schemes that it does not demand
    at all. Where `facts` tell, what is read is what the app does: all that are enforced, together, and with them any
    that are optional.
    """
    listed = node["security"] if "security" in node else root.get("security")
    requirements = (
        [_read_requirement(each) for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    )
    enforced, optional = texts(facts.get("enforces")), texts(facts.get("offers"))
    known = {*enforced, *optional}
    told = [each for each in requirements if each.schemes and {key for key, _ in each.schemes} <= known]
    if not told:
        return tuple(dict.fromkeys(requirements))
    others = [each for each in requirements if each not in told]
    return tuple(dict.fromkeys((_together(told, known), _together(told, enforced), *others)))


def mark_enforced(schemes: Mapping[str, SecurityScheme], operations: Iterable[Operation]) -> dict[str, SecurityScheme]:
    """The `schemes` of an app, where some operations name one and none refuses who does not show it: not enforced."""
    named: set[str] = set()
    demanded: set[str] = set()
    for operation in operations:
        ways = [{key for key, _ in each.schemes} for each in operation.security]
        named.update(*ways)
        if all(ways):
            demanded.update(*ways)
        elif ways:
            demanded.update(set.intersection(*ways))
    return {key: replace(each, enforced=key in demanded or key not in named) for key, each in schemes.items()}


def _read_flow(kind: str, node: object) -> Flow:
    node = node if isinstance(node, dict) else {}
    return Flow(
        kind,
        text(node.get("authorizationUrl")),
        text(node.get("tokenUrl")),
        text(node.get("refreshUrl")),
        tuple(name for name, _ in sorted_entries(node.get("scopes"))),
    )


def _read_requirement(node: dict[str, Any]) -> Requirement:
    return Requirement(tuple((key, tuple(sorted(texts(scopes)))) for key, scopes in sorted_entries(node)))


def _together(requirements: Iterable[Requirement], keys: Iterable[str]) -> Requirement:
    """One requirement of those `keys` that `requirements` name, with all their scopes."""
    scopes: dict[str, set[str]] = {}
    for requirement in requirements:
        for key, each in requirement.schemes:
            if key in keys:
                scopes.setdefault(key, set()).update(each)
    return Requirement(tuple((key, tuple(sorted(each))) for key, each in sorted(scopes.items())))
