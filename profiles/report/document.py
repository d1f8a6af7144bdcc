"""A comparison to the blocks of a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from profiles.charts import Chart
from profiles.compare.build import source_text
from profiles.compare.career import acting, period
from profiles.compare.facts import Facts, Meeting, Tenure, meetings_of, terms_of
from profiles.compare.life import cite
from profiles.compare.model import Comparison
from profiles.compare.relations import GROUP, WHAT_COUNTS
from profiles.compare.words import listed, number, plural
from profiles.dates import format_day, format_span
from profiles.render import (
    Block,
    Bullets,
    Cite,
    Document,
    Emph,
    Figure,
    Heading,
    Mark,
    Paragraph,
    Run,
    Strong,
    Table,
    TableBlock,
    TableCell,
    TableRow,
    Text,
    number_sources,
)
from profiles.sources import cite_sources

__all__ = ["FEW", "build_document"]

# Up to this many leaders stand side by side in columns; more stand one under another in rows.
FEW = 4
# What a chapter of its own shows in full has no place in the side-by-side table.
_ELSEWHERE = frozenset({
    "views_phrases",
    "views_statements",
    "terms",
    "offices",
    "meetings_first",
    "meetings_last",
})


@dataclass(frozen=True)
class Material:
    """What a report is made of."""

    title: str
    summary: str
    comparison: Comparison
    everyone: Sequence[Facts]
    charts: Mapping[str, Sequence[Chart]]
    counts: Mapping[str, int]


def build_document(material: Material) -> Document:
    """Return the report: at a glance, side by side, careers, views, the relationship, method, sources.

    Parameters
    ----------
    material
        The comparison, the facts behind it and the charts.

    Returns
    -------
    profiles.render.Document
        Every note leads to a source; no section without content.
    """
    comparison = material.comparison
    blocks: list[Block] = []
    if material.summary:
        blocks.append(Paragraph((material.summary,)))
    blocks += _glance(material)
    blocks += _side_by_side(material)
    blocks += _careers(material)
    blocks += _views(material)
    blocks += _relationship(material)
    blocks += _method(material)
    draft = Document(title=material.title, blocks=tuple(blocks))
    notes = number_sources(draft)
    texts = {
        key: source_text(*value)
        for key, value in cite_sources(material.everyone[0].world.data.sources, notes.ids).items()
    }
    sources = notes.source_list(texts)
    blocks += [Heading(2, ("Sources",), "sources"), sources] if notes.ids else []
    return Document(
        title=material.title,
        blocks=tuple(blocks),
        meta=(("As of", format_day(comparison.as_of)), ("Data version", comparison.data_version)),
    )


def _figures(material: Material, chapter: str) -> list[Block]:
    return [
        Figure(chart.name, chart.svg(), chart.alt, (chart.title + ".",), f"{chart.name}.csv")
        for chart in material.charts.get(chapter, ())
    ]


def _glance(material: Material) -> list[Block]:
    said = material.comparison.sentences
    if not said:
        return []
    blocks: list[Block] = [Heading(2, ("At a glance",), "at-a-glance")]
    alike = [s.text for s in said if s.kind == "commonality"]
    apart = [s.text for s in said if s.kind == "difference"]
    other = [s.text for s in said if s.kind == "fact"]
    for title, anchor, items in (
        ("In common", "in-common", alike),
        ("Apart", "apart", apart),
        ("Also", "also", other),
    ):
        if items:
            blocks += [Heading(3, (title,), anchor), Bullets(tuple(items))]
    return blocks


def _side_by_side(material: Material) -> list[Block]:
    comparison = material.comparison
    blocks: list[Block] = (
        [Heading(2, ("Side by side",), "side-by-side")]
        if len(comparison.leaders) > 1
        else [Heading(2, ("In brief",), "in-brief")]
    )
    if len(comparison.leaders) > FEW:
        return [*blocks, TableBlock(_roster(material))]
    table = comparison.table()
    labels = {row.label for row in comparison.rows if row.aspect_id in _ELSEWHERE}
    kept = tuple(row for row in table.rows if row.section or row.header[0] not in labels)
    return [*blocks, TableBlock(Table(table.title, table.columns, _without_empty(kept), (), table.caption))]


def _without_empty(rows: Sequence[TableRow]) -> tuple[TableRow, ...]:
    """Return rows without the sections that have none left."""
    following = [*rows[1:], TableRow(("",), section=True)]
    return tuple(row for row, after in zip(rows, following, strict=True) if not (row.section and after.section))


_ROSTER = (
    ("born", "Born"),
    ("age_1991", "Age at the end of the USSR"),
    ("first_office", "First office"),
    ("days_effective", "In effective power"),
    ("exit", "Power lost"),
    ("views_evaluation", "Statements on the collapse"),
)


def _roster(material: Material) -> Table:
    """Return a table with a row for each leader, by state, for when columns would be too many."""
    comparison = material.comparison
    rows: list[TableRow] = []
    state = ""
    for place, facts in enumerate(material.everyone):
        of = _state(facts)
        if of != state:
            state = of
            rows.append(TableRow((state,), section=True))
        cells = []
        for aspect, _ in _ROSTER:
            cell = comparison.row(aspect).cells[place]
            if cell.missing:
                cells.append(TableCell(((Mark("missing", cell.text or cell.missing),),), cell.sources, kind="missing"))
            else:
                cells.append(
                    TableCell(
                        cell.lines,
                        cell.sources,
                        kind="unverified" if cell.is_unverified else "uncertain" if cell.is_uncertain else "",
                    )
                )
        rows.append(TableRow((facts.name,), tuple(cells)))
    return Table(
        f"{len(comparison.leaders)} leaders",
        ("Leader", *(label for _, label in _ROSTER)),
        tuple(rows),
        (),
        (f"As of {comparison.as_of}; data version {comparison.data_version}.",),
    )


def _state(facts: Facts) -> str:
    code = facts.tenures[0].state if facts.tenures else facts.birth_state
    return facts.world.state_names.get(code, code or "No state recorded")


def _careers(material: Material) -> list[Block]:
    blocks: list[Block] = [Heading(2, ("Careers",), "careers"), *_figures(material, "careers")]
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
            (
                f"{facts.name} was born on {format_day(facts.born)}{place}"
                if facts.born.precision == "day" and not facts.born.qualifier
                else f"{facts.name}, born {format_day(facts.born)}{place}"
            ),
            *cite(facts.sources),
            ". ",
        ]
    if facts.tenures:
        first = facts.tenures[0]
        age = facts.age(first.start)
        aged = f", aged {format_span(age, 'prose')}" if age is not None else ""
        together = [t for t in facts.tenures if t.start == first.start]
        what = listed([t.title + acting(t) for t in together])
        runs += [
            (
                f"The first national office{'s' * (len(together) > 1)} recorded here: {what}, from"
                f" {format_day(first.start)}{aged}"
            ),
            *cite(first.sources),
            ".",
        ]
    else:
        runs.append("No national office is recorded here.")
    return tuple(runs)


def _tenure_line(tenure: Tenure) -> Text:
    effective: tuple[Run, ...] = (" — effective leader",) if tenure.is_effective else ()
    mark: tuple[Run, ...] = (" ", Mark("unverified", "(unverified)")) if tenure.is_unverified else ()
    return (
        Strong(tenure.title + acting(tenure)),
        f": {period(tenure)}",
        *effective,
        *mark,
        *cite(tenure.sources),
    )


def _views(material: Material) -> list[Block]:
    speakers = [facts for facts in material.everyone if facts.statements]
    blocks: list[Block] = [Heading(2, ("Stated views on the collapse of the USSR",), "views")]
    if not speakers:
        blocks.append(
            Paragraph((
                (
                    "The data hold no statement by any of these leaders. That is no proof that there is none:"
                    " nobody has recorded a search."
                ),
            ))
        )
        return blocks
    silent = len(material.everyone) - len(speakers)
    total = sum(len(facts.statements) for facts in speakers)
    lead = (
        f"The data hold {plural(total, 'statement')} by {number(len(speakers))} of these"
        f" {number(len(material.everyone))} leaders"
        if len(material.everyone) > 1
        else f"The data hold {plural(total, 'statement')}"
    )
    blocks += [
        Paragraph((lead + ("; for the rest no search is recorded." if silent else ", each on one occasion."),)),
        *_figures(material, "views"),
    ]
    for facts in speakers:
        blocks.append(Heading(3, (facts.name,), f"views-{facts.leader_id}"))
        blocks.append(Bullets(tuple(_statement(facts, i) for i in range(len(facts.statements)))))
    return blocks


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


def _relationship(material: Material) -> list[Block]:
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
        text = (
            f"{capital_names(one, two)} are recorded as having met {number(len(meetings))} times"
            if len(meetings) > 1
            else f"{capital_names(one, two)} are recorded as having met once"
        )
        text += (
            f": {len(meetings) - group} bilateral meetings and {plural(group, 'occasion')} on which only a group"
            " session was seen."
            if group
            else "."
        )
        blocks += [Paragraph((f"{text} {WHAT_COUNTS}",)), *_figures(material, "relationship")]
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


def capital_names(one: Facts, two: Facts) -> str:
    """Return both names as the subject of a sentence."""
    return f"{one.name} and {two.name}"


def _meeting_table(meetings: Sequence[Meeting], facts: Facts) -> Table:
    rows: list[TableRow] = []
    year = 0
    for meeting in meetings:
        if meeting.start.earliest.year != year:
            year = meeting.start.earliest.year
            rows.append(TableRow((str(year),), section=True))
        state = facts.world.state_names.get(meeting.state, meeting.state)
        days = (
            format_day(meeting.start)
            if meeting.end is None
            else f"{format_day(meeting.start)} to {format_day(meeting.end)}"
        )
        remembered = meeting.notable + (f" Issued: {meeting.joint_statement}." if meeting.joint_statement else "")
        cells = (
            TableCell(((f"{listed(meeting.city.split(';'))}, {state}",),)),
            TableCell(((meeting.event,), (f"({facts.world.label('meetings', 'format', meeting.format)})",))),
            TableCell(((remembered, *((Cite(meeting.sources),) if meeting.sources else ())),)),
        )
        rows.append(TableRow((days,), cells))
    return Table("Meetings", ("Date", "Place", "Occasion", "What it is remembered for"), tuple(rows))


def _method(material: Material) -> list[Block]:
    comparison = material.comparison
    counts = material.counts
    world = material.everyone[0].world
    states = sorted({t.state for facts in material.everyone for t in facts.tenures})
    coverage = world.data.coverage.set_index("state_id")["checked_to"].dropna()
    checked = [
        f"{world.state_names.get(state, state)} to {coverage[state]}" for state in states if state in coverage.index
    ]
    items: list[Text] = [
        (
            Strong("Date. "),
            (
                f"Everything holds on {format_day(comparison.as_of)}, the day to which the leaders of every state in"
                " the data were checked, unless another day was asked for; what came later is left out."
                if comparison.as_of == world.data.as_of
                else (
                    f"Everything holds on {format_day(comparison.as_of)}, the day asked for; what came later is left"
                    " out."
                )
            ),
        ),
        (
            Strong("Coverage. "),
            (f"Leaders were checked: {', '.join(checked)}. " if checked else "")
            + f"The whole dataset holds {counts['leaders']:,} leaders, {counts['tenures']:,} tenures,"
            f" {counts['views']:,} statements and {counts['meetings']:,} meetings, each row with its source; its"
            f" version is {comparison.data_version}.",
        ),
        (
            Strong("Offices. "),
            (
                "First and last day both count, days in several offices count once, and a spell is unbroken where one"
                " tenure begins on the day after another ends, or before. Effective power follows the rule of Archigos:"
                " who in fact led the state. What a leader held below national office is not recorded."
            ),
        ),
        (
            Strong("Uncertain dates. "),
            (
                "A date known in part stands for all the days it may mean; ages and durations are then ranges, and a"
                " verdict that hangs on them is “not comparable”."
            ),
        ),
        (
            Strong("Views. "),
            (
                "One statement on one occasion is one case, coded from the page that reports it; nothing is averaged."
                " “Inferred” means that the valuation follows from what is praised or blamed. Whoever says much in"
                " public is quoted much: counts of statements are not opinions weighed."
            ),
        ),
    ]
    if any(facts.statements == () for facts in material.everyone):
        items.append((
            Strong("Gaps. "),
            (
                "“Not searched” means that nobody has recorded a search for statements; “no statement found” that a"
                " search found none."
            ),
        ))
    if comparison.has_unverified:
        items.append((
            Strong("Unverified. "),
            "Rows marked as unverified rest on no source that anybody has read yet.",
        ))
    late = [note for note in comparison.notes if note.startswith("Not checked")]
    items += [(note,) for note in late]
    items.append((
        Strong("Verdicts. "),
        "Each row of the table is judged by the measure that stands under its verdict.",
    ))
    return [Heading(2, ("Method and limits",), "method"), Bullets(tuple(items))]
