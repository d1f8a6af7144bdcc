"""The chapter on method: the day, what was checked, what counts as what, and what to beware of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from profiles.compare.build import unchecked_note
from profiles.compare.many import FEW
from profiles.dataset import Dataset
from profiles.dates import format_day
from profiles.render import Block, Bullets, Heading, Strong, Text
from profiles.report.material import MOST, Material
from profiles.words import listed

__all__ = ["method"]


def method(
    dataset: Dataset,
    *,
    as_of: dt.date,
    has_unverified: bool,
    material: Material | None = None,
    more: Sequence[Text] = (),
) -> list[Block]:
    """Return the chapter.

    Parameters
    ----------
    dataset
        The data.
    as_of
        The day of the report.
    has_unverified
        Whether rows without a source were allowed in.
    material
        What the chapters on leaders are made of, if there are any.
    more
        What the other chapters have to add.

    Returns
    -------
    list of Block
        A heading and a list. What concerns nothing in the report is left out.
    """
    items = [_day(dataset, as_of), _coverage(dataset, material, has_unverified=has_unverified)]
    if material is not None:
        items += _of_leaders(material)
    items += more
    if has_unverified:
        items.append((
            Strong("Unverified. "),
            "Rows marked as unverified rest on no source that anybody has read yet.",
        ))
    late = unchecked_note(material.everyone) if material is not None else ""
    if late:
        items.append((late,))
    return [Heading(2, ("Method and limits",), "method"), Bullets(tuple(items))]


def _day(dataset: Dataset, as_of: dt.date) -> Text:
    day = format_day(as_of)
    if as_of == dataset.as_of:
        why = "the day to which the leaders of every state in the data were checked, unless another day was asked for"
    else:
        why = "the day asked for"
    return (Strong("Date. "), f"Everything holds on {day}, {why}; what came later is left out.")


def _coverage(dataset: Dataset, material: Material | None, *, has_unverified: bool) -> Text:
    checked = ""
    if material is not None:
        names = material.everyone[0].world.state_names
        to = dict(
            zip(dataset.coverage["state_id"], dataset.coverage["checked_to"].astype("object").fillna(""), strict=True)
        )
        states = sorted({t.state for facts in material.everyone for t in facts.tenures})
        days: dict[str, list[str]] = {}
        for state in states:
            if to.get(state):
                days.setdefault(str(to[state]), []).append(names.get(state, state))
        said = [
            f"{listed(sorted(among)) if len(among) <= MOST else f'{len(among)} states'} to {day}"
            for day, among in sorted(days.items())
        ]
        checked = f"Leaders were checked: {'; '.join(said)}. " if said else ""
    return (
        Strong("Coverage. "),
        f"{checked}The whole dataset holds {len(dataset.leaders):,} leaders, {len(dataset.tenures):,} tenures,"
        f" {len(dataset.views):,} statements and {len(dataset.meetings):,} meetings"
        f"{', some of them not verified' if has_unverified else ', each row with its source'}; its version is"
        f" {dataset.version}.",
    )


def _of_leaders(material: Material) -> list[Text]:
    alone = len(material.everyone) == 1
    verdict = ", and a verdict that hangs on them is “not comparable”" if 1 < len(material.everyone) <= FEW else ""
    items: list[Text] = [
        (
            Strong("Offices. "),
            "First and last day both count, days in several offices count once, and a spell is unbroken where one"
            " tenure begins on the day after another ends, or before. Effective power follows the rule of Archigos:"
            " who in fact led the state. What a leader held below national office is not recorded.",
        ),
        (
            Strong("Uncertain dates. "),
            f"A date known in part stands for all the days it may mean; ages and durations are then ranges{verdict}.",
        ),
    ]
    if any(facts.statements for facts in material.everyone):
        items.append((
            Strong("Views. "),
            "One statement on one occasion is one case, coded from the page that reports it; nothing is averaged."
            " “Inferred” means that the valuation follows from what is praised or blamed. Whoever says much in"
            " public is quoted much: counts of statements are not opinions weighed.",
        ))
    if not alone and any(not facts.statements for facts in material.everyone):
        items.append((
            Strong("Gaps. "),
            "“Not searched” means that nobody has recorded a search for statements; “no statement found” that a"
            " search found none.",
        ))
    if len(material.everyone) > 1 and any(row.judgement.verdict for row in material.comparison.rows):
        items.append((Strong("Verdicts. "), "Each row of the table is judged by the measure under its verdict."))
    return items
