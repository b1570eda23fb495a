"""Rules about names: what TypeScript imports and calls."""

from __future__ import annotations

from collections.abc import Iterator

from contractbridge.drift.facts import (
    DefinitionRemoved,
    DefinitionRenamed,
    EnumMemberRenamed,
    NamespaceRenamed,
    OperationRenamed,
    Sides,
    UpgradeNoise,
)
from contractbridge.drift.rules.finding import TYPES, Finding


def operation_renamed(fact: OperationRenamed, sides: Sides) -> Iterator[Finding]:
    """A function has another name in TypeScript.

    Requests are the same; calls no longer compile. The name is that of the handler, the namespace that of the first
    tag.

    Before:
        @app.get("/orders")
        def list_orders(): ...        # orders.listOrders()
    After:
        @app.get("/orders")
        def get_orders(): ...         # orders.getOrders()
    """
    yield Finding(
        f"is called `{fact.new}` in TypeScript, and was `{fact.old}`",
        TYPES,
        "Rename the calls with it, or keep the handler's name.",
        fact.old,
        fact.new,
    )


def namespace_renamed(fact: NamespaceRenamed, sides: Sides) -> Iterator[Finding]:
    """Functions are in another namespace of TypeScript.

    Requests are the same; calls no longer compile. The namespace is the first tag of an operation.

    Before:
        router = APIRouter(tags=["orders"])     # orders.listOrders()
    After:
        router = APIRouter(tags=["sales"])      # sales.listOrders()
    """
    was, is_ = (f"`{each}`" if each else "no namespace" for each in (fact.old, fact.new))
    yield Finding(
        f"are in {is_} in TypeScript, and were in {was}",
        TYPES,
        "Rename the imports with it, or keep the tag.",
        fact.old or None,
        fact.new or None,
    )


def model_renamed(fact: DefinitionRenamed, sides: Sides) -> Iterator[Finding]:
    """A type has another name in TypeScript.

    Values are the same; imports no longer compile.

    Before:
        class Order(BaseModel): ...
    After:
        class Purchase(BaseModel): ...

    Instead:
        Rename it in the frontend in the same change.
    """
    yield Finding(f"is called `{fact.new}` now", TYPES, "Rename the imports with it.", fact.old, fact.new)


def model_removed(fact: DefinitionRemoved, sides: Sides) -> Iterator[Finding]:
    """A type is no longer declared in TypeScript, though an operation that used it is still there.

    Imports no longer compile.

    Before:
        def read_order() -> Order: ...
    After:
        def read_order() -> dict: ...
    """
    yield Finding("is no longer declared", TYPES, old=fact.name)


def enum_member_renamed(fact: EnumMemberRenamed, sides: Sides) -> Iterator[Finding]:
    """A member of an enumeration has another name in TypeScript, and the same value.

    Before:
        class Status(Enum): DONE = "done"         # Status.enum.DONE
    After:
        class Status(Enum): FINISHED = "done"     # Status.enum.FINISHED
    """
    yield Finding(f"was renamed from `{fact.old}`, with the same value", TYPES, "Rename its uses.", fact.old, fact.new)


def framework_upgrade(fact: UpgradeNoise, sides: Sides) -> Iterator[Finding]:
    """FastAPI or Pydantic writes the same thing differently since an upgrade.

    It comes from upgrading FastAPI, not from you: the server takes and sends what it did.

    Before (an older FastAPI):
        "ValidationError": {"properties": {"loc", "msg", "type"}}
    After (a newer one):
        "ValidationError": {"properties": {"loc", "msg", "type", "input", "ctx"}}
    """
    yield Finding(
        f"is written differently in {len(fact.places)} place{'s' if len(fact.places) > 1 else ''}",
        hint="This is from upgrading FastAPI, not from you.",
        new=fact.what,
    )
