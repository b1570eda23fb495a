"""Two documents side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from contractbridge.readers.facts import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contractbridge.readers.openapi.references import Place

# What facts speak of. Prose may differ, and so may what only some versions or callbacks write.
_STATED: Final = frozenset({"$ref", "const", "enum", "format", "properties", "required", "type"})


def matches(left: Any, right: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Walk both in parallel and yield each pair of objects that stand in the same place."""
    match left, right:
        case dict(), dict():
            yield left, right
            for key in left.keys() & right.keys():
                yield from matches(left[key], right[key])
        case list(), list() if len(left) == len(right):
            for one, other in zip(left, right, strict=True):
                yield from matches(one, other)


def lay_over(document: dict[str, Any], enriched: dict[str, Any]) -> None:
    """Copy the facts of `enriched` to the same places of `document`, where the schemas there say the same."""
    for node, other in matches(document, enriched):
        if (facts := other.get(EXTENSION)) and _statement(node) == _statement(other):
            node[EXTENSION] = facts


def differences(left: Any, right: Any, place: Place = None) -> Iterator[Place]:
    """Yield the places where two documents differ, facts aside: the innermost ones, in the order of `left`."""
    match left, right:
        case dict(), dict():
            for key in [*left, *(key for key in right if key not in left)]:
                if key == EXTENSION:
                    continue
                if key in left and key in right:
                    yield from differences(left[key], right[key], (place, key))
                else:
                    yield (place, key)
        case list(), list() if len(left) == len(right):
            for index, (one, other) in enumerate(zip(left, right, strict=True)):
                yield from differences(one, other, (place, index))
        case _ if left != right:
            yield place


def _statement(schema: dict[str, Any]) -> dict[str, Any]:
    stated = {key: value for key, value in schema.items() if key in _STATED}
    if isinstance(properties := stated.get("properties"), dict):
        stated["properties"] = list(properties)
    return stated
