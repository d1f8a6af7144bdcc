"""Rules about persons, states, groups, meetings, terms and sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from profiles.rules.model import Tables, day, graded, rule, take
from profiles.values import Finding, TypedTable, list_items

_PERIODS = (("start", "end"), ("first", "last"))


@rule(
    "row-without-source",
    "error",
    "Every row names where it was read; what nobody has seen in a source waits in data/unverified.",
)
def _without_source(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    for row in np.flatnonzero(table.equals("sources", "")):
        yield Finding(
            "row-without-source",
            int(row),
            "sources",
            "is empty",
            "cite a source that you read, or move the row to data/unverified",
        )


@rule("ends-before-start", "error", "A period begins before it ends.")
def _ends_before_start(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    start, end = next(pair for pair in _PERIODS if pair[0] in table.earliest)
    # Two dates cut to the same year or month say nothing of their order, and that is no fault.
    nested = (table.earliest[start] <= table.earliest[end]) & (table.latest[end] <= table.latest[start])
    nested |= (table.earliest[end] <= table.earliest[start]) & (table.latest[start] <= table.latest[end])
    yield from graded(
        "ends-before-start",
        end,
        table.latest[end] < table.earliest[start],
        ~nested & (table.earliest[end] < table.latest[start]),
        lambda row: f"is before the {start} ({table.text(start)[row]})",
        "check both dates",
    )


@rule("died-before-born", "error", "Nobody dies before being born.")
def _died_before_born(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    born, died = table.earliest["born"], table.latest["died"]
    yield from graded(
        "died-before-born",
        "died",
        died < born,
        table.earliest["died"] < table.latest["born"],
        lambda row: f"is before the birth ({table.text('born')[row]})",
        "check both dates",
    )


@rule(
    "same-name-birth-state",
    "warning",
    "Two leaders with the same name, birth year and state are likely one person entered twice.",
    needs=("tenures", "offices"),
)
def _same_person(tables: Tables, name: str) -> Iterator[Finding]:
    table, tenures, offices = tables[name], tables["tenures"], tables["offices"]
    names, places = np.unique(np.char.lower(table.text("name").astype(str)), return_inverse=True)
    counts = np.bincount(places, minlength=len(names))
    suspects = np.flatnonzero(counts[places] > 1)
    if not len(suspects):
        return
    states: dict[str, set[str]] = defaultdict(set)
    for leader, office in zip(tenures.text("leader_id"), tenures.lookup("office_id", offices), strict=True):
        if office >= 0:
            states[leader].add(offices.text("state_id")[office])
    seen: dict[int, list[int]] = defaultdict(list)
    for row in suspects:
        leader = table.text("leader_id")[row]
        for other in seen[places[row]]:
            years = [table.earliest["born"][i].astype("datetime64[Y]") for i in (row, other)]
            of_row, of_other = (
                (states[table.text("leader_id")[i]] or {table.text("birth_state")[i]}) - {""} for i in (row, other)
            )
            if years[0] == years[1] and of_row & of_other:
                message = (
                    f"is also the name of {table.text('leader_id')[other]}, born in the same year, of the same state"
                    f" (line {table.raw.lines[other]})"
                )
                yield Finding(
                    "same-name-birth-state",
                    int(row),
                    "name",
                    message,
                    f"if {leader} is the same person, keep one row; if not, say so in the note",
                    "warning",
                )
                break
        seen[places[row]].append(int(row))


@rule(
    "views-missing-against-views",
    "error",
    "No statement found and not searched are two things; where there is a statement, neither holds.",
    needs=("views",),
)
def _views_missing(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    speakers = set(tables["views"].text("leader_id"))
    spoke = np.array([leader in speakers for leader in table.text("leader_id")], dtype=bool)
    given = table.text("views_missing") != ""
    for row in np.flatnonzero(spoke & given):
        yield Finding(
            "views-missing-against-views",
            int(row),
            "views_missing",
            "is given although views holds a statement",
            "empty the cell",
        )
    for row in np.flatnonzero(~spoke & ~given):
        yield Finding(
            "views-missing-against-views",
            int(row),
            "views_missing",
            "is empty although views holds no statement",
            "write not_searched or none_found",
        )


@rule(
    "alias-names-two-in-office",
    "info",
    "A name that two leaders bore in office at the same time finds neither of them.",
    needs=("tenures",),
)
def _alias_in_office(tables: Tables, name: str) -> Iterator[Finding]:
    table, tenures = tables[name], tables["tenures"]
    owners: dict[str, list[int]] = defaultdict(list)
    counts = np.bincount(table.codes["alias"], minlength=len(table.distinct["alias"]))
    for shared in np.flatnonzero(counts[table.codes["alias"]] > 1):
        owners[table.text("alias")[shared]].append(int(shared))
    if not owners:
        return
    spells: dict[str, list[tuple[np.datetime64, np.datetime64]]] = defaultdict(list)
    end = np.where(tenures.equals("end_status", "ongoing"), np.datetime64("9999-12-31", "s"), tenures.earliest["end"])
    for leader, first, last in zip(tenures.text("leader_id"), tenures.latest["start"], end, strict=True):
        spells[leader].append((first, last))
    for owned in owners.values():
        for place, row in enumerate(owned):
            one = table.text("leader_id")[row]
            for other in (table.text("leader_id")[i] for i in owned[:place]):
                if other != one and any(a[0] < b[1] and b[0] < a[1] for a in spells[one] for b in spells[other]):
                    message = f"also names {other}, in office at the same time"
                    yield Finding(
                        "alias-names-two-in-office",
                        row,
                        "alias",
                        message,
                        "whoever looks it up is shown both",
                        "info",
                    )


@rule(
    "coverage-of-living-state",
    "error",
    "A state that exists is checked to some day; only one that is gone has none.",
    needs=("states",),
)
def _coverage(tables: Tables, name: str) -> Iterator[Finding]:
    table, states = tables[name], tables["states"]
    rows = table.lookup("state_id", states)
    living = np.isnat(take(states.earliest["end"], rows)) & (rows >= 0)
    for row in np.flatnonzero(living & (table.text("checked_to") == "")):
        yield Finding(
            "coverage-of-living-state",
            int(row),
            "checked_to",
            "is empty although the state exists",
            "give the day to which its leaders were checked",
        )


@rule("meeting-of-one", "error", "It takes two to meet.")
def _meeting_of_one(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    for row in np.flatnonzero((table.text("leader_a") == table.text("leader_b")) & table.present("leader_b")):
        yield Finding("meeting-of-one", int(row), "leader_b", "is the same person as leader_a", "name the other leader")


@rule("meeting-order", "error", "The two stand in order of their ids, so that a pair is found in one place.")
def _meeting_order(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    for row in np.flatnonzero((table.text("leader_a") > table.text("leader_b")) & table.present("leader_b")):
        yield Finding(
            "meeting-order",
            int(row),
            "leader_a",
            f"comes after leader_b ({table.text('leader_b')[row]}) in the alphabet",
            "swap the two",
        )


@rule("meeting-of-the-dead", "error", "A meeting in person needs two living persons.", needs=("leaders",))
def _meeting_of_the_dead(tables: Tables, name: str) -> Iterator[Finding]:
    for side in ("leader_a", "leader_b"):
        yield from _meeting_of_one_dead(tables, name, side)


def _meeting_of_one_dead(tables: Tables, name: str, side: str) -> Iterator[Finding]:
    table, leaders = tables[name], tables["leaders"]
    rows = table.lookup(side, leaders)
    died_earliest, died_latest = take(leaders.earliest["died"], rows), take(leaders.latest["died"], rows)
    born_earliest, born_latest = take(leaders.earliest["born"], rows), take(leaders.latest["born"], rows)
    start_earliest, start_latest = table.earliest["start"], table.latest["start"]
    yield from graded(
        "meeting-of-the-dead",
        side,
        start_earliest > died_latest,
        start_latest > died_earliest,
        lambda row: f"had died by then ({day(died_latest[row])})",
        "check the person and the date",
    )
    yield from graded(
        "meeting-of-the-dead",
        side,
        start_latest < born_earliest,
        start_earliest < born_latest,
        lambda row: f"was not yet born ({day(born_earliest[row])})",
        "check the person and the date",
    )


@rule("meeting-twice", "error", "Two rows for one pair on the same days count one meeting twice.")
def _meeting_twice(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    pair = table.codes["leader_a"] * (len(table.distinct["leader_b"]) + 1) + table.codes["leader_b"]
    yield from _twice(table, pair, "meeting-twice", "another meeting of the same two", shared_day=True)


@rule("speaker-outside-pair", "error", "A term of a pair is spoken by one of them or both.")
def _speaker(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    for row in np.flatnonzero(table.present("speakers")):
        pair = {table.text("leader_a")[row], table.text("leader_b")[row]}
        outside = [item for item in list_items(table.text("speakers")[row]) if item not in pair]
        if outside:
            yield Finding(
                "speaker-outside-pair",
                int(row),
                "speakers",
                f"names {outside[0]}, who is not of the pair",
                "name leader_a, leader_b or both",
            )
        if len(pair) == 1:
            yield Finding(
                "speaker-outside-pair",
                int(row),
                "leader_b",
                "is the same person as leader_a",
                "name the other leader",
            )


@rule("membership-twice", "error", "Overlapping memberships of one state in one group count it twice.")
def _membership_twice(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    member = table.codes["group_id"] * (len(table.distinct["state_id"]) + 1) + table.codes["state_id"]
    yield from _twice(
        table, member, "membership-twice", "another membership of the state in the group", shared_day=False
    )


def _twice(
    table: TypedTable,
    group: np.ndarray[tuple[int], np.dtype[np.int64]],
    rule_id: str,
    what: str,
    *,
    shared_day: bool,
) -> Iterator[Finding]:
    """Yield rows that surely overlap an earlier-starting row of their group."""
    start = table.latest["start"]
    # An empty end means the one day of a meeting, but a membership that goes on.
    end = np.where(
        table.text("end") == "",
        table.earliest["start"] if shared_day else np.datetime64("9999-12-31", "s"),
        table.earliest["end"],
    )
    rows = np.flatnonzero(~np.isnat(start) & ~np.isnat(end))
    one = -1  # of the rows of the group so far, the one that reaches furthest
    for two in rows[np.lexsort((start[rows].astype(np.int64), group[rows]))]:
        if one < 0 or group[one] != group[two]:
            one = two
            continue
        if start[two] <= end[one] if shared_day else start[two] < end[one]:
            yield Finding(
                rule_id,
                int(two),
                "start",
                f"overlaps {what} (line {table.raw.lines[one]})",
                "keep one row, or correct the dates",
            )
        if end[two] > end[one]:
            one = two


@rule(
    "membership-outside-state-life", "warning", "A state that does not exist is a member of nothing.", needs=("states",)
)
def _membership_life(tables: Tables, name: str) -> Iterator[Finding]:
    table, states = tables[name], tables["states"]
    rows = table.lookup("state_id", states)
    first, last = take(states.earliest["start"], rows), take(states.latest["end"], rows)
    yield from graded(
        "membership-outside-state-life",
        "start",
        table.latest["start"] < first,
        table.earliest["start"] < first,
        lambda row: f"is before the first day of the state ({day(first[row])})",
        "check both dates",
        severity="warning",
    )
    yield from graded(
        "membership-outside-state-life",
        "end",
        table.earliest["end"] > last,
        table.latest["end"] > last,
        lambda row: f"is after the last day of the state ({day(last[row])})",
        "check both dates",
        severity="warning",
    )
    for row in np.flatnonzero((table.text("end") == "") & ~np.isnat(last)):
        yield Finding(
            "membership-outside-state-life",
            int(row),
            "end",
            f"is empty although the state ended on {day(last[row])}",
            "give the end",
            "warning",
        )


@rule(
    "unused-source",
    "warning",
    "A source that no row cites is a leftover, or a citation was lost.",
    needs=(
        "aliases",
        "coverage",
        "groups",
        "leaders",
        "meetings",
        "offices",
        "relationship_terms",
        "states",
        "tenures",
        "view_codings",
        "views",
    ),
)
def _unused(tables: Tables, name: str) -> Iterator[Finding]:
    used = frozenset[str]().union(*(table.named("sources") for table in tables.values() if "sources" in table.distinct))
    table = tables[name]
    for row, key in enumerate(table.text("source_id")):
        if key not in used:
            yield Finding(
                "unused-source",
                row,
                "source_id",
                "is cited by no row",
                "cite it, or remove the row",
                "warning",
            )


@rule("source-without-place", "warning", "A reader must be able to find the source: by address or by citation.")
def _place(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    for row in np.flatnonzero((table.text("url") == "") & (table.text("citation") == "")):
        yield Finding(
            "source-without-place",
            int(row),
            "url",
            "is empty, and so is the citation",
            "give one of them",
            "warning",
        )
