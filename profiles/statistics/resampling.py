"""Resampling of clusters within their groups, and what is computed from each resample."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from profiles.statistics.arrangements import Design, Floats, Ints

__all__ = ["cluster_counts", "delta_of", "interval", "median_of", "order_of_clusters"]

# Entries held at a time: memory stays flat.
_BLOCK = 1_000_000


def interval(drawn: Floats) -> tuple[float, float]:
    """Return the percentiles 2.5 and 97.5 of what was drawn: values drawn, not means of two, as one may be infinite."""
    low, high = np.quantile(drawn, [0.025, 0.975], method="inverted_cdf")
    return float(low), float(high)


def order_of_clusters(values: npt.NDArray[np.float64], design: Design) -> Ints:
    """Return the clusters in an order that hangs on their values alone, not on rows or names."""
    order = np.lexsort((values, design.cluster))
    parts = np.split(values[order], np.cumsum(np.bincount(design.cluster))[:-1])
    keys = [tuple(part.tolist()) for part in parts]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)


def cluster_counts(
    design: Design, order: npt.NDArray[np.int64], rng: np.random.Generator, resamples: int
) -> Iterator[Ints]:
    """Yield blocks of resamples: a row each, how often every cluster was drawn; groups keep their sizes in clusters."""
    total = len(design.label)
    members = [order[design.label[order] == g] for g in range(len(design.clusters))]
    step = max(1, _BLOCK // max(total, len(design.group), 1))
    for start in range(0, resamples, step):
        rows = min(step, resamples - start)
        counts = np.zeros((rows, total), dtype=np.int64)
        for mine in members:
            size = len(mine)
            drawn = rng.integers(0, size, (rows, size)) + np.arange(rows)[:, None] * size
            counts[:, mine] = np.bincount(drawn.ravel(), minlength=rows * size).reshape(rows, size)
        yield counts


def median_of(values: Floats, design: Design, counts: Ints, group: int) -> Floats:
    """Return the median of one group's cases, per row of counts of clusters."""
    mine = np.flatnonzero(design.group == group)
    mine = mine[np.argsort(values[mine], kind="stable")]
    ordered = values[mine]
    upto = np.cumsum(counts[:, design.cluster[mine]], axis=1)
    total = upto[:, -1]
    lower = (upto < ((total + 1) // 2)[:, None]).sum(axis=1)
    upper = (upto < (total // 2 + 1)[:, None]).sum(axis=1)
    return np.asarray((ordered[lower] + ordered[upper]) / 2)


def delta_of(values: Floats, design: Design, counts: Ints) -> Floats:
    """Return Cliff's delta of group 0 against group 1, per row of counts of clusters."""
    order = np.argsort(values, kind="stable")
    _, starts = np.unique(values[order], return_index=True)
    weights = counts[:, design.cluster[order]]
    is_first = design.group[order] == 0
    first = np.add.reduceat(weights * is_first, starts, axis=1)
    second = np.add.reduceat(weights * ~is_first, starts, axis=1)
    upto = np.cumsum(second, axis=1)
    total = upto[:, -1:]
    # Below less above, in whole numbers: (upto - second) - (total - upto).
    won = (first * (2 * upto - second - total)).sum(axis=1)
    return np.asarray(won / (first.sum(axis=1) * total[:, 0]))
