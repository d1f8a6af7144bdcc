"""Rules about tenures: dates against lives, offices, states and one another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from profiles.rules.model import NO_DATE, Tables, day, graded, rule, take
from profiles.values import Dates, Finding, Mask, Rows, TypedTable

_YEARS_AT_ENTRY = 15
_FAR = np.datetime64("9999-12-31", "s")
# More days than any two dates lie apart.
_SPAN = 2**23


def _closing(table: TypedTable) -> tuple[Dates, Dates]:
    """Return the bounds of the last day: a running tenure reaches to the end of time."""
    return table.once("closing", lambda: _work_out_closing(table))


def _work_out_closing(table: TypedTable) -> tuple[Dates, Dates]:
    running = table.equals("end_status", "ongoing")
    earliest, latest = table.earliest["end"].copy(), table.latest["end"].copy()
    earliest[running & np.isnat(earliest)] = _FAR
    latest[running & np.isnat(latest)] = _FAR
    return earliest, latest


@rule(
    "end-against-status",
    "error",
    "An end of office is known, ongoing or unknown; the date and the status must say the same.",
)
def _end_against_status(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    known, has_end = table.equals("end_status", "known"), ~table.equals("end", "")
    for row in np.flatnonzero(known & ~has_end):
        yield Finding(
            "end-against-status",
            int(row),
            "end",
            "is empty although the end is 'known'",
            "give the day, or set end_status to ongoing or unknown",
        )
    for row in np.flatnonzero(~known & table.present("end_status") & has_end):
        status = table.text("end_status")[row]
        yield Finding(
            "end-against-status",
            int(row),
            "end",
            f"is given although the end is {status!r}",
            "set end_status to known, or empty the cell",
        )


@rule("exit-against-status", "error", "Who is still in office has an ongoing tenure, and the reverse.")
def _exit_against_status(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    ongoing, still = table.equals("end_status", "ongoing"), table.equals("exit", "still_in_office")
    readable = table.present("end_status") & table.present("exit")
    for row in np.flatnonzero((ongoing != still) & readable):
        hint = "set exit to still_in_office" if ongoing[row] else "say how the office was left"
        yield Finding(
            "exit-against-status",
            int(row),
            "exit",
            f"does not go with end_status {table.text('end_status')[row]!r}",
            hint,
        )


def _births(table: TypedTable, tables: Tables) -> tuple[Dates, Dates]:
    leaders = tables["leaders"]
    rows = table.lookup("leader_id", leaders)
    return take(leaders.earliest["born"], rows), take(leaders.latest["born"], rows)


@rule("born-after-entry", "error", "Nobody takes office before being born.", needs=("leaders",))
def _born_after_entry(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    born_earliest, born_latest = _births(table, tables)
    start_earliest, start_latest = table.earliest["start"], table.latest["start"]
    yield from graded(
        "born-after-entry",
        "start",
        born_earliest > start_latest,
        born_latest > start_earliest,
        lambda row: f"is before the birth of {table.text('leader_id')[row]} ({day(born_earliest[row])})",
        "check both dates",
    )


@rule(
    "young-at-entry",
    "error",
    f"Nobody in the data took office under {_YEARS_AT_ENTRY}: a slip in a year is likelier.",
    needs=("leaders",),
)
def _young_at_entry(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    born_earliest, _ = _births(table, tables)
    start_earliest, start_latest = table.earliest["start"], table.latest["start"]
    leaders = tables["leaders"]
    rows = table.lookup("leader_id", leaders)
    of_age = [take(_later(born["born"]), rows) for born in (leaders.earliest, leaders.latest)]
    born_before = born_earliest <= start_latest
    yield from graded(
        "young-at-entry",
        "start",
        born_before & (of_age[0] > start_latest),
        born_before & (of_age[1] > start_earliest),
        lambda row: (
            f"is less than {_YEARS_AT_ENTRY} years after the birth of {table.text('leader_id')[row]}"
            f" ({day(born_earliest[row])})"
        ),
        "check both years",
    )


def _later(dates: Dates) -> Dates:
    """Return the days on which those born on `dates` come of the age at entry, 29 February counting as 1 March."""
    months = dates.astype("datetime64[M]")
    later: Dates = (months + np.timedelta64(12 * _YEARS_AT_ENTRY, "M")).astype("datetime64[s]") + (
        dates - months.astype("datetime64[s]")
    )
    return later


@rule("died-before-end", "error", "An office ends with its holder's death at the latest.", needs=("leaders",))
def _died_before_end(tables: Tables, name: str) -> Iterator[Finding]:
    table, leaders = tables[name], tables["leaders"]
    rows = table.lookup("leader_id", leaders)
    died_earliest, died_latest = take(leaders.earliest["died"], rows), take(leaders.latest["died"], rows)
    end_earliest, end_latest = _closing(table)
    yield from graded(
        "died-before-end",
        "end",
        died_latest < end_earliest,
        died_earliest < end_latest,
        lambda row: f"is after the death of {table.text('leader_id')[row]} ({day(died_earliest[row])})",
        "end the tenure on that day, or correct the death",
    )


@rule(
    "two-holders",
    "error",
    "An office for one person has one holder at a time; an acting holder may stand beside the regular one, a handover"
    " day may be shared.",
    needs=("offices",),
)
def _two_holders(tables: Tables, name: str) -> Iterator[Finding]:
    table, offices = tables[name], tables["offices"]
    rows = table.lookup("office_id", offices)
    seats = np.zeros(len(table), dtype=np.int64)
    seats[rows >= 0] = offices.numbers["seats"][rows[rows >= 0]]
    single = seats == 1
    yield from _over_seats(table, seats)
    acting = table.flags["is_acting"]
    leaders = table.codes["leader_id"]
    for chosen, severity in ((single & ~acting, "error"), (single & acting, "info")):
        for first, second, certain in _overlaps(table, table.codes["office_id"], chosen):
            if leaders[first] == leaders[second]:
                continue
            other = table.text("leader_id")[first]
            message = (
                f"overlaps the {'acting ' if severity == 'info' else ''}tenure of {other} in the same office (line"
                f" {table.raw.lines[first]})"
            )
            yield _overlap_finding("two-holders", second, message, severity, certain=certain)


def _over_seats(table: TypedTable, seats: Rows) -> Iterator[Finding]:
    """Yield the regular tenures that begin while all seats of an office for several are surely taken."""
    beside: dict[int, list[int]] = {}
    for first, second, certain in _overlaps(table, table.codes["office_id"], (seats > 1) & ~table.flags["is_acting"]):
        if certain and table.latest["start"][first] <= table.latest["start"][second]:
            beside.setdefault(second, []).append(first)
    for row, others in beside.items():
        if len(others) >= seats[row]:
            message = f"begins while all {seats[row]} seats of the office are taken (line {table.raw.lines[others[0]]})"
            yield Finding("two-holders", row, "start", message, "check the dates, or the office's seats")


@rule("same-holder-twice", "error", "Two overlapping tenures of one person in one office count its days twice.")
def _same_holder_twice(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    both = table.codes["office_id"] * (len(table.distinct["leader_id"]) + 1) + table.codes["leader_id"]
    for first, second, certain in _overlaps(table, both, np.ones(len(table), dtype=bool)):
        message = f"overlaps another tenure of the same person in the same office (line {table.raw.lines[first]})"
        yield _overlap_finding("same-holder-twice", second, message, "error", certain=certain)


def _overlap_finding(rule_id: str, row: int, message: str, severity: str, *, certain: bool) -> Finding:
    if not certain:
        message, severity = f"{message} (possible: the dates are uncertain)", "info"
    return Finding(rule_id, row, "start", message, "check both tenures' dates", severity)


def _overlaps(table: TypedTable, group: Rows, chosen: Mask) -> Iterator[tuple[int, int, bool]]:
    """Yield pairs of rows of one group that share more than a handover day, and whether they surely do."""
    # Every group lies within one office: only offices in which any two tenures overlap are looked at pair by pair.
    is_crowded = table.once("crowded offices", lambda: _crowded_offices(table))
    if not is_crowded.any():
        return
    end_earliest, end_latest = _closing(table)
    start_earliest, start_latest = table.earliest["start"], table.latest["start"]
    rows = np.flatnonzero(chosen & is_crowded[table.codes["office_id"]])
    rows = rows[~np.isnat(start_earliest[rows]) & ~np.isnat(end_latest[rows])]
    order = rows[np.lexsort((rows, start_earliest[rows].astype(np.int64), group[rows]))]
    for members in np.split(order, np.flatnonzero(_is_first(group[order]))[1:]):
        for place, second in enumerate(members):
            before = members[:place]
            both = (start_earliest[second] < end_latest[before]) & (start_earliest[before] < end_latest[second])
            for first in before[both]:
                certain = start_latest[second] < end_earliest[first] and start_latest[first] < end_earliest[second]
                yield int(first), int(second), bool(certain)


def _crowded_offices(table: TypedTable) -> Mask:
    """Return by code of an office whether any two of its tenures may share more than a handover day."""
    end, start, office = _closing(table)[1], table.earliest["start"], table.codes["office_id"]
    rows = np.flatnonzero(~np.isnat(start) & ~np.isnat(end))
    order = rows[np.lexsort((_in_days(start[rows]), office[rows]))]
    is_first = _is_first(office[order])
    days = _in_days(end[order])
    before = np.roll(_furthest(is_first, days), 1)
    is_crowded = np.zeros(len(table.distinct["office_id"]), dtype=bool)
    is_crowded[office[order[~is_first & (_in_days(start[order]) < days[before])]]] = True
    return is_crowded


def _is_first(groups: Rows) -> Mask:
    """Return where a group begins, for groups that lie together."""
    first = np.ones(len(groups), dtype=bool)
    first[1:] = groups[1:] != groups[:-1]
    return first


def _in_days(dates: Dates) -> Rows:
    return dates.astype("datetime64[D]").astype(np.int64)


def _furthest(is_first: Mask, end: Rows) -> Rows:
    """Return for each place that of the furthest end up to it in its group; the first, where several are."""
    # Groups are numbered anew: a code times the span could leave the range of 64 bits.
    reach = np.maximum.accumulate(np.cumsum(is_first) * _SPAN + end)
    rises = np.diff(reach, prepend=-1) > 0
    return np.maximum.accumulate(np.where(rises, np.arange(len(end)), 0))


@rule(
    "outside-office-life",
    "error",
    "Nobody holds an office before it exists or after it is abolished.",
    needs=("offices",),
)
def _outside_office_life(tables: Tables, name: str) -> Iterator[Finding]:
    table, offices = tables[name], tables["offices"]
    rows = table.lookup("office_id", offices)
    first, last = offices.earliest["first"], offices.latest["last"]
    yield from _outside(
        table,
        "outside-office-life",
        (take(first, rows), take(offices.latest["first"], rows)),
        (take(offices.earliest["last"], rows), take(last, rows)),
        "the office",
        "error",
    )


@rule(
    "outside-state-life",
    "warning",
    "A tenure outside the life of its state, in an office not said to be older or younger than it, is likely a slip.",
    needs=("offices", "states"),
)
def _outside_state_life(tables: Tables, name: str) -> Iterator[Finding]:
    table, offices, states = tables[name], tables["offices"], tables["states"]
    office = table.lookup("office_id", offices)
    of_office = offices.lookup("state_id", states)
    state = np.where(office >= 0, of_office[office] if len(of_office) else -1, -1)

    def bound(of_state: Dates, by_office: Dates, choose: np.ufunc) -> Dates:
        # An office of a republic before its independence says so by its own first day, and then counts.
        widest: Dates = np.where(state >= 0, choose(take(of_state, state), take(by_office, office)), NO_DATE)
        widest[np.isnat(take(of_state, state))] = NO_DATE
        return widest

    first = tuple(bound(d["start"], o["first"], np.fmin) for d, o in _both(states, offices))
    last = tuple(bound(d["end"], o["last"], np.fmax) for d, o in _both(states, offices))
    yield from _outside(table, "outside-state-life", first, last, "the state", "warning")


def _both(states: TypedTable, offices: TypedTable) -> tuple[tuple[dict[str, Dates], dict[str, Dates]], ...]:
    return (states.earliest, offices.earliest), (states.latest, offices.latest)


def _outside(
    table: TypedTable,
    rule_id: str,
    first: tuple[Dates, ...],
    last: tuple[Dates, ...],
    what: str,
    severity: str,
) -> Iterator[Finding]:
    yield from graded(
        rule_id,
        "start",
        table.latest["start"] < first[0],
        table.earliest["start"] < first[0],
        lambda row: f"is before the first day of {what} ({day(first[0][row])})",
        "correct the day, or that of " + what,
        severity=severity,
    )
    known = table.equals("end_status", "known")
    yield from graded(
        rule_id,
        "end",
        known & (table.earliest["end"] > last[1]),
        known & (table.latest["end"] > last[1]),
        lambda row: f"is after the last day of {what} ({day(last[1][row])})",
        "correct the day, or that of " + what,
        severity=severity,
    )
    running = table.equals("end_status", "ongoing")
    for row in np.flatnonzero(running & ~np.isnat(last[1])):
        yield Finding(
            rule_id,
            int(row),
            "end_status",
            f"is 'ongoing' although {what} ended on {day(last[1][row])}",
            "give the end",
            severity,
        )


@rule(
    "effective-gap",
    "info",
    "A day without an effective leader may be true, or a tenure is missing.",
    needs=("offices",),
)
def _effective_gap(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    for before, after, days in _effective_steps(tables, name):
        if days > 1:
            message = (
                f"leaves the state without an effective leader for {_days(days - 1)} after"
                f" {table.text('leader_id')[before]} (line {table.raw.lines[before]})"
            )
            yield Finding("effective-gap", after, "start", message, "check whether a tenure is missing", "info")


@rule("effective-overlap", "info", "Two effective leaders at once may be true, or a date is wrong.", needs=("offices",))
def _effective_overlap(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    for before, after, days in _effective_steps(tables, name):
        if days < 0 and table.text("leader_id")[before] != table.text("leader_id")[after]:
            runs = table.text("end_status")[before] == "ongoing"
            when = "while" if runs else f"{_days(-days)} before"
            message = (
                f"begins {when} the effective tenure of {table.text('leader_id')[before]} {'runs' if runs else 'ends'}"
                f" (line {table.raw.lines[before]})"
            )
            yield Finding("effective-overlap", after, "start", message, "check which of the two was effective", "info")


def _days(number: int) -> str:
    return f"{number} day{'s' * (number != 1)}"


def _effective_steps(tables: Tables, name: str) -> Iterator[tuple[int, int, int]]:
    """Yield steps from the furthest-reaching effective tenure to a later one, with the days between: not 0 or 1."""
    table, offices = tables[name], tables["offices"]
    before, after, days = table.once("effective steps", lambda: _work_out_steps(table, offices), offices)
    yield from zip(before.tolist(), after.tolist(), days.tolist(), strict=True)


def _work_out_steps(table: TypedTable, offices: TypedTable) -> tuple[Rows, Rows, Rows]:
    office = table.lookup("office_id", offices)
    state = np.where(office >= 0, offices.codes["state_id"][office] if len(offices) else -1, -1)
    _, end = _closing(table)
    start = table.earliest["start"]
    rows = np.flatnonzero(table.flags["is_effective"] & (state >= 0) & ~np.isnat(start) & ~np.isnat(end))
    order = rows[np.lexsort((end[rows].astype(np.int64), start[rows].astype(np.int64), state[rows]))]
    is_first = _is_first(state[order])
    ends = _in_days(end[order])
    before = np.roll(_furthest(is_first, ends), 1)
    days = _in_days(start[order]) - ends[before]
    steps = np.flatnonzero(~is_first & ((days < 0) | (days > 1)))
    return order[before[steps]], order[steps], days[steps]
