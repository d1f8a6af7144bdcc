"""Tables as LaTeX: rules of booktabs, notes of threeparttable, numbers aligned by siunitx.

A short table floats, with its notes under it. A long one is a longtable, which may break over pages and
so cannot be measured by threeparttable: its notes follow it in the same list, which may break too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from profiles.render.inline import (
    cell_lines,
    column_lines,
    flat,
    is_address,
    joined_notes,
    one_line,
    percent_encoded,
    plain_text,
    safe_href,
)
from profiles.render.latex_frame import LACKS_NOTE, document, fragment
from profiles.render.latex_layout import number_of, table_layout
from profiles.render.latex_text import SCRIPT_MACRO, clusters, escape_latex
from profiles.render.model import Cite, Emph, Link, Mark, SourceList, Strong, Table, TableCell, TableRow, Text
from profiles.render.notes import Notes, number_sources

__all__ = ["render_latex"]

_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]*")
_BREAK_AFTER = re.compile(r"([/.?=&_-])(?=[^/.?=&_-])")
_LONG_TAG = 24
_KEPT = 3
# Hyphenation finds no place in these, nor in Chinese.
_LONG_WORD = re.compile(r"([^ \u00a0]{24,})")
_PIECE = 8
# Local to a table: notes take room where threeparttable would let them stick out, and are printed in a
# longtable too; numbers are read as the other formats write them.
_SETUP = (
    r"\small\renewcommand\TPTrlap[1]{#1}%",
    r"\sisetup{input-decimal-markers={.},input-ignore={,},group-separator={,},group-minimum-digits=4,%",
    r"  group-digits=integer,input-comparators={<>},retain-explicit-plus=true,%",
    r"  table-align-text-after=false}%",
)
# Marks a row that goes on with further lines of the row above, for those who read the file.
_CONTINUED = "% continued"


def render_latex(
    table: Table,
    *,
    notes: Notes | None = None,
    sources: SourceList | None = None,
    standalone: bool = False,
    label: str = "",
) -> str:
    r"""Return a table as LaTeX.

    Parameters
    ----------
    table
        What to print. Columns of numbers (`profiles.render.columns.column_aligns`) are aligned at the
        decimal point; a table wider than a page gets columns that break lines, a longer one breaks
        over pages.
    notes
        Numbers of the sources; by default in order of first citation in this table.
    sources
        The list that the numbers lead to, printed under the table.
    standalone
        Whether to return a document that compiles, rather than a table for a document of your own.
    label
        Name for ``\ref``: letters, digits and ``:._-``.

    Returns
    -------
    str
        For pdfLaTeX (T1 encoding) as for LuaLaTeX and XeLaTeX; siunitx 3. The first lines of a
        table name the packages that it needs. Text in scripts that a font lacks is kept in the
        file, printed as a stand-in, and a note says so (`profiles.render.latex_text`).

    Raises
    ------
    ValueError
        If the label has other characters.
    """
    if label and not _LABEL.fullmatch(label):
        msg = f"label {label!r}: letters, digits and :._- only, beginning with a letter or digit"
        raise ValueError(msg)
    numbers = number_sources(table) if notes is None else notes
    writer = _Writer(table, numbers, sources=sources, label=label)
    body = "\n".join(writer.lines())
    if not standalone:
        return fragment(body)
    return document(body, title=one_line(table.title), is_landscape=writer.layout.is_landscape)


class _Writer:
    """Writes the parts of one table, knowing its layout and the numbers of its sources."""

    def __init__(self, table: Table, notes: Notes, *, sources: SourceList | None, label: str) -> None:
        self.table = table
        self.notes = notes
        self.sources = sources
        self.label = rf"\label{{{label}}}" if label else ""
        self.layout = table_layout(table, sources=sources)

    # --- words ---

    def words(self, value: str) -> str:
        """Return escaped words; where columns break lines, so may words that are too long for them."""
        if not self.layout.is_wide:
            return escape_latex(value)
        parts = _LONG_WORD.split(flat(value))
        for n in range(1, len(parts), 2):
            whole = [*clusters(parts[n])]
            pieces = ["".join(whole[k : k + _PIECE]) for k in range(0, len(whole), _PIECE)]
            parts[n] = r"\allowbreak{}".join(map(escape_latex, pieces))
        return "".join(part if n % 2 else escape_latex(part) for n, part in enumerate(parts))

    def inline(self, text: Text) -> str:
        """Return a text on one line."""
        out = ""
        for run in joined_notes(text):
            match run:
                case Cite():
                    out = out.rstrip(" ") + self.cite(run)
                case Strong() | Emph() | Mark() if not one_line(run.text):
                    out += flat(run.text)
                case Strong():
                    out += rf"\textbf{{{self.words(run.text)}}}"
                case Emph():
                    out += rf"\emph{{{self.words(run.text)}}}"
                case Link():
                    out += _link(run)
                case Mark():
                    words = self.words(run.text)
                    out += rf"\textit{{{words}}}" if run.kind == "missing" else words
                case _:
                    out += self.words(run)
        return out.strip(" ")

    def cite(self, cite: Cite) -> str:
        """Return a note as raised numbers between which a line may break."""
        tags = []
        for number, place in self.notes.numbered(cite):
            words = [f"{number}:", *escape_latex(place).split(" ")] if place else [str(number)]
            # A long place may break too.
            tags.append(words if sum(map(len, words)) > _LONG_TAG else ["~".join(words)])
        joined = [r"\ ".join(rf"\tnote{{{word}}}" for word in tag) for tag in tags]
        # The comma belongs to what it follows.
        return r"\allowbreak".join(f"{tag[:-1]},\\,}}" for tag in joined[:-1]) + (
            rf"\allowbreak{joined[-1]}" if len(joined) > 1 else "".join(joined[-1:])
        )

    # --- cells ---

    def head(self) -> str:
        """Return the row of column headers."""
        parts = []
        for column, name in zip(self.layout.columns, self.table.columns, strict=True):
            lines = [escape_latex(line) for line in column_lines(name)]
            if column.kind == "p":
                parts.append(_paragraphs(lines))
            else:
                said = _stack(lines, place="b", align={"S": "c"}.get(column.kind, column.kind))
                parts.append(f"{{{said}}}" if column.kind == "S" else said)
        return " & ".join(parts) + r" \\"

    def section(self, row: TableRow, *, is_first: bool) -> Iterator[str]:
        """Yield a row that heads the rows under it."""
        if not is_first:
            yield r"\addlinespace[.6em]"
        width = sum(column.characters for column in self.layout.columns)
        is_short = len(plain_text(row.header)) <= width
        kind = "@{}l@{}" if is_short else r"@{}>{\profileslines}p{\linewidth}@{}"
        # Set in bold without its notes, which stay as they are.
        words = escape_latex(plain_text(row.header))
        tags = self.inline(tuple(run for run in row.header if isinstance(run, Cite)))
        yield rf"\multicolumn{{{len(self.table.columns)}}}{{{kind}}}{{\textbf{{{words}}}{tags}}} \\*"

    def rows(self, row: TableRow) -> Iterator[str]:
        """Yield a row; one that is taller than a good part of a page as several, a line of each cell each."""
        header = self.inline(row.header)
        if not self.layout.is_tall(row):
            cells = self._cells(row, [cell_lines(cell) for cell in row.cells])
            yield " & ".join([header, *cells]) + r" \\"
            return
        # A few lines beside a long list stay together.
        parts = [self._levels(cell) for cell in row.cells]
        levels = zip_longest(*parts, fillvalue=())
        for number, level in enumerate(levels):
            cells = self._cells(row, level)
            start = "" if number == 0 else f"{_CONTINUED}\n"
            yield start + " & ".join([header if number == 0 else "", *cells]) + r" \\"

    def _levels(self, cell: TableCell) -> list[tuple[Text, ...]]:
        lines = cell_lines(cell)
        return [lines] if len(lines) <= _KEPT else [(line,) for line in lines]

    def _cells(self, row: TableRow, lines: Sequence[Sequence[Text]]) -> list[str]:
        parts = []
        first = 1
        for cell, said in zip(row.cells, lines, strict=True):
            parts.append(self.cell(cell, said, first))
            first += cell.span
        return parts

    def cell(self, cell: TableCell, lines: Sequence[Text], first: int) -> str:
        """Return one cell that begins in a column."""
        column = self.layout.columns[first]
        said = [self.inline(line) for line in lines]
        if cell.span > 1:
            return self.joint(cell, said, first)
        if column.kind == "p":
            return _paragraphs(said)
        if column.kind != "S":
            return _stack(said, place="t", align=column.kind)
        number = number_of(cell)
        if number is None:
            return f"{{{said[0]}}}" if said else ""
        after = [run for run in lines[0] if not isinstance(run, str) or run == " "]
        return f"{number} {{{tail}}}" if (tail := self.inline(tuple(after))) else number

    def joint(self, cell: TableCell, said: list[str], first: int) -> str:
        """Return a cell over several columns: in their middle, but for a list."""
        end = "@{}" if first + cell.span == len(self.table.columns) else ""
        if not self.layout.is_wide:
            return rf"\multicolumn{{{cell.span}}}{{c{end}}}{{{_stack(said, place='t', align='c')}}}"
        style = r"\centering\arraybackslash" if len(cell_lines(cell)) < 2 else r"\profileslines"
        kind = rf">{{{style}}}p{{{self.layout.width(first, cell.span)}}}{end}"
        return rf"\multicolumn{{{cell.span}}}{{{kind}}}{{{_paragraphs(said)}}}"

    # --- the table ---

    def lines(self) -> Iterator[str]:
        """Yield the whole table."""
        yield r"\begingroup\global\let\profileslacks\undefined"
        yield from self.long() if self.layout.is_long else self.short()
        yield r"\endgroup"

    def short(self) -> Iterator[str]:
        """Yield a table that floats."""
        yield r"\begin{table}[htbp]"
        yield r"\centering"
        yield r"\begin{threeparttable}"
        yield self.caption() + self.label
        yield from _SETUP
        yield rf"\begin{{tabular}}{{{self.spec()}}}"
        yield from (r"\toprule", self.head(), r"\midrule")
        yield from self.body()
        yield from (r"\bottomrule", r"\end{tabular}")
        yield from self.foot()
        yield r"\end{threeparttable}"
        yield r"\end{table}"

    def long(self) -> Iterator[str]:
        """Yield a table that breaks over pages."""
        yield from _SETUP
        yield r"\renewcommand\TPToverlap[1]{#1}%"
        yield r"\setlength\LTcapwidth{\linewidth}"
        yield rf"\begin{{longtable}}{{{self.spec()}}}"
        yield self.caption() + self.label + r" \\"
        yield from (r"\toprule", self.head(), r"\midrule", r"\endfirsthead")
        columns = len(self.table.columns)
        again = rf"\multicolumn{{{columns}}}{{@{{}}l@{{}}}}{{\tablename~\thetable{{}} (continued)}} \\[.4em]"
        yield from (again, r"\toprule", self.head(), r"\midrule", r"\endhead")
        yield from (r"\midrule", r"\endfoot", r"\bottomrule", r"\endlastfoot")
        yield from self.body()
        yield r"\end{longtable}"
        yield from self.foot()

    def caption(self) -> str:
        """Return the caption; the list of tables has the title alone."""
        title = escape_latex(one_line(self.table.title))
        said = self.inline(self.table.caption)
        return rf"\caption[{{{title}}}]{{{title}{'. ' + said if said else ''}}}"

    def spec(self) -> str:
        """Return the columns as LaTeX wants them declared."""
        kinds = []
        for number, column in enumerate(self.layout.columns):
            match column.kind:
                case "S":
                    kinds.append(f"S[{column.options}]")
                case "p":
                    kinds.append(rf">{{\profileslines}}p{{{self.layout.width(number)}}}")
                case _:
                    kinds.append(column.kind)
        return f"@{{}}{''.join(kinds)}@{{}}"

    def body(self) -> Iterator[str]:
        """Yield the rows."""
        before: TableRow | None = None
        for row in self.table.rows:
            if row.section:
                yield from self.section(row, is_first=before is None)
            else:
                if self.layout.is_wide and before is not None and not before.section:
                    yield r"\addlinespace"
                yield from self.rows(row)
            before = row

    def foot(self) -> Iterator[str]:
        """Yield notes and sources."""
        items = [rf"\item[] {said}" for note in self.table.notes if (said := self.inline(note))]
        entries = self.sources.entries if self.sources is not None else ()
        items += [rf"\item[{number}] {self.inline(text)}" for number, text in entries]
        if any(SCRIPT_MACRO in part for part in (*items, *self.body(), self.head(), self.caption())):
            # Last: only here is it known what was lacking.
            items.append(rf"\ifdefined\profileslacks\item[] {LACKS_NOTE}\fi")
        if items:
            yield r"\begin{tablenotes}\footnotesize\raggedright"
            yield from items
            yield r"\end{tablenotes}"


def _paragraphs(lines: Sequence[str]) -> str:
    """Return lines as paragraphs of a cell; where there are several, a broken one goes on further in."""
    if len(lines) < 2:
        return "".join(lines)
    return r"\par ".join(rf"\profilesitem {line}" for line in lines)


def _stack(lines: Sequence[str], *, place: str, align: str) -> str:
    """Return lines under one another in a cell that does not break lines by itself."""
    if len(lines) < 2:
        return "".join(lines)
    return rf"\begin{{tabular}}[{place}]{{@{{}}{align}@{{}}}}" + r" \\ ".join(lines) + r"\end{tabular}"


def _link(link: Link) -> str:
    """Return the words of a link, and the address in print where the words are not it."""
    href = safe_href(link)
    words = flat(link.text)
    if not href.startswith(("http", "mailto:")):
        return escape_latex(words)
    target = "".join(char if char.isascii() else percent_encoded(char) for char in href)
    target = re.sub(r"([%#&_~$])", r"\\\1", target)
    if is_address(link):
        return rf"\profileslink{{{target}}}{{{_breakable(words)}}}"
    said = escape_latex(words)
    return rf"\profileslink{{{target}}}{{{said}}}" + (rf" ({_breakable(href)})" if words.strip(" ") else "")


def _breakable(address: str) -> str:
    """Return an address that may break after its slashes and other signs."""
    return r"\allowbreak ".join(map(escape_latex, _BREAK_AFTER.sub("\\1\n", address).split("\n")))
