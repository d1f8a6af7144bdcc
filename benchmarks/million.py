"""A million rows: checking tenures, reading dates."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Result, Timing, in_time, run, work

_SAMPLE = 20_000  # rows for frictionless, whose rate is taken to hold for more
_DATES_WITHIN = 1.0


def measure_tenures(rows: int, repeat: int) -> Iterator[Result]:
    """Yield rows per second of the whole check beside two ways that do less, and the memory of each."""
    with tempfile.TemporaryDirectory() as folder:
        whole, plain, sample = (str(Path(folder) / name) for name in ("whole", "plain", "sample"))
        few = min(rows, _SAMPLE)
        for path, count, *how in ((whole, rows), (plain, rows, "plain"), (sample, few)):
            Path(path).mkdir()
            run([sys.executable, "-m", "benchmarks.synthetic", path, str(count), *how])
        jobs = {
            "check": ["check", whole], "pandera": ["pandera", whole], "frictionless": ["frictionless", sample],
            "check plain": ["check", plain], "pandera plain": ["pandera", plain],
        }  # fmt: skip
        timings = work(jobs, repeat)
    what = f"check {rows:,} tenures"
    own, columns = timings["check"], "pandas + pandera, columns only"
    yield _rate(what, rows, own, f"frictionless, from {few:,}", few, timings["frictionless"], 10)
    yield _rate(what, rows, own, columns, rows, timings["pandera"], 1)
    what += ", no quotes"
    yield _rate(what, rows, timings["check plain"], columns, rows, timings["pandera plain"], 1)


def _rate(what: str, rows: int, own: Timing, name: str, peer_rows: int, peer: Timing, least: float) -> Result:
    fast, slow = rows / own.least, peer_rows / peer.least
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
