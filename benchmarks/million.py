"""A million rows: checking tenures, reading dates."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Result, Timing, in_time, run, work

_SAMPLE = 20_000  # rows for frictionless, which takes minutes for a million
_DATES_WITHIN = 1.0


def measure_tenures(rows: int, repeat: int) -> Iterator[Result]:
    """Yield rows per second of the whole check beside two ways that do less, and the memory of each."""
    for kind in ("as shipped", "plain"):
        with tempfile.TemporaryDirectory() as folder:
            whole, sample = Path(folder) / "whole", Path(folder) / "sample"
            for path, count in ((whole, rows), (sample, min(rows, _SAMPLE))):
                path.mkdir()
                run([sys.executable, "-m", "benchmarks.synthetic", str(path), str(count), *([kind] * (kind == "plain"))])  # fmt: skip
            timings = work({"check": ["check", str(whole)], "pandera": ["pandera", str(whole)]}, repeat)
            what = f"check {rows:,} tenures, {'some' if kind == 'as shipped' else 'no'} cells quoted"
            own = timings["check"]
            yield _rate(what, rows, own, "pandas + pandera, columns only", rows, timings["pandera"], 1)
            if kind == "as shipped":
                peer = work({"peer": ["frictionless", str(sample)]}, min(repeat, 2))["peer"]
                name = f"frictionless, from {min(rows, _SAMPLE):,}"
                yield _rate(what, rows, own, name, min(rows, _SAMPLE), peer, 10)


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
