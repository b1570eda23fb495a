"""TOML tables that know their place, so that what is wrong in them can be named."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contractbridge.errors import ConfigError
from contractbridge.output import shown
from contractbridge.spelling import closest


@dataclass(frozen=True, slots=True)
class Table:
    """A table of `file`; `place` is the dotted key that leads to it. Each reader raises a `ConfigError`."""

    file: Path
    place: str
    values: Mapping[str, object]

    def key(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def error(self, key: str, trouble: str, hint: str = "") -> ConfigError:
        return ConfigError(f"{self.file.name}: {self.key(key)} {trouble}.", hint=hint)

    def check_keys(self, known: Iterable[str]) -> None:
        for key in self.values:
            if key not in known:
                hint = closest(key, known) or f"The keys are: {', '.join(known)}."
                raise self.error(key, "is not a key that contractbridge knows", hint)

    def text(self, key: str) -> str | None:
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self.error(key, f"must be a string, not {_kind(value)}")
        if not value.strip():
            raise self.error(key, "is empty")
        return value

    def required_text(self, key: str) -> str:
        value = self.text(key)
        if value is None:
            raise self.error(key, "is missing")
        return value

    def path(self, key: str) -> Path | None:
        value = self.text(key)
        return None if value is None else self.file.parent / value

    def required_path(self, key: str) -> Path:
        return self.file.parent / self.required_text(key)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.error(key, f"must be a list of strings, not {_kind(value)}")
        return tuple(value)

    def mapping(self, key: str) -> dict[str, str]:
        return self.table(key).strings()

    def strings(self) -> dict[str, str]:
        """All of this table, which holds nothing but strings."""
        for name, value in self.values.items():
            if not isinstance(value, str):
                raise self.error(name, f"must be a string, not {_kind(value)}")
        return {name: str(value) for name, value in self.values.items()}

    def choice(self, key: str, value: str, choices: tuple[str, ...]) -> str:
        if value not in choices:
            said = " or ".join(f'"{choice}"' for choice in choices)
            raise self.error(key, f'cannot be "{value}": it is {said}', closest(value, choices))
        return value

    def table(self, key: str) -> Table:
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.error(key, f"must be a table, not {_kind(value)}")
        return Table(self.file, self.key(key), value)

    def tables(self, key: str) -> list[Table]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            hint = f"Write [[{self.key(key)}]] above each."
            raise self.error(key, f"must be a list of tables, not {_kind(value)}", hint)
        return [Table(self.file, f"{self.key(key)}[{index}]", each) for index, each in enumerate(value)]

    def over(self, defaults: Table, keys: Iterable[str]) -> Table:
        """This table, with `keys` from `defaults` where it has none."""
        inherited = {key: defaults.values[key] for key in keys if key in defaults.values}
        return Table(self.file, self.place, inherited | dict(self.values))


def read_toml(file: Path) -> dict[str, object]:
    """The whole of a TOML file.

    Raises:
        ConfigError: it cannot be read or is not TOML.
    """
    try:
        read = file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{shown(file)} cannot be read: {error.strerror}.") from None
    try:
        return tomllib.loads(read.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = read[: error.start].count(b"\n") + 1
        hint = "Save it as UTF-8, as TOML has to be."
        raise ConfigError(f"{shown(file)} is not UTF-8: see the bytes of line {line}.", hint=hint) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        last = read.rstrip().count(b"\n") + 1
        trouble = str(error).replace("at end of document", f"at its end, line {last}")
        raise ConfigError(f"{shown(file)} is not valid TOML: {trouble}.") from None


_KINDS: Final = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "a table",
}


def _kind(value: object) -> str:
    if isinstance(value, list) and value:
        return f"a list with {_kind(next((each for each in value if not isinstance(each, str)), value[0]))}"
    return _KINDS.get(type(value), "a date or time")
