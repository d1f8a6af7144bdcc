"""From names to a finished comparison."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from profiles.compare.aspects import ALONE, ASPECTS
from profiles.compare.facts import Facts, gather
from profiles.compare.many import FEW, summarise
from profiles.compare.model import Aspect, Comparison, Judgement, Row
from profiles.compare.relations import WHAT_COUNTS
from profiles.dataset import Dataset
from profiles.errors import NotComparable, UnknownName, did_you_mean, hint_for
from profiles.names import NameIndex
from profiles.render import Link, Text
from profiles.sources import cite_sources

__all__ = ["build"]

_UNJUDGED = Judgement("", "")


def build(names: Sequence[str], data: Dataset, *, aspects: Sequence[str] | None, as_of: dt.date | None) -> Comparison:
    """Return the comparison of the leaders named; see `profiles.compare.compare`."""
    day = as_of or data.as_of
    index = NameIndex(data.leaders, data.aliases)
    ids = [index.resolve(name) for name in names]
    everyone = gather(data, ids, as_of=day)
    rows: list[Row] = []
    sentences = []
    for aspect in _chosen(aspects, alone=len(ids) == 1):
        row = _row(aspect, everyone, named=aspects is not None)
        if row is None:
            continue
        rows.append(row)
        if aspect.phrase is not None and 1 < len(ids) <= FEW:
            sentence = aspect.phrase(everyone, row.cells, row.judgement)
            if sentence is not None:
                sentences.append(sentence)
    if len(ids) > FEW:
        sentences = summarise(everyone, rows)
    return Comparison(
        leaders=tuple(ids),
        names=tuple(facts.name for facts in everyone),
        native_names=tuple(facts.native_name for facts in everyone),
        rows=tuple(rows),
        sentences=tuple(sentences),
        as_of=day,
        data_version=data.version,
        notes=_notes(everyone, rows),
        has_unverified=data.has_unverified,
        source_texts=_source_texts(data, rows),
    )


def source_text(citation: str, url: str) -> Text:
    """Return a citation with its address as a link."""
    return (citation, *((". ", Link(url, url)) if url else (".",)))


def _source_texts(data: Dataset, rows: Sequence[Row]) -> dict[str, Text]:
    cited = {source for row in rows for cell in row.cells for source in cell.all_sources}
    return {key: source_text(*value) for key, value in cite_sources(data.sources, cited).items()}


def _chosen(wanted: Sequence[str] | None, *, alone: bool) -> list[Aspect]:
    usable = [a for a in ASPECTS if (a.get_joint is None if alone else a.id not in ALONE)]
    if wanted is None:
        return usable
    known = {aspect.id: aspect for aspect in usable}
    for name in wanted:
        if name not in known:
            hint = hint_for(name, known, f"aspects are {', '.join(known)}")
            message = f"no aspect is called {name!r}; {hint}"
            raise UnknownName(message, name=name, candidates=did_you_mean(name, known))
    return [aspect for aspect in usable if aspect.id in wanted]


def _row(aspect: Aspect, everyone: Sequence[Facts], *, named: bool) -> Row | None:
    if aspect.get_joint is not None:
        cell = aspect.get_joint(everyone)
        return (
            None
            if cell is None
            else Row(aspect.id, aspect.label, aspect.section, aspect.kind, (cell,), True, _UNJUDGED)
        )
    if aspect.get is None:
        message = f"aspect {aspect.id!r} declares no way to get it"
        raise NotComparable(message)
    cells = tuple(aspect.get(facts) for facts in everyone)
    if aspect.id == "died" and not named and all(cell.missing for cell in cells):
        return None
    judgement = aspect.judge(cells) if aspect.judge is not None and len(cells) > 1 else _UNJUDGED
    return Row(aspect.id, aspect.label, aspect.section, aspect.kind, cells, False, judgement)


def _notes(everyone: Sequence[Facts], rows: Sequence[Row]) -> tuple[str, ...]:
    shown = {row.aspect_id for row in rows}
    notes = []
    if any(row.judgement.verdict for row in rows):
        notes.append("Compared: same, close, different or not comparable, by the measure in brackets.")
    if "days_effective" in shown:
        notes.append(
            "Effective power: the tenures that made the person the state's effective leader, by the rule of Archigos. "
            "First and last day both count; days in several offices count once."
        )
    if "views_evaluation" in shown:
        notes.append(
            "Views: one statement on one occasion is one case; nothing is averaged. “Not searched” means that nobody "
            "has recorded a search, not that nothing was said."
        )
    if "meetings_count" in shown or "meetings_with" in shown:
        notes.append(WHAT_COUNTS)
    if any(cell.is_unverified for row in rows for cell in row.cells):
        notes.append("Unverified: rests on a row for which no source has been read yet.")
    selection = everyone[0].world.data.selection
    if selection:
        notes.append(f"A part of the dataset: {selection}. Ranks are among its leaders.")
    late = unchecked_note(everyone)
    if late:
        notes.append(late)
    return tuple(notes)


def unchecked_note(everyone: Sequence[Facts]) -> str:
    """Return a note on the states of the leaders whose coverage ends before the day of the comparison, or ""."""
    world = everyone[0].world
    states = {tenure.state for facts in everyone for tenure in facts.tenures}
    coverage = world.data.coverage
    asked = np.datetime64(world.as_of, "s")
    late = coverage[
        coverage["state_id"].isin(list(states)).to_numpy(dtype=bool)
        & (coverage["checked_to_earliest"] < asked).to_numpy(dtype=bool)
    ]
    named = [
        f"{world.state_names.get(state, state)} (checked to {day})"
        for state, day in zip(late["state_id"], late["checked_to"], strict=True)
    ]
    if not named:
        return ""
    return (
        f"Not checked up to {world.as_of}: {', '.join(named)}. "
        "Tenures there that were running when last checked are taken to run on."
    )
