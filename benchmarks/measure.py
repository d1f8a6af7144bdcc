"""Run commands in processes of their own, measure them, and show the results."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# ru_maxrss counts kilobytes on Linux and bytes on macOS.
_PER_MEGABYTE = 2**20 if sys.platform == "darwin" else 2**10


class MeasurementError(Exception):
    """A command that was to be measured failed."""


@dataclass(frozen=True)
class Run:
    """One run of a command: its time from start to exit, its largest memory, what it printed."""

    seconds: float
    megabytes: float
    output: str


@dataclass(frozen=True)
class Timing:
    """Several runs of one thing. The least disturbed run is the one that says what the thing costs."""

    seconds: tuple[float, ...]
    megabytes: float = 0.0

    @property
    def least(self) -> float:
        return min(self.seconds)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


@dataclass(frozen=True)
class Result:
    """One line of the table."""

    what: str
    measured: str
    yardstick: str
    ratio: str
    target: str
    passed: bool | None  # None: nothing to pass, or not measured


def environment() -> dict[str, str]:
    """Return an environment without the caller's Python settings and without another dataset."""
    kept = ("PATH", "HOME", "TMPDIR", "TEMP", "SYSTEMROOT", "LD_LIBRARY_PATH")
    variables = {name: os.environ[name] for name in kept if name in os.environ}
    # Never a window, and the same widths and encodings for every command.
    return variables | {"LC_ALL": "C.UTF-8", "COLUMNS": "100", "MPLBACKEND": "Agg"}


def run(command: Sequence[str]) -> Run:
    """Run a command in the checkout; a failure carries the last line of what it complained of."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+") as err:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=ROOT, env=environment())
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode:
            complaint = err.read().strip().rpartition("\n")[2]
            message = f"exit {process.returncode}: {complaint or 'without a message'}"
            raise MeasurementError(message)
        return Run(seconds, usage.ru_maxrss / _PER_MEGABYTE, out.read())


def python(code: str) -> list[str]:
    """Return the command that runs some code with this interpreter."""
    return [sys.executable, "-c", code]


def alternate(commands: Mapping[str, Sequence[str]], repeat: int) -> dict[str, Timing]:
    """Time commands from start to exit in turns, so that a busy moment of the machine meets them all."""
    for command in commands.values():
        run(command)  # writes the bytecode and fills the disk's cache; not counted
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(repeat):
        for name, command in commands.items():
            runs[name].append(run(command))
    return {name: _timing(done, [one.seconds for one in done]) for name, done in runs.items()}


def work(jobs: Mapping[str, Sequence[str]], repeat: int) -> dict[str, Timing]:
    """Time jobs of `benchmarks.jobs` in turns, by their own clocks: imports and the interpreter do not count."""
    runs: dict[str, list[Run]] = {name: [] for name in jobs}
    for _ in range(repeat):
        for name, job in jobs.items():
            runs[name].append(run([sys.executable, "-m", "benchmarks.jobs", *job]))
    return {name: _timing(done, [json.loads(one.output)["seconds"] for one in done]) for name, done in runs.items()}


def _timing(runs: Sequence[Run], seconds: Sequence[float]) -> Timing:
    return Timing(tuple(seconds), max(one.megabytes for one in runs))


def in_time(timing: Timing) -> str:
    """Return the least and the median time, such as ``0.31 s (0.33)``."""
    return f"{timing.least:.2f} s ({timing.median:.2f})"


def show(results: Sequence[Result]) -> str:
    """Return the results as a table of plain text."""
    head = ("measurement", "measured", "yardstick", "ratio", "target", "")
    verdict = {True: "pass", False: "MISS", None: ""}
    rows = [head, *((r.what, r.measured, r.yardstick, r.ratio, r.target, verdict[r.passed]) for r in results)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)
