"""What a change is measured against: the two sides of `contractbridge diff`, from what people write.

Nothing           the contract as it was committed last, against the app as it is; that in no repository counts as it is
main              the contract where HEAD and main parted, against the app
main:api.json, api.json, https://...    that document, against the app
OLD NEW           two of these, or an app
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contractbridge.config import App, names_app
from contractbridge.errors import ConfigError, DocumentError, Notice
from contractbridge.loading import Source, load, load_spec
from contractbridge.output import shown
from contractbridge.readers.app.worker import Progress
from contractbridge.readers.openapi.fetching import is_url
from contractbridge.revisions import is_revision, merge_base, path_in_repository, short_name, text_at

_MOST: Final = 2


@dataclass(frozen=True, slots=True)
class Side:
    """A document, what people call it, and the git revision that its Python is of: empty for the working tree, None
    where nobody knows. `app` is what the document was exported from just now, if so."""

    name: str
    source: Source
    revision: str | None = None
    app: App | None = None


def read_sides(
    names: Sequence[str], app: App, now: App, folder: Path, on_progress: Callable[[Progress], None] | None = None
) -> tuple[Side, Side]:
    """The old and the new side that `names`, none to two of them, stand for; `folder` is that of the configuration.
    `app` keeps the contract to compare with, `now` is where the new one comes from: the same app, or its contract.

    Raises:
        ConfigError: there are more names, or what one of them needs is not configured.
        DocumentError: there is no such document or revision, or git cannot be asked for it.
        AppError: the app cannot be loaded.
    """
    if len(names) > _MOST:
        raise ConfigError(f"diff takes OLD and NEW at most, and was given {len(names)} names.")
    old = read_old(names[0], app, folder) if names else _committed(app, folder)
    if len(names) == _MOST:
        return old, _read_new(names[1], app, folder, on_progress)
    return old, current(now, load(now, folder, on_progress))


def read_old(name: str, app: App, folder: Path) -> Side:
    """The side that `name` stands for: a git revision is that from which HEAD parted.

    Raises the same as `read_sides`.
    """
    if not _is_revision(name, folder):
        return _document(name, folder)
    base = merge_base(name, folder)
    return _contract_at(base, f"{name} ({short_name(base, folder)})", app, folder)


def current(app: App, source: Source) -> Side:
    """The side of an app as it is, or of the document that stands in for it."""
    return Side(app.app or "the app", source, "", app) if app.spec is None else Side(app.spec, source)


def _read_new(name: str, app: App, folder: Path, on_progress: Callable[[Progress], None] | None) -> Side:
    if names_app(name):
        named = App(app=name, app_dir=app.app_dir, env=app.env)
        return Side(name, load(named, folder, on_progress), "", named)
    if not _is_revision(name, folder):
        return _document(name, folder)
    return _contract_at(name, name, app, folder)


def _is_revision(name: str, folder: Path) -> bool:
    try:
        return not _is_document(name) and is_revision(name, folder)
    except DocumentError as error:
        raise DocumentError(f"There is no file {name}, and {error}", hint=error.hint) from None


def _is_document(name: str) -> bool:
    return is_url(name) or Path(name).exists()


def _document(name: str, folder: Path) -> Side:
    revision = name.partition(":")[0]
    known = not _is_document(name) and ":" in name and is_revision(revision, folder)
    try:
        return Side(name, load_spec(name, Path()), revision if known else None)
    except DocumentError as error:
        if names_app(name) and not known:
            raise ConfigError(
                f"{name} is an app, and an app can only be NEW.",
                hint=f"Say what to compare it with, as in: contractbridge diff HEAD {name}",
            ) from None
        if ":" in name or Path(name).suffix:
            raise
        raise DocumentError(f"There is neither a file nor a git revision {name}.", hint=error.hint) from None


def _committed(app: App, folder: Path) -> Side:
    kept = _kept(app)
    path = path_in_repository(kept)
    if path and text_at("HEAD", path, folder) is not None:
        return Side(f"{shown(kept)} at HEAD", load_spec(f"HEAD:{path}", folder), "HEAD")
    if not kept.is_file():
        raise ConfigError(
            f"There is no contract at {shown(kept)} to compare with.", hint="Make it: contractbridge generate"
        )
    if path:
        raise DocumentError(
            f"{shown(kept)} is not committed, so there is nothing to compare with.",
            hint=f"Commit it, or compare with the file as it is: contractbridge diff {shown(kept)}",
        )
    as_it_is = Notice("", f"{shown(kept)} is in no git repository, so it is compared as it is.")
    return Side(shown(kept), Source(load_spec(str(kept), Path()).document, (as_it_is,)), None)


def _contract_at(revision: str, name: str, app: App, folder: Path) -> Side:
    kept = _kept(app)
    path = path_in_repository(kept)
    if not path or text_at(revision, path, folder) is None:
        raise DocumentError(
            f"{name} has no {path or shown(kept)}.",
            hint="Commit the contract there, or compare with a document, as in: contractbridge diff main:openapi.json",
        )
    return Side(name, load_spec(f"{revision}:{path}", folder), revision)


def _kept(app: App) -> Path:
    if app.contract is None:
        raise ConfigError(
            "No contract is kept to compare with.", hint="Name a document, as in: contractbridge diff OLD NEW"
        )
    return app.contract
