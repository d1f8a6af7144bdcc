"""What charts of rows and columns share: names in small type, the states of leaders, groups, codes and their labels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation, Transform, blended_transform_factory

from profiles.charts.facts import people, tenures_of, unique, views_of
from profiles.charts.layout import LINE, text_width
from profiles.charts.style import GREY, INK, NAME_SIZE, PAPER, SMALL_SIZE, TEXT_SIZE, contrast_ratio
from profiles.dataset import Dataset
from profiles.errors import NotComparable, UnknownName, did_you_mean

__all__ = [
    "NAME_GAP",
    "beside",
    "by_name",
    "code_labels",
    "early_note",
    "group_members",
    "home_states",
    "ink_on",
    "name_size",
    "name_width",
    "require_one_of",
    "row_height",
    "said_by",
    "small_width",
    "split_by_state",
    "why_silent",
    "write_name",
    "write_small",
]

NAME_GAP: Final = 0.12
"""Inches between the names and the axes."""

_MANY: Final = 30
NO_STATE: Final = "no office in the dataset"


def require_one_of(name: str, value: object, allowed: Sequence[object]) -> None:
    """Raise a `ValueError` that lists what is allowed, unless `value` is among it."""
    if value not in allowed:
        message = f"{name} is {value!r}; use {' or '.join(repr(one) for one in allowed)}"
        raise ValueError(message)


def name_size(count: int) -> float:
    """Return the points in which that many names are set: smaller where a page must hold many."""
    return NAME_SIZE if count <= _MANY else TEXT_SIZE


def row_height(count: int) -> float:
    """Return the inches of a row of one line among that many."""
    return name_size(count) * LINE + (0.07 if count <= _MANY else 0.025)


def name_width(names: Sequence[str], count: int) -> float:
    """Return the inches that names left of the axes need, the gap before the axes included."""
    return max((text_width(name, name_size(count)) for name in names), default=0.0) + NAME_GAP


def beside(ax: Axes, gap: float) -> Transform:
    """Return a transform for what stands `gap` inches left of the axes; y is in data units."""
    shift = ScaledTranslation(-gap, 0, ax.figure.dpi_scale_trans)
    return blended_transform_factory(ax.transAxes, ax.transData) + shift


def write_name(ax: Axes, y: float, name: str, leader_id: str, count: int) -> None:
    """Write a leader's name left of the axes, in the size for that many rows."""
    ax.text(
        0,
        y,
        name,
        transform=beside(ax, NAME_GAP),
        size=name_size(count),
        color=INK,
        ha="right",
        va="center_baseline",
        gid=f"name-{leader_id}",
    )


def ink_on(colour: str) -> str:
    """Return the colour of text, dark or paper, that reads better on a ground."""
    return max((PAPER, INK), key=lambda ink: contrast_ratio(ink, colour))


def by_name(rows: Sequence[dict[str, Any]], column: str) -> dict[str, list[dict[str, Any]]]:
    """Return rows by the value of a column, in the order of its first appearance."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def home_states(dataset: Dataset, leaders: Sequence[str]) -> dict[str, str]:
    """Return the name of each leader's state: that of the last tenure in effective power, else of the last in office.

    Parameters
    ----------
    dataset
        Where to look.
    leaders
        Ids of leaders.

    Returns
    -------
    dict of str to str
        In the order of the ids; one without any office has a remark in place of a name.
    """
    found = dict.fromkeys(leaders, NO_STATE)
    held = tenures_of(dataset, leaders)
    # Later ones overwrite earlier ones, and those in effective power all others.
    for row in [*(row for row in held if not row["is_effective"]), *(row for row in held if row["is_effective"])]:
        found[row["leader_id"]] = row["state"]
    return found


def split_by_state(dataset: Dataset, leaders: Sequence[str]) -> dict[str, list[str]]:
    """Return ids by the name of their state (see `home_states`), states in alphabetical order."""
    homes = home_states(dataset, unique(leaders))
    states = sorted(set(homes.values()), key=lambda name: (name == NO_STATE, name))
    return {state: [leader for leader, home in homes.items() if home == state] for state in states}


def group_members(dataset: Dataset, groups: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the members of each group, each once.

    Parameters
    ----------
    dataset
        Where to look the ids up.
    groups
        Ids of leaders by name of group; a leader may be in several.

    Returns
    -------
    dict of str to list of str
        A copy. A group may be empty.

    Raises
    ------
    UnknownName
        If an id is not in the dataset.
    NotComparable
        If there is no group, or none has a member.
    TypeError
        If the members are given as one text.
    """
    for name, ids in groups.items():
        if isinstance(ids, str):
            message = f"the members of {name!r} are the text {ids!r}; give a list of ids, such as [{ids!r}]"
            raise TypeError(message)
    members = {name: unique(ids) for name, ids in groups.items()}
    everyone = unique(leader for ids in members.values() for leader in ids)
    if not everyone:
        message = "a chart of groups needs at least one group with a leader in it"
        raise NotComparable(message)
    people(dataset, everyone)
    return members


def said_by(
    dataset: Dataset, leaders: Sequence[str], *, topic: str, timing: str, as_of: dt.date
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the statements that a summary counts, and those that it leaves out for being too early.

    Parameters
    ----------
    dataset
        Where to look.
    leaders
        Ids of leaders.
    topic
        Which statements.
    timing
        ``"after"`` to leave out what was said before 26 December 1991, which is an anticipation; ``"all"`` to keep it.
    as_of
        Last day: a statement that cannot have been made by then does not count.

    Returns
    -------
    rows : list of dict
        Statements, earliest first.
    early : list of dict
        Those left out for their timing.

    Raises
    ------
    UnknownName
        If the topic is none of the dataset's.
    """
    require_one_of("timing", timing, ("after", "all"))
    topics = dataset.schemas["views"].by_name["topic_id"].code_values
    if topic not in topics:
        near = did_you_mean(topic, topics, most=3)
        message = f"{topic!r} is no topic of the statements; use {' or '.join(topics)}"
        raise UnknownName(message, name=topic, candidates=near)
    last = pd.Timestamp(as_of)
    rows = [row for row in views_of(dataset, leaders, topic) if row["date_earliest"] <= last]
    if timing == "all":
        return rows, []
    return [row for row in rows if row["timing"] == "after"], [row for row in rows if row["timing"] == "before"]


def why_silent(dataset: Dataset, leaders: Sequence[str], early: Sequence[dict[str, Any]]) -> str:
    """Return why there is no statement to show of some leaders: none was found, or nobody recorded a search.

    Parameters
    ----------
    dataset
        Where to look.
    leaders
        Ids of leaders without a statement that counts.
    early
        Statements left out for being too early.

    Returns
    -------
    str
        A remark to stand where there is nothing to draw.
    """
    if not leaders:
        return "no leader in this group"
    if any(row["leader_id"] in leaders for row in early):
        return "no statement found after the end of the USSR"
    frame = dataset.leaders[dataset.leaders["leader_id"].isin(leaders)]
    waiting = int((frame["views_missing"] == "not_searched").sum()) if "views_missing" in frame else 0
    if waiting == 0:
        return "no statement found"
    if waiting == len(leaders):
        return "no search recorded"
    return f"no statement found; no search recorded for {waiting} of {len(leaders)} leaders"


def code_labels(dataset: Dataset, field: str) -> dict[str, str]:
    """Return the label of each code of a column of `views`, in the order of its schema."""
    return dataset.schemas["views"].by_name[field].code_labels


def early_note(early: Sequence[dict[str, Any]]) -> str:
    """Return the sentence for the foot about statements left out for being too early; "" if there are none."""
    if not early:
        return ""
    were = (
        "statement made before 26 December 1991 is"
        if len(early) == 1
        else "statements made before 26 December 1991 are"
    )
    return f"{len(early)} {were} not counted."


def small_width(text: str) -> float:
    """Return the inches of a text in the smallest type."""
    return text_width(text, SMALL_SIZE)


def write_small(ax: Axes, x: float, y: float, text: str, **look: Any) -> None:
    """Write a small grey text at a place of the data."""
    usual: dict[str, Any] = {"size": SMALL_SIZE, "color": GREY, "va": "center_baseline"}
    ax.text(x, y, text, **(usual | look))
