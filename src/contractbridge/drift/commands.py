"""A witness that is a request, as the `curl` command that sends it."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote

from contractbridge.contract import JSON, Contract, Operation, Parameter, SecurityScheme
from contractbridge.drift.change import Change

_LOCAL: Final = "http://localhost:8000"
_DELIMITERS: Final = {"spaceDelimited": "%20", "pipeDelimited": "|"}
_UNRESERVED: Final = "-._~"


def with_commands(changes: Iterable[Change], old: Contract) -> tuple[Change, ...]:
    """`changes`, each request among the proofs with its command: `old` is the contract that it is a request of."""
    operations = {(each.method, each.path): each for each in old.operations}
    return tuple(_with_command(each, operations, old) for each in changes)


def curl_command(
    request: Mapping[str, Any],
    operation: Operation | None = None,
    server: str = "",
    schemes: Mapping[str, SecurityScheme] = MappingProxyType({}),
) -> str:
    """The command that sends `request`, which is as `change.Witness` has it. Its parameters are written in the styles
    that `operation` gives them (OpenAPI 3.1, 4.8.12.3), its credentials as variables of the shell."""
    known = {(each.location, each.name): each for each in (operation.parameters if operation else ())}
    url = request["url"]
    for name, value in request.get("path", {}).items():
        url = url.replace(f"{{{name}}}", _joined(value, safe=_UNRESERVED))
    pairs = [
        pair
        for name, value in request.get("query", {}).items()
        for pair in _pairs(name, value, known.get(("query", name)))
    ]
    query = "?" + "&".join(pairs) if pairs else ""
    shown = [schemes[key] for key in request.get("security", ()) if key in schemes]
    words = ["curl"]
    if request["method"] != ("POST" if "body" in request else "GET"):
        words += ["-X", shlex.quote(request["method"])]
    words.append(shlex.quote(f"{server or _LOCAL}{url}{query}") + _secret_pairs(shown, "&" if pairs else "?"))
    for name, value in request.get("header", {}).items():
        words += ["-H", shlex.quote(f"{name}: {_joined(value)}")]
    words += [word for scheme in shown for word in _credentials(scheme)]
    if cookies := request.get("cookie"):
        words += ["-b", shlex.quote("; ".join(f"{name}={_joined(value)}" for name, value in cookies.items()))]
    return " ".join([*words, *map(shlex.quote, _body_words(request))])


def _secret_pairs(shown: Iterable[SecurityScheme], sign: str) -> str:
    """What keys in the query add to the address."""
    names = [each.name for each in shown if (each.kind, each.location) == ("apiKey", "query")]
    return "".join(
        _with_variable(f"{'&' if number else sign}{_encoded(name)}=", name) for number, name in enumerate(names)
    )


def _credentials(scheme: SecurityScheme) -> list[str]:
    match scheme.kind, scheme.location, scheme.scheme.lower():
        case "apiKey", "header", _:
            return ["-H", _with_variable(f"{scheme.name}: ", scheme.name)]
        case "apiKey", "cookie", _:
            return ["-b", _with_variable(f"{scheme.name}=", scheme.name)]
        case "http", _, "basic":
            # Not $USER: every shell knows that one, and fills in somebody else.
            return ["-u", '"$API_USER:$API_PASSWORD"']
        case "http", _, other:
            return ["-H", _with_variable(f"authorization: {other.capitalize() or 'Bearer'} ", "TOKEN")]
        case "oauth2" | "openIdConnect", _, _:
            return ["-H", _with_variable("authorization: Bearer ", "TOKEN")]
        case _:
            return []


def _with_variable(text: str, name: str) -> str:
    """A word of the shell: `text`, and a variable called like `name`."""
    variable = re.sub(r"\W+|^(?=\d)", "_", name, flags=re.ASCII).upper()
    is_plain = re.fullmatch(r"[\w:=?&% -]*", text, re.ASCII)
    return f'"{text}${variable}"' if is_plain else f'{shlex.quote(text)}"${variable}"'


def _with_command(change: Change, operations: Mapping[tuple[str, str], Operation], old: Contract) -> Change:
    witness = change.witness
    if witness is None or witness.kind != "request" or not isinstance(witness.value, dict):
        return change
    request: dict[str, Any] = witness.value
    if "method" not in request or "url" not in request:
        return change
    operation = operations.get((request["method"], request["url"]))
    own = operation.servers if operation and operation.servers else old.servers
    server = next((each.rstrip("/") for each in own if each.startswith(("http://", "https://"))), "")
    command = curl_command(request, operation, server, old.security_schemes)
    return replace(change, witness=replace(witness, request=command))


def _body_words(request: Mapping[str, Any]) -> list[str]:
    if "body" not in request:
        return []
    body, media_type = request["body"], request.get("media_type", "application/json")
    match media_type, body:
        case "application/x-www-form-urlencoded", dict():
            return [word for pair in _fields(body) for word in ("--data-urlencode", pair)]
        case "multipart/form-data", dict():
            return [word for pair in _fields(body) for word in ("-F", pair)]
        case _, str() if "json" not in media_type:
            return ["-H", f"content-type: {media_type}", "--data-binary", body]
        case _:
            return ["-H", f"content-type: {media_type}", "-d", json.dumps(body, ensure_ascii=False)]


def _fields(body: Mapping[str, JSON]) -> Iterator[str]:
    for name, value in body.items():
        for each in value if isinstance(value, list) else [value]:
            yield f"{name}={_text(each)}"


def _pairs(name: str, value: JSON, parameter: Parameter | None) -> Iterator[str]:
    """The pairs of a query that stand for one parameter."""
    style, explode = (parameter.style, parameter.explode) if parameter else ("form", True)
    if parameter and parameter.media_type:
        yield f"{_encoded(name)}={_encoded(json.dumps(value))}"
        return
    match value:
        case dict() if style == "deepObject":
            yield from (f"{_encoded(f'{name}[{key}]')}={_encoded(_text(each))}" for key, each in value.items())
        case dict() if explode:
            yield from (f"{_encoded(key)}={_encoded(_text(each))}" for key, each in value.items())
        case list() if explode:
            yield from (f"{_encoded(name)}={_encoded(_text(each))}" for each in value)
        case list():
            yield f"{_encoded(name)}={_DELIMITERS.get(style, ',').join(_encoded(_text(each)) for each in value)}"
        case _:
            yield f"{_encoded(name)}={_joined(value, safe=_UNRESERVED)}"


def _joined(value: JSON, safe: str | None = None) -> str:
    """As the style `simple` writes it, percent-encoded but for `safe`, or not at all."""
    match value:
        case list():
            return ",".join(_joined(each, safe) for each in value)
        case dict():
            return ",".join(f"{_joined(key, safe)},{_joined(each, safe)}" for key, each in value.items())
        case _:
            return _text(value) if safe is None else quote(_text(value), safe=safe)


def _encoded(text: str) -> str:
    return quote(text, safe=_UNRESERVED)


def _text(value: JSON) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
