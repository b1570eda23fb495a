"""The examples work: the committed client is fresh, compiles, and talks to the live shop, also from a browser."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

pytest.importorskip("fastapi.sse", reason="the shop streams the way FastAPI does since 0.135")

ROOT = Path(__file__).resolve().parents[1]
BACKEND = ROOT / "examples" / "fastapi-backend"
FRONTEND = ROOT / "examples" / "ts-frontend"

# What the README's code leaves to the reader.
README_NAMES = """
type OrderInput = Parameters<typeof orders.createOrder>[0]["body"];
declare const token: () => string, body: OrderInput, draft: OrderInput;
declare const setErrors: (errors: Record<string, string[] | undefined>) => void;
declare const onPlaced: (placed: typeof order) => void;
"""


@pytest.fixture(scope="module")
def frontend(node: str) -> Path:
    if not (FRONTEND / "node_modules").is_dir():
        pytest.skip("examples/ts-frontend/node_modules is missing: run `make setup`")
    return FRONTEND


@pytest.fixture
def shop() -> Iterator[str]:
    """The address of a live shop; each test opens its own, since orders are kept in memory."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "shop.main:app", "--port", str(port), "--log-level", "warning"]
    with running(command, BACKEND, f"http://127.0.0.1:{port}", "/health") as url:
        yield url


@pytest.fixture
def clerk(node: str, node_modules: Path, chromium: str) -> list[str]:
    """The command that uses the shop in a browser; it takes the frontend's address."""
    return [node, str(node_modules.parent / "shop.mjs"), chromium]


def test_the_committed_contract_and_client_are_fresh() -> None:
    done = run([sys.executable, "-m", "contractbridge", "check"], BACKEND)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_contract_is_what_the_shop_serves(shop: str) -> None:
    from contractbridge.readers.facts import without_facts  # noqa: PLC0415

    contract = json.loads((BACKEND / "contract.json").read_text(encoding="utf-8"))
    with urllib.request.urlopen(f"{shop}/openapi.json", timeout=10) as response:
        assert without_facts(contract) == json.load(response)


def test_the_frontend_compiles(frontend: Path, tsc: list[str]) -> None:
    done = run([*tsc, "--noEmit", "--pretty", "false"], frontend)
    assert done.returncode == 0, done.stdout


def test_the_readme_compiles(frontend: Path, tsc: list[str], tmp_path: Path) -> None:
    for name in ("node_modules", "src/api"):
        (tmp_path / Path(name).name).symlink_to(frontend / name)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    use, form = re.findall(r"^```tsx?\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    program = f"{use}\n{README_NAMES}async function submit() {{\n{form}}}\n"
    (tmp_path / "readme.ts").write_text(program, encoding="utf-8")
    done = run(
        [*tsc, "--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "preserve", "readme.ts"],
        tmp_path,
    )
    assert done.returncode == 0, done.stdout


def test_the_generated_client_calls_the_shop(frontend: Path, shop: str, node: str) -> None:
    done = run([node, "scripts/demo.mjs", shop], frontend)
    assert done.returncode == 0, done.stderr
    shown = [line.strip().removeprefix("→ ") for line in done.stdout.splitlines()]
    answers = dict(zip(shown[::2], shown[1::2], strict=True))
    assert answers["orders.listOrders.safe()"] == '[401,{"detail":"Log in first."}]'
    assert list(json.loads(answers["OrderInput.safeParse(body)"])) == ["items.0.quantity", "payment.code"]
    assert json.loads(answers["orders.createOrder.safe({ body })"]) == [
        422,
        {"deliver_on": ["Value error, we do not deliver on Sundays"]},
    ]
    assert json.loads(answers["orders.createOrder({ body })"])[:2] == [1004, "69.80"]
    assert answers["orders.getOrder.safe(...)"] == '[404,"There is no such order."]'
    assert json.loads(answers["products.putProductImage({ path, body: { image, caption } })"])["size"] == 20
    assert answers["orders.getInvoice(...)"].endswith("application/pdf")
    assert answers["orders.exportOrders()"] == "number,status,total"


def test_a_clerk_places_an_order_in_a_browser(frontend: Path, shop: str, node: str, clerk: list[str]) -> None:
    port = free_port()
    vite = [node, "node_modules/vite/bin/vite.js", "--host", "127.0.0.1", "--port", str(port), "--strictPort"]
    with running(vite, frontend, f"http://127.0.0.1:{port}", "/", SHOP_URL=shop) as url:
        done = run([*clerk, url, *pictures()], frontend)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert [row[0] for row in seen["orders"]] == ["1003", "1002", "1001"]
    assert "Hand grinder" in seen["order"]
    # What the schema knows is said before anything is sent...
    assert set(seen["invalid"]) == {
        "Customer",
        "Quantity",
        "Street",
        "Postal code",
        "City",
        "Last four digits",
    }
    assert seen["sentWhileInvalid"] == 0
    # ...and what only Python knows stands at the same place.
    assert seen["refused"] == [422, {"Deliver on": "Value error, we do not deliver on Sundays"}]
    assert seen["placed"] == [201, "Order 1004", 4]
    # Chromium reports the refused request; nothing else went wrong.
    assert [line for line in seen["console"] if "422" not in line] == []


def test_the_demo_goes_once_around(frontend: Path) -> None:
    before = (FRONTEND / "src" / "api" / "types.d.ts").read_bytes()
    done = run([sys.executable, "examples/demo.py"], ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "src/OrderDetail.tsx" in done.stdout
    assert "Property 'note' does not exist on type 'Order'" in done.stdout
    assert (FRONTEND / "src" / "api" / "types.d.ts").read_bytes() == before


# Processes


def pictures() -> list[str]:
    """Where to leave pictures of the browser, if anywhere."""
    return [folder] if (folder := os.environ.get("CONTRACTBRIDGE_PICTURES")) else []


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], folder: Path, url: str, ready: str, **variables: str) -> Iterator[str]:
    """A server, from its first answer at `ready` to the end of the context."""
    # Both servers colour and shorten what they say where they believe in a terminal.
    environment = {**os.environ, **variables, "NO_COLOR": "1"}
    server = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(400):
            assert server.poll() is None, f"{command} ended"
            try:
                urllib.request.urlopen(url + ready, timeout=10).close()
                break
            except urllib.error.URLError:
                time.sleep(0.05)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)
