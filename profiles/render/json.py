"""Tables as JSON, for programs: words, notes and kinds apart, nothing to be parsed out of a cell.

Version 1 is an object with ``version`` (1), ``title``, ``caption``, ``columns``, ``rows``, ``notes`` and
``sources``:

- a *text* (``caption``, each of ``notes``, the ``header`` of a row, each of the ``lines`` of a cell) is
  ``{"text": words, "sources": [...]}``; each source is ``{"id", "number", "locator"}``, the locator ""
  where there is none;
- a column is ``{"lines": [words, ...], "align": "text" | "number"}``, the column of row headers first;
- a row is ``{"section": true, "header": text, "cells": []}`` for one that heads those under it, and
  ``{"section": false, "header": text, "cells": [...]}`` for others;
- a cell is ``{"column", "span", "kind", "lines"}``: the first column that it covers (from 1, the column
  of row headers being 0), how many, and "", "missing", "uncertain" or "unverified";
- an entry of ``sources`` is ``{"number", "id", "text", "url"}``, the address "" where there is none.
"""

from __future__ import annotations

import json
from typing import Any, Final

from profiles.render.columns import column_aligns
from profiles.render.inline import cell_lines, column_lines, one_line, plain_text, safe_href
from profiles.render.model import Cite, Link, SourceList, Table, TableRow, Text
from profiles.render.notes import Notes, number_sources

__all__ = ["JSON_VERSION", "render_json"]

JSON_VERSION: Final = 1


def render_json(table: Table, *, notes: Notes | None = None, sources: SourceList | None = None) -> str:
    """Return a table as JSON.

    Parameters
    ----------
    table
        What to print.
    notes
        Numbers of the sources; by default in order of first citation in this table.
    sources
        The list that the numbers lead to.

    Returns
    -------
    str
        Indented, in UTF-8 rather than in escapes, ending in a newline; the structure is told at the
        top of this module.
    """
    numbers = number_sources(table) if notes is None else notes
    record = {
        "version": JSON_VERSION,
        "title": one_line(table.title),
        "caption": _text(table.caption, notes=numbers),
        "columns": [
            {"lines": column_lines(column), "align": align}
            for column, align in zip(table.columns, column_aligns(table), strict=True)
        ],
        "rows": [_row(row, notes=numbers) for row in table.rows],
        "notes": [_text(note, notes=numbers) for note in table.notes],
        "sources": _sources(sources, notes=numbers),
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _text(text: Text, *, notes: Notes) -> dict[str, Any]:
    cited = [
        {"id": one_line(notes.ids[number - 1]), "number": number, "locator": locator}
        for run in text
        if isinstance(run, Cite)
        for number, locator in notes.numbered(run)
    ]
    return {"text": plain_text(text), "sources": cited}


def _row(row: TableRow, *, notes: Notes) -> dict[str, Any]:
    cells: list[dict[str, Any]] = []
    first = 1
    for cell in row.cells:
        lines = [_text(line, notes=notes) for line in cell_lines(cell, spelled=False)]
        cells.append({"column": first, "span": cell.span, "kind": cell.kind, "lines": lines})
        first += cell.span
    return {"section": row.section, "header": _text(row.header, notes=notes), "cells": cells}


def _sources(sources: SourceList | None, *, notes: Notes) -> list[dict[str, Any]]:
    entries = sources.entries if sources is not None else ()
    return [
        {
            "number": number,
            "id": one_line(notes.ids[number - 1]) if number <= len(notes.ids) else "",
            "text": plain_text(text),
            "url": next((href for run in text if isinstance(run, Link) and (href := safe_href(run))), ""),
        }
        for number, text in entries
    ]
