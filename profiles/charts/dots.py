"""Which causes, consequences and lessons leaders or groups of leaders name, as a matrix of dots."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from profiles.charts.chart import Chart, page_size, plot_width
from profiles.charts.dot_cells import COLUMNS, NONE, dot_cells, dots_in_words, ordered_codes
from profiles.charts.facts import foot_line, people, records, source_ids
from profiles.charts.furniture import MESSAGE, KeyItem, draw_key, inches_at, key_height
from profiles.charts.grid import (
    NAME_GAP,
    beside,
    by_name,
    code_labels,
    early_note,
    group_members,
    require_one_of,
    said_by,
    small_width,
    why_silent,
    write_small,
)
from profiles.charts.layout import LINE, text_width, wrap
from profiles.charts.style import BLUE, GREY, INK, RULE, SHADE, SMALL_SIZE, TEXT_SIZE, house_style
from profiles.dataset import Dataset
from profiles.words import listed

__all__ = ["dots_chart", "draw_dots"]

_FIELDS: Final = ("causes", "consequences", "lessons")
_MOST_ACROSS: Final = 8
_LEAST_CELL: Final = 0.62
_NAMES: Final = 2.1
_HEAD: Final = 1.0
_DOT: Final = 0.25
_ONE: Final = 0.1
_MANY: Final = 30
_LOW_ROW: Final = 0.17
_ROW: Final = {"leader": 0.215, "group": 0.3}
_SILENT: Final[dict[str, Any]] = {"fc": SHADE, "ec": "none", "zorder": 0.45}
_LAST_GAP: Final = 0.06


@dataclass(frozen=True, slots=True)
class _Line:
    """A row or a column: its words, and what a reader must know about it."""

    key: str
    text: str
    notes: list[str]
    remark: str


@dataclass(frozen=True, slots=True)
class _Plan:
    rows: list[_Line]
    columns: list[_Line]
    is_turned: bool
    cells: dict[tuple[str, str], dict[str, Any]]
    heights: list[float]
    heads: list[list[str]]
    dot: float
    gutter: float
    cell: float
    above: float
    key: list[KeyItem]


@house_style()
def draw_dots(ax: Axes, data: pd.DataFrame, *, is_turned: bool = False, key: bool = True) -> Axes:
    """Draw a dot for each code that a leader or group names, and return the axes.

    Parameters
    ----------
    ax
        Where to draw. Rows are named left of it; heads and key stand above.
    data
        One row per cell, as `dots_chart` makes it: a ``unit`` (leader or group) and a ``code``, or the code
        ``none`` for the statements that name none. Of a leader the area of a dot is the number of ``statements``, of
        a group it is the ``share`` of the leaders with a statement. Where ``remark`` says why there is none, the
        counts are missing.
    is_turned
        Whether leaders or groups are rows and codes columns: for many.
    key
        Whether to explain the dots above the axes.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes; column i lies between i and i + 1, y is inches from the top.
    """
    rows = records(data)
    width = ax.get_window_extent().width / ax.figure.dpi
    plan = _plan(rows, width, is_turned=is_turned)
    total = sum(plan.heights)
    ax.set_xlim(0, len(plan.columns))
    ax.set_ylim(total, 0)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines["bottom"].set_visible(False)
    _draw_heads(ax, plan)
    for i, column in enumerate(plan.columns):
        if column.remark:
            box = Rectangle((i + 0.06, 0), 0.88, total, gid=f"silent-{column.key}", **_SILENT)
            ax.add_patch(box)
        elif column.key != NONE:
            end = total - (plan.heights[-1] if not plan.is_turned else 0.0)
            ax.plot([i + 0.5, i + 0.5], [0, end], color=RULE, lw=0.6, zorder=0.3)
    y = 0.0
    for row, height in zip(plan.rows, plan.heights, strict=True):
        middle = y + height / 2 + (_LAST_GAP / 2 if row.key == NONE else 0.0)
        _draw_side(ax, plan, row, middle)
        if row.remark:
            corner, size = (0, y + 0.015), (len(plan.columns), height - 0.03)
            ax.add_patch(Rectangle(corner, *size, gid=f"silent-{row.key}", **_SILENT))
            ax.text(0.08 / plan.cell, middle, row.remark, **MESSAGE | {"size": SMALL_SIZE})
        else:
            if row.key != NONE:
                last = len(plan.columns) - (1 if plan.is_turned else 0)
                ax.plot([0, last], [middle, middle], color=RULE, lw=0.6, zorder=0.3)
            for i, column in enumerate(plan.columns):
                _draw_cell(ax, plan, row, column, i + 0.5, middle)
        y += height
    if key:
        draw_key(ax, plan.key, left=-plan.gutter, width=width + plan.gutter, above=plan.above + 0.04)
    return ax


def dots_chart(
    dataset: Dataset,
    leaders_or_groups: Sequence[str] | Mapping[str, Sequence[str]],
    *,
    field: Literal["causes", "consequences", "lessons"] = "causes",
    topic: str = "ussr-collapse",
    timing: Literal["after", "all"] = "after",
    as_of: dt.date | None = None,
) -> Chart:
    """Return which causes, consequences or lessons leaders or groups name in their statements.

    Codes are ordered by how many statements name them, for groups by how many leaders do; codes that nobody names come
    last. The last line counts the statements that name none.

    Parameters
    ----------
    dataset
        The data.
    leaders_or_groups
        Ids of leaders, in their order and each once; or ids by name of group.
    field
        Which column of the statements.
    topic
        Which statements.
    timing
        ``"after"`` leaves out what was said before 26 December 1991, and says so; ``"all"`` counts it.
    as_of
        Last day to show; the dataset's own by default.

    Returns
    -------
    Chart
        Named ``dots-causes``, ``dots-consequences`` or ``dots-lessons``.

    Raises
    ------
    UnknownName
        If an id or the topic is not in the dataset.
    NotComparable
        If there is no leader.
    ValueError
        If `field` or `timing` is none of its values.
    TypeError
        If the members of a group are given as one text.
    """
    require_one_of("field", field, _FIELDS)
    day = as_of or dataset.as_of
    is_group = isinstance(leaders_or_groups, Mapping)
    if isinstance(leaders_or_groups, Mapping):
        units = group_members(dataset, leaders_or_groups)
        names = {group: group for group in units}
    else:
        persons = people(dataset, leaders_or_groups)
        units = {person.leader_id: [person.leader_id] for person in persons}
        names = {person.leader_id: person.name for person in persons}
    everyone = sorted({leader for ids in units.values() for leader in ids})
    views, early = said_by(dataset, everyone, topic=topic, timing=timing, as_of=day)
    labels = ordered_codes(code_labels(dataset, field), views, field, is_group=is_group)
    rows: list[dict[str, Any]] = []
    for unit, ids in units.items():
        mine = [view for view in views if view["leader_id"] in ids]
        base = {"unit": unit, "name": names[unit], "is_group": is_group, "members": len(ids)}
        remark = None if mine else why_silent(dataset, ids, early)
        rows.extend(dot_cells(base, mine, labels, field, remark))
    data = pd.DataFrame(rows, columns=list(COLUMNS))
    for column in ("members", "speakers", "unit_statements", "statements", "leaders"):
        data[column] = data[column].astype("Int64")
    sources = source_ids(views)
    who = _who(list(names.values()), is_group=is_group)
    title = f"{field.capitalize()} of the end of the USSR that {who} name"
    if field == "lessons":
        title = f"Lessons that {who} draw from the end of the USSR"
    foot = foot_line(dataset, day, sources)
    if early:
        foot += f"\n{early_note(early)}"
    drawn = records(data)
    with house_style():
        is_turned = _must_turn(drawn)
        gutter = _gutter(drawn, is_turned=is_turned)
        plan = _plan(drawn, plot_width(gutter), is_turned=is_turned)
        size, margins = page_size(
            title=title,
            foot=foot,
            gutter=gutter,
            plot_height=sum(plan.heights),
            key=key_height(plan.key, plot_width(gutter) + gutter) + plan.above,
            below=0.02,
        )
    return Chart(
        name=f"dots-{field}",
        title=title,
        data=data,
        alt=dots_in_words(drawn, title, day),
        foot=foot,
        sources=sources,
        size=size,
        margins=margins,
        draw=partial(draw_dots, data=data, is_turned=is_turned),
    )


def _who(names: list[str], *, is_group: bool) -> str:
    if len(names) < 4:
        return listed(names)
    return f"{len(names)} groups of leaders" if is_group else f"{len(names)} leaders"


def _unit_line(row: dict[str, Any]) -> _Line:
    members, said = row["members"], row["unit_statements"]
    note = f"{said} statement{'s' * (said != 1)}"
    if row["is_group"]:
        of = f"{row['speakers']} of {members}" if said else f"{members}"
        note = f"{of} leader{'s' * (members != 1)}"
    return _Line(row["unit"], row["name"], [note] if said or (row["is_group"] and members) else [], row["remark"] or "")


def _lines(rows: list[dict[str, Any]]) -> tuple[list[_Line], list[_Line]]:
    units = [_unit_line(mine[0]) for mine in by_name(rows, "unit").values()]
    codes = [_Line(code, mine[0]["label"], [], "") for code, mine in by_name(rows, "code").items()]
    return units, codes


def _side_lines(line: _Line, *, is_turned: bool, is_group: bool) -> list[tuple[str, float]]:
    """Return what stands left of a row, with the size of each line."""
    if not is_turned:
        return [(line.text, TEXT_SIZE)]
    if not is_group:
        return [(line.text, TEXT_SIZE)]
    return [(name, TEXT_SIZE) for name in wrap(line.text, _NAMES, TEXT_SIZE)] + [(n, SMALL_SIZE) for n in line.notes]


def _gutter(rows: list[dict[str, Any]], *, is_turned: bool) -> float:
    units, codes = _lines(rows)
    is_group = bool(rows[0]["is_group"])
    sides = [_side_lines(line, is_turned=is_turned, is_group=is_group) for line in (units if is_turned else codes)]
    return max(text_width(text, size) for side in sides for text, size in side) + NAME_GAP


def _must_turn(rows: list[dict[str, Any]]) -> bool:
    """Return whether the units are too many, or their names too long, to stand side by side."""
    units, _ = _lines(rows)
    cell = plot_width(_gutter(rows, is_turned=False)) / len(units)
    words = [word for unit in units for text in (unit.text, unit.remark, *unit.notes) for word in text.split()]
    return len(units) > _MOST_ACROSS or cell < max([_LEAST_CELL, *(small_width(word) + 0.08 for word in words)])


def _plan(rows: list[dict[str, Any]], width: float, *, is_turned: bool) -> _Plan:
    units, codes = _lines(rows)
    is_group = bool(rows[0]["is_group"])
    lines, columns = (units, codes) if is_turned else (codes, units)
    cell = width / len(columns)
    kind = "group" if is_group else "leader"
    usual = _ROW[kind] if len(lines) <= _MANY else _LOW_ROW
    heights = []
    for line in lines:
        side = _side_lines(line, is_turned=is_turned, is_group=is_group)
        least = sum(size for _, size in side) * LINE + 0.03
        heights.append(max(usual, least) + (_LAST_GAP if line.key == NONE and not is_turned else 0.0))
    heads, above = [], 0.0
    if is_turned:
        heads = [wrap(column.text, _HEAD, SMALL_SIZE) for column in columns]
        above = max(small_width(line) for head in heads for line in head) + 0.08
    else:
        for column in columns:
            parts = [column.text, *column.notes, *([column.remark] if column.remark else [])]
            heads.append([line for part in parts for line in wrap(part, cell - 0.06, SMALL_SIZE)])
        above = max(len(head) for head in heads) * SMALL_SIZE * LINE + 0.08
    most = max((row["statements"] or 0 for row in rows if row["code"] != NONE), default=0)
    dot = _DOT if is_group else min(_ONE, (usual - 0.03) / max(most, 1) ** 0.5)
    return _Plan(
        rows=lines,
        columns=columns,
        is_turned=is_turned,
        cells={(row["unit"], row["code"]): row for row in rows},
        heights=heights,
        heads=heads,
        dot=dot,
        gutter=_gutter(rows, is_turned=is_turned),
        cell=cell,
        above=above,
        key=_key(rows, dot),
    )


def _draw_heads(ax: Axes, plan: _Plan) -> None:
    at = inches_at(ax, 0, 1)
    for i, column in enumerate(plan.columns):
        middle = (i + 0.5) * plan.cell
        if plan.is_turned:
            turned: dict[str, Any] = {"transform": at, "rotation": 90, "ha": "center", "va": "bottom"}
            write_small(ax, middle, 0.05, "\n".join(plan.heads[i]), **turned, gid=f"name-{column.key}")
            continue
        head = plan.heads[i]
        names = len(wrap(column.text, plan.cell - 0.06, SMALL_SIZE))
        for j, line in enumerate(head):
            y = 0.05 + (len(head) - j - 0.5) * SMALL_SIZE * LINE
            look: dict[str, Any] = {"transform": at, "ha": "center", "color": INK if j < names else GREY}
            write_small(ax, middle, y, line, **look, **({"gid": f"name-{column.key}"} if j == 0 else {}))


def _draw_side(ax: Axes, plan: _Plan, line: _Line, middle: float) -> None:
    is_group = bool(next(iter(plan.cells.values()))["is_group"])
    side = _side_lines(line, is_turned=plan.is_turned, is_group=is_group)
    y = middle - sum(size for _, size in side) * LINE / 2
    for i, (text, size) in enumerate(side):
        look: dict[str, Any] = {"size": size, "color": INK if size == TEXT_SIZE else GREY, "ha": "right"}
        gid = {"gid": f"name-{line.key}"} if i == 0 else {}
        write_small(ax, 0, y + size * LINE / 2, text, transform=beside(ax, NAME_GAP), **look, **gid)
        y += size * LINE


def _draw_cell(ax: Axes, plan: _Plan, row: _Line, column: _Line, x: float, y: float) -> None:
    unit, code = (row.key, column.key) if plan.is_turned else (column.key, row.key)
    cell = plan.cells[unit, code]
    if cell["remark"] or (not cell["statements"] and code != NONE):
        return
    if code == NONE:
        write_small(ax, x, y, f"{cell['statements']} of {cell['unit_statements']}", ha="center", gid=f"none-{unit}")
        return
    size = plan.dot * (cell["share"] if cell["is_group"] else cell["statements"]) ** 0.5
    look: dict[str, Any] = {"marker": "o", "ms": size * 72, "mfc": BLUE, "mec": "none"}
    ax.plot([x], [y], ls="none", zorder=2, gid=f"dot-{unit}-{code}", **look)
    number = cell["leaders"] if cell["is_group"] else cell["statements"]
    if cell["is_group"] or number > 1:
        write_small(ax, x + (size / 2 + 0.03) / plan.cell, y, str(number), ha="left", color=INK)


def _key(rows: list[dict[str, Any]], dot: float) -> list[KeyItem]:
    if not any(row["statements"] for row in rows if row["code"] != NONE):
        return []
    look = {"marker": "o", "mfc": BLUE, "mec": "none"}
    if rows[0]["is_group"]:
        words = "area: share of the leaders with a statement who name it; number: how many leaders"
        return [KeyItem(words, "mark", look | {"ms": 9.0})]
    return [KeyItem("area and number: statements that name it", "mark", look | {"ms": dot * 72})]
