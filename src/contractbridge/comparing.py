"""Two contracts compared, from top to bottom: read, equal or not, walked, confirmed, put to the app, placed, judged.

documents ─► Contracts ─► facts ─► changes ─► second opinion ─► the app itself ─► lines of Python ─► policy ─► Report
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from contractbridge.against import Side
from contractbridge.config import App, Config
from contractbridge.contract import Contract
from contractbridge.drift.change import Change
from contractbridge.drift.commands import with_commands
from contractbridge.drift.comparison import find_changes
from contractbridge.drift.confirmation import SecondOpinion
from contractbridge.drift.policy import apply_policy, lower_unused
from contractbridge.drift.rules import pages
from contractbridge.drift.sources import SourceFinder, locate
from contractbridge.errors import ConfigError, ContractbridgeError
from contractbridge.hearing import hear
from contractbridge.loading import load_spec
from contractbridge.output import shown
from contractbridge.readers.app.discovery import find_app
from contractbridge.readers.openapi.document import read_contract
from contractbridge.reports.report import Report
from contractbridge.revisions import text_at, top_around
from contractbridge.usage import find_frontend, find_uses


def compare(
    old: Contract | Mapping[str, Any] | str | Path, new: Contract | Mapping[str, Any] | str | Path
) -> tuple[Change, ...]:
    """What changes from `old` to `new`, the worst first: each with whom it breaks, and the proof.

    Both are documents, contracts, or where to load a document from: a file, a URL, or "ref:path" in git.

    Raises:
        DocumentError: a document cannot be loaded or understood.
    """
    before, after = _document(old), _document(new)
    contracts = _contract(before), _contract(after)
    changes = with_commands(find_changes(*contracts), contracts[0])
    if isinstance(before, Contract) or isinstance(after, Contract):
        return changes
    return _confirmed(changes, before, after, of_app=contracts[1].of_app)


def report_changes(old: Side, new: Side, app: App, config: Config) -> Report:
    """What changes from `old` to `new`, as the project judges it.

    Raises:
        DocumentError: a document cannot be understood.
    """
    manual = pages()
    changes: tuple[Change, ...] = ()
    if old.source.document != new.source.document:
        before, after = (read_contract(each.source.document, rules=True).contract for each in (old, new))
        changes = with_commands(find_changes(before, after), before)
        changes = _confirmed(changes, old.source.document, new.source.document, of_app=after.of_app)
        if new.app is not None:
            changes = with_commands(hear(changes, before, after, new.app, config.file.parent), before)
        changes = locate(changes, *_finders(old, new, app, config.file.parent, of_app=after.of_app))
        changes = apply_policy(changes, config.policy, before, after, datetime.now(UTC).date())
    return Report(
        old.name,
        new.name,
        changes,
        config.policy.fail_on,
        {each.rule: manual[each.rule].text for each in changes if each.rule in manual},
        shown(app.contract) if app.contract else "contract.json",
    )


def with_uses(report: Report, old: Side, new: Side, app: App, config: Config) -> Report:
    """`report`, with the lines of the app's frontends that each change concerns, and what that makes of it.

    Raises:
        ConfigError: there is no frontend, or its TypeScript is not installed.
    """
    if not app.targets:
        raise ConfigError("No frontend is configured to ask.", hint="Add `out` to the configuration.")
    before, after = (read_contract(each.source.document).contract for each in (old, new))
    changes = report.changes
    for target in app.targets:
        asked = find_uses(report.changes, before, after, find_frontend(target, config.policy.frontend))
        changes = tuple(
            each if one.uses is None else replace(each, uses=(*(each.uses or ()), *one.uses))
            for each, one in zip(changes, asked, strict=True)
        )
    return replace(report, changes=lower_unused(changes, config.policy))


def _document(given: Contract | Mapping[str, Any] | str | Path) -> Contract | Mapping[str, Any]:
    return given if isinstance(given, Contract | Mapping) else load_spec(str(given), Path()).document


def _contract(given: Contract | Mapping[str, Any]) -> Contract:
    return given if isinstance(given, Contract) else read_contract(given, rules=True).contract


def _confirmed(
    changes: tuple[Change, ...], old: Mapping[str, Any], new: Mapping[str, Any], *, of_app: bool
) -> tuple[Change, ...]:
    return SecondOpinion(old, new).confirm(changes, of_app=of_app)


# Where Python is


def _finders(
    old: Side, new: Side, app: App, folder: Path, *, of_app: bool
) -> tuple[SourceFinder | None, SourceFinder | None]:
    if not of_app:
        return None, None
    top = top_around(folder, folder.resolve())
    roots = [root.relative_to(top).as_posix() for root in _roots(app, folder) if root.is_relative_to(top)]

    def finder(revision: str) -> SourceFinder:
        return SourceFinder(
            lambda path: text_at(revision, path, top) if revision else _text(top / path), roots, revision
        )

    # Where nobody knows what a new document was made from, it was made from what is here.
    return None if old.revision is None else finder(old.revision), finder(new.revision or "")


def _roots(app: App, folder: Path) -> Iterator[Path]:
    """The folders that imports may start from."""
    if app.app_dir:
        yield app.app_dir.resolve()
    if app.app and app.spec is None:
        with suppress(ContractbridgeError):
            yield find_app(folder, app.app, app.app_dir).directory
    yield folder.resolve()
    yield folder.resolve() / "src"


def _text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
