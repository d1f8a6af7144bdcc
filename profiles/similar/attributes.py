"""What leaders are compared in, and the columns that hold it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from profiles.dataset import Dataset
from profiles.dates import ages_on
from profiles.measures import office_days
from profiles.selection import members_during
from profiles.similar.gower import Codes, Column, Numbers, Sets

__all__ = ["ATTRIBUTES", "Attribute", "People", "people"]

Days: TypeAlias = npt.NDArray[np.datetime64]
_YEAR = 365.2425  # days, on average, in the Gregorian calendar
_EFFECTIVE = "is_effective"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute that leaders are compared in.

    Attributes
    ----------
    id
        What `similar` calls it in its weights.
    label
        What it is called in a table.
    phrase
        What it is called in a sentence: alike in ...
    kind
        ``number`` (apart as a share of the range), ``code`` (same or not), ``set`` (share of common items).
    weight
        How much it counts.
    method
        What is taken, in words.
    scale
        Of a number: the range in the population, in years; None for others, or where nobody has a value.
    low, high
        The ends of that range.
    n_known
        How many of the population have a value.
    """

    id: str
    label: str
    phrase: str
    kind: Literal["number", "code", "set"]
    weight: float
    method: str
    scale: float | None = None
    low: float | None = None
    high: float | None = None
    n_known: int = 0


# Age in 1991 is not among them: it is the day of birth over again, which would then count twice. Views weigh half:
# three attributes say what one statement said.
ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute("born", "Born", "year of birth", "number", 1.0, "day of birth"),
    Attribute("age_entry", "Age on coming to power", "age on coming to power", "number", 1.0,
              "age on first gaining effective power"),
    Attribute("years_in_power", "Years in power", "years in power", "number", 1.0,
              "years in effective power so far, all spells together"),
    Attribute("gender", "Gender", "gender", "code", 1.0, "as recorded"),
    Attribute("entry", "Came to power", "how they came to power", "code", 1.0, "how effective power was first gained"),
    Attribute("exit", "Left power", "how they left power", "code", 1.0,
              "how effective power was last lost, or that it was not"),
    Attribute("offices", "Kinds of office", "kinds of office held", "set", 1.0, "kinds of all offices held"),
    Attribute("groups", "Groups of the state", "groups of their states", "set", 1.0,
              "groups to which the state belonged while they led it"),
    Attribute("evaluation", "End of the USSR", "evaluation of the end of the USSR", "set", 0.5,
              "evaluations in their statements"),
    Attribute("causes", "Causes named", "the causes they named for it", "set", 0.5, "causes of it that they named"),
    Attribute("lessons", "Lessons drawn", "the lessons they drew from it", "set", 0.5, "lessons that they drew"),
)  # fmt: skip


def lowered(label: str) -> str:
    """Return a label as it stands within a sentence; what is a name keeps its capitals."""
    return label[:1].lower() + label[1:]


@dataclass(frozen=True)
class People:
    """Leaders on one day, an attribute a column, in order of their ids, and how each value is printed."""

    ids: tuple[str, ...]
    columns: Mapping[str, Column]
    words: Mapping[str, Callable[[int], str]]


@dataclass(frozen=True)
class _Texts:
    """Prints one row of a column of codes or sets by the labels of its codes."""

    column: Codes | Sets
    labels: tuple[str, ...]
    none: str

    def __call__(self, row: int) -> str:
        if isinstance(self.column, Codes):
            code = int(self.column.codes[row])
            return self.labels[code] if code >= 0 else ""
        if not self.column.is_known[row]:
            return ""
        return ", ".join(self.labels[i] for i in np.flatnonzero(self.column.members[row])) or self.none


@dataclass(frozen=True)
class _Figures:
    """Prints one row of a column of numbers: whole years, or years and a tenth."""

    column: Numbers
    places: int

    def __call__(self, row: int) -> str:
        low, high = float(self.column.low[row]), float(self.column.high[row])
        if np.isnan(low):
            return ""
        a, b = (f"{np.floor(v):.0f}" if not self.places else f"{v:.{self.places}f}" for v in (low, high))
        return a if a == b else f"{a}–{b}"


def people(data: Dataset, ids: Sequence[str], *, as_of: dt.date) -> People:
    """Return the attributes of some leaders on a day.

    Parameters
    ----------
    data
        The dataset.
    ids
        Which leaders, each once.
    as_of
        The day: later tenures and statements do not count, running ones are counted up to it.

    Returns
    -------
    People
        One row per leader, in the order of `ids`.
    """
    index = pd.Index(list(ids), dtype=object)
    last = np.datetime64(as_of, "s")
    leaders = data.leaders.set_index("leader_id").reindex(index)
    tenures = _tenures(data, index, last)
    effective = tenures[tenures[_EFFECTIVE].to_numpy(dtype=bool)]
    views = _rows_of(data.views[(data.views["date_earliest"] <= last).to_numpy(dtype=bool)], index)
    schemas = data.schemas
    columns: dict[str, Column] = {}
    labels: dict[str, tuple[str, ...]] = {}

    born = leaders["born_earliest"].to_numpy(), leaders["born_latest"].to_numpy()
    columns["born"] = Numbers(_years(born[0]), _years(born[1]))
    entry = [_first(effective, f"start_{bound}", len(index)) for bound in ("earliest", "latest")]
    columns["age_entry"] = _after(born, entry)
    ages = ages_on(*born, *entry)
    columns["years_in_power"] = _in_power(effective, index, as_of)
    ordered = effective.sort_values(["row", "start_earliest", "start_latest"], kind="stable")
    for name, side, rows in (("entry", "first", ordered), ("exit", "last", ordered)):
        field = schemas["tenures"].by_name[name]
        values = np.full(len(index), None, dtype=object)
        one = rows.drop_duplicates("row", keep=side)  # type: ignore[call-overload]
        values[one["row"].to_numpy()] = one[name].to_numpy(dtype=object)
        columns[name] = _codes(values, field.code_values, missing="unknown")
        labels[name] = tuple(lowered(code.label) for code in field.codes)
    field = schemas["leaders"].by_name["gender"]
    columns["gender"] = _codes(leaders["gender"].to_numpy(dtype=object), field.code_values)
    labels["gender"] = tuple(lowered(code.label) for code in field.codes)

    field = schemas["offices"].by_name["kind"]
    columns["offices"] = _sets(tenures["row"], tenures["kind"], field.code_values, len(index), empty=True)
    labels["offices"] = tuple(lowered(code.label) for code in field.codes)
    columns["groups"] = _groups(data, tenures, effective, len(index), last)
    labels["groups"] = tuple(code.label for code in schemas["groups"].by_name["group_id"].codes)
    for name in ("evaluation", "causes", "lessons"):
        field = schemas["views"].by_name[name]
        # Who named no cause may have meant any: that is not the same as a set that is known to be empty.
        columns[name] = _sets(views["row"], views[name], field.code_values, len(index), empty=False)
        labels[name] = tuple(lowered(code.label) for code in field.codes)
    # Completed years, as everywhere else: the difference of two days as parts of their years is a little off them.
    shown = {**columns, "age_entry": Numbers(*(np.where(ages.known, v, np.nan) for v in (ages.low, ages.high)))}
    return People(tuple(ids), columns, {name: _words(name, shown[name], labels) for name in columns})


def _words(name: str, column: Column, labels: Mapping[str, tuple[str, ...]]) -> Callable[[int], str]:
    if isinstance(column, Numbers):
        return _Figures(column, 1 if name == "years_in_power" else 0)
    return _Texts(column, labels[name], "none")


def _rows_of(frame: pd.DataFrame, index: pd.Index[Any]) -> pd.DataFrame:
    """Return the rows of a frame that belong to a leader of the index, with that leader's place."""
    place = index.get_indexer(pd.Index(frame["leader_id"]))
    return frame.assign(row=place)[place >= 0]


def _tenures(data: Dataset, index: pd.Index[Any], last: np.datetime64) -> pd.DataFrame:
    """Return the tenures begun by a day, with kind and state of the office; those still running then say so."""
    tenures = _rows_of(data.tenures, index)
    tenures = tenures[(tenures["start_earliest"] <= last).to_numpy(dtype=bool)]
    offices = data.offices.set_index("office_id")[["kind", "state_id"]].reindex(tenures["office_id"])
    runs = (tenures["end_status"] == "ongoing").to_numpy() | (tenures["end_earliest"] > last).to_numpy(dtype=bool)
    left = np.where(runs, "still_in_office", tenures["exit"].to_numpy(dtype=object))
    return tenures.assign(
        kind=offices["kind"].to_numpy(dtype=object), state_id=offices["state_id"].to_numpy(dtype=object), exit=left
    )


def _years(days: Days) -> npt.NDArray[np.float64]:
    """Return days as years of the calendar: 1950-07-02 is 1950.5, so that the year is the whole part of it."""
    year = days.astype("datetime64[Y]")
    first, following = year.astype("datetime64[D]"), (year + np.timedelta64(1, "Y")).astype("datetime64[D]")
    passed = (days.astype("datetime64[D]") - first) / (following - first)
    return np.where(np.isnat(days), np.nan, year.astype(np.int64) + 1970 + passed)


def _first(tenures: pd.DataFrame, column: str, size: int) -> Days:
    found = np.full(size, np.datetime64("NaT", "s"))
    firsts = tenures.groupby("row")[column].min()
    found[firsts.index.to_numpy()] = firsts.to_numpy().astype("datetime64[s]")
    return found


def _after(born: tuple[Days, Days], day: Sequence[Days]) -> Numbers:
    low, high = _years(day[0]) - _years(born[1]), _years(day[1]) - _years(born[0])
    # Bounds may cross by days where a tenure's two dates come from two tenures.
    return Numbers(np.minimum(low, high), np.maximum(low, high))


def _in_power(effective: pd.DataFrame, index: pd.Index[Any], as_of: dt.date) -> Numbers:
    days = office_days(effective, as_of=as_of).reindex(index)
    low, high = (days[f"days_{bound}"].to_numpy(dtype=np.float64, na_value=np.nan) / _YEAR for bound in ("low", "high"))
    return Numbers(low, high)


def _codes(values: npt.NDArray[np.object_], known: Sequence[str], *, missing: str = "") -> Codes:
    codes = pd.Index(list(known)).get_indexer(pd.Index(values))
    return Codes(np.where(values == missing, -1, codes).astype(np.int64))


def _sets(rows: pd.Series[Any], cells: pd.Series[Any], items: Sequence[str], size: int, *, empty: bool) -> Sets:
    """Return the union of each leader's cells; whether a leader with cells, but without items, has the empty set."""
    members = np.zeros((size, len(items)), dtype=bool)
    known = np.zeros(size, dtype=bool)
    if empty:
        known[rows.to_numpy()] = True
    listed = cells.str.split(";").set_axis(rows.to_numpy()).explode().dropna()
    place = pd.Index(list(items)).get_indexer(pd.Index(listed))
    members[listed.index.to_numpy()[place >= 0], place[place >= 0]] = True
    return Sets(members, known | members.any(axis=1))


def _groups(data: Dataset, tenures: pd.DataFrame, effective: pd.DataFrame, size: int, last: np.datetime64) -> Sets:
    """Return the groups to which the state belonged on a day of effective power or, for want of it, of any office."""
    led = np.isin(tenures["row"].to_numpy(), effective["row"].to_numpy())
    counted = tenures[tenures[_EFFECTIVE].to_numpy(dtype=bool) | ~led]
    row, state = counted["row"].to_numpy(), counted["state_id"].to_numpy(dtype=object)
    start, end = counted["start_earliest"].to_numpy(), counted["end_latest"].to_numpy()
    end = np.where(np.isnat(end) | (end > last), last, end)
    groups = data.schemas["groups"].by_name["group_id"].code_values
    members = np.zeros((size, len(groups)), dtype=bool)
    for place, group in enumerate(groups):
        members[row[members_during(data.groups, group, state, start, end)], place] = True
    known = np.zeros(size, dtype=bool)
    known[row] = True
    return Sets(members, known)
