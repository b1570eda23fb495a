"""With `coerce="pydantic"` the request schemas also take what the endpoints convert, and no more."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from exactness import harness
from exactness.models import containers, identifiers, mixed, numbers, objects, text, times, unions
from exactness.test_exactness import GAPS, MORE

# What stays refused, and why.
REFUSED: Final = {
    "enum flag": "texts and booleans for flags",
    "enum flags": "the same, in a list",
    "enum missing": "`_missing_` is a function of the app's",
    "iterable plain": "whatever can be iterated over, and fails in the response",
    "rare omitting": "keeps what is invalid as it is",
    "union Shapes": "the tag is also taken by its Python name",
}


@pytest.mark.parametrize("table", [containers, identifiers, mixed, numbers, objects, text, times, unions])
def test_lax_schemas_agree_with_endpoints(table: ModuleType, tmp_path: Path, node: str, node_modules: Path) -> None:
    (tmp_path / "node_modules").symlink_to(node_modules, target_is_directory=True)
    report = harness.compare(table.CASES, tmp_path, node, MORE, coerce="pydantic")
    wrong = [each for each in report.wrong if each.case not in GAPS]
    wrong += [each for each in report.findings if each.kind == "lax only" and each.case not in REFUSED]
    assert not wrong, f"{report}\n" + "\n".join(map(str, wrong[:40]))
