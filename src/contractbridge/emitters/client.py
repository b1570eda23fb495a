"""`client.js` and `client/<tag>.js`: a function for each operation, an object for each WebSocket route.

A function is a descriptor given to the runtime, marked pure, so that bundlers drop those that nobody calls. In its
declaration the call comes first, since that is what editors show; a namespace of the same name holds the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from contractbridge.contract import (
    Contract,
    Docs,
    Field,
    Never,
    Object,
    Operation,
    Response,
    Type,
    Union,
    Unknown,
    WebSocket,
)
from contractbridge.emitters.arguments import (
    LOCATIONS,
    argument_descriptors,
    arguments,
    parameters_at,
    preferred_content,
)
from contractbridge.emitters.expressions import schema
from contractbridge.emitters.media import is_value
from contractbridge.emitters.module import Module
from contractbridge.emitters.places import Place
from contractbridge.emitters.results import data_text, declared_responses, reads, result_members
from contractbridge.emitters.text import after, fit, indent, jsdoc, quote
from contractbridge.emitters.types import Scope, describe
from contractbridge.emitters.zod import Zod
from contractbridge.faces import REQUEST, Face
from contractbridge.naming import Names, Namespace, words

# Capital, because the functions are not: none of them can have this name, nor does `schemas` of one hide it.
_SCHEMAS: Final = "Schemas"
_IMPORTED: Final = (
    # What statements may name, where it comes from, and whether it is a type wherever it is named.
    ("z", "zod", False),
    ("is", "checks.js", False),
    ("runtime", "runtime.js", False),
    (_SCHEMAS, "schemas.js", False),
    ("types", "types.js", True),
)


@dataclass(frozen=True, slots=True)
class Call:
    """An operation in the words of TypeScript."""

    name: str
    docs: str
    parameters: str
    optional: str
    answer: str
    result: str
    method: str
    path: str
    schemas: str
    descriptor: str


@dataclass(frozen=True, slots=True)
class Socket:
    """A WebSocket route in the words of TypeScript."""

    name: str
    docs: str
    type: str
    descriptor: str


def emit_client(contract: Contract, names: Names, target: Literal["js", "ts"], *, with_schemas: bool) -> list[Module]:
    """The client's modules: `client` with the untagged operations and the namespaces, and one for each namespace.

    Without schemas, operations have no `schemas`, and nothing imports Zod.
    """
    scope = Scope(contract, names, REQUEST, "types.")
    print_modules = _javascript if target == "js" else _typescript
    untagged = [each for each in names.namespaces if not each.name] or [Namespace("", (), ())]
    tagged = [each for each in names.namespaces if each.name]
    modules: list[Module] = []
    for namespace in (*untagged, *tagged):
        path = f"client/{namespace.name}" if namespace.name else "client"
        calls = [describe_call(name, each, scope, with_schemas=with_schemas) for name, each in namespace.operations]
        modules += print_modules(path, calls, [describe_socket(*each, scope) for each in namespace.sockets])
    for module in modules:
        if "/" not in module.path:
            for namespace in tagged:
                module.export_all(f"client/{namespace.name}.js", namespace.name)
        if not module.statements:
            module.add("export {};")
    return modules


def _javascript(path: str, calls: Sequence[Call], sockets: Sequence[Socket]) -> list[Module]:
    code, declarations = Module(f"{path}.js"), Module(f"{path}.d.ts")
    for call in calls:
        code.add(f"export const {call.name} = /*#__PURE__*/ runtime.operation({call.descriptor});\n")
        declarations.add(declared_function(call))
    for socket in sockets:
        code.add(f"export const {socket.name} = /*#__PURE__*/ runtime.socket({socket.descriptor});\n")
        declarations.add(f"{socket.docs}export declare const {socket.name}: {socket.type};\n")
    _import_named(code, types_only=False)
    _import_named(declarations, types_only=True)
    return [code, declarations]


def _typescript(path: str, calls: Sequence[Call], sockets: Sequence[Socket]) -> list[Module]:
    module = Module(f"{path}.ts")
    for call in calls:
        module.add(typed_function(call))
    for socket in sockets:
        built = f"/*#__PURE__*/ runtime.socket({socket.descriptor})"
        module.add(f"{socket.docs}export const {socket.name}: {socket.type} = {built};\n")
    _import_named(module, types_only=False)
    return [module]


def _import_named(module: Module, *, types_only: bool) -> None:
    text = "\n".join(module.statements)
    for name, source, is_type in _IMPORTED:
        # Where a name begins, also after the dots of a spread.
        if re.search(rf"(?:(?<![\w$.])|(?<=[.]{{3}})){name}\.\w", text):
            module.import_all(source, name, types_only=types_only or is_type)


# Operations


def describe_call(name: str, operation: Operation, scope: Scope, *, with_schemas: bool) -> Call:
    args, required = arguments(operation, scope)
    optional = "" if required else "?"
    schemas = operation_schemas(operation, scope) if with_schemas else None
    return Call(
        name=name,
        docs=operation_docs(name, operation),
        parameters=fit("(", [f"args{optional}: {args}", "options?: runtime.CallOptions"], ")"),
        optional=optional,
        answer=f"{after('Promise<', data_text(operation, scope))}>",
        result="\n".join(f"| {member}" for member in result_members(operation, scope)),
        method=quote(operation.method),
        path=quote(operation.path),
        schemas=schemas.type if schemas else "",
        descriptor=operation_descriptor(operation, scope.contract, schemas),
    )


def operation_descriptor(operation: Operation, contract: Contract, schemas: Zod | None) -> str:
    """What the runtime is told: only what differs from JSON both ways."""
    members = [f"method: {quote(operation.method)}", f"path: {quote(operation.path)}"]
    members += argument_descriptors(operation, contract)
    if (kind := reads(operation)) != "json":
        members.append(f"reads: runtime.{kind}")
    if schemas is not None:
        members.append(f"schemas: () => ({schemas.code})")
    return _descriptor(members)


def _descriptor(members: Iterable[str]) -> str:
    """The members of a descriptor, those that name functions of the runtime in a function of their own: to a bundler
    such a name may do something, and what nobody calls would stay."""
    members = list(members)
    using = [each for each in members if "runtime." in each and not each.startswith("schemas: ")]
    others = [each for each in members if each not in using]
    named = [f"using: () => ({fit('{', using, '}', spaced=True)})"] if using else []
    return fit("{", [*others[:2], *named, *others[2:]], "}", spaced=True)


def declared_function(call: Call) -> str:
    """The declaration beside `export const ... = operation(...)`."""
    members = [
        *_type_aliases(call),
        f"function safe(args{call.optional}: Args, options?: runtime.CallOptions): Promise<Result>;",
        "const isError: runtime.ErrorGuard<Result>;",
        f"const method: {call.method};",
        f"const path: {call.path};",
        *([f"const schemas: {call.schemas};"] if call.schemas else []),
    ]
    return (
        f"{call.docs}export declare function {call.name}{call.parameters}: {call.answer};\n"
        f"export declare namespace {call.name} {_block(members)}\n"
    )


def typed_function(call: Call) -> str:
    """The same as one statement of TypeScript, and the names of its types."""
    members = [
        f"{call.parameters}: {call.answer};",
        f"safe(args{call.optional}: {call.name}.Args, options?: runtime.CallOptions): Promise<{call.name}.Result>;",
        f"readonly isError: runtime.ErrorGuard<{call.name}.Result>;",
        f"readonly method: {call.method};",
        f"readonly path: {call.path};",
        *([f"readonly schemas: {call.schemas};"] if call.schemas else []),
    ]
    return (
        f"{call.docs}export const {call.name}: {_block(members)}"
        f" = /*#__PURE__*/ runtime.operation({call.descriptor});\n"
        f"export declare namespace {call.name} {_block(_type_aliases(call))}\n"
    )


def _type_aliases(call: Call) -> list[str]:
    return [f"type Args = runtime.ArgsOf<typeof {call.name}>;", f"type Result =\n{indent(call.result)};"]


def _block(members: Sequence[str]) -> str:
    body = indent("\n".join(members))
    return f"{{\n{body}\n}}"


def operation_docs(name: str, operation: Operation) -> str:
    # FastAPI makes a summary of the function's name where nobody wrote one.
    own = [each.lower() for each in words(operation.summary)] != [each.lower() for each in words(name)]
    return _docs(operation.docs, f"{operation.method} {operation.path}", operation.summary if own else "")


def _docs(docs: Docs, route: str, summary: str = "") -> str:
    description, *tags = describe(docs)
    return jsdoc([summary, description, f"`{route}`", *tags])


# Schemas


def operation_schemas(operation: Operation, scope: Scope) -> Zod | None:
    """The schemas of an operation's parts, as one object; None where nothing has one."""
    parts: list[tuple[str, Zod]] = []
    for location in LOCATIONS:
        if parameters := parameters_at(operation, location):
            fields = tuple(
                Field(each.name, each.type, required=each.required, aliases=tuple((other,) for other in each.aliases))
                for each in parameters
            )
            extra = Never() if location in operation.closed else None
            parts.append((location, _schema(Object(fields, extra), REQUEST, scope)))
    if operation.body is not None and operation.body.contents:
        content = preferred_content(operation.body)
        if is_value(content.media_type):
            parts.append(("body", _schema(content.type, REQUEST, scope)))
    responses = [
        (_status_key(response.status), _schema(_any_of(values), Face("response", response.omits), scope))
        for response, values in _values(operation)
        if values and not (operation.streams and response.status.startswith("2"))
    ]
    if responses:
        parts.append(("responses", _object(responses)))
    return _object(parts) if parts else None


def _schema(node: Type, face: Face, scope: Scope) -> Zod:
    return schema(node, Place(replace(scope, face=face, qualifier=f"{_SCHEMAS}.")))


def _values(operation: Operation) -> Iterator[tuple[Response, list[Type]]]:
    """Each response with the types of its values. A status of which nothing is said has any, where another would stand
    for it."""
    declared = declared_responses(operation)
    stands_in = any(not each.status.isdigit() and each.contents for each in declared)
    for response in declared:
        if stands_in and response.status.isdigit() and not response.contents:
            yield response, [Unknown()]
        else:
            yield response, [each.type for each in response.contents if is_value(each.media_type)]


def _any_of(nodes: list[Type]) -> Type:
    return nodes[0] if len(nodes) == 1 else Union(tuple(nodes))


def _status_key(status: str) -> str:
    return status if status.isdigit() else quote(status)


def _object(members: Sequence[tuple[str, Zod]]) -> Zod:
    codes = [f"{name}: {zod.code}" for name, zod in members]
    types = [f"readonly {name}: {zod.type}" for name, zod in members]
    return Zod(fit("{", codes, "}", spaced=True), fit("{", types, "}", separator=";", spaced=True))


# WebSockets


def describe_socket(name: str, socket: WebSocket, scope: Scope) -> Socket:
    # A browser sends neither headers nor cookies of our choice with a WebSocket.
    args, required = arguments(socket, scope, ("path", "query"))
    parameters = fit("(", [f"args{'' if required else '?'}: {args}", "options?: runtime.SocketOptions"], ")")
    members = [
        f"readonly path: {quote(socket.path)};",
        f"/** The address to open: `new WebSocket({name}.url(...))`. */",
        f"url{parameters}: string;",
    ]
    descriptor = [f"path: {quote(socket.path)}", *argument_descriptors(socket, scope.contract)]
    return Socket(
        name=name,
        docs=_docs(socket.docs, f"WebSocket {socket.path}"),
        type=_block(members),
        descriptor=_descriptor(descriptor),
    )
