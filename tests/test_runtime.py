"""The runtime is JavaScript and tested as such: its cases stand in `tests/runtime/*.mjs`, by node's own runner."""

from __future__ import annotations

import subprocess
from importlib import resources
from pathlib import Path

import pytest

RUNTIME = resources.files("contractbridge.emitters") / "runtime"
# What an application pays before its first operation; with one operation and one schema it is about 3 KB.
GZIPPED_BYTES = 2_100


@pytest.mark.parametrize("file", sorted(Path(__file__).parent.glob("runtime/*.test.mjs")), ids=lambda file: file.stem)
def test_in_node(file: Path, node: str) -> None:
    run = subprocess.run([node, "--test", file], capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stdout


def test_declares_what_it_exports(node: str, tsc: list[str], tmp_path: Path) -> None:
    """Each export has a declaration and each declared value exists; the declarations hold on their own."""
    for name in ("runtime.js", "runtime.d.ts"):
        (tmp_path / name).write_text((RUNTIME / name).read_text())
    (tmp_path / "package.json").write_text('{"type": "module"}')
    listing = 'import * as runtime from "./runtime.js"; console.log(Object.keys(runtime).join(" "))'
    run = subprocess.run(
        [node, "--input-type=module", "-e", listing], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    exported = " | ".join(f'"{name}"' for name in run.stdout.split())
    (tmp_path / "use.ts").write_text(
        'import * as runtime from "./runtime.js";\n'
        f"type Exported = {exported};\n"
        "const declared: Record<Exported, unknown> = runtime;\n"
        "const exported = declared as Record<keyof typeof runtime, unknown>;\n"
        "export const same: [Exported] extends [keyof typeof runtime] ? [keyof typeof runtime] extends [Exported]"
        " ? true : false : false = true;\n"
        "export { exported };\n"
    )
    options = (
        "--noEmit --strict --skipDefaultLibCheck --exactOptionalPropertyTypes --target es2022 --module nodenext".split()
    )
    check = subprocess.run([*tsc, *options, "use.ts"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert check.stdout == ""


@pytest.mark.parametrize("name", ["runtime.js", "checks.js"])
def test_what_nobody_uses_falls_away(name: str, esbuild: list[str], tmp_path: Path) -> None:
    """Bundlers keep every statement that might do something, such as a top-level `new RegExp(...)`: mark it pure."""
    (tmp_path / name).write_text((RUNTIME / name).read_text())
    (tmp_path / "app.js").write_text(f'import "./{name}";\n')
    command = [*esbuild, "app.js", "--bundle", "--format=esm", "--external:zod"]
    bundle = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    statements = [line for line in bundle.splitlines() if line and not line.startswith(("//", "import"))]
    assert statements == []


def test_one_operation_bundles_small(esbuild: list[str], node: str, tmp_path: Path) -> None:
    """Unused operations fall away, and with them the styles and encoders that only they name."""
    (tmp_path / "runtime.js").write_text((RUNTIME / "runtime.js").read_text())
    (tmp_path / "client.js").write_text(
        'import * as runtime from "./runtime.js";\n'
        'export const used = /*#__PURE__*/ runtime.operation({ method: "GET", path: "/used" });\n'
        'const idleSpec = { method: "POST", path: "/idle", body: runtime.multipart };\n'
        "export const idle = /*#__PURE__*/ runtime.operation(idleSpec);\n"
    )
    (tmp_path / "app.js").write_text(
        'import * as orders from "./client.js";\nimport { configure } from "./runtime.js";\n'
        'configure({ baseUrl: "/api" });\nconsole.log(orders.used());\n'
    )
    command = [*esbuild, "app.js", "--bundle", "--minify", "--format=esm"]
    bundle = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
    assert b"/idle" not in bundle
    assert b"form-data" not in bundle
    zip_it = (
        "process.stdout.write(String(require('zlib').gzipSync(require('fs').readFileSync(0), { level: 9 }).length))"
    )
    size = subprocess.run([node, "-e", zip_it], input=bundle, capture_output=True, check=True)
    assert int(size.stdout) <= GZIPPED_BYTES
