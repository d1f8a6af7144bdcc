"""Facts per leader, computed for all leaders at once from their tenures.

Periods are handled as intervals, never as lists of days. The first and the last day both count, and two
periods are one unbroken spell where the second begins on the day after the first ends, or before.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["Spells", "middle", "office_days", "spell_ranks", "spells", "tenure_dates"]

Days: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]
_DAY = "datetime64[D]"


@dataclass(frozen=True, slots=True)
class Spells:
    """Unbroken spells, one per position: whose, from which day to which, and whether still running.

    ``leader`` holds leader ids; ``start`` and ``end`` are ``datetime64[D]``; ``is_running`` tells whether the
    spell reached the last day observed without a known end.
    """

    leader: npt.NDArray[np.object_]
    start: npt.NDArray[np.datetime64]
    end: npt.NDArray[np.datetime64]
    is_running: Mask

    @property
    def days(self) -> Days:
        """Days of each spell, first and last included."""
        return (self.end - self.start).astype(np.int64) + 1

    def of(self, leader: str) -> Spells:
        """Return the spells of one leader."""
        mine = self.leader == leader
        return Spells(self.leader[mine], self.start[mine], self.end[mine], self.is_running[mine])


def tenure_dates(
    tenures: pd.DataFrame, *, as_of: dt.date, dates: str = "latest"
) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.datetime64], Mask]:
    """Return the first and the last day of each tenure under one reading of uncertain dates, and whether it runs.

    Parameters
    ----------
    tenures, as_of, dates
        As for `spells`; tenures that begin after `as_of` are kept, for the caller to leave out.

    Returns
    -------
    tuple of numpy.ndarray
        Start and end (``datetime64[D]``; `as_of` at the latest unless the start is later) and whether the tenure
        had not ended on `as_of` (bool), in the order of the rows.

    Raises
    ------
    ValueError
        If `dates` is none of ``"earliest"``, ``"latest"`` and ``"middle"``.
    """
    if dates not in {"earliest", "latest", "middle"}:
        message = (
            f"dates is {dates!r}; write 'earliest' for the shortest tenures that uncertain dates allow, 'latest' for"
            " the longest, or 'middle'"
        )
        raise ValueError(message)
    last = np.datetime64(as_of, "D")
    first_start, last_start = (tenures[f"start_{bound}"].to_numpy().astype(_DAY) for bound in ("earliest", "latest"))
    first_end, last_end = (tenures[f"end_{bound}"].to_numpy().astype(_DAY) for bound in ("earliest", "latest"))
    if dates == "middle":
        start, end = middle(first_start, last_start), middle(first_end, last_end)
    else:
        start, end = (first_start, last_end) if dates == "latest" else (last_start, first_end)
    status = tenures["end_status"].to_numpy()
    running = (status == "ongoing") | (end > last)
    unknown = (status == "unknown") & np.isnat(end)
    # An unknown end lies anywhere between the start and the last day observed.
    guess = {"latest": np.full(len(start), last), "earliest": start, "middle": middle(start, np.maximum(start, last))}
    end = np.where(running, last, np.where(unknown, guess[dates], end))
    # Bounds of one imprecise date may cross: the tenure is then known to have lasted a day.
    return start, np.maximum(end, start), running


def middle(low: npt.NDArray[np.datetime64], high: npt.NDArray[np.datetime64]) -> npt.NDArray[np.datetime64]:
    """Return the day halfway between two, the earlier of two middle ones; NaT where either is."""
    return low + (high - low) // 2


def spells(tenures: pd.DataFrame, *, as_of: dt.date, dates: str = "latest") -> Spells:
    """Return the unbroken spells in office of each leader, whatever the offices.

    Parameters
    ----------
    tenures
        One row per leader and tenure; not modified. Reads ``leader_id``, ``start_earliest``,
        ``start_latest``, ``end_earliest``, ``end_latest`` (datetime64[s]) and ``end_status``.
    as_of
        Last day observed: tenures that begin later are left out, those that end later or not at all are
        cut off there and count as running. Where the end is unknown, the tenure is known to have lasted
        one day and may have lasted up to this day.
    dates
        How uncertain dates are read: ``"latest"`` for the longest tenure they allow (earliest start, latest
        end), ``"earliest"`` for the shortest, ``"middle"`` for the middle of what each allows.

    Returns
    -------
    Spells
        Sorted by leader and start.

    Raises
    ------
    ValueError
        If `dates` is none of these words.
    """
    start, end, running = tenure_dates(tenures, as_of=as_of, dates=dates)
    rows = np.flatnonzero(start <= np.datetime64(as_of, "D"))
    codes, leaders = pd.factorize(tenures["leader_id"].to_numpy(dtype=object)[rows], sort=True)
    order = np.lexsort((start[rows].astype(np.int64), codes))
    return _merged(
        leaders,
        codes[order].astype(np.int64),
        start[rows][order].astype(np.int64),
        end[rows][order].astype(np.int64),
        running[rows][order],
    )


def _merged(leaders: npt.NDArray[np.object_], codes: Days, start: Days, end: Days, running: Mask) -> Spells:
    if not len(codes):
        none = np.empty(0, dtype=_DAY)
        return Spells(np.empty(0, dtype=object), none, none, np.empty(0, dtype=bool))
    base = codes * np.int64(2**32)  # far more days than any calendar here: leaders cannot reach into one another
    reach = np.maximum.accumulate(base + end)
    opens = np.ones(len(codes), dtype=bool)
    opens[1:] = (codes[1:] != codes[:-1]) | (base[1:] + start[1:] > reach[:-1] + 1)
    first = np.flatnonzero(opens)
    last = np.append(first[1:], len(codes)) - 1
    still = np.maximum.reduceat(running, first)
    return Spells(leaders[codes[first]], start[first].astype(_DAY), (reach[last] - base[last]).astype(_DAY), still)


def office_days(tenures: pd.DataFrame, *, as_of: dt.date) -> pd.DataFrame:
    """Return the days in office and the longest unbroken spell of each leader.

    Days on which a leader held several offices count once. Uncertain dates give the fewest and the most
    days that they allow.

    Parameters
    ----------
    tenures
        As for `spells`.
    as_of
        Last day observed.

    Returns
    -------
    pandas.DataFrame
        One row per leader, indexed by ``leader_id`` (sorted): ``days_low``, ``days_high``,
        ``longest_low``, ``longest_high`` (Int64, days; 0 where even the start is perhaps later than
        `as_of`), ``longest_start`` and ``longest_end``
        (datetime64[s]; of the longest spell that the dates allow, the first of equal ones),
        ``is_running`` (boolean: the last spell had not ended on `as_of`).
    """
    high, low = spells(tenures, as_of=as_of), spells(tenures, as_of=as_of, dates="earliest")
    codes, leaders = pd.factorize(high.leader)
    columns: dict[str, object] = {}
    for name, which in (("low", low), ("high", high)):
        place = pd.Index(leaders).get_indexer(pd.Index(which.leader))
        kept = place >= 0
        columns[f"days_{name}"] = np.bincount(place[kept], weights=which.days[kept], minlength=len(leaders)).astype(
            np.int64
        )
        longest = np.zeros(len(leaders), dtype=np.int64)
        np.maximum.at(longest, place[kept], which.days[kept])
        columns[f"longest_{name}"] = longest
    order = np.lexsort((high.start.astype(np.int64), -high.days, codes))
    pick = order[np.searchsorted(codes[order], np.arange(len(leaders)))] if len(leaders) else order
    running = np.zeros(len(leaders), dtype=bool)
    np.logical_or.at(running, codes, high.is_running)
    frame = pd.DataFrame(columns, index=pd.Index(leaders, name="leader_id")).astype("Int64")
    frame["longest_start"] = high.start[pick].astype("datetime64[s]")
    frame["longest_end"] = high.end[pick].astype("datetime64[s]")
    frame["is_running"] = pd.array(running, dtype="boolean")
    return frame


def spell_ranks(days: pd.DataFrame) -> pd.DataFrame:
    """Return the rank of each leader by longest unbroken spell, 1 for the longest.

    Parameters
    ----------
    days
        As `office_days` returns it.

    Returns
    -------
    pandas.DataFrame
        Indexed as `days`: ``rank_best`` and ``rank_worst`` (Int64), which differ where uncertain dates or
        equal spells leave the rank open.
    """
    low = np.sort(days["longest_low"].to_numpy(dtype=np.int64))
    high = np.sort(days["longest_high"].to_numpy(dtype=np.int64))
    size = len(days)
    best = 1 + size - np.searchsorted(low, days["longest_high"].to_numpy(dtype=np.int64), side="right")
    worst = size - np.searchsorted(high, days["longest_low"].to_numpy(dtype=np.int64), side="left")
    return pd.DataFrame({"rank_best": best, "rank_worst": worst}, index=days.index).astype("Int64")
