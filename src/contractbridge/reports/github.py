"""Changes as workflow commands: GitHub shows each at its line of the pull request."""

from __future__ import annotations

from typing import Final

from contractbridge.drift.change import Change
from contractbridge.report import printable
from contractbridge.reports.report import Group, Report, group_of
from contractbridge.reports.words import summary, told

_COMMANDS: Final[dict[Group, str]] = {
    "breaking": "error",
    "warning": "warning",
    "info": "notice",
    "accepted": "notice",
}


def to_github(report: Report) -> str:
    """A command for each finding, and the summary. GitHub shows ten of a kind for each step: the worst come first."""
    return "\n".join([*(_command(change) for change in report.listed), f"contractbridge: {summary(report)}"]) + "\n"


def _command(change: Change) -> str:
    properties = {"title": f"{change.rule} {change.id}"}
    if change.source and not change.source.revision:
        # A line of an older revision need not be there any more.
        properties = {"file": change.source.file, "line": str(change.source.line), **properties}
    shown = ",".join(f"{name}={escape_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[group_of(change)]} {shown}::{escape_data(chr(10).join(told(change)))}"


def escape_data(text: str) -> str:
    """The text of a command: a line break would end it, and what follows could be a command of its own."""
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """A property of a command, which ends at a comma or a colon."""
    return escape_data(text).replace(":", "%3A").replace(",", "%2C")
