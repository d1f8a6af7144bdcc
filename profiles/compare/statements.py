"""Aspects of stated views: what each leader said of the collapse of the USSR, as coded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from profiles.compare.facts import Facts, Statement
from profiles.compare.life import cite, missing
from profiles.compare.model import Cell, Judgement, Sentence
from profiles.dates import format_day
from profiles.render import Emph, Text
from profiles.words import both, capital, listed, plural

# In the order of the scale, from regret to approval; mixed and neutral stand beside each other in the middle.
SCALE = {"lament": 0, "mixed": 1, "neutral": 1, "welcome": 2}
NOUNS = {"lament": "regret", "welcome": "approval", "mixed": "a mixed judgement", "neutral": "no valuation"}


def _none(facts: Facts) -> Cell | None:
    if facts.statements:
        return None
    if facts.views_missing == "none_found":
        return missing("no statement found", "no statement found (searched)")
    return missing("not searched", "not searched for statements")


def _after(facts: Facts) -> list[Statement]:
    """Return the statements made after the end; anticipations are kept apart."""
    return [statement for statement in facts.statements if not statement.is_anticipation]


def _sources(statements: Sequence[Statement]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.sources[0] for s in statements if s.sources))


def count(facts: Facts) -> Cell:
    """How many statements, over which years."""
    empty = _none(facts)
    if empty:
        return empty
    years = [s.date.earliest.year for s in facts.statements], [s.date.latest.year for s in facts.statements]
    first, last = min(years[0]), max(years[1])
    before = sum(s.is_anticipation for s in facts.statements)
    text = f"{len(facts.statements)}, {first}" + (f"–{last}" if last != first else "")
    if before:
        text += f" ({before} of them before 26 December 1991)"
    return Cell(((text, *cite(_sources(facts.statements), most=12)),), len(facts.statements))


def evaluation(facts: Facts) -> Cell:
    """How often each evaluation, statements after the end only; inferred ones are counted and named."""
    empty = _none(facts)
    if empty:
        return empty
    after = _after(facts)
    if not after:
        return missing("does not apply", "spoke only before the end")
    tally = Counter(s.evaluation for s in after)
    ranked = sorted(tally.items(), key=lambda item: (-item[1], SCALE[item[0]], item[0]))
    inferred = sum(s.basis == "inferred" for s in after)
    text = ", ".join(f"{facts.world.label('views', 'evaluation', code)} {n}" for code, n in ranked)
    if inferred:
        which = f"{inferred} of {len(after)} "
        if inferred == len(after):
            which = "all " if inferred > 1 else ""
        text += f" ({which}inferred by the coder)"
    return Cell(((text, *cite(_sources(after), most=12)),), tuple(ranked))


def judge_evaluation(cells: Sequence[Cell]) -> Judgement:
    """Same where the most frequent evaluation is, close where they stand beside each other on the scale."""
    threshold = (
        "by the most frequent evaluation; close = next to each other from lament over mixed and neutral to welcome"
    )
    reasons = sorted({cell.missing for cell in cells if cell.missing})
    if reasons:
        return Judgement("not comparable", "; ".join(reasons))
    tops = []
    for cell in cells:
        most = cell.value[0][1]
        top = {code for code, n in cell.value if n == most}
        if len({SCALE[code] for code in top}) > 1:
            return Judgement("not comparable", f"no evaluation is the most frequent; {threshold}")
        tops.append(top)
    if all(top == tops[0] for top in tops) and len(tops[0]) == 1:
        return Judgement("same", threshold)
    places = [SCALE[next(iter(top))] for top in tops]
    return Judgement("close" if max(places) - min(places) <= 1 else "different", threshold)


def phrase_evaluation(everyone: Sequence[Facts], cells: Sequence[Cell], judgement: Judgement) -> Sentence | None:
    """Say what the most frequent evaluations are."""
    if judgement.verdict not in {"same", "close", "different"}:
        return None
    notes = cite(tuple(dict.fromkeys(s for cell in cells for s in cell.all_sources[:3])), most=6)
    parts = [
        (facts.name, cell.value[0][0], cell.value[0][1], sum(n for _, n in cell.value))
        for facts, cell in zip(everyone, cells, strict=True)
    ]
    if judgement.verdict == "same":
        each = listed([f"{name} in {most} of {total} statements" for name, _, most, total in parts])
        what = NOUNS[parts[0][1]]
        text = f"{capital(both(len(parts)))} most often voice {what} when they speak of the collapse: {each}"
        return Sentence("views_evaluation", "commonality", (text, *notes, "."))
    each = listed([f"{name} most often voices {NOUNS[code]} ({most} of {total})" for name, code, most, total in parts])
    kind = "commonality" if judgement.verdict == "close" else "difference"
    return Sentence("views_evaluation", kind, (f"On the collapse, {each}", *notes, "."))  # type: ignore[arg-type]


def trend(facts: Facts) -> Cell:
    """How the evaluation moved over time: runs of one evaluation, in order."""
    empty = _none(facts)
    if empty:
        return empty
    after = _after(facts)
    if len(after) < 2:
        return missing("does not apply", "fewer than two statements after the end")
    runs: list[tuple[str, int, int, int]] = []
    for statement in after:
        year = statement.date.earliest.year
        if runs and runs[-1][0] == statement.evaluation:
            runs[-1] = (statement.evaluation, runs[-1][1], year, runs[-1][3] + 1)
        else:
            runs.append((statement.evaluation, year, year, 1))
    if len(runs) == 1:
        code, first, last, n = runs[0]
        text = (
            f"{facts.world.label('views', 'evaluation', code)} in all {n} ({first}–{last})"
            if first != last
            else f"{facts.world.label('views', 'evaluation', code)} in all {n} ({first})"
        )
    else:
        text = ", then ".join(
            f"{facts.world.label('views', 'evaluation', code)} ({n}; {first if first == last else f'{first}–{last}'})"
            for code, first, last, n in runs
        )
    return Cell(((text, *cite(_sources(after), most=12)),), tuple(run[0] for run in runs))


def codes(field: str) -> Callable[[Facts], Cell]:
    """Return the getter of a coded list: each code with the number of statements that hold it."""

    def get(facts: Facts) -> Cell:
        empty = _none(facts)
        if empty:
            return empty
        tally = _tally(facts, field)
        if not tally:
            return Cell((("none stated",),), ())
        lines: list[Text] = []
        for code, n in tally:
            sources = _sources([s for s in facts.statements if code in getattr(s, field)])
            lines.append((
                facts.world.label("views", field, code) + (f" ({n})" if n > 1 else ""),
                *cite(sources),
            ))
        return Cell(tuple(lines), tuple(sorted(code for code, _ in tally)))

    return get


def _tally(facts: Facts, field: str) -> list[tuple[str, int]]:
    """Return the codes of a coded list with the number of statements that hold each, the most frequent first."""
    tally = Counter(code for s in facts.statements for code in getattr(s, field))
    return sorted(tally.items(), key=lambda item: (-item[1], item[0]))


def judge_codes(cells: Sequence[Cell]) -> Judgement:
    """Same where equal, close where one is common; nothing to compare where somebody states none."""
    threshold = "close = one in common"
    reasons = sorted({cell.missing for cell in cells if cell.missing})
    if reasons:
        return Judgement("not comparable", "; ".join(reasons))
    if any(not cell.value for cell in cells):
        return Judgement("not comparable", "none stated")
    sets = [frozenset(cell.value) for cell in cells]
    if len(set(sets)) == 1:
        return Judgement("same", threshold)
    return Judgement("close" if frozenset.intersection(*sets) else "different", threshold)


def phrase_codes(
    field: str, one: str, many: str, verb: str
) -> Callable[[Sequence[Facts], Sequence[Cell], Judgement], Sentence | None]:
    """Return the phraser of a coded list: what is named by all, or else by whom what."""

    def phrase(everyone: Sequence[Facts], cells: Sequence[Cell], judgement: Judgement) -> Sentence | None:
        if any(cell.missing for cell in cells) or not any(cell.value for cell in cells):
            return None
        name = everyone[0].world.label
        notes = cite(tuple(dict.fromkeys(s for cell in cells for s in cell.all_sources[:3])), most=6)
        common = sorted(frozenset.intersection(*(frozenset(cell.value) for cell in cells)))
        aspect = f"views_{field}"
        if common:
            what = listed([name("views", field, code) for code in common])
            text = f"{capital(both(len(everyone)))} {verb} {one if len(common) == 1 else many}: {what}"
            return Sentence(aspect, "commonality", (text, *notes, "."))
        if len(everyone) > 2:
            return None
        if any(not cell.value for cell in cells):
            return None
        each = []
        for facts in everyone:
            named = _tally(facts, field)
            what = listed([name("views", field, code) for code, _ in named[:3]])
            each.append(f"{facts.name}, {what}{' among others' * (len(named) > 3)}")
        return Sentence(aspect, "difference", (f"{capital(many)}: {'; '.join(each)}", *notes, "."))

    return phrase


def phrases(facts: Facts) -> Cell:
    """The words quoted, each with its date."""
    empty = _none(facts)
    if empty:
        return empty
    quoted = [s for s in facts.statements if s.key_phrase]
    if not quoted:
        return Cell((("none quoted",),), ())
    lines = tuple((f"{format_day(s.date, 'short')}: “{s.key_phrase}”", *cite(s.sources)) for s in quoted)
    return Cell(lines, tuple(s.key_phrase for s in quoted))


def every(facts: Facts) -> Cell:
    """Every statement: date, evaluation, object, and what was said in the coder's words."""
    empty = _none(facts)
    if empty:
        return empty
    label = facts.world.label
    lines: list[Text] = []
    for s in facts.statements:
        inferred = ", inferred" if s.basis == "inferred" else ""
        before = "; before the end" if s.is_anticipation else ""
        head = (
            f"{format_day(s.date, 'short')} ({label('views', 'evaluation', s.evaluation)}{inferred};"
            f" {label('views', 'object', s.object)}{before}), "
        )
        lines.append((head, Emph(s.occasion), f": {s.summary}", *cite(s.sources)))
    return Cell(
        tuple(lines),
        tuple(s.view_id for s in facts.statements),
        is_uncertain=any(not s.date.is_exact for s in facts.statements),
    )


def phrase_count(everyone: Sequence[Facts], cells: Sequence[Cell], judgement: Judgement) -> Sentence | None:
    """Say how much there is to go by, where that differs much."""
    silent = [facts.name for facts, cell in zip(everyone, cells, strict=True) if cell.missing]
    if not silent or len(silent) == len(everyone):
        return None
    said = [(facts.name, cell.value) for facts, cell in zip(everyone, cells, strict=True) if not cell.missing]
    each = listed([f"{plural(n, 'statement')} by {name}" for name, n in said])
    return Sentence(
        "views_count",
        "fact",
        (f"On the collapse of the USSR the data hold {each}, and none by {listed(silent)}.",),
    )
