"""A server that answers as GitHub and GitLab do, as far as comments go."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Forge(ThreadingHTTPServer):
    """Holds comments by number; lists them a page at a time."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.comments: dict[int, str] = {}
        self.calls: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answers(BaseHTTPRequestHandler):
    server: Forge

    def do_GET(self) -> None:
        page = int(self.path.rpartition("page=")[2])
        every = [{"id": number, "body": body} for number, body in sorted(self.server.comments.items())]
        self._answer(every[(page - 1) * 100 : page * 100])

    def do_POST(self) -> None:
        number = len(self.server.comments) + 1
        self.server.comments[number] = self._body()
        self._answer({"id": number}, 201)

    def do_PATCH(self) -> None:
        self.server.comments[int(self.path.rpartition("/")[2])] = self._body()
        self._answer({})

    def do_PUT(self) -> None:
        self.do_PATCH()

    def _body(self) -> str:
        text = self.rfile.read(int(self.headers["Content-Length"]))
        return str(json.loads(text)["body"])

    def _answer(self, value: Any, status: int = 200) -> None:
        if "good" not in (self.headers.get("Authorization", "") + self.headers.get("PRIVATE-TOKEN", "")):
            status, value = 403, {}
        self.server.calls.append(f"{self.command} {self.path}")
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass
