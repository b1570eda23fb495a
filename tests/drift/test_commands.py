"""The `curl` command of a request: as text, and as what a server receives of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from contractbridge.contract import Array, Contract, Object, Operation, Parameter, SecurityScheme, String
from contractbridge.drift.change import Change, Witness
from contractbridge.drift.commands import curl_command, with_commands
from contractbridge.drift.comparison import find_changes
from contractbridge.readers.openapi.document import read_contract

TEXTS = Array(String())
SEARCH = Operation(
    "GET",
    "/shops/{shop}/items",
    "search",
    parameters=(
        Parameter("tag", "query", TEXTS, required=False, style="form", explode=True),
        Parameter("ids", "query", TEXTS, required=False, style="form", explode=False),
        Parameter("bars", "query", TEXTS, required=False, style="pipeDelimited", explode=False),
        Parameter("deep", "query", Object(()), required=False, style="deepObject", explode=True),
        Parameter("filter", "query", Object(()), required=False, style="form", explode=True, media_type="text/json"),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("request_", "command"),
    [
        ({"method": "GET", "url": "/"}, "curl http://localhost:8000/"),
        ({"method": "DELETE", "url": "/a/{id}", "path": {"id": "x/y z"}}, "curl -X DELETE http://localhost:8000/a/x%2Fy%20z"),
        ({"method": "GET", "url": "/", "query": {"tag": ["a", "b"]}}, "curl 'http://localhost:8000/?tag=a&tag=b'"),
        ({"method": "GET", "url": "/", "query": {"ids": ["a", "b"]}}, "curl 'http://localhost:8000/?ids=a,b'"),
        ({"method": "GET", "url": "/", "query": {"bars": ["a", "b"]}}, "curl 'http://localhost:8000/?bars=a|b'"),
        ({"method": "GET", "url": "/", "query": {"deep": {"k": 1}}}, "curl 'http://localhost:8000/?deep%5Bk%5D=1'"),
        ({"method": "GET", "url": "/", "query": {"filter": [1]}}, "curl 'http://localhost:8000/?filter=%5B1%5D'"),
        ({"method": "GET", "url": "/", "query": {"on": True}}, "curl 'http://localhost:8000/?on=true'"),
        (
            {"method": "POST", "url": "/", "body": {"it's": "ö"}, "media_type": "application/json"},
            """curl http://localhost:8000/ -H 'content-type: application/json' -d '{"it'"'"'s": "ö"}'""",
        ),
        (
            {"method": "PUT", "url": "/", "body": {"a": "1 2"}, "media_type": "application/x-www-form-urlencoded"},
            "curl -X PUT http://localhost:8000/ --data-urlencode 'a=1 2'",
        ),
        ({"method": "GET", "url": "/", "header": {"x-a": 5}}, "curl http://localhost:8000/ -H 'x-a: 5'"),
        ({"method": "GET", "url": "/", "cookie": {"c": "d"}}, "curl http://localhost:8000/ -b c=d"),
    ],
)  # fmt: skip
def test_commands(request_: dict[str, Any], command: str) -> None:
    assert curl_command(request_, SEARCH) == command


SCHEMES = {
    "bearer": SecurityScheme("http", scheme="bearer"),
    "basic": SecurityScheme("http", scheme="basic"),
    "oauth": SecurityScheme("oauth2"),
    "header": SecurityScheme("apiKey", "header", "X-Api-Key"),
    "query": SecurityScheme("apiKey", "query", "api key"),
    "cookie": SecurityScheme("apiKey", "cookie", "2fa"),
    "hostile": SecurityScheme("apiKey", "header", "$(id)'\"`"),
    "certificate": SecurityScheme("mutualTLS"),
}


@pytest.mark.parametrize(
    ("keys", "command"),
    [
        (["bearer"], 'curl http://localhost:8000/a -H "authorization: Bearer $TOKEN"'),
        (["oauth"], 'curl http://localhost:8000/a -H "authorization: Bearer $TOKEN"'),
        (["basic"], 'curl http://localhost:8000/a -u "$API_USER:$API_PASSWORD"'),
        (["header"], 'curl http://localhost:8000/a -H "X-Api-Key: $X_API_KEY"'),
        (["query"], 'curl http://localhost:8000/a"?api%20key=$API_KEY"'),
        (["cookie"], 'curl http://localhost:8000/a -b "2fa=$_2FA"'),
        (["hostile"], """curl http://localhost:8000/a -H '$(id)'"'"'"`: '"$_ID_\""""),
        (["certificate", "unknown"], "curl http://localhost:8000/a"),
        (["query", "header"], 'curl http://localhost:8000/a"?api%20key=$API_KEY" -H "X-Api-Key: $X_API_KEY"'),
    ],
)
def test_credentials_are_variables(keys: list[str], command: str) -> None:
    request = {"method": "GET", "url": "/a", "security": keys}
    assert curl_command(request, schemes=SCHEMES) == command


@pytest.mark.parametrize(
    ("security", "shown"),
    [([{"bearer": []}], True), ([{"bearer": []}, {}], True), ([{}, {"bearer": []}], False), ([], False)],
)
def test_a_request_shows_what_its_operation_asks_for(security: list[dict[str, list[str]]], *, shown: bool) -> None:
    def contract(most: int) -> Contract:
        schema = {"type": "object", "properties": {"n": {"type": "integer", "maximum": most}}}
        body = {"content": {"application/json": {"schema": schema}}}
        operation = {"requestBody": body, "security": security, "responses": {"200": {"description": "OK"}}}
        document = {
            "openapi": "3.1.0",
            "info": {"title": "Shop", "version": "1"},
            "paths": {"/a": {"post": operation}},
            "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
        }
        return read_contract(document, rules=True).contract

    old, new = contract(9), contract(5)
    (change,) = with_commands(find_changes(old, new), old)
    assert change.witness is not None
    assert ('-H "authorization: Bearer $TOKEN"' in change.witness.request) is shown


def test_the_server_is_that_of_the_contract() -> None:
    shown = Witness("request", {"method": "GET", "url": "/"})
    claim = Change("r", "breaking", frozenset({"wire"}), "request", "GET /", "", "", witness=shown)
    (change,) = with_commands([claim], Contract("", "", servers=("/", "https://api.example.com/v1/")))
    assert change.witness is not None
    assert change.witness.request == "curl https://api.example.com/v1/"
    assert with_commands([Change("r", "info", frozenset(), "none", "", "", "")], Contract("", ""))[0].witness is None


_HEADERS = ("X-Name", "Cookie", "Authorization", "X-Api-Key")


class _Echo(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        kind = self.headers["Content-Type"]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps([self.path, kind, body, *map(self.headers.get, _HEADERS)]).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def echo() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_a_server_receives_what_was_meant(echo: str) -> None:
    body = {"quote": 'it\'s "so"', "n": None, "$HOME": "`id`"}
    request = {
        "method": "POST",
        "url": "/a/{id}",
        "path": {"id": "$HOME/ü"},
        "query": {"q": "a&b=c"},
        "header": {"X-Name": "o'neill"},
        "cookie": {"c": "d"},
        "security": ["bearer", "header", "query", "cookie"],
        "body": body,
        "media_type": "application/json",
    }
    command = f"{curl_command(request, None, echo, SCHEMES)} -s --noproxy '*'"
    secrets = {**os.environ, "TOKEN": "t o", "X_API_KEY": "k", "API_KEY": "q", "_2FA": "f"}
    said = subprocess.run(command, shell=True, env=secrets, capture_output=True, text=True, check=True).stdout
    path, kind, text, *headers = json.loads(said)
    assert (path, kind) == ("/a/%24HOME%2F%C3%BC?q=a%26b%3Dc&api%20key=q", "application/json")
    assert headers == ["o'neill", "2fa=f;c=d", "Bearer t o", "k"]
    assert json.loads(text) == body
