"""What stands around the data: names, key, years, the line of 1991, remarks where there is nothing to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import ScaledTranslation, Transform, blended_transform_factory

from profiles.charts.layout import LINE, day_number, text_width
from profiles.charts.style import GREY, INK, LATIN_FONTS, NAME_SIZE, RULE, SMALL_SIZE, TEXT_SIZE

__all__ = [
    "MESSAGE",
    "KeyItem",
    "draw_gutter",
    "draw_key",
    "draw_moment",
    "draw_years",
    "gutter_height",
    "gutter_width",
    "inches_at",
    "key_height",
    "message_in",
    "write_left",
]

FLAG_ROOM: Final = 0.19
"""Inches above the axes that the name of a marked day takes."""

_GUTTER_GAP: Final = 0.14
_KEY_GAP: Final = 0.22
_SWATCH: Final = 0.24
_SPOT: Final = 0.15
_KEY_LINE: Final = 0.19


def inches_at(ax: Axes, x: float, y: float) -> Transform:
    """Return a transform that takes inches, counted from a place of the axes (0 to 1 each way)."""
    scale = ax.figure.dpi_scale_trans
    return scale + ScaledTranslation(x, y, ax.transAxes)  # type: ignore[arg-type]  # takes any transform


@dataclass(frozen=True, slots=True)
class KeyItem:
    """One entry of a key: a sample in the style of what is drawn, and its meaning."""

    label: str
    kind: Literal["bar", "mark", "line", "text"]
    style: dict[str, Any] = field(default_factory=dict)

    @property
    def swatch(self) -> float:
        """Inches of the sample."""
        return _SPOT if self.kind in {"mark", "text"} else _SWATCH


def _key_places(items: Sequence[KeyItem], width: float) -> list[tuple[float, int]]:
    places = []
    x, line = 0.0, 0
    for item in items:
        need = item.swatch + 0.06 + text_width(item.label, SMALL_SIZE)
        if x > 0 and x + need > width:
            x, line = 0.0, line + 1
        places.append((x, line))
        x += need + _KEY_GAP
    return places


def key_height(items: Sequence[KeyItem], width: float) -> float:
    """Return the inches that a key takes above the axes, when as wide as `width`."""
    return (_key_places(items, width)[-1][1] + 1) * _KEY_LINE + 0.04 if items else 0.0


def draw_key(ax: Axes, items: Sequence[KeyItem], *, left: float, width: float, above: float = 0.06) -> None:
    """Draw a key in lines above the axes.

    Parameters
    ----------
    ax
        The axes.
    items
        The entries.
    left
        Where it starts, in inches from the left edge of the axes; negative for the gutter.
    width
        How wide it may be, in inches.
    above
        Inches between the axes and the lowest line.
    """
    places = _key_places(items, width)
    base = above + (places[-1][1] * _KEY_LINE if places else 0.0)
    to_page = inches_at(ax, 0, 1)
    for item, (x, line) in zip(items, places, strict=True):
        x, y = left + x, base - line * _KEY_LINE + _KEY_LINE / 2
        if item.kind == "bar":
            ax.add_artist(Rectangle((x, y - 0.05), _SWATCH, 0.1, transform=to_page, clip_on=False, **item.style))
        elif item.kind == "line":
            ax.add_artist(Line2D([x, x + _SWATCH], [y, y], transform=to_page, clip_on=False, **item.style))
        elif item.kind == "text":
            ax.text(x + _SPOT / 2, y, transform=to_page, ha="center", va="center_baseline", **item.style)
        else:
            ax.add_artist(Line2D([x + _SPOT / 2], [y], ls="none", transform=to_page, clip_on=False, **item.style))
        ax.text(
            x + item.swatch + 0.06, y, item.label, transform=to_page, size=SMALL_SIZE, color=GREY, va="center_baseline"
        )


def gutter_height(lines: Sequence[str]) -> float:
    """Return the inches that a leader's name and the small lines under it need."""
    return NAME_SIZE * LINE + SMALL_SIZE * LINE * (len(lines) - 1) + 0.08


def gutter_width(rows: Sequence[Sequence[str]]) -> float:
    """Return the inches between the left edge and the axes that these names need."""
    sizes = [text_width(line, NAME_SIZE if i == 0 else SMALL_SIZE) for lines in rows for i, line in enumerate(lines)]
    return max(sizes, default=0.0) + _GUTTER_GAP


def write_left(ax: Axes, y: float, text: str) -> None:
    """Write a small text between names and axes, ending where the axes begin."""
    ax.text(0, y, text, transform=_beside(ax, 0.06), size=SMALL_SIZE, color=GREY, ha="right", va="center_baseline")


def _beside(ax: Axes, gap: float) -> Transform:
    shift = ScaledTranslation(-gap, 0, ax.figure.dpi_scale_trans)
    return blended_transform_factory(ax.transAxes, ax.transData) + shift


def draw_gutter(ax: Axes, y: float, lines: Sequence[str], *, inner: float = 0.0, leader_id: str = "") -> None:
    """Write a leader's name left of the axes, the small lines under it.

    Parameters
    ----------
    ax
        The axes; one unit of y is an inch, counted downwards.
    y
        The middle of the leader's row.
    lines
        The name first.
    inner
        Inches to leave between the usual place and the axes.
    leader_id
        Names the artist of the name, where the row is that of a leader.
    """
    at_edge = _beside(ax, _GUTTER_GAP + inner)
    sizes = [NAME_SIZE if i == 0 else SMALL_SIZE for i in range(len(lines))]
    top = y - sum(sizes) * LINE / 2
    for i, (line, size) in enumerate(zip(lines, sizes, strict=True)):
        middle = top + size * LINE / 2
        top += size * LINE
        ax.text(
            0,
            middle,
            line,
            transform=at_edge,
            size=size,
            color=INK if i == 0 else GREY,
            ha="right",
            va="center_baseline",
            gid=f"name-{leader_id}" if leader_id and i == 0 else None,
        )


def draw_years(ax: Axes, low: float, high: float, width: float) -> None:
    """Set the ticks of a time axis to years, as many as there is room for.

    Parameters
    ----------
    ax
        The axes; x counts days since 1970.
    low, high
        Its limits.
    width
        Its width in inches.
    """
    ax.set_xlim(low, high)
    first, last = (int(str(np.datetime64(round(day), "D"))[:4]) for day in (low, high))
    need = text_width("2000", SMALL_SIZE) + 0.14
    step = next(
        (s for s in (1, 2, 5, 10, 20, 50) if (last - first + 1) / s * need <= width),
        100,
    )
    years = [year for year in range(first, last + 1) if year % step == 0]
    ticks = [(day_number(f"{year:04d}-01-01"), str(year)) for year in years]
    half = (high - low) / width * need / 2
    # A label may stand out over neither end of the axes.
    shown = [(x, text if low + half / 2 <= x <= high - half / 2 else "") for x, text in ticks if low <= x <= high]
    ax.set_xticks([x for x, _ in shown], [text for _, text in shown])
    ax.tick_params(axis="x", length=0, pad=4)
    ax.grid(visible=True, axis="x", color=RULE)


MESSAGE: Final[dict[str, Any]] = {
    "size": TEXT_SIZE,
    "color": GREY,
    "style": "italic",
    "family": list(LATIN_FONTS),
    "va": "center_baseline",
}
"""How a remark looks that stands where there is nothing to draw."""


def message_in(ax: Axes, y: float, text: str, width: float, *, moment: float | None = None) -> None:
    """Write a remark in a row that has nothing to draw.

    Parameters
    ----------
    ax
        The axes, with limits set.
    y
        The middle of the row.
    text
        What to say.
    width
        Inches of the axes.
    moment
        Where a line runs through the axes, in data units: the remark keeps clear of it.
    """
    low, high = ax.get_xlim()
    need = text_width(text, TEXT_SIZE) * 1.05
    at = 0.08
    if moment is not None:
        line = (moment - low) / (high - low) * width
        if line < at + need and line + 0.08 + need <= width:
            at = line + 0.08
    ax.text(low + at * (high - low) / width, y, text, **MESSAGE)


def draw_moment(ax: Axes, x: float, text: str, width: float) -> None:
    """Mark a day by a thin line through the axes and its name above.

    Parameters
    ----------
    ax
        The axes, with limits set.
    x
        Where, in data units; nothing is drawn outside the limits.
    text
        What to write.
    width
        Inches of the axes.
    """
    low, high = ax.get_xlim()
    if not low <= x <= high:
        return
    ax.axvline(x, color=GREY, lw=0.9, ls=(0, (4, 2)), zorder=1, gid="moment")
    half = text_width(text, SMALL_SIZE) / 2
    at = (x - low) / (high - low) * width
    centre = min(max(at, half), max(width - half, half))
    ax.text(centre, 0.05, text, transform=inches_at(ax, 0, 1), size=SMALL_SIZE, color=GREY, ha="center", va="bottom")
