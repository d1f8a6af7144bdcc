"""What each cell of a stance matrix holds: statements, or the reason why there is none."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from profiles.charts.facts import DISSOLVED, Person, day_text, year_text
from profiles.charts.grid import by_name
from profiles.charts.style import EVALUATIONS
from profiles.words import listed

__all__ = ["COLUMNS", "GAPS", "PAD", "UNIT", "Unit", "cells_in_words", "cells_of", "lines_of", "units_of"]

COLUMNS: Final = (
    *("thing", "leader_id", "name", "column", "label", "gap", "ground", "view_id", "date", "date_earliest"),
    *("date_latest", "timing", "evaluation", "evaluation_basis", "is_sure", "remark"),
)
GAPS: Final = {
    "none_found": "in office, no statement found",
    "not_searched": "in office, not searched",
    "office_unsure": "perhaps in office",
    "not_in_office": "not in office",
    "not_alive": "not alive",
}
"""Why a cell may be empty, and what the key calls it."""


UNIT: Final = 0.088
"""Inches across a mark."""

PAD: Final = 0.025
"""Inches between a cell and its neighbours."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Statements of one cell that look the same: one mark, and their number."""

    evaluation: str
    is_inferred: bool
    is_before: bool
    is_sure: bool
    count: int

    @property
    def width(self) -> float:
        """Inches of the mark and its number."""
        return UNIT + (0.052 * len(str(self.count)) if self.count > 1 else 0.0)


def cells_of(
    person: Person,
    said: list[dict[str, Any]],
    held: list[dict[str, Any]],
    columns: dict[str, str],
    by: str,
    as_of: dt.date,
) -> list[dict[str, Any]]:
    """Return the rows of `stances_chart` for one leader.

    Parameters
    ----------
    person
        The leader.
    said
        The leader's statements up to `as_of`.
    held
        The leader's tenures up to `as_of`.
    columns
        Label of each column, by its code or year.
    by
        ``"year"`` or ``"object"``.
    as_of
        Last day known.

    Returns
    -------
    list of dict
        A row for each cell, those of its statements after it.
    """
    base = {"leader_id": person.leader_id, "name": person.name}
    placed: dict[str, list[dict[str, Any]]] = {column: [] for column in columns}
    for view in said:
        cells = [view["object"]]
        if by == "year":
            # What cannot have been said by the last day shown cannot stand in a year after it.
            last = min(view["date_latest"].year, as_of.year)
            cells = [str(year) for year in range(view["date_earliest"].year, last + 1)]
        facts = {name: view[name] for name in COLUMNS if name in view}
        for cell in cells:
            placed[cell].append(base | facts | {"thing": "statement", "column": cell, "is_sure": len(cells) == 1})
    searched = bool(said) or person.row.get("views_missing") != "not_searched"
    rows: list[dict[str, Any]] = []
    for column, label in columns.items():
        ground = _cell_ground(person, held, int(column) if by == "year" else None, as_of)
        if ground == "none_found" and not searched:
            ground = "not_searched"
        remark = None
        if ground == "not_alive":
            born = by == "year" and person.row["born_earliest"] is not None
            young = born and person.row["born_earliest"].year > int(column)
            what = "born" if young else "died"
            remark = f"{what} {year_text(person.row[f'{what}_earliest'], person.row[f'{what}_latest'])}"
        gap = None if placed[column] else ground
        cell = {"thing": "cell", "column": column, "label": label, "gap": gap, "ground": ground, "remark": remark}
        rows.append(base | cell)
        rows.extend(placed[column])
    return rows


def _cell_ground(person: Person, held: list[dict[str, Any]], year: int | None, as_of: dt.date) -> str:
    """Return why the cell of a year would be empty: life first, then office; None stands for all years."""
    born, died = person.row["born_earliest"], person.row["died_latest"]
    if year is None:
        gone = died is not None and died < pd.Timestamp(DISSOLVED)
        return "not_alive" if gone else "none_found"
    if (born is not None and born.year > year) or (died is not None and died.year < year):
        return "not_alive"
    unsure = False
    for row in held:
        first, sure = row["start_earliest"].year, row["start_latest"].year
        if row["end_status"] == "ongoing":
            known = last = as_of.year
        elif row["end_earliest"] is None:
            known, last = sure, as_of.year
        else:
            known, last = row["end_earliest"].year, row["end_latest"].year
        if sure <= year <= known:
            return "none_found"
        unsure = unsure or first <= year <= last
    return "office_unsure" if unsure else "not_in_office"


def cells_in_words(rows: list[dict[str, Any]], title: str, as_of: dt.date) -> str:
    """Return the alternative text of a stance matrix: statements and the number of cells empty for each reason."""
    sentences = [f"{title}, up to {day_text(as_of)}."]
    for mine in by_name(rows, "leader_id").values():
        said = [row for row in mine if row["thing"] == "statement"]
        number = len({row["view_id"] for row in said})
        parts = []
        for _, same in by_name(said, "view_id").items():
            columns = [row["column"].replace("_", " ") for row in same]
            when = columns[0] if len(columns) == 1 else f"{columns[0]}–{columns[-1]}"
            parts.append(f"{same[0]['evaluation']} ({when})")
        gaps = Counter(row["gap"] for row in mine if row["thing"] == "cell" and row["gap"])
        empty = [f"{GAPS[gap]} {count}" for gap in GAPS if (count := gaps[gap])]
        told = f"{number} statement{'s' * (number != 1)}: {listed(parts)}" if said else "no statement"
        rest = f"; empty cells: {', '.join(empty)}" if empty else ""
        sentences.append(f"{mine[0]['name']}: {told}{rest}.")
    return " ".join(sentences)


def units_of(views: list[dict[str, Any]], by: str) -> list[Unit]:
    """Return the statements of a cell as marks, gravest first."""
    counts = Counter(
        (
            view["evaluation"],
            view["evaluation_basis"] == "inferred",
            by == "object" and view["timing"] == "before",
            bool(view["is_sure"]),
        )
        for view in views
    )
    order = list(EVALUATIONS)
    found = sorted(counts.items(), key=lambda item: (order.index(item[0][0]), *item[0][1:]))
    return [Unit(*look, count) for look, count in found]


def lines_of(units: list[Unit], cell: float) -> list[list[Unit]]:
    """Return the marks of a cell that many inches wide in lines, as many on each as fit, but at least one."""
    lines: list[list[Unit]] = [[]]
    for unit in units:
        taken = sum(other.width + 0.05 for other in lines[-1])
        if lines[-1] and taken + unit.width > cell - 2 * PAD:
            lines.append([])
        lines[-1].append(unit)
    return lines
