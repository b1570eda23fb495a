"""What the handlers of the shop answer with: the harness lays it down before each request."""

from __future__ import annotations

import sys
from typing import Any, Final

LAID_DOWN: Final[dict[str, Any]] = {}
CALLED: Final[list[str]] = []


def answer() -> Any:
    """The answer for the handler that asks."""
    name = sys._getframe(1).f_code.co_name
    CALLED.append(name)
    return LAID_DOWN.get(name)


def answers() -> Any:
    """The same for a handler that sends one after the other."""
    name = sys._getframe(1).f_code.co_name
    CALLED.append(name)
    return LAID_DOWN.get(name) or []
