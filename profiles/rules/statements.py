"""Rules about statements: dates against lives, codes against the codebook."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from profiles.rules.model import Tables, day, graded, rule, take
from profiles.values import Finding, TypedTable, list_items

_END_OF_USSR = np.datetime64("1991-12-26", "s")
_GAINS = frozenset({"independence", "democracy", "peace"})
_CODED = ("object", "evaluation", "evaluation_basis", "inevitability", "causes", "consequences", "lessons")


@rule("statement-before-birth", "error", "Nobody speaks before being born.", needs=("leaders",))
def _before_birth(tables: Tables, name: str) -> Iterator[Finding]:
    table, leaders = tables[name], tables["leaders"]
    rows = table.lookup("leader_id", leaders)
    born = take(leaders.earliest["born"], rows)
    yield from graded(
        "statement-before-birth",
        "date",
        table.latest["date"] < born,
        table.earliest["date"] < born,
        lambda row: f"is before the speaker's birth ({day(born[row])})",
        "check the speaker and the date",
    )


@rule(
    "statement-after-death",
    "error",
    "Nobody speaks after death; what was published later is dated by its publication.",
    needs=("leaders",),
)
def _after_death(tables: Tables, name: str) -> Iterator[Finding]:
    table, leaders = tables[name], tables["leaders"]
    rows = table.lookup("leader_id", leaders)
    died_earliest, died_latest = take(leaders.earliest["died"], rows), take(leaders.latest["died"], rows)
    published = table.equals("date_basis", "published")
    yield from graded(
        "statement-after-death",
        "date",
        ~published & (table.earliest["date"] > died_latest),
        ~published & (table.latest["date"] > died_earliest),
        lambda row: f"is after the speaker's death ({day(died_latest[row])})",
        "check the speaker and the date, or set date_basis to published",
    )


@rule("timing-against-date", "error", "Timing is mechanical: before or from 26 December 1991 on.")
def _timing(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    earliest, latest = table.earliest["date"], table.latest["date"]
    before = table.equals("timing", "before")
    after = table.equals("timing", "after")
    violated = (before & (earliest >= _END_OF_USSR)) | (after & (latest < _END_OF_USSR))
    possible = (before & (latest >= _END_OF_USSR)) | (after & (earliest < _END_OF_USSR))
    yield from graded(
        "timing-against-date",
        "timing",
        violated,
        possible,
        lambda row: f"does not go with the date {table.text('date')[row]}",
        "'before' is before 1991-12-26, 'after' from that day on",
    )


def _against_basis(table: TypedTable, rule_id: str) -> Iterator[Finding]:
    neutral, none = table.equals("evaluation", "neutral"), table.equals("evaluation_basis", "none")
    readable = table.present("evaluation") & table.present("evaluation_basis")
    for row in np.flatnonzero((neutral != none) & readable):
        value = table.text("evaluation")[row]
        yield Finding(
            rule_id,
            int(row),
            "evaluation_basis",
            f"does not go with the evaluation {value!r}",
            "the basis is 'none' exactly where the evaluation is 'neutral'",
        )


@rule("neutral-against-basis", "error", "A neutral statement values nothing, so its valuation rests on nothing.")
def _neutral(tables: Tables, name: str) -> Iterator[Finding]:
    yield from _against_basis(tables[name], "neutral-against-basis")


@rule("coding-neutral-against-basis", "error", "The same holds for every coder.")
def _coding_neutral(tables: Tables, name: str) -> Iterator[Finding]:
    yield from _against_basis(tables[name], "coding-neutral-against-basis")


@rule(
    "mixed-without-both",
    "info",
    "A mixed evaluation names a gain and a loss; where the codes of consequences show only one side, a reader should"
    " look again.",
)
def _mixed(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    for row in np.flatnonzero(table.equals("evaluation", "mixed") & table.present("consequences")):
        items = set(list_items(table.text("consequences")[row]))
        if not items & _GAINS or not items - _GAINS:
            side = "gain" if not items & _GAINS else "loss"
            yield Finding(
                "mixed-without-both",
                int(row),
                "consequences",
                f"names no {side} although the evaluation is mixed",
                "add it if the statement names one that has a code",
                "info",
            )


@rule("paraphrase-with-quotation", "error", "A page that only paraphrases has no words to quote.")
def _paraphrase(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    for row in np.flatnonzero(table.equals("text_status", "paraphrase") & (table.text("key_phrase") != "")):
        yield Finding(
            "paraphrase-with-quotation",
            int(row),
            "key_phrase",
            "is quoted although the text is a paraphrase",
            "empty the cell, or set text_status to what was read",
        )


@rule(
    "coding-without-text",
    "error",
    "Who has not seen a statement cannot code it, and who has seen it codes it whole.",
)
def _without_text(tables: Tables, name: str) -> Iterator[Finding]:
    table = tables[name]
    unseen = table.equals("text_read", "none")
    for column in _CODED:
        for row in np.flatnonzero(unseen & (table.text(column) != "")):
            yield Finding(
                "coding-without-text",
                int(row),
                column,
                "is coded although no text was read",
                "empty the cell, or say what was read",
            )
    for column in _CODED[:4]:
        for row in np.flatnonzero(~unseen & table.present("text_read") & (table.text(column) == "")):
            yield Finding(
                "coding-without-text",
                int(row),
                column,
                "is empty although text was read",
                "code it, or set text_read to none",
            )
