"""Tables and documents for a terminal: fixed width, no colour, nothing a terminal would obey."""

from __future__ import annotations

from collections.abc import Iterator

from profiles.render.columns import column_aligns
from profiles.render.inline import (
    JOINT,
    JOINT_NOTE,
    cell_lines,
    column_lines,
    column_name,
    flat,
    is_address,
    joined_notes,
    one_line,
    safe_href,
)
from profiles.render.model import (
    Block,
    Bullets,
    Cite,
    Document,
    Figure,
    Heading,
    Link,
    Paragraph,
    SourceList,
    Table,
    TableBlock,
    TableRow,
    Text,
)
from profiles.render.notes import Notes, number_sources
from profiles.render.wrap import NO_BREAK, display_width, pad, wrap

__all__ = ["render_text", "render_text_document"]

_GAP = "  "
_RULE = "─"
_HANGING = 2
_NARROWEST = 20
# Below this width two columns side by side read worse than one under the other.
_SIDE_BY_SIDE = 64
_NARROWEST_COLUMN = 15
_HEADER_SHARE = 4


def render_text(
    table: Table, *, width: int = 100, notes: Notes | None = None, sources: SourceList | None = None
) -> str:
    """Return a table for a terminal.

    Where the columns would be too narrow to read, each row becomes its header with the columns
    under one another.

    Parameters
    ----------
    table
        What to print.
    width
        Terminal columns to fill at the most, at least 20.
    notes
        Numbers of the sources; by default in order of first citation in this table.
    sources
        The list that the numbers lead to, printed under the table.

    Returns
    -------
    str
        Lines no wider than `width`, the last one ended too.
    """
    _require_width(width)
    numbers = number_sources(table) if notes is None else notes
    lines = list(_table_lines(table, width=width, notes=numbers))
    if sources is not None and sources.entries:
        lines += ["", "Sources", *_source_lines(sources, width=width, notes=numbers)]
    return "\n".join(lines) + "\n"


def render_text_document(document: Document, *, width: int = 100) -> str:
    """Return a document for a terminal; a figure becomes its words.

    Parameters
    ----------
    document
        What to print.
    width
        Terminal columns to fill at the most, at least 20.

    Returns
    -------
    str
        Lines no wider than `width`, the last one ended too.
    """
    _require_width(width)
    notes = number_sources(document)
    title = wrap(one_line(document.title), width=width)
    parts = [[*title, "=" * max(map(display_width, title))]]
    subtitle = _flat(document.subtitle, notes=notes)
    about = [f"{one_line(label)}: {one_line(value)}" for label, value in document.meta]
    parts += [wrap(line, width=width) for line in (subtitle, "; ".join(about)) if line]
    parts += [list(_block_lines(block, width=width, notes=notes)) for block in document.blocks]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _require_width(width: int) -> None:
    if width < _NARROWEST:
        msg = f"a width of {width} columns is too narrow to read; at least {_NARROWEST}"
        raise ValueError(msg)


def _flat(text: Text, *, notes: Notes) -> str:
    """One line of plain text, its notes tied to the word before them."""
    out = ""
    for run in joined_notes(text):
        if isinstance(run, Cite):
            label = notes.label(run).replace(" ", NO_BREAK)
            out = out.rstrip(" ") + (NO_BREAK if out.strip() and label else "") + label
        elif isinstance(run, Link):
            href = safe_href(run)
            shown = href.startswith(("http", "mailto:")) and not is_address(run)
            out += f"{flat(run.text)} <{href}>" if shown else flat(run.text)
        else:
            out += flat(run if isinstance(run, str) else run.text)
    return out.strip(" ")


def _block_lines(block: Block, *, width: int, notes: Notes) -> Iterator[str]:
    match block:
        case Heading():
            lines = wrap(_flat(block.text, notes=notes), width=width)
            yield from lines
            yield ("-" if block.level == 2 else "·") * max(map(display_width, lines))
        case Paragraph():
            yield from wrap(_flat(block.text, notes=notes), width=width)
        case Bullets():
            for item in block.items:
                yield from wrap(f"-{NO_BREAK}{_flat(item, notes=notes)}", width=width, indent=_HANGING)
        case TableBlock():
            yield from _table_lines(block.table, width=width, notes=notes)
        case Figure():
            yield from wrap(f"[Figure: {one_line(block.alt)}]", width=width)
            if caption := _flat(block.caption, notes=notes):
                yield from wrap(caption, width=width)
        case SourceList():
            yield from _source_lines(block, width=width, notes=notes)


def _source_lines(sources: SourceList, *, width: int, notes: Notes) -> Iterator[str]:
    indent = len(str(len(sources.entries))) + 3
    for number, text in sources.entries:
        label = f"[{number}]".ljust(indent).replace(" ", NO_BREAK)
        yield from wrap(label + _flat(text, notes=notes), width=width, indent=indent)


def _table_lines(table: Table, *, width: int, notes: Notes) -> Iterator[str]:
    yield from wrap(one_line(table.title), width=width)
    if caption := _flat(table.caption, notes=notes):
        yield from wrap(caption, width=width)
    yield ""
    widths = _column_widths(table, width=width, notes=notes)
    if widths is None:
        yield from _stacked(table, width=width, notes=notes)
    else:
        yield from _side_by_side(table, widths=widths, width=width, notes=notes)
    foot = [JOINT_NOTE] if table.has_joint_cells else []
    foot += [_flat(note, notes=notes) for note in table.notes]
    if foot:
        yield ""
    for line in foot:
        yield from wrap(line, width=width, indent=_HANGING)


def _column_widths(table: Table, *, width: int, notes: Notes) -> list[int] | None:
    """Share the width among the columns; None if they should be stacked instead."""
    wanted = [max(map(display_width, column_lines(column))) for column in table.columns]
    for row in table.rows:
        if row.section:
            continue
        wanted[0] = max(wanted[0], display_width(_flat(row.header, notes=notes)))
        for first, span, lines in _cells(row, notes=notes):
            widest = max(map(display_width, lines), default=0)
            # A joint cell may spread over the gaps between its columns too.
            each = -(-(widest - len(_GAP) * (span - 1)) // span)
            for column in range(first, first + span):
                wanted[column] = max(wanted[column], each)
    room = width - len(_GAP) * (len(wanted) - 1)
    if sum(wanted) <= room:
        return wanted
    head = min(wanted[0], max(_NARROWEST_COLUMN, width // _HEADER_SHARE))
    if len(wanted) > 5:
        head = min(head, _NARROWEST_COLUMN)
    values = _share(wanted[1:], room=room - head)
    squeezed = [got for got, want in zip(values, wanted[1:], strict=True) if got < want]
    if min(squeezed, default=width) < _NARROWEST_COLUMN or (width < _SIDE_BY_SIDE and len(values) > 1):
        return None
    return [head, *values]


def _share(wanted: list[int], *, room: int) -> list[int]:
    """Give every column what it wants or an equal part of what is left, smallest wish first."""
    widths = [0] * len(wanted)
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    for position, column in enumerate(order):
        widths[column] = max(0, min(wanted[column], room // (len(wanted) - position)))
        room -= widths[column]
    return widths


def _cells(row: TableRow, *, notes: Notes) -> Iterator[tuple[int, int, list[str]]]:
    """(first column, span, lines) of each cell."""
    column = 1
    for cell in row.cells:
        lines = [_flat(line, notes=notes) for line in cell_lines(cell)]
        if cell.span > 1:
            lines = [f"{JOINT}{NO_BREAK}{line}" for line in lines or [""]]
        yield column, cell.span, lines
        column += cell.span


def _side_by_side(table: Table, *, widths: list[int], width: int, notes: Notes) -> Iterator[str]:
    is_number = [align == "number" for align in column_aligns(table)]
    heads = [column_lines(column) for column in table.columns]
    yield from _beside([(lines, w, right) for lines, w, right in zip(heads, widths, is_number, strict=True)])
    yield _GAP.join(_RULE * width for width in widths)
    for number, row in enumerate(table.rows):
        if row.section:
            yield from _section(row, width=width, is_first=not number, notes=notes)
            continue
        columns = [([_flat(row.header, notes=notes)], widths[0], is_number[0])]
        for first, span, lines in _cells(row, notes=notes):
            covered = sum(widths[first : first + span]) + len(_GAP) * (span - 1)
            columns.append((lines, covered, is_number[first] and span == 1))
        yield from _beside(columns)


def _beside(columns: list[tuple[list[str], int, bool]]) -> Iterator[str]:
    """Lay lines side by side in columns of given widths, some of them set to the right."""
    wrapped = [
        [part for line in lines for part in wrap(line, width=max(width, _HANGING + 2), indent=_HANGING)]
        for lines, width, _ in columns
    ]
    for level in range(max(map(len, wrapped))):
        parts = [
            pad(lines[level] if level < len(lines) else "", width=width, right=right)
            for lines, (_, width, right) in zip(wrapped, columns, strict=True)
        ]
        yield _GAP.join(parts).rstrip(" ")


def _section(row: TableRow, *, width: int, is_first: bool, notes: Notes) -> Iterator[str]:
    if not is_first:
        yield ""
    rules = _RULE * 2
    for line in wrap(_flat(row.header, notes=notes), width=width - 2 * (len(rules) + 1)):
        yield f"{rules} {line} {rules}"


def _stacked(table: Table, *, width: int, notes: Notes) -> Iterator[str]:
    names = [column_name(column) for column in table.columns]
    for number, row in enumerate(table.rows):
        if row.section:
            yield from _section(row, width=width, is_first=not number, notes=notes)
            continue
        if number and not table.rows[number - 1].section:
            yield ""
        yield from wrap(_flat(row.header, notes=notes), width=width, indent=_HANGING)
        for first, span, lines in _cells(row, notes=notes):
            label = " / ".join(names[first : first + span])
            if len(lines) == 1:
                yield from _item(f"{label}: {lines[0]}", level=1, width=width)
            else:
                yield from _item(f"{label}:", level=1, width=width)
                for line in lines:
                    yield from _item(line, level=2, width=width)


def _item(text: str, *, level: int, width: int) -> Iterator[str]:
    indent = _HANGING * level
    yield from wrap(NO_BREAK * indent + text, width=width, indent=indent + _HANGING)
