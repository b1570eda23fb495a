"""What is reported: the changes between two contracts, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from contractbridge.drift.change import Audience, Bump, Change

# Whose changes stand together: those that somebody accepted are told last, whatever they were.
Group: TypeAlias = Literal["breaking", "warning", "info", "accepted"]

GROUPS: Final[tuple[Group, ...]] = ("breaking", "warning", "info", "accepted")
AUDIENCES: Final[tuple[Audience, ...]] = ("wire", "types", "validators")

_ADDITIONS: Final = ("-added", "-extended", "-widened")


@dataclass(frozen=True, slots=True)
class Report:
    """What `diff` and `check` have found.

    `old` and `new` name what was compared, for people. A change that breaks one of `fail_on`, and that nobody
    accepted, makes the command end with 1. `manual` has the page of each rule, by its id. `contract` is the file to
    point at where a change has no line of its own.
    """

    old: str
    new: str
    changes: tuple[Change, ...]
    fail_on: frozenset[Audience] = frozenset({"wire", "validators"})
    manual: Mapping[str, str] = field(default_factory=dict)
    contract: str = "contract.json"

    @property
    def is_breaking(self) -> bool:
        """Whether any client on the wire is broken, accepted or not."""
        return any(change.severity == "breaking" and "wire" in change.breaks for change in self.changes)

    @property
    def bump(self) -> Bump:
        """The step that the next version needs: accepting a change does not make it a smaller one."""
        if any(change.severity == "breaking" for change in self.changes):
            return "major"
        if any(change.breaks or change.rule.endswith(_ADDITIONS) for change in self.changes):
            return "minor"
        return "patch" if self.changes else "none"

    @property
    def failing(self) -> tuple[Change, ...]:
        return tuple(change for change in self.ranked if self.fails(change))

    @property
    def ranked(self) -> tuple[Change, ...]:
        """The worst first, then by operation and place."""
        return tuple(sorted(self.changes, key=_rank))

    def fails(self, change: Change) -> bool:
        """A claim without a proof, and one that the policy calls harmless, fail nothing."""
        judged = change.severity != "info" and not change.unproven and not change.accepted
        return judged and bool(change.breaks & self.fail_on)


def group_of(change: Change) -> Group:
    return "accepted" if change.accepted else change.severity


def by_operation(changes: Sequence[Change]) -> dict[str, list[Change]]:
    """Changes of one operation together, in the order in which they come."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.operation, []).append(change)
    return found


def _rank(change: Change) -> tuple[int, str, str, str, str]:
    return (GROUPS.index(group_of(change)), change.operation, change.location, change.rule, change.id)
