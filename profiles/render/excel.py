"""Tables as Excel workbooks: numbers are numbers, and no text is ever a formula."""

from __future__ import annotations

import io
import re
from typing import Any, Final

from profiles.extras import require
from profiles.render.columns import balanced, column_aligns, is_number, number_text, wanted_widths
from profiles.render.inline import cell_lines, column_lines, flat, is_address, joined_notes, one_line, safe_href
from profiles.render.model import Cite, Link, SourceList, Table, TableCell, TableRow, Text
from profiles.render.notes import Notes, number_sources
from profiles.render.zipped import same_bytes

__all__ = ["render_excel"]

LONGEST: Final = 32_767
"""Characters that Excel holds in one cell."""

_ROOM = 130
_WIDEST = 60
_LINE_HEIGHT = 14.0
_LANDSCAPE_FROM = 5
# Excel has room for a few hundred number formats, and 255 characters in each.
_MOST_FORMATS = 150
_LONGEST_FORMAT = 255
# Excel reads these four digits as a character, and the underscore before them as itself if escaped.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_LIKE = ("=", "+", "-", "@")


def render_excel(table: Table, *, notes: Notes | None = None, sources: SourceList | None = None) -> bytes:
    """Return a table as an Excel workbook (.xlsx).

    Parameters
    ----------
    table
        What to print.
    notes
        Numbers of the sources; by default in order of first citation in this table.
    sources
        The list that the numbers lead to, printed under the table.

    Returns
    -------
    bytes
        One sheet: title, column headers (frozen), rows, notes and sources. A cell that holds one
        number holds it as a number, in a format that shows it as it is written, notes included.
        All else is text, whatever it begins with. The same table gives the same bytes.

    Raises
    ------
    MissingExtra
        If openpyxl is not installed.
    ValueError
        If a cell has more text than Excel can hold.
    """
    require("openpyxl", "Excel files")
    writer = _Writer(table, number_sources(table) if notes is None else notes)
    writer.write(sources)
    out = io.BytesIO()
    writer.book.save(out)
    return same_bytes(out.getvalue())


class _Writer:
    """Writes one sheet from top to bottom."""

    def __init__(self, table: Table, notes: Notes) -> None:
        from openpyxl import Workbook
        from openpyxl.styles import Alignment, Border, Font, Side

        self.table = table
        self.notes = notes
        book: Any = Workbook()
        self.book = book
        self.sheet = book.active
        self.sheet.title = "Table"
        self.formats: set[str] = set()
        self.last = len(table.columns)
        self.aligns = column_aligns(table)
        self.bold = Font(bold=True)
        self.italic = Font(italic=True)
        self.thick = Border(top=Side("medium"), bottom=Side("thin"))
        self.closing = Border(top=Side("medium"))
        self.alignment = Alignment
        self.row = 0

    def write(self, sources: SourceList | None) -> None:
        """Write everything."""
        self.book.properties.title = one_line(self.table.title)
        self.book.properties.creator = ""
        self.book.properties.language = "en"
        self.line(one_line(self.table.title), font=self.bold)
        if caption := self.inline(self.table.caption):
            self.line(caption)
        self.row += 2
        self.heads()
        for row in self.table.rows:
            self.row += 1
            self.section(row) if row.section else self.cells(row)
        self.row += 1
        for column in range(1, self.last + 1):
            self.sheet.cell(self.row, column).border = self.closing
        self.row -= 1
        for note in self.table.notes:
            if said := self.inline(note):
                self.line(said)
        for number, text in sources.entries if sources is not None else ():
            self.line(f"[{number}] {self.inline(text)}")
        self.page()

    def heads(self) -> None:
        """Write the column headers and keep them in sight."""
        from openpyxl.utils import get_column_letter

        wanted = wanted_widths(self.table, gap=1)
        self.widths = [min(w, _WIDEST) for w in balanced(self.table, wanted, room=_ROOM, least=10)]
        for column, (name, align) in enumerate(zip(self.table.columns, self.aligns, strict=True), start=1):
            said = "\n".join(column_lines(name))
            self.text(column, said, font=self.bold, right=align == "number").border = self.thick
            self.sheet.column_dimensions[get_column_letter(column)].width = self.widths[column - 1] + 2
        self.sheet.freeze_panes = self.sheet.cell(self.row + 1, 2)
        self.sheet.print_title_rows = f"{self.row}:{self.row}"

    def section(self, row: TableRow) -> None:
        """Write a row that heads those under it."""
        self.text(1, self.inline(row.header), font=self.bold)
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=self.last)

    def cells(self, row: TableRow) -> None:
        """Write a row."""
        self.text(1, self.inline(row.header), right=self.aligns[0] == "number")
        first = 2
        for cell in row.cells:
            self.cell(cell, first)
            first += cell.span

    def cell(self, cell: TableCell, column: int) -> None:
        """Write one cell that begins in a column."""
        lines = [self.inline(line) for line in cell_lines(cell)]
        number = number_text(cell)
        if number is not None and is_number(number) and number[0] not in "<>" and self.number(number, lines[0], column):
            return
        said = "\n".join(lines)
        font = self.italic if cell.kind == "missing" else None
        is_joint = cell.span > 1
        self.text(column, said, font=font, right=self.aligns[column - 1] == "number", is_joint=is_joint)
        if is_joint:
            end = column + cell.span - 1
            self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=column, end_column=end)
            # Excel finds the height of a row by itself, but not from merged cells.
            room = sum(self.widths[column - 1 : end])
            height = sum(-(-len(line) // room) or 1 for line in lines)
            known = self.sheet.row_dimensions[self.row].height or 0
            self.sheet.row_dimensions[self.row].height = max(known, height * _LINE_HEIGHT)

    def number(self, number: str, said: str, column: int) -> bool:
        """Write a number in a format that shows it as written, with what follows it; False if none does."""
        plain = number.replace(",", "").replace("−", "-").replace("\u00a0", "").replace(" ", "")
        whole, _, decimals = plain.partition(".")
        form = "#,##0" if "," in number else "0" * len(whole.lstrip("+-"))
        form += f".{'0' * len(decimals)}" if decimals else ""
        after = said.removeprefix(number)
        # A sign that only text can keep; digits beyond those that Excel keeps; words before the number.
        if plain[0] == "+" or len(plain) > 15 or not said.startswith(number):
            return False
        if after:
            form += "".join(rf"\{char}" if char in '"\\' else f'"{char}"' for char in after).replace('""', "")
        if len(form) > _LONGEST_FORMAT or len(self.formats | {form}) > _MOST_FORMATS:
            return False
        self.formats.add(form)
        place = self.sheet.cell(self.row, column)
        place.value = float(plain) if decimals else int(plain)
        place.number_format = form
        place.alignment = self.alignment(vertical="top", horizontal="right")
        return True

    def text(
        self,
        column: int,
        said: str,
        *,
        font: Any = None,
        right: bool = False,
        is_joint: bool = False,
        wrap: bool = True,
    ) -> Any:
        """Write text that stays text."""
        if len(said) > LONGEST:
            message = (
                f"table {self.table.title!r}: a cell has {len(said):,} characters and Excel holds {LONGEST:,}; "
                "save the table in another format"
            )
            raise ValueError(message)
        place = self.sheet.cell(self.row, column)
        if said:
            place.value = _ESCAPE.sub("_x005F_", said)
            # What begins as a formula or reads as an error is neither.
            place.data_type = "s"
            place.quotePrefix = said.startswith(_FORMULA_LIKE)
        where = "center" if is_joint else "right" if right else "left"
        place.alignment = self.alignment(vertical="top", horizontal=where, wrap_text=wrap)
        if font is not None:
            place.font = font
        return place

    def line(self, said: str, *, font: Any = None) -> None:
        """Write a line above or below the table."""
        self.row += 1
        self.text(1, said, font=font, wrap=False)

    def inline(self, text: Text) -> str:
        """Return a text on one line, its notes in brackets."""
        out = ""
        for run in joined_notes(text):
            if isinstance(run, Cite):
                label = self.notes.label(run)
                out = out.rstrip(" ") + (" " if out.strip(" ") and label else "") + label
            elif isinstance(run, Link):
                href = safe_href(run)
                shown = href.startswith(("http", "mailto:")) and not is_address(run)
                out += f"{flat(run.text)} <{href}>" if shown else flat(run.text)
            else:
                out += flat(run if isinstance(run, str) else run.text)
        return out.strip(" ")

    def page(self) -> None:
        """Set the page for printing: as wide as the paper, as long as it takes."""
        setup = self.sheet.page_setup
        setup.paperSize = self.sheet.PAPERSIZE_A4
        setup.orientation = "landscape" if self.last >= _LANDSCAPE_FROM else "portrait"
        setup.fitToWidth = 1
        setup.fitToHeight = 0
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True
