"""The story from top to bottom: a document is loaded, checked, read, printed, and planned.

    load ─► document ─► validate ─► Contract ─► select ─► emit ─► Plan

Generating, checking and watching are the same plan: applied, read, or applied again and again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from contractbridge.config import (
    COERCIONS,
    EMITS,
    EVERYTHING,
    LANGUAGES,
    App,
    Coercion,
    Config,
    Emit,
    Language,
    Models,
    Target,
    check_choice,
)
from contractbridge.emitters import emit_files
from contractbridge.emitters.models import emit_models
from contractbridge.loading import Source, load, load_either, load_spec
from contractbridge.output import Plan, join, plan_file, plan_folder
from contractbridge.readers.app.worker import Progress
from contractbridge.readers.facts import canonical_json
from contractbridge.readers.openapi.document import Reading, read_contract
from contractbridge.readers.openapi.validation import start_validation
from contractbridge.selection import select

_TYPE: Final = re.compile(r"/type(/\d+)?$")  # a wrong one is noticed by whoever reads it


def build(config: Config, on_progress: Callable[[Progress], None] | None = None, *, validate: bool = True) -> Plan:
    """Plan everything that a configuration asks for, from the apps to the last file.

    Raises:
        AppError: an app cannot be found, imported, or make a document.
        DocumentError: a document cannot be loaded or understood.
        ConfigError: a tag is unknown, or a file that contractbridge did not make is in the way.
        MissingExtra: models are asked for, and what makes them is not installed.
    """
    return plan_all(config, load_all(config, on_progress), on_progress, validate=validate)


def load_all(config: Config, on_progress: Callable[[Progress], None] | None = None) -> tuple[Source, ...]:
    """The document of each app of a configuration. Raises the same as `build`."""
    return tuple(load(app, config.file.parent, on_progress) for app in config.apps)


def plan_all(
    config: Config,
    sources: Sequence[Source],
    on_progress: Callable[[Progress], None] | None = None,
    *,
    validate: bool = True,
) -> Plan:
    """Plan everything that a configuration asks for, from the documents of its apps. Raises the same as `build`."""
    folder = config.file.parent
    plan = plan_validated if validate else plan_app
    known = {app.app: source for app, source in zip(config.apps, sources, strict=True) if app.app}
    return join(
        [
            *map(plan, config.apps, sources),
            *(
                plan_models(each, known.get(each.source) or load_either(each.source, folder, on_progress))
                for each in config.models
            ),
        ]
    )


def generate(  # noqa: PLR0913  each is a key of the configuration
    document: Mapping[str, Any] | str | Path,
    out: str | Path,
    *,
    emit: Collection[Emit] = EVERYTHING,
    target: Language = "js",
    tags: Collection[str] = (),
    coerce: Coercion = "none",
) -> Plan:
    """Plan the TypeScript of a document: `plan.changed`, `plan.diff()`, `plan.apply()`, `plan.notices`.

    `document` is an OpenAPI 3.0, 3.1 or 3.2 document, with or without facts, or where to load one from: a file, a
    URL, or "ref:path" in git. With `coerce="pydantic"` request schemas take what the server converts. Nothing is
    written before the plan is applied.

    Raises:
        DocumentError: the document cannot be loaded or understood.
        ConfigError: `emit`, `target`, `coerce` or a tag is unknown, or a file in `out` that is not ours is in the way.
    """
    for part in emit:
        check_choice("emit", part, EMITS)
    check_choice("target", target, LANGUAGES)
    check_choice("coerce", coerce, COERCIONS)
    source = Source(document) if isinstance(document, Mapping) else load_spec(str(document), Path())
    wanted = Target(Path(out), frozenset(emit), target, tuple(tags), coerce=coerce)
    return plan_validated(App(targets=(wanted,)), source)


def plan_validated(app: App, source: Source) -> Plan:
    """`plan_app`, while the document is validated aside."""
    with closing(start_validation(source.document)) as validation:
        plan = plan_app(app, source)
        said = {each.place for each in plan.notices}
        found = [each for each in validation.result() if not (each.place in said and _TYPE.search(each.place))]
        return join([plan, Plan(notices=tuple(found))])


def plan_app(app: App, source: Source) -> Plan:
    """Plan the contract of an app, and all of its targets."""
    reading = read_contract(source.document)
    noticed = Plan(notices=(*source.notices, *reading.notices))
    kept = [plan_file(app.contract, canonical_json(source.document))] if app.contract else []
    return join([noticed, *kept, *(plan_target(target, reading) for target in app.targets)])


def plan_target(target: Target, reading: Reading) -> Plan:
    contract = select(reading.contract, target.tags, target.exclude_tags)
    emitted = emit_files(contract, target.emit, target.target, target.coerce)
    return plan_folder(target.out, emitted.artefacts, emitted.notices)


def plan_models(models: Models, source: Source) -> Plan:
    text, notices = emit_models(source.document)
    return plan_file(models.out, text, [*source.notices, *notices])
