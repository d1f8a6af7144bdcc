"""Which columns hold numbers, and how wide columns want to be: the same answer for every format."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from math import sqrt

from profiles.render.inline import cell_lines, column_lines, one_line, plain_text
from profiles.render.model import Align, Cite, Table, TableCell, Text
from profiles.render.wrap import display_width

__all__ = ["NO_NUMBER", "balanced", "column_aligns", "column_cells", "is_number", "number_text", "wanted_widths"]

_NUMBER = re.compile(r"[<>]?[ \u00a0]?[+\-−]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
# What stands for a number that is not there, or for one that no figure can write.
NO_NUMBER = frozenset({"", "-", "–", "—", "−", "∞", "·", "n/a"})


def is_number(text: str) -> bool:
    """Return whether a text is one number and nothing else.

    Parameters
    ----------
    text
        On one line. A sign, thousands set apart by commas, decimals after a point, and ``<`` or
        ``>`` before it (``<0.001``) belong to a number; units and per cent signs do not.

    Returns
    -------
    bool
        Whether it is.
    """
    return _NUMBER.fullmatch(text) is not None


def number_text(cell: TableCell) -> str | None:
    """Return the words of a cell that could stand among numbers: one line of them at the most, else None."""
    lines = cell_lines(cell, spelled=False)
    if cell.span > 1 or len(lines) > 1:
        return None
    return plain_text(lines[0]) if lines else ""


def column_cells(table: Table, column: int) -> Iterator[TableCell]:
    """Yield the cells that stand in one column (from 1) and in no other."""
    for row in table.rows:
        first = 1
        for cell in row.cells:
            if first == column and cell.span == 1:
                yield cell
            first += cell.span


def column_aligns(table: Table) -> tuple[Align, ...]:
    """Return for each column whether it is set as text or as numbers.

    Parameters
    ----------
    table
        Any table.

    Returns
    -------
    tuple of {"text", "number"}
        What the table declares, or: a column of numbers has at least one, and where it has none it
        is empty, has a dash or an infinity sign, or says that something is missing.
    """
    if table.align:
        return table.align
    found: list[Align] = ["text"]
    for column in range(1, len(table.columns)):
        count = 0
        for cell in column_cells(table, column):
            text = number_text(cell)
            if text is not None and is_number(text):
                count += 1
            elif text not in NO_NUMBER and cell.kind != "missing":
                count = 0
                break
        found.append("number" if count else "text")
    return tuple(found)


def wanted_widths(table: Table, *, gap: int) -> list[int]:
    """Return how many characters wide each column would be if no line were broken.

    Parameters
    ----------
    table
        Any table. Section rows are left out: they may spread over all columns.
    gap
        Characters between two columns, over which a joint cell may spread.

    Returns
    -------
    list of int
        In the width of characters in a terminal; notes are taken to be smaller.
    """
    wanted = [max(map(display_width, column_lines(column))) for column in table.columns]
    for row in table.rows:
        if row.section:
            continue
        wanted[0] = max(wanted[0], _width((row.header,)))
        first = 1
        for cell in row.cells:
            each = -(-(_width(cell_lines(cell)) - gap * (cell.span - 1)) // cell.span)
            for column in range(first, first + cell.span):
                wanted[column] = max(wanted[column], each)
            first += cell.span
    return wanted


def _width(lines: Sequence[tuple[object, ...]]) -> int:
    return max((sum(map(_run_width, line)) for line in lines), default=0)


def _run_width(run: object) -> int:
    if isinstance(run, Cite):
        # Raised and small.
        return sum(2 + 2 * len(one_line(source.partition("[")[2])) // 3 for source in run.ids)
    return display_width(one_line(run if isinstance(run, str) else getattr(run, "text", "")))


def balanced(
    table: Table, wanted: Sequence[int], *, room: int, fixed: Collection[int] = (), least: int = 7
) -> list[int]:
    """Return widths that share what room there is, for columns that break lines.

    Parameters
    ----------
    table
        Any table.
    wanted
        The width of each column if no line were broken.
    room
        Characters on a line of the page, without the gaps between columns.
    fixed
        Columns that keep the width they want.
    least
        What the narrowest of the others gets.

    Returns
    -------
    list of int
        No column gets more than it wants (or the least); the others share the room by the square
        root of what they have to say, which keeps the tallest cells low.
    """
    widths = list(wanted)
    room -= sum(wanted[n] for n in fixed)
    weights = {n: sqrt(_amount(table, n)) for n in range(len(wanted)) if n not in fixed}
    for n in sorted(weights, key=lambda n: wanted[n] / weights[n]):
        part = round(room * weights.pop(n) / (sum(weights.values()) + sqrt(_amount(table, n))))
        widths[n] = max(least, min(part, wanted[n]))
        room -= widths[n]
    return widths


def _amount(table: Table, column: int) -> int:
    """Return how many characters stand in a column, at least 1."""
    lines: list[Text] = [(line,) for line in column_lines(table.columns[column])]
    if column == 0:
        lines += [row.header for row in table.rows if not row.section]
    else:
        lines += [line for cell in column_cells(table, column) for line in cell_lines(cell)]
    return max(1, sum(display_width(plain_text(line)) for line in lines))
