"""What the client says of an operation, piece by piece: read as tables of a contract and its text."""

from __future__ import annotations

import pytest

from contractbridge.contract import (
    MISSING,
    NO_DOCS,
    Array,
    Binary,
    Body,
    Const,
    Content,
    Contract,
    Definition,
    Docs,
    Field,
    Location,
    Map,
    Null,
    Number,
    Object,
    Operation,
    Parameter,
    Ref,
    Response,
    String,
    Type,
    Union,
    WebSocket,
)
from contractbridge.emitters import emit_files
from contractbridge.emitters.arguments import argument_descriptors, arguments
from contractbridge.emitters.client import operation_docs, operation_schemas
from contractbridge.emitters.results import data_text, reads, result_members
from contractbridge.emitters.types import Scope
from contractbridge.faces import REQUEST, face_definitions
from contractbridge.naming import name_contract

ORDER = Ref("Order")
JSON = "application/json"


def operation(
    *responses: Response,
    path: str = "/orders",
    method: str = "POST",
    parameters: tuple[Parameter, ...] = (),
    body: Body | None = None,
    streams: bool = False,
) -> Operation:
    return Operation(method, path, "create", ("orders",), parameters, body, responses, streams)


def scope_of(*operations: Operation) -> Scope:
    order = Object((Field("id", String()), Field("note", String(), required=False)))
    definitions = {
        "Order": Definition(order),
        "Draft": Definition(Object((Field("items", Array(String())),))),
        "Error": Definition(Object((Field("detail", String()),))),
    }
    contract = Contract("", "", definitions, operations)
    return Scope(contract, name_contract(contract, face_definitions(contract)), REQUEST, "types.")


def contents(*pairs: tuple[str, Type]) -> tuple[Content, ...]:
    return tuple(Content(media_type, node) for media_type, node in pairs)


def response(status: str, *pairs: tuple[str, Type]) -> Response:
    return Response(status, contents(*pairs))


def parameter(
    name: str,
    location: Location = "query",
    node: Type | None = None,
    *,
    required: bool = False,
    style: str = "form",
    explode: bool = True,
    media_type: str = "",
    docs: Docs = NO_DOCS,
) -> Parameter:
    return Parameter(name, location, node or String(), required, style, explode, media_type, MISSING, docs)


ok = response("200", (JSON, ORDER))
invalid = response("422", (JSON, Ref("Error")))


@pytest.mark.parametrize(
    ("responses", "data", "read"),
    [
        ((ok, invalid), "types.Order", "json"),
        ((response("201", (JSON, Array(ORDER))),), "types.Order[]", "json"),
        ((ok, response("202", (JSON, Ref("Draft")))), "types.Order | types.Draft", "json"),
        ((ok, response("204")), "types.Order | undefined", "json"),
        ((response("204"),), "undefined", "json"),
        ((response("200"),), "unknown", "anything"),
        ((), "unknown", "anything"),
        ((invalid,), "unknown", "anything"),
        ((response("307"),), "unknown", "anything"),
        ((response("default", (JSON, ORDER)),), "types.Order", "json"),
        ((response("2XX", (JSON, ORDER)),), "types.Order", "json"),
        ((response("200", ("application/hal+json", ORDER)),), "types.Order", "json"),
        ((response("200", ("text/plain", String())),), "string", "text"),
        ((response("200", ("text/html; charset=utf-8", String())),), "string", "text"),
        ((response("200", ("application/xml", ORDER)),), "string", "text"),
        ((response("200", ("image/png", Binary())),), "Blob", "blob"),
        ((response("200", ("image/*", Binary())),), "Blob", "anything"),
        ((response("200", ("*/*", ORDER)),), "types.Order", "anything"),
        ((response("200", (JSON, ORDER), ("text/csv", String())),), "types.Order | string", "anything"),
        ((response("200", (JSON, ORDER), ("application/pdf", Binary())),), "types.Order | Blob", "anything"),
        ((response("2; evil()", (JSON, ORDER)),), "unknown", "anything"),
    ],
)
def test_data(responses: tuple[Response, ...], data: str, read: str) -> None:
    given = operation(*responses)
    assert (data_text(given, scope_of(given)), reads(given)) == (data, read)


def test_data_of_head_and_streams() -> None:
    head = operation(ok, method="HEAD")
    stream = operation(response("200", ("text/event-stream", ORDER)), streams=True)
    assert (data_text(head, scope_of(head)), reads(head)) == ("undefined", "json")
    assert (data_text(stream, scope_of(stream)), reads(stream)) == ("Response", "stream")


@pytest.mark.parametrize(
    ("responses", "expected"),
    [
        (
            (ok, invalid),
            [
                "Success<200, types.Order>",
                "Failure<422, types.Error>",
                "Failure<runtime.OtherStatus<422>, unknown>",
            ],
        ),
        (
            (response("204"), response("4XX", (JSON, Ref("Error"))), response("404", ("text/plain", String()))),
            [
                "Success<204, undefined>",
                "Failure<Exclude<runtime.ClientErrorStatus, 404>, types.Error>",
                "Failure<404, string>",
                "Failure<runtime.OtherStatus<runtime.ClientErrorStatus | 404>, unknown>",
            ],
        ),
        (
            (ok, response("default", (JSON, Ref("Error")))),
            ["Success<200, types.Order>", "Failure<runtime.OtherStatus, types.Error>"],
        ),
        (
            (response("2XX", (JSON, ORDER)), response("201", (JSON, Ref("Draft")))),
            [
                "Success<Exclude<runtime.SuccessStatus, 201>, types.Order>",
                "Success<201, types.Draft>",
                "Failure<runtime.OtherStatus, unknown>",
            ],
        ),
        (
            (response("default", (JSON, ORDER)),),
            ["Success<runtime.SuccessStatus, types.Order>", "Failure<runtime.OtherStatus, types.Order>"],
        ),
        (
            (response("500", ("image/png", Binary())), response("503"), response("5; evil()")),
            [
                "Success<runtime.SuccessStatus, unknown>",
                "Failure<500, string>",
                "Failure<503, unknown>",
                "Failure<runtime.OtherStatus<500 | 503>, unknown>",
            ],
        ),
    ],
)
def test_results(responses: tuple[Response, ...], expected: list[str]) -> None:
    given = operation(*responses)
    members = [member.removeprefix("runtime.") for member in result_members(given, scope_of(given))]
    assert members == expected


upload = Content("multipart/form-data", Object((Field("file", Binary()),)))
several = Body(contents((JSON, Ref("Draft")), ("text/csv", String())), required=True)


@pytest.mark.parametrize(
    ("given", "expected", "required"),
    [
        (operation(), "runtime.NoArgs", False),
        (
            operation(path="/a/{id}", parameters=(parameter("id", "path", Number(), required=True),)),
            "{ path: { id: number } }",
            True,
        ),
        (operation(parameters=(parameter("q"),)), "{ query?: { q?: string | undefined } | undefined }", False),
        (
            operation(parameters=(parameter("a", required=True), parameter("x-b", "header"))),
            '{ query: { a: string }; header?: { "x-b"?: string | undefined } | undefined }',
            True,
        ),
        # Of null nothing is sent.
        (
            operation(parameters=(parameter("a", node=Union((String(), Null())), required=True),)),
            "{ query: { a: string } }",
            True,
        ),
        (
            operation(parameters=(parameter("a", node=Union((String(), Null()))),)),
            "{ query?: { a?: string | null | undefined } | undefined }",
            False,
        ),
        (
            operation(parameters=(parameter("a", "cookie"),)),
            "{ /** Browsers send their own cookies instead. */ cookie?: { a?: string | undefined } | undefined; }",
            False,
        ),
        (
            operation(parameters=(parameter("sort", docs=Docs("How to sort")),)),
            "{\n  query?: {\n    /** How to sort */\n    sort?: string | undefined;\n  } | undefined;\n}",
            False,
        ),
        (
            operation(body=Body(contents((JSON, Union((Ref("Draft"), Null())))), required=False)),
            "{ body?: types.Draft | null | undefined }",
            False,
        ),
        (operation(body=Body((upload,), required=True)), "{ body: {\n  file: File | Blob;\n}; }", True),
        (
            operation(body=Body(contents(("image/png", Binary())), required=True)),
            "{ body: runtime.BinaryBody }",
            True,
        ),
        (operation(body=Body(contents(("text/plain", String())), required=True)), "{ body: string }", True),
        (
            operation(body=several),
            (
                '( | { body: types.Draft; contentType?: "application/json" | undefined }'
                ' | { body: string; contentType: "text/csv" })'
            ),
            True,
        ),
    ],
)
def test_arguments(given: Operation, expected: str, *, required: bool) -> None:
    text, needed = arguments(given, scope_of(given))
    assert (" ".join(text.split()), needed) == (" ".join(expected.split()), required)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (parameter("a", node=Array(String())), []),
        (parameter("a", node=Array(String()), explode=False), ["query: { a: runtime.commas }"]),
        (parameter("a", explode=False), []),
        (parameter("a", node=Array(String()), style="spaceDelimited", explode=False), ["query: { a: runtime.spaces }"]),
        (parameter("a", node=Array(String()), style="pipeDelimited", explode=False), ["query: { a: runtime.pipes }"]),
        (parameter("a", node=Map(String()), style="deepObject"), ["query: { a: runtime.deepObject }"]),
        (parameter("a", node=ORDER, media_type=JSON), ["query: { a: runtime.json }"]),
        (parameter("__proto__", media_type=JSON), ['query: { ["__proto__"]: runtime.json }']),
        (parameter("a", "path", ORDER, style="simple", explode=True), ["paths: { a: runtime.exploded }"]),
        (parameter("a", "path", style="label", explode=False), ["paths: { a: runtime.label }"]),
        (parameter("a", "path", style="matrix", explode=True), ["paths: { a: runtime.matrixExploded }"]),
        (parameter("a", "path", ORDER, media_type=JSON), ["paths: { a: runtime.jsonSegment }"]),
        (parameter("a", "header", Array(String()), style="simple", explode=False), []),
        (parameter("a", "cookie"), ["cookie: runtime.cookies"]),
    ],
)
def test_styles(given: Parameter, expected: list[str]) -> None:
    route = operation(parameters=(given,))
    assert list(argument_descriptors(route, scope_of(route).contract)) == expected


@pytest.mark.parametrize(
    ("media_types", "expected"),
    [
        ([JSON], []),
        (["*/*"], []),
        (["application/vnd.api+json"], ['body: "application/vnd.api+json"']),
        (["multipart/form-data"], ["body: runtime.multipart"]),
        (["application/x-www-form-urlencoded"], ["body: runtime.form"]),
        (["text/plain"], ['body: "text/plain"']),
        (["image/*"], ['body: "application/octet-stream"']),
        (
            ["text/csv", JSON],
            ['bodies: { "text/csv": "text/csv", "application/json": "application/json" }'],
        ),
    ],
)
def test_encoders(media_types: list[str], expected: list[str]) -> None:
    body = Body(contents(*((each, Binary()) for each in media_types)), required=True)
    route = operation(body=body)
    assert list(argument_descriptors(route, scope_of(route).contract)) == expected


@pytest.mark.parametrize(
    ("summary", "docs", "expected"),
    [
        ("Create Order", Docs(), "/** `POST /orders` */\n"),
        ("Makes one", Docs("At once."), "/**\n * Makes one\n *\n * At once.\n *\n * `POST /orders`\n */\n"),
        ("", Docs(deprecated=True), "/**\n * `POST /orders`\n *\n * @deprecated\n */\n"),
    ],
)
def test_docs(summary: str, docs: Docs, expected: str) -> None:
    given = Operation("POST", "/orders", "create_order", summary=summary, docs=docs)
    assert operation_docs("createOrder", given) == expected


def test_socket() -> None:
    socket = WebSocket("/rooms/{room}", "room", (), (parameter("room", "path", required=True, style="simple"),))
    artefacts = {each.path: each.text for each in emit_files(Contract("", "", websockets=(socket,))).artefacts}
    assert 'room = /*#__PURE__*/ runtime.socket({ path: "/rooms/{room}" });' in artefacts["client.js"]
    assert "url(args: { path: { room: string } }, options?: runtime.SocketOptions): string;" in artefacts["client.d.ts"]


def test_a_status_has_the_values_of_each_of_its_media_types() -> None:
    given = operation(
        response("200", ("application/csv", String()), ("application/geo+json", String()), (JSON, Null()))
    )
    zod = operation_schemas(given, scope_of(given))
    assert zod is not None
    assert zod.code == "{ responses: { 200: z.string().nullable() } }"


def test_no_default_speaks_for_a_status_that_is_declared() -> None:
    given = operation(response("206"), response("default", (JSON, String())))
    zod = operation_schemas(given, scope_of(given))
    assert zod is not None
    assert zod.code == '{ responses: { 206: z.unknown(), "default": z.string() } }'


def test_a_list_that_is_required_has_an_item() -> None:
    required = parameter("a", node=Array(String()), required=True)
    made = operation_schemas(operation(parameters=(required, parameter("b", node=Array(String())))), scope_of())
    assert made is not None
    assert made.code.startswith(
        "{ query: z.object({ a: z.array(z.string()).min(1), b: z.array(z.string()).optional() })"
    )


def test_without_schemas_nothing_imports_zod() -> None:
    given = operation(ok, parameters=(parameter("q", node=Const("a")),))
    emitted = emit_files(scope_of(given).contract, frozenset(("types", "client")))
    texts = {each.path: each.text for each in emitted.artefacts}
    assert not any("zod" in text or "schemas:" in text for path, text in texts.items() if path.startswith("client"))


def test_schemas_of_no_model_import_nothing() -> None:
    artefacts = {each.path: each.text for each in emit_files(Contract("", ""), target="ts").artefacts}
    assert "import" not in artefacts["schemas.ts"]
