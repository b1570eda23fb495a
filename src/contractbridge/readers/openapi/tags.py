"""Tags of unions: a request needs them even where they have a default."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from contractbridge.contract import Checked, Definition, Faced, Object, Operation, Ref, Ruled, Type, Union, children
from contractbridge.faces import operation_types


def require_tags(definitions: Mapping[str, Definition], operations: Iterable[Operation]) -> dict[str, Definition]:
    """The definitions, with the tag required of those that are only ever members of unions that it tells apart.

    A default for the tag helps an object that stands alone; within a union there is nothing to tell it by. Responses
    that leave out what equals a default leave out such a tag too, so an app with some of these stays as it is.
    """
    operations = tuple(operations)
    successes = [each for operation in operations for each in operation.responses if each.status.startswith("2")]
    if any(each.omits & {"unset", "defaults"} for each in successes):
        return dict(definitions)
    types = [each.type for each in definitions.values()]
    types += [node for operation in operations for _, node in operation_types(operation)]
    tags: dict[str, set[str | None]] = {}
    for key, tag in (use for node in types for use in _uses(node)):
        tags.setdefault(key, set()).add(tag)
    return {key: replace(each, type=_tagged(each.type, tags.get(key, set()))) for key, each in definitions.items()}


def _uses(node: Type) -> Iterator[tuple[str, str | None]]:
    """Every reference with the tag that it is told by, if it is."""
    match node:
        case Ref(key=key):
            yield key, None
        case Union(members=members, discriminator=discriminator) if discriminator is not None:
            for each in members:
                yield from [(each.key, discriminator.field)] if isinstance(each, Ref) else _uses(each)
        case _:
            for each in children(node):
                yield from _uses(each)


def _tagged(node: Type, tags: set[str | None]) -> Type:
    match node:
        case Ruled(type=inner) | Checked(type=inner):
            return replace(node, type=_tagged(inner, tags))
        case Faced(request=request, response=response):
            return Faced(_tagged(request, tags), _tagged(response, tags))
        case Object(fields=fields) if len(tags) == 1:
            return replace(
                node, fields=tuple(replace(each, required=True) if each.name in tags else each for each in fields)
            )
        case _:
            return node
