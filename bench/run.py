"""Measure contractbridge beside its peers, in one run on this machine, and print a table for each question.

    python bench/run.py [--write] [--only NAME ...] [--runs N] [--slow]

Needs node, npm and the documents of real applications (CONTRACTBRIDGE_SPECS names their folder). Installs what it
compares with below bench/, the first time. No figure outlives a run; --write puts the tables into bench/RESULTS.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Final, TypeAlias

from differs import OURS as OUR_DIFF
from differs import REDOCLY, Differ
from generators import (
    BENCH,
    HEY_API,
    KUBB,
    NODE_PACKAGES,
    OPENAPI_TYPESCRIPT,
    ORVAL,
    OURS,
    OURS_FIRST,
    OURS_TS,
    OUT,
    Contractbridge,
    Generator,
    Peer,
    install,
    node,
    python_environment,
)
from measure import Cost, UnavailableError, cost_of, output_of, typical_costs

SPECS: Final = Path(os.environ.get("CONTRACTBRIDGE_SPECS") or BENCH.parents[1] / "shared" / "specs")
PREFECT: Final = SPECS / "prefect.json"
GITHUB, GITHUB_BEFORE = (
    NODE_PACKAGES / "@octokit" / package / "generated" / "api.github.com.json"
    for package in ("openapi", "openapi-before")
)
PREFECT_CHANGED: Final = SPECS.parent / "evolution" / "prefect-3.6.16"
LIMIT: Final = 300.0

Rows: TypeAlias = Mapping[str, Callable[[], Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Options:
    runs: int
    slow: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A question, and for each name that answers it, how its figures are taken."""

    title: str
    columns: Sequence[str]
    rows: Rows
    note: str = ""


# Generating


def generate_prefect(options: Options) -> Table:
    makers = (OPENAPI_TYPESCRIPT, ORVAL, HEY_API, KUBB, OURS, OURS_FIRST, OURS_TS)
    return _generating("Generate prefect's document (187 operations, 0.7 MB)", PREFECT, makers, options.runs)


def generate_github(options: Options) -> Table:
    makers: tuple[Generator, ...] = (OPENAPI_TYPESCRIPT, HEY_API, OURS, OURS_FIRST)
    if options.slow:
        makers = (*makers, ORVAL, KUBB)
    return _generating("Generate GitHub's document (13 MB)", GITHUB, makers, max(1, options.runs // 2))


def _generating(title: str, spec: Path, makers: Sequence[Generator], runs: int) -> Table:
    def run(maker: Generator) -> Cost:
        # Into an empty folder, since what is there already need not be written.
        folder = _output(maker, spec)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return maker.generate(spec, folder, LIMIT)

    costs = typical_costs({maker.name: partial(run, maker) for maker in makers}, runs)
    return Table(
        title,
        ["generator", "makes", "CPU s", "clock s", "peak MB"],
        {maker.name: partial(_costs, costs[maker.name], maker.makes) for maker in makers},
        f"Whole processes from start to exit, into an empty folder; medians of {runs} after a warm-up, taking turns. "
        "contractbridge validates each document against the OpenAPI schemas and remembers the verdict; "
        "“first sight” includes the validation.",
    )


# Comparing


def diff(options: Options) -> Table:
    pairs = {
        "GitHub's, 12 and 13 MB": (GITHUB_BEFORE, GITHUB),
        "prefect's, before 3.6.16 and then": (PREFECT_CHANGED / "before.json", PREFECT_CHANGED / "after.json"),
        "prefect's, unchanged": (PREFECT, PREFECT),
    }
    asked = {
        f"{name}: {differ.name}": (differ, *pair) for name, pair in pairs.items() for differ in (REDOCLY, OUR_DIFF)
    }
    verdicts: dict[str, str] = {}

    def run(name: str, differ: Differ, old: Path, new: Path) -> Cost:
        cost = differ.compare(old, new, LIMIT)
        verdicts[name] = differ.says()
        return cost

    costs = typical_costs({name: partial(run, name, *each) for name, each in asked.items()}, options.runs)
    return Table(
        "Tell what changed between two versions of a document",
        ["documents", "CPU s", "clock s", "peak MB", "finds"],
        {name: partial(_diff_figures, cost, verdicts.get(name, "")) for name, cost in costs.items()},
        f"Whole processes that write JSON; medians of {options.runs} after a warm-up, taking turns. Redocly's rules "
        "look at the two texts; ours find a request or a response that proves each break. Of the other packages on "
        "npm, openapi-diff reads no OpenAPI 3.1 and has not enough with 4 GB of memory for GitHub's, optic does "
        "not start, and openapi-changes downloads a program that npm does not hold.",
    )


def _diff_figures(cost: Cost | UnavailableError, verdict: str) -> list[str]:
    return [*_costs(cost), verdict]


def start(options: Options) -> Table:
    program = str(Path(sys.executable).with_name("contractbridge"))

    run = partial(cost_of, [program, "--help"], cwd=OUT, env=python_environment(OUT / "cache"), limit=LIMIT)
    (cost,) = typical_costs({"help": run}, options.runs).values()
    return Table("Start", ["command", "CPU s", "clock s", "peak MB"], {"contractbridge --help": partial(_costs, cost)})


# Using what was generated


def type_check(_options: Options) -> Table:
    def figures(maker: Generator) -> list[str]:
        out = _generated(maker)
        config = OUT / f"tsconfig.{out.parent.name}.json"
        program = str(BENCH / "programs" / f"ten-operations.{maker.program}.ts")
        options = {"paths": {"api": [str(out / "index")]}}
        config.write_text(json.dumps({"extends": "../tsconfig.json", "compilerOptions": options, "files": [program]}))
        tsc = [node(), str(NODE_PACKAGES / "typescript" / "bin" / "tsc")]
        printed = output_of([*tsc, "-p", str(config), "--extendedDiagnostics"], cwd=OUT)
        found = dict(re.findall(r"^(\w[\w ]+): +([\d.]+)", printed, re.MULTILINE))
        return [f"{int(found['Instantiations']):,}", f"{int(found['Types']):,}", found["Check time"]]

    return Table(
        "Type-check a program that uses ten of prefect's operations",
        ["generator", "instantiations", "types", "check s"],
        {maker.name: partial(figures, maker) for maker in (HEY_API, OURS, OURS_TS)},
        "TypeScript 7, `strict`, with `skipLibCheck` as Vite and Next.js set it.",
    )


def bundle(_options: Options) -> Table:
    def weights(maker: Generator, program: str, *flags: str) -> dict[str, int]:
        packages = BENCH / "peers" / maker.name / "node_modules"
        command = [node(), str(BENCH / "bundle.mjs"), str(BENCH / "programs" / f"{program}.ts")]
        command += [str(_generated(maker)), str(packages), *flags]
        return dict(json.loads(output_of(command, cwd=BENCH)))

    def figures(maker: Generator, program: str) -> list[str]:
        page, read = (weights(maker, f"{name}.{program}") for name in ("page", "read"))
        with_zod = weights(maker, f"page.{program}", "zod")
        bundled = [page["rolldown"], page["esbuild"], read["rolldown"], read["esbuild"], with_zod["rolldown"]]
        return [f"{size / 1000:.1f}" for size in bundled]

    rows = {maker.name: partial(figures, maker, maker.program) for maker in (KUBB, HEY_API, ORVAL, OURS)}
    rows[f"{OURS.name}, module by module"] = partial(figures, OURS, f"{OURS.program}-modules")
    return Table(
        "Bundle one operation and its response schema, of prefect's 187 and 402: gzipped KB",
        ["generator", "a page of runs", "by esbuild", "one run", "by esbuild", "a page, with Zod"],
        rows,
        "Minified, without Zod, by rolldown (Vite's) and by esbuild. The modules of peers are imported one by one, "
        "their best case; ours through the index, where esbuild keeps the whole namespace of a tag, and one by one.",
    )


# The module that holds a schema, and its name there.
SCHEMAS: Final[Mapping[Generator, tuple[str, str]]] = {
    HEY_API: ("zod.gen.ts", "z{name}"),
    ORVAL: ("schemas.ts.schemas.zod.ts", "{name}"),
    KUBB: ("zod/{lower}Schema.ts", "{lower}Schema"),
    OURS: ("schemas.js", "{name}"),
}
PAYLOADS: Final = {"form": "WorkPoolCreate", "page": "FlowRunPaginationResponse", "list": "FlowRunResponse"}


def parse(_options: Options) -> Table:
    addresses: dict[str, dict[str, str]] = {payload: {} for payload in PAYLOADS}
    reasons = {}
    for maker in SCHEMAS:
        try:
            for payload, name in PAYLOADS.items():
                addresses[payload][maker.name] = _schema_module(maker, name) + ("[]" if payload == "list" else "")
        except UnavailableError as reason:
            reasons[maker.name] = str(reason)
    found = json.loads(output_of([node(), str(BENCH / "parse.mjs"), json.dumps(addresses)], cwd=BENCH))

    def figures(name: str) -> list[str]:
        printed = []
        for rows in found.values():
            if reason := reasons.get(name) or rows[name].get("error"):
                raise UnavailableError(reason)
            fastest = max(row.get("perSecond", 0) for peer, row in rows.items() if peer != OURS.name)
            rate = rows[name]["perSecond"]
            printed.append(f"{rate / fastest:.2f} ({rate:,.0f}/s)" if fastest else f"{rate:,.0f}/s")
        return [*printed, ", ".join(payload for payload in found if not found[payload][name]["unchanged"]) or "nothing"]

    return Table(
        "Validate what prefect's pages send and get",
        ["generator", "a form", "a page of 100 runs, 230 KB", "a list of runs, 5 MB", "alters"],
        {maker.name: partial(figures, maker.name) for maker in SCHEMAS},
        "The form with its request schema, the others with the schemas of their responses. One node process, the "
        "schemas taking turns; medians of 25 rounds, relative to the fastest peer. The server refuses a form with "
        "members that it does not know, and of these schemas ours alone does too.",
    )


def _schema_module(maker: Generator, name: str) -> str:
    """The schema's module, bundled, and its name there."""
    path, export = (each.format(name=name, lower=name[0].lower() + name[1:]) for each in SCHEMAS[maker])
    module = OUT / f"parse.{maker.name}.{Path(path).stem}.mjs"
    _bundle_module(_generated(maker) / path, module)
    return f"{module}#{export}"


TABLES: Final[Mapping[str, Callable[[Options], Table]]] = {
    "prefect": generate_prefect,
    "github": generate_github,
    "diff": diff,
    "types": type_check,
    "bundle": bundle,
    "parse": parse,
    "start": start,
}


# Running and printing


def _output(maker: Generator, spec: Path) -> Path:
    return OUT / re.sub(r"\W+", "-", maker.name) / spec.stem


@cache
def _generated(maker: Generator) -> Path:
    """The folder with what `maker` makes of prefect's document; that of a peer may be from a run before."""
    folder = _output(maker, PREFECT)
    if isinstance(maker, Peer):
        install(maker.folder)
    if isinstance(maker, Contractbridge) or not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        maker.generate(PREFECT, folder, LIMIT)
    return folder


def _bundle_module(source: Path, module: Path) -> None:
    command = [str(NODE_PACKAGES / ".bin" / "esbuild"), str(source), "--bundle", "--format=esm", f"--outfile={module}"]
    output_of([*command, "--external:zod", "--external:zod/*", "--log-level=error"], cwd=OUT)


def _costs(cost: Cost | UnavailableError, *before: str) -> list[str]:
    if isinstance(cost, UnavailableError):
        raise cost
    return [*before, f"{cost.cpu:.2f}", f"{cost.wall:.2f}", f"{cost.peak:.0f}"]


def _lines(table: Table) -> Iterator[str]:
    """The table in Markdown, its figures taken now; what has none says below why."""
    rows, reasons = [list(table.columns)], []
    for name, figures in table.rows.items():
        try:
            rows.append([name, *figures()])
        except UnavailableError as reason:
            rows.append([name, *["not available"] * (len(table.columns) - 1)])
            reasons.append(f"{name}: {reason}")
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    head, *body = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in rows]
    yield from (f"## {table.title}", "", head, "|" + "|".join("-" * (width + 2) for width in widths) + "|", *body, "")
    for paragraph in (*reasons, table.note):
        if paragraph:
            yield from (paragraph, "")


def _machine() -> str:
    node_version = output_of([node(), "--version"], cwd=BENCH).strip()
    return (
        f"Taken on {platform.system()} {platform.machine()} with {os.cpu_count()} cores, "
        f"Python {platform.python_version()} and node {node_version}."
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="put the tables into bench/RESULTS.md as well")
    parser.add_argument("--only", nargs="+", choices=TABLES, default=list(TABLES), help="take these tables only")
    parser.add_argument("--runs", type=int, default=5, help="how many runs of a generator count (5)")
    parser.add_argument(
        "--slow", action="store_true", help="give GitHub's document also to those that crash or take minutes"
    )
    if not PREFECT.exists():
        parser.error(f"{PREFECT} is missing: set CONTRACTBRIDGE_SPECS to the folder with the documents")
    return parser.parse_args()


def main() -> None:
    arguments = _arguments()
    OUT.mkdir(exist_ok=True)
    install(BENCH)
    printed: list[str] = []

    def show(*lines: str) -> None:
        print(*lines, sep="\n", flush=True)
        printed.extend(lines)

    show(_machine(), "")
    for name in arguments.only:
        show(*_lines(TABLES[name](Options(arguments.runs, arguments.slow))))
    if arguments.write:
        (BENCH / "RESULTS.md").write_text("# The bench\n\n" + "\n".join(printed).rstrip() + "\n")


if __name__ == "__main__":
    main()
