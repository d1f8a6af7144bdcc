"""One leader in a paragraph or two, where a table with one column would say it worse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from profiles.compare.career import acting, ordinal
from profiles.compare.facts import Facts
from profiles.compare.life import END_OF_USSR, cite, on_day
from profiles.compare.model import Cell, Comparison
from profiles.dates import Span, duration_words, format_span
from profiles.errors import NotComparable
from profiles.render import Block, Bullets, Cite, Heading, Paragraph, Run, TableBlock, Text
from profiles.similar import similar
from profiles.words import listed, plural, times

__all__ = ["alike", "portrait"]

_NEIGHBOURS: Final = 5

_CAME = {
    "regular": "It came by the rules of the state",
    "irregular": "It came against the rules of the state",
    "foreign": "It came through another state",
}
_WENT = {
    "regular": "ended by them",
    "irregular": "ended against them",
    "foreign": "ended through another state",
    "natural_death": "ended with death in office",
    "retired_ill": "ended through illness",
    "still_in_office": "has not ended",
}


def portrait(comparison: Comparison, facts: Facts) -> list[Block]:
    """Return what is known of one leader's life and power, in sentences.

    Parameters
    ----------
    comparison
        The description of the leader.
    facts
        The facts behind it.

    Returns
    -------
    list of Block
        Paragraphs; what is not known is left out, but for a missing date of birth.
    """
    cells = {row.aspect_id: row.cells[0] for row in comparison.rows}
    paragraphs = [_life(facts, cells), _power(facts, cells), _meetings(facts, cells)]
    return [Paragraph(text) for text in paragraphs if text]


def _life(facts: Facts, cells: dict[str, Cell]) -> Text:
    runs: list[Run] = []
    age = cells.get("age_1991")
    if facts.born is not None:
        place = f" in {facts.birthplace}" if facts.birthplace else ""
        runs += [f"{facts.name} was born {on_day(facts.born)}{place}", *cite(facts.sources)]
        if age is not None and not age.missing:
            runs.append(f" and was {_years(age)} when the Soviet Union was dissolved")
            held = list(dict.fromkeys(tenure.title + acting(tenure) for tenure in facts.held_on(END_OF_USSR)))
            runs.append(f", then {listed(held)}" if held else "")
        runs.append(". ")
    else:
        runs.append(f"No source dates the birth of {facts.name}. ")
    if facts.died is not None:
        aged = facts.age(facts.died)
        years = f", at {format_span(aged, 'prose')}" if aged is not None else ""
        runs.append(f"Death came {on_day(facts.died)}{years}. ")
    if not facts.tenures:
        return (*runs, "No national office is recorded here.")
    first = facts.tenures[0]
    entered = cells.get("age_first_office")
    at = f" at {_years(entered)}" if entered is not None and not entered.missing else ""
    what = listed([tenure.title + acting(tenure) for tenure in facts.first_tenures])
    many = len(facts.first_tenures) > 1
    return (
        *runs,
        f"The first national office{'s' * many} recorded here came{at}, {on_day(first.start)}: {what}",
        *cite(tuple(dict.fromkeys(s for tenure in facts.first_tenures for s in tenure.sources))),
        ".",
    )


def _years(cell: Cell) -> str:
    return format_span(Span(cell.value[0], cell.value[1], "years"), "prose")


def _power(facts: Facts, cells: dict[str, Cell]) -> Text:
    row = facts.effective_days
    if row is None:
        return (f"{facts.name} is not recorded as ever having led the state in fact.",) if facts.tenures else ()
    total, longest = cells["days_effective"], cells["longest_spell"]
    running = bool(row["is_running"])
    verb = "has held" if running else "held"
    whole = longest.value == total.value
    runs: list[Run] = [
        f"{facts.name} {verb} effective power for {_span(total.value)}{' without a break' * whole}",
        *cite(total.all_sources),
    ]
    best, worst = cells["spell_rank"].value
    rank = ordinal(best) if best == worst else f"{ordinal(best)} to {ordinal(worst)}"
    size = f"{len(facts.world.effective):,} leaders recorded here with any"
    place = f"{rank} longest" if worst > 1 else "longest"
    if whole:
        runs.append(f": the {place} spell of the {size}. ")
    else:
        runs.append(f". The longest unbroken spell, {_span(longest.value)}, is the {place} of the {size}. ")
    came, went = cells["entry"], cells["exit"]
    said = _CAME.get(str(came.value), "")
    if said and not came.missing:
        end = _WENT.get(str(went.value), "")
        # "By them" needs the rules to have been named just before.
        if "them" in end and came.value == "foreign":
            end = end.replace("them", "the rules of the state")
        runs.append(f"{said} and {end}." if end and not went.missing else f"{said}.")
    return tuple(runs)


def _span(days: tuple[int, int]) -> str:
    low, high = (duration_words(n) for n in days)
    return low if low == high else f"{low} to {high}"


def _meetings(facts: Facts, cells: dict[str, Cell]) -> Text:
    cell = cells.get("meetings_with")
    met: Sequence[tuple[str, int]] = cell.value if cell is not None and cell.value else ()
    if cell is None or not met:
        return ()
    total = sum(n for _, n in met)
    each = [f"{name} {times(n)}" for name, n in met]
    text = f"The data hold {plural(total, 'meeting')} with other leaders: {listed(each)}"
    return (text, *cite(cell.all_sources), ". Meetings are recorded for few pairs.")


def alike(facts: Facts) -> list[Block]:
    """Return the chapter on the leaders most like one, or nothing where there is nobody to compare with."""
    if facts.effective_days is None:
        return []
    try:
        found = similar(facts.leader_id, k=_NEIGHBOURS, as_of=facts.as_of, data=facts.world.data)
    except NotComparable:
        return []
    # Day and version stand under the title of the report, and all sources of a neighbour would hide the name.
    table = found.table()
    rows = tuple(replace(row, header=tuple(map(_shortened, row.header))) for row in table.rows)
    table = replace(table, rows=rows, caption=())
    return [
        Heading(2, ("Most alike",), "alike"),
        Bullets(tuple((sentence,) for sentence in found.sentences)),
        TableBlock(table),
    ]


def _shortened(run: Run) -> Run:
    return cite(run.ids)[0] if isinstance(run, Cite) and run.ids else run
