"""Two contracts side by side: what differs, without an opinion.

pair operations ─► compare what each takes and answers ─► gather what one model changes in many places
                                                       ─► fold removals and additions that are renames
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contractbridge.contract import MISSING, Never, Object, Type
from contractbridge.drift.facts import (
    CallbackAdded,
    CallbackRemoved,
    DeprecationChanged,
    ExtrasRefused,
    Fact,
    FieldRenamed,
    OperationAdded,
    OperationIdChanged,
    OperationMoved,
    OperationRemoved,
    Pair,
    PrefixMoved,
    RedirectsChanged,
    ServerAdded,
    ServerRemoved,
    Sides,
    StabilityChanged,
    TagsChanged,
    TypeChanged,
    WebhookAdded,
    WebhookRemoved,
    WebSocketAdded,
    WebSocketRemoved,
)
from contractbridge.drift.walk.differences import Types, gather
from contractbridge.drift.walk.fields import ClosedPair, DefinitionPair, Encounters, FieldPair, field_facts
from contractbridge.drift.walk.incoming import compare_bodies, compare_parameters
from contractbridge.drift.walk.names import compare_names
from contractbridge.drift.walk.noise import tell_noise
from contractbridge.drift.walk.outgoing import compare_responses
from contractbridge.drift.walk.pairing import (
    Pairing,
    is_served,
    moved_prefixes,
    normal_path,
    pair_operations,
    socket_operation,
)
from contractbridge.drift.walk.renames import fold_renames
from contractbridge.drift.walk.security import compare_security
from contractbridge.drift.walk.undeclared import with_undeclared
from contractbridge.drift.walk.validators import compare_validators


def find_facts(sides: Sides) -> Iterator[Fact]:
    """What differs between the two sides, nothing twice. Equal contracts cost one comparison."""
    if sides.old == sides.new:
        return
    types = Types(sides)
    operations = pair_operations(sides.old.operations, sides.new.operations)
    pairs = [*operations.kept, *operations.moved]
    calls, call_facts = _pair_calls(pairs, sides)
    facts: list[Fact] = [*_tell_operations(operations, sides), *call_facts]
    for pair in (*pairs, *calls):
        facts += _compare_operation(pair, types)
    facts += compare_security(pairs, sides)
    facts += compare_validators([*pairs, *calls], sides)
    facts += _compare_servers(sides)
    met, field_changes = _compare_fields(types)
    yield from tell_noise(_fold((*facts, *field_changes), types))
    yield from compare_names([*pairs, *(each for each in calls if not each.from_server)], met, sides)


def _fold(facts: Iterable[Fact], types: Types) -> Iterator[Fact]:
    changes: list[TypeChanged] = []
    for fact in facts:
        if isinstance(fact, TypeChanged):
            changes.append(fact)
        else:
            yield fact
    folded: Iterable[TypeChanged | FieldRenamed] = fold_renames(gather(changes), types)
    yield from folded


def _tell_operations(pairing: Pairing, sides: Sides) -> Iterator[Fact]:
    for operation in pairing.removed:
        yield OperationRemoved(operation, hidden=is_served(operation, sides.new))
    for operation in pairing.added:
        yield OperationAdded(operation)
    for (old, new), pairs in moved_prefixes(pairing.moved).items():
        if len(pairs) > 1 and old != new:
            yield PrefixMoved(old, new, tuple(pairs))
        else:
            yield from (OperationMoved(pair, redirected=_is_redirected(pair, sides)) for pair in pairs)


def _is_redirected(pair: Pair, sides: Sides) -> bool:
    """Whether only a slash came or went, and the app forgives that: where the old path is not there for others."""
    before, now = (normal_path(each.path).rstrip("/") for each in (pair.old, pair.new))
    redirects = sides.new.redirects if sides.new.of_app else sides.by_fastapi
    if not redirects or pair.old.method != pair.new.method or before != now:
        return False
    paths = [each.path for each in sides.new.operations] + [each.path for each in sides.new.hidden]
    return normal_path(pair.old.path) not in map(normal_path, paths)


def _pair_calls(pairs: Iterable[Pair], sides: Sides) -> tuple[list[Pair], list[Fact]]:
    """Webhooks, callbacks and WebSocket routes: all that is compared like an operation, and is none."""
    webhooks = pair_operations(sides.old.webhooks, sides.new.webhooks, "webhook")
    sockets = pair_operations(
        [socket_operation(each) for each in sides.old.websockets],
        [socket_operation(each) for each in sides.new.websockets],
        "websocket",
    )
    found = [*webhooks.kept, *sockets.kept]
    facts: list[Fact] = [
        *map(WebhookRemoved, webhooks.removed),
        *map(WebhookAdded, webhooks.added),
        *map(WebSocketRemoved, sockets.removed),
        *map(WebSocketAdded, sockets.added),
    ]
    for pair in pairs:
        before = {(each.name, each.operation.method, each.operation.path): each for each in pair.old.callbacks}
        after = {(each.name, each.operation.method, each.operation.path): each for each in pair.new.callbacks}
        facts += (CallbackRemoved(pair, each) for key, each in before.items() if key not in after)
        facts += (CallbackAdded(pair, each) for key, each in after.items() if key not in before)
        found += (
            Pair(each.operation, after[key].operation, "callback") for key, each in before.items() if key in after
        )
    return found, facts


def _compare_operation(pair: Pair, types: Types) -> Iterator[Fact]:
    yield from _compare_lifecycle(pair)
    if not pair.from_server:
        yield from compare_parameters(pair, types)
    yield from compare_bodies(pair, types)
    yield from compare_responses(pair, types)


def _compare_lifecycle(pair: Pair) -> Iterator[Fact]:
    old, new = pair.old, pair.new
    if (old.docs.deprecated, old.docs.sunset) != (new.docs.deprecated, new.docs.sunset):
        yield DeprecationChanged(pair, old.docs, new.docs)
    if old.stability != new.stability:
        yield StabilityChanged(pair)
    # An id that is made of the handler's name and of the path changes with them.
    if old.id != new.id and (old.name, old.method, old.path) == (new.name, new.method, new.path):
        yield OperationIdChanged(pair)
    # Another first tag alone is another namespace, which names tell of.
    if old.tags != new.tags and (old.tags[:1] == new.tags[:1] or old.tags[1:] != new.tags[1:]):
        yield TagsChanged(pair)
    yield from (ServerRemoved(each, pair) for each in old.servers if each not in new.servers)
    yield from (ServerAdded(each, pair) for each in new.servers if each not in old.servers)


def _compare_servers(sides: Sides) -> Iterator[Fact]:
    old, new = sides.old, sides.new
    yield from (ServerRemoved(each) for each in old.servers if each not in new.servers)
    yield from (ServerAdded(each) for each in new.servers if each not in old.servers)
    if old.redirects != new.redirects and old.of_app and new.of_app:
        yield RedirectsChanged(old.redirects, new.redirects)


def _compare_fields(types: Types) -> tuple[list[DefinitionPair], list[Fact]]:
    """What is said of fields apart from their types, and which definitions stand at one place."""
    encounters = Encounters(types)
    met: list[DefinitionPair] = []
    facts: list[Fact] = []
    for place, face, old, new in types.compared:
        for meeting in encounters.meet(old, new, face):
            match meeting:
                case FieldPair():
                    facts += field_facts(meeting, place)
                case DefinitionPair():
                    met.append(meeting)
                case ClosedPair(steps=steps, owner=owner, new=now):
                    whole = with_undeclared(old, new, now, steps, types.sides)
                    if whole is not MISSING or _refuses_others(now):
                        facts.append(ExtrasRefused(place, steps, whole, owner))
    return met, facts


def _refuses_others(node: Type) -> bool:
    return isinstance(node, Object) and isinstance(node.extra, Never)
