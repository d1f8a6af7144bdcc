"""What several charts need to know: who the leaders are, their offices, their meetings, in few words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from profiles.charts.style import native_form
from profiles.dataset import Dataset
from profiles.dates import format_day
from profiles.errors import NotComparable, UnknownName, did_you_mean

__all__ = [
    "DISSOLVED",
    "Person",
    "day_text",
    "foot_line",
    "known_by",
    "meetings_among",
    "people",
    "records",
    "short_title",
    "source_ids",
    "tenures_of",
    "unique",
    "views_of",
    "year_text",
]

DISSOLVED: Final = dt.date(1991, 12, 26)
"""The day on which the upper chamber of the Supreme Soviet declared the USSR dissolved."""

# Parts of a title that say what body it belongs to; all others name the state or the party.
_BODIES: Final = re.compile(
    r"[Cc]ouncil|Commission|Committee|Congress|Soviet\b|Presidency|Presidium|Parliament|Assembly|Government|Junta"
    r"|Directorate|Khural|Rada|House|Ministers|Representatives|Forces|Reconstruction|Revolution\b|Front\b|order|authority"
    r"|^State$|^government$|^state$"
)
_STATES: Final = re.compile(r"Republics?\b|Union$|Federation|Kingdom|Emirate|Empire|Commonwealth|Party|Movement")


@dataclass(frozen=True, slots=True)
class Person:
    """One leader, as charts name them."""

    leader_id: str
    name: str
    native: str
    short: str
    row: dict[str, Any]


def unique(leaders: Iterable[str]) -> list[str]:
    """Return ids in their order, each once."""
    return list(dict.fromkeys(leaders))


def people(dataset: Dataset, leaders: Sequence[str]) -> list[Person]:
    """Return who the ids stand for, in their order, each once.

    Parameters
    ----------
    dataset
        Where to look.
    leaders
        Ids of leaders.

    Returns
    -------
    list of Person
        Surnames are short forms only where they fit one of the leaders asked for.

    Raises
    ------
    UnknownName
        If an id is not in the dataset.
    NotComparable
        If there is none.
    """
    frame = dataset.leaders
    known = frame["leader_id"].tolist()
    wanted = unique(leaders)
    if not wanted:
        message = "a chart needs at least one leader"
        raise NotComparable(message)
    for leader in wanted:
        if leader not in known:
            near = did_you_mean(leader, known, most=3)
            message = f"{leader!r} is no leader_id of this dataset"
            message += f"; near: {', '.join(near)}" if near else ""
            raise UnknownName(message, name=leader, candidates=near)
    rows = {row["leader_id"]: row for row in records(frame[frame["leader_id"].isin(wanted)])}
    aliases = dataset.aliases[dataset.aliases["leader_id"].isin(wanted)]
    short: dict[str, list[str]] = {}
    native: dict[str, list[str]] = {}
    for alias in records(aliases):
        if alias["kind"] == "short" and alias["script"] == "Latn":
            short.setdefault(alias["leader_id"], []).append(alias["alias"])
        elif alias["kind"] == "native":
            native.setdefault(alias["leader_id"], []).append(alias["alias"])
    found = {leader: _surname(rows[leader]["name"], short.get(leader, [])) for leader in wanted}
    counts = pd.Series(list(found.values())).value_counts().to_dict()
    return [
        Person(
            leader,
            rows[leader]["name"],
            native_form(rows[leader]["name"], _everyday(rows[leader]["native_name"], native.get(leader, []))),
            found[leader] if counts[found[leader]] == 1 else rows[leader]["name"],
            rows[leader],
        )
        for leader in wanted
    ]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as dictionaries, with None for whatever is missing."""
    return [
        {str(key): None if pd.isna(value) else value for key, value in row.items()} for row in frame.to_dict("records")
    ]


def _surname(name: str, aliases: list[str]) -> str:
    words = name.split()
    parts = [" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)]
    fitting = [alias for alias in aliases if alias in parts and alias != name]
    return min(fitting, key=lambda alias: (len(alias), alias)) if fitting else name


def _everyday(native: object, aliases: list[str]) -> object:
    """Return a native name without its patronymic, where an alias gives that form."""
    if not isinstance(native, str):
        return native
    words = native.split()
    shorter = [a for a in aliases if 2 <= len(a.split()) < len(words) and {*a.split()} <= {*words}]
    return min(shorter, key=lambda alias: (len(alias), alias)) if shorter else native


def short_title(title: str, kind: str | None = None) -> str:
    """Return the title of an office without the state or party it belongs to.

    Parameters
    ----------
    title
        In full, as in the table `offices`.
    kind
        The kind of office; of a party leader only the post is kept.

    Returns
    -------
    str
        "President of the Russian Federation" becomes "President".

    Examples
    --------
    >>> short_title("Chairman of the Government of the Russian Federation (Prime Minister)")
    'Prime Minister'
    >>> short_title("Chairman of the Presidium of the Supreme Soviet of the USSR")
    'Chairman, Presidium of the Supreme Soviet'
    """
    plain = re.split(r"[;:]|, from ", title)[0]
    if "(Prime Minister)" in plain:
        return "Prime Minister"
    informal = " (informal)" if "(informal)" in plain else ""
    plain = re.sub(r"\s*\([^)]*\)", "", plain).split(" / ")[0].strip()
    post, *rest = re.split(r"\s+(of the|of)\s+", plain)
    if kind == "party_leader":
        return f"Party {post.lower()}" if post in {"Chairman", "Leader"} else post
    kept: list[str] = []
    for link, part in zip(rest[::2], rest[1::2], strict=True):
        if _STATES.search(part) or not _BODIES.search(part):
            break
        kept += [link, part]
    if not kept:
        return post + informal
    if kept[1].islower() or post == "Leader":
        return f"{post} {' '.join(kept)}"
    return f"{post}, {' '.join(kept[1:])}{informal}"


def tenures_of(dataset: Dataset, leaders: Sequence[str]) -> list[dict[str, Any]]:
    """Return the tenures of some leaders with office and state, earliest first.

    Parameters
    ----------
    dataset
        Where to look.
    leaders
        Ids of leaders.

    Returns
    -------
    list of dict
        The columns of `tenures`, and ``title``, ``kind``, ``state_id`` and ``state``. Missing is None.
    """
    held = dataset.tenures[dataset.tenures["leader_id"].isin(leaders)]
    offices = {row["office_id"]: row for row in records(dataset.offices)}
    states = dict(zip(dataset.states["state_id"], dataset.states["name"], strict=True))
    joined = []
    for row in records(held):
        office = offices[row["office_id"]]
        state = office["state_id"]
        joined.append(
            row
            | {"title": office["title"], "kind": office["kind"], "state_id": state, "state": states.get(state, state)}
        )
    return sorted(joined, key=lambda row: (row["start_earliest"], row["start_latest"], row["tenure_id"]))


def known_by(row: dict[str, Any], last: pd.Timestamp) -> dict[str, Any]:
    """Return a tenure as it was known on a day: what surely ended later was running."""
    if row["end_earliest"] is None or row["end_earliest"] <= last:
        return row
    return row | {"end": None, "end_earliest": None, "end_latest": None, "end_status": "ongoing"}


def meetings_among(dataset: Dataset, leaders: Sequence[str]) -> list[dict[str, Any]]:
    """Return the meetings of the given leaders with each other, earliest first; missing is None."""
    frame = dataset.meetings
    both = frame["leader_a"].isin(leaders) & frame["leader_b"].isin(leaders)
    return sorted(records(frame[both]), key=lambda row: (row["start_earliest"], row["meeting_id"]))


def views_of(dataset: Dataset, leaders: Sequence[str], topic: str) -> list[dict[str, Any]]:
    """Return the statements of the given leaders on a topic, earliest first; missing is None."""
    frame = dataset.views
    chosen = frame[frame["leader_id"].isin(leaders) & (frame["topic_id"] == topic)]
    return sorted(records(chosen), key=lambda row: (row["date_earliest"], row["view_id"]))


def source_ids(rows: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """Return the ids in the ``sources`` cells of some rows, sorted, without locators."""
    cells = (row.get("sources") or "" for row in rows)
    return tuple(sorted({part.partition("[")[0] for cell in cells for part in cell.split(";") if part}))


def day_text(day: dt.date | pd.Timestamp) -> str:
    """Return a day in words, such as "26 December 1991"."""
    return format_day(dt.date(day.year, day.month, day.day))


def foot_line(dataset: Dataset, as_of: dt.date, sources: Sequence[str]) -> str:
    """Return the last line under a chart: where the facts come from, to which day, which version."""
    last = f"s of {day_text(as_of)}; data version {dataset.version}."
    if not sources:
        return f"A{last}"
    return f"{len(sources)} source{'s' * (len(sources) != 1)}; a{last}"


def year_text(earliest: pd.Timestamp, latest: pd.Timestamp) -> str:
    """Return a year, or the years between which a day lies."""
    return str(earliest.year) if earliest.year == latest.year else f"{earliest.year}–{latest.year}"
