"""Many leaders on one page: who was in power when, state by state, without a text in the way of another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any, Final, Literal

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
    people,
    records,
    short_title,
    source_ids,
    tenures_of,
    year_text,
)
from profiles.charts.furniture import (
    FLAG_ROOM,
    draw_gutter,
    draw_key,
    draw_moment,
    draw_years,
    key_height,
    message_in,
)
from profiles.charts.lanes import TIP
from profiles.charts.layout import day_number
from profiles.charts.packing import BAR, LANE, Block, Item, gutter_for, pack
from profiles.charts.style import GREY, INK, LATIN_FONTS, NAME_SIZE, PAPER, RULE, SMALL_SIZE, house_style
from profiles.dataset import Dataset
from profiles.selection import members_during
from profiles.words import listed, plural

__all__ = ["draw_overview", "overview_chart"]

GroupBy = Literal["state", "group"]

COLUMNS: Final = (
    *("thing", "id", "leader_id", "name", "label", "block", "heading", "state", "office", "title"),
    *("start", "start_earliest", "start_latest", "end", "end_earliest", "end_latest"),
    *("end_status", "is_effective", "is_acting", "is_unverified"),
)
_NO_GROUP: Final = "Other states"
_NO_STATE: Final = "No office"


@house_style()
def draw_overview(
    ax: Axes,
    data: pd.DataFrame,
    *,
    as_of: dt.date,
    key: bool = True,
    xlim: tuple[float, float] | None = None,
) -> Axes:
    """Draw the time in office of many leaders, several in a lane, and return the axes.

    Parameters
    ----------
    ax
        Where to draw. Names of states (or of leaders, where each has a lane) stand left of it, the key
        above.
    data
        One row per tenure, or per leader without one, as `overview_chart` makes it.
    as_of
        Last day known: up to it, tenures that are running are drawn.
    key
        Whether to explain the bars above the axes.
    xlim
        First and last day of the axis in days since 1970; what the data need by default.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes; x counts days since 1970, y is inches from the top.
    """
    rows = records(data)
    width = ax.get_window_extent().width / ax.figure.dpi
    plan = pack(rows, as_of, width, xlim)
    draw_years(ax, plan.low, plan.high, width)
    ax.set_ylim(plan.height, 0)
    ax.set_yticks([])
    per_day = width / (plan.high - plan.low)
    draw_moment(ax, day_number(DISSOLVED), f"USSR dissolved, {day_text(DISSOLVED)}", width)
    for number, block in enumerate(plan.blocks):
        if block.heading:
            _draw_heading(ax, block, -plan.gutter)
        elif number and not block.leader_id:
            ax.axhline(block.top, color=RULE, lw=0.6, zorder=0.5)
        draw_gutter(ax, block.top + block.height / 2, [block.name], leader_id=block.leader_id)
        top = block.top + (block.height - LANE * len(block.lanes)) / 2
        for i, lane in enumerate(block.lanes):
            for item in lane:
                _draw_item(ax, item, top + (i + 0.5) * LANE, as_of, per_day, width)
    held = [row for row in rows if row["thing"] == "tenure"]
    if key and (items := bar_key(held, as_of)):
        draw_key(ax, items, left=-plan.gutter, width=width + plan.gutter, above=FLAG_ROOM + 0.05)
    return ax


def overview_chart(
    dataset: Dataset,
    leaders: Sequence[str],
    *,
    group_by: GroupBy | None = "state",
    groups: Sequence[str] = (),
    as_of: dt.date | None = None,
) -> Chart:
    """Return the time in office of many leaders on one page.

    A leader stands in the state in which he or she held effective power for longest, or office if never
    in power. Leaders of one state share a lane as long as neither bars nor names touch.

    Parameters
    ----------
    dataset
        The data.
    leaders
        Ids; repeated ones count once. Sixty fit on a printed page.
    group_by
        ``"state"`` for lanes by state, in alphabetical order; ``"group"`` for the same under the names
        of groups of states; None for a lane of their own for each leader, in the order given.
    groups
        Ids of groups of states for ``"group"``: a leader stands under the first of which the state was
        a member at any time while the leader was in office. By default all, the one with most of these
        leaders first.
    as_of
        Last day to show; the dataset's own by default.

    Returns
    -------
    Chart
        Named ``overview``.

    Raises
    ------
    UnknownName
        If an id is not in the dataset.
    NotComparable
        If no leader is given.
    ValueError
        If `group_by` is none of the three, or a group is not in the dataset.
    """
    if group_by not in {"state", "group", None}:
        message = f"group_by is {group_by!r}; write 'state', 'group', or None for a lane for each leader"
        raise ValueError(message)
    day = as_of or dataset.as_of
    persons = people(dataset, leaders)
    last = pd.Timestamp(day)
    held = [row for row in tenures_of(dataset, [p.leader_id for p in persons]) if row["start_earliest"] <= last]
    data = _collect(dataset, persons, held, day, group_by, groups)
    sources = source_ids(held)
    by = {"state": ", by state", "group": ", by group of states", None: ""}[group_by]
    title = f"In power and in office: {plural(len(persons), 'leader')}{by}"
    foot = foot_line(dataset, day, sources)
    rows = records(data)
    with house_style():
        gutter = gutter_for(rows)
        width = plot_width(gutter)
        plan = pack(rows, day, width)
        kept = [row for row in rows if row["thing"] == "tenure"]
        key = key_height(bar_key(kept, day), width + gutter) + FLAG_ROOM
        size, margins = page_size(title=title, foot=foot, gutter=gutter, plot_height=plan.height, key=key)
    return Chart(
        name="overview",
        title=title,
        data=data,
        alt=_alt(rows, title, day),
        foot=foot,
        sources=sources,
        size=size,
        margins=margins,
        draw=partial(draw_overview, data=data, as_of=day),
    )


def _collect(
    dataset: Dataset,
    persons: list[Person],
    held: list[dict[str, Any]],
    as_of: dt.date,
    group_by: GroupBy | None,
    groups: Sequence[str],
) -> pd.DataFrame:
    last = pd.Timestamp(as_of)
    own = {p.leader_id: [row for row in held if row["leader_id"] == p.leader_id] for p in persons}
    homes = {leader: _home(mine, last) for leader, mine in own.items()}
    headings = _headings(dataset, own, groups) if group_by == "group" else ({}, [])
    rows: list[dict[str, Any]] = []
    for person in persons:
        leader = person.leader_id
        state = homes[leader]
        base = {
            "leader_id": leader,
            "name": person.name,
            "label": person.short if group_by else None,
            "block": state or _NO_STATE if group_by else person.name,
            "heading": headings[0].get(leader),
        }
        if not own[leader]:
            rows.append(base | {"thing": "leader", "id": leader})
        for row in own[leader]:
            found = base | {column: value for column, value in known_by(row, last).items() if column in COLUMNS}
            found |= {"thing": "tenure", "id": row["tenure_id"], "office": short_title(row["title"], row["kind"])}
            rows.append(found)
    if group_by:
        order = headings[1]
        rows.sort(key=lambda row: (order.index(row["heading"]) if order else 0, homes[row["leader_id"]] or "~"))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _home(mine: list[dict[str, Any]], last: pd.Timestamp) -> str | None:
    """Return the state a leader stands in: most days of effective power there, then most days of office."""
    days: dict[str, list[int]] = {}
    for row in mine:
        end = row["end_latest"] or (last if row["end_status"] == "ongoing" else row["start_latest"])
        length = (min(end, last) - row["start_earliest"]).days + 1
        sums = days.setdefault(row["state"], [0, 0])
        sums[0] += length if row["is_effective"] else 0
        sums[1] += length
    return max(days, key=lambda state: days[state]) if days else None


def _headings(
    dataset: Dataset, own: dict[str, list[dict[str, Any]]], groups: Sequence[str]
) -> tuple[dict[str, str], list[str]]:
    """Return the name of the group each leader stands under, and these names in their order."""
    known = list(dict.fromkeys(dataset.groups["group_id"]))
    for group in groups:
        if group not in known:
            message = f"{group!r} is no group of states of this dataset; there are: {', '.join(known) or 'none'}"
            raise ValueError(message)
    held = pd.DataFrame(
        [(leader, row["state_id"], row["start_earliest"], row["end_latest"]) for leader in own for row in own[leader]],
        columns=["leader", "state", "start", "end"],
    ).astype({"start": "datetime64[s]", "end": "datetime64[s]"})
    periods = [held["state"].to_numpy(dtype=object), held["start"].to_numpy(), held["end"].to_numpy()]
    fits = {}
    for group in groups or known:
        members = set(held["leader"][members_during(dataset.groups, group, *periods)])
        fits[group] = [leader for leader in own if leader in members]
    order = list(groups) or sorted(fits, key=lambda group: -len(fits[group]))
    labels = dataset.schemas["groups"].by_name["group_id"].code_labels
    found: dict[str, str] = {}
    for group in order:
        for leader in fits[group]:
            found.setdefault(leader, labels.get(group, group))
    rest = dict.fromkeys((leader for leader in own if leader not in found), _NO_GROUP)
    names = [labels.get(group, group) for group in order]
    return found | rest, [*names, _NO_GROUP]


def _draw_heading(ax: Axes, block: Block, left: float) -> None:
    low, high = ax.get_xlim()
    inches = ax.get_window_extent().width / ax.figure.dpi
    at = low + left * (high - low) / inches
    ax.text(
        at,
        block.top - 0.09,
        block.heading,
        size=NAME_SIZE,
        weight="bold",
        family=list(LATIN_FONTS),
        color=INK,
        va="center_baseline",
        clip_on=False,
        gid=f"heading-{block.heading}",
    )
    ax.plot([at, high], [block.top] * 2, color=GREY, lw=0.6, zorder=0.5, clip_on=False)


def _draw_item(ax: Axes, item: Item, y: float, as_of: dt.date, per_day: float, width: float) -> None:
    name = item.leader_id
    if not item.segments:
        # It may begin later.
        text = f"{item.label}: no office by {day_text(as_of)}" if item.label else f"no office by {day_text(as_of)}"
        message_in(ax, y, text, width, moment=day_number(DISSOLVED))
        ax.texts[-1].set_gid(f"name-{name}" if item.label else None)
        return
    for before, after in zip(item.segments, item.segments[1:], strict=False):
        if after.first - before.last > 1:
            # One leader twice, not two of them.
            ax.plot([before.last, after.first], [y, y], color=GREY, lw=0.6, zorder=1.2)
    for i, segment in enumerate(item.segments):
        effective, acting, uncertain = segment.kind
        # An edge of paper parts two leaders of whom one followed the other.
        look = UNCERTAIN if uncertain else STYLES[effective, acting] | ({"ec": PAPER, "lw": 0.5} if effective else {})
        place = ((segment.first, y - BAR / 2), segment.last - segment.first, BAR)
        ax.add_patch(Rectangle(*place, gid=f"tenure-{name}-{i}", zorder=2, **look))
    last = item.segments[-1]
    if item.is_running:
        reach = (TIP / per_day, BAR / 2 + 0.01)
        draw_tip(ax, (day_number(as_of), y), reach, is_effective=last.kind[0], gid=f"tenure-{name}-ongoing")
    if item.is_open:
        x = last.last + 0.03 / per_day
        ax.text(x, y, "?", size=SMALL_SIZE, color=INK, va="center_baseline", gid=f"tenure-{name}-unknown")
    if item.label:
        spot = item.place
        look = {"size": SMALL_SIZE, "color": spot.colour, "ha": spot.side, "va": "center_baseline"}
        # Beside a bar, paper behind the text keeps the line of 1991 out of it.
        look |= {"zorder": 4} if spot.inside else {"zorder": 1.5, "bbox": {"fc": PAPER, "ec": "none", "pad": 0.4}}
        ax.text(spot.x, y, item.label, gid=f"name-{name}", **look)


def _alt(rows: list[dict[str, Any]], title: str, as_of: dt.date) -> str:
    sentences = [f"{title}, as of {day_text(as_of)}."]
    blocks: dict[tuple[Any, str], list[str]] = {}
    for row in rows:
        within = blocks.setdefault((row["heading"], row["block"]), [])
        if row["leader_id"] not in within:
            within.append(row["leader_id"])
    heading = None
    for (above, block), leaders in blocks.items():
        if above != heading:
            sentences.append(f"{above}.")
            heading = above
        told = []
        for leader in leaders:
            mine = [row for row in rows if row["leader_id"] == leader]
            told.append((_first(mine), mine[0]["name"], _career(mine)))
        # In a lane of one's own the name is the block.
        phrases = [f"{name} {spell}" if name != block else spell for _, name, spell in sorted(told)]
        sentences.append(f"{block}: {listed(phrases)}.")
    return " ".join(sentences)


def _first(mine: list[dict[str, Any]]) -> str:
    return str(min((row["start_earliest"] for row in mine if row["thing"] == "tenure"), default="~"))


def _career(mine: list[dict[str, Any]]) -> str:
    held = [row for row in mine if row["thing"] == "tenure"]
    if not held:
        return "(no office)"
    power = [row for row in held if row["is_effective"]]
    chosen = power or held
    start, end = _years(chosen)
    mark = "" if power else " (in office only)"
    return f"{start}{end}{mark}" if end != f"–{start}" else f"{start}{mark}"


def _years(chosen: list[dict[str, Any]]) -> tuple[str, str]:
    first = min(chosen, key=lambda row: row["start_earliest"])
    start = year_text(first["start_earliest"], first["start_latest"])
    if any(row["end_status"] == "ongoing" for row in chosen):
        return f"since {start}", ""
    if any(row["end_latest"] is None for row in chosen):
        return f"from {start} to an unknown day", ""
    last = max(chosen, key=lambda row: row["end_latest"])
    return start, f"–{year_text(last['end_earliest'], last['end_latest'])}"
