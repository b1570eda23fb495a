"""What kind of response a handler gives, where that is more than its document says."""

from __future__ import annotations

import ast
import functools
import inspect
import sys
import textwrap
from types import ModuleType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias, Union, get_args, get_origin

from fastapi.datastructures import DefaultPlaceholder
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    Response,
    StreamingResponse,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# "" is JSON or no body at all, as the document says; "response" may be anything.
Kind: TypeAlias = Literal["", "stream", "binary", "text", "response"]

_KINDS: Final[tuple[tuple[type[Response], Kind], ...]] = (
    (StreamingResponse, "stream"),
    (FileResponse, "binary"),
    (HTMLResponse, "text"),
    (PlainTextResponse, "text"),
    (JSONResponse, ""),
    (Response, "response"),
)


def response_kind(route: Any) -> Kind:
    """Tell the kind of a route's successful response from the route, the return annotation, or the handler's code."""
    if getattr(route, "is_sse_stream", False) or getattr(route, "is_json_stream", False):
        return "stream"
    if kinds := {_kind(cls) for cls in _annotated_classes(route.endpoint)}:
        return _one(kinds)
    if not isinstance(route.response_class, DefaultPlaceholder):
        return _kind(route.response_class)
    return _one(set(_returned_kinds(route.endpoint)))


def _kind(cls: Any) -> Kind:
    if not (isinstance(cls, type) and issubclass(cls, Response)):
        return ""
    # Also the class of that name that is no `StreamingResponse` (sse-starlette).
    if cls.__name__ == "EventSourceResponse":
        return "stream"
    return next((kind for known, kind in _KINDS if issubclass(cls, known)), "")


def _one(kinds: set[Kind]) -> Kind:
    return kinds.pop() if len(kinds) == 1 else "response" if kinds else ""


def _annotated_classes(endpoint: Callable[..., Any]) -> list[Any]:
    """Give the members of the return annotation, if a response is among them."""
    try:
        annotation = inspect.signature(endpoint, eval_str=True).return_annotation
    except Exception:  # noqa: BLE001  annotations may do anything when they are evaluated
        return []
    members = list(_members(annotation))
    return members if any(isinstance(each, type) and issubclass(each, Response) for each in members) else []


def _members(annotation: Any) -> Iterator[Any]:
    match get_origin(annotation):
        case origin if origin is Annotated:
            yield from _members(get_args(annotation)[0])
        case origin if origin in (Union, UnionType):
            for each in get_args(annotation):
                yield from _members(each)
        case _:
            yield annotation


def _returned_kinds(endpoint: Callable[..., Any]) -> Iterator[Kind]:
    """Read a handler without annotation: the classes that its `return` statements call, errors aside."""
    function = plain_function(endpoint)
    named = _named_classes(function)
    if all(_kind(cls) == "" for cls in named.values()):
        return
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, SyntaxError, TypeError):
        yield "response"
        return
    body = tree.body[0]
    assigned = {
        target.id: node.value
        for node in ast.walk(body)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for value in _returns(body):
        called = assigned.get(value.id) if isinstance(value, ast.Name) else value
        if not _is_error(called):
            yield _kind(named.get(_called_name(called)))


def _named_classes(function: Any) -> dict[str, Any]:
    """Give the response classes that the code of a function names: globals, members of modules, local imports."""
    code = getattr(function, "__code__", None)
    if code is None:
        return {}
    own = function.__globals__
    modules = [own.get(name, sys.modules.get(name)) for name in code.co_names]
    found: dict[str, Any] = {}
    for scope in (*(vars(each) for each in modules if isinstance(each, ModuleType)), own):
        found |= {name: scope[name] for name in code.co_names if name in scope}
    return {name: cls for name, cls in found.items() if isinstance(cls, type) and issubclass(cls, Response)}


def _returns(body: ast.AST) -> Iterator[ast.expr]:
    """Give what the function itself returns, and not the functions inside it."""
    for node in ast.iter_child_nodes(body):
        match node:
            case ast.Return(value=ast.expr() as value):
                yield value
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() | ast.ClassDef():
                continue
            case _:
                yield from _returns(node)


def _called_name(value: ast.expr | None) -> str:
    match value:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name
        case _:
            return ""


def _is_error(value: ast.expr | None) -> bool:
    match value:
        case ast.Call(keywords=keywords):
            return any(
                keyword.arg == "status_code"
                and isinstance(keyword.value, ast.Constant)
                and isinstance(keyword.value.value, int)
                and keyword.value.value >= 400
                for keyword in keywords
            )
        case _:
            return False


def plain_function(endpoint: Callable[..., Any]) -> Any:
    """Unwrap partials and decorators that keep what they wrap."""
    while isinstance(endpoint, functools.partial):
        endpoint = endpoint.func
    return inspect.unwrap(endpoint)
