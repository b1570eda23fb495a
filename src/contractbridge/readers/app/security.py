"""Security that an app documents: which of it is enforced."""

from __future__ import annotations

import inspect
from functools import partial
from typing import TYPE_CHECKING, Any

from fastapi.security.base import SecurityBase

if TYPE_CHECKING:
    from collections.abc import Iterator


def security_facts(dependant: Any) -> dict[str, list[str]]:
    """Read which schemes a route demands together and which it only looks at, where its document does not tell.

    FastAPI documents each scheme as one that is enough. A route fails without any one of them, unless the scheme has
    `auto_error=False`: then the handler sees nothing of a caller who shows nothing.
    """
    schemes = list(_schemes(dependant))
    enforced = sorted({each.scheme_name for each in schemes if getattr(each, "auto_error", True)})
    offered = sorted({each.scheme_name for each in schemes} - set(enforced))
    facts = {"enforces": enforced, "offers": offered}
    return {name: keys for name, keys in facts.items() if keys} if offered or len(enforced) > 1 else {}


def _schemes(dependant: Any) -> Iterator[Any]:
    for each in dependant.dependencies:
        call = each.call
        while isinstance(call, partial):
            call = call.func
        call = inspect.unwrap(call) if callable(call) else call
        if isinstance(call, SecurityBase):
            yield call
        yield from _schemes(each)
