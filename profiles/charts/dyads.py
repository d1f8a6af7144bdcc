"""Who met whom among several leaders: a cell for each pair."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from itertools import combinations
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from profiles.charts.chart import Chart, page_size, plot_width
from profiles.charts.facts import day_text, foot_line, meetings_among, people, records, source_ids
from profiles.charts.furniture import KeyItem, draw_key, key_height
from profiles.charts.layout import LINE, text_width
from profiles.charts.style import (
    BAND,
    BLUE,
    GREY,
    INK,
    NAME_SIZE,
    PAPER,
    RULE,
    SMALL_SIZE,
    TEXT_SIZE,
    TINT,
    house_style,
)
from profiles.dataset import Dataset
from profiles.errors import NotComparable
from profiles.measures import Spells, spells
from profiles.words import capital, listed, plural

__all__ = ["draw_dyads", "dyads_chart"]

COLUMNS: Final = (
    *("row", "column", "leader_a", "name_a", "leader_b", "name_b"),
    *("meetings", "group_sessions", "days_together_low", "days_together_high", "ids"),
)
_MOST: Final = 0.46
_LEAST: Final = 0.25
_AIR: Final = 0.08
_STEPS: Final = ((10, BLUE, PAPER), (3, BAND, INK), (1, TINT, INK), (0, PAPER, GREY))
"""From how many meetings on a cell has which fill and which colour of text."""

_EMPTY: Final[dict[str, Any]] = {"ec": RULE, "lw": 0.8}
_APART: Final[dict[str, Any]] = {"fc": PAPER, "ec": RULE, "lw": 0.0, "hatch": "/////"}


@house_style()
def draw_dyads(ax: Axes, data: pd.DataFrame, *, key: bool = True) -> Axes:
    """Draw a triangle with a cell for each pair of leaders, and return the axes.

    Parameters
    ----------
    ax
        Where to draw. Each name stands at the corner of the leader's row (to its left) and column (below
        it); the key stands above the axes.
    data
        One row per pair, as `dyads_chart` makes it. Reads ``row`` and ``column`` (places from 0),
        ``leader_a``, ``name_a`` (of the row), ``leader_b``, ``name_b`` (of the column), ``meetings``,
        ``group_sessions`` and ``days_together_high``.
    key
        Whether to explain the cells above the axes.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes; x and y are inches from the top left.
    """
    rows = records(data)
    box = ax.get_window_extent()
    width, height = box.width / ax.figure.dpi, box.height / ax.figure.dpi
    names = _names(rows)
    # Cells keep their least size, so that names leave a page that is too narrow rather than cells a reader.
    side = min(max(_side(names, width), _LEAST), height / len(names))
    ax.set_xlim(0, width)
    ax.set_ylim(height, 0)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines["bottom"].set_visible(False)
    for row in rows:
        _draw_cell(ax, row, side)
    for i, (leader, name) in enumerate(names):
        ax.text(
            i * side + _AIR,
            (i + 0.5) * side,
            name,
            size=NAME_SIZE,
            color=INK,
            va="center_baseline",
            gid=f"name-{leader}",
        )
    if key:
        draw_key(ax, _key(rows), left=0.0, width=width)
    return ax


def dyads_chart(dataset: Dataset, leaders: Sequence[str], *, as_of: dt.date | None = None) -> Chart:
    """Return who met whom how often among several leaders.

    A pair without a recorded meeting is told apart from one that was never in office at the same time.
    Two are in office together if uncertain dates allow it.

    Parameters
    ----------
    dataset
        The data.
    leaders
        Three ids or more, in the order of rows and columns; repeated ones count once.
    as_of
        Last day to count; the dataset's own by default.

    Returns
    -------
    Chart
        Named ``dyads``.

    Raises
    ------
    UnknownName
        If an id is not in the dataset.
    NotComparable
        If there are fewer than three leaders, or more than a page is wide.
    """
    day = as_of or dataset.as_of
    persons = people(dataset, leaders)
    if len(persons) < 3:
        message = (
            f"a matrix of meetings needs three leaders or more, not {len(persons)}; two have a calendar of meetings"
        )
        raise NotComparable(message)
    names = [(person.leader_id, person.name) for person in persons]
    found = [
        row
        for row in meetings_among(dataset, [name[0] for name in names])
        if row["start_earliest"] <= pd.Timestamp(day)
    ]
    data = _collect(dataset, names, found, day)
    sources = source_ids(found)
    title = f"Who met whom: recorded meetings among {len(names)} leaders"
    foot = (
        "The dataset records selected meetings only: 0 means that none is recorded, not that they never met.\n"
        f"{foot_line(dataset, day, sources)}"
    )
    rows = records(data)
    with house_style():
        width = plot_width(0.0)
        side = _side(names, width)
        if side < _LEAST:
            message = f"{len(names)} leaders make a matrix wider than a page; choose fewer, or draw several matrices"
            raise NotComparable(message)
        size, margins = page_size(
            title=title,
            foot=foot,
            gutter=0.0,
            plot_height=side * len(names),
            key=key_height(_key(rows), width) + 0.08,
            below=0.0,
        )
    return Chart(
        name="dyads",
        title=title,
        data=data,
        alt=_alt(rows, title, day),
        foot=foot,
        sources=sources,
        size=size,
        margins=margins,
        draw=partial(draw_dyads, data=data),
    )


def _collect(
    dataset: Dataset, names: list[tuple[str, str]], found: list[dict[str, Any]], as_of: dt.date
) -> pd.DataFrame:
    ids = [leader for leader, _ in names]
    held = dataset.tenures[dataset.tenures["leader_id"].isin(ids)]
    low, high = spells(held, as_of=as_of, dates="earliest"), spells(held, as_of=as_of)
    rows = []
    for (i, (first, first_name)), (j, (second, second_name)) in combinations(enumerate(names), 2):
        mine = [row for row in found if {row["leader_a"], row["leader_b"]} == {first, second}]
        grouped = sum(row["format"] == "multilateral" for row in mine)
        rows.append({
            "row": j,
            "column": i,
            "leader_a": second,
            "name_a": second_name,
            "leader_b": first,
            "name_b": first_name,
            "meetings": len(mine) - grouped,
            "group_sessions": grouped,
            "days_together_low": _together(low, first, second),
            "days_together_high": _together(high, first, second),
            "ids": ";".join(row["meeting_id"] for row in mine) or None,
        })
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _together(all_spells: Spells, first: str, second: str) -> int:
    """Return the days on which both were in office, first and last included."""
    a, b = all_spells.of(first), all_spells.of(second)
    if not len(a.start) or not len(b.start):
        return 0
    start = np.maximum.outer(a.start.astype(np.int64), b.start.astype(np.int64))
    end = np.minimum.outer(a.end.astype(np.int64), b.end.astype(np.int64))
    return int(np.maximum(end - start + 1, 0).sum())


def _names(rows: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    found = {row["column"]: (row["leader_b"], row["name_b"]) for row in rows}
    found |= {row["row"]: (row["leader_a"], row["name_a"]) for row in rows}
    return [found[place] for place in sorted(found)]


def _side(names: Sequence[tuple[str, str]], width: float) -> float:
    """Return the inches of a cell's side: as wide as the names at the right ends allow."""
    room = [(width - text_width(name, NAME_SIZE) - _AIR) / i for i, (_, name) in enumerate(names) if i]
    return min([_MOST, *room])


def _draw_cell(ax: Axes, row: dict[str, Any], side: float) -> None:
    x, y = row["column"] * side, row["row"] * side
    met, grouped = int(row["meetings"]), int(row["group_sessions"])
    name = f"met-{row['leader_b']}-{row['leader_a']}"
    where = ((x + 0.015, y + 0.015), side - 0.03, side - 0.03)
    if not met and not grouped and not row["days_together_high"]:
        ax.add_patch(Rectangle(*where, gid=name, **_APART))
        return
    fill, colour = next((fill, colour) for least, fill, colour in _STEPS if met >= least)
    ax.add_patch(Rectangle(*where, fc=fill, gid=name, **(_EMPTY if not met else {"ec": fill, "lw": 0.0})))
    middle = y + side / 2
    look: dict[str, Any] = {"ha": "center", "va": "center_baseline"}
    if not grouped:
        ax.text(x + side / 2, middle, str(met), size=TEXT_SIZE, color=colour, gid=f"count-{name}", **look)
        return
    step = SMALL_SIZE * LINE / 2
    ax.text(x + side / 2, middle - step, str(met), size=SMALL_SIZE, color=colour, gid=f"count-{name}", **look)
    ax.text(x + side / 2, middle + step, f"+{grouped}", size=SMALL_SIZE, color=colour, gid=f"group-{name}", **look)


def _key(rows: Sequence[dict[str, Any]]) -> list[KeyItem]:
    sample = {"size": SMALL_SIZE, "color": INK}
    items = []
    if any(row["meetings"] for row in rows):
        items.append(KeyItem("times met, darker for more", "bar", {"fc": BAND, "ec": BAND, "lw": 0.0}))
    if any(row["group_sessions"] for row in rows):
        items.append(KeyItem("times in a group session only", "text", sample | {"s": "+1"}))
    if any(_is_blank(row) and row["days_together_high"] for row in rows):
        items.append(KeyItem("none recorded", "text", sample | {"s": "0"}))
    if any(_is_blank(row) and not row["days_together_high"] for row in rows):
        items.append(KeyItem("not in office at the same time", "bar", _APART))
    return items


def _is_blank(row: dict[str, Any]) -> bool:
    return not row["meetings"] and not row["group_sessions"]


def _alt(rows: list[dict[str, Any]], title: str, as_of: dt.date) -> str:
    sentences = [f"{title}, as of {day_text(as_of)}: {listed([name for _, name in _names(rows)])}."]
    met = sorted((row for row in rows if not _is_blank(row)), key=lambda row: -row["meetings"])
    told = []
    for row in met:
        group = f" and {plural(row['group_sessions'], 'group session')}" if row["group_sessions"] else ""
        told.append(f"{row['name_b']} and {row['name_a']}, {plural(row['meetings'], 'meeting')}{group}")
    sentences.append(f"Recorded: {'; '.join(told)}." if told else "No meeting among them is recorded.")
    blank = [row for row in rows if _is_blank(row)]
    if together := [row for row in blank if row["days_together_high"]]:
        sentences.append(f"{capital(plural(len(together), 'pair'))} in office at the same time without a recorded one.")
    if apart := len(blank) - len(together):
        sentences.append(f"{capital(plural(apart, 'pair'))} never in office at the same time.")
    sentences.append("The dataset records selected meetings only.")
    return " ".join(sentences)
