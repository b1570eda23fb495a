"""contractbridge: one contract for a FastAPI backend and a TypeScript frontend.

document = contractbridge.export(app)                  # what the app and its clients agree on
plan = contractbridge.generate(document, out="api")    # types, Zod schemas and a client
plan.apply()
changes = contractbridge.compare(old, new)             # whom a change breaks, with the proof
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contractbridge.errors import (
    AppError,
    ConfigError,
    ContractbridgeError,
    DocumentError,
    MissingExtra,
    Notice,
)

if TYPE_CHECKING:
    from contractbridge.comparing import compare
    from contractbridge.drift.change import Change
    from contractbridge.loading import export
    from contractbridge.output import File, Plan
    from contractbridge.pipeline import generate

__version__ = "0.1.0"

__all__ = [
    "AppError",
    "Change",
    "ConfigError",
    "ContractbridgeError",
    "DocumentError",
    "File",
    "MissingExtra",
    "Notice",
    "Plan",
    "compare",
    "export",
    "generate",
]

_HOMES = {
    "Change": "contractbridge.drift.change",
    "File": "contractbridge.output",
    "Plan": "contractbridge.output",
    "compare": "contractbridge.comparing",
    "export": "contractbridge.loading",
    "generate": "contractbridge.pipeline",
}


def __getattr__(name: str) -> Any:
    """Import the working parts when they are first used: `import contractbridge` itself costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib  # noqa: PLC0415  start-up time

    value = globals()[name] = getattr(importlib.import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
