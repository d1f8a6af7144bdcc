"""What leaders said about the end of the USSR, when, and whether they lamented it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes

from profiles.charts.chart import Chart, page_size, plot_width
from profiles.charts.facts import (
    DISSOLVED,
    Person,
    day_text,
    foot_line,
    people,
    records,
    source_ids,
    views_of,
    year_text,
)
from profiles.charts.furniture import (
    FLAG_ROOM,
    KeyItem,
    draw_gutter,
    draw_key,
    draw_moment,
    draw_years,
    gutter_height,
    gutter_width,
    key_height,
    message_in,
    write_left,
)
from profiles.charts.layout import day_number, dodge, text_width
from profiles.charts.style import EVALUATIONS, GREY, INK, PAPER, RULE, SHADE, SMALL_SIZE, house_style
from profiles.dataset import Dataset
from profiles.words import listed

__all__ = ["draw_statements", "statements_chart"]

COLUMNS: Final = (
    *("thing", "id", "leader_id", "name", "native", "date", "date_earliest", "date_latest"),
    *("timing", "evaluation", "evaluation_basis"),
)
_ROWS: Final = tuple(EVALUATIONS)[::-1]
_FEW: Final = 4
_STEP: Final = 0.135
_REACH: Final = 0.14
_LEVEL: Final = 0.185
_AIR: Final = 0.12
_MARK: Final = 6.0
_RING: Final = 9.2


@dataclass(frozen=True, slots=True)
class _Level:
    """A line of marks: of one evaluation where leaders are few, of all where they are many."""

    name: str
    rows: list[dict[str, Any]]
    steps: list[int]
    height: float

    @property
    def middle(self) -> float:
        """Inches from its top to the marks that did not have to move."""
        lowest, highest = min(self.steps, default=0), max(self.steps, default=0)
        return self.height / 2 + (highest + lowest) / 2 * _STEP


@dataclass(frozen=True, slots=True)
class _Group:
    leader_id: str
    lines: list[str]
    levels: list[_Level]
    height: float


@house_style()
def draw_statements(ax: Axes, data: pd.DataFrame, *, as_of: dt.date, key: bool = True) -> Axes:
    """Draw each statement at its date, by leader and evaluation, and return the axes.

    Up to four leaders have a line for each evaluation; with more, each has one line, and shape and
    colour tell evaluations apart.

    Parameters
    ----------
    ax
        Where to draw. Names stand left of it, the key above.
    data
        One row per thing drawn, as `statements_chart` makes it. Its ``thing`` is ``statement``, or
        ``leader`` for one of whom none was found. A date that is not exact is a line between
        ``date_earliest`` and ``date_latest``, its mark in the middle.
    as_of
        Where the axis ends.
    key
        Whether to explain the marks above the axes.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes; x counts days since 1970, y is inches from the top.
    """
    rows = records(data)
    width = ax.get_window_extent().width / ax.figure.dpi
    low, high = _limits(rows, as_of)
    groups = _plan(rows, width / (high - low), low)
    draw_years(ax, low, high, width)
    ax.set_ylim(sum(group.height for group in groups), 0)
    ax.set_yticks([])
    ax.axvspan(low, day_number(DISSOLVED), fc=SHADE, ec="none", zorder=0.1)
    draw_moment(ax, day_number(DISSOLVED), f"USSR dissolved, {day_text(DISSOLVED)}", width)
    inner = _inner(groups)
    y = 0.0
    for number, group in enumerate(groups):
        if number:
            ax.axhline(y, color=RULE, lw=0.6, zorder=0.5)
        draw_gutter(ax, y + group.height / 2, group.lines, inner=inner, leader_id=group.leader_id)
        if not group.levels:
            message_in(ax, y + group.height / 2, "no statement found", width, moment=day_number(DISSOLVED))
        top = y + (group.height - sum(level.height for level in group.levels)) / 2
        for level in group.levels:
            if level.name:
                ax.axhline(top + level.middle, color=RULE, lw=0.5, ls=(0, (1, 2)), zorder=0.4)
                write_left(ax, top + level.middle, level.name)
            for row, step in zip(level.rows, level.steps, strict=True):
                _draw_statement(ax, row, top + level.middle - step * _STEP)
            top += level.height
        y += group.height
    if key:
        gutter = gutter_width([group.lines for group in groups]) + inner
        draw_key(ax, _key(rows), left=-gutter, width=width + gutter, above=FLAG_ROOM + 0.05)
    return ax


def statements_chart(
    dataset: Dataset, leaders: Sequence[str], *, topic: str = "ussr-collapse", as_of: dt.date | None = None
) -> Chart:
    """Return the statements of some leaders over time by evaluation.

    Parameters
    ----------
    dataset
        The data.
    leaders
        Ids, in the order of the rows; repeated ones count once. Those without a statement keep a row.
    topic
        Which statements.
    as_of
        Last day to show; the dataset's own by default.

    Returns
    -------
    Chart
        Named ``statements``.

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
    ids = [person.leader_id for person in persons]
    views = [row for row in views_of(dataset, ids, topic) if row["date_earliest"] <= last]
    rows: list[dict[str, Any]] = []
    for person in persons:
        base = {"leader_id": person.leader_id, "name": person.name, "native": person.native}
        mine = [row for row in views if row["leader_id"] == person.leader_id]
        rows.extend(
            base | {"thing": "statement", "id": row["view_id"]} | {c: row[c] for c in COLUMNS if c in row}
            for row in mine
        )
        if not mine:
            rows.append(base | {"thing": "leader", "id": person.leader_id})
    data = pd.DataFrame(rows, columns=list(COLUMNS))
    sources = source_ids(views)
    who = f"{len(persons)} leaders" if len(persons) > 3 else listed([person.name for person in persons])
    title = f"What {who} said about the end of the USSR"
    foot = foot_line(dataset, day, sources)
    rows = records(data)
    with house_style():
        low, high = _limits(rows, day)
        # The gutter does not depend on the scale; the width beside it does on the gutter.
        draft = _plan(rows, 1.0, low)
        gutter = gutter_width([group.lines for group in draft]) + _inner(draft)
        width = plot_width(gutter)
        groups = _plan(rows, width / (high - low), low)
        size, margins = page_size(
            title=title,
            foot=foot,
            gutter=gutter,
            plot_height=sum(group.height for group in groups),
            key=key_height(_key(rows), width + gutter) + FLAG_ROOM,
        )
    return Chart(
        name="statements",
        title=title,
        data=data,
        alt=_alt(rows, persons, title, day),
        foot=foot,
        sources=sources,
        size=size,
        margins=margins,
        draw=partial(draw_statements, data=data, as_of=day),
    )


def _limits(rows: list[dict[str, Any]], as_of: dt.date) -> tuple[float, float]:
    days = [day_number(row["date_earliest"]) for row in rows if row["thing"] == "statement"]
    low, high = min([*days, day_number(DISSOLVED)]), max(day_number(as_of), day_number(DISSOLVED) + 365)
    # Marks are drawn around their day: half a mark needs room at both ends.
    return low - 0.035 * (high - low), high + 0.02 * (high - low)


def _plan(rows: list[dict[str, Any]], per_day: float, low: float) -> list[_Group]:
    ids = list(dict.fromkeys(row["leader_id"] for row in rows))
    groups = []
    for leader in ids:
        mine = [row for row in rows if row["leader_id"] == leader]
        said = [row for row in mine if row["thing"] == "statement"]
        native = mine[0]["native"]
        number = f"{len(said)} statement{'s' * (len(said) != 1)}"
        lines = [
            mine[0]["name"],
            *([native] if native else []),
            *([number] if said else []),
        ]
        levels = []
        if said and len(ids) <= _FEW:
            levels = [_level(name, [r for r in said if r["evaluation"] == name], per_day, low) for name in _ROWS]
        elif said:
            levels = [_level("", said, per_day, low)]
        height = max(sum(level.height for level in levels), gutter_height(lines)) + _AIR
        groups.append(_Group(leader, lines, levels, height))
    return groups


def _level(name: str, rows: list[dict[str, Any]], per_day: float, low: float) -> _Level:
    steps = dodge([(_middle(row) - low) * per_day for row in rows], _REACH)
    spread = max(steps, default=0) - min(steps, default=0)
    return _Level(name, rows, steps, _LEVEL + spread * _STEP)


def _middle(row: dict[str, Any]) -> float:
    return (day_number(row["date_earliest"]) + day_number(row["date_latest"])) / 2


def _inner(groups: list[_Group]) -> float:
    """Return the inches between names and axes that the names of the evaluations need."""
    names = [level.name for group in groups for level in group.levels if level.name]
    return max((text_width(name, SMALL_SIZE) for name in names), default=0.0) + (0.1 if names else 0.0)


def _draw_statement(ax: Axes, row: dict[str, Any], y: float) -> None:
    colour, marker = EVALUATIONS[row["evaluation"]]
    name = f"statement-{row['id']}"
    first, last = day_number(row["date_earliest"]), day_number(row["date_latest"])
    if first < last:
        ax.plot([first, last], [y, y], color=colour, lw=1.2, zorder=2, gid=f"{name}-range")
    if row["timing"] == "before":
        ring: dict[str, Any] = {"marker": "o", "ms": _RING, "mfc": PAPER, "mec": GREY, "mew": 0.7}
        ax.plot([_middle(row)], [y], ls="none", zorder=2.5, gid=f"{name}-before", **ring)
    fill = PAPER if row["evaluation_basis"] == "inferred" else colour
    look: dict[str, Any] = {"marker": marker, "ms": _MARK, "mfc": fill, "mec": colour, "mew": 1.1}
    ax.plot([_middle(row)], [y], ls="none", zorder=3, gid=name, **look)


def _key(rows: list[dict[str, Any]]) -> list[KeyItem]:
    said = [row for row in rows if row["thing"] == "statement"]
    many = len({row["leader_id"] for row in rows}) > _FEW
    items = []
    for name, (colour, marker) in EVALUATIONS.items():
        if many and any(row["evaluation"] == name for row in said):
            items.append(KeyItem(name, "mark", {"marker": marker, "ms": _MARK, "mfc": colour, "mec": colour}))
    if any(row["evaluation_basis"] == "inferred" for row in said):
        look = {"marker": "o", "ms": _MARK, "mec": INK, "mew": 1.1}
        items.append(KeyItem("filled: said outright", "mark", look | {"mfc": INK}))
        items.append(KeyItem("open: inferred from what was said", "mark", look | {"mfc": PAPER}))
    if any(row["timing"] == "before" for row in said):
        look = {"marker": "o", "ms": _RING, "mec": GREY, "mew": 0.7, "mfc": PAPER}
        items.append(KeyItem("ringed: said before the end", "mark", look))
    if any(row["date_earliest"] != row["date_latest"] for row in said):
        items.append(KeyItem("day not known: within the line", "line", {"color": GREY, "lw": 1.2}))
    return items


def _alt(rows: list[dict[str, Any]], persons: list[Person], title: str, as_of: dt.date) -> str:
    sentences = [f"{title}, by date and evaluation, up to {day_text(as_of)}."]
    for person in persons:
        said = [r for r in rows if r["thing"] == "statement" and r["leader_id"] == person.leader_id]
        if not said:
            sentences.append(f"{person.name}: no statement found.")
            continue
        counts = Counter(row["evaluation"] for row in said)
        parts = [f"{counts[name]} {name}" for name in EVALUATIONS if counts[name]]
        first, last = (year_text(row["date_earliest"], row["date_latest"]) for row in (said[0], said[-1]))
        when = f"in {first}" if first == last else f"from {first} to {last}"
        early = sum(row["timing"] == "before" for row in said)
        tail = f", {early} before the end" if early else ""
        number = f"{len(said)} statement{'s' * (len(said) != 1)}"
        sentences.append(f"{person.name}: {number} {when}, {listed(parts)}{tail}.")
    return " ".join(sentences)
