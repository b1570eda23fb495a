"""What is reported: the changes between two contracts, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from contractbridge.drift.change import Bump, Change
from contractbridge.drift.policy import GENERATED, fails, generated_stale
from contractbridge.drift.versions import needed_bump
from contractbridge.policies import Audience

# Whose changes stand together: those that somebody accepted are told last, whatever they were.
Group: TypeAlias = Literal["breaking", "warning", "info", "accepted"]

GROUPS: Final[tuple[Group, ...]] = ("breaking", "warning", "info", "accepted")


@dataclass(frozen=True, slots=True)
class Report:
    """What `diff` and `check` have found.

    `old` and `new` name what was compared, for people. `fail_on` is whom a change must break to make the command end
    with 1. `manual` has the page of each rule, by its id. `contract` is the file, from the top of the repository, to
    point at where a change has no line of its own. `stale` names the generated files that are not what they should be,
    for which `check` ends with 1, whomever it guards.
    """

    old: str
    new: str
    changes: tuple[Change, ...]
    fail_on: frozenset[Audience] = frozenset({"wire", "validators"})
    manual: Mapping[str, str] = field(default_factory=dict)
    contract: str = "contract.json"
    stale: tuple[str, ...] = ()

    @property
    def is_breaking(self) -> bool:
        """Whether a client on the wire is broken, accepted or not."""
        return any("wire" in change.breaks for change in self.changes)

    @property
    def bump(self) -> Bump:
        return needed_bump(self.changes)

    @property
    def failing(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if self.fails(change))

    @property
    def ranked(self) -> tuple[Change, ...]:
        """The worst first, then by path, method and place."""
        return tuple(sorted(self.changes, key=_rank))

    @property
    def staleness(self) -> Change | None:
        """What is stale, in the shape of a change."""
        return generated_stale(self.stale) if self.stale else None

    @property
    def listed(self) -> tuple[Change, ...]:
        """For formats that are a list of findings: what is stale, and the changes."""
        return (self.staleness, *self.ranked) if self.staleness else self.ranked

    @property
    def groups(self) -> dict[Group, list[Change]]:
        """The changes, ranked, by the group that they are told in; only groups that have any."""
        found: dict[Group, list[Change]] = {}
        for change in self.ranked:
            found.setdefault(group_of(change), []).append(change)
        return found

    def fails(self, change: Change) -> bool:
        return change.rule == GENERATED or fails(change, self.fail_on)


def group_of(change: Change) -> Group:
    return "accepted" if change.accepted else change.severity


def by_operation(changes: Sequence[Change]) -> dict[str, list[Change]]:
    """Changes of one operation together, in the order in which they come."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.operation, []).append(change)
    return found


def _rank(change: Change) -> tuple[int, str, str, str, str, str]:
    method, _, path = change.operation.rpartition(" ")
    return (GROUPS.index(group_of(change)), path, method, change.location, change.rule, change.id)
