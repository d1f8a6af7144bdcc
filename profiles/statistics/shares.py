"""How far two groups are apart in a share: odds ratio and difference, with 95% intervals honest about clusters."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from profiles.extras import require
from profiles.statistics.arrangements import Design, Floats, design_of, truth
from profiles.statistics.model import NORMAL_95, Estimate
from profiles.statistics.resampling import cluster_counts, interval

__all__ = ["odds_ratio", "share_difference"]

# Above this the search for exact ends is slow, and the interval of the logarithm is as good.
_EXACT_ODDS_MOST: Final = 2000


def odds_ratio(
    flags: npt.ArrayLike,
    group: npt.ArrayLike,
    cluster: npt.ArrayLike | None = None,
    *,
    seed: int = 1991,
    resamples: int = 2000,
) -> Estimate:
    """Return the odds of a flag in group 0 relative to those in group 1.

    Parameters
    ----------
    flags
        0 or 1 per case, none missing.
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
        Without repeating clusters, the conditional estimate with its exact interval (0 and infinity are possible);
        else the odds ratio of the table with the interval of the bootstrap of clusters, which an empty cell forbids.

    Raises
    ------
    ValueError
        If a flag is missing or neither 0 nor 1, lengths differ, there are more than two groups, or a cluster is in
        both.

    Notes
    -----
    Cornfield (1956), as in `scipy.stats.contingency.odds_ratio`; in tables of more than 2,000 cases, where that
    search is slow, the odds ratio of the table with the interval of its logarithm (Woolf 1955) if no cell is empty.
    """
    yes = truth(flags)
    design = design_of(group, cluster, cases=len(yes), two=True)
    method = "odds ratio, conditional estimate with exact interval"
    if design.repeats:
        method = f"odds ratio, bootstrap of clusters with {resamples:,} resamples"
    reason = design.lacking() or ("all cases are the same" if yes.all() or not yes.any() else "")
    if reason:
        return Estimate(None, None, None, method, reason)
    table = np.array([[np.count_nonzero((design.group == g) & (yes == y)) for y in (True, False)] for g in (0, 1)])
    if not design.repeats:
        return _plain_odds(table, method)
    value = _odds(table[None].astype(np.float64))[0]
    if reason := design.lacking(2):
        return Estimate(float(value), None, None, method, reason)
    if not table.all():
        reason = "a cell of the table is empty, so that resampling clusters cannot show the spread"
        return Estimate(float(value), None, None, method, reason)
    drawn = np.concatenate([_odds(tables) for tables in _resampled_tables(yes, design, seed, resamples)])
    drawn = drawn[~np.isnan(drawn)]
    if len(drawn) < 0.95 * resamples:
        return Estimate(float(value), None, None, method, "too few clusters: resamples often hold no such case at all")
    return Estimate(float(value), *interval(drawn), method)


def _plain_odds(table: npt.NDArray[np.int64], method: str) -> Estimate:
    if table.sum() > _EXACT_ODDS_MOST and table.all():
        value = float(_odds(table[None].astype(np.float64))[0])
        width = NORMAL_95 * math.sqrt(float((1 / table).sum()))
        return Estimate(
            value, value * math.exp(-width), value * math.exp(width), "odds ratio, interval of its logarithm"
        )
    # A cell of 0 makes the search in scipy divide by 0 on its way to an end of 0 or infinity.
    with np.errstate(all="ignore"):
        found = require("scipy.stats.contingency", "odds ratios").odds_ratio(table, kind="conditional")
        ends = found.confidence_interval(confidence_level=0.95)
    return Estimate(float(found.statistic), float(ends.low), float(ends.high), method)


def _odds(tables: Floats) -> Floats:
    above = tables[:, 0, 0] * tables[:, 1, 1]
    below = tables[:, 0, 1] * tables[:, 1, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(above / below)


def _resampled_tables(yes: npt.NDArray[np.bool_], design: Design, seed: int, resamples: int) -> list[Floats]:
    """Return blocks of 2 by 2 tables (group, flag first) of resampled clusters."""
    sums = design.sums(np.column_stack([yes, ~yes]).astype(np.float64))
    rng = np.random.default_rng(seed)
    order = np.lexsort((sums[:, 1], sums[:, 0]))
    return [
        np.stack([counts[:, design.label == g].astype(np.float64) @ sums[design.label == g] for g in (0, 1)], axis=1)
        for counts in cluster_counts(design, order, rng, resamples)
    ]


def share_difference(
    flags: npt.ArrayLike,
    group: npt.ArrayLike,
    cluster: npt.ArrayLike | None = None,
    *,
    seed: int = 1991,
    resamples: int = 2000,
) -> Estimate:
    """Return the share of a flag in group 0 less that in group 1.

    Parameters
    ----------
    flags
        0 or 1 per case, none missing.
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
        From -1 to 1, with the hybrid score interval of Newcombe (1998, "Interval estimation for the difference
        between independent proportions", Statistics in Medicine 17: 873-890, method 10). With repeating clusters,
        the bootstrap of clusters; where a share is 0 or 1 this shows no spread, and Newcombe's interval is taken
        with as many cases as there are clusters.

    Raises
    ------
    ValueError
        If a flag is missing or neither 0 nor 1, lengths differ, there are more than two groups, or a cluster is in
        both.
    """
    yes = truth(flags)
    design = design_of(group, cluster, cases=len(yes), two=True)
    method = "difference in shares, hybrid score interval of Newcombe"
    if reason := design.lacking():
        return Estimate(None, None, None, method, reason)
    shares = [float(yes[design.group == g].mean()) for g in (0, 1)]
    value = shares[0] - shares[1]
    # A share of one case says next to nothing, and its score interval shows it: no reason to leave it out.
    if not design.repeats:
        return Estimate(value, *_newcombe(shares, design.cases), method)
    if not all(0 < share < 1 for share in shares) or design.lacking(2):
        return Estimate(value, *_newcombe(shares, design.clusters), f"{method}, with the number of clusters")
    drawn = []
    for tables in _resampled_tables(yes, design, seed, resamples):
        rates = tables[:, :, 0] / tables.sum(axis=2)
        drawn.append(rates[:, 0] - rates[:, 1])
    method = f"difference in shares, bootstrap of clusters with {resamples:,} resamples"
    return Estimate(value, *interval(np.concatenate(drawn)), method)


def _newcombe(shares: list[float], counts: tuple[int, ...]) -> tuple[float, float]:
    ends = [_wilson(share, n) for share, n in zip(shares, counts, strict=True)]
    value = shares[0] - shares[1]
    low = value - math.hypot(shares[0] - ends[0][0], ends[1][1] - shares[1])
    high = value + math.hypot(ends[0][1] - shares[0], shares[1] - ends[1][0])
    return max(low, -1.0), min(high, 1.0)


def _wilson(share: float, n: int) -> tuple[float, float]:
    z2 = NORMAL_95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    width = NORMAL_95 * float(np.sqrt(share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    return max(middle - width, 0.0), min(middle + width, 1.0)
