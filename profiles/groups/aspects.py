"""What groups can be compared by, declared: label, unit, kind, and how it is got."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from profiles.errors import UnknownName, did_you_mean, hint_for
from profiles.groups import life, said
from profiles.groups.cases import Cases
from profiles.groups.columns import Column

__all__ = ["DEFAULTS", "GROUP_ASPECTS", "GroupAspect", "Kind", "aspects_of", "chosen_aspects"]

Kind: TypeAlias = Literal["number", "duration", "truth", "code", "ordered", "codes"]


@dataclass(frozen=True, slots=True)
class GroupAspect:
    """One thing by which groups are compared.

    Attributes
    ----------
    id
        How it is asked for.
    label
        How it is printed.
    section
        The heading under which it stands.
    kind
        ``number``, ``duration`` (may be censored), ``truth``, ``code`` (one of several), ``ordered`` (codes with
        ranks) or ``codes`` (a list: each code is named or not).
    units
        The units that have it.
    get
        The values of all cases.
    choices
        The choices that may change it, other than the one of power.
    measure
        Unit of measure, or "".
    said
        How a sentence says it of leaders, after their name.
    said_else
        How it says it of other cases, where that differs.
    definition
        What exactly is counted, where the label does not say it.
    """

    id: str
    label: str
    section: str
    kind: Kind
    units: tuple[str, ...]
    get: Callable[[Cases], Column]
    choices: tuple[str, ...] = ()
    measure: str = ""
    said: str = ""
    definition: str = ""
    said_else: str = ""

    def said_of(self, unit: str) -> str:
        """Return how a sentence says it of the cases of a unit."""
        return self.said if unit == "leader" or not self.said_else else self.said_else


_LIFE, _POWER, _VIEWS = "Life", "Power", "The collapse of the USSR"
_L, _T, _S, _Y = ("leader",), ("tenure",), ("statement",), ("leader-year",)
_ALL = (*_L, *_T, *_S, *_Y)
_AGES = ("births", "tenures")
_CODING = ("inferred", "coder", "count")

GROUP_ASPECTS: Final = (
    GroupAspect("is_woman", "Women", _LIFE, "truth", _ALL, life.is_woman, said="were women",
                said_else="were of women"),
    GroupAspect(
        "age_1991", "Age in 1991", _LIFE, "number", _L, life.age_1991, ("births",), "years",
        "were at a median age of {} when the USSR ended", "on 26 December 1991, of those then alive",
    ),
    GroupAspect(
        "age_at_entry", "Age on coming to power", _LIFE, "number", _L, life.age_at_entry, _AGES, "years",
        "came to power at a median age of {}",
    ),
    GroupAspect(
        "age_at_exit", "Age on leaving power", _LIFE, "number", _L, life.age_at_exit, _AGES, "years",
        "left power at a median age of {}", "on the last day in power, of those who left it",
    ),
    GroupAspect(
        "age_at_start", "Age at the start", _LIFE, "number", _T, life.age_at_start, _AGES, "years",
        "began at a median age of {}",
    ),
    GroupAspect(
        "age_at_end", "Age at the end", _LIFE, "number", _T, life.age_at_end, _AGES, "years",
        "ended at a median age of {}",
    ),
    GroupAspect(
        "age", "Age", _LIFE, "number", _Y, life.age_in_year, _AGES, "years", "were lived at a median age of {}",
        "on the first day in power in the year",
    ),
    GroupAspect(
        "time_in_power", "Time in power", _POWER, "duration", _L, life.time_in_power, ("tenures",), "years",
        "stayed in power for a median of {}", "all spells together",
    ),
    GroupAspect(
        "longest_spell", "Longest unbroken spell", _POWER, "duration", _L, life.longest_spell, ("tenures",), "years",
        "had a longest unbroken spell in power of {} at the median",
    ),
    GroupAspect(
        "days", "Length", _POWER, "duration", _T, life.days, ("tenures",), "years", "lasted for a median of {}",
        "one holding of one office, as recorded",
    ),
    GroupAspect("led_party", "Led a ruling party", _POWER, "truth", _ALL, life.led_party, said="led a ruling party",
                definition="ever headed the ruling party of a state that the party leads",
                said_else="were of someone who led a ruling party"),
    GroupAspect(
        "in_office_1991", "In power in 1991", _POWER, "truth", _L, life.in_office_1991, ("tenures",),
        said="were in power in 1991", definition="on any day of the year",
    ),
    GroupAspect("office_kind", "Office", _POWER, "code", _T, life.office_kind, said="the office"),
    GroupAspect("is_acting", "Acting", _POWER, "truth", _T, life.is_acting, said="were interim"),
    GroupAspect("is_effective", "Effective power", _POWER, "truth", _T, life.is_effective, said="were effective power"),
    GroupAspect("entry", "How power was gained", _POWER, "code", (*_L, *_T), life.entry, ("tenures",),
                said="how power was gained", definition="for leaders, the first time"),
    GroupAspect("exit", "How power was lost", _POWER, "code", (*_L, *_T), life.exit_, ("tenures",),
                said="how power was lost", definition="for leaders, the last time"),
    GroupAspect(
        "irregular_exit", "Removed by force", _POWER, "truth", (*_L, *_T), life.irregular_exit, ("tenures",),
        said="were removed by force", definition="irregularly or by another state, of those whose power ended",
    ),
    GroupAspect("in_power_now", "Still in power", _POWER, "truth", (*_L, *_T), life.in_power_now, ("tenures",),
                said="were still in power at the end", said_else="were still running at the end"),
    GroupAspect("years_so_far", "Years in power so far", _POWER, "number", _Y, life.years_so_far, ("tenures",), "years",
                "came after a median of {} in power", "up to the last day of power in the year"),
    GroupAspect("started_this_year", "Power gained this year", _POWER, "truth", _Y, life.started_this_year,
                ("tenures",), said="were first years in power"),
    GroupAspect("left_this_year", "Power lost this year", _POWER, "truth", _Y, life.left_this_year, ("tenures",),
                said="were last years in power"),
    GroupAspect("has_statement", "A statement found", _VIEWS, "truth", _L, life.has_statement,
                said="have a statement on record", definition="of those for whom one was searched"),
    GroupAspect("statements", "Statements recorded", _VIEWS, "number", _L, life.statements, (), "statements",
                "have a median of {} on record", "of those for whom one was searched"),
    GroupAspect("evaluation", "Evaluation", _VIEWS, "ordered", (*_L, *_S), said.evaluation, _CODING,
                said="the end of the USSR", definition="lament, mixed or neutral, welcome: three ranks"),
    GroupAspect("laments", "Laments the end", _VIEWS, "truth", (*_L, *_S), said.laments, _CODING,
                said="lament the end of the USSR"),
    GroupAspect("welcomes", "Welcomes the end", _VIEWS, "truth", (*_L, *_S), said.welcomes, _CODING,
                said="welcome the end of the USSR"),
    GroupAspect("object", "What is valued", _VIEWS, "code", _S, said.object_, ("coder", "count"),
                said="what is valued"),
    GroupAspect("inevitability", "Was it inevitable", _VIEWS, "code", _S, said.inevitability, ("coder", "count"),
                said="whether the end was inevitable"),
    GroupAspect("causes", "Causes named", _VIEWS, "codes", _S, said.causes, ("coder", "count"), said="name as a cause"),
    GroupAspect("consequences", "Consequences named", _VIEWS, "codes", _S, said.consequences, ("coder", "count"),
                said="name as a consequence"),
    GroupAspect("lessons", "Lessons drawn", _VIEWS, "codes", _S, said.lessons, ("coder", "count"),
                said="draw as a lesson"),
    GroupAspect("age_when_speaking", "Age when speaking", _VIEWS, "number", _S, said.age_when_speaking,
                ("births", "count"), "years", "were made at a median age of {}"),
    GroupAspect("years_after_1991", "Years after the end", _VIEWS, "number", _S, said.years_after_1991, ("count",),
                "years", "were made a median of {} after the end", "from 26 December 1991"),
    GroupAspect("in_office", "Speaker in office", _VIEWS, "truth", _S, said.in_office, ("tenures", "count"),
                said="were made in office", definition="any recorded office, on the day of the statement"),
)  # fmt: skip

DEFAULTS: Final = {
    "leader": (
        *("age_1991", "age_at_entry", "age_at_exit", "is_woman", "time_in_power", "led_party", "entry"),
        *("irregular_exit", "in_power_now", "evaluation"),
    ),
    "tenure": (
        *("age_at_start", "age_at_end", "is_woman", "days", "office_kind", "is_acting", "entry", "exit"),
        *("irregular_exit", "in_power_now"),
    ),
    "statement": (
        *("evaluation", "laments", "welcomes", "object", "inevitability", "causes", "consequences"),
        *("age_when_speaking", "years_after_1991", "in_office"),
    ),
    "leader-year": ("age", "is_woman", "years_so_far", "led_party", "started_this_year", "left_this_year"),
}


def aspects_of(unit: str) -> dict[str, GroupAspect]:
    """Return the aspects that a unit has, by id."""
    return {aspect.id: aspect for aspect in GROUP_ASPECTS if unit in aspect.units}


def chosen_aspects(wanted: Sequence[str] | None, unit: str) -> list[GroupAspect]:
    """Return the aspects asked for, in the order of the declaration.

    Parameters
    ----------
    wanted
        Ids; those of `DEFAULTS` where None.
    unit
        What a case is.

    Returns
    -------
    list of GroupAspect
        Each once.

    Raises
    ------
    UnknownName
        If the unit has no such aspect.
    """
    known = aspects_of(unit)
    if isinstance(wanted, str):
        wanted = [wanted]
    if wanted is not None and not wanted:
        message = f"no aspect is asked for; aspects of a {unit} are {', '.join(known)}"
        raise UnknownName(message)
    for name in wanted or ():
        if name in known:
            continue
        elsewhere = next((aspect.units for aspect in GROUP_ASPECTS if aspect.id == name), None)
        if elsewhere is not None:
            hint = f"it is one of the unit {' or '.join(elsewhere)}; a {unit} has {', '.join(known)}"
        else:
            hint = hint_for(str(name), known, f"a {unit} has {', '.join(known)}")
        message = f"no aspect of a {unit} is called {name!r}; {hint}"
        raise UnknownName(message, name=str(name), candidates=did_you_mean(str(name), known))
    ids = DEFAULTS[unit] if wanted is None else wanted
    return [aspect for aspect in GROUP_ASPECTS if aspect.id in ids and unit in aspect.units]
