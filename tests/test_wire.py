"""What contracts hold beside types: who may call, where, what else is sent, and what the server calls itself."""

import pytest

from contractbridge.contract import (
    Docs,
    Flow,
    Header,
    Number,
    Object,
    PythonName,
    Ref,
    Requirement,
    Route,
    Ruled,
    SecurityScheme,
    String,
)
from contractbridge.readers.openapi.document import read_contract

TEXT, WHOLE = String(), Number(integer=True)


def read(node=None, path="/orders", item=None, **root):
    whole = {"openapi": "3.1.0", "info": {}, "paths": {path: {"get": node or {}, **(item or {})}}, **root}
    return read_contract(whole)


def operation(node=None, **rest):
    return read(node, **rest).contract.operations[0]


# Who may call


def needs(*keys, **scopes):
    return Requirement(tuple(sorted({**dict.fromkeys(keys, ()), **scopes}.items())))


@pytest.mark.parametrize(
    ("written", "scheme"),
    [
        ({"type": "apiKey", "in": "header", "name": "X-Key"}, SecurityScheme("apiKey", "header", "X-Key")),
        ({"type": "http", "scheme": "Bearer", "bearerFormat": "JWT"}, SecurityScheme("http", scheme="bearer")),
        ({"type": "openIdConnect", "openIdConnectUrl": "https://a"}, SecurityScheme("openIdConnect", url="https://a")),
        ({"type": "mutualTLS", "description": "Words."}, SecurityScheme("mutualTLS")),
        (
            {"type": "oauth2", "flows": {"password": {"tokenUrl": "/token", "scopes": {"write": "W", "read": "R"}}}},
            SecurityScheme("oauth2", flows=(Flow("password", token_url="/token", scopes=("read", "write")),)),
        ),
        ({"$ref": "#/components/securitySchemes/Other"}, SecurityScheme("http", scheme="basic")),
        ("?", None),
    ],
)
def test_security_scheme_is_read(written, scheme):
    schemes = {"It": written, "Other": {"type": "http", "scheme": "basic"}}
    found = read(components={"securitySchemes": schemes}).contract.security_schemes
    assert found.get("It") == scheme


def test_key_in_a_query_is_noted():
    schemes = {name: {"type": "apiKey", "in": name, "name": "key"} for name in ("cookie", "header", "query")}
    whole = {"openapi": "3.1.0", "info": {}, "components": {"securitySchemes": schemes}}
    (notice,) = read_contract(whole).notices
    assert notice.place == "#/components/securitySchemes/query"
    assert "onRequest" in notice.message
    assert read_contract(whole, rules=True).notices == ()


@pytest.mark.parametrize(
    ("own", "root", "found"),
    [
        (None, None, ()),
        ([{"A": []}], None, (needs("A"),)),
        (None, [{"A": []}], (needs("A"),)),
        ([], [{"A": []}], ()),
        ([{"B": ["write", "read"]}, {}], [{"A": []}], (needs(B=("read", "write")), needs())),
        ([{"B": [], "A": []}], None, (needs("A", "B"),)),
        ("?", None, ()),
    ],
)
def test_any_one_requirement_will_do(own, root, found):
    node = {} if own is None else {"security": own}
    assert operation(node, **({} if root is None else {"security": root})).security == found


@pytest.mark.parametrize(
    ("documented", "facts", "found"),
    [
        # FastAPI lists what it demands together as if any of it would do.
        ([{"A": []}, {"B": ["read"]}], {"enforces": ["A", "B"]}, (needs("A", B=("read",)),)),
        # Documented, and not enforced.
        ([{"A": []}], {"offers": ["A"]}, (needs("A"), needs())),
        ([{"A": []}, {"B": []}], {"enforces": ["A"], "offers": ["B"]}, (needs("A", "B"), needs("A"))),
        # Written by hand beside them.
        ([{"A": []}, {"Other": []}], {"offers": ["A"]}, (needs("A"), needs(), needs("Other"))),
        ([{"Other": []}], {"enforces": ["A"]}, (needs("Other"),)),
    ],
)
def test_app_tells_what_it_enforces(documented, facts, found):
    assert operation({"security": documented, "x-contractbridge": facts}).security == found


def test_scheme_that_no_operation_enforces():
    def secured(facts):
        return {"security": [{"A": []}], "x-contractbridge": facts}

    schemes = {"components": {"securitySchemes": {"A": {"type": "http"}, "Unused": {"type": "http"}}}}
    app = {"x-contractbridge": {"version": 1}}
    optional = read(secured({"offers": ["A"]}), **schemes, **app).contract.security_schemes
    assert {key: each.enforced for key, each in optional.items()} == {"A": False, "Unused": True}
    both = read(secured({"offers": ["A"]}), item={"put": secured({})}, **schemes, **app).contract.security_schemes
    assert both["A"].enforced


# Where


@pytest.mark.parametrize(
    ("servers", "found"),
    [
        (None, ()),
        ([{"url": "/api"}, {"url": "https://b"}, "?"], ("/api", "https://b")),
        (
            [{"url": "https://{host}/{v}/{x}", "variables": {"host": {"default": "b", "enum": ["a", "b"]}, "v": {}}}],
            ("https://b/{v}/{x}", "https://a/{v}/{x}"),
        ),
        ([{"url": "{a}{b}", "variables": {"a": {"default": "{b}"}, "b": {"default": "1"}}}], ("{b}1",)),
    ],
)
def test_servers_with_each_value_of_their_variables(servers, found):
    written = {} if servers is None else {"servers": servers}
    assert read(**written).contract.servers == found
    assert operation(written).servers == found
    assert operation(item=written).servers == found


def test_own_servers_come_before_those_of_the_path():
    assert operation({"servers": [{"url": "/own"}]}, item={"servers": [{"url": "/path"}]}).servers == ("/own",)


# What else is sent


def test_headers_and_links_of_a_response():
    response = {
        "headers": {
            "X-Count": {
                "schema": {"type": "integer"},
                "required": True,
                "description": "How many.",
                "deprecated": True,
            },
            "ETag": {"$ref": "#/components/headers/ETag"},
            "X-Gone": {"$ref": "#/gone"},
            "X-Json": {"content": {"application/json": {"schema": {"type": "integer"}}}},
        },
        "links": {"next": {"operationId": "list"}, "again": {"$ref": "#/components/links/again"}},
    }
    found = operation({"responses": {"200": response, "default": response}}, components=ETAG).responses
    headers = (
        Header("ETag", TEXT, required=False),
        Header("X-Count", WHOLE, required=True, docs=Docs("How many.", deprecated=True)),
        Header("X-Json", WHOLE, required=False),
    )
    assert [each.headers for each in found] == [headers, headers]
    assert found[0].links == ("again", "next")


ETAG = {"headers": {"ETag": {"schema": {"type": "string"}}}}
CALL = {"post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}}}}


def test_calls_that_the_server_makes():
    orders = {"schemas": {"Order": {"type": "object", "properties": {}}}, "callbacks": {"Paid": {"{$url}": CALL}}}
    node = {"callbacks": {"shipped": {"{$request.body#/url}": CALL}, "paid": {"$ref": "#/components/callbacks/Paid"}}}
    reading = read(node, components=orders, webhooks={"order_placed": CALL})
    (found,) = reading.contract.operations
    assert [(each.name, each.operation.method, each.operation.path) for each in found.callbacks] == [
        ("paid", "POST", "{$url}"),
        ("shipped", "POST", "{$request.body#/url}"),
    ]
    (webhook,) = reading.contract.webhooks
    assert (webhook.method, webhook.path, webhook.parameters) == ("POST", "order_placed", ())
    for each in (webhook, *(callback.operation for callback in found.callbacks)):
        assert each.body.contents[0].type == Ref("Order")
    assert [each.message for each in reading.notices] == [
        "Callbacks generate nothing: they are calls that the server makes.",
        "Webhooks generate nothing: they are calls that the server makes.",
    ]


def test_callback_within_itself_ends():
    callback = {"{$url}": {"post": {"callbacks": {"again": {"$ref": "#/components/callbacks/It"}}}}}
    node = {"callbacks": {"it": {"$ref": "#/components/callbacks/It"}}}
    assert len(operation(node, components={"callbacks": {"It": callback}}).callbacks) == 1


def test_what_is_not_printed_is_noted_only_where_it_is_compared():
    whole = {"openapi": "3.1.0", "info": {}, "paths": {}, "webhooks": {"w": {"post": {"parameters": [{"name": 1}]}}}}
    assert len(read_contract(whole).notices) == 1
    assert len(read_contract(whole, rules=True).notices) == 2


# How long


def test_identity_stability_and_sunset():
    node = {
        "operationId": "list_orders",
        "x-stability-level": "beta",
        "deprecated": True,
        "x-sunset": "2027-01-31",
        "parameters": [{"name": "q", "in": "query", "x-sunset-date": "2027-02-01", "schema": {"type": "string"}}],
    }
    found = operation(node)
    assert (found.id, found.stability) == ("list_orders", "beta")
    assert found.docs == Docs(deprecated=True, sunset="2027-01-31")
    assert found.parameters[0].docs == Docs(sunset="2027-02-01")


# What only an app tells


def test_routes_that_are_not_described():
    hidden = [
        {"method": "POST", "path": "/b", "python": "shop:b"},
        {"method": "GET", "path": "/a"},
        {"path": "/c"},
        "?",
    ]
    contract = read(**{"x-contractbridge": {"version": 1, "hidden": hidden}}).contract
    assert contract.hidden == (Route("GET", "/a"), Route("POST", "/b", PythonName("shop", "b")))


@pytest.mark.parametrize(
    ("root", "of_app", "redirects"),
    [
        ({}, False, False),
        ({"x-contractbridge": {"version": 1}}, True, True),
        ({"x-contractbridge": {"version": 1, "redirects": False}}, True, False),
    ],
)
def test_app_is_known_by_its_facts(root, of_app, redirects):
    contract = read(**root).contract
    assert (contract.of_app, contract.redirects) == (of_app, redirects)


def test_reshaped_response_keeps_its_rules():
    schema = {"type": "object", "properties": {"a": {}}, "required": ["a"], "minProperties": 1}
    response = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/It"}}}}
    node = {"responses": {"200": response}, "x-contractbridge": {"python": "shop:find", "reshaped": {"a": "a"}}}
    whole = {"openapi": "3.1.0", "info": {}, "paths": {"/": {"get": node}}, "components": {"schemas": {"It": schema}}}
    contract = read_contract(whole, rules=True).contract
    assert isinstance(contract.definitions["It"].type, Ruled)
    found = contract.operations[0].responses[0].contents[0].type
    assert isinstance(found, Object)
    assert [each.name for each in found.fields] == ["a"]
