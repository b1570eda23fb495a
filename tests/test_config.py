"""The configuration: what each key means, and one helpful sentence for every mistake."""

import subprocess
import sys
from pathlib import Path

import pytest

from contractbridge.config import App, Config, Models, Target, find_config, read_config
from contractbridge.errors import ConfigError


def read(folder: Path, toml: str) -> Config:
    file = folder / "contractbridge.toml"
    file.write_text(toml)
    return read_config(file)


def test_nothing_said_is_the_common_case(tmp_path: Path) -> None:
    config = read(tmp_path, "")
    assert config.apps == (App(contract=tmp_path / "contract.json"),)
    assert config.models == ()


def test_every_key(tmp_path: Path) -> None:
    config = read(
        tmp_path,
        """
        app = "shop.main:create_app()"
        app-dir = "backend"
        contract = "shared/contract.json"
        out = "frontend/src/api"
        emit = ["types", "client"]
        target = "ts"
        coerce = "pydantic"
        tags = ["orders"]
        exclude-tags = ["internal"]
        env = { DATABASE_URL = "sqlite://", DEBUG = "" }
        models = [{ source = "https://example.com/openapi.json", out = "billing.py" }]
        """,
    )
    target = Target(
        tmp_path / "frontend/src/api", frozenset({"types", "client"}), "ts", ("orders",), ("internal",), "pydantic"
    )
    assert config.apps == (
        App(
            app="shop.main:create_app()",
            app_dir=tmp_path / "backend",
            contract=tmp_path / "shared/contract.json",
            env={"DATABASE_URL": "sqlite://", "DEBUG": ""},
            targets=(target,),
        ),
    )
    assert config.models == (Models("https://example.com/openapi.json", tmp_path / "billing.py"),)


def test_targets_take_what_stands_beside_them_as_defaults(tmp_path: Path) -> None:
    config = read(
        tmp_path,
        """
        target = "ts"
        targets = [{ out = "web" }, { out = "app", target = "js", tags = ["public"] }]
        """,
    )
    assert config.apps[0].targets == (
        Target(tmp_path / "web", target="ts"),
        Target(tmp_path / "app", target="js", tags=("public",)),
    )


def test_several_apps(tmp_path: Path) -> None:
    config = read(
        tmp_path,
        """
        target = "ts"
        env = { A = "0", B = "0" }
        [apps.shop]
        app = "shop:app"
        out = "web/shop"
        env = { A = "1" }
        [apps.admin]
        contract = "admin.json"
        """,
    )
    shop, admin = config.apps
    assert (shop.name, shop.contract, shop.env) == (
        "shop",
        tmp_path / "contract-shop.json",
        {"A": "1", "B": "0"},
    )
    assert shop.targets == (Target(tmp_path / "web/shop", target="ts"),)
    assert (admin.name, admin.contract, admin.targets) == ("admin", tmp_path / "admin.json", ())


def test_a_document_needs_no_copy_unless_asked(tmp_path: Path) -> None:
    assert read(tmp_path, 'spec = "HEAD:openapi.yaml"').apps[0].contract is None
    with_copy = read(tmp_path, 'spec = "https://example.com/openapi.json"\ncontract = "contract.json"')
    assert with_copy.apps[0].contract == tmp_path / "contract.json"


def test_a_pyproject_holds_it_in_its_table(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text('[project]\nname = "x"\n[tool.contractbridge]\nout = "api"\n[tool.ruff]\n')
    assert read_config(file).apps[0].targets == (Target(tmp_path / "api"),)


def test_the_nearest_file_is_found_upwards(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find_config(below) is None or not find_config(below).is_relative_to(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.contractbridge]\n")
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.ruff]\n")
    assert find_config(below) == tmp_path / "pyproject.toml"
    (tmp_path / "a" / "contractbridge.toml").write_text("")
    assert find_config(below) == tmp_path / "a" / "contractbridge.toml"


MISTAKES = [
    ('ap = "x:app"', "ap is not a key that contractbridge knows.", 'Did you mean "app"?'),
    ('outdir = "x"', "outdir is not a key that contractbridge knows.", 'Did you mean "out"?'),
    ("zzzzzz = 1", "zzzzzz is not a key that contractbridge knows.", "The keys are: app, app-dir, spec, "),
    ('exclude_tags = ["x"]', "exclude_tags is not a key", 'Did you mean "exclude-tags"?'),
    ('targets = [{ out = "x", tag = "y" }]', "targets[0].tag is not a key", 'Did you mean "tags"?'),
    ("app = 3", "app must be a string, not a number.", ""),
    ("app = true", "app must be a string, not true or false.", ""),
    ("app = 2026-11-20", "app must be a string, not a date or time.", ""),
    ('out = " "', "out is empty.", ""),
    ('emit = "types"', "emit must be a list of strings, not a string.", ""),
    ('emit = ["types", 3]', "emit must be a list of strings, not a list with a number.", ""),
    ("emit = []", "emit is empty, so nothing would be made.", ""),
    ('emit = ["typs"]', 'emit cannot be "typs": it is "types" or "schemas" or "client".', 'Did you mean "types"?'),
    ('target = "tsx"', 'target cannot be "tsx": it is "js" or "ts".', 'Did you mean "ts"?'),
    ('target = "x"\ntargets = []', 'contractbridge.toml: target cannot be "x"', ""),
    ("env = { PORT = 8000 }", "env.PORT must be a string, not a number.", ""),
    ('env = "x"', "env must be a table, not a string.", ""),
    ('targets = "x"', "targets must be a list of tables, not a string.", "Write [[targets]] above each."),
    ("targets = [{}]", "targets[0].out is missing.", ""),
    ('out = "x"\ntargets = [{ out = "y" }]', "out cannot stand beside targets.", "Move it into one of the targets."),
    ('out = "x"\n[apps.a]', "out cannot stand beside apps.", "Move it into one of the apps."),
    ("[apps.a]\nmodels = []", "apps.a.models is not a key", ""),
    ('spec = "x.json"\napp = "x:app"', "app cannot stand beside spec.", "from one or from the other"),
    ('models = [{ out = "x.py" }]', "models[0].source is missing.", ""),
    ('targets = [{ out = "x" }, { out = "./x/y" }]', 'the outputs "x" and "x/y" overlap.', "a folder of its own"),
    ('targets = [{ out = "x" }, { out = "a/../x" }]', 'the outputs "x" and "x" overlap.', "a folder of its own"),
    ('[apps.a]\ncontract = "c.json"\n[apps.b]\ncontract = "c.json"', '"c.json" would be written twice.', ""),
    ("out = 1\napp = ", "contractbridge.toml is not valid TOML: Invalid value (at its end, line 2).", ""),
    ("app = x", "contractbridge.toml is not valid TOML: Invalid value (at line 1, column 7).", ""),
]


@pytest.mark.parametrize(("toml", "message", "hint"), MISTAKES, ids=[toml for toml, _, _ in MISTAKES])
def test_mistakes(tmp_path: Path, toml: str, message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as error:
        read(tmp_path, toml)
    assert message in str(error.value)
    assert hint in error.value.hint


def test_a_mistake_in_pyproject_names_the_whole_key(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text("[[tool.contractbridge.targets]]\nout = 3\n")
    with pytest.raises(ConfigError, match=r"pyproject\.toml: tool\.contractbridge\.targets\[0\]\.out must be"):
        read_config(file)
    file.write_text("[tool]\nruff = {}\n")
    with pytest.raises(ConfigError, match=r"pyproject\.toml has no \[tool\.contractbridge\]") as error:
        read_config(file)
    assert error.value.hint == "Run: contractbridge init"
    with pytest.raises(ConfigError, match="cannot be read: No such file or directory"):
        read_config(tmp_path / "none.toml")


def test_reading_imports_neither_fastapi_nor_pydantic() -> None:
    code = "import contractbridge.config, sys; print({'fastapi', 'pydantic'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"
