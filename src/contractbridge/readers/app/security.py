"""Security that an app documents: which of it is enforced."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from fastapi.security.base import SecurityBase

from contractbridge.readers.app.refusals import surely_refuses
from contractbridge.readers.app.responses import plain_function

if TYPE_CHECKING:
    from collections.abc import Iterator


def security_facts(dependant: Any) -> dict[str, list[str]]:
    """Read which schemes a route demands together and which it only looks at, where its document does not tell.

    FastAPI documents each scheme as one that is enough. A route fails without any one of them, unless the scheme has
    `auto_error=False`: then it is up to the app's own code, and what this does is told only where it is plain.
    """
    schemes = list(_schemes(dependant))
    optional = {each.scheme_name for each in schemes} - {each.scheme_name for each in schemes if _fails_alone(each)}
    refused_without = {name for name in optional if surely_refuses(dependant, partial(_is, names={name}))}
    offered = optional - refused_without
    if len(offered) > 1 and surely_refuses(dependant, partial(_is, names=offered)):
        return {}  # any of them will do, as the document says
    enforced = {each.scheme_name for each in schemes} - offered
    facts = {"enforces": sorted(enforced), "offers": sorted(offered)}
    return {name: keys for name, keys in facts.items() if keys} if offered or len(enforced) > 1 else {}


def _schemes(dependant: Any) -> Iterator[Any]:
    for each in dependant.dependencies:
        if isinstance(scheme := plain_function(each.call), SecurityBase):
            yield scheme
        yield from _schemes(each)


def _fails_alone(scheme: Any) -> bool:
    return getattr(scheme, "auto_error", True) is not False


def _is(call: Any, names: set[str]) -> bool:
    scheme = plain_function(call)
    return isinstance(scheme, SecurityBase) and scheme.scheme_name in names
