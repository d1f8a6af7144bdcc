"""Cases in groups and clusters, and every way to give the clusters their labels.

Group labels belong to clusters (leaders); the cases of a cluster (statements) move with it. All statistics here
are functions of sums of scores per group, and these are linear in the labels: a labeling is a row of 0s and 1s
times the sums per cluster, so that thousands of labelings are one product of matrices.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["Design", "Floats", "Ints", "design_of", "finite", "permutation_p", "truth", "whole"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

# Random keys held at a time: memory stays flat, however many permutations and clusters there are.
_BLOCK = 1_000_000
# Statistics that are equal in exact arithmetic may differ by rounding; they count as equal.
_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Design:
    """Which case belongs to which cluster, and which cluster to which group.

    Attributes
    ----------
    group, cluster
        Per case: its group, and its cluster as 0, 1, 2, ...
    label
        The group of each cluster.
    cases, clusters
        How many of them each group has.
    """

    group: Ints
    cluster: Ints
    label: Ints
    cases: tuple[int, ...]
    clusters: tuple[int, ...]

    @property
    def repeats(self) -> bool:
        """Whether some cluster has more than one case."""
        return len(self.label) < len(self.group)

    def lacking(self, least: int = 1) -> str:
        """Return why the groups are too small for something, or ""."""
        if min(self.clusters) == 0:
            return "no cases in a group"
        if min(self.clusters) < least:
            return "only one in a group" if least == 2 else "fewer than five in a group"
        return ""

    def sums(self, scores: npt.NDArray[Any]) -> Floats:
        """Return the sums of scores per cluster: one row per cluster, one column per column of scores."""
        columns = scores.reshape(len(self.group), -1)
        count = len(self.label)
        return np.column_stack([
            np.bincount(self.cluster, weights=columns[:, j], minlength=count) for j in range(columns.shape[1])
        ])


def finite(values: npt.ArrayLike, name: str = "values") -> Floats:
    """Return values as float64, one-dimensional, or raise ValueError for what is missing or infinite."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1:
        message = f"{name}: one dimension is needed, not {array.ndim}"
        raise ValueError(message)
    bad = np.flatnonzero(~np.isfinite(array))
    if len(bad):
        message = f"{name}: case {bad[0]} is {array[bad[0]]}; leave out cases without a value before the comparison"
        raise ValueError(message)
    return array


def whole(values: npt.ArrayLike, name: str) -> Ints:
    """Return whole numbers as int64, or raise ValueError for anything else."""
    array = finite(values, name)
    bad = np.flatnonzero(array != np.floor(array))
    if len(bad):
        message = f"{name}: case {bad[0]} is {array[bad[0]]}, not a whole number"
        raise ValueError(message)
    return array.astype(np.int64)


def truth(values: npt.ArrayLike, name: str = "flags") -> npt.NDArray[np.bool_]:
    """Return 0s and 1s as truth values, or raise ValueError for anything else."""
    array = whole(values, name)
    bad = np.flatnonzero((array != 0) & (array != 1))
    if len(bad):
        message = f"{name}: case {bad[0]} is {array[bad[0]]}; 0 and 1 (or False and True) are the only values"
        raise ValueError(message)
    return np.asarray(array == 1)


def design_of(
    group: npt.ArrayLike, cluster: npt.ArrayLike | None, *, cases: int, two: bool = False, groups: int = 2
) -> Design:
    """Return how cases are grouped and clustered.

    Parameters
    ----------
    group
        Per case: 0 for the first group, 1 for the second, and so on.
    cluster
        Per case: what it belongs to; None if each stands for itself.
    cases
        How many cases there are.
    two
        Whether only two groups will do.
    groups
        How many groups there are at least.

    Returns
    -------
    Design
        The same, with counts.

    Raises
    ------
    ValueError
        If the lengths differ, a label is negative or missing, there are more than two groups where only two will
        do, or a cluster has cases in two groups: split it first.
    """
    labels = whole(group, "group")
    if len(labels) != cases:
        message = f"group has {len(labels)} entries for {cases} cases"
        raise ValueError(message)
    if cases and labels.min() < 0:
        message = f"group: {labels.min()} is negative; groups are 0, 1, 2, ..."
        raise ValueError(message)
    k = max(groups, int(labels.max()) + 1 if cases else 0)
    if two and k > 2:
        message = f"an effect compares two groups, 0 with 1; here there are {k}: compare them in pairs"
        raise ValueError(message)
    sizes = tuple(int(n) for n in np.bincount(labels, minlength=k))
    if cluster is None:
        return Design(labels, np.arange(cases, dtype=np.int64), labels, sizes, sizes)
    given = np.asarray(cluster)
    if given.shape != labels.shape:
        message = f"cluster has {len(given)} entries for {cases} cases"
        raise ValueError(message)
    if given.dtype.kind == "f":
        finite(given, "cluster")
    names, first, codes = np.unique(given, return_index=True, return_inverse=True)
    codes = codes.reshape(-1).astype(np.int64)
    of_cluster = labels[first]
    torn = np.flatnonzero(of_cluster[codes] != labels)
    if len(torn):
        name = names[codes[torn[0]]]
        message = (
            f"cluster {name} has cases in groups {of_cluster[codes[torn[0]]]} and {labels[torn[0]]}, so that its label"
            " cannot be shuffled; give each part a cluster of its own, or leave it out"
        )
        raise ValueError(message)
    return Design(labels, codes, of_cluster, sizes, tuple(int(n) for n in np.bincount(of_cluster, minlength=k)))


def permutation_p(
    sums: Floats,
    design: Design,
    statistic: Callable[[Floats], Floats],
    *,
    permutations: int,
    seed: int,
) -> tuple[float, int, bool]:
    """Return the share of labelings of the clusters that are at least as extreme as the one observed.

    All distinct labelings are looked at if they are no more than `permutations`; else so many are drawn, and
    p = (b + 1) / (m + 1), which never understates (Phipson and Smyth 2010).

    Parameters
    ----------
    sums
        Sums of scores: a row per cluster.
    design
        The clusters and their observed labels; no group is empty.
    statistic
        Takes an array (labelings, groups, columns) of sums per group; returns a number per labeling, the larger
        the more extreme.
    permutations
        How many labelings to look at, at the most.
    seed
        Of the draw.

    Returns
    -------
    p : float
        The share.
    count : int
        How many labelings were looked at, or drawn.
    is_exact : bool
        Whether these were all there are.

    Raises
    ------
    ValueError
        If `permutations` is below 1.
    """
    if permutations < 1:
        message = f"permutations: {permutations}; at least 1 is needed"
        raise ValueError(message)
    # In an order that hangs on the scores alone: neither the order of the rows nor the names of clusters matter.
    order = np.lexsort(sums.T[::-1])
    ordered = np.ascontiguousarray(sums[order])
    observed = float(statistic(_group_sums(design.label[order][None, :], ordered, len(design.clusters)))[0])
    bar = observed - _EPSILON * (1 + abs(observed))
    total = _labelings(design.clusters, most=permutations)
    blocks = _drawn(design.clusters, permutations, seed) if total is None else _all(design.clusters, total)
    extreme = 0
    for labels in blocks:
        extreme += int(np.count_nonzero(statistic(_group_sums(labels, ordered, len(design.clusters))) >= bar))
    if total is None:
        return (extreme + 1) / (permutations + 1), permutations, False
    return extreme / total, total, True


def _group_sums(labels: npt.NDArray[np.integer[Any]], sums: Floats, groups: int) -> Floats:
    """Return the sums per labeling, group and column."""
    found = np.empty((len(labels), groups, sums.shape[1]))
    for g in range(groups - 1):
        found[:, g] = (labels == g).astype(np.float64) @ sums
    found[:, groups - 1] = sums.sum(axis=0) - found[:, : groups - 1].sum(axis=1)
    return found


def _labelings(sizes: Sequence[int], *, most: int) -> int | None:
    """Return how many distinct labelings there are, or None if they are more than `most`."""
    total, left = 1, sum(sizes)
    for size in sizes:
        if total > most or math.lgamma(left + 1) - math.lgamma(size + 1) - math.lgamma(left - size + 1) > 50:
            return None
        total *= math.comb(left, size)
        left -= size
    return total if total <= most else None


def _all(sizes: Sequence[int], total: int) -> Iterator[npt.NDArray[np.int8]]:
    count = sum(sizes)
    step = max(1, _BLOCK // max(count, 1))
    block = np.full((min(step, total), count), len(sizes) - 1, dtype=np.int8)
    filled = 0
    for chosen in _choices(sizes, tuple(range(count))):
        block[filled] = len(sizes) - 1
        for g, members in enumerate(chosen):
            block[filled, members] = g
        filled += 1
        if filled == len(block):
            yield block
            filled = 0
    if filled:
        yield block[:filled]


def _choices(sizes: Sequence[int], free: tuple[int, ...]) -> Iterator[tuple[list[int], ...]]:
    """Yield the members of all groups but the last, for every labeling."""
    if len(sizes) == 1:
        yield ()
        return
    for members in combinations(free, sizes[0]):
        taken = set(members)
        for rest in _choices(sizes[1:], tuple(i for i in free if i not in taken)):
            yield (list(members), *rest)


def _drawn(sizes: Sequence[int], permutations: int, seed: int) -> Iterator[npt.NDArray[np.int8]]:
    """Yield random labelings: the clusters with the smallest random keys form the first group, and so on."""
    rng = np.random.default_rng(seed)
    count = sum(sizes)
    cuts = np.cumsum(sizes)[:-1]
    step = max(1, _BLOCK // count)
    left = permutations
    while left:
        rows = min(step, left)
        keys = rng.random((rows, count), dtype=np.float32)
        bounds = np.partition(keys, np.unique(cuts - 1), axis=1)[:, cuts - 1]
        labels = np.zeros((rows, count), dtype=np.int8)
        fair = np.ones(rows, dtype=bool)
        for j, cut in enumerate(cuts):
            inside = keys <= bounds[:, j, None]
            # Equal keys across a cut: such a row is drawn again, which favours no labeling.
            fair &= np.count_nonzero(inside, axis=1) == cut
            labels += ~inside
        yield labels[fair]
        left -= int(np.count_nonzero(fair))
