"""What a rule says of a fact; the rest of a change follows from the fact itself (`scenes.py`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from contractbridge.contract import JSON
from contractbridge.drift.change import Audience, Severity, Witness

NOBODY: Final[frozenset[Audience]] = frozenset()
WIRE: Final[frozenset[Audience]] = frozenset({"wire"})
TYPES: Final[frozenset[Audience]] = frozenset({"types"})
VALIDATORS: Final[frozenset[Audience]] = frozenset({"validators"})

NO_REQUEST: Final = "No request could be made that shows it."


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` happened, to follow the subject of a sentence, without a full stop; `whole` where that also tells what was
    and what is. `severity` is set where it is not that of whom it breaks. `unproven` is why there is no witness."""

    what: str
    breaks: frozenset[Audience] = NOBODY
    hint: str = ""
    old: JSON = None
    new: JSON = None
    witness: Witness | None = None
    unproven: str = NO_REQUEST
    severity: Severity | None = None
    whole: bool = False

    @property
    def broken(self) -> frozenset[Audience]:
        """Whom it breaks for certain: of the wire there has to be proof."""
        return self.breaks if self.witness else self.breaks - WIRE

    @property
    def level(self) -> Severity:
        if self.severity is not None:
            return self.severity
        if "wire" in self.broken:
            return "breaking"
        return "warning" if self.breaks else "info"

    @property
    def doubt(self) -> str:
        return self.unproven if "wire" in self.breaks and not self.witness else ""


def quoted(names: Iterable[str]) -> str:
    """Names in a sentence, each as code."""
    return ", ".join(f"`{each}`" for each in names)
