"""Groups of leaders: beside tableone, and as the number of leaders grows; the largest chart; the gallery."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator

from benchmarks.measure import Result, alternate, in_time, python, run, work

_GROUPS_WITHIN = 2.0
_CHART_WITHIN = 2.0
_GALLERY_WITHIN = 60.0
_TENURES_EACH = 10  # of a made-up leader


def measure_groups(repeat: int, leaders: tuple[int, ...] = (1_000, 10_000, 100_000)) -> Iterator[Result]:
    """Yield the time of ten aspects with 10,000 permutations, beside tableone, and for more leaders."""
    own = work({"own": ["groups", "shipped"]}, repeat)["own"]
    what = "2 groups, 10 aspects, 10,000 permutations"
    yield Result(
        what, f"{in_time(own)}, {own.megabytes:,.0f} MB", "", "", f"< {_GROUPS_WITHIN:g} s", own.least < _GROUPS_WITHIN
    )
    # What both do is to summarise; tests by formula are no permutations, so there is no target with tests.
    for tests, words in (("none", "without tests"), ("tests", "with permutations here, formulas there")):
        timings = work({"own": ["groups_as_table_one", tests], "peer": ["table_one", tests]}, repeat)
        mine, peer = timings["own"], timings["peer"]
        both = tests == "none"
        yield Result(
            f"7 aspects that tableone knows, {words}", in_time(mine), f"tableone: {in_time(peer)}, same numbers",
            f"{peer.least / mine.least:.2f}x", ">= 1x" if both else "", peer.least >= mine.least if both else None,
        )  # fmt: skip
    for many in leaders:
        with tempfile.TemporaryDirectory() as folder:
            run([sys.executable, "-m", "benchmarks.synthetic", folder, str(many * _TENURES_EACH)])
            grown = work({"own": ["groups", folder]}, 1)["own"]
        yield Result(
            f"the same, {many:,} made-up leaders", f"{in_time(grown)}, {grown.megabytes:,.0f} MB", "", "", "", None
        )


def measure_charts(repeat: int) -> Iterator[Result]:
    """Yield the time of one chart of sixty leaders."""
    own = work({"own": ["overview", "60"]}, repeat)["own"]
    yield Result("chart of 60 leaders", in_time(own), "", "", f"< {_CHART_WITHIN:g} s", own.least < _CHART_WITHIN)


def measure_gallery() -> Iterator[Result]:
    """Yield the time of all reports with their index, from start to exit."""
    with tempfile.TemporaryDirectory() as folder:
        job = python(
            "from profiles.cli import main; import sys; "
            f"sys.argv = ['profiles', 'gallery', 'reports', '-o', {folder + '/gallery'!r}, '--processes', '2',"
            " '--pdf']; main()"
        )
        own = alternate({"own": job}, 1)["own"]
    yield Result(
        "report gallery, printed to PDF too, 2 processes",
        in_time(own),
        "",
        "",
        f"< {_GALLERY_WITHIN:g} s",
        own.least < _GALLERY_WITHIN,
    )
