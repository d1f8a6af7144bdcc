"""Rules about tenures: dates against lives, offices, states and one another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from profiles.rules.model import Tables, day, graded, rule, take
from profiles.values import Dates, Finding, Mask, Rows, TypedTable

_YEARS_AT_ENTRY = 15
_FAR = np.datetime64("9999-12-31", "s")
NO_DATE = np.datetime64("NaT", "s")


def _closing(table: TypedTable) -> tuple[Dates, Dates]:
    """Return the bounds of the last day: a running tenure reaches to the end of time."""
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
    known, has_end = table.equals("end_status", "known"), table.text("end") != ""
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
    born_earliest, born_latest = _births(table, tables)
    start_earliest, start_latest = table.earliest["start"], table.latest["start"]
    born_before = born_earliest <= start_latest
    yield from graded(
        "young-at-entry",
        "start",
        born_before & (_later(born_earliest) > start_latest),
        born_before & (_later(born_latest) > start_earliest),
        lambda row: (
            f"is less than {_YEARS_AT_ENTRY} years after the birth of {table.text('leader_id')[row]}"
            f" ({day(born_earliest[row])})"
        ),
        "check both years",
    )


def _later(dates: Dates) -> Dates:
    """Return the days on which those born on `dates` come of the age at entry, 29 February counting as 1 March."""
    months = dates.astype("datetime64[M]")
    later: Dates = (months + 12 * _YEARS_AT_ENTRY).astype("datetime64[s]") + (dates - months.astype("datetime64[s]"))
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
    # Each row is held against the furthest end before it in its group, all at once; only groups in which that
    # finds something are looked at pair by pair.
    end_earliest, end_latest = _closing(table)
    start_earliest, start_latest = table.earliest["start"], table.latest["start"]
    rows = np.flatnonzero(chosen & ~np.isnat(start_earliest) & ~np.isnat(end_latest))
    if not len(rows):
        return
    order = rows[np.lexsort((rows, start_earliest[rows].astype(np.int64), group[rows]))]
    span = np.int64(2**42)  # over 100,000 years in seconds: groups cannot reach into one another
    base = group[order] * span
    furthest = np.maximum.accumulate(base + end_latest[order].astype(np.int64))
    hit = np.zeros(len(order), dtype=bool)
    same = group[order][1:] == group[order][:-1]
    hit[1:] = same & (base[1:] + start_earliest[order][1:].astype(np.int64) < furthest[:-1])
    for code in np.unique(group[order[hit]]):
        members = order[group[order] == code]
        for place, second in enumerate(members):
            for first in members[:place]:
                if start_earliest[second] < end_latest[first] and start_earliest[first] < end_latest[second]:
                    certain = start_latest[second] < end_earliest[first] and start_latest[first] < end_earliest[second]
                    yield int(first), int(second), bool(certain)


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
    """Yield each effective tenure with the furthest-reaching one before it in its state, and the days between."""
    table, offices = tables[name], tables["offices"]
    office = table.lookup("office_id", offices)
    state = np.where(office >= 0, offices.codes["state_id"][office] if len(offices) else -1, -1)
    _, end = _closing(table)
    start = table.earliest["start"]
    rows = np.flatnonzero(table.flags["is_effective"] & (state >= 0) & ~np.isnat(start) & ~np.isnat(end))
    order = rows[np.lexsort((end[rows].astype(np.int64), start[rows].astype(np.int64), state[rows]))]
    reach = -1
    for row in order:
        if reach >= 0 and state[reach] == state[row]:
            yield int(reach), int(row), int((start[row] - end[reach]) / np.timedelta64(86400, "s"))
            if end[row] > end[reach]:
                reach = int(row)
        else:
            reach = int(row)
