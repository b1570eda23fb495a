"""Schemas and types agree: what goes into a schema and what comes out is the type of the same name."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.project import BUNDLER_RESOLUTION, Corpus, Diagnostic, Target, compile_project

# Equal, not merely assignable both ways: `any`, optional fields and readonly ones are told apart.
_PRELUDE = """\
import type * as z from "zod";
import type * as schemas from "../{target}/{name}/schemas.js";
import type * as types from "../{target}/{name}/types.js";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Same<S extends z.ZodType, T> = [Equal<z.output<S>, T>, Equal<z.input<S>, T>] extends [true, true] ? true : false;
type IsObject<S> = S extends z.ZodObject ? true : false;
type True<T extends true> = T;
"""
_EXPORT = re.compile(r"^export (?:declare )?(?P<kind>const|interface|type|enum) (?P<name>[\w$]+)", re.MULTILINE)


def test_schemas_have_the_types_of_the_same_name_and_are_objects_for_interfaces(
    corpus: Corpus, names: list[str], typescript7: list[str]
) -> None:
    # In the other target the same declarations stand, and are compiled with the values that they declare.
    files = [_write_checks(corpus, name, "js") for name in names]
    diagnostics = compile_project(
        corpus, typescript7, [str(file.relative_to(corpus.root)) for file in files], BUNDLER_RESOLUTION
    )
    assert [_readable(corpus, each) for each in diagnostics] == []


def test_schemas_and_types_have_the_same_names(corpus: Corpus, name: str, target: Target) -> None:
    folder = corpus.folder(name, target)
    schemas = _exports(folder, "schemas", target)
    types = _exports(folder, "types", target)
    assert schemas["const"] == schemas["type"] == types["interface"] | types["type"]


def _write_checks(corpus: Corpus, name: str, target: Target) -> Path:
    """One line a check, so that the line of an error tells which."""
    folder = corpus.folder(name, target)
    schemas = sorted(_exports(folder, "schemas", target)["const"])
    objects = sorted(_exports(folder, "types", target)["interface"])
    checks = [f"  True<Same<typeof schemas.{each}, types.{each}>>," for each in schemas]
    checks += [f"  True<IsObject<typeof schemas.{each}>>," for each in objects]
    text = "\n".join([_PRELUDE.format(name=name, target=target), "export type Checks = [", *checks, "];", ""])
    file = corpus.root / "checks" / f"{name}.{target}.ts"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    return file


def _exports(folder: Path, module: str, target: Target) -> dict[str, set[str]]:
    """The names that a module exports, by kind."""
    text = (folder / f"{module}{'.d' if target == 'js' else ''}.ts").read_text()
    found: dict[str, set[str]] = {"const": set(), "interface": set(), "type": set(), "enum": set()}
    for match in _EXPORT.finditer(text):
        found[match["kind"]].add(match["name"])
    return found


def _readable(corpus: Corpus, each: Diagnostic) -> str:
    line = (corpus.root / each.path).read_text().splitlines()[each.line - 1]
    return f"{each.path}: {line.strip()} {each.message}"
