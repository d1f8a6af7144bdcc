"""Keys: none twice, and what refers to one finds it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from profiles.errors import did_you_mean
from profiles.values.typed import Finding, Rows, TypedTable, list_items, rows_of, source_id

# Looking for near names among thousands is slow: a column with very many faults gets hints for the first ones only.
_HINTED = 50


def repeated(table: TypedTable, name: str) -> list[Finding]:
    """Return the rows whose value of a column stands in an earlier row."""
    codes = table.codes[name]
    if len(table.distinct[name]) == len(codes):
        return []
    first = _first_rows(codes)
    rows = np.flatnonzero((first[codes] != np.arange(len(codes))) & table.present(name))
    lines = table.raw.lines
    return [
        Finding(
            "unique",
            int(row),
            name,
            f"stands already on line {lines[first[codes[row]]]}",
            "give each row its own",
        )
        for row in rows
    ]


def _first_rows(codes: Rows) -> Rows:
    """Return the first row of each code; codes are numbered from 0 without gaps."""
    first = np.zeros(codes.max(initial=-1) + 1, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return first


def repeated_keys(table: TypedTable) -> list[Finding]:
    """Return the rows whose key stands in an earlier row."""
    names = table.schema.primary_key
    if len(names) == 1 and len(table.distinct[names[0]]) == len(table):
        return []
    combined = np.zeros(len(table), dtype=np.int64)
    for name in names:
        combined = combined * (len(table.distinct[name]) + 1) + table.codes[name]
    codes = pd.factorize(combined)[0].astype(np.int64, copy=False)
    first = _first_rows(codes)
    complete = np.ones(len(table), dtype=bool)
    for name in names:
        complete &= table.present(name)
    rows = np.flatnonzero((first[codes] != np.arange(len(codes))) & complete)
    what = "the key" if len(names) == 1 else f"the key ({', '.join(names)})"
    return [
        Finding(
            "primary-key",
            int(row),
            names[0],
            f"{what} stands already on line {table.raw.lines[first[codes[row]]]}",
            "remove the row, or correct its key",
        )
        for row in rows
    ]


def unknown_references(table: TypedTable, name: str, known: frozenset[str], target: str) -> list[Finding]:
    """Return the cells of a column, or their items where it is a list, that name no key of the target.

    Parameters
    ----------
    table, name
        The column.
    known
        Keys of the table referred to.
    target
        Name of that table.

    Returns
    -------
    list of Finding
        One per unknown key.
    """
    if known >= table.named(name):
        return []
    column = table.schema.by_name[name]
    faults: dict[int, list[tuple[str, str]]] = {}
    hinted = 0
    for place in np.flatnonzero(table.usable[name]):
        text = table.distinct[name][place]
        if text in known:
            continue
        items = list_items(text, column.separator) if column.separator else [text]
        for item in map(source_id, items) if column.has_locator else items:
            if item not in known:
                # Looking for near names among thousands is slow: a file with very many faults gets fewer hints.
                hinted += 1
                near = did_you_mean(item, known) if hinted <= _HINTED else []
                hint = f"did you mean {near[0]!r}?" if near else f"add it to {target}.csv, or correct it"
                faults.setdefault(int(place), []).append((item, hint))
    return [
        Finding("reference", row, name, f"is not in {target}.csv", hint, value=item)
        for row, unknown in rows_of(faults, table.codes[name])
        for item, hint in unknown
    ]
