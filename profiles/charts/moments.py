"""The days on which a leader's age counts."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import pandas as pd

from profiles.charts.facts import DISSOLVED, Person, short_title
from profiles.dates import format_day, parse_date

__all__ = ["ages_of"]

_RANK: Final = {"party_leader": 0, "head_of_state": 1, "head_of_government": 2, "de_facto": 3}
_YEAR: Final = 365.2425

_Moment = tuple[str, str | None, pd.Timestamp, pd.Timestamp]


def ages_of(person: Person, held: list[dict[str, Any]], as_of: dt.date) -> list[dict[str, Any]]:
    """Return the rows of `ages_chart` for one leader.

    Parameters
    ----------
    person
        The leader.
    held
        The leader's tenures up to `as_of`, earliest first.
    as_of
        Last day known.

    Returns
    -------
    list of dict
        One row per moment, or one that says why there is none.
    """
    born = person.row["born"]
    base = {
        "leader_id": person.leader_id,
        "name": person.name,
        "native": person.native,
        "born": born,
        "born_words": None if born is None else f"born {format_day(parse_date(born), 'short')}",
    }
    if born is None:
        return [base | {"thing": "leader", "remark": "date of birth not in the dataset"}]
    ages = []
    remark = None
    dissolved = pd.Timestamp(DISSOLVED)
    died = person.row["died_earliest"]
    moments: list[_Moment] = [("dissolution", None, dissolved, dissolved)] if as_of >= DISSOLVED else []
    if died is not None and person.row["died_latest"] < dissolved:
        remark, moments = f"died {format_day(parse_date(person.row['died']), 'short')}", []
    elif person.row["born_earliest"] > dissolved:
        remark, moments = "not born in 1991", []
    moments += _career(held, as_of)
    for moment, what, first, last in moments:
        low, high = _years(person.row["born_latest"], first), _years(person.row["born_earliest"], last)
        age_low, age_high = _whole(person.row["born_latest"], first), _whole(person.row["born_earliest"], last)
        ages.append(
            base
            | {"thing": "age", "moment": moment, "what": what, "date_earliest": first, "date_latest": last}
            | {"age_low": max(age_low, 0), "age_high": age_high, "years_low": max(low, 0.0), "years_high": high}
            | {"remark": remark}
        )
    return ages or [base | {"thing": "leader", "remark": remark or "no office in the dataset"}]


def _career(held: list[dict[str, Any]], as_of: dt.date) -> list[_Moment]:
    if not held:
        return []
    last = pd.Timestamp(as_of)

    def entry(row: dict[str, Any], moment: str) -> _Moment:
        return moment, short_title(row["title"], row["kind"]), row["start_earliest"], min(row["start_latest"], last)

    # Of offices taken on one day, the one that people name.
    opening = [row for row in held if row["start_earliest"] == held[0]["start_earliest"]]
    found = [entry(min(opening, key=lambda row: _RANK[row["kind"]]), "first_office")]
    powers = [row for row in held if row["is_effective"]]
    if powers:
        found.append(entry(powers[0], "effective_power"))
    running = [
        row for row in held if row["end_status"] == "ongoing" or (row["end_earliest"] or pd.Timestamp.min) > last
    ]
    if running:
        found.append(("as_of", short_title(running[-1]["title"], running[-1]["kind"]), last, last))
    elif all(row["end_earliest"] is not None for row in held):
        # Were one end unknown, it could be the last.
        final = max(held, key=lambda row: (row["end_latest"], row["end_earliest"]))
        found.append((
            "left_office",
            short_title(final["title"], final["kind"]),
            final["end_earliest"],
            min(final["end_latest"], last),
        ))
    return found


def _years(born: pd.Timestamp, on: pd.Timestamp) -> float:
    return (on - born).days / _YEAR


def _whole(born: pd.Timestamp, on: pd.Timestamp) -> int:
    return int(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))
