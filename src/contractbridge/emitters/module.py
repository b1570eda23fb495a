"""`Module`: one file in the making. It owns the header and the imports, so that no emitter writes an import line."""

from __future__ import annotations

from dataclasses import dataclass, field

from contractbridge.output import HEADER, Artefact


def heading(path: str) -> str:
    """The first lines of a file. No `checkJs` need look into JavaScript, whose declarations stand beside it."""
    return f"// {HEADER}" + ("\n// @ts-nocheck" if path.endswith(".js") else "")


@dataclass(slots=True)
class Module:
    """A file: imports collect while its statements are written.

    `path` is relative to the output folder, with forward slashes; `import_all("types.js")` returns the name under
    which that sibling is at hand, and imports it once.
    """

    path: str
    statements: list[str] = field(default_factory=list)
    _imports: dict[str, str] = field(default_factory=dict)

    def import_all(self, source: str, name: str, *, types_only: bool = False) -> str:
        """Bind everything that `source` exports to `name` (`import * as name`); a file of ours is given by its path
        in the output folder, a package by its name. Returns `name`."""
        keyword = "import type" if types_only else "import"
        line = f'{keyword} * as {name} from "{self._specifier(source)}";'
        # An import for values serves types too.
        if self._imports.get(source, "import type").startswith("import type"):
            self._imports[source] = line
        return name

    def export_all(self, source: str, name: str = "") -> None:
        """Export again all that `source` exports, under the namespace `name` where one is given."""
        self.add(f'export * {f"as {name} " if name else ""}from "{self._specifier(source)}";')

    def add(self, statement: str) -> None:
        self.statements.append(statement)

    def artefact(self) -> Artefact:
        """The finished file."""
        # Packages first.
        sources = sorted(self._imports, key=lambda source: (source.endswith(".js"), source))
        imports = "\n".join(self._imports[source] for source in sources)
        parts = (heading(self.path), imports, "\n".join(self.statements).rstrip("\n"))
        return Artefact(self.path, "\n\n".join(part for part in parts if part) + "\n")

    def _specifier(self, source: str) -> str:
        if not source.endswith(".js"):
            return source
        depth = self.path.count("/")
        return ("../" * depth or "./") + source
