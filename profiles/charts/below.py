"""What stands beside and under the axes of charts that are made from results: names, tables, numbers, the foot."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.transforms import Transform, blended_transform_factory

from profiles.charts.facts import day_text
from profiles.charts.furniture import inches_at

__all__ = ["figures", "foot_of", "spread", "under"]


def under(ax: Axes) -> Transform:
    """Return a transform for what stands under the axes: x in data units, y in inches from their lower edge."""
    return blended_transform_factory(ax.transData, inches_at(ax, 0, 0))


def foot_of(as_of: dt.date, data_version: str, sources: Sequence[str] = ()) -> str:
    """Return the last line under a chart that is made from a result rather than from a dataset.

    Parameters
    ----------
    as_of
        Last day known.
    data_version
        Version of the data that the result was computed from.
    sources
        Ids of the sources behind it.

    Returns
    -------
    str
        In the words of `profiles.charts.facts.foot_line`.
    """
    last = f"s of {day_text(as_of)}; data version {data_version}."
    return f"{len(sources)} source{'s' * (len(sources) != 1)}; a{last}" if sources else f"A{last}"


def figures(value: float, digits: int = 3) -> str:
    """Return a number as charts write it: three figures that count, a true minus, words for what has none.

    Parameters
    ----------
    value
        Any number.
    digits
        How many figures count.

    Returns
    -------
    str
        Never in powers of ten.

    Examples
    --------
    >>> figures(-2.0)
    '−2'
    >>> figures(12345.6)
    '12,346'
    """
    if math.isinf(value):
        return "infinite" if value > 0 else "minus infinite"
    if value and abs(value) < 10 ** (1 - digits):
        text = f"{value:.{digits}f}"
    elif abs(value) >= 10**digits:
        text = f"{value:,.0f}"
    else:
        text = f"{value:.{digits}g}"
    return text.replace("-", "−")


def spread(wanted: Sequence[float], heights: Sequence[float], room: float) -> list[float]:
    """Return centres for texts one above the other, near to those wanted, so that none touches another.

    Parameters
    ----------
    wanted
        Where each would stand.
    heights
        How high each is.
    room
        From 0 to here they stay, if it suffices.

    Returns
    -------
    list of float
        A centre for each; their order from top to bottom is that of those wanted.
    """
    order = sorted(range(len(wanted)), key=lambda i: (-wanted[i], i))
    centres = list(wanted)
    roof = max(room, sum(heights))
    for i in order:
        centres[i] = min(centres[i], roof - heights[i] / 2)
        roof = centres[i] - heights[i] / 2
    floor = min(0.0, room - sum(heights))
    for i in reversed(order):
        centres[i] = max(centres[i], floor + heights[i] / 2)
        floor = centres[i] + heights[i] / 2
    return centres
