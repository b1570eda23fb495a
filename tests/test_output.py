"""Plans: what applying would do, that it does just that, and that nothing else is ever touched."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from contractbridge.errors import ConfigError, Notice
from contractbridge.output import HEADER, Artefact, Plan, is_portable, join, plan_file, plan_folder

OURS = f"// {HEADER}\n"


def folder(**files: str) -> list[Artefact]:
    return [Artefact(name.replace("__", "/").replace("_", "."), OURS + text) for name, text in files.items()]


def states(plan: Plan, root: Path) -> dict[str, str]:
    return {file.path.relative_to(root).as_posix(): file.state for file in plan.files}


def listing(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*"))


def test_first_run_creates(tmp_path: Path) -> None:
    out = tmp_path / "src" / "api"
    plan = plan_folder(out, folder(index_js="a\n", client__orders_js="b\n"))
    assert states(plan, out) == {"index.js": "created", "client/orders.js": "created"}
    assert not out.exists()  # planning writes nothing
    plan.apply()
    assert listing(out) == ["client", "client/orders.js", "index.js"]
    assert (out / "index.js").read_bytes() == f"{OURS}a\n".encode()


def test_second_run_writes_nothing(tmp_path: Path) -> None:
    artefacts = folder(index_js="a\n")
    plan_folder(tmp_path, artefacts).apply()
    before = (tmp_path / "index.js").stat()
    plan = plan_folder(tmp_path, artefacts)
    assert not plan.changed
    assert plan.diff() == ""
    plan.apply()
    after = (tmp_path / "index.js").stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def test_changed_stale_and_foreign(tmp_path: Path) -> None:
    plan_folder(tmp_path, folder(index_js="a\n", client__old_js="b\n", types_d_ts="c\n")).apply()
    (tmp_path / "mine.ts").write_text("export {}\n")
    (tmp_path / "client" / "notes.md").write_text(OURS)
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "x.ts").write_text(OURS)  # further down than anything is ever made
    plan = plan_folder(tmp_path, folder(index_js="A\n", types_d_ts="c\n"))
    assert states(plan, tmp_path) == {"index.js": "changed", "types.d.ts": "same", "client/old.js": "stale"}
    plan.apply()
    assert listing(tmp_path) == [
        "client",
        "client/notes.md",
        "deep",
        "deep/er",
        "deep/er/x.ts",
        "index.js",
        "mine.ts",
        "types.d.ts",
    ]


def test_an_emptied_folder_goes_too(tmp_path: Path) -> None:
    plan_folder(tmp_path, folder(index_js="", client__orders_js="")).apply()
    plan_folder(tmp_path, folder(index_js="")).apply()
    assert listing(tmp_path) == ["index.js"]


def test_another_output_folder_inside_is_left_alone(tmp_path: Path) -> None:
    plan_folder(tmp_path / "admin", folder(index_js="", types_d_ts="")).apply()
    plan = plan_folder(tmp_path, folder(index_js=""))
    assert states(plan, tmp_path) == {"index.js": "created"}


def test_a_tag_called_index_does_not_hide_stale_files(tmp_path: Path) -> None:
    plan_folder(tmp_path, folder(client__index_js="", client__old_js="")).apply()
    plan = plan_folder(tmp_path, folder(client__index_js=""))
    assert states(plan, tmp_path) == {"client/index.js": "same", "client/old.js": "stale"}


def test_line_endings_that_git_turned_are_no_change(tmp_path: Path) -> None:
    (tmp_path / "index.js").write_bytes(OURS.replace("\n", "\r\n").encode() + b"a\r\n")
    assert not plan_folder(tmp_path, folder(index_js="a\n")).changed


@pytest.mark.parametrize("text", ["a\r\nb\n", "half \ud800 a pair\n", "lone \r return\n", "\u2028\n", "\0\n"])
def test_odd_text_settles(tmp_path: Path, text: str) -> None:
    artefacts = [Artefact("types.d.ts", OURS + text)]
    plan_folder(tmp_path, artefacts).apply()
    assert not plan_folder(tmp_path, artefacts).changed


@pytest.mark.parametrize(
    ("prepare", "reason"),
    [
        (lambda out: (out / "index.js").write_text("mine"), "was not made by contractbridge"),
        (lambda out: (out / "index.js").write_bytes(b"\xff\xfe"), "was not made by contractbridge"),
        (lambda out: (out / "index.js").write_text(""), "was not made by contractbridge"),
        (lambda out: (out / "index.js").mkdir(), "is not a regular file"),
        (lambda out: (out / "index.js").symlink_to(out.parent / "secret"), "is not a regular file"),
        (lambda out: (out / "client").write_text(""), "is not an ordinary folder"),
        (lambda out: (out / "client").symlink_to(out.parent), "is not an ordinary folder"),
    ],
)
def test_what_is_in_the_way_stops_everything(tmp_path: Path, prepare, reason: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "secret").write_text("s")
    prepare(out)
    before = listing(tmp_path)
    with pytest.raises(ConfigError, match=reason) as error:
        plan_folder(out, folder(a_js="", client__orders_js="", index_js=""))
    assert "index.js" in str(error.value) or "client" in str(error.value)
    assert listing(tmp_path) == before
    assert (tmp_path / "secret").read_text() == "s"


def test_all_that_is_in_the_way_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.js", "c.js", "client"):
        (tmp_path / name).write_text("mine")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match=r"a\.js is in the way") as error:
        plan_folder(tmp_path, folder(a_js="", b_js="", c_js="", client__x_js="", client__y_js=""))
    assert error.value.hint.startswith("So are c.js, client. Move or delete them, ")


def test_out_may_be_a_link_but_not_a_file(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    plan_folder(tmp_path / "link", folder(index_js="")).apply()
    assert listing(tmp_path / "real") == ["index.js"]
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="file is in the way: it is not a folder"):
        plan_folder(tmp_path / "file", folder(index_js=""))


ESCAPES = ["../x.js", "/etc/x.js", "client/../../x.js", "client//x.js", "./x.js", "", "client/", "C:x.js"]
RESERVED = ["con.js", "client/AUX.d.ts", "nul", "lpt1.js", "COM¹.js", "conin$", "a\\b.js", "a\0.js", "a\n.js"]
UNPORTABLE = ["what?.js", "a|b.js", "dot.", "space ", "x" * 241]


@pytest.mark.parametrize("path", [*ESCAPES, *RESERVED, *UNPORTABLE])
def test_no_path_leaves_or_surprises(tmp_path: Path, path: str) -> None:
    with pytest.raises(ConfigError, match="cannot be a file inside the output folder"):
        plan_folder(tmp_path, [Artefact(path, OURS)])


@pytest.mark.parametrize("name", ["orders.js", "console.js", "auxiliary.d.ts", "com10.js", "größe.js", "a b.js"])
def test_ordinary_names_are_portable(name: str) -> None:
    assert is_portable(name)


def test_names_that_differ_only_in_case(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"'client/Orders\.js' and 'client/orders\.js' would be one"):
        plan_folder(tmp_path, [Artefact("client/orders.js", OURS), Artefact("client/Orders.js", OURS)])


def test_on_a_file_system_without_case_the_kept_file_is_not_stale(tmp_path: Path) -> None:
    plan_folder(tmp_path, folder(Orders_js="")).apply()
    (tmp_path / "orders.js").hardlink_to(tmp_path / "Orders.js")  # two spellings of one file
    assert states(plan_folder(tmp_path, folder(orders_js="")), tmp_path) == {"orders.js": "same"}


@pytest.mark.parametrize(("name", "old"), [("contract.json", '{"openapi": "3.1.0"}'), ("models.py", f"# {HEADER}\n")])
def test_a_single_file_of_ours_is_replaced(tmp_path: Path, name: str, old: str) -> None:
    (tmp_path / name).write_text(old)
    plan_file(tmp_path / name, "new\n").apply()
    assert (tmp_path / name).read_text() == "new\n"


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("contract.json", '{"name": "package"}'),
        ("contract.json", "[" * 100_000),
        ("contract.json", "null"),
        ("models.py", "class Order: ...\n"),
        ("models.py", '{"openapi": "3.1.0"}'),
    ],
)
def test_a_single_file_of_others_is_not(tmp_path: Path, name: str, old: str) -> None:
    (tmp_path / name).write_text(old)
    with pytest.raises(ConfigError, match=f"{name} is in the way: it was not made by contractbridge"):
        plan_file(tmp_path / name, "new\n")


def test_joined_plans_are_one(tmp_path: Path) -> None:
    notice = Notice("/paths", "Something.")
    plan = join(
        [
            plan_file(tmp_path / "contract.json", "{}\n", [notice]),
            plan_folder(tmp_path / "api", folder(index_js=""), [notice]),
        ]
    )
    plan.apply()
    assert plan.notices == (notice,)
    assert listing(tmp_path) == ["api", "api/index.js", "contract.json"]


def test_the_diff_applies_with_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    out = Path("api")
    lines = [f"line {number}\n" for number in range(60)]
    plan_folder(out, folder(index_js="".join(lines), old_js="gone\n")).apply()
    lines[10:12] = ["one\n", "two \u2028 and a form feed \f\n", "three\n"]
    del lines[40]
    plan = plan_folder(out, folder(index_js="".join(lines), new_js="new\n"))
    assert plan.diff().count("@@ -") == 4  # two places in one file, one file new, one gone
    git_apply = ["git", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(git_apply, input=plan.diff().encode(), check=True, cwd=tmp_path)
    assert not plan_folder(out, folder(index_js="".join(lines), new_js="new\n")).changed


def test_a_long_file_that_changed_everywhere_is_diffed_at_once(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    plan_folder(Path("api"), folder(index_js="".join(f"old {n}\n" for n in range(50_000)))).apply()
    changed = "".join(f"new {n}\n" for n in range(50_000))
    diff = plan_folder(Path("api"), folder(index_js=changed)).diff()
    assert diff.count("\n") == 100_000 + 1 + 3
    subprocess.run(["git", "apply", "-"], input=diff.encode(), check=True, cwd=tmp_path)


def test_permissions_are_kept(tmp_path: Path) -> None:
    plan_folder(tmp_path, folder(index_js="a")).apply()
    (tmp_path / "index.js").chmod(0o640)
    plan_folder(tmp_path, folder(index_js="b")).apply()
    assert (tmp_path / "index.js").stat().st_mode & 0o777 == 0o640


def test_what_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match=r"file/api/index\.js cannot be read: Not a directory\."):
        plan_folder(tmp_path / "file" / "api", folder(index_js=""))
    plan = plan_folder(tmp_path / "api", folder(index_js=""))
    (tmp_path / "api").write_text("")
    with pytest.raises(ConfigError, match=r"api/index\.js cannot be written: "):
        plan.apply()


def test_a_folder_that_takes_nothing_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "contract.json").write_text('{"openapi": "old"}')
    plan = join([plan_file(tmp_path / "contract.json", "{}\n"), plan_folder(tmp_path / "api", folder(index_js=""))])
    (tmp_path / "api").write_text("")
    with pytest.raises(ConfigError, match=r"api/index\.js cannot be written: ") as error:
        plan.apply()
    assert error.value.hint == "Nothing was changed. Make it writable, or choose another place."
    assert (tmp_path / "contract.json").read_text() == '{"openapi": "old"}'
    assert listing(tmp_path) == ["api", "contract.json"]


def test_what_was_written_before_a_failure_is_told(tmp_path: Path) -> None:
    plan = plan_folder(tmp_path, folder(a_js="", b_js=""))
    (tmp_path / "b.js" / "in the way").mkdir(parents=True)
    with pytest.raises(ConfigError, match=r"b\.js cannot be written: ") as error:
        plan.apply()
    assert error.value.hint.startswith("1 of 2 files were written before it. ")


def test_leftovers_of_a_killed_run_go(tmp_path: Path) -> None:
    plan_folder(tmp_path, folder(index_js="a")).apply()
    (tmp_path / ".contractbridge-0123456789abcdef.tmp").write_text("half")
    plan = plan_folder(tmp_path, folder(index_js="a"))
    assert not plan.changed
    plan.apply()
    assert listing(tmp_path) == ["index.js"]


def test_interrupted_between_two_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan_folder(tmp_path, folder(a_js="old", b_js="old")).apply()
    plan = plan_folder(tmp_path, folder(a_js="new", b_js="new"))
    replace = Path.replace

    def interrupted(path: Path, target: Path) -> Path:
        if target.name == "b.js":
            raise KeyboardInterrupt
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        plan.apply()
    assert listing(tmp_path) == ["a.js", "b.js"]
    assert [(tmp_path / name).read_text() for name in ("a.js", "b.js")] == [f"{OURS}new", f"{OURS}old"]


KILLED = """
    import sys
    from contractbridge.output import HEADER, Artefact, plan_folder
    from pathlib import Path
    for turn in range(1_000_000):
        text = f"// {HEADER}\\n" + f"{turn % 2}\\n" * 20_000
        plan_folder(Path(sys.argv[1]), [Artefact(f"{name}.js", text) for name in "abc"]).apply()
        print(turn, flush=True)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_killed_at_any_moment_each_file_is_whole(tmp_path: Path, how: signal.Signals) -> None:
    for attempt in range(5):
        with subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            assert process.stdout is not None
            for _ in range(attempt + 1):
                process.stdout.readline()
            os.kill(process.pid, how)
        for path in tmp_path.glob("*.js"):
            assert set(path.read_text().splitlines()[1:]) in ({"0"}, {"1"})
        if how is signal.SIGINT:
            assert not list(tmp_path.glob(".contractbridge-*"))
    plan_folder(tmp_path, [Artefact("a.js", OURS)]).apply()
    assert listing(tmp_path) == ["a.js"]
