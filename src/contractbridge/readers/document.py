"""A document to a contract: any OpenAPI 3.0, 3.1 or 3.2, with or without an app's facts.

A document may hold anything: what cannot be expressed becomes a notice, and reading goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from contractbridge.contract import Contract, Definition, Intersection, Ref, Type, Union, Unknown
from contractbridge.errors import DocumentError, Notice
from contractbridge.readers.operations import OperationReader
from contractbridge.readers.references import Place, Scope, Target, entries, key_of, shown, split
from contractbridge.readers.schemas import SchemaReader
from contractbridge.readers.values import text


class Reading(NamedTuple):
    """A contract, and what could not be said in it."""

    contract: Contract
    notices: tuple[Notice, ...]


def read_contract(document: Mapping[str, Any]) -> Reading:
    """The contract that `document` states.

    The order of paths and components has no meaning, so documents that differ in it alone read the same.
    Raises DocumentError where `document` is no OpenAPI 3 document.
    """
    _check_version(document)
    scope = Scope(document)
    schemas = SchemaReader(scope)
    operations = OperationReader(scope, schemas)
    found = operations.read_operations()
    websockets = operations.read_websockets()
    definitions = _break_cycles(scope, _read_definitions(scope, schemas))
    info = document.get("info")
    info = info if isinstance(info, dict) else {}
    contract = Contract(
        title=text(info.get("title")),
        version=text(info.get("version")),
        definitions=definitions,
        operations=found,
        websockets=websockets,
    )
    return Reading(contract, scope.notices)


def _check_version(document: object) -> None:
    if not isinstance(document, Mapping):
        raise DocumentError("This is no OpenAPI document: it is not an object.")
    if "swagger" in document:
        raise DocumentError(
            "This is a Swagger 2.0 document.", hint="Convert it to OpenAPI 3 first, with swagger2openapi for example."
        )
    version = document.get("openapi")
    if not isinstance(version, str):
        raise DocumentError(
            "This is no OpenAPI document: it has no `openapi` key.", hint="An OpenAPI document begins with its version."
        )
    if not version.startswith("3."):
        raise DocumentError(f"OpenAPI {version[:20]!r} is not known.", hint="OpenAPI 3.0, 3.1 and 3.2 are.")


def _read_definitions(scope: Scope, schemas: SchemaReader) -> dict[str, Definition]:
    """Every component and whatever else is referred to, by key.

    What only forms use is read as a part of a form. JSON goes first, so that it wins where both use a definition.
    """
    found: dict[str, Definition] = {}
    _read_pending(schemas.needed, found, schemas, in_form=False)
    _read_pending(schemas.needed_by_forms, found, schemas, in_form=True)
    _read_pending(schemas.needed, found, schemas, in_form=False)
    components = scope.document.get("components")
    place: Place = ((None, "components"), "schemas")
    for name, schema in entries(components.get("schemas") if isinstance(components, dict) else None):
        target = Target(schema, (place, name), key_of((place, name)))
        schemas.needed.setdefault(target.key, target)
    _read_pending(schemas.needed, found, schemas, in_form=False)
    return dict(sorted(found.items()))


def _read_pending(
    needed: dict[str, Target], found: dict[str, Definition], schemas: SchemaReader, *, in_form: bool
) -> None:
    """Reads what is needed, and what that needs in turn."""
    done = 0
    while len(needed) > done:
        pending = list(needed.values())[done:]
        done = len(needed)
        for target in pending:
            if target.key not in found:
                found[target.key] = schemas.read_definition(target, in_form=in_form)


def _break_cycles(scope: Scope, definitions: dict[str, Definition]) -> dict[str, Definition]:
    """Definitions that lead back to themselves through names, unions and intersections alone describe nothing.

    Within a field, an array or a dictionary a name may lead anywhere: a value has to end some time.
    """
    leads = {key: tuple(_bare_references(each.type)) for key, each in definitions.items()}
    settled: set[str] = set()
    for start in definitions:
        path: dict[str, Iterator[str]] = {start: iter(leads[start])} if start not in settled else {}
        while path:
            key, rest = next(reversed(path.items()))
            following = next((each for each in rest if each in leads and each not in settled), None)
            if following is None:
                settled.add(key)
                del path[key]
            elif following in path:
                scope.note(_component(key), f"Describes itself through {shown(following)}; read as any value.")
                definitions[key] = replace(definitions[key], type=Unknown())
                settled.add(key)
                del path[key]
            else:
                path[following] = iter(leads[following])
    return definitions


def _bare_references(node: Type) -> Iterator[str]:
    match node:
        case Ref(key=key):
            yield key
        case Union(members=members) | Intersection(members=members):
            for each in members:
                yield from _bare_references(each)
        case _:
            return


def _component(key: str) -> Place:
    place: Place = None
    for token in split(key) if key.startswith("#") else ("components", "schemas", key):
        place = (place, token)
    return place
