"""The options that several commands share, as the command line takes them."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from contractbridge.options import Options

_TAGS: Final[Any] = Annotated[
    list[str], typer.Option("--tag", metavar="TAG", help="Only operations with this tag; repeat for several.")
]
LOADING: Final[Mapping[str, Any]] = {
    "config": Annotated[Path | None, typer.Option(metavar="FILE", help="The configuration file.")],
    "app": Annotated[
        str, typer.Option(metavar="APP", help="module:app, module:factory(), or the name of a configured app.")
    ],
    "app_dir": Annotated[Path | None, typer.Option(metavar="DIR", help="The folder that imports start from.")],
}
MAKING: Final[Mapping[str, Any]] = {
    **LOADING,
    "spec": Annotated[str, typer.Option(metavar="DOCUMENT", help="Instead of an app: a file, URL, or git ref:path.")],
    "out": Annotated[Path | None, typer.Option(metavar="DIR", help="The folder for what is generated.")],
    "emit": Annotated[list[str], typer.Option(metavar="PART", help="types, schemas, client, or several with commas.")],
    "target": Annotated[str, typer.Option(metavar="LANGUAGE", help="js, with declarations beside it, or ts.")],
    "coerce": Annotated[
        str, typer.Option(metavar="MODE", help="pydantic: request schemas take what the server converts; or none.")
    ],
    "tags": _TAGS,
}
PROVING: Final[Mapping[str, Any]] = {**LOADING, "coerce": MAKING["coerce"], "tags": _TAGS}


def taking(shared: Mapping[str, Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command that takes `Options` each of the `shared` ones as an option of its own."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(command, eval_str=True)
        defaults = {name: parameter.default for name, parameter in inspect.signature(Options).parameters.items()}

        @functools.wraps(command)
        def run(**values: Any) -> None:
            given = {name: values.pop(name) for name in shared}
            frozen: dict[str, Any] = {
                name: tuple(value) if isinstance(value, list) else value for name, value in given.items()
            }
            command(Options(**frozen), **values)

        parameters = [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                annotation=annotation,
                default=list(defaults[name]) if isinstance(defaults[name], tuple) else defaults[name],
            )
            for name, annotation in shared.items()
        ]
        parameters += [each for each in signature.parameters.values() if each.name != "options"]
        run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in parameters}
        return run

    return decorate


def as_given(options: Options) -> list[str]:
    """The options as they were given."""
    pairs = [
        ("--config", options.config),
        ("--app", options.app),
        ("--app-dir", options.app_dir),
        ("--spec", options.spec),
        ("--out", options.out),
        *(("--emit", each) for each in options.emit),
        ("--target", options.target),
        ("--coerce", options.coerce),
        *(("--tag", each) for each in options.tags),
    ]
    return [word for name, value in pairs if value for word in (name, str(value))]
