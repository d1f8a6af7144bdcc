"""Gower's distance of one row of a table to all others, with bounds for what is uncertain or missing.

Pure numbers: nothing here knows of leaders.

Gower, J. C. (1971), A general coefficient of similarity and some of its properties, Biometrics 27, 857-871. The
distance is 1 minus his similarity: the mean, by weight, of the attributes' distances over those attributes that can
be compared for the pair. An attribute of numbers is as far apart as the two values are, as a share of its range; a
code is 0 or 1 apart; a set is 1 minus the share of common items among all items that either has (Jaccard), the
natural sum of his dichotomous characters, and like these it is not compared where neither has any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["ABSENT", "COMPARED", "MISSING", "Codes", "Column", "Distances", "Numbers", "Sets", "gower", "rank_bounds"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
# How a pair stands in one attribute: compared; a value is missing; neither has any, so that there is nothing in it.
COMPARED, MISSING, ABSENT = 0, 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """One attribute's distances to a row: as they are read, the least and the most they may be, and how they stand."""

    point: Floats
    low: Floats
    high: Floats
    state: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """An attribute of numbers known within bounds; NaN where missing."""

    low: Floats
    high: Floats

    @property
    def scale(self) -> float:
        """The range: from the least to the most that any value may be; 0 where there is none."""
        known = ~np.isnan(self.low)
        return float(self.high[known].max() - self.low[known].min()) if known.any() else 0.0

    def apart(self, row: int) -> Parts:
        """Return the distances to a row; an uncertain value is read at the middle of its bounds."""
        scale = self.scale or 1.0
        middle = (self.low + self.high) / 2
        state = np.where(np.isnan(self.low) | np.isnan(self.low[row]), MISSING, COMPARED)
        point = np.abs(middle - middle[row]) / scale
        gap = np.maximum(self.low - self.high[row], self.low[row] - self.high)
        low = np.maximum(gap, 0.0) / scale
        high = np.maximum(self.high - self.low[row], self.high[row] - self.low) / scale
        return _parts(point, low, np.minimum(high, 1.0), state)


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """An attribute of codes without order; -1 where missing."""

    codes: Ints

    def apart(self, row: int) -> Parts:
        """Return the distances to a row."""
        state = np.where((self.codes < 0) | (self.codes[row] < 0), MISSING, COMPARED)
        point = (self.codes != self.codes[row]).astype(np.float64)
        return _parts(point, point, point, state)


@dataclass(frozen=True, slots=True, eq=False)
class Sets:
    """An attribute of sets: which items (columns) each row has, and whether that is known."""

    members: Flags
    is_known: Flags

    def apart(self, row: int) -> Parts:
        """Return the distances to a row."""
        mine = self.members[row]
        common = (self.members & mine).sum(axis=1)
        either = (self.members | mine).sum(axis=1)
        state = np.where(either == 0, ABSENT, COMPARED)
        state = np.where(self.is_known & self.is_known[row], state, MISSING)
        point = 1.0 - common / np.maximum(either, 1)
        return _parts(point, point, point, state)


Column: TypeAlias = Numbers | Codes | Sets


def _parts(point: Floats, low: Floats, high: Floats, state: Ints) -> Parts:
    # Where nothing can be compared an attribute adds nothing; where a value is missing it may be anything.
    compared, missing = state == COMPARED, state == MISSING
    return Parts(
        np.where(compared, point, 0.0),
        np.where(compared, low, 0.0),
        np.where(compared, high, np.where(missing, 1.0, 0.0)),
        state.astype(np.int64),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Distances:
    """The distances of all rows to one, in total and attribute by attribute (columns).

    ``distance`` is NaN where nothing can be compared. ``contribution`` adds up to it. ``low`` and ``high`` bound it:
    every uncertain or missing attribute as alike, or as unlike, as it may be. ``shared`` is the compared share of
    the weight, of attributes in which either has something. ``part`` is each attribute's own distance.
    """

    distance: Floats
    low: Floats
    high: Floats
    shared: Floats
    part: Floats
    contribution: Floats
    state: Ints


def gower(columns: Sequence[Column], weights: Sequence[float], row: int) -> Distances:
    """Return the distances of all rows to one of them.

    Parameters
    ----------
    columns
        The attributes, all of one length.
    weights
        How much each counts, not below 0.
    row
        The row to compare with.

    Returns
    -------
    Distances
        One element per row, in order; that of the row itself is among them.
    """
    each = [column.apart(row) for column in columns]
    weight = np.asarray(weights, dtype=np.float64)
    point, state = np.stack([e.point for e in each], axis=1), np.stack([e.state for e in each], axis=1)
    counted = np.where(state == COMPARED, weight, 0.0)
    possible = np.where(state == ABSENT, 0.0, weight)
    total, most = counted.sum(axis=1), possible.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        contribution = counted * point / total[:, None]
        low = (possible * np.stack([e.low for e in each], axis=1)).sum(axis=1) / most
        high = (possible * np.stack([e.high for e in each], axis=1)).sum(axis=1) / most
        shared = total / most
    distance = np.where(total > 0, contribution.sum(axis=1), np.nan)
    return Distances(distance, low, high, shared, point, contribution, state)


def rank_bounds(low: Floats, high: Floats) -> tuple[Ints, Ints]:
    """Return the best and the worst rank, 1 for the nearest, that distances within bounds may have.

    Parameters
    ----------
    low, high
        Bounds of each distance, without the row that all are compared with.

    Returns
    -------
    tuple of numpy.ndarray
        Best and worst ranks. Each pair is bounded by itself, so that no true rank lies outside; equal distances may
        rank either way.
    """
    best = 1 + np.searchsorted(np.sort(high), low, side="left")
    worst = np.searchsorted(np.sort(low), high, side="right")
    return best.astype(np.int64), worst.astype(np.int64)
