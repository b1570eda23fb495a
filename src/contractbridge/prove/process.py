"""The inside of a proof's own process: it loads the app as an export does, and asks its validators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from contractbridge.readers.app.worker_process import serve

if TYPE_CHECKING:
    from fastapi import FastAPI

    from contractbridge.readers.app.worker_process import Channel


def main() -> NoReturn:
    serve(prove)


def prove(app: FastAPI, request: dict[str, Any], channel: Channel) -> None:
    # Not before: the app's own imports come first.
    from contractbridge.prove.asking import answer  # noqa: PLC0415

    answer(app, request, lambda **progress: channel.send("at", **progress))


if __name__ == "__main__":
    main()
