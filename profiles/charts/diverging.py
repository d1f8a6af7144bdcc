"""How groups of leaders valued the end of the USSR: bars of shares around a common middle."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from profiles.charts.chart import Chart, page_size, plot_width
from profiles.charts.facts import day_text, foot_line, records, source_ids
from profiles.charts.furniture import MESSAGE, KeyItem, draw_key, key_height
from profiles.charts.grid import (
    NAME_GAP,
    beside,
    by_name,
    early_note,
    group_members,
    ink_on,
    require_one_of,
    said_by,
    small_width,
    split_by_state,
    why_silent,
    write_small,
)
from profiles.charts.layout import LINE, Label, arrange_labels, text_width, wrap
from profiles.charts.style import EVALUATIONS, GREY, INK, NAME_SIZE, PAPER, RULE, SMALL_SIZE, TEXT_SIZE, house_style
from profiles.dataset import Dataset
from profiles.words import listed

__all__ = ["diverging_chart", "draw_diverging"]

COLUMNS: Final = (
    *("thing", "group", "members", "speakers", "group_statements", "evaluation", "statements", "leaders", "share"),
    *("left", "right", "remark"),
)
_TIED: Final = "tied"
_ORDER: Final = (*list(EVALUATIONS)[:3], _TIED, "welcome")
_SIDES: Final = ("lament", "welcome")
_UNITS: Final = {"each": "by statement", "majority": "by leader"}
_BAR: Final = 0.2
_LEVEL: Final = 0.13
_AIR: Final = 0.14
_NAMES: Final = 2.1


@dataclass(frozen=True, slots=True)
class _Bar:
    """One group: what stands beside it, its segments, and where the counts under them go."""

    rows: list[dict[str, Any]]
    names: list[str]
    notes: list[str]
    inside: list[str]
    under: list[tuple[str, int, float]]
    height: float


@dataclass(frozen=True, slots=True)
class _Plan:
    bars: list[_Bar]
    low: float
    high: float
    gutter: float
    height: float
    key: list[KeyItem]


@house_style()
def draw_diverging(
    ax: Axes, data: pd.DataFrame, *, count: Literal["each", "majority"] = "each", key: bool = True
) -> Axes:
    """Draw the evaluations of each group as a bar around a common middle, and return the axes.

    Lament stands left of the middle, welcome right of it; mixed, neutral and tied lie across it, for neither side.

    Parameters
    ----------
    ax
        Where to draw. Groups stand left of it, the key above.
    data
        One row per thing drawn, as `diverging_chart` makes it. Its ``thing`` is ``segment``, or ``group`` for one with
        nothing to draw (``remark`` says why). ``share`` is of what is counted, 0 to 1; ``left`` and ``right`` are the
        ends of the segment, as shares from the middle.
    count
        What was counted: statements (``"each"``) or leaders (``"majority"``).
    key
        Whether to explain colours above the axes.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes; x is a share counted from the middle, y is inches from the top.
    """
    width = ax.get_window_extent().width / ax.figure.dpi
    plan = _plan(records(data), width, count)
    ax.set_xlim(plan.low, plan.high)
    ax.set_ylim(plan.height, 0)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines["bottom"].set_visible(False)
    per_inch = (plan.high - plan.low) / width
    y = 0.0
    for number, bar in enumerate(plan.bars):
        if number:
            ax.axhline(y, color=RULE, lw=0.6, zorder=0.3)
        _draw_names(ax, bar, y)
        if bar.rows[0]["thing"] == "group":
            ax.text(plan.low + 0.08 * per_inch, y + bar.height / 2, bar.rows[0]["remark"], **MESSAGE)
            y += bar.height
            continue
        levels = max((level for _, level, _ in bar.under), default=0) + 1
        top = y + (bar.height - _BAR - levels * _LEVEL) / 2
        # Only where no text stands: what is above the bars lines up by it.
        ax.plot([0, 0], [y + 0.01, top], color=INK, lw=0.9, zorder=1, gid=f"middle-{number}")
        for row, inside in zip(bar.rows, bar.inside, strict=True):
            box = Rectangle(
                (row["left"], top),
                row["right"] - row["left"],
                _BAR,
                zorder=2,
                gid=f"bar-{number}-{row['evaluation']}",
                **_look(row["evaluation"]),
            )
            ax.add_patch(box)
            if inside:
                ink = ink_on(EVALUATIONS[row["evaluation"]][0])
                middle = (row["left"] + row["right"]) / 2
                look = {"color": ink, "size": TEXT_SIZE, "ha": "center", "gid": f"share-{number}-{row['evaluation']}"}
                write_small(ax, middle, top + _BAR / 2, inside, **look)
        for text, level, centre in bar.under:
            at = top + _BAR + 0.015 + (level + 0.5) * _LEVEL
            write_small(ax, plan.low + centre * per_inch, at, text, ha="center")
        y += bar.height
    if key:
        draw_key(ax, plan.key, left=-plan.gutter, width=width + plan.gutter)
    return ax


def diverging_chart(
    dataset: Dataset,
    groups: Mapping[str, Sequence[str]],
    *,
    count: Literal["each", "majority"] = "each",
    by: Literal["state"] | None = None,
    topic: str = "ussr-collapse",
    timing: Literal["after", "all"] = "after",
    who: str = "",
    as_of: dt.date | None = None,
) -> Chart:
    """Return how groups of leaders valued the end of the USSR, as shares with the numbers behind them.

    Parameters
    ----------
    dataset
        The data.
    groups
        Ids of leaders by name of group, in the order of the bars. A leader may be in several.
    count
        ``"each"`` counts every statement. ``"majority"`` counts every leader with a statement once, by the evaluation
        that more of the leader's statements have than any other; where two are as frequent, the leader counts as tied.
    by
        ``"state"`` for a bar for each state in a group: that of the leader's last tenure in effective power, or of the
        last office of those who never had it.
    topic
        Which statements.
    timing
        ``"after"`` leaves out what was said before 26 December 1991, and says so; ``"all"`` counts it.
    who
        How the title calls the groups; by their names by default.
    as_of
        Last day to show; the dataset's own by default.

    Returns
    -------
    Chart
        Named ``diverging``.

    Raises
    ------
    UnknownName
        If an id or the topic is not in the dataset.
    NotComparable
        If no group has a member.
    ValueError
        If `count`, `by` or `timing` is none of its values.
    TypeError
        If the members of a group are given as one text.
    """
    require_one_of("count", count, ("each", "majority"))
    require_one_of("by", by, ("state", None))
    day = as_of or dataset.as_of
    members = group_members(dataset, groups)
    if by:
        alone = len(members) == 1
        members = {
            state if alone else f"{group}: {state}": ids
            for group, everyone in members.items()
            for state, ids in split_by_state(dataset, everyone).items()
        }
    everyone = sorted({leader for ids in members.values() for leader in ids})
    views, early = said_by(dataset, everyone, topic=topic, timing=timing, as_of=day)
    rows: list[dict[str, Any]] = []
    for group, ids in members.items():
        mine = [view for view in views if view["leader_id"] in ids]
        rows.extend(
            _segments(group, ids, mine, count) if mine else [_silent(group, ids, why_silent(dataset, ids, early))]
        )
    data = pd.DataFrame(rows, columns=list(COLUMNS))
    for column in ("members", "speakers", "group_statements", "statements", "leaders"):
        data[column] = data[column].astype("Int64")
    sources = source_ids(views)
    how = "by state and " * (by is not None) + _UNITS[count]
    title = f"How {who or _who(list(groups))} valued the end of the USSR, {how}"
    foot = foot_line(dataset, day, sources) + "\n" + " ".join(_foot_notes(rows, count, early))
    drawn = records(data)
    with house_style():
        gutter = _gutter(drawn, count)
        plan = _plan(drawn, plot_width(gutter), count)
        size, margins = page_size(
            title=title,
            foot=foot,
            gutter=gutter,
            plot_height=plan.height,
            key=key_height(plan.key, plot_width(gutter) + gutter),
            below=0.02,
        )
    return Chart(
        name="diverging",
        title=title,
        data=data,
        alt=_alt(drawn, title, day, count),
        foot=foot,
        sources=sources,
        size=size,
        margins=margins,
        draw=partial(draw_diverging, data=data, count=count),
    )


def _foot_notes(rows: list[dict[str, Any]], count: str, early: list[dict[str, Any]]) -> list[str]:
    seen = {row.get("evaluation") for row in rows}
    notes = []
    if seen != {None}:
        each = "“5 by 3” is five statements by three leaders."
        once = "Each leader counts once, by the most frequent evaluation in the leader's statements."
        notes.append(each if count == "each" else once)
    across = [name for name in _ORDER if name in seen and name not in _SIDES]
    if across:
        notes.append(f"What lies across the middle ({listed(across)}) counts for neither side.")
    return [*notes, *([early_note(early)] if early else [])]


def _who(names: list[str]) -> str:
    return listed(names) if len(names) < 4 else f"{len(names)} groups of leaders"


def _silent(group: str, ids: list[str], remark: str) -> dict[str, Any]:
    empty = {"members": len(ids), "speakers": 0, "group_statements": 0}
    return {"thing": "group", "group": group, "remark": remark} | empty


def _segments(group: str, ids: list[str], views: list[dict[str, Any]], count: str) -> list[dict[str, Any]]:
    said = {leader: Counter(v["evaluation"] for v in mine) for leader, mine in by_name(views, "leader_id").items()}
    kinds = {leader: _majority(counts) for leader, counts in said.items()}
    statements = Counter(view["evaluation"] for view in views)
    speakers = Counter(name for counts in said.values() for name in counts)
    if count == "majority":
        speakers = Counter(kinds.values())
        statements = Counter()
        for leader, counts in said.items():
            statements[kinds[leader]] += counts.total()
    counted = statements if count == "each" else speakers
    total = counted.total()
    across = sum(counted[name] for name in _ORDER if name not in _SIDES)
    # The middle of those for neither side is the middle of all bars.
    left = -(counted["lament"] + across / 2) / total
    rows = []
    for name in _ORDER:
        if not counted[name]:
            continue
        share = counted[name] / total
        rows.append({
            "thing": "segment",
            "group": group,
            "members": len(ids),
            "speakers": len(said),
            "group_statements": len(views),
            "evaluation": name,
            "statements": statements[name],
            "leaders": speakers[name],
            "share": share,
            "left": left,
            "right": left + share,
        })
        left += share
    return rows


def _majority(counts: Counter[str]) -> str:
    most = max(counts.values())
    first, *others = [name for name, number in counts.items() if number == most]
    return _TIED if others else first


def _look(evaluation: str) -> dict[str, Any]:
    if evaluation == _TIED:
        return {"fc": PAPER, "ec": GREY, "lw": 0.7, "hatch": "////"}
    return {"fc": EVALUATIONS[evaluation][0], "ec": PAPER, "lw": 0.7}


def _percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.005 else "<1%"


def _notes(row: dict[str, Any], count: str) -> list[str]:
    members, said = row["members"], row["group_statements"]
    of = f"{row['speakers']} of {members} leader{'s' * (members != 1)}"
    if row["thing"] == "group":
        return [f"{members} leader{'s' * (members != 1)}"] if members else []
    number = f"{said} statement{'s' * (said != 1)}"
    return [f"{number} by {of}" if count == "each" else f"{of}, {number}"]


def _gutter(rows: list[dict[str, Any]], count: str) -> float:
    sizes = [0.0]
    for mine in by_name(rows, "group").values():
        sizes += [text_width(line, NAME_SIZE) for line in wrap(mine[0]["group"], _NAMES, NAME_SIZE)]
        sizes += [small_width(note) for note in _notes(mine[0], count)]
    return max(sizes) + NAME_GAP


def _plan(rows: list[dict[str, Any]], width: float, count: str) -> _Plan:
    groups = list(by_name(rows, "group").values())
    segments = [row for row in rows if row["thing"] == "segment"]
    low = min((row["left"] for row in segments), default=-0.5)
    high = max((row["right"] for row in segments), default=0.5)
    # A full bar and a little air; the counts under a short segment may stand out over its ends.
    air = 0.02 * (high - low)
    low, high = low - air, high + air
    per_share = width / (high - low)
    bars = []
    for mine in groups:
        names = wrap(mine[0]["group"], _NAMES, NAME_SIZE)
        notes = _notes(mine[0], count)
        inside, labels = [], []
        for row in mine if mine[0]["thing"] == "segment" else []:
            numbers = f"{row['statements']} by {row['leaders']}" if count == "each" else str(row["leaders"])
            share = _percent(row["share"])
            fits = text_width(share, TEXT_SIZE) + 0.06 <= row["share"] * per_share and row["evaluation"] != _TIED
            inside.append(share if fits else "")
            text = numbers if fits else f"{share}: {numbers}"
            labels.append(Label(text, ((row["left"] + row["right"]) / 2 - low) * per_share))
        places = arrange_labels(labels, 0.0, width)
        under = [(label.text, level, centre) for label, (level, centre) in zip(labels, places, strict=True)]
        levels = max((level for _, level, _ in under), default=0) + 1
        beside_it = len(names) * NAME_SIZE * LINE + len(notes) * SMALL_SIZE * LINE
        bars.append(_Bar(mine, names, notes, inside, under, max(beside_it, _BAR + levels * _LEVEL) + _AIR))
    return _Plan(bars, low, high, _gutter(rows, count), sum(bar.height for bar in bars), _key(rows))


def _draw_names(ax: Axes, bar: _Bar, top: float) -> None:
    sizes = [NAME_SIZE] * len(bar.names) + [SMALL_SIZE] * len(bar.notes)
    y = top + (bar.height - sum(sizes) * LINE) / 2
    for i, (line, size) in enumerate(zip([*bar.names, *bar.notes], sizes, strict=True)):
        look = {"size": size, "color": INK if size == NAME_SIZE else GREY, "ha": "right"}
        gid = {"gid": f"group-{bar.rows[0]['group']}"} if i == 0 else {}
        write_small(ax, 0, y + size * LINE / 2, line, transform=beside(ax, NAME_GAP), **look, **gid)
        y += size * LINE


def _key(rows: list[dict[str, Any]]) -> list[KeyItem]:
    seen = {row["evaluation"] for row in rows}
    words = {_TIED: "tied: two evaluations as frequent"}
    return [KeyItem(words.get(name, name), "bar", _look(name)) for name in _ORDER if name in seen]


def _alt(rows: list[dict[str, Any]], title: str, as_of: dt.date, count: str) -> str:
    sentences = [f"{title}, up to {day_text(as_of)}."]
    for mine in by_name(rows, "group").values():
        if mine[0]["thing"] == "group":
            number = "".join(f" ({note})" for note in _notes(mine[0], count))
            sentences.append(f"{mine[0]['group']}{number}: {mine[0]['remark']}.")
            continue
        parts = []
        for row in mine:
            leaders = f"{row['leaders']} leader{'s' * (row['leaders'] != 1)}"
            numbers = f"{row['statements']} by {leaders}" if count == "each" else leaders
            parts.append(f"{row['evaluation']} {_percent(row['share'])} ({numbers})")
        sentences.append(f"{mine[0]['group']}: {_notes(mine[0], count)[0]}: {', '.join(parts)}.")
    return " ".join(sentences)
