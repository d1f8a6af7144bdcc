"""When a leader came to power, was in it, and left it, in years of age."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from profiles.charts.facts import Person

__all__ = ["power_ages"]

_YEAR: Final = 365.2425
_DAY: Final = pd.Timedelta(days=1)


def power_ages(
    person: Person, held: list[dict[str, Any]], last: pd.Timestamp, section: str | None, power: str
) -> list[dict[str, Any]]:
    """Return the rows of `dumbbell_chart` for one leader.

    Parameters
    ----------
    person
        The leader.
    held
        The tenures that count, earliest first.
    last
        Last day known.
    section
        Under which label the leader stands.
    power
        ``"effective"`` or ``"any"``: what `held` was chosen by.

    Returns
    -------
    list of dict
        Entry, unbroken times in power, exit; or one row that says why there is none.
    """
    born = person.row["born"]
    base = {"leader_id": person.leader_id, "name": person.name, "section": section, "born": born}
    base["remark"] = "unverified" if any(row.get("is_unverified") for row in held) else None
    if not held:
        what = "no effective power" if power == "effective" else "no office"
        return [base | {"thing": "leader", "remark": f"{what} in the dataset"}]
    if born is None:
        return [base | {"thing": "leader", "remark": "date of birth not in the dataset"}]

    def moment(thing: str, status: str | None, first: pd.Timestamp, final: pd.Timestamp) -> dict[str, Any]:
        young, old = person.row["born_latest"], person.row["born_earliest"]
        return base | {
            "thing": thing,
            "status": status,
            "date_earliest": first,
            "date_latest": final,
            "age_low": max(_whole(young, first), 0),
            "age_high": _whole(old, final),
            "years_low": max((first - young).days / _YEAR, 0.0),
            "years_high": (final - old).days / _YEAR,
        }

    start = min(row["start_latest"] for row in held)
    rows = [moment("entry", None, held[0]["start_earliest"], min(start, last))]
    spells = _spells(held, last)
    for first, final in spells:
        ends = [moment("", None, *bounds) for bounds in (first, final)]
        middles = [(end["years_low"] + end["years_high"]) / 2 for end in ends]
        rows.append(
            base
            | {"thing": "spell", "date_earliest": first[0], "date_latest": final[1]}
            | {"years_low": middles[0], "years_high": middles[1]}
        )
    if any(_running(row, last) for row in held):
        rows.append(moment("exit", "ongoing", last, last))
    elif any(row["end_earliest"] is None for row in held):
        # The one unknown end may be the last.
        rows.append(base | {"thing": "exit", "status": "unknown"})
    else:
        final_first, final_last = (max(row[f"end_{bound}"] for row in held) for bound in ("earliest", "latest"))
        rows.append(moment("exit", "known", final_first, min(final_last, last)))
    return rows


def _running(row: dict[str, Any], last: pd.Timestamp) -> bool:
    return bool(row["end_status"] == "ongoing" or (row["end_earliest"] is not None and row["end_earliest"] > last))


_Bounds = tuple[pd.Timestamp, pd.Timestamp]


def _spells(held: list[dict[str, Any]], last: pd.Timestamp) -> list[tuple[_Bounds, _Bounds]]:
    """Return the unbroken times in power, each with the bounds of its start and of its end."""
    spells: list[tuple[_Bounds, _Bounds]] = []
    for row in held:
        start = (row["start_earliest"], min(row["start_latest"], last))
        if _running(row, last):
            end = (last, last)
        elif row["end_earliest"] is None:
            # How long it lasted is not known: no line.
            continue
        else:
            end = (row["end_earliest"], min(row["end_latest"], last))
        if spells and start[0] <= spells[-1][1][1] + _DAY:
            before = spells[-1]
            spells[-1] = (before[0], (max(before[1][0], end[0]), max(before[1][1], end[1])))
        else:
            spells.append((start, end))
    return spells


def _whole(born: pd.Timestamp, on: pd.Timestamp) -> int:
    return int(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))
