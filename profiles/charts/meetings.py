"""How often two leaders met in each year, and on what occasion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.transforms import blended_transform_factory

from profiles.charts.chart import Chart, page_size, plot_width
from profiles.charts.facts import (
    day_text,
    foot_line,
    meetings_among,
    people,
    records,
    source_ids,
    tenures_of,
    unique,
)
from profiles.charts.furniture import MESSAGE, KeyItem, draw_key, key_height
from profiles.charts.layout import text_width
from profiles.charts.style import FORMATS, GREY, INK, SMALL_SIZE, TEXT_SIZE, house_style
from profiles.dataset import Dataset
from profiles.errors import NotComparable
from profiles.words import listed

__all__ = ["LABELS", "counted", "draw_meetings", "last_year", "meetings_chart"]

COLUMNS: Final = ("year", "format", "meetings", "ids", "is_whole_year")
LABELS: Final = {
    "state_visit": "state visit",
    "working_visit": "working visit",
    "summit_sidelines": "beside a summit",
    "other": "other meeting",
    "multilateral": "only in a group session",
}
_BAR: Final = 0.62
_EDGE: Final[dict[str, Any]] = {"ec": GREY, "lw": 0.6}
_UNIT: Final = 0.235
_LEAST_YEARS: Final = 10
_GUTTER: Final = 0.95


@house_style()
def draw_meetings(ax: Axes, data: pd.DataFrame, *, key: bool = True, ylim: tuple[float, float] | None = None) -> Axes:
    """Draw meetings per year as stacked bars, group sessions below the line, and return the axes.

    Parameters
    ----------
    ax
        Where to draw; the key stands above it.
    data
        One row per year and format, as `meetings_chart` makes it: ``year``, ``format``, ``meetings``
        (how many), ``is_whole_year``. A year without meetings has one row with ``meetings`` 0.
    key
        Whether to explain the fills above the axes.
    ylim
        Ends of the y axis, where several charts share them.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes; x is the year, y the number of meetings, of group sessions negative.
    """
    rows = records(data)
    ax.set_yticks([])
    if not any(row["meetings"] for row in rows):
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
        ax.text(0.0, 0.5, "no meeting between them in the dataset", transform=ax.transAxes, **MESSAGE)
        return ax
    years = sorted({int(row["year"]) for row in rows})
    up, down = _reach(rows)
    width = ax.get_window_extent().width / ax.figure.dpi
    # Few years leave room at the right rather than making bars as wide as they are high.
    ax.set_xlim(years[0] - 0.6, max(years[-1], years[0] + _LEAST_YEARS - 1) + 0.6)
    ax.set_ylim(*(ylim or (-down, up)))
    ax.plot([years[0] - 0.6, years[-1] + 0.6], [0, 0], color=GREY, lw=0.8, zorder=3)
    for year in years:
        mine = {row["format"]: int(row["meetings"]) for row in rows if row["year"] == year}
        _draw_year(ax, year, mine)
    step = next(
        (
            s
            for s in (1, 2, 5, 10)
            if width / (max(len(years), _LEAST_YEARS) + 0.2) * s > text_width("2000", SMALL_SIZE) + 0.06
        ),
        20,
    )
    ticks = [year for year in years if (year - years[-1]) % step == 0]
    ax.set_xticks(ticks, [str(year) for year in ticks])
    ax.tick_params(axis="x", length=0, pad=4)
    ax.spines["bottom"].set_visible(False)
    beside = blended_transform_factory(ax.transAxes, ax.transData)
    if any(row["format"] == "multilateral" for row in rows):
        look: dict[str, Any] = {"size": SMALL_SIZE, "color": GREY, "ha": "right", "linespacing": 1.2}
        ax.text(-0.01, 0.12, "met each\nother", transform=beside, va="bottom", **look)
        ax.text(-0.01, -0.12, "group session\nonly", transform=beside, va="top", **look)
    if key:
        gutter = _gutter(rows)
        draw_key(ax, _key(rows), left=-gutter, width=width + gutter)
    return ax


def meetings_chart(dataset: Dataset, leaders: Sequence[str], *, as_of: dt.date | None = None) -> Chart:
    """Return how often two leaders met in each year, by format.

    A meeting counts in the year in which it began. Years run from the first meeting to the last, or to
    that of `as_of` where both were still in office then; those without a meeting are shown as empty.

    Parameters
    ----------
    dataset
        The data.
    leaders
        Two ids.
    as_of
        Last day to count; the dataset's own by default.

    Returns
    -------
    Chart
        Named ``meetings``.

    Raises
    ------
    UnknownName
        If an id is not in the dataset.
    NotComparable
        If there are not two leaders.
    """
    pair = unique(leaders)
    if len(pair) != 2:
        message = f"meetings per year are drawn for two leaders, not {len(pair)}: {', '.join(pair) or 'none'}"
        raise NotComparable(message)
    day = as_of or dataset.as_of
    persons = people(dataset, pair)
    last = pd.Timestamp(day)
    found = [row for row in meetings_among(dataset, pair) if row["start_earliest"] <= last]
    placed = [row for row in found if row["start_earliest"].year == row["start_latest"].year]
    data = _count(placed, last_year(dataset, pair, placed, day), day)
    sources = source_ids(found)
    names = listed([person.name for person in persons])
    title = f"Meetings of {names} by year"
    notes = []
    if len(placed) < len(found):
        loose = len(found) - len(placed)
        notes.append(f"{loose} meeting{'s' * (loose != 1)} of uncertain year not drawn.")
    if placed and not data["is_whole_year"].all():
        notes.append(f"{day.year} counts only to {day.day} {day_text(day).split()[1]}.")
    foot = "\n".join([*([" ".join(notes)] if notes else []), foot_line(dataset, day, sources)])
    rows = records(data)
    up, down = _reach(rows)
    with house_style():
        gutter = _gutter(rows)
        size, margins = page_size(
            title=title,
            foot=foot,
            gutter=gutter,
            plot_height=(up + down) * _UNIT if placed else 0.4,
            key=key_height(_key(rows), plot_width(gutter) + gutter) + 0.06,
            below=0.22 if placed else 0.0,
        )
    return Chart(
        name="meetings",
        title=title,
        data=data,
        alt=_alt(rows, title, day),
        foot=foot,
        sources=sources,
        size=size,
        margins=margins,
        draw=partial(draw_meetings, data=data),
    )


def last_year(dataset: Dataset, pair: list[str], placed: list[dict[str, Any]], as_of: dt.date) -> int:
    """Return the last year to show of the meetings of two: that of the last day while both are in office.

    Parameters
    ----------
    dataset
        The data.
    pair
        Two ids of leaders.
    placed
        Their meetings up to `as_of`.
    as_of
        Last day known.

    Returns
    -------
    int
        Where one of them is out of office, the year of the last meeting.
    """
    last = pd.Timestamp(as_of)
    running = {
        row["leader_id"]
        for row in tenures_of(dataset, pair)
        if row["start_earliest"] <= last
        and (row["end_status"] == "ongoing" or (row["end_earliest"] is not None and row["end_earliest"] > last))
    }
    if len(running) == 2 or not placed:
        return as_of.year
    return max(int(row["start_earliest"].year) for row in placed)


def _count(placed: list[dict[str, Any]], last_year: int, as_of: dt.date) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    first = placed[0]["start_earliest"].year if placed else last_year
    for year in range(first, last_year + 1):
        whole = year < as_of.year or (as_of.month, as_of.day) == (12, 31)
        mine = [row for row in placed if row["start_earliest"].year == year]
        for name in FORMATS:
            ids = [row["meeting_id"] for row in mine if row["format"] == name]
            if ids:
                rows.append({
                    "year": year,
                    "format": name,
                    "meetings": len(ids),
                    "ids": ";".join(ids),
                    "is_whole_year": whole,
                })
        if not mine:
            rows.append({"year": year, "format": None, "meetings": 0, "ids": None, "is_whole_year": whole})
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _reach(rows: list[dict[str, Any]]) -> tuple[float, float]:
    """Return how far the bars go up and down from the line, in meetings, labels included."""
    up: dict[int, int] = {}
    down: dict[int, int] = {}
    for row in rows:
        side = down if row["format"] == "multilateral" else up
        side[row["year"]] = side.get(row["year"], 0) + int(row["meetings"])
    below = max(down.values(), default=0)
    return max([*up.values(), 1 if not below else 2]) + 0.9, below + 0.9 if below else 0.12


def _gutter(rows: list[dict[str, Any]]) -> float:
    return _GUTTER if any(row["format"] == "multilateral" for row in rows) else 0.0


def _draw_year(ax: Axes, year: int, mine: dict[Any, int]) -> None:
    look: dict[str, Any] = {"size": TEXT_SIZE, "ha": "center"}
    top = 0
    for name, (fill, hatch) in FORMATS.items():
        if name == "multilateral" or name not in mine:
            continue
        ax.add_patch(
            Rectangle((year - _BAR / 2, top), _BAR, mine[name], fc=fill, hatch=hatch, gid=f"met-{year}-{name}", **_EDGE)
        )
        top += mine[name]
    grouped = mine.get("multilateral", 0)
    if grouped:
        fill, hatch = FORMATS["multilateral"]
        ax.add_patch(
            Rectangle(
                (year - _BAR / 2, -grouped),
                _BAR,
                grouped,
                fc=fill,
                hatch=hatch,
                gid=f"met-{year}-multilateral",
                **_EDGE,
            )
        )
        ax.text(year, -grouped - 0.12, str(grouped), va="top", color=GREY, **look)
    if top or not grouped:
        ax.text(year, top + 0.14, str(top), va="bottom", color=INK if top else GREY, **look)


def _key(rows: list[dict[str, Any]]) -> list[KeyItem]:
    seen = {row["format"] for row in rows}
    return [
        KeyItem(LABELS[name], "bar", {"fc": fill, "hatch": hatch, **_EDGE})
        for name, (fill, hatch) in FORMATS.items()
        # Group sessions have their name beside the bars.
        if name in seen and name != "multilateral"
    ]


def counted(number: int, label: str) -> str:
    """Return how many meetings of a format: "3 state visits", but "3 beside a summit"."""
    return f"{number} {label}{'s' * (number != 1 and label.endswith(('visit', 'meeting')))}"


def _alt(rows: list[dict[str, Any]], title: str, as_of: dt.date) -> str:
    total = sum(int(row["meetings"]) for row in rows)
    if not total:
        return f"{title}: no meeting between them is in the dataset, as of {day_text(as_of)}."
    years: dict[int, int] = {}
    formats: dict[str, int] = {}
    for row in rows:
        years[row["year"]] = years.get(row["year"], 0) + int(row["meetings"])
        if row["meetings"]:
            formats[row["format"]] = formats.get(row["format"], 0) + int(row["meetings"])
    by_year = ", ".join(f"{year}: {number or 'none'}" for year, number in years.items())
    by_format = listed([counted(formats[name], LABELS[name]) for name in FORMATS if name in formats])
    whole = "" if rows[-1]["is_whole_year"] else f" (the last until {day_text(as_of)} only)"
    return f"{title}, {total} in all: {by_format}. By year{whole}: {by_year}."
