"""The app itself, asked whether it refuses what we say it refuses: real apps, in processes of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from contractbridge.against import Side, read_sides
from contractbridge.comparing import report_changes
from contractbridge.drift.change import Change
from contractbridge.drift.testimony import ITSELF
from contractbridge.loading import export
from contractbridge.options import Options, read_settings
from contractbridge.readers.facts import canonical_json

HEAD = """
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Literal
from fastapi import Body, Cookie, FastAPI, Form, Header, Query
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, Field

def tens(value: object) -> object:
    if isinstance(value, int) and value % 10:
        raise ValueError("Only tens.")
    return str(value)

app = FastAPI()
"""

# An operation's parameters, before and after; what is left of the claim, and what was shown to whom.
TAKEN = {
    "a choice of texts that are numbers": ('p: Annotated[Literal["1", "2"], Body(embed=True)]',
                                           "p: Annotated[int, Body(embed=True)]"),
    "text that a pattern holds to numbers": ('p: Annotated[str, Body(embed=True, pattern="^[0-9]{1,3}$")]',
                                             "p: Annotated[int, Body(embed=True)]"),
    "0 and 1 for a flag": ("p: Annotated[Literal[0, 1], Body()]", "p: Annotated[bool, Body()]"),
    "a flag for a number that has limits": ("p: Annotated[bool, Body()]", "p: Annotated[int, Body(ge=0)]"),
    "seconds for a moment": ("p: Annotated[int, Body(ge=0, le=1000)]", "p: Annotated[datetime, Body()]"),
    "seconds for a duration": ("p: Annotated[int, Body(ge=0, le=1000)]", "p: Annotated[timedelta, Body()]"),
    "what somebody's own validator converts": ("p: Annotated[int, Body()]",
                                               "p: Annotated[str, BeforeValidator(str), Body()]"),
    "items of a list": ("p: Annotated[list[Literal[0, 1]], Body()]", "p: Annotated[list[bool], Body()]"),
    "a choice of texts in the query": ('p: Literal["on", "off"]', "p: bool"),
}  # fmt: skip
REFUSED = {
    "a limit": ("p: Annotated[int, Body(embed=True)]", "p: Annotated[int, Body(embed=True, le=100)]", {"p": 101}),
    "a text that is no number": ("p: Annotated[str, Body()]", "p: Annotated[int, Body()]", "a"),
    "what only another value shows": ('p: Annotated[Literal["1", "two"], Body()]', "p: Annotated[int, Body()]", "two"),
    "what somebody's own validator refuses": ("p: Annotated[int, Body()]",
                                              "p: Annotated[str, BeforeValidator(tens), Body()]", 1),
    "a limit in the query": ("p: int", "p: Annotated[int, Query(le=100)]", {"p": 101}),
    "a text that FastAPI read as true": ("p: bool", 'p: Literal["true", "false"]', {"p": "1"}),
    "a limit in a header": ("p: Annotated[int, Header()]", "p: Annotated[int, Header(le=100)]", {"p": 101}),
    "a limit in a cookie": ("p: Annotated[int, Cookie()]", "p: Annotated[int, Cookie(le=100)]", {"p": 101}),
    "a limit in a form": ("p: Annotated[int, Form()]", "p: Annotated[int, Form(le=100)]", {"p": 101}),
}  # fmt: skip
MISSING = {
    "a parameter": ("", "p: int"),
    "a header": ("", "p_q: Annotated[str, Header()]"),
    "a body": ("", "p: Annotated[int, Body()]"),
}  # fmt: skip
EDITS: Mapping[str, tuple[Any, ...]] = {**TAKEN, **REFUSED, **MISSING}


def source(side: int) -> str:
    rows = (f'@app.post("/{number}")\ndef take_{number}({row[side]}) -> None: ...\n'
            for number, row in enumerate(EDITS.values()))  # fmt: skip
    return HEAD + "\n".join(rows)


@dataclass(frozen=True)
class Project:
    folder: Path
    sides: tuple[Side, Side]

    def changes(self) -> tuple[Change, ...]:
        config = read_settings(Options(app="now:app"), self.folder)
        return report_changes(*self.sides, config.apps[0], config).changes


def project(folder: Path, old: str, new: str, name: str = "now:app") -> Project:
    (folder / "before.py").write_text(old, encoding="utf-8")
    (folder / "now.py").write_text(new, encoding="utf-8")
    before = folder / "before.json"
    before.write_text(canonical_json(export("before:app", app_dir=folder)), encoding="utf-8")
    config = read_settings(Options(app=name), folder)
    app = config.apps[0]
    return Project(folder, read_sides([str(before)], app, app, folder))


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Change]]:
    names = list(EDITS)
    found: dict[str, list[Change]] = {name: [] for name in names}
    for each in project(tmp_path_factory.mktemp("asked"), source(0), source(1)).changes():
        found[names[int(each.operation.rpartition("/")[2])]].append(each)
    return found


@pytest.mark.parametrize("edit", TAKEN)
def test_what_the_app_takes_breaks_no_wire(edit: str, judged: Mapping[str, list[Change]]) -> None:
    (change,) = judged[edit]
    assert (change.severity, "wire" in change.breaks, change.witness) == ("warning", False, None)
    assert "takes such requests all the same: Pydantic 2." in change.unproven


@pytest.mark.parametrize("edit", REFUSED)
def test_what_the_app_refuses_is_confirmed(edit: str, judged: Mapping[str, list[Change]]) -> None:
    (change,) = judged[edit]
    assert change.severity == "breaking"
    assert change.witness
    assert change.witness.part(change.location) == (
        EDITS[edit][2]["p"] if "body" not in change.location else EDITS[edit][2]
    )
    assert change.witness.request.startswith("curl ")
    assert any(each.startswith("Pydantic 2.") for each in change.witness.confirmed_by)


@pytest.mark.parametrize("edit", MISSING)
def test_what_lacks_altogether_fastapi_refuses(edit: str, judged: Mapping[str, list[Change]]) -> None:
    (change,) = (each for each in judged[edit] if "wire" in each.breaks)
    assert change.severity == "breaking"
    assert change.witness
    assert change.witness.confirmed_by[-1] == ITSELF


SEND = "@app.get('/')\ndef send() -> {}: ...\n"


def test_a_response_is_confirmed_by_what_the_app_sends_of_it(tmp_path: Path) -> None:
    (change,) = project(tmp_path, HEAD + SEND.format("int"), HEAD + SEND.format("int | str")).changes()
    assert change.witness
    assert change.witness.confirmed_by[-1].startswith("Pydantic 2.")


TAKE = "@app.post('/')\ndef take(p: Annotated[{}, Body()]) -> None: ...\n"
ONCE = """
import pathlib
mark = pathlib.Path(__file__).with_name("loaded")
if mark.exists():
    raise RuntimeError("once is enough")
mark.touch()
"""


def test_an_app_that_loads_only_once_is_not_asked(tmp_path: Path) -> None:
    flags = project(tmp_path, HEAD + TAKE.format("Literal[0, 1]"), ONCE + HEAD + TAKE.format("bool"))
    (change,) = flags.changes()
    assert (change.severity, "wire" in change.breaks) == ("breaking", True)


def test_a_validator_that_fails_says_nothing(tmp_path: Path) -> None:
    fails = "Annotated[str, BeforeValidator(lambda value: value.missing)]"
    (change,) = project(tmp_path, HEAD + TAKE.format("int"), HEAD + TAKE.format(fails)).changes()
    assert change.witness
    assert (change.severity, [each for each in change.witness.confirmed_by if "Pydantic" in each]) == ("breaking", [])


def test_a_contract_has_no_app_to_ask(tmp_path: Path) -> None:
    made = project(tmp_path, HEAD + TAKE.format("Literal[0, 1]"), HEAD + TAKE.format("bool"))
    old, new = made.sides
    (change,) = Project(tmp_path, (old, Side(new.name, new.source, None))).changes()
    assert (change.severity, "wire" in change.breaks) == ("breaking", True)
