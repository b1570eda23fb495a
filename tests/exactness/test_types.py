"""What is generated for the suite's models compiles, and each schema has the type of its name."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Final

import pytest

import contractbridge
from contractbridge.readers.facts import canonical_json, without_facts
from exactness import harness
from exactness.tables import TABLES

PRELUDE: Final = """\
import type * as z from "zod";
import type * as schemas from "./{name}.js/schemas.js";
import type * as types from "./{name}.js/types.js";
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Same<S extends z.ZodType, T> = [Equal<z.output<S>, T>, Equal<z.input<S>, T>] extends [true, true] ? true : false;
type True<T extends true> = T;
export type Checks = [
"""
OPTIONS: Final = {
    "strict": True,
    "noEmit": True,
    "skipDefaultLibCheck": True,
    "target": "ES2022",
    "lib": ["ES2022", "DOM", "DOM.Iterable"],
    "types": [],
    "module": "NodeNext",
    "verbatimModuleSyntax": True,
}


def test_schemas_have_the_types_of_their_names(tmp_path: Path, node: str, node_modules: Path) -> None:
    # TypeScript 5.9 gives up on whether two recursive types are equal.
    tsc = [node, str(node_modules / "typescript" / "bin" / "tsc")]
    (tmp_path / "node_modules").symlink_to(node_modules, target_is_directory=True)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "tsconfig.json").write_text(json.dumps({"compilerOptions": OPTIONS, "include": ["**/*.ts"]}))
    for table in TABLES:
        name = table.__name__.rpartition(".")[2]
        app = harness.make_app(table.CASES)
        document = contractbridge.export(app)
        contractbridge.generate(document, out=tmp_path / f"{name}.js").apply()
        contractbridge.generate(document, out=tmp_path / f"{name}.ts", target="ts").apply()
        declared = re.findall(r"export declare const (\w+)", (tmp_path / f"{name}.js" / "schemas.d.ts").read_text())
        assert declared
        checks = [f"  True<Same<typeof schemas.{each}, types.{each}>>,\n" for each in declared]
        (tmp_path / f"{name}.check.ts").write_text(PRELUDE.format(name=name) + "".join(checks) + "];\n")
    done = subprocess.run([*tsc, "-p", str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[:3000]


def test_the_committed_contract_says_the_same_as_the_app(tmp_path: Path) -> None:
    for table in TABLES:
        document = contractbridge.export(harness.make_app(table.CASES))
        committed = json.loads(canonical_json(document))
        contractbridge.generate(document, out=tmp_path / table.__name__).apply()
        assert contractbridge.generate(committed, out=tmp_path / table.__name__).changed == ()


@pytest.mark.filterwarnings("ignore::pydantic.json_schema.PydanticJsonSchemaWarning")
def test_documents_are_the_apps_own_but_for_their_facts() -> None:
    for table in TABLES:
        app = harness.make_app(table.CASES)
        own = json.loads(json.dumps(app.openapi()))
        assert canonical_json(without_facts(contractbridge.export(app))) == canonical_json(own)
