"""Aspects of leaders with each other: meetings and the terms they use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations

from profiles.compare.facts import Facts, Meeting, Term, meetings_of, partners_of, terms_of
from profiles.compare.life import cite, on_day
from profiles.compare.model import Cell, Judgement, Sentence
from profiles.dates import PartialDate, format_day, format_period
from profiles.render import Text
from profiles.words import listed, number, plural, times

GROUP = "multilateral"
WHAT_COUNTS = (
    "A meeting is one row of the data: two leaders in person, a visit to several cities counted once, on local dates. "
    "Occasions on which only a group session was seen are counted apart from bilateral meetings. "
    "Official and press counts follow other rules and differ."
)


def _pairs(everyone: Sequence[Facts]) -> list[tuple[Facts, Facts]]:
    return list(combinations(everyone, 2))


def _meetings(one: Facts, two: Facts) -> list[Meeting]:
    return meetings_of(one.world, (one.leader_id, two.leader_id))


def _prefix(one: Facts, two: Facts, everyone: Sequence[Facts]) -> str:
    return "" if len(everyone) == 2 else f"{one.name} and {two.name}: "


def _sources(meetings: Sequence[Meeting], most: int = 4) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.sources[0] for m in meetings if m.sources))[:most]


def each_pair(
    describe: Callable[[list[Meeting], Facts], Text | None],
) -> Callable[[Sequence[Facts]], Cell | None]:
    """Return the getter of a joint cell with a line for each pair that met; nothing where none did."""

    def get(everyone: Sequence[Facts]) -> Cell | None:
        lines: list[Text] = []
        values: list[object] = []
        for one, two in _pairs(everyone):
            found = _meetings(one, two)
            line = describe(found, one) if found else None
            if line is not None:
                prefix = _prefix(one, two, everyone)
                lines.append((prefix, *line) if prefix else line)
                values.append(len(found))
        return Cell(tuple(lines), tuple(values)) if lines else None

    return get


def count(everyone: Sequence[Facts]) -> Cell | None:
    """How many meetings each pair had, group sessions apart; says so where none is recorded."""
    lines: list[Text] = []
    values = []
    for one, two in _pairs(everyone):
        found = _meetings(one, two)
        values.append(len(found))
        if found:
            group = sum(m.format == GROUP for m in found)
            text = f"{_prefix(one, two, everyone)}{len(found)} recorded: {len(found) - group} bilateral"
            if group:
                text += f", {group} in group sessions only"
            lines.append((text, *cite(_sources(found, 6), most=6)))
    if not lines:
        return Cell((("none recorded; meetings are recorded for few pairs",),), tuple(values))
    return Cell(tuple(lines), tuple(values))


def by_year(found: list[Meeting], one: Facts) -> Text:
    """Meetings per year, years without one included."""
    tally = Counter(m.start.earliest.year for m in found)
    years = range(min(tally), max(tally) + 1)
    return (", ".join(f"{year}: {tally[year]}" for year in years), *cite(_sources(found, 6), most=6))


def _one(meeting: Meeting, one: Facts) -> Text:
    state = one.world.state_names.get(meeting.state, meeting.state)
    return (
        f"{format_period(meeting.start, meeting.end)}, {listed(meeting.city.split(';'))} ({state}), {meeting.event}",
        *cite(meeting.sources),
    )


def first(found: list[Meeting], one: Facts) -> Text:
    """The first meeting recorded."""
    return _one(found[0], one)


def last(found: list[Meeting], one: Facts) -> Text:
    """The last meeting recorded."""
    return _one(found[-1], one)


def formats(found: list[Meeting], one: Facts) -> Text:
    """How often each format."""
    tally = Counter(m.format for m in found)
    ranked = sorted(tally.items(), key=lambda item: (item[0] == GROUP, -item[1], item[0]))
    text = ", ".join(f"{one.world.label('meetings', 'format', code)} {n}" for code, n in ranked)
    return (text, *cite(_sources(found, 6), most=6))


def places(found: list[Meeting], one: Facts) -> Text:
    """The cities met in most, and how many there are."""
    tally = Counter(city for m in found for city in m.city.split(";"))
    ranked = sorted(tally.items(), key=lambda item: (-item[1], item[0]))
    often = [f"{city} {n}" for city, n in ranked if n > 1]
    once = len(ranked) - len(often)
    parts = [
        *often,
        *(
            [f"{number(once)} other place{'s' * (once != 1)} once each" if often else plural(once, "place")]
            if once
            else []
        ),
    ]
    return (", ".join(parts), *cite(_sources(found, 6), most=6))


def phrase_count(everyone: Sequence[Facts], cells: Sequence[Cell], judgement: Judgement) -> Sentence | None:
    """Say how often two leaders met, and since when."""
    if len(everyone) != 2:
        return None
    found = _meetings(*everyone)
    if not found:
        return None
    group = sum(m.format == GROUP for m in found)
    start, end = found[0].start, found[-1].start
    if len(found) == 1:
        span = on_day(start)
    elif _month(start) == _month(end):
        span = f"in {_month(start)}"
    else:
        span = f"between {_month(start)} and {_month(end)}"
    text = f"They met {times(len(found))} {span}, as far as recorded"
    if group == len(found):
        text += "; only group sessions were seen" if group > 1 else "; only a group session was seen"
    elif group:
        text += f"; on {number(group)} of these occasions only a group session was seen"
    return Sentence("meetings_count", "commonality", (text, *cite(_sources([found[0], found[-1]])), "."))


def _month(day: PartialDate) -> str:
    return format_day(day).split(" ", 1)[1] if day.is_exact else format_day(day)


def terms(everyone: Sequence[Facts]) -> Cell | None:
    """The terms each pair used, by speaker."""
    lines: list[Text] = []
    for one, two in _pairs(everyone):
        names = {one.leader_id: one.name, two.leader_id: two.name}
        used = terms_of(one.world, (one.leader_id, two.leader_id))
        lines += [_term_line(term, names) for term in used]
    return Cell(tuple(lines), len(lines)) if lines else None


def _term_line(term: Term, names: dict[str, str]) -> Text:
    speakers = listed([names[s] for s in term.speakers]) + (", jointly" if len(term.speakers) > 1 else "")
    other = [name for leader, name in names.items() if leader not in term.speakers]
    of = {
        "leader": f"of {other[0]}" if other else "of each other",
        "relationship": "of the relationship",
        "state": "of the other state",
    }[term.object]
    return (f"{format_day(term.date, 'short')}, {speakers} {of}: “{term.term}”", *cite(term.sources))


def phrase_terms(everyone: Sequence[Facts], cells: Sequence[Cell], judgement: Judgement) -> Sentence | None:
    """Say what each most often calls the other."""
    if len(everyone) != 2 or not cells[0].value:
        return None
    one, two = everyone
    used = [
        t for t in terms_of(one.world, (one.leader_id, two.leader_id)) if t.object == "leader" and len(t.speakers) == 1
    ]
    said, sources = [], []
    for speaker, other in ((one, two), (two, one)):
        own = [t for t in used if t.speakers == (speaker.leader_id,)]
        tally = Counter(t.term for t in own)
        if not tally:
            continue
        # Of terms used equally often the warmest tells most; length stands in for it, the alphabet settles the rest.
        term, n = max(tally.items(), key=lambda item: (item[1], len(item[0]), item[0]))
        said.append(f"{speaker.name} has called {other.name} “{term}”" + (f" ({times(n)} recorded)" if n > 1 else ""))
        sources += [t.sources[0] for t in own if t.term == term and t.sources][:2]
    return Sentence("terms", "fact", (listed(said), *cite(tuple(sources)), ".")) if said else None


def partners(facts: Facts) -> Cell:
    """Whom a leader met, for a profile of one."""
    counts = partners_of(facts.world, facts.leader_id)
    if not counts:
        return Cell((("none recorded; meetings are recorded for few pairs",),), ())
    return Cell(((", ".join(f"{name} {n}" for name, n in counts),),), tuple(counts))
