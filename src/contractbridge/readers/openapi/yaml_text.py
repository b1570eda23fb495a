"""YAML to JSON values: the core schema of YAML 1.2, with limits on depth and on what aliases unfold to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

import yaml

from contractbridge.errors import DocumentError

_DEEPEST: Final = 500
_MOST_NODES: Final = 3_000_000
_MOST_UNFOLDED: Final = 200_000

# YAML 1.2, 10.3.2: `on`, `yes`, dates and 0777 mean here what they say.
_CONSTANTS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_DECIMAL: Final = re.compile(r"[-+]?[0-9]+")
_BASED: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_TEXT: Final = "tag:yaml.org,2002:str"
_MERGE: Final = object()


def parse_yaml(text: str, name: str) -> Any:
    """The value that `text` holds; `name` is what people call it.

    Raises DocumentError, with line and column, where it holds none, several, or one too large or too deep.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    tree = _Tree(name)
    try:
        for event in yaml.parse(text, Loader=loader):
            tree.take(event)
    except yaml.reader.ReaderError as error:
        line, column = text.count("\n", 0, error.position), error.position - text.rfind("\n", 0, error.position)
        raise DocumentError(f"{name}:{line + 1}:{column} is not YAML: {error.reason}.") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        raise DocumentError(f"{place} is not YAML: {error.problem}.") from None
    return tree.root


@dataclass(slots=True)
class _Open:
    """A list or a mapping that has begun; a mapping's keys and values alternate."""

    is_mapping: bool
    anchor: str | None
    size_before: int
    items: list[Any] = field(default_factory=list)

    @property
    def awaits_key(self) -> bool:
        return self.is_mapping and len(self.items) % 2 == 0


class _Tree:
    """Builds a value from a parser's events, without recursion."""

    def __init__(self, name: str) -> None:
        self.root: Any = None
        self._name = name
        self._open: list[_Open] = []
        self._anchors: dict[str | None, tuple[Any, int]] = {}
        self._size = 0
        self._unfolded = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self._size += 1
                value = self._read_scalar(event)
                if event.anchor:
                    self._anchors[event.anchor] = value, 1
                self._add(value, event)
            case yaml.AliasEvent():
                self._add(self._unfold(event), event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                if len(self._open) >= _DEEPEST:
                    self._fail(event, "is nested too deeply to be read")
                self._size += 1
                self._open.append(_Open(isinstance(event, yaml.MappingStartEvent), event.anchor, self._size))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close(event)
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._fail(event, "begins a second document, and only one can be read")

    def _close(self, event: yaml.Event) -> None:
        done = self._open.pop()
        value = self._join(done.items, event) if done.is_mapping else done.items
        if done.anchor:
            self._anchors[done.anchor] = value, self._size - done.size_before + 1
        self._add(value, event)

    def _add(self, value: Any, event: yaml.Event) -> None:
        if self._size > _MOST_NODES:
            self._fail(event, f"is the end of what can be read: more than {_MOST_NODES:,} values")
        if not self._open:
            self.root = value
            return
        parent = self._open[-1]
        if parent.awaits_key and not isinstance(value, str) and value is not _MERGE:
            self._fail(event, "is a key, and keys must be strings")
        parent.items.append(value)

    def _unfold(self, event: yaml.AliasEvent) -> Any:
        if any(each.anchor == event.anchor for each in self._open):
            self._fail(event, "is an alias of what it is a part of")
        if event.anchor not in self._anchors:
            self._fail(event, "is an alias of nothing")
        value, size = self._anchors[event.anchor]
        self._size += size
        self._unfolded += size
        if self._unfolded > _MOST_UNFOLDED:
            self._fail(event, f"unfolds, with the aliases before it, to more than {_MOST_UNFOLDED:,} values")
        return value

    def _read_scalar(self, event: yaml.ScalarEvent) -> Any:
        text: str = event.value
        is_plain = event.implicit[0] if event.tag in (None, "!") else event.tag != _TEXT
        if self._open and self._open[-1].awaits_key:
            return _MERGE if text == "<<" and is_plain else text
        if not is_plain or event.tag == "!":
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if _DECIMAL.fullmatch(text):
            return int(text)
        if _BASED.fullmatch(text):
            return int(text, 0)
        return float(text) if _FLOAT.fullmatch(text) else text

    def _join(self, items: list[Any], event: yaml.Event) -> dict[str, Any]:
        """A mapping of keys and values; what it merges yields to what it says itself."""
        pairs = list(zip(items[::2], items[1::2], strict=True))
        merged: dict[str, Any] = {}
        for key, value in pairs:
            if key is _MERGE:
                sources = value if isinstance(value, list) else [value]
                if not all(isinstance(each, dict) for each in sources):
                    self._fail(event, "merges what is no mapping")
                for each in reversed(sources):
                    merged |= each
        return merged | {key: value for key, value in pairs if key is not _MERGE}

    def _fail(self, event: yaml.Event, problem: str) -> NoReturn:
        mark = event.start_mark
        place = f"{self._name}:{mark.line + 1}:{mark.column + 1}" if mark else self._name
        raise DocumentError(f"{place} {problem}.")
