"""The one text that stands for a table."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from profiles.tables.raw import FileFindings, RawTable, Texts

if TYPE_CHECKING:
    from profiles.schema import TableSchema


def check_form(text: str, header: Sequence[str], table: RawTable, found: FileFindings, *, plain: bool) -> None:
    """Report the first place where the file differs from its canonical form, unless a fault explains it."""
    if any(p.rule not in {"byte-order-mark", "blank-row"} for p in found.problems):
        return
    schema = table.schema
    hint = "run: profiles format"
    if tuple(header) != schema.names:
        found.add(
            "not-canonical",
            "the columns are not in the order of the schema",
            line=1,
            severity="warning",
            hint=hint,
        )
        return
    row = _first_unsorted([table.columns[name] for name in schema.primary_key])
    if row is not None:
        name = schema.primary_key[0]
        message = f"the rows are not sorted by {', '.join(schema.primary_key)}"
        found.add(
            "not-canonical",
            message,
            line=int(table.lines[row]),
            column=table.positions[name],
            field=name,
            value=str(table.columns[name][row]),
            severity="warning",
            hint=hint,
        )
        return
    # A blank row among the others is a difference too, but has been reported.
    is_told = plain or any(p.rule == "blank-row" for p in found.problems)
    if is_told and text.endswith("\n") and not text.endswith("\n\n"):
        return
    expected = canonical_text(schema, table.columns, clean=False)
    if text != expected:
        line = next(
            (i for i, (a, b) in enumerate(zip(text.split("\n"), expected.split("\n"), strict=False), 1) if a != b),
            0,
        )
        message = "has other line ends, quotation marks or a blank end than the canonical form"
        found.add("not-canonical", message, line=line, severity="warning", hint=hint)


def _first_unsorted(keys: Sequence[Texts]) -> int | None:
    if len(keys) == 1:
        later = np.flatnonzero(keys[0][1:] < keys[0][:-1])
        return int(later[0]) + 1 if len(later) else None
    rows = list(zip(*keys, strict=True))
    return next((i for i in range(1, len(rows)) if rows[i] < rows[i - 1]), None)


_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")


def clean_text(value: str) -> str:
    """Return a cell in canonical form: Unicode NFC, single spaces, none at the ends.

    Parameters
    ----------
    value
        The cell.

    Returns
    -------
    str
        The same words; line breaks inside the cell stay, as LF.
    """
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(_SPACES.sub(" ", line).strip() for line in value.split("\n")).strip("\n")


def canonical_text(schema: TableSchema, columns: Mapping[str, Sequence[str] | Texts], *, clean: bool = True) -> str:
    """Return a table as the one text that stands for it: what `profiles format` writes.

    Parameters
    ----------
    schema
        Its schema: decides the order of the columns and the key that the rows are sorted by.
    columns
        Cells as text, by column; one that is missing is written empty.
    clean
        Whether to bring the cells into canonical form too.

    Returns
    -------
    str
        Comma-separated, LF, minimal quotes, one header, rows sorted by primary key, final line end.
    """
    size = len(next(iter(columns.values()))) if columns else 0
    chosen: list[Any] = [columns.get(name, [""] * size) for name in schema.names]
    if clean:
        chosen = [[clean_text(cell) for cell in column] for column in chosen]
    rows = list(zip(*chosen, strict=True))
    places = [schema.names.index(name) for name in schema.primary_key]
    rows.sort(key=lambda row: tuple(row[place] for place in places))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(schema.names)
    writer.writerows(rows)
    return out.getvalue()
