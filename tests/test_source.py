"""Where documents come from, how they are written, and what is said where there is none."""

import contextlib
import http.server
import json
import subprocess
import threading

import pytest

from contractbridge.contract import Ref
from contractbridge.errors import DocumentError
from contractbridge.readers.openapi import bundling, downloading, limits, yaml_text
from contractbridge.readers.openapi.document import read_contract
from contractbridge.readers.openapi.source import load_document

DOCUMENT = {"openapi": "3.1.0", "info": {"title": "Shop"}, "paths": {}}
TEXT = json.dumps(DOCUMENT)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder to be in, so that messages name files as they are given."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refusal(source):
    with pytest.raises(DocumentError) as caught:
        load_document(source)
    return str(caught.value), caught.value.hint


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", TEXT.encode()),
        ("a.json", b"\xef\xbb\xbf" + TEXT.encode()),
        ("a.json", TEXT.encode("utf-16")),
        ("a.json", b"\n\n  " + TEXT.encode()),
        ("a.yaml", TEXT.encode()),
        ("a.yml", b"openapi: 3.1.0\ninfo: {title: Shop}\npaths: {}\n"),
        ("document", b"---\nopenapi: '3.1.0'\ninfo:\n  title: Shop\npaths: {}\n"),
        ("a.json", b"openapi: 3.1.0\ninfo: {title: Shop}\npaths: {}\n"),
    ],
)
def test_file_is_loaded_as_json_or_yaml(folder, name, data):
    (folder / name).write_bytes(data)
    assert load_document(name) == load_document(folder / name) == DOCUMENT


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("on", "on"),
        ("yes", "yes"),
        ("true", True),
        ("False", False),
        ("2024-01-31", "2024-01-31"),
        ("2024-01-31T10:00:00Z", "2024-01-31T10:00:00Z"),
        ("12:30:45", "12:30:45"),
        ("0o17", 15),
        ("0x1F", 31),
        ("017", 17),
        ("1_000", "1_000"),
        ("1e3", 1000.0),
        ("-0.5", -0.5),
        ("3.1.0", "3.1.0"),
        ("null", None),
        ("~", None),
        ("", None),
        ("'1'", "1"),
        ("!!str 1", "1"),
        ("! 1", "1"),
        ("!!int '1'", 1),
        ("!!python/object:os.system x", "x"),
        ("|\n    two\n    lines", "two\nlines\n"),
        ("{200: a, on: b, null: c}", {"200": "a", "on": "b", "null": "c"}),
        ("&a [1, *b]", [1, "shared"]),
        ("{<<: {a: 1, b: 2}, b: 3}", {"a": 1, "b": 3}),
        ("{<<: [{a: 1}, {a: 2, b: 2}]}", {"a": 1, "b": 2}),
        ("{'<<': 1}", {"<<": 1}),
    ],
)
def test_yaml_means_what_json_can_say(folder, written, meant):
    (folder / "a.yaml").write_text(f"openapi: 3.1.0\nshared: &b shared\nvalue: {written}\n", encoding="utf-8")
    value = load_document("a.yaml")["value"]
    assert (type(value), value) == (type(meant), meant)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.json", b"", "a.json is empty."),
        ("a.json", b" \n ", "a.json is empty."),
        ("a.json", b'{"openapi": "3.1.0",\n "info" {}}', "a.json:2:9 is not JSON: Expecting ':' delimiter."),
        ("a.json", b'{"a": "caf\xe9"}', "a.json:1:11 is not UTF-8."),
        ("a.json", b"<!DOCTYPE html><title>Docs</title>", "a.json is a web page, and no OpenAPI document."),
        ("a.json", b"[1]", "a.json is no OpenAPI document: it is not an object."),
        ("a.json", b"just words", "a.json is no OpenAPI document: it is not an object."),
        ("a.json", b'{"name": "shop"}', "a.json is no OpenAPI document: it has no `openapi` version."),
        ("a.json", b'{"swagger": "2.0"}', "a.json is a Swagger 2.0 document, and OpenAPI 3 is needed."),
        ("a.json", b'{"a": NaN}', "a.json holds a number that cannot be read: NaN is not JSON."),
        ("a.json", b"[" * 100_000, "a.json is nested too deeply to be read."),
        ("a.json", b'{"a":' * 100_000, "a.json is nested too deeply to be read."),
        ("a.yaml", b"a: [1\nb: 2", "a.yaml:2:2 is not YAML: did not find expected ',' or ']'."),
        ("a.yaml", b"a: \x07", "a.yaml:1:4 is not YAML: control characters are not allowed."),
        ("a.yaml", b"a: 1\n---\nb: 2", "a.yaml:2:1 begins a second document, and only one can be read."),
        ("a.yaml", b"a: &a [*a]", "a.yaml:1:8 is an alias of what it is a part of."),
        ("a.yaml", b"a: *b", "a.yaml:1:4 is an alias of nothing."),
        ("a.yaml", b"{[1]: 2}", "a.yaml:1:4 is a key, and keys must be strings."),
        ("a.yaml", b"a: {<<: 1}", "a.yaml:1:10 merges what is no mapping."),
        ("a.yaml", b"a: " + b"[" * 100_000, "a.yaml:1:503 is nested too deeply to be read."),
        ("a.yaml", b"%YAML 9", None),
    ],
    ids=lambda each: str(each)[:40],
)
def test_file_that_is_no_document_is_refused_in_one_sentence(folder, name, data, message):
    (folder / name).write_bytes(data)
    found, _ = refusal(name)
    assert found == message or (message is None and found.startswith(f"{name}:") and found.endswith("."))


def test_number_beyond_python_is_refused(folder):
    (folder / "a.json").write_text('{"a": ' + "9" * 5000 + "}", encoding="utf-8")
    assert refusal("a.json")[0].startswith("a.json holds a number that cannot be read: Exceeds the limit")


def test_yaml_bomb_is_refused(folder):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    (folder / "a.yaml").write_text("\n".join(lines), encoding="utf-8")
    assert refusal("a.yaml")[0].endswith(" to more than 200,000 values.")


def test_endless_yaml_is_refused(folder, monkeypatch):
    monkeypatch.setattr(yaml_text, "_MOST_NODES", 100)
    (folder / "a.yaml").write_text("a: [" + "x," * 100 + "]", encoding="utf-8")
    assert refusal("a.yaml")[0] == "a.yaml:1:199 is the end of what can be read: more than 100 values."


def test_body_of_more_than_200_mb_is_refused(folder):
    with (folder / "a.json").open("wb") as file:
        file.truncate(201_000_000)
    assert refusal("a.json")[0] == "a.json is larger than 200 MB."


@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        ("openapi.jsn", "There is no file openapi.jsn.", "Did you mean openapi.json?"),
        ("zzz", "There is no file zzz.", ""),
        ("no/openapi.json", "There is no file no/openapi.json.", "There is no folder no either."),
        (".", ". is a folder, not a document.", ""),
        ("openapi.json/x", "openapi.json/x cannot be read: Not a directory.", ""),
        ("a\0b", "a\0b cannot be read: embedded null byte.", ""),
        ("x" * 5000, f"{'x' * 5000} cannot be read: File name too long.", ""),
        (
            "ftp://example.com/a.json",
            "ftp://example.com/a.json is of the scheme 'ftp', and only http and https are fetched.",
            "",
        ),
        ("file:///etc/passwd", "file:///etc/passwd is of the scheme 'file', and only http and https are fetched.", ""),
        ("http://", "http:// cannot be fetched: no host given.", "Is the server running?"),
    ],
    ids=lambda each: str(each)[:40],
)
def test_source_that_is_not_there_is_named_with_a_way_out(folder, source, message, hint):
    (folder / "openapi.json").write_text(TEXT, encoding="utf-8")
    assert refusal(source) == (message, hint)


# Git


@pytest.fixture
def repository(folder):
    def git(*words):
        identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
        subprocess.run(["git", *identity, *words], check=True, capture_output=True, cwd=folder)

    git("init", "-b", "main")
    (folder / "docs").mkdir()
    (folder / "docs" / "contract.json").write_text(TEXT, encoding="utf-8")
    git("add", ".")
    git("commit", "-m", "First")
    git("tag", "v1")
    (folder / "docs" / "contract.json").write_text(TEXT.replace("Shop", "Store"), encoding="utf-8")
    return folder


@pytest.mark.parametrize("ref", ["main", "v1", "HEAD", "HEAD@{0}"])
def test_revision_is_loaded_from_git(repository, ref):
    assert load_document(f"{ref}:docs/contract.json") == DOCUMENT
    assert load_document("docs/contract.json")["info"] == {"title": "Store"}


def test_revision_is_found_from_a_folder_within(repository, monkeypatch):
    monkeypatch.chdir(repository / "docs")
    assert load_document("main:docs/contract.json") == load_document("main:./contract.json") == DOCUMENT


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("main:gone.json", "There is no file main:gone.json, and git says: path 'gone.json' does not exist in 'main'."),
        ("gone:docs/contract.json", "There is no file gone:docs/contract.json, and git says: "),
        ("main:docs", "There is no file main:docs, and git says: "),
        ("--help:x", "There is no file --help:x."),
    ],
)
def test_revision_that_is_not_there_is_what_git_says(repository, source, message):
    assert refusal(source)[0].startswith(message)


def test_folder_without_git_has_no_revisions(folder):
    assert "git says: not a git repository" in refusal("main:contract.json")[0]


# URLs


@pytest.fixture
def server():
    """A server that answers each path as it is told; gives its address and the table of answers."""
    answers = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            status, headers, body = answers.get(self.path, (404, {}, b"gone"))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(body() if callable(body) else body)

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}", answers
        running.shutdown()


@pytest.mark.parametrize(
    ("path", "body"),
    [("/openapi.json", TEXT.encode()), ("/openapi.yaml", b"openapi: 3.1.0\ninfo: {title: Shop}\npaths: {}")],
)
def test_url_is_loaded(server, path, body):
    address, answers = server
    answers[path] = (200, {}, body)
    answers["/moved"] = (307, {"Location": path}, b"")
    assert load_document(f"{address}{path}") == load_document(f"{address}/moved") == DOCUMENT


@pytest.mark.parametrize(
    ("status", "headers", "body", "message"),
    [
        (404, {}, b"", "{} answered 404 Not Found."),
        (403, {}, b"", "{} answered 403 Forbidden."),
        (200, {}, b"<html>", "{} is a web page, and no OpenAPI document."),
        (200, {}, b"{", "{}:1:2 is not JSON: Expecting property name enclosed in double quotes."),
        (302, {"Location": "file:///etc/passwd"}, b"", None),
        (302, {"Location": "ftp://127.0.0.1/x"}, b"", None),
        (302, {"Location": "/it"}, b"", None),
        (200, {"Content-Length": "100"}, b"{", None),
    ],
)
def test_url_without_a_document_is_refused(server, status, headers, body, message):
    address, answers = server
    answers["/it"] = (status, headers, body)
    found, _ = refusal(f"{address}/it")
    assert found == message.format(f"{address}/it") if message else found.endswith((".", "fetched."))


def test_password_in_a_url_is_not_repeated(server):
    address, _ = server
    message, _ = refusal(address.replace("//", "//user:secret@") + "/it")
    assert "secret" not in message


def test_server_that_does_not_answer_is_given_up(server, monkeypatch):
    address, answers = server
    wait = threading.Event()
    answers["/slow"] = (200, {}, lambda: wait.wait(5) and b"")
    monkeypatch.setattr(downloading, "SECONDS", 0.2)
    assert refusal(f"{address}/slow")[0] == f"{address}/slow did not answer within 0.2 seconds."
    wait.set()


def test_endless_body_is_cut(server, monkeypatch):
    address, answers = server
    answers["/long"] = (200, {}, b"x" * 2000)
    monkeypatch.setattr(limits, "LARGEST", 1000)
    assert refusal(f"{address}/long")[0] == f"{address}/long is larger than 0 MB."


def test_python_parser_of_yaml_serves_where_there_is_no_faster_one(folder, monkeypatch):
    monkeypatch.delattr(yaml_text.yaml, "CSafeLoader")
    (folder / "a.yaml").write_text("openapi: 3.1.0\ninfo: {title: Shop}\npaths: {}\n", encoding="utf-8")
    assert load_document("a.yaml") == DOCUMENT


# Documents in several files


def reference(address):
    return {"schema": {"$ref": address}}


FILES = {
    "api/openapi.json": json.dumps(
        DOCUMENT
        | {
            "paths": {"/": {"$ref": "paths.yaml#/root"}},
            "components": {
                "schemas": {
                    "Pet": {"$ref": "models/pet.json"},
                    "Own": {"type": "string"},
                    "Data": {"default": {"$ref": "no.json"}, "properties": {"default": {"$ref": "models/pet.json"}}},
                }
            },
        }
    ),
    "api/paths.yaml": "root: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/shared'}}}}}}\n"
    "shared: {$ref: 'openapi.json#/components/schemas/Own'}\n",
    "api/models/pet.json": '{"properties": {"name": {"$ref": "common.json#/a~1b"}, "self": {"$ref": "#"}}}',
    "api/models/common.json": '{"a/b": {"type": "string"}, "up": {"$ref": "../openapi.json#/components/schemas/Own"}}',
}
BUNDLED = DOCUMENT | {
    "paths": {"/": {"$ref": "#/x-elsewhere/paths/root"}},
    "components": {
        "schemas": {
            "Pet": {"$ref": "#/x-elsewhere/models~1pet"},
            "Own": {"type": "string"},
            "Data": {
                "default": {"$ref": "no.json"},
                "properties": {"default": {"$ref": "#/x-elsewhere/models~1pet"}},
            },
        }
    },
    "x-elsewhere": {
        "paths": {
            "root": {
                "post": {
                    "requestBody": {"content": {"application/json": reference("#/x-elsewhere/paths/shared")}},
                }
            },
            "shared": {"$ref": "#/components/schemas/Own"},
        },
        "models/pet": {
            "properties": {
                "name": {"$ref": "#/x-elsewhere/models~1common/a~1b"},
                "self": {"$ref": "#/x-elsewhere/models~1pet"},
            }
        },
        "models/common": {"a/b": {"type": "string"}, "up": {"$ref": "#/components/schemas/Own"}},
    },
}


@pytest.fixture
def spread(folder):
    """A document in several files."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_other_files_are_followed_only_where_asked(spread):
    assert load_document("api/openapi.json") == json.loads(FILES["api/openapi.json"])
    assert load_document("api/openapi.json", follow_refs=True) == BUNDLED
    assert load_document(spread / "api" / "openapi.json", follow_refs=True) == BUNDLED
    contract, notices = read_contract(BUNDLED)
    assert notices == ()
    assert contract.operations[0].body.contents[0].type == Ref("#/x-elsewhere/paths/shared")


def test_other_files_are_followed_in_git(spread):
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
    for words in (["init", "-b", "main"], ["add", "."], ["commit", "-m", "First"]):
        subprocess.run(["git", *identity, *words], check=True, capture_output=True)
    (spread / "api" / "paths.yaml").unlink()
    assert load_document("main:api/openapi.json", follow_refs=True) == BUNDLED


def test_other_documents_are_followed_on_a_server(server):
    address, answers = server
    answers.update({f"/{name}": (200, {}, text.encode()) for name, text in FILES.items()})
    bundled = load_document(f"{address}/api/openapi.json", follow_refs=True)
    assert bundled["paths"] == {"/": {"$ref": "#/x-elsewhere/api~1paths/root"}}
    assert read_contract(bundled).notices == ()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("gone.json", "There is no file {}/api/gone.json."),
        ("../secret.json", "{}/api/a.json refers to ../secret.json, which is outside the folder of the document."),
        ("x/../../secret", "{}/api/a.json refers to x/../../secret, which is outside the folder of the document."),
        ("/etc/passwd", "{}/api/a.json refers to /etc/passwd, which is outside the folder of the document."),
        ("link.json", "{}/api/a.json refers to link.json, which is outside the folder of the document."),
        ("file:///etc/passwd", "file:///etc/passwd is of the scheme 'file', and only http and https are fetched."),
        ("broken.json", "{}/api/broken.json:1:2 is not JSON: Expecting property name enclosed in double quotes."),
    ],
)
def test_reference_that_leads_nowhere_or_too_far_is_refused(folder, address, message):
    (folder / "api").mkdir()
    (folder / "secret.json").write_text("{}", encoding="utf-8")
    (folder / "api" / "link.json").symlink_to(folder / "secret.json")
    (folder / "api" / "broken.json").write_text("{", encoding="utf-8")
    document = DOCUMENT | {"components": reference(address)}
    (folder / "api" / "a.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load_document("api/a.json", follow_refs=True)
    assert str(caught.value) == message.format(folder)


def test_documents_without_end_are_refused(folder, monkeypatch):
    monkeypatch.setattr(bundling, "_MOST_DOCUMENTS", 10)
    for number in range(20):
        document = DOCUMENT | {"components": reference(f"{number + 1}.json")}
        (folder / f"{number}.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(DocumentError, match=r"^0\.json refers to more than 10 documents, or 200 MB of them\.$"):
        load_document("0.json", follow_refs=True)
