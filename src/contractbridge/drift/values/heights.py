"""How many levels the least deep value of a type has: what is recursive has a finite value where there is a way out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from contractbridge.contract import Never, Type
from contractbridge.drift.values.atoms import Atom, Items, Record
from contractbridge.drift.values.contradictions import is_contradictory
from contractbridge.drift.values.lens import Lens

_NOTHING: Final = Never()


class Heights:
    """The heights of the types that a lens shows, each found once."""

    def __init__(self, lens: Lens) -> None:
        self._lens = lens
        self._known: dict[int, float] = {}

    def of(self, node: Type) -> float:
        """Infinite where each value would hold another one for ever, or where there is none."""
        node = self._lens.resolve(node)
        if id(node) not in self._known:
            self._learn(node)
        return self._known[id(node)]

    def of_atom(self, atom: Atom) -> float:
        """The same for one of a type's atoms."""
        if is_contradictory(atom, self._lens):
            return math.inf
        return 1 + max(map(self.of, self._needed(atom)), default=0)

    def _learn(self, node: Type) -> None:
        """Heights from above, until none gets less: first those without parts, then what needs only them."""
        new = list(self._reached(node))
        changed = True
        while changed:
            changed = False
            for each in reversed(new):
                height = min((self._height(atom) for atom in self._lens.atoms(each)), default=math.inf)
                if height < self._known[id(each)]:
                    self._known[id(each)] = height
                    changed = True

    def _reached(self, node: Type) -> Iterator[Type]:
        """The types of unknown height that a value of `node` may have to hold; each is infinite for now."""
        waiting = [node]
        while waiting:
            each = self._lens.resolve(waiting.pop())
            if id(each) not in self._known:
                self._known[id(each)] = math.inf
                yield self._lens.keep(each)
                for atom in self._lens.atoms(each):
                    waiting += self._needed(atom)

    def _height(self, atom: Atom) -> float:
        needed = (self._known[id(self._lens.resolve(each))] for each in self._needed(atom))
        return math.inf if is_contradictory(atom, self._lens) else 1 + max(needed, default=0)

    def _needed(self, atom: Atom) -> list[Type]:
        """The types of which a value of `atom` holds one each, whatever else it holds."""
        match atom.core:
            case Record(slots=slots, extra=extra, least=least) as record:
                needed = [self._lens.both(record.said_of(name)) for name, each in slots.items() if each.present]
                if len(needed) < least and not slots and extra is not None:
                    needed.append(extra)
                return needed
            case Items(least=least, most=most) as row:
                if most is not None and most < least:
                    return [_NOTHING]
                return [row.at(index) for index in range(min(least, len(row.first) + 1))]
            case _:
                return []
