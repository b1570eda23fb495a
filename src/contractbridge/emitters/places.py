"""Where a schema is printed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from contractbridge.contract import Type, references
from contractbridge.emitters.types import Scope


@dataclass(frozen=True, slots=True)
class Place:
    """Where a schema is printed. `pending` are the names of schemas that are not defined yet at that place. What is
    `shared` stands for requests too, whatever its face. Where a value is `given`, none is missing."""

    scope: Scope
    pending: frozenset[str] = frozenset()
    shared: bool = False
    given: bool = False

    @property
    def asked(self) -> bool:
        """Whether requests are held to the schema, so that people read what it says."""
        return self.shared or self.scope.face.direction == "request"

    def waits_for(self, node: Type) -> bool:
        """Whether the schema of `node` needs one that is not defined yet here."""
        names, face = self.scope.names, self.scope.face
        return any(names.type(used, face) in self.pending for used in references(node))

    @property
    def later(self) -> Place:
        """The same place once everything is defined."""
        return replace(self, pending=frozenset())

    @property
    def within(self) -> Place:
        """The place of an item or a member within, which is never missing."""
        return replace(self, given=True)
