"""The chapters on groups: what sets them apart, whether that survives other readings, how well coders agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pandas as pd

from profiles.agreement import agreement
from profiles.agreement.model import Agreement
from profiles.charts import Chart
from profiles.charts.diverging import diverging_chart
from profiles.charts.specifications import specifications_chart
from profiles.charts.survival import survival_chart
from profiles.dataset import Dataset
from profiles.groups import compare_groups, robustness
from profiles.groups.choices import UNITS
from profiles.groups.model import GroupComparison
from profiles.render import Block, Bullets, Heading, Paragraph, Strong, Table, TableBlock, Text
from profiles.report.material import figures
from profiles.words import listed

__all__ = ["Chapter", "agreement_chapter", "groups_chapter", "robustness_chapter"]

_VALUED = frozenset({"evaluation", "laments", "welcomes"})


@dataclass(frozen=True)
class Chapter:
    """A chapter with all that goes into the folder with it.

    Attributes
    ----------
    blocks
        What is printed.
    charts
        Its drawings.
    tables
        Its numbers as CSV, by name of file.
    sources
        Ids of the sources behind its numbers, which are too many to cite one by one.
    method
        What it adds to the chapter on method.
    """

    blocks: Sequence[Block]
    charts: Sequence[Chart] = ()
    tables: Mapping[str, str] = field(default_factory=dict)
    sources: Sequence[str] = ()
    method: Sequence[Text] = ()


def groups_chapter(
    asked: Mapping[str, Any], dataset: Dataset, as_of: dt.date | None
) -> tuple[Chapter, GroupComparison]:
    """Return the chapter on groups side by side, and the comparison behind it.

    Parameters
    ----------
    asked
        The section of the recipe: ``by`` and further arguments of `profiles.groups.compare_groups`.
    dataset
        The data.
    as_of
        The day; the dataset's own by default.

    Returns
    -------
    Chapter
        Sentences, charts, the table with its notes.
    GroupComparison
        What they are drawn from.
    """
    arguments = {key: value for key, value in asked.items() if key != "by"}
    found = compare_groups(asked["by"], **arguments, as_of=as_of, data=dataset)
    charts = _charts(found, dataset)
    named = listed([f"{group.words} ({group.n:,})" for group in found.groups])
    blocks: list[Block] = [
        Heading(2, ("Groups compared",), "groups"),
        Paragraph((f"Compared are {named}.",)),
        Bullets(tuple((sentence,) for sentence in found.sentences)),
        *figures(charts),
        TableBlock(_plain(found.table())),
    ]
    rest = f"The numbers on groups rest on {len(found.sources):,} sources, too many to cite one by one; sources.bib"
    return (
        Chapter(
            blocks,
            charts,
            {"groups.csv": _csv(found.frame)},
            found.sources,
            ((Strong("Groups. "), f"{rest} lists them with those of the other chapters."),) if found.sources else (),
        ),
        found,
    )


def _csv(frame: pd.DataFrame) -> str:
    # The last digits of a resampled interval are another on another machine.
    return frame.to_csv(index=False, lineterminator="\n", float_format="%.6g")


def _plain(table: Table) -> Table:
    """Return a table without its caption: day and version stand under the title of the report."""
    return replace(table, caption=())


def _charts(found: GroupComparison, dataset: Dataset) -> list[Chart]:
    charts = []
    case = UNITS[found.unit][0]
    # Of statements the chart tells by whom they are.
    words = [group.words.removeprefix("statements by ") for group in found.groups]
    who = listed([one.replace(" other statements", " others") for one in words])
    if any(row.aspect_id in _VALUED for row in found.rows):
        members = {group.name: list(group.leaders) for group in found.groups}
        count: Literal["each", "majority"] = "each" if found.unit == "statement" else "majority"
        charts.append(diverging_chart(dataset, members, count=count, who=who, as_of=found.as_of))
    for aspect_id, survival in found.survivals:
        row = found.row(aspect_id)
        charts.append(
            survival_chart(
                survival,
                title=f"{row.label} of {who}",
                case=case,
                as_of=found.as_of,
                data_version=found.data_version,
                sources=found.sources,
                name=f"survival-{aspect_id.replace('_', '-')}",
            )
        )
    return charts


def robustness_chapter(
    asked: Mapping[str, Any], groups: Mapping[str, Any], dataset: Dataset, as_of: dt.date | None
) -> Chapter:
    """Return the chapter on whether differences survive other readings of the data.

    Parameters
    ----------
    asked
        The section of the recipe: ``aspects``, and further arguments of `profiles.groups.robustness`.
    groups
        The section on groups.
    dataset
        The data.
    as_of
        The day; the dataset's own by default.

    Returns
    -------
    Chapter
        For each aspect sentences, the specification curve and the table.
    """
    shared = {key: groups[key] for key in ("versus", "unit", "since", "seed") if key in groups}
    further = {key: value for key, value in asked.items() if key != "aspects"}
    blocks: list[Block] = [Heading(2, ("Does it survive?",), "robustness")]
    charts: list[Chart] = []
    tables: dict[str, str] = {}
    for aspect in asked["aspects"]:
        found = robustness(groups["by"], aspect, **shared, **further, as_of=as_of, data=dataset)
        slug = aspect.replace("_", "-")
        chart = specifications_chart(found, name=f"specifications-{slug}")
        blocks += [
            Heading(3, (found.label,), f"robustness-{slug}"),
            Paragraph((" ".join(found.sentences),)),
            *figures([chart]),
            TableBlock(_plain(found.table())),
        ]
        charts.append(chart)
        tables[f"robustness-{slug}.csv"] = _csv(found.frame)
    return Chapter(blocks, charts, tables)


def agreement_chapter(asked: Mapping[str, Any], dataset: Dataset, as_of: dt.date | None) -> Chapter:
    """Return the chapter on how far two coders agree.

    Parameters
    ----------
    asked
        The section of the recipe: arguments of `profiles.agreement.agreement`.
    dataset
        The data.
    as_of
        The day; the dataset's own by default.

    Returns
    -------
    Chapter
        Sentences, the table of fields and, of the evaluation, who coded what.
    """
    found: Agreement = agreement(dataset, **asked, as_of=as_of)
    blocks: list[Block] = [
        Heading(2, ("Agreement of coders",), "agreement"),
        Paragraph((" ".join(found.sentences),)),
        TableBlock(_plain(found.table())),
    ]
    if any(one.field == "evaluation" for one in found.fields):
        blocks.append(TableBlock(found.confusion_table("evaluation")))
    return Chapter(blocks, tables={"agreement.csv": _csv(found.frame)})
