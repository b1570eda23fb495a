"""What lies beside the operations of an app: applications mounted on it, routes that come later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.routing import Mount

from contractbridge.errors import Notice
from contractbridge.readers.importing import binding_of, unwrap
from contractbridge.readers.routes import each_route

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fastapi import FastAPI


def look_around(app: FastAPI, document: Mapping[str, Any]) -> Iterator[Notice]:
    """Yield notices of operations that clients of `app` can reach and its document does not have."""
    empty = not document.get("paths")
    mounted = list(_mounted(app.routes))
    for path, other in mounted:
        found = f"a FastAPI app is mounted at {path}"
        name = binding_of(other)
        if empty:
            use = f"use `{name}`" if name else "it has no name in a module: give it one, and use that"
            yield Notice("#/paths", f"0 operations; {found}: {use}.")
        else:
            use = f"a target for `{name}` has" if name else "with a name in a module, a target for that has"
            yield Notice("#/paths", f"A{found[1:]}: {use} its operations, this one does not.")
    if empty and not mounted:
        yield Notice("#/paths", f"0 operations{_later(app)}.")


def _mounted(routes: Iterable[Any], prefix: str = "") -> Iterator[tuple[str, FastAPI]]:
    for route in each_route(routes):
        mount = getattr(route, "_effective_route", route)
        if not isinstance(mount, Mount):
            continue
        path = prefix + mount.path
        if (app := unwrap(mount.app)) is not None:
            yield path or "/", app
        else:
            yield from _mounted(mount.routes, path)


def _later(app: FastAPI) -> str:
    """Say so where the app does something when it starts, which may well be adding routes."""
    lifespan = app.router.lifespan_context
    if type(lifespan).__name__ == "_DefaultLifespan" and not getattr(app.router, "on_startup", None):
        return ""
    return "; its lifespan, which is not run, may add them: add routes where the app is made"
