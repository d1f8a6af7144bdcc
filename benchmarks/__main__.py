"""Run the measurements and print them as a table: `python -m benchmarks [NAME ...]`."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version

from benchmarks.commands import measure_commands, measure_imports
from benchmarks.groups import measure_charts, measure_gallery, measure_groups
from benchmarks.measure import MeasurementError, Result, show
from benchmarks.million import measure_dates, measure_tenures
from benchmarks.report import measure_report

_PEERS = ("pandas", "numpy", "pandera", "frictionless", "typer", "matplotlib", "scipy", "tableone")
_MOST_LONG_RUNS = 3  # of what takes many seconds each


def _measurements(rows: int, repeat: int) -> dict[str, Callable[[], Iterator[Result]]]:
    few = min(repeat, _MOST_LONG_RUNS)
    return {
        "imports": measure_imports,
        "commands": lambda: measure_commands(repeat),
        "dates": lambda: measure_dates(rows, few),
        "report": lambda: measure_report(few),
        "groups": lambda: measure_groups(few),
        "charts": lambda: measure_charts(few),
        "gallery": measure_gallery,
        "tenures": lambda: measure_tenures(rows, few),
    }


def main() -> int:
    """Return 1 where something could not be measured. A missed target is for people to judge."""
    names = tuple(_measurements(1, 1))
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names)}; all by default")
    rows = "tenures and dates to generate (default: %(default)s)"
    parser.add_argument("--rows", type=int, default=1_000_000, help=rows)
    runs = f"runs of each (default: %(default)s; at most {_MOST_LONG_RUNS} of what takes seconds)"
    parser.add_argument("--repeat", type=int, default=7, help=runs)
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in names]
    if unknown or options.rows < 1 or options.repeat < 1:
        parser.error(f"no measurement {unknown[0]!r}" if unknown else "--rows and --repeat are at least 1")
    results: list[Result] = []
    failed = False
    for name, measure in _measurements(options.rows, options.repeat).items():
        if options.names and name not in options.names:
            continue
        sys.stderr.write(f"measuring {name} ...\n")
        try:
            results += measure()
        except MeasurementError as error:
            failed = True
            results.append(Result(name, "not measured", str(error), "", "", passed=False))
    print(show(results))
    print(f"\nLeast of the runs, median in brackets. {_machine()}")
    return int(failed)


def _machine() -> str:
    peers = ", ".join(f"{name} {version(name)}" for name in _PEERS)
    load = f"{os.getloadavg()[0]:.1f} when done" if hasattr(os, "getloadavg") else "unknown"
    return f"Python {platform.python_version()}, {peers}; {os.cpu_count()} processors, load {load}."


if __name__ == "__main__":
    sys.exit(main())
