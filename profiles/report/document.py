"""A comparison to the blocks of a report."""

from __future__ import annotations

from dataclasses import replace

from profiles.compare.build import source_text, unchecked_note
from profiles.compare.many import FEW
from profiles.compare.model import table_cell
from profiles.dates import format_day
from profiles.render import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Strong,
    Table,
    TableBlock,
    TableRow,
    Text,
    number_sources,
)
from profiles.report.chapters import Material, careers, relationship, views
from profiles.sources import cite_sources

__all__ = ["build_document"]

# What a chapter of its own shows in full has no place in the side-by-side table.
_ELSEWHERE = frozenset({
    "views_phrases",
    "views_statements",
    "terms",
    "offices",
    "meetings_first",
    "meetings_last",
})


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
    blocks += careers(material)
    blocks += views(material)
    blocks += relationship(material)
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


_GLANCE = (("In common", "in-common"), ("Apart", "apart"), ("Also", "also"))


def _glance(material: Material) -> list[Block]:
    said = material.comparison.sentences
    if not said:
        return []
    blocks: list[Block] = [Heading(2, ("At a glance",), "at-a-glance")]
    alike = [s.text for s in said if s.kind == "commonality"]
    apart = [s.text for s in said if s.kind == "difference"]
    other = [s.text for s in said if s.kind == "fact"]
    groups = [(*head, tuple(items)) for head, items in zip(_GLANCE, (alike, apart, other), strict=True) if items]
    for title, anchor, items in groups:
        if len(groups) > 1:
            blocks.append(Heading(3, (title,), anchor))
        blocks.append(Bullets(items))
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
    kept = replace(comparison, rows=tuple(row for row in comparison.rows if row.aspect_id not in _ELSEWHERE))
    # What the notes under the table say stands under "Method and limits".
    return [*blocks, TableBlock(replace(kept.table(), notes=()))]


_ROSTER = (
    ("born", "Born"),
    ("age_1991", "Age at the end of the USSR"),
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
        of = facts.state_name or "No state recorded"
        if of != state:
            state = of
            rows.append(TableRow((state,), section=True))
        cells = tuple(table_cell(comparison.row(aspect).cells[place]) for aspect, _ in _ROSTER)
        rows.append(TableRow((facts.name,), cells))
    return Table(
        f"{len(comparison.leaders)} leaders",
        ("Leader", *(label for _, label in _ROSTER)),
        tuple(rows),
        (),
        (f"As of {comparison.as_of}; data version {comparison.data_version}.",),
    )


def _method(material: Material) -> list[Block]:
    comparison = material.comparison
    world = material.everyone[0].world
    data = world.data
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
            + f"The whole dataset holds {len(data.leaders):,} leaders, {len(data.tenures):,} tenures,"
            f" {len(data.views):,} statements and {len(data.meetings):,} meetings"
            + (", some of them not verified" if comparison.has_unverified else ", each row with its source")
            + f"; its version is {comparison.data_version}.",
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
    late = unchecked_note(material.everyone)
    if late:
        items.append((late,))
    items.append((
        Strong("Verdicts. "),
        "Each row of the table is judged by the measure that stands under its verdict.",
    ))
    return [Heading(2, ("Method and limits",), "method"), Bullets(tuple(items))]
