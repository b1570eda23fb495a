"""A document to a contract: any OpenAPI 3.0, 3.1 or 3.2, with or without an app's facts.

A document may hold anything: what cannot be expressed becomes a notice, and reading goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from contractbridge.contract import (
    Checked,
    Conditional,
    Contract,
    Definition,
    Dependent,
    Excluded,
    Exclusive,
    Faced,
    Intersection,
    Ref,
    Ruled,
    Type,
    Union,
    Unknown,
    children,
    ruling_types,
)
from contractbridge.errors import Notice
from contractbridge.readers.openapi.forms import hold_forms
from contractbridge.readers.openapi.mistakes import relevant
from contractbridge.readers.openapi.operations import CallReader, OperationReader
from contractbridge.readers.openapi.parameters import HeaderReader
from contractbridge.readers.openapi.references import Place, Scope, Target, entries, key_of, shown, split
from contractbridge.readers.openapi.schemas import SchemaReader
from contractbridge.readers.openapi.security import mark_enforced, read_security_schemes
from contractbridge.readers.openapi.servers import read_servers
from contractbridge.readers.openapi.tags import require_tags
from contractbridge.readers.openapi.textual import hold_parameters
from contractbridge.readers.openapi.values import facts_of, text
from contractbridge.readers.openapi.versions import check_version

# A name for a name for a name: more than people write, and shallow enough to follow recursively.
_MOST_NAMES: Final = 32


class Reading(NamedTuple):
    """A contract, and what could not be said in it."""

    contract: Contract
    notices: tuple[Notice, ...]


def read_contract(document: Mapping[str, Any], *, rules: bool = False) -> Reading:
    """The contract that `document` states; with `rules`, which only comparing needs, all that it demands.

    The order of paths and components has no meaning, so documents that differ in it alone read the same.
    Raises DocumentError where `document` is no OpenAPI 3 document.
    """
    check_version(document)
    scope = Scope(document, rules=rules)
    schemas, asides = SchemaReader(scope), SchemaReader(scope if rules else Scope(document))
    headers = HeaderReader(asides.scope, asides)
    calls = CallReader(asides.scope, asides, headers)
    operations = OperationReader(scope, schemas, calls, headers)
    found = operations.read_operations()
    websockets = operations.read_websockets()
    webhooks = calls.read_webhooks()
    definitions = require_tags(_break_cycles(scope, _read_definitions(scope, schemas, asides)), found)
    definitions = hold_forms(definitions, found, scope)
    if facts_of(document) and not rules:
        found = hold_parameters(found, definitions, scope)
    for place, mistake in relevant(schemas.mistakes, definitions, found):
        scope.note(place, mistake)
    if document.get("webhooks"):
        scope.note((None, "webhooks"), "Webhooks generate nothing: they are calls that the server makes.")
    info = document.get("info")
    info = info if isinstance(info, dict) else {}
    facts = facts_of(document)
    schemes = read_security_schemes(scope)
    contract = Contract(
        title=text(info.get("title")),
        version=text(info.get("version")),
        definitions=definitions,
        operations=found,
        websockets=websockets,
        webhooks=webhooks,
        security_schemes=mark_enforced(schemes, found) if facts else schemes,
        servers=read_servers(document),
        hidden=operations.read_hidden(),
        of_app=bool(facts),
        redirects=bool(facts) and facts.get("redirects") is not False,
    )
    return Reading(contract, scope.notices)


def _read_definitions(scope: Scope, schemas: SchemaReader, asides: SchemaReader) -> dict[str, Definition]:
    """Every component and whatever else is referred to, by key; what only `asides` refer to comes last.

    What only forms use is read as a part of a form. JSON goes first, and wins where both use a definition.
    """
    found: dict[str, Definition] = {}
    _read_pending(schemas.needed, found, schemas.read_definition)
    shared = [key for key in schemas.needed_by_forms if key in found]
    _read_pending(schemas.needed_by_forms, found, schemas.read_form_definition)
    for key in shared:
        if schemas.read_form_definition(schemas.needed[key]) != found[key]:
            scope.note(schemas.needed[key].place, "Used in JSON and in a form alike, so its files are read as strings.")
    components = scope.document.get("components")
    place: Place = ((None, "components"), "schemas")
    for name, schema in entries(components.get("schemas") if isinstance(components, dict) else None):
        target = Target(schema, (place, name), key_of((place, name)))
        schemas.needed.setdefault(target.key, target)
    _read_pending(schemas.needed, found, schemas.read_definition)
    _read_pending(asides.needed, found, asides.read_definition)
    _read_pending(asides.needed_by_forms, found, asides.read_form_definition)
    return dict(sorted(found.items()))


def _read_pending(
    needed: dict[str, Target], found: dict[str, Definition], read: Callable[[Target], Definition]
) -> None:
    """Reads what is needed, and what that needs in turn."""
    done = 0
    while len(needed) > done:
        pending = list(needed.values())[done:]
        done = len(needed)
        for target in pending:
            if target.key not in found:
                found[target.key] = read(target)


def _break_cycles(scope: Scope, definitions: dict[str, Definition]) -> dict[str, Definition]:
    """Definitions that lead back to themselves through names, unions and intersections alone describe nothing.

    Within a field, an array or a dictionary a name may lead anywhere: a value has to end some time.
    """
    leads = {key: tuple(_bare_references(each.type)) for key, each in definitions.items()}
    heights: dict[str, int] = {}
    for start in definitions:
        path: dict[str, Iterator[str]] = {} if start in heights else {start: iter(leads[start])}
        while path:
            key, rest = next(reversed(path.items()))
            following = next((each for each in rest if each in leads and each not in heights), None)
            if following is not None and following not in path:
                path[following] = iter(leads[following])
                continue
            del path[key]
            height = 0 if following else 1 + max((heights.get(each, 0) for each in leads[key]), default=0)
            if following or height > _MOST_NAMES:
                scope.note(
                    _place(key), f"Leads to {shown(following or leads[key][0])} and never to a type; read as any value."
                )
                definitions[key] = replace(definitions[key], type=Unknown())
                height = 0
            heights[key] = height
    return definitions


def _bare_references(node: Type) -> Iterator[str]:
    match node:
        case Ref(key=key):
            yield key
        case Union(members=members) | Intersection(members=members):
            for each in members:
                yield from _bare_references(each)
        case Checked() | Faced():
            for each in children(node):
                yield from _bare_references(each)
        case Ruled(type=inner, rules=rules):
            bare = (rule for rule in rules if isinstance(rule, Conditional | Dependent | Excluded | Exclusive))
            for each in (inner, *(each for rule in bare for each in ruling_types(rule))):
                yield from _bare_references(each)
        case _:
            return


def _place(key: str) -> Place:
    place: Place = None
    for token in split(key) if key.startswith("#") else ("components", "schemas", key):
        place = (place, token)
    return place
