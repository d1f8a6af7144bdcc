"""How far two groups are apart: effects with 95% intervals, honest about clusters.

An effect is of group 0 relative to group 1. Where clusters have several cases, intervals come from resampling
clusters within each group (Davison and Hinkley 1997, section 3.8), percentiles 2.5 and 97.5; with few clusters they
are rather too narrow.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from profiles.extras import require
from profiles.statistics.arrangements import Design, Floats, Ints, design_of, finite
from profiles.statistics.model import NORMAL_95, Estimate
from profiles.statistics.resampling import cluster_counts, delta_of, interval, median_of, order_of_clusters

__all__ = ["cliffs_delta", "median_difference"]

_ONE_CASE: Final = "only one in a group"


def median_difference(
    values: npt.ArrayLike,
    group: npt.ArrayLike,
    cluster: npt.ArrayLike | None = None,
    *,
    seed: int = 1991,
    resamples: int = 2000,
) -> Estimate:
    """Return the median of group 0 less the median of group 1.

    Parameters
    ----------
    values
        A number per case, none missing.
    group
        Per case: 0 or 1.
    cluster
        Per case: what it belongs to; None if each stands for itself.
    seed
        Of the resampling.
    resamples
        How many resamples.

    Returns
    -------
    Estimate
        In the unit of the values, with the percentile interval of the bootstrap (of clusters, where they have
        several cases); without an interval where a group has one cluster, without a value where it has none.

    Raises
    ------
    ValueError
        If a value is missing, lengths differ, there are more than two groups, or a cluster is in both.
    """
    numbers = finite(values)
    design = design_of(group, cluster, cases=len(numbers), two=True)
    method = f"difference in medians, bootstrap{_of_clusters(design)} with {resamples:,} resamples"
    if reason := design.lacking():
        return Estimate(None, None, None, method, reason)
    halves = [np.sort(numbers[design.group == g]) for g in (0, 1)]
    value = float(np.median(halves[0]) - np.median(halves[1]))
    if reason := design.lacking(2):
        return Estimate(value, None, None, method, reason)
    rng = np.random.default_rng(seed)
    if not design.repeats:
        drawn = _median_resamples(halves[0], rng, resamples) - _median_resamples(halves[1], rng, resamples)
    else:
        order = order_of_clusters(numbers, design)
        drawn = np.concatenate([
            median_of(numbers, design, counts, 0) - median_of(numbers, design, counts, 1)
            for counts in cluster_counts(design, order, rng, resamples)
        ])
    return Estimate(value, *interval(drawn), method)


def _of_clusters(design: Design) -> str:
    return " of clusters" if design.repeats else ""


def _median_resamples(ordered: Floats, rng: np.random.Generator, resamples: int) -> Floats:
    """Return medians of resamples, drawn as order statistics: as if n values had been drawn, at the cost of two."""
    # The j-th smallest of n uniform numbers follows Beta(j, n - j + 1), and the next above it is the least of n - j
    # uniform numbers on what is left; either, times n, is the place in the sorted values.
    n = len(ordered)
    middle = (n + 1) // 2
    lower = rng.beta(middle, n - middle + 1, resamples)
    places = np.minimum((lower * n).astype(np.int64), n - 1)
    if n % 2:
        return ordered[places]
    upper = 1 - (1 - lower) * rng.random(resamples) ** (1 / (n - middle))
    above = np.minimum((upper * n).astype(np.int64), n - 1)
    return np.asarray((ordered[places] + ordered[above]) / 2)


def cliffs_delta(
    values: npt.ArrayLike,
    group: npt.ArrayLike,
    cluster: npt.ArrayLike | None = None,
    *,
    seed: int = 1991,
    resamples: int = 2000,
) -> Estimate:
    """Return Cliff's delta: how much more often a value of group 0 is above one of group 1 than below it.

    Parameters
    ----------
    values
        A number per case, none missing; only their order counts.
    group
        Per case: 0 or 1.
    cluster
        Per case: what it belongs to; None if each stands for itself.
    seed
        Of the resampling of clusters.
    resamples
        How many resamples.

    Returns
    -------
    Estimate
        From -1 to 1. Without repeating clusters, the interval is the asymmetric one for small samples, by Cliff's
        consistent variance and Student's t with n - 2 degrees of freedom; else the bootstrap of clusters.

    Raises
    ------
    ValueError
        If a value is missing, lengths differ, there are more than two groups, or a cluster is in both.

    Notes
    -----
    Cliff (1996), "Ordinal methods for behavioral data analysis"; Feng and Cliff (2004), "Monte Carlo evaluation of
    ordinal d with improved confidence interval", Journal of Modern Applied Statistical Methods 3: 322-332, whose
    interval at a delta of -1 or 1 rests on the smaller group, n: its inner end is (n - z²) / (n + z²).
    """
    numbers = finite(values)
    design = design_of(group, cluster, cases=len(numbers), two=True)
    method = "Cliff’s delta, asymmetric interval of Feng and Cliff"
    if design.repeats:
        method = f"Cliff’s delta, bootstrap of clusters with {resamples:,} resamples"
    if reason := design.lacking():
        return Estimate(None, None, None, method, reason)
    if design.repeats:
        return _clustered_delta(numbers, design, method, seed, resamples)
    # Sorted, so that rounding does not hang on the order of the rows.
    first, second = (np.sort(numbers[design.group == g]) for g in (0, 1))
    return _plain_delta(first, second, method)


def _plain_delta(first: Floats, second: Floats, method: str) -> Estimate:
    n, m = len(first), len(second)
    # Row and column means of the matrix of -1, 0 and 1, without the matrix.
    won, ties = _dominance(first, second)
    lost, _ = _dominance(second, first)
    delta = int(won.sum()) / (n * m)
    if n < 2 or m < 2:
        return Estimate(delta, None, None, method, _ONE_CASE)
    if abs(delta) == 1:
        small, z2 = min(n, m), NORMAL_95**2
        inner = (small - z2) / (small + z2)
        return Estimate(delta, *((inner, 1.0) if delta > 0 else (-1.0, -inner)), method)
    of_rows = float(((won / m - delta) ** 2).sum()) / (n - 1)
    of_columns = float(((lost / n + delta) ** 2).sum()) / (m - 1)
    of_all = (n * m - ties - n * m * delta**2) / ((n - 1) * (m - 1))
    variance = ((m - 1) * of_rows + (n - 1) * of_columns + of_all) / (n * m)
    t = float(require("scipy.stats", "intervals of effects").t.ppf(0.975, n + m - 2))
    return Estimate(delta, *_asymmetric(delta, variance, t), method)


def _asymmetric(delta: float, variance: float, t: float) -> tuple[float, float]:
    spread = t * math.sqrt(variance) * math.sqrt((1 - delta**2) ** 2 + t**2 * variance)
    below = 1 - delta**2 + t**2 * variance
    middle = delta - delta**3
    return max((middle - spread) / below, -1.0), min((middle + spread) / below, 1.0)


def _dominance(one: Floats, other: Floats) -> tuple[Ints, int]:
    """Return, per value of one, how many of the other are below it less those above; and how many pairs tie."""
    ordered = np.sort(other)
    below = np.searchsorted(ordered, one, side="left")
    upto = np.searchsorted(ordered, one, side="right")
    return np.asarray(below - (len(other) - upto), dtype=np.int64), int((upto - below).sum())


def _clustered_delta(numbers: Floats, design: Design, method: str, seed: int, resamples: int) -> Estimate:
    observed = delta_of(numbers, design, np.ones((1, len(design.label)), dtype=np.int64))
    value = float(observed[0])
    if reason := design.lacking(2):
        return Estimate(value, None, None, method, reason)
    if abs(value) == 1:
        return Estimate(value, None, None, method, "the groups do not overlap, so that resampling shows no spread")
    rng = np.random.default_rng(seed)
    order = order_of_clusters(numbers, design)
    drawn = np.concatenate([
        delta_of(numbers, design, counts) for counts in cluster_counts(design, order, rng, resamples)
    ])
    return Estimate(value, *interval(drawn), method)
