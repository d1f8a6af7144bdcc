"""From what is asked for to a finished comparison of groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

import numpy as np

from profiles.dataset import Dataset
from profiles.errors import NotComparable
from profiles.groups.aspects import GroupAspect, chosen_aspects
from profiles.groups.cases import Cases, gather
from profiles.groups.choices import Choices
from profiles.groups.measure import Measuring
from profiles.groups.members import GroupSpec, Labels, Specs, label_cases
from profiles.groups.model import Group, GroupComparison, GroupRow
from profiles.groups.notes import method_notes
from profiles.groups.prose import sentences
from profiles.groups.world import Base, World, texts
from profiles.statistics import adjust

__all__ = ["SINCE", "build", "groups_of", "require_coder", "require_days", "sources_of"]

SINCE: Final = dt.date(1985, 1, 1)
"""The day from which the shipped data hold all leaders."""
# Aspects that say the same as a way to make groups.
_SAME: Final = {"gender": "is_woman", "held:party_leader": "led_party"}


def build(
    specs: Specs,
    data: Dataset,
    *,
    versus: GroupSpec,
    aspects: Sequence[str] | None,
    unit: str,
    choices: Choices,
    since: dt.date | None,
    as_of: dt.date | None,
    permutations: int,
    seed: int,
    adjusted: str | None,
) -> GroupComparison:
    """Return the comparison; see `profiles.groups.compare_groups`."""
    wanted = chosen_aspects(aspects, unit)
    if aspects is None:
        decided = _decided_by(specs, versus)
        wanted = [aspect for aspect in wanted if aspect.id not in decided]
    day, first = require_days(data, since, as_of)
    _require_sampling(permutations, adjusted)
    chosen = choices.for_unit(unit)
    base = Base(data, day)
    require_coder(base, chosen)
    cases = gather(World(base, chosen, first), unit)
    labels = label_cases(specs, versus, cases)
    measuring = Measuring(labels.group, labels.clusters(cases), labels.names, permutations, seed)
    rows: list[GroupRow] = []
    survivals = []
    for aspect in wanted:
        row, curves = measuring.row(aspect, aspect.get(cases), unit)
        rows.append(row)
        if curves is not None:
            survivals.append((aspect.id, curves))
    rows = _adjusted(rows, adjusted)
    groups = groups_of(labels, cases)
    found = GroupComparison(
        groups=groups,
        unit=unit,
        rows=tuple(rows),
        choices=chosen,
        notes=(),
        sentences=(),
        as_of=day,
        since=first,
        data_version=data.version,
        permutations=permutations,
        seed=seed,
        adjusted=adjusted or "",
        survivals=tuple(survivals),
        sources=sources_of(cases, labels, specs, versus, wanted),
        has_unverified=data.has_unverified,
    )
    return replace(found, notes=method_notes(found, labels.notes, base), sentences=sentences(found))


def _decided_by(specs: Specs, versus: GroupSpec) -> set[str]:
    """Return the aspects by which the groups themselves are made: to compare them would say nothing."""
    told = [specs, versus] if isinstance(specs, str) or not isinstance(specs, Mapping) else [*specs.values(), versus]
    texts_ = [text.partition("=")[0].strip() for text in told if isinstance(text, str)]
    return {_SAME.get(text, text) for text in texts_}


def groups_of(labels: Labels, cases: Cases) -> tuple[Group, ...]:
    """Return the groups with their members."""
    ids = cases.world.base.ids
    return tuple(
        Group(
            name,
            definition,
            words,
            int((labels.group == place).sum()),
            tuple(str(leader) for leader in ids[np.unique(cases.leader[labels.group == place])]),
        )
        for place, (name, definition, words) in enumerate(
            zip(labels.names, labels.definitions, labels.words, strict=True)
        )
    )


def require_days(data: Dataset, since: dt.date | None, as_of: dt.date | None) -> tuple[dt.date, dt.date]:
    """Return the last day observed and the first.

    Parameters
    ----------
    data
        Gives the last day where none is asked for.
    since, as_of
        As for `profiles.groups.compare_groups`.

    Returns
    -------
    tuple of datetime.date
        As of, since.

    Raises
    ------
    NotComparable
        If the first is not before the last.
    """
    last, first = as_of or data.as_of, since or SINCE
    if first >= last:
        message = f"since {first} is not before as_of {last}; nobody would be seen in power"
        raise NotComparable(message)
    return last, first


def require_coder(base: Base, choices: Choices) -> None:
    """Refuse a coder of whom the dataset has nothing.

    Parameters
    ----------
    base
        The tables.
    choices
        Names the coder.

    Raises
    ------
    NotComparable
        If no statement is coded by that coder.
    """
    if not base.has_coder(choices.coder):
        message = f"coder is {choices.coder!r}, but view_codings has no coding by that coder; write coder='main'"
        raise NotComparable(message)


def _require_sampling(permutations: int, adjusted: str | None) -> None:
    if not isinstance(permutations, int) or isinstance(permutations, bool) or permutations < 1:
        message = f"permutations is {permutations!r}; write a whole number of at least 1, such as 10000"
        raise NotComparable(message)
    if adjusted not in {None, "holm", "bh"}:
        message = f"adjust is {adjusted!r}; write 'holm' or 'bh', or None to leave p as it is"
        raise NotComparable(message)


def _adjusted(rows: list[GroupRow], method: str | None) -> list[GroupRow]:
    """Return the rows with p adjusted for all tests of the table, those of single levels included."""
    if method is None:
        return rows
    way: Literal["holm", "bh"] = "holm" if method == "holm" else "bh"
    tests = [test for row in rows for test in (row.test, *(level.test for level in row.levels))]
    found = iter(adjust([None if test is None else test.p for test in tests], way))
    return [
        replace(
            row,
            p_adjusted=next(found),
            levels=tuple(replace(level, p_adjusted=next(found)) for level in row.levels),
        )
        for row in rows
    ]


def sources_of(
    cases: Cases, labels: Labels, specs: Specs, versus: GroupSpec, aspects: Sequence[GroupAspect]
) -> tuple[str, ...]:
    """Return the ids of the sources of every row that was read for some cases.

    Parameters
    ----------
    cases, labels
        The cases, and their groups.
    specs, versus
        How the groups were asked for.
    aspects
        What they are compared by.

    Returns
    -------
    tuple of str
        Sorted, each once, without locators.
    """
    world, base = cases.world, cases.world.base
    here = np.zeros(base.size, dtype=bool)
    here[cases.leader[labels.group >= 0]] = True
    cells = [texts(base.leaders, "sources")[here]]
    if cases.unit == "tenure":
        tenures = cases.rows[labels.group >= 0]
    else:
        tenures = np.flatnonzero(here[base.tenure_leader])
        if cases.unit != "statement":
            tenures = tenures[world.is_counted[tenures]]
    cells.append(texts(base.tenures, "sources")[tenures])
    if cases.unit == "statement" or any(aspect.section == "The collapse of the USSR" for aspect in aspects):
        cells.append(texts(base.views, "sources")[here[base.view_leader] & base.is_after])
    asked = [specs, *(specs.values() if isinstance(specs, Mapping) else ()), versus]
    states = {text.removeprefix("group:") for text in asked if isinstance(text, str) and text.startswith("group:")}
    memberships = base.data.groups[base.data.groups["group_id"].isin(list(states)).to_numpy(dtype=bool)]
    cells.append(texts(memberships, "sources"))
    distinct = set(np.concatenate(cells).tolist())
    return tuple(sorted({item.partition("[")[0] for cell in distinct for item in cell.split(";") if item}))
