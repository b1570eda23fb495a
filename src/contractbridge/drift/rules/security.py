"""Rules about security: who may call."""

from __future__ import annotations

from collections.abc import Iterator

from contractbridge.contract import SecurityScheme
from contractbridge.drift.facts import SecurityChanged, SecuritySchemeChanged, Sides
from contractbridge.drift.rules.finding import WIRE, Finding, quoted
from contractbridge.drift.walk.security import Way, ways
from contractbridge.drift.witnesses import request_of


def security_required(fact: SecurityChanged, sides: Sides) -> Iterator[Finding]:
    """Callers were asked nothing, and have to show who they are now.

    Requests without credentials get 401 or 403.

    Before:
        @app.get("/orders")
    After:
        @app.get("/orders", dependencies=[Depends(HTTPBearer())])

    Instead:
        Announce it, and let callers without a token in for a while: `HTTPBearer(auto_error=False)`.
    """
    if None in fact.refused:
        old = fact.operation.old
        yield Finding(
            "asks callers who they are",
            WIRE,
            "Let callers without credentials in until clients have followed.",
            "nothing",
            show_ways(fact.operation.new.security),
            request_of(old, sides.old, shown=None),
        )


def security_tightened(fact: SecurityChanged, sides: Sides) -> Iterator[Finding]:
    """What callers showed is no longer enough.

    Another scheme, another scheme on top, or further scopes: requests as they were get 401 or 403.

    Before:
        Security(oauth2, scopes=["read"])
    After:
        Security(oauth2, scopes=["read", "orders"])

    Instead:
        Accept what was accepted beside what is new.
    """
    refused = next((each for each in fact.refused if each is not None), None)
    if refused is not None:
        old = fact.operation.old
        yield Finding(
            "no longer lets callers in with what they had",
            WIRE,
            "Accept what was accepted beside what is new.",
            show_way(refused),
            show_ways(fact.operation.new.security),
            request_of(old, sides.old, shown=refused),
        )


def security_relaxed(fact: SecurityChanged, sides: Sides) -> Iterator[Finding]:
    """There is one more way to be let in, or nobody is asked any longer.

    No caller is broken. Make sure that it is meant.

    Before:
        @app.get("/orders", dependencies=[Depends(HTTPBearer())])
    After:
        @app.get("/orders")
    """
    if fact.admitted and not fact.refused:
        yield Finding(
            "no longer asks callers who they are" if None in fact.admitted else "lets callers in by another way",
            hint="Make sure that this is meant.",
            old=show_ways(fact.operation.old.security),
            new=show_ways(fact.operation.new.security),
        )


def security_not_enforced(fact: SecurityChanged, sides: Sides) -> Iterator[Finding]:
    """The document asks for credentials that the server does not insist on.

    With `auto_error=False` a request without credentials reaches the handler, which may refuse it or not.

    Before:
        @app.get("/orders")
    After:
        @app.get("/orders", dependencies=[Depends(HTTPBearer(auto_error=False))])
    """
    if fact.unenforced:
        yield Finding(
            f"documents {quoted(fact.unenforced)} without enforcing it",
            hint="Whether requests without credentials are refused is up to the handler.",
            new=list(fact.unenforced),
            severity="warning",
        )


def security_scheme_added(fact: SecuritySchemeChanged, sides: Sides) -> Iterator[Finding]:
    """A security scheme is new.

    By itself it asks nobody for anything; `security-required` and `security-tightened` say where it does.

    Before:
        app = FastAPI()
    After:
        bearer = HTTPBearer()
    """
    if fact.old is None and fact.new is not None:
        yield Finding("was added", new=show_scheme(fact.new))


def security_scheme_removed(fact: SecuritySchemeChanged, sides: Sides) -> Iterator[Finding]:
    """A security scheme is gone.

    Callers that still show it are let in; `security-tightened` says where something else is asked for instead.

    Before:
        bearer = HTTPBearer()
    After:
        (nothing)
    """
    if fact.old is not None and fact.new is None:
        yield Finding("was removed", old=show_scheme(fact.old))


def security_scheme_changed(fact: SecuritySchemeChanged, sides: Sides) -> Iterator[Finding]:
    """A security scheme is described differently.

    Where callers have to show something else, `security-tightened` says for which operations. New addresses for tokens
    and other scopes are told here.

    Before:
        OAuth2PasswordBearer(tokenUrl="token")
    After:
        OAuth2PasswordBearer(tokenUrl="auth/token")
    """
    if fact.old is not None and fact.new is not None:
        yield Finding("was changed", old=show_scheme(fact.old), new=show_scheme(fact.new))


def show_ways(security: tuple[Way, ...]) -> str:
    return " or ".join(show_way(each) for each in ways(tuple(each for each in security if each is not None)))


def show_way(way: Way) -> str:
    """`bearer (read, write) and key`, or "nothing"."""
    if way is None:
        return "nothing"
    return " and ".join(f"{key} ({', '.join(scopes)})" if scopes else key for key, scopes in way.schemes)


def show_scheme(scheme: SecurityScheme) -> str:
    parts = [scheme.kind, scheme.scheme, scheme.location, scheme.name, scheme.url]
    for flow in scheme.flows:
        parts += [flow.kind, flow.authorization_url, flow.token_url, *flow.scopes]
    return " ".join(filter(None, parts)) + ("" if scheme.enforced else " (not enforced)")
