"""One aspect of all groups: counts and missing first, then summaries, effects with intervals, and a test."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from profiles.groups.aspects import GroupAspect
from profiles.groups.columns import YEAR, Column, Floats
from profiles.groups.model import Effect, GroupCell, GroupLevel, GroupRow, Share
from profiles.groups.world import Ints, Mask
from profiles.statistics import (
    Estimate,
    Survival,
    SurvivalCurve,
    Test,
    cliffs_delta,
    logrank_test,
    median_difference,
    odds_ratio,
    rank_test,
    share_difference,
    standardised_difference,
    survival,
    table_test,
)

__all__ = ["Measuring", "primary_effect"]


@dataclass(frozen=True, eq=False)
class Measuring:
    """Cases in groups, ready to be measured.

    Attributes
    ----------
    group
        The group of each case, -1 for none.
    cluster
        The leader of each case in its group.
    names
        Of the groups.
    permutations, seed, resamples
        Of the tests and of the intervals.
    """

    group: Ints
    cluster: Ints
    names: tuple[str, ...]
    permutations: int = 10_000
    seed: int = 1991
    resamples: int = 2000

    @property
    def has_effects(self) -> bool:
        """Whether there are two groups, so that one can be said to be above the other."""
        return len(self.names) == 2

    def row(self, aspect: GroupAspect, column: Column, unit: str) -> tuple[GroupRow, Survival | None]:
        """Return one row, and the curves where it is a duration."""
        cells = tuple(self._cell(aspect, column, place) for place in range(len(self.names)))
        used = column.present & (self.group >= 0)
        group, cluster = self.group[used], self._cluster(used)
        levels: tuple[GroupLevel, ...] = ()
        effects: tuple[Effect, ...] = ()
        test: Test | None = None
        smd: float | None = None
        curves: Survival | None = None
        values = column.values[used]
        random = {"permutations": self.permutations, "seed": self.seed}
        if aspect.kind == "number":
            effects = self._number_effects(aspect, values, group, cluster)
            test = rank_test(values, group, cluster, **random)
            smd = self._smd(values, group, "number")
        elif aspect.kind == "ordered":
            codes = np.full(len(column.values), -1) if column.codes is None else column.codes
            levels = self._levels(column, codes[used], group)
            effects = self._delta(values, group, cluster)
            test = rank_test(values, group, cluster, **random)
            smd = self._smd(codes[used], group, "code")
        elif aspect.kind == "truth":
            levels = self._levels(column, 1 - values.astype(np.int64), group)
            effects = self._flag_effects(values, group, cluster)
            test = table_test(values.astype(np.int64), group, cluster, **random)
            smd = self._smd(values, group, "code")
        elif aspect.kind == "code":
            codes = values.astype(np.int64)
            levels = self._levels(column, codes, group, cluster)
            test = table_test(codes, group, cluster, **random)
            smd = self._smd(codes, group, "code")
        elif aspect.kind == "codes":
            levels = self._lists(column)
        else:
            entry, ended = _entry(column)[used], _event(column)[used]
            curves = survival(values, ended, group, self.names, entry)
            effects = self._survival_effects(curves)
            test = logrank_test(values, ended, group, entry, cluster, **random)
            cells = tuple(
                _with_curve(cell, curve, values[group == place], ended[group == place], entry[group == place])
                for place, (cell, curve) in enumerate(zip(cells, curves.groups, strict=True))
            )
        row = GroupRow(
            aspect_id=aspect.id,
            label=aspect.label,
            section=aspect.section,
            kind=aspect.kind,
            measure=aspect.measure,
            definition=aspect.definition,
            said=aspect.said_of(unit),
            cells=cells,
            levels=levels,
            effects=effects,
            test=test,
            smd=smd,
        )
        return row, curves

    def _cluster(self, used: Mask) -> Ints | None:
        """Return the clusters of the cases used; None where each stands for itself, which the tests do faster."""
        cluster = self.cluster[used]
        return None if len(np.unique(cluster)) == len(cluster) else cluster

    def _cell(self, aspect: GroupAspect, column: Column, place: int) -> GroupCell:
        mine = self.group == place
        present = mine & column.present
        reasons = tuple(
            (reason, count)
            for number, reason in enumerate(column.reasons, start=1)
            if (count := int((mine & (column.why == number)).sum()))
        )
        numbers: dict[str, Any] = {}
        if aspect.kind == "number" and present.any():
            values = column.values[present]
            q1, median, q3 = (float(q) for q in np.quantile(values, (0.25, 0.5, 0.75)))
            numbers = {
                "median": median,
                "q1": q1,
                "q3": q3,
                "low": float(values.min()),
                "high": float(values.max()),
                "mean": float(values.mean()),
                "sd": float(values.std(ddof=1)) if len(values) > 1 else None,
            }
        running = int((present & ~_event(column)).sum()) if aspect.kind == "duration" else None
        return GroupCell(
            n=int(mine.sum()),
            leaders=len(np.unique(self.cluster[mine])),
            missing=int((mine & ~column.present).sum()),
            reasons=reasons,
            uncertain=int((mine & column.is_uncertain).sum()),
            running=running,
            **numbers,
        )

    def _number_effects(
        self, aspect: GroupAspect, values: Floats, group: Ints, cluster: Ints | None
    ) -> tuple[Effect, ...]:
        if not self.has_effects:
            return ()
        found = median_difference(values, group, cluster, seed=self.seed, resamples=self.resamples)
        first = Effect("median_difference", "difference in medians", aspect.measure, 0.0, found)
        return (first, *self._delta(values, group, cluster))

    def _delta(self, values: Floats, group: Ints, cluster: Ints | None) -> tuple[Effect, ...]:
        if not self.has_effects:
            return ()
        found = cliffs_delta(values, group, cluster, seed=self.seed, resamples=self.resamples)
        return (Effect("cliffs_delta", "Cliff’s delta", "", 0.0, found),)

    def _flag_effects(self, flags: Floats, group: Ints, cluster: Ints | None) -> tuple[Effect, ...]:
        if not self.has_effects:
            return ()
        shares = share_difference(flags > 0, group, cluster, seed=self.seed, resamples=self.resamples)
        odds = odds_ratio(flags > 0, group, cluster, seed=self.seed, resamples=self.resamples)
        return (
            Effect("share_difference", "difference in shares", "points", 0.0, shares),
            Effect("odds_ratio", "odds ratio", "", 1.0, odds),
        )

    def _smd(self, values: Floats | Ints, group: Ints, kind: str) -> float | None:
        if not self.has_effects or kind not in {"number", "code"}:
            return None
        found = standardised_difference(values, group, kind="number" if kind == "number" else "code")
        return None if found is None or math.isnan(found) else found

    def _levels(self, column: Column, codes: Ints, group: Ints, cluster: Ints | None = None) -> tuple[GroupLevel, ...]:
        """Return how often each code was found; effects of each where there are several codes without an order."""
        size, k = len(column.levels), len(self.names)
        kept = (codes >= 0) & (codes < size)
        counts = np.bincount(codes[kept] * k + group[kept], minlength=size * k).reshape(size, k)
        totals = np.bincount(group, minlength=k)
        is_code = column.codes is None and size > 1
        return tuple(
            GroupLevel(
                code,
                label,
                tuple(Share(int(counts[place, g]), int(totals[g])) for g in range(k)),
                self._flag_effects((codes == place).astype(np.float64), group, cluster) if is_code else (),
            )
            for place, (code, label) in enumerate(column.levels)
            if counts[place].any() or size == 1
        )

    def _lists(self, column: Column) -> tuple[GroupLevel, ...]:
        levels = []
        for place, (code, label) in enumerate(column.levels):
            flags = column.values[:, place]
            used = column.present & ~np.isnan(flags) & (self.group >= 0)
            yes, group, cluster = flags[used] > 0, self.group[used], self._cluster(used)
            if not yes.any():
                continue
            cells = tuple(Share(int(yes[group == g].sum()), int((group == g).sum())) for g in range(len(self.names)))
            test = table_test(yes.astype(np.int64), group, cluster, permutations=self.permutations, seed=self.seed)
            levels.append(
                GroupLevel(code, label, cells, self._flag_effects(yes.astype(np.float64), group, cluster), test)
            )
        return tuple(levels)

    def _survival_effects(self, curves: Survival) -> tuple[Effect, ...]:
        if not self.has_effects:
            return ()
        return (Effect("survival_difference", "difference in medians", "years", 0.0, survival_difference(curves)),)


def survival_difference(curves: Survival) -> Estimate:
    """Return the difference of two medians of Kaplan and Meier.

    Parameters
    ----------
    curves
        Of two groups, in days.

    Returns
    -------
    Estimate
        In years, where both medians are reached. The interval joins those of the medians, as for any difference of
        independent estimates: Zou and Donner (2008), "Construction of confidence limits about effect measures",
        Statistics in Medicine 27: 1693-1702.
    """
    method = "difference of Kaplan–Meier medians, interval from those of the medians (Zou and Donner)"
    one, other = (curve.median for curve in curves.groups)
    if one.value is None or other.value is None:
        return Estimate(None, None, None, method, one.reason or other.reason)
    value = (one.value - other.value) / YEAR
    low = high = None
    if one.low is not None and other.high is not None:
        low = value - math.hypot(one.value - one.low, other.high - other.value) / YEAR
    if one.high is not None and other.low is not None:
        high = value + math.hypot(one.high - one.value, other.value - other.low) / YEAR
    return Estimate(
        value, low, high, method, "" if low is not None and high is not None else one.reason or other.reason
    )


def primary_effect(measuring: Measuring, aspect: GroupAspect, column: Column, level: str | None) -> Effect:
    """Return the one effect by which an aspect is followed through other readings.

    Parameters
    ----------
    measuring
        Cases in two groups.
    aspect, column
        What is compared, and its values.
    level
        The code to follow, or None.

    Returns
    -------
    Effect
        The difference in medians of numbers and durations (in years for these), Cliff's delta of ordered codes, the
        difference in shares of truth and of a level of codes.
    """
    used = column.present & (measuring.group >= 0)
    values = column.values
    if level is not None:
        place = [code for code, _ in column.levels].index(level)
        codes = column.values if column.codes is None else column.codes
        values = column.values[:, place] if column.values.ndim == 2 else (codes == place).astype(np.float64)
        used &= ~np.isnan(values)
    values, group, cluster = values[used], measuring.group[used], measuring._cluster(used)
    wanted = max(measuring.resamples, 1)
    rest = {"seed": measuring.seed, "resamples": wanted}
    if aspect.kind == "duration":
        curves = survival(values, _event(column)[used], group, measuring.names, _entry(column)[used])
        return Effect("survival_difference", "difference in median duration", "years", 0.0, survival_difference(curves))
    if aspect.kind == "number":
        found = median_difference(values, group, cluster, **rest)
        return Effect("median_difference", "difference in medians", aspect.measure, 0.0, found)
    if aspect.kind == "ordered" and level is None:
        return Effect("cliffs_delta", "Cliff’s delta", "", 0.0, cliffs_delta(values, group, cluster, **rest))
    found = share_difference(values > 0, group, cluster, **rest)
    return Effect("share_difference", "difference in shares", "points", 0.0, found)


def _event(column: Column) -> Mask:
    return np.ones(len(column.why), dtype=bool) if column.is_event is None else column.is_event


def _entry(column: Column) -> Ints:
    return np.zeros(len(column.why), dtype=np.int64) if column.entry is None else column.entry


def _with_curve(cell: GroupCell, curve: SurvivalCurve, days: Floats, ended: Mask, entry: Ints) -> GroupCell:
    def years(day: float | None) -> float | None:
        return None if day is None else float(day) / YEAR

    median = curve.median
    longest = float(days.max()) if len(days) else None
    return replace(
        cell,
        survival_median=Estimate(
            years(median.value), years(median.low), years(median.high), median.method, median.reason
        ),
        q1=years(curve.quantile(0.25)),
        q3=years(curve.quantile(0.75)),
        low=years(float(days.min())) if len(days) else None,
        high=years(longest),
        is_open=bool((~ended & (days == longest)).any()),
        late=int((entry > 0).sum()),
    )
