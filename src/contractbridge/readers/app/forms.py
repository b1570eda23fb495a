"""What FastAPI makes of a text that is left empty in a form, which has changed between its versions."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from fastapi import Form, params
from fastapi.dependencies.utils import get_dependant, request_body_to_args
from starlette.datastructures import FormData


def form_facts(route: Any) -> dict[str, Any]:
    """Tell of a route that takes a form whether an empty text in it is no value at all."""
    takes_form = route.body_field is not None and isinstance(route.body_field.field_info, params.Form)
    return {"blanks": "missing"} if takes_form and _drops_blanks() else {}


@cache
def _drops_blanks() -> bool:
    fields = get_dependant(path="/", call=_example).body_params
    asked = request_body_to_args(fields, FormData([("text", "")]), True)  # noqa: FBT003  its name differs by version
    try:
        asked.send(None)
    except StopIteration as answer:
        _, errors = answer.value
        return bool(errors)
    asked.close()
    return False


def _example(text: Annotated[str, Form()]) -> None:
    """A handler that needs a text."""
