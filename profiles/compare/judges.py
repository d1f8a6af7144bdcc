"""How alike cells are: same, close, different or not comparable, each with its threshold in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import permutations
from typing import Final

from profiles.compare.model import Cell, Judgement
from profiles.dates.spans import add_months
from profiles.errors import NotComparable

__all__ = ["by_distance", "by_ratio", "by_sets", "by_value", "by_years", "require_several"]

_NOT: Final = "not comparable"


def require_several(cells: Sequence[Cell]) -> None:
    """Raise unless there are two cells to compare.

    Parameters
    ----------
    cells
        One per leader.

    Raises
    ------
    NotComparable
        If there are fewer than two.
    """
    if len(cells) < 2:
        message = "a judgement needs at least two leaders"
        raise NotComparable(message)


def _missing(cells: Sequence[Cell]) -> Judgement | None:
    require_several(cells)
    reasons = sorted({cell.missing for cell in cells if cell.missing})
    return Judgement(_NOT, "; ".join(reasons)) if reasons else None


def by_distance(most: int, threshold: str) -> Callable[[Sequence[Cell]], Judgement]:
    """Return a judge of pairs of bounds: close where all lie within a distance of one another.

    Parameters
    ----------
    most
        The largest distance that counts as close.
    threshold
        The same in words.

    Returns
    -------
    callable
        Cells, whose values are (low, high), to a judgement: *not comparable* where the bounds leave it open.
    """
    return _within(lambda first, last: last - first <= most, threshold)


def by_years(most: int, threshold: str) -> Callable[[Sequence[Cell]], Judgement]:
    """Return a judge of bounds of days, counted from year 1: close where within so many years by the calendar.

    Parameters
    ----------
    most
        The largest number of years that counts as close.
    threshold
        The same in words.

    Returns
    -------
    callable
        As `by_distance` returns it.
    """

    def close(first: int, last: int) -> bool:
        # Two years may have 730 or 731 days.
        return dt.date.fromordinal(last) <= add_months(dt.date.fromordinal(first), 12 * most)

    return _within(close, threshold)


def _within(close: Callable[[int, int], bool], threshold: str) -> Callable[[Sequence[Cell]], Judgement]:
    def judge(cells: Sequence[Cell]) -> Judgement:
        missing = _missing(cells)
        if missing:
            return missing
        pairs = [(one.value, two.value) for one, two in permutations(cells, 2)]
        if all(one[0] == two[1] for one, two in pairs):
            return Judgement("same", threshold)
        # At most, one is as early and the other as late as its bounds allow; at least, the other way round.
        if all(close(one[0], two[1]) for one, two in pairs):
            return Judgement("close", threshold)
        if any(one[1] < two[0] and not close(one[1], two[0]) for one, two in pairs):
            return Judgement("different", threshold)
        return Judgement(_NOT, f"dates too uncertain; {threshold}")

    return judge


def by_ratio(share: float, threshold: str) -> Callable[[Sequence[Cell]], Judgement]:
    """Return a judge of bounds of positive numbers: close where the smallest is a share of the largest."""
    return _within(lambda least, most: least >= share * most, threshold)


def by_value(threshold: str = "same = equal") -> Callable[[Sequence[Cell]], Judgement]:
    """Return a judge of values that are equal or not."""

    def judge(cells: Sequence[Cell]) -> Judgement:
        missing = _missing(cells)
        if missing:
            return missing
        return Judgement("same" if len({cell.value for cell in cells}) == 1 else "different", threshold)

    return judge


def by_sets(threshold: str) -> Callable[[Sequence[Cell]], Judgement]:
    """Return a judge of sets: same where equal, close where all have something in common."""

    def judge(cells: Sequence[Cell]) -> Judgement:
        missing = _missing(cells)
        if missing:
            return missing
        sets = [frozenset(cell.value) for cell in cells]
        if len(set(sets)) == 1:
            return Judgement("same", threshold)
        return Judgement("close" if frozenset.intersection(*sets) else "different", threshold)

    return judge
