"""Tables and documents as GitHub Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from profiles.render.columns import column_aligns
from profiles.render.inline import (
    JOINT,
    JOINT_NOTE,
    cell_lines,
    column_lines,
    flat,
    joined_notes,
    one_line,
    plain_text,
    safe_href,
)
from profiles.render.model import (
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
    TableRow,
    Text,
)
from profiles.render.notes import Notes, number_sources

__all__ = ["render_markdown", "render_markdown_table"]

_MARKUP = re.compile(r"[\\`*_\[\]|~$]")
_ENTITY = re.compile(r"&(?=[#A-Za-z])")
# GitHub makes links of bare addresses, and then shows the backslashes in them.
_ADDRESS = re.compile(r"(?i)\b(?:(https?|ftp):|(www)\.)")
_BLOCK_START = re.compile(r">|[+-](?=[\s-]|$)|#(?=#*(?:\s|$))|[0-9]{1,9}(?=[.)](?:\s|$))")
_CLOSING = re.compile(r"(#+)$")
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")


def render_markdown_table(table: Table, *, notes: Notes | None = None, sources: SourceList | None = None) -> str:
    """Return a table as GitHub Markdown.

    Parameters
    ----------
    table
        What to print. A cell that covers several columns is written in the first of them, marked
        in all of them, and the mark is explained under the table.
    notes
        Numbers of the sources; by default in order of first citation in this table.
    sources
        The list that the numbers lead to, printed under the table. Without it they are no links.

    Returns
    -------
    str
        Title, table and notes, ending in a newline.
    """
    numbers = number_sources(table) if notes is None else notes
    writer = _Writer(numbers, is_linked=sources is not None)
    parts = list(writer.table(table))
    if sources is not None and sources.entries:
        parts += ["Sources:", writer.sources(sources)]
    return "\n\n".join(parts) + "\n"


def render_markdown(document: Document, *, figure_folder: str = "") -> str:
    """Return a document as GitHub Markdown.

    Parameters
    ----------
    document
        What to print. Its figures are expected in files, ``<name>.svg``.
    figure_folder
        Where those are, relative to the Markdown file; "" for beside it.

    Returns
    -------
    str
        The text, ending in a newline.
    """
    writer = _Writer(
        number_sources(document), is_linked=any(isinstance(block, SourceList) for block in document.blocks)
    )
    parts = [writer.heading(Heading(1, (document.title,)))]
    if subtitle := writer.line(document.subtitle):
        parts.append(subtitle)
    if document.meta:
        parts.append(
            " · ".join(f"{_escape(one_line(name))}: {_escape(one_line(value))}" for name, value in document.meta)
        )
    folder = figure_folder.rstrip("/") + "/" if figure_folder else ""
    for block in document.blocks:
        parts += writer.block(block, folder=folder)
    return "\n\n".join(parts) + "\n"


def _escape(text: str, *, is_link: bool = False) -> str:
    """Escape what Markdown would read as markup anywhere in a line."""
    text = _MARKUP.sub(lambda found: "\\" + found.group(), text)
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;")
    return text if is_link else _ADDRESS.sub(_guarded, text)


def _guarded(found: re.Match[str]) -> str:
    return f"{found[1]}&#58;" if found[1] else f"{found[2]}&#46;"


def _start(line: str) -> str:
    """Escape what would begin a heading, a quotation, a list or a rule at the start of a line."""
    found = _BLOCK_START.match(line)
    if found is None:
        return line
    start = found.group()
    rest = line[found.end() :]
    return f"{start}\\{rest}" if start.isdigit() else f"\\{start}{rest}"


def _wrapped(words: str, *, mark: str, tag: str, before: str) -> str:
    """Set words in a mark, or in a tag where Markdown would not recognise the mark."""
    # Marks count for certain only beside letters and digits, and must not run into other marks.
    bare = words.strip(" ")
    if not bare:
        return words
    lead = words[: len(words) - len(words.lstrip(" "))]
    tail = words[len(words.rstrip(" ")) :]
    inside = _escape(bare)
    is_plain = bare[0].isalnum() and bare[-1].isalnum() and not before.endswith("*")
    if is_plain:
        return f"{lead}{mark}{inside}{mark}{tail}"
    return f"{lead}<{tag}>{inside}</{tag}>{tail}"


def _slug(title: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    return _NOT_IN_SLUG.sub("", title.lower()).replace(" ", "-")


class _Writer:
    """Writes parts of a document, knowing the numbers of its sources."""

    def __init__(self, notes: Notes, *, is_linked: bool) -> None:
        self.notes = notes
        self.is_linked = is_linked

    def line(self, text: Text) -> str:
        """Return a text on one line, safe at the start of a line."""
        return _start(self.inline(text))

    def inline(self, text: Text) -> str:
        """Return a text on one line."""
        out = ""
        for run in joined_notes(text):
            match run:
                case Cite():
                    label = self.cite(run)
                    out = out.rstrip(" ") + (" " if out.strip(" ") and label else "") + label
                case Strong():
                    out += _wrapped(flat(run.text), mark="**", tag="strong", before=out)
                case Emph():
                    out += _wrapped(flat(run.text), mark="*", tag="em", before=out)
                case Link():
                    out += _link(run)
                case Mark():
                    out += _escape(flat(run.text))
                case _:
                    out += _escape(flat(run))
        return out.strip(" ")

    def cite(self, cite: Cite) -> str:
        """Return a note as numbers in brackets."""
        inside = [
            (f"[{number}](#source-{number})" if self.is_linked else str(number))
            + (f": {_escape(place)}" if place else "")
            for number, place in self.notes.numbered(cite)
        ]
        if not inside:
            return ""
        joined = ", ".join(inside)
        return f"[{joined}]" if self.is_linked else f"\\[{joined}\\]"

    def table(self, table: Table) -> Iterator[str]:
        """Yield a table and its notes as blocks."""
        caption = self.inline(table.caption)
        title = _wrapped(one_line(table.title), mark="**", tag="strong", before="")
        yield f"{title}. {caption}" if caption else title
        lines = [
            _row(["<br>".join(_escape(line) for line in column_lines(c)) for c in table.columns]),
            _row(["---:" if align == "number" else "---" for align in column_aligns(table)]),
        ]
        lines += [self.row(row, columns=len(table.columns)) for row in table.rows]
        yield "\n".join(lines)
        if table.has_joint_cells:
            yield JOINT_NOTE
        for note in table.notes:
            if line := self.line(note):
                yield line

    def row(self, row: TableRow, *, columns: int) -> str:
        """Return one line of a table."""
        if row.section:
            cites = self.inline(tuple(run for run in row.header if isinstance(run, Cite)))
            name = _wrapped(plain_text(row.header), mark="**", tag="strong", before="")
            return _row([" ".join(filter(None, [name, cites]))] + [""] * (columns - 1))
        parts = [self.line(row.header)]
        for cell in row.cells:
            said = "<br>".join(self.line(line) for line in cell_lines(cell))
            parts += [said] if cell.span == 1 else [f"{JOINT} {said}".rstrip(" "), *[JOINT] * (cell.span - 1)]
        return _row(parts)

    def sources(self, sources: SourceList) -> str:
        """Return the numbered list of sources with their anchors."""
        return "\n".join(f'{n}. <a id="source-{n}"></a>{self.inline(text)}' for n, text in sources.entries)

    def block(self, block: Block, *, folder: str) -> Iterator[str]:
        """Yield a block of the document as blocks of Markdown."""
        match block:
            case Heading():
                yield self.heading(block)
            case Paragraph():
                if line := self.line(block.text):
                    yield line
            case Bullets():
                items = [self.line(item) for item in block.items]
                if items:
                    yield "\n".join(f"- {item}" for item in items)
            case TableBlock():
                yield from self.table(block.table)
            case Figure():
                yield f"![{_escape(one_line(block.alt))}]({safe_href(folder + block.name + '.svg')})"
                data = _link(Link("Data (CSV)", block.data_href)) if block.data_href else ""
                if caption := " ".join(filter(None, [self.line(block.caption), data])):
                    yield caption
            case SourceList():
                if block.entries:
                    yield self.sources(block)

    def heading(self, heading: Heading) -> str:
        """Return a heading, with an anchor of its own where GitHub's would be another."""
        # A number sign at the end would be taken for decoration.
        words = _CLOSING.sub(r"\\\1", self.inline(heading.text))
        line = f"{'#' * heading.level} {words}"
        if not heading.anchor or heading.anchor == _slug(plain_text(heading.text)):
            return line
        return f'<a id="{heading.anchor}"></a>\n\n{line}'


def _link(link: Link) -> str:
    words = _escape(flat(link.text), is_link=True)
    # An ampersand in an address would be read as an entity.
    href = safe_href(link).replace("&", "&amp;")
    return f"[{words}]({href})" if href and words.strip(" ") else words


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
