"""A comparison of groups and its parts, frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from profiles.groups.choices import Choices
from profiles.render import Printable, Table, Text
from profiles.statistics import Estimate, Survival, Test

__all__ = ["Effect", "Group", "GroupCell", "GroupComparison", "GroupLevel", "GroupRow", "Share"]


@dataclass(frozen=True, slots=True)
class Group:
    """One group.

    Attributes
    ----------
    name
        As printed.
    definition
        Who is in it.
    words
        How a sentence calls its cases.
    n
        Its cases.
    leaders
        Ids of the leaders whose cases they are, sorted.
    """

    name: str
    definition: str
    words: str
    n: int
    leaders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """How far the first group is from the second.

    Attributes
    ----------
    id
        ``median_difference``, ``cliffs_delta``, ``odds_ratio``, ``share_difference`` or ``survival_difference``.
    name
        In words.
    measure
        Unit of measure: ``years``, ``points`` (percentage points) or "".
    null
        The value that means no difference.
    estimate
        The value with its 95% interval.
    """

    id: str
    name: str
    measure: str
    null: float
    estimate: Estimate

    @property
    def is_clear(self) -> bool:
        """Whether there is an interval and it leaves out the value that means no difference."""
        low, high = self.estimate.low, self.estimate.high
        return (low is not None and low > self.null) or (high is not None and high < self.null)


@dataclass(frozen=True, slots=True)
class GroupCell:
    """One aspect of one group.

    Attributes
    ----------
    n, leaders
        Its cases and their leaders, those without a value included.
    missing
        Cases without a value; `reasons` says why, with counts.
    uncertain
        Cases whose value rests on an uncertain date.
    median, q1, q3, low, high, mean, sd
        Of numbers: in the unit of the aspect; None otherwise or where nothing is known. Of durations the quartiles
        are those of Kaplan and Meier (None where not reached), `low` and `high` the shortest and the longest seen.
    running
        Of durations: cases that had not ended.
    late
        Of durations: cases seen only from some time after their start.
    is_open
        Of durations: whether the longest had not ended.
    survival_median
        Of durations: median by Kaplan and Meier, with its interval.
    """

    n: int
    leaders: int
    missing: int
    reasons: tuple[tuple[str, int], ...] = ()
    uncertain: int = 0
    median: float | None = None
    q1: float | None = None
    q3: float | None = None
    low: float | None = None
    high: float | None = None
    mean: float | None = None
    sd: float | None = None
    running: int | None = None
    is_open: bool = False
    late: int | None = None
    survival_median: Estimate | None = None

    @property
    def known(self) -> int:
        """Cases with a value."""
        return self.n - self.missing


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the cases with a value have a code."""

    count: int
    n: int

    @property
    def share(self) -> float | None:
        """The share, or None of nothing."""
        return self.count / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class GroupLevel:
    """One code of an aspect in all groups; ``yes`` for truth."""

    code: str
    label: str
    cells: tuple[Share, ...]
    effects: tuple[Effect, ...] = ()
    test: Test | None = None
    p_adjusted: float | None = None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One aspect of all groups.

    Attributes
    ----------
    aspect_id, label, section, kind, measure, definition
        As the aspect declares them.
    cells
        One per group.
    levels
        The codes of truth, codes, ordered codes and lists.
    effects
        Of the first group against the second, where there are two.
    test
        Of all groups; None where each level has its own.
    p_adjusted
        The p of the test, adjusted for all tests of the table, where that was asked for.
    smd
        Standardised difference of two groups.
    """

    aspect_id: str
    label: str
    section: str
    kind: str
    measure: str
    definition: str
    said: str
    cells: tuple[GroupCell, ...]
    levels: tuple[GroupLevel, ...] = ()
    effects: tuple[Effect, ...] = ()
    test: Test | None = None
    p_adjusted: float | None = None
    smd: float | None = None


@dataclass(frozen=True)
class GroupComparison(Printable):
    """Groups side by side.

    Attributes
    ----------
    groups
        At least two; effects are of the first relative to the second, and given for two only.
    unit
        What a case is: ``leader``, ``tenure``, ``statement`` or ``leader-year``.
    rows
        One per aspect.
    choices
        How the data were read.
    notes
        Method: unit, population, definitions, uncertain dates, tests, late entry, what is missing.
    sentences
        What the table shows, in words.
    as_of, since
        The day on which it holds; the day from which durations are seen.
    data_version
        Version of the dataset.
    permutations, seed, adjusted
        Of the tests; how p was adjusted, or "".
    survivals
        Curves of the durations, by id of the aspect.
    sources
        Ids of the sources behind the cases, sorted.
    """

    groups: tuple[Group, ...]
    unit: str
    rows: tuple[GroupRow, ...]
    choices: Choices
    notes: tuple[str, ...]
    sentences: tuple[str, ...]
    as_of: dt.date
    since: dt.date
    data_version: str
    permutations: int
    seed: int
    adjusted: str = ""
    survivals: tuple[tuple[str, Survival], ...] = ()
    sources: tuple[str, ...] = field(default=(), repr=False)
    has_unverified: bool = False
    source_texts: Mapping[str, Text] = field(default_factory=dict, compare=False, repr=False)

    def __repr__(self) -> str:
        """Return a line: which groups, how many cases, how many aspects."""
        sizes = ", ".join(f"{group.name} {group.n:,}" for group in self.groups)
        return (
            f"GroupComparison({sizes}; unit {self.unit}, {len(self.rows)} aspect{'s' * (len(self.rows) != 1)}; as of"
            f" {self.as_of}, version {self.data_version})"
        )

    @property
    def survival(self) -> Mapping[str, Survival]:
        """Curves of Kaplan and Meier by id of the aspect."""
        return dict(self.survivals)

    def row(self, aspect_id: str) -> GroupRow:
        """Return the row of one aspect.

        Parameters
        ----------
        aspect_id
            Its id.

        Returns
        -------
        GroupRow
            The row.

        Raises
        ------
        KeyError
            If the comparison has no such aspect.
        """
        for row in self.rows:
            if row.aspect_id == aspect_id:
                return row
        message = f"no aspect {aspect_id!r}; there are {', '.join(row.aspect_id for row in self.rows)}"
        raise KeyError(message)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The comparison as a tidy frame.

        One row per aspect, level (missing for the aspect as a whole) and group. Text: ``aspect_id``, ``label``,
        ``kind``, ``measure``, ``level``, ``group``, ``reasons``, ``effect``, ``effect_2``, ``test``. Int64: ``n``,
        ``leaders``, ``missing``, ``uncertain``, ``running``, ``count``, ``known``, ``permutations``. float64:
        ``median``, ``q1``, ``q3``, ``low``, ``high``, ``mean``, ``sd`` (in the measure), ``share``,
        ``survival_median`` with ``_low`` and ``_high``, and, repeated on the row of each group, ``estimate``,
        ``estimate_low``, ``estimate_high``, the same with ``_2`` for the second effect, ``smd``, ``p`` and
        ``p_adjusted``. Shares and their differences are from 0 to 1.
        """
        from profiles.groups.tidy import tidy_frame

        return tidy_frame(self)

    def table(self) -> Table:
        """Return the table to render.

        Returns
        -------
        profiles.render.Table
            A column per group, the effects with their intervals (of two groups), the standardised difference, p.
        """
        from profiles.groups.printed import comparison_table

        return comparison_table(self)
