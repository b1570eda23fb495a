"""Reports: one module a format, each a function from a `Report` to text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from contractbridge.reports.as_json import to_json
from contractbridge.reports.github import to_github
from contractbridge.reports.gitlab import to_gitlab
from contractbridge.reports.html import to_html
from contractbridge.reports.junit import to_junit
from contractbridge.reports.markdown import to_markdown
from contractbridge.reports.report import Report
from contractbridge.reports.sarif import to_sarif
from contractbridge.reports.text import to_text

FORMATS: Final[Mapping[str, Callable[[Report], str]]] = {
    "text": to_text,
    "json": to_json,
    "markdown": to_markdown,
    "github": to_github,
    "gitlab": to_gitlab,
    "sarif": to_sarif,
    "junit": to_junit,
    "html": to_html,
}
