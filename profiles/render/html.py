"""Tables as HTML fragments, documents as pages that need no network and no scripts."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path

from profiles.render.columns import column_aligns
from profiles.render.inline import cell_lines, column_lines, flat, joined_notes, one_line, plain_text, safe_href
from profiles.render.model import (
    Align,
    Block,
    Bullets,
    Cite,
    Document,
    Emph,
    Figure,
    Heading,
    Link,
    Mark,
    Paragraph,
    SourceList,
    Strong,
    Table,
    TableBlock,
    TableCell,
    TableRow,
    Text,
)
from profiles.render.notes import Notes, number_sources

__all__ = ["render_html_fragment", "render_page", "render_table_page"]

# The page may use its own styles and its own pictures, and nothing else.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

# A full stop after an initial ends no sentence.
_SENTENCE = re.compile(r"(?<=\w\w)[.] ")

# Colours come from the notebook, which may be dark.
_FRAGMENT_STYLE = """\
.profiles-table { overflow-x: auto; max-width: 100%; }
.profiles-table table { border-collapse: collapse; margin: 0; \
font-variant-numeric: lining-nums tabular-nums; \
border-top: 1.5px solid currentColor; border-bottom: 1.5px solid currentColor; }
.profiles-table caption { caption-side: top; text-align: left; padding: 0 0 .5em; color: inherit; }
.profiles-table caption b { font-weight: 600; }
.profiles-table th, .profiles-table td { text-align: left; vertical-align: top; padding: .3em 1.2em .3em 0; \
max-width: 30em; background: none; border: 0; white-space: normal; font-weight: 400; line-height: 1.4; }
.profiles-table thead th { font-weight: 600; vertical-align: bottom; }
.profiles-table thead tr, .profiles-table .section { border-bottom: 1px solid currentColor; }
.profiles-table .section th { font-weight: 600; padding-top: 1em; }
.profiles-table ul { list-style: none; margin: 0; padding: 0; }
.profiles-table li { padding-left: 1em; text-indent: -1em; margin: 0; }
.profiles-table ol li { padding-left: 0; text-indent: 0; }
.profiles-table sup { font-size: .75em; line-height: 0; }
.profiles-table sup a { text-decoration: none; }
.profiles-table .missing { font-style: italic; }
.profiles-table .uncertain { text-decoration: underline dotted; text-underline-offset: .2em; }
.profiles-table .note { margin: .4em 0 0; font-size: .9em; }
.profiles-table .number { text-align: right; }"""
_TABLE_PAGE_STYLE = """\
body { font: 16px/1.5 Georgia, "Times New Roman", serif; color: #1a1a1a; background: #fff; \
max-width: 60em; margin: 2em auto; padding: 0 1em; overflow-wrap: break-word; }
@media print { body { max-width: none; margin: 0; padding: 0; font-size: 10pt; } }"""


def render_html_fragment(table: Table, *, notes: Notes | None = None, sources: SourceList | None = None) -> str:
    """Return a table as a piece of HTML that brings its own style, for a notebook or another page.

    Parameters
    ----------
    table
        What to print.
    notes
        Numbers of the sources; by default in order of first citation in this table.
    sources
        The list that the numbers lead to, printed under the table. Without it they are no links.

    Returns
    -------
    str
        One ``<div>``. Its ids depend on its content, so that several fit in one notebook.
    """
    numbers = number_sources(table) if notes is None else notes
    prefix = f"t{zlib.crc32(repr((table, sources)).encode()):08x}-"
    writer = _Writer(numbers, prefix=prefix, is_linked=sources is not None)
    parts = [writer.table(table), *writer.table_notes(table)]
    if sources is not None and sources.entries:
        parts += ['<p class="note">Sources</p>', writer.sources(sources)]
    inside = "\n".join(parts)
    return f'<div class="profiles-table">\n<style>\n{_FRAGMENT_STYLE}\n</style>\n{inside}\n</div>\n'


def render_table_page(table: Table, *, notes: Notes | None = None, sources: SourceList | None = None) -> str:
    """Return a table as a page of its own, for a file; the arguments are those of `render_html_fragment`."""
    fragment = render_html_fragment(table, notes=notes, sources=sources)
    head = [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(one_line(table.title))}</title>",
        f"<style>\n{_TABLE_PAGE_STYLE}\n</style>",
    ]
    return "\n".join([
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        *head,
        "</head>",
        "<body>",
        "<main>",
        fragment.rstrip("\n"),
        "</main>",
        "</body>",
        "</html>",
        "",
    ])


def render_page(document: Document) -> str:
    """Return a document as one HTML page.

    Parameters
    ----------
    document
        What to print.

    Returns
    -------
    str
        A page that carries its styles and charts in itself, asks no server for anything, runs no
        script, prints, and can be read by a screen reader and on a telephone.
    """
    is_linked = any(isinstance(block, SourceList) for block in document.blocks)
    writer = _Writer(number_sources(document), prefix="", is_linked=is_linked)
    title = escape(one_line(document.title))
    subtitle = writer.inline(document.subtitle)
    description = plain_text(document.subtitle)
    head = [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>",
        *([f'<meta name="description" content="{escape(description)}">'] if description else []),
        f"<style>\n{_page_style()}</style>",
    ]
    about = [
        f"<div><dt>{escape(one_line(label))}</dt> <dd>{escape(one_line(value))}</dd></div>"
        for label, value in document.meta
    ]
    body = [
        '<a class="skip" href="#main">Skip to the text</a>',
        '<main id="main" tabindex="-1">',
        "<header>",
        f"<h1>{title}</h1>",
        *([f'<p class="subtitle">{subtitle}</p>'] if subtitle else []),
        *(["<dl>", *about, "</dl>"] if about else []),
        "</header>",
        *(part for block in document.blocks for part in writer.block(block)),
        "</main>",
    ]
    return "\n".join([
        "<!DOCTYPE html>",
        f'<html lang="{document.language}">',
        "<head>",
        *head,
        "</head>",
        "<body>",
        *body,
        "</body>",
        "</html>",
        "",
    ])


@cache
def _page_style() -> str:
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def _classes(*names: str) -> str:
    said = " ".join(filter(None, names))
    return f' class="{said}"' if said else ""


class _Writer:
    """Writes parts of a page, knowing the numbers of its sources."""

    def __init__(self, notes: Notes, *, prefix: str, is_linked: bool) -> None:
        self.notes = notes
        self.prefix = prefix
        self.is_linked = is_linked

    def inline(self, text: Text) -> str:
        """Return a text as phrasing content."""
        out = ""
        for run in joined_notes(text):
            match run:
                case Cite():
                    # The number belongs to the word before it.
                    out = out.rstrip(" ") + self.cite(run)
                case Strong() | Emph() | Mark() if not one_line(run.text):
                    out += flat(run.text)
                case Strong():
                    out += f"<strong>{_escaped(run.text)}</strong>"
                case Emph():
                    out += f"<em>{_escaped(run.text)}</em>"
                case Link():
                    out += _link(run)
                case Mark():
                    out += f'<span class="{run.kind}">{_escaped(run.text)}</span>'
                case _:
                    out += _escaped(run)
        return out.strip(" ")

    def cite(self, cite: Cite) -> str:
        """Return a note as raised numbers."""
        parts = []
        for number, place in self.notes.numbered(cite):
            # "p. 45" must not part at the end of a line.
            shown = f": {escape(place).replace(' ', '&nbsp;')}" if place else ""
            if self.is_linked:
                href = f"#{self.prefix}source-{number}"
                parts.append(f'<a href="{href}" aria-label="Source {number}">{number}</a>{shown}')
            else:
                parts.append(f"{number}{shown}")
        return f'<sup class="cite">{", ".join(parts)}</sup>' if parts else ""

    def table(self, table: Table) -> str:
        """Return the table element."""
        caption = self.inline(table.caption)
        title = f"<b>{escape(one_line(table.title))}</b>"
        lines = [
            "<table>",
            f"<caption>{title}{'. ' + caption if caption else ''}</caption>",
            "<thead>",
            "<tr>",
        ]
        aligns = column_aligns(table)
        for column, align in zip(table.columns, aligns, strict=True):
            said = "<br>".join(escape(line) for line in column_lines(column))
            # An empty header would be announced as one.
            number = _classes("number" if align == "number" else "")
            lines.append(f'<th scope="col"{number}>{said}</th>' if said else "<td></td>")
        lines += ["</tr>", "</thead>"]
        for group in _row_groups(table.rows):
            lines += ["<tbody>", *(self.row(row, aligns) for row in group), "</tbody>"]
        return "\n".join([*lines, "</table>"])

    def row(self, row: TableRow, aligns: Sequence[Align]) -> str:
        """Return one row."""
        header = self.inline(row.header)
        if row.section:
            return f'<tr class="section"><th colspan="{len(aligns)}" scope="rowgroup">{header}</th></tr>'
        cells = ""
        first = 1
        for cell in row.cells:
            cells += self.cell(cell, is_number=aligns[first] == "number")
            first += cell.span
        return f'<tr><th scope="row"{_classes("number" if aligns[0] == "number" else "")}>{header}</th>{cells}</tr>'

    def cell(self, cell: TableCell, *, is_number: bool) -> str:
        """Return one cell; several lines are a list."""
        span = f' colspan="{cell.span}"' if cell.span > 1 else ""
        lines = [self.inline(line) for line in cell_lines(cell)]
        inside = f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>" if len(lines) > 1 else "".join(lines)
        place = "joint" if span else "number" if is_number else ""
        return f"<td{span}{_classes(place, cell.kind)}>{inside}</td>"

    def table_notes(self, table: Table) -> Iterator[str]:
        """Yield the notes of a table as paragraphs."""
        yield from (f'<p class="note">{line}</p>' for note in table.notes if (line := self.inline(note)))

    def sources(self, sources: SourceList) -> str:
        """Return the numbered list that the notes lead to."""
        items = [f'<li id="{self.prefix}source-{number}">{self.inline(text)}</li>' for number, text in sources.entries]
        return "\n".join(['<ol class="sources">', *items, "</ol>"])

    def block(self, block: Block) -> Iterator[str]:
        """Yield a block of the document."""
        match block:
            case Heading():
                anchor = f' id="{block.anchor}"' if block.anchor else ""
                yield f"<h{block.level}{anchor}>{self.inline(block.text)}</h{block.level}>"
            case Paragraph():
                if line := self.inline(block.text):
                    yield f"<p>{line}</p>"
            case Bullets():
                if block.items:
                    yield from ("<ul>", *(f"<li>{self.inline(item)}</li>" for item in block.items), "</ul>")
            case TableBlock():
                yield '<div class="wide">'
                yield _scrolling(self.table(block.table), label=block.table.title)
                yield from self.table_notes(block.table)
                yield "</div>"
            case Figure():
                yield from self.figure(block)
            case SourceList():
                if block.entries:
                    yield self.sources(block)

    def figure(self, figure: Figure) -> Iterator[str]:
        """Yield a chart with its words."""
        # The XML parser is not needed by those who only want a table.
        from profiles.render.svg import inline_svg

        name = f"figure-{figure.name}"
        alt = one_line(figure.alt)
        yield f'<figure class="wide" id="{name}">'
        # Those who move from landmark to landmark must be able to tell the drawings apart.
        label = plain_text(figure.caption) or _SENTENCE.split(alt, maxsplit=1)[0]
        yield _scrolling(inline_svg(figure.svg_text, prefix=name, alt=alt), label=label)
        data = _link(Link("Data (CSV)", figure.data_href)) if figure.data_href else ""
        if caption := " ".join(filter(None, [self.inline(figure.caption), data])):
            yield f"<figcaption>{caption}</figcaption>"
        yield "</figure>"


def _escaped(value: str) -> str:
    return escape(flat(value))


def _link(link: Link) -> str:
    href = safe_href(link)
    words = _escaped(link.text)
    if not href or not words.strip(" "):
        return words
    # A bare address is not spelled out again in print, and may break anywhere.
    bare = _classes("url" if link.text.strip() == link.href.strip() else "")
    return f'<a{bare} href="{escape(href)}">{words}</a>'


def _scrolling(inside: str, *, label: str) -> str:
    """Set what may be too wide for a telephone in a part that scrolls, with the keyboard too."""
    name = escape(one_line(label))
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{name}">\n{inside}\n</div>'


def _row_groups(rows: tuple[TableRow, ...]) -> list[list[TableRow]]:
    """Rows by section, each beginning with its section row."""
    groups: list[list[TableRow]] = []
    for row in rows:
        if row.section or not groups:
            groups.append([])
        groups[-1].append(row)
    return groups
