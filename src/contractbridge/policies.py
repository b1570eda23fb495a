"""What a project has decided about drift: the table `drift` of its configuration.

[tool.contractbridge.drift]
fail-on = ["wire", "validators"]    # whom a change may not break: also "types"; [] to let everything pass
deprecation-days = 90               # at least, from a deprecation to its sunset
unused = "info"                     # with --usage: what becomes of a change that breaks no line of the frontend
frontend = "../web"                 # where --usage looks: the folder with the tsconfig.json

[tool.contractbridge.drift.rules]   # "breaking", "warning", "info" or "off"; names may be patterns
"response-enum-*" = "info"

[[tool.contractbridge.drift.overrides]]  # the same for some operations; the last that matches wins
paths = ["/internal/*"]
tags = ["internal"]
stability = ["alpha"]
rules = { "*" = "off" }

[[tool.contractbridge.drift.accept]]     # one change, for a reason; `contractbridge accept` writes it
rule = "request-field-became-required"
operation = "POST /orders"
location = "request.body.note"
reason = "Every client sends it since March."
until = 2027-01-31
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final, Literal, TypeAlias, cast

from contractbridge.tables import Table

Audience: TypeAlias = Literal["wire", "types", "validators"]
Level: TypeAlias = Literal["breaking", "warning", "info", "off"]

AUDIENCES: Final[tuple[Audience, ...]] = ("wire", "types", "validators")
LEVELS: Final[tuple[Level, ...]] = ("breaking", "warning", "info", "off")


@dataclass(frozen=True, slots=True)
class Override:
    """Other levels for the operations that match: one of the paths, one of the tags, one of the stability levels;
    what is empty matches all. Names of rules and paths may hold `*` and `?`."""

    rules: Mapping[str, Level]
    paths: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    stability: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A change that somebody has accepted. `place` is where the configuration says so; an empty `location` is any."""

    rule: str
    operation: str
    reason: str
    location: str = ""
    until: date | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    fail_on: frozenset[Audience] = frozenset({"wire", "validators"})
    rules: Mapping[str, Level] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    accepted: tuple[Acceptance, ...] = ()
    deprecation_days: int = 0
    unused: Level | None = None
    frontend: Path | None = None

    @property
    def rule_names(self) -> dict[str, str]:
        """The rules that it names, or patterns of their names, by the key within its table that does."""
        named = {f"rules.{name}": name for name in self.rules}
        for index, each in enumerate(self.overrides):
            named |= {f"overrides[{index}].rules.{name}": name for name in each.rules}
        return named | {f"accept[{index}].rule": each.rule for index, each in enumerate(self.accepted)}


_KEYS: Final = ("fail-on", "deprecation-days", "unused", "frontend", "rules", "overrides", "accept")


def read_policy(table: Table) -> Policy:
    """The policy that `table` states.

    Raises:
        ConfigError: a key is unknown or of the wrong kind. Whether there is such a rule is asked when rules are used.
    """
    table.check_keys(_KEYS)
    unused = table.text("unused")
    return Policy(
        fail_on=_audiences(table),
        rules=_rules(table.table("rules")),
        overrides=tuple(map(_override, table.tables("overrides"))),
        accepted=tuple(map(_acceptance, table.tables("accept"))),
        deprecation_days=_days(table),
        unused=None if unused is None else cast("Level", table.choice("unused", unused, LEVELS)),
        frontend=table.path("frontend"),
    )


def acceptance_text(accepted: Acceptance, table: str) -> str:
    """The lines of TOML that add `accepted` to the end of a configuration; `table` leads to its drift."""
    pairs = {
        "rule": accepted.rule,
        "operation": accepted.operation,
        "location": accepted.location,
        "reason": accepted.reason,
    }
    lines = [f"[[{table}.accept]]", *(f"{key} = {_quoted(value)}" for key, value in pairs.items() if value)]
    if accepted.until:
        lines.append(f"until = {accepted.until.isoformat()}")
    return "\n".join(lines) + "\n"


def _audiences(table: Table) -> frozenset[Audience]:
    if "fail-on" not in table.values:
        return Policy().fail_on
    return frozenset(cast("Audience", table.choice("fail-on", each, AUDIENCES)) for each in table.texts("fail-on"))


def _rules(table: Table) -> dict[str, Level]:
    return dict(_levels(table))


def _levels(table: Table) -> Iterator[tuple[str, Level]]:
    for name, level in table.strings().items():
        yield name, cast("Level", table.choice(name, level, LEVELS))


def _override(table: Table) -> Override:
    table.check_keys(("paths", "tags", "stability", "rules"))
    if "rules" not in table.values:
        raise table.error("rules", "is missing", 'Say what changes, as in: rules = { "*" = "info" }')
    return Override(_rules(table.table("rules")), table.texts("paths"), table.texts("tags"), table.texts("stability"))


def _acceptance(table: Table) -> Acceptance:
    table.check_keys(("rule", "operation", "location", "reason", "until"))
    until = table.values.get("until")
    if until is not None and (isinstance(until, datetime) or not isinstance(until, date)):
        raise table.error("until", "must be a date", "Write it without quotes: until = 2027-01-31")
    return Acceptance(
        rule=table.required_text("rule"),
        operation=table.text("operation") or "",
        reason=table.required_text("reason"),
        location=table.text("location") or "",
        until=until,
        place=table.place,
    )


def _days(table: Table) -> int:
    days = table.values.get("deprecation-days", 0)
    if not isinstance(days, int) or isinstance(days, bool) or days < 0:
        raise table.error("deprecation-days", "must be a number of days")
    return days


def _quoted(text: str) -> str:
    """A basic string of TOML (TOML 1.0, "String")."""
    return '"' + "".join(_escaped(text)) + '"'


def _escaped(text: Iterable[str]) -> Iterator[str]:
    for character in text:
        if character in '"\\':
            yield f"\\{character}"
        elif character < " " or character == "\x7f":
            yield f"\\u{ord(character):04x}"
        else:
            yield character
