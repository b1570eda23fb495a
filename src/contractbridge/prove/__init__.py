"""`contractbridge prove`: does the generated schema say of every value what the app itself says of it?

app ─► child process: inputs ─► the app's own validators ─┐
└───► document ─► Contract ─► generated schemas ─► node ─┴─► Proof ─► text, JSON, HTML
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from contractbridge.prove.proof import Proof
    from contractbridge.report import Palette

FORMATS: Final = ("text", "json", "html")


def printed(proof: Proof, format_: str, palette: Palette) -> str:
    """A proof in one of `FORMATS`; text keeps to the terminal's width, where there is one."""
    # The child process comes here too, and prints nothing.
    from contractbridge.prove.findings import as_json  # noqa: PLC0415
    from contractbridge.prove.page import as_page  # noqa: PLC0415
    from contractbridge.prove.text import WIDE, as_text  # noqa: PLC0415

    match format_:
        case "json":
            return as_json(proof)
        case "html":
            return as_page(proof)
        case _:
            return as_text(proof, palette, shutil.get_terminal_size((WIDE, 0)).columns)
