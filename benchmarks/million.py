"""A million rows: checking tenures, reading dates."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Result, Timing, in_time, run, work

_DATES_WITHIN = 1.0


def measure_tenures(rows: int, repeat: int) -> Iterator[Result]:
    """Yield rows per second of the whole check beside two ways that do less, and the memory of each."""
    with tempfile.TemporaryDirectory() as folder:
        quoted, plain = str(Path(folder) / "quoted"), str(Path(folder) / "plain")
        for path, *how in ((quoted,), (plain, "plain")):
            Path(path).mkdir()
            run([sys.executable, "-m", "benchmarks.synthetic", path, str(rows), *how])
        # Nothing is extrapolated: frictionless reads all rows too, but once, for it takes its time.
        slow = work({"frictionless": ["frictionless", quoted]}, 1)
        ways = {f"{job} {Path(path).name}": [job, path] for path in (quoted, plain) for job in ("check", "pandera")}
        timings = slow | work(ways, repeat)
    what, columns = f"check {rows:,} tenures", "pandas + pandera, columns only"
    own, own_plain = timings["check quoted"], timings["check plain"]
    yield _rate(what, rows, own, "frictionless", timings["frictionless"], 10)
    yield _rate(what, rows, own, columns, timings["pandera quoted"], 1)
    yield _rate(f"{what}, no quotes", rows, own_plain, columns, timings["pandera plain"], 1)


def _rate(what: str, rows: int, own: Timing, name: str, peer: Timing, least: float) -> Result:
    fast, slow = rows / own.least, rows / peer.least
    return Result(
        what,
        f"{in_time(own)}, {fast:,.0f} rows/s, {own.megabytes:,.0f} MB",
        f"{name}: {in_time(peer)}, {slow:,.0f} rows/s, {peer.megabytes:,.0f} MB",
        f"{fast / slow:.2f}x",
        f">= {least:g}x",
        fast / slow >= least,
    )


def measure_dates(rows: int, repeat: int) -> Iterator[Result]:
    """Yield the time of reading days as text."""
    jobs = {"own": ["dates", str(rows)], "pandas": ["to_datetime", str(rows)]}
    timings = work(jobs, repeat)
    own, peer = timings["own"], timings["pandas"]
    yield Result(
        f"parse {rows:,} dates", f"{in_time(own)}, {own.megabytes:,.0f} MB",
        f"pandas.to_datetime: {in_time(peer)}, {peer.megabytes:,.0f} MB",
        f"{own.least / peer.least:.2f}x", f"< {_DATES_WITHIN:g} s", own.least < _DATES_WITHIN,
    )  # fmt: skip
