"""The chapters of a report: careers, stated views, the relationship."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from profiles.charts import Chart
from profiles.compare.career import acting, period, unverified
from profiles.compare.facts import Facts, Meeting, Tenure, meetings_of, terms_of
from profiles.compare.life import cite, on_day
from profiles.compare.many import FEW
from profiles.compare.model import Comparison
from profiles.compare.relations import GROUP, WHAT_COUNTS
from profiles.words import both, listed, number, plural, times
from profiles.dates import format_day, format_period, format_span
from profiles.render import (
    Block,
    Bullets,
    Cite,
    Emph,
    Figure,
    Heading,
    Paragraph,
    Run,
    Strong,
    Table,
    TableBlock,
    TableCell,
    TableRow,
    Text,
)


@dataclass(frozen=True)
class Material:
    """What a report is made of."""

    title: str
    summary: str
    comparison: Comparison
    everyone: Sequence[Facts]
    charts: Mapping[str, Sequence[Chart]]


def figures(material: Material, chapter: str) -> list[Block]:
    """Return the charts of a chapter."""
    return [
        Figure(chart.name, chart.svg(), chart.alt, data_href=f"{chart.name}.csv")
        for chart in material.charts.get(chapter, ())
    ]


def careers(material: Material) -> list[Block]:
    """Return the chapter on careers: charts and, for few leaders, every tenure."""
    blocks: list[Block] = [Heading(2, ("Careers",), "careers"), *figures(material, "careers")]
    if len(material.everyone) > FEW:
        return blocks
    for facts in material.everyone:
        blocks.append(Heading(3, (_titled(facts),), f"career-{facts.leader_id}"))
        blocks.append(Paragraph(_career_sentence(facts)))
        if facts.tenures:
            blocks.append(Bullets(tuple(_tenure_line(tenure) for tenure in facts.tenures)))
    return blocks


def _titled(facts: Facts) -> str:
    return (
        f"{facts.name} ({facts.native_name})" if facts.native_name and facts.native_name != facts.name else facts.name
    )


def _career_sentence(facts: Facts) -> Text:
    runs: list[Run] = []
    if facts.born is not None:
        place = f" in {facts.birthplace}" if facts.birthplace else ""
        runs += [
            f"{facts.name} was born {on_day(facts.born)}{place}",
            *cite(facts.sources),
            ". ",
        ]
    if facts.tenures:
        first = facts.tenures[0]
        age = facts.age(first.start)
        what = listed([tenure.title + acting(tenure) for tenure in facts.first_tenures])
        many = "s" if len(facts.first_tenures) > 1 else ""
        aged = f", aged {format_span(age, 'prose')}" if age is not None else ""
        notes = cite(tuple(dict.fromkeys(s for tenure in facts.first_tenures for s in tenure.sources)))
        runs += [
            f"The first national office{many} recorded here: {what}, from {format_day(first.start)}{aged}",
            *notes,
            ".",
        ]
    else:
        runs.append("No national office is recorded here.")
    return tuple(runs)


def _tenure_line(tenure: Tenure) -> Text:
    effective: tuple[Run, ...] = (" — effective leader",) if tenure.is_effective else ()
    return (
        Strong(tenure.title + acting(tenure)),
        f": {period(tenure)}",
        *effective,
        *unverified(tenure),
        *cite(tenure.sources),
    )


def views(material: Material) -> list[Block]:
    """Return the chapter on stated views: a chart and every statement."""
    speakers = [facts for facts in material.everyone if facts.statements]
    blocks: list[Block] = [Heading(2, ("Stated views on the collapse of the USSR",), "views")]
    if not speakers:
        who = "this leader" if len(material.everyone) == 1 else "any of these leaders"
        blocks.append(Paragraph((f"The data hold no statement by {who}. {_silence(material.everyone)}",)))
        return blocks
    silent = len(material.everyone) - len(speakers)
    total = sum(len(facts.statements) for facts in speakers)
    lead = f"The data hold {plural(total, 'statement')}"
    if silent:
        lead += f" by {number(len(speakers))} of these {number(len(material.everyone))} leaders"
        lead += f". {_silence([facts for facts in material.everyone if not facts.statements])}"
    else:
        lead += (
            f" by {'the two' if len(speakers) == 2 else both(len(speakers))}, each on one occasion."
            if len(speakers) > 1
            else ", each on one occasion."
        )
    blocks += [
        Paragraph((lead,)),
        *figures(material, "views"),
    ]
    for facts in speakers:
        blocks.append(Heading(3, (facts.name,), f"views-{facts.leader_id}"))
        blocks.append(Bullets(tuple(_statement(facts, i) for i in range(len(facts.statements)))))
    return blocks


def _silence(silent: Sequence[Facts]) -> str:
    """Say what it means that the data hold no statement by some leaders."""
    searched = [facts.name for facts in silent if facts.views_missing == "none_found"]
    if not searched:
        return "That is no proof that there is none: nobody has recorded a search."
    if len(searched) == len(silent):
        return f"A search found none by {listed(searched)}."
    return f"A search found none by {listed(searched)}; for the rest nobody has recorded a search."


def _statement(facts: Facts, place: int) -> Text:
    s = facts.statements[place]
    label = facts.world.label
    coded = label("views", "evaluation", s.evaluation) + (", inferred" if s.basis == "inferred" else "")
    runs: list[Run] = [Strong(format_day(s.date)), ", ", Emph(s.occasion), f" ({coded}): {s.summary}"]
    if s.key_phrase:
        runs.append(f" “{s.key_phrase}”")
    drawn = [label("views", "lessons", code) for code in s.lessons]
    if drawn:
        runs.append(f" Lesson{'s' * (len(drawn) > 1)} drawn: {listed(drawn)}.")
    return (*runs, *cite(s.sources))


def relationship(material: Material) -> list[Block]:
    """Return the chapter on two leaders' meetings and terms for each other; nothing without any."""
    if len(material.everyone) != 2:
        return []
    one, two = material.everyone
    pair = (one.leader_id, two.leader_id)
    meetings, terms = meetings_of(one.world, pair), terms_of(one.world, pair)
    if not meetings and not terms:
        return []
    blocks: list[Block] = [Heading(2, ("The relationship",), "relationship")]
    if meetings:
        group = sum(m.format == GROUP for m in meetings)
        text = f"{one.name} and {two.name} are recorded as having met {times(len(meetings))}"
        if group:
            bilateral = len(meetings) - group
            text += f": in {plural(bilateral, 'bilateral meeting')}, and" if bilateral else ":"
            text += f" {times(group)} where only a group session was seen"
        text += "."
        blocks += [Paragraph((f"{text} {WHAT_COUNTS}",)), *figures(material, "relationship")]
        blocks += [Heading(3, ("Every meeting",), "meetings"), TableBlock(_meeting_table(meetings, one))]
    if terms:
        names = {one.leader_id: one.name, two.leader_id: two.name}
        lines = []
        for term in terms:
            who = listed([names[s] for s in term.speakers])
            of = {
                "leader": "of the other",
                "relationship": "of the relationship",
                "state": "of the other's state",
            }[term.object]
            lines.append((Strong(format_day(term.date)), f", {who} {of}: “{term.term}”", *cite(term.sources)))
        blocks += [Heading(3, ("Terms for each other",), "terms"), Bullets(tuple(lines))]
    return blocks


def _meeting_table(meetings: Sequence[Meeting], facts: Facts) -> Table:
    rows: list[TableRow] = []
    year = 0
    for meeting in meetings:
        if meeting.start.earliest.year != year:
            year = meeting.start.earliest.year
            rows.append(TableRow((str(year),), section=True))
        state = facts.world.state_names.get(meeting.state, meeting.state)
        days = format_period(meeting.start, meeting.end)
        remembered = meeting.notable + (f" Issued: {meeting.joint_statement}." if meeting.joint_statement else "")
        cells = (
            TableCell(((f"{listed(meeting.city.split(';'))}, {state}",),)),
            TableCell(((meeting.event,), (f"({facts.world.label('meetings', 'format', meeting.format)})",))),
            TableCell(((remembered, *((Cite(meeting.sources),) if meeting.sources else ())),)),
        )
        rows.append(TableRow((days,), cells))
    return Table("Meetings", ("Date", "Place", "Occasion", "What it is remembered for"), tuple(rows))
