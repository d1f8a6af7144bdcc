"""The tables of a dataset as arrays, leaders as numbers, dates under one reading: what aspects are computed from."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from profiles.dataset import Dataset
from profiles.groups.choices import Choices
from profiles.measures import Spells, middle, spells, tenure_dates
from profiles.names import NameIndex

__all__ = ["CODED", "END_OF_USSR", "Base", "Days", "Ints", "Mask", "Objects", "World", "texts"]

Mask: TypeAlias = npt.NDArray[np.bool_]
Ints: TypeAlias = npt.NDArray[np.int64]
Days: TypeAlias = npt.NDArray[np.datetime64]
Objects: TypeAlias = npt.NDArray[np.object_]

END_OF_USSR: Final = dt.date(1991, 12, 26)
_DAY = "datetime64[D]"
_READING = {"middle": "middle", "shortest": "earliest", "longest": "latest"}
CODED: Final = ("object", "evaluation", "evaluation_basis", "inevitability", "causes", "consequences", "lessons")
"""What a coder decides of a statement."""


def texts(frame: pd.DataFrame, column: str) -> Objects:
    """Return a text column as objects, with "" for what is missing."""
    values = frame[column].to_numpy(dtype=object)
    return np.where(pd.isna(values), "", values).astype(object)


class Base:
    """The tables up to a day, sorted, with leaders as positions among their sorted ids; the same for every reading."""

    def __init__(self, data: Dataset, as_of: dt.date) -> None:
        self.data = data
        self.as_of = as_of
        self.leaders = data.leaders.sort_values("leader_id", kind="stable", ignore_index=True)
        self.ids: Objects = self.leaders["leader_id"].to_numpy(dtype=object)
        self._place = pd.Index(self.ids)
        tenures = data.tenures[(data.tenures["start_earliest"] <= np.datetime64(as_of, "s")).to_numpy(dtype=bool)]
        self.tenures = tenures.sort_values(
            ["leader_id", "start_earliest", "tenure_id"], kind="stable", ignore_index=True
        )
        self.tenure_leader = self.places(self.tenures["leader_id"])
        offices = data.offices.set_index("office_id").reindex(self.tenures["office_id"])
        self.tenure_state = texts(offices, "state_id")
        self.tenure_kind = texts(offices, "kind")
        views = data.views[(data.views["date_earliest"] <= np.datetime64(as_of, "s")).to_numpy(dtype=bool)]
        self.views = views.sort_values(["leader_id", "date_earliest", "view_id"], kind="stable", ignore_index=True)
        self.view_leader = self.places(self.views["leader_id"])
        # What was said before the end is an anticipation and kept apart in summaries (see the codebook).
        self.is_after: Mask = texts(self.views, "timing") != "before"

    @property
    def size(self) -> int:
        """How many leaders there are."""
        return len(self.ids)

    def places(self, leaders: object) -> Ints:
        """Return the positions of leaders by id, -1 for strangers."""
        return self._place.get_indexer(pd.Index(np.asarray(leaders, dtype=object))).astype(np.int64)

    @cached_property
    def index(self) -> NameIndex:
        """The names by which leaders are looked up."""
        return NameIndex(self.data.leaders, self.data.aliases)

    @cached_property
    def names(self) -> Objects:
        """Names of the leaders."""
        return texts(self.leaders, "name")

    @cached_property
    def died(self) -> Days:
        """Last possible day of death of each leader."""
        return self.leaders["died_latest"].to_numpy().astype(_DAY)

    @cached_property
    def born_is_uncertain(self) -> Mask:
        """Whether the day of birth is known as a range only."""
        low, high = self.leaders["born_earliest"].to_numpy(), self.leaders["born_latest"].to_numpy()
        found: Mask = (low != high) & ~np.isnat(low)
        return found

    @cached_property
    def tenure_bounds_differ(self) -> tuple[Mask, Mask]:
        """Whether the start, and whether the end, of each tenure is uncertain."""
        t = self.tenures
        unknown = texts(t, "end_status") == "unknown"
        start = (t["start_earliest"] != t["start_latest"]).to_numpy(dtype=bool)
        ends = t["end_earliest"].to_numpy(), t["end_latest"].to_numpy()
        return start, unknown | ((ends[0] != ends[1]) & ~np.isnat(ends[0]))

    @cached_property
    def widest(self) -> tuple[Days, Days]:
        """First possible and last possible day of each tenure, which decide memberships."""
        t = self.tenures
        last = np.datetime64(self.as_of, "D")
        end = t["end_latest"].to_numpy().astype(_DAY)
        return t["start_earliest"].to_numpy().astype(_DAY), np.minimum(np.where(np.isnat(end), last, end), last)

    def recoded(self, coder: str) -> pd.DataFrame:
        """Return the statements with the codings of another coder in place of the first, where there are any."""
        if coder == "main":
            return self.views
        codings = self.data.view_codings
        chosen = (codings["coder"] == coder) & (codings["text_read"] != "none")
        other = codings[chosen.to_numpy(dtype=bool)].set_index("view_id")
        place = other.index.get_indexer(pd.Index(self.views["view_id"]))
        swapped = {
            name: np.where(place >= 0, texts(other, name)[place] if len(other) else "", texts(self.views, name))
            for name in CODED
        }
        return self.views.assign(**swapped)

    def has_coder(self, coder: str) -> bool:
        """Return whether another coder coded any statement."""
        return coder == "main" or bool((self.data.view_codings["coder"] == coder).any())


class World:
    """The facts under one reading: days of birth, first and last days in office, spells, codings."""

    def __init__(self, base: Base, choices: Choices, since: dt.date) -> None:
        self.base = base
        self.choices = choices
        self.since = np.datetime64(since, "D")
        self.last = np.datetime64(base.as_of, "D")

    @cached_property
    def born(self) -> Days:
        """Day of birth of each leader."""
        low, high = (self.base.leaders[f"born_{bound}"].to_numpy().astype(_DAY) for bound in ("earliest", "latest"))
        return {"earliest": low, "latest": high, "middle": middle(low, high)}[self.choices.births]

    @cached_property
    def _dates(self) -> tuple[Days, Days, Mask]:
        return tenure_dates(self.base.tenures, as_of=self.base.as_of, dates=_READING[self.choices.tenures])

    @property
    def start(self) -> Days:
        """First day of each tenure."""
        return self._dates[0]

    @property
    def end(self) -> Days:
        """Last day of each tenure."""
        return self._dates[1]

    @property
    def is_running(self) -> Mask:
        """Whether each tenure ran on."""
        return self._dates[2]

    @cached_property
    def is_counted(self) -> Mask:
        """Whether each tenure had begun and counts as power."""
        begun: Mask = self.start <= self.last
        if self.choices.power == "any":
            return begun
        return np.asarray(begun & self.base.tenures["is_effective"].to_numpy(dtype=bool))

    @cached_property
    def counted(self) -> Ints:
        """Rows of the tenures that count, by leader and first day."""
        rows = np.flatnonzero(self.is_counted)
        return rows[np.lexsort((rows, self.start[rows], self.base.tenure_leader[rows]))]

    @cached_property
    def has_power(self) -> Mask:
        """Whether each leader has a tenure that counts."""
        return np.bincount(self.base.tenure_leader[self.counted], minlength=self.base.size) > 0

    @cached_property
    def first_tenure(self) -> Ints:
        """Row of each leader's first tenure that counts; -1 without one."""
        rows = np.full(self.base.size, -1, dtype=np.int64)
        backwards = self.counted[::-1]
        rows[self.base.tenure_leader[backwards]] = backwards  # the last assignment stays: the first tenure
        return rows

    @cached_property
    def last_tenure(self) -> Ints:
        """Row of the tenure that counts with which each leader's power ended or goes on; -1 without one."""
        rows = np.full(self.base.size, -1, dtype=np.int64)
        order = np.lexsort((self.counted, self.is_running[self.counted], self.end[self.counted]))
        ordered = self.counted[order]
        rows[self.base.tenure_leader[ordered]] = ordered
        return rows

    @cached_property
    def in_power_now(self) -> Mask:
        """Whether each leader had a tenure running on the last day."""
        running = self.counted[self.is_running[self.counted]]
        return np.bincount(self.base.tenure_leader[running], minlength=self.base.size) > 0

    @cached_property
    def spells(self) -> Spells:
        """Unbroken spells in the tenures that count."""
        tenures = self.base.tenures[self.is_counted]
        return spells(tenures, as_of=self.base.as_of, dates=_READING[self.choices.tenures])

    @cached_property
    def spell_leader(self) -> Ints:
        """Position of the leader of each spell."""
        return self.base.places(self.spells.leader)

    @cached_property
    def served(self) -> Ints:
        """Days of each spell before the day from which leaders are seen."""
        before = (np.minimum(self.spells.end + np.timedelta64(1, "D"), self.since) - self.spells.start).astype(np.int64)
        return np.maximum(before, 0)

    @cached_property
    def views(self) -> pd.DataFrame:
        """The statements as the chosen coder has them."""
        return self.base.recoded(self.choices.coder)

    @cached_property
    def dates_matter(self) -> Mask:
        """Whether any tenure that counts has an uncertain date, by leader."""
        start, end = self.base.tenure_bounds_differ
        rows = self.counted[(start | end)[self.counted]]
        return np.bincount(self.base.tenure_leader[rows], minlength=self.base.size) > 0
