"""Who is in which group: from what was asked for to a label for every case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd

from profiles.errors import NotComparable, UnknownName, did_you_mean, hint_for
from profiles.groups.aspects import aspects_of
from profiles.groups.cases import Cases
from profiles.groups.choices import OTHERS, UNITS
from profiles.groups.columns import Levels
from profiles.groups.world import Ints, Mask, texts
from profiles.schema import load_schemas
from profiles.words import capital, listed, plural

__all__ = ["GroupSpec", "Labels", "Specs", "label_cases"]

Predicate: TypeAlias = Callable[[pd.DataFrame], Any]
GroupSpec: TypeAlias = str | Iterable[str] | Predicate
Specs: TypeAlias = str | Mapping[str, GroupSpec]

_MOST = 12
# Kinds of aspects whose values may be groups.
_GROUPING = frozenset({"truth", "code"})
_REST = "rest"
# The groups of the codebook as a sentence names their members.
_OF_GROUP: Final = {
    "post-soviet": "post-Soviet states",
    "warsaw-pact": "the Warsaw Pact",
    "nato": "NATO",
    "eu": "the European Union",
    "g7": "the G7",
    "brics": "BRICS",
    "communist-party": "communist-party states",
}
_KIND_WORDS: Final = {
    "party_leader": ("Party leaders", "ever headed a ruling party; the data hold no other party membership"),
    "head_of_state": ("Heads of state", "ever held an office of head of state"),
    "head_of_government": ("Heads of government", "ever held an office of head of government"),
    "de_facto": ("De-facto leaders", "ever held a position of power without, or beside, a constitutional office"),
}
_PEOPLE: Final = {("gender", "female"): ("Women", "women"), ("gender", "male"): ("Men", "men")}


@dataclass(frozen=True, eq=False)
class Named:
    """A group before it has members: its name, its definition, how a sentence calls its leaders, and who is in it."""

    name: str
    definition: str
    words: str
    mask: Mask
    known: Mask


@dataclass(frozen=True, eq=False)
class Labels:
    """The group of each case, -1 for none, with names, definitions, words for sentences, and notes."""

    group: Ints
    names: tuple[str, ...]
    definitions: tuple[str, ...]
    words: tuple[str, ...]
    notes: tuple[str, ...]

    def clusters(self, cases: Cases) -> Ints:
        """Return the cluster of each case: its leader in its group, since a leader may have cases in several."""
        return cases.leader * np.int64(len(self.names) + 1) + self.group


def label_cases(groups: Specs, versus: GroupSpec, cases: Cases) -> Labels:
    """Return the group of each case.

    Parameters
    ----------
    groups, versus
        As for `profiles.groups.compare_groups`.
    cases
        The cases.

    Returns
    -------
    Labels
        At least two groups, each with a case.

    Raises
    ------
    NotComparable
        If a case is in two groups, a group has nobody, or there are fewer than two or more than twelve groups.
    UnknownName
        If a group, an attribute or a leader does not exist.
    """
    notes: list[str] = []
    named = _named(groups, versus, cases, notes)
    if not 2 <= len(named) <= _MOST:
        if len(named) < 2:
            message = f"only one group: {named[0].name if named else 'none'}; name another, or versus='rest'"
        else:
            message = (
                f"{len(named)} groups are more than a table holds ({_MOST} at the most); name one and compare it with"
                f" the rest, such as {groups}=..."
            )
        raise NotComparable(message)
    _require_apart(named, cases)
    known = np.logical_and.reduce([one.known for one in named])
    group = np.full(cases.size, -1, dtype=np.int64)
    for place, one in enumerate(named):
        group[one.mask & known] = place
        if not (group == place).any():
            raise NotComparable(_nobody(one, cases))
    _note_the_rest(group, known, cases, notes)
    return Labels(
        group,
        tuple(one.name for one in named),
        tuple(one.definition for one in named),
        tuple(_case_words(one.words, cases.unit) for one in named),
        tuple(notes),
    )


def _case_words(words: str, unit: str) -> str:
    """Return how a sentence calls the cases of leaders so called."""
    if unit == "leader" or words.startswith("all other "):
        return words
    return {"tenure": "tenures of", "statement": "statements by", "leader-year": "years in power of"}[
        unit
    ] + f" {words}"


def _named(groups: Specs, versus: GroupSpec, cases: Cases, notes: list[str]) -> list[Named]:
    if isinstance(groups, str):
        if groups == _REST:
            message = "the rest of what? name a group first, such as 'group:post-soviet'"
            raise NotComparable(message)
        if ":" not in groups and "=" not in groups:
            if versus != _REST:
                message = f"{groups!r} makes a group of each value; write {groups}=... to compare one with {versus!r}"
                raise NotComparable(message)
            return _by_value(groups, cases)
        first = _one("", groups, cases, notes)
        return _with_rest([first], cases) if versus == _REST else [first, _one("", versus, cases, notes)]
    if not isinstance(groups, Mapping):
        message = (
            f"groups is a {type(groups).__name__}; write a text such as 'group:post-soviet' or 'gender', or name each"
            " group: {'Name': [...], 'Other': 'rest'}"
        )
        raise NotComparable(message)
    for name in groups:
        if not isinstance(name, str) or not name.strip():
            message = f"a group is named {name!r}; give it a name that can be printed"
            raise NotComparable(message)
    rests = [name for name, spec in groups.items() if isinstance(spec, str) and spec == _REST]
    if len(rests) > 1:
        message = f"two groups are the rest: {listed(rests)}; only one can be"
        raise NotComparable(message)
    named = [_one(name, spec, cases, notes) for name, spec in groups.items() if name not in rests]
    if not named:
        message = "the rest of what? name a group beside it"
        raise NotComparable(message)
    if rests:
        with_rest = _with_rest(named, cases, rests[0])
        place = list(groups).index(rests[0])
        return [*with_rest[:place], with_rest[-1], *with_rest[place:-1]]
    if len(named) == 1:
        return _with_rest(named, cases) if versus == _REST else [named[0], _one("", versus, cases, notes)]
    if versus != _REST:
        message = f"versus is {versus!r}, but {len(named)} groups are named already; leave one out"
        raise NotComparable(message)
    return named


def _with_rest(named: list[Named], cases: Cases, name: str = OTHERS) -> list[Named]:
    mask = ~np.logical_or.reduce([one.mask for one in named])
    what = UNITS[cases.unit][1]
    rest = Named(name, f"all other {what}", f"all other {what}", mask, np.ones_like(mask))
    return [*named, rest]


def _one(name: str, spec: GroupSpec, cases: Cases, notes: list[str]) -> Named:
    """Return one group from what describes it."""
    if isinstance(spec, str):
        found = _from_text(spec, cases)
    elif callable(spec):
        found = _from_predicate(name, spec, cases)
    elif isinstance(spec, Iterable):
        found = _from_list(name, spec, cases, notes)
    else:
        message = f"group {name!r} is {spec!r}; write a text, a list of leaders or a function of the cases"
        raise NotComparable(message)
    if not name:
        return found
    return Named(name, found.definition, f"leaders in “{name}”", found.mask, found.known)


def _from_text(text: str, cases: Cases) -> Named:
    kind, colon, what = text.partition(":")
    column, equals, value = text.partition("=")
    if colon and kind == "group":
        labels = load_schemas()["groups"].by_name["group_id"].code_labels
        mask, known = cases.members(what)
        name = labels.get(what, what)
        held = "held effective power" if cases.world.choices.power == "effective" else "held an office"
        day = "on a day when its state was in the group"
        definition = {
            "leader": f"{held} {day}",
            "tenure": f"tenures {day}",
            "statement": f"the speaker ever held a recorded office {day}",
            "leader-year": f"{held} in the year, {day}",
        }[cases.unit]
        return Named(name, definition, f"leaders of {_OF_GROUP.get(what, name)}", mask, known)
    if colon and kind == "held":
        field = load_schemas()["offices"].by_name["kind"]
        if what not in field.code_values:
            hint = hint_for(what, field.code_values, f"kinds are {', '.join(field.code_values)}")
            message = f"no kind of office is called {what!r}; {hint}"
            raise UnknownName(message, name=what, candidates=did_you_mean(what, field.code_values))
        name, definition = _KIND_WORDS.get(what, (what, f"ever held an office of the kind {what}"))
        return Named(name, definition, name[0].lower() + name[1:], cases.held(what), np.ones(cases.size, dtype=bool))
    if colon and not equals:
        message = f"no such group: {text!r}; write 'group:<id>', 'held:<kind of office>', 'column' or 'column=value'"
        raise NotComparable(message)
    if equals:
        by_code = _values(column.strip(), cases)
        chosen = by_code.get(value.strip())
        if chosen is None:
            hint = hint_for(value, by_code, f"there are {', '.join(list(by_code)[:_MOST])}")
            message = f"no case has {column.strip()} {value.strip()!r}; {hint}"
            raise NotComparable(message)
        return chosen
    message = f"{text!r} makes several groups; say which one: {text}=..."
    raise NotComparable(message)


def _by_value(column: str, cases: Cases) -> list[Named]:
    """Return a group for each value; the value alone is its name, for the others say what it is a value of."""
    several = list(_values(column, cases).values())
    if all(one.name.endswith((": yes", ": no")) for one in several):
        return several
    return [replace(one, name=one.name.rpartition(": ")[2]) for one in several]


def _values(column: str, cases: Cases) -> dict[str, Named]:
    """Return a group for each value of an attribute, by its code."""
    aspect = aspects_of(cases.unit).get(column)
    if aspect is not None and aspect.kind in _GROUPING:
        found = aspect.get(cases)
        known = found.present
        options: Levels = (("no", "no"), ("yes", "yes")) if aspect.kind == "truth" else found.levels
        codes = np.where(known, found.values, -1).astype(np.int64)
        label = aspect.label
    elif column in cases.frame.columns:
        values = cases.frame[column]
        known = values.notna().to_numpy(dtype=bool)
        codes, distinct = pd.factorize(values, sort=True)
        labels = _labels(column, cases)
        options = tuple((str(value), labels.get(str(value), str(value))) for value in distinct)
        label = _title(column)
    else:
        columns = list(dict.fromkeys([*cases.frame.columns, *_grouping(cases.unit)]))
        groups = load_schemas()["groups"].by_name["group_id"].code_values
        hint = (
            f"did you mean 'group:{column}'?"
            if column in groups
            else hint_for(column, columns, f"a {cases.unit} has {', '.join(columns)}")
        )
        message = f"no attribute of a {cases.unit} is called {column!r}; {hint}"
        raise UnknownName(message, name=column, candidates=did_you_mean(column, columns))
    several: dict[str, Named] = {}
    for place, (code, name) in enumerate(options):
        mask = codes == place
        if not mask.any():
            continue
        printed, words = _PEOPLE.get((column, code), (f"{label}: {name}", f"those with “{label}: {name}”"))
        several[code] = Named(printed, f"{column} = {code}", words, mask & known, known)
    return several


def _grouping(unit: str) -> list[str]:
    return [aspect.id for aspect in aspects_of(unit).values() if aspect.kind in _GROUPING]


def _labels(column: str, cases: Cases) -> dict[str, str]:
    if column in {"birth_state", "state_id"}:
        states = cases.world.base.data.states
        return dict(zip(texts(states, "state_id"), texts(states, "name"), strict=True))
    for table in ("leaders", "tenures", "views"):
        field = load_schemas()[table].by_name.get(column)
        if field is not None and field.codes:
            return field.code_labels
    return {}


def _title(column: str) -> str:
    for table in ("leaders", "tenures", "views"):
        field = load_schemas()[table].by_name.get(column)
        if field is not None and field.title:
            return field.title
    return capital(column.replace("_", " "))


def _from_list(name: str, spec: Iterable[str], cases: Cases, notes: list[str]) -> Named:
    base = cases.world.base
    asked = list(spec)
    for leader in asked:
        if not isinstance(leader, str):
            message = f"group {name!r} names {leader!r}; write names or ids of leaders"
            raise NotComparable(message)
    ids = list(dict.fromkeys(base.index.resolve(leader) for leader in asked))
    places = base.places(ids) if ids else np.empty(0, dtype=np.int64)
    mask = np.isin(cases.leader, places)
    absent = [str(base.names[place]) for place in places if not (cases.leader == place).any()]
    if absent:
        notes.append(f"Named in “{name}” but without a case here: {listed(absent)}.")
    named = [str(base.names[place]) for place in places]
    definition = listed(named) if len(named) <= _MOST else f"{plural(len(ids), 'leader')} by name"
    return Named(name, definition, f"leaders in “{name}”", mask, np.ones(cases.size, dtype=bool))


def _from_predicate(name: str, spec: Predicate, cases: Cases) -> Named:
    answer = spec(cases.frame.copy())
    length = len(answer) if hasattr(answer, "__len__") else -1
    if length != cases.size:
        message = (
            f"group {name!r}: the function returned {type(answer).__name__} of length {max(length, 0)}; return one"
            f" truth for each of the {cases.size} cases"
        )
        raise NotComparable(message)
    if isinstance(answer, pd.Series):
        answer = answer.reindex(cases.frame.index)
    values = np.asarray(answer, dtype=object)
    blank = np.asarray(pd.isna(values), dtype=bool)
    wrong = [value for value in values[~blank] if not isinstance(value, bool | np.bool_)]
    if wrong:
        message = f"group {name!r}: the function returned {wrong[0]!r} for a case; return True, False or missing"
        raise NotComparable(message)
    mask = np.zeros(cases.size, dtype=bool)
    mask[~blank] = values[~blank].astype(bool)
    return Named(name, "by a condition of the caller", f"leaders in “{name}”", mask, ~blank)


def _require_apart(named: list[Named], cases: Cases) -> None:
    claims = np.sum([one.mask for one in named], axis=0)
    twice = np.flatnonzero(claims > 1)
    if not len(twice):
        return
    base = cases.world.base
    first = twice[np.argmin(cases.leader[twice])]
    inside = [one.name for one in named if one.mask[first]]
    others = len(np.unique(cases.leader[twice])) - 1
    more = f" (and {plural(others, 'other leader')})" if others else ""
    name, leader = base.names[cases.leader[first]], base.ids[cases.leader[first]]
    message = (
        f"{name} ({leader}){more} is both in {inside[0]!r} and in {inside[1]!r}; groups must not overlap: compare one"
        " with the rest, or take the overlap out of one"
    )
    raise NotComparable(message)


def _nobody(one: Named, cases: Cases) -> str:
    if not cases.size:
        why = f"there are no {UNITS[cases.unit][1]} to compare"
    elif (one.mask & ~one.known).any():
        why = "what it is decided by is missing for all its cases"
    else:
        power = " in effective power" if cases.world.choices.power == "effective" else ""
        why = f"of {cases.size:,} {UNITS[cases.unit][1]}{power}, none fits ({one.definition})"
    return f"group {one.name!r} has nobody: {why}"


def _note_the_rest(group: Ints, known: Mask, cases: Cases, notes: list[str]) -> None:
    one, many = UNITS[cases.unit]
    unknown = int((~known).sum())
    if unknown:
        people = sorted({str(name) for name in cases.world.base.names[cases.leader[~known]]})
        named = f" ({listed(people)})" if len(people) <= 6 else ""
        notes.append(
            f"{capital(plural(unknown, one, many))} in no group, since what decides it is not recorded{named}."
        )
    outside = int((known & (group < 0)).sum())
    if outside:
        notes.append(f"{capital(plural(outside, one, many))} in none of the groups; left out.")
    inside = group >= 0
    pairs = np.unique(cases.leader[inside] * np.int64(_MOST + 1) + group[inside]) // (_MOST + 1)
    both = int((np.diff(pairs) == 0).sum()) if len(pairs) else 0
    if both:
        notes.append(
            f"{capital(plural(both, 'leader has', 'leaders have'))} {many} on both sides and count"
            f"{'s' if both == 1 else ''} once on each."
        )
