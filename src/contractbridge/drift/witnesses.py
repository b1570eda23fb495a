"""Proofs: whole requests that were accepted, and responses that were never promised."""

from __future__ import annotations

from collections.abc import Mapping

from contractbridge.contract import JSON, MISSING, Contract, Missing, Operation, Requirement, Type
from contractbridge.drift.change import Witness
from contractbridge.drift.facts import ExtrasRefused, Place, Sides
from contractbridge.drift.mismatch import Mismatch, View
from contractbridge.drift.values.inhabitants import inhabitants
from contractbridge.drift.walk.security import caller_of
from contractbridge.drift.walk.undeclared import UNDECLARED
from contractbridge.faces import REQUEST


def proof_of(place: Place, mismatch: Mismatch, sides: Sides) -> Witness | None:
    """The message that shows a mismatch, made from the value that does not fit; None where there is no such value."""
    if isinstance(mismatch.witness, Missing):
        return None
    if place.message == "response" or place.operation.from_server:
        return Witness("response", mismatch.witness)
    location, _, name = place.part.partition(".")
    if location == "body":
        return request_of(place.operation.old, sides.old, body=mismatch.witness, media_type=place.media_type)
    old = next(
        (each.name for each in place.operation.old.parameters if each.name == name and each.location == location), name
    )
    return request_of(place.operation.old, sides.old, parameters={(location, old): mismatch.witness})


def request_of(  # noqa: PLR0913  each is a part of a request
    operation: Operation,
    contract: Contract,
    *,
    parameters: Mapping[tuple[str, str], JSON] | None = None,
    body: JSON | Missing = MISSING,
    media_type: str = "",
    shown: Requirement | Missing | None = MISSING,
) -> Witness | None:
    """The smallest request that `operation` took, with the `parameters` and the `body` that are given, and with what
    `shown` asks of a caller, which is what lets one in if nothing else is said; None where no value is known for
    something that it needs."""
    request: dict[str, JSON] = {"method": operation.method, "url": operation.path}
    places: dict[str, dict[str, JSON]] = {"path": {}, "query": {}, "header": {}, "cookie": {}}
    given = dict(parameters or {})
    for (location, name), argument in given.items():
        places[location][name] = argument
    for each in operation.parameters:
        if (each.location, each.name) not in given and (each.required or each.location == "path"):
            needed = smallest(each.type, contract)
            if isinstance(needed, Missing):
                return None
            places[each.location][each.name] = needed
    request |= {location: values for location, values in places.items() if values}
    caller = caller_of(operation) if isinstance(shown, Missing) else shown
    if caller is not None:
        request["security"] = [key for key, _ in caller.schemes]
    if not isinstance(body, Missing):
        request |= {"body": body, "media_type": media_type}
    elif operation.body is not None and operation.body.required:
        content = next(iter(operation.body.contents), None)
        value = MISSING if content is None else smallest(content.type, contract)
        if content is None or isinstance(value, Missing):
            return None
        request |= {"body": value, "media_type": content.media_type}
    return Witness("request", request)


def smallest(node: Type, contract: Contract) -> JSON | Missing:
    """A value that a request may hold, the smallest that comes to mind."""
    return next(inhabitants(node, View(contract, REQUEST), most=1), MISSING)


def call_of(operation: Operation, contract: Contract) -> Witness | None:
    """The smallest call that the server made."""
    made = request_of(operation, contract, shown=None)
    return None if made is None else Witness("response", made.value)


def proof_of_extra(fact: ExtrasRefused, sides: Sides) -> Witness | None:
    """A request with something that nobody declared."""
    old = fact.place.operation.old
    location, _, name = fact.place.part.partition(".")
    if not name and location != "body":
        return request_of(old, sides.old, parameters={(location, UNDECLARED): "1"})
    if isinstance(fact.whole, Missing):
        return None
    if location == "body":
        return request_of(old, sides.old, body=fact.whole, media_type=fact.place.media_type)
    return request_of(old, sides.old, parameters={(location, name): fact.whole})
