"""Room for work that calls itself deeper than Python allows by default: types nest as deep as somebody writes them."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Final, TypeVar

_STACK: Final = 256 * 2**20  # bytes; memory is only taken where it is used
_CALLS: Final = 100_000

T = TypeVar("T")


def run_deep(work: Callable[[], T]) -> T:
    """The result of `work`, done on a stack of its own; raises what it raises, RecursionError among others."""
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001  raised again below
            errors.append(error)

    size, calls = threading.stack_size(_STACK), sys.getrecursionlimit()
    sys.setrecursionlimit(_CALLS)
    try:
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(size)
        sys.setrecursionlimit(calls)
    if errors:
        raise errors[0]
    return results[0]
