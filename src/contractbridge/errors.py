"""Trouble, in two kinds.

What can be worked around is a value: a `Notice`, with its place in the document. What cannot is an exception:

    ContractbridgeError          exit code 2
      ├─ ConfigError             the configuration or the command line asks for what cannot be
      ├─ AppError                the application could not be found, imported or exported
      ├─ DocumentError           a document could not be fetched, parsed or understood
      └─ MissingExtra            an optional dependency is needed

Each message is one sentence that names the place; `hint` is another one that tells the way out.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Notice:
    """Something that could not be expressed or read: `place` is a JSON pointer into the document, or a file."""

    place: str
    message: str


class ContractbridgeError(Exception):
    """The root of every error that contractbridge raises on purpose."""

    exit_code = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ConfigError(ContractbridgeError):
    """The configuration or the command line asks for what cannot be."""


class AppError(ContractbridgeError):
    """The application could not be found, imported or exported."""


class DocumentError(ContractbridgeError):
    """A document could not be fetched, parsed or understood."""


class MissingExtra(ContractbridgeError):  # noqa: N818  what is missing is the error
    """An optional dependency is needed for what was asked."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(
            f"This needs {package}, which is not installed.",
            hint=f"Run: pip install 'contractbridge[{extra}]'",
        )
