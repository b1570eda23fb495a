"""The inside of a process that loads the app as an export does, and asks its validators, for a proof or of claims."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from contractbridge.readers.app.worker_process import serve

if TYPE_CHECKING:
    from fastapi import FastAPI

    from contractbridge.readers.app.worker_process import Channel


def main() -> NoReturn:
    serve(prove)


def prove(app: FastAPI, request: dict[str, Any], channel: Channel) -> None:
    # Not before: the app's own imports come first.
    if "claims" in request:
        from contractbridge.prove.claims import answer_claims  # noqa: PLC0415  needs nothing of what a proof does

        answer_claims(app, request["claims"], Path(request["answers"]))
    else:
        from contractbridge.prove.asking import answer  # noqa: PLC0415  needs Hypothesis

        answer(app, request, lambda **progress: channel.send("at", **progress))


if __name__ == "__main__":
    main()
