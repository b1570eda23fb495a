"""The Zod schemas take what the endpoints take, and leave what they send as it is.

A sample of the models by default; all of them, and more bodies for each, with CONTRACTBRIDGE_EXACTNESS=200.
"""

from __future__ import annotations

import os
from pathlib import Path
from types import ModuleType

import pytest

from exactness import harness
from exactness.models import containers, identifiers, mixed, numbers, objects, text, times, unions

# Where schemas are known to disagree, and why.
GAPS = {
    "datetime or int": "numbers that JavaScript writes with an exponent",
    "email short": "the length is that of the normalized address",
    "enum flag": "beyond 64 bits",
    "union Shapes": "the tag is also taken by its Python name",
}
MORE = int(os.environ.get("CONTRACTBRIDGE_EXACTNESS", "12"))


@pytest.mark.parametrize("table", [containers, identifiers, mixed, numbers, objects, text, times, unions])
def test_schemas_agree_with_endpoints(table: ModuleType, tmp_path: Path, node: str, node_modules: Path) -> None:
    (tmp_path / "node_modules").symlink_to(node_modules, target_is_directory=True)
    report = harness.compare(table.CASES, tmp_path, node, MORE)
    wrong = [each for each in report.wrong if each.case not in GAPS]
    assert not wrong, f"{report}\n" + "\n".join(map(str, wrong[:40]))
