"""Chapters to a document: leaders side by side, groups compared, method, sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from profiles.compare.build import source_text
from profiles.compare.many import FEW
from profiles.compare.model import table_cell
from profiles.dataset import Dataset
from profiles.dates import format_day
from profiles.render import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Table,
    TableBlock,
    TableRow,
    number_sources,
)
from profiles.report.chapters import careers, relationship
from profiles.report.material import MOST, Material, rounded
from profiles.report.portrait import alike, portrait
from profiles.report.views import views
from profiles.sources import cite_sources

__all__ = ["build_document", "leader_blocks"]

# What a chapter of its own shows in full has no place in the side-by-side table.
_ELSEWHERE = frozenset({
    "views_phrases",
    "views_statements",
    "terms",
    "offices",
    "meetings_first",
    "meetings_last",
})


def build_document(
    title: str, summary: str, blocks: Sequence[Block], *, as_of: dt.date, dataset: Dataset, version: str
) -> Document:
    """Return the document of a report, with the list of all that it cites.

    Parameters
    ----------
    title, summary
        Its title and the paragraph under it, or "".
    blocks
        Its chapters.
    as_of, version
        The day and the version of the data.
    dataset
        The data, for the words of its sources.

    Returns
    -------
    profiles.render.Document
        Every note leads to a source; no list of sources without notes.
    """
    said = [*([Paragraph((summary,))] if summary else []), *blocks]
    notes = number_sources(Document(title=title, blocks=tuple(said)))
    if notes.ids:
        texts = {key: source_text(*value) for key, value in cite_sources(dataset.sources, notes.ids).items()}
        said += [Heading(2, ("Sources",), "sources"), notes.source_list(texts)]
    return Document(title=title, blocks=tuple(said), meta=(("As of", format_day(as_of)), ("Data version", version)))


def leader_blocks(material: Material) -> list[Block]:
    """Return the chapters on leaders.

    Parameters
    ----------
    material
        The comparison, the facts behind it and the charts.

    Returns
    -------
    list of Block
        One leader: a portrait, career, views. A few: at a glance, side by side, careers, views, the relationship.
        Many: at a glance, careers, views, and a row for each at the end.
    """
    chapters = [careers(material), views(material), relationship(material)]
    everyone = material.everyone
    if len(everyone) == 1:
        first: list[Block] = portrait(material.comparison, everyone[0])
        return [*first, *(block for chapter in chapters for block in chapter), *alike(everyone[0])]
    glance = _glance(material)
    table = _side_by_side(material) if len(everyone) <= FEW else _roster(material)
    parts = [glance, *chapters, table] if len(everyone) > MOST else [glance, table, *chapters]
    return [block for part in parts for block in part]


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
    kept = replace(comparison, rows=tuple(row for row in comparison.rows if row.aspect_id not in _ELSEWHERE))
    table = kept.table()
    rows = tuple(replace(row, cells=tuple(map(rounded, row.cells))) for row in table.rows)
    # Day and version stand under the title of the report, the notes under "Method and limits".
    return [
        Heading(2, ("Side by side",), "side-by-side"),
        TableBlock(replace(table, rows=rows, notes=(), caption=())),
    ]


_ROSTER = (
    ("born", "Born"),
    ("age_1991", "Age at the end of the USSR"),
    ("days_effective", "In effective power"),
    ("exit", "Power lost"),
    ("views_evaluation", "Statements on the collapse"),
)


def _roster(material: Material) -> list[Block]:
    """Return a table with a row for each leader, by state, for when columns would be too many."""
    comparison = material.comparison
    rows: list[TableRow] = []
    state = ""
    states = {facts.state_name for facts in material.everyone}
    for place, facts in enumerate(material.everyone):
        of = facts.state_name or "No state recorded"
        if of != state and len(states) < len(material.everyone):
            state = of
            rows.append(TableRow((state,), section=True))
        header = (facts.name,) if state else (f"{facts.name}, {of}",)
        cells = tuple(rounded(table_cell(comparison.row(aspect).cells[place])) for aspect, _ in _ROSTER)
        rows.append(TableRow(header, cells))
    title = f"{len(comparison.leaders)} leaders"
    if len(states) > 1:
        title += " by state" if state else ", each of another state"
    return [
        Heading(2, ("Leader by leader",), "leaders"),
        TableBlock(Table(title, ("Leader", *(label for _, label in _ROSTER)), tuple(rows))),
    ]
