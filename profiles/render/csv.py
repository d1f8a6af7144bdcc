"""Tables as data: tidy CSV, and plain objects for JSON."""

from __future__ import annotations

import csv
import io
from typing import TypedDict

from profiles.render.inline import cell_lines, column_name, one_line, plain_text
from profiles.render.model import Cite, Table, TableCell, TableRow, Text
from profiles.render.notes import cited_sources

__all__ = ["CellRecord", "RowRecord", "TableRecord", "render_csv", "table_as_dict"]

_HEADER = ("section", "row", "columns", "line", "text", "kind", "sources")
_BETWEEN_COLUMNS = " | "


class CellRecord(TypedDict):
    """One cell."""

    columns: list[str]
    lines: list[str]
    kind: str
    sources: list[str]


class RowRecord(TypedDict):
    """One row that is not a section row; `section` names the one it stands under, or is ""."""

    section: str
    header: str
    sources: list[str]
    cells: list[CellRecord]


class TableRecord(TypedDict):
    """A table."""

    title: str
    caption: str
    columns: list[str]
    rows: list[RowRecord]
    notes: list[str]


def table_as_dict(table: Table) -> TableRecord:
    """Return a table as dictionaries, lists and strings that JSON can hold.

    Parameters
    ----------
    table
        What to convert. Notes to sources become lists of source ids; all else is plain text.

    Returns
    -------
    TableRecord
        ``title``, ``caption``, ``columns``, ``rows`` and ``notes``.
    """
    columns = [column_name(column) for column in table.columns]
    rows: list[RowRecord] = []
    section = ""
    for row in table.rows:
        if row.section:
            section = plain_text(row.header)
        else:
            rows.append(_row_record(row, columns=columns, section=section))
    return {
        "title": one_line(table.title),
        "caption": plain_text(table.caption),
        "columns": columns,
        "rows": rows,
        "notes": [plain_text(note) for note in table.notes],
    }


def render_csv(table: Table) -> str:
    """Return a table as tidy CSV.

    Parameters
    ----------
    table
        What to print.

    Returns
    -------
    str
        One record per line of a cell, lines ended by LF: ``section``, ``row`` (its header),
        ``columns`` (more than one, joined by " | ", for a joint cell), ``line`` (from 1),
        ``text``, ``kind``, ``sources`` (ids of the line's and the cell's sources, joined by ";").
        An empty cell has one record with an empty text, and so has a missing one without words.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADER)
    columns = [column_name(column) for column in table.columns]
    section = ""
    for row in table.rows:
        if row.section:
            section = plain_text(row.header)
            continue
        header = plain_text(row.header)
        first = 1
        for cell in row.cells:
            covered = _BETWEEN_COLUMNS.join(columns[first : first + cell.span])
            first += cell.span
            for number, line in enumerate(cell_lines(cell, spelled=False) or ((),), start=1):
                sources = ";".join(_joined_sources((line, _note(cell))))
                writer.writerow((section, header, covered, number, plain_text(line), cell.kind, sources))
    return out.getvalue()


def _note(cell: TableCell) -> Text:
    return (Cite(cell.sources),) if cell.sources else ()


def _joined_sources(texts: tuple[Text, ...]) -> list[str]:
    return [one_line(source) for source in cited_sources(texts)]


def _row_record(row: TableRow, *, columns: list[str], section: str) -> RowRecord:
    cells: list[CellRecord] = []
    first = 1
    for cell in row.cells:
        lines = cell_lines(cell, spelled=False)
        cells.append({
            "columns": columns[first : first + cell.span],
            "lines": [plain_text(line) for line in lines],
            "kind": cell.kind,
            "sources": _joined_sources(lines),
        })
        first += cell.span
    return {
        "section": section,
        "header": plain_text(row.header),
        "sources": _joined_sources((row.header,)),
        "cells": cells,
    }
