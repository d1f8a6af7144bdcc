"""The comparison that tableone makes too: the same leaders, the same values, and whether the numbers agree."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from profiles import compare_groups, load
from profiles.dataset import Dataset
from profiles.groups.aspects import aspects_of
from profiles.groups.build import SINCE
from profiles.groups.cases import gather
from profiles.groups.choices import Choices
from profiles.groups.members import label_cases
from profiles.groups.model import GroupComparison
from profiles.groups.world import Base, World

BY = "group:post-soviet"
ASPECTS = ("age_1991", "age_at_entry", "age_at_exit", "is_woman", "entry", "irregular_exit", "in_power_now")


@cache
def shipped() -> Dataset:
    """Return the shipped dataset, loaded once."""
    return load()


def compared(permutations: int) -> GroupComparison:
    """Return our comparison, with its intervals and with so many permutations."""
    return compare_groups(BY, aspects=ASPECTS, data=shipped(), permutations=max(permutations, 1))


def frame_of_values() -> tuple[pd.DataFrame, dict[str, str], GroupComparison]:
    """Return one row per leader with its group and values, the kind of each column, and our comparison."""
    cases = gather(World(Base(shipped(), shipped().as_of), Choices().for_unit("leader"), SINCE), "leader")
    labels = label_cases(BY, "rest", cases)
    known = aspects_of("leader")
    columns: dict[str, Any] = {"group": [labels.names[place] for place in labels.group]}
    kinds = {}
    for name in ASPECTS:
        column, kinds[name] = known[name].get(cases), known[name].kind
        values = column.values  # noqa: PD011  (a column of cases, not of pandas)
        if kinds[name] == "code":
            codes = np.array([label for _, label in column.levels], dtype=object)
            columns[name] = pd.Series(codes[np.nan_to_num(values).astype(int)]).where(~np.isnan(values))
        elif kinds[name] == "truth":
            columns[name] = pd.Series(np.where(values == 1, "yes", "no")).where(~np.isnan(values))
        else:
            columns[name] = values
    return pd.DataFrame(columns), kinds, compared(1)


def same_numbers(table: Any, frame: pd.DataFrame, kinds: dict[str, str], own: GroupComparison) -> tuple[bool, str]:
    """Return whether tableone prints our medians, quartiles, counts and standardised differences, or what differs."""
    printed = table.tableone
    printed.columns = printed.columns.get_level_values(-1)
    differences = next(name for name in printed.columns if name.startswith("SMD"))
    compared_cells = 0
    for name, kind in kinds.items():
        row = own.row(name)
        mine = printed[printed.index.get_level_values(0).str.startswith(name)]
        for place, group in enumerate(own.groups):
            cell = row.cells[place]
            if kind == "number":
                expected = [f"{cell.median:.1f} [{cell.q1:.1f},{cell.q3:.1f}]"]
            else:
                expected = [
                    f"{level.cells[place].count} ({100 * level.cells[place].count / level.cells[place].n:.1f})"
                    for level in row.levels
                ]
            found = mine[group.name].tolist()
            compared_cells += len(expected)
            for text in expected:
                if text not in found:
                    return False, f"{name} of {group.name}: {text} is not among {found}"
        theirs = next(text for text in mine[differences] if text.strip())
        if row.smd is None or abs(abs(float(theirs)) - abs(row.smd)) > 0.0006:
            return False, f"{name}: standardised difference {row.smd}, tableone has {theirs}"
    return compared_cells > 2 * len(kinds), f"only {compared_cells} cells compared"
