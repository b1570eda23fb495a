"""The drift gate as people meet it: in a git repository, from the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import contractbridge
from contractbridge import gate, reports

APP = """\
from enum import Enum

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI(version="1.2.0")


class Status(Enum):
    OPEN = "open"
    DONE = "done"


class Order(BaseModel):
    id: int
    status: Status = Status.OPEN
    note: str | None = None


@app.post("/orders", tags=["orders"])
def create_order(order: Order) -> Order:
    return order
"""
REQUIRED = APP.replace("note: str | None = None", "note: str | None")
RENAMED = APP.replace("create_order", "add_order")
EXTENDED = APP.replace('DONE = "done"', 'DONE = "done"\n    LOST = "lost"')
ADDED = APP + '\n\n@app.get("/health")\ndef health() -> str:\n    return "ok"\n'


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str

    @property
    def rules(self) -> list[str]:
        return [each["rule"] for each in json.loads(self.out)["changes"]]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A repository whose main branch has the app and everything generated; the branch in work is another one."""
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "contractbridge.toml").write_text('app = "main:app"\nout = "web/api"\n')
    (tmp_path / ".gitignore").write_text("__pycache__\n")
    (tmp_path / "main.py").write_text(APP)
    commit(tmp_path)
    git(tmp_path, "checkout", "-q", "-b", "feature")
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(folder: Path, app: str = "") -> None:
    if app:
        (folder / "main.py").write_text(app)
    assert run(folder, "generate").code == 0
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "x")


def run(folder: Path, *arguments: str, **variables: str) -> Run:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CONTRACTBRIDGE")}
    done = subprocess.run(
        [sys.executable, "-m", "contractbridge", *arguments],
        cwd=folder, env=kept | {"NO_COLOR": "1"} | variables, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return Run(done.returncode, done.stdout, done.stderr)


# What is compared with what


def test_nothing_is_compared_with_the_last_commit(shop: Path) -> None:
    assert run(shop, "diff", "--format", "json").rules == []
    (shop / "main.py").write_text(REQUIRED)
    found = run(shop, "diff", "--format", "json")
    assert (found.code, found.rules[0]) == (1, "request-field-became-required")
    # Generating hides nothing: what counts is what was committed.
    run(shop, "generate")
    assert run(shop, "diff", "--format", "json").rules == found.rules
    commit(shop)
    assert run(shop, "diff", "--format", "json").rules == []


def test_a_configuration_is_compared_in_its_own_repository(
    shop: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    configured = ("--config", str(next(shop.glob("*.toml"))))
    assert run(elsewhere, "diff", *configured).code == 0
    assert run(elsewhere, "diff", "HEAD", *configured).code == 0


def test_a_branch_stands_for_where_it_was_left(shop: Path) -> None:
    commit(shop, REQUIRED)
    git(shop, "checkout", "-q", "main")
    commit(shop, ADDED)
    git(shop, "checkout", "-q", "feature")
    # What main has won since is not what this branch takes away.
    assert run(shop, "diff", "main", "--format", "json").rules[0] == "request-field-became-required"
    assert "operation-removed" not in run(shop, "diff", "main", "--format", "json").rules
    assert "operation-removed" in run(shop, "diff", "main:contract.json", "--format", "json").rules


@pytest.mark.parametrize("names", [["main:contract.json", "contract.json"], ["main", "feature"], ["main", "main:app"]])
def test_two_names(shop: Path, names: list[str]) -> None:
    commit(shop, RENAMED)
    found = run(shop, "diff", *names, "--format", "json")
    assert (found.code, found.rules) == (0, ["operation-renamed"])


def test_without_a_repository_the_file_is_what_was_kept(shop: Path) -> None:
    (shop / ".git").rename(shop / "no-git")
    (shop / "main.py").write_text(REQUIRED)
    found = run(shop, "diff")
    assert (found.code, "is in no git repository, so it is compared as it is" in found.err) == (1, True)


GITLESS = {"PATH": "/nowhere"}
NOT_OURS = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}  # as in a container that another user has checked out


@pytest.mark.parametrize(
    ("variables", "why"), [(GITLESS, "git is not on the PATH"), (NOT_OURS, "git config --global --add safe.directory")]
)
@pytest.mark.parametrize(
    "arguments",
    [["diff"], ["diff", "main"], ["check", "--against", "main", "--from-contract"], ["merge", "--install"]],
)
def test_git_that_cannot_be_asked_hides_no_change(
    shop: Path, arguments: list[str], variables: dict[str, str], why: str
) -> None:
    found = run(shop, *arguments, **variables)
    assert (found.code, why in found.err) == (2, True)
    assert len(found.err.strip().splitlines()) <= 2


@pytest.mark.parametrize("variables", [GITLESS, NOT_OURS])
def test_documents_are_compared_without_git(shop: Path, variables: dict[str, str]) -> None:
    (shop / "old.json").write_bytes((shop / "contract.json").read_bytes())
    (shop / "main.py").write_text(REQUIRED)
    found = run(shop, "diff", "old.json", "--format", "json", **variables)
    assert found.rules[0] == "request-field-became-required"
    assert json.loads(found.out)["changes"][0]["source"]["file"] == "main.py"


def test_a_contract_that_is_not_committed_is_nothing_to_compare_with(shop: Path) -> None:
    git(shop, "rm", "-q", "--cached", "contract.json")
    git(shop, "commit", "-q", "-m", "gone")
    found = run(shop, "diff")
    assert (found.code, "contract.json is not committed" in found.err) == (2, True)
    assert run(shop, "diff", "contract.json").code == 0


def test_each_change_has_its_line(shop: Path) -> None:
    commit(shop, REQUIRED)
    first = json.loads(run(shop, "diff", "main", "--format", "json").out)["changes"][0]
    assert first["source"] == {"file": "main.py", "line": 17, "revision": None} | first["source"]
    assert (first["source"]["file"], first["source"]["line"]) == ("main.py", 17)


@pytest.mark.parametrize("format_", ["text", "json", "markdown"])
def test_a_report_takes_the_place_of_the_one_before(shop: Path, format_: str) -> None:
    (shop / "report").write_text("what another tool said")
    written = run(shop, "diff", "main", "main", "--format", format_, "--output", "report")
    assert (written.code, written.out) == (0, "The report is in report.\n")
    assert (shop / "report").read_text() == run(shop, "diff", "main", "main", "--format", format_).out


# What ends with 1


@pytest.mark.parametrize(
    ("app", "fail_on", "code"),
    [
        (REQUIRED, [], 1),
        (REQUIRED, ["--fail-on", "validators"], 0),
        (REQUIRED, ["--fail-on", "none"], 0),
        (RENAMED, [], 0),
        (RENAMED, ["--fail-on", "types"], 1),
        (RENAMED, ["--fail-on", "wire,types"], 1),
        (EXTENDED, [], 1),
        (EXTENDED, ["--fail-on", "wire"], 0),
        (ADDED, ["--fail-on", "wire", "--fail-on", "types"], 0),
    ],
)
def test_exit_codes(shop: Path, app: str, fail_on: list[str], code: int) -> None:
    (shop / "main.py").write_text(app)
    assert run(shop, "diff", *fail_on).code == code


def test_check_against_is_both_gates_in_one(shop: Path) -> None:
    assert run(shop, "check", "--against", "main").code == 0
    # The variable may be set for the whole of a job.
    assert run(shop, "check", CONTRACTBRIDGE_OUTPUT_FORMAT="github").code == 0
    (shop / "main.py").write_text(ADDED)
    stale = run(shop, "check", "--against", "main")
    assert (stale.code, "stale" in stale.out, "operation-added" in stale.out) == (1, True, True)
    commit(shop, REQUIRED)
    broken = run(shop, "check", "--against", "main")
    assert (broken.code, "Everything is fresh" in broken.out) == (1, True)
    assert run(shop, "check", "--against", "main", "--fail-on", "none").code == 0
    assert run(shop, "check", "--against", "main", "--from-contract").code == 1


@pytest.mark.parametrize("guarded", ["wire", "none"])
def test_programs_are_told_what_is_stale(shop: Path, guarded: str) -> None:
    (shop / "web" / "api" / "client.js").unlink()
    check = ["check", "--against", "main", "--from-contract", "--fail-on", guarded]
    found = run(shop, *check, "--format", "json")
    report = json.loads(found.out)
    assert (found.code, report["fails"], report["stale"], report["changes"]) == (1, True, ["web/api/client.js"], [])
    assert "1 of 13 files is stale" in found.err


@pytest.mark.parametrize(
    ("app", "version", "said"),
    [
        (REQUIRED, "1.3.0", "needs a major one"),
        (REQUIRED, "2.0.0", ""),
        (ADDED, "1.2.1", "needs a minor one"),
        (ADDED, "1.3.0", ""),
    ],
)
def test_check_version(shop: Path, app: str, version: str, said: str) -> None:
    (shop / "main.py").write_text(app.replace("1.2.0", version))
    found = run(shop, "diff", "--check-version", "--fail-on", "none")
    assert (found.code, said in found.err) == (bool(said), True)


# Policy


def test_a_change_is_accepted_for_a_reason(shop: Path) -> None:
    (shop / "main.py").write_text(REQUIRED)
    report = json.loads(run(shop, "diff", "--format", "json").out)
    before = (shop / "contractbridge.toml").read_text()
    assert 'No changes have the id "zzzz"' in run(shop, "accept", "zzzz", "--reason", "x").err
    for change in report["changes"]:
        if change["fails"]:
            done = run(shop, "accept", change["id"][:6], "--reason", 'They "all" send it.', "--until", "2999-01-31")
            assert done.code == 0, done.err
    assert (shop / "contractbridge.toml").read_text().startswith(before.rstrip("\n"))
    assert "until = 2999-01-31" in (shop / "contractbridge.toml").read_text()
    accepted = run(shop, "diff")
    assert (accepted.code, 'They "all" send it.' in accepted.out) == (0, True)
    # It is out of date when there is nothing of the kind any more.
    (shop / "main.py").write_text(ADDED)
    stale = run(shop, "diff", "--format", "json")
    assert (stale.code, "acceptance-stale" in stale.rules) == (1, True)


def test_the_configuration_judges_again(shop: Path) -> None:
    (shop / "main.py").write_text(REQUIRED)
    with (shop / "contractbridge.toml").open("a") as file:
        file.write('[[drift.overrides]]\ntags = ["orders"]\nrules = { "request-*" = "info" }\n')
    assert run(shop, "diff").code == 0


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[drift.rules]\nresponse-field-remove = 'info'\n", "drift.rules.response-field-remove"),
        ("[[drift.overrides]]\nrules = { a = 'off' }\n", "drift.overrides[0].rules.a"),
        ("[[drift.accept]]\nrule = 'a'\nreason = 'x'\n", "drift.accept[0].rule"),
    ],
)
def test_a_rule_that_is_none_has_its_place_told(shop: Path, text: str, key: str) -> None:
    with (shop / "contractbridge.toml").open("a") as file:
        file.write(text)
    for command in ("check", "diff"):
        found = run(shop, command, "--from-contract")
        assert (found.code, f"contractbridge.toml: {key} is about the rule" in found.err) == (2, True)


# What is printed


@pytest.mark.parametrize("format_", sorted(gate.FORMATS))
def test_every_format_prints(shop: Path, format_: str) -> None:
    (shop / "main.py").write_text(REQUIRED)
    found = run(shop, "diff", "--format", format_)
    assert (found.code, found.err) == (1, "")
    assert "request-field-became-required" in found.out
    assert run(shop, "diff", CONTRACTBRIDGE_OUTPUT_FORMAT=format_).out == found.out


def test_the_formats_of_the_command_are_those_there_are() -> None:
    assert set(gate.FORMATS) == set(reports.FORMATS)


def test_json_is_as_its_schema_says(shop: Path) -> None:
    schema = json.loads((Path(reports.__file__).parent / "changes.schema.json").read_text())
    for app in (APP, REQUIRED, RENAMED, EXTENDED, ADDED):
        (shop / "main.py").write_text(app)
        report: Any = json.loads(run(shop, "diff", "--format", "json").out)
        jsonschema.validate(report, schema)
        assert report["breaking"] == (app is REQUIRED)


def test_explain(shop: Path) -> None:
    every = run(shop, "explain").out
    assert len(every.splitlines()) > 80
    for line in every.splitlines():
        name, _, summary = line.partition("  ")
        assert summary.strip(), name
    assert "no exception outlives its reason" in run(shop, "explain", "acceptance-stale").out
    some = run(shop, "explain", "response-enum-*").out.splitlines()
    assert len(some) == 4
    assert all(line.startswith("response-enum-") for line in some)
    page = run(shop, "explain", "response-field-removed").out
    assert page.startswith("response-field-removed\n\n")
    assert "Before:" in page
    assert "Instead:" in page


def test_from_python(shop: Path) -> None:
    commit(shop, REQUIRED)
    old, new = (json.loads(git(shop, "show", f"{name}:contract.json")) for name in ("main", "feature"))
    first, *_ = contractbridge.compare(old, new)
    assert isinstance(first, contractbridge.Change)
    assert (first.rule, first.severity, "wire" in first.breaks) == ("request-field-became-required", "breaking", True)
    assert first.witness is not None
    assert first.witness.request.startswith("curl http")


# Mistakes: one sentence, exit code 2, and nothing changed


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["diff", "nowhere"], "neither a file nor a git revision nowhere"),
        (["diff", "nowhere:contract.json"], "nowhere:contract.json"),
        (["diff", "main:nothing.json"], "main:nothing.json"),
        (["diff", "main:nothing"], "path 'nothing' does not exist in 'main'."),
        (["diff", "nowhere:a.json"], "invalid object name 'nowhere'.\n"),
        (["diff", "shop.main:app"], "shop.main:app is an app, and an app can only be NEW"),
        (["diff", "broken.json"], "broken.json"),
        (["diff", "newer.json"], "newer.json was written by a newer contractbridge"),
        (["diff", "a", "b", "c"], "OLD and NEW at most"),
        (["diff", "--fail-on", "wires"], '--fail-on cannot be "wires"'),
        (["diff", "--format", "xml"], '--format cannot be "xml"'),
        (["check", "--against", "nowhere"], "neither a file nor a git revision nowhere"),
        (["check", "--format", "json"], "--format and --fail-on go with --against"),
        (["check", "--fail-on", "wire"], "--format and --fail-on go with --against"),
        (["explain", "response-field-remove"], 'no rule "response-field-remove"'),
        (["accept", "0000000000", "--reason", "x"], "to main:app, so there is nothing to accept."),
        (["accept", "0000000000", "--reason", " "], "--reason is empty"),
        (["accept", "0000000000", "--reason", "x", "--until", "soon"], "--until is no date"),
        (["merge"], "the four files that git gives"),
        (["comment", "nothing.md"], "nothing.md cannot be read"),
        (["diff", "--usage"], "no tsconfig.json above web/api"),
    ],
)
def test_mistakes(shop: Path, arguments: list[str], sentence: str) -> None:
    (shop / "broken.json").write_text("{")
    newer = json.loads((shop / "contract.json").read_text())
    newer["x-contractbridge"]["version"] = 99
    (shop / "newer.json").write_text(json.dumps(newer))
    git(shop, "add", ".")
    found = run(shop, *arguments)
    assert found.code == 2
    assert found.out in ("", "Everything is fresh: 14 files.\n")
    assert sentence in found.err
    assert len(found.err.strip().splitlines()) <= 2
    assert git(shop, "status", "--porcelain") == "A  broken.json\nA  newer.json"


def test_a_revision_without_a_contract(shop: Path) -> None:
    git(shop, "rm", "-q", "contract.json")
    git(shop, "commit", "-q", "-m", "gone")
    found = run(shop, "diff")
    assert (found.code, "There is no contract at contract.json" in found.err) == (2, True)
    git(shop, "branch", "bare")
    run(shop, "generate")
    git(shop, "add", ".")
    git(shop, "commit", "-q", "-m", "back")
    assert "has no contract.json" in run(shop, "diff", "bare").err


def test_a_configuration_that_says_it_otherwise_is_left_alone(shop: Path) -> None:
    inline = 'app = "main:app"\ndrift = { fail-on = ["wire"] }\n'
    (shop / "contractbridge.toml").write_text(inline)
    (shop / "main.py").write_text(REQUIRED)
    change = json.loads(run(shop, "diff", "--format", "json").out)["changes"][0]
    found = run(shop, "accept", change["id"], "--reason", "x")
    assert (found.code, "nothing was added" in found.err) == (2, True)
    assert (shop / "contractbridge.toml").read_text() == inline
