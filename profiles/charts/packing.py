"""Many leaders on one page: who shares a lane with whom, and where each name stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Final

from profiles.charts.facts import DISSOLVED
from profiles.charts.furniture import gutter_width
from profiles.charts.lanes import HAIR, TIP, Place, extent
from profiles.charts.layout import day_number, text_width
from profiles.charts.style import INK, PAPER, SMALL_SIZE

__all__ = ["Block", "Item", "Packing", "Segment", "gutter_for", "pack"]

BAR: Final = 0.125
LANE: Final = 0.165
_GAP: Final = 0.075
_HEADING: Final = 0.25
_LEAST: Final = 0.17
_PAD: Final = 0.04
_MARK: Final = 0.12
_TOUCH: Final = 0.012
_APART: Final = 0.1
_LEAST_SPAN: Final = 5 * 365.0

Kind = tuple[bool, bool, bool]
"""Of a stretch of time: effective power or not, acting or not, uncertain or not."""

# Where several things hold at once, the first of these is drawn: power before office, sure before acting.
_RANK: Final[dict[Kind, int]] = {
    (True, False, False): 0,
    (True, True, False): 1,
    (True, False, True): 2,
    (True, True, True): 2,
    (False, False, False): 3,
    (False, True, False): 4,
    (False, False, True): 5,
    (False, True, True): 5,
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time in which nothing changes, in days since 1970."""

    first: float
    last: float
    kind: Kind


@dataclass
class Item:
    """One leader: the stretches of time to draw and the place of the name."""

    leader_id: str
    label: str
    segments: list[Segment]
    is_running: bool = False
    is_open: bool = False
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class _Room:
    """What bars and name of a leader take of a lane, and at which end a neighbour may touch it."""

    left: float
    right: float
    is_named_left: bool = False
    is_named_right: bool = False

    def clears(self, other: _Room) -> bool:
        before, after = (self, other) if self.left <= other.left else (other, self)
        # A bar that touches another must bear its own name, or it would pass for a part of the other.
        need = -_TOUCH if before.is_named_right and after.is_named_left else _APART
        return after.left - before.right >= need


@dataclass
class Block:
    """The lanes of one state, or the one lane of a leader; `heading` opens a group of states."""

    name: str
    heading: str = ""
    leader_id: str = ""
    lanes: list[list[Item]] = field(default_factory=list)
    top: float = 0.0
    height: float = 0.0


@dataclass
class Packing:
    """All blocks from top to bottom, the limits of the time axis, and the room needed, in inches."""

    blocks: list[Block]
    low: float
    high: float
    height: float
    gutter: float


def gutter_for(rows: Sequence[dict[str, Any]]) -> float:
    """Return the inches that the names beside the lanes need."""
    return gutter_width([[name] for name in {row["block"] for row in rows}])


def pack(
    rows: Sequence[dict[str, Any]], as_of: dt.date, width: float, limits: tuple[float, float] | None = None
) -> Packing:
    """Return who stands where on axes of a width in inches, for the rows of `overview_chart`.

    Leaders of a block are taken in the order of their start; each goes into the first lane where bar
    and name touch nothing. Where the names are inside the bars this needs as few lanes as there are
    leaders in office at one time.

    Parameters
    ----------
    rows
        Tenures, and leaders without one.
    as_of
        Last day known.
    width
        Inches of the axes.
    limits
        First and last day of the axis, where several charts share them.

    Returns
    -------
    Packing
        It depends on nothing else, so that size and drawing agree.
    """
    end = day_number(as_of)
    low, high = limits or _limits(rows, end, width)
    per_day = width / (high - low)
    blocks: list[Block] = []
    heading = None
    for name, own in _blocks(rows):
        opens = own[0]["heading"] if own[0]["heading"] != heading else ""
        heading = own[0]["heading"]
        items = [_item(own, leader, end, per_day) for leader in dict.fromkeys(row["leader_id"] for row in own)]
        alone = not any(item.label for item in items)
        block = Block(name, opens or "", items[0].leader_id if alone else "")
        taken: list[list[_Room]] = []
        for item in sorted(items, key=lambda item: item.segments[0].first if item.segments else high):
            _place(block, taken, item, low, per_day, width)
        blocks.append(block)
    y = 0.0
    for block in blocks:
        y += _HEADING if block.heading else 0.0
        block.top = y
        # Sixty leaders with a lane each fill a page: no air between them.
        block.height = LANE if block.leader_id else max(LANE * len(block.lanes), _LEAST) + _GAP
        y += block.height
    return Packing(blocks, low, high, y, gutter_for(rows))


def _blocks(rows: Sequence[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        # Two leaders of one name are two blocks where each leader has a lane.
        key = (row["heading"], row["block"], None if row["label"] else row["leader_id"])
        found.setdefault(key, []).append(row)
    return [(key[1], own) for key, own in found.items()]


def _limits(rows: Sequence[dict[str, Any]], end: float, width: float) -> tuple[float, float]:
    held = [row for row in rows if row["thing"] == "tenure"]
    flag = day_number(DISSOLVED)
    low = min([*(day_number(row["start_earliest"]) for row in held), flag])
    lasts = [
        end if row["end_status"] == "ongoing" else min(end, day_number(row["end_latest"] or row["start_latest"]))
        for row in held
    ]
    high = max([*lasts, flag])
    span = max(high - low, _LEAST_SPAN)
    low, high = low - 0.01 * span, low + 1.005 * span
    room = _MARK + 0.2 if any(row["end_status"] == "unknown" for row in held) else TIP + 0.03
    return low, high + (high - low) * room / (width - room)


def _item(own: Sequence[dict[str, Any]], leader: str, end: float, per_day: float) -> Item:
    mine = [row for row in own if row["leader_id"] == leader]
    held = [row for row in mine if row["thing"] == "tenure"]
    return Item(
        leader,
        mine[0]["label"] or "",
        _segments(held, end, per_day),
        is_running=any(row["end_status"] == "ongoing" for row in held),
        is_open=any(row["end_status"] == "unknown" for row in held),
    )


def _segments(held: Sequence[dict[str, Any]], end: float, per_day: float) -> list[Segment]:
    covers: list[Segment] = []
    hair = HAIR / per_day
    for row in held:
        first, sure, known, last = extent(row, end, per_day)
        effective, acting = bool(row["is_effective"]), bool(row["is_acting"])
        if known >= sure:
            # A tenure of days would vanish.
            covers.append(Segment(sure, max(known, sure + hair), (effective, acting, False)))
            covers.append(Segment(first, sure, (effective, acting, True)))
            covers.append(Segment(known, last, (effective, acting, True)))
        else:
            covers.append(Segment(first, max(last, first + hair), (effective, acting, True)))
    days = sorted({day for cover in covers for day in (cover.first, cover.last)})
    found: list[Segment] = []
    for a, b in pairwise(days):
        here = [cover.kind for cover in covers if cover.first <= a and b <= cover.last]
        if not here:
            continue
        kind = min(here, key=lambda kind: _RANK[kind])
        # The last day of one tenure and the first of the next are a day apart.
        if found and a - found[-1].last <= 1 and found[-1].kind == kind:
            found[-1] = replace(found[-1], last=b)
        else:
            found.append(Segment(a, b, kind))
    return found


def _options(item: Item, low: float, per_day: float, width: float) -> list[tuple[Place, _Room]]:
    """Return places for a name, best first, each with the room that bars and name take together."""
    spans = [((s.first - low) * per_day, (s.last - low) * per_day, s.kind) for s in item.segments]
    left, right = spans[0][0], spans[-1][1]
    tail = right + (TIP if item.is_running else 0.0) + (_MARK if item.is_open else 0.0)
    if not item.label:
        return [(Place(), _Room(left, tail))]
    need = text_width(item.label, SMALL_SIZE) + 2 * _PAD
    breaks = [a for (_, a, _), (b, _, _) in pairwise(spans) if b - a > 1.5 * per_day]
    options = []
    for a, b, (effective, acting, uncertain) in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if b - a >= need and not acting and not uncertain:
            place = Place((a + b) / 2, "center", PAPER if effective else INK, inside=True)
            room = _Room(left, tail, not any(at <= a for at in breaks), not any(at >= b for at in breaks))
            options.append((place, room))
            break
    for (_, a, _), (b, _, _) in pairwise(spans):
        if b - a >= need:
            options.append((Place(a + _PAD, "left"), _Room(left, tail)))
            break
    if tail + need <= width:
        options.append((Place(tail + _PAD, "left"), _Room(left, tail + need, not breaks, is_named_right=True)))
    if left - need >= 0:
        options.append((Place(left - _PAD, "right"), _Room(left - need, tail, True, not breaks)))
    if not options:
        # Bars from edge to edge, none of them sure: the name stands on paper over them.
        place = Place(min(max((left + right) / 2, need / 2), width - need / 2), "center")
        options.append((place, _Room(0.0, width)))
    return options


def _place(block: Block, taken: list[list[_Room]], item: Item, low: float, per_day: float, width: float) -> None:
    # Who never held an office takes a lane to say so.
    options = _options(item, low, per_day, width) if item.segments else [(Place(), _Room(0.0, width))]
    for lane, rooms in zip(block.lanes, taken, strict=True):
        for place, room in options:
            if all(room.clears(other) for other in rooms):
                lane.append(item)
                rooms.append(room)
                item.place = replace(place, x=low + place.x / per_day)
                return
    place, room = options[0]
    item.place = replace(place, x=low + place.x / per_day)
    block.lanes.append([item])
    taken.append([room])
