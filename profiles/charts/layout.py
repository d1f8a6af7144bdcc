"""Room for text: measuring it, and putting labels where they touch nothing.

All lengths are inches, so that a layout worked out before a figure exists holds at every resolution.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, product
from typing import Any, Final, Literal

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

from profiles.charts.style import FONTS, LATIN_FONTS, SMALL_SIZE

__all__ = ["LINE", "Label", "arrange_labels", "day_number", "dodge", "text_width", "wrap"]

Weight = Literal["normal", "bold"]

LINE: Final = 1.25 / 72
"""Height of a line of text, in inches per point of its size."""

_MEASURING_DPI: Final = 288
_MOST_LEVELS: Final = 4


@lru_cache(maxsize=1)
def _measurer() -> RendererAgg:
    return RendererAgg(1, 1, _MEASURING_DPI)  # type: ignore[no-untyped-call]  # the backends have no types


@lru_cache(maxsize=8192)
def text_width(text: str, size: float, weight: Weight = "normal") -> float:
    """Return how wide a line of text is.

    Parameters
    ----------
    text
        One line.
    size
        Points.
    weight
        ``"normal"`` or ``"bold"``.

    Returns
    -------
    float
        Inches. Call it inside `house_style`, which knows the fonts.
    """
    font = FontProperties(family=list(FONTS if weight == "normal" else LATIN_FONTS), size=size, weight=weight)
    measure: Any = _measurer().get_text_width_height_descent
    width, _, _ = measure(text, font, ismath=False)
    return float(width) / _MEASURING_DPI


def wrap(text: str, width: float, size: float, weight: Weight = "normal") -> list[str]:
    """Return a text in lines no wider than some inches; a single longer word stays whole.

    Parameters
    ----------
    text
        Words with spaces between.
    width
        Inches.
    size
        Points.
    weight
        ``"normal"`` or ``"bold"``.

    Returns
    -------
    list of str
        At least one line.
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or text_width(longer, size, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def day_number(day: object) -> float:
    """Return a day as matplotlib counts it: days since 1970; NaN where missing."""
    stamp = np.datetime64(day, "D") if day is not None else np.datetime64("NaT", "D")  # type: ignore[call-overload]
    return float("nan") if np.isnat(stamp) else float(stamp.astype(np.int64))


@dataclass(frozen=True, slots=True)
class Label:
    """A text that wants to stand near a place; `x` is where it points, in inches."""

    text: str
    x: float
    size: float = SMALL_SIZE

    @property
    def width(self) -> float:
        """Inches, with a little air at both ends."""
        return text_width(self.text, self.size) + 0.06


def arrange_labels(labels: Sequence[Label], low: float, high: float, *, sides: int = 1) -> list[tuple[int, float]]:
    """Return a level and a centre for each label, so that no two on a level touch.

    A label stays over its place if it can, moves aside by up to half its width, and goes further out
    otherwise; of all ways to do so the flattest is taken. No label stands in the way of the line from
    one further out to its place.

    Parameters
    ----------
    labels
        In any order; made for about five.
    low, high
        The room there is from left to right; a label wider than that is centred in it.
    sides
        1 if all stand above their line; 2 if even levels stand above it and odd ones below.

    Returns
    -------
    list of (int, float)
        For each label its level, 0 nearest, and the x of its centre.
    """
    for top in range(min(len(labels) + 1, _MOST_LEVELS)):
        ways = (way for way in product(range(top + 1), repeat=len(labels)) if max(way, default=0) == top)
        for way in sorted(ways, key=lambda way: (sum(way), way)):
            centres = _centres(labels, way, low, high, sides)
            if centres is not None:
                return list(zip(way, centres, strict=True))
    # Each on its own level: lines may then pass behind a text, but no text meets another.
    return [
        (level, min(max(label.x, low + label.width / 2), max(high - label.width / 2, (low + high) / 2)))
        for level, label in enumerate(labels)
    ]


def _centres(labels: Sequence[Label], way: tuple[int, ...], low: float, high: float, sides: int) -> list[float] | None:
    centres = [0.0] * len(labels)
    taken: dict[int, list[tuple[float, float]]] = {}
    for level in set(way):
        taken[level] = [
            (label.x - 0.03, label.x + 0.03)
            for label, reach in zip(labels, way, strict=True)
            if reach > level and (reach - level) % sides == 0
        ]
    for i in sorted(range(len(labels)), key=lambda i: (labels[i].x, i)):
        half = labels[i].width / 2
        centre = _free_centre(labels[i].x, half, low, high, taken[way[i]])
        if centre is None:
            return None
        taken[way[i]].append((centre - half, centre + half))
        centres[i] = centre
    return centres


def _free_centre(x: float, half: float, low: float, high: float, taken: list[tuple[float, float]]) -> float | None:
    if high - low < 2 * half:
        return (low + high) / 2 if not taken else None
    home = min(max(x, low + half), high - half)
    tries = [home, *(b + half for _, b in taken), *(a - half for a, _ in taken)]
    fits = [
        t
        for t in tries
        if abs(t - x) <= max(half, abs(home - x)) + 1e-9
        and low - 1e-9 <= t - half
        and t + half <= high + 1e-9
        and all(t + half <= a + 1e-9 or b <= t - half + 1e-9 for a, b in taken)
    ]
    return min(fits, key=lambda t: (abs(t - x), t)) if fits else None


def dodge(xs: Sequence[float], reach: float) -> list[int]:
    """Return how many steps to move each mark out of the way of those before it.

    Parameters
    ----------
    xs
        Places along a line, in inches.
    reach
        Marks nearer than this would touch.

    Returns
    -------
    list of int
        0 for those that stay; else 1, -1, 2, -2 and so on.
    """
    placed: list[tuple[float, int]] = []
    steps = [0] * len(xs)
    for i in sorted(range(len(xs)), key=lambda i: (xs[i], i)):
        near = {step for x, step in placed if abs(x - xs[i]) < reach}
        step = next(s for s in _outward() if s not in near)
        placed.append((xs[i], step))
        steps[i] = step
    return steps


def _outward() -> Iterator[int]:
    yield 0
    for step in count(1):
        yield step
        yield -step
