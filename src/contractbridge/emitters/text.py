"""Layout and escaping for the text of JavaScript and TypeScript.

Everything that comes from a document passes through `quote`, `key`, `literal` or `jsdoc` on its way out: they are what
keeps a hostile name or description from becoming code.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from typing import Final

from contractbridge.contract import JSON

WIDTH: Final = 90

_IDENTIFIER: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*\Z")
# Legal within JSON strings, line terminators in JavaScript before ES2019 and in every comment.
_LINE_SEPARATORS: Final = {0x2028: "\\u2028", 0x2029: "\\u2029"}
_SPACES: Final = {ord(each): " " for each in "\x0b\x0c\r\x85\u2028\u2029"}
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_SURROGATES: Final = re.compile(r"[\ud800-\udfff]")


def indent(text: str, levels: int = 1) -> str:
    """`text` with every line that is not empty moved in by two spaces for each level."""
    prefix = "  " * levels
    return "\n".join(prefix + line if line else line for line in text.split("\n"))


def fit(opening: str, items: Sequence[str], closing: str, *, separator: str = ",", spaced: bool = False) -> str:
    """`items` between brackets: on one line where they fit, otherwise one a line, each followed by `separator`."""
    space = " " if spaced and items else ""
    line = f"{opening}{space}{f'{separator} '.join(items)}{space}{closing}"
    if len(line) <= WIDTH and "\n" not in line:
        return line
    body = indent("\n".join(f"{item}{separator}" for item in items))
    return f"{opening}\n{body}\n{closing}"


def after(opening: str, type_: str) -> str:
    """`type_` behind `opening`; a union of one member a line begins a line of its own, moved in."""
    return f"{opening.rstrip()}\n{indent(type_)}" if type_.startswith("| ") else opening + type_


def quote(text: str) -> str:
    """A string literal, double-quoted, safe in every version of JavaScript."""
    escaped = json.dumps(text, ensure_ascii=False).translate(_LINE_SEPARATORS)
    return _SURROGATES.sub(lambda found: f"\\u{ord(found[0]):04x}", escaped)


def is_identifier(text: str) -> bool:
    """Whether `text` can stand as a name; ASCII only, reserved words included."""
    return _IDENTIFIER.match(text) is not None


def key(name: str) -> str:
    """A member name in a type or an interface: bare where it may be, otherwise quoted."""
    return name if is_identifier(name) else quote(name)


def property_key(name: str) -> str:
    """A member name in an object literal. A plain `__proto__:` would set the prototype, a computed one does not."""
    return '["__proto__"]' if name == "__proto__" else key(name)


def literal(value: JSON) -> str:
    """A JSON value as an expression; numbers that JavaScript cannot spell become the nearest it can."""
    match value:
        case str():
            return quote(value)
        case float() if not math.isfinite(value):
            return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
        case float() if value.is_integer() and abs(value) < 1e21:
            return str(int(value))
        case list():
            return f"[{', '.join(literal(each) for each in value)}]"
        case dict():
            members = [f"{property_key(name)}: {literal(each)}" for name, each in value.items()]
            return f"{{ {', '.join(members)} }}" if members else "{}"
        case _:
            return json.dumps(value)


def jsdoc(paragraphs: Iterable[str]) -> str:
    """A documentation comment ending in a newline, or nothing where there is nothing to say."""
    lines: list[str] = []
    for paragraph in paragraphs:
        cleaned = _CONTROLS.sub("", paragraph.translate(_SPACES)).replace("*/", "*\\/").strip()
        if cleaned:
            lines += ["", *(line.rstrip() for line in cleaned.split("\n"))]
    if not lines:
        return ""
    first, *rest = lines[1:]
    if not rest:
        return f"/** {first} */\n"
    return "/**\n" + "".join(f" * {line}".rstrip() + "\n" for line in (first, *rest)) + " */\n"
