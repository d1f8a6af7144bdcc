"""What a report is made of, and what its chapters share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from profiles.charts import Chart
from profiles.compare.facts import Facts
from profiles.compare.model import Comparison
from profiles.render import Block, Figure, Run, TableCell

__all__ = ["MOST", "Material", "figures", "rounded"]

MOST: Final = 12
"""More leaders than this are shown together: one by one they would fill a book."""

# What people say of a time in office, without the count of days behind it.
_DAYS = re.compile(r" \([0-9,–]+ days\)")


@dataclass(frozen=True)
class Material:
    """What the chapters on leaders are made of.

    Attributes
    ----------
    comparison
        The leaders side by side.
    everyone
        The facts behind it, in its order.
    charts
        By chapter.
    """

    comparison: Comparison
    everyone: Sequence[Facts]
    charts: Mapping[str, Sequence[Chart]] = field(default_factory=dict)


def figures(charts: Sequence[Chart]) -> list[Block]:
    """Return charts as they stand in a report."""
    return [Figure(chart.name, chart.svg(), chart.alt, data_href=f"{chart.name}.csv") for chart in charts]


def rounded(cell: TableCell) -> TableCell:
    """Return a cell with durations in years and months alone; the days stand in ``comparison.csv``."""
    return replace(cell, lines=tuple(tuple(map(_rounded, line)) for line in cell.lines))


def _rounded(run: Run) -> Run:
    return _DAYS.sub("", run) if isinstance(run, str) else run
