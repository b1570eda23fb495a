"""Who may call an operation, before and now; schemes are compared by what they ask for, not by their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from contractbridge.contract import Operation, Requirement, SecurityScheme
from contractbridge.drift.facts import Fact, Pair, SecurityChanged, SecuritySchemeChanged, Sides

Schemes: TypeAlias = Mapping[str, SecurityScheme]
# One way to be let in, or nobody being asked.
Way: TypeAlias = Requirement | None


def compare_security(pairs: Iterable[Pair], sides: Sides) -> Iterator[Fact]:
    """What changed for each operation, once for all those with the same change; then the schemes themselves."""
    groups: defaultdict[str, list[SecurityChanged]] = defaultdict(list)
    for pair in pairs:
        if (found := _compare(pair, sides)) is not None:
            groups[repr((found.refused, found.admitted, found.unenforced, pair.new.security))].append(found)
    for first, *rest in groups.values():
        yield replace(first, others=tuple(each.operation for each in rest))
    yield from _compare_schemes(sides)


def _compare(pair: Pair, sides: Sides) -> SecurityChanged | None:
    old_schemes, new_schemes = sides.old.security_schemes, sides.new.security_schemes
    if pair.old.security == pair.new.security and old_schemes == new_schemes:
        return None
    old, new = ways(pair.old.security), ways(pair.new.security)
    refused = tuple(each for each in old if not any(_suffices(each, other, old_schemes, new_schemes) for other in new))
    admitted = tuple(each for each in new if not any(_suffices(each, other, new_schemes, old_schemes) for other in old))
    unenforced = tuple(sorted(_unenforced(new, new_schemes) - _unenforced(old, old_schemes)))
    if not refused and not admitted and not unenforced:
        return None
    return SecurityChanged(pair, refused, admitted, unenforced)


def ways(security: tuple[Requirement, ...]) -> tuple[Way, ...]:
    """The ways in; an empty requirement is none."""
    return tuple(each if each.schemes else None for each in security) or (None,)


def caller_of(operation: Operation) -> Requirement | None:
    """What a caller of `operation` shows, if anything: the first way in."""
    return ways(operation.security)[0]


def _suffices(shown: Way, asked: Way, shown_schemes: Schemes, asked_schemes: Schemes) -> bool:
    """Whether who shows the one is let in by the other."""
    if asked is None:
        return True
    for key, scopes in asked.schemes:
        scheme = asked_schemes.get(key)
        if scheme is not None and not scheme.enforced:
            continue
        if not any(
            _is_same(shown_key, shown_schemes.get(shown_key), key, scheme) and set(scopes) <= set(shown_scopes)
            for shown_key, shown_scopes in (shown.schemes if shown else ())
        ):
            return False
    return True


def _is_same(old_key: str, old: SecurityScheme | None, new_key: str, new: SecurityScheme | None) -> bool:
    """Whether a caller shows the same for both: an OAuth token is a bearer token."""
    if old is None or new is None:
        return old_key == new_key
    return _shown(old) == _shown(new)


def _shown(scheme: SecurityScheme) -> tuple[str, ...]:
    match scheme.kind:
        case "apiKey":
            return ("apiKey", scheme.location, scheme.name.lower() if scheme.location == "header" else scheme.name)
        case "http":
            return ("http", scheme.scheme.lower())
        case "oauth2" | "openIdConnect":
            return ("http", "bearer")
        case other:
            return (other,)


def _unenforced(found: Iterable[Way], schemes: Schemes) -> set[str]:
    keys = (key for way in found if way is not None for key, _ in way.schemes)
    return {key for key in keys if key in schemes and not schemes[key].enforced}


def _compare_schemes(sides: Sides) -> Iterator[Fact]:
    old, new = sides.old.security_schemes, sides.new.security_schemes
    used = _used(sides.old.operations) & _used(sides.new.operations)
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            yield SecuritySchemeChanged(key, old.get(key), new.get(key), used=key in used)


def _used(operations: Iterable[Operation]) -> set[str]:
    return {key for each in operations for requirement in each.security for key, _ in requirement.schemes}
