"""The chapters of a report on careers and on the relationship of two leaders."""

from __future__ import annotations

from collections.abc import Sequence

from profiles.compare.career import acting, period, unverified
from profiles.compare.facts import Facts, Meeting, Tenure, meetings_of, terms_of
from profiles.compare.life import cite
from profiles.compare.many import FEW
from profiles.compare.relations import GROUP, WHAT_COUNTS
from profiles.dates import format_day, format_period
from profiles.render import (
    Block,
    Bullets,
    Cite,
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
from profiles.report.material import Material, figures
from profiles.words import listed, plural, times

__all__ = ["careers", "relationship"]


def careers(material: Material) -> list[Block]:
    """Return the chapter on careers: charts and, for few leaders, every tenure."""
    blocks: list[Block] = [
        Heading(2, ("Career" if len(material.everyone) == 1 else "Careers",), "careers"),
        *figures(material.charts.get("careers", ())),
    ]
    if len(material.everyone) == 1:
        lines = _tenures(material.everyone[0])
        # The portrait names the first office.
        blocks += [Bullets(lines)] if len(lines) > 1 else []
    elif len(material.everyone) <= FEW:
        for facts in material.everyone:
            lines = _tenures(facts) or (("No national office is recorded here.",),)
            blocks += [Heading(3, (_titled(facts),), f"career-{facts.leader_id}"), Bullets(lines)]
    return blocks if len(blocks) > 1 else []


def _titled(facts: Facts) -> str:
    return (
        f"{facts.name} ({facts.native_name})" if facts.native_name and facts.native_name != facts.name else facts.name
    )


def _tenures(facts: Facts) -> tuple[Text, ...]:
    return tuple(_tenure_line(tenure) for tenure in facts.tenures)


def _tenure_line(tenure: Tenure) -> Text:
    effective: tuple[Run, ...] = (" — effective leader",) if tenure.is_effective else ()
    return (
        Strong(tenure.title + acting(tenure)),
        f": {period(tenure)}",
        *effective,
        *unverified(tenure),
        *cite(tenure.sources),
    )


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
        blocks += [Paragraph((f"{text} {WHAT_COUNTS}",)), *figures(material.charts.get("relationship", ()))]
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
