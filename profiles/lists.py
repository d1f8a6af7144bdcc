"""Listings of what the dataset holds: leaders, coverage, citations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from profiles.dataset import Dataset, load
from profiles.errors import UnknownName, did_you_mean
from profiles.names import NameIndex
from profiles.sources import bibtex
from profiles.values import list_items, source_id

__all__ = ["cite", "coverage", "list_leaders"]


def list_leaders(
    name: str | None = None,
    *,
    state: str | None = None,
    in_office: dt.date | None = None,
    data: Dataset | None = None,
    unverified: bool = False,
) -> pd.DataFrame:
    """Return the leaders in the dataset, or those that fit.

    Parameters
    ----------
    name
        Whole words of a name or alias.
    state
        Id or name of a state: leaders who held one of its offices.
    in_office
        A day: leaders who then held an office.
    data
        A dataset; the shipped one by default.
    unverified
        Whether to list leaders without a source too. Only where `data` is not given.

    Returns
    -------
    pandas.DataFrame
        One row per leader, sorted by id: ``leader_id``, ``name``, ``born`` (EDTF), ``states`` (ids joined by
        ``;``), ``first`` and ``last`` (years of the first and last tenure begun; missing without one),
        ``statements`` (Int64), ``is_unverified``.

    Raises
    ------
    UnknownName
        If there is no such state.
    """
    data = data if data is not None else load(unverified=unverified)
    leaders = data.leaders[["leader_id", "name", "born", "is_unverified"]]
    tenures = data.tenures.merge(data.offices[["office_id", "state_id"]], on="office_id", validate="many_to_one")
    if name is not None:
        found = NameIndex(data.leaders, data.aliases).candidates(name)
        leaders = leaders[leaders["leader_id"].isin(found)]
    if state is not None:
        leaders = leaders[
            leaders["leader_id"].isin(tenures.loc[tenures["state_id"] == _state(data, state), "leader_id"])
        ]
    if in_office is not None:
        day = np.datetime64(in_office, "s")
        holds = (tenures["start_earliest"] <= day) & (
            (tenures["end_latest"] >= day) | (tenures["end_status"] == "ongoing")
        )
        leaders = leaders[leaders["leader_id"].isin(tenures.loc[holds, "leader_id"])]
    ordered = tenures.sort_values(["leader_id", "start_earliest"])
    by_leader = ordered.groupby("leader_id", sort=True)
    extra = pd.DataFrame({
        "states": ordered.drop_duplicates(["leader_id", "state_id"]).groupby("leader_id")["state_id"].agg(";".join),
        "first": by_leader["start_earliest"].min().dt.year.astype("Int64"),
        "last": by_leader["start_earliest"].max().dt.year.astype("Int64"),
    })
    listed = leaders.join(extra, on="leader_id")
    counts = data.views["leader_id"].value_counts()
    listed["statements"] = listed["leader_id"].map(counts).fillna(0).astype("Int64")
    return listed[["leader_id", "name", "born", "states", "first", "last", "statements", "is_unverified"]].reset_index(
        drop=True
    )


def _state(data: Dataset, text: str) -> str:
    names = {
        str(row.name).casefold(): row.state_id for row in data.states[["state_id", "name"]].itertuples(index=False)
    }
    if text.upper() in set(data.states["state_id"]):
        return text.upper()
    if text.casefold() in names:
        return str(names[text.casefold()])
    near = [str(names[n.casefold()]) for n in did_you_mean(text, names, most=3)]
    hint = f"did you mean {', '.join(near)}?" if near else "see data/states.csv"
    message = f"no state is called {text!r}; {hint}"
    raise UnknownName(message, name=text, candidates=near)


def coverage(*, data: Dataset | None = None) -> pd.DataFrame:
    """Return how much of each state rests on a source, and to which day it was checked.

    Parameters
    ----------
    data
        A dataset loaded with ``unverified=True``; the shipped one by default.

    Returns
    -------
    pandas.DataFrame
        One row per state with an office: ``state_id``, ``name``, ``checked_to`` (EDTF), and as Int64
        ``leaders`` and ``tenures`` (all), ``births_unverified`` and ``tenures_unverified`` (those without a
        source, kept in ``data/unverified``), ``statements``. A leader of two states counts in both.
    """
    data = data if data is not None else load(unverified=True)
    tenures = data.tenures.merge(data.offices[["office_id", "state_id"]], on="office_id", validate="many_to_one")
    pairs = (
        tenures[["state_id", "leader_id"]]
        .drop_duplicates()
        .merge(data.leaders[["leader_id", "is_unverified"]], on="leader_id")
    )
    pairs["statements"] = pairs["leader_id"].map(data.views["leader_id"].value_counts()).fillna(0)
    counts = pd.DataFrame({
        "leaders": pairs.groupby("state_id").size(),
        "births_unverified": pairs.groupby("state_id")["is_unverified"].sum(),
        "tenures": tenures.groupby("state_id").size(),
        "tenures_unverified": tenures.groupby("state_id")["is_unverified"].sum(),
        "statements": pairs.groupby("state_id")["statements"].sum(),
    }).astype("Int64")
    about = data.states[["state_id", "name"]].merge(
        data.coverage[["state_id", "checked_to"]], on="state_id", how="left"
    )
    return about.merge(counts.reset_index(), on="state_id")


def cite(leaders: Sequence[str] = (), *, data: Dataset | None = None) -> str:
    """Return the BibTeX of the sources behind some leaders, or behind the whole dataset.

    Parameters
    ----------
    leaders
        Names, as for `profiles.compare`; none for everything.
    data
        A dataset; the shipped one by default.

    Returns
    -------
    str
        One entry per source that a row about these leaders cites: lives, tenures, statements, and meetings
        and terms in which one of them took part.

    Raises
    ------
    UnknownName
        If a name fits no leader, or several.
    """
    data = data if data is not None else load()
    if not leaders:
        return bibtex(data.sources)
    index = NameIndex(data.leaders, data.aliases)
    ids = [index.resolve(name) for name in leaders]
    used: dict[str, None] = {}
    for name in ("leaders", "tenures", "views", "meetings", "relationship_terms"):
        frame = data.tables[name]
        about = np.zeros(len(frame), dtype=bool)
        for column in ("leader_id", "leader_a", "leader_b"):
            if column in frame:
                about |= frame[column].isin(ids).to_numpy(dtype=bool)
        for cell in frame.loc[about, "sources"].dropna():
            used.update(dict.fromkeys(source_id(item) for item in list_items(cell)))
    return bibtex(data.sources, sorted(used))
