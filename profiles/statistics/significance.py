"""Tests fit for small groups: exact where all arrangements can be looked at, by permutation elsewhere.

Each shuffles group labels over clusters. The labels are exchangeable between the groups under the hypothesis that
the group makes no difference, which for durations includes that late entry and censoring do not hang on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from profiles.extras import require
from profiles.statistics.arrangements import Design, Floats, design_of, finite, permutation_p, whole
from profiles.statistics.durations import logrank_chi_square, logrank_scores, spells_of
from profiles.statistics.model import MIN_CLUSTERS, Test

__all__ = ["adjust", "logrank_test", "rank_test", "table_test"]


def rank_test(
    values: npt.ArrayLike,
    group: npt.ArrayLike,
    cluster: npt.ArrayLike | None = None,
    *,
    permutations: int = 10_000,
    seed: int = 1991,
) -> Test:
    """Return whether the values of some group tend to be higher: by ranks, labels shuffled over clusters.

    Two groups: the test of Wilcoxon, Mann and Whitney, where a labeling counts as extreme by the absolute value of
    Cliff's delta. More: the test of Kruskal and Wallis, by H. Ties get mean ranks, and p takes them into account.
    Exact if all distinct labelings are no more than `permutations`.

    Parameters
    ----------
    values
        A number per case, none missing.
    group
        Per case: 0 for the first group, 1 for the second, ...
    cluster
        Per case: what it belongs to, as statements to a leader; None if each stands for itself.
    permutations
        How many labelings to look at, at the most.
    seed
        Of the draw, where they are more.

    Returns
    -------
    Test
        With U of the first group, or H corrected for ties, as statistic. No p for a group with fewer than five
        clusters or where all values are the same.

    Raises
    ------
    ValueError
        If a value is missing, lengths differ, or a cluster has cases in two groups.

    Notes
    -----
    For clustered ranks see Datta and Satten (2005), "Rank-sum tests for clustered data", JASA 100: 908-915; here
    every cluster has one label, so that the labels can be shuffled whole and p needs no variance.
    """
    numbers = finite(values)
    design = design_of(group, cluster, cases=len(numbers))
    name = "Wilcoxon–Mann–Whitney" if len(design.cases) == 2 else "Kruskal–Wallis"
    reason = design.lacking(MIN_CLUSTERS)
    if reason and not min(design.cases):
        return Test(name, None, None, None, is_exact=False, reason=reason)
    ranks, ties = _centred_ranks(numbers)
    n = len(numbers)
    per_case = np.column_stack([ranks, np.ones(n)])
    if len(design.cases) == 2:
        statistic = float(ranks[design.group == 0].sum()) + design.cases[0] * design.cases[1] / 2
    elif ties == 0:
        statistic = 0.0
    else:
        totals = np.bincount(design.group, weights=ranks)
        statistic = float(12 / (n * (n + 1)) * (totals**2 / np.array(design.cases)).sum() / ties)
    if not reason and ties == 0:
        reason = "all values are the same"
    if reason:
        return Test(name, None, statistic, None, is_exact=False, reason=reason)
    extremity = _mean_rank_gap if len(design.cases) == 2 else _kruskal
    p, count, is_exact = permutation_p(design.sums(per_case), design, extremity, permutations=permutations, seed=seed)
    return Test(name, p, statistic, count, is_exact)


def _centred_ranks(values: Floats) -> tuple[Floats, float]:
    """Return mean ranks less their mean, and the correction for ties (1 without any, 0 if all are equal)."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    middles = np.cumsum(counts) - (counts - 1) / 2
    n = len(values)
    lost = float((counts.astype(np.float64) ** 3 - counts).sum())
    return middles[inverse.reshape(-1)] - (n + 1) / 2, 1 - lost / (float(n) ** 3 - n) if n > 1 else 0.0


def _mean_rank_gap(sums: Floats) -> Floats:
    means = sums[:, :, 0] / sums[:, :, 1]
    return np.abs(means[:, 0] - means[:, 1])


def _kruskal(sums: Floats) -> Floats:
    return np.asarray((sums[:, :, 0] ** 2 / sums[:, :, 1]).sum(axis=1))


def table_test(
    codes: npt.ArrayLike,
    group: npt.ArrayLike,
    cluster: npt.ArrayLike | None = None,
    *,
    permutations: int = 10_000,
    seed: int = 1991,
) -> Test:
    """Return whether codes are spread otherwise in some group.

    Two codes in two groups, each case for itself: Fisher's exact test. Else the chi-square of the table, its p from
    labels shuffled over clusters, so that neither small cells nor talkative clusters make it wrong.

    Parameters
    ----------
    codes
        A whole number per case, none missing; their order means nothing.
    group
        Per case: 0 for the first group, 1 for the second, ...
    cluster
        Per case: what it belongs to; None if each stands for itself.
    permutations
        How many labelings to look at, at the most.
    seed
        Of the draw, where they are more.

    Returns
    -------
    Test
        With Pearson's chi-square, uncorrected, as statistic (None for Fisher's test). No p for a group with fewer
        than five clusters or where all codes are the same.

    Raises
    ------
    ValueError
        If a code is missing, lengths differ, or a cluster has cases in two groups.
    """
    numbers = whole(codes, "codes")
    design = design_of(group, cluster, cases=len(numbers))
    known, inverse = np.unique(numbers, return_inverse=True)
    inverse = inverse.reshape(-1)
    is_fisher = len(known) <= 2 and len(design.cases) == 2 and not design.repeats
    name = "Fisher’s exact" if is_fisher else "chi-square"
    reason = design.lacking(MIN_CLUSTERS) or ("all codes are the same" if len(known) < 2 else "")
    if reason:
        return Test(name, None, None, None, is_exact=False, reason=reason)
    if is_fisher:
        first = inverse == 0
        table = [[int(np.count_nonzero(first & (design.group == g))) for g in (0, 1)]]
        table.append([design.cases[g] - table[0][g] for g in (0, 1)])
        p = float(require("scipy.stats", "exact tests").fisher_exact(table).pvalue)
        return Test(name, min(p, 1.0), None, None, is_exact=True)
    sums = design.sums(np.eye(len(known))[inverse])
    table_now = np.zeros((1, len(design.cases), len(known)))
    np.add.at(table_now[0], (design.group, inverse), 1)
    p, count, is_exact = permutation_p(sums, design, _chi_square, permutations=permutations, seed=seed)
    return Test(name, p, float(_chi_square(table_now)[0]), count, is_exact)


def _chi_square(tables: Floats) -> Floats:
    rows = tables.sum(axis=2, keepdims=True)
    columns = tables.sum(axis=1, keepdims=True)
    total = rows.sum(axis=1, keepdims=True)
    # Rounding could leave a chi-square of a hair below nought.
    return np.asarray(np.maximum(total[:, 0, 0] * ((tables**2 / (rows * columns)).sum(axis=(1, 2)) - 1), 0))


def logrank_test(
    days: npt.ArrayLike,
    is_event: npt.ArrayLike,
    group: npt.ArrayLike,
    entry: npt.ArrayLike | None = None,
    cluster: npt.ArrayLike | None = None,
    *,
    permutations: int = 10_000,
    seed: int = 1991,
) -> Test:
    """Return whether durations differ between groups: log-rank, labels shuffled over clusters.

    Observed less expected ends of a group are the sum of its cases' scores (1 for an end, less the cumulated hazard
    of all cases while it was under observation); two groups are as far apart as this sum is from nought, more by
    the sum of its squares per cluster.

    Parameters
    ----------
    days
        Duration per case, from its own start to its end or to the last day observed.
    is_event
        Whether it ended then (else it was still running, or lost from sight).
    group
        Per case: 0 for the first group, 1 for the second, ...
    entry
        Days after its start on which the case came under observation; 0 from the start. None: all from the start.
    cluster
        Per case: what it belongs to; None if each stands for itself.
    permutations
        How many labelings to look at, at the most.
    seed
        Of the draw, where they are more.

    Returns
    -------
    Test
        With the log-rank chi-square (variance of the hypergeometric) as statistic. p does not rest on it, but on
        the labelings. No p for a group with fewer than five clusters or where nothing ended.

    Raises
    ------
    ValueError
        If a value is missing, lengths differ, a case ends before it enters, or a cluster has cases in two groups.

    Notes
    -----
    The labels are exchangeable if, next to equal durations, neither late entry nor censoring hangs on the group.
    Heller and Venkatraman (1996), "Resampling procedures to compare two survival distributions in the presence of
    right-censored data", Biometrics 52: 1204-1213.
    """
    spells = spells_of(days, is_event, entry)
    design = design_of(group, cluster, cases=len(spells.end))
    reason = design.lacking(MIN_CLUSTERS)
    if reason and not min(design.cases):
        return Test("log-rank", None, None, None, is_exact=False, reason=reason)
    statistic = logrank_chi_square(spells, design.group, len(design.cases))
    if not reason and not spells.is_event.any():
        reason = "nothing ended"
    elif not reason and statistic is None:
        reason = "no end came while several were under observation"
    if reason:
        return Test("log-rank", None, statistic, None, is_exact=False, reason=reason)
    scores = np.column_stack([logrank_scores(spells), np.ones(len(spells.end)) / _per_cluster(design)])
    extremity = _first_sum if len(design.cases) == 2 else _kruskal
    p, count, is_exact = permutation_p(design.sums(scores), design, extremity, permutations=permutations, seed=seed)
    return Test("log-rank", p, statistic, count, is_exact)


def _per_cluster(design: Design) -> Floats:
    """Return per case how many its cluster has, so that 1 over it adds up to 1 per cluster."""
    sizes = np.bincount(design.cluster)
    return np.asarray(sizes[design.cluster], dtype=np.float64)


def _first_sum(sums: Floats) -> Floats:
    return np.abs(sums[:, 0, 0])


def adjust(p: Sequence[float | None], method: Literal["holm", "bh"]) -> list[float | None]:
    """Return p adjusted for their number.

    Parameters
    ----------
    p
        As the tests gave them; None where there is none, which does not count.
    method
        ``holm`` bounds the chance of any false finding (Holm 1979); ``bh`` the expected share of false ones among
        the findings (Benjamini and Hochberg 1995).

    Returns
    -------
    list of float or None
        In the same order, None where there was none.

    Raises
    ------
    ValueError
        If the method is another, or a p lies outside 0 to 1.
    """
    if method not in {"holm", "bh"}:
        message = f"no adjustment is called {method!r}; there are 'holm' and 'bh'"
        raise ValueError(message)
    places = [i for i, one in enumerate(p) if one is not None]
    given = np.array([p[i] for i in places], dtype=np.float64)
    bad = given[~((given >= 0) & (given <= 1))]
    if len(bad):
        message = f"p of {bad[0]}: it lies between 0 and 1"
        raise ValueError(message)
    order = np.argsort(given, kind="stable")
    m = len(given)
    if method == "holm":
        sorted_p = np.maximum.accumulate(given[order] * (m - np.arange(m)))
    else:
        sorted_p = np.minimum.accumulate((given[order] * m / np.arange(1, m + 1))[::-1])[::-1]
    adjusted: list[float | None] = [None] * len(p)
    for place, value in zip(order, np.minimum(sorted_p, 1), strict=True):
        adjusted[places[int(place)]] = float(value)
    return adjusted
