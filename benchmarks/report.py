"""The main job: the report on Putin and Xi, from start to exit."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

from benchmarks.measure import Result, alternate, in_time, python

_WITHIN = 5.0


def measure_report(repeat: int) -> Iterator[Result]:
    """Yield the time of the report with all charts, in HTML and Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        code = f"from profiles.report import write_report; write_report('putin', 'xi', output={folder + '/report'!r})"
        own = alternate({"own": python(code)}, repeat)["own"]
    what = "report on Putin and Xi"
    yield Result(what, f"{in_time(own)}, {own.megabytes:,.0f} MB", "", "", f"< {_WITHIN:g} s", own.least < _WITHIN)
