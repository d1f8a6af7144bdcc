"""How a comparison of groups was made, in words for the foot of its table."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from profiles.dates import format_day
from profiles.groups.printed import ADJUSTED, test_letters
from profiles.words import capital, listed

if TYPE_CHECKING:
    from profiles.groups.model import GroupComparison, GroupRow
    from profiles.groups.world import Base

__all__ = ["coding_words", "method_notes", "population_words"]

_CODED = ("evaluation", "laments", "welcomes", "object", "inevitability", "causes", "consequences", "lessons")


def method_notes(found: GroupComparison, about_groups: tuple[str, ...], base: Base) -> tuple[str, ...]:
    """Return the notes: unit and population, groups, summaries, effects, tests, dates, late entry, what is missing.

    Parameters
    ----------
    found
        The comparison, its notes still to be filled in.
    about_groups
        What came up when the groups were formed.
    base
        The tables.

    Returns
    -------
    tuple of str
        Whole sentences.
    """
    notes = [
        population_words(found.unit, str(found.choices.power), found.as_of),
        "Groups. " + " ".join(f"{group.name}: {group.definition}." for group in found.groups),
        *about_groups,
        _cells(found.rows),
        _effects(found),
        _tests(found),
        _dates(found),
        _late(found),
        coding_words(found, base),
        _definitions(found.rows),
        _missing(found.rows),
        "Differences describe these leaders; they show no causes.",
    ]
    if base.data.selection:
        notes.append(f"A part of the dataset: {base.data.selection}.")
    if found.has_unverified:
        notes.append("Rows without a source were allowed in.")
    return tuple(note for note in notes if note)


def population_words(unit: str, power: str, as_of: dt.date) -> str:
    """Return what a case is and which there are."""
    day = format_day(as_of)
    held = "held effective power" if power == "effective" else "held any of the recorded offices"
    if unit == "leader":
        return f"Cases: leaders who {held} at some time up to {day}."
    if unit == "tenure":
        what = "tenures in effective power" if power == "effective" else "tenures of any recorded office"
        return f"Cases: {what} begun by {day}, one for each holding of one office; labels go with the leader."
    if unit == "statement":
        whose = " by leaders who held effective power at some time" if power == "effective" else ""
        return (
            f"Cases: statements on the collapse of the USSR{whose}, made from 26 December 1991 to {day}; earlier ones"
            " are anticipations and left out."
        )
    return f"Cases: calendar years in which a leader {held} on any day, up to {day}."


def _cells(rows: tuple[GroupRow, ...]) -> str:
    kinds = {row.kind for row in rows}
    parts = []
    if "number" in kinds:
        parts.append("numbers: median (quartiles), then the range")
    if "duration" in kinds:
        parts.append(
            "durations: median by Kaplan and Meier (95% interval), then the quartiles (? where not reached) and the"
            " range (+ where the longest goes on)"
        )
    if kinds & {"truth", "code", "ordered", "codes"}:
        parts.append("shares: of the cases with a value")
    return f"{capital('; '.join(parts))}." if parts else ""


def _effects(found: GroupComparison) -> str:
    if len(found.groups) != 2:
        return "More than two groups: no difference between two of them is given, only a test of all."
    effects = [effect for row in found.rows for effect in row.effects]
    effects += [effect for row in found.rows for level in row.levels for effect in level.effects]
    kinds = {effect.id for effect in effects}
    words = {
        "median_difference": "of medians, with an interval by resampling",
        "survival_difference": "of Kaplan–Meier medians, with an interval from those of the medians",
        "share_difference": "of shares, in percentage points",
        "cliffs_delta": "δ, Cliff’s delta: pairs with the first above less those with it below, of all",
        "odds_ratio": "OR, the odds ratio (of single codes, in the frame)",
    }
    told = [text for name, text in words.items() if name in kinds]
    methods = ""
    if found.unit != "leader":
        methods = " Intervals resample leaders with all their cases; those of durations take cases as independent."
        if "survival_difference" not in kinds:
            methods = " Intervals resample leaders with all their cases."
    smd = any(row.smd is not None for row in found.rows)
    return f"Difference: {found.groups[0].name} less {found.groups[1].name}: {'; '.join(told)}.{methods}" + (
        " Std. diff.: the standardised difference; of codes, without a sign." if smd else ""
    )


def _tests(found: GroupComparison) -> str:
    letters = test_letters(found.rows)
    if not letters:
        return "No p: fewer than five leaders in a group, or nothing to compare."
    told = "; ".join(f"({letter}) {words}" for words, letter in letters.items())
    over = "" if found.unit == "leader" else ", whose cases move with them"
    drawn = f" Permutations are of the labels of leaders{over}; seed {found.seed}." if "perm" in told else ""
    way = (
        f" Adjusted for all tests of the table by {ADJUSTED[found.adjusted]}."
        if found.adjusted
        else (" p is two-sided and not adjusted for the number of tests.")
    )
    return f"Tests: {told}.{drawn}{way} No p where a group has fewer than five leaders."


def _dates(found: GroupComparison) -> str:
    uncertain = [(row, sum(cell.uncertain for cell in row.cells)) for row in found.rows]
    told = [f"{_lower(row.label)} ({count:,})" for row, count in uncertain if count]
    if not told:
        return ""
    choices = found.choices
    births = "the middle" if choices.births == "middle" else f"the {choices.births} day"
    tenures = {"middle": "in the middle", "shortest": "for the shortest", "longest": "for the longest"}[choices.tenures]
    return (
        f"Uncertain dates: of a birth, {births} of what is known is taken; tenures are read {tenures}"
        f"{' of what they allow' if choices.tenures == 'middle' else ' time they allow'}. Cases that rest on"
        f" one: {', '.join(told)}."
    )


def _late(found: GroupComparison) -> str:
    rows = [row for row in found.rows if row.kind == "duration"]
    if not rows:
        return ""
    late = sum(cell.late or 0 for cell in rows[0].cells)
    return (
        f"Durations: leaders are seen from {format_day(found.since)}, if then in power; days before that count only"
        f" for those who were still there (late entry; {late:,} case{'s' * (late != 1)}). Running ones are censored on"
        f" {format_day(found.as_of)}."
    )


def coding_words(found: GroupComparison, base: Base) -> str:
    """Return how statements are counted and coded, where that matters."""
    if not any(row.aspect_id in _CODED for row in found.rows):
        return ""
    choices = found.choices
    coder = "the first coder" if choices.coder == "main" else "the second coder where there is one"
    inferred = "inferred ones included" if choices.inferred else "inferred evaluations left out"
    count = {
        "each": "each statement counts",
        "first": "the first statement of a leader counts",
        "last": "the last statement of a leader counts",
        "majority": "the most frequent code of a leader counts; ties are missing",
    }[str(choices.count)]
    anticipations = int((~base.is_after).sum())
    before = f"; {anticipations} made before 26 December 1991 are left out" if anticipations else ""
    return f"Statements: coded by {coder}, {inferred}; {count}{before}. “Not searched” is missing, never “no”."


def _definitions(rows: tuple[GroupRow, ...]) -> str:
    told = [f"{row.label}: {row.definition}" for row in rows if row.definition]
    return f"{'; '.join(told)}." if told else ""


def _missing(rows: tuple[GroupRow, ...]) -> str:
    told = []
    for row in rows:
        reasons: dict[str, int] = {}
        for cell in row.cells:
            for reason, count in cell.reasons:
                reasons[reason] = reasons.get(reason, 0) + count
        if reasons:
            told.append(
                f"{_lower(row.label)}: {listed([f'{reason} ({count:,})' for reason, count in reasons.items()])}"
            )
    return f"Missing: {'; '.join(told)}." if told else ""


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
