"""Aspects of what leaders said: how each is got, for all cases at once."""

from __future__ import annotations

from typing import Final

import numpy as np

from profiles.groups.cases import Cases
from profiles.groups.columns import (
    Column,
    Levels,
    case_codes,
    case_flags,
    case_numbers,
    code_levels,
    encode,
    listed_codes,
    made,
    truth,
    years_between,
)
from profiles.groups.world import END_OF_USSR, Days, Ints, Mask, texts
from profiles.measures import middle

__all__ = [
    "age_when_speaking",
    "causes",
    "consequences",
    "evaluation",
    "in_office",
    "inevitability",
    "laments",
    "lessons",
    "object_",
    "welcomes",
    "years_after_1991",
]

_DAY = "datetime64[D]"
# From regret to approval; a mixed judgement and none at all stand beside each other in the middle.
RANKS: Final = {"lament": 0.0, "mixed": 1.0, "neutral": 1.0, "welcome": 2.0}
_GONE = "inferred coding left out"


def _evaluations(cases: Cases) -> tuple[Ints, list[tuple[Mask, str]], Levels]:
    world = cases.world
    levels = code_levels("views", "evaluation")
    codes = encode(texts(world.views, "evaluation"), levels)
    if not world.choices.inferred:
        codes = np.where(texts(world.views, "evaluation_basis") == "inferred", -1, codes)
    return *case_codes(cases, codes, len(levels), _GONE), levels


def evaluation(cases: Cases) -> Column:
    """How the end of the USSR is valued, from lament to welcome."""
    codes, missing, levels = _evaluations(cases)
    ranks = np.array([*(RANKS.get(code, np.nan) for code, _ in levels), np.nan])[codes]
    return made(ranks, missing, levels=levels, codes=codes)


def _is(cases: Cases, wanted: str) -> Column:
    codes, missing, levels = _evaluations(cases)
    return truth(codes == [code for code, _ in levels].index(wanted), missing)


def laments(cases: Cases) -> Column:
    """Whether the end is lamented."""
    return _is(cases, "lament")


def welcomes(cases: Cases) -> Column:
    """Whether the end is welcomed."""
    return _is(cases, "welcome")


def _code(cases: Cases, field: str) -> Column:
    levels = code_levels("views", field)
    codes = encode(texts(cases.world.views, field), levels)
    found, missing = case_codes(cases, codes, len(levels), "not coded")
    return made(found, missing, levels=levels)


def inevitability(cases: Cases) -> Column:
    """Whether the end is called inevitable or avoidable."""
    return _code(cases, "inevitability")


def object_(cases: Cases) -> Column:
    """What is valued."""
    return _code(cases, "object")


def _list(cases: Cases, field: str) -> Column:
    levels = code_levels("views", field)
    return made(case_flags(cases, listed_codes(texts(cases.world.views, field), levels)), levels=levels)


def causes(cases: Cases) -> Column:
    """Causes that are named."""
    return _list(cases, "causes")


def consequences(cases: Cases) -> Column:
    """Consequences that are named."""
    return _list(cases, "consequences")


def lessons(cases: Cases) -> Column:
    """Lessons that are drawn."""
    return _list(cases, "lessons")


def _spoken(cases: Cases) -> tuple[Days, Mask]:
    views = cases.world.base.views
    low, high = (views[f"date_{bound}"].to_numpy().astype(_DAY) for bound in ("earliest", "latest"))
    return middle(low, high), low != high


def _doubtful(cases: Cases, flags: Mask) -> Mask:
    """Return which cases rest on a statement with a flag."""
    base = cases.world.base
    if cases.world.choices.count != "majority":
        return flags[cases.rows]
    rows = np.flatnonzero(base.is_after & flags)
    found: Mask = (np.bincount(base.view_leader[rows], minlength=base.size) > 0)[cases.leader]
    return found


def age_when_speaking(cases: Cases) -> Column:
    """Age on the day of the statement."""
    base, world = cases.world.base, cases.world
    day, loose = _spoken(cases)
    born = world.born[base.view_leader]
    doubtful = _doubtful(cases, loose) | base.born_is_uncertain[cases.leader]
    missing = [(np.isnat(world.born[cases.leader]), "birth not recorded")]
    return made(case_numbers(cases, years_between(born, day)), missing, is_uncertain=doubtful)


def years_after_1991(cases: Cases) -> Column:
    """Years from 26 December 1991 to the day of the statement."""
    day, loose = _spoken(cases)
    end = np.full(len(day), np.datetime64(END_OF_USSR, "D"), dtype=_DAY)
    return made(case_numbers(cases, years_between(end, day)), is_uncertain=_doubtful(cases, loose))


def in_office(cases: Cases) -> Column:
    """Whether the speaker held any of the recorded offices on the day of the statement."""
    base, world = cases.world.base, cases.world
    day, loose = _spoken(cases)
    # A pair for each statement and each tenure of its speaker; tenures are sorted by leader.
    low = np.searchsorted(base.tenure_leader, base.view_leader, side="left")
    count = np.searchsorted(base.tenure_leader, base.view_leader, side="right") - low
    view = np.repeat(np.arange(len(day)), count)
    tenure = low[view] + np.arange(len(view)) - np.repeat(np.cumsum(count) - count, count)
    holds = (world.start[tenure] <= day[view]) & (day[view] <= world.end[tenure])
    held = np.zeros(len(day))
    held[view[holds]] = 1.0
    held[count == 0] = np.nan
    tied = "in office for half of the statements" if world.choices.count == "majority" else "no office recorded"
    values = case_flags(cases, held)
    none = np.isnan(held)
    nowhere = _doubtful(cases, none)
    return truth(
        values, [(nowhere, "no office recorded"), (np.isnan(values), tied)], is_uncertain=_doubtful(cases, loose)
    )
