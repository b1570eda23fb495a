"""A document over http or https, and over nothing else that urllib knows."""

from __future__ import annotations

import threading
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException
from typing import Any
from urllib.request import Request

from contractbridge.errors import DocumentError
from contractbridge.readers.openapi.limits import SECONDS, read_within_limit, reason_of


def download(url: str) -> bytes:
    """The body at an http or https URL; its redirects may lead to nothing else, and not from https to http."""
    _check_scheme(url)
    shown = _without_password(url)
    # In a thread: neither name servers nor servers that send a byte a minute know an overall limit.
    outcome: list[bytes | DocumentError] = []
    thread = threading.Thread(target=lambda: outcome.append(_request(url, shown)), daemon=True)
    thread.start()
    thread.join(SECONDS)
    match outcome:
        case []:
            raise DocumentError(f"{shown} did not answer within {SECONDS} seconds.")
        case [DocumentError() as error, *_]:
            raise error
        case [bytes() as data, *_]:
            return data
    raise AssertionError(outcome)


def _request(url: str, shown: str) -> bytes | DocumentError:
    request = urllib.request.Request(url, headers={"Accept": "application/json, application/yaml, */*;q=0.5"})  # noqa: S310
    try:
        with _opener().open(request, timeout=2 * SECONDS) as response:
            return read_within_limit(response, shown)
    except DocumentError as error:
        return error
    except urllib.error.HTTPError as error:
        error.close()
        reason = str(error.reason).partition("\n")[0].rstrip(".")
        return DocumentError(f"{shown} answered {error.code} {reason}.", hint=_hint_for(error.code))
    except (OSError, HTTPException, ValueError) as error:
        return DocumentError(f"{shown} cannot be fetched: {reason_of(error)}.", hint="Is the server running?")


def _opener() -> urllib.request.OpenerDirector:
    """What urllib opens by default, without files, FTP and data URLs."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(),
    ):
        opener.add_handler(handler)
    return opener


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = 5

    def redirect_request(self, *args: Any) -> Request | None:
        request, response, target = args[0], args[1], args[-1]
        try:
            _check_scheme(target)
            if request.type == "https" and not target.lower().startswith("https:"):
                raise DocumentError(f"{_without_password(request.full_url)} redirects to {_without_password(target)}.")
        except DocumentError:
            response.close()
            raise
        return super().redirect_request(*args)


def _check_scheme(url: str) -> None:
    scheme = urllib.parse.urlsplit(url).scheme
    if scheme not in ("http", "https"):
        raise DocumentError(
            f"{_without_password(url)} is of the scheme {scheme!r}, and only http and https are fetched."
        )


def _without_password(url: str) -> str:
    parts = urllib.parse.urlsplit(url)
    return urllib.parse.urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _hint_for(status: int) -> str:
    match status:
        case 401 | 403:
            return "Fetch it yourself, with what you log in with, and give the file."
        case 404:
            return "A FastAPI app serves its document at /openapi.json, below its root path."
        case _:
            return ""
