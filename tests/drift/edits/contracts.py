"""The contracts of all edits, kept in `contracts.json` as what differs from that of the unedited shop.

FastAPI takes its time to make one. Written anew by: python tests/drift/edits/contracts.py
"""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal

KEPT: Final = Path(__file__).with_name("contracts.json")

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

Document = dict[str, Any]
Patch = tuple[Sequence[str], Literal["put", "members"], Any]


def export(source: str) -> Document:
    """The contract of a shop. Its module takes the place of the one that was loaded before."""
    import contractbridge  # noqa: PLC0415  FastAPI, which what is kept does without
    from drift.edits.running import load  # noqa: PLC0415  the same

    return contractbridge.export(load(source).app)


def read_contracts() -> tuple[Document, Mapping[str, Document]]:
    """The contract of the unedited shop, and those of the edits by name."""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    return kept["shop"], {name: _patched(kept["shop"], patches) for name, patches in kept["edits"].items()}


def write_contracts() -> None:
    from drift.edits.table import SOURCE, edits  # noqa: PLC0415  found by then

    shop = export(SOURCE)
    lines = [
        f"{json.dumps(each.name, ensure_ascii=False)}: "
        f"{json.dumps(list(_patches(shop, export(each.source()))), ensure_ascii=False)}"
        for each in edits()
    ]
    text = f'{{"shop": {json.dumps(shop, ensure_ascii=False)},\n"edits": {{\n' + ",\n".join(lines) + "\n}}\n"
    KEPT.write_text(text, encoding="utf-8")


def _patches(old: Any, new: Any, place: tuple[str, ...] = ()) -> Iterator[Patch]:
    """What to do at which place: put a value there, or have these members in this order."""
    if isinstance(old, dict) and isinstance(new, dict):
        if list(old) != list(new):
            yield place, "members", list(new)
        for name in new:
            yield from (
                _patches(old[name], new[name], (*place, name)) if name in old else [((*place, name), "put", new[name])]
            )
    elif json.dumps(old) != json.dumps(new):
        yield place, "put", new


def _patched(document: Document, patches: Iterable[Patch]) -> Document:
    whole = {"": copy.deepcopy(document)}
    for place, action, value in patches:
        *outer, last = ["", *place]
        inside: Any = whole
        for name in outer:
            inside = inside[name]
        inside[last] = value if action == "put" else {name: inside[last].get(name) for name in value}
    return whole[""]


if __name__ == "__main__":
    write_contracts()
