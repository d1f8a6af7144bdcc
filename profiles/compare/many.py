"""What can be said of many leaders at once, where naming each would say nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import median_low

from profiles.compare.facts import Facts
from profiles.compare.life import bounds, cite
from profiles.compare.model import Cell, Row, Sentence
from profiles.compare.statements import NOUNS
from profiles.dates import duration_words, format_day
from profiles.words import both, capital, listed, number, plural

__all__ = ["FEW", "summarise"]

# Up to this many leaders, sentences and tables name each of them.
FEW = 4
_LEFT = {
    "regular": "by the rules of the state",
    "irregular": "against them",
    "foreign": "through another state",
    "natural_death": "by death",
    "retired_ill": "through illness",
}


def summarise(everyone: Sequence[Facts], rows: Sequence[Row]) -> list[Sentence]:
    """Return sentences about more than a few leaders.

    Parameters
    ----------
    everyone
        The leaders.
    rows
        The rows of their comparison.

    Returns
    -------
    list of Sentence
        In the order of the rows; those whose aspect was not asked for are left out.
    """
    cells = {row.aspect_id: row.cells for row in rows}
    makers = (_births, _ages, _longest, _still, _exits, _views)
    return [sentence for make in makers if (sentence := make(everyone, cells)) is not None]


def _births(everyone: Sequence[Facts], cells: Mapping[str, Sequence[Cell]]) -> Sentence | None:
    known = sorted(((f.born, f) for f in everyone if f.born is not None), key=lambda pair: bounds(pair[0]))
    if "born" not in cells or len(known) < 2:
        return None
    (first, eldest), (last, youngest) = known[0], known[-1]
    text = f"Born between {format_day(first)} ({eldest.name}) and {format_day(last)} ({youngest.name})"
    return Sentence("born", "fact", (text, *cite((*eldest.sources[:2], *youngest.sources[:2])), "."))


def _ages(everyone: Sequence[Facts], cells: Mapping[str, Sequence[Cell]]) -> Sentence | None:
    known = [
        (cell.value[0], f) for f, cell in zip(everyone, cells.get("age_1991", ()), strict=False) if not cell.missing
    ]
    if len(known) < 2:
        return None
    known.sort(key=lambda pair: pair[0])
    (low, youngest), (high, eldest) = known[0], known[-1]
    middle = median_low([age for age, _ in known])
    text = (
        f"When the USSR was dissolved, the {number(len(known))} then alive were {low} to {high} years old"
        f" ({youngest.name} and {eldest.name}), half of them {middle} or younger"
    )
    return Sentence("age_1991", "fact", (text, *cite((*youngest.sources[:2], *eldest.sources[:2])), "."))


def _longest(everyone: Sequence[Facts], cells: Mapping[str, Sequence[Cell]]) -> Sentence | None:
    known = [
        (cell.value[0], f, cell)
        for f, cell in zip(everyone, cells.get("longest_spell", ()), strict=False)
        if not cell.missing
    ]
    if len(known) < 2:
        return None
    known.sort(key=lambda item: -item[0])
    top = [f"{f.name} ({duration_words(days)})" for days, f, _ in known[:3]]
    sources = [source for _, _, cell in known[:3] for source in cell.all_sources[:1]]
    return Sentence("longest_spell", "fact", (f"The longest in unbroken power: {listed(top)}", *cite(sources), "."))


def _still(everyone: Sequence[Facts], cells: Mapping[str, Sequence[Cell]]) -> Sentence | None:
    known = [bool(cell.value) for cell in cells.get("still_in_office", ()) if not cell.missing]
    if not known:
        return None
    there = sum(known)
    who = number(there) if there else "none"
    text = f"Of the {number(len(everyone))}, {who} {'was' if there == 1 else 'were'} in office on"
    return Sentence("still_in_office", "fact", (f"{text} {format_day(everyone[0].as_of)}.",))


def _exits(everyone: Sequence[Facts], cells: Mapping[str, Sequence[Cell]]) -> Sentence | None:
    left = Counter(cell.value for cell in cells.get("exit", ()) if not cell.missing and cell.value in _LEFT)
    total = sum(left.values())
    if not total:
        return None
    if len(left) == 1 and total > 1:
        text = f"{capital(both(total))} who held effective power and lost it left {_LEFT[next(iter(left))]}."
        return Sentence("exit", "fact", (text,))
    each = [f"{number(n)} {_LEFT[code]}" for code, n in left.most_common()]
    each[0] = each[0].replace(" ", " left ", 1)
    return Sentence("exit", "fact", (f"Of the {number(total)} who held effective power and lost it, {listed(each)}.",))


def _views(everyone: Sequence[Facts], cells: Mapping[str, Sequence[Cell]]) -> Sentence | None:
    said = [cell.value for cell in cells.get("views_evaluation", ()) if not cell.missing]
    if not said:
        return None
    # Who voices two things equally often has no most frequent one.
    clear = Counter(v[0][0] for v in said if len(v) == 1 or v[0][1] > v[1][1])
    total = sum(n for value in said for _, n in value)
    each = [f"{number(n)} {NOUNS[code]}" for code, n in clear.most_common()]
    if each:
        n = clear.most_common(1)[0][1]
        each[0] = each[0].replace(" ", f" most often voice{'s' * (n == 1)} ", 1)
    rest = len(said) - sum(clear.values())
    divided = f"{number(rest)} {'is' if rest == 1 else 'are'} divided" if rest else ""
    text = (
        f"On the collapse of the USSR the data hold {plural(total, 'statement')} by {number(len(said))} of the"
        f" {number(len(everyone))}: {'; '.join(filter(None, (listed(each), divided)))}."
    )
    return Sentence("views_evaluation", "fact", (text,))
