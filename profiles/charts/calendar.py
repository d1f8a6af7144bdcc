"""The days on which two leaders met: a row for each year, a place for each day of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from profiles.charts.chart import Chart, page_size, plot_width
from profiles.charts.facts import day_text, foot_line, meetings_among, people, records, source_ids, unique
from profiles.charts.furniture import MESSAGE, KeyItem, draw_key, inches_at, key_height
from profiles.charts.layout import LINE, text_width
from profiles.charts.meetings import LABELS, counted, last_year
from profiles.charts.style import FORMATS, GREY, INK, RULE, SHADE, SMALL_SIZE, TEXT_SIZE, house_style
from profiles.dataset import Dataset
from profiles.errors import NotComparable
from profiles.measures import spells
from profiles.words import capital, listed, plural

__all__ = ["calendar_chart", "draw_calendar"]

COLUMNS: Final = (
    *("thing", "id", "format", "start", "start_earliest", "start_latest", "end", "end_earliest", "end_latest"),
)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS: Final = 366
_PAD: Final = 0.08
"""Inches by which a mark is wider than its days, which are too narrow to be seen: longer meetings stay wider."""

_HIGH: Final = 0.13
_LOW: Final = 0.055
_LEVEL: Final = 0.15
_AIR: Final = 0.07
_HEAD: Final = 2 * SMALL_SIZE * LINE + 0.05
_COUNT: Final = 0.52
_EDGE: Final[dict[str, Any]] = {"ec": GREY, "lw": 0.6}
_LOOSE: Final[dict[str, Any]] = {"ec": INK, "lw": 0.7, "ls": (0, (2, 1.5))}
_APART: Final[dict[str, Any]] = {"fc": SHADE, "ec": RULE, "lw": 0.4}


@dataclass
class _Mark:
    """A meeting, or what may be its days, within one year; x in days of the year."""

    row: dict[str, Any]
    first: float
    last: float
    is_sure: bool
    gid: str
    level: int = 0


@dataclass
class _Year:
    """One row."""

    year: int
    marks: list[_Mark] = field(default_factory=list)
    apart: list[tuple[float, float]] = field(default_factory=list)
    levels: int = 1
    top: float = 0.0

    @property
    def height(self) -> float:
        """Inches of the row."""
        return self.levels * _LEVEL + _AIR


@house_style()
def draw_calendar(ax: Axes, data: pd.DataFrame, *, key: bool = True) -> Axes:
    """Draw each meeting on its days, a row for each year, and return the axes.

    Parameters
    ----------
    ax
        Where to draw. Years stand left of it, numbers of meetings right of it, the key above.
    data
        As `calendar_chart` makes it. ``thing`` is ``meeting``, ``apart`` (days on which not both were in
        office) or ``years`` (the first and the last day of the rows).
    key
        Whether to explain the fills above the axes.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes; x counts days from 1 January, y is inches from the top.
    """
    rows = records(data)
    ax.set_yticks([])
    width = ax.get_window_extent().width / ax.figure.dpi
    ax.set_xlim(0, _DAYS)
    if not any(row["thing"] == "meeting" for row in rows):
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
        ax.text(0.0, 0.5, "no meeting between them in the dataset", transform=ax.transAxes, **MESSAGE)
        return ax
    years = _plan(rows, width)
    ax.set_ylim(years[-1].top + years[-1].height, 0)
    _draw_months(ax)
    grouped = any(row["format"] == "multilateral" for row in rows)
    for year in years:
        _draw_year(ax, year, width, grouped=grouped)
    right = inches_at(ax, 1, 1)
    for column, head in enumerate([("met each", "other"), ("group", "only")][: 1 + grouped]):
        for line, text in enumerate(head):
            x, y = (column + 0.5) * _COUNT, 0.08 + (1 - line) * SMALL_SIZE * LINE
            ax.text(x, y, text, transform=right, size=SMALL_SIZE, color=GREY, ha="center", va="baseline")
    if key:
        gutter = _gutter()
        draw_key(ax, _key(rows), left=-gutter, width=width + gutter, above=_HEAD)
    return ax


def calendar_chart(dataset: Dataset, leaders: Sequence[str], *, as_of: dt.date | None = None) -> Chart:
    """Return the days on which two leaders met, by format, a row for each year.

    Years run from the first meeting to the last, or to that of `as_of` where both were still in office
    then. A meeting of several days covers them; one whose days are not known exactly is drawn over all
    the days it may have begun on. A meeting counts in the year in which it began.

    Parameters
    ----------
    dataset
        The data.
    leaders
        Two ids.
    as_of
        Last day to show; the dataset's own by default.

    Returns
    -------
    Chart
        Named ``calendar``.

    Raises
    ------
    UnknownName
        If an id is not in the dataset.
    NotComparable
        If there are not two leaders.
    """
    pair = unique(leaders)
    if len(pair) != 2:
        message = f"a calendar of meetings is drawn for two leaders, not {len(pair)}: {', '.join(pair) or 'none'}"
        raise NotComparable(message)
    day = as_of or dataset.as_of
    persons = people(dataset, pair)
    found = [row for row in meetings_among(dataset, pair) if row["start_earliest"] <= pd.Timestamp(day)]
    data = _collect(dataset, pair, found, day)
    sources = source_ids(found)
    title = f"Meetings of {listed([person.name for person in persons])}, day by day"
    foot = foot_line(dataset, day, sources)
    if found:
        note = "A mark begins on the first day and is wider for several days. Numbers count by the year of that day."
        foot = f"{note}\n{foot}"
    rows = records(data)
    with house_style():
        gutter = _gutter()
        side = _COUNT * (1 + any(row["format"] == "multilateral" for row in rows)) if found else 0.0
        width = plot_width(gutter) - side
        years = _plan(rows, width)
        size, margins = page_size(
            title=title,
            foot=foot,
            gutter=gutter,
            plot_height=sum(year.height for year in years) if found else 0.4,
            key=key_height(_key(rows), width + gutter) + _HEAD if found else 0.0,
            below=0.22 if found else 0.0,
        )
    return Chart(
        name="calendar",
        title=title,
        data=data,
        alt=_alt(rows, title, day),
        foot=foot,
        sources=sources,
        size=size,
        margins=replace(margins, right=margins.right + side),
        draw=partial(draw_calendar, data=data),
    )


def _collect(dataset: Dataset, pair: list[str], found: list[dict[str, Any]], as_of: dt.date) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    if found:
        first = pd.Timestamp(found[0]["start_earliest"].year, 1, 1)
        final = max(row["end_latest"] or row["start_latest"] for row in found)
        last = pd.Timestamp(max(last_year(dataset, pair, found, as_of), min(final, pd.Timestamp(as_of)).year), 12, 31)
        rows.append(_stretch("years", first, last))
        rows += [_stretch("apart", a, b) for a, b in _apart(dataset, pair, first, last, as_of)]
    rows += [{"thing": "meeting", "id": row["meeting_id"]} | {c: row[c] for c in COLUMNS[2:]} for row in found]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _stretch(thing: str, first: pd.Timestamp, last: pd.Timestamp) -> dict[str, Any]:
    return {
        "thing": thing,
        "start": first.date().isoformat(),
        "start_earliest": first,
        "start_latest": first,
        "end": last.date().isoformat(),
        "end_earliest": last,
        "end_latest": last,
    }


def _apart(
    dataset: Dataset, pair: list[str], first: pd.Timestamp, last: pd.Timestamp, as_of: dt.date
) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Return the stretches in which certainly not both were in office, and what comes after the last day known."""
    days = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + np.timedelta64(1, "D"))
    both = days <= np.datetime64(as_of, "D")
    for leader in pair:
        own = spells(dataset.tenures[dataset.tenures["leader_id"] == leader], as_of=as_of)
        holds = np.zeros(len(days), dtype=bool)
        for start, end in zip(own.start, own.end, strict=True):
            holds |= (days >= start) & (days <= end)
        both &= holds
    edges = np.flatnonzero(np.diff(np.concatenate([[True], both, [True]]).astype(np.int8)))
    return [(pd.Timestamp(days[a]), pd.Timestamp(days[b - 1])) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _plan(rows: Sequence[dict[str, Any]], width: float) -> list[_Year]:
    span = next((row for row in rows if row["thing"] == "years"), None)
    if span is None:
        return []
    years = [_Year(year) for year in range(span["start_earliest"].year, span["end_latest"].year + 1)]
    for row in rows:
        if row["thing"] == "meeting":
            last = row["end_latest"] or row["start_latest"]
            loose = row["start_earliest"] != row["start_latest"]
            first = row["start_earliest"]
        elif row["thing"] == "apart":
            first, last, loose = row["start_earliest"], row["end_latest"], False
        else:
            continue
        for year in years:
            a, b = _within(first, last, year.year)
            if a >= b:
                continue
            if row["thing"] == "apart":
                year.apart.append((a, b))
                continue
            gid = f"met-{row['id']}" + (f"-{year.year}" if first.year != last.year else "")
            year.marks.append(_Mark(row, a, b, not loose, gid))
    pad = _PAD / width * _DAYS
    top = 0.0
    for year in years:
        ends: list[float] = []
        for mark in sorted(year.marks, key=lambda mark: (mark.first, mark.last, mark.gid)):
            if mark.is_sure:
                mark.last += pad
                # On the last days of December there is no room at the right.
                over = max(mark.last - _DAYS, 0.0)
                mark.first, mark.last = mark.first - over, mark.last - over
            mark.level = next((i for i, end in enumerate(ends) if end <= mark.first), len(ends))
            ends[mark.level : mark.level + 1] = [mark.last + 0.02 / width * _DAYS]
        year.levels = max(1, len(ends))
        year.top = top
        top += year.height
    return years


def _within(first: pd.Timestamp, last: pd.Timestamp, year: int) -> tuple[float, float]:
    """Return the part of a stretch that falls into a year, in days from 1 January, its last day included."""
    start = pd.Timestamp(year, 1, 1)
    return max(0.0, (first - start).days), min((last - start).days + 1.0, (pd.Timestamp(year + 1, 1, 1) - start).days)


def _gutter() -> float:
    return text_width("2000", TEXT_SIZE) + 0.12


def _draw_months(ax: Axes) -> None:
    # Months of a leap year: 29 February needs a place.
    starts = [(pd.Timestamp(2000, month, 1) - pd.Timestamp(2000, 1, 1)).days for month in range(1, 13)] + [_DAYS]
    for start in starts[1:-1]:
        ax.axvline(start, color=RULE, lw=0.6, zorder=0.5)
    middles = [(a + b) / 2 for a, b in pairwise(starts)]
    width = ax.get_window_extent().width / ax.figure.dpi
    step = next(s for s in (1, 3, 12) if width / 12 * s > text_width("May", SMALL_SIZE) + 0.06 or s == 12)
    chosen = range(0, 12, step)
    ax.set_xticks([middles[i] for i in chosen], [_MONTHS[i] for i in chosen])
    ax.tick_params(axis="x", length=0, pad=4)


def _draw_year(ax: Axes, year: _Year, width: float, *, grouped: bool) -> None:
    middle = year.top + year.height / 2
    if year.top:
        ax.axhline(year.top, color=RULE, lw=0.5, zorder=0.5)
    for a, b in year.apart:
        ax.add_patch(
            Rectangle((a, year.top), b - a, year.height, gid=f"apart-{year.year}-{a:.0f}", zorder=0.3, **_APART)
        )
    inch = _DAYS / width
    ax.text(-0.06 * inch, middle, str(year.year), size=TEXT_SIZE, color=GREY, ha="right", va="center_baseline")
    top = middle - year.levels * _LEVEL / 2
    for mark in year.marks:
        fill, hatch = FORMATS[mark.row["format"]]
        height = _HIGH if mark.is_sure else _LOW
        y = top + (mark.level + 0.5) * _LEVEL - height / 2
        look = _EDGE if mark.is_sure else _LOOSE
        ax.add_patch(
            Rectangle(
                (mark.first, y), mark.last - mark.first, height, fc=fill, hatch=hatch, gid=mark.gid, zorder=2, **look
            )
        )
    for column, is_group in enumerate([False, True] if grouped else [False]):
        low, high = _counted(year, is_group=is_group)
        text = str(high) if low == high else f"{low}–{high}"
        look = {"size": TEXT_SIZE, "color": INK if high and not is_group else GREY, "ha": "center"}
        x = _DAYS + (column + 0.5) * _COUNT * inch
        ax.text(x, middle, text, va="center_baseline", gid=f"{'group' if is_group else 'count'}-{year.year}", **look)


def _counted(year: _Year, *, is_group: bool) -> tuple[int, int]:
    """Return how many meetings certainly began in a year, and how many may have."""
    mine = [mark.row for mark in year.marks if (mark.row["format"] == "multilateral") == is_group]
    may = [row for row in mine if row["start_earliest"].year <= year.year <= row["start_latest"].year]
    return sum(row["start_earliest"].year == row["start_latest"].year for row in may), len(may)


def _key(rows: Sequence[dict[str, Any]]) -> list[KeyItem]:
    met = [row for row in rows if row["thing"] == "meeting"]
    seen = {row["format"] for row in met}
    items = [
        KeyItem(LABELS[name], "bar", {"fc": fill, "hatch": hatch, **_EDGE})
        for name, (fill, hatch) in FORMATS.items()
        if name in seen
    ]
    if any(row["start_earliest"] != row["start_latest"] for row in met):
        items.append(KeyItem("began on one of these days", "line", {"color": INK, "lw": 1.0, "ls": (0, (2, 1.5))}))
    if any(row["thing"] == "apart" for row in rows):
        items.append(KeyItem("not both in office, or later than the data", "bar", _APART))
    return items


def _alt(rows: list[dict[str, Any]], title: str, as_of: dt.date) -> str:
    met = [row for row in rows if row["thing"] == "meeting"]
    if not met:
        return f"{title}: no meeting between them is in the dataset, as of {day_text(as_of)}."
    formats = {name: sum(row["format"] == name for row in met) for name in FORMATS}
    kinds = listed([counted(count, LABELS[name]) for name, count in formats.items() if count])
    spans = [(row["end_earliest"] or row["start_earliest"]) - row["start_latest"] for row in met]
    longer = sum(span.days > 0 for span in spans)
    loose = sum(row["start_earliest"] != row["start_latest"] for row in met)
    sentences = [f"{title}, as of {day_text(as_of)}: {plural(len(met), 'meeting')} ({kinds})."]
    if longer:
        sentences.append(f"{capital(plural(longer, 'meeting'))} lasted more than a day.")
    if loose:
        sentences.append(f"Of {plural(loose, 'meeting')} the day is not known exactly.")
    by_year = []
    for year in _plan(rows, 1.0):
        low, high = (sum(pair) for pair in zip(*(_counted(year, is_group=g) for g in (False, True)), strict=True))
        by_year.append(f"{year.year}: {(low or 'none') if low == high else f'{low} to {high}'}")
    sentences.append(f"By year: {', '.join(by_year)}.")
    return " ".join(sentences)
