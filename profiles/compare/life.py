"""Aspects of lives: how each is got from the facts, and put into a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from profiles.compare.facts import Facts
from profiles.compare.model import Cell, Judgement, Sentence
from profiles.dates import PartialDate, Span, alternatives, format_day, format_span, words_apart
from profiles.render import Cite, Run
from profiles.words import both, capital, listed

END_OF_USSR = dt.date(1991, 12, 26)
# The years in which political memories form: 17 to 25 (Schuman and Scott, "Generations and collective
# memories", American Sociological Review 54, 1989, 359-381, after Mannheim).
FORMATIVE = (17, 25)
_DECADE = 10


def missing(why: str, text: str = "") -> Cell:
    """Return a cell that says why it is empty."""
    return Cell(((text or why,),), missing=why)  # type: ignore[arg-type]


def uncertain(date: PartialDate) -> bool:
    """Return whether a date is less than one sure day."""
    return not date.is_exact


def bounds(date: PartialDate) -> tuple[int, int]:
    """Return the first and last day that a date may mean, counted from year 1."""
    return date.earliest.toordinal(), date.latest.toordinal()


def cite(ids: Sequence[str], most: int = 4) -> tuple[Run, ...]:
    """Return a note for some sources as a run; nothing where there are none."""
    # A fact on which seven data sets agree is as well supported by the first four: more numbers only hide the
    # words between them. The rows of the data hold them all.
    return (Cite(tuple(ids[:most])),) if ids else ()


def born(facts: Facts) -> Cell:
    """Date of birth."""
    if facts.born is None:
        return missing("not recorded", "no sourced date of birth")
    return Cell(
        ((format_day(facts.born), *cite(facts.sources)),),
        bounds(facts.born),
        is_uncertain=uncertain(facts.born),
        is_unverified=facts.is_unverified,
    )


def died(facts: Facts) -> Cell:
    """Date of death."""
    if facts.died is None:
        return missing("does not apply", "no death recorded")
    age = facts.age(facts.died)
    text = format_day(facts.died) + (f", aged {format_span(age, 'prose')}" if age else "")
    return Cell(
        ((text, *cite(facts.sources)),),
        bounds(facts.died),
        is_uncertain=uncertain(facts.died),
        is_unverified=facts.is_unverified,
    )


def birthplace(facts: Facts) -> Cell:
    """Place of birth, with the state it belongs to today."""
    if not facts.birthplace and not facts.birth_state:
        return missing("not recorded")
    state = facts.world.state_names.get(facts.birth_state, facts.birth_state)
    text = ", ".join(part for part in (facts.birthplace, state) if part)
    return Cell(
        ((text, *cite(facts.sources)),),
        (facts.birthplace, facts.birth_state),
        is_unverified=facts.is_unverified,
    )


def judge_birthplace(cells: Sequence[Cell]) -> Judgement:
    """Same where the place is the same, close where the state is."""
    threshold = "close = in one state of today"
    if any(cell.missing for cell in cells):
        return Judgement("not comparable", "not recorded")
    places, states = {cell.value[0] for cell in cells}, {cell.value[1] for cell in cells}
    if len(places) == len(states) == 1 and "" not in places:
        return Judgement("same", threshold)
    if "" in states:
        return Judgement("not comparable", "state not recorded")
    return Judgement("close" if len(states) == 1 else "different", threshold)


def generation(facts: Facts) -> Cell:
    """Decade of birth and the years in which the leader was 17 to 25."""
    if facts.born is None:
        return missing("not recorded")
    low, high = facts.born.earliest.year, facts.born.latest.year
    decades = sorted({low // _DECADE * _DECADE, high // _DECADE * _DECADE})
    span = f"{low + FORMATIVE[0]}–{high + FORMATIVE[1]}"
    text = f"{' or '.join(f'{d}s' for d in decades)}; aged {FORMATIVE[0]} to {FORMATIVE[1]} in {span}"
    return Cell(
        ((text, *cite(facts.sources)),),
        (low, high),
        is_uncertain=low != high,
        is_unverified=facts.is_unverified,
    )


def judge_generation(cells: Sequence[Cell]) -> Judgement:
    """Same in one decade of birth, close where the births are within five years."""
    threshold = "same = one decade of birth; close = within five years"
    if any(cell.missing for cell in cells):
        return Judgement("not comparable", "not recorded")
    lows, highs = [cell.value[0] for cell in cells], [cell.value[1] for cell in cells]
    if min(lows) // _DECADE == max(highs) // _DECADE:
        return Judgement("same", threshold)
    if max(highs) - min(lows) <= 5:
        return Judgement("close", threshold)
    if max(lows) - min(highs) > 5 and min(highs) // _DECADE < max(lows) // _DECADE:
        return Judgement("different", threshold)
    return Judgement("not comparable", f"dates too uncertain; {threshold}")


def phrase_born(everyone: Sequence[Facts], cells: Sequence[Cell], judgement: Judgement) -> Sentence | None:
    """Say how far apart the births are."""
    known = [(facts.born, facts) for facts in everyone if facts.born is not None]
    if len(known) < len(everyone):
        return None
    known.sort(key=lambda pair: bounds(pair[0]))
    (first, eldest), (last, youngest) = known[0], known[-1]
    kind = "difference" if judgement.verdict == "different" else "commonality"
    notes = cite(tuple(dict.fromkeys([*eldest.sources, *youngest.sources])))
    if not all(date.is_exact for date, _ in known):
        text = "; ".join(f"{facts.name} was born {on_day(date)}" for date, facts in known)
        return Sentence("born", "fact", (text, *notes, "."))
    apart = words_apart(first.earliest, last.earliest)
    if first.earliest == last.earliest:
        text = f"Born on the same day, {format_day(first)}"
    elif len(known) == 2:
        text = f"Born {apart} apart: {eldest.name} {on_day(first)}, {youngest.name} {on_day(last)}"
    else:
        text = (
            f"Born within {apart} of one another, from {eldest.name} ({format_day(first)}) to {youngest.name}"
            f" ({format_day(last)})"
        )
    return Sentence("born", kind, (text, *notes, "."))  # type: ignore[arg-type]


def on_day(date: PartialDate) -> str:
    """Return a date as it stands in a sentence: on a day, in a month or a year, about then."""
    words = format_day(date)
    if words.startswith(("about", "between")):
        return words
    if date.precision == "decade":
        return f"in the {words}"
    return f"{'on' if alternatives(date)[0][0].precision == 'day' else 'in'} {words}"


def age_1991(facts: Facts) -> Cell:
    """Age on the day the USSR ended."""
    return _age_on(facts, END_OF_USSR)


def _age_on(facts: Facts, day: dt.date) -> Cell:
    if facts.as_of < day:
        return missing("does not apply", "had not ended yet")
    if facts.born is None:
        return missing("not recorded", "no sourced date of birth")
    if facts.born.earliest > day:
        return missing("does not apply", "not yet born")
    if facts.is_dead_on(day):
        return missing("does not apply", "had died")
    age = facts.age(day)
    if age is None:
        return missing("not recorded", "perhaps not yet born")
    return Cell(
        ((format_span(age), *cite(facts.sources)),),
        (age.low, age.high),
        is_uncertain=not age.is_exact,
        is_unverified=facts.is_unverified,
    )


def phrase_age_1991(everyone: Sequence[Facts], cells: Sequence[Cell], judgement: Judgement) -> Sentence | None:
    """Say what age they had in common, or how far apart they were."""
    if any(cell.missing for cell in cells):
        return None
    ages = [Span(cell.value[0], cell.value[1], "years") for cell in cells]
    top = max(age.high for age in ages) // _DECADE * _DECADE + _DECADE
    bottom = min(age.low for age in ages) // _DECADE * _DECADE
    notes = cite(tuple(dict.fromkeys(s for facts in everyone for s in facts.sources[:2])))
    each = listed([f"{facts.name} was {format_span(age, 'prose')}" for facts, age in zip(everyone, ages, strict=True)])
    if len(everyone) > 3:
        each = f"from {min(age.low for age in ages)} to {max(age.high for age in ages)}"
    if top - bottom == _DECADE or judgement.verdict in {"same", "close"}:
        text = f"{capital(both(len(everyone)))} were under {top} when the USSR was dissolved: {each}"
        return Sentence("age_1991", "commonality", (text, *notes, "."))
    return Sentence(
        "age_1991",
        "difference",
        (f"When the USSR was dissolved, {'their ages ran ' if len(everyone) > 3 else ''}{each}", *notes, "."),
    )
