"""Who valued the end of the USSR how, year by year or object by object, and why the other cells are empty."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any, Final, Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from profiles.charts.chart import Chart, page_size, plot_width
from profiles.charts.facts import (
    DISSOLVED,
    day_text,
    foot_line,
    people,
    records,
    source_ids,
    tenures_of,
)
from profiles.charts.furniture import FLAG_ROOM, KeyItem, draw_key, draw_moment, inches_at, key_height
from profiles.charts.grid import (
    by_name,
    code_labels,
    name_width,
    require_one_of,
    row_height,
    said_by,
    small_width,
    write_name,
    write_small,
)
from profiles.charts.layout import LINE, wrap
from profiles.charts.stance_cells import COLUMNS, GAPS, PAD, UNIT, Unit, cells_in_words, cells_of, lines_of, units_of
from profiles.charts.style import EVALUATIONS, GREY, INK, PAPER, RULE, SMALL_SIZE, TINT, house_style
from profiles.dataset import Dataset
from profiles.words import listed

__all__ = ["draw_stances", "stances_chart"]

_GROUNDS: Final[dict[str, dict[str, Any]]] = {
    "none_found": {"fc": TINT, "ec": GREY, "lw": 0.6},
    "not_searched": {"fc": PAPER, "ec": GREY, "lw": 0.6, "hatch": "/////"},
    "office_unsure": {"fc": PAPER, "ec": GREY, "lw": 0.6, "ls": (0, (2, 1.5))},
    "not_in_office": {"color": GREY, "lw": 0.8, "ls": (0, (1, 2))},
    "not_alive": {"fc": RULE, "ec": "none"},
}
_GROUND_LABELS: Final = dict(GAPS) | {"none_found": "in office"}
_DOT: Final[dict[str, Any]] = {"marker": "o", "ms": 1.5, "mfc": GREY, "mec": "none"}
_MARK: Final = 5.2
_SMALL: Final = 3.6
_RING: Final = 8.4
_STACK: Final = 0.105
_DIGIT: Final = 6.5


@dataclass(frozen=True, slots=True)
class _Row:
    """One leader: the cells, and in each the lines of its marks."""

    cells: list[dict[str, Any]]
    lines: dict[str, list[list[Unit]]]
    height: float


@dataclass(frozen=True, slots=True)
class _Plan:
    rows: list[_Row]
    by: str
    columns: dict[str, str]
    heads: dict[str, list[str]]
    gutter: float
    cell: float
    height: float
    above: float
    key: list[KeyItem]


@house_style()
def draw_stances(ax: Axes, data: pd.DataFrame, *, by: Literal["year", "object"] = "year", key: bool = True) -> Axes:
    """Draw the evaluations of each leader cell by cell, empty ones by the reason why, and return the axes.

    Parameters
    ----------
    ax
        Where to draw. Names stand left of it; heads and key above.
    data
        One row per thing drawn, as `stances_chart` makes it. Its ``thing`` is ``cell`` or ``statement``. Of a cell
        ``gap`` says why it is empty, missing where it is not, and ``ground`` what it is drawn on (both as in `GAPS`).
        A statement has a row in each cell in which it may belong; ``is_sure`` is false where there are several.
    by
        What a column is.
    key
        Whether to explain marks and cells above the axes.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes; column i lies between i and i + 1, y is inches from the top.
    """
    rows = records(data)
    width = ax.get_window_extent().width / ax.figure.dpi
    plan = _plan(rows, width, by)
    places = {column: i for i, column in enumerate(plan.columns)}
    ax.set_xlim(0, len(places))
    ax.set_ylim(plan.height, 0)
    ax.set_yticks([])
    above = plan.above
    if by == "year":
        _draw_year_heads(ax, plan, width)
    else:
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
        for column, lines in plan.heads.items():
            for i, line in enumerate(reversed(lines)):
                at = inches_at(ax, 0, 1)
                y = 0.05 + (i + 0.5) * SMALL_SIZE * LINE
                write_small(ax, (places[column] + 0.5) * plan.cell, y, line, transform=at, ha="center")
    y = 0.0
    for number, row in enumerate(plan.rows):
        if number and by == "object":
            ax.axhline(y, color=RULE, lw=0.6, zorder=0.3)
        write_name(ax, y + row.height / 2, row.cells[0]["name"], row.cells[0]["leader_id"], len(plan.rows))
        _draw_ground(ax, row, y, places, plan)
        _draw_ranges(ax, row, y, places, rows)
        for cell in row.cells:
            _draw_cell(ax, row, cell, y + row.height / 2, places[cell["column"]] + 0.5, plan)
        y += row.height
    if key:
        draw_key(ax, plan.key, left=-plan.gutter, width=width + plan.gutter, above=above + 0.05)
    return ax


def stances_chart(
    dataset: Dataset,
    leaders: Sequence[str],
    *,
    by: Literal["year", "object"] = "year",
    topic: str = "ussr-collapse",
    as_of: dt.date | None = None,
) -> Chart:
    """Return a matrix of leaders and years, or objects of statements, that shows how each was valued.

    An empty cell says why it is empty: the leader was not alive or held no office in that year; or held one, and no
    search was recorded, or a search found nothing. Searches are recorded by leader, not by year: for one with a
    statement, the other years in office count as searched. Office is any office in the dataset.

    Parameters
    ----------
    dataset
        The data.
    leaders
        Ids, in the order of the rows; repeated ones count once. Made for up to sixty.
    by
        ``"year"`` of the statement, or ``"object"`` that it values. A statement whose year is not certain stands in
        each year in which it may have been made, small and joined by a line.
    topic
        Which statements.
    as_of
        Last day to show; the dataset's own by default.

    Returns
    -------
    Chart
        Named ``stances-year`` or ``stances-object``.

    Raises
    ------
    UnknownName
        If an id or the topic is not in the dataset.
    NotComparable
        If no leader is given.
    ValueError
        If `by` is none of its values.
    """
    require_one_of("by", by, ("year", "object"))
    day = as_of or dataset.as_of
    persons = people(dataset, leaders)
    ids = [person.leader_id for person in persons]
    views, _ = said_by(dataset, ids, topic=topic, timing="all", as_of=day)
    held = [row for row in tenures_of(dataset, ids) if row["start_earliest"] <= pd.Timestamp(day)]
    if by == "year":
        first = min([row["date_earliest"].year for row in views] + [DISSOLVED.year])
        columns = {str(year): str(year) for year in range(first, max(day.year, DISSOLVED.year) + 1)}
    else:
        columns = code_labels(dataset, "object")
    said, offices = by_name(views, "leader_id"), by_name(held, "leader_id")
    rows = [
        row
        for p in persons
        for row in cells_of(p, said.get(p.leader_id, []), offices.get(p.leader_id, []), columns, by, day)
    ]
    data = pd.DataFrame(rows, columns=list(COLUMNS))
    data["is_sure"] = data["is_sure"].astype("boolean")
    sources = source_ids([*(person.row for person in persons), *views, *(held if by == "year" else [])])
    who = f"{len(persons)} leaders" if len(persons) > 3 else listed([person.name for person in persons])
    title = f"How {who} valued the end of the USSR, by {'year' if by == 'year' else 'object valued'}"
    foot = foot_line(dataset, day, sources)
    if any(row.get("gap") == "none_found" for row in rows):
        which = "falls in that year" if by == "year" else "values that object"
        foot += f"\nSearches are recorded by leader: a dot says that no statement found {which}."
    drawn = records(data)
    with house_style():
        gutter = _gutter(drawn)
        plan = _plan(drawn, plot_width(gutter), by)
        size, margins = page_size(
            title=title,
            foot=foot,
            gutter=gutter,
            plot_height=plan.height,
            key=key_height(plan.key, plot_width(gutter) + gutter) + plan.above,
            below=0.22 if by == "year" else 0.02,
        )
    return Chart(
        name=f"stances-{by}",
        title=title,
        data=data,
        alt=cells_in_words(drawn, title, day),
        foot=foot,
        sources=sources,
        size=size,
        margins=margins,
        draw=partial(draw_stances, data=data, by=by),
    )


def _gutter(rows: list[dict[str, Any]]) -> float:
    leaders = by_name(rows, "leader_id").values()
    return name_width([mine[0]["name"] for mine in leaders], len(leaders))


def _plan(rows: list[dict[str, Any]], width: float, by: str) -> _Plan:
    leaders = list(by_name(rows, "leader_id").values())
    columns = {row["column"]: row["label"] for row in leaders[0] if row["thing"] == "cell"}
    cell = width / len(columns)
    planned = []
    for mine in leaders:
        cells = [row for row in mine if row["thing"] == "cell"]
        said = by_name([row for row in mine if row["thing"] == "statement"], "column")
        lines = {column: lines_of(units_of(views, by), cell) for column, views in said.items()}
        most = max((len(found) for found in lines.values()), default=0)
        least = row_height(len(leaders)) + (0.0 if by == "year" else 0.03)
        planned.append(_Row(cells, lines, max(least, most * _STACK + 2 * PAD + 0.03)))
    heads = {}
    above = FLAG_ROOM
    if by == "object":
        heads = {column: wrap(label, cell - 0.06, SMALL_SIZE) for column, label in columns.items()}
        above = max(len(lines) for lines in heads.values()) * SMALL_SIZE * LINE + 0.08
    return _Plan(
        planned, by, columns, heads, _gutter(rows), cell, sum(row.height for row in planned), above, _key(rows, by)
    )


def _draw_year_heads(ax: Axes, plan: _Plan, width: float) -> None:
    need = small_width("2000") + 0.1
    step = next((s for s in (1, 2, 5, 10, 20) if s * plan.cell >= need), 50)
    years = [(i + 0.5, year) for i, year in enumerate(plan.columns) if int(year) % step == 0]
    # A label may stand out a little over the axes, where the page has its margin.
    half = (small_width("2000") / 2 - 0.1) / plan.cell
    ticks = [(x, year) for x, year in years if half <= x <= len(plan.columns) - half]
    ax.set_xticks([x for x, _ in ticks], [year for _, year in ticks])
    ax.tick_params(axis="x", length=0, pad=4)
    border = list(plan.columns).index(str(DISSOLVED.year)) + 1
    draw_moment(ax, border, f"USSR dissolved, {day_text(DISSOLVED)}", width)


def _draw_ground(ax: Axes, row: _Row, top: float, places: dict[str, int], plan: _Plan) -> None:
    leader = row.cells[0]["leader_id"]
    runs = [list(run) for _, run in groupby(row.cells, key=lambda cell: (cell["ground"], cell["remark"]))]
    empty = [places[c["column"]] + 0.5 for c in row.cells if c["gap"] == "none_found"]
    if empty:
        ax.plot(empty, [top + row.height / 2] * len(empty), zorder=1, ls="none", gid=f"none-{leader}", **_DOT)
    for run in runs:
        ground, first = run[0]["ground"], places[run[0]["column"]]
        name = f"ground-{leader}-{run[0]['column']}-{ground}"
        if plan.by == "object" and ground == "none_found":
            continue
        if ground == "not_in_office":
            middle = top + row.height / 2
            ax.plot([first, first + len(run)], [middle, middle], zorder=0.6, gid=name, **_GROUNDS[ground])
            continue
        air = 0.0 if ground == "not_alive" else PAD
        corner, size = (first, top + air), (len(run), row.height - 2 * air)
        ax.add_patch(Rectangle(corner, *size, zorder=0.5, clip_on=False, gid=name, **_GROUNDS[ground]))
        if ground == "not_alive":
            _draw_life(ax, run, first, top, row.height, plan, name)


def _draw_life(
    ax: Axes, run: list[dict[str, Any]], first: int, top: float, height: float, plan: _Plan, name: str
) -> None:
    """Mark the end or the beginning of life, and write its year where there is room."""
    is_left = run[0]["remark"].startswith("died")
    edge = first if is_left else first + len(run)
    if plan.by == "year":
        ax.plot([edge, edge], [top, top + height], color=GREY, lw=0.9, zorder=0.7, gid=f"{name}-edge")
    # Free of marks, and of the line of 1991; the room next to the edge is the first.
    border = list(plan.columns).index(str(DISSOLVED.year)) + 1 if plan.by == "year" else -1
    places = [(first + i, first + i < border, cell["gap"] is not None) for i, cell in enumerate(run)]
    rooms = [[place for place, _, _ in room] for (_, free), room in _split(places) if free]
    for room in rooms if is_left else reversed(rooms):
        if small_width(run[0]["remark"]) + 0.1 <= len(room) * plan.cell:
            x = room[0] + 0.05 / plan.cell if is_left else room[-1] + 1 - 0.05 / plan.cell
            write_small(ax, x, top + height / 2, run[0]["remark"], ha="left" if is_left else "right")
            break


def _split(places: list[tuple[int, bool, bool]]) -> list[tuple[tuple[bool, bool], list[tuple[int, bool, bool]]]]:
    return [(same, list(room)) for same, room in groupby(places, key=lambda place: place[1:])]


def _draw_ranges(ax: Axes, row: _Row, top: float, places: dict[str, int], rows: list[dict[str, Any]]) -> None:
    leader = row.cells[0]["leader_id"]
    unsure = [r for r in rows if r["thing"] == "statement" and r["leader_id"] == leader and not r["is_sure"]]
    for view_id, mine in by_name(unsure, "view_id").items():
        xs = [places[r["column"]] + 0.5 for r in mine]
        middle = top + row.height / 2
        ax.plot([min(xs), max(xs)], [middle, middle], color=INK, lw=0.9, zorder=1.5, gid=f"range-{view_id}")


def _draw_cell(ax: Axes, row: _Row, cell: dict[str, Any], middle: float, x: float, plan: _Plan) -> None:
    lines, width = row.lines.get(cell["column"], []), plan.cell
    name = f"stance-{cell['leader_id']}-{cell['column']}"
    for i, line in enumerate(lines):
        y = middle + (i - (len(lines) - 1) / 2) * _STACK
        at = -(sum(unit.width for unit in line) + 0.05 * (len(line) - 1)) / 2
        for j, unit in enumerate(line):
            colour, marker = EVALUATIONS[unit.evaluation]
            centre = x + (at + UNIT / 2) / width
            if unit.is_before:
                ring: dict[str, Any] = {"marker": "o", "ms": _RING, "mfc": PAPER, "mec": GREY, "mew": 0.7}
                ax.plot([centre], [y], ls="none", zorder=1.8, gid=f"{name}-{i}{j}-before", **ring)
            look: dict[str, Any] = {
                "marker": marker,
                "ms": _MARK if unit.is_sure else _SMALL,
                "mfc": PAPER if unit.is_inferred else colour,
                "mec": colour,
                "mew": 1.0,
            }
            ax.plot([centre], [y], ls="none", zorder=2, gid=f"{name}-{i}{j}-{unit.evaluation}", **look)
            if unit.count > 1:
                digits: dict[str, Any] = {"size": _DIGIT, "color": INK, "ha": "left"}
                if cell["ground"] == "not_in_office":
                    digits["bbox"] = {"fc": PAPER, "ec": "none", "pad": 0.3}
                write_small(ax, x + (at + UNIT) / width, y, str(unit.count), **digits)
            at += unit.width + 0.05


def _key(rows: list[dict[str, Any]], by: str) -> list[KeyItem]:
    said = [row for row in rows if row["thing"] == "statement"]
    items = []
    for name, (colour, marker) in EVALUATIONS.items():
        if any(row["evaluation"] == name for row in said):
            look = {"marker": marker, "ms": _MARK, "mfc": colour, "mec": colour}
            items.append(KeyItem(name, "mark", look))
    if any(row["evaluation_basis"] == "inferred" for row in said):
        items.append(KeyItem("open: inferred", "mark", {"marker": "o", "ms": _MARK, "mfc": PAPER, "mec": INK}))
    if by == "object" and any(row["timing"] == "before" for row in said):
        ring = {"marker": "o", "ms": _RING, "mec": GREY, "mew": 0.7, "mfc": PAPER}
        items.append(KeyItem("ringed: said before the end", "mark", ring))
    if any(row["is_sure"] is False for row in said):
        items.append(KeyItem("joined: one statement, year not known", "line", {"color": INK, "lw": 0.9}))
    looks = Counter((r["column"], r["leader_id"], *(r[c] for c in ("evaluation", "evaluation_basis"))) for r in said)
    if any(count > 1 for count in looks.values()):
        items.append(KeyItem("number of such statements", "text", {"s": "2", "size": _DIGIT, "color": INK}))
    cells = [row for row in rows if row["thing"] == "cell"]
    grounds = {row["ground"] for row in cells} - ({"none_found"} if by == "object" else set())
    if any(row["gap"] == "none_found" for row in cells):
        items.append(KeyItem("no statement found", "mark", dict(_DOT)))
    for gap, label in _GROUND_LABELS.items():
        if gap in grounds:
            kind: Literal["line", "bar"] = "line" if gap == "not_in_office" else "bar"
            items.append(KeyItem(label if by == "year" else label.split(", ")[-1], kind, dict(_GROUNDS[gap])))
    return items
