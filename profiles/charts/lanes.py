"""Where each bar of a timeline and the name of each office go."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any, Final

import pandas as pd

from profiles.charts.facts import DISSOLVED
from profiles.charts.furniture import gutter_height, gutter_width
from profiles.charts.layout import day_number, text_width
from profiles.charts.style import INK, PAPER, SMALL_SIZE

__all__ = ["Group", "Lane", "Place", "Plan", "extent", "gutter_of", "plan_rows"]

BAR: Final = 0.15
TIP: Final = 0.085
HAIR: Final = 0.02
_LANE: Final = 0.215
_UNDER: Final = 0.15
_GAP: Final = 0.13
_STUB: Final = 0.16
_MOST_PAIRS: Final = 4
_STATES_ON_A_LINE: Final = 26
_LEAST_SPAN: Final = 5 * 365.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where the name of an office stands; `x` in inches until the limits of the axes are known."""

    x: float = 0.0
    side: str = "left"
    colour: str = INK
    inside: bool = False
    down: float = 0.0


@dataclass
class Lane:
    """One office of one leader, or the meetings of one pair."""

    rows: list[dict[str, Any]]
    label: str
    y: float = 0.0
    height: float = _LANE
    place: Place = Place()


@dataclass
class Group:
    """The lanes of one leader, and what stands beside them."""

    lines: list[str]
    leader_id: str = ""
    lanes: list[Lane] = field(default_factory=list)
    top: float = 0.0
    height: float = 0.0


@dataclass
class Plan:
    """All groups from top to bottom, the limits of the time axis, and the room needed, in inches."""

    groups: list[Group]
    low: float
    high: float
    height: float
    gutter: float


def _groups(rows: list[dict[str, Any]]) -> list[Group]:
    groups: list[Group] = []
    own = [row for row in rows if row["thing"] != "meeting"]
    for leader in dict.fromkeys(row["leader_id"] for row in own):
        mine = [row for row in own if row["leader_id"] == leader]
        states = list(dict.fromkeys(row["state"] for row in mine if row["state"]))
        if len(", ".join(states)) <= _STATES_ON_A_LINE:
            states = [", ".join(states)] if states else []
        native = mine[0]["native"]
        group = Group([mine[0]["name"], *([native] if native else []), *states], leader)
        held = [row for row in mine if row["thing"] == "tenure"]
        for office in dict.fromkeys(row["office"] for row in held):
            spells = [row for row in held if row["office"] == office]
            mark = " (unverified)" if any(row["is_unverified"] for row in spells) else ""
            group.lanes.append(Lane(spells, f"{office}{mark}"))
        groups.append(group)
    met = [row for row in rows if row["thing"] == "meeting"]
    pairs = Counter(row["pair"] for row in met)
    if not pairs:
        return groups
    few, two = len(pairs) <= _MOST_PAIRS, len(groups) == 2
    for pair in pairs if few else [""]:
        chosen = [row for row in met if pair in {row["pair"], ""}]
        count = f"{len(chosen)} meeting{'s' * (len(chosen) != 1)}"
        lines = ["Met each other", count] if two or not few else [pair, count]
        groups.append(Group(lines, lanes=[Lane(chosen, "")]))
    return groups


def gutter_of(rows: list[dict[str, Any]]) -> float:
    """Return the inches that the names need."""
    return gutter_width([group.lines for group in _groups(rows)])


def plan_rows(
    rows: list[dict[str, Any]], as_of: dt.date, width: float, xlim: tuple[float, float] | None = None
) -> Plan:
    """Return where everything goes on axes of a width in inches, for the rows of `timeline_chart`.

    Parameters
    ----------
    rows
        Tenures, meetings, and leaders without either.
    as_of
        Last day known.
    width
        Inches of the axes.
    xlim
        First and last day of the time axis; what the rows need by default.

    Returns
    -------
    Plan
        It depends on nothing else, so that size and drawing agree.
    """
    groups = _groups(rows)
    end = day_number(as_of)
    starts = [day_number(row["start_earliest"]) for row in rows if row["start_earliest"] is not None]
    lasts = [_last_shown(row, end) for row in rows if row["start_earliest"] is not None]
    flag = day_number(DISSOLVED)
    low, high = min([*starts, flag]), max([*lasts, flag])
    span = max(high - low, _LEAST_SPAN)
    low, high = low - 0.02 * span, low + 1.01 * span
    # What stands after the last day, arrow or question mark, needs room too.
    room = _STUB + 0.15 if any(row["end_status"] == "unknown" for row in rows) else TIP + 0.03
    high += (high - low) * room / (width - room)
    low, high = xlim or (low, high)
    plan = Plan(groups, low, high, 0.0, gutter_width([group.lines for group in groups]))
    y = 0.0
    for group in groups:
        for lane in group.lanes:
            _place_label(lane, end, low, width / (high - low), width)
        lanes = sum(lane.height for lane in group.lanes)
        group.top = y
        group.height = max(lanes, gutter_height(group.lines)) + _GAP
        inner = y + (group.height - lanes) / 2
        for lane in group.lanes:
            lane.y = inner + _LANE / 2
            inner += lane.height
        y += group.height
    plan.height = y
    return plan


def _last_shown(row: dict[str, Any], end: float) -> float:
    if row["thing"] == "tenure" and row["end_status"] == "ongoing":
        return end
    return min(end, day_number(row["start_latest"] if row["end_latest"] is None else row["end_latest"]))


def extent(row: dict[str, Any], end: float, per_day: float) -> tuple[float, float, float, float]:
    """Return first possible and first sure day, last sure and last possible day of a tenure."""
    first, sure = day_number(row["start_earliest"]), day_number(row["start_latest"])
    if row["end_status"] == "ongoing":
        return first, sure, end, end
    if pd.isna(row["end_earliest"]):
        # It ended, nobody knows when: a stub of fixed length claims nothing about its end.
        stub = sure + _STUB / per_day
        return first, sure, sure, stub
    return first, sure, min(day_number(row["end_earliest"]), end), min(day_number(row["end_latest"]), end)


def _place_label(lane: Lane, end: float, low: float, per_day: float, width: float) -> None:
    if not lane.label:
        return
    need = text_width(lane.label, SMALL_SIZE) + 0.1
    flag = (day_number(DISSOLVED) - low) * per_day
    solid: list[tuple[float, float, bool]] = []
    left, right = width, 0.0
    for row in lane.rows:
        first, sure, known, last = extent(row, end, per_day)
        tip = TIP if row["end_status"] == "ongoing" else 0.0
        left = min(left, (first - low) * per_day)
        right = max(right, (last - low) * per_day + tip, (first - low) * per_day + HAIR)
        if known > sure and not row["is_acting"]:
            solid.append(((sure - low) * per_day, (known - low) * per_day, bool(row["is_effective"])))
    if pd.isna(lane.rows[-1]["end_earliest"]) and lane.rows[-1]["end_status"] == "unknown":
        right += 0.12
    options: list[Place] = []
    for a, b, effective in sorted(solid, key=lambda bar: bar[0] - bar[1]):
        if b - a >= need:
            options.append(Place(a + 0.05, "left", PAPER if effective else INK, inside=True))
            break
    if right + need <= width:
        options.append(Place(right + 0.05, "left"))
    if left - need >= 0:
        options.append(Place(left - 0.05, "right"))
    clear = [o for o in options if o.inside or not _crosses(o, need, flag)]
    if not options:
        # No room beside: under the bar, from where it starts or as far right as the text allows.
        lane.height = _LANE + _UNDER
        options.append(Place(max(0.0, min(left, width - need)), down=(BAR + _UNDER) / 2 + 0.015))
    chosen = (clear or options)[0]
    lane.place = replace(chosen, x=low + chosen.x / per_day)


def _crosses(place: Place, need: float, flag: float) -> bool:
    left = place.x if place.side == "left" else place.x - need
    return left - 0.05 < flag < left + need + 0.05
