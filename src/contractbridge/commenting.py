"""One comment on a pull request (GitHub) or a merge request (GitLab), kept up to date by its first line.

The API is that of the CI job that this runs in, and so is the token: nothing else is asked for.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, Final

from contractbridge.errors import ConfigError, ContractbridgeError

_SECONDS: Final = 30
_PAGE: Final = 100
_MOST_PAGES: Final = 30


@dataclass(frozen=True, slots=True)
class Thread:
    """Where comments are listed and made, and how one of them is changed: `{id}` in `one` is its number."""

    every: str
    one: str
    method: str
    headers: Mapping[str, str]


def keep_comment(text: str, environment: Mapping[str, str]) -> str:
    """Make the comment whose first line is that of `text` hold `text`, or make a new one; says which.

    `environment` has the variables of the CI job.

    Raises:
        ConfigError: it is no job of a pull request, or has no token.
        ContractbridgeError: the API cannot be reached, or refuses.
    """
    thread = find_thread(environment)
    marker = text.partition("\n")[0]
    known = _find(thread, marker)
    if known is None:
        _call(thread, "POST", thread.every, {"body": text})
        return "Commented."
    if str(known.get("body")).strip() == text.strip():
        return "The comment is up to date."
    _call(thread, thread.method, thread.one.format(id=known["id"]), {"body": text})
    return "Updated the comment."


def find_thread(environment: Mapping[str, str]) -> Thread:
    """The comments of the pull request that a job is for.

    GitHub gives it in `GITHUB_REF` ("refs/pull/7/merge"), GitLab in `CI_MERGE_REQUEST_IID`. Raises as `keep_comment`.
    """
    if "GITHUB_REPOSITORY" in environment:
        number = _pull_request(environment)
        issues = f"{_need(environment, 'GITHUB_API_URL')}/repos/{environment['GITHUB_REPOSITORY']}/issues"
        token = {"Authorization": f"Bearer {_need(environment, 'GITHUB_TOKEN')}"}
        accepts = {"Accept": "application/vnd.github+json"}
        return Thread(f"{issues}/{number}/comments", f"{issues}/comments/{{id}}", "PATCH", token | accepts)
    if "CI_API_V4_URL" in environment:
        number = _need(environment, "CI_MERGE_REQUEST_IID", "This is no job of a merge request.")
        project = f"{environment['CI_API_V4_URL']}/projects/{_need(environment, 'CI_PROJECT_ID')}"
        notes = f"{project}/merge_requests/{number}/notes"
        return Thread(notes, f"{notes}/{{id}}", "PUT", {"PRIVATE-TOKEN": _need(environment, "GITLAB_TOKEN")})
    raise ConfigError("This is no job of GitHub Actions or of GitLab CI, so there is nothing to comment on.")


def _pull_request(environment: Mapping[str, str]) -> str:
    match environment.get("GITHUB_REF", "").split("/"):
        case ["refs", "pull", number, *_] if number.isdigit():
            return number
        case _:
            raise ConfigError("This is no job of a pull request.", hint="Let the workflow run on: pull_request")


def _need(environment: Mapping[str, str], name: str, trouble: str = "") -> str:
    if not environment.get(name):
        raise ConfigError(trouble or f"The variable {name} is not set.", hint=_HINTS.get(name, ""))
    return environment[name]


_HINTS: Final = {
    "GITHUB_TOKEN": "Give the step GITHUB_TOKEN: ${{ github.token }}, and the job pull-requests: write.",
    "GITLAB_TOKEN": "Give the pipeline a masked variable GITLAB_TOKEN, a project token with the scope `api`.",
}


def _find(thread: Thread, marker: str) -> dict[str, Any] | None:
    for page in range(1, _MOST_PAGES + 1):
        comments = _call(thread, "GET", f"{thread.every}?per_page={_PAGE}&page={page}")
        for each in comments:
            if str(each.get("body", "")).partition("\n")[0].rstrip("\r") == marker:
                return dict(each)
        if len(comments) < _PAGE:
            break
    return None


def _call(thread: Thread, method: str, url: str, body: Mapping[str, str] | None = None) -> Any:
    if not url.startswith(("https://", "http://")):
        raise ConfigError(f"{url} is no address of an API.")
    data = None if body is None else json.dumps(body).encode()
    headers = {**thread.headers, "Content-Type": "application/json", "User-Agent": "contractbridge"}
    request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310  checked above
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as response:  # noqa: S310
            return json.loads(response.read())
    except urllib.error.HTTPError as error:
        error.close()
        hint = "Is the token allowed to comment?" if error.code in (401, 403, 404) else ""
        raise ContractbridgeError(f"{method} {url} answered {error.code} {error.reason}.", hint=hint) from None
    except (OSError, HTTPException, ValueError) as error:
        raise ContractbridgeError(f"{method} {url} failed: {error}.") from None
