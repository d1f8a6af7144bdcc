"""Which charts a report shows, on pages that can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from profiles.charts import Chart, statements_chart, timeline_chart
from profiles.charts.choice import report_charts
from profiles.charts.dumbbell import dumbbell_chart
from profiles.charts.overview import overview_chart
from profiles.charts.stances import stances_chart
from profiles.compare.facts import Facts
from profiles.compare.model import Comparison
from profiles.dataset import Dataset
from profiles.report.material import MOST

__all__ = ["charts_by_chapter"]

# More leaders than this make a chart that no page holds.
_PAGE: Final = 60
_CHAPTERS = {"timeline": "careers", "ages": "careers", "statements": "views", "meetings": "relationship"}


def charts_by_chapter(dataset: Dataset, comparison: Comparison, everyone: Sequence[Facts]) -> dict[str, list[Chart]]:
    """Return the charts of a report by chapter.

    Parameters
    ----------
    dataset
        The data.
    comparison
        The comparison.
    everyone
        Facts of its leaders, in order.

    Returns
    -------
    dict of str to list of Chart
        For one leader or two, and up to a dozen, whatever has something to show; for more, everybody's time in
        office on one page or, above sixty, on several, states kept together.
    """
    as_of = comparison.as_of
    if len(everyone) <= 2:
        chapters: dict[str, list[Chart]] = {}
        has_office = any(facts.tenures for facts in everyone)
        for chart in report_charts(dataset, list(comparison.leaders), as_of=as_of):
            # One leader's ages stand in the portrait, and an empty drawing says less than the sentence there.
            if (len(everyone) > 1 or chart.name != "ages") and (has_office or chart.name != "timeline"):
                chapters.setdefault(_CHAPTERS[chart.name.partition("-")[0]], []).append(chart)
        return chapters
    served = [facts for facts in everyone if facts.tenures]
    speakers = [facts for facts in everyone if facts.statements]
    if len(everyone) <= MOST:
        careers = [timeline_chart(dataset, _ids(everyone), as_of=as_of)]
        if any(facts.effective_days is not None for facts in everyone):
            careers.append(dumbbell_chart(dataset, _ids(everyone), as_of=as_of))
        views = [statements_chart(dataset, _ids(speakers), as_of=as_of)] if speakers else []
        return {"careers": careers, "views": views}
    return {
        "careers": _numbered([overview_chart(dataset, _ids(page), as_of=as_of) for page in _pages(served)]),
        "views": _numbered([stances_chart(dataset, _ids(page), as_of=as_of) for page in _pages(speakers)]),
    }


def _ids(everyone: Sequence[Facts]) -> list[str]:
    return [facts.leader_id for facts in everyone]


def _numbered(charts: list[Chart]) -> list[Chart]:
    """Return charts under names of their own, where they are several of one kind."""
    if len(charts) < 2:
        return charts
    return [
        replace(chart, name=f"{chart.name}-{n}", title=f"{chart.title} ({n} of {len(charts)})")
        for n, chart in enumerate(charts, 1)
    ]


def _pages(everyone: Sequence[Facts]) -> list[list[Facts]]:
    """Return leaders on pages that can be read, those of one state on one page where they fit."""
    pages: list[list[Facts]] = [[]]
    states: dict[str, list[Facts]] = {}
    for facts in everyone:
        states.setdefault(facts.state_name, []).append(facts)
    for group in states.values():
        if pages[-1] and len(pages[-1]) + len(group) > _PAGE:
            pages.append([])
        for facts in group:
            if len(pages[-1]) == _PAGE:
                pages.append([])
            pages[-1].append(facts)
    return [page for page in pages if page]
