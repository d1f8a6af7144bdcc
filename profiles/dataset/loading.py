"""A folder of tables becomes a dataset, if nothing is wrong with it."""

from __future__ import annotations

import os

import numpy as np
import pandas as pd

from profiles.checks import WAITING, check_folder
from profiles.dataset.frames import as_of_of, typed_frame
from profiles.dataset.model import Dataset
from profiles.errors import DataError
from profiles.paths import data_dir
from profiles.schema import MARK, TableSchema

__all__ = ["load"]


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
    frames = {name: typed_frame(table) for name, table in checked.tables.items()}
    for name in WAITING:
        frames[name][MARK] = pd.array(np.zeros(len(frames[name]), dtype=bool), dtype="boolean")
        if name in checked.waiting:
            frames[name] = _with_waiting(frames[name], typed_frame(checked.waiting[name]), checked.tables[name].schema)
    as_of = as_of_of(checked)
    if as_of is None:
        message = f"{checked.folder}: coverage.csv gives no day to which any state was checked; fill in checked_to"
        raise DataError(message)
    return Dataset(
        **frames,
        as_of=as_of,
        version=checked.version,
        path=checked.folder,
        has_unverified=unverified,
        selection="",
    )


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
