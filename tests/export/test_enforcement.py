"""Schemes with `auto_error=False`: what an app makes of a caller who shows nothing, and what its contract says."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from contractbridge.readers.app.export import export_app
from contractbridge.readers.facts import EXTENSION

SCHEMES = """
from fastapi.security import *
bearer, basic = HTTPBearer(auto_error=False), HTTPBasic(auto_error=False)
strict = APIKeyHeader(name="X-Key")
tokens = {"good": "ada"}

def find_token(shown=Depends(bearer)):
    return shown.credentials if shown else None
"""
TELLS: dict[str, object] = {}
OFFERS = {"offers": ["HTTPBearer"]}

CODE = {
    "refuses": ("def it(shown=Depends(bearer)):\n    if shown is None: raise HTTPException(401)", TELLS),
    "refuses falsy": ("def it(shown=Depends(bearer)):\n    if not shown: raise HTTPException(401)", TELLS),
    "refuses at last": (
        "async def it(shown=Depends(bearer)):\n    if shown is not None: return tokens\n    raise HTTPException(401)",
        TELLS,
    ),
    "refuses through others": (
        (
            "def it(token: Annotated[str | None, Depends(find_token)]):\n"
            "    user: str | None = tokens.get(token) if token else None\n"
            "    if user is None: raise HTTPException(401)"
        ),
        TELLS,
    ),
    "refuses and yields": (
        "def it(shown=Depends(bearer)):\n    if shown is None: raise HTTPException(401)\n    yield shown",
        TELLS,
    ),
    "either": (
        (
            "def it(shown=Depends(bearer), other=Depends(basic)):\n"
            "    if not shown and other is None: raise HTTPException(401)"
        ),
        TELLS,
    ),
    "both": (
        "def it(shown=Depends(bearer), other=Depends(basic)):\n    if not (shown and other): raise HTTPException(401)",
        {"enforces": ["HTTPBasic", "HTTPBearer"]},
    ),
    "looks only": ("def it(shown=Depends(bearer)):\n    return shown", OFFERS),
    "guests": (
        (
            "def it(shown=Depends(bearer)):\n"
            "    if shown is None:\n        return None\n"
            "    if shown.credentials not in tokens:\n        raise HTTPException(401)"
        ),
        OFFERS,
    ),
    "guests before a refusal": (
        (
            "def it(shown=Depends(bearer), guest: bool = True):\n"
            "    if guest: return None\n    if shown is None: raise HTTPException(401)"
        ),
        OFFERS,
    ),
    "who can tell": (
        (
            "def it(shown=Depends(bearer)):\n"
            "    try:\n        return tokens[shown.credentials]\n"
            "    except Exception:\n        shown = 1\n    if shown is None: raise HTTPException(401)"
        ),
        OFFERS,
    ),
    "beside one that fails by itself": (
        "def it(key=Depends(strict), shown=Depends(bearer)): ...",
        {"enforces": ["APIKeyHeader"], **OFFERS},
    ),
}


@pytest.mark.parametrize(("code", "facts"), CODE.values(), ids=CODE.keys())
def test_what_is_enforced(load_file, code, facts):
    app = load_file(f"{SCHEMES}\n{code}\n@app.get('/', dependencies=[Depends(it)])\ndef find(): ...").app
    found = export_app(app).document["paths"]["/"]["get"][EXTENSION]
    assert {key: each for key, each in found.items() if key != "python"} == facts
    assert (status(app) in (401, 403)) == ("offers" not in facts or "enforces" in facts)


def test_handler_may_refuse_too(load_file):
    app = load_file(
        SCHEMES
        + """
@app.get('/')
def find(shown=Depends(bearer)):
    if shown is None: raise HTTPException(401)
"""
    ).app
    assert export_app(app).document["paths"]["/"]["get"][EXTENSION] == {"python": "shop_file:find"}
    assert status(app) == 401


def test_code_that_is_not_at_hand(load):
    app = load(
        SCHEMES
        + """
def it(shown=Depends(bearer)):
    if shown is None: raise HTTPException(401)

@app.get('/', dependencies=[Depends(it)])
def find(): ...
"""
    ).app
    assert export_app(app).document["paths"]["/"]["get"][EXTENSION]["offers"] == ["HTTPBearer"]


def status(app):
    async def ask():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop") as client:
            return (await client.get("/")).status_code

    return asyncio.run(ask())
