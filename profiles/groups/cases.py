"""The cases of a comparison: leaders, tenures, statements or leader-years, each with its leader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from profiles.groups.world import Days, Ints, Mask, Objects, World, texts
from profiles.selection import members_during

__all__ = ["Cases", "gather"]

_DAY = "datetime64[D]"
_LEADER_COLUMNS = ("name", "gender", "birth_state", "birthplace", "native_name", "wikidata_id", "views_missing")
_TENURE_COLUMNS = ("tenure_id", "office_id", "end_status", "entry", "exit", "confidence")
_VIEW_COLUMNS = (
    *("view_id", "topic_id", "date_basis", "timing", "role", "venue", "object", "evaluation", "evaluation_basis"),
    *("inevitability", "text_status", "language", "evidence", "confidence"),
)


@dataclass(frozen=True, eq=False)
class Cases:
    """Cases of one unit under one reading.

    Attributes
    ----------
    world
        The reading.
    unit
        What a case is.
    leader
        Position of the leader of each case.
    rows
        Where a case is a tenure or a statement, its row in `Base.tenures` or `Base.views`; for leader-years, the year.
    first, last
        For leader-years: the first and the last day in power in the year; else empty.
    served
        For leader-years: days in power up to the last one of the year; else empty.
    """

    world: World
    unit: str
    leader: Ints
    rows: Ints
    first: Days
    last: Days
    served: Ints

    @property
    def size(self) -> int:
        """How many cases there are."""
        return len(self.leader)

    def members(self, group: str) -> tuple[Mask, Mask]:
        """Return which cases belong to a group of states, and for which that can be told.

        Parameters
        ----------
        group
            Id of the group.

        Returns
        -------
        tuple of numpy.ndarray
            Two masks of the cases. Tenures are read by their widest dates, so that no reading moves a case from
            group to group.
        """
        base, world = self.world.base, self.world
        start, end = base.widest
        shares = members_during(base.data.groups, group, base.tenure_state, start, end)
        if self.unit == "tenure":
            return shares[self.rows], np.ones(self.size, dtype=bool)
        if self.unit == "leader-year":
            return self._year_members(group), np.ones(self.size, dtype=bool)
        # Statements belong to their speaker, whatever the office: permutation is over leaders.
        tenures = np.arange(len(shares)) if self.unit == "statement" else world.counted
        ever = np.bincount(base.tenure_leader[tenures[shares[tenures]]], minlength=base.size) > 0
        holds = np.bincount(base.tenure_leader[tenures], minlength=base.size) > 0
        return ever[self.leader], holds[self.leader]

    def _year_members(self, group: str) -> Mask:
        base, world = self.world.base, self.world
        rows, year, first, last = _by_year(world.start[world.counted], world.end[world.counted])
        tenure = world.counted[rows]
        shares = members_during(base.data.groups, group, base.tenure_state[tenure], first, last)
        found = np.unique(_year_key(base.tenure_leader[tenure[shares]], year[shares]))
        member: Mask = np.isin(_year_key(self.leader, self.rows), found)
        return member

    def held(self, kind: str) -> Mask:
        """Return which cases are of leaders who ever held an office of a kind, in effective power or not."""
        base = self.world.base
        of_kind = base.tenure_leader[base.tenure_kind == kind]
        found: Mask = (np.bincount(of_kind, minlength=base.size) > 0)[self.leader]
        return found

    @cached_property
    def ids(self) -> Objects:
        """An id of each case: of the leader, the tenure or the statement, or the leader's with the year."""
        base = self.world.base
        if self.unit == "tenure":
            return base.tenures["tenure_id"].to_numpy(dtype=object)[self.rows]
        if self.unit == "statement" and self.world.choices.count != "majority":
            return base.views["view_id"].to_numpy(dtype=object)[self.rows]
        leaders = base.ids[self.leader]
        if self.unit == "leader-year":
            joined: Objects = leaders + "/" + self.rows.astype(str).astype(object)
            return joined
        return leaders

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The cases as a frame, for predicates.

        One row per case. Always ``case_id``, ``leader_id``, the text columns of `Dataset.leaders`, ``born``
        (datetime64[s], under the choice of births) and ``states`` (ids of the states in whose offices the leader held
        the power that counts, joined by ``;``). Also, for leaders: ``first_day``, ``last_day`` (datetime64[s]),
        ``entry``, ``exit``, ``is_running``. For tenures: ``state_id``, ``office_kind``, ``start``, ``end``
        (datetime64[s]), ``is_running``, ``is_acting``, ``is_effective`` and the codes of `Dataset.tenures`. For
        statements: ``date`` (datetime64[s]) and the codes of `Dataset.views`. For leader-years: ``year`` (int64),
        ``first_day``, ``last_day``. Text that is missing is NaN.
        """
        world, base = self.world, self.world.base
        columns: dict[str, object] = {"case_id": self.ids, "leader_id": base.ids[self.leader]}
        columns |= {name: texts(base.leaders, name)[self.leader] for name in _LEADER_COLUMNS}
        columns["states"] = _states(world)[self.leader]
        columns["born"] = world.born[self.leader].astype("datetime64[s]")
        if self.unit == "leader":
            first, last = world.first_tenure[self.leader], world.last_tenure[self.leader]
            columns["first_day"] = world.start[first].astype("datetime64[s]")
            columns["last_day"] = world.end[last].astype("datetime64[s]")
            columns["entry"] = texts(base.tenures, "entry")[first]
            columns["exit"] = texts(base.tenures, "exit")[last]
            columns["is_running"] = world.in_power_now[self.leader]
        elif self.unit == "tenure":
            columns |= {name: texts(base.tenures, name)[self.rows] for name in _TENURE_COLUMNS}
            columns["state_id"] = base.tenure_state[self.rows]
            columns["office_kind"] = base.tenure_kind[self.rows]
            columns["start"] = world.start[self.rows].astype("datetime64[s]")
            columns["end"] = world.end[self.rows].astype("datetime64[s]")
            columns["is_running"] = world.is_running[self.rows]
            for name in ("is_acting", "is_effective"):
                columns[name] = base.tenures[name].to_numpy(dtype=bool)[self.rows]
        elif self.unit == "statement":
            columns |= {name: texts(world.views, name)[self.rows] for name in _VIEW_COLUMNS}
            columns["date"] = base.views["date_earliest"].to_numpy()[self.rows]
        else:
            columns |= {
                "year": self.rows,
                "first_day": self.first.astype("datetime64[s]"),
                "last_day": self.last.astype("datetime64[s]"),
            }
        frame = pd.DataFrame(columns)
        text = pd.StringDtype(na_value=np.nan)
        for name in [str(name) for name, kind in frame.dtypes.items() if kind in {np.dtype(object), text}]:
            values = frame[name].to_numpy(dtype=object)
            frame[name] = pd.array(np.where(values == "", np.nan, values), dtype=text)
        return frame


def gather(world: World, unit: str) -> Cases:
    """Return the cases of a unit.

    Parameters
    ----------
    world
        The reading, with choices resolved for the unit.
    unit
        Leader, tenure, statement or leader-year.

    Returns
    -------
    Cases
        Sorted by leader; tenures by first day, statements by date, leader-years by year. Where one statement of a
        leader counts, or the most frequent code, a leader has one case at the most.
    """
    base = world.base
    none, no_days = np.empty(0, dtype=np.int64), np.empty(0, dtype=_DAY)
    if unit == "leader":
        leader = np.flatnonzero(world.has_power)
        return Cases(world, unit, leader, leader, no_days, no_days, none)
    if unit == "tenure":
        return Cases(world, unit, base.tenure_leader[world.counted], world.counted, no_days, no_days, none)
    if unit == "statement":
        rows = statement_rows(world)
        return Cases(world, unit, base.view_leader[rows], rows, no_days, no_days, none)
    return _leader_years(world)


def statement_rows(world: World) -> Ints:
    """Return the rows of the statements that are cases: all, or the first or last of each leader."""
    base = world.base
    rows = np.flatnonzero(base.is_after)
    if world.choices.power == "effective":
        rows = rows[world.has_power[base.view_leader[rows]]]
    leader = base.view_leader[rows]
    if world.choices.count in {"first", "majority"}:
        rows = rows[np.append(True, leader[1:] != leader[:-1])] if len(rows) else rows
    elif world.choices.count == "last":
        rows = rows[np.append(leader[1:] != leader[:-1], True)] if len(rows) else rows
    return rows


def _leader_years(world: World) -> Cases:
    spells = world.spells
    rows, year, first, last = _by_year(spells.start, spells.end)
    leader = world.spell_leader[rows]
    days = (last - first).astype(np.int64) + 1
    order = np.lexsort((first, leader))
    leader, year, first, last, days = leader[order], year[order], first[order], last[order], days[order]
    total = np.cumsum(days)
    opens = np.append(True, leader[1:] != leader[:-1]) if len(leader) else np.empty(0, dtype=bool)
    before = np.repeat((total - days)[opens], np.diff(np.append(np.flatnonzero(opens), len(leader))))
    served = total - before
    # Several spells in one year are one case: from the first day of the first to the last day of the last.
    key = _year_key(leader, year)
    begins = np.append(True, key[1:] != key[:-1]) if len(key) else opens
    ends = np.append(key[1:] != key[:-1], True) if len(key) else opens
    seen = year[begins] >= int(world.since.astype("datetime64[Y]").astype(np.int64)) + 1970
    return Cases(
        world,
        "leader-year",
        leader[begins][seen],
        year[begins][seen],
        first[begins][seen],
        last[ends][seen],
        served[ends][seen],
    )


def _by_year(start: Days, end: Days) -> tuple[Ints, Ints, Days, Days]:
    """Return periods cut at the turns of years: row, year, first and last day of each piece."""
    low = start.astype("datetime64[Y]").astype(np.int64) + 1970
    high = end.astype("datetime64[Y]").astype(np.int64) + 1970
    count = high - low + 1
    rows = np.repeat(np.arange(len(start)), count)
    year = low[rows] + np.arange(len(rows)) - np.repeat(np.cumsum(count) - count, count)
    turn = (year - 1970).astype("datetime64[Y]").astype(_DAY)
    close = (year - 1969).astype("datetime64[Y]").astype(_DAY) - np.timedelta64(1, "D")
    return rows, year, np.maximum(start[rows], turn), np.minimum(end[rows], close)


def _year_key(leader: Ints, year: Ints) -> Ints:
    return leader * np.int64(100_000) + year


def _states(world: World) -> Objects:
    """Return the ids of the states of each leader's power, joined."""
    base = world.base
    frame = pd.DataFrame({"leader": base.tenure_leader[world.counted], "state": base.tenure_state[world.counted]})
    joined = frame.drop_duplicates().groupby("leader")["state"].agg(";".join)
    return joined.reindex(range(base.size), fill_value="").to_numpy(dtype=object)
