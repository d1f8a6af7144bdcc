"""Aspects of careers: offices, days, spells, and how power was gained and lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from profiles.compare.facts import Facts, Tenure
from profiles.compare.judges import by_sets
from profiles.compare.life import END_OF_USSR, bounds, cite, missing, uncertain
from profiles.compare.model import Cell, Judgement, Sentence
from profiles.dates import Span, duration_words, format_day, format_span
from profiles.measures import Spells
from profiles.render import Mark, Run, Text
from profiles.words import both, capital, listed, number, plural


def office_1991(facts: Facts) -> Cell:
    """Offices held on the day the USSR ended."""
    if facts.as_of < END_OF_USSR:
        return missing("does not apply", "had not ended yet")
    if facts.born is not None and facts.born.earliest > END_OF_USSR:
        return missing("does not apply", "not yet born")
    if facts.is_dead_on(END_OF_USSR):
        return missing("does not apply", "had died")
    held = facts.held_on(END_OF_USSR)
    if not held:
        return Cell((("none of the offices recorded here",),), ())
    lines = tuple(
        (
            tenure.title + acting(tenure) + ("" if tenure.surely_ran_on(END_OF_USSR) else " (possibly)"),
            *cite(tenure.sources),
        )
        for tenure in held
    )
    return Cell(
        lines,
        tuple(sorted({tenure.kind for tenure in held})),
        is_uncertain=not all(tenure.surely_ran_on(END_OF_USSR) for tenure in held),
        is_unverified=any(t.is_unverified for t in held),
    )


def judge_office_1991(cells: Sequence[Cell]) -> Judgement:
    """Same where the kinds of office are, close where one kind is common."""
    threshold = "close = one kind of office in common"
    if any(cell.is_uncertain for cell in cells):
        return Judgement("not comparable", f"dates too uncertain; {threshold}")
    return by_sets(threshold)(cells)


def phrase_office_1991(everyone: Sequence[Facts], cells: Sequence[Cell], judgement: Judgement) -> Sentence | None:
    """Say who was in office when the USSR ended, where that is all or nobody."""
    if any(cell.missing or cell.is_uncertain for cell in cells):
        return None
    if all(not cell.value for cell in cells):
        who = "Neither" if len(everyone) == 2 else "None of them"
        return Sentence(
            "office_1991",
            "commonality",
            (f"{who} held one of the offices recorded here on the day the USSR ended.",),
        )
    if all(cell.value for cell in cells):
        notes = cite(tuple(dict.fromkeys(s for cell in cells for s in cell.all_sources)))
        return Sentence(
            "office_1991",
            "commonality",
            (f"{capital(both(len(everyone)))} were in office on the day the USSR ended", *notes, "."),
        )
    return None


def acting(tenure: Tenure) -> str:
    """Return the mark of an acting holder."""
    return " (acting)" if tenure.is_acting else ""


def unverified(tenure: Tenure) -> tuple[Run, ...]:
    """Return the mark of a tenure without a source."""
    return (" ", Mark("unverified", "(unverified)")) if tenure.is_unverified else ()


def first_office(facts: Facts) -> Cell:
    """First office in the dataset, or those entered on that day, and when."""
    if not facts.tenures:
        return missing("not recorded", "no office recorded")
    lines = tuple((tenure.title + acting(tenure), *cite(tenure.sources)) for tenure in facts.first_tenures)
    start = facts.tenures[0].start
    return Cell(
        (*lines, (f"from {format_day(start)}",)),
        bounds(start),
        is_uncertain=uncertain(start),
        is_unverified=any(tenure.is_unverified for tenure in facts.first_tenures),
    )


def age_first_office(facts: Facts) -> Cell:
    """Age on entering the first office in the dataset."""
    if not facts.tenures:
        return missing("not recorded", "no office recorded")
    if facts.born is None:
        return missing("not recorded", "no sourced date of birth")
    first = facts.tenures[0]
    age = facts.age(first.start)
    if age is None:
        return missing("not recorded", "the dates do not tell")
    sources = tuple(dict.fromkeys([*facts.sources[:2], *first.sources[:2]]))
    return Cell(
        ((format_span(age), *cite(sources)),),
        (age.low, age.high),
        is_uncertain=not age.is_exact,
        is_unverified=facts.is_unverified or first.is_unverified,
    )


def phrase_age_first(everyone: Sequence[Facts], cells: Sequence[Cell], judgement: Judgement) -> Sentence | None:
    """Say how old each was on entering the first office."""
    if len(everyone) != 2 or any(cell.missing for cell in cells):
        return None
    ages = [format_span(Span(cell.value[0], cell.value[1], "years"), "prose") for cell in cells]
    notes = cite(tuple(dict.fromkeys(s for cell in cells for s in cell.all_sources)))
    one, two = everyone
    if judgement.verdict == "same":
        return Sentence(
            "age_first_office",
            "commonality",
            (f"Both entered the first office recorded here at {ages[0]}", *notes, "."),
        )
    kind = "commonality" if judgement.verdict == "close" else "difference"
    text = f"{one.name} entered the first office recorded here at {ages[0]}, {two.name} at {ages[1]}"
    return Sentence("age_first_office", kind, (text, *notes, "."))  # type: ignore[arg-type]


def offices(facts: Facts) -> Cell:
    """Every tenure, with its dates."""
    if not facts.tenures:
        return missing("not recorded", "no office recorded")
    lines: list[Text] = []
    for tenure in facts.tenures:
        lines.append((f"{tenure.title}{acting(tenure)}: {period(tenure)}", *unverified(tenure), *cite(tenure.sources)))
    shaky = any(uncertain(t.start) or (t.end is not None and uncertain(t.end)) for t in facts.tenures)
    kinds = tuple(sorted({tenure.kind for tenure in facts.tenures}))
    return Cell(tuple(lines), kinds, is_uncertain=shaky)


def period(tenure: Tenure) -> str:
    """Return the dates of a tenure."""
    start = format_day(tenure.start, "short")
    if tenure.is_running:
        return f"since {start}"
    end = format_day(tenure.end, "short") if tenure.end else "end unknown"
    return f"{start} – {end}"


def _days(low: int, high: int) -> str:
    if low == high:
        return f"{duration_words(low)} ({low:,} days)" if low > 30 else plural(low, "day")
    if high <= 30:
        return f"{low} to {high} days"
    least, most = duration_words(low), duration_words(high)
    return f"{least if least == most else f'{least} to {most}'} ({low:,}–{high:,} days)"


def days_in_office(facts: Facts) -> Cell:
    """Days in any office; days in two at once count once."""
    row = facts.office_days
    if row is None:
        return missing("not recorded", "no office recorded")
    low, high = int(row["days_low"]), int(row["days_high"])
    running = ", still running" if row["is_running"] else ""
    return Cell(
        ((_days(low, high) + running, *cite(facts.tenure_sources)),),
        (low, high),
        is_uncertain=low != high,
        is_unverified=facts.has_unverified_tenures,
    )


def days_effective(facts: Facts) -> Cell:
    """Days as the state's effective leader."""
    row = facts.effective_days
    if row is None:
        return missing("does not apply", "never effective leader")
    low, high = int(row["days_low"]), int(row["days_high"])
    running = ", still running" if row["is_running"] else ""
    return Cell(
        ((_days(low, high) + running, *cite(_effective_sources(facts))),),
        (low, high),
        is_uncertain=low != high,
        is_unverified=_effective_unverified(facts),
    )


def _effective_sources(facts: Facts) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.partition("[")[0] for t in facts.tenures if t.is_effective for s in t.sources))


def _effective_unverified(facts: Facts) -> bool:
    return any(t.is_unverified for t in facts.tenures if t.is_effective)


def phrase_effective(everyone: Sequence[Facts], cells: Sequence[Cell], judgement: Judgement) -> Sentence | None:
    """Say who has been in effective power longer."""
    if len(everyone) != 2 or any(cell.missing or cell.is_uncertain for cell in cells):
        return None
    (longer, more), (shorter, less) = sorted(zip(everyone, cells, strict=True), key=lambda pair: -pair[1].value[0])
    notes = cite(tuple(dict.fromkeys([*more.all_sources[:2], *less.all_sources[:2]])))
    if judgement.verdict == "same":
        return Sentence(
            "days_effective",
            "commonality",
            (f"Both held effective power for {duration_words(more.value[0])}", *notes, "."),
        )
    running = [
        bool(facts.effective_days["is_running"]) for facts in (longer, shorter) if facts.effective_days is not None
    ]
    verb = "has held" if running[0] else "held"
    text = (
        f"{longer.name} {verb} effective power for {duration_words(more.value[0])}, {shorter.name} for"
        f" {duration_words(less.value[0])}"
    )
    return Sentence(
        "days_effective", "commonality" if judgement.verdict == "close" else "difference", (text, *notes, ".")
    )


def longest_spell(facts: Facts) -> Cell:
    """Longest unbroken spell in effective power."""
    row = facts.effective_days
    if row is None:
        return missing("does not apply", "never effective leader")
    low, high = int(row["longest_low"]), int(row["longest_high"])
    start, end = row["longest_start"].date(), row["longest_end"].date()
    running = bool(row["is_running"]) and end == facts.as_of
    when = f"since {format_day(start)}" if running else f"{format_day(start)} – {format_day(end)}"
    lines: tuple[Text, ...] = ((_days(low, high),), (when, *cite(_effective_sources(facts))))
    return Cell(lines, (low, high), is_uncertain=low != high, is_unverified=_effective_unverified(facts))


def spell_rank(facts: Facts) -> Cell:
    """Rank of that spell among all leaders in the dataset."""
    row = facts.effective_days
    if row is None:
        return missing("does not apply", "never effective leader")
    best, worst, size = int(row["rank_best"]), int(row["rank_worst"]), len(facts.world.effective)
    rank = ordinal(best) if best == worst else f"{ordinal(best)} to {ordinal(worst)}"
    return Cell(
        ((f"{rank} of {size}", *cite(_effective_sources(facts))),),
        (best, worst),
        is_uncertain=best != worst,
        is_unverified=_effective_unverified(facts),
    )


def ordinal(n: int) -> str:
    """Return 1st, 2nd, 3rd, 4th ..."""
    ending = "th" if n % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def still_in_office(facts: Facts) -> Cell:
    """Whether a tenure ran on the day of the comparison."""
    if not facts.tenures:
        return missing("not recorded", "no office recorded")
    running = [tenure for tenure in facts.tenures if tenure.is_running]
    if running:
        return Cell(
            (("yes", *cite(tuple(dict.fromkeys(s for t in running for s in t.sources)))),),
            True,
            is_unverified=all(tenure.is_unverified for tenure in running),
        )
    # An end that nobody knows comes after all others as far as anybody knows.
    last = max(facts.tenures, key=lambda tenure: tenure.end.latest if tenure.end is not None else facts.as_of)
    text = f"no, since {format_day(last.end)}" if last.end is not None else "no; end unknown"
    return Cell(
        ((text, *cite(last.sources)),),
        False,
        is_uncertain=last.end is None or uncertain(last.end),
        is_unverified=last.is_unverified,
    )


def phrase_still(everyone: Sequence[Facts], cells: Sequence[Cell], judgement: Judgement) -> Sentence | None:
    """Say who is still in office."""
    if any(cell.missing for cell in cells):
        return None
    day = format_day(everyone[0].as_of)
    notes = cite(tuple(dict.fromkeys(s for cell in cells for s in cell.all_sources[:2])))
    there = [facts.name for facts, cell in zip(everyone, cells, strict=True) if cell.value]
    if not there:
        return Sentence(
            "still_in_office",
            "commonality",
            (f"{capital(both(len(everyone)))} had left office by {day}", *notes, "."),
        )
    if len(there) == len(everyone):
        return Sentence(
            "still_in_office",
            "commonality",
            (f"{capital(both(len(everyone)))} were in office on {day}", *notes, "."),
        )
    return Sentence(
        "still_in_office",
        "difference",
        (
            f"On {day} only {listed(there)} {'was' if len(there) == 1 else 'were'} still in office",
            *notes,
            ".",
        ),
    )


def manner(which: str) -> Callable[[Facts], Cell]:
    """Return the getter of how effective power was first gained, or last lost."""

    def get(facts: Facts) -> Cell:
        effective = [tenure for tenure in facts.tenures if tenure.is_effective]
        if not effective:
            return missing("does not apply", "never effective leader")
        tenure = effective[0] if which == "entry" else effective[-1]
        code = getattr(tenure, which)
        return Cell(
            ((facts.world.label("tenures", which, code), *cite(tenure.sources)),),
            code,
            is_unverified=tenure.is_unverified,
        )

    return get


def overlap(everyone: Sequence[Facts]) -> Cell | None:
    """Days on which all were in office."""
    if any(facts.office_days is None for facts in everyone):
        return None
    common = _common([facts.in_office for facts in everyone])
    low = _total(_common([facts.surely_in_office for facts in everyone]))
    sources = tuple(dict.fromkeys(s for facts in everyone for s in facts.tenure_sources[:2]))
    unverified = any(facts.has_unverified_tenures for facts in everyone)
    if not common:
        return Cell((("never in office at the same time", *cite(sources)),), (0, 0), is_unverified=unverified)
    total = _total(common)
    pieces = [
        (
            f"{format_day(start, 'short')} – {format_day(end, 'short')}"
            if end != everyone[0].as_of
            else f"since {format_day(start, 'short')}"
        )
        for start, end in common
    ]
    return Cell(
        ((f"{_days(low, total)}: {'; '.join(pieces)}", *cite(sources)),),
        (low, total),
        is_uncertain=low != total,
        is_unverified=unverified,
    )


def _common(spells: Sequence[Spells]) -> list[tuple[dt.date, dt.date]]:
    """Return the periods that lie in a spell of each leader."""
    spans = [[(s.item(), e.item()) for s, e in zip(each.start, each.end, strict=True)] for each in spells]
    common = spans[0]
    for other in spans[1:]:
        common = [
            (max(a[0], b[0]), min(a[1], b[1])) for a in common for b in other if max(a[0], b[0]) <= min(a[1], b[1])
        ]
    return common


def _total(periods: Sequence[tuple[dt.date, dt.date]]) -> int:
    return sum((end - start).days + 1 for start, end in periods)


def phrase_overlap(everyone: Sequence[Facts], cells: Sequence[Cell], judgement: Judgement) -> Sentence | None:
    """Say for how long all were in office together."""
    cell = cells[0]
    if cell.is_uncertain:
        return None
    days = cell.value[0]
    who, together = ("two", "") if len(everyone) == 2 else (number(len(everyone)), "all ")
    notes = cite(cell.all_sources)
    if not days:
        text = f"The {who} were never {together}in office at the same time"
        return Sentence("overlap", "difference", (text, *notes, "."))
    running = all(any(t.is_running for t in facts.tenures) for facts in everyone)
    verb = "have been" if running else "were"
    text = f"The {who} {verb} {together}in office together for {duration_words(days)}"
    return Sentence("overlap", "commonality", (text, *notes, "."))
