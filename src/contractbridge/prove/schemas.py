"""The generated schemas, asked in node."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import IO, Final, TypeAlias, cast

from contractbridge.config import Coercion
from contractbridge.contract import Contract
from contractbridge.emitters import emit_files
from contractbridge.emitters.expressions import schema
from contractbridge.emitters.module import Module
from contractbridge.emitters.places import Place
from contractbridge.emitters.text import fit, quote
from contractbridge.emitters.types import Scope
from contractbridge.errors import ConfigError, ContractbridgeError
from contractbridge.faces import RESPONSE, Face, face_definitions
from contractbridge.naming import name_contract
from contractbridge.output import Artefact, plan_folder, shown
from contractbridge.prove.proof import Issues, Question

Said: TypeAlias = tuple[str, Issues]

_OLDEST_ZOD: Final = 4
_LINES: Final = 6  # of what node says when a module does not load


def find_node() -> str:
    """The command. Raises `ConfigError` where there is none."""
    if node := shutil.which("node"):
        return node
    raise ConfigError("prove needs node, and there is none on the PATH.", hint="Install Node.js 20 or newer.")


def find_zod(starts: Sequence[Path], node_modules: Path | None = None) -> Path:
    """The folder `node_modules` that has Zod: the one that is given, or the first from `starts` upwards.

    Raises:
        ConfigError: none has it, or it is too old.
    """
    tops = [start.resolve() for start in starts]
    folders = [each / "node_modules" for start in tops for each in (start, *start.parents)]
    if node_modules is not None:
        folders = [node_modules.resolve()]
    for folder in dict.fromkeys(folders):
        package = folder / "zod" / "package.json"
        if package.is_file():
            version = str(json.loads(package.read_text(encoding="utf-8")).get("version", ""))
            if int(version.partition(".")[0] or 0) < _OLDEST_ZOD:
                raise ConfigError(f"{shown(folder)} has Zod {version}; the schemas need Zod 4.", hint=_install(folder))
            return folder
    if node_modules is not None:
        project = folders[0].parent
        installs = shown(project) == "." or (project / "package.json").is_file()
        hint = _install(folders[0]) if installs else "Name the node_modules of your frontend."
        raise ConfigError(f"There is no Zod in {shown(node_modules)}.", hint=hint)
    looked = " and ".join(shown(each / "node_modules") for each in tops)
    raise ConfigError(
        f"There is no Zod in {looked}, or in a folder above.",
        hint=f"{_install(_project(tops[0]) / 'node_modules')}, or name a folder that has it: --node-modules DIR",
    )


def _project(start: Path) -> Path:
    """The frontend that `start` lies in."""
    return next((each for each in (start, *start.parents) if (each / "package.json").is_file()), start)


def _install(node_modules: Path) -> str:
    project = shown(node_modules.parent)
    return "Run: npm install zod" if project == "." else f"Run: npm install zod --prefix {project}"


@dataclass(frozen=True, slots=True)
class Judge:
    """The generated schemas, and a command that answers questions about them: see `judge.mjs`."""

    command: tuple[str, ...]

    def ask(self, questions: Iterable[Question]) -> list[Said]:
        """All at once. Raises `ContractbridgeError` where the schemas do not load."""
        lines = "".join(json.dumps(each) + "\n" for each in questions)
        done = subprocess.run(  # noqa: S603  node, on files of our own
            self.command, input=lines, capture_output=True, check=False, encoding="utf-8"
        )
        if done.returncode:
            error = ContractbridgeError("The generated schemas do not load in node.", hint="Please report this.")
            error.add_note("\n".join(done.stderr.strip().splitlines()[:_LINES]))
            raise error
        return [_said(line) for line in done.stdout.split("\n")[:-1]]  # Python splits at more

    @contextmanager
    def one_by_one(self) -> Iterator[Callable[[Question], Said]]:
        """A process that takes one question after the other."""
        with subprocess.Popen(  # noqa: S603
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        ) as process:
            questions, answers = cast("IO[str]", process.stdin), cast("IO[str]", process.stdout)

            def ask(question: Question) -> Said:
                print(json.dumps(question), file=questions, flush=True)
                return _said(answers.readline())

            yield ask
            questions.close()


def _said(line: str) -> Said:
    verdict, issues = json.loads(line)
    return verdict, [(path, message) for path, message in issues]


@contextmanager
def generated(contract: Contract, coerce: Coercion, node: str, node_modules: Path) -> Iterator[Judge]:
    """Generate a client for as long as it is asked."""
    with tempfile.TemporaryDirectory(prefix="contractbridge-") as name:
        folder = Path(name)
        artefacts = (*emit_files(contract, coerce=coerce).artefacts, _items(contract))
        plan_folder(folder / "api", artefacts).apply()
        (folder / "package.json").write_text('{"type": "module"}')
        judge = folder / "judge.mjs"
        judge.write_text(
            files("contractbridge.prove").joinpath("judge.mjs").read_text(encoding="utf-8"), encoding="utf-8"
        )
        _link(folder / "node_modules", node_modules)
        yield Judge((node, str(judge), f"{(folder / 'api').as_uri()}/"))


def _items(contract: Contract) -> Artefact:
    """The schemas of what streams are of. Operations have none, since the client gives the whole response."""
    module = Module("items.js")
    for source, name in (("zod", "z"), ("checks.js", "is"), ("schemas.js", "Schemas")):
        module.import_all(source, name)
    scope = Scope(contract, name_contract(contract, face_definitions(contract)), RESPONSE, "Schemas.")
    members = [
        f"{quote(f'{operation.method} {operation.path} {response.status}')}: () => {zod.code}"
        for operation in contract.operations
        for response in operation.responses
        for content in response.contents[:1]
        if content.items is not None
        for zod in [schema(content.items, Place(replace(scope, face=Face("response", response.omits))))]
    ]
    module.add(f"export const items = {fit('{', members, '}', spaced=True)};")
    return module.artefact()


def _link(place: Path, folder: Path) -> None:
    if sys.platform == "win32":  # where a link needs a privilege, and a junction none
        import _winapi  # noqa: PLC0415  only Windows has it

        _winapi.CreateJunction(str(folder), str(place))
    else:
        place.symlink_to(folder, target_is_directory=True)
