"""From a name to the nearest leaders."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from profiles.dataset import Dataset
from profiles.errors import NotComparable, UnknownName, did_you_mean, hint_for
from profiles.names import NameIndex
from profiles.render import Link, Text
from profiles.similar.attributes import ATTRIBUTES, Attribute, People, lowered, people
from profiles.similar.gower import ABSENT, MISSING, Distances, Numbers, gower, rank_bounds
from profiles.similar.model import Contribution, Neighbour, Similar
from profiles.sources import cite_sources
from profiles.values import list_items, source_id

__all__ = ["build"]

_STATES = {MISSING: "missing", ABSENT: "neither has any"}


def build(
    leader: str,
    data: Dataset,
    *,
    k: int,
    weights: Mapping[str, float] | None,
    among: Sequence[str] | None,
    as_of: dt.date | None,
) -> Similar:
    """Return the leaders most alike to one; see `profiles.similar.similar`."""
    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        message = f"k is {k!r}; write how many leaders to return: a whole number from 1"
        raise ValueError(message)
    used = _weighted(weights)
    day = as_of or data.as_of
    names = NameIndex(data.leaders, data.aliases)
    one = names.resolve(leader)
    others = sorted(_population(data, names, among, day) - {one})
    if not others:
        message = f"there is nobody to compare {names.names[one]} with; name leaders in among"
        raise NotComparable(message)
    found = people(data, [one, *others], as_of=day)
    columns = [found.columns[attribute.id] for attribute in used]
    distances = gower(columns, [attribute.weight for attribute in used], 0)
    can = np.flatnonzero(~np.isnan(distances.distance[1:])) + 1
    if not len(can):
        message = f"nothing is known that {names.names[one]} could be compared in; give other attributes a weight"
        raise NotComparable(message)
    order = can[np.lexsort((can, np.round(distances.distance[can], 12)))]
    best, worst = rank_bounds(distances.low[order], distances.high[order])
    nearest = order[:k]
    sources, waiting = _behind(data, [found.ids[row] for row in (0, *nearest)], day)
    neighbours = tuple(
        Neighbour(
            leader_id=found.ids[row],
            name=names.names[found.ids[row]],
            distance=float(distances.distance[row]),
            low=float(distances.low[row]),
            high=float(distances.high[row]),
            shared_weight=float(distances.shared[row]),
            contributions=_contributions(used, found, distances, int(row)),
            rank=place + 1,
            rank_best=int(best[place]),
            rank_worst=int(worst[place]),
            sources=sources[found.ids[row]],
            is_unverified=found.ids[row] in waiting,
        )
        for place, row in enumerate(nearest)
    )
    scaled = tuple(_scaled(attribute, found) for attribute in used)
    cited = {source for each in neighbours for source in each.sources}
    return Similar(
        leader=one,
        name=names.names[one],
        neighbours=neighbours,
        attributes=scaled,
        n=len(others),
        n_missing=len(others) - len(can),
        as_of=day,
        data_version=data.version,
        notes=_notes(data, day, names.names[one], scaled, len(others), len(can), among is None, one in waiting),
        sources=sources[one],
        is_unverified=one in waiting,
        source_texts={key: _cited(*value) for key, value in cite_sources(data.sources, cited).items()},
    )


def _weighted(weights: Mapping[str, float] | None) -> list[Attribute]:
    known = {attribute.id: attribute for attribute in ATTRIBUTES}
    for name, weight in (weights or {}).items():
        if name not in known:
            hint = hint_for(name, known, f"attributes are {', '.join(known)}")
            message = f"no attribute is called {name!r}; {hint}"
            raise UnknownName(message, name=name, candidates=did_you_mean(name, known))
        if isinstance(weight, bool) or not isinstance(weight, (int, float)) or not 0 <= weight < math.inf:
            message = f"the weight of {name} is {weight!r}; write a number from 0, which leaves it out"
            raise ValueError(message)
        known[name] = replace(known[name], weight=float(weight))
    used = [attribute for attribute in known.values() if attribute.weight > 0]
    if not used:
        message = "every attribute has the weight 0; give one more than that"
        raise ValueError(message)
    return used


def _population(data: Dataset, names: NameIndex, among: Sequence[str] | None, day: dt.date) -> set[str]:
    if among is not None:
        if isinstance(among, str):
            message = f"among is the text {among!r}; write a list: [{among!r}]"
            raise ValueError(message)
        return {names.resolve(name) for name in among}
    tenures = data.tenures
    begun = (tenures["start_earliest"] <= np.datetime64(day, "s")).to_numpy(dtype=bool)
    return set(tenures["leader_id"].to_numpy(dtype=object)[begun & tenures["is_effective"].to_numpy(dtype=bool)])


def _contributions(
    used: Sequence[Attribute], found: People, distances: Distances, row: int
) -> tuple[Contribution, ...]:
    parts = []
    for place, attribute in enumerate(used):
        state = _STATES.get(int(distances.state[row, place]), "compared")
        words = found.words[attribute.id]
        parts.append(
            Contribution(
                attribute.id,
                state,  # type: ignore[arg-type]
                float(distances.part[row, place]) if state == "compared" else None,
                float(distances.contribution[row, place]),
                words(0),
                words(row),
            )
        )
    return tuple(parts)


def _scaled(attribute: Attribute, found: People) -> Attribute:
    column = found.columns[attribute.id]
    if not isinstance(column, Numbers):
        known = column.codes >= 0 if attribute.kind == "code" else column.is_known  # type: ignore[union-attr]
        return replace(attribute, n_known=int(known.sum()))
    known = ~np.isnan(column.low)
    if not known.any():
        return attribute
    low, high = float(column.low[known].min()), float(column.high[known].max())
    return replace(attribute, scale=column.scale, low=low, high=high, n_known=int(known.sum()))


def _behind(data: Dataset, ids: Sequence[str], day: dt.date) -> tuple[dict[str, tuple[str, ...]], set[str]]:
    """Return the sources of each leader, of the tenures and statements, and whose rows partly have none yet."""
    last = np.datetime64(day, "s")
    found: dict[str, dict[str, None]] = {leader: {} for leader in ids}
    waiting: set[str] = set()
    for frame, column in ((data.leaders, None), (data.tenures, "start_earliest"), (data.views, "date_earliest")):
        rows = frame[frame["leader_id"].isin(ids).to_numpy(dtype=bool)]
        if column is not None:
            rows = rows[(rows[column] <= last).to_numpy(dtype=bool)]
        for leader, cell in zip(rows["leader_id"], rows["sources"], strict=True):
            if not pd.isna(cell):
                found[leader].update(dict.fromkeys(source_id(item) for item in list_items(cell)))
        if "is_unverified" in rows:
            waiting.update(rows["leader_id"][rows["is_unverified"].to_numpy(dtype=bool)])
    return {leader: tuple(sources) for leader, sources in found.items()}, waiting


def _cited(citation: str, url: str) -> Text:
    return (citation, *((". ", Link(url, url)) if url else (".",)))


def _notes(
    data: Dataset,
    day: dt.date,
    name: str,
    used: Sequence[Attribute],
    n: int,
    n_compared: int,
    usual: bool,
    is_waiting: bool,
) -> tuple[str, ...]:
    population = "the one leader" if n == 1 else f"the {n:,} leaders"
    who = "who had gained effective power by then" if usual else "named"
    weighed = ", ".join(f"{lowered(attribute.label)} {attribute.weight:g}" for attribute in used)
    ranges = "; ".join(
        f"{lowered(attribute.label)} {_figure(attribute, attribute.low)} to {_figure(attribute, attribute.high)}"
        for attribute in used
        if attribute.low is not None and attribute.high is not None
    )
    known = ", ".join(f"{lowered(attribute.label)} {attribute.n_known:,}" for attribute in used)
    notes = [
        f"Compared with {population} {who}."
        + (f" For {n - n_compared:,} of them nothing can be compared." if n > n_compared else ""),
        "Distance: Gower (1971), the weighted mean over the attributes that can be compared for the pair. Dates, ages"
        " and years are apart as a share of their range, codes wholly or not at all, sets by the share of items that"
        " only one has (Jaccard); a set is not compared where neither has any item.",
        f"Weights: {weighed}. Weights are a choice: other weights give other neighbours.",
    ]
    if ranges:
        notes.append(f"Ranges: {ranges}.")
    notes += [
        f"Known of how many of the {n + 1:,}, {name} included: {known}.",
        "Bounds: the distance if every missing or uncertain value made the two as alike, or as unlike, as can be; in"
        " brackets the ranks that this leaves open, each pair taken by itself. Compared: the part of the weight for"
        " which both values are known.",
    ]
    if any(attribute.id == "years_in_power" for attribute in used):
        notes.append(f"Years in power are counted up to {day}: for those still in power they go on.")
    if data.selection:
        notes.append(f"A part of the dataset: {data.selection}.")
    if is_waiting:
        notes.append(f"Facts of {name} rest on rows for which no source has been read yet.")
    return tuple(notes)


def _figure(attribute: Attribute, value: float | None) -> str:
    return f"{math.floor(value or 0):d}" if attribute.id == "born" else f"{value:.1f}"
