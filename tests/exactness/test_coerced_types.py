"""What the coerced schemas take and give to TypeScript: `z.input` has the conversions, `z.output` is the interface."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum, IntFlag
from inspect import Parameter, Signature
from ipaddress import IPv4Address
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import pytest
from fastapi import FastAPI, Query
from pydantic import BeforeValidator, Field, HttpUrl, OnErrorOmit, StrictBool, StrictInt, create_model

import contractbridge
from exactness import harness
from exactness.tables import TABLES
from exactness.test_types import OPTIONS, PRELUDE


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Color(Enum):
    RED = "red"
    BLUE = "blue"


class Alias(Enum):
    ONE = "one"

    @classmethod
    def _missing_(cls, value: object) -> Alias:
        return cls.ONE


class Access(IntFlag):
    READ = 1
    WRITE = 2


# The Python type of a field, what may be given for it, and what is sent.
FIELDS: Final[dict[str, tuple[Any, str, str]]] = {
    "integer": (int, "string | number | boolean", "number"),
    "limited": (Annotated[int, Field(gt=0)], "string | number | boolean", "number"),
    "strict": (StrictInt, "number", "number"),
    "number": (float, "string | number | boolean", "number"),
    "decimal": (Decimal, "string | number", "string | number"),
    "boolean": (bool, "string | number | boolean", "boolean"),
    "strictly": (StrictBool, "boolean", "boolean"),
    "text": (str, "string", "string"),
    "numeral": (Annotated[str, Field(coerce_numbers_to_str=True)], "string | number", "string"),
    "moment": (datetime, "string | number", "string"),
    "day": (date, "string | number", "string"),
    "clock": (time, "string | number", "string"),
    "length": (timedelta, "string | number | boolean", "string"),
    "address": (IPv4Address, "string | number | boolean", "string"),
    "identifier": (UUID, "string", "string"),
    "link": (HttpUrl, "string", "string"),
    "level": (Level, "string | number | boolean", "1 | 2"),
    "color": (Color, '"red" | "blue"', '"red" | "blue"'),
    "alias": (Alias, "unknown", '"one"'),
    "access": (Access, "string | number | boolean", "number"),
    "one": (Literal[1], "string | number | boolean", "1"),
    "word": (Literal["a", "b"], '"a" | "b"', '"a" | "b"'),
    "list": (list[int], "(string | number | boolean)[]", "number[]"),
    "kept": (list[OnErrorOmit[int]], "unknown[]", "number[]"),
    "lazy": (Iterable[int], "string | object", "number[]"),
    "prepared": (Annotated[int, BeforeValidator(int)], "unknown", "number"),
    "nullable": (int | None, "string | number | boolean | null", "number | null"),
    "either": (int | str, "string | number | boolean", "number | string"),
    "dictionary": (dict[str, int], "Record<string, string | number | boolean>", "Record<string, number>"),
}
# Those that may also stand in a URL.
PARAMETERS: Final = [name for name in FIELDS if name not in {"dictionary", "kept", "lazy"}]


def make_app() -> FastAPI:
    """One endpoint that takes all of the fields, and one that takes them as parameters; they send nothing back."""
    app = FastAPI()

    async def give(body: Any) -> None: ...

    fields: Any = {name: (each[0], ...) for name, each in FIELDS.items()}
    give.__annotations__["body"] = create_model("Given", **fields)
    app.post("/")(give)

    async def ask(**given: Any) -> None: ...

    asked = {
        name: Parameter(name, Parameter.KEYWORD_ONLY, annotation=Annotated[FIELDS[name][0], Query()])
        for name in PARAMETERS
    }
    ask.__signature__ = Signature([*asked.values()])  # type: ignore[attr-defined]
    app.get("/")(ask)
    return app


def compiled(tmp_path: Path, tsc: list[str]) -> str:
    """What a compiler says of all that is in a folder."""
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "tsconfig.json").write_text(json.dumps({"compilerOptions": OPTIONS, "include": ["**/*.ts"]}))
    return subprocess.run([*tsc, "-p", str(tmp_path)], capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("target", ["js", "ts"])
def test_fields_take_what_is_converted(
    tmp_path: Path, tsc: list[str], node_modules: Path, target: Literal["js", "ts"]
) -> None:
    (tmp_path / "node_modules").symlink_to(node_modules, target_is_directory=True)
    contractbridge.generate(
        contractbridge.export(make_app()), out=tmp_path / "api.js", target=target, coerce="pydantic"
    ).apply()
    checks = [
        f"  True<Equal<z.{side}<typeof schemas.Given>[{json.dumps(name)}], {type_}>>,\n"
        for name, (_, given, sent) in FIELDS.items()
        for side, type_ in (("input", given), ("output", sent))
    ]
    checks += [
        "  True<Equal<typeof schemas.Level.enum.LOW, 1>>,\n",
        '  True<Equal<typeof schemas.Color.enum.RED, "red">>,\n',
        "  True<Equal<(typeof schemas.Level.options)[number], 1 | 2>>,\n",
        "  True<Equal<z.output<typeof schemas.Given>, types.Given>>,\n",
    ]
    (tmp_path / "check.ts").write_text(PRELUDE.format(name="api") + "".join(checks) + "];\n")
    assert compiled(tmp_path, tsc) == ""


def test_coerced_schemas_give_the_types_of_their_names(tmp_path: Path, node: str, node_modules: Path) -> None:
    # TypeScript 5.9 gives up on whether two recursive types are equal.
    (tmp_path / "node_modules").symlink_to(node_modules, target_is_directory=True)
    for table in TABLES:
        name = table.__name__.rpartition(".")[2]
        document = contractbridge.export(harness.make_app(table.CASES))
        contractbridge.generate(document, out=tmp_path / f"{name}.js", coerce="pydantic").apply()
        contractbridge.generate(document, out=tmp_path / f"{name}.ts", target="ts", coerce="pydantic").apply()
        declared = re.findall(r"export declare const (\w+)", (tmp_path / f"{name}.js" / "schemas.d.ts").read_text())
        assert declared
        checks = [f"  True<Equal<z.output<typeof schemas.{each}>, types.{each}>>,\n" for each in declared]
        (tmp_path / f"{name}.check.ts").write_text(PRELUDE.format(name=name) + "".join(checks) + "];\n")
    assert compiled(tmp_path, [node, str(node_modules / "typescript" / "bin" / "tsc")]) == ""
