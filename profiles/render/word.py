"""Tables as Word documents: header rows that repeat, merged cells, notes and sources under the table."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any, Final

from profiles.extras import require
from profiles.render.columns import balanced, column_aligns, wanted_widths
from profiles.render.inline import (
    cell_lines,
    column_lines,
    flat,
    is_address,
    joined_notes,
    one_line,
    plain_text,
    safe_href,
)
from profiles.render.model import Cite, Emph, Link, Mark, SourceList, Strong, Table, TableCell, TableRow, Text
from profiles.render.notes import Notes, number_sources
from profiles.render.zipped import DAY, same_bytes

__all__ = ["render_word", "word_document"]

LANGUAGE: Final = "en-GB"
_FONT = "Times New Roman"
_LANDSCAPE_FROM = 7
_MARGIN_CM = 2.2
_PAPER_CM = (21.0, 29.7)
# Characters on a line of an upright page, in the size of a table.
_ROOM = 105
_GAP_CM = 0.19
_LANDSCAPE_ROOM = 160
# Eighths of a point.
_THICK, _THIN = "8", "4"
_NOTE_STYLE = "Table Note"
_CELL_STYLE = "Table Text"
_TALL = 12


def render_word(table: Table, *, notes: Notes | None = None, sources: SourceList | None = None) -> bytes:
    """Return a table as a Word document (.docx).

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
        As `word_document` makes it.
    """
    return word_document([table], notes=notes, sources=sources)


def word_document(
    tables: Sequence[Table], *, notes: Notes | None = None, sources: SourceList | None = None, title: str = ""
) -> bytes:
    """Return tables as one Word document (.docx).

    Parameters
    ----------
    tables
        What to print, in this order.
    notes
        Numbers of the sources; by default in order of first citation in the tables.
    sources
        The list that the numbers lead to, printed once, under the last table.
    title
        Of the document, in its properties; by default that of the first table.

    Returns
    -------
    bytes
        Captions, tables whose header rows repeat on each page, and notes under each. Wide tables
        lie on their side. The same tables give the same bytes.

    Raises
    ------
    MissingExtra
        If python-docx is not installed.
    ValueError
        If there is no table.
    """
    require("docx", "Word files")
    if not tables:
        message = "a Word document needs at least one table"
        raise ValueError(message)
    writer = _Writer(number_sources(*tables) if notes is None else notes)
    writer.properties(
        title or one_line(tables[0].title), is_landscape=max(len(t.columns) for t in tables) >= _LANDSCAPE_FROM
    )
    for number, table in enumerate(tables):
        if number:
            writer.document.add_paragraph()
        writer.table(table)
    writer.sources(sources)
    out = io.BytesIO()
    writer.document.save(out)
    return same_bytes(out.getvalue())


class _Writer:
    """Writes the parts of a document."""

    def __init__(self, notes: Notes) -> None:
        from docx import Document

        self.notes = notes
        self.document: Any = Document()
        self.is_landscape = False

    # --- the document ---

    def properties(self, title: str, *, is_landscape: bool) -> None:
        """Set paper, fonts, language and what the file says of itself."""
        from docx.enum.section import WD_ORIENT
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Cm, Pt, RGBColor

        self.is_landscape = is_landscape
        about = self.document.core_properties
        about.title = title[:255]
        about.author = about.comments = about.last_modified_by = ""
        about.language = LANGUAGE
        about.created = about.modified = dt.datetime(*DAY, tzinfo=dt.UTC)
        about.revision = 1
        page = self.document.sections[0]
        width, height = reversed(_PAPER_CM) if is_landscape else _PAPER_CM
        page.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
        page.page_width, page.page_height = Cm(width), Cm(height)
        for side in ("left", "right", "top", "bottom"):
            setattr(page, f"{side}_margin", Cm(_MARGIN_CM))
        styles = self.document.styles
        for name in (_CELL_STYLE, _NOTE_STYLE):
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
        for name, size, after in (("Normal", 10, 0), ("Caption", 10, 4), (_CELL_STYLE, 9, 0), (_NOTE_STYLE, 8, 1)):
            style = styles[name]
            style.font.name, style.font.size = _FONT, Pt(size)
            style.font.color.rgb = RGBColor(0, 0, 0)
            fonts = style.element.rPr.rFonts
            for kind in ("w:hAnsi", "w:cs"):
                fonts.set(_name(kind), _FONT)
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(0), Pt(after)
            style.paragraph_format.line_spacing = 1.0
        styles["Caption"].font.bold = False
        for lang in styles.element.iter(_name("w:lang")):
            lang.set(_name("w:val"), LANGUAGE)

    def sources(self, sources: SourceList | None) -> None:
        """Add the list that the notes lead to."""
        for number, text in sources.entries if sources is not None else ():
            paragraph = self.document.add_paragraph(style=_NOTE_STYLE)
            self.superscript(paragraph, str(number))
            paragraph.add_run(" ")
            self.fill(paragraph, text)

    # --- words ---

    def fill(self, paragraph: Any, text: Text, *, is_bold: bool = False) -> None:
        """Add a text to a paragraph."""
        # Spaces around a text, and before a note, are not printed in any format.
        runs = [run for run in joined_notes(text) if run != ""]
        for position, run in enumerate(runs):
            if isinstance(run, Cite):
                inside = self.notes.label(run)[1:-1]
                if inside:
                    self.superscript(paragraph, inside)
                continue
            words = flat(run if isinstance(run, str) else run.text)
            is_first, is_last = not paragraph.text, position == len(runs) - 1
            before_note = not is_last and isinstance(runs[position + 1], Cite)
            words = words.lstrip(" ") if is_first else words
            words = words.rstrip(" ") if is_last or before_note else words
            if isinstance(run, Link):
                self.link(paragraph, run, words)
                continue
            added = paragraph.add_run(words)
            added.bold = is_bold or isinstance(run, Strong) or None
            added.italic = isinstance(run, Emph) or (isinstance(run, Mark) and run.kind == "missing") or None

    def superscript(self, paragraph: Any, words: str) -> None:
        """Add raised words."""
        paragraph.add_run(words).font.superscript = True

    def link(self, paragraph: Any, link: Link, words: str) -> None:
        """Add words that lead elsewhere, and the address in print where the words are not it."""
        from docx.opc.constants import RELATIONSHIP_TYPE

        href = safe_href(link)
        if not href.startswith(("http", "mailto:")) or not words:
            paragraph.add_run(words)
            return
        key = paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        anchor = _element("w:hyperlink")
        anchor.set(_name("r:id"), key)
        anchor.append(paragraph.add_run(words)._r)
        paragraph._p.append(anchor)
        if not is_address(link):
            paragraph.add_run(f" ({href})")

    # --- tables ---

    def table(self, table: Table) -> None:
        """Add a table with its caption above it and its notes under it."""
        caption = self.document.add_paragraph(style="Caption")
        caption.paragraph_format.keep_with_next = True
        caption.add_run(one_line(table.title)).bold = True
        if plain_text(table.caption) or any(isinstance(run, Cite) and run.ids for run in table.caption):
            caption.add_run(". ")
            self.fill(caption, ("", *table.caption))
        grid = self.document.add_table(rows=0, cols=len(table.columns))
        grid.autofit = False
        _describe(grid, table)
        widths = self.widths(table)
        for column, width in zip(grid._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = _cm(width)
        aligns = column_aligns(table)
        self.head(grid, table, widths, aligns)
        for number, row in enumerate(table.rows):
            is_last = number == len(table.rows) - 1
            borders = {"bottom": _THICK} if is_last else {}
            if row.section:
                self.section(grid, row, widths, borders)
            else:
                self.row(grid, row, widths, aligns, borders)
        notes = [note for note in table.notes if plain_text(note) or any(isinstance(run, Cite) for run in note)]
        for position, note in enumerate(notes):
            paragraph = self.document.add_paragraph(style=_NOTE_STYLE)
            if not position:
                paragraph.paragraph_format.space_before = _cm(0.1)
            self.fill(paragraph, note)

    def widths(self, table: Table) -> list[float]:
        """Return the width of each column in centimetres."""
        room = _LANDSCAPE_ROOM if self.is_landscape else _ROOM
        paper = (_PAPER_CM[1] if self.is_landscape else _PAPER_CM[0]) - 2 * _MARGIN_CM
        shared = balanced(table, wanted_widths(table, gap=2), room=room - 2 * len(table.columns))
        scale = min((paper - 2 * _GAP_CM * len(shared)) / sum(shared), paper / room * 1.15)
        return [width * scale + 2 * _GAP_CM for width in shared]

    def head(self, grid: Any, table: Table, widths: list[float], aligns: Sequence[str]) -> None:
        """Add the row of column headers, which every page repeats."""
        row = self.add_row(grid, is_header=True)
        for column, align, width in zip(table.columns, aligns, widths, strict=True):
            cell = self.add_cell(grid, row, [width], {"top": _THICK, "bottom": _THIN}, place="bottom")
            self.paragraphs(cell, [(line,) for line in column_lines(column)], align)

    def section(self, grid: Any, row: TableRow, widths: list[float], borders: dict[str, str]) -> None:
        """Add a row that heads those under it."""
        cell = self.add_cell(grid, self.add_row(grid), widths, borders)
        (paragraph,) = self.paragraphs(cell, [row.header], "text", is_bold=True)
        paragraph.paragraph_format.space_before = _cm(0.15)
        paragraph.paragraph_format.keep_with_next = True

    def row(
        self, grid: Any, row: TableRow, widths: list[float], aligns: Sequence[str], borders: dict[str, str]
    ) -> None:
        """Add a row."""
        is_tall = max((len(cell_lines(cell)) for cell in row.cells), default=0) > _TALL
        made = self.add_row(grid, may_break=is_tall)
        self.paragraphs(self.add_cell(grid, made, widths[:1], borders), [row.header], aligns[0])
        first = 1
        for cell in row.cells:
            place = self.add_cell(grid, made, widths[first : first + cell.span], borders)
            self.paragraphs(place, cell_lines(cell), _cell_align(cell, aligns[first]))
            first += cell.span

    def add_row(self, grid: Any, *, is_header: bool = False, may_break: bool = False) -> Any:
        """Add a row without cells."""
        row = _element("w:tr")
        properties = _element("w:trPr")
        if not may_break:
            properties.append(_element("w:cantSplit"))
        if is_header:
            properties.append(_element("w:tblHeader"))
        row.append(properties)
        grid._tbl.append(row)
        return row

    def add_cell(
        self, grid: Any, row: Any, widths: Sequence[float], borders: dict[str, str], *, place: str = "top"
    ) -> Any:
        """Add a cell over as many columns as there are widths."""
        from docx.table import _Cell

        cell = _element("w:tc")
        properties = _element("w:tcPr")
        properties.append(_element("w:tcW", {"w:w": str(round(sum(widths) * 567)), "w:type": "dxa"}))
        if len(widths) > 1:
            properties.append(_element("w:gridSpan", {"w:val": str(len(widths))}))
        if borders:
            sides = _element("w:tcBorders")
            for side, size in borders.items():
                sides.append(
                    _element(f"w:{side}", {"w:val": "single", "w:sz": size, "w:space": "0", "w:color": "000000"})
                )
            properties.append(sides)
        if place != "top":
            properties.append(_element("w:vAlign", {"w:val": place}))
        cell.append(properties)
        row.append(cell)
        return _Cell(cell, grid)

    def paragraphs(self, cell: Any, lines: Sequence[Text], align: str, *, is_bold: bool = False) -> list[Any]:
        """Fill a cell, a paragraph for each line; Word wants one in an empty cell too."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        made = []
        for line in lines or [()]:
            paragraph = cell.add_paragraph(style=_CELL_STYLE)
            if align != "text":
                middle, right = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
                paragraph.alignment = middle if align == "joint" else right
            elif len(lines) > 1:
                # Where a line is broken it goes on further in, as in the other formats.
                paragraph.paragraph_format.left_indent = _cm(0.25)
                paragraph.paragraph_format.first_line_indent = -_cm(0.25)
            self.fill(paragraph, line, is_bold=is_bold)
            made.append(paragraph)
        made[-1].paragraph_format.space_after = _cm(0.06)
        return made


def _cell_align(cell: TableCell, align: str) -> str:
    if cell.span > 1:
        # A list over several columns reads better from the left.
        return "joint" if len(cell_lines(cell)) < 2 else "text"
    return align


def _describe(grid: Any, table: Table) -> None:
    """Say what a table is to those who cannot see it, and which cells are headers."""
    properties = grid._tbl.tblPr
    look = properties.find(_name("w:tblLook"))
    if look is not None:
        properties.remove(look)
    properties.append(_element("w:tblLook", {"w:val": "00A0", "w:firstRow": "1", "w:firstColumn": "1"}))
    properties.append(_element("w:tblCaption", {"w:val": one_line(table.title)}))
    if said := plain_text(table.caption):
        properties.append(_element("w:tblDescription", {"w:val": said}))


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(tag))


def _element(tag: str, attributes: dict[str, str] | None = None) -> Any:
    from docx.oxml import OxmlElement

    made: Any = OxmlElement(tag)
    for key, value in (attributes or {}).items():
        made.set(_name(key), value)
    return made


def _cm(value: float) -> Any:
    from docx.shared import Cm

    return Cm(value)
