"""Of a long witness, the part that matters."""

from __future__ import annotations

from typing import Any

import pytest

from contractbridge.drift.mismatch import read_steps, shown_steps
from contractbridge.reports.words import excerpt

LICENSED = {"id": 1, "license": {"url": None, "x": 1}}
ORDERS = {"items": [LICENSED, {"id": 2}], "n": 1, "prices": {"a": {"net": 1, "tax": 2}}}


@pytest.mark.parametrize(
    ("place", "part"),
    [
        ("items[].license.url", {"…": "…", "items": [{"…": "…", "license": {"…": "…", "url": None}}]}),
        ("items[].gone", {"…": "…", "items": [{"id": 1, "license": {"url": None, "x": 1}}]}),
        ("items[1].id", {"…": "…", "items": ["…", {"id": 2}]}),
        ("prices{}.net", {"…": "…", "prices": {"a": {"…": "…", "net": 1}}}),
        ("n", {"…": "…", "n": 1}),
        ("", ORDERS),
    ],
)
def test_excerpts(place: str, part: Any) -> None:
    assert shown_steps(read_steps(place)) == place
    assert excerpt(ORDERS, read_steps(place)) == part  # type: ignore[arg-type]
