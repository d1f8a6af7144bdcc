"""How old leaders were when they came to power and when they left it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Literal

import pandas as pd
from matplotlib.axes import Axes

from profiles.charts.chart import Chart, page_size, plot_width
from profiles.charts.facts import day_text, foot_line, people, records, source_ids, tenures_of
from profiles.charts.furniture import MESSAGE, KeyItem, draw_key, key_height
from profiles.charts.grid import (
    beside,
    by_name,
    home_states,
    name_width,
    require_one_of,
    row_height,
    small_width,
    write_name,
    write_small,
)
from profiles.charts.layout import LINE, text_width, wrap
from profiles.charts.spans import power_ages
from profiles.charts.style import BAND, BLUE, GREY, INK, PAPER, RULE, SMALL_SIZE, house_style
from profiles.dataset import Dataset
from profiles.words import listed, plural

__all__ = ["draw_dumbbell", "dumbbell_chart"]

COLUMNS: Final = (
    *("thing", "leader_id", "name", "section", "born", "status", "date_earliest", "date_latest"),
    *("age_low", "age_high", "years_low", "years_high", "remark"),
)
_MARKS: Final[dict[str, dict[str, Any]]] = {
    # Where both fall on one place, the round mark shows around the square one.
    "entry": {"marker": "o", "ms": 6.4, "mfc": BLUE, "mec": BLUE, "mew": 1.0},
    "known": {"marker": "s", "ms": 3.6, "mfc": INK, "mec": INK, "mew": 1.0},
    "ongoing": {"marker": ">", "ms": 6.0, "mfc": BLUE, "mec": BLUE, "mew": 1.0},
}
_SPELL: Final[dict[str, Any]] = {"color": BLUE, "lw": 2.2}
_BETWEEN: Final[dict[str, Any]] = {"color": GREY, "lw": 0.8, "ls": (0, (1, 1.5))}
_SHOWN: Final = 0.1  # years: a range narrower than a mark needs no band
_AWAY: Final = 0.085
_UNKNOWN: Final = 0.3
_SECTION: Final = 1.15
_SECTION_GAP: Final = 0.16


@dataclass(frozen=True, slots=True)
class _Section:
    """Leaders between two rules, with the lines of the label beside them."""

    lines: list[str]
    leaders: list[list[dict[str, Any]]]
    row: float
    height: float


@dataclass(frozen=True, slots=True)
class _Plan:
    sections: list[_Section]
    names: float
    gutter: float
    height: float
    key: list[KeyItem]


@house_style()
def draw_dumbbell(
    ax: Axes, data: pd.DataFrame, *, power: Literal["effective", "any"] = "effective", key: bool = True
) -> Axes:
    """Draw a line from the age at first entry to the age at last exit for each leader, and return the axes.

    Parameters
    ----------
    ax
        Where to draw. Names stand left of it, the key above.
    data
        One row per thing drawn, as `dumbbell_chart` makes it. Its ``thing`` is ``entry``, ``exit``, ``spell`` (an
        unbroken time in power) or ``leader`` for one with no age to draw (``remark`` says why). ``age_low`` and
        ``age_high`` are whole years, ``years_low`` and ``years_high`` places on the axis; of an entry or exit they
        differ where a day is uncertain, of a spell they are its ends. ``status`` of an exit is ``known``,
        ``ongoing`` or ``unknown``; an unknown one has no age.
    power
        What the words of the key speak of.
    key
        Whether to explain the marks above the axes.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes; x is years of age, y is inches from the top.
    """
    rows = records(data)
    width = ax.get_window_extent().width / ax.figure.dpi
    plan = _plan(rows, power)
    low, high = _limits(rows, width)
    ax.set_xlim(low, high)
    ax.set_ylim(plan.height, 0)
    ax.set_yticks([])
    need = text_width("100 years", SMALL_SIZE) / width * (high - low)
    step = 5 if (high - low) <= 40 else 10
    ticks = [tick for tick in range(0, 131, step) if low + need / 2 < tick < high - need / 2]
    ax.set_xticks(ticks, [f"{tick} years" if tick == ticks[-1] else str(tick) for tick in ticks])
    ax.tick_params(axis="x", length=0, pad=4)
    ax.grid(visible=True, axis="x", color=RULE)
    count = sum(len(section.leaders) for section in plan.sections)
    y = 0.0
    for number, section in enumerate(plan.sections):
        if number:
            ax.plot([-plan.gutter / width, 1], [y, y], color=RULE, lw=0.6, transform=ax.get_yaxis_transform(),
                    clip_on=False, zorder=0.5)  # fmt: skip
        first = y + (section.height - section.row * len(section.leaders)) / 2
        lines_top = first + section.row / 2 - SMALL_SIZE * LINE / 2
        lines_top = min(lines_top, y + section.height - len(section.lines) * SMALL_SIZE * LINE)
        for i, line in enumerate(section.lines):
            at = lines_top + (i + 0.5) * SMALL_SIZE * LINE
            write_small(ax, 0, at, line, transform=beside(ax, plan.gutter), ha="left")
        for i, mine in enumerate(section.leaders):
            _draw_leader(ax, first + (i + 0.5) * section.row, mine, count)
        y += section.height
    if key:
        draw_key(ax, plan.key, left=-plan.gutter, width=width + plan.gutter)
    return ax


def dumbbell_chart(
    dataset: Dataset,
    leaders: Sequence[str],
    *,
    power: Literal["effective", "any"] = "effective",
    order: Literal["age", "given"] = "age",
    by: Literal["state"] | None = None,
    as_of: dt.date | None = None,
) -> Chart:
    """Return the ages of leaders when they first came to power and when they last left it.

    The thick line is time in power; it is thin and dotted where others were in between. Made for up to sixty leaders.

    Parameters
    ----------
    dataset
        The data.
    leaders
        Ids; repeated ones count once. Those whose ages are not known keep a row that says why.
    power
        ``"effective"`` counts tenures in effective power, ``"any"`` all offices in the dataset.
    order
        ``"age"`` puts the youngest at entry first, ``"given"`` keeps the order of the ids.
    by
        ``"state"`` to set the leaders apart by state, in alphabetical order: that of the last tenure in effective
        power, or of the last office of those who never had it.
    as_of
        Last day to show; the dataset's own by default.

    Returns
    -------
    Chart
        Named ``dumbbell``.

    Raises
    ------
    UnknownName
        If an id is not in the dataset.
    NotComparable
        If no leader is given.
    ValueError
        If `power`, `order` or `by` is none of its values.
    """
    require_one_of("power", power, ("effective", "any"))
    require_one_of("order", order, ("age", "given"))
    require_one_of("by", by, ("state", None))
    day = as_of or dataset.as_of
    persons = people(dataset, leaders)
    ids = [person.leader_id for person in persons]
    last = pd.Timestamp(day)
    held = [
        row
        for row in tenures_of(dataset, ids)
        if row["start_earliest"] <= last and (row["is_effective"] or power == "any")
    ]
    homes = home_states(dataset, ids) if by else dict.fromkeys(ids)
    mine = by_name(held, "leader_id")
    groups = [power_ages(p, mine.get(p.leader_id, []), last, homes[p.leader_id], power) for p in persons]
    if order == "age":
        groups.sort(key=_entry_age)
    if by:
        groups.sort(key=lambda rows: rows[0]["section"])
    data = pd.DataFrame([row for rows in groups for row in rows], columns=list(COLUMNS))
    for column in ("age_low", "age_high"):
        data[column] = data[column].astype("Int64")
    sources = source_ids([*(person.row for person in persons), *held])
    who = f"{len(persons)} leaders" if len(persons) > 3 else listed([p.name for p in persons])
    what = "effective power" if power == "effective" else "office"
    title = f"Ages of {who} when they entered and left {what}"
    foot = foot_line(dataset, day, sources)
    rows = records(data)
    with house_style():
        plan = _plan(rows, power)
        size, margins = page_size(
            title=title,
            foot=foot,
            gutter=plan.gutter,
            plot_height=plan.height,
            key=key_height(plan.key, plot_width(plan.gutter) + plan.gutter),
        )
    return Chart(
        name="dumbbell",
        title=title,
        data=data,
        alt=_alt(groups, title, day, by),
        foot=foot,
        sources=sources,
        size=size,
        margins=margins,
        draw=partial(draw_dumbbell, data=data, power=power),
    )


def _middle(row: dict[str, Any]) -> float:
    return float(row["years_low"] + row["years_high"]) / 2


def _entry_age(rows: list[dict[str, Any]]) -> float:
    return _middle(rows[0]) if rows[0]["thing"] == "entry" else float("inf")


def _age_text(row: dict[str, Any]) -> str:
    low, high = int(row["age_low"]), int(row["age_high"])
    about = "~" if row["born"].endswith(("~", "%", "?")) else ""
    return f"{about}{low}" if low == high else f"{about}{low}–{high}"


def _labels(mine: list[dict[str, Any]]) -> tuple[str, str]:
    left = next((_age_text(row) for row in mine if row["thing"] == "entry"), "")
    right = next((row for row in mine if row["thing"] == "exit"), None)
    if right is None:
        return left, ""
    mark = " (unverified)" if any(row["remark"] == "unverified" for row in mine) else ""
    return left, ("?" if right["status"] == "unknown" else _age_text(right)) + mark


def _limits(rows: list[dict[str, Any]], width: float) -> tuple[float, float]:
    ages = [row for row in rows if row["years_low"] is not None]
    low = min((row["years_low"] for row in ages), default=30.0)
    high = max(max((row["years_high"] for row in ages), default=70.0), low + 5)
    # Labels stand outside the line, and an end that nobody knows outside that.
    labels = [_labels(mine) for mine in by_name(rows, "leader_id").values()]
    left = max((small_width(text) for text, _ in labels), default=0.0) + _AWAY + 0.03
    right = (
        max((small_width(text) + (_UNKNOWN if text.startswith("?") else 0.0) for _, text in labels), default=0.0)
        + _AWAY
    )
    per_year = (width - left - right - 0.06) / (high - low)
    return low - left / per_year, high + (right + 0.06) / per_year


def _draw_leader(ax: Axes, y: float, mine: list[dict[str, Any]], count: int) -> None:
    leader = mine[0]["leader_id"]
    write_name(ax, y, mine[0]["name"], leader, count)
    low, high = ax.get_xlim()
    inch = (high - low) / (ax.get_window_extent().width / ax.figure.dpi)
    if mine[0]["thing"] == "leader":
        ax.text(low + 0.08 * inch, y, mine[0]["remark"], **MESSAGE | {"size": SMALL_SIZE})
        return
    entry, leave = mine[0], mine[-1]
    # What is known of one whose last end is not: as far as the last time in power with a known end.
    end = max(row["years_high"] for row in mine[:-1]) if leave["status"] == "unknown" else _middle(leave)
    if end > _middle(entry):
        ax.plot([_middle(entry), end], [y, y], zorder=1.2, gid=f"line-{leader}", **_BETWEEN)
    for i, spell in enumerate(row for row in mine if row["thing"] == "spell"):
        ax.plot([spell["years_low"], spell["years_high"]], [y, y], zorder=1.8, gid=f"spell-{leader}-{i}", **_SPELL)
    for row, name in ((entry, "entry"), (leave, "exit")):
        if row["status"] == "unknown":
            continue
        if row["years_high"] - row["years_low"] > _SHOWN:
            ax.plot([row["years_low"], row["years_high"]], [y, y], color=BAND, lw=6.0, zorder=1.5,
                    gid=f"{name}-{leader}-range")  # fmt: skip
        look = dict(_MARKS["entry" if name == "entry" else row["status"]])
        if row["years_high"] - row["years_low"] > _SHOWN:
            # An open mark in the middle of its range: it may be anywhere on it.
            look["mfc"] = PAPER
        ax.plot([_middle(row)], [y], ls="none", zorder=3, gid=f"{name}-{leader}", **look)
    left, right = _labels(mine)
    write_small(ax, entry["years_low"] - _AWAY * inch, y, left, ha="right", color=INK)
    if leave["status"] == "unknown":
        last = max(end, entry["years_high"])
        ax.plot([last, last + _UNKNOWN * inch], [y, y], zorder=1.2, gid=f"exit-{leader}-unknown", **_BETWEEN)
        write_small(ax, last + (_UNKNOWN + 0.03) * inch, y, right, ha="left", color=INK)
    else:
        write_small(ax, leave["years_high"] + _AWAY * inch, y, right, ha="left", color=INK)


def _plan(rows: list[dict[str, Any]], power: str) -> _Plan:
    leaders = list(by_name(rows, "leader_id").values())
    count = len(leaders)
    names = name_width([mine[0]["name"] for mine in leaders], count)
    sections: list[_Section] = []
    row = row_height(count)
    labels = {mine[0]["section"]: wrap(mine[0]["section"] or "", _SECTION, SMALL_SIZE) for mine in leaders}
    for section, lines in labels.items():
        own = [mine for mine in leaders if mine[0]["section"] == section]
        words = [line for line in lines if line]
        height = max(row * len(own), len(words) * SMALL_SIZE * LINE)
        sections.append(_Section(words, own, row, height + (0.05 if section else 0.0)))
    beside_names = max((small_width(line) for lines in labels.values() for line in lines), default=0.0)
    gutter = names + (beside_names + _SECTION_GAP if beside_names else 0.0)
    return _Plan(sections, names, gutter, sum(section.height for section in sections), _key(rows, power))


def _key(rows: list[dict[str, Any]], power: str) -> list[KeyItem]:
    what = "effective power" if power == "effective" else "office"
    seen = {row["thing"] if row["thing"] != "exit" else row["status"] for row in rows}
    names = {"entry": f"first entered {what}", "known": "last left it", "ongoing": "still in it"}
    items = [KeyItem(label, "mark", dict(_MARKS[name])) for name, label in names.items() if name in seen]
    if "spell" in seen:
        items.insert(1, KeyItem(f"in {what}" if power == "effective" else "in an office", "line", dict(_SPELL)))
    spells = [row["leader_id"] for row in rows if row["thing"] == "spell"]
    if "unknown" in seen:
        items.append(KeyItem("in between, or not known", "line", dict(_BETWEEN)))
    elif len(spells) > len(set(spells)):
        items.append(KeyItem("in between", "line", dict(_BETWEEN)))
    if any(
        row["thing"] in {"entry", "exit"}
        and row["status"] != "unknown"
        and row["years_high"] - row["years_low"] > _SHOWN
        for row in rows
    ):
        items.append(KeyItem("band: the age lies somewhere on it", "line", {"color": BAND, "lw": 6.0}))
    if "unknown" in seen:
        items.append(KeyItem("end not known", "text", {"s": "?", "size": SMALL_SIZE, "color": INK}))
    return items


def _alt(groups: list[list[dict[str, Any]]], title: str, as_of: dt.date, by: str | None) -> str:
    order = ", by state" if by else ""
    sentences = [f"{title}{order}, as of {day_text(as_of)}."]
    for mine in groups:
        name = mine[0]["name"] + (f" ({mine[0]['section']})" if by else "")
        if mine[0]["thing"] == "leader":
            sentences.append(f"{name}: {mine[0]['remark']}.")
            continue
        left, right = _labels(mine)
        last = {
            "known": f"left at {right}",
            "ongoing": f"still there at {right}",
            "unknown": "when it ended is not known",
        }[mine[-1]["status"]]
        spells = sum(row["thing"] == "spell" for row in mine)
        broken = f", with {plural(spells - 1, 'break')}" if spells > 1 else ""
        sentences.append(f"{name}: entered at {left}, {last}{broken}.")
    return " ".join(sentences)
