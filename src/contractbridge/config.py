"""The configuration: `[tool.contractbridge]` in pyproject.toml, or the same keys on top in contractbridge.toml.

    app = "shop.main:app"            # or "shop.main:create_app()"; found where it is left out
    app-dir = "backend"              # the folder that the import starts from
    spec = "openapi.yaml"            # instead of an app: a file, a URL or "ref:path" in git
    contract = "contract.json"
    out = "frontend/src/api"
    emit = ["types", "schemas", "client"]
    target = "js"                    # or "ts"
    coerce = "none"                  # or "pydantic": request schemas take what the server converts
    tags = []                        # only operations with one of these tags
    exclude-tags = []

    [tool.contractbridge.env]        # variables that importing the app needs
    DATABASE_URL = "sqlite://"

    [[tool.contractbridge.targets]]  # several outputs: out, emit, target, coerce, tags, exclude-tags
    [[tool.contractbridge.models]]   # Pydantic models of somebody's contract: source, out
    [tool.contractbridge.apps.NAME]  # several apps: all of the above but models
    [tool.contractbridge.drift]      # which changes may pass: see `policies.py`

Paths start from the folder of the file. A key given beside `targets` or `apps` is the default of each.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal, TypeAlias, cast

from contractbridge.errors import ConfigError
from contractbridge.policies import Policy, read_policy
from contractbridge.spelling import closest
from contractbridge.tables import Table, read_toml

Emit: TypeAlias = Literal["types", "schemas", "client"]
Language: TypeAlias = Literal["js", "ts"]
Coercion: TypeAlias = Literal["none", "pydantic"]

EMITS: Final[tuple[Emit, ...]] = ("types", "schemas", "client")
LANGUAGES: Final[tuple[Language, ...]] = ("js", "ts")
COERCIONS: Final[tuple[Coercion, ...]] = ("none", "pydantic")
_APP: Final = re.compile(r"[^\W\d][\w.]*:[^\W\d][\w.]*(\(\))?|.+\.py(:\w+)?")
_DOCUMENT: Final = (".json", ".yaml", ".yml")
EVERYTHING: Final[frozenset[Emit]] = frozenset(EMITS)


@dataclass(frozen=True, slots=True)
class Target:
    """One output folder and what it holds. No `tags` means every operation."""

    out: Path
    emit: frozenset[Emit] = EVERYTHING
    target: Language = "js"
    tags: tuple[str, ...] = ()
    exclude_tags: tuple[str, ...] = ()
    coerce: Coercion = "none"


@dataclass(frozen=True, slots=True)
class Models:
    """Pydantic models for Python consumers of a contract: `source` is an app or a document."""

    source: str
    out: Path


@dataclass(frozen=True, slots=True)
class App:
    """One contract: where it comes from, where it is kept, and what is made from it.

    With `spec` it comes from a document, otherwise from an app, which is looked for where `app` is None.
    """

    name: str = ""
    app: str | None = None
    app_dir: Path | None = None
    spec: str | None = None
    contract: Path | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    file: Path
    apps: tuple[App, ...]
    models: tuple[Models, ...] = ()
    policy: Policy = field(default_factory=Policy)

    @property
    def drift_table(self) -> str:
        """The name of the table that holds the policy."""
        return "tool.contractbridge.drift" if self.file.name == "pyproject.toml" else "drift"


def find_config(start: Path) -> Path | None:
    """The nearest file, from `start` upwards, that configures contractbridge.

    Raises:
        ConfigError: a pyproject.toml on the way cannot be read.
    """
    for folder in (start, *start.parents):
        own, project = folder / "contractbridge.toml", folder / "pyproject.toml"
        if own.is_file():
            return own
        if project.is_file() and _is_configured(project):
            return project
    return None


def find_configs_below(folder: Path) -> list[Path]:
    """The configurations in the folders of `folder`: what was perhaps meant where none is found upwards."""
    found = []
    for file in sorted([*folder.glob("*/contractbridge.toml"), *folder.glob("*/pyproject.toml")]):
        with suppress(ConfigError):
            if file.name == "contractbridge.toml" or _is_configured(file):
                found.append(file)
    return found


def read_config(file: Path) -> Config:
    """The configuration in `file`.

    Raises:
        ConfigError: the file cannot be read, or a key is unknown, missing or of the wrong kind.
    """
    top = Table(file, "", read_toml(file))
    if file.name == "pyproject.toml":
        tool = top.table("tool")
        if "contractbridge" not in tool.values:
            raise ConfigError(f"{file.name} has no [tool.contractbridge].", hint="Run: contractbridge init")
        top = tool.table("contractbridge")
    config = Config(file, tuple(_apps(top)), tuple(_models(top)), read_policy(top.table("drift")))
    _check_places(config)
    return config


def check_choice(name: str, value: str, choices: Sequence[str]) -> str:
    """`value`, if it is one of `choices`.

    Raises:
        ConfigError: it is none; `name` is what it was given for.
    """
    if value not in choices:
        hint = closest(value, choices) or f"It can be: {', '.join(choices)}."
        raise ConfigError(f'{name} cannot be "{value}".', hint=hint)
    return value


def names_app(source: str) -> bool:
    """Is `source` an app, such as "shop.main:app", and not a document?"""
    return _APP.fullmatch(source) is not None and not source.endswith(_DOCUMENT)


def _is_configured(project: Path) -> bool:
    return "contractbridge" in Table(project, "", read_toml(project)).table("tool").values


# From tables


_TARGET_DEFAULTS: Final = ("emit", "target", "coerce", "tags", "exclude-tags")
_TARGET_KEYS: Final = ("out", *_TARGET_DEFAULTS)
_APP_KEYS: Final = ("app", "app-dir", "spec", "contract", *_TARGET_KEYS, "env", "targets")
_SHARED_BY_APPS: Final = ("app-dir", *_TARGET_DEFAULTS)
_TOP_KEYS: Final = (*_APP_KEYS, "models", "apps", "drift")


def _apps(top: Table) -> Iterable[App]:
    top.check_keys(_TOP_KEYS)
    _emit(top), _language(top), _coercion(top)  # a wrong default is named where it stands
    if "apps" not in top.values:
        yield _app(top, "", "contract.json")
        return
    for key in ("app", "spec", "contract", "out", "targets"):
        if key in top.values:
            raise top.error(key, "cannot stand beside apps", "Move it into one of the apps.")
    named = top.table("apps")
    env = top.mapping("env")
    for name in named.values:
        table = named.table(name)
        table.check_keys(_APP_KEYS)
        table = table.over(top, _SHARED_BY_APPS)
        app = _app(table, name, f"contract-{name}.json")
        yield replace(app, env=env | dict(app.env))


def _app(table: Table, name: str, contract: str) -> App:
    spec = table.text("spec")
    for key in ("app", "app-dir", "env"):
        if spec is not None and key in table.values:
            raise table.error(key, "cannot stand beside spec", "The contract comes from one or from the other.")
    kept = table.path("contract")
    if kept is None and spec is None:
        kept = table.file.parent / contract
    return App(
        name=name,
        app=table.text("app"),
        app_dir=table.path("app-dir"),
        spec=spec,
        contract=kept,
        env=table.mapping("env"),
        targets=tuple(_targets(table)),
    )


def _targets(table: Table) -> Iterable[Target]:
    if "targets" not in table.values:
        if "out" in table.values:
            yield _target(table)
        return
    if "out" in table.values:
        raise table.error("out", "cannot stand beside targets", "Move it into one of the targets.")
    for target in table.tables("targets"):
        target.check_keys(_TARGET_KEYS)
        yield _target(target.over(table, _TARGET_DEFAULTS))


def _target(table: Table) -> Target:
    return Target(
        out=table.required_path("out"),
        emit=_emit(table),
        target=_language(table),
        tags=table.texts("tags"),
        exclude_tags=table.texts("exclude-tags"),
        coerce=_coercion(table),
    )


def _emit(table: Table) -> frozenset[Emit]:
    if "emit" not in table.values:
        return EVERYTHING
    emit = frozenset(table.choice("emit", each, EMITS) for each in table.texts("emit"))
    if not emit:
        raise table.error("emit", "is empty, so nothing would be made")
    return cast("frozenset[Emit]", emit)


def _language(table: Table) -> Language:
    return cast("Language", table.choice("target", table.text("target") or "js", LANGUAGES))


def _coercion(table: Table) -> Coercion:
    return cast("Coercion", table.choice("coerce", table.text("coerce") or "none", COERCIONS))


def _models(top: Table) -> Iterable[Models]:
    for table in top.tables("models"):
        table.check_keys(("source", "out"))
        yield Models(table.required_text("source"), table.required_path("out"))


def _check_places(config: Config) -> None:
    """No two outputs may be one, or lie inside each other: each would remove what the other made."""
    outs = [_absolute(target.out) for app in config.apps for target in app.targets]
    for index, out in enumerate(outs):
        for other in outs[:index]:
            if out.is_relative_to(other) or other.is_relative_to(out):
                raise ConfigError(
                    f"{config.file.name}: the outputs {_relative(other, config)} and {_relative(out, config)} overlap.",
                    hint="Give each target a folder of its own.",
                )
    files = [app.contract for app in config.apps if app.contract] + [models.out for models in config.models]
    seen: set[Path] = set()
    for path in map(_absolute, files):
        if path in seen:
            raise ConfigError(f"{config.file.name}: {_relative(path, config)} would be written twice.")
        seen.add(path)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100  resolving would follow links


def _relative(path: Path, config: Config) -> str:
    return f'"{Path(os.path.relpath(path, config.file.parent)).as_posix()}"'
