"""Whether a route surely refuses a caller who shows nothing, told from the code of its dependencies.

The code is followed as far as it is plain what it does: constants, assignments, conditions, `return` and `raise`.
Nothing is run.
"""

from __future__ import annotations

import ast
import functools
import inspect
import textwrap
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from contractbridge.readers.app.responses import plain_function

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class _Unsure(Enum):
    """Values that nobody can tell, and the absence of any value: the caller is refused."""

    UNKNOWN = "unknown"
    REFUSED = "refused"


_UNKNOWN: Final = _Unsure.UNKNOWN
_REFUSED: Final = _Unsure.REFUSED

Names: TypeAlias = dict[str, Any]


class _Outcome(NamedTuple):
    """What comes of statements: the values that they may return, and whether what follows them is reached."""

    returned: tuple[Any, ...] = ()
    goes_on: bool = True


def surely_refuses(dependant: Any, absent: Callable[[Any], bool]) -> bool:
    """Tell whether a route refuses whoever shows none of the security schemes that are `absent`."""
    return _value(dependant, absent) is _REFUSED


def _value(dependant: Any, absent: Callable[[Any], bool]) -> Any:
    """Give what a dependency hands on: None for a scheme that is absent."""
    if absent(dependant.call):
        return None
    names = {each.name: _value(each, absent) for each in dependant.dependencies}
    if any(each is _REFUSED for each in names.values()):
        return _REFUSED
    if all(each is _UNKNOWN for each in names.values()):
        return _UNKNOWN  # it knows no more than anybody
    body = _body(plain_function(dependant.call))
    if body is None:
        return _UNKNOWN
    outcome = _follow(body, {name: each for name, each in names.items() if name})
    values = [*outcome.returned, *([None] if outcome.goes_on else [])]
    if not values:
        return _REFUSED
    return values[0] if all(each is values[0] for each in values) else _UNKNOWN


@functools.lru_cache(maxsize=1024)
def _body(function: Any) -> list[ast.stmt] | None:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, SyntaxError, TypeError):
        return None
    match tree.body:
        case [ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body)]:
            return body
        case _:
            return None


def _follow(statements: Iterable[ast.stmt], names: Names) -> _Outcome:
    """Follow statements in order; `names` is what is known of variables, and changes as they do."""
    returned: tuple[Any, ...] = ()
    for each in statements:
        outcome = _step(each, names)
        returned += outcome.returned
        if not outcome.goes_on:
            return _Outcome(returned, goes_on=False)
    return _Outcome(returned)


def _step(statement: ast.stmt, names: Names) -> _Outcome:
    match statement:
        case ast.Raise():
            return _Outcome(goes_on=False)
        case ast.Return(value=value):
            return _Outcome((None if value is None else _evaluate(value, names),), goes_on=False)
        case ast.Expr(value=ast.Yield(value=value)):
            return _Outcome((None if value is None else _evaluate(value, names),), goes_on=False)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            names[name] = _evaluate(value, names)
            return _Outcome()
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            names[name] = _evaluate(value, names)
            return _Outcome()
        case ast.If(test=test, body=body, orelse=orelse):
            return _branch(_evaluate(test, names), body, orelse, names)
        case ast.With(body=body) | ast.AsyncWith(body=body) | ast.Try(handlers=[], body=body, orelse=[]):
            return _follow(body, names)
        case _:
            # Whatever it assigns is not known any more, and whatever it returns.
            _forget(statement, names)
            returns = any(isinstance(each, ast.Return | ast.Yield) for each in ast.walk(statement))
            return _Outcome((_UNKNOWN,) if returns else ())


def _branch(test: Any, body: list[ast.stmt], orelse: list[ast.stmt], names: Names) -> _Outcome:
    if test is not _UNKNOWN:
        return _follow(body if test else orelse, names)
    one, other = dict(names), dict(names)
    outcomes = (_follow(body, one), _follow(orelse, other))
    alive = [found for found, outcome in zip((one, other), outcomes, strict=True) if outcome.goes_on]
    for name in {*one, *other}:
        values = [each.get(name, _UNKNOWN) for each in alive]
        names[name] = values[0] if values and all(each is values[0] for each in values) else _UNKNOWN
    return _Outcome(outcomes[0].returned + outcomes[1].returned, goes_on=bool(alive))


def _forget(statement: ast.stmt, names: Names) -> None:
    for each in ast.walk(statement):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store | ast.Del):
            names[each.id] = _UNKNOWN


def _evaluate(expression: ast.expr, names: Names) -> Any:
    match expression:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return names.get(name, _UNKNOWN)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            value = _evaluate(operand, names)
            return value if value is _UNKNOWN else not value
        case ast.BoolOp(op=op, values=values):
            return _evaluate_chain(op, [_evaluate(each, names) for each in values])
        case ast.IfExp(test=test, body=body, orelse=orelse):
            value = _evaluate(test, names)
            return value if value is _UNKNOWN else _evaluate(body if value else orelse, names)
        case ast.Compare(left=left, ops=[ast.Is() | ast.IsNot() | ast.Eq() | ast.NotEq() as op], comparators=[right]):
            ones, others = _evaluate(left, names), _evaluate(right, names)
            if ones is _UNKNOWN or others is _UNKNOWN:
                return _UNKNOWN
            return (ones == others) is isinstance(op, ast.Is | ast.Eq)
        case _:
            return _UNKNOWN


def _evaluate_chain(op: ast.boolop, values: list[Any]) -> Any:
    """`and` and `or`: the first known value that decides does so only where none before it is unknown."""
    decisive = isinstance(op, ast.Or)
    known = [each for each in values if each is not _UNKNOWN]
    if len(known) == len(values):
        return next((each for each in values if bool(each) is decisive), values[-1])
    # As a condition, one that decides is enough.
    return next((each for each in known if bool(each) is decisive), _UNKNOWN)
