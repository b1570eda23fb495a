"""Documents that nobody would write: reading ends, and what is printed parses and holds no code of theirs.

Seeded, so that a failure can be had again. CONTRACTBRIDGE_FUZZ=20 makes the run twenty times as long.
"""

import contextlib
import json
import math
import os
import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from contractbridge.emitters import emit_files
from contractbridge.errors import DocumentError
from contractbridge.readers.openapi.document import read_contract

FOLDER = Path(__file__).parent / "fuzz"
LENGTH = int(os.environ.get("CONTRACTBRIDGE_FUZZ", "1"))

INJECTIONS = [
    "*/ globalThis.pwned = 1; /*",
    '"; globalThis.pwned = 1; "',
    "'; globalThis.pwned = 1; '",
    "`; globalThis.pwned = 1; `",
    "${globalThis.pwned = 1}",
    "\n globalThis.pwned = 1; //",
    "\u2028 globalThis.pwned = 1; //",
    "\u2029 globalThis.pwned = 1; //",
    "\r globalThis.pwned = 1; //",
    "\\",
    "\\*/ globalThis.pwned = 1; //",
    "</script><script>globalThis.pwned = 1</script>",
    "{@link x} */ globalThis.pwned = 1; /**",
    "]; globalThis.pwned = 1; [",
    "/; globalThis.pwned = 1; /",
    "[/; globalThis.pwned = 1; /]",
]
NAMES = [
    "__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "then", "default", "class", "await",
    "arguments", "eval", "let", "static", "Record", "Date", "Promise", "Array", "Object", "string", "any",
    "unknown", "never", "z", "$ref", "a-b", "a b", "1", "0x1", "", " ", "é", "日本", "😀", "\ud800", "\0",
    "../../x", "..", ".", "/", "C:\\x", "con", "index", "types", "schemas", "client", "runtime", "checks",
    "a" * 300, "A/B", "~1", "#", "%2F", "x\u200by",
]  # fmt: skip
SCALARS = [
    None,
    True,
    False,
    0,
    -1,
    1.5,
    10**30,
    10**400,
    math.inf,
    -math.inf,
    math.nan,
    "",
    "string",
    "object",
    "3.1.0",
]
KEYWORDS = [
    "$ref", "$defs", "additionalProperties", "allOf", "anyOf", "const", "content", "default", "deprecated",
    "description", "discriminator", "enum", "example", "examples", "exclusiveMinimum", "format", "in",
    "itemSchema", "items", "mapping", "maxItems", "maximum", "minItems", "minLength", "multipleOf", "name",
    "not", "nullable", "oneOf", "operationId", "parameters", "pattern", "patternProperties", "prefixItems",
    "properties", "propertyName", "propertyNames", "required", "requestBody", "responses", "schema", "style",
    "summary", "tags", "title", "type", "uniqueItems", "x-contractbridge", "x-enum-varnames",
]  # fmt: skip


class Vandal:
    """Spoils documents, the same way for the same seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def spoil(self, text):
        """A document with a few things done to it that its author would not have done."""
        document = json.loads(text)
        places = list(_places(document))
        for _ in range(self.random.choice([1, 1, 2, 3, 5, 10, 30])):
            # A place may be gone, through what was done before.
            with contextlib.suppress(KeyError, IndexError):
                self.random.choice([self.replace, self.replace, self.rename, self.insert, self.graft, self.remove])(
                    places
                )
        return document

    def replace(self, places):
        holder, key = self.random.choice(places)
        holder[key] = self.value(places)

    def rename(self, places):
        objects = [(holder, key) for holder, key in places if isinstance(holder, dict)]
        holder, key = self.random.choice(objects)
        holder[self.name()] = holder.pop(key)

    def insert(self, places):
        objects = [holder[key] for holder, key in places if isinstance(holder[key], dict)]
        if objects:
            self.random.choice(objects)[self.random.choice([*KEYWORDS, self.name()])] = self.value(places)

    def graft(self, places):
        (holder, key), (other, where) = self.random.choice(places), self.random.choice(places)
        holder[key] = json.loads(json.dumps(other[where], default=str)) if _is_shallow(other[where]) else {}

    def remove(self, places):
        holder, key = self.random.choice(places)
        del holder[key]

    def name(self):
        return self.random.choice(NAMES + INJECTIONS)

    def value(self, places):
        kind = self.random.randrange(8)
        if kind == 0:
            return self.random.choice(SCALARS)
        if kind == 1:
            return self.random.choice(
                [[], {}, [[]], [{}], {"type": self.name()}, [self.name()], {self.name(): {}}, {7: {}}]
            )
        if kind == 2:
            return self.nested()
        if kind == 3:
            return {"$ref": self.reference(places)}
        if kind == 4:
            return [self.name(), self.random.choice(INJECTIONS), self.random.choice(SCALARS)]
        return self.name() if kind == 5 else self.random.choice(INJECTIONS)

    def reference(self, places):
        _, key = self.random.choice(places)
        known = ["Order", "Item", "Base", "Status", "Upload", "Event", "Created", "Tree", "Json"]
        return self.random.choice(
            [f"#/components/schemas/{self.random.choice(known)}"] * 5
            + ["#", "#/", "other.json", self.name(), f"#/{key}", f"#/paths/{self.name()}"]
        )

    def nested(self):
        word = self.random.choice(
            ["items", "allOf", "anyOf", "oneOf", "properties", "additionalProperties", "not", "$defs", "x"]
        )
        value = {}
        for _ in range(self.random.choice([10, 100, 1000, 10_000])):
            value = {word: [value] if word.endswith("Of") else {"a": value} if word == "properties" else value}
        return value


def _places(document):
    """Every place that can be spoiled: what holds it, and its key."""
    for key in document if isinstance(document, dict) else range(len(document)):
        yield document, key
        if isinstance(document[key], dict | list):
            yield from _places(document[key])


def _is_shallow(value):
    """Whether `value` can be copied by recursion."""
    level = [value]
    for _ in range(50):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return not level


def spoiled(seed, count, texts):
    """Documents, each with the seed that makes it again."""
    for each in range(seed * 1_000_000, seed * 1_000_000 + count):
        vandal = Vandal(each)
        yield each, vandal.spoil(vandal.random.choice(texts))


@pytest.fixture(scope="module")
def texts(specs):
    """What to begin with: a shop with a little of everything, mostly, and the template's real document."""
    shop, template = (FOLDER / "shop.json"), (specs / "fsft.json")
    return [shop.read_text(encoding="utf-8")] * 9 + [template.read_text(encoding="utf-8")]


def read(seed, document):
    try:
        return read_contract(document)
    except DocumentError:
        return None
    except Exception as error:
        error.add_note(f"seed {seed}")
        raise


@pytest.mark.parametrize("seed", range(10))
def test_any_document_is_read_or_refused(seed, texts):
    for each, document in spoiled(seed, 150 * LENGTH, texts):
        reading = read(each, document)
        if reading is not None:
            assert all(notice.place.startswith("#") for notice in reading.notices), each


# What is printed


@pytest.fixture
def faults(node, node_modules, tmp_path):
    """Gives the faults that a script finds in files."""
    (tmp_path / "node_modules").symlink_to(node_modules)
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")

    def run(script, files):
        shutil.copy(FOLDER / script, tmp_path)
        command = [node, "--experimental-vm-modules", "--no-warnings", script]
        listed = "\n".join(map(str, files))
        done = subprocess.run(command, input=listed, capture_output=True, text=True, check=True, cwd=tmp_path)
        return json.loads(done.stdout)

    return run


@pytest.mark.parametrize("target", ["js", "ts"])
@pytest.mark.parametrize("seed", range(100, 103))
def test_any_document_is_printed_as_code_of_ours(seed, target, texts, tmp_path, faults):
    generated, faces = [], []
    for each, document in spoiled(seed, 40 * LENGTH, texts):
        reading = read(each, document)
        for artefact in [] if reading is None else emit(each, reading.contract, target):
            assert re.fullmatch(r"(client/)?[\w.-]+", artefact.path), each
            assert ".." not in artefact.path, each
            file = tmp_path / str(each) / artefact.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(artefact.text, encoding="utf-8")
            if not artefact.path.startswith(("runtime", "checks")):
                generated.append(file)
            if artefact.path == "index.js":
                faces.append(file)
    assert faults("inspect.mjs", generated) == []
    assert faults("load.mjs", faces) == []


def emit(seed, contract, target):
    try:
        return emit_files(contract, target=target).artefacts
    except Exception as error:
        error.add_note(f"seed {seed}")
        raise
