"""Reports: one module a format, each a function from a `Report` to text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from contractbridge.reports.as_json import to_json
from contractbridge.reports.github import to_github
from contractbridge.reports.report import Report
from contractbridge.reports.text import to_text

FORMATS: Final[Mapping[str, Callable[[Report], str]]] = {
    "text": to_text,
    "json": to_json,
    "github": to_github,
}
