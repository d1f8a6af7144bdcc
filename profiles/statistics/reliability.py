"""Agreement of coders: Krippendorff's alpha with a bootstrap interval, and the MASI distance between sets."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from profiles.extras import require
from profiles.statistics.arrangements import Floats, Ints, whole
from profiles.statistics.model import Estimate
from profiles.statistics.resampling import interval

__all__ = ["jaccard_similarity", "krippendorff_alpha", "masi_distance", "masi_distances"]

_SAME_THROUGHOUT = "all gave the same code throughout"


def masi_distance(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """Return the distance between two sets: 0 if they are equal, 1 if they share nothing.

    Parameters
    ----------
    one, other
        Sets of codes; two empty ones are equal.

    Returns
    -------
    float
        1 less Jaccard's similarity times 1 for equal sets, 2/3 if one holds the other, 1/3 if they only overlap.

    Notes
    -----
    Passonneau (2006), "Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation",
    LREC 2006: 831-836.

    Examples
    --------
    >>> round(masi_distance({"a", "b"}, {"a", "b", "c", "d"}), 3)
    0.667
    """
    if one == other:
        return 0.0
    shared = one & other
    if not shared:
        return 1.0
    return 1 - jaccard_similarity(one, other) * (2 / 3 if shared in (one, other) else 1 / 3)


def jaccard_similarity(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """Return the share of codes in both among the codes in either; 1 for two empty sets."""
    either = len(one | other)
    return len(one & other) / either if either else 1.0


def masi_distances(sets: Sequence[AbstractSet[str]]) -> Floats:
    """Return the MASI distance of each set to each: a square, symmetric matrix."""
    return np.array([[masi_distance(one, other) for other in sets] for one in sets], dtype=np.float64)


def krippendorff_alpha(
    codes: npt.ArrayLike,
    *,
    level: Literal["nominal", "ordinal", "interval"] = "nominal",
    distances: npt.ArrayLike | None = None,
    seed: int = 1991,
    resamples: int = 1000,
) -> Estimate:
    """Return Krippendorff's alpha of coders, with the bootstrap interval over units.

    Parameters
    ----------
    codes
        One row per unit, one column per coder: whole numbers from 0 up, in their order where the level is
        ordinal; -1 where a coder did not code a unit. Units with fewer than two codes do not count.
    level
        ``nominal``, ``ordinal`` or ``interval``: how much two different codes disagree.
    distances
        How much each code disagrees with each, instead of a level: a square matrix with a row per code.
    seed
        Of the resampling of units.
    resamples
        How many resamples.

    Returns
    -------
    Estimate
        1 for agreement throughout, 0 for as much as by chance. None where all codes are the same or no unit has
        two. The interval (percentiles) is missing where the coders never differ, as resampling shows no spread.

    Raises
    ------
    MissingExtra
        If krippendorff is not installed.
    ValueError
        If a code is missing or below -1, or the distances are no such matrix.

    Notes
    -----
    Krippendorff (2011), "Computing Krippendorff's alpha-reliability"; (2018), "Content analysis", 4th edition,
    chapter 12. Alpha is that of the library krippendorff; each resample draws as many units as there are.
    """
    if distances is None and level not in {"nominal", "ordinal", "interval"}:
        message = f"no level of measurement is called {level!r}; there are 'nominal', 'ordinal' and 'interval'"
        raise ValueError(message)
    counts = _counts(codes)
    size = counts.shape[1]
    given = None if distances is None else _checked(distances, size)
    method = f"Krippendorff’s alpha, {level if given is None else 'by distances'}"
    if not len(counts):
        return Estimate(None, None, None, method, "no unit was coded twice")
    if np.count_nonzero(counts.sum(axis=0)) < 2:
        return Estimate(None, None, None, method, _SAME_THROUGHOUT)
    alpha = require("krippendorff", "measures of agreement").alpha
    value = float(alpha(value_counts=counts, level_of_measurement=level if given is None else _Looked(given)))
    method += f", bootstrap over units with {resamples:,} resamples"
    pairs = _pairs(counts)
    diagonal = np.arange(size) * (size + 1)
    if np.isclose(pairs.sum(), pairs[:, diagonal].sum()):
        return Estimate(value, None, None, method, "the coders never differ")
    drawn = _alphas(_weights(len(counts), seed, resamples) @ pairs, size, level, given)
    drawn = drawn[~np.isnan(drawn)]
    if len(drawn) < 0.95 * resamples:
        return Estimate(value, None, None, method, "too few units with another code: resamples often hold none")
    return Estimate(value, *interval(drawn), method)


class _Looked:
    """Distances looked up by the places of two codes, in the form that the library asks for."""

    def __init__(self, distances: Floats) -> None:
        self.distances = distances

    def __call__(self, v1: Any, v2: Any, i1: Any, i2: Any, n_v: Any, dtype: Any = np.float64) -> Any:
        return self.distances[i1, i2].astype(dtype)


def _counts(codes: npt.ArrayLike) -> Ints:
    """Return how often each code was given to each unit that was coded twice; units in an order of their own."""
    table = np.asarray(codes)
    if table.ndim != 2:
        message = f"codes: a row per unit and a column per coder are needed, not {table.ndim} dimension(s)"
        raise ValueError(message)
    numbers = whole(table.ravel(), "codes").reshape(table.shape)
    if numbers.size and numbers.min() < -1:
        message = f"codes: {numbers.min()}; codes count from 0, and -1 stands for none"
        raise ValueError(message)
    counts = np.zeros((len(numbers), int(numbers.max()) + 1 if numbers.size else 0), dtype=np.int64)
    for column in numbers.T:
        coded = np.flatnonzero(column >= 0)
        counts[coded, column[coded]] += 1
    counts = counts[counts.sum(axis=1) > 1]
    # The order of the units must not matter to what is drawn.
    return np.ascontiguousarray(counts[np.lexsort(counts.T)]) if len(counts) else counts


def _checked(distances: npt.ArrayLike, size: int) -> Floats:
    matrix = np.asarray(distances, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or len(matrix) < size:
        message = f"distances: a square matrix of at least {size} codes is needed, not one of {matrix.shape}"
        raise ValueError(message)
    if not (np.isfinite(matrix).all() and (matrix >= 0).all() and (matrix == matrix.T).all()):
        message = "distances: they must be known, not negative, and the same both ways"
        raise ValueError(message)
    if np.diag(matrix).any():
        message = "distances: a code must not differ from itself"
        raise ValueError(message)
    return matrix[:size, :size]


def _pairs(counts: Ints) -> Floats:
    """Return the coincidences of codes in each unit, flat: pairs of different coders, by one less than their number."""
    by_unit = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(counts.shape[1], dtype=np.int64)
    return np.asarray((by_unit / (counts.sum(axis=1) - 1)[:, None, None]).reshape(len(counts), -1))


def _weights(units: int, seed: int, resamples: int) -> Floats:
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, units, (resamples, units)) + np.arange(resamples)[:, None] * units
    return np.bincount(drawn.ravel(), minlength=resamples * units).reshape(resamples, units).astype(np.float64)


def _alphas(coincidences: Floats, size: int, level: str, given: Floats | None) -> Floats:
    """Return alpha for each row of coincidences; NaN where all codes of a row are the same."""
    pairs = coincidences.reshape(-1, size, size)
    totals = pairs.sum(axis=2)
    if given is not None:
        distances = given[None]
    elif level == "nominal":
        distances = 1 - np.eye(size)[None]
    else:
        # Ordinal: codes are as far apart as their mean ranks, which hang on how often each was given.
        places = np.cumsum(totals, axis=1) - totals / 2 if level == "ordinal" else np.arange(size)[None, :]
        distances = (places[:, :, None] - places[:, None, :]) ** 2
    observed = (pairs * distances).sum(axis=(1, 2))
    expected = (totals[:, :, None] * totals[:, None, :] * distances).sum(axis=(1, 2)) / (totals.sum(axis=1) - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - observed / expected, np.nan)
