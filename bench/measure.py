"""What a command costs: the CPU seconds of its process tree, and the memory of the largest process in it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import IO

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


class UnavailableError(Exception):
    """A figure that could not be taken, and why."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of CPU (user and system), seconds on the clock, and megabytes at the peak."""

    cpu: float
    wall: float
    peak: float


def typical_costs(runs: Mapping[str, Callable[[], Cost]], times: int) -> dict[str, Cost | UnavailableError]:
    """The medians of `times` runs each, after one that warms the caches up and does not count.

    They take turns, so that whatever else the machine does bears on all of them alike.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in runs}
    failures: dict[str, UnavailableError] = {}
    for _ in range(times + 1):
        for name, run in runs.items():
            if name not in failures:
                try:
                    costs[name].append(run())
                except UnavailableError as failure:
                    failures[name] = failure
    return {name: failures.get(name) or _medians(taken[1:]) for name, taken in costs.items()}


def _medians(costs: Sequence[Cost]) -> Cost:
    return Cost(
        cpu=median(cost.cpu for cost in costs),
        wall=median(cost.wall for cost in costs),
        peak=median(cost.peak for cost in costs),
    )


def cost_of(command: Sequence[str], *, cwd: Path, env: Mapping[str, str], limit: float) -> Cost:
    """Run `command` once. `UnavailableError` is raised where it fails, or is not done after `limit` seconds."""
    with tempfile.TemporaryFile() as output:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**os.environ, **env},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        stop = threading.Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
        stop.start()
        # Counts every descendant that was waited for, as all of these tools wait for theirs.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        stop.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            reason = f"stopped after {limit:g} s" if wall >= limit else _last_line(output)
            raise UnavailableError(reason or f"exit code {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * _RSS_UNIT / 1e6)


def output_of(command: Sequence[str], *, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """What `command` prints. `UnavailableError` is raised where it fails, with its first error or its last line."""
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
        errors = [line for line in lines if "error" in line.lower()]
        raise UnavailableError([*errors, *lines[-1:], f"exit code {done.returncode}"][0].strip())
    return done.stdout


def _last_line(output: IO[bytes]) -> str:
    output.seek(0)
    lines = output.read().decode(errors="replace").strip().splitlines()
    return lines[-1].strip() if lines else ""
