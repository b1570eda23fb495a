"""The inside of a process that loads an app to put claims to its validators. It makes no document of the app."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from contractbridge.readers.app.worker_process import serve

if TYPE_CHECKING:
    from fastapi import FastAPI

    from contractbridge.readers.app.worker_process import Channel


def main() -> NoReturn:
    serve(answer, exports=False)


def answer(app: FastAPI, request: dict[str, Any], _channel: Channel) -> None:
    # Not before: the app's own imports come first.
    from contractbridge.prove.claims import answer_claims  # noqa: PLC0415

    answer_claims(app, request["claims"], Path(request["answers"]))


if __name__ == "__main__":
    main()
