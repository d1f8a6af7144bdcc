"""How many statements and leaders name each cause, consequence or lesson."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any, Final

from profiles.charts.facts import day_text
from profiles.charts.grid import by_name

__all__ = ["COLUMNS", "NONE", "dot_cells", "dots_in_words", "ordered_codes"]

COLUMNS: Final = (
    *("unit", "name", "is_group", "members", "speakers", "unit_statements", "code", "label"),
    *("statements", "leaders", "share", "remark"),
)
NONE: Final = "none"
"""Stands for the code of a statement that names none."""


def _codes(view: dict[str, Any], field: str) -> list[str]:
    return [code for code in (view.get(field) or "").split(";") if code]


def ordered_codes(labels: dict[str, str], views: list[dict[str, Any]], field: str, *, is_group: bool) -> dict[str, str]:
    """Return codes and labels, the most frequent first and in the order of the schema where they are as frequent."""
    if is_group:
        counts = Counter(code for code, _ in {(code, v["leader_id"]) for v in views for code in _codes(v, field)})
    else:
        counts = Counter(code for view in views for code in _codes(view, field))
    return dict(sorted(labels.items(), key=lambda item: -counts[item[0]]))


def dot_cells(
    base: dict[str, Any], views: list[dict[str, Any]], labels: dict[str, str], field: str, remark: str | None
) -> list[dict[str, Any]]:
    """Return the rows of `dots_chart` for one leader or group: one for each code, and one for none of them.

    Parameters
    ----------
    base
        What all rows say of the leader or group.
    views
        Its statements.
    labels
        Label of each code.
    field
        Which column of the statements.
    remark
        Why there is no statement; None where there are some.

    Returns
    -------
    list of dict
        The counts are missing where there is a remark.
    """
    speakers = {view["leader_id"] for view in views}
    base = base | {"speakers": len(speakers), "unit_statements": len(views), "remark": remark}
    rows = []
    for code, label in (labels | {NONE: "statements naming none"}).items():
        cell = base | {"code": code, "label": label}
        if not remark:
            named = [view for view in views if code in (_codes(view, field) or [NONE])]
            leaders = len({view["leader_id"] for view in named})
            cell |= {"statements": len(named), "leaders": leaders, "share": leaders / len(speakers)}
        rows.append(cell)
    return rows


def dots_in_words(rows: list[dict[str, Any]], title: str, as_of: dt.date) -> str:
    """Return the alternative text of a matrix of dots."""
    sentences = [f"{title}, up to {day_text(as_of)}."]
    for mine in by_name(rows, "unit").values():
        first = mine[0]
        if first["remark"]:
            sentences.append(f"{first['name']}: {first['remark']}.")
            continue
        number = first["unit_statements"]
        told = f"{number} statement{'s' * (number != 1)}"
        if first["is_group"]:
            told += f" by {first['speakers']} of {first['members']} leaders"
        parts = []
        for row in mine:
            if row["code"] != NONE and row["statements"]:
                leaders = f"{row['leaders']} leader{'s' * (row['leaders'] != 1)}, {row['share']:.0%}"
                parts.append(f"{row['label']} ({leaders if row['is_group'] else row['statements']})")
        none = f"{mine[-1]['statements']} name none"
        sentences.append(f"{first['name']}, {told}: {'; '.join([*parts, none])}.")
    return " ".join(sentences)
