"""Frames in, frames out: the cells of somebody's frames held against the schemas and brought into their types."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from profiles.checks import WAITING, Checked, check_across
from profiles.errors import DataError, Problem, hint_for
from profiles.rules import RULES
from profiles.schema import MARK, TableSchema, load_schemas
from profiles.tables import RawTable, canonical_text
from profiles.values import TypedTable, parse_table

__all__ = ["as_of_of", "checked_frames", "typed_frame"]

# Missing is NaN, as pandas 3 has it by default; pandas 2.3 knows the type but not as the default.
TEXT = pd.StringDtype(na_value=np.nan)
# What only warns does not stop loading, from a folder or from frames.
_HARMLESS = frozenset(name for name, rule in RULES.items() if rule.severity != "error")
_UNSOURCED = "row-without-source"


def typed_frame(table: TypedTable) -> pd.DataFrame:
    """Return a table as a typed frame, the bounds of each partial date beside it."""
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


def as_of_of(checked: Checked) -> dt.date | None:
    """Return the day to which every covered state was checked; None where no state has one."""
    days = checked.tables["coverage"].earliest["checked_to"]
    days = days[~np.isnat(days)]
    if not len(days):
        return None
    first: dt.date = days.min().astype("datetime64[D]").item()
    return first


def checked_frames(frames: Mapping[str, pd.DataFrame | None]) -> tuple[Checked, dict[str, pd.DataFrame]]:
    """Return frames of one's own, checked, typed and sorted by their keys; what is absent is an empty frame.

    Parameters
    ----------
    frames
        By name of table; None for one that is not there. Not modified.

    Returns
    -------
    Checked
        Every table as typed columns.
    dict of pandas.DataFrame
        One per table, as a loaded dataset has them.

    Raises
    ------
    DataError
        If a frame has a column too many or lacks one that is required, or for the errors that `check` finds in
        files. The file of each problem is the name of the table, its line the row, counted from 1.
    """
    schemas = load_schemas()
    problems: list[Problem] = []
    tables: dict[str, TypedTable] = {}
    marks: dict[str, npt.NDArray[np.bool_]] = {}
    for name, schema in schemas.items():
        frame = frames.get(name)
        if frame is None:
            raw = RawTable.empty(schema, name)
            raw.digest = _digest(schema, {})
        else:
            _require_columns(frame, schema)
            raw = _raw(frame, schema)
        table, found = parse_table(raw)
        tables[name] = table
        problems += found
        marks[name] = _marks(frame, len(raw))
    for name, table in tables.items():
        frame = frames.get(name)
        if frame is None:
            continue
        # Whoever brings no column of sources has been asked for none; a row that waits for one is marked.
        skipped = _HARMLESS if "sources" in frame else _HARMLESS | {_UNSOURCED}
        found = check_across(tables, {name: table}, skipped)
        problems += [p for p in found if p.rule != _UNSOURCED or not marks[name][p.line - 1]]
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        message = (
            f"{len(errors)} error{'s' * (len(errors) != 1)} in the frames (table:row:column); nothing was taken over"
        )
        raise DataError(message, [_of_frame(problem) for problem in errors])
    if frames.get("sources") is None:
        tables["sources"] = _bare_sources(tables, schemas["sources"])
        marks["sources"] = _marks(None, len(tables["sources"]))
    typed = {name: _sorted(table, marks[name]) for name, table in tables.items()}
    return Checked(Path(), tables, {}, ()), typed


def _bare_sources(tables: Mapping[str, TypedTable], schema: TableSchema) -> TypedTable:
    """Return a row for each source that some table names, with nothing but its id: results cite it by that."""
    ids = sorted({i for table in tables.values() if "sources" in table.schema.names for i in table.named("sources")})
    columns = {"source_id": ids, "title": ids, "type": ["other"] * len(ids), "note": ["title not recorded"] * len(ids)}
    return parse_table(_raw(pd.DataFrame(columns, dtype=object), schema))[0]


def _of_frame(problem: Problem) -> Problem:
    # The words of files, where they would mislead: there is no line of a file to be found.
    return replace(
        problem,
        message=problem.message.replace("stands already on line", "stands already in row").replace(".csv", ""),
        hint=problem.hint.replace(".csv", ""),
    )


def _require_columns(frame: pd.DataFrame, schema: TableSchema) -> None:
    derived = {f"{field.name}_{bound}" for field in schema.fields if field.is_date for bound in ("earliest", "latest")}
    known = {*schema.names, *derived, MARK}
    for column in frame.columns:
        if column not in known:
            hint = hint_for(str(column), schema.names, f"drop it, or rename it to one of {', '.join(schema.names)}")
            message = f"{schema.name}: {column!r} is no column of this table; {hint}"
            raise DataError(message)
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        message = f"{schema.name}: the column {twice[0]!r} stands there twice; drop one"
        raise DataError(message)
    lacking = [field.name for field in schema.fields if field.required and field.name not in frame]
    if lacking:
        message = (
            f"{schema.name}: the frame lacks {', '.join(lacking)}, which every row needs; see the codebook for what"
            " may stand there"
        )
        raise DataError(message)


def _raw(frame: pd.DataFrame, schema: TableSchema) -> RawTable:
    empty = np.full(len(frame), "", dtype=object)
    columns = {name: _texts(frame[name]) if name in frame else empty for name in schema.names}
    positions = {name: place for place, name in enumerate(schema.names, start=1)}
    return RawTable(schema, schema.name, columns, np.arange(1, len(frame) + 1), positions, _digest(schema, columns))


def _digest(schema: TableSchema, columns: Mapping[str, npt.NDArray[np.object_]]) -> str:
    # That of the canonical file with these cells: frames and files of one content are of one version.
    return hashlib.sha256(canonical_text(schema, columns, clean=False).encode("utf-8", "surrogatepass")).hexdigest()


def _texts(column: pd.Series[Any]) -> npt.NDArray[np.object_]:
    """Return the cells of a column as a file would hold them; missing ones empty."""
    missing = column.isna().to_numpy(dtype=bool)
    cells = column.to_numpy(dtype=object)
    texts = np.full(len(cells), "", dtype=object)
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        texts[~missing] = column[~missing].to_numpy().astype("datetime64[D]").astype(str)
        return texts
    texts[~missing] = [cell if isinstance(cell, str) else _text(cell) for cell in cells[~missing]]
    return texts


def _text(cell: Any) -> str:
    if isinstance(cell, (bool, np.bool_)):
        return "true" if cell else "false"
    if isinstance(cell, dt.date):
        return cell.strftime("%Y-%m-%d").zfill(10)
    if isinstance(cell, (float, np.floating)) and float(cell).is_integer():
        return str(int(cell))
    if isinstance(cell, (list, tuple)):
        return ";".join(map(str, cell))
    return str(cell)


def _marks(frame: pd.DataFrame | None, size: int) -> npt.NDArray[np.bool_]:
    if frame is None or MARK not in frame:
        return np.zeros(size, dtype=bool)
    return frame[MARK].fillna(value=False).to_numpy(dtype=bool)


def _sorted(table: TypedTable, marks: npt.NDArray[np.bool_]) -> pd.DataFrame:
    frame = typed_frame(table)
    if table.schema.name in WAITING:
        frame[MARK] = pd.array(marks, dtype="boolean")
    return frame.sort_values(list(table.schema.primary_key), kind="stable", ignore_index=True)
