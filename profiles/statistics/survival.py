"""How long spells last, by group: the estimate of Kaplan and Meier with late entry and censoring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from profiles.extras import require
from profiles.statistics.arrangements import Floats, design_of
from profiles.statistics.durations import Spells, number_at_risk, spells_of
from profiles.statistics.model import NORMAL_95, Estimate

__all__ = ["Survival", "SurvivalCurve", "survival"]

_METHOD: Final = "Kaplan–Meier median, interval of Brookmeyer and Crowley from log-log limits"
# 3/4 of 2/3 is not quite a half in floating point.
_EPSILON: Final = 1e-9


@dataclass(frozen=True)
class SurvivalCurve:
    """The share of one group's spells that last longer than so many days.

    Attributes
    ----------
    name
        Of the group.
    n, events
        How many spells, and how many of them ended.
    days
        The days on which some ended, ascending; the next four have an entry for each.
    survival
        Share that lasts longer.
    low, high
        95% limits by Greenwood's variance of log(-log), as they stay between 0 and 1; None once the share is 0.
    at_risk
        How many were under observation just before: entered before the day and not ended before it.
    median
        In days. An end of its interval that the limits do not reach is None.
    n_late
        How many came under observation after their start.
    note
        What to beware of, or "".
    entered, left
        Per spell, sorted each: the day it came under observation (-1 from the start), and the day it left it.
    censored
        The days on which a spell left observation without an end, ascending.
    """

    name: str
    n: int
    events: int
    days: tuple[float, ...]
    survival: tuple[float, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    at_risk: tuple[int, ...]
    median: Estimate
    n_late: int
    note: str = ""
    entered: tuple[float, ...] = field(default=(), repr=False)
    left: tuple[float, ...] = field(default=(), repr=False)
    censored: tuple[float, ...] = field(default=(), repr=False)

    def at(self, day: float) -> float:
        """Return the share that lasts longer than so many days."""
        passed = int(np.searchsorted(self.days, day, side="right"))
        return self.survival[passed - 1] if passed else 1.0

    def quantile(self, share: float) -> float | None:
        """Return the first day by which so large a share has ended.

        Parameters
        ----------
        share
            Between 0 and 1; 0.5 for the median.

        Returns
        -------
        float or None
            None where the curve does not come down so far, or only falls to 0 for want of observation.
        """
        reached = np.flatnonzero(np.asarray(self.survival) <= 1 - share + _EPSILON)
        if not len(reached) or (self.note and self.survival[reached[0]] == 0):
            return None
        return float(self.days[int(reached[0])])

    def __str__(self) -> str:
        """Return the group with its counts and its median."""
        return f"{self.name}: {self.n} spells, {self.events} ended; median in days {self.median}"


@dataclass(frozen=True)
class Survival:
    """The curves of several groups.

    Attributes
    ----------
    groups
        One curve per group, in their order.
    """

    groups: tuple[SurvivalCurve, ...]

    def at_risk(self, days: Sequence[float]) -> tuple[tuple[int, ...], ...]:
        """Return how many of each group were under observation just before some days, for a table under a chart.

        Parameters
        ----------
        days
            Any days.

        Returns
        -------
        tuple of tuple of int
            Per group, a number per day: spells that entered before it and had not ended before it.
        """
        asked = np.asarray(days, dtype=np.float64)
        return tuple(
            tuple(
                int(n)
                for n in number_at_risk(np.asarray(c.entered, dtype=float), np.asarray(c.left, dtype=float), asked)
            )
            for c in self.groups
        )

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The curves as a tidy frame.

        One row per group and day on which a spell ended or left observation, and one for day 0. Columns:
        ``group`` (str), ``day`` (float64), ``at_risk``, ``events``, ``censored`` (Int64, on that day),
        ``survival``, ``low``, ``high`` (float64, of spells longer than ``day``; limits missing where there are none:
        before the first end, and once the share is 0).
        """
        parts = [_curve_frame(curve) for curve in self.groups]
        frame = pd.concat(parts, ignore_index=True) if parts else _curve_frame(_no_curve("")).iloc[:0]
        text = pd.StringDtype(na_value=np.nan)
        return frame.astype({"group": text, "at_risk": "Int64", "events": "Int64", "censored": "Int64"})

    def __str__(self) -> str:
        """Return a line per group."""
        return "\n".join(str(curve) for curve in self.groups)


def survival(
    days: npt.ArrayLike,
    is_event: npt.ArrayLike,
    group: npt.ArrayLike,
    names: Sequence[str],
    entry: npt.ArrayLike | None = None,
) -> Survival:
    """Return the curves of Kaplan and Meier by group.

    Parameters
    ----------
    days
        Duration per case, from its own start to its end or to the last day observed.
    is_event
        Whether it ended then; else it is censored.
    group
        Per case: 0 for the first group, 1 for the second, ...
    names
        Of the groups.
    entry
        Days after its start on which the case came under observation (left truncation); 0 from the start. None:
        all from the start.

    Returns
    -------
    Survival
        A curve per group; an empty group has one without points.

    Raises
    ------
    MissingExtra
        If statsmodels is not installed.
    ValueError
        If a value is missing, lengths differ, a case ends before it comes under observation, or a group has no name.

    Notes
    -----
    The median is the first day after which at most half last longer. Its interval is that of Brookmeyer and Crowley
    (1982), "A confidence interval for the median survival time", Biometrics 38: 29-41: the days on which the lower
    and the upper limit of the curve pass a half. Limits: Kalbfleisch and Prentice (1980). Where entries are late,
    few may be under observation on early days; if all of these end, the curve falls to 0 for good, and the note
    says so.
    """
    spells = spells_of(days, is_event, entry)
    design = design_of(group, None, cases=len(spells.end), groups=len(names))
    if len(design.cases) > len(names):
        message = f"there are {len(design.cases)} groups but {len(names)} names"
        raise ValueError(message)
    curves = []
    for g, name in enumerate(names):
        mine = design.group == g
        curves.append(_curve(name, Spells(spells.entry[mine], spells.end[mine], spells.is_event[mine])))
    return Survival(tuple(curves))


def _no_curve(name: str) -> SurvivalCurve:
    nothing = Estimate(None, None, None, _METHOD, "no cases")
    return SurvivalCurve(name, 0, 0, (), (), (), (), (), nothing, 0)


def _curve(name: str, spells: Spells) -> SurvivalCurve:
    if not len(spells.end):
        return _no_curve(name)
    function = require("statsmodels.duration.survfunc", "survival curves").SurvfuncRight
    with np.errstate(divide="ignore", invalid="ignore"):
        late = bool((spells.entry >= 0).any())
        fitted = function(spells.end, spells.is_event.astype(np.int64), entry=spells.entry if late else None)
    days = np.asarray(fitted.surv_times, dtype=np.float64)
    share = np.asarray(fitted.surv_prob, dtype=np.float64)
    # statsmodels holds the product above 0 until all under observation end at once.
    share = np.where(np.minimum.accumulate(share) < 1e-15, 0.0, share) if len(share) else share
    low, high = _limits(share, np.asarray(fitted.surv_prob_se, dtype=np.float64))
    note = _exhaustion(days, share, spells)
    return SurvivalCurve(
        name=name,
        n=len(spells.end),
        events=int(spells.is_event.sum()),
        days=tuple(days.tolist()),
        survival=tuple(share.tolist()),
        low=_none_for_nan(low),
        high=_none_for_nan(high),
        at_risk=tuple(int(n) for n in fitted.n_risk),
        median=_median(days, share, low, high, note),
        n_late=int((spells.entry >= 0).sum()),
        note=note,
        entered=tuple(np.sort(spells.entry).tolist()),
        left=tuple(np.sort(spells.end).tolist()),
        censored=tuple(np.sort(spells.end[~spells.is_event]).tolist()),
    )


def _limits(share: Floats, error: Floats) -> tuple[Floats, Floats]:
    low, high = np.full(len(share), np.nan), np.full(len(share), np.nan)
    inner = (share > 0) & (share < 1)
    s = share[inner]
    width = NORMAL_95 * error[inner] / (s * np.abs(np.log(s)))
    low[inner], high[inner] = s ** np.exp(width), s ** np.exp(-width)
    return low, high


def _none_for_nan(values: Floats) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(v) else float(v) for v in values)


def _exhaustion(days: Floats, share: Floats, spells: Spells) -> str:
    """Return what to say where the curve falls to 0 before all have come under observation, or ""."""
    gone = np.flatnonzero(share == 0)
    if not len(gone):
        return ""
    day = days[gone[0]]
    later = int(np.count_nonzero(spells.end > day))
    if not later:
        return ""
    return (
        f"all then under observation ended on day {day:g}, so that the curve is 0 from there;"
        f" {later} that came under observation later do not count"
    )


def _median(days: Floats, share: Floats, low: Floats, high: Floats, note: str) -> Estimate:
    reached = np.flatnonzero(share <= 0.5 + _EPSILON)
    if not len(reached):
        why = "nothing ended" if not len(days) else "more than half last longer than was observed"
        return Estimate(None, None, None, _METHOD, why)
    first = reached[0]
    if note and share[first] == 0:
        return Estimate(None, None, None, _METHOD, note)
    # Where the share is 0 there are no limits, but the lower one cannot lie above it.
    lower = np.flatnonzero((low <= 0.5 + _EPSILON) | (share == 0))
    upper = np.flatnonzero(high <= 0.5 + _EPSILON)
    end = float(days[upper[0]]) if len(upper) else None
    why = "" if len(upper) else "too few were observed long enough for an upper end of the interval"
    return Estimate(float(days[first]), float(days[lower[0]]), end, _METHOD, why)


def _curve_frame(curve: SurvivalCurve) -> pd.DataFrame:
    left = np.asarray(curve.left, dtype=np.float64)
    days = np.unique(np.concatenate([[0.0], left]))
    ended_on = np.asarray(curve.days, dtype=np.float64)
    censored = np.asarray(curve.censored, dtype=np.float64)

    def on_day(moments: Floats) -> npt.NDArray[np.int64]:
        return np.bincount(np.searchsorted(days, moments), minlength=len(days)).astype(np.int64)

    passed = np.searchsorted(ended_on, days, side="right")

    def stepwise(start: float, values: Sequence[float | None]) -> Floats:
        return np.array([start, *(np.nan if v is None else v for v in values)])[passed]

    gone = on_day(left)
    dropped = on_day(censored)
    return pd.DataFrame({
        "group": curve.name,
        "day": days,
        "at_risk": number_at_risk(np.asarray(curve.entered, dtype=float), left, days),
        "events": gone - dropped,
        "censored": dropped,
        "survival": stepwise(1.0, curve.survival),
        "low": stepwise(np.nan, curve.low),
        "high": stepwise(np.nan, curve.high),
    })
