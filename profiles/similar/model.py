"""The leaders most alike, frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import pandas as pd

from profiles.render import Cite, Mark, Printable, Table, TableCell, TableRow, Text
from profiles.similar.attributes import Attribute
from profiles.words import capital, listed

__all__ = ["Contribution", "Neighbour", "Similar"]

State = Literal["compared", "missing", "neither has any"]
# Up to this part of the way between alike and opposite, an attribute counts as alike in words; from this on, as apart.
_ALIKE, _APART = 0.1, 0.5
_NAMED = 3
_LEAST = 0.005  # what would print as 0.00 adds nothing worth a word
_STILL = "still in office"
_COLUMNS = {
    "rank": "Int64",
    "leader_id": "text",
    "name": "text",
    "attribute_id": "text",
    "label": "text",
    "weight": "Float64",
    "value": "text",
    "neighbour_value": "text",
    "state": "text",
    "apart": "Float64",
    "contribution": "Float64",
    "distance": "Float64",
}


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one attribute adds to the distance of one neighbour.

    Attributes
    ----------
    attribute_id
        Which attribute.
    state
        ``compared``; ``missing`` where either value is; ``neither has any`` of the items of a set.
    apart
        How far apart the two are in it, from 0 to 1; None where it is not compared.
    contribution
        Its part of the distance: by weight, and 0 where it is not compared. They add up to the distance.
    value, neighbour_value
        The leader's value and the neighbour's, as printed; "" where missing.
    """

    attribute_id: str
    state: State
    apart: float | None
    contribution: float
    value: str
    neighbour_value: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One leader and how far from the one asked for.

    Attributes
    ----------
    leader_id, name
        Who.
    distance
        From 0, alike in all that can be compared, to 1.
    low, high
        Between which bounds it would lie, whatever the missing and uncertain values are.
    shared_weight
        Which part of the weight could be compared.
    contributions
        One per attribute, in their order.
    rank
        Place by distance, 1 for the nearest; equal distances in the order of ids.
    rank_best, rank_worst
        Between which places it would lie, whatever the missing and uncertain values are.
    sources
        Ids of the sources of the leader, of the tenures and of the statements.
    is_unverified
        Whether a fact behind it has no source yet.
    """

    leader_id: str
    name: str
    distance: float
    low: float
    high: float
    shared_weight: float
    contributions: tuple[Contribution, ...]
    rank: int
    rank_best: int
    rank_worst: int
    sources: tuple[str, ...] = ()
    is_unverified: bool = False


@dataclass(frozen=True, repr=False)
class Similar(Printable):
    """The leaders most alike to one.

    Attributes
    ----------
    leader, name
        Who was asked for.
    neighbours
        The nearest, in order.
    attributes
        What they were compared in, with weights and scales.
    n
        How many leaders they were chosen from.
    n_missing
        How many of these share no attribute with the leader, so that no distance can be told.
    as_of
        The day on which it holds.
    data_version
        Version of the dataset.
    notes
        The method, and what to beware of.
    sources
        Ids of the leader's own sources.
    is_unverified
        Whether a fact of the leader's own has no source yet.
    source_texts
        How each source that is used is cited, by id.
    """

    leader: str
    name: str
    neighbours: tuple[Neighbour, ...]
    attributes: tuple[Attribute, ...]
    n: int
    n_missing: int
    as_of: dt.date
    data_version: str
    notes: tuple[str, ...]
    sources: tuple[str, ...] = ()
    is_unverified: bool = False
    source_texts: Mapping[str, Text] = field(default_factory=dict, compare=False, repr=False)

    def __repr__(self) -> str:
        """Return a line: whose, how many, the nearest."""
        nearest = f"{self.neighbours[0].name} at {self.neighbours[0].distance:.2f}"
        return (
            f"Similar({self.name}: the nearest {len(self.neighbours)} of {self.n:,} leaders, first {nearest}; as of"
            f" {self.as_of}, version {self.data_version})"
        )

    @cached_property
    def frame(self) -> pd.DataFrame:
        """What each attribute adds to each distance, as a tidy frame.

        One row per neighbour and attribute, in order. ``rank`` (Int64), ``leader_id``, ``name``, ``attribute_id``,
        ``label`` (str), ``weight`` (Float64), ``value`` and ``neighbour_value`` (str, missing where not recorded),
        ``state`` (str), ``apart`` (Float64, 0 to 1, missing where not compared), ``contribution`` and ``distance``
        (Float64; the contributions of a neighbour add up to the distance).
        """
        records = [
            {
                "rank": each.rank,
                "leader_id": each.leader_id,
                "name": each.name,
                "attribute_id": attribute.id,
                "label": attribute.label,
                "weight": attribute.weight,
                "value": part.value or None,
                "neighbour_value": part.neighbour_value or None,
                "state": part.state,
                "apart": part.apart,
                "contribution": part.contribution,
                "distance": each.distance,
            }
            for each in self.neighbours
            for attribute, part in zip(self.attributes, each.contributions, strict=True)
        ]
        text = pd.StringDtype(na_value=float("nan"))
        return pd.DataFrame(records, columns=list(_COLUMNS)).astype({
            name: text if kind == "text" else kind for name, kind in _COLUMNS.items()
        })

    @property
    def sentences(self) -> tuple[str, ...]:
        """Who is closest, and in what the closest are alike and apart."""
        nearest = [f"{each.name} ({each.distance:.2f})" for each in self.neighbours[:_NAMED]]
        said = [f"Closest to {self.name}: {listed(nearest)}."]
        for each in self.neighbours[:_NAMED]:
            alike = [self._label(p) for p in each.contributions if p.apart is not None and p.apart <= _ALIKE]
            apart = sorted(
                (p for p in each.contributions if p.apart is not None and p.apart >= _APART),
                key=lambda part: -part.contribution,
            )
            words = [f"alike in {listed(alike)}"] if alike else []
            if apart:
                words.append(f"apart in {listed([self._label(part) for part in apart])}")
            if words:
                said.append(f"{each.name}: {'; '.join(words)}.")
        return tuple(said)

    def _label(self, part: Contribution) -> str:
        if part.attribute_id == "exit" and part.value == part.neighbour_value == _STILL:
            return "being still in power"
        return next(a.phrase for a in self.attributes if a.id == part.attribute_id)

    def table(self, *, detail: bool = False) -> Table:
        """Return the table to render.

        Parameters
        ----------
        detail
            Whether to give every attribute of every neighbour a row, rather than every neighbour one.

        Returns
        -------
        profiles.render.Table
            With the method as notes.
        """
        return Table(
            title=f"Most like {self.name}",
            columns=("Attribute", self.name, "Neighbour", "Apart", "Part of the distance")
            if detail
            else ("Leader", "Distance", "Bounds", "Rank", "Compared", "What adds most"),
            rows=tuple(self._detailed() if detail else map(self._row, self.neighbours)),
            notes=tuple((note,) for note in self.notes),
            caption=(f"As of {self.as_of}; data version {self.data_version}.",),
        )

    def _row(self, each: Neighbour) -> TableRow:
        most = sorted((p for p in each.contributions if p.contribution >= _LEAST), key=lambda part: -part.contribution)
        parts = [f"{self._label(part)} ({part.contribution:.2f})" for part in most[:_NAMED]]
        rank = str(each.rank) if each.rank_best == each.rank_worst else f"{each.rank} ({_span(each)})"
        cells = (
            f"{each.distance:.2f}",
            f"{each.low:.2f}–{each.high:.2f}",
            rank,
            f"{100 * each.shared_weight:.0f}%",
            capital(", ".join(parts)) or "nothing",
        )
        return TableRow(_header(each), tuple(TableCell(((text,),)) for text in cells))

    def _detailed(self) -> list[TableRow]:
        rows = []
        for each in self.neighbours:
            rows.append(TableRow((f"{each.rank}. {each.name}: {each.distance:.3f}", *_header(each)[1:]), section=True))
            for attribute, part in zip(self.attributes, each.contributions, strict=True):
                values = [
                    TableCell(((text,),)) if text else TableCell(((Mark("missing", "not recorded"),),), kind="missing")
                    for text in (part.value, part.neighbour_value)
                ]
                figures = (
                    (f"{part.apart:.2f}", f"{part.contribution:.3f}")
                    if part.apart is not None
                    else ("not compared", "")
                )
                rows.append(TableRow((attribute.label,), (*values, *(TableCell(((text,),)) for text in figures))))
        return rows


def _span(each: Neighbour) -> str:
    return f"{each.rank_best:,} to {each.rank_worst:,}"


def _header(each: Neighbour) -> Text:
    mark = (" ", Mark("unverified", "(unverified)")) if each.is_unverified else ()
    return (each.name, *mark, *((Cite(each.sources),) if each.sources else ()))
