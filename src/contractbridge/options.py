"""What the command line says, over what the configuration says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from contractbridge.config import (
    COERCIONS,
    EMITS,
    LANGUAGES,
    App,
    Coercion,
    Config,
    Emit,
    Language,
    Target,
    check_choice,
    find_config,
    names_app,
    read_config,
)
from contractbridge.errors import ConfigError
from contractbridge.output import shown
from contractbridge.spelling import closest


@dataclass(frozen=True, slots=True)
class Options:
    """The options that `generate`, `check`, `watch` and `export` have in common; empty where not given.

    `app` is an app, or the name of one of several in the configuration. Paths start from the current folder.
    """

    config: Path | None = None
    app: str = ""
    app_dir: Path | None = None
    spec: str = ""
    out: Path | None = None
    emit: tuple[str, ...] = ()
    target: str = ""
    coerce: str = ""
    tags: tuple[str, ...] = ()
    exclude_tags: tuple[str, ...] = ()


def read_settings(options: Options, folder: Path) -> Config:
    """The configuration that is in force in `folder` under these options, whether a file holds one or not.

    Raises:
        ConfigError: the file is wrong, or the options do not fit.
    """
    if options.spec:
        return _of_document(options, folder)
    file = folder / options.config if options.config else find_config(folder)
    if file is None:
        config = Config(folder / "contractbridge.toml", (App(contract=folder / "contract.json"),))
    else:
        config = _chosen(read_config(file), options.app)
    apps = tuple(_overridden(app, options, folder) for app in config.apps)
    if options.out and len(apps) > 1:
        raise ConfigError("One --out cannot hold several apps.", hint=f"Choose one: {_choices(config.apps)}.")
    return replace(config, apps=apps)


def from_contracts(config: Config) -> Config:
    """The configuration of a checkout without its apps: each comes from the contract that the project keeps.

    Raises:
        ConfigError: it keeps none.
    """
    apps = []
    for app in config.apps:
        if app.contract is not None and not app.contract.is_file():
            hint = "Make it where the app is: contractbridge generate"
            raise ConfigError(f"There is no contract at {shown(app.contract)}.", hint=hint)
        apps.append(app if app.contract is None else App(app.name, spec=str(app.contract), targets=app.targets))
    kept = {app.app: str(app.contract) for app in config.apps if app.app and app.contract}
    models = [replace(each, source=kept.get(each.source, each.source)) for each in config.models]
    documents = tuple(each for each in models if not names_app(each.source))
    return replace(config, apps=tuple(apps), models=documents)


def only_app(config: Config) -> App:
    """The one app of a configuration.

    Raises:
        ConfigError: it has several.
    """
    if len(config.apps) > 1:
        raise ConfigError(f"{config.file.name} has several apps.", hint=f"Choose one: {_choices(config.apps)}.")
    return config.apps[0]


def _choices(apps: Sequence[App]) -> str:
    return " or ".join(f"--app {app.name}" for app in apps)


def _of_document(options: Options, folder: Path) -> Config:
    if options.app or options.app_dir:
        raise ConfigError("--spec and --app exclude each other.", hint="The contract comes from one or the other.")
    targets = (_target(options, folder / options.out),) if options.out else ()
    return Config(folder / "contractbridge.toml", (App(spec=options.spec, targets=targets),))


def _chosen(config: Config, name: str) -> Config:
    """Only the app that `name` names, by the name that the configuration gives it or as it is imported."""
    chosen = tuple(app for app in config.apps if name and name in {app.name, app.app})
    if chosen:
        return replace(config, apps=chosen, models=() if len(config.apps) > 1 else config.models)
    if name and len(config.apps) > 1:
        names = [app.name for app in config.apps]
        hint = closest(name, names) or f"Choose one: {_choices(config.apps)}."
        raise ConfigError(f'{config.file.name} has no app "{name}".', hint=hint)
    return config


def _overridden(app: App, options: Options, folder: Path) -> App:
    if options.app and options.app != app.name:
        app = replace(app, app=options.app, spec=None)
    if options.app_dir:
        app = replace(app, app_dir=folder / options.app_dir)
    if options.out:
        defaults = app.targets[0] if app.targets else Target(folder)
        return replace(app, targets=(_target(options, folder / options.out, defaults),))
    return replace(app, targets=tuple(_target(options, target.out, target) for target in app.targets))


def _target(options: Options, out: Path, defaults: Target | None = None) -> Target:
    defaults = defaults or Target(out)
    parts = [part.strip() for each in options.emit for part in each.split(",")]
    emit = frozenset(cast("Emit", check_choice("--emit", part, EMITS)) for part in parts)
    language = cast("Language", check_choice("--target", options.target, LANGUAGES)) if options.target else None
    coercion = cast("Coercion", check_choice("--coerce", options.coerce, COERCIONS)) if options.coerce else None
    return Target(
        out,
        emit or defaults.emit,
        language or defaults.target,
        options.tags or defaults.tags,
        options.exclude_tags or defaults.exclude_tags,
        coercion or defaults.coerce,
    )
