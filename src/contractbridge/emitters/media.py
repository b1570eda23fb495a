"""Media types, as the client understands them. `runtime.js` reads answers by the same rules."""

from __future__ import annotations

import re
from typing import Final

_JSON: Final = re.compile(r"[/+]json\s*(;|$)", re.IGNORECASE)
_TEXT: Final = re.compile(r"^text/|[/+](xml|yaml)\b", re.IGNORECASE)
_FORM: Final = re.compile(r"^(application/x-www-form-urlencoded|multipart/)", re.IGNORECASE)


def is_json(media_type: str) -> bool:
    return _JSON.search(media_type) is not None


def is_text(media_type: str) -> bool:
    return _TEXT.search(media_type) is not None


def is_form(media_type: str) -> bool:
    return _FORM.match(media_type) is not None


def is_multipart(media_type: str) -> bool:
    return media_type.lower().startswith("multipart/")


def is_range(media_type: str) -> bool:
    """Whether it stands for several, as `*/*` and `image/*` do."""
    return "*" in media_type


def is_value(media_type: str) -> bool:
    """Whether a schema describes what it holds, so that a client deals in values instead of text and bytes."""
    return is_json(media_type) or is_form(media_type) or media_type in {"*/*", "application/*"}
