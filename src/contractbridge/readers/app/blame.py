"""What the user's code raised while it was loaded, as one sentence with its place and a hint, not a traceback."""

from __future__ import annotations

import difflib
import importlib.util
import re
import sys
from typing import Final

from contractbridge.errors import AppError
from contractbridge.readers.app.discovery import folder_with, project_modules
from contractbridge.readers.app.places import Home, trail

_LONGEST: Final = 300
# Starlette's Config, and python-decouple's.
_UNDECLARED: Final = re.compile(r"""['"]?Config '(\w+)' is missing|(\w+) not found\. Declare it""")
_ELSEWHERE: Final = "If the app has another environment, activate that, or use: uv run contractbridge"
_ENVIRONMENT: Final = "under [tool.contractbridge.env] in pyproject.toml"


def explain(error: BaseException, home: Home, doing: str) -> AppError:
    """The error to show for what the user's code raised; `doing` names the work that failed, for where no line
    of the user's is to blame."""
    line = home.raised_at(error)
    if isinstance(error, SyntaxError) and error.filename:
        line = home.line(error.filename, error.lineno or 0)
        return AppError(f"{line}: `{line.code}` is not valid Python: {_sentence(error.msg)}")
    place = f"{line}: `{line.code}`" if line else doing
    return AppError(f"{place} {_outcome(error)}", hint=_hint(error, home))


def _outcome(error: BaseException) -> str:
    match error:
        case SystemExit(code=str(text)):
            return f"ends the program while it is loaded: {_sentence(text)}"
        case SystemExit(code=code):
            return f"ends the program while it is loaded, with exit code {code or 0}."
        case ModuleNotFoundError(name=str(name)):
            return f"needs the module {name}, which is not there."
        case _:
            kind = type(error).__name__
            text = _validation_text(error) or _shortened(error)
            return f"raises {kind}: {_sentence(text)}" if text else f"raises {kind}."


def _shortened(error: BaseException) -> str:
    try:
        lines = str(error).strip().splitlines()
    except Exception:  # noqa: BLE001  a message that raises is somebody else's
        return ""
    # KeyError shows the repr of its key.
    return lines[0] if lines else ""


def _sentence(text: str) -> str:
    text = text.strip().partition("\n")[0]
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


# Hints


def _hint(error: BaseException, home: Home) -> str:
    hints = (
        _about_modules(error, home),
        _about_names(error),
        _about_variables(error),
        _about_files(error, home),
        _about_connections(error),
    )
    return next(filter(None, hints), "")


def _about_modules(error: BaseException, home: Home) -> str:
    if not isinstance(error, ModuleNotFoundError) or not error.name:
        return ""
    top = error.name.partition(".")[0]
    if top in {"fastapi", "pydantic"}:
        return f"contractbridge runs in {sys.prefix}. {_ELSEWHERE}"
    if folder := folder_with(error.name, home.directory):
        return f'It is in {folder}: set app-dir = "{folder}" under [tool.contractbridge], or --app-dir.'
    close = difflib.get_close_matches(error.name, project_modules(home.source), n=1, cutoff=0.8)
    if close:
        return f"Did you mean {close[0]}?"
    installed = importlib.util.find_spec(top) is not None
    return "" if installed else f"Install it in {sys.prefix}, where contractbridge runs. {_ELSEWHERE}"


def _about_names(error: BaseException) -> str:
    """`from shop.orders import rooter`"""
    if not isinstance(error, ImportError) or not error.name:
        return ""
    wanted = re.match(r"cannot import name '(\w+)'", error.msg or "")
    names = vars(sys.modules[error.name]) if error.name in sys.modules else {}
    close = difflib.get_close_matches(wanted[1], names, n=1) if wanted else []
    return f"Did you mean {close[0]}?" if close else ""


def _about_variables(error: BaseException) -> str:
    names = missing_variables(error)
    if not names:
        return ""
    values = ", ".join(f'{name} = "..."' for name in names)
    return f"Give {'it' if len(names) == 1 else 'them'} a value {_ENVIRONMENT}: {values}."


def _about_files(error: BaseException, home: Home) -> str:
    if isinstance(error, FileNotFoundError):
        return f"The app is loaded in {home.directory}; relative paths start there."
    return ""


def _about_connections(error: BaseException) -> str:
    names = {each.__name__ for each in type(error).__mro__}
    if names & {"ConnectionError", "OperationalError", "TimeoutError", "gaierror", "ConnectError"}:
        return "The app connects while it is imported; make the connection in its lifespan, which is never run."
    return ""


# Missing environment variables


def missing_variables(error: BaseException) -> list[str]:
    """The names of the environment variables for want of which the import failed, where that is why."""
    frames = [frame for frame, _ in trail(error.__traceback__)]
    inner = frames[-1] if frames else None
    if isinstance(error, KeyError) and inner is not None and inner.f_globals.get("__name__") == "os":
        return [str(error.args[0])]
    if found := _UNDECLARED.match(str(error)):
        return [found[1] or found[2]]
    if type(error).__name__ != "ValidationError":
        return []
    for frame in frames:
        settings = frame.f_locals.get("__pydantic_self__", frame.f_locals.get("self"))
        if _is_settings(settings):
            return [_variable(settings, str(place[0])) for place in _places(error) if place]
    return []


def _is_settings(value: object) -> bool:
    return any(each.__module__.startswith("pydantic_settings") for each in type(value).__mro__)


def _variable(settings: object, field: str) -> str:
    """The variable that a field of a settings class is read from: an alias stands for itself."""
    config = getattr(settings, "model_config", {})
    known = field in getattr(type(settings), "model_fields", {})
    name = f"{config.get('env_prefix', '')}{field}" if known else field
    return name if config.get("case_sensitive") else name.upper()


def _places(error: BaseException) -> list[tuple[object, ...]]:
    errors = getattr(error, "errors", None)
    return [each["loc"] for each in errors()] if callable(errors) else []


def _validation_text(error: BaseException) -> str:
    """Pydantic's report as one line: `database_url: Field required; port: Input should be …`"""
    if type(error).__name__ != "ValidationError" or not callable(getattr(error, "errors", None)):
        return ""
    listed = [
        f"{'.'.join(map(str, each['loc']))}: {each['msg']}" if each["loc"] else each["msg"]
        for each in error.errors()  # type: ignore[attr-defined]
    ]
    return "; ".join(listed[:5]) + ("; …" if listed[5:] else "")
