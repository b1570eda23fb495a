"""A mismatch on its way up: the witness is made when somebody asks for it, from the inside out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeAlias

from contractbridge.contract import JSON, MISSING, Missing, Type
from contractbridge.drift.mismatch import HARMLESS, Reason, Step, Steps
from contractbridge.drift.values.atoms import Atom
from contractbridge.drift.values.lens import Lens

Build: TypeAlias = "Callable[[], JSON | Missing]"


def nothing() -> Missing:
    return MISSING


@dataclass(slots=True, eq=False)
class Found:
    """As `Mismatch`; `build` gives a value of the type that is compared, or of the part that was reached so far.
    `follows`: it only says something new where nothing else was found."""

    reason: Reason
    sub: Type | None
    sup: Type | None
    build: Build = nothing
    steps: Steps = ()
    values: tuple[JSON, ...] = ()
    note: str = ""
    follows: bool = False
    _built: JSON | Missing = field(default=MISSING, init=False)
    _asked: bool = field(default=False, init=False)

    @property
    def witness(self) -> JSON | Missing:
        if not self._asked:
            self._asked = True
            self._built = self.build()
        return self._built

    @property
    def is_harmless(self) -> bool:
        return self.reason in HARMLESS

    def within(self, step: Step, wrap: Callable[[JSON], JSON | Missing]) -> Found:
        """The same, seen from one step further out, where `wrap` makes a value around the witness."""

        def build() -> JSON | Missing:
            inner = self.witness
            return MISSING if isinstance(inner, Missing) else wrap(inner)

        return Found(self.reason, self.sub, self.sup, build, (step, *self.steps), self.values, self.note)

    def proved_by(self, build: Build) -> Found:
        """The same with another witness."""
        return Found(self.reason, self.sub, self.sup, build, self.steps, self.values, self.note, self.follows)


Findings: TypeAlias = tuple[Found, ...]
FITS: Final[Findings] = ()


class Judge(Protocol):
    """What the comparisons of single kinds ask of the relation."""

    @property
    def sub(self) -> Lens: ...

    @property
    def sup(self) -> Lens: ...

    @property
    def reverse(self) -> Judge: ...

    def compare(self, sub: Type, sup: Type) -> Findings:
        """Why not every value of `sub` is one of `sup`."""
        ...

    def direct(self, sub: Atom, sup: Atom) -> Findings:
        """The same of two atoms."""
        ...

    def fits(self, sub: Type, sup: Type) -> bool: ...

    def is_empty(self, sub: Type) -> bool: ...

    def are_apart(self, sub: Type, sup: Type) -> bool:
        """Whether no value is of both; False where nobody knows."""
        ...

    def some(self, sub: Type) -> Iterator[JSON]:
        """A few values of `sub`, the smallest first."""
        ...

    def is_sub(self, node: Type, value: JSON) -> bool: ...

    def is_sup(self, node: Type, value: JSON) -> bool: ...


def first(values: Iterable[JSON]) -> JSON | Missing:
    return next(iter(values), MISSING)


def search(judge: Judge, sub: Type, sup: Type) -> JSON | Missing:
    """A value of `sub` that `sup` does not admit, among the values at hand."""
    return first(each for each in judge.some(sub) if not judge.is_sup(sup, each) and judge.is_sub(sub, each))


def is_certain(found: Iterable[Found]) -> bool:
    return any(not each.is_harmless for each in found)


def origins(atoms: Iterable[Atom]) -> list[Type]:
    return [each.origin for each in atoms]
