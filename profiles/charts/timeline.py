"""Who held which office when, with effective power, uncertain days and meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from profiles.charts.bars import STYLES, UNCERTAIN, bar_key, draw_tip
from profiles.charts.chart import Chart, page_size, plot_width
from profiles.charts.facts import (
    DISSOLVED,
    Person,
    day_text,
    foot_line,
    known_by,
    meetings_among,
    people,
    records,
    short_title,
    source_ids,
    tenures_of,
    year_text,
)
from profiles.charts.furniture import (
    FLAG_ROOM,
    KeyItem,
    draw_gutter,
    draw_key,
    draw_moment,
    draw_years,
    key_height,
    message_in,
)
from profiles.charts.lanes import BAR, HAIR, TIP, Lane, extent, gutter_of, plan_rows
from profiles.charts.layout import day_number
from profiles.charts.style import INK, PAPER, RULE, RUST, SMALL_SIZE, house_style
from profiles.dataset import Dataset
from profiles.words import listed

__all__ = ["draw_timeline", "timeline_chart"]

COLUMNS: Final = (
    *("thing", "id", "leader_id", "name", "native", "state", "office", "title", "pair"),
    *("start", "start_earliest", "start_latest", "end", "end_earliest", "end_latest"),
    *("end_status", "is_effective", "is_acting", "is_unverified"),
)
_TICK: Final[dict[str, Any]] = {"color": RUST, "lw": 1.1}
_STRETCH: Final[dict[str, Any]] = {"color": RUST, "lw": 2.5}
_DAY: Final = pd.Timedelta(days=1)


@house_style()
def draw_timeline(
    ax: Axes,
    data: pd.DataFrame,
    *,
    as_of: dt.date,
    key: bool = True,
    xlim: tuple[float, float] | None = None,
) -> Axes:
    """Draw tenures as bars, one row per leader and office, and return the axes.

    Parameters
    ----------
    ax
        Where to draw. Names stand left of it, the key above; a taller axes has airier rows.
    data
        One row per thing drawn, as `timeline_chart` makes it. Its ``thing`` is ``tenure``, ``meeting``
        (of the leaders with each other) or ``leader`` (one without tenures). Days are datetime64;
        a missing one is not known.
    as_of
        Last day known: up to it, tenures that are running are drawn.
    key
        Whether to explain the bars above the axes.
    xlim
        First and last day of the axis in days since 1970, where several charts share them.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes; x counts days since 1970, y is inches from the top.
    """
    rows = records(data)
    width = ax.get_window_extent().width / ax.figure.dpi
    plan = plan_rows(rows, as_of, width, xlim)
    draw_years(ax, plan.low, plan.high, width)
    ax.set_ylim(plan.height, 0)
    ax.set_yticks([])
    per_day = width / (plan.high - plan.low)
    flag = day_number(DISSOLVED)
    draw_moment(ax, flag, f"USSR dissolved, {day_text(DISSOLVED)}", width)
    for number, group in enumerate(plan.groups):
        if number:
            ax.axhline(group.top, color=RULE, lw=0.6, zorder=0.5)
        draw_gutter(ax, group.top + group.height / 2, group.lines, leader_id=group.leader_id)
        if not group.lanes:
            message_in(ax, group.top + group.height / 2, "no office in the dataset", width, moment=flag)
        for lane in group.lanes:
            _draw_lane(ax, lane, day_number(as_of), per_day)
    if key and (items := _key(rows, as_of)):
        draw_key(ax, items, left=-plan.gutter, width=width + plan.gutter, above=FLAG_ROOM + 0.05)
    return ax


def timeline_chart(dataset: Dataset, leaders: Sequence[str], *, as_of: dt.date | None = None) -> Chart:
    """Return the timeline of some leaders' offices and of their meetings with each other.

    Parameters
    ----------
    dataset
        The data.
    leaders
        Ids, in the order of the rows; repeated ones count once.
    as_of
        Last day to show; the dataset's own by default.

    Returns
    -------
    Chart
        Named ``timeline``.

    Raises
    ------
    UnknownName
        If an id is not in the dataset.
    NotComparable
        If no leader is given.
    """
    day = as_of or dataset.as_of
    persons = people(dataset, leaders)
    data, used = _collect(dataset, persons, day)
    sources = source_ids(used)
    many = len(persons) > 3
    title = (
        f"Offices and power of {len(persons)} leaders"
        if many
        else f"Offices and power of {listed([p.name for p in persons])}"
    )
    foot = foot_line(dataset, day, sources)
    rows = records(data)
    with house_style():
        gutter = gutter_of(rows)
        width = plot_width(gutter)
        plan = plan_rows(rows, day, width)
        key = key_height(_key(rows, day), width + plan.gutter) + FLAG_ROOM
        size, margins = page_size(title=title, foot=foot, gutter=gutter, plot_height=plan.height, key=key)
    return Chart(
        name="timeline",
        title=title,
        data=data,
        alt=_alt(rows, persons, day),
        foot=foot,
        sources=sources,
        size=size,
        margins=margins,
        draw=partial(draw_timeline, data=data, as_of=day),
    )


def _collect(dataset: Dataset, persons: list[Person], as_of: dt.date) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    ids = [person.leader_id for person in persons]
    last = pd.Timestamp(as_of)
    tenures = [row for row in tenures_of(dataset, ids) if row["start_earliest"] <= last]
    meetings = [row for row in meetings_among(dataset, ids) if row["start_earliest"] <= last]
    rows: list[dict[str, Any]] = []
    for person in persons:
        held = [row for row in tenures if row["leader_id"] == person.leader_id]
        base = {"leader_id": person.leader_id, "name": person.name, "native": person.native}
        if not held:
            rows.append(base | {"thing": "leader", "id": person.leader_id})
        rows.extend(base | _tenure(row, held, last) for row in held)
    for row in meetings:
        pair = sorted((p for p in persons if p.leader_id in {row["leader_a"], row["leader_b"]}), key=persons.index)
        rows.append({
            **{column: row[column] for column in COLUMNS if column in row and column.startswith(("start", "end"))},
            "thing": "meeting",
            "id": row["meeting_id"],
            "pair": " – ".join(person.short for person in pair),
        })
    data = pd.DataFrame(rows, columns=list(COLUMNS))
    return data, [*tenures, *meetings]


def _tenure(row: dict[str, Any], held: list[dict[str, Any]], last: pd.Timestamp) -> dict[str, Any]:
    short = short_title(row["title"], row["kind"])
    others = {o["office_id"] for o in held if short_title(o["title"], o["kind"]) == short}
    # Two presidencies of one person are of two states: then the whole title tells them apart.
    office = short if len(others) == 1 else row["title"]
    return {column: value for column, value in known_by(row, last).items() if column in COLUMNS} | {
        "thing": "tenure",
        "id": row["tenure_id"],
        "office": office,
    }


def _draw_lane(ax: Axes, lane: Lane, end: float, per_day: float) -> None:
    for row in lane.rows:
        if row["thing"] == "meeting":
            _draw_meeting(ax, row, lane.y)
        else:
            _draw_tenure(ax, row, lane.y, end, per_day)
    if lane.label:
        place = lane.place
        look: dict[str, Any] = {"size": SMALL_SIZE, "color": place.colour, "ha": place.side, "va": "center_baseline"}
        # Beside a bar, paper behind the text keeps the line of 1991 out of it.
        look |= {"zorder": 4} if place.inside else {"zorder": 1.5, "bbox": {"fc": PAPER, "ec": "none", "pad": 0.6}}
        ax.text(place.x, lane.y + place.down, lane.label, **look)


def _draw_tenure(ax: Axes, row: dict[str, Any], y: float, end: float, per_day: float) -> None:
    first, sure, known, last = extent(row, end, per_day)
    style = STYLES[bool(row["is_effective"]), bool(row["is_acting"])]
    name = f"tenure-{row['id']}"

    # A tenure of days would vanish; an uncertain edge beside a bar may be as thin as it is.
    hair = HAIR / per_day

    def bar(a: float, b: float, look: dict[str, Any], gid: str, least: float = 0.0) -> None:
        ax.add_patch(Rectangle((a, y - BAR / 2), max(b - a, least), BAR, gid=gid, zorder=2, **look))

    ongoing = row["end_status"] == "ongoing"
    if known >= sure:
        if known > sure or last == known:
            bar(sure, known, style, name, hair)
        if first < sure:
            bar(first, sure, UNCERTAIN, f"{name}-start")
        if known < last:
            bar(known, last, UNCERTAIN, f"{name}-end")
    else:
        # Start and end may each fall on either side: no day is sure.
        bar(first, last, UNCERTAIN, f"{name}-start", hair)
    if ongoing:
        draw_tip(
            ax,
            (end, y),
            (TIP / per_day, BAR / 2 + 0.02),
            is_effective=bool(row["is_effective"]),
            gid=f"{name}-ongoing",
        )
    elif row["end_status"] == "unknown":
        ax.text(last + 0.03 / per_day, y, "?", size=SMALL_SIZE, color=INK, va="center_baseline", gid=f"{name}-unknown")


def _draw_meeting(ax: Axes, row: dict[str, Any], y: float) -> None:
    first, last = day_number(row["start_earliest"]), day_number(row["start_latest"])
    name = f"meeting-{row['id']}"
    if first == last:
        ax.plot([first, first], [y - 0.07, y + 0.07], gid=name, zorder=3, **_TICK)
    else:
        ax.plot([first, last], [y, y], gid=name, zorder=3, **_STRETCH)


def _key(rows: list[dict[str, Any]], as_of: dt.date) -> list[KeyItem]:
    items = bar_key([row for row in rows if row["thing"] == "tenure"], as_of)
    if any(row["thing"] == "meeting" for row in rows):
        items.append(KeyItem("meeting", "mark", {"marker": "|", "ms": 9, "mec": RUST, "mew": 1.1}))
    if any(row["thing"] == "meeting" and row["start_earliest"] != row["start_latest"] for row in rows):
        items.append(KeyItem("meeting within these days", "line", _STRETCH))
    return items


def _alt(rows: list[dict[str, Any]], persons: list[Person], as_of: dt.date) -> str:
    sentences = [f"Timeline of the offices of {listed([p.name for p in persons])}, as of {day_text(as_of)}."]
    for person in persons:
        held = [r for r in rows if r["thing"] == "tenure" and r["leader_id"] == person.leader_id]
        if not held:
            sentences.append(f"{person.name}: no office in the dataset.")
            continue
        phrases = []
        for office in dict.fromkeys(row["office"] for row in held):
            spells = [_spell(row) for row in held if row["office"] == office]
            phrases.append(f"{office} {listed(spells)}")
        power = [_spell(row, plain=True) for row in _joined([row for row in held if row["is_effective"]])]
        tail = f"; effective power {listed(power)}" if power else "; never in effective power"
        sentences.append(f"{person.name}: {', '.join(phrases)}{tail}.")
    met = [row for row in rows if row["thing"] == "meeting"]
    if met:
        last_met = max(met, key=lambda row: row["start_latest"])
        first, last = (year_text(r["start_earliest"], r["start_latest"]) for r in (met[0], last_met))
        when = f"in {first}" if first == last else f"from {first} to {last}"
        sentences.append(f"Meetings with each other: {len(met)}, {when}.")
    elif len(persons) > 1:
        sentences.append("No meeting between them is in the dataset.")
    return " ".join(sentences)


def _joined(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return tenures with those that follow each other without a break made one."""
    runs: list[dict[str, Any]] = []
    for row in rows:
        last = runs[-1] if runs else None
        if last is None or (not pd.isna(last["end_latest"]) and row["start_earliest"] > last["end_latest"] + _DAY):
            runs.append(dict(row))
        elif last["end_status"] == "known" and (row["end_status"] != "known" or row["end_latest"] > last["end_latest"]):
            last.update({k: row[k] for k in ("end_status", "end_earliest", "end_latest")})
    return runs


def _spell(row: dict[str, Any], *, plain: bool = False) -> str:
    start = year_text(row["start_earliest"], row["start_latest"])
    if row["end_status"] == "ongoing":
        text = f"since {start}"
    elif pd.isna(row["end_earliest"]):
        text = f"from {start} to an unknown day"
    else:
        end = year_text(row["end_earliest"], row["end_latest"])
        text = start if start == end else f"{start} to {end}"
    return text if plain or not row["is_acting"] else f"{text} (acting)"
