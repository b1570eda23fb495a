"""Core schema ─► shape: what the JSON looks like that a validator takes, and where its edges are.

A shape needs not be exact. Whether an input is legal, the validator itself is asked.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import SchemaError, SchemaValidator

from contractbridge.contract import JSON
from contractbridge.prove import leaves
from contractbridge.prove.core import is_file
from contractbridge.prove.wire import FILE, is_broken
from contractbridge.readers.app.validators import CoreSchema, is_own


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value without parts: `edges` are worth trying, `strategy` gives those that are probably legal."""

    edges: tuple[JSON, ...]
    strategy: SearchStrategy[Any]


@dataclass(frozen=True, slots=True)
class Many:
    items: Shape
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """An array whose items have shapes of their own; `rest` may follow."""

    items: tuple[Shape, ...]
    rest: Shape | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A field under the first of its `names`; the others are what it may be called too."""

    names: tuple[str, ...]
    shape: Shape
    required: bool


@dataclass(frozen=True, slots=True)
class Record:
    members: tuple[Member, ...]
    extra: Shape | None = None


@dataclass(frozen=True, slots=True)
class Table:
    keys: Shape
    values: Shape
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Encoded:
    """JSON within a string."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class Named:
    """A reference to a shape in `Shapes.named`."""

    key: str


Shape: TypeAlias = Leaf | Many | Row | Record | Table | Choice | Encoded | Named


@dataclass(frozen=True, slots=True)
class Shapes:
    """A shape, and those that it refers to."""

    top: Shape
    named: Mapping[str, Shape]

    def resolve(self, shape: Shape) -> Shape:
        while isinstance(shape, Named):
            shape = self.named[shape.key]
        return shape


def shapes_of(schema: CoreSchema) -> Shapes:
    """The shape of everything within `schema`. Raises `ValueError` where a bound makes no sense."""
    reader = _Reader({})
    top = reader.shape(schema)
    return Shapes(top, reader.named)


# What a node has that adds nothing to how its JSON looks: the key of the node that tells.
_THROUGH: Final[Mapping[str, str]] = {
    "custom-error": "schema",
    "dataclass": "schema",
    "dataclass-field": "schema",
    "default": "schema",
    "function-wrap": "schema",
    "function-after": "schema",
    "function-before": "schema",
    "call": "arguments_schema",
    "json-or-python": "json_schema",
    "lax-or-strict": "lax_schema",
    "model": "schema",
    "model-field": "schema",
    "typed-dict-field": "schema",
}
# From there on JavaScript writes an exponent, which is no integer.
_EXPONENT: Final = 1e21
_MANY: Final = frozenset({"list", "set", "frozenset", "generator"})
_NEVER: Final = frozenset({"callable", "is-instance", "is-subclass", "missing-sentinel"})
_ANYTHING: Final = Leaf(leaves.POOL, st.sampled_from(leaves.POOL))


@dataclass(frozen=True, slots=True)
class _Reader:
    named: dict[str, Shape]
    by_name: bool = False  # whether fields may also be given by their Python names
    limits: Mapping[str, Any] = field(default_factory=dict)  # that stand around a type instead of within

    def shape(self, schema: CoreSchema) -> Shape:
        kind = schema["type"]
        if is_file(schema):
            return Leaf((FILE,), st.just(FILE))
        if (shape := self._formatted(schema)) is not None:
            return shape
        if (read := leaves.READERS.get(kind)) is not None:
            return _leaf(schema, *read({**schema, **self.limits}))
        if (key := _THROUGH.get(kind)) is not None:
            config = schema.get("config") or {}
            by_name = config.get("populate_by_name") or config.get("validate_by_name")
            reader = replace(self, by_name=bool(by_name)) if kind in {"model", "dataclass"} else self
            return replace(reader, limits={**self.limits, **_limits(schema)}).shape(schema[key])
        if kind in _MANY:
            items = self.shape(schema["items_schema"]) if "items_schema" in schema else _ANYTHING
            schema = {**schema, **self.limits}
            return Many(items, schema.get("min_length") or 0, schema.get("max_length"))
        if kind in _NEVER:
            return Leaf((), st.nothing())
        return self._composite(kind, schema)

    def _composite(self, kind: str, schema: CoreSchema) -> Shape:
        match kind:
            case "nullable":
                return Choice((self.shape(schema["schema"]), Leaf((None,), st.none())))
            case "union":
                return Choice(
                    tuple(self.shape(each[0] if isinstance(each, tuple) else each) for each in schema["choices"])
                )
            case "tagged-union":
                return Choice(tuple(map(self.shape, schema["choices"].values())))
            case "chain":
                return self.shape(next(each for each in schema["steps"] if each["type"] not in _NEVER))
            case "json":
                return Encoded(self.shape(schema["schema"]) if "schema" in schema else _ANYTHING)
            case "tuple":
                return self._row(schema)
            case "dict":
                keys = self.shape(schema["keys_schema"]) if "keys_schema" in schema else self.shape({"type": "str"})
                values = self.shape(schema["values_schema"]) if "values_schema" in schema else _ANYTHING
                return Table(keys, values, schema.get("min_length") or 0, schema.get("max_length"))
            case "model-fields" | "typed-dict" | "dataclass-args" | "arguments":
                return self._record(schema)
            case "definitions":
                for each in schema["definitions"]:
                    self.named[each["ref"]] = self.shape(each)
                return self.shape(schema["schema"])
            case "definition-ref":
                return Named(schema["schema_ref"])
            case _:
                return _ANYTHING

    def _row(self, schema: CoreSchema) -> Shape:
        items = [self.shape(each) for each in schema["items_schema"]]
        at = schema.get("variadic_item_index")
        if at is None:
            return Row(tuple(items))
        if len(items) == 1:
            return Many(items[0], schema.get("min_length") or 0, schema.get("max_length"))
        return Row(tuple(items[:at]), items[at])

    def _record(self, schema: CoreSchema) -> Record:
        if self.limits:
            return replace(self, limits={})._record(schema)
        fields = schema.get("fields", schema.get("arguments_schema"))
        pairs = fields.items() if isinstance(fields, Mapping) else [(each["name"], each) for each in fields]
        members = [self._member(name, field, total=schema.get("total", True)) for name, field in pairs]
        extra = self.shape(schema["extras_schema"]) if "extras_schema" in schema else None
        return Record(tuple(members), extra)

    def _member(self, name: str, field: CoreSchema, *, total: bool) -> Member:
        shape = self.shape(field["schema"])
        paths = _paths(field.get("validation_alias", field.get("alias")), name)
        if len(paths[0]) > 1:
            return Member((str(paths[0][0]),), _along(paths[0][1:], shape), required=not _has_default(field["schema"]))
        names = [str(path[0]) for path in paths if len(path) == 1]
        required = field.get("required", total) and not _has_default(field["schema"])
        return Member((*names, *([name] if self.by_name and name not in names else [])), shape, required=required)

    def _formatted(self, schema: CoreSchema) -> Shape | None:
        """What only a function of Pydantic's tells, such as an e-mail address, by its format in JSON Schema."""
        if not schema["type"].startswith(("function-", "lax-or-strict")) or is_own(schema):
            return None
        try:
            described = GenerateJsonSchema().generate(dict(schema), mode="validation")
        except Exception:  # noqa: BLE001  it has none, or refers to what stands elsewhere
            return None
        if (name := described.get("format")) not in leaves.FORMATS:
            return None
        return _leaf(schema, *leaves.formatted(name))


def _leaf(schema: CoreSchema, edges: tuple[JSON, ...], strategy: SearchStrategy[Any] | None) -> Leaf:
    """A leaf that also draws its legal edges, or these alone, and none that would be coerced."""
    if strategy is None:
        texts = [each for each in edges if isinstance(each, str)]
        return Leaf(edges, st.sampled_from(list(_legal(schema, texts, strict=False)) or texts))
    legal = list(_legal(schema, [each for each in edges if not _is_rare(each)], strict=True))
    return Leaf(edges, strategy | st.sampled_from(legal) if legal else strategy)


def _is_rare(value: JSON) -> bool:
    """What is tried by itself: all that is drawn with it would be as undecidable."""
    match value:
        case str():
            return is_broken(value)
        case int() | float():
            return abs(value) >= _EXPONENT
        case _:
            return False


def _legal(schema: CoreSchema, values: Sequence[JSON], *, strict: bool) -> Iterator[JSON]:
    """Those of `values` that a schema takes, where it can be asked by itself."""
    with suppress(SchemaError):
        validator = SchemaValidator(dict(schema))
        for each in values:
            with suppress(Exception):  # functions may raise anything
                validator.validate_python(each, strict=strict or None)
                yield each


def _limits(schema: CoreSchema) -> Mapping[str, Any]:
    """The limits that a function of Pydantic's checks: `min_length` of a secret."""
    function = schema["function"]["function"] if "function" in schema and not is_own(schema) else None
    return function.keywords if isinstance(function, functools.partial) else {}


def _has_default(schema: CoreSchema) -> bool:
    while schema["type"] in {"function-wrap", "function-before", "function-after"}:
        schema = schema["schema"]
    return bool(schema["type"] == "default")


def _paths(alias: Any, name: str) -> Sequence[Sequence[str | int]]:
    """Where a field is looked for: core schemas have a name, a path, or several paths."""
    if alias is None:
        return [[name]]
    if isinstance(alias, str):
        return [[alias]]
    return alias if alias and isinstance(alias[0], list) else [alias]


def _along(path: Sequence[str | int], shape: Shape) -> Shape:
    for step in reversed(path):
        if isinstance(step, str):
            shape = Record((Member((step,), shape, required=True),))
        else:
            shape = Row((*[_ANYTHING] * max(step, 0), shape))
    return shape


# Strategies


def strategy_of(shapes: Shapes) -> SearchStrategy[Any]:
    """Values that are probably legal, up to some size."""
    return _strategy(shapes.top, shapes, {})


def _strategy(shape: Shape, shapes: Shapes, known: dict[str, SearchStrategy[Any]]) -> SearchStrategy[Any]:
    def of(inner: Shape) -> SearchStrategy[Any]:
        return _strategy(inner, shapes, known)

    match shape:
        case Leaf(strategy=strategy):
            return strategy
        case Many(items=items, least=least, most=most):
            return st.lists(of(items), min_size=least, max_size=_at_most(least, most))
        case Row(items=items, rest=rest):
            row = st.tuples(*map(of, items)).map(list)
            more = st.lists(of(rest), max_size=3) if rest is not None else st.just([])
            return st.builds(list.__add__, row, more)
        case Record(members=members, extra=extra):
            required = {each.names[0]: of(each.shape) for each in members if each.required}
            optional = {each.names[0]: of(each.shape) for each in members if not each.required}
            record = st.fixed_dictionaries(required, optional=optional)
            if extra is None:
                return record
            return st.builds(
                lambda more, named: {**more, **named},
                st.dictionaries(st.text(leaves.CHARACTERS), of(extra), max_size=2),
                record,
            )
        case Table(keys=keys, values=values, least=least, most=most):
            names = of(keys).map(_as_key)
            return st.dictionaries(names, of(values), min_size=least, max_size=_at_most(least, most))
        case Choice(shapes=choices):
            return st.one_of([of(each) for each in choices])
        case Encoded(shape=inner):
            return of(inner).map(leaves.written)
        case Named(key=key):
            if key not in known:
                known[key] = st.deferred(lambda: known[f"{key} itself"])
                known[f"{key} itself"] = of(shapes.named[key])
            return known[key]


def _at_most(least: int, most: int | None) -> int:
    return least + 4 if most is None else min(most, least + 4)


def _as_key(value: JSON) -> str:
    return value if isinstance(value, str) else leaves.written(value)
