"""A project's decisions about drift: read from its configuration, laid over what was found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from contractbridge.config import read_config
from contractbridge.contract import Contract, Operation
from contractbridge.drift.change import Change, Use
from contractbridge.drift.policy import apply_policy, check_rule_names, fails, lower_unused
from contractbridge.drift.versions import needed_bump, short_of
from contractbridge.errors import ConfigError
from contractbridge.policies import Acceptance, Policy, acceptance_text

TODAY = date(2026, 11, 20)
REQUIRED = Change(
    rule="request-field-became-required",
    severity="breaking",
    breaks=frozenset({"wire", "types"}),
    direction="request",
    operation="POST /orders",
    location="request.body.note",
    message="The field `note` became required.",
    old="optional",
    new="required",
)
RENAMED = Change("operation-renamed", "warning", frozenset({"types"}), "none", "GET /a", "", "It has another name.")
ADDED = Change("operation-added", "info", frozenset(), "none", "GET /b", "", "It is new.", new="GET /b")
SHOP = Contract("", "", operations=(Operation("POST", "/orders", "create_order", tags=("orders",), stability="alpha"),))


def policy(tmp_path: Path, text: str) -> Policy:
    (tmp_path / "contractbridge.toml").write_text(text)
    return read_config(tmp_path / "contractbridge.toml").policy


def judged(policy: Policy, *changes: Change) -> list[Change]:
    return list(apply_policy(changes, policy, SHOP, SHOP, TODAY))


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("", "breaking"),
        ("[drift.rules]\nrequest-field-became-required = 'info'", "info"),
        ("[drift.rules]\n'request-*' = 'warning'", "warning"),
        ("[drift.rules]\n'request-*' = 'off'\nrequest-field-became-required = 'info'", "info"),
        ("[drift.rules]\n'*' = 'off'", None),
        ("[drift.rules]\n'response-*' = 'off'", "breaking"),
        ("[[drift.overrides]]\npaths = ['/ord*']\nrules = { '*' = 'info' }", "info"),
        ("[[drift.overrides]]\npaths = ['/internal/*']\nrules = { '*' = 'info' }", "breaking"),
        ("[[drift.overrides]]\ntags = ['orders']\nrules = { '*' = 'info' }", "info"),
        ("[[drift.overrides]]\nstability = ['alpha', 'draft']\nrules = { '*' = 'off' }", None),
        ("[[drift.overrides]]\nstability = ['beta']\nrules = { '*' = 'off' }", "breaking"),
        (
            "[drift.rules]\n'*' = 'off'\n[[drift.overrides]]\ntags = ['orders']\nrules = { '*' = 'warning' }",
            "warning",
        ),
    ],
)
def test_levels(tmp_path: Path, text: str, level: str | None) -> None:
    assert [each.severity for each in judged(policy(tmp_path, text), REQUIRED)] == ([] if level is None else [level])


@pytest.mark.parametrize(
    ("change", "guarded", "stops"),
    [
        (REQUIRED, {"wire", "validators"}, True),
        (REQUIRED, {"validators"}, False),
        (REQUIRED, set(), False),
        (RENAMED, {"wire", "validators"}, False),
        (RENAMED, {"types"}, True),
        (replace(RENAMED, severity="info"), {"types"}, False),
        (replace(REQUIRED, accepted="Nobody calls it."), {"wire"}, False),
        (replace(ADDED, severity="breaking"), {"wire"}, True),
        (ADDED, {"wire", "types", "validators"}, False),
    ],
)
def test_what_stops_the_gate(change: Change, guarded: set[str], stops: bool) -> None:  # noqa: FBT001
    assert fails(change, guarded) == stops  # type: ignore[arg-type]


ACCEPTED = Acceptance(
    "request-field-became-required", "POST /orders", "Every client sends it.", "request.body.note", date(2027, 1, 31)
)


def test_an_acceptance_marks_its_change() -> None:
    (accepted,) = judged(Policy(accepted=(ACCEPTED,)), replace(REQUIRED, hint="Give it a default."))
    assert (accepted.accepted, accepted.hint) == ("Every client sends it.", "")
    assert [each.accepted for each in judged(Policy(accepted=(replace(ACCEPTED, location=""),)), REQUIRED)] == [
        "Every client sends it."
    ]


@pytest.mark.parametrize(
    ("acceptance", "trouble"),
    [
        (replace(ACCEPTED, until=date(2026, 11, 19)), "ended on 2026-11-19"),
        (replace(ACCEPTED, location="request.body.other"), "matches no change any more"),
        (replace(ACCEPTED, operation="GET /orders"), "matches no change any more"),
    ],
)
def test_stale_acceptances_stop_the_gate(acceptance: Acceptance, trouble: str) -> None:
    found, stale = judged(Policy(accepted=(acceptance,)), REQUIRED)
    assert found.accepted == ""
    assert trouble in stale.message
    assert fails(stale, {"types"})


def test_where_nothing_changed_no_acceptance_is_stale() -> None:
    assert judged(Policy(accepted=(ACCEPTED,))) == []


def test_what_is_written_for_an_acceptance_reads_back(tmp_path: Path) -> None:
    odd = replace(ACCEPTED, reason='"Quoted" \\ and\n\ttwo lines\x7f', location="")
    text = acceptance_text(ACCEPTED, "drift") + "\n" + acceptance_text(odd, "drift")
    first, second = policy(tmp_path, text).accepted
    assert replace(first, place="") == ACCEPTED
    assert replace(second, place="") == odd


@pytest.mark.parametrize(
    ("days", "sunset", "severity"),
    [
        (0, None, "info"),
        (90, None, "breaking"),
        (90, "soon", "breaking"),
        (90, "2027-02-17", "breaking"),
        (90, "2027-02-18", "info"),
        (90, "2027-12-31T00:00:00Z", "info"),
    ],
)
def test_deprecations_give_the_days_that_are_promised(days: int, sunset: str | None, severity: str) -> None:
    change = Change("deprecated", "info", frozenset(), "none", "POST /orders", "", "It is deprecated.", new=sunset)
    (found,) = judged(Policy(deprecation_days=days), change)
    assert (found.severity, fails(found, {"wire"})) == (severity, severity == "breaking")
    assert ("2027-02-18" in found.hint) == (severity == "breaking")


def test_what_nobody_uses_is_lowered() -> None:
    used = Use("web/src/Cart.tsx", 41, "Property 'note' does not exist.")
    changes = [replace(REQUIRED, uses=()), replace(REQUIRED, uses=(used,)), REQUIRED]
    lowered = lower_unused(changes, Policy(unused="info"))
    assert [each.severity for each in lowered] == ["info", "breaking", "breaking"]
    assert lower_unused(changes, Policy()) == tuple(changes)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[drift]\nfail-on = ['wires']", "drift.fail-on"),
        ("[drift]\nfail = []", "drift.fail is not a key"),
        ("[drift]\nunused = 'none'", "drift.unused"),
        ("[drift]\ndeprecation-days = -1", "drift.deprecation-days must be a number of days"),
        ("[drift.rules]\na = 'error'", 'drift.rules.a cannot be "error"'),
        ("[drift.rules]\na = 1", "drift.rules.a must be a string"),
        ("[[drift.overrides]]\ntags = ['a']", "drift.overrides[0].rules is missing"),
        ("[[drift.accept]]\nrule = 'a'", "drift.accept[0].reason is missing"),
        ("[[drift.accept]]\nrule = 'a'\nreason = 'b'\nuntil = '2027-01-31'", "drift.accept[0].until must be a date"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence.replace("[", r"\[").replace(".", r"\.")):
        policy(tmp_path, text)


def test_rules_that_are_none_are_named() -> None:
    known = ["response-field-removed", "operation-removed"]
    check_rule_names(Policy(rules={"response-*": "off", "operation-removed": "info"}), known, "drift")
    with pytest.raises(ConfigError, match="response-field-remove") as error:
        check_rule_names(Policy(rules={"response-field-remove": "off"}), known, "drift")
    assert "response-field-removed" in error.value.hint


@pytest.mark.parametrize(
    ("old", "new", "changes", "enough"),
    [
        ("1.2.3", "2.0.0", [REQUIRED], True),
        ("1.2.3", "1.3.0", [REQUIRED], False),
        ("1.2.3", "1.2.4", [replace(REQUIRED, accepted="yes")], True),
        ("1.2.3", "1.2.3", [replace(REQUIRED, accepted="yes")], False),
        ("1.2.3", "1.2.4", [replace(ADDED, severity="breaking")], False),
        ("0.2.3", "0.3.0", [REQUIRED], True),
        ("0.2.3", "0.2.4", [REQUIRED], False),
        ("1.2.3", "1.3.0", [RENAMED], True),
        ("1.2.3", "1.2.4", [ADDED], False),
        ("1.2.3", "1.3.0", [ADDED], True),
        ("1.2.3", "1.2.3", [], True),
        ("1.2.3", "1.2.3", [ADDED], False),
        ("2.0.0", "1.9.0", [ADDED], False),
        ("v1.2", "v1.3", [ADDED], True),
        ("one", "1.0.0", [], False),
    ],
)
def test_versions(old: str, new: str, changes: list[Change], enough: bool) -> None:  # noqa: FBT001
    assert (short_of(old, new, needed_bump(changes)) == "") == enough
