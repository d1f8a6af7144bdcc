"""How time in office looks, wherever charts draw it: power, office without power, acting, uncertain, running."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from profiles.charts.facts import day_text
from profiles.charts.furniture import KeyItem
from profiles.charts.style import BLUE, INK, PAPER, SMALL_SIZE, TINT

__all__ = ["STYLES", "UNCERTAIN", "bar_key", "draw_tip"]

STYLES: Final[dict[tuple[bool, bool], dict[str, Any]]] = {
    # (effective, acting)
    (True, False): {"fc": BLUE, "ec": BLUE, "lw": 0.8},
    (True, True): {"fc": BLUE, "ec": PAPER, "lw": 0.0, "hatch": "/////"},
    (False, False): {"fc": TINT, "ec": BLUE, "lw": 0.8},
    (False, True): {"fc": TINT, "ec": BLUE, "lw": 0.8, "hatch": "/////"},
}
"""Fill, edge and hatch of a bar, by whether it is effective power and whether it is acting."""

UNCERTAIN: Final[dict[str, Any]] = {"fc": PAPER, "ec": BLUE, "lw": 0.0, "hatch": "......"}
"""The look of the days between the first and the last possible one."""


def draw_tip(ax: Axes, place: tuple[float, float], reach: tuple[float, float], *, is_effective: bool, gid: str) -> None:
    """Draw the arrow at the end of a bar that is still running.

    Parameters
    ----------
    ax
        The axes.
    place
        Where the bar ends, in data units: x, and y of its middle.
    reach
        How far the arrow goes along x, and to each side along y.
    is_effective
        Whether the bar is one of effective power.
    gid
        Names the artist.
    """
    x, y = place
    along, half = reach
    ax.add_patch(
        Polygon(
            [(x, y - half), (x + along, y), (x, y + half)],
            gid=gid,
            zorder=2,
            clip_on=False,
            fc=BLUE if is_effective else TINT,
            ec=BLUE,
            lw=0.8,
        )
    )


def bar_key(held: Sequence[dict[str, Any]], as_of: dt.date) -> list[KeyItem]:
    """Return what a key says of the bars of some tenures: nothing that is not drawn.

    Parameters
    ----------
    held
        Tenures: ``is_effective``, ``is_acting``, ``end_status`` and the bounds of start and end.
    as_of
        Last day known.

    Returns
    -------
    list of KeyItem
        In the order of reading.
    """
    kinds = {(bool(row["is_effective"]), bool(row["is_acting"])) for row in held}
    items = []
    if any(effective for effective, _ in kinds):
        items.append(KeyItem("in effective power", "bar", STYLES[True, False]))
    if any(not effective for effective, _ in kinds):
        items.append(KeyItem("in office only", "bar", STYLES[False, False]))
    if any(acting for _, acting in kinds):
        items.append(KeyItem("acting", "bar", STYLES[next(e for e, a in sorted(kinds, reverse=True) if a), True]))
    if any(row["end_status"] == "ongoing" for row in held):
        powerless = all(not row["is_effective"] for row in held if row["end_status"] == "ongoing")
        still = {"marker": ">", "ms": 6.5, "mfc": TINT if powerless else BLUE, "mec": BLUE, "mew": 0.8}
        items.append(KeyItem(f"still in office on {day_text(as_of)}", "mark", still))
    if any(_is_open(row) for row in held):
        items.append(KeyItem("between the first and the last possible day", "bar", UNCERTAIN))
    if any(row["end_status"] == "unknown" for row in held):
        items.append(KeyItem("end not known", "text", {"s": "?", "size": SMALL_SIZE, "color": INK}))
    return items


def _is_open(row: dict[str, Any]) -> bool:
    ends_differ = not pd.isna(row["end_earliest"]) and row["end_earliest"] != row["end_latest"]
    return bool(row["start_earliest"] != row["start_latest"] or ends_differ)
