"""The command line. Nothing heavy is imported before a command runs, so `--help` answers at once.

Exit codes: 0 fine, 1 found something, 2 could not run, 130 interrupted.
"""

from __future__ import annotations

import gc
import io
import os
import re
import shlex
import shutil
import sys
import traceback
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, TextIO, TypeAlias, cast

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup

from contractbridge import __version__, gate
from contractbridge.arguments import LOADING, MAKING, PROVING, as_given, taking
from contractbridge.config import COERCIONS, check_choice, find_configs_below, names_app
from contractbridge.errors import ConfigError, ContractbridgeError
from contractbridge.options import Options, from_contracts, only_app, read_settings
from contractbridge.output import require_file, shown
from contractbridge.report import PLAIN, columns_for, failed, palette_for, stale, written
from contractbridge.spelling import closest
from contractbridge.terminal import print_notices, progress_printer, write, write_report

if TYPE_CHECKING:
    from contractbridge.config import Coercion, Config
    from contractbridge.output import Plan


class _Commands(TyperGroup):
    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Like Click's, but a narrow terminal breaks what each is for instead of cutting it off."""
        rows = [(name, self.commands[name].get_short_help_str(limit=200)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


class _Command(TyperCommand):
    """Shows its arguments as they are written; Typer puts their types and brackets around them."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        arguments = [each for each in self.get_params(ctx) if isinstance(each, TyperArgument)]
        return ["[OPTIONS]", *(f"[{each.metavar}]" if _is_bare(each) else f"{each.metavar}" for each in arguments)]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        parameters = self.get_params(ctx)
        rows = [(f"{each.metavar}", each.help or "") for each in parameters if isinstance(each, TyperArgument)]
        if rows:
            with formatter.section("Arguments"):
                formatter.write_dl(rows)
        with formatter.section("Options"):
            formatter.write_dl(
                [each.get_help_record(ctx) for each in parameters if not isinstance(each, TyperArgument)]
            )


def _is_bare(argument: TyperArgument) -> bool:
    """May it be left out, without its brackets saying so already?"""
    return not argument.required and not f"{argument.metavar}".startswith("[")


cli = typer.Typer(
    name="contractbridge",
    cls=_Commands,
    help="One contract for a FastAPI backend and a TypeScript frontend: types, Zod schemas, a client, never stale.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


_command = partial(cli.command, cls=_Command)

_WIDEST_HELP: Final = 100  # columns; beyond it help is hard to read
_WIDEST_LOG: Final = 160


_FromContract: TypeAlias = Annotated[
    bool, typer.Option("--from-contract", help="Start from contract.json; the app is not loaded.")
]
_Verbose: TypeAlias = Annotated[bool, typer.Option("--verbose", "-v", help="Show every notice.")]


@cli.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Show the version.", is_eager=True)] = False,
) -> None:
    if version:
        print(f"contractbridge {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())
        raise typer.Exit(2)


# Commands


@_command()
def init(
    *,
    app: Annotated[str, typer.Option(metavar="APP", help="module:app or module:factory().")] = "",
    app_dir: Annotated[Path | None, typer.Option(metavar="DIR", help="The folder that imports start from.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="The folder for what is generated.")] = None,
) -> None:
    """Find the app and the frontend, and write the configuration."""
    from contractbridge.project import configure  # noqa: PLC0415  start-up time

    for line in configure(Path.cwd(), app=app, app_dir=app_dir, out=out):
        print(line)


@_command()
@taking(MAKING)
def generate(options: Options, *, from_contract: _FromContract = False, verbose: _Verbose = False) -> None:
    """Write contract.json and the TypeScript."""
    plan = _plan(_settings(options), from_contract=from_contract, validate=True)
    plan.apply()
    print_notices(plan.notices, every=verbose)
    print(written(plan, palette_for(sys.stdout)), end="")


@_command()
@taking(MAKING)
def check(  # noqa: PLR0913  each is an option
    options: Options,
    *,
    from_contract: _FromContract = False,
    verbose: _Verbose = False,
    against: Annotated[
        str, typer.Option(metavar="REF", help="Also tell what breaks since this git revision, or document.")
    ] = "",
    fail_on: gate.FailOn = [],  # noqa: B006
    format_: gate.Format = "text",
) -> None:
    """Tell what is stale, and with --against what breaks: exit code 0 nothing, 1 something."""
    from contractbridge.pipeline import load_all, plan_all  # noqa: PLC0415  start-up time

    look = gate.Printing(check_choice("--format", format_, gate.FORMATS), verbose=verbose)
    if not against and (fail_on or format_ not in {"text", os.environ.get(gate.FORMAT_VARIABLE)}):
        raise ConfigError("--format and --fail-on go with --against.", hint="Add, as in: --against origin/main")
    config = gate.guarding(_settings(options), fail_on)
    gate.check_rules(config)
    now = from_contracts(config) if from_contract else config
    sources = load_all(now, progress_printer())
    plan = plan_all(now, sources, progress_printer(), validate=verbose)
    if verbose:
        print_notices(plan.notices, every=True)
    flags = ["--from-contract"] if from_contract else []
    command = shlex.join(["contractbridge", "generate", *as_given(options), *flags])
    _print_stale(plan, command, sys.stdout if look.format == "text" else sys.stderr)
    files = [shown(file.path) for file in plan.changed]
    if gate.print_drift(config, sources, against, look, files) or files:
        raise typer.Exit(1)


@_command()
@taking(MAKING)
def watch(options: Options) -> None:
    """Generate, and again at every save."""
    from contractbridge.watch import Console  # noqa: PLC0415  start-up time
    from contractbridge.watch import watch as follow  # noqa: PLC0415

    gc.enable()
    follow(lambda: _settings(options), Console(sys.stdout, palette_for(sys.stdout)))


@_command()
@taking(LOADING)
def export(
    options: Options,
    *,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Instead of printing.")] = None,
    public: Annotated[bool, typer.Option("--public", help="Without facts: what the app itself serves.")] = False,
) -> None:
    """Print the contract: the app's OpenAPI document, with facts."""
    from contractbridge.loading import load  # noqa: PLC0415  start-up time
    from contractbridge.readers.facts import canonical_json, without_facts  # noqa: PLC0415

    config = read_settings(options, Path.cwd())
    source = load(only_app(config), config.file.parent, progress_printer())
    text = canonical_json(without_facts(source.document) if public else source.document)
    print_notices(source.notices)
    write(text, output)


@_command()
def models(
    source: Annotated[str, typer.Argument(metavar="SPEC_OR_APP", help="A file, URL, git ref:path, or module:app.")],
    *,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Instead of printing.")] = None,
    app_dir: Annotated[Path | None, typer.Option(metavar="DIR", help="The folder that imports start from.")] = None,
    verbose: _Verbose = False,
) -> None:
    """Make Pydantic models for Python consumers of a contract."""
    from contractbridge.emitters.models import emit_models  # noqa: PLC0415  start-up time
    from contractbridge.loading import load  # noqa: PLC0415

    options = Options(app=source, app_dir=app_dir) if names_app(source) else Options(spec=source)
    config = read_settings(options, Path.cwd())
    loaded = load(only_app(config), config.file.parent, progress_printer())
    text, notices = emit_models(loaded.document)
    print_notices([*loaded.notices, *notices], every=verbose)
    write(text, out)


@_command()
@taking(PROVING)
def prove(  # noqa: PLR0913  each is an option
    options: Options,
    *,
    model: Annotated[
        list[str], typer.Option(metavar="NAME", help="Only where this model is; repeat for several.")
    ] = [],  # noqa: B006
    examples: Annotated[int, typer.Option(metavar="N", min=1, help="How many inputs to draw for each.")] = 100,
    seed: Annotated[int, typer.Option(metavar="N", help="The same seed, the same inputs.")] = 0,
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, json or html.")] = "text",
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Instead of printing.")] = None,
    node_modules: Annotated[Path | None, typer.Option(metavar="DIR", help="The node_modules that has Zod.")] = None,
) -> None:
    """Ask the app and the schemas about the same inputs: exit code 0 they agree, 1 they do not."""
    from contractbridge.prove import FORMATS, printed  # noqa: PLC0415  start-up time
    from contractbridge.prove.comparison import prove as compare  # noqa: PLC0415
    from contractbridge.prove.proof import Settings  # noqa: PLC0415

    check_choice("--format", format_, FORMATS)
    config = read_settings(options, Path.cwd())
    if node_modules is None:
        _require_configured(config, options)
    app = only_app(config)
    coerce = options.coerce or next((each.coerce for each in app.targets), "none")
    wanted = Settings(
        examples,
        seed,
        tuple(model),
        options.tags,
        node_modules,
        cast("Coercion", check_choice("--coerce", coerce, COERCIONS)),
    )
    if output is not None:  # told before all is asked, which takes long
        require_file(output)
    proof = compare(app, config.file.parent, wanted, progress_printer())
    write_report(printed(proof, format_, PLAIN if output else palette_for(sys.stdout)), output)
    if not proof.holds:
        raise typer.Exit(1)


_command()(gate.diff)
_command()(gate.explain)
_command()(gate.accept)
_command()(gate.merge)
_command()(gate.comment)


# What the commands have in common


def _print_stale(plan: Plan, command: str, stream: TextIO) -> None:
    palette = palette_for(stream)
    if not plan.changed:
        print(written(plan, palette), end="", file=stream)
        return
    columns = shutil.get_terminal_size().columns if stream.isatty() else _WIDEST_LOG
    print(stale(plan, command, palette, columns), end="", file=stream)


def _settings(options: Options) -> Config:
    config = read_settings(options, Path.cwd())
    if options.spec and not options.out:
        raise ConfigError("--spec needs a folder for what is generated.", hint="Add: --out DIR")
    if not options.out:
        _require_configured(config, options)
    return config


def _require_configured(config: Config, options: Options) -> None:
    if not (config.file.exists() or options.app):
        below = [f"--config {shown(file)}" for file in find_configs_below(Path.cwd())]
        hint = f"Did you mean {' or '.join(below)}?" if below else "Run: contractbridge init"
        raise ConfigError(f"Nothing configures contractbridge in {Path.cwd()} or above.", hint=hint)


def _plan(config: Config, *, from_contract: bool, validate: bool) -> Plan:
    from contractbridge.pipeline import build  # noqa: PLC0415  start-up time

    return build(from_contracts(config) if from_contract else config, progress_printer(), validate=validate)


# Running

_UsageError: Final[Any] = typer.BadParameter.__mro__[1]  # Click's, or that of the Click within Typer
_NO_COMMAND: Final = re.compile(r"No such command '(.+?)'")


def main() -> None:
    """Run the command line and end the process."""
    # What a command makes it needs to its end, and looking for garbage costs a fifth of its time.
    gc.disable()
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run the command line and give its exit code. Every error on purpose ends here, as a sentence and a hint."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a character is no reason to fail
    command: Any = typer.main.get_command(cli)
    width = min(shutil.get_terminal_size().columns, _WIDEST_HELP) - 2  # Click's own least is 50
    try:
        code = command.main(list(arguments), "contractbridge", standalone_mode=False, terminal_width=width)
        sys.stdout.flush()
    except ContractbridgeError as error:
        return _fail(error)
    except _UsageError as error:
        return _fail(_explained(error))
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except SystemExit as end:  # after a broken pipe, where Click meets it, and after completion
        return 141 if isinstance(end.__context__, BrokenPipeError) else int(end.code or 0)
    except BrokenPipeError:
        # Whoever read has gone; the flush at exit must not complain of it either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception:  # noqa: BLE001  Python's own exit code would say that something was found
        traceback.print_exc()
        return _fail(ContractbridgeError("contractbridge itself failed.", hint="Please report what stands above."))
    return code if isinstance(code, int) else 0


def _fail(error: ContractbridgeError) -> int:
    print(failed(error, palette_for(sys.stderr), columns_for(sys.stderr)), end="", file=sys.stderr)
    return error.exit_code


def _explained(error: Any) -> ConfigError:
    """A mistake on the command line, with what was perhaps meant."""
    message = str(error.format_message()).partition(" (Possible options")[0].partition(" Did you mean")[0]
    context = getattr(error, "ctx", None)
    path = "contractbridge" if context is None else context.command_path
    hint = f"See: {path} --help"
    if options := _near(error):
        hint = f"Did you mean {' or '.join(options)}?"
    elif context is not None and (match := _NO_COMMAND.match(message)):
        hint = closest(match[1], context.command.list_commands(context)) or hint
    return ConfigError(f"{message.rstrip('.')}.", hint=hint)


def _near(error: Any) -> list[str]:
    """The options that a wrong one is like: their dashes alone make any two alike for Typer."""
    wrong = str(getattr(error, "option_name", "")).lstrip("-")
    return [each for each in getattr(error, "possibilities", None) or () if closest(wrong, [each.lstrip("-")])]
