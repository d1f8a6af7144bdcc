"""Values of one aspect for all cases at once, and why some are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from profiles.groups.cases import Cases
from profiles.groups.world import Days, Ints, Mask, Objects, World, texts
from profiles.schema import load_schemas

__all__ = [
    "YEAR",
    "Column",
    "Floats",
    "Levels",
    "case_codes",
    "case_flags",
    "case_numbers",
    "code_levels",
    "encode",
    "listed_codes",
    "made",
    "truth",
    "years_between",
]

Floats: TypeAlias = npt.NDArray[np.float64]
Levels: TypeAlias = tuple[tuple[str, str], ...]
YEAR: Final = 365.2425
"""Days in the mean year of the Gregorian calendar."""

TRUTH: Final[Levels] = (("yes", "yes"),)


@dataclass(frozen=True, eq=False)
class Column:
    """Values of one aspect, one per case.

    Attributes
    ----------
    values
        float64, NaN where missing: the number; days for a duration; 1 or 0 for truth; the position in `levels` for a
        code; the rank for an ordered one. For a list, two-dimensional: whether each level is named.
    why
        0 where there is a value, else one more than the position of the reason in `reasons`.
    reasons
        Why values are missing.
    is_uncertain
        Whether the value rests on an uncertain date.
    levels
        Codes with their labels.
    codes
        For an ordered aspect, the position in `levels` (-1 where missing): two codes may share a rank.
    is_event, entry
        For a duration: whether it ended, and the days already served when first seen.
    """

    values: Floats
    why: npt.NDArray[np.int8]
    reasons: tuple[str, ...]
    is_uncertain: Mask
    levels: Levels = ()
    codes: Ints | None = None
    is_event: Mask | None = None
    entry: Ints | None = None

    @property
    def present(self) -> Mask:
        """Which cases have a value."""
        found: Mask = self.why == 0
        return found


def made(
    values: npt.NDArray[Any],
    missing: Sequence[tuple[Mask, str]] = (),
    *,
    is_uncertain: Mask | None = None,
    **rest: Any,
) -> Column:
    """Return a column; the first reason that fits a case is the one given, "not recorded" where none does.

    Parameters
    ----------
    values
        As in `Column`.
    missing
        Which cases have no value, by reason.
    is_uncertain
        As in `Column`; nowhere by default.
    **rest
        Other attributes of `Column`.

    Returns
    -------
    Column
        With NaN wherever a value is missing.
    """
    numbers = np.array(values, dtype=np.float64)
    why = np.zeros(len(numbers), dtype=np.int8)
    reasons: list[str] = []
    blank = np.isnan(numbers) if numbers.ndim == 1 else np.zeros(len(numbers), dtype=bool)
    for mask, reason in (*missing, (blank, "not recorded")):
        fresh = mask & (why == 0)
        if fresh.any():
            reasons.append(reason)
            why[fresh] = len(reasons)
    numbers[why > 0] = np.nan
    sure = np.zeros(len(numbers), dtype=bool) if is_uncertain is None else is_uncertain
    return Column(numbers, why, tuple(reasons), sure & (why == 0), **rest)


def truth(values: npt.NDArray[Any], missing: Sequence[tuple[Mask, str]] = (), **rest: Any) -> Column:
    """Return a column of truth."""
    return made(values, missing, levels=TRUTH, **rest)


def years_between(start: Days, end: Days) -> Floats:
    """Return the years from one day to another, with their fraction; NaN where either is missing."""
    gap = end - start
    years: Floats = np.where(np.isnat(gap), np.nan, gap.astype(np.int64) / YEAR)
    return years


def code_levels(table: str, field: str) -> Levels:
    """Return the codes of a column with their labels, in the order of the codebook."""
    return tuple((code.code, code.label) for code in load_schemas()[table].by_name[field].codes)


def encode(values: Objects, levels: Levels) -> Ints:
    """Return the position of each code among the levels, -1 where it is none of them."""
    return pd.Index([code for code, _ in levels], dtype=object).get_indexer(pd.Index(values)).astype(np.int64)


# --- codes of statements, for statements or leaders ---


def case_codes(cases: Cases, codes: Ints, size: int, gone: str) -> tuple[Ints, list[tuple[Mask, str]]]:
    """Return one code per case from the codes of all statements (-1: does not count), and what is missing why.

    Parameters
    ----------
    cases
        Statements or leaders.
    codes
        One per row of `Base.views`.
    size
        How many codes there are.
    gone
        Why a code does not count.

    Returns
    -------
    tuple
        Codes per case, -1 where missing, and the reasons.
    """
    count = cases.world.choices.count
    if cases.unit == "statement" and count != "majority":
        found = codes[cases.rows]
        return found, [(found < 0, gone)]
    by_leader, tied = _per_leader(cases.world, codes, size)
    found = by_leader[cases.leader]
    return found, [*_silent(cases), (tied[cases.leader], "codes tied"), (found < 0, gone)]


def _per_leader(world: World, codes: Ints, size: int) -> tuple[Ints, Mask]:
    base = world.base
    rows = np.flatnonzero(base.is_after)
    leader = base.view_leader
    found = np.full(base.size, -1, dtype=np.int64)
    tied = np.zeros(base.size, dtype=bool)
    if world.choices.count == "first":
        found[leader[rows[::-1]]] = codes[rows[::-1]]
    elif world.choices.count == "last":
        found[leader[rows]] = codes[rows]
    else:
        rows = rows[codes[rows] >= 0]
        counts = np.bincount(leader[rows] * size + codes[rows], minlength=base.size * size).reshape(base.size, size)
        top = counts.max(axis=1)
        tied = (top > 0) & ((counts == top[:, None]).sum(axis=1) > 1)
        found = np.where((top > 0) & ~tied, counts.argmax(axis=1), -1)
    return found, tied


def _silent(cases: Cases) -> list[tuple[Mask, str]]:
    """Return which leaders have no statement to count, by reason; none where cases are statements."""
    base = cases.world.base
    if cases.unit == "statement":
        return []
    after = np.bincount(base.view_leader[base.is_after], minlength=base.size) > 0
    ever = np.bincount(base.view_leader, minlength=base.size) > 0
    missing = texts(base.leaders, "views_missing")
    return [
        ((ever & ~after)[cases.leader], "spoke only before the end"),
        ((~ever & (missing == "none_found"))[cases.leader], "no statement found"),
        # A statement may be later than the day of the comparison: then, too, nobody has looked further.
        ((~ever & (missing != "none_found"))[cases.leader], "not searched"),
    ]


def case_flags(cases: Cases, flags: Floats) -> Floats:
    """Return flags (0, 1 or NaN) of all statements per case; by leader, what more than half have (a tie is NaN)."""
    if cases.world.choices.count != "majority":
        return flags[cases.rows]
    base = cases.world.base
    rows = np.flatnonzero(base.is_after)
    wide = flags[rows].reshape(len(rows), -1)
    known = ~np.isnan(wide)
    yes, seen = np.zeros((base.size, wide.shape[1])), np.zeros((base.size, wide.shape[1]))
    np.add.at(yes, base.view_leader[rows], np.where(known, wide, 0.0))
    np.add.at(seen, base.view_leader[rows], known.astype(np.float64))
    half = np.where(2 * yes == seen, np.nan, (2 * yes > seen).astype(np.float64))
    return half[cases.leader].reshape(len(cases.leader), *flags.shape[1:])


def case_numbers(cases: Cases, values: Floats) -> Floats:
    """Return numbers of all statements per case; by leader, their median."""
    if cases.world.choices.count != "majority":
        return values[cases.rows]
    base = cases.world.base
    rows = np.flatnonzero(base.is_after)
    medians = pd.Series(values[rows]).groupby(base.view_leader[rows]).median()
    return np.asarray(medians.reindex(cases.leader), dtype=np.float64)


def listed_codes(values: Objects, levels: Levels) -> Floats:
    """Return which levels each list cell names: one row per cell, one column per level."""
    codes, distinct = pd.factorize(values)
    table = np.array([[code in cell.split(";") for code, _ in levels] for cell in distinct], dtype=np.float64).reshape(
        len(distinct), len(levels)
    )
    return table[codes]
