"""The command line as people run it: real processes, real projects, real apps."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from contractbridge.readers.app.worker import Progress
from contractbridge.terminal import progress_printer

if TYPE_CHECKING:
    from collections.abc import Iterator

MAIN = '''
from enum import Enum

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI(title="Shop")


class Status(Enum):
    OPEN = "open"
    PAID = "paid"


class Order(BaseModel):
    """What somebody buys."""

    id: int
    status: Status = Status.OPEN
    note: str | None = None


@app.post("/orders", tags=["orders"])
def create_order(order: Order) -> Order:
    return order


@app.get("/health", tags=["internal"])
def health() -> bool:
    return True
'''

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "paths": {
        "/orders": {
            "get": {
                "operationId": "list_orders",
                "tags": ["orders"],
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Order"}}
                            }
                        },
                    }
                },
            }
        }
    },
    "components": {
        "schemas": {"Order": {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}}
    },
}


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str


def environment(**variables: str) -> dict[str, str]:
    inherited = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}}
    return inherited | {"PYTHONUTF8": "1"} | variables


def contractbridge(folder: Path, *arguments: str, **variables: str) -> Run:
    run = subprocess.run(
        [sys.executable, "-m", "contractbridge", *arguments],
        cwd=folder,
        env=environment(**variables),
        capture_output=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return Run(run.returncode, run.stdout, run.stderr)


def fine(folder: Path, *arguments: str, **variables: str) -> str:
    run = contractbridge(folder, *arguments, **variables)
    assert run.code == 0, run.err + run.out
    return run.out


def refused(folder: Path, *arguments: str, **variables: str) -> str:
    """The standard error of a run that ends with exit code 2 and prints nothing else."""
    run = contractbridge(folder, *arguments, **variables)
    assert (run.code, run.out) == (2, ""), run
    return run.err


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))


def listing(folder: Path) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.parent.name != "__pycache__")
    return sorted(path.relative_to(folder).as_posix() for path in files)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with an app in `backend` and a frontend in `web`; the folder of the backend."""
    write(
        tmp_path,
        backend__pyproject_dot_toml='[project]\nname = "shop"\n',
        backend__main_dot_py=MAIN,
        web__package_dot_json='{"dependencies": {"react": "19"}, "devDependencies": {"vite": "7"}}',
        web__src__App_dot_tsx="",
    )
    (tmp_path / ".git").mkdir()
    return tmp_path / "backend"


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A folder with a document in it."""
    (tmp_path / "openapi.json").write_text(json.dumps(DOCUMENT))
    return tmp_path


# The loop


def test_the_loop(project: Path) -> None:
    api = project.parent / "web" / "src" / "api"

    assert "Next: contractbridge generate\n" in fine(project, "init")
    first = fine(project, "generate")
    assert first.startswith("created  contract.json\ncreated  ../web/src/api/")
    assert "export interface Order " in (api / "types.d.ts").read_text()
    assert (api / "client" / "orders.js").exists()
    assert fine(project, "generate") == fine(project, "check")
    assert fine(project, "check").startswith("Everything is fresh: ")
    assert fine(project, "check", "--from-contract").startswith("Everything is fresh: ")

    main = project / "main.py"
    main.write_text(main.read_text().replace("note: str", "remark: str"))
    before = {path: path.read_bytes() for path in api.rglob("*") if path.is_file()}
    found = contractbridge(project, "check")
    assert found.code == 1
    assert "outdated  contract.json\n" in found.out
    assert "outdated  ../web/src/api/types.d.ts\n" in found.out
    first = found.out.index("+++ ")  # the types, and not the contract
    assert found.out[first:].partition("\n")[0].endswith("/web/src/api/types.d.ts")
    assert "\n-  note: " in found.out[first:]
    assert found.out.endswith("\nRun: contractbridge generate\n")
    assert before == {path: path.read_bytes() for path in api.rglob("*") if path.is_file()}
    # The contract and what is made from it still fit each other.
    assert contractbridge(project, "check", "--from-contract").code == 0

    assert "changed  ../web/src/api/types.d.ts\n" in fine(project, "generate")
    assert contractbridge(project, "check").code == 0


def test_check_sees_what_was_edited_removed_and_left_over(spec: Path) -> None:
    generate = ("--spec", "openapi.json", "--out", "api")
    fine(spec, "generate", *generate)
    assert contractbridge(spec, "check", *generate).code == 0
    types = spec / "api" / "types.d.ts"
    types.write_text(types.read_text().replace("id: number", "id: string"))
    (spec / "api" / "index.js").unlink()
    (spec / "api" / "old.js").write_text("// Generated by contractbridge. Do not edit.\n")
    (spec / "api" / "mine.js").write_text("mine")
    run = contractbridge(spec, "check", *generate)
    assert run.code == 1
    assert run.out.startswith("3 of ")
    assert " files are stale.\n" in run.out
    for line in ("missing    api/index.js", "outdated   api/types.d.ts", "left over  api/old.js", "+  id: number;"):
        assert f"\n{line}\n" in run.out
    assert "mine" not in run.out
    assert run.out.endswith("Run: contractbridge generate --spec openapi.json --out api\n")
    assert "removed  api/old.js\n" in fine(spec, "generate", *generate)
    assert (spec / "api" / "mine.js").read_text() == "mine"


# Where documents come from


def test_a_document_may_be_yaml_a_url_or_in_git(spec: Path) -> None:
    (spec / "openapi.yaml").write_text(yaml.safe_dump(DOCUMENT))
    for command in (["init", "-q"], ["add", "openapi.json"], ["-c", "user.name=x", "-c", "user.email=x@example.com"]):
        commit = ["commit", "-qm", "x"] if command[0] == "-c" else []
        subprocess.run(["git", *command, *commit], cwd=spec, check=True)
    handler = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *args: handler(*args, directory=str(spec)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        url = f"http://127.0.0.1:{server.server_port}/openapi.json"
        for name, source in {
            "file": "openapi.json",
            "yaml": "openapi.yaml",
            "git": "HEAD:openapi.json",
            "url": url,
        }.items():
            fine(spec, "generate", "--spec", source, "--out", name)
    finally:
        server.shutdown()
        server.server_close()
    made = {
        name: {path.name: path.read_bytes() for path in (spec / name).iterdir() if path.is_file()}
        for name in ("file", "yaml", "git", "url")
    }
    assert made["file"] == made["yaml"] == made["git"] == made["url"]
    assert "types.d.ts" in made["file"]


def test_export(project: Path) -> None:
    printed = fine(project, "export")
    assert fine(project, "export", "-o", "contract.json") == "created  contract.json\n"
    assert (project / "contract.json").read_text() == printed
    assert '"x-contractbridge"' in printed
    served = subprocess.run(
        [sys.executable, "-c", "import json, main; print(json.dumps(main.app.openapi()))"],
        cwd=project, capture_output=True, check=True,
    )  # fmt: skip
    assert json.loads(fine(project, "export", "--public")) == json.loads(served.stdout)


def test_variables_and_factories(tmp_path: Path) -> None:
    write(
        tmp_path,
        contractbridge_dot_toml="""
            app = "service:create_app()"
            app-dir = "source"
            [env]
            SHOP_DATABASE = "sqlite://"
        """,
        source__service_dot_py="""
            import os
            from fastapi import FastAPI
            def create_app():
                return FastAPI(title=os.environ["SHOP_DATABASE"])
        """,
    )
    assert json.loads(fine(tmp_path, "export"))["info"]["title"] == "sqlite://"


# Configuration and flags


def test_targets_tags_and_flags(spec: Path) -> None:
    write(
        spec,
        contractbridge_dot_toml="""
            spec = "openapi.json"
            contract = "contract.json"
            [[targets]]
            out = "web"
            emit = ["types"]
            [[targets]]
            out = "app"
            target = "ts"
            exclude-tags = ["orders"]
        """,
    )
    fine(spec, "generate")
    assert listing(spec / "web") == ["index.d.ts", "index.js", "types.d.ts"]
    assert "Order" not in (spec / "app" / "types.ts").read_text()
    assert (spec / "contract.json").exists()
    fine(spec, "generate", "--out", "extra", "--emit", "types,schemas", "--target", "ts", "--tag", "orders")
    assert {"index.ts", "types.ts", "schemas.ts"} <= set(listing(spec / "extra"))
    assert contractbridge(spec, "check").code == 0
    (spec / "below").mkdir()
    assert contractbridge(spec / "below", "check").out == fine(spec, "check")


def test_several_apps(tmp_path: Path) -> None:
    write(
        tmp_path,
        contractbridge_dot_toml="""
            [apps.shop]
            app = "main:app"
            out = "web/shop"
            [apps.admin]
            spec = "openapi.json"
            out = "web/admin"
        """,
        main_dot_py=MAIN,
        openapi_dot_json=json.dumps(DOCUMENT),
    )
    fine(tmp_path, "generate", "--app", "admin")
    assert not (tmp_path / "web" / "shop").exists()
    fine(tmp_path, "generate")
    assert (tmp_path / "contract-shop.json").exists()
    assert (tmp_path / "web" / "shop" / "types.d.ts").exists()
    assert json.loads(fine(tmp_path, "export", "--app", "shop"))["info"]["title"] == "Shop"
    assert "Choose one: --app shop or --app admin." in refused(tmp_path, "export")
    assert 'Did you mean "admin"?' in refused(tmp_path, "check", "--app", "admn")


# Models


def test_models(spec: Path) -> None:
    pytest.importorskip("datamodel_code_generator")
    printed = fine(spec, "models", "openapi.json")
    assert "class Order(BaseModel):" in printed
    fine(spec, "models", "openapi.json", "--out", "models.py")
    assert (spec / "models.py").read_text() == printed
    write(
        spec, contractbridge_dot_toml='spec = "openapi.json"\nmodels = [{ source = "openapi.json", out = "models.py" }]'
    )
    assert fine(spec, "check") == "Everything is fresh: 1 file.\n"
    (spec / "openapi.json").write_text(json.dumps(DOCUMENT).replace('"id"', '"ident"'))
    run = contractbridge(spec, "check")
    assert run.code == 1
    assert "\n-    id: int\n+    ident: int\n" in run.out
    fine(spec, "generate")
    assert contractbridge(spec, "check").code == 0


def test_models_of_an_app(project: Path) -> None:
    pytest.importorskip("datamodel_code_generator")
    main = project / "main.py"
    main.write_text(f"import os\nos.environ['SHOP_KEY']\n{main.read_text()}")
    write(
        project,
        contractbridge_dot_toml="""
            app = "main:app"
            env = { SHOP_KEY = "x" }
            [[models]]
            source = "main:app"
            out = "models.py"
        """,
    )
    fine(project, "generate")
    made = (project / "models.py").read_text()
    assert "status: Status = Status.OPEN" in made
    assert fine(project, "models", "main:app") == made
    main.unlink()
    assert fine(project, "check", "--from-contract").startswith("Everything is fresh: ")


def test_a_missing_extra_is_one_sentence(spec: Path) -> None:
    write(spec, absent__datamodel_code_generator_dot_py="raise ImportError")
    absent = os.pathsep.join([str(spec / "absent"), *filter(None, [os.environ.get("PYTHONPATH")])])
    assert refused(spec, "models", "openapi.json", PYTHONPATH=absent) == (
        "error: This needs datamodel-code-generator, which is not installed.\n"
        "  Run: pip install 'contractbridge[models]'\n"
    )


# Mistakes

MISTAKES = [
    (["generat"], "No such command 'generat'.", 'Did you mean "generate"?'),
    (["generate", "--ouput", "x"], "No such option: --ouput.", "Did you mean --out?"),
    (["generate", "--bogus"], "No such option: --bogus.", "See: contractbridge generate --help"),
    (["generate", "--zzzz"], "No such option: --zzzz.", "See: contractbridge generate --help"),
    (["export", "--out"], "No such option: --out.", "Did you mean --output?"),
    (["models"], "Missing argument 'SPEC_OR_APP'.", "See: contractbridge models --help"),
    (["check"], "Nothing configures contractbridge in ", "Run: contractbridge init"),
    (["prove"], "Nothing configures contractbridge in ", "Run: contractbridge init"),
    (["watch"], "Nothing configures contractbridge in ", "Run: contractbridge init"),
    (["generate", "--config", "none.toml"], "none.toml cannot be read: No such file or directory.", ""),
    (["generate", "--spec", "openapi.json"], "--spec needs a folder for what is generated.", "Add: --out DIR"),
    (["generate", "--spec", "x.json", "--app", "a:b"], "--spec and --app exclude each other.", ""),
    (["generate", "--spec", "none.json", "--out", "x"], "none.json", ""),
    (["generate", "--spec", "openapi.json", "--out", "api", "--emit", "typs"], '--emit cannot be "typs".', '"types"'),
    (
        ["generate", "--spec", "openapi.json", "--out", "api", "--coerce", "all"],
        '--coerce cannot be "all".',
        "pydantic",
    ),
    (["generate", "--spec", "openapi.json", "--out", "api", "--target", "tsx"], '--target cannot be "tsx".', '"ts"'),
    (["generate", "--spec", "openapi.json", "--out", "api", "--tag", "order"], 'has the tag "order".', '"orders"'),
    (["generate", "--app", "no such app", "--out", "api"], '"no such app" names no app.', ""),
    (["generate", "--app", "absent:app", "--out", "api"], "absent", ""),
    (["check", "--from-contract", "--out", "api"], "There is no contract at contract.json.", "contractbridge generate"),
    (["init"], "No FastAPI app is to be found in ", "Name it: "),
]


@pytest.mark.parametrize(("arguments", "message", "hint"), MISTAKES, ids=[" ".join(each) for each, _, _ in MISTAKES])
def test_a_mistake_is_one_sentence_and_the_way_out(spec: Path, arguments: list[str], message: str, hint: str) -> None:
    error, *hints = refused(spec, *arguments).splitlines()
    assert error.startswith("error: ")
    assert message in error
    assert error.endswith(".")
    assert hint in "\n".join(hints)
    assert listing(spec) == ["openapi.json"]


def test_a_configuration_that_cannot_be_read_is_named_as_people_write_it(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"[tool.contractbridge]\napp = '\xff'\n")
    assert refused(tmp_path, "check") == (
        "error: pyproject.toml is not UTF-8: see the bytes of line 2.\n  Save it as UTF-8, as TOML has to be.\n"
    )
    (tmp_path / "pyproject.toml").write_text("[tool.contractbridge\n")
    assert refused(tmp_path, "check").startswith("error: pyproject.toml is not valid TOML: Expected ']'")


def test_an_app_that_does_not_import_gives_its_line(project: Path) -> None:
    fine(project, "init")
    main = project / "main.py"
    main.write_text(main.read_text() + "\nprint('starting')\nORDERS = 1 / 0\n")
    error = refused(project, "generate")
    assert "main.py:" in error
    assert "ORDERS = 1 / 0" in error
    assert "division by zero" in error
    assert "Traceback" not in error
    assert listing(project) == ["main.py", "pyproject.toml"]


def test_a_wrong_type_is_noticed_once(spec: Path) -> None:
    (spec / "openapi.json").write_text(json.dumps(DOCUMENT).replace('"integer"', '"strin"'))
    run = contractbridge(spec, "generate", "--spec", "openapi.json", "--out", "api", "--verbose")
    place = "#/components/schemas/Order/properties/id/type"
    assert run.err == f"notice: This is no type of JSON Schema; read as any value.\n  at {place}\n"


def test_what_is_in_the_way_is_left_alone(spec: Path) -> None:
    write(spec, api__types_dot_d_dot_ts="mine\n")
    error = refused(spec, "generate", "--spec", "openapi.json", "--out", "api")
    assert error.startswith("error: api/types.d.ts is in the way: it was not made by contractbridge")
    assert listing(spec) == ["api/types.d.ts", "openapi.json"]


def test_our_own_failure_is_no_finding(spec: Path) -> None:
    write(spec, broken__contractbridge_dot_py="")
    code = (
        "import contractbridge.pipeline as p, contractbridge.cli as c, sys\n"
        "p.load_all = lambda *_: 1 / 0\n"
        "sys.exit(c.run(['check', '--spec', 'openapi.json', '--out', 'api']))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=spec, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert run.stderr.endswith("error: contractbridge itself failed.\n  Please report what stands above.\n")


# Being a good citizen of the terminal


def test_colours_are_for_terminals_and_for_those_who_ask(spec: Path) -> None:
    arguments = ("check", "--spec", "openapi.json", "--out", "api")
    plain = contractbridge(spec, *arguments)
    assert "\x1b" not in plain.out
    assert "\x1b[32m" in contractbridge(spec, *arguments, FORCE_COLOR="1").out
    assert contractbridge(spec, *arguments, FORCE_COLOR="1", NO_COLOR="1") == plain
    assert refused(spec, "generat", FORCE_COLOR="1").startswith("\x1b[31merror:\x1b[0m ")


def test_a_document_cannot_steer_the_terminal(spec: Path) -> None:
    hostile = json.loads(json.dumps(DOCUMENT))
    hostile["components"]["schemas"]["Order"]["properties"]["\x1b]0;owned\x07\u202e"] = {"$ref": "#/no\x1b[2J"}
    (spec / "openapi.json").write_text(json.dumps(hostile))
    arguments = ("--spec", "openapi.json", "--out", "api")
    run = contractbridge(spec, "generate", *arguments, "--verbose")
    assert run.code == 0
    assert "no such" in run.err or "notice:" in run.err
    check = contractbridge(spec, "check", *arguments)
    for text in (run.out, run.err, check.out, check.err):
        assert not set(text) & {"\x1b", "\x07", "\u202e"}


def test_a_terminal_that_lacks_a_character(spec: Path) -> None:
    named = json.dumps(DOCUMENT).replace('"Order"', '"Größe→"').replace("schemas/Order", "schemas/Größe→")
    (spec / "openapi.json").write_text(named, encoding="utf-8")
    variables = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    run = contractbridge(spec, "check", "--spec", "openapi.json", "--out", "api", **variables)
    assert run.code == 1
    assert "Traceback" not in run.err


@pytest.mark.parametrize("command", ["", "init", "generate", "check", "watch", "export", "models"])
def test_help_fits_a_narrow_terminal(tmp_path: Path, command: str) -> None:
    text = fine(tmp_path, *command.split(), "--help", COLUMNS="40")
    assert text.startswith("Usage: contractbridge")
    assert max(map(len, text.splitlines())) <= 40
    assert "..." not in text.replace("[ARGS]...", "")  # nothing is cut off


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
@pytest.mark.parametrize(
    "arguments",
    [["generate", "--app", "absent.module:app", "--out", "api"], ["explain"], ["explain", "operation-moved"]],
)
def test_a_terminal_gets_lines_of_whole_words_and_a_log_whole_lines(tmp_path: Path, arguments: list[str]) -> None:
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "contractbridge", *arguments],
        cwd=tmp_path, env=environment(COLUMNS="50", NO_COLOR="1"), stdout=theirs, stderr=theirs,
    ) as process:  # fmt: skip
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # the end, on Linux
            while read := os.read(ours, 10_000):
                shown += read
        os.close(ours)
    lines = shown.decode().splitlines()
    assert all(len(line) <= 50 or len(line.split()) == 1 for line in lines)
    logged = contractbridge(tmp_path, *arguments, COLUMNS="50")
    assert process.returncode == logged.code
    assert " ".join(" ".join(lines).split()) == " ".join((logged.out + logged.err).split())
    assert len(lines) > len((logged.out + logged.err).splitlines())


def test_a_log_hears_what_the_app_stays_at_and_not_how_far_we_are(capsys: pytest.CaptureFixture[str]) -> None:
    show = progress_printer()
    show(Progress("asking the app", "GET /orders, 3 of 30", "", 5.0))
    show(Progress("importing", "main.py:3", "time.sleep(600)", 5.0))
    assert capsys.readouterr().err == "still importing: main.py:3: `time.sleep(600)` (5 s)\n"


@pytest.mark.parametrize(
    ("command", "usage"),
    [
        ("diff", "[OPTIONS] [OLD] [NEW]"),
        ("accept", "[OPTIONS] ID [OLD] [NEW]"),
        ("models", "[OPTIONS] SPEC_OR_APP"),
        ("explain", "[OPTIONS] [RULE]"),
        ("merge", "[OPTIONS] [BASE OURS THEIRS PATH]"),
    ],
)
def test_help_shows_arguments_as_people_write_them(tmp_path: Path, command: str, usage: str) -> None:
    text = fine(tmp_path, command, "--help", COLUMNS="100")
    assert text.startswith(f"Usage: contractbridge {command} {usage}\n")
    assert not set(text) & set("<{")


def test_no_command_is_a_question_for_help(tmp_path: Path) -> None:
    run = contractbridge(tmp_path)
    assert run.code == 2
    assert run.out == fine(tmp_path, "--help")
    assert fine(tmp_path, "--version").startswith("contractbridge ")


def test_a_reader_that_goes_away_is_no_error(project: Path) -> None:
    main = project / "main.py"
    main.write_text(main.read_text().replace("What somebody buys.", "x" * 1_000_000))
    with subprocess.Popen(
        [sys.executable, "-m", "contractbridge", "export"],
        cwd=project, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_interrupted_it_ends_at_once_and_leaves_nothing(project: Path) -> None:
    main = project / "main.py"
    main.write_text(main.read_text() + "\nimport time\nopen('started', 'w').close()\ntime.sleep(600)\n")
    with subprocess.Popen(
        [sys.executable, "-m", "contractbridge", "generate", "--app", "main:app", "--out", "api"],
        cwd=project, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stderr is not None
        assert b"time.sleep(600)" in process.stderr.readline()  # it says what takes so long
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode == 130
    assert listing(project) == ["main.py", "pyproject.toml", "started"]


# init


def test_init_finds_app_and_frontend(project: Path) -> None:
    before = (project / "pyproject.toml").read_text()
    out = fine(project, "init")
    assert out.splitlines()[:2] == ["App:       main:app", "Frontend:  ../web (react, vite)"]
    assert out.endswith("And in ../web: npm install zod\n")
    section = '\n[tool.contractbridge]\napp = "main:app"\nout = "../web/src/api"\n'
    assert (project / "pyproject.toml").read_text() == before + section
    again = fine(project, "init")
    assert again == "pyproject.toml configures contractbridge already.\n\nNext: contractbridge generate\n"
    assert (project / "pyproject.toml").read_text() == before + section


def test_init_from_the_top_of_the_repository(project: Path) -> None:
    assert "Next: cd backend && contractbridge generate\n" in fine(project.parent, "init")
    assert "backend/pyproject.toml configures" in fine(project.parent, "init")
    assert "Did you mean --config backend/pyproject.toml?" in refused(project.parent, "check")
    fine(project.parent, "generate", "--config", "backend/pyproject.toml")
    assert (project / "contract.json").exists()
    assert (project.parent / "web" / "src" / "api" / "index.js").exists()


def test_init_takes_what_it_is_told(project: Path) -> None:
    (project / "other.py").write_text("from fastapi import FastAPI\nservice = FastAPI()\n")
    fine(project, "init", "--app", "other:service", "--out", "generated")
    table = tomllib.loads((project / "pyproject.toml").read_text())["tool"]["contractbridge"]
    assert table == {"app": "other:service", "out": "generated"}


@pytest.mark.parametrize(
    ("app", "trouble"), [("absent:app", "There is no module absent"), ("main:nope", 'Did you mean "main:app"?')]
)
def test_init_writes_no_name_that_leads_nowhere(project: Path, app: str, trouble: str) -> None:
    before = (project / "pyproject.toml").read_text()
    assert trouble in refused(project, "init", "--app", app)
    assert (project / "pyproject.toml").read_text() == before


def test_init_takes_an_app_that_lacks_a_variable(project: Path) -> None:
    (project / "main.py").write_text(f"import os\nos.environ['SHOP_KEY']\n{MAIN}")
    fine(project, "init", "--app", "main:app")


def test_init_applies_no_option_to_what_is_configured(project: Path) -> None:
    fine(project, "init")
    before = (project / "pyproject.toml").read_text()
    assert refused(project, "init", "--app", "main:app", "--out", "x") == (
        "error: pyproject.toml configures contractbridge already, so --app and --out are not applied.\n"
        "  Set app and out under [tool.contractbridge] in pyproject.toml.\n"
    )
    assert (project / "pyproject.toml").read_text() == before


def test_init_without_a_frontend_says_so(project: Path) -> None:
    (project.parent / "web" / "package.json").unlink()
    lines = fine(project, "init").splitlines()
    assert lines[1] == "Frontend:  none was found, no folder with a package.json and src; `out` says where files go"
    assert lines[2] == "Output:    api"
    assert 'out = "api"' in (project / "pyproject.toml").read_text()


PROJECTS = [
    ("", '[tool.contractbridge]\napp = "main:app"\nout = "../web/src/api"\n'),
    ("[tool.ruff]", '\n\n[tool.contractbridge]\napp = "main:app"\nout = "../web/src/api"\n'),
    ("[a]\r\nb = 1\r\n", '\r\n[tool.contractbridge]\r\napp = "main:app"\r\nout = "../web/src/api"\r\n'),
    ('[tool.fastapi]\nentrypoint = "main:app"\n', '\n[tool.contractbridge]\nout = "../web/src/api"\n'),
]


@pytest.mark.parametrize(("before", "added"), PROJECTS, ids=["empty", "no newline", "crlf", "entrypoint"])
def test_init_leaves_the_rest_as_it_was(project: Path, before: str, added: str) -> None:
    (project / "pyproject.toml").write_bytes(before.encode())
    fine(project, "init")
    assert (project / "pyproject.toml").read_bytes() == (before + added).encode()


def test_init_touches_nothing_that_it_cannot_extend(project: Path) -> None:
    inline = "tool = { ruff = {} }\n"
    (project / "pyproject.toml").write_text(inline)
    error = refused(project, "init")
    assert error.startswith("error: A section cannot be added to pyproject.toml.\n  Add it by hand:\n")
    assert (project / "pyproject.toml").read_text() == inline


def test_init_without_a_python_project(project: Path) -> None:
    (project / "pyproject.toml").unlink()
    fine(project.parent, "init")
    table = tomllib.loads((project.parent / "contractbridge.toml").read_text())
    assert table == {"app": "main:app", "app-dir": "backend", "out": "web/src/api"}
    fine(project.parent, "generate")
    assert (project.parent / "web" / "src" / "api" / "types.d.ts").exists()


# The hooks


def test_the_hooks_are_what_pre_commit_takes(root: Path) -> None:
    hooks = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text())
    assert {hook["id"]: (hook["entry"], hook["language"]) for hook in hooks} == {
        "contractbridge-check": ("contractbridge check", "system"),
        "contractbridge-check-from-contract": ("contractbridge check --from-contract", "python"),
        "contractbridge-diff": ("contractbridge diff", "system"),
    }
    for hook in hooks:
        assert (hook["pass_filenames"], hook["require_serial"]) == (False, True)


@pytest.fixture(autouse=True)
def _no_strays(tmp_path: Path) -> Iterator[None]:
    yield
    assert not list(tmp_path.rglob(".contractbridge-*"))
