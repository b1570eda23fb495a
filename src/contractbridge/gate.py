"""The commands of the drift gate: `diff`, `explain`, `accept`, and what `check --against` adds to `check`."""

from __future__ import annotations

import os
import shutil
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias, cast

import typer

from contractbridge.arguments import LOADING, taking
from contractbridge.config import App, Config, check_choice, read_config
from contractbridge.errors import ConfigError
from contractbridge.options import Options, from_contracts, only_app, read_settings
from contractbridge.output import replace_file, shown
from contractbridge.policies import AUDIENCES, Acceptance, Audience, acceptance_text
from contractbridge.report import PLAIN, columns_for, folded, palette_for
from contractbridge.spelling import closest
from contractbridge.terminal import print_notices, progress_printer, write_report

if TYPE_CHECKING:
    from contractbridge.against import Side
    from contractbridge.loading import Source
    from contractbridge.reports.report import Report

FORMATS: Final = ("text", "json", "markdown", "github", "gitlab", "sarif", "junit", "html")
FORMAT_VARIABLE: Final = "CONTRACTBRIDGE_OUTPUT_FORMAT"
_SHORTEST_ID: Final = 4
_WIDTH: Final = 100  # columns, where no terminal tells

FailOn: TypeAlias = Annotated[
    list[str], typer.Option(metavar="AUDIENCE", help="wire, types, validators, several with commas, or none.")
]
Format: TypeAlias = Annotated[
    str, typer.Option("--format", envvar=FORMAT_VARIABLE, metavar="FORMAT", help=f"{', '.join(FORMATS)}.")
]
# No default: older Typers refuse one for an argument that takes several values.
_Names: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(metavar="[OLD] [NEW]", help="A git revision, a file, a URL, or ref:path; NEW also an app."),
]
_FromContract: TypeAlias = Annotated[
    bool, typer.Option("--from-contract", help="NEW is contract.json as it is; the app is not loaded.")
]


@taking(LOADING)
def diff(  # noqa: PLR0913  each is an option
    options: Options,
    *,
    names: _Names = None,
    fail_on: FailOn = [],  # noqa: B006
    format_: Format = "text",
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Instead of printing.")] = None,
    from_contract: _FromContract = False,
    usage: Annotated[bool, typer.Option("--usage", help="Ask the frontend's TypeScript which lines break.")] = False,
    check_version: Annotated[
        bool, typer.Option("--check-version", help="Hold the contract's version to what changed.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show every change and notice.")] = False,
) -> None:
    """Tell what changed, whom it breaks, and prove it: exit code 0 nobody, 1 somebody."""
    look = Printing(check_choice("--format", format_, FORMATS), output, verbose=verbose)
    config = guarding(read_settings(options, Path.cwd()), fail_on)
    found = _compared(config, names or (), from_contract=from_contract, usage=usage, verbose=verbose)
    short = found.version_trouble if check_version else ""
    print_report(found.report, look)
    if short:
        print(*folded(short, columns_for(sys.stderr)), sep="\n", file=sys.stderr)
    if found.report.failing or short:
        raise typer.Exit(1)


def explain(
    rule: Annotated[
        str, typer.Argument(metavar="RULE", help="Left out: a list of all; as 'response-*': of those.")
    ] = "",
) -> None:
    """Print the manual page of a rule."""
    from contractbridge.drift.rules import pages  # noqa: PLC0415  start-up time
    from contractbridge.reports.manual import listed_rules, page_text  # noqa: PLC0415

    manual, columns = pages(), columns_for(sys.stdout)
    matching = [each for each in manual.values() if fnmatchcase(each.id, rule or "*")]
    if matching and rule not in manual:
        print("\n".join(listed_rules(matching, columns)))
        return
    if rule not in manual:
        hint = closest(rule, list(manual)) or "List them: contractbridge explain"
        raise ConfigError(f'There is no rule "{rule}".', hint=hint)
    print(f"{rule}\n\n{page_text(manual[rule].text, columns)}")


@taking(LOADING)
def accept(  # noqa: PLR0913  each is an option
    options: Options,
    *,
    change: Annotated[str, typer.Argument(metavar="ID", help="As `diff` prints it; its beginning will do.")],
    names: _Names = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it may pass.")],
    until: Annotated[str, typer.Option(metavar="DATE", help="Until when, as in 2027-01-31.")] = "",
    from_contract: _FromContract = False,
) -> None:
    """Let one change pass, for a reason: it is written into the configuration."""
    if not reason.strip():
        raise ConfigError("--reason is empty.", hint="Say why the change may pass: people will ask.")
    expiry = _date(until) if until else None
    config = read_settings(options, Path.cwd())
    if not config.file.is_file():
        raise ConfigError("There is no configuration to write to.", hint="Run: contractbridge init")
    report = _compared(config, names or (), from_contract=from_contract).report
    if not report.changes:
        raise ConfigError(f"Nothing changes from {report.old} to {report.new}, so there is nothing to accept.")
    found = [each for each in report.changes if len(change) >= _SHORTEST_ID and each.id.startswith(change)]
    if len(found) != 1:
        ids = ", ".join(each.id for each in (found or report.changes)[:5])
        raise ConfigError(f'{len(found) or "No"} changes have the id "{change}".', hint=f"The ids are: {ids}.")
    accepted = Acceptance(found[0].rule, found[0].operation, reason, found[0].location, expiry)
    _append(config, accepted)
    print(f"Accepted {found[0].rule} in {shown(config.file)}.")


@dataclass(frozen=True, slots=True)
class Printing:
    """How a report is printed, and where to."""

    format: str = "text"
    file: Path | None = None
    verbose: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A report, and why the version of the new contract is not enough for it, if so."""

    report: Report
    version_trouble: str = ""


def print_report(report: Report, look: Printing) -> None:
    """In one of the formats; text takes what the terminal is like into account."""
    from contractbridge.reports import FORMATS  # noqa: PLC0415  start-up time
    from contractbridge.reports.text import Look, to_text  # noqa: PLC0415

    if look.format != "text":
        write_report(FORMATS[look.format](report), look.file)
        return
    columns = shutil.get_terminal_size((_WIDTH, 0)).columns
    palette = PLAIN if look.file else palette_for(sys.stdout)
    write_report(to_text(report, Look(palette, columns, look.verbose)), look.file)


def guarding(config: Config, fail_on: Sequence[str]) -> Config:
    """A configuration, with what the command line says of whom to guard."""
    if not fail_on:
        return config
    parts = [part.strip() for each in fail_on for part in each.split(",")]
    if parts == ["none"]:
        return replace(config, policy=replace(config.policy, fail_on=frozenset()))
    audiences = frozenset(cast("Audience", check_choice("--fail-on", part, (*AUDIENCES, "none"))) for part in parts)
    return replace(config, policy=replace(config.policy, fail_on=audiences))


def check_rules(config: Config) -> None:
    """Raise ConfigError where the policy names a rule that there is not."""
    if config.policy.rule_names:
        from contractbridge.drift.policy import check_rule_names  # noqa: PLC0415  start-up time
        from contractbridge.drift.rules import pages  # noqa: PLC0415

        check_rule_names(config.policy, list(pages()), f"{config.file.name}: {config.drift_table}")


def print_drift(config: Config, sources: Sequence[Source], against: str, look: Printing, stale: Sequence[str]) -> bool:
    """What breaks in each app since the revision, or the document, `against`; whether anything does. `stale` files
    are told in the same document, but for text, which has told of them at length."""
    if not against:
        return False
    from contractbridge.against import current, read_old  # noqa: PLC0415  start-up time

    failing = False
    if look.format != "text":
        only_app(config)  # the other formats are one document each
    for app, source in zip(config.apps, sources, strict=True):
        old = read_old(against, app, config.file.parent)
        report = _report(old, current(app, source), app, config)
        print_report(report if look.format == "text" else replace(report, stale=tuple(stale)), look)
        failing |= bool(report.failing)
    return failing


def _compared(
    config: Config, names: Sequence[str], *, from_contract: bool, usage: bool = False, verbose: bool = False
) -> Found:
    from contractbridge.against import read_sides  # noqa: PLC0415  start-up time
    from contractbridge.drift.versions import needed_bump, short_of  # noqa: PLC0415

    check_rules(config)
    app = only_app(config)
    now = only_app(from_contracts(config)) if from_contract else app
    old, new = read_sides(names, app, now, config.file.parent, progress_printer())
    # Those of an old side say what stands in for it.
    print_notices([*old.source.notices, *(new.source.notices if verbose else ())], every=True)
    report = _report(old, new, app, config)
    if usage:
        from contractbridge.comparing import with_uses  # noqa: PLC0415  start-up time

        report = with_uses(report, old, new, app, config)
    trouble = short_of(_version(old.source.document), _version(new.source.document), needed_bump(report.changes))
    return Found(report, trouble)


def _report(old: Side, new: Side, app: App, config: Config) -> Report:
    """What changes from `old` to `new`; where they are the same, without loading what compares."""
    if old.source.document == new.source.document:
        from contractbridge.reports.report import Report  # noqa: PLC0415  start-up time

        return Report(old.name, new.name, (), config.policy.fail_on)
    from contractbridge.comparing import report_changes  # noqa: PLC0415  start-up time

    return report_changes(old, new, app, config)


def _version(document: Mapping[str, Any]) -> str:
    info = document.get("info")
    return str(info.get("version", "")) if isinstance(info, dict) else ""


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"--until is no date: {text}.", hint="Write it as in 2027-01-31.") from None


def _append(config: Config, accepted: Acceptance) -> None:
    """Write `accepted` at the end of the configuration, if what comes of it can be read."""
    file, table = config.file, config.drift_table
    before = file.read_text(encoding="utf-8")
    after = before.rstrip("\n") + "\n\n" + acceptance_text(accepted, table)
    try:
        tomllib.loads(after)
    except tomllib.TOMLDecodeError:
        raise ConfigError(
            f"{shown(file)} says in another way which changes are accepted, so nothing was added to it.",
            hint=f"Add it yourself:\n\n{acceptance_text(accepted, table)}",
        ) from None
    replace_file(file, after)
    read_config(file)


def merge(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="BASE OURS THEIRS PATH", help="As git gives them: %O %A %B %P.")
    ] = None,
    *,
    install: Annotated[bool, typer.Option("--install", help="Make it the driver of this repository.")] = False,
) -> None:
    """Merge two contracts by what they say: a driver for git."""
    from contractbridge import merging  # noqa: PLC0415  start-up time

    if install:
        for line in merging.install(read_settings(Options(), Path.cwd())):
            print(line)
        return
    if files is None or len(files) != 4:
        raise ConfigError(
            "merge takes the four files that git gives to a driver.", hint="Run: contractbridge merge --install"
        )
    base, ours, theirs, path = files
    if trouble := merging.merge_files(base, ours, theirs, path.as_posix()):
        print(trouble, file=sys.stderr)
        raise typer.Exit(1)


def comment(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `diff --format markdown -o FILE` has written.")],
) -> None:
    """Keep one comment on the pull request up to date, in GitHub Actions and GitLab CI."""
    from contractbridge.commenting import keep_comment  # noqa: PLC0415  start-up time

    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}.") from None
    print(keep_comment(text, os.environ))
