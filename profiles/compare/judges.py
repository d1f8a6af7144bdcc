"""How alike cells are: same, close, different or not comparable, each with its threshold in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from profiles.compare.model import Cell, Judgement
from profiles.errors import NotComparable

__all__ = ["by_distance", "by_ratio", "by_sets", "by_value", "require_several"]

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


def by_distance(most: float, threshold: str, *, unit: float = 1) -> Callable[[Sequence[Cell]], Judgement]:
    """Return a judge of pairs of bounds: close where all lie within a distance of one another.

    Parameters
    ----------
    most
        The largest distance that counts as close, in units.
    threshold
        The same in words.
    unit
        How much of the cells' values makes one unit.

    Returns
    -------
    callable
        Cells, whose values are (low, high), to a judgement: *not comparable* where the bounds leave it open.
    """

    def judge(cells: Sequence[Cell]) -> Judgement:
        missing = _missing(cells)
        if missing:
            return missing
        lows, highs = [cell.value[0] for cell in cells], [cell.value[1] for cell in cells]
        # The spread of points chosen within the bounds lies between these two.
        least, largest = max(0, max(lows) - min(highs)), max(highs) - min(lows)
        if largest == 0:
            return Judgement("same", threshold)
        if largest <= most * unit:
            return Judgement("close", threshold)
        if least > most * unit:
            return Judgement("different", threshold)
        return Judgement(_NOT, f"dates too uncertain; {threshold}")

    return judge


def by_ratio(share: float, threshold: str) -> Callable[[Sequence[Cell]], Judgement]:
    """Return a judge of bounds of positive numbers: close where the smallest is a share of the largest."""

    def judge(cells: Sequence[Cell]) -> Judgement:
        missing = _missing(cells)
        if missing:
            return missing
        lows, highs = [cell.value[0] for cell in cells], [cell.value[1] for cell in cells]
        if min(lows) == max(highs):
            return Judgement("same", threshold)
        if min(lows) >= share * max(highs):
            return Judgement("close", threshold)
        if min(highs) < share * max(lows):
            return Judgement("different", threshold)
        return Judgement(_NOT, f"dates too uncertain; {threshold}")

    return judge


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
