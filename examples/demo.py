"""The loop of contractbridge, once around, in a copy of the examples: `make demo`.

Generate, serve the shop, call it from TypeScript, prove the schemas, change a model, see whom it breaks.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent
LINES = 45  # of one command
COLOURED = sys.stdout.isatty() and "NO_COLOR" not in os.environ


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="shop-") as folder:
        backend, frontend = copy_examples(Path(folder))

        title("1. Generate", "from an ordinary FastAPI app; nothing is running, and there is no Node in it")
        run("contractbridge", "generate", folder=backend)
        excerpt(frontend / "src/api/types.d.ts", "export interface OrderInput {")

        title("2. Serve", "the shop itself")
        with served(backend) as url:
            print(f"  uvicorn shop.main:app, at {url}")

            title("3. Call", "the shop from examples/ts-frontend, through the generated client")
            run("node", "scripts/demo.mjs", url, folder=frontend)

        title("4. Prove", "that the schemas take and refuse what the endpoints do, on inputs made for it")
        run("contractbridge", "prove", "--tag", "orders", "--examples", "20", folder=backend)

        title("5. Change", "the models in Python: `note` becomes `remark`")
        rename_field(backend / "shop" / "models.py", "note", "remark")
        run("contractbridge", "check", folder=backend, expect=1)

        title("6. Judge", "whom that breaks, with the proof, and which lines of the frontend")
        run("contractbridge", "diff", "--usage", folder=backend, expect=1)

        title("7. Follow", "the client; now the compiler knows every place that has to")
        run("contractbridge", "generate", folder=backend)
        run("tsc", "--noEmit", folder=frontend, expect=1)

        title("That was all.", "The examples themselves are as they were.")


def copy_examples(folder: Path) -> tuple[Path, Path]:
    """The two examples, without the generated client, which the demo makes itself."""
    shutil.copy(EXAMPLES.parent / "pyproject.toml", folder)
    generated = shutil.ignore_patterns("node_modules", "dist", "api", "contract.json", "__pycache__", ".*")
    backend, frontend = (
        Path(shutil.copytree(EXAMPLES / name, folder / "examples" / name, ignore=generated))
        for name in ("fastapi-backend", "ts-frontend")
    )
    (frontend / "node_modules").symlink_to(EXAMPLES / "ts-frontend" / "node_modules")
    return backend, frontend


def run(*command: str, folder: Path, expect: int = 0) -> None:
    """Run a command in a folder and show it; any other exit code than the expected one ends the demo."""
    print(styled(f"  {folder.name} $ {' '.join(command)}", "1"))
    programs = (str(Path(sys.executable).parent), "node_modules/.bin", os.environ["PATH"])
    environment = {**os.environ, "PATH": os.pathsep.join(programs)}
    done = subprocess.run(
        command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    lines = done.stdout.rstrip().splitlines()
    print("\n".join(f"  {line}".rstrip() for line in lines[:LINES]))
    if len(lines) > LINES:
        print(f"  ... and {len(lines) - LINES} more lines")
    if done.returncode != expect:
        sys.exit(f"`{' '.join(command)}` ended with {done.returncode} instead of {expect}.")


@contextmanager
def served(backend: Path) -> Iterator[str]:
    """The shop on a free port, for as long as the context lasts."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "shop.main:app", "--port", str(port), "--log-level", "warning"]
    server = subprocess.Popen(command, cwd=backend)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{url}/health", server)
        yield url
    finally:
        server.terminate()
        server.wait()


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if server.poll() is not None:
            sys.exit("The shop did not start.")
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.URLError:
            time.sleep(0.05)
        else:
            return
    sys.exit("The shop did not answer.")


def rename_field(models: Path, old: str, new: str) -> None:
    text = models.read_text(encoding="utf-8")
    models.write_text(text.replace(f"    {old}: ", f"    {new}: "), encoding="utf-8")


def excerpt(path: Path, start: str) -> None:
    lines = path.read_text(encoding="utf-8").partition(start)[2].splitlines()
    print(styled(f"\n  {path.relative_to(path.parents[3])}", "1"))
    print("\n".join(f"  {line}" for line in [start + lines[0], *lines[1:14], "  ..."]))


def title(text: str, more: str) -> None:
    print(f"\n{styled(text, '1;32')} {more}", flush=True)


def styled(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if COLOURED else text


if __name__ == "__main__":
    main()
