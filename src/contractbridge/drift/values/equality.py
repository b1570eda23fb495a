"""When two JSON values are the same: 1 is 1.0, and neither is true, whatever Python holds."""

from __future__ import annotations

from typing import TypeAlias

from contractbridge.contract import JSON

Identity: TypeAlias = tuple[object, ...]


def identity(value: JSON) -> Identity:
    """Equal for the same values, however deep; it can be hashed."""
    tokens: list[object] = []
    waiting: list[JSON] = [value]
    while waiting:
        match waiting.pop():
            case dict() as members:
                names = sorted(members)
                tokens.append(("{", *names))
                waiting.extend(members[name] for name in reversed(names))
            case list() as items:
                tokens.append(("[", len(items)))
                waiting.extend(reversed(items))
            case bool() | None as constant:
                tokens.append(repr(constant))
            case scalar:
                # Python's own hashes: 1 and 1.0 are one.
                tokens.append((isinstance(scalar, str), scalar))
    return tuple(tokens)


def is_same(one: JSON, other: JSON) -> bool:
    match one, other:
        case (str(), _) | (_, str()):
            return isinstance(one, str) and isinstance(other, str) and one == other
        case _:
            return identity(one) == identity(other)
