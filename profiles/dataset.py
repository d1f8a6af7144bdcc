"""Loading: a folder of tables becomes one frozen `Dataset`, or nothing does."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from profiles.checks import WAITING, Checked, check_folder
from profiles.errors import DataError
from profiles.paths import data_dir
from profiles.schema import MARK, TableSchema, load_schemas
from profiles.values import TypedTable

__all__ = ["Dataset", "load"]

# Missing is NaN, as pandas 3 has it by default; pandas 2.3 knows the type but not as the default.
TEXT = pd.StringDtype(na_value=np.nan)


@dataclass(frozen=True, eq=False)
class Dataset:
    """The tables as typed frames, with the day to which they are complete and their version.

    Frames have one row per record and a plain range index. Text is ``str``, whole numbers ``Int64``, truth
    ``boolean``. A partial date ``x`` stands as written in ``x`` and as its bounds in ``x_earliest`` and
    ``x_latest`` (``datetime64[s]``). Missing is ``NaN``, ``<NA>`` or ``NaT``. In `aliases`, `leaders`,
    `offices` and `tenures` the column ``is_unverified`` (``boolean``) marks rows that no source supports yet: all false
    unless they were asked for.

    Attributes
    ----------
    as_of : datetime.date
        The day on which the leaders of every covered state were checked: the default for whatever needs a date.
    version : str
        Twelve hexadecimal digits; equal for equal files. Rows that wait for a source do not count.
    path : pathlib.Path
        The folder loaded from.
    has_unverified : bool
        Whether rows without a source were loaded too.
    """

    leaders: pd.DataFrame
    aliases: pd.DataFrame
    states: pd.DataFrame
    offices: pd.DataFrame
    tenures: pd.DataFrame
    coverage: pd.DataFrame
    views: pd.DataFrame
    view_codings: pd.DataFrame
    meetings: pd.DataFrame
    relationship_terms: pd.DataFrame
    groups: pd.DataFrame
    sources: pd.DataFrame
    as_of: dt.date
    version: str
    path: Path
    has_unverified: bool = False

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """The frames by table name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.type == "pd.DataFrame"}

    @property
    def schemas(self) -> Mapping[str, TableSchema]:
        """The schemas by table name."""
        return load_schemas()

    def __repr__(self) -> str:
        """Return a short summary: rows per table, date, version."""
        counts = ", ".join(f"{len(frame)} {name}" for name, frame in self.tables.items())
        mark = ", with unverified rows" if self.has_unverified else ""
        return f"Dataset({counts}; as of {self.as_of}, version {self.version}{mark})"


def load(path: str | os.PathLike[str] | None = None, *, unverified: bool = False) -> Dataset:
    """Return the dataset in a folder, if nothing is wrong with it.

    Parameters
    ----------
    path
        The folder; the shipped dataset by default (see `profiles.paths.data_dir`).
    unverified
        Whether to load the rows that no source supports yet, too. They are marked in ``is_unverified``
        and wherever results show them. A leader whose dates alone wait for a source has them filled in.

    Returns
    -------
    Dataset
        Typed frames, frozen together.

    Raises
    ------
    DataError
        If any finding is an error; the same list as `profiles.check` gives, in its `problems`.
    MissingFolder
        If the path names no folder.

    Examples
    --------
    >>> import profiles
    >>> data = profiles.load()
    >>> data.as_of
    datetime.date(2026, 1, 22)
    """
    folder = data_dir(path)
    checked = check_folder(folder, waiting=unverified, only_errors=True)
    errors = checked.errors
    if errors:
        message = (
            f"{checked.folder}: {len(errors)} error{'s' * (len(errors) != 1)} in the data; nothing was loaded. See all"
            f" with: profiles check {checked.folder}"
        )
        raise DataError(message, check_folder(folder, waiting=True).problems)
    frames = {name: _frame(table) for name, table in checked.tables.items()}
    for name in WAITING:
        frames[name][MARK] = pd.array(np.zeros(len(frames[name]), dtype=bool), dtype="boolean")
        if name in checked.waiting:
            frames[name] = _with_waiting(frames[name], _frame(checked.waiting[name]), checked.tables[name].schema)
    return Dataset(
        **frames,
        as_of=_as_of(checked),
        version=checked.version,
        path=checked.folder,
        has_unverified=unverified,
    )


def _as_of(checked: Checked) -> dt.date:
    days = checked.tables["coverage"].earliest["checked_to"]
    days = days[~np.isnat(days)]
    if not len(days):
        message = f"{checked.folder}: coverage.csv gives no day to which any state was checked; fill in checked_to"
        raise DataError(message)
    first: dt.date = days.min().astype("datetime64[D]").item()
    return first


def _frame(table: TypedTable) -> pd.DataFrame:
    columns: dict[str, Any] = {}
    for column in table.schema.fields:
        name = column.name
        if column.type == "integer":
            columns[name] = pd.arrays.IntegerArray(table.numbers[name].copy(), ~table.present(name))
        elif column.type == "boolean":
            columns[name] = pd.arrays.BooleanArray(table.flags[name].copy(), ~table.present(name))
        else:
            distinct = table.distinct[name].copy()
            distinct[distinct == ""] = np.nan
            columns[name] = pd.array(distinct, dtype=TEXT).take(table.codes[name])
        if column.is_date:
            columns[f"{name}_earliest"] = table.earliest[name]
            columns[f"{name}_latest"] = table.latest[name]
    return pd.DataFrame(columns)


def _with_waiting(shipped: pd.DataFrame, waiting: pd.DataFrame, schema: TableSchema) -> pd.DataFrame:
    """Return the shipped rows with the waiting ones, which fill the empty cells of a shipped row of their key."""
    key = schema.primary_key[0]
    order = list(schema.primary_key)
    waiting = waiting.assign(**{MARK: pd.array(np.ones(len(waiting), dtype=bool), dtype="boolean")})
    if len(order) > 1:
        return pd.concat([shipped, waiting]).sort_values(order, kind="stable", ignore_index=True)
    both = shipped[key].isin(waiting[key])
    filled = shipped[both].set_index(key)
    extra = waiting.set_index(key).loc[filled.index]
    filled = filled.where(filled.notna(), extra).astype(filled.dtypes.to_dict())
    filled[MARK] = pd.array(np.ones(len(filled), dtype=bool), dtype="boolean")
    new = waiting[~waiting[key].isin(shipped[key])]
    joined = pd.concat([shipped[~both], filled.reset_index()[shipped.columns], new])
    return joined.sort_values(key, kind="stable", ignore_index=True)
