"""Spells seen from a late entry to an end or to the last day observed, and their log-rank scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from profiles.statistics.arrangements import Floats, Ints, finite, truth

__all__ = ["Spells", "logrank_chi_square", "logrank_scores", "number_at_risk", "spells_of"]

# Scores are rounded to multiples of this, so that their sums are exact whatever the order of the cases.
_GRAIN = 2.0**-32


@dataclass(frozen=True, slots=True)
class Spells:
    """Spells in days: each was under observation after `entry` and until `end`, that day included.

    Attributes
    ----------
    entry
        -1 where a spell was under observation from its start, so that an end on day 0 counts too.
    end
        Its end, or the last day observed.
    is_event
        Whether it ended.
    """

    entry: Floats
    end: Floats
    is_event: npt.NDArray[np.bool_]


def spells_of(days: npt.ArrayLike, is_event: npt.ArrayLike, entry: npt.ArrayLike | None) -> Spells:
    """Return spells, or raise ValueError for what cannot be one.

    Parameters
    ----------
    days
        Duration of each, from its own start.
    is_event
        Whether it ended then.
    entry
        Days after its start on which it came under observation; 0, or None for all, means from the start.

    Returns
    -------
    Spells
        The same.

    Raises
    ------
    ValueError
        If a value is missing or negative, lengths differ, or a spell ends on or before the day it comes under
        observation.
    """
    end = finite(days, "days")
    ended = truth(is_event, "is_event")
    since = np.zeros(len(end)) if entry is None else finite(entry, "entry")
    for name, array in (("is_event", ended), ("entry", since)):
        if len(array) != len(end):
            message = f"{name} has {len(array)} entries for {len(end)} cases"
            raise ValueError(message)
    for name, array in (("days", end), ("entry", since)):
        bad = np.flatnonzero(array < 0)
        if len(bad):
            message = f"{name}: case {bad[0]} is {array[bad[0]]:g}, below 0"
            raise ValueError(message)
    bad = np.flatnonzero((since > 0) & (since >= end))
    if len(bad):
        i = bad[0]
        message = (
            f"case {i} ends on day {end[i]:g} but comes under observation on day {since[i]:g}: it was never under"
            " observation; leave it out"
        )
        raise ValueError(message)
    return Spells(np.where(since > 0, since, -1.0), end, ended)


def number_at_risk(entry: Floats, end: Floats, days: Floats) -> Ints:
    """Return how many spells were under observation just before each day: entered before it, not ended before it."""
    came = np.searchsorted(np.sort(entry), days, side="left")
    left = np.searchsorted(np.sort(end), days, side="left")
    return np.asarray(came - left, dtype=np.int64)


def logrank_scores(spells: Spells) -> Floats:
    """Return each spell's end (1 or 0) less the hazard of all spells cumulated while it was under observation."""
    # The sum over a group is its observed less its expected ends (the numerator of the log-rank test), whatever the
    # group: scores do not hang on the labels. The hazard is that of Nelson and Aalen, over all groups.
    days, counts = np.unique(spells.end[spells.is_event], return_counts=True)
    hazard = np.concatenate([[0.0], np.cumsum(counts / number_at_risk(spells.entry, spells.end, days))])
    until = hazard[np.searchsorted(days, spells.end, side="right")]
    before = hazard[np.searchsorted(days, spells.entry, side="right")]
    return np.asarray(np.round((spells.is_event - (until - before)) / _GRAIN) * _GRAIN)


def logrank_chi_square(spells: Spells, group: Ints, groups: int) -> float | None:
    """Return the log-rank chi-square with the variance of the hypergeometric; None where it has no variance."""
    days = np.unique(spells.end[spells.is_event])
    risk = np.zeros((groups, len(days)))
    ends = np.zeros((groups, len(days)))
    for g in range(groups):
        mine = group == g
        risk[g] = number_at_risk(spells.entry[mine], spells.end[mine], days)
        ends[g] = np.bincount(np.searchsorted(days, spells.end[mine & spells.is_event]), minlength=len(days))
    at_risk, ended = risk.sum(axis=0), ends.sum(axis=0)
    share = risk / np.maximum(at_risk, 1)
    gap = (ends - share * ended).sum(axis=1)[:-1]
    weight = ended * (at_risk - ended) / np.maximum(at_risk - 1, 1)
    variance = np.diag((share * weight).sum(axis=1)) - (share * weight) @ share.T
    variance = variance[:-1, :-1]
    if not np.trace(variance) > 1e-12:
        return None
    return float(gap @ np.linalg.pinv(variance, hermitian=True) @ gap)
