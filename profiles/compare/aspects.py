"""The aspects of a comparison, declared in one place: what is got, compared and said, in this order."""

from __future__ import annotations

from profiles.compare import career, judges, life, relations, statements
from profiles.compare.model import Aspect

__all__ = ["ASPECTS"]

_LIFE, _END, _CAREER = "Life", "When the USSR ended (26 December 1991)", "Career"
_VIEWS, _TIES = "Stated views on the collapse of the USSR", "With each other"

_TWO_YEARS = judges.by_years(2, "close = within two years")
_FIVE_YEARS = judges.by_distance(5, "close = within five years")
_A_FIFTH = judges.by_ratio(0.8, "close = within a fifth")

ASPECTS: tuple[Aspect, ...] = (
    Aspect("born", "Born", _LIFE, "date", life.born, judge=_TWO_YEARS, phrase=life.phrase_born),
    Aspect("birthplace", "Birthplace", _LIFE, "place", life.birthplace, judge=life.judge_birthplace),
    Aspect("generation", "Generation", _LIFE, "years", life.generation, judge=life.judge_generation),
    Aspect("died", "Died", _LIFE, "date", life.died, judge=_TWO_YEARS),
    Aspect("age_1991", "Age", _END, "age", life.age_1991, judge=_FIVE_YEARS, phrase=life.phrase_age_1991),
    Aspect(
        "office_1991",
        "Office",
        _END,
        "offices",
        career.office_1991,
        judge=career.judge_office_1991,
        phrase=career.phrase_office_1991,
    ),
    Aspect(
        "first_office",
        "First national office",
        _CAREER,
        "date",
        career.first_office,
        judge=judges.by_years(5, "close = begun within five years"),
    ),
    Aspect(
        "age_first_office",
        "Age then",
        _CAREER,
        "age",
        career.age_first_office,
        judge=_FIVE_YEARS,
        phrase=career.phrase_age_first,
    ),
    Aspect(
        "offices",
        "Offices held",
        _CAREER,
        "offices",
        career.offices,
        judge=judges.by_sets("close = one kind of office in common"),
    ),
    Aspect("days_in_office", "Time in office", _CAREER, "duration", career.days_in_office, judge=_A_FIFTH),
    Aspect(
        "days_effective",
        "Time in effective power",
        _CAREER,
        "duration",
        career.days_effective,
        judge=_A_FIFTH,
        phrase=career.phrase_effective,
    ),
    Aspect("longest_spell", "Longest unbroken spell", _CAREER, "duration", career.longest_spell, judge=_A_FIFTH),
    Aspect(
        "spell_rank",
        "Its rank among all leaders",
        _CAREER,
        "rank",
        career.spell_rank,
        judge=judges.by_distance(10, "close = within ten places"),
    ),
    Aspect(
        "still_in_office",
        "Still in office",
        _CAREER,
        "truth",
        career.still_in_office,
        judge=judges.by_value(),
        phrase=career.phrase_still,
    ),
    Aspect("entry", "Power gained", _CAREER, "code", career.manner("entry"), judge=judges.by_value()),
    Aspect("exit", "Power lost", _CAREER, "code", career.manner("exit"), judge=judges.by_value()),
    Aspect(
        "overlap", "In office together", _CAREER, "duration", get_joint=career.overlap, phrase=career.phrase_overlap
    ),
    Aspect("views_count", "Statements in the data", _VIEWS, "count", statements.count, phrase=statements.phrase_count),
    Aspect(
        "views_evaluation",
        "Evaluation",
        _VIEWS,
        "codes",
        statements.evaluation,
        judge=statements.judge_evaluation,
        phrase=statements.phrase_evaluation,
    ),
    Aspect(
        "views_trend", "Over time", _VIEWS, "codes", statements.trend, judge=judges.by_value("same = the same sequence")
    ),
    Aspect(
        "views_causes",
        "Causes named",
        _VIEWS,
        "codes",
        statements.codes("causes"),
        judge=statements.judge_codes,
        phrase=statements.phrase_codes("causes", "a cause of the collapse", "causes of the collapse", "name"),
    ),
    Aspect(
        "views_consequences",
        "Consequences named",
        _VIEWS,
        "codes",
        statements.codes("consequences"),
        judge=statements.judge_codes,
        phrase=statements.phrase_codes("consequences", "a consequence", "consequences", "name"),
    ),
    Aspect(
        "views_lessons",
        "Lessons drawn",
        _VIEWS,
        "codes",
        statements.codes("lessons"),
        judge=statements.judge_codes,
        phrase=statements.phrase_codes("lessons", "a lesson", "lessons for today", "draw"),
    ),
    Aspect("views_phrases", "In their words", _VIEWS, "quotations", statements.phrases),
    Aspect("views_statements", "Every statement", _VIEWS, "statements", statements.every),
    Aspect("meetings_with", "Meetings recorded with", _TIES, "counts", relations.partners),
    Aspect("meetings_count", "Meetings", _TIES, "count", get_joint=relations.count, phrase=relations.phrase_count),
    Aspect("meetings_by_year", "By year", _TIES, "counts", get_joint=relations.each_pair(relations.by_year)),
    Aspect("meetings_first", "First", _TIES, "meeting", get_joint=relations.each_pair(relations.first)),
    Aspect("meetings_last", "Last", _TIES, "meeting", get_joint=relations.each_pair(relations.last)),
    Aspect("meetings_formats", "Formats", _TIES, "counts", get_joint=relations.each_pair(relations.formats)),
    Aspect("meetings_places", "Places", _TIES, "counts", get_joint=relations.each_pair(relations.places)),
    Aspect(
        "terms", "Terms for each other", _TIES, "quotations", get_joint=relations.terms, phrase=relations.phrase_terms
    ),
)
# Of use for one leader only: side by side, the meetings with each other take its place.
ALONE = frozenset({"meetings_with"})
