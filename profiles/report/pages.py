"""Which charts a report shows, on pages that can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from profiles.charts import Chart, report_charts, statements_chart, timeline_chart
from profiles.compare.facts import Facts
from profiles.compare.model import Comparison
from profiles.dataset import Dataset

__all__ = ["charts_by_chapter"]

# More leaders than this make a chart that no page holds.
_MOST = 12
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
        For up to a dozen leaders whatever has something to show; for more, timelines and statements on
        several pages, states kept together.
    """
    if len(everyone) <= _MOST:
        chapters: dict[str, list[Chart]] = {}
        for chart in report_charts(dataset, list(comparison.leaders), as_of=comparison.as_of):
            chapters.setdefault(_CHAPTERS[chart.name.partition("-")[0]], []).append(chart)
        return chapters
    pages = _pages([facts for facts in everyone if facts.tenures])
    speakers = _pages([facts for facts in everyone if facts.statements])
    careers = [
        replace(
            timeline_chart(dataset, [facts.leader_id for facts in page], as_of=comparison.as_of),
            name=f"timeline-{number}",
            title=f"Offices and power: {_states(page)}",
        )
        for number, page in enumerate(pages, 1)
    ]
    views = [
        replace(
            statements_chart(dataset, [facts.leader_id for facts in page], as_of=comparison.as_of),
            name=f"statements-{number}",
            title=f"Statements on the end of the USSR: {_states(page)}",
        )
        for number, page in enumerate(speakers, 1)
    ]
    return {"careers": careers, "views": views}


def _pages(everyone: Sequence[Facts]) -> list[list[Facts]]:
    """Return leaders on pages of at most a dozen, those of one state on one page where they fit."""
    pages: list[list[Facts]] = [[]]
    states: dict[str, list[Facts]] = {}
    for facts in everyone:
        states.setdefault(facts.state_name, []).append(facts)
    for group in states.values():
        if pages[-1] and len(pages[-1]) + len(group) > _MOST:
            pages.append([])
        for facts in group:
            if len(pages[-1]) == _MOST:
                pages.append([])
            pages[-1].append(facts)
    return [page for page in pages if page]


def _states(page: Sequence[Facts]) -> str:
    return ", ".join(dict.fromkeys(facts.state_name for facts in page))
