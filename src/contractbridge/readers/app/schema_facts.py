"""Facts about schemas, read from the core schemas that Pydantic validates and serializes with.

`FactGenerator` writes the same JSON schemas as the generator it is mixed into, with facts on their nodes.
Each kind of fact is read by a function of its own, found by the type of the core schema. A fact must not
depend on the mode, since one definition often serves both requests and responses. An empty fact is left out.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from contractbridge.readers.app.check_facts import use_facts, value_facts
from contractbridge.readers.app.class_facts import CLASSES, alias_facts
from contractbridge.readers.app.configured import OF_THEIR_OWN, ConfiguredGenerator, class_settings
from contractbridge.readers.app.defaults import default_facts
from contractbridge.readers.app.hashing import SETS, set_facts
from contractbridge.readers.app.key_facts import DICTIONARIES, key_facts
from contractbridge.readers.app.overlay import matches
from contractbridge.readers.app.overrides import (
    hidden_choice_facts,
    is_rewritten,
    override_facts,
    returned_by,
    sent_facts,
)
from contractbridge.readers.app.union_facts import shared_facts
from contractbridge.readers.app.validators import class_validators, with_definitions
from contractbridge.readers.facts import EXTENSION, without_facts

if TYPE_CHECKING:
    from pydantic.json_schema import JsonRef, JsonSchemaMode, JsonSchemaValue

_BY_FIELD: Final = frozenset({"aliases", "names", "paths"})
_RESERVED: Final = frozenset({"$defs", "$ref"})
# Settings that say nothing of JSON.
_FOR_PYTHON: Final = frozenset({"from_attributes", "frozen", "revalidate_instances", "title"})

CoreSchema: TypeAlias = Mapping[str, Any]
Facts: TypeAlias = dict[str, Any]
_Version: TypeAlias = tuple[CoreSchema, Mapping[str, Any]]  # what is defined, and the settings that it is defined under

_NAMELESS: Final[Facts] = {"python": "", "validators": []}
# What holds of two definitions that become one where one of them says it, since values of both keep to it,
_OF_EITHER: Final = (
    *("as", "asAny", "claims", "free", "infinite", "lazy", "numbers", "omitted", "sentAs", "serializer", "text"),
)
# of which fields it is said by either,
_OF_ANY: Final = ("defaulted", "nullable", "twice", "unsent", "validators")
# and what is left out where they differ: values are held to less, or to the same.
_OF_BOTH: Final = frozenset({"demands", "label", "members", "names", "never", "python", "refuses", "sent", "strict"})


class UnreadFacts(UserWarning):
    """Of a schema whose facts could not be read."""


class FactGenerator(ConfiguredGenerator):
    """Pydantic's generator of JSON schemas, with facts on the nodes. Mix it in before the generator to enrich.

    `separates`: what is sent is described apart from what is taken, where they differ.
    """

    separates = True

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._unedited: type | None = None
        self._requests = False
        self._versions: dict[tuple[str, str], list[tuple[_Version, Facts]]] = {}
        self._labels: dict[str, list[tuple[str, _Version]]] = {}

    def generate_inner(self, schema: Any) -> JsonSchemaValue:
        if "ref" in schema:
            self.cores.setdefault(schema["ref"], schema)
        if self._requests and ("ref" in schema or schema["type"] == "definition-ref"):
            return self._as_stated(schema)
        meant = self.meant(schema)
        with self.surrounded(schema):
            facts = use_facts(meant, self.settings) if "ref" in meant else {}
            with self.configured(meant):
                json_schema = self._generate(schema)
                if "ref" in meant and meant["type"] not in OF_THEIR_OWN:
                    facts |= self._version_facts(meant, defines=meant is schema)
        return _with_facts(json_schema, facts)

    def _version_facts(self, schema: CoreSchema, *, defines: bool) -> Facts:
        """Read all that a use of a definition says, where the definition was written under other settings: Pydantic has
        but one for a class that takes those of its surroundings."""
        content = {key: part for key, part in schema.items() if key not in {"config", "ref"}}
        version = content, {key: each for key, each in self.settings.config_dict.items() if key not in _FOR_PYTHON}
        versions = self._versions.setdefault((schema["ref"], self.mode), [])
        if (known := next((facts for other, facts in versions if other == version), None)) is not None:
            return known
        if not versions:
            if defines:
                versions.append((version, {}))
            return {}
        name = "sentAs" if self.mode == "serialization" else "as"
        label = self._label(schema["ref"], version)
        versions.append((version, {"as": label}))  # within itself
        written = self._generate({key: part for key, part in schema.items() if key != "ref"})
        versions.remove((version, {"as": label}))
        within = set(_labels_within(written))
        whole = _with_facts(written, {**_NAMELESS, "label": label if label in within else ""})
        defined = _with_facts(self.definitions.get(self._definition_of(schema), {}), _NAMELESS)
        facts: Facts = {} if _unlabelled(whole, label) == defined else {name: whole}
        if within <= {label}:  # what leads to those around it means something here alone
            versions.append((version, facts))
        return facts

    def _label(self, reference: str, version: _Version) -> str:
        """Name a version of a definition, the same for requests and responses."""
        name = re.sub(r":\d+.*", "", reference).rpartition(".")[2]
        known = self._labels.setdefault(name, [])
        if (reference, version) not in known:
            known.append((reference, version))
        return f"{name} {known.index((reference, version)) + 2}"

    def _generate(self, schema: Any) -> JsonSchemaValue:
        done = "ref" in schema and self._definition_of(schema) in self.definitions
        json_schema = super().generate_inner(schema)
        if schema["type"] == "union":
            json_schema = shared_facts(schema, json_schema, self.settings, self.cores.get, self._named)
        if "propertyNames" in json_schema and not without_facts(json_schema["propertyNames"]):
            # Pydantic took facts for limits of the keys.
            del json_schema["propertyNames"]
        name = self._definition_of(schema) if "ref" in schema else None
        described = json_schema if name is None else self.definitions.get(name)
        if done or described is None:
            return json_schema
        try:
            facts = self._facts(schema, described)
        except Exception as error:  # noqa: BLE001  whatever it is, all others can be read
            about = getattr(schema.get("cls"), "__qualname__", schema["type"])
            warnings.warn(f"{about} could not be read: {type(error).__name__}: {error}", UnreadFacts, stacklevel=1)
            return json_schema
        if not facts:
            return json_schema
        # Others may hold the same object: a root model's definition can be that of its root.
        described = _with_facts(described, facts)
        if name is None:
            return described
        self.definitions[name] = described
        return json_schema

    def _named(self, reference: JsonRef) -> JsonSchemaValue | None:
        """The definition that a reference refers to; none where it has no JSON schema, and Pydantic left it out."""
        key = self.json_to_defs_refs.get(reference)
        return None if key is None else self.definitions.get(key)

    def _facts(self, schema: CoreSchema, described: JsonSchemaValue) -> Facts:
        facts = CLASSES.get(schema["type"], alias_facts)(schema, described, self)
        if schema["type"] == "generator" and self.mode == "validation":
            return {**facts, "lazy": True}
        if not self.separates and is_rewritten(schema):
            facts = {**facts, "asAny": True}
        if schema["type"] == "default":
            facts = {**facts, **default_facts(schema, self.settings, self.cores.get)}
        if schema["type"] in DICTIONARIES:
            facts = {**facts, **key_facts(schema, described, self.settings, self.cores.get)}
        if "cls" in schema or "ref" in schema:  # what validates a model from outside has its reference
            known = described.get(EXTENSION, {}).get("validators", ())
            facts = {**facts, "validators": sorted({*known, *class_validators(schema)})}
        known = value_facts(schema, described, self.settings)
        if self.mode == "serialization" and returned_by(schema):
            known = {name: fact for name, fact in known.items() if name != "becomes"}
        if schema["type"] in SETS:
            facts = {**facts, **set_facts(schema, self.cores.get)}
        facts = {**facts, **known}
        if schema["type"] == "union":
            facts = {**facts, **hidden_choice_facts(schema, described, self.generate_alone)}
        facts = {
            **facts,
            **sent_facts(schema, partial(self.generate_alone, mode="serialization"), separates=self.separates),
        }
        if "cls" in schema and schema["cls"] is self._unedited:
            return facts
        if not self._requests and _is_as_sent(schema):
            facts = {**facts, "requests": self._generate_requests(schema)}
        return {**facts, **override_facts(schema, described, self.generate_alone, self._generate_unedited)}

    def _generate_unedited(self, schema: CoreSchema) -> JsonSchemaValue:
        """Generate the JSON schema of a class without what its configuration writes over it."""
        outer, self._unedited = self._unedited, schema.get("cls")
        try:
            return self._generate(schema)
        finally:
            self._unedited = outer

    @property
    def mode(self) -> JsonSchemaMode:
        return "validation" if self._requests else super().mode

    def _generate_requests(self, schema: CoreSchema) -> JsonSchemaValue:
        """Generate the JSON schema of what a class takes, where its configuration has that of what it sends."""
        self._requests = True
        try:
            taken = self._generate({key: part for key, part in schema.items() if key != "ref"})
        finally:
            self._requests = False
        return _with_facts(taken, _NAMELESS)

    def _as_stated(self, schema: CoreSchema) -> JsonSchemaValue:
        """Generate a reference within what a class takes, to what the document has."""
        self._requests = False
        try:
            return self.generate_inner(schema)
        finally:
            self._requests = True

    def _update_class_schema(self, json_schema: JsonSchemaValue, *about: Any) -> Any:
        if self._unedited and self._unedited in about:  # of older versions, the last is what is written
            about = (*about[:-1], _unwritten(about[-1]) if len(about) == 2 else None)
        return super()._update_class_schema(json_schema, *about)

    def generate_alone(self, schema: CoreSchema, mode: JsonSchemaMode = "validation") -> JsonSchemaValue:
        """Generate what requests are held to, or what is sent, as if nothing else were there."""
        other = type(self)(by_alias=self.by_alias, ref_template=self.ref_template)
        other._config_wrapper_stack = self._config_wrapper_stack
        other.settings, other.cores = self.settings, self.cores
        return other.generate(with_definitions(schema, self.cores.get), mode=mode)

    def computed_field_schema(self, schema: Any) -> JsonSchemaValue:
        # Nobody validates it, and the sum of no decimals is an integer.
        described = super().computed_field_schema(schema)
        return _with_facts(described, {"asAny": _is_decimal(schema["return_schema"])})

    def get_flattened_anyof(self, schemas: list[JsonSchemaValue]) -> JsonSchemaValue:
        # Pydantic drops equal members; facts must not make them differ.
        plain = super().get_flattened_anyof([without_facts(schema) for schema in schemas])
        members = super().get_flattened_anyof(schemas)
        if len(members.get("anyOf", ())) == len(plain.get("anyOf", ())):
            return members
        merged = [_merged(each, members["anyOf"]) for each in plain.get("anyOf", [plain])]
        return {"anyOf": merged} if "anyOf" in plain else merged[0]

    def _build_definitions_remapping(self) -> Any:
        # The short names of definitions depend on which are equal. Equal ones become one, the last of them.
        enriched = self.definitions
        self.definitions = {name: without_facts(schema) for name, schema in enriched.items()}
        try:
            remapping = super()._build_definitions_remapping()
        finally:
            self.definitions = enriched
        first: dict[str, Any] = {}
        for name, schema in enriched.items():
            other = first.setdefault(remapping.remap_defs_ref(name), schema)
            if other is not schema:
                _agree(other, schema, remapping.remap_json_schema)
        return remapping

    def _definition_of(self, schema: CoreSchema) -> Any:
        return self.core_to_defs_refs.get((schema["ref"], self.mode))

    def document_name(self, field: Any, name: str) -> str:
        """Give the name that the document has for the field `name`."""
        return self._get_alias_name(field, name) if self.by_alias else name


def _is_as_sent(schema: CoreSchema) -> bool:
    """Whether a class has itself described as it is sent, also where it is taken."""
    is_class = schema["type"] in {"dataclass", "model", "typed-dict"}
    return is_class and class_settings(schema.get("cls")).get("json_schema_mode_override") == "serialization"


def _is_decimal(schema: CoreSchema) -> bool:
    match schema:
        case {"type": "nullable", "schema": inner}:
            return _is_decimal(inner)
        case _:
            return bool(schema["type"] == "decimal")


def _merged(plain: JsonSchemaValue, members: Sequence[JsonSchemaValue]) -> JsonSchemaValue:
    """Give the member of a union that stands for those that only differ from it in their facts, with all of these but
    those that JSON has no instance of."""
    found = [each for each in members if without_facts(each) == plain]
    taken = [each for each in found if each.get(EXTENSION, {}).get("never") != "instance"] or found
    return taken[0] if len(taken) == 1 else {**plain, EXTENSION: {"either": taken}}


def _with_facts(schema: JsonSchemaValue, facts: Facts) -> JsonSchemaValue:
    if schema.keys() == {"anyOf"} and schema["anyOf"]:
        # Within another union Pydantic takes these members for its own.
        return {"anyOf": [_with_facts(each, facts) for each in schema["anyOf"]]}
    kept = {name: told for name, fact in {**schema.get(EXTENSION, {}), **facts}.items() if (told := _told(name, fact))}
    rest = {key: value for key, value in schema.items() if key != EXTENSION}
    return {**rest, EXTENSION: kept} if kept else rest


def _told(name: str, fact: Any) -> Any:
    """Give a fact but for fields with names that Pydantic takes for its own, wherever in a schema they stand."""
    return {field: each for field, each in fact.items() if field not in _RESERVED} if name in _BY_FIELD else fact


def _labels_within(node: Any) -> Iterator[str]:
    """Give the labels of the versions that `node` leads back to."""
    match node:
        case dict():
            if isinstance(label := node.get(EXTENSION, {}).get("as"), str):
                yield label
            for each in node.values():
                yield from _labels_within(each)
        case list():
            for each in node:
                yield from _labels_within(each)


def _unlabelled(node: Any, label: str) -> Any:
    """Copy `node` without what it says of leading back to the version of that label."""
    match node:
        case dict():
            copy = {key: _unlabelled(each, label) for key, each in node.items()}
            return _with_facts(
                copy, {name: "" for name in ("as", "label") if copy.get(EXTENSION, {}).get(name) == label}
            )
        case list():
            return [_unlabelled(each, label) for each in node]
        case _:
            return node


def _unwritten(config: Mapping[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in config.items() if name != "json_schema_extra"}


def _agree(one: JsonSchemaValue, other: JsonSchemaValue, renamed: Callable[[Any], Any]) -> None:
    """Leave on two definitions that become one what holds for both of them, so that it refuses no value of either, and
    the first Python name of the two. `renamed` gives what it is given with the names that definitions have in the end.
    """
    for left, right in matches(one, other):
        mine, theirs = (renamed(deepcopy(each.get(EXTENSION, {}))) for each in (left, right))
        if mine == theirs:
            continue
        common = _common(mine, theirs)
        choices = [_choices(left, mine), _choices(right, theirs)]
        if "either" in mine and "either" in theirs and len(choices[0]) == len(choices[1]):
            found = choices  # these agree in turn
        elif mine.keys() | theirs.keys() <= common.keys() | _OF_BOTH:
            found = [[], []]
        else:
            common = {name: fact for name, fact in common.items() if name in {"python", "validators"}}
            found = [[*choices[0], *(each for each in choices[1] if each not in choices[0])]] * 2
        if common.get("as") == common.get("sentAs"):
            common.pop("sentAs", None)
        for node, either in zip((left, right), found, strict=True):
            node[EXTENSION] = {**common, **({"either": either} if either else {})}


def _choices(node: JsonSchemaValue, facts: Facts) -> list[JsonSchemaValue]:
    return facts.get("either") or [deepcopy({**node, EXTENSION: facts})]


def _common(mine: Facts, theirs: Facts) -> Facts:
    """Give the facts that values of both definitions keep to."""
    common = {name: fact for name, fact in mine.items() if theirs.get(name) == fact}
    if names := [facts["python"] for facts in (mine, theirs) if "python" in facts]:
        common["python"] = min(names)
    common |= {name: mine.get(name, theirs.get(name)) for name in _OF_EITHER if (name in mine) != (name in theirs)}
    for name in _OF_ANY:
        if found := sorted({*mine.get(name, ()), *theirs.get(name, ())}):
            common[name] = found
    return common
