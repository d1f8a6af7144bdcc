"""How a table is laid out in LaTeX: which columns break lines, and whether it breaks over pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from profiles.render.columns import (
    NO_NUMBER,
    balanced,
    column_aligns,
    column_cells,
    is_number,
    number_text,
    wanted_widths,
)
from profiles.render.inline import cell_lines, column_lines, one_line, plain_text
from profiles.render.model import Cite, SourceList, Table, TableCell, TableRow, Text
from profiles.render.wrap import display_width

__all__ = ["Column", "Layout", "number_of", "table_layout"]

_LINE = 100
"""Characters of small type on one line of an A4 page."""

_GAP = 2
_PAGE = 42
"""Lines that a float may have, its notes included, and still fit on a page with usual margins."""

_TALL = 12
"""Lines above which one row would leave too much of a page empty if it could not break."""

_NARROWEST = 7
_LANDSCAPE_FROM = 7
_PARTS = re.compile(r"([<>]?)\s*([+\-−]?)([0-9,]+)(?:\.([0-9]+))?")


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes
    ----------
    kind
        ``l`` and ``r`` as in LaTeX, ``S`` as in siunitx, ``p`` where lines break.
    characters
        How many fit on one line.
    options
        Of an ``S`` column.
    """

    kind: Literal["l", "r", "S", "p"]
    characters: int
    options: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """All columns, and what the table needs of the page."""

    columns: tuple[Column, ...]
    is_wide: bool
    is_long: bool
    is_landscape: bool

    def width(self, first: int, span: int = 1) -> str:
        """Return the width of columns that break lines, with the gaps between them, as LaTeX."""
        whole = sum(column.characters for column in self.columns)
        breaking = sum(column.kind == "p" for column in self.columns)
        covered = self.columns[first : first + span]
        part = sum(column.characters for column in covered) / whole
        # The gaps of the whole table are taken from the columns that can give way.
        gaps = 2 * (len(self.columns) - 1) / breaking * sum(column.kind == "p" for column in covered)
        gaps -= 2 * (span - 1)
        return rf"\dimexpr {part:.3f}\linewidth-{gaps:.2f}\tabcolsep\relax" if gaps >= 0 else rf"{part:.3f}\linewidth"

    def characters(self, first: int, span: int = 1) -> int:
        """Return how many characters fit on one line of a cell."""
        return sum(column.characters for column in self.columns[first : first + span]) + _GAP * (span - 1)

    def height(self, row: TableRow) -> int:
        """Return how many lines a row will take, roughly."""
        if row.section:
            return 2
        heights = [_lines((row.header,), self.columns[0].characters)]
        first = 1
        for cell in row.cells:
            heights.append(_lines(cell_lines(cell), self.characters(first, cell.span)))
            first += cell.span
        return max(heights)

    def is_tall(self, row: TableRow) -> bool:
        """Return whether a row must be able to break over pages."""
        return self.is_long and self.height(row) > _TALL


def table_layout(table: Table, *, sources: SourceList | None) -> Layout:
    """Return how a table is laid out.

    Parameters
    ----------
    table
        What to print.
    sources
        What is printed under it.

    Returns
    -------
    Layout
        As wide as it needs to be where it fits on a page, as wide as the page where not.
    """
    wanted = wanted_widths(table, gap=_GAP)
    is_wide = sum(wanted) + _GAP * (len(wanted) - 1) > _LINE - 10
    columns = tuple(_columns(table, wanted, is_wide=is_wide))
    flat = Layout(columns, is_wide, is_long=False, is_landscape=False)
    height = max(len(column_lines(name)) for name in table.columns) + sum(map(flat.height, table.rows))
    height += len(table.rows) // 3 if is_wide else 0
    foot = [*table.notes, *(text for _, text in sources.entries)] if sources else [*table.notes]
    is_long = height + _lines(foot, _LINE) > _PAGE
    return Layout(columns, is_wide, is_long, is_landscape=is_wide and len(columns) >= _LANDSCAPE_FROM)


def _columns(table: Table, wanted: list[int], *, is_wide: bool) -> Iterable[Column]:
    kinds: list[Column] = []
    for number, align in enumerate(column_aligns(table)):
        options = _number_format(table, number) if align == "number" and number else None
        if options is not None:
            kinds.append(Column("S", wanted[number], options))
        else:
            kinds.append(Column("r" if align == "number" else "l", wanted[number]))
    if not is_wide:
        return kinds
    # Numbers keep their width; the others share what is left by how much they have to say.
    fixed = sum(column.characters for column in kinds if column.kind != "l")
    if fixed > _LINE // 2:
        kinds = [Column("l", column.characters) for column in kinds]
        fixed = 0
    kept = [n for n, column in enumerate(kinds) if column.kind != "l"]
    widths = balanced(table, wanted, room=_LINE, fixed=kept, least=_NARROWEST)
    return [
        column if number in kept else Column("p", width)
        for number, (column, width) in enumerate(zip(kinds, widths, strict=True))
    ]


def _lines(texts: Iterable[Text], width: int) -> int:
    return sum(max(1, -(-display_width(plain_text(text)) // max(1, width))) for text in texts)


def number_of(cell: TableCell) -> str | None:
    """Return the number in a cell as siunitx reads it, or None where it is to be set as text."""
    text = number_text(cell)
    if text is None or not is_number(text):
        return None
    # Words that carry a style are set with it.
    if any(not isinstance(run, str | Cite) for line in cell.lines for run in line):
        return None
    return text.replace("−", "-").replace("\u00a0", " ")


def _number_format(table: Table, column: int) -> str | None:
    """Return the options of a column for siunitx, or None where its numbers are not all of one kind."""
    numbers: list[re.Match[str]] = []
    tag = 0
    for cell in column_cells(table, column):
        text = number_text(cell)
        if text is None or not (is_number(text) or text in NO_NUMBER or cell.kind == "missing"):
            return None
        number = number_of(cell)
        if number is not None and (found := _PARTS.fullmatch(number)):
            numbers.append(found)
            tag = max(tag, _tag_width(cell))
    if not numbers:
        return None
    grouped = {"," in found[3] for found in numbers if len(found[3].replace(",", "")) > 3}
    if len(grouped) > 1:
        # 1,952 persons beside the year 1952: siunitx would set both alike.
        return None
    compares = "<" if any(found[1] for found in numbers) else ""
    signs = "-" if any(found[2] for found in numbers) else ""
    whole = max(len(found[3].replace(",", "")) for found in numbers)
    decimals = max(len(found[4] or "") for found in numbers)
    options = f"table-format={compares}{signs}{whole}.{decimals}"
    if True not in grouped:
        options += ",group-digits=none"
    if tag:
        options += rf",table-space-text-post={{\tnote{{{'0' * tag}}}}}"
    return options


def _tag_width(cell: TableCell) -> int:
    """Return the characters of a cell's notes, in all."""
    cites = [run for line in cell_lines(cell) for run in line if isinstance(run, Cite)]
    return sum(2 + len(one_line(source.partition("[")[2])) for cite in cites for source in cite.ids)
