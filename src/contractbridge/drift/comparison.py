"""Two contracts ─► changes: facts from the walk, judged by the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final, TypeAlias

from contractbridge.contract import Contract
from contractbridge.drift.change import Change
from contractbridge.drift.descriptions import show
from contractbridge.drift.facts import Sides
from contractbridge.drift.rules import judge
from contractbridge.drift.rules.finding import WIRE, Finding
from contractbridge.drift.rules.scenes import Scene, scene_of, with_others
from contractbridge.drift.walk.walk import find_facts

# Levels that promise nothing.
UNSTABLE: Final = frozenset({"draft", "alpha"})
_UNSTABLE: Final = "The operation was marked as one that may change any day."
_Found: TypeAlias = tuple[str, Finding, Scene]
_ORDER: Final = ("breaking", "warning", "info")


def find_changes(old: Contract, new: Contract, today: date | None = None) -> tuple[Change, ...]:
    """What the step from `old` to `new` changes, the worst first, then by operation and place.

    `today` decides which sunsets have passed. Contracts are read with `rules=True`, or else what only JSON Schema says
    is not compared.
    """
    sides = Sides(old, new, today or datetime.now(tz=UTC).date())
    found = [
        (rule, finding, scene_of(fact, sides)) for fact in find_facts(sides) for rule, finding in judge(fact, sides)
    ]
    return tuple(sorted((_change(*each) for each in _gather(found)), key=_place))


def _gather(found: Iterable[_Found]) -> Iterator[_Found]:
    """What one declaration of a parameter brings to many operations is told once."""
    groups: dict[tuple[object, ...], list[_Found]] = {}
    for index, (rule, finding, scene) in enumerate(found):
        same = (scene.shared, scene.location, finding.what, repr((finding.old, finding.new)), scene.stability)
        groups.setdefault((rule, *(same if scene.shared else (index,))), []).append((rule, finding, scene))
    for (rule, finding, scene), *rest in groups.values():
        others = (*scene.operations, *(each.operation for _, _, each in rest))
        subject = with_others(scene.subject, len(rest)) if rest else scene.subject
        yield rule, finding, replace(scene, operations=others, subject=subject)


def _change(rule: str, finding: Finding, scene: Scene) -> Change:
    if scene.stability.lower() in UNSTABLE and finding.level != "info":
        # Nothing was promised.
        finding = replace(finding, breaks=finding.breaks - WIRE, witness=None, severity="info", hint=_UNSTABLE)
    return Change(
        rule=rule,
        severity=finding.level,
        breaks=finding.broken,
        direction=scene.direction,
        operation=scene.operation,
        location=scene.location,
        message=_message(scene.subject, finding),
        hint=finding.hint,
        old=finding.old,
        new=finding.new,
        witness=finding.witness,
        unproven=finding.doubt,
        subjects=scene.subjects,
        tags=scene.tags,
        operations=scene.operations,
    )


def _message(subject: str, finding: Finding) -> str:
    """One sentence: the subject, what happened, what was and what is."""
    old, new = (each if isinstance(each, str) else show(each) for each in (finding.old, finding.new))
    silent = finding.whole or None in (finding.old, finding.new) or old == new
    if silent or old in finding.what or new in finding.what:
        return f"{subject} {finding.what}."
    return f"{subject} {finding.what}: {old} became {new}."


def _place(change: Change) -> tuple[object, ...]:
    method, _, path = change.operation.rpartition(" ")
    return (_ORDER.index(change.severity), path, method, change.location, change.rule, change.id)
