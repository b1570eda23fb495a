"""What tells two versions of a document apart, and how each is asked for all that it finds."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from generators import BENCH, OUT, install, node, python_environment
from measure import Cost, cost_of

REPORT: Final = OUT / "diff.json"


@dataclass(frozen=True, slots=True)
class Differ:
    """A command that compares `{old}` with `{new}`, writes JSON to `{report}`, and does not mind what it finds.

    `verdict` puts into words what the report says. One from npm has a folder in peers/.
    """

    name: str
    arguments: tuple[str, ...]
    verdict: Callable[[Mapping[str, Any]], str]

    def compare(self, old: Path, new: Path, limit: float) -> Cost:
        folder = BENCH / "peers" / self.name
        REPORT.unlink(missing_ok=True)
        filled = [each.format(old=old, new=new, report=REPORT) for each in self.arguments]
        if not folder.exists():
            ours = [sys.executable, "-m", "contractbridge", *filled]
            return cost_of(ours, cwd=OUT, env=python_environment(OUT / "cache"), limit=limit)
        install(folder)
        return cost_of([node(), *filled], cwd=folder, env={}, limit=limit)

    def says(self) -> str:
        """The verdict of the run before."""
        return self.verdict(json.loads(REPORT.read_text()))


def _our_verdict(report: Mapping[str, Any]) -> str:
    severities = [each["severity"] for each in report["changes"]]
    return _counted({each: severities.count(each) for each in ("breaking", "warning", "info")})


def _redocly_verdict(report: Mapping[str, Any]) -> str:
    return _counted(report["summary"])


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.items() if count) or "nothing"


REDOCLY: Final = Differ(
    "redocly",
    (
        *("node_modules/@redocly/cli/bin/cli.js", "diff", "{old}", "{new}"),
        *("--format", "json", "--output", "{report}", "--fail-on", "none"),
    ),
    _redocly_verdict,
)
OURS: Final = Differ(
    "contractbridge",
    ("diff", "{old}", "{new}", "--format", "json", "--output", "{report}", "--fail-on", "none"),
    _our_verdict,
)
