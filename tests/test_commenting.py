"""One comment on a pull request, kept up to date: against a server that answers as GitHub and GitLab do."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from contractbridge.commenting import keep_comment
from contractbridge.errors import ContractbridgeError
from forge import Forge

MARKER = "<!-- contractbridge -->"


@pytest.fixture
def forge() -> Iterator[Forge]:
    with Forge() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def github(forge: Forge, **more: str) -> dict[str, str]:
    return {
        "GITHUB_REPOSITORY": "shop/shop",
        "GITHUB_API_URL": forge.url,
        "GITHUB_TOKEN": "good",
        "GITHUB_REF": "refs/pull/7/merge",
    } | more


def gitlab(forge: Forge) -> dict[str, str]:
    return {
        "CI_API_V4_URL": f"{forge.url}/api/v4",
        "CI_PROJECT_ID": "3",
        "CI_MERGE_REQUEST_IID": "7",
        "GITLAB_TOKEN": "good",
    }


@pytest.mark.parametrize("environment", [github, gitlab])
def test_the_comment_is_made_once_and_then_changed(forge: Forge, environment: Any) -> None:
    forge.comments = dict.fromkeys(range(1, 121), "somebody's")
    said = [keep_comment(f"{MARKER}\n{text}", environment(forge)) for text in ("one", "two", "two")]
    assert said == ["Commented.", "Updated the comment.", "The comment is up to date."]
    assert {number: body for number, body in forge.comments.items() if body != "somebody's"} == {121: f"{MARKER}\ntwo"}


def test_addresses(forge: Forge) -> None:
    forge.comments = {5: f"{MARKER}\nold"}
    keep_comment(f"{MARKER}\nnew", github(forge))
    forge.comments = {5: f"{MARKER}\nold"}
    keep_comment(f"{MARKER}\nnew", gitlab(forge))
    assert forge.calls == [
        "GET /repos/shop/shop/issues/7/comments?per_page=100&page=1",
        "PATCH /repos/shop/shop/issues/comments/5",
        "GET /api/v4/projects/3/merge_requests/7/notes?per_page=100&page=1",
        "PUT /api/v4/projects/3/merge_requests/7/notes/5",
    ]


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"GITHUB_REF": "refs/heads/main"}, "no job of a pull request"),
        ({"GITHUB_TOKEN": ""}, "GITHUB_TOKEN is not set"),
        ({"GITHUB_TOKEN": "bad"}, "answered 403"),
        ({"GITHUB_API_URL": "http://127.0.0.1:1"}, "failed"),
        ({"GITHUB_API_URL": "file:///etc"}, "no address"),
    ],
)
def test_trouble_is_one_sentence(forge: Forge, environment: dict[str, str], sentence: str) -> None:
    with pytest.raises(ContractbridgeError, match=sentence):
        keep_comment(f"{MARKER}\n", github(forge, **environment))


def test_outside_of_ci_there_is_nothing_to_comment_on() -> None:
    with pytest.raises(ContractbridgeError, match="no job"):
        keep_comment(f"{MARKER}\n", {})
