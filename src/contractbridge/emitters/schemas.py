"""`schemas.js`: Zod schemas, and in `schemas.d.ts` their types, spelled out so that nobody's compiler infers them.

Each schema is built in a function of its own that is marked pure, so that bundlers drop the ones that nobody uses. A
reference to a schema further down, which recursion makes unavoidable, goes through a getter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from contractbridge.contract import (
    Contract,
    Object,
    Ref,
    Type,
    children,
    references,
)
from contractbridge.emitters.expressions import schema
from contractbridge.emitters.module import Module
from contractbridge.emitters.places import Place
from contractbridge.emitters.types import Scope, printed_names
from contractbridge.emitters.zod import Zod, custom
from contractbridge.faces import REQUEST, FacedDefinitions
from contractbridge.graphs import components
from contractbridge.naming import Names


def emit_schemas(
    contract: Contract, faced: FacedDefinitions, names: Names, target: Literal["js", "ts"]
) -> list[Module]:
    """The statements and their declarations, as `schemas.js` and `schemas.d.ts`, or both in one `schemas.ts`."""
    code = Module("schemas.js" if target == "js" else "schemas.ts")
    types = Module("schemas.d.ts") if target == "js" else code
    for name, zod in named_schemas(contract, faced, names):
        built = f"/*#__PURE__*/ (() => {zod.code})()"
        exported_type = f"export type {name} = types.{name};\n"
        if target == "js":
            code.add(f"export const {name} = {built};\n")
            types.add(f"export declare const {name}: {zod.type};\n{exported_type}")
        else:
            # Comparing what Zod infers with what is declared would double the compiler's work.
            code.add(f"export const {name}: {zod.type} = {built} as any;\n{exported_type}")
        for module, text in ((code, zod.code), (types, zod.type)):
            if "is." in text:
                module.import_all("checks.js", "is", types_only=module is not code)
    for module in {code.path: code, types.path: types}.values():
        if module.statements:
            module.import_all("zod", "z")
            if module is types:
                module.import_all("types.js", "types", types_only=True)
        else:
            module.add("export {};")
    return [code] if types is code else [code, types]


def named_schemas(contract: Contract, faced: FacedDefinitions, names: Names) -> Iterator[tuple[str, Zod]]:
    """Every printed definition's schema by name, each after the ones it needs as far as recursion allows."""
    printed = {name: (definition_key, face) for name, definition_key, face in printed_names(faced, names)}
    uses = {
        name: [names.type(used, face) for used in references(contract.definitions[definition_key].type)]
        for name, (definition_key, face) in printed.items()
    }
    direct = {
        name: [names.type(used, face) for used in _direct_references(contract.definitions[definition_key].type)]
        for name, (definition_key, face) in printed.items()
    }
    endless = {name for group in components(direct) if len(group) > 1 or group[0] in direct[group[0]] for name in group}
    pending = set(printed)
    for group in components(uses):
        # Objects first: their getters can wait for the rest of the group.
        for name in sorted(group, key=lambda each: (not _is_object(contract, printed[each][0]), each)):
            definition_key, face = printed[name]
            shared = faced.stand_in.get((definition_key, REQUEST)) == face
            place = Place(Scope(contract, names, face), frozenset(pending), shared)
            zod = schema(contract.definitions[definition_key].type, place)
            pending.discard(name)
            yield (
                name,
                custom(zod.code, f"types.{name}") if name in endless else zod,
            )


# Order


def _is_object(contract: Contract, definition_key: str) -> bool:
    return isinstance(contract.definitions[definition_key].type, Object)


def _direct_references(node: Type) -> Iterator[str]:
    """What the type of a schema needs at once: all that it refers to, except through an object's fields."""
    if isinstance(node, Ref):
        yield node.key
    elif not isinstance(node, Object):
        for child in children(node):
            yield from _direct_references(child)
