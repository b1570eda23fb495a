"""The Python that stands behind a fact, on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from contractbridge.contract import Contract, Operation, Parameter, PythonName
from contractbridge.drift.change import Subject
from contractbridge.drift.facts import Pair
from contractbridge.drift.walk.owners import fields_of

Side: TypeAlias = Literal["old", "new"]


def definition_subjects(key: str, contract: Contract, side: Side, member: str) -> Iterator[Subject]:
    """A class with the name that Python has for `member`, which is that of a field on the wire."""
    definition = contract.definitions.get(key)
    if definition is not None and definition.python is not None:
        names = {each.name: each.python for each in fields_of(definition.type, contract)}
        yield Subject(side, definition.python, names.get(member) or member)


def operation_subjects(pair: Pair, location: str) -> Iterator[Subject]:
    """The parameter that stands at `location`, where there is one, and the handler."""
    for side, operation in _sides(pair):
        parameter = _parameter_at(operation, location)
        declared = operation.python if parameter is None else parameter.owner or operation.python
        if parameter is not None and declared is not None:
            yield Subject(side, declared, parameter.python or parameter.name)
    for side, operation in _sides(pair):
        if operation.python is not None:
            yield Subject(side, operation.python)


def declaration(pair: Pair, location: str) -> PythonName | None:
    """The model or the function that gives many operations the parameter at `location`."""
    for _, operation in _sides(pair):
        parameter = _parameter_at(operation, location)
        if parameter is not None and parameter.owner is not None:
            return parameter.owner
    return None


def _parameter_at(operation: Operation, location: str) -> Parameter | None:
    for each in operation.parameters:
        place = f"request.{each.location}.{each.name}"
        if location == place or location.startswith((f"{place}.", f"{place}[", f"{place}{{")):
            return each
    return None


def _sides(pair: Pair) -> Iterator[tuple[Side, Operation]]:
    yield "new", pair.new
    yield "old", pair.old
