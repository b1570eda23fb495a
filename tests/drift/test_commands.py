"""The `curl` command of a request: as text, and as what a server receives of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from contractbridge.contract import Array, Contract, Object, Operation, Parameter, String
from contractbridge.drift.change import Change, Witness
from contractbridge.drift.commands import curl_command, with_commands

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


def test_the_server_is_that_of_the_contract() -> None:
    shown = Witness("request", {"method": "GET", "url": "/"})
    claim = Change("r", "breaking", frozenset({"wire"}), "request", "GET /", "", "", witness=shown)
    (change,) = with_commands([claim], Contract("", "", servers=("/", "https://api.example.com/v1/")))
    assert change.witness is not None
    assert change.witness.request == "curl https://api.example.com/v1/"
    assert with_commands([Change("r", "info", frozenset(), "none", "", "", "")], Contract("", ""))[0].witness is None


class _Echo(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        kind = self.headers["Content-Type"]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps([self.path, kind, body, self.headers["X-Name"], self.headers["Cookie"]]).encode())

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
        "body": body,
        "media_type": "application/json",
    }
    command = f"{curl_command(request, server=echo)} -s --noproxy '*'"
    said = subprocess.run(command, shell=True, capture_output=True, text=True, check=True).stdout
    path, kind, text, name, cookie = json.loads(said)
    assert (path, kind, name, cookie) == ("/a/%24HOME%2F%C3%BC?q=a%26b%3Dc", "application/json", "o'neill", "c=d")
    assert json.loads(text) == body
