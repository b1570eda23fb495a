"""Rules about the addresses of a server."""

from __future__ import annotations

from collections.abc import Iterator

from contractbridge.drift.facts import ServerAdded, ServerRemoved, Sides
from contractbridge.drift.rules.finding import WIRE, Finding


def server_added(fact: ServerAdded, sides: Sides) -> Iterator[Finding]:
    """The API has one more address.

    Before:
        FastAPI()
    After:
        FastAPI(servers=[{"url": "https://api.example.com"}])
    """
    yield Finding("was added", new=fact.url)


def server_removed(fact: ServerRemoved, sides: Sides) -> Iterator[Finding]:
    """An address of the API is no longer listed.

    Clients that use it may find nobody there. Whether it still answers, the document does not say.

    Before:
        FastAPI(servers=[{"url": "https://api.example.com/v1"}])
    After:
        FastAPI(servers=[{"url": "https://api.example.com/v2"}])

    Instead:
        List both for as long as both answer.
    """
    yield Finding(
        "is no longer listed",
        WIRE,
        "List it for as long as it answers.",
        old=fact.url,
        unproven="Whether the address still answers is not known.",
    )
