"""Which tenures and leaders a choice means: by group of states, state, kind of office, power and day.

The one place that knows what choosing means: recipes, `Dataset.where` and groups of leaders ask here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from profiles.errors import ProfilesError, hint_for
from profiles.schema import load_schemas

__all__ = ["SelectionError", "chosen_leaders", "chosen_tenures", "members_during"]

Mask: TypeAlias = npt.NDArray[np.bool_]
Days: TypeAlias = npt.NDArray[np.datetime64]
_ALWAYS, _FOR_EVER = np.datetime64("0001-01-01", "s"), np.datetime64("9999-12-31", "s")


class SelectionError(ProfilesError, ValueError):
    """A choice of leaders that names what does not exist, or that nobody fits."""


def members_during(
    groups: pd.DataFrame,
    group_id: str,
    state: npt.NDArray[np.object_],
    start: Days,
    end: Days,
    *,
    surely: bool = False,
) -> Mask:
    """Return which periods share a day with a membership of their state in a group.

    Parameters
    ----------
    groups
        One row per membership; not modified. Reads ``group_id``, ``state_id``, ``start_earliest``,
        ``start_latest``, ``end_earliest`` and ``end_latest`` (datetime64[s]). A membership without an end lasts.
    group_id
        Id of the group, such as ``"post-soviet"``.
    state
        Id of the state of each period.
    start, end
        First and last day of each period, both included (datetime64 of any unit); a missing one is open. By
        default give the widest bounds: the earliest start and the latest end. With `surely`, the narrowest.
    surely
        Whether uncertain dates of memberships are read by their narrowest bounds, so that what is found surely
        shares a day, rather than possibly.

    Returns
    -------
    numpy.ndarray
        bool, one per period.

    Raises
    ------
    SelectionError
        If there is no such group.
    """
    known = load_schemas()["groups"].by_name["group_id"].code_values
    present = groups["group_id"].to_numpy(dtype=object)
    if group_id not in known and not (present == group_id).any():
        message = f"group names {group_id!r}, which does not exist; {_hint(group_id, known)}"
        raise SelectionError(message)
    mine = groups[present == group_id]
    first = _filled(mine["start_latest" if surely else "start_earliest"].to_numpy(), _ALWAYS)
    last = _filled(mine["end_earliest" if surely else "end_latest"].to_numpy(), _FOR_EVER)
    codes, states = pd.factorize(mine["state_id"].to_numpy(dtype=object), sort=True)
    order = np.argsort(codes, kind="stable")
    opens = np.searchsorted(codes[order], np.arange(len(states) + 1))
    place = pd.Index(states, dtype=object).get_indexer(pd.Index(np.asarray(state, dtype=object)))
    # A pair for each period and each membership of its state: a state may have left and come back.
    count = np.where(place >= 0, opens[place + 1] - opens[np.maximum(place, 0)] if len(states) else 0, 0)
    period = np.repeat(np.arange(len(place)), count)
    nth = np.arange(len(period)) - np.repeat(np.cumsum(count) - count, count)
    membership = order[opens[place[period]] + nth] if len(period) else period
    begins = _filled(np.asarray(start), _ALWAYS)[period]
    ends = _filled(np.asarray(end), _FOR_EVER)[period]
    shared = (begins <= last[membership]) & (ends >= first[membership])
    member = np.zeros(len(place), dtype=bool)
    member[period[shared]] = True
    return member


def chosen_tenures(
    tables: Mapping[str, pd.DataFrame],
    *,
    as_of: dt.date,
    states: Sequence[str] | None = None,
    group: str | None = None,
    kinds: Sequence[str] | None = None,
    effective: bool | None = None,
    in_office_on: dt.date | None = None,
) -> Mask:
    """Return which tenures fit a choice: all that is given must hold of one and the same tenure.

    `group` and `states` together widen the choice: a state of the list, or one in the group. All else narrows it.
    A tenure whose dates are uncertain fits where it possibly does.

    Parameters
    ----------
    tables
        Frames by name, as `Dataset.tables` has them; not modified. Reads tenures, offices, states and groups.
    as_of
        The day on which the choice is made: later tenures do not count, running ones last until then.
    states
        Ids of states; what a tenure's office belongs to.
    group
        Id of a group of states, of which the state was a member on a day of the tenure.
    kinds
        Kinds of office: ``head_of_state``, ``head_of_government``, ``party_leader``, ``de_facto``.
    effective
        True for tenures in effective power only; otherwise any office.
    in_office_on
        A day on which the tenure ran, the first and the last included.

    Returns
    -------
    numpy.ndarray
        bool, one per row of the tenures.

    Raises
    ------
    SelectionError
        If a state, a group or a kind does not exist.
    """
    schemas = load_schemas()
    tenures = tables["tenures"]
    state = _of_office(tables, "state_id")
    last = np.datetime64(as_of, "s")
    start = tenures["start_earliest"].to_numpy()
    end = _filled(tenures["end_latest"].to_numpy(), last)
    fits: Mask = start <= last
    if kinds is not None:
        _require(kinds, schemas["offices"].by_name["kind"].code_values, "kinds")
        fits &= pd.Index(_of_office(tables, "kind")).isin(list(kinds))
    if effective:
        fits &= tenures["is_effective"].to_numpy(dtype=bool)
    if in_office_on is not None:
        day = np.datetime64(in_office_on, "s")
        fits &= (start <= day) & (end >= day)
    if states is None and group is None:
        return fits
    there = np.zeros(len(tenures), dtype=bool)
    if states is not None:
        _require(states, tuple(tables["states"]["state_id"]), "states")
        there |= pd.Index(state).isin(list(states))
    if group is not None:
        there |= members_during(tables["groups"], group, state, start, end)
    return fits & there


def chosen_leaders(tables: Mapping[str, pd.DataFrame], *, as_of: dt.date, **choice: Any) -> list[str]:
    """Return the leaders of the tenures that fit a choice.

    Parameters
    ----------
    tables, as_of
        As for `chosen_tenures`.
    **choice
        As for `chosen_tenures`.

    Returns
    -------
    list of str
        Ids, each once, by state and first day in one of the offices asked for; empty where nobody fits.

    Raises
    ------
    SelectionError
        If a state, a group or a kind does not exist.
    """
    tenures = tables["tenures"].assign(state_id=_of_office(tables, "state_id"))
    tenures = tenures[chosen_tenures(tables, as_of=as_of, **choice)]
    tenures = tenures.sort_values(["state_id", "start_earliest"], kind="stable")
    return list(dict.fromkeys(tenures["leader_id"].to_numpy(dtype=object).tolist()))


def _of_office(tables: Mapping[str, pd.DataFrame], column: str) -> npt.NDArray[np.object_]:
    """Return what a column says of the office of each tenure; missing where no row describes the office."""
    column_of = tables["offices"].set_index("office_id")[column]
    return column_of.reindex(tables["tenures"]["office_id"]).to_numpy(dtype=object)


def _filled(days: Days, otherwise: np.datetime64) -> Days:
    return np.where(np.isnat(days), otherwise, days)


def _require(given: Sequence[str], known: Sequence[str], what: str) -> None:
    if isinstance(given, str):
        message = f"{what} is the text {given!r}; write a list: [{given!r}]"
        raise SelectionError(message)
    for code in given:
        if code not in known:
            message = f"{what} names {code!r}, which does not exist; {_hint(code, known)}"
            raise SelectionError(message)


def _hint(code: object, known: Sequence[str]) -> str:
    return hint_for(str(code), known, f"there are {', '.join(known)}")
