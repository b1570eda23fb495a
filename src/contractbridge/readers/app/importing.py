"""From an app's path to the live FastAPI instance. This runs the user's code: only a worker comes here."""

from __future__ import annotations

import difflib
import importlib
import inspect
import sys
from collections.abc import Iterator
from contextlib import suppress
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from contractbridge.errors import Notice
from contractbridge.readers.app.discovery import AppNameError, AppPath, NoSuchModuleError, folder_with, project_modules

if TYPE_CHECKING:
    from fastapi import FastAPI

# Where ASGI middleware keeps the app that it wraps; the second is Socket.IO's.
_WRAPPED: Final = ("app", "other_asgi_app", "asgi_app", "_app")
_PREFERRED: Final = ("app", "api", "application")
_DEEPEST: Final = 20


def load_app(path: AppPath) -> tuple[FastAPI, tuple[Notice, ...]]:
    """Import an app and, where it is a factory, call it; with a notice where it had to be taken out of a wrapper.

    `path.directory` must be on `sys.path`. Raises `AppNameError` where the path names no FastAPI app; whatever the
    user's own code raises passes through.
    """
    module = _import(path)
    value, name = _attribute(module, path)
    if path.factory:
        value = _call(value, name)
    app = unwrap(value)
    if app is None:
        raise _not_an_app(value, name, path)
    if app is value:
        return app, ()
    wrapper = _describe(value)
    return app, (Notice(name, f"This is {wrapper} around a FastAPI app; the contract is the inner app's."),)


def unwrap(value: object) -> FastAPI | None:
    """The FastAPI app that `value` is, or that its layers of middleware are around."""
    from fastapi import FastAPI  # noqa: PLC0415  not before the user's own imports

    for _ in range(_DEEPEST):
        if isinstance(value, FastAPI):
            return value
        if value is None or inspect.isclass(value) or inspect.isroutine(value):
            return None
        value = _first_attribute(value)
    return None


def _first_attribute(value: object) -> object:
    for name in _WRAPPED:
        with suppress(Exception):
            inner = getattr(value, name, None)
            if inner is not None:
                return inner
    return None


def _import(path: AppPath) -> ModuleType:
    try:
        return importlib.import_module(path.module)
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if path.module != missing and not path.module.startswith(f"{missing}."):
            raise
        raise NoSuchModuleError(
            f"There is no module {path.module} in {path.directory}.", hint=_find_module(path)
        ) from None


def _find_module(path: AppPath) -> str:
    """The way out where the app's own module is not there."""
    if folder := folder_with(path.module, path.directory):
        return f'It is in {folder}: set app-dir = "{folder}" under [tool.contractbridge], or --app-dir.'
    close = difflib.get_close_matches(path.module, project_modules(path.directory), n=1)
    attribute = str(path).removeprefix(path.module)
    return f'Did you mean "{close[0]}{attribute}"?' if close else ""


def _attribute(module: ModuleType, path: AppPath) -> tuple[Any, str]:
    """The object that the path names, and the name to call it by in messages."""
    if not path.attribute:
        name = _choose(module)
        return getattr(module, name), f"{path.module}:{name}"
    value: Any = module
    for part in path.attribute.split("."):
        try:
            value = getattr(value, part)
        except AttributeError:
            raise AppNameError(
                f"{path.module} has no attribute {path.attribute}.", hint=_did_you_mean(module, path)
            ) from None
    return value, str(path)


def _choose(module: ModuleType) -> str:
    """The name of a module's own app: `app`, `api`, or its only FastAPI app."""
    apps = {name: id(app) for name, value in vars(module).items() if (app := unwrap(value)) is not None}
    preferred = next((name for name in _PREFERRED if name in apps), None)
    if preferred or len(set(apps.values())) == 1:
        return preferred or next(iter(apps))
    if apps:
        names = ", ".join(apps)
        raise AppNameError(
            f"{module.__name__} has {len(apps)} FastAPI apps: {names}.",
            hint=f'Name one: "{module.__name__}:{next(iter(apps))}".',
        )
    raise AppNameError(f"{module.__name__} has no FastAPI app.", hint=_factory_hint(module))


def _did_you_mean(module: ModuleType, path: AppPath) -> str:
    apps = [name for name, value in vars(module).items() if unwrap(value) is not None]
    public = [name for name in vars(module) if not name.startswith("_")]
    close = difflib.get_close_matches(path.attribute, apps, n=1) or apps[:1]
    close = close or difflib.get_close_matches(path.attribute, public, n=1)
    if not close:
        return _factory_hint(module)
    call = "()" if inspect.isfunction(getattr(module, close[0])) else ""
    return f'Did you mean "{path.module}:{close[0]}{call}"?'


def _factory_hint(module: ModuleType) -> str:
    factories = list(_factories(module))
    return f'A factory is named with its parentheses: "{module.__name__}:{factories[0]}()".' if factories else ""


def _factories(module: ModuleType) -> Iterator[str]:
    """The functions of a module that say they return an app, or are named like it."""
    for name, value in vars(module).items():
        if inspect.isfunction(value) and value.__module__ == module.__name__:
            returned = value.__annotations__.get("return")
            if getattr(returned, "__name__", returned) == "FastAPI" or name.endswith(("_app", "_application")):
                yield name


def _call(factory: Any, name: str) -> Any:
    if unwrap(factory) is not None:
        raise AppNameError(f"{name} is an app, not a factory.", hint=f'Name it without the parentheses: "{name[:-2]}".')
    if not callable(factory):
        raise AppNameError(f"{name} cannot be called: it is {_describe(factory)}.")
    if inspect.iscoroutinefunction(factory):
        raise AppNameError(
            f"{name} is async, and there is no event loop while an app is loaded.",
            hint="Name a plain function that makes the app.",
        )
    try:
        parameters = inspect.signature(factory).parameters.values()
    except (TypeError, ValueError):
        parameters = {}.values()
    variadic = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    needed = [each.name for each in parameters if each.default is each.empty and each.kind not in variadic]
    if needed:
        raise AppNameError(
            f"{name} cannot be called without arguments: it needs {', '.join(needed)}.",
            hint="Give them defaults, or name a function without parameters that calls it.",
        )
    return factory()


def _not_an_app(value: object, name: str, path: AppPath) -> AppNameError:
    hint = ""
    if inspect.isfunction(value) or inspect.isclass(value):
        hint = f'If it makes the app, name it with its parentheses: "{name}()".'
    elif mounted := list(_mounted(value)):
        place, app = mounted[0]
        found = binding_of(app)
        hint = f"A FastAPI app is mounted in it at {place}" + (f': name "{found}".' if found else ".")
    elif others := [each for each, other in vars(sys.modules[path.module]).items() if unwrap(other) is not None]:
        hint = f'Did you mean "{path.module}:{others[0]}"?'
    return AppNameError(f"{name} is {_describe(value)}, not a FastAPI app.", hint=hint)


def _mounted(value: object) -> Iterator[tuple[str, FastAPI]]:
    for route in getattr(value, "routes", None) or ():
        app = unwrap(getattr(route, "app", None))
        if app is not None:
            yield getattr(route, "path", "") or "/", app


def binding_of(app: object) -> str:
    """A `module:name` under which a loaded module holds `app`, or nothing."""
    for module_name, module in list(sys.modules.items()):
        for name, value in list(getattr(module, "__dict__", {}).items()):
            if value is app and not name.startswith("_"):
                return f"{module_name}:{name}"
    return ""


def _describe(value: object) -> str:
    if inspect.ismodule(value):
        return "a module"
    if inspect.isclass(value):
        return f"the class {value.__name__}"
    if inspect.isroutine(value):
        return "a function"
    if value is None:
        return "None"
    name = type(value).__name__
    return f"{'an' if name[0] in 'AEIOaeio' else 'a'} {name}"
