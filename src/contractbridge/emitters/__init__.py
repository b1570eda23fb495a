"""Emitters: functions from a contract to the text of files."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, Literal, TypeAlias

from contractbridge.contract import Contract
from contractbridge.emitters.client import emit_client
from contractbridge.emitters.lenience import Coercion, lenient
from contractbridge.emitters.limits import unchecked_patterns
from contractbridge.emitters.module import Module, heading
from contractbridge.emitters.schemas import emit_schemas
from contractbridge.emitters.types import emit_types
from contractbridge.errors import Notice
from contractbridge.faces import face_definitions
from contractbridge.naming import name_contract
from contractbridge.output import Artefact

Part: TypeAlias = Literal["types", "schemas", "client"]
Target: TypeAlias = Literal["js", "ts"]

PARTS: Final[tuple[Part, ...]] = ("types", "schemas", "client")
_RUNTIME_FACE: Final = ("ApiError", "ContractError", "configure", "fieldErrors")


@dataclass(frozen=True, slots=True)
class Emitted:
    """The files of one target, and what could not be expressed in them."""

    artefacts: tuple[Artefact, ...]
    notices: tuple[Notice, ...] = ()


def emit_files(
    contract: Contract, emit: Set[Part] = frozenset(PARTS), target: Target = "js", coerce: Coercion = "none"
) -> Emitted:
    """Print `contract` as JavaScript with declarations (`js`) or as TypeScript (`ts`).

    The types are always among the files, since the other parts refer to them.
    """
    checked = lenient(contract) if coerce == "pydantic" and "schemas" in emit else contract
    faced = face_definitions(checked)
    names = name_contract(checked, faced)
    modules = [emit_types(contract, faced, names, target)]
    if "schemas" in emit:
        modules += emit_schemas(checked, faced, names, target)
    if "client" in emit:
        modules += emit_client(checked, names, target, with_schemas="schemas" in emit)
    modules += _face(emit, target)
    artefacts = (*(module.artefact() for module in modules), *_runtime(emit))
    notices = unchecked_patterns(contract) if "schemas" in emit else ()
    return Emitted(tuple(sorted(artefacts, key=lambda each: each.path)), tuple(notices))


def _face(emit: Set[Part], target: Target) -> Iterator[Module]:
    """`index`: everything else, exported again. The schemas' module exports each type with its schema."""
    for path in ("index.js", "index.d.ts") if target == "js" else ("index.ts",):
        module = Module(path)
        if "schemas" in emit:
            module.export_all("schemas.js")
        elif path != "index.js":
            module.export_all("types.js")
        if "client" in emit:
            module.export_all("client.js")
            module.add(f'export {{ {", ".join(_RUNTIME_FACE)} }} from "./runtime.js";')
            if path != "index.js":
                module.add('export type { CallOptions } from "./runtime.js";')
        if not module.statements:
            module.add("export {};")
        yield module


def _runtime(emit: Set[Part]) -> Iterator[Artefact]:
    """The parts written by hand, as they are. TypeScript takes a JavaScript file with its declarations too."""
    for name, part in (("checks", "schemas"), ("runtime", "client")):
        if part in emit:
            for path in (f"{name}.js", f"{name}.d.ts"):
                text = (files(__name__) / "runtime" / path).read_text(encoding="utf-8")
                yield Artefact(path, f"{heading(path)}\n\n{text}")
