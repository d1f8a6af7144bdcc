"""Aspects of leaders, of their tenures and of their years in power: how each is got, for all cases at once."""

from __future__ import annotations

import numpy as np

from profiles.dates import format_day
from profiles.groups.cases import Cases
from profiles.groups.columns import YEAR, Column, code_levels, encode, made, truth, years_between
from profiles.groups.world import END_OF_USSR, Days, Ints, Mask, texts

__all__ = [
    "age_1991", "age_at_end", "age_at_entry", "age_at_exit", "age_at_start", "age_in_year", "days", "entry", "exit_",
    "has_statement", "in_office_1991", "in_power_now", "irregular_exit", "is_acting", "is_effective", "is_woman",
    "led_party", "left_this_year", "longest_spell", "office_kind", "started_this_year", "statements", "time_in_power",
    "years_so_far",
]  # fmt: skip

_DAY = "datetime64[D]"
_STILL = "still in power"
_NOT_BORN = "birth not recorded"
EXITS = (
    ("still_in_office", "Still in power"),
    ("regular", "Regular"),
    ("irregular", "Irregular"),
    ("foreign", "Removed by another state"),
    ("natural_death", "Died in office"),
    ("retired_ill", "Retired, ill"),
)


def _age(cases: Cases, day: Days, doubtful: Mask, missing: list[tuple[Mask, str]]) -> Column:
    base, world = cases.world.base, cases.world
    born = world.born[cases.leader]
    uncertain = base.born_is_uncertain[cases.leader] | doubtful
    return made(years_between(born, day), [(np.isnat(born), _NOT_BORN), *missing], is_uncertain=uncertain)


def age_1991(cases: Cases) -> Column:
    """Age on 26 December 1991, of those who were then alive."""
    base, world = cases.world.base, cases.world
    day = np.datetime64(END_OF_USSR, "D")
    died, born = base.died[cases.leader], world.born[cases.leader]
    days = np.full(cases.size, day, dtype=_DAY)
    sure = np.zeros(cases.size, dtype=bool)
    return _age(cases, days, sure, [(born > day, "born later"), (died < day, "had died")])


def _start_doubtful(cases: Cases, rows: Ints) -> Mask:
    found: Mask = cases.world.base.tenure_bounds_differ[0][rows]
    return found


def _end_doubtful(cases: Cases, rows: Ints) -> Mask:
    found: Mask = cases.world.base.tenure_bounds_differ[1][rows]
    return found


def age_at_entry(cases: Cases) -> Column:
    """Age on the first day in power."""
    rows = cases.world.first_tenure[cases.leader]
    return _age(cases, cases.world.start[rows], _start_doubtful(cases, rows), [])


def age_at_exit(cases: Cases) -> Column:
    """Age on the last day in power, of those whose power ended."""
    rows = cases.world.last_tenure[cases.leader]
    running = cases.world.in_power_now[cases.leader]
    return _age(cases, cases.world.end[rows], _end_doubtful(cases, rows), [(running, _STILL)])


def age_at_start(cases: Cases) -> Column:
    """Age on the first day of a tenure."""
    return _age(cases, cases.world.start[cases.rows], _start_doubtful(cases, cases.rows), [])


def age_at_end(cases: Cases) -> Column:
    """Age on the last day of a tenure that ended."""
    running = cases.world.is_running[cases.rows]
    return _age(cases, cases.world.end[cases.rows], _end_doubtful(cases, cases.rows), [(running, "still running")])


def age_in_year(cases: Cases) -> Column:
    """Age on the first day in power in the year."""
    return _age(cases, cases.first, cases.world.dates_matter[cases.leader], [])


def years_so_far(cases: Cases) -> Column:
    """Years in power up to the last day of power in the year."""
    return made(cases.served / YEAR, is_uncertain=cases.world.dates_matter[cases.leader])


def started_this_year(cases: Cases) -> Column:
    """Whether power began in the year."""
    first = cases.world.start[cases.world.first_tenure[cases.leader]]
    return truth(first.astype("datetime64[Y]").astype(np.int64) + 1970 == cases.rows)


def left_this_year(cases: Cases) -> Column:
    """Whether power ended in the year."""
    last = cases.world.end[cases.world.last_tenure[cases.leader]]
    ended = ~cases.world.in_power_now[cases.leader]
    return truth((last.astype("datetime64[Y]").astype(np.int64) + 1970 == cases.rows) & ended)


def _since_words(cases: Cases) -> str:
    return f"power ended before {_since(cases)}"


def _since(cases: Cases) -> str:
    return format_day(cases.world.since.astype(object))


def time_in_power(cases: Cases) -> Column:
    """Days in power, all unbroken spells together; running ones are censored."""
    world, size = cases.world, cases.world.base.size
    total = np.bincount(world.spell_leader, weights=world.spells.days, minlength=size).astype(np.int64)
    served = np.bincount(world.spell_leader, weights=world.served, minlength=size).astype(np.int64)
    running = np.bincount(world.spell_leader[world.spells.is_running], minlength=size) > 0
    gone = (total <= served)[cases.leader]
    return made(
        total[cases.leader],
        [(gone, _since_words(cases))],
        is_uncertain=world.dates_matter[cases.leader],
        is_event=~running[cases.leader],
        entry=served[cases.leader],
    )


def longest_spell(cases: Cases) -> Column:
    """Days of the longest unbroken spell in power; censored where it is running."""
    world, size = cases.world, cases.world.base.size
    spells = world.spells
    pick = np.full(size, -1, dtype=np.int64)
    # The last assignment stays: the longest, the first of equal ones.
    order = np.lexsort((-spells.start.astype(np.int64), spells.days))
    pick[world.spell_leader[order]] = order
    chosen = pick[cases.leader]
    gone = spells.days[chosen] <= world.served[chosen]
    return made(
        spells.days[chosen],
        [(gone, _since_words(cases))],
        is_uncertain=world.dates_matter[cases.leader],
        is_event=~spells.is_running[chosen],
        entry=world.served[chosen],
    )


def days(cases: Cases) -> Column:
    """Days of a tenure, first and last included; running ones are censored."""
    world = cases.world
    start, end = world.start[cases.rows], world.end[cases.rows]
    length = (end - start).astype(np.int64) + 1
    served = np.maximum((np.minimum(end + np.timedelta64(1, "D"), world.since) - start).astype(np.int64), 0)
    doubtful = _start_doubtful(cases, cases.rows) | _end_doubtful(cases, cases.rows)
    return made(
        length,
        [(length <= served, f"ended before {_since(cases)}")],
        is_uncertain=doubtful,
        is_event=~world.is_running[cases.rows],
        entry=served,
    )


def is_woman(cases: Cases) -> Column:
    """Whether the sources describe the leader as a woman."""
    gender = texts(cases.world.base.leaders, "gender")[cases.leader]
    return truth(gender == "female", [(gender == "", "not recorded")])


def led_party(cases: Cases) -> Column:
    """Whether the leader ever headed a party that leads its state, in effective power or not."""
    return truth(cases.held("party_leader"))


def in_office_1991(cases: Cases) -> Column:
    """Whether the leader held power on any day of 1991."""
    world, base = cases.world, cases.world.base
    rows = world.counted
    low, high = np.datetime64("1991-01-01", "D"), np.datetime64("1991-12-31", "D")
    there = rows[(world.start[rows] <= high) & (world.end[rows] >= low)]
    held = np.bincount(base.tenure_leader[there], minlength=base.size) > 0
    return truth(held[cases.leader], is_uncertain=world.dates_matter[cases.leader])


def _tenure(cases: Cases, *, last: bool) -> Ints:
    if cases.unit == "tenure":
        return cases.rows
    return (cases.world.last_tenure if last else cases.world.first_tenure)[cases.leader]


def entry(cases: Cases) -> Column:
    """How power was gained: by the tenure, or by the first one of the leader."""
    levels = code_levels("tenures", "entry")
    codes = encode(texts(cases.world.base.tenures, "entry")[_tenure(cases, last=False)], levels)
    return made(codes, [(codes < 0, "not recorded")], levels=levels)


def exit_(cases: Cases) -> Column:
    """How power was lost, or that it is still held: by the tenure, or by the last one of the leader."""
    base, rows = cases.world.base, _tenure(cases, last=True)
    running = cases.world.is_running[rows]
    codes = np.where(running, 0, encode(texts(base.tenures, "exit")[rows], EXITS))
    # Without a recorded end a tenure counts as left, though how is not known.
    unknown = (codes < 0) | ((codes == 0) & ~running)
    return made(codes, [(unknown, "not known")], levels=EXITS)


def irregular_exit(cases: Cases) -> Column:
    """Whether power, once ended, was lost irregularly or to another state."""
    base, rows = cases.world.base, _tenure(cases, last=True)
    running = cases.world.is_running[rows]
    how = texts(base.tenures, "exit")[rows]
    unknown = np.isin(how, ("", "unknown", "still_in_office"))
    return truth(np.isin(how, ("irregular", "foreign")), [(running, _STILL), (unknown, "not known")])


def in_power_now(cases: Cases) -> Column:
    """Whether the leader, or the tenure, was still in power on the day of the comparison."""
    if cases.unit == "tenure":
        return truth(cases.world.is_running[cases.rows])
    return truth(cases.world.in_power_now[cases.leader])


def is_acting(cases: Cases) -> Column:
    """Whether a tenure was held on an interim basis."""
    return truth(cases.world.base.tenures["is_acting"].to_numpy(dtype=bool)[cases.rows])


def is_effective(cases: Cases) -> Column:
    """Whether a tenure was effective power."""
    return truth(cases.world.base.tenures["is_effective"].to_numpy(dtype=bool)[cases.rows])


def office_kind(cases: Cases) -> Column:
    """What sort of office a tenure was in."""
    levels = code_levels("offices", "kind")
    codes = encode(cases.world.base.tenure_kind[cases.rows], levels)
    return made(codes, [(codes < 0, "not recorded")], levels=levels)


def has_statement(cases: Cases) -> Column:
    """Whether a statement on the collapse was found, of those searched for."""
    count, searched = _statements(cases)
    return truth(count > 0, [(~searched, "not searched")])


def statements(cases: Cases) -> Column:
    """How many statements on the collapse are recorded, of those searched for."""
    count, searched = _statements(cases)
    return made(count, [(~searched, "not searched")])


def _statements(cases: Cases) -> tuple[Ints, Mask]:
    base = cases.world.base
    count = np.bincount(base.view_leader, minlength=base.size)[cases.leader]
    found_none = texts(base.leaders, "views_missing")[cases.leader] == "none_found"
    return count, (count > 0) | found_none
