"""How old leaders were at the moments that count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes

from profiles.charts.chart import Chart, page_size, plot_width
from profiles.charts.facts import (
    Person,
    day_text,
    foot_line,
    people,
    records,
    source_ids,
    tenures_of,
)
from profiles.charts.furniture import (
    KeyItem,
    draw_gutter,
    draw_key,
    gutter_height,
    gutter_width,
    key_height,
    message_in,
)
from profiles.charts.layout import Label, arrange_labels, text_width
from profiles.charts.moments import ages_of
from profiles.charts.style import BAND, BLUE, GREY, INK, PAPER, RULE, RUST, SMALL_SIZE, house_style
from profiles.dataset import Dataset
from profiles.words import listed

__all__ = ["ages_chart", "draw_ages"]

COLUMNS: Final = (
    *("thing", "leader_id", "name", "native", "born", "born_words", "moment", "what"),
    *("date", "date_earliest", "date_latest", "age_low", "age_high", "years_low", "years_high", "remark"),
)
MOMENTS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "dissolution": (
        "USSR dissolved, 26 December 1991",
        {"marker": "D", "ms": 5.5, "mfc": RUST, "mec": RUST, "mew": 0.9},
    ),
    "first_office": ("first office", {"marker": "o", "ms": 9, "mfc": PAPER, "mec": BLUE, "mew": 1.1}),
    "effective_power": ("first effective power", {"marker": "o", "ms": 4.8, "mfc": BLUE, "mec": BLUE, "mew": 0.9}),
    "left_office": ("left last office", {"marker": "|", "ms": 11, "mfc": INK, "mec": INK, "mew": 1.6}),
    "as_of": ("still in office", {"marker": ">", "ms": 6.5, "mfc": BLUE, "mec": BLUE, "mew": 0.9}),
}
"""What each moment is called and how it is marked, in the order of the key."""

_LEVEL: Final = 0.145
_CLEAR: Final = 0.09
_SAME: Final = 0.02
_DAYS_SHOWN: Final = 0.1  # years: what is narrower than a mark needs no band
_AIR: Final = 0.09
_FEW: Final = 3


@house_style()
def draw_ages(ax: Axes, data: pd.DataFrame, *, key: bool = True) -> Axes:
    """Draw each leader's ages along a line, and return the axes.

    Parameters
    ----------
    ax
        Where to draw. Names stand left of it, the key above.
    data
        One row per thing drawn, as `ages_chart` makes it. Its ``thing`` is ``age``, or ``leader`` for one
        with no age to draw (``remark`` says why). ``age_low`` and ``age_high`` are whole years,
        ``years_low`` and ``years_high`` the exact places on the axis; they differ where a day is uncertain.
    key
        Whether to explain the marks above the axes. Up to three leaders have it in words at the marks.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes; x is years of age, y is inches from the top.
    """
    rows = records(data)
    width = ax.get_window_extent().width / ax.figure.dpi
    low, high = _limits(rows)
    per_year = width / (high - low)
    groups = _groups(rows)
    words = len(groups) <= _FEW
    ax.set_xlim(low, high)
    y = 0.0
    for number, mine in enumerate(groups):
        row = _row(mine, width, low, per_year, words=words)
        if number:
            ax.axhline(y, color=RULE, lw=0.6, zorder=0.5)
        draw_gutter(ax, y + row.height / 2, _lines(mine), leader_id=mine[0]["leader_id"])
        if row.marks:
            _draw_row(ax, row, y, low, per_year)
        else:
            message_in(ax, y + row.height / 2, mine[0]["remark"], width)
        y += row.height
    ax.set_ylim(y, 0)
    ax.set_yticks([])
    ticks = list(range(int(low // 10) * 10, int(high) + 1, 10))
    ticks = [tick for tick in ticks if low < tick < high - 1]
    ax.set_xticks(ticks, [f"{tick} years" if tick == ticks[-1] else str(tick) for tick in ticks])
    ax.tick_params(axis="x", length=0, pad=4)
    ax.grid(visible=True, axis="x", color=RULE)
    if key and not words:
        items = _key(rows)
        gutter = gutter_width([_lines(mine) for mine in groups])
        draw_key(ax, items, left=-gutter, width=width + gutter)
    return ax


def ages_chart(dataset: Dataset, leaders: Sequence[str], *, as_of: dt.date | None = None) -> Chart:
    """Return the ages of some leaders at key moments.

    The moments are 26 December 1991, the first office and the first effective power in the dataset,
    and either the day on which the last office was left or `as_of`, for those still in one.

    Parameters
    ----------
    dataset
        The data.
    leaders
        Ids, in the order of the rows; repeated ones count once.
    as_of
        Last day to show; the dataset's own by default.

    Returns
    -------
    Chart
        Named ``ages``.

    Raises
    ------
    UnknownName
        If an id is not in the dataset.
    NotComparable
        If no leader is given.
    """
    day = as_of or dataset.as_of
    persons = people(dataset, leaders)
    last = pd.Timestamp(day)
    held = [row for row in tenures_of(dataset, [p.leader_id for p in persons]) if row["start_earliest"] <= last]
    rows: list[dict[str, Any]] = []
    for person in persons:
        rows.extend(ages_of(person, [row for row in held if row["leader_id"] == person.leader_id], day))
    data = pd.DataFrame(rows, columns=list(COLUMNS))
    for column in ("age_low", "age_high"):
        data[column] = data[column].astype("Int64")
    sources = source_ids([*(person.row for person in persons), *held])
    title = (
        f"Ages of {len(persons)} leaders at key moments"
        if len(persons) > _FEW
        else f"Ages of {listed([p.name for p in persons])} at key moments"
    )
    foot = foot_line(dataset, day, sources)
    rows = records(data)
    with house_style():
        groups = _groups(rows)
        gutter = gutter_width([_lines(mine) for mine in groups])
        width = plot_width(gutter)
        low, high = _limits(rows)
        few = len(groups) <= _FEW
        height = sum(_row(mine, width, low, width / (high - low), words=few).height for mine in groups)
        key = 0.0 if few else key_height(_key(rows), width + gutter) + 0.06
        size, margins = page_size(
            title=title,
            foot=foot,
            gutter=gutter,
            plot_height=height,
            key=key,
        )
    return Chart(
        name="ages",
        title=title,
        data=data,
        alt=_alt(rows, persons, day),
        foot=foot,
        sources=sources,
        size=size,
        margins=margins,
        draw=partial(draw_ages, data=data),
    )


def _groups(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    ids = dict.fromkeys(row["leader_id"] for row in rows)
    return [[row for row in rows if row["leader_id"] == leader] for leader in ids]


def _lines(mine: list[dict[str, Any]]) -> list[str]:
    words = [mine[0][column] for column in ("name", "native", "born_words")]
    remark = mine[0]["remark"] if mine[0]["thing"] == "age" else None
    return [word for word in [*words, remark] if word]


def _limits(rows: list[dict[str, Any]]) -> tuple[float, float]:
    ages = [row for row in rows if row["thing"] == "age"]
    low = min((row["years_low"] for row in ages), default=30.0)
    high = max((row["years_high"] for row in ages), default=70.0)
    return max(low - 4, -1.0), high + 5


def _age_text(row: dict[str, Any]) -> str:
    low, high = int(row["age_low"]), int(row["age_high"])
    about = "~" if (row["born"] or "").endswith(("~", "%", "?")) else ""
    return f"{about}{low}" if low == high else f"{about}{low}–{high}"


@dataclass(frozen=True, slots=True)
class _Mark:
    """The moments of one day, their common label, and where it stands: levels above the line are positive."""

    rows: list[dict[str, Any]]
    text: str
    at: float
    level: int = 1
    centre: float = 0.0


@dataclass(frozen=True, slots=True)
class _Row:
    marks: list[_Mark]
    up: float
    height: float


def _row(mine: list[dict[str, Any]], width: float, low: float, per_year: float, *, words: bool) -> _Row:
    merged: list[list[dict[str, Any]]] = []
    for row in mine:
        if row["thing"] == "age":
            # Two days that nobody can tell apart on the page share a label: one age, one number.
            same = next((rows for rows in merged if _coincide(rows[0], row, per_year)), None)
            if same is None:
                merged.append([row])
            else:
                same.append(row)
    marks = [
        _Mark(
            rows,
            _words(rows) if words else _age_text(rows[0]),
            ((rows[0]["years_low"] + rows[0]["years_high"]) / 2 - low) * per_year,
        )
        for rows in merged
    ]
    sides = 1 if words else 2
    places = arrange_labels([Label(mark.text, mark.at) for mark in marks], 0.0, width, sides=sides)
    marks = [
        replace(mark, level=(level // sides + 1) * (1 if level % sides == 0 else -1), centre=centre)
        for mark, (level, centre) in zip(marks, places, strict=True)
    ]
    up = max([mark.level for mark in marks if mark.level > 0], default=0) * _LEVEL + _CLEAR
    down = max([-mark.level for mark in marks if mark.level < 0], default=0) * _LEVEL + _CLEAR
    return _Row(marks, up, max(up + down, gutter_height(_lines(mine))) + _AIR)


def _coincide(a: dict[str, Any], b: dict[str, Any], per_year: float) -> bool:
    apart = max(abs(a["years_low"] - b["years_low"]), abs(a["years_high"] - b["years_high"])) * per_year
    return apart < _SAME and _age_text(a) == _age_text(b)


def _draw_row(ax: Axes, row: _Row, top: float, low: float, per_year: float) -> None:
    lowest = max([-mark.level for mark in row.marks if mark.level < 0], default=0) * _LEVEL + _CLEAR
    y = top + (row.height - row.up - lowest) / 2 + row.up
    ages = [age for mark in row.marks for age in mark.rows]
    first, last = min(age["years_low"] for age in ages), max(age["years_high"] for age in ages)
    ax.plot([first, last], [y, y], color=GREY, lw=0.8, zorder=1)
    for mark in row.marks:
        for age in mark.rows:
            _draw_age(ax, age, y)
        side = 1 if mark.level > 0 else -1
        middle = _CLEAR + (abs(mark.level) - 0.5) * _LEVEL
        at = low + mark.at / per_year
        if abs(mark.level) > 1 or abs(mark.centre - mark.at) > text_width(mark.text, SMALL_SIZE) / 2:
            ax.plot([at, at], [y, y - side * (middle - _LEVEL / 2)], color=GREY, lw=0.5, zorder=0.8)
        ax.text(
            low + mark.centre / per_year,
            y - side * middle,
            mark.text,
            size=SMALL_SIZE,
            color=INK,
            ha="center",
            va="center_baseline",
            zorder=4,
        )


def _draw_age(ax: Axes, age: dict[str, Any], y: float) -> None:
    look = dict(MOMENTS[age["moment"]][1])
    first, last = age["years_low"], age["years_high"]
    name = f"age-{age['leader_id']}-{age['moment']}"
    if last - first > _DAYS_SHOWN:
        ax.plot([first, last], [y, y], color=BAND, lw=6.5, zorder=1.5, gid=f"{name}-range")
        # An open mark in the middle of its range: it may be anywhere on it.
        look["mfc"] = PAPER
        look["mec"] = look["mec"] if look["mec"] != PAPER else GREY
    below = age["moment"] == "first_office"
    ax.plot([(first + last) / 2], [y], ls="none", zorder=2 if below else 3, gid=name, **look)


def _key(rows: list[dict[str, Any]]) -> list[KeyItem]:
    ages = [row for row in rows if row["thing"] == "age"]
    seen = {row["moment"] for row in ages}
    items = [KeyItem(label, "mark", dict(look)) for name, (label, look) in MOMENTS.items() if name in seen]
    if any(row["years_high"] - row["years_low"] > _DAYS_SHOWN for row in ages):
        items.append(KeyItem("band: the age lies somewhere on it", "line", {"color": BAND, "lw": 6.5}))
    return items


def _alt(rows: list[dict[str, Any]], persons: list[Person], as_of: dt.date) -> str:
    sentences = [f"Ages of {listed([p.name for p in persons])} at key moments, as of {day_text(as_of)}."]
    for person in persons:
        mine = [row for row in rows if row["leader_id"] == person.leader_id]
        phrases = [f"{_age_text(row)} {_moment_words(row)}" for row in mine if row["thing"] == "age"]
        remark = [mine[0]["remark"]] if mine[0]["remark"] else []
        born = [mine[0]["born_words"]] if mine[0]["born_words"] else []
        sentences.append(f"{person.name}: {', '.join([*born, *remark, *phrases])}.")
    return " ".join(sentences)


def _moment_words(row: dict[str, Any]) -> str:
    what = f" ({row['what']})" if row["what"] else ""
    if row["moment"] == "dissolution":
        return "when the USSR was dissolved"
    if row["moment"] == "as_of":
        return f"on {day_text(row['date_latest'])}, still in office"
    return {
        "first_office": "first office",
        "effective_power": "first effective power",
        "left_office": "left last office",
    }[row["moment"]] + what


def _words(rows: list[dict[str, Any]]) -> str:
    names = {row["moment"]: row for row in rows}
    if {"first_office", "effective_power"} <= set(names):
        row = names["first_office"]
        rest = [_moment_words(r) for r in rows if r["moment"] not in {"first_office", "effective_power"}]
        return ", ".join([f"{_age_text(row)} first office and effective power ({row['what']})", *rest])
    return f"{_age_text(rows[0])} {', '.join(_moment_words(row) for row in rows)}"
