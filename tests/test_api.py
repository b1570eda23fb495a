"""What `import contractbridge` offers, and what it costs."""

import inspect
import subprocess
import sys

import pytest

import contractbridge
from contractbridge import errors


def test_all_is_sorted_and_complete() -> None:
    assert contractbridge.__all__ == sorted(contractbridge.__all__)
    for name in contractbridge.__all__:
        assert getattr(contractbridge, name) is not None
    assert set(contractbridge.__all__) <= set(dir(contractbridge))
    raised = {
        name for name, value in vars(errors).items() if inspect.isclass(value) and value.__module__ == errors.__name__
    }
    assert raised <= set(contractbridge.__all__)


def test_every_public_name_is_documented() -> None:
    assert not [name for name in contractbridge.__all__ if not inspect.getdoc(getattr(contractbridge, name))]


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'contractbridge' has no attribute 'generat'"):
        contractbridge.generat  # noqa: B018


HEAVY = {"fastapi", "pydantic", "typer", "openapi_spec_validator", "watchfiles", "datamodel_code_generator"}


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("contractbridge", HEAVY),
        ("contractbridge.cli", HEAVY - {"typer"}),
        ("contractbridge.config", HEAVY),
        ("contractbridge.pipeline", {"fastapi", "pydantic", "typer", "watchfiles", "datamodel_code_generator"}),
    ],
)
def test_importing_it_is_cheap(module: str, unwanted: set[str]) -> None:
    code = f"import sys, {module}; print(*sorted(set(sys.modules) & {unwanted!r}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
