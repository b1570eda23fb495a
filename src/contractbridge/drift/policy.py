"""What a project has decided, laid over what was found: the last step, from changes to changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fnmatch import fnmatchcase
from typing import Final

from contractbridge.contract import Contract, Operation
from contractbridge.drift.change import Change, Source
from contractbridge.errors import ConfigError
from contractbridge.policies import Acceptance, Audience, Level, Override, Policy
from contractbridge.spelling import closest

STALE: Final = "acceptance-stale"
GENERATED: Final = "generated-stale"
DEPRECATED: Final = "deprecated"
_NAMED: Final = 10  # stale files


def apply_policy(
    changes: Iterable[Change], policy: Policy, old: Contract, new: Contract, today: date
) -> tuple[Change, ...]:
    """`changes` with the severities that the project gives them, the accepted ones marked, and a change of its own for
    each acceptance that is out of date. `today` is what expiry is measured by."""
    operations = {f"{each.method} {each.path}": each for side in (old, new) for each in side.operations}
    timely = (_timely(change, policy.deprecation_days, today) for change in changes)
    judged = [each for change in timely if (each := _levelled(change, policy, operations)) is not None]
    found = [_accepted(change, policy.accepted, today) for change in judged]
    if not judged:
        # Nothing to accept, as on the main branch itself after the change has landed there.
        return tuple(found)
    stale = (each for each in policy.accepted if _is_stale(each, judged, today))
    return (*found, *(acceptance_stale(each, judged) for each in stale))


def lower_unused(changes: Iterable[Change], policy: Policy) -> tuple[Change, ...]:
    """`changes`, with those that no line of the frontend minds at the level that the policy has for them."""
    return tuple(_lowered(each, policy.unused) for each in changes)


def fails(change: Change, fail_on: Collection[Audience]) -> bool:
    """Whether a gate that guards `fail_on` stops at `change`; one that guards nobody stops at nothing."""
    if not fail_on or change.accepted or change.severity == "info":
        return False
    return not change.breaks.isdisjoint(fail_on) or (change.severity == "breaking" and not change.breaks)


def check_rule_names(policy: Policy, known: Sequence[str], place: str) -> None:
    """Hold the policy, whose table is at `place`, to rules that there are.

    Raises ConfigError where a name, or a pattern of names, is that of no rule.
    """
    for key, name in policy.rule_names.items():
        if not any(fnmatchcase(each, name) for each in known):
            hint = closest(name, known) or "List them: contractbridge explain"
            raise ConfigError(f'{place}.{key} is about the rule "{name}", and there is none.', hint=hint)


def _timely(change: Change, days: int, today: date) -> Change:
    """A deprecation that gives clients fewer `days` than the project promises stops the gate."""
    if change.rule != DEPRECATED or not days:
        return change
    try:
        given = (date.fromisoformat(str(change.new)[:10]) - today).days
    except ValueError:  # there is none, or a rule of its own says that it is no date
        given = 0
    if given >= days:
        return change
    hint = f"Give clients {days} days: an `x-sunset` of {today + timedelta(days=days)} or later."
    return replace(change, severity="breaking", hint=hint)


def _levelled(change: Change, policy: Policy, operations: Mapping[str, Operation]) -> Change | None:
    level = _level(change, policy, operations.get(change.operation))
    if level == "off":
        return None
    return change if level is None else replace(change, severity=level)


def _level(change: Change, policy: Policy, operation: Operation | None) -> Level | None:
    level = _named(change.rule, policy.rules)
    for each in policy.overrides:
        if _matches(each, change, operation):
            level = _named(change.rule, each.rules) or level
    return level


def _named(rule: str, levels: Mapping[str, Level]) -> Level | None:
    """The level of `rule`: its own, or that of the last pattern that matches."""
    if rule in levels:
        return levels[rule]
    return next((level for name, level in reversed(list(levels.items())) if fnmatchcase(rule, name)), None)


def _matches(override: Override, change: Change, operation: Operation | None) -> bool:
    path = change.operation.partition(" ")[2]
    tags = operation.tags if operation else change.tags
    stability = operation.stability if operation else ""
    return (
        (not override.paths or any(fnmatchcase(path, each) for each in override.paths))
        and (not override.tags or not set(override.tags).isdisjoint(tags))
        and (not override.stability or stability in override.stability)
    )


def _accepted(change: Change, accepted: Iterable[Acceptance], today: date) -> Change:
    reason = next((each.reason for each in accepted if _is_valid(each, today) and _accepts(each, change)), "")
    return replace(change, accepted=reason, hint="") if reason else change  # no advice on what is decided


def _is_valid(acceptance: Acceptance, today: date) -> bool:
    return acceptance.until is None or today <= acceptance.until


def _accepts(acceptance: Acceptance, change: Change) -> bool:
    return (
        acceptance.rule == change.rule
        and acceptance.operation == change.operation
        and acceptance.location in ("", change.location)
    )


def acceptance_stale(acceptance: Acceptance, changes: Sequence[Change]) -> Change:
    """An acceptance in the configuration is out of date.

    Its day has passed, or nothing changes there any more: the gate stops, so that no exception outlives its reason.

    Before:
        [[tool.contractbridge.drift.accept]]
        rule = "response-field-removed"
        operation = "GET /orders"
        reason = "The only client is ours."
        until = 2026-01-31

    Instead:
        Remove it, or give it another day where the change is still to come.
    """
    matched = any(_accepts(acceptance, each) for each in changes)
    trouble = f"ended on {acceptance.until}" if matched else "matches no change any more"
    return Change(
        rule=STALE,
        severity="breaking",
        breaks=frozenset(),
        direction="none",
        operation=acceptance.operation,
        location=acceptance.location,
        message=f"The acceptance of {acceptance.rule} at {acceptance.place} {trouble}.",
        hint="Take it back, or give it another date." if matched else "Remove it from the configuration.",
    )


def generated_stale(files: Sequence[str]) -> Change:
    """What is generated is not what the app gives now.

    The frontend is compiled against another contract than that which the server keeps. `check --against` tells it
    beside the changes, in the formats that have no other place for it.

    Instead:
        contractbridge generate
    """
    rest = f" and {len(files) - _NAMED} more" if len(files) > _NAMED else ""
    return Change(
        rule=GENERATED,
        severity="breaking",
        breaks=frozenset(),
        direction="none",
        operation="",
        location="",
        message=f"What is generated is stale: {', '.join(f'`{each}`' for each in files[:_NAMED])}{rest}.",
        hint="Run: contractbridge generate",
        source=Source(files[0], 1),
    )


def _is_stale(acceptance: Acceptance, changes: Sequence[Change], today: date) -> bool:
    return not _is_valid(acceptance, today) or not any(_accepts(acceptance, change) for change in changes)


def _lowered(change: Change, level: Level | None) -> Change:
    if level is None or level == "off" or change.uses is None or change.uses or not change.breaks:
        return change
    return replace(change, severity=level)
