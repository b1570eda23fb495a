"""Artefacts and the plan that writes them. (Plan: to come.)"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artefact:
    """A file to be: its path relative to the output folder, with forward slashes, and its whole text."""

    path: str
    text: str
