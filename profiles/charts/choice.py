"""Which charts say something about some leaders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from profiles.charts.ages import ages_chart
from profiles.charts.chart import Chart
from profiles.charts.facts import meetings_among, unique
from profiles.charts.meetings import meetings_chart
from profiles.charts.overview import overview_chart
from profiles.charts.statements import statements_chart
from profiles.charts.timeline import timeline_chart
from profiles.dataset import Dataset

__all__ = ["report_charts"]

_MOST: Final = 12


def report_charts(dataset: Dataset, leaders: Sequence[str], *, as_of: dt.date | None = None) -> list[Chart]:
    """Return the charts that have something to show of some leaders.

    Parameters
    ----------
    dataset
        The data.
    leaders
        Ids of one leader or more.
    as_of
        Last day to show; the dataset's own by default.

    Returns
    -------
    list of Chart
        Timeline (of more than twelve leaders the overview) and ages always; statements if any of them made
        one; meetings if they are two and met.

    Raises
    ------
    UnknownName
        If an id is not in the dataset.
    NotComparable
        If no leader is given.
    """
    chosen = unique(leaders)
    # Office by office, a crowd fills page after page.
    timeline = timeline_chart if len(chosen) <= _MOST else overview_chart
    charts = [timeline(dataset, chosen, as_of=as_of), ages_chart(dataset, chosen, as_of=as_of)]
    said = statements_chart(dataset, chosen, as_of=as_of)
    if (said.data["thing"] == "statement").any():
        charts.append(said)
    if len(chosen) == 2 and meetings_among(dataset, chosen):
        charts.append(meetings_chart(dataset, chosen, as_of=as_of))
    return charts
