"""The chapter on what leaders said of the end of the Soviet Union."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from profiles.compare.facts import Facts, Statement
from profiles.compare.life import cite
from profiles.compare.statements import NOUNS
from profiles.dates import format_day
from profiles.render import Block, Bullets, Emph, Heading, Paragraph, Run, Strong, Text
from profiles.report.material import MOST, Material, figures
from profiles.words import both, capital, listed, number, plural

__all__ = ["views"]

_ORDER = ("lament", "mixed", "neutral", "welcome")


def views(material: Material) -> list[Block]:
    """Return the chapter: what there is, a chart, and every statement or, for many leaders, one of each."""
    everyone = material.everyone
    speakers = [facts for facts in everyone if facts.statements]
    blocks: list[Block] = [Heading(2, ("Stated views on the collapse of the USSR",), "views")]
    if not speakers:
        who = "this leader" if len(everyone) == 1 else "any of these leaders"
        blocks.append(Paragraph((f"The data hold no statement by {who}. {_silence(everyone, others=False)}",)))
        return blocks
    drawn = figures(material.charts.get("views", ()))
    if len(everyone) == 1:
        return [*blocks, Paragraph(_lead(everyone[0])), *drawn, Bullets(_statements(everyone[0]))]
    if len(everyone) > MOST:
        return [*blocks, *drawn, *_by_valuation(speakers)]
    silent = [facts for facts in everyone if not facts.statements]
    total = sum(len(facts.statements) for facts in speakers)
    early = _early([s for facts in speakers for s in facts.statements])
    lead = f"The data hold {plural(total, 'statement')}{f'{early},' if early else ''}"
    if silent:
        lead += f" by {number(len(speakers))} of these {number(len(everyone))} leaders. {_silence(silent, others=True)}"
    else:
        lead += f" by {'the two' if len(speakers) == 2 else both(len(speakers))}, each on one occasion."
    blocks += [Paragraph((lead,)), *drawn]
    for facts in speakers:
        blocks += [Heading(3, (facts.name,), f"views-{facts.leader_id}"), Bullets(_statements(facts))]
    return blocks


def _lead(facts: Facts) -> Text:
    """Say in a sentence or three what one leader's statements amount to."""
    said = facts.statements
    years = sorted({s.date.earliest.year for s in said})
    when = f"from {years[0]} to {years[-1]}" if len(years) > 1 else f"from {years[0]}"
    text = f"The data hold {plural(len(said), 'statement')} by {facts.name}, {when}{_early(said)}: {_valued(said)}."
    for words, field, codes in (
        ("Named as causes", "causes", [code for s in said for code in s.causes]),
        ("As consequences", "consequences", [code for s in said for code in s.consequences]),
    ):
        named = [facts.world.label("views", field, code) for code, _ in Counter(codes).most_common()]
        text += f" {words}: {listed(named)}." if named else ""
    return (text,)


def _early(said: Sequence[Statement]) -> str:
    """Say how many statements came before the end, which summaries leave out; "" for none."""
    early = sum(s.is_anticipation for s in said)
    if not early or early == len(said) == 1:
        return ", before 26 December 1991" if early else ""
    return f", {'all' if early == len(said) else number(early)} of them made before 26 December 1991"


def _valued(said: Sequence[Statement]) -> str:
    counts = Counter(s.evaluation for s in said)
    inferred = sum(s.basis == "inferred" for s in said)
    guess = f", {number(inferred)} of them by the coder's inference" if inferred else ""
    if len(said) == 1:
        return f"it voices {NOUNS[said[0].evaluation]}{', by the coder’s inference' if inferred else ''}"
    if len(counts) == 1:
        return f"{both(len(said))} voice {NOUNS[said[0].evaluation]}{guess}"
    each = [f"{number(counts[code])} voice{'s' * (counts[code] == 1)} {NOUNS[code]}" for code in _ORDER if counts[code]]
    return f"{listed(each)}{guess}"


def _silence(silent: Sequence[Facts], *, others: bool) -> str:
    """Say what it means that the data hold no statement by some leaders, or by the others."""
    searched = [facts.name for facts in silent if facts.views_missing == "none_found"]
    if not searched and others:
        rest = "the other" if len(silent) == 1 else f"the other {number(len(silent))}"
        return f"For {rest} nobody has recorded a search: that is no proof of silence."
    if not searched:
        return "That is no proof that there is none: nobody has recorded a search."
    who = listed(searched) if len(searched) <= MOST else f"{number(len(searched))} of them"
    if len(searched) == len(silent):
        return f"A search found none by {who}."
    return f"A search found none by {who}; for the rest nobody has recorded a search."


def _statements(facts: Facts) -> tuple[Text, ...]:
    return tuple(_statement(facts, s) for s in facts.statements)


def _statement(facts: Facts, s: Statement) -> Text:
    label = facts.world.label
    coded = label("views", "evaluation", s.evaluation) + (", inferred" if s.basis == "inferred" else "")
    runs: list[Run] = [Strong(format_day(s.date)), ", ", Emph(s.occasion), f" ({coded}): {s.summary}"]
    if s.key_phrase:
        runs.append(f" “{s.key_phrase}”")
    drawn = [label("views", "lessons", code) for code in s.lessons]
    if drawn:
        runs.append(f" Lesson{'s' * (len(drawn) > 1)} drawn: {listed(drawn)}.")
    return (*runs, *cite(s.sources))


def _by_valuation(speakers: Sequence[Facts]) -> list[Block]:
    """Return one statement of each speaker, under the valuation that the speaker voices most often."""
    under: dict[str, list[Text]] = {}
    for facts in speakers:
        # What was said before the end tells of fears and hopes, not of how it is judged.
        after = [s for s in facts.statements if not s.is_anticipation]
        if not after:
            continue
        code, said = _main(after, _in_english(facts))
        where = f" ({facts.state_name})" if facts.state_name else ""
        words = f"“{said.key_phrase}”" if said.view_id in _in_english(facts) else said.summary
        under.setdefault(code, []).append((
            Strong(facts.name),
            f"{where}, {format_day(said.date)}: {words}",
            *cite(said.sources),
        ))
    blocks: list[Block] = [
        Paragraph((
            "One statement of each leader follows, the earliest of those that voice what the leader voices most often;"
            " the drawing and its table hold the others.",
        ))
    ]
    for code in (*_ORDER, ""):
        if code in under:
            head = capital(NOUNS[code]) if code else "Divided"
            blocks += [Heading(3, (head,), f"views-{code or 'divided'}"), Bullets(tuple(under[code]))]
    return blocks


def _in_english(facts: Facts) -> set[str]:
    """Return the statements whose words can be quoted to readers of English."""
    frame = facts.world.data.views
    spoken = dict(zip(frame["view_id"], frame["language"], strict=True))
    return {
        s.view_id
        for s in facts.statements
        if s.key_phrase and (s.text_status == "translated" or spoken.get(s.view_id) == "eng")
    }


def _main(said: Sequence[Statement], quotable: set[str]) -> tuple[str, Statement]:
    """Return the valuation voiced most often, "" where two are equal, and the earliest quotable statement of it."""
    first, *rest = Counter(s.evaluation for s in said).most_common()
    code = "" if rest and rest[0][1] == first[1] else first[0]
    fitting = [s for s in said if code in {"", s.evaluation}]
    return code, next((s for s in fitting if s.view_id in quotable), fitting[0])
