"""With `coerce="pydantic"` the request schemas also take what the endpoints convert, and no more."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from exactness import harness
from exactness.tables import TABLES
from exactness.test_exactness import MORE

_LEFT_OUT: Final = "the server does not look at the values of keys that it leaves out"
KNOWN: Final[dict[tuple[str, harness.Kind], str]] = {
    ("omitted keys", "lax only"): _LEFT_OUT,
    ("omitted limited keys", "lax only"): _LEFT_OUT,
    ("enum missing", "false accept"): "`_missing_` is a function of the app's, and only Python knows what it takes",
}


@pytest.mark.parametrize("table", TABLES)
def test_lax_schemas_agree_with_endpoints(table: ModuleType, tmp_path: Path, node: str, node_modules: Path) -> None:
    (tmp_path / "node_modules").symlink_to(node_modules, target_is_directory=True)
    report = harness.compare(table.CASES, tmp_path, node, MORE, coerce="pydantic")
    found = [each for each in report.findings if each.kind in (*harness.WRONG, "lax only")]
    wrong = [each for each in found if (each.case, each.kind) not in KNOWN]
    assert not wrong, f"{report}\n" + "\n".join(map(str, wrong[:40]))
